//! Quotations in German articles beside which no verb says who speaks: those that go on, and
//! those in a sentence with a subject.

use super::German;
use super::phrases::Place;
use crate::proposals::fragment::Fragment;
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
        // The last whole quotation of a paragraph, with the sentence in which it is said who spoke.
        let mut last: Option<(usize, usize)> = None;
        for number in 0..article.quotations.len() {
            let quoted = article.quotations[number];
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
            let subject = self.first_subject(low, first);
            let is_colon = first > low && article.is_any(first - 1, &[":"])
                || first > 0 && first == low && article.is_any(first - 1, &[":"]);
            let sieve = match (is_colon, subject.is_some()) {
                (true, true) => Sieve::SubjectColonQuotation,
                _ => Sieve::Quotation,
            };
            self.fragments.push(Fragment {
                first,
                end: quoted.end,
                form: QuoteForm::Direct,
                sieve,
                event: None,
                subject: subject.filter(|_| is_colon),
                group: 2 * article.len() + article.sentences.len() + number,
            });
        }
    }

    fn ends_sentence(&self, end: usize, high: usize) -> bool {
        end >= high || self.article.is_any(end, &[".", "!", "?"]) && end + 1 >= high
    }

    /// The phrase that begins a sentence, where a verb or another word in lower case follows.
    fn first_subject(&self, low: usize, high: usize) -> Option<Subject> {
        let subject = self.phrase(low, high, Place::BeforeVerb)?;
        let follows = subject.end <= high;
        (follows && subject.kind != SubjectKind::Pronoun).then_some(subject)
    }
}
