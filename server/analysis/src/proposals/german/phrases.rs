//! German noun phrases, read off the words without a parser: a phrase has its determiner and
//! adjectives before a noun, which has a capital, and what belongs to it behind.

use super::German;
use super::names::ends_as;
use crate::proposals::article::Mark;
use crate::proposals::lexicon::class;
use crate::proposals::subject::{Subject, SubjectKind};

/// How many tokens a phrase has at most, with all that belongs to it.
const LONGEST: usize = 40;

/// How many phrases may belong to one, one to the other.
const DEEPEST: usize = 5;

/// How many tokens a quotation has at most that is a name: `die „Neue Zeitung“`.
const LONGEST_TITLE: usize = 7;

/// Where a phrase stands, which decides what behind it belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before the verb: all up to it.
    BeforeVerb,
    /// Behind the verb, where times and places may follow that are none of its own.
    BehindVerb,
    /// Beside a clause that goes on right behind it: only whose it is belongs to it.
    Beside,
}

/// A noun with what stands before it.
#[derive(Debug, Clone, Copy)]
pub struct Core {
    /// Its first token.
    pub first: usize,
    /// The token behind its last.
    pub end: usize,
    /// The noun, or the last word of the name.
    pub head: usize,
    /// What it is.
    pub kind: SubjectKind,
}

impl German<'_> {
    fn is_capital(&self, at: usize) -> bool {
        self.article
            .tokens
            .get(at)
            .is_some_and(|token| token.is_capital())
    }

    /// Whether a word may be an adjective before a noun.
    fn is_adjective(&self, at: usize) -> bool {
        let token = &self.article.tokens[at];
        let stops = class::PREPOSITION
            | class::CLAUSE
            | class::INDICATIVE
            | class::CONJUNCTION
            | class::SUBORDINATOR
            | class::PRONOUN;
        let ends = ["e", "en", "er", "es", "em"];
        token.is_lower
            && !token.is(stops)
            && token.cue.is_none()
            && self.article.lexicon.parted(&token.lower).is_empty()
            && !token.lower.contains('.')
            && ends.iter().any(|end| token.lower.ends_with(end))
            || token.first.is_numeric()
    }

    /// Whether a word is the address of a site: `ndr.de`
    fn is_address(&self, at: usize) -> bool {
        let token = &self.article.tokens[at];
        token.is_lower && token.lower.trim_matches('.').contains('.')
    }

    /// A short quotation that is a name, where one opens at a token: where it ends.
    fn title_end(&self, at: usize, high: usize) -> Option<usize> {
        if at >= high || self.article.mark[at] != Mark::Opens {
            return None;
        }
        let quoted = self.article.quotations[self.article.quotation[at]?];
        let is_short = quoted.end - quoted.first <= LONGEST_TITLE && quoted.end <= high;
        let begins = self.is_capital(at + 1);
        let marks = [".", "?", "!", ","];
        let is_sentence = (quoted.first..quoted.end).any(|at| self.article.is_any(at, &marks));
        (is_short && begins && !is_sentence).then_some(quoted.end)
    }

    /// The noun phrase, or the pronoun, that begins with a token.
    pub fn core(&self, first: usize, high: usize) -> Option<Core> {
        let article = self.article;
        let high = high.min(first + LONGEST);
        if first >= high || article.is_quoted(first) && article.mark[first] != Mark::Opens {
            return None;
        }
        let pronoun = |at: usize| Core {
            first: at,
            end: at + 1,
            head: at,
            kind: SubjectKind::Pronoun,
        };
        if article.is(first, class::PRONOUN) {
            return Some(pronoun(first));
        }
        let leads = class::PREPOSITION | class::ADVERB | class::SUBORDINATOR | class::CONJUNCTION;
        let is_particle = ["auch", "selbst", "sogar", "nur", "rund", "etwa"];
        if article.is(first, leads) && !article.is_any(first, &is_particle) {
            return None;
        }
        let mut at = first;
        if article.is_any(at, &is_particle) {
            at += 1;
        }
        if at < high && article.is(at, class::PRONOUN) {
            return Some(Core {
                first,
                ..pronoun(at)
            });
        }
        while at < high && (article.is(at, class::DETERMINER) || self.is_adjective(at)) {
            at += 1;
        }
        let noun = at;
        let mut head = None;
        while at < high {
            if let Some(mention) = self
                .names
                .mention_at(at)
                .filter(|one| one.first <= at && at < one.end)
            {
                head = Some(mention.end - 1);
                at = mention.end;
                if self.names.chain_of(mention).is_person || mention.is_person {
                    break;
                }
            } else if self.is_address(at) {
                head = Some(at);
                at += 1;
            } else if let Some(end) = self.title_end(at, high) {
                head = head.or(Some(end - 1));
                at = end;
            } else if self.is_capital(at)
                && !article.is_quoted(at)
                && !(at > noun && article.is(at, class::TIME | class::DETERMINER))
            {
                head = Some(at);
                at += 1;
            } else {
                break;
            }
        }
        let head = head?;
        if article.is(noun, class::TIME) && at == noun + 1 {
            return None;
        }
        let kind = match self.names.mention_ending(head) {
            Some(_) => SubjectKind::Name,
            None => SubjectKind::Noun,
        };
        Some(Core {
            first,
            end: at,
            head,
            kind,
        })
    }

    /// A noun phrase with what belongs to it.
    pub fn phrase(&self, first: usize, high: usize, place: Place) -> Option<Subject> {
        let core = self.core(first, high)?;
        let mut subject = Subject {
            first: core.first,
            ..Subject::words(core.first, core.end, core.kind)
        };
        subject.head = core.head;
        if core.kind == SubjectKind::Pronoun {
            return Some(subject);
        }
        let end = self.behind(core, high.min(first + LONGEST), place, DEEPEST);
        subject.has_phrase = end > core.end;
        subject.end = end;
        subject.full_end = end;
        Some(subject)
    }

    /// Where what belongs to a noun ends.
    fn behind(&self, core: Core, high: usize, place: Place, depth: usize) -> usize {
        let article = self.article;
        let mut end = core.end;
        if depth == 0 {
            return end;
        }
        let is_person = core.kind == SubjectKind::Name
            && self
                .names
                .mention_ending(core.head)
                .is_some_and(|one| one.is_person);
        while end < high {
            if article.is_any(end, &["("]) && !article.is_quoted(end) {
                let close = (end + 1..high.min(end + 12)).find(|at| article.is_any(*at, &[")"]));
                let Some(close) = close else {
                    break;
                };
                end = close + 1;
                continue;
            }
            let is_genitive = article.is(end, class::GENITIVE) && !is_person;
            let attaches = match place {
                Place::BeforeVerb => article.is(end, class::PREPOSITION),
                Place::Beside => article.is_any(end, &["von", "vom"]),
                Place::BehindVerb if is_person => article.is_any(end, &["von", "vom"]),
                Place::BehindVerb => article.is(end, class::ATTACHING) && !self.is_time(end + 1),
            };
            let joins = article.is_any(end, &["und", "sowie"]);
            if !is_genitive && !attaches && !joins {
                break;
            }
            let from = if is_genitive { end } else { end + 1 };
            let Some(inner) = self.core(from, high) else {
                break;
            };
            let may_be_verb = joins
                && article.tokens[from].is_lower
                && !article.is(from, class::DETERMINER)
                && ["te", "ten"]
                    .iter()
                    .any(|ending| article.lower(from).ends_with(ending));
            if inner.kind == SubjectKind::Pronoun || may_be_verb {
                break;
            }
            end = self.behind(inner, high, place, depth - 1);
        }
        end
    }

    /// Whether a time begins with a token, as of `am Montag`.
    fn is_time(&self, at: usize) -> bool {
        let article = self.article;
        let mut at = at;
        while at < article.len() && (article.is(at, class::DETERMINER) || self.is_adjective(at)) {
            at += 1;
        }
        article.is(at, class::TIME)
    }

    /// The subject in front of a verb, in a clause that begins with one of the tokens from
    /// `low` on.
    pub fn subject_before(&self, verb: usize, low: usize) -> Option<Subject> {
        const FARTHEST: usize = 45;
        let article = self.article;
        let mut end = verb;
        while end > low && article.is(end - 1, class::ADVERB) && !self.is_capital(end - 1) {
            end -= 1;
        }
        let begins = |at: usize| {
            at == low
                || self.closes(at - 1)
                || article.is_any(at - 1, &[",", ":", "–", "—", ";", ")"])
                || article.is(at - 1, class::CONJUNCTION | class::SUBORDINATOR)
        };
        let from = low.max(verb.saturating_sub(FARTHEST));
        let starts =
            (from..end).filter(|at| !article.is_quoted(*at) || article.mark[*at] == Mark::Opens);
        for start in starts.filter(|at| begins(*at)) {
            let mut start = start;
            while start < end && article.is(start, class::OPENER) && !article.is_any(start, &["so"])
            {
                start += 1;
            }
            if self.is_object(start) {
                continue;
            }
            // `Als Antwort sagte Lee` is not `Als Lee sagte`.
            let is_as = start > low && article.is_any(start - 1, &["als", "wie"]);
            if is_as
                && !article.is(start, class::DETERMINER)
                && self.names.mention_at(start).is_none()
            {
                continue;
            }
            let Some(subject) = self.phrase(start, end, Place::BeforeVerb) else {
                continue;
            };
            if subject.end == end {
                return Some(subject);
            }
            // `Ann Lee, die Sprecherin der Stadt, sagte`
            let is_inserted = article.is_any(subject.end, &[","])
                && article.is_any(end - 1, &[","])
                && subject.end + 1 < end;
            let leads = class::CONJUNCTION | class::SUBORDINATOR | class::OPENER;
            let begins = start == low || article.is(start - 1, leads);
            if is_inserted {
                let whole = self.with_insertion(subject, end - 1);
                if begins || whole.kind == SubjectKind::Name && !whole.has_apposition {
                    return Some(whole);
                }
            }
        }
        None
    }

    /// Whether a phrase is no subject, by its determiner.
    pub fn is_object(&self, at: usize) -> bool {
        const CASES: [&str; 18] = [
            "den", "dem", "des", "einen", "einem", "eines", "seinen", "seinem", "ihren", "ihrem",
            "diesen", "diesem", "keinen", "keinem", "unseren", "unserem", "meinen", "jeden",
        ];
        self.article.is_any(at, &CASES)
    }

    /// The subject behind a verb, where its clause ends at `high`.
    pub fn subject_behind(&self, verb: usize, high: usize) -> Option<Subject> {
        let article = self.article;
        let mut at = verb + 1;
        while at < high
            && (article.is(at, class::ADVERB) && !article.is(at, class::DETERMINER)
                || article.is_any(at, &["sich", "es", "dies"]))
        {
            at += 1;
        }
        // `sagte am Montag der Sprecher`
        if article.is(at, class::PREPOSITION) && self.is_time(at + 1) {
            while at < high && !article.is(at, class::TIME) {
                at += 1;
            }
            at += 1;
        }
        if self.is_object(at) {
            return None;
        }
        let subject = self.phrase(at, high, Place::BehindVerb)?;
        if subject.kind == SubjectKind::Pronoun || !article.is_any(subject.end, &[","]) {
            return Some(subject);
        }
        let from = subject.end + 1;
        let Some(inner) = self.phrase(from, high, Place::BeforeVerb) else {
            return Some(subject);
        };
        let is_closed = inner.kind != SubjectKind::Pronoun
            && (inner.end >= high || article.is_any(inner.end, &[",", ".", ":", "."]))
            && !article.is(from, class::SUBORDINATOR);
        match is_closed {
            true => Some(self.with_insertion(subject, inner.end)),
            false => Some(subject),
        }
    }

    /// A subject with what stands behind its comma up to a token: where that is a name, it
    /// is the name of the subject.
    pub fn with_insertion(&self, subject: Subject, end: usize) -> Subject {
        let from = subject.end + 1;
        let named = self
            .core(from, end)
            .filter(|core| core.kind == SubjectKind::Name && core.end == end);
        let is_role = ends_as(self.article, subject.head, class::TITLE | class::HUMAN);
        match named {
            Some(core) if subject.kind == SubjectKind::Noun && is_role => Subject {
                end: core.end,
                full_end: core.end,
                head: core.head,
                kind: SubjectKind::Name,
                ..subject
            },
            _ => Subject {
                full_end: end,
                has_apposition: true,
                ..subject
            },
        }
    }

    /// Whether a token is the mark at the end of a quotation.
    pub fn closes(&self, at: usize) -> bool {
        self.article.mark.get(at) == Some(&Mark::Closes)
    }
}
