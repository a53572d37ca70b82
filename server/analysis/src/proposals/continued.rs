//! Quotations that go on with what was said before them.

use std::collections::HashMap;

use super::fragment::Fragment;
use super::sieve::Sieve;
use super::sieves::Sieving;
use crate::syntax::QuoteForm;

/// What was found in a paragraph, gone through once in the order of the text.
#[derive(Default)]
struct Paragraph {
    /// Fragments by where they begin.
    found: Vec<usize>,
    /// How many of them were passed.
    passed: usize,
    /// Of those, the one that ends last.
    last: Option<usize>,
    /// Of those that are quotations, the one that ends last.
    last_quotation: Option<usize>,
}

impl Paragraph {
    /// The fragment that ends last of those that begin before a token. The tokens that are
    /// asked for only grow.
    fn last_before(&mut self, found: &[Fragment], first: usize) -> Option<usize> {
        while let Some(number) = self.found.get(self.passed).copied()
            && found[number].first < first
        {
            self.pass(found, number);
            self.passed += 1;
        }
        self.last
    }

    fn pass(&mut self, found: &[Fragment], number: usize) {
        let key = |number: usize| (found[number].end, number);
        let is_later = |last: Option<usize>| last.is_none_or(|last| key(last) < key(number));
        if is_later(self.last) {
            self.last = Some(number);
        }
        if found[number].form == QuoteForm::Direct && is_later(self.last_quotation) {
            self.last_quotation = Some(number);
        }
    }
}

impl Sieving<'_> {
    /// Quotations that no verb stands beside: they go on with what was said before, or
    /// are nobody's.
    pub(super) fn continued(&mut self) {
        let reading = self.reading;
        let article = reading.article;
        let mut by_paragraph: HashMap<usize, Paragraph> = HashMap::new();
        for (number, one) in self.found.iter().enumerate() {
            let paragraph = article.paragraph[one.first];
            by_paragraph
                .entry(paragraph)
                .or_default()
                .found
                .push(number);
        }
        for paragraph in by_paragraph.values_mut() {
            paragraph
                .found
                .sort_by_key(|number| self.found[*number].first);
        }
        for (quotation, quoted) in article.quotations.iter().enumerate() {
            if !quoted.is_there() || self.taken.contains_key(&quotation) {
                continue;
            }
            let (first, end) = (quoted.first, quoted.end);
            let paragraph = article.paragraph[first];
            let begins = first == 0 || article.sentence[first - 1] != article.sentence[first];
            let (low, high) = article.sentences[article.sentence[first]];
            let is_whole = begins && (end >= high || reading.last_of(first, high) <= end);
            let here = by_paragraph.get_mut(&paragraph);
            let here = here.and_then(|all| all.last_before(&self.found, first));
            if is_whole && let Some(base) = here {
                let gap = {
                    let base = &self.found[base];
                    let said = article.sentence[base.end - 1];
                    let event = base.event.map(|event| self.events[event].verb);
                    let event = event.map_or(said, |verb| article.sentence[verb]);
                    article.sentence[first] - said.max(event)
                };
                let main = by_paragraph
                    .get(&paragraph)
                    .and_then(|all| self.main_before(base, all.last_quotation?));
                if let Some(main) = main.filter(|_| gap <= 1) {
                    let sieve = Sieve::NextQuotation;
                    self.continue_from(main, quotation, sieve, false, &mut by_paragraph);
                    continue;
                }
                let is_direct = self.found[base].form == QuoteForm::Direct;
                let sieve = match (gap <= 1, is_direct) {
                    (true, true) => Sieve::NextQuotation,
                    (true, false) => Sieve::NextQuotationAfterIndirect,
                    (false, _) => Sieve::LaterQuotation,
                };
                let joins = is_direct && gap <= 1;
                self.continue_from(base, quotation, sieve, joins, &mut by_paragraph);
                continue;
            }
            let is_first = is_whole
                && low == first
                && (first == 0 || article.paragraph[first - 1] != paragraph);
            let above = paragraph
                .checked_sub(1)
                .and_then(|above| by_paragraph.get_mut(&above))
                .and_then(|all| all.last_before(&self.found, first));
            if is_first && let Some(base) = above {
                let (last, is_open) = {
                    let base = &self.found[base];
                    let quotation = article.quotation[base.end - 1];
                    let is_open = quotation.is_some_and(|one| article.quotations[one].runs_on);
                    (base.end, is_open)
                };
                let event = self.found[base].event.map(|event| self.events[event].verb);
                let is_near = last == first
                    || event
                        .is_some_and(|verb| article.sentence[first - 1] == article.sentence[verb]);
                let sieve = match (is_open, is_near) {
                    (true, _) => Sieve::ReopenedParagraph,
                    (false, true) => Sieve::NextParagraph,
                    (false, false) => Sieve::FarParagraph,
                };
                let joins = is_open;
                self.continue_from(base, quotation, sieve, joins, &mut by_paragraph);
                continue;
            }
            let subject = match is_whole {
                true => None,
                false => reading
                    .main_subject(low, first)
                    .or_else(|| reading.first_subject(low, first)),
            };
            let is_sentence = article.count_words(first, end) >= 5
                && end - first > 7
                && article.is_any(end - 2, &[".", "?", "!", ","]);
            let mark = first
                .checked_sub(1)
                .filter(|_| is_sentence && subject.is_some());
            let sieve = match mark {
                Some(mark) if article.is_any(mark, &[":"]) => Sieve::SubjectColonQuotation,
                Some(mark) if article.is_any(mark, &[","]) => Sieve::SubjectThenQuotation,
                _ => Sieve::QuotationAlone,
            };
            self.found.push(Fragment {
                first,
                end,
                form: QuoteForm::Direct,
                sieve,
                event: None,
                subject,
                group: 2 * self.events.len() + quotation,
            });
        }
    }

    /// The quotation with which the sentence begins that ends with what was found as `base`,
    /// where the latter only hangs on it: `“…,” said Ann Lee, who said that she would go. “…”`
    fn main_before(&self, base: usize, quotation: usize) -> Option<usize> {
        let article = self.reading.article;
        let base = &self.found[base];
        let (hanging, main) = (
            &self.events[base.event?],
            &self.events[self.found[quotation].event?],
        );
        let is_before = base.form != QuoteForm::Direct
            && hanging.sentence == main.sentence
            && main.verb < hanging.verb
            && self.found[quotation].end <= main.begins();
        let subject = &hanging.subject;
        let before = subject.first.checked_sub(1)?;
        let links = [
            "but", "and", "while", "though", "although", "yet", ";", "—", "–",
        ];
        let is_other =
            subject.inherited.is_none() && !hanging.is_according && article.is_any(before, &links);
        (is_before && !is_other).then_some(quotation)
    }

    fn continue_from(
        &mut self,
        base: usize,
        quotation: usize,
        sieve: Sieve,
        joins: bool,
        by_paragraph: &mut HashMap<usize, Paragraph>,
    ) {
        let article = self.reading.article;
        let quoted = article.quotations[quotation];
        let base = self.found[base].clone();
        let base_group = base.group;
        let own = 2 * self.events.len() + quotation;
        let paragraph = article.paragraph[quoted.first];
        let number = self.found.len();
        self.found.push(Fragment {
            first: quoted.first,
            end: quoted.end,
            form: QuoteForm::Direct,
            sieve,
            group: if joins { base.group } else { own },
            ..base
        });
        let paragraph = by_paragraph.entry(paragraph).or_default();
        paragraph.pass(&self.found, number);
        self.taken.insert(quotation, Some(base_group));
    }
}
