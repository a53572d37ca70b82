//! Quotations in German articles beside which no verb says who speaks: those that go on, and
//! those in a sentence with a subject.

use std::collections::HashMap;

use super::phrases::Place;
use super::{German, Speech};
use crate::proposals::article::Sentence;
use crate::proposals::fragment::Fragment;
use crate::proposals::lexicon::{class, cue};
use crate::proposals::sieve::Sieve;
use crate::proposals::subject::{Subject, SubjectKind};
use crate::syntax::{QuoteForm, is_spoken};

impl German<'_> {
    /// Reads the quotations that no verb was found for.
    pub fn read_quotations(&mut self) {
        let article = self.article;
        let mut is_taken = vec![None; article.quotations.len()];
        for (number, fragment) in self.fragments.iter().enumerate() {
            let mut at = fragment.first;
            while at < fragment.end {
                if let Some(quotation) = article.quotation[at] {
                    is_taken[quotation] = Some(number);
                }
                at = self.next(at);
            }
        }
        let mut by_sentence: HashMap<usize, usize> = HashMap::new();
        for (number, event) in self.events.iter().enumerate() {
            if !event.is_according {
                by_sentence.insert(event.sentence.0, number);
            }
        }
        // The last whole quotation of a paragraph, with the sentence in which it is said who spoke.
        let mut last: Option<(usize, usize)> = None;
        for (number, quoted) in article.quotations.iter().copied().enumerate() {
            if !quoted.is_there() {
                continue;
            }
            let first = quoted.first;
            let paragraph = article.paragraph[first];
            if let Some(fragment) = is_taken[number] {
                let fragment: &Fragment = &self.fragments[fragment];
                let is_direct = fragment.form == QuoteForm::Direct && fragment.event.is_some();
                if is_direct {
                    let event = fragment.event.map_or(0, |event| self.events[event].verb);
                    let said = article.sentence[event].max(article.sentence[quoted.end - 1]);
                    last = is_taken[number].map(|fragment| (fragment, said));
                } else {
                    last = None;
                }
                continue;
            }
            let (low, high) = article.sentences[article.sentence[first]];
            let is_whole =
                first == low && quoted.end - first > 3 && self.ends_sentence(quoted.end, high);
            let words =
                &article.words[article.tokens[first].start..article.tokens[quoted.end - 1].end];
            let base = last.filter(|(fragment, said)| {
                let base = &self.fragments[*fragment];
                article.paragraph[base.first] == paragraph && article.sentence[first] <= said + 1
            });
            if let Some((fragment, _)) = base.filter(|_| is_whole) {
                let base = self.fragments[fragment].clone();
                let Some(event) = base.event else {
                    continue;
                };
                self.push_in(event, (first, quoted.end), Sieve::NextQuotation, base.group);
                last = Some((self.fragments.len() - 1, article.sentence[quoted.end - 1]));
                continue;
            }
            last = None;
            if !is_spoken(words) {
                continue;
            }
            let is_colon = first > 0
                && article.is_any(first - 1, &[":"])
                && article.paragraph[first - 1] == paragraph;
            let sieve = match is_colon {
                true => Sieve::SubjectColonQuotation,
                false => Sieve::QuotationAlone,
            };
            let sentence = match (is_colon, first > low) {
                (true, false) => article.sentences[article.sentence[first - 1]],
                _ => (low, high),
            };
            let group = 2 * article.len() + article.sentences.len() + number;
            let event = self.speaks_in(sentence, first, &by_sentence);
            let is_known = event.is_some_and(|event| self.events[event].classes != cue::ANY);
            let sieve = match (sieve, is_known) {
                (Sieve::QuotationAlone, false) => Sieve::SubjectThenQuotation,
                (sieve, _) => sieve,
            };
            match event {
                Some(event) => self.push_in(event, (first, quoted.end), sieve, group),
                None => self.fragments.push(Fragment {
                    first,
                    end: quoted.end,
                    form: QuoteForm::Direct,
                    sieve: Sieve::Quotation,
                    event: None,
                    subject: None,
                    group,
                }),
            }
        }
    }

    /// Who may say what stands in quotation marks in a sentence: the subject of the last verb
    /// of speech before it, else that of the sentence.
    fn speaks_in(
        &mut self,
        sentence: Sentence,
        before: usize,
        by_sentence: &HashMap<usize, usize>,
    ) -> Option<usize> {
        let known = by_sentence.get(&sentence.0).copied();
        if let Some(event) = known.filter(|event| self.events[*event].verb < before) {
            return Some(event);
        }
        let subject = self.main_subject(sentence.0, before)?;
        let speech = Speech {
            verb: subject.head,
            subject,
            is_inverted: false,
            is_according: false,
            lemma: "",
            classes: cue::ANY,
        };
        Some(self.push_event(speech, sentence))
    }

    fn ends_sentence(&self, end: usize, high: usize) -> bool {
        end >= high || self.article.is_any(end, &[".", "!", "?"]) && end + 1 >= high
    }

    /// The subject of a sentence: what stands before its verb, or behind it where something
    /// else stands there.
    fn main_subject(&self, low: usize, high: usize) -> Option<Subject> {
        let article = self.article;
        let mut first = low;
        while first < high && article.is(first, class::OPENER) && !article.is_any(first, &["so"]) {
            first += 1;
        }
        if first >= high || article.is_quoted(first) {
            return None;
        }
        let is_leading = article.is(first, class::PREPOSITION | class::ADVERB);
        let front = match is_leading {
            true if article.is(first, class::PREPOSITION) => {
                self.phrase(first + 1, high, Place::BeforeVerb)?.end
            }
            true => first + 1,
            false => {
                let subject = self.phrase(first, high, Place::BeforeVerb)?;
                let may_be = subject.kind != SubjectKind::Pronoun
                    || article.is_any(subject.head, &["er", "sie"]);
                let is_followed = subject.end < high
                    && (article.tokens[subject.end].is_lower
                        || article.is_any(subject.end, &[",", ":"]));
                if !self.is_object(first) {
                    return (may_be && is_followed).then_some(subject);
                }
                subject.end
            }
        };
        let is_verb = front < high && article.tokens[front].is_lower;
        let subject = self.subject_behind(front, high).filter(|_| is_verb)?;
        let is_plural = article.lower(front).ends_with("en");
        let may_be = subject.kind != SubjectKind::Pronoun
            || article.is_any(subject.head, &["er"])
            || article.is_any(subject.head, &["sie"]) && !is_plural;
        may_be.then_some(subject)
    }
}
