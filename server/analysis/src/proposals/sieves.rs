//! The sieves: which words somebody is said to have said, by where the verb stands.

use std::collections::HashMap;

use super::events::Event;
use super::following::Next;
use super::fragment::Fragment;
use super::lexicon::{class, cue};
use super::sieve::Sieve;
use super::subject::Reading;
use crate::syntax::QuoteForm;

/// How sentences are gone through for what is said in them.
pub struct Sieving<'a> {
    /// The article and its names.
    pub reading: Reading<'a>,
    /// Where it says that somebody speaks.
    pub events: &'a [Event],
    /// What was found.
    pub found: Vec<Fragment>,
    /// The quotations that are taken, and the group that took each where it may go on.
    pub(super) taken: HashMap<usize, Option<usize>>,
}

impl<'a> Sieving<'a> {
    /// All fragments of an article.
    pub fn run(reading: Reading<'a>, events: &'a [Event]) -> Vec<Fragment> {
        let mut sieving = Self {
            reading,
            events,
            found: Vec::new(),
            taken: HashMap::new(),
        };
        for number in 0..events.len() {
            sieving.event(number);
        }
        for number in 0..events.len() {
            sieving.naming(number);
        }
        sieving.continued();
        sieving.found.sort_by_key(|one| (one.first, one.end));
        sieving.found
    }

    pub(super) fn add(
        &mut self,
        first: usize,
        end: usize,
        form: QuoteForm,
        sieve: Sieve,
        event: usize,
    ) {
        self.found.push(Fragment {
            first,
            end,
            form,
            sieve,
            event: Some(event),
            subject: None,
            group: event,
        });
    }

    /// Whether words hold a quotation, or are none.
    fn form_of(&self, first: usize, end: usize) -> QuoteForm {
        let article = self.reading.article;
        match (first..end).any(|at| article.is_quoted(at)) {
            true => QuoteForm::Mixed,
            false => QuoteForm::Indirect,
        }
    }

    /// Takes the quotations that words hold, unless they are taken.
    pub(super) fn take_within(&mut self, first: usize, end: usize, group: usize) {
        for at in first..end {
            if let Some(quotation) = self.reading.article.quotation[at] {
                self.taken.entry(quotation).or_insert(Some(group));
            }
        }
    }

    pub(super) fn add_clause(&mut self, first: usize, end: usize, sieve: Sieve, event: usize) {
        let form = self.form_of(first, end);
        self.add(first, end, form, sieve, event);
        self.take_within(first, end, event);
    }

    fn event(&mut self, number: usize) {
        let event = &self.events[number];
        if event.is_passive {
            return;
        }
        if event.is_according {
            self.according(number);
            return;
        }
        let is_before = self.quotation_before(number);
        let next = event.following.next;
        let speaks = event.classes & cue::SPEECH > 0;
        match next {
            Next::Quotation if self.quotation_after(number, is_before) => {}
            Next::ColonAtEnd if speaks => self.next_paragraphs(number),
            Next::That | Next::Bare | Next::Question | Next::Colon | Next::Infinitive => {
                self.clause_after(number, is_before);
            }
            Next::Comma if self.as_clause(number) => {}
            Next::End | Next::Comma if !is_before => self.clause_before(number),
            _ => {}
        }
    }

    fn according(&mut self, number: usize) {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let (low, high) = event.sentence;
        let is_front = (low..event.verb).all(|at| {
            article.tokens[at].is_adverb() || article.is_any(at, &["but", "and", "still", ","])
        });
        if is_front {
            if self.quotation_of_source(number) {
                return;
            }
            let mut comma = event.subject.end;
            while comma < high && !article.is_any(comma, &[","]) && comma - event.subject.end < 12 {
                comma += 1;
            }
            if comma + 2 < high
                && article.is_any(comma, &[","])
                && article.is_any(comma + 1, &["a", "an", "the", "which", "who"])
            {
                comma = self.behind_apposition(comma, high);
            }
            if comma < high && article.is_any(comma, &[","]) && comma + 1 < high {
                let end = reading.content_end(comma + 1, high);
                if end > comma + 1 {
                    self.add_clause(comma + 1, end, Sieve::AccordingThenClause, number);
                }
            }
            return;
        }
        let mut end = event.verb;
        let mut first = low;
        if article.is_any(end - 1, &[","]) {
            end -= 1;
        }
        let openers = ["but", "and", "so", "still", "yet", "however", ","];
        while first + 2 < end && article.is_any(first, &openers) {
            first += 1;
        }
        first = reading.after_openers(first, end);
        // `(half of them, according to the survey)`
        let parenthesis = |mark: &str| {
            let mut marks = (low..event.verb).filter(|at| !article.is_quoted(*at));
            marks.rfind(|at| article.is_any(*at, &[mark]))
        };
        if let Some(open) = parenthesis("(")
            && parenthesis(")").is_none_or(|close| close < open)
            && open + 1 < end
        {
            first = open + 1;
        }
        if end <= first {
            return;
        }
        let quotation = article.quotation[end - 1].filter(|_| reading.closes(end - 1));
        if let Some(quotation) = quotation
            && article.quotations[quotation].first == first
        {
            self.add(
                first,
                end,
                QuoteForm::Direct,
                Sieve::QuotationThenAccording,
                number,
            );
            self.taken.insert(quotation, None);
            return;
        }
        let first = reading.after_dateline(first).min(end - 1);
        self.add_clause(first, end, Sieve::ClauseThenAccording, number);
    }

    /// `According to the paper: “…”`; says whether a quotation follows like that.
    fn quotation_of_source(&mut self, number: usize) -> bool {
        let article = self.reading.article;
        let event = &self.events[number];
        let (colon, high) = (event.subject.end, event.sentence.1);
        let follows = colon + 1 < article.len()
            && article.is_any(colon, &[":"])
            && self.reading.opens(colon + 1);
        if !follows {
            return false;
        }
        let Some(quotation) = article.quotation[colon + 1] else {
            return false;
        };
        let quoted = article.quotations[quotation];
        let is_last = quoted.end >= self.reading.last_of(quoted.end.min(high), high);
        if !is_last || self.taken.contains_key(&quotation) {
            return false;
        }
        self.add(
            quoted.first,
            quoted.end,
            QuoteForm::Direct,
            Sieve::VerbColonQuotation,
            number,
        );
        self.taken.insert(quotation, Some(number));
        true
    }

    /// The comma behind an apposition that begins with the one at `comma`; that one, where
    /// it is the end of the phrase.
    fn behind_apposition(&self, comma: usize, high: usize) -> usize {
        let article = self.reading.article;
        let is_relative = article.is_any(comma + 1, &["which", "who"]);
        let mut at = comma + 1;
        while at < high && !article.is_any(at, &[","]) && at - comma < 16 {
            if article.is(at, class::VERB) && at - comma < 9 && !is_relative {
                break;
            }
            at += 1;
        }
        let is_helped = (comma + 1..at.min(high))
            .any(|at| article.is(at, class::AUXILIARY) && !article.is_any(at, &["to", "not"]));
        let ends = at < high && article.is_any(at, &[","]) && at + 1 < high;
        if ends && !is_helped { at } else { comma }
    }

    fn clause_after(&mut self, number: usize, is_before: bool) {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let next = event.following.next;
        let classes = cue::SPEECH | cue::THINK | cue::DOCUMENT | cue::ACT;
        if event.classes & classes == 0 || is_before && next != Next::That {
            return;
        }
        let commits = event
            .lemma
            .is_some_and(|lemma| article.lexicon.classes(lemma) & class::COMMIT > 0);
        let objects = ["comment", "be", "elaborate", "discuss", "say", "speak"];
        // `declined to comment`, `asked not to be named`
        let says_nothing = (event.following.at..event.following.at + 3)
            .any(|at| article.is_any(at, &["to"]) && article.is_any(at + 1, &objects))
            && matches!(event.lemma, Some("decline" | "refuse" | "ask"));
        if next == Next::Infinitive && !commits || says_nothing {
            return;
        }
        let high = event.sentence.1;
        let first = match next {
            Next::That => event.following.at + 1,
            _ => event.following.at,
        };
        if first >= high {
            return;
        }
        let is_granted = event.subject.first.checked_sub(1).is_some_and(|join| {
            let at_edge =
                join <= event.sentence.0 || article.is_any(join.saturating_sub(1), &[","]);
            at_edge && article.is_any(join, &["while", "although", "though", "whereas"])
        });
        let mut end = match is_granted {
            true => reading.granted_end(first, high),
            false => reading.content_end(first, high),
        };
        let is_aside = event.subject.antecedent.is_some()
            && event.subject.first > 0
            && article.is_any(event.subject.first - 1, &[","]);
        if is_aside {
            let ends_aside = |at: &usize| {
                !article.is_quoted(*at)
                    && article.is_any(*at, &[","])
                    && (*at + 1..end.min(*at + 6)).any(|at| {
                        !article.is_quoted(at)
                            && (reading.is_known_verb(at) || article.lower(at).ends_with("ed"))
                    })
            };
            if let Some(comma) = (first..end).find(ends_aside) {
                end = comma;
            }
        }
        if end < first + 2 {
            return;
        }
        let sieve = match next {
            Next::That => Sieve::That,
            Next::Question => Sieve::Question,
            Next::Infinitive => Sieve::Infinitive,
            Next::Colon => Sieve::Colon,
            _ => Sieve::Bare,
        };
        self.add_clause(first, end, sieve, number);
    }

    /// `As she noted, …`
    fn as_clause(&mut self, number: usize) -> bool {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let (low, high) = event.sentence;
        let begins = event.begins();
        let is_as = begins > low && article.is_any(begins - 1, &["as"]);
        if !is_as || event.classes & (cue::SAY | cue::TELL) == 0 || event.following.at + 1 >= high {
            return false;
        }
        let at_front = begins - 1 == low || article.is_any(begins - 2, &["but", "and"]);
        let first = event.following.at + 1;
        if !at_front || reading.opens(first) {
            return false;
        }
        let end = reading.content_end(first, high);
        self.add_clause(first, end, Sieve::AsClause, number);
        true
    }

    /// `…, she said.`
    fn clause_before(&mut self, number: usize) {
        let reading = self.reading;
        let article = reading.article;
        let event = &self.events[number];
        let (low, high) = event.sentence;
        let begins = event.begins();
        let behind = event.following.at;
        let is_free = event.classes & cue::SAY > 0
            && event.subject.inherited.is_none()
            && !article.lower(event.verb).ends_with("ing")
            && begins > low + 1
            && article.is_any(begins - 1, &[","])
            && (behind >= high || article.is_any(behind, &[".", ",", ";"]));
        if !is_free {
            return;
        }
        let mut first = reading.after_dateline(low);
        while first < begins && article.is_any(first, &["but", "and", "so", "still", "yet", ","]) {
            first += 1;
        }
        if begins < first + 4 {
            return;
        }
        let first = reading.after_openers(first, begins - 1);
        self.add_clause(first, begins - 1, Sieve::ClauseThenVerb, number);
        let ends = ["who", "which", "a", "an", "the", "and", "but", "according"];
        // What follows `said Ann Lee,` says who she is.
        let goes_on = event.following.next == Next::Comma
            && !event.is_inverted
            && behind + 2 < high
            && !article.is(behind + 1, class::PARTICIPLE)
            && !article.is_any(behind + 1, &ends);
        if goes_on {
            let end = reading.content_end(behind + 1, high);
            if end >= behind + 4 {
                self.add_clause(behind + 1, end, Sieve::SplitClause, number);
            }
        }
    }
}
