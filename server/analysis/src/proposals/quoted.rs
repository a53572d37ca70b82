//! The sieves that take a quotation, by the verb that stands beside it.

use super::following::Next;
use super::lexicon::{class, cue};
use super::sieve::Sieve;
use super::sieves::Sieving;
use crate::syntax::QuoteForm;

impl Sieving<'_> {
    /// Takes the quotation right before the verb or its subject; says whether there is one
    /// that is this event's.
    pub(super) fn quotation_before(&mut self, number: usize) -> bool {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let (low, _) = event.sentence;
        let begins = event.begins();
        let mut before = begins.checked_sub(1);
        let step = |before: Option<usize>, all: &[&str]| {
            before.filter(|at| *at >= low && article.is_any(*at, all))
        };
        let marks = [",", "—", "–"];
        if step(before, &marks).is_some() {
            before = before.and_then(|at| at.checked_sub(1));
        }
        while step(before, &["and", "but", "as", "then"]).is_some() {
            before = before.and_then(|at| at.checked_sub(1));
        }
        if step(before, &marks).is_some() {
            before = before.and_then(|at| at.checked_sub(1));
        }
        let last = before.filter(|at| *at >= low && reading.closes(*at));
        let Some(quotation) = last.and_then(|at| article.quotation[at]) else {
            return false;
        };
        let may_be = cue::SPEECH | cue::THINK | cue::ACT | cue::ANY | cue::CALL;
        if event.subject.inherited.is_some() || event.classes & may_be == 0 {
            return false;
        }
        if let Some(taken) = self.taken.get(&quotation) {
            return taken.is_some();
        }
        let quoted = article.quotations[quotation];
        let (first, end) = (quoted.first, quoted.end);
        let strong_marks = [",", "?", "!", "—", "–", "-", "…"];
        let is_strong = end - first >= 2 && article.is_any(end - 2, &strong_marks)
            || article.is_any(end, &[","]);
        let speaks = event.classes & cue::SPEECH > 0;
        let is_said = speaks && (first == low || is_strong || article.count_words(first, end) >= 4);
        if !is_said && (speaks || !is_strong) {
            return false;
        }
        // `In “Our Town,” she said that …`: words before her clause, which are not hers.
        let is_fronted = first > low
            && matches!(
                event.following.next,
                Next::Bare | Next::That | Next::Question
            );
        if is_fronted {
            return false;
        }
        let is_parted = first > low && article.is_any(first - 1, &[":", "(", "—", "–", "-"]);
        // `“…,” she said, but in spite of that, “…,” said Ann Lee`: what stands before the
        // quotation is the writer's.
        let is_second = is_strong
            && (low..first).any(|at| self.reading.closes(at))
            && self.events[..number]
                .iter()
                .rev()
                .any(|one| one.sentence == event.sentence && one.classes & cue::SPEECH > 0);
        if first == low || is_parted || is_second {
            let sieve = match (speaks, is_strong) {
                (true, true) => Sieve::QuotationThenVerb,
                (true, false) => Sieve::QuotationThenVerbLoosely,
                (false, _) => Sieve::QuotationThenAnyVerb,
            };
            self.add(first, end, QuoteForm::Direct, sieve, number);
        } else {
            let clause = reading.after_dateline(low).min(first);
            let clause = reading.after_openers(clause, first);
            self.add(
                clause,
                end,
                QuoteForm::Mixed,
                Sieve::ClauseWithQuotationThenVerb,
                number,
            );
        }
        self.taken.insert(quotation, Some(number));
        true
    }

    /// Takes the quotation behind the verb; says whether there is one that nobody has.
    pub(super) fn quotation_after(&mut self, number: usize, is_second: bool) -> bool {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let Some(quotation) = article.quotation[event.following.at] else {
            return false;
        };
        let classes = cue::SPEECH | cue::THINK | cue::CALL | cue::ACT | cue::DOCUMENT;
        if self.taken.contains_key(&quotation) || event.classes & classes == 0 {
            return false;
        }
        let quoted = article.quotations[quotation];
        let (first, end) = (quoted.first, quoted.end);
        let high = event.sentence.1;
        let following = &event.following;
        let last = if end < high {
            reading.last_of(end, high)
        } else {
            end
        };
        let is_ended = end - first >= 2 && article.is_any(end - 2, &[".", "?", "!"]);
        let is_last = end >= last || is_ended;
        let words = article.count_words(first, end);
        let speaks = event.classes & cue::SPEECH > 0;
        if self.is_title(first, following.behind_comma)
            && !following.behind_colon
            && (is_second || words <= 6)
        {
            return true;
        }
        let is_joined = following.behind_comma || following.behind_colon;
        if is_second && !is_joined && words < 8 {
            return true;
        }
        let sieve = if is_second {
            Sieve::SplitQuotation
        } else if is_last && (speaks || words >= 5) {
            match (following.behind_colon, following.behind_comma) {
                (true, _) => Sieve::VerbColonQuotation,
                (false, true) => Sieve::VerbThenQuotation,
                (false, false) => Sieve::VerbThenQuotationLoosely,
            }
        } else if end - first >= 2 && article.is_any(end - 2, &[","]) && end < high && speaks {
            Sieve::VerbThenPart
        } else if speaks {
            let clause = match end < high {
                true => reading.content_end(end, high).max(end),
                false => end,
            };
            let form = if clause > end {
                QuoteForm::Mixed
            } else {
                QuoteForm::Direct
            };
            self.add(
                first,
                clause,
                form,
                Sieve::ClauseThatBeginsWithQuotation,
                number,
            );
            self.take_within(first, clause, number);
            return true;
        } else {
            return true;
        };
        let begun = match sieve {
            Sieve::VerbThenQuotation => self.begun_before(number, first),
            _ => None,
        };
        let sieve = match begun {
            Some((first, end)) => {
                self.add_clause(first, end, Sieve::ClauseThenQuotation, number);
                Sieve::ClauseThenQuotation
            }
            None => sieve,
        };
        self.add(first, end, QuoteForm::Direct, sieve, number);
        self.taken.insert(quotation, Some(number));
        true
    }

    /// The tokens before `, she said, “…”` that the quotation goes on from, the end
    /// exclusive: it begins in lower case, so its sentence has begun before it.
    fn begun_before(&self, number: usize, quotation: usize) -> Option<(usize, usize)> {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let (low, _) = event.sentence;
        let begins = event.begins();
        let goes_on = article.tokens[quotation + 1].first.is_lowercase();
        let is_inserted = event.classes & cue::SAY > 0
            && event.subject.inherited.is_none()
            && !article.lower(event.verb).ends_with("ing")
            && begins > low + 1
            && article.is_any(begins - 1, &[","]);
        if !goes_on || !is_inserted {
            return None;
        }
        let end = begins - 1;
        let first = reading.after_openers(reading.after_dateline(low), end);
        let is_link = |at: usize| {
            let token = &article.tokens[at];
            token.is(class::OPENER) || token.is_adverb() || article.is_any(at, &["but", "and", ","])
        };
        let is_said = first < end
            && !(first..end).all(is_link)
            && !(first..end).any(|at| article.is_quoted(at));
        is_said.then_some((first, end))
    }

    /// Whether what stands before a quotation makes it a title or a term.
    fn is_title(&self, first: usize, is_behind_comma: bool) -> bool {
        let article = self.reading.article;
        let Some(before) = first.checked_sub(1) else {
            return false;
        };
        let links = [
            "of", "on", "in", "about", "for", "with", "entitled", "called", "titled", "from", "to",
            "at", "as", "like",
        ];
        article.is(before, class::DETERMINER)
            || article.is_possessive(before)
            || article.is_any(before, &links)
            || self.reading.names.at[before].is_some() && !is_behind_comma
    }

    /// `She said:` and the paragraphs that follow.
    pub(super) fn next_paragraphs(&mut self, number: usize) {
        let article = self.reading.article;
        let high = self.events[number].sentence.1;
        if high >= article.len() || !self.reading.opens(high) {
            return;
        }
        let mut next = article.quotation[high];
        while let Some(quotation) = next.filter(|one| !self.taken.contains_key(one)) {
            let quoted = article.quotations[quotation];
            self.add(
                quoted.first,
                quoted.end,
                QuoteForm::Direct,
                Sieve::ColonParagraph,
                number,
            );
            self.taken.insert(quotation, Some(number));
            let follows = article.quotations.get(quotation + 1);
            let goes_on = quoted.runs_on
                && follows.is_some_and(|one| one.is_there() && one.first == quoted.end);
            next = goes_on.then_some(quotation + 1);
        }
    }

    /// `She called it “…”`
    pub(super) fn naming(&mut self, number: usize) {
        let event = &self.events[number];
        if event.is_according || event.is_passive || event.classes & cue::CALL == 0 {
            return;
        }
        let article = self.reading.article;
        let (verb, high) = (event.verb, event.sentence.1);
        for at in verb + 1..high.min(verb + 25) {
            if self.reading.opens(at) {
                let Some(quotation) = article.quotation[at] else {
                    return;
                };
                if self.taken.contains_key(&quotation) {
                    return;
                }
                let quoted = article.quotations[quotation];
                let first = if at - verb <= 14 {
                    verb + 1
                } else {
                    quoted.first
                };
                let form = match first == quoted.first {
                    true => QuoteForm::Direct,
                    false => QuoteForm::Mixed,
                };
                let group = self.events.len() + number;
                self.add(first, quoted.end, form, Sieve::Naming, number);
                if let Some(last) = self.found.last_mut() {
                    last.group = group;
                }
                self.taken.insert(quotation, Some(group));
                return;
            }
            if article.is_any(at, &[".", ";", ":"]) {
                return;
            }
        }
    }
}
