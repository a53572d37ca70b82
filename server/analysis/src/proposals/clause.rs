//! Clauses, as far as they can be told without a parser: whose the nearest one is, whether words
//! have a verb, and where what leads over from the sentence before ends.

use super::lexicon::class;
use super::subject::{Reading, Subject, SubjectKind};

/// How many verbs are looked at for the one whose subject a participle shares.
const MOST_VERBS: usize = 12;

impl Reading<'_> {
    /// The subject of the nearest finite verb before `end`, in a clause that stands alone:
    /// not in what somebody is said to say, nor in a relative clause.
    pub fn main_subject(&self, low: usize, end: usize) -> Option<Subject> {
        let article = self.article;
        let low = self.after_dateline(low);
        let helpers = [
            "to", "not", "n't", "never", "been", "being", "having", "be", "have", "'s",
        ];
        let links = ["to", "of", "by", "for", "in", "with"];
        let mut tried = 0;
        for verb in (low + 1..end).rev() {
            let token = &article.tokens[verb];
            if article.is_quoted(verb) || !token.is_lower || token.is_any(&helpers) {
                continue;
            }
            let is_cue = self.is_verb(verb, u8::MAX) && !token.lower.ends_with("ing");
            let is_past =
                token.lower.ends_with("ed") && !token.is_any(&["indeed", "need", "united"]);
            if !(token.is(class::VERB | class::AUXILIARY) || is_cue || is_past) {
                continue;
            }
            if article.is(verb - 1, class::DETERMINER) || article.is_any(verb - 1, &links) {
                continue;
            }
            tried += 1;
            if tried > MOST_VERBS {
                break;
            }
            let Some(subject) = self.subject_before(verb, low) else {
                continue;
            };
            let is_none = matches!(
                subject.kind,
                SubjectKind::Relative | SubjectKind::Determiner
            ) || article.is_any(
                subject.head,
                &["who", "which", "that", "it", "there", "you"],
            );
            let before = subject.first.checked_sub(1).filter(|_| subject.first > low);
            let begins = before.is_none_or(|at| {
                article.is_any(at, &[",", ";", ":", "—", "–", "-", "(", "and", "but"])
                    || article.is(at, class::CLAUSE) && !article.is_any(at, &["that", "than"])
            });
            if !is_none && begins {
                return Some(subject);
            }
        }
        None
    }

    /// Whether words have a finite verb, as far as its form tells, outside of a clause that
    /// hangs on another.
    pub fn has_verb(&self, first: usize, end: usize) -> bool {
        let article = self.article;
        let opens = [
            "who", "which", "that", "whom", "where", "when", "while", "if", "because", "as",
        ];
        let mut is_within = false;
        for at in first + 1..end {
            if article.is_quoted(at) {
                return true;
            }
            if article.is_any(at, &opens) {
                is_within = true;
                continue;
            }
            if article.is_any(at, &[","]) {
                is_within = false;
                continue;
            }
            let token = &article.tokens[at];
            let not_finite = ["'s", "to", "being", "been", "having", "not"];
            let helps = token.is(class::AUXILIARY) && !token.is_any(&not_finite);
            let is_past = token.is_lower
                && token.lower.len() > 4
                && token.lower.ends_with("ed")
                && !article.is(at - 1, class::DETERMINER)
                && (!article.is(at - 1, class::PREPOSITION) || article.is_any(at - 1, &["and"]));
            let is_cue = self.is_verb(at, u8::MAX) && !token.lower.ends_with("ing");
            if token.is(class::VERB) || helps || is_past || is_cue {
                if !is_within {
                    return true;
                }
                is_within = false;
            }
        }
        false
    }

    /// The token after words that lead over from the sentence before: `But meanwhile, …`.
    /// Leaves at least four.
    pub fn after_openers(&self, first: usize, end: usize) -> usize {
        let article = self.article;
        let joins = ["but", "and", "so", "still", "yet", ","];
        let mut at = first;
        while at + 4 < end {
            if article.is_any(at, &joins) {
                at += 1;
            } else if article.is(at, class::OPENER) && article.is_any(at + 1, &[","]) {
                at += 2;
            } else {
                break;
            }
        }
        at
    }
}
