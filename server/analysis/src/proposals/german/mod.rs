//! Who says what in a German article: verbs of speech with their subjects, sources such as
//! `nach Angaben der Polizei`, clauses in the subjunctive, and quotations.

mod names;
mod phrases;
mod quotations;
mod sources;
mod tiers;
mod verbs;

pub use names::mentions;

use std::collections::HashSet;

use crate::proposals::article::{Article, Sentence};
use crate::proposals::events::Event;
use crate::proposals::following::{Following, Next};
use crate::proposals::fragment::Fragment;
use crate::proposals::lexicon::{class, cue};
use crate::proposals::names::Names;
use crate::proposals::sieve::Sieve;
use crate::proposals::subject::Subject;
use crate::syntax::QuoteForm;

/// A German article as it is read.
pub struct German<'a> {
    article: &'a Article<'a>,
    names: &'a Names,
    /// The words that have a capital within a sentence.
    nouns: HashSet<&'a str>,
    /// Where the article says that somebody speaks.
    pub events: Vec<Event>,
    /// What was said.
    pub fragments: Vec<Fragment>,
    /// Whether each token is a part of what was said.
    is_said: Vec<bool>,
}

/// A verb, or what stands for one, and who it says it of.
struct Speech {
    verb: usize,
    subject: Subject,
    is_inverted: bool,
    is_according: bool,
    lemma: &'static str,
    classes: u8,
}

impl<'a> German<'a> {
    /// Finds what is said in an article.
    pub fn read(article: &'a Article<'a>, names: &'a Names) -> Self {
        let mut german = Self {
            article,
            names,
            nouns: nouns(article),
            events: Vec::new(),
            fragments: Vec::new(),
            is_said: vec![false; article.len()],
        };
        for sentence in &article.sentences {
            german.read_sentence(*sentence);
        }
        german.read_quotations();
        german.read_subjunctive();
        german
    }

    fn read_sentence(&mut self, sentence: Sentence) {
        let mut at = sentence.0;
        while at < sentence.1 {
            if !self.article.is_quoted(at) {
                self.read_source(at, sentence);
                self.read_verb(at, sentence);
            }
            at = self.next(at);
        }
    }

    /// The token behind one, or behind the quotation that it is in.
    fn next(&self, at: usize) -> usize {
        match self.article.quotation[at] {
            Some(quotation) => self.article.quotations[quotation].end.max(at + 1),
            None => at + 1,
        }
    }

    /// The first token from one on, outside of quotations, that is one of these; a quotation
    /// counts as `„`.
    fn find(&self, from: usize, high: usize, all: &[&str]) -> Option<usize> {
        let mut at = from;
        while at < high {
            let is_found = match self.article.is_quoted(at) {
                true => all.contains(&"„"),
                false => self.article.is_any(at, all),
            };
            if is_found {
                return Some(at);
            }
            at = self.next(at);
        }
        None
    }

    /// The token behind the last one of a sentence that is no final mark.
    fn last_of(&self, low: usize, high: usize) -> usize {
        let mut end = high;
        let marks = [".", "?", "!", "…", ";", ":", ","];
        while end > low && !self.article.is_quoted(end - 1) && self.article.is_any(end - 1, &marks)
        {
            end -= 1;
        }
        end
    }

    fn push_event(&mut self, speech: Speech, sentence: Sentence) -> usize {
        self.events.push(Event {
            verb: speech.verb,
            subject: speech.subject,
            is_inverted: speech.is_inverted,
            is_according: speech.is_according,
            sentence,
            following: Following {
                next: Next::End,
                at: usize::MAX,
                behind_comma: false,
                behind_colon: false,
                addressee: None,
            },
            is_passive: false,
            lemma: Some(speech.lemma),
            classes: speech.classes,
        });
        self.events.len() - 1
    }

    /// Takes words for what was said, unless nothing is left of them.
    fn push(&mut self, event: usize, range: (usize, usize), sieve: Sieve) {
        self.push_in(event, range, sieve, event);
    }

    fn push_in(&mut self, event: usize, range: (usize, usize), sieve: Sieve, group: usize) {
        let (mut first, mut end) = range;
        let article = self.article;
        while first < end
            && !article.is_quoted(first)
            && article.is_any(first, &[",", ":", "–", "—"])
        {
            first += 1;
        }
        while end > first
            && !article.is_quoted(end - 1)
            && article.is_any(end - 1, &[",", ":", ";", ".", "–", "—"])
        {
            end -= 1;
        }
        if article.count_words(first, end) == 0 {
            return;
        }
        self.is_said[first..end].fill(true);
        self.fragments.push(Fragment {
            first,
            end,
            form: self.form(first, end),
            sieve,
            event: Some(event),
            subject: None,
            group,
        });
    }

    fn form(&self, first: usize, end: usize) -> QuoteForm {
        let article = self.article;
        let quotation = article.quotation[first];
        if quotation.is_some_and(|one| {
            article.quotations[one].first == first && article.quotations[one].end >= end
        }) {
            return QuoteForm::Direct;
        }
        let mut at = first;
        while at < end {
            if article.is_quoted(at) {
                return QuoteForm::Mixed;
            }
            at += 1;
        }
        QuoteForm::Indirect
    }

    /// Where what was said ends that begins with a token: at the end of the sentence, or
    /// where the writer goes on.
    fn content_end(&self, from: usize, high: usize) -> usize {
        let article = self.article;
        let mut at = from;
        while at < high {
            if !article.is_quoted(at) {
                if article.is_any(at, &[";"]) {
                    return at;
                }
                let behind = at + 1;
                let is_verb = |at: usize| {
                    at < high
                        && !article.is_quoted(at)
                        && article.is_cue(at, cue::SPEECH | cue::CALL)
                        && !article.is(at, class::SUBJUNCTIVE)
                        && article.tokens[at].is_lower
                };
                // `…, sagte Lee`, `…, so Lee`
                if at > from + 1
                    && article.is_any(at, &[","])
                    && (is_verb(behind) || article.is_any(behind, &["so"]))
                    && self.phrase_begins(behind + 1, high)
                {
                    return at;
                }
                // `… und forderte`
                if at > from + 1
                    && article.is_any(at, &["und"])
                    && is_verb(behind)
                    && !self.is_verb_last(behind, high)
                {
                    return at;
                }
                if at > from + 1
                    && article.is_any(at, &[","])
                    && article.is_any(behind, &["wie", "heißt", "hieß"])
                {
                    return at;
                }
            }
            at = self.next(at);
        }
        self.last_of(from, high)
    }

    fn phrase_begins(&self, at: usize, high: usize) -> bool {
        let article = self.article;
        at < high
            && !article.is_quoted(at)
            && (article.is(at, class::DETERMINER | class::PRONOUN)
                || article.tokens[at].is_capital())
    }

    /// Whether a verb ends its clause.
    fn is_verb_last(&self, verb: usize, high: usize) -> bool {
        verb + 1 >= high
            || self
                .article
                .is_any(verb + 1, &[",", ".", ";", "und", "oder"])
    }

    /// Whether a clause has a verb that says that somebody else says so.
    fn is_subjunctive(&self, from: usize, end: usize, classes: u64) -> bool {
        let article = self.article;
        let mut at = from;
        while at < end {
            if !article.is_quoted(at) && article.is(at, classes) && article.tokens[at].is_lower {
                return true;
            }
            at = self.next(at);
        }
        false
    }

    /// Whether the first finite verb of a sentence says that somebody else says so.
    fn begins_in_subjunctive(&self, low: usize, high: usize) -> bool {
        let article = self.article;
        let finite = class::INDICATIVE | class::SUBJUNCTIVE;
        let mut at = low;
        while at < high {
            if !article.is_quoted(at) && article.tokens[at].is_lower && article.is(at, finite) {
                return article.is(at, class::STRONG_SUBJUNCTIVE);
            }
            at = self.next(at);
        }
        false
    }

    /// Takes sentences in the subjunctive for what the last speaker of their paragraph goes
    /// on to say.
    fn read_subjunctive(&mut self) {
        let article = self.article;
        let mut last: Option<(usize, usize)> = None;
        let mut by_sentence: Vec<Option<usize>> = vec![None; article.sentences.len()];
        for (number, event) in self.events.iter().enumerate() {
            by_sentence[article.sentence[event.verb]] = Some(number);
        }
        let mut has_said = vec![false; article.sentences.len()];
        for fragment in &self.fragments {
            if let Some(event) = fragment.event {
                has_said[article.sentence[fragment.first]] = true;
                by_sentence[article.sentence[fragment.first]].get_or_insert(event);
            }
        }
        for (number, (low, high)) in article.sentences.iter().copied().enumerate() {
            let paragraph = article.paragraph[low];
            if let Some(event) = by_sentence[number] {
                last = has_said[number].then_some((event, paragraph));
                continue;
            }
            let event = last.filter(|(_, last)| *last == paragraph);
            let is_subjunctive = !article.is_quoted(low) && self.begins_in_subjunctive(low, high);
            match event.filter(|_| is_subjunctive) {
                Some((event, _)) => {
                    let end = self.content_end(low, high);
                    let group = 2 * article.len() + number;
                    self.push_in(event, (low, end), Sieve::Subjunctive, group);
                }
                None => last = None,
            }
        }
    }
}

/// The words that have a capital within a sentence, in lower case.
fn nouns<'a>(article: &'a Article<'_>) -> HashSet<&'a str> {
    let within = (0..article.len()).filter(|at| {
        !article.begins(*at)
            && article.tokens[*at].is_capital()
            && !article.is_any(at - 1, &[":", "„", "–", "."])
    });
    within.map(|at| article.lower(at)).collect()
}

#[cfg(test)]
mod tests;
