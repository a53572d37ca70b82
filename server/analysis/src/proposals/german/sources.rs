//! Sources in German articles that stand beside what they say: `nach Angaben der Polizei`,
//! `laut Lee`, `dem Bericht zufolge`, `wie die Stadt mitteilte`.

use super::names::ends_as;
use super::phrases::Place;
use super::{German, Speech};
use crate::proposals::article::Sentence;
use crate::proposals::lexicon::{class, cue};
use crate::proposals::sieve::Sieve;
use crate::proposals::subject::{Subject, SubjectKind};

/// How many words stand at most between `nach` and `Angaben`.
const BETWEEN: usize = 4;

/// How many tokens `wie die Stadt mitteilte` has at most.
const LONGEST: usize = 40;

/// How many tokens before `zufolge` its phrase has at most.
const BEFORE: usize = 16;

/// A source, and the tokens of the words that give it.
struct Source {
    first: usize,
    end: usize,
    subject: Subject,
    lemma: &'static str,
}

impl German<'_> {
    /// Reads what a source says, if one begins with a token.
    pub fn read_source(&mut self, at: usize, sentence: Sentence) {
        let source = match self.article.lower(at) {
            "nach" => self.after_nach(at, sentence),
            "laut" | "gemäß" => self.after_laut(at, sentence),
            "zufolge" => self.before_zufolge(at, sentence.0),
            "wie" => self.after_wie(at, sentence),
            _ => None,
        };
        if let Some(source) = source {
            self.take(source, sentence);
        }
    }

    /// The words and who they are of: `Angaben der Polizei`.
    fn given(&self, from: usize, high: usize, place: Place) -> Option<(usize, Subject)> {
        let article = self.article;
        let noun = (from..high.min(from + BETWEEN))
            .find(|at| article.tokens[*at].is_capital() && !article.is(*at, class::DETERMINER))?;
        if !ends_as(article, noun, class::ACCORDING) {
            return None;
        }
        if (from..noun).any(|at| {
            article.is_any(
                at,
                &["eigenen", "eigener", "seiner", "ihrer", "meiner", "unserer"],
            )
        }) {
            return None;
        }
        let behind = noun + 1;
        let is_name = self.names.mention_at(behind).is_some()
            && article
                .tokens
                .get(behind)
                .is_some_and(|token| token.is_capital());
        let inner = match () {
            () if article.is(behind, class::GENITIVE)
                || is_name
                || self.is_plural_genitive(behind) =>
            {
                Some(behind)
            }
            () if article.is_any(behind, &["von", "vom", "aus", "des"]) => Some(behind + 1),
            () => None,
        };
        if let Some(inner) = inner.filter(|inner| *inner < high)
            && let Some(subject) = self.phrase(inner, high, place)
            && subject.kind != SubjectKind::Pronoun
        {
            return Some((subject.end, subject));
        }
        let subject = self.phrase(from, high, place)?;
        (subject.kind != SubjectKind::Pronoun).then_some((subject.end, subject))
    }

    /// `informierter Kreise`
    fn is_plural_genitive(&self, at: usize) -> bool {
        let tokens = &self.article.tokens;
        let is_noun = |at: usize| tokens.get(at).is_some_and(|token| token.is_capital());
        tokens
            .get(at)
            .is_some_and(|token| token.is_lower && token.lower.ends_with("er"))
            && is_noun(at + 1)
    }

    /// What belongs to a source: before the verb of its clause, all.
    fn place_of(&self, at: usize, low: usize) -> Place {
        match at == low {
            true => Place::BeforeVerb,
            false => Place::Beside,
        }
    }

    fn after_nach(&self, at: usize, sentence: Sentence) -> Option<Source> {
        let high = sentence.1;
        let place = self.place_of(at, sentence.0);
        let (end, subject) = self.given(at + 1, high, place)?;
        Some(Source {
            first: at,
            end,
            subject,
            lemma: "nach",
        })
    }

    fn after_laut(&self, at: usize, sentence: Sentence) -> Option<Source> {
        let article = self.article;
        let lemma = if article.is_any(at, &["laut"]) {
            "laut"
        } else {
            "gemäß"
        };
        let high = sentence.1;
        let place = self.place_of(at, sentence.0);
        let given = self.given(at + 1, high, place);
        let (end, subject) = given.or_else(|| {
            let subject = self.phrase(at + 1, high, place)?;
            (subject.kind != SubjectKind::Pronoun && lemma == "laut")
                .then_some((subject.end, subject))
        })?;
        Some(Source {
            first: at,
            end,
            subject,
            lemma,
        })
    }

    fn before_zufolge(&self, at: usize, low: usize) -> Option<Source> {
        let article = self.article;
        let from = low.max(at.saturating_sub(BEFORE));
        let mut starts = (from..at).filter(|start| {
            !article.is_quoted(*start)
                && (*start == low || !article.tokens[start - 1].is_capital() || *start == from)
        });
        let found = starts.find_map(|start| {
            let subject = self.phrase(start, at, Place::BeforeVerb)?;
            (subject.end == at && subject.kind != SubjectKind::Pronoun).then_some((start, subject))
        });
        let (first, whole) = found?;
        let subject = match self.given(first, at, Place::BeforeVerb) {
            Some((end, subject)) if end == at => subject,
            _ => whole,
        };
        Some(Source {
            first,
            end: at + 1,
            subject,
            lemma: "zufolge",
        })
    }

    /// `wie die Stadt mitteilte`
    fn after_wie(&self, at: usize, sentence: Sentence) -> Option<Source> {
        let article = self.article;
        let (low, high) = sentence;
        let begins = at == low || article.is_any(at - 1, &[",", "–", "("]);
        if !begins {
            return None;
        }
        let end = self.find(at + 1, high.min(at + LONGEST), &[",", ".", "–", ")", "„"]);
        let end = end.unwrap_or(high.min(at + LONGEST));
        let verb = (at + 1..end)
            .rev()
            .find(|verb| article.tokens[*verb].is_lower)?;
        let says = article.is_cue(verb, cue::SAY)
            || article.is(verb, class::PARTICIPLE)
            || article.is(verb, class::HAVE) && article.is(verb - 1, class::PARTICIPLE);
        if verb + 1 < end || !says {
            return None;
        }
        let mut from = at + 1;
        while from < end && article.is(from, class::ADVERB) {
            from += 1;
        }
        let subject = self.phrase(from, end, Place::BeforeVerb)?;
        let is_plural_she =
            article.is_any(subject.head, &["sie"]) && article.lower(verb).ends_with("en");
        let is_named = subject.kind != SubjectKind::Pronoun
            || article.is_any(subject.head, &["er", "sie"]) && !is_plural_she;
        is_named.then_some(Source {
            first: at,
            end,
            subject,
            lemma: "wie",
        })
    }

    /// Where the clause goes on behind what is inserted to say who the source is: `Nach
    /// Angaben des Direktors, Karl Maier, ist …`
    fn behind_insertion(&self, end: usize, high: usize, speech: Speech) -> (usize, Speech) {
        let article = self.article;
        if end >= high || !article.is_any(end, &[","]) || speech.lemma == "wie" {
            return (end, speech);
        }
        let close = self.find(end + 1, high.min(end + LONGEST), &[","]);
        let close = close.filter(|close| {
            close + 1 < high
                && article.tokens[close + 1].is_lower
                && !article.is(close + 1, class::DETERMINER | class::CLAUSE)
        });
        match close {
            Some(close) => {
                let subject = self.with_insertion(speech.subject, close);
                (close + 1, Speech { subject, ..speech })
            }
            None => (end, speech),
        }
    }

    /// Takes what stands around a source for what it says.
    fn take(&mut self, source: Source, sentence: Sentence) {
        let article = self.article;
        let (low, high) = sentence;
        let Source {
            first,
            end,
            subject,
            lemma,
        } = source;
        let mut begins = low;
        let mut at = low;
        while at < first {
            if !article.is_quoted(at) && article.is_any(at, &[":", ";"]) {
                begins = at + 1;
            }
            at = self.next(at);
        }
        let low = begins;
        while begins < first
            && article.is(begins, class::OPENER)
            && !article.is_any(begins, &["so", "auch"])
        {
            begins += 1;
        }
        let speech = Speech {
            verb: first,
            subject,
            is_inverted: true,
            is_according: true,
            lemma,
            classes: cue::SAY,
        };
        let last = self.last_of(low, high);
        if begins >= first {
            let (end, speech) = self.behind_insertion(end, high, speech);
            let to = self.content_end(end, high);
            let sieve = if lemma == "wie" {
                Sieve::AsClause
            } else {
                Sieve::AccordingThenClause
            };
            let event = self.push_event(speech, sentence);
            self.push(event, (end, to), sieve);
            return;
        }
        // In a clause of its own, what the source says begins with that clause.
        let mut comma = None;
        let mut at = low;
        while at < first {
            if !article.is_quoted(at) && article.is_any(at, &[",", ":", ";", "–"]) && at + 1 < first
            {
                comma = Some(at);
            }
            at = self.next(at);
        }
        let is_aside = lemma == "wie" || article.is_any(first - 1, &["("]);
        let from = match comma {
            Some(comma)
                if !is_aside && !article.is(comma + 1, class::INDICATIVE | class::SUBJUNCTIVE) =>
            {
                comma + 1
            }
            _ => low,
        };
        let event = self.push_event(speech, sentence);
        if end >= last {
            self.push(event, (from, first), Sieve::ClauseThenAccording);
            return;
        }
        let sieve = match comma.is_some() && !is_aside {
            true => Sieve::AccordingInClause,
            false => Sieve::AccordingInside,
        };
        self.push(event, (from, first), sieve);
        let to = match comma.is_some() && !is_aside {
            true => self.find(end, high, &[",", ";"]).unwrap_or(last),
            false => self.content_end(end, high),
        };
        self.push(event, (end, to), sieve);
    }
}
