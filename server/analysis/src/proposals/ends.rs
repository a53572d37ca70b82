//! Where indirect speech ends, and where it begins behind a dateline.

use super::article::Mark;
use super::lexicon::{class, cue};
use super::subject::Reading;

/// How many other beginnings of indirect speech are given.
const MOST_STARTS: usize = 4;

impl Reading<'_> {
    /// The token behind the last one of a sentence that is no final mark.
    pub fn last_of(&self, low: usize, high: usize) -> usize {
        let mut end = high;
        let marks = [".", "?", "!", "…", ";", ":"];
        while end > low && !self.article.is_quoted(end - 1) && self.article.is_any(end - 1, &marks)
        {
            end -= 1;
        }
        end
    }

    /// Where what was said may end that begins with a token, the likeliest first, then
    /// the others from the nearest to the farthest.
    pub fn ends(&self, from: usize, high: usize) -> Vec<usize> {
        let end = self.content_end(from, high);
        let last = self.last_of(from, high);
        let mut others: Vec<usize> = (from + 2..last)
            .filter(|at| {
                !self.article.is_quoted(*at) && self.article.is_any(*at, &[",", "—", "–", ";"])
            })
            .filter(|at| !self.article.is_quoted(at - 1) || self.closes(at - 1))
            .collect();
        others.push(last);
        others.retain(|other| *other != end && *other > from);
        let mut all = vec![end];
        all.extend(others.into_iter().rev());
        all
    }

    /// Where else what was said may begin that begins with a token, the nearest first: behind
    /// marks and `that`, and with its first quotation.
    pub fn starts(&self, from: usize, end: usize) -> Vec<usize> {
        let article = self.article;
        let mut found = Vec::new();
        for at in from + 1..end.saturating_sub(1) {
            let behind = at - 1;
            let is_mark = article.is_any(behind, &[",", "—", "–", ";", ":", "that"])
                && !article.is_quoted(behind);
            if article.mark[at] == Mark::Opens || is_mark && !article.is_quoted(at) {
                found.push(at);
            }
            if found.len() == MOST_STARTS {
                break;
            }
        }
        found
    }

    /// Where what was said ends: at the end of the sentence, or where a clause begins
    /// that is the writer's own.
    pub fn content_end(&self, from: usize, high: usize) -> usize {
        let end = self.last_of(from, high);
        self.content_end_within(from, end)
    }

    /// The same of what is granted: `While she said that it works, the board has doubts`.
    pub fn granted_end(&self, from: usize, high: usize) -> usize {
        let article = self.article;
        let end = self.content_end(from, high);
        let goes_on = ["which", "who", "where", "when", "and", "or", "but", "whose"];
        let comma = (from + 2..end.saturating_sub(1)).find(|at| {
            !article.is_quoted(*at)
                && article.is_any(*at, &[","])
                && !article.is_any(at + 1, &goes_on)
        });
        comma.unwrap_or(end)
    }

    /// Whether what stands behind a comma, up to the end of the sentence, is the writer's:
    /// `…, which is now closed`, `…, a promise to his party`, `…, but he did not say when`.
    fn is_aside(&self, comma: usize, end: usize) -> bool {
        let article = self.article;
        if !article.is_any(comma, &[","]) || (comma + 1..end).any(|at| article.is_quoted(at)) {
            return false;
        }
        let is_last = !(comma + 1..end).any(|at| article.is_any(at, &[","]));
        if is_last && end - comma > 4 && article.is_any(comma + 1, &["which", "a", "an"]) {
            return true;
        }
        let verbs = [
            "has", "had", "did", "have", "is", "was", "would", "sounded", "also", "does",
        ];
        article.is_any(comma + 1, &["but"])
            && comma + 3 < end
            && article.is_any(comma + 2, &["he", "she", "it", "they"])
            && article.is_any(comma + 3, &verbs)
    }

    /// Whether somebody else speaks in a clause right behind a mark: `…, others say it fell`.
    fn is_other_said(&self, mark: usize, end: usize) -> bool {
        let article = self.article;
        for verb in mark + 2..end.min(mark + 7) {
            if article.is_quoted(verb) || article.is_any(verb, &[",", ";", ":", "."]) {
                return false;
            }
            if article.is_any(verb, &["say", "says", "said"]) {
                let subject = self.subject_before(verb, mark + 1);
                return subject.is_some_and(|subject| {
                    subject.first == mark + 1
                        && !article.is_any(subject.head, &["who", "which", "that"])
                }) && verb + 1 < end
                    && !article.is_any(verb + 1, &[",", "."]);
            }
        }
        false
    }

    fn content_end_within(&self, from: usize, end: usize) -> usize {
        let article = self.article;
        let is_clause_mark = |at: usize| article.is_any(at, &[",", ";", ":", "."]);
        for at in from + 1..end {
            if self.closes(at) && at + 1 < end && article.is_any(at - 1, &[",", "?", "!"]) {
                if self.is_said_within(at + 1, end) {
                    return self.before_parted(at, from).unwrap_or(at + 1);
                }
                if article.is(at + 1, class::PARTICIPLE) || article.is_any(at + 1, &["according"]) {
                    return at + 1;
                }
            }
            if article.is_quoted(at) {
                continue;
            }
            if at > from + 2 && at + 1 < end && self.is_aside(at, end) {
                return at;
            }
            if article.is_any(at, &[",", "—", "–", "-"]) && self.is_other_said(at, end) {
                return at;
            }
            if article.is_any(at, &[",", "—", "–"]) && at + 1 < end {
                if article.is(at + 1, class::PARTICIPLE) || article.is_any(at + 1, &["according"]) {
                    return at;
                }
                let joins = ["but", "and", "while", "though", "although"];
                let is_joined = article.is_any(at + 1, &joins);
                let is_dash = article.is_any(at, &["—", "–"]);
                if is_joined || is_dash {
                    let low = if is_joined { at + 2 } else { at + 1 };
                    for verb in at + 2..end.min(at + 9) {
                        if article.is_quoted(verb) {
                            break;
                        }
                        if self.is_verb(verb, u8::MAX) && self.subject_before(verb, low).is_some() {
                            return at;
                        }
                        if article.is_any(verb, &[",", ";", ":"]) {
                            break;
                        }
                    }
                    if article.is_any(at + 1, &["however", "meanwhile"]) {
                        return at;
                    }
                }
                // `…, she said.`
                for verb in at + 1..end.min(at + 7) {
                    if article.is_quoted(verb) || is_clause_mark(verb) {
                        break;
                    }
                    if self.is_verb(verb, cue::SAY)
                        && let Some(subject) = self.subject_before(verb, at + 1)
                        && subject.first == at + 1
                        && (verb + 1 >= end || article.is_any(verb + 1, &[",", "."]))
                    {
                        return at;
                    }
                }
            }
            let is_his = article.is_any(at, &["but"])
                && at + 2 < end
                && !article.is_quoted(at + 1)
                && article.is(at + 1, class::FINITE)
                && !article.is_any(at + 2, &["he", "she", "they", "it", "the", "a"]);
            if is_his || article.is_any(at, &["and", "but"]) && self.says_again(at, end) {
                return if article.is_any(at - 1, &[","]) {
                    at - 1
                } else {
                    at
                };
            }
            // `noting the size of the crowd, said, “…”`
            let is_main = article.is_any(at, &[","])
                && at + 2 < end
                && article.is_any(at + 1, &["said", "says", "wrote", "added", "replied"])
                && (article.is_any(at + 2, &[","]) || self.opens(at + 2));
            if is_main || article.is_any(at, &[";"]) {
                return at;
            }
            if article.is_any(at, &["according"]) && article.is_any(at + 1, &["to"]) {
                return at;
            }
        }
        end
    }

    /// Of a quotation that ends with a token and stands apart from the clause before it, the
    /// mark that parts them: `he thought it would not last: “It will fall,” Ann Lee said.`
    fn before_parted(&self, close: usize, from: usize) -> Option<usize> {
        let article = self.article;
        let quotation = article.quotation[close]?;
        let mark = article.quotations[quotation].first.checked_sub(1)?;
        let parts = article.is_any(mark, &[":", "(", "—", "–", "-"]);
        (parts && mark > from + 1).then_some(mark)
    }

    fn is_said_within(&self, from: usize, end: usize) -> bool {
        let is_inverted = self.is_verb(from, cue::SAY | cue::TELL)
            && from + 1 < end
            && self.subject_after(from, end).is_some();
        if is_inverted {
            return true;
        }
        for verb in from..end.min(from + 6) {
            if self.article.is_quoted(verb) || self.article.is_any(verb, &[",", ";", ":", "."]) {
                return false;
            }
            if self.is_verb(verb, cue::SAY | cue::TELL) && self.subject_before(verb, from).is_some()
            {
                return true;
            }
        }
        false
    }

    /// Whether the same subject is said to speak again behind `and`: `and said`.
    fn says_again(&self, at: usize, end: usize) -> bool {
        let article = self.article;
        let classes = cue::SAY | cue::TELL | cue::CALL;
        let is_past = |verb: usize| {
            article.lower(verb).ends_with("ed")
                || article.is_any(verb, &["said", "told", "wrote", "says"])
        };
        let is_verb = |verb: usize| {
            article.is_cue(verb, classes)
                && (!article.is(verb, class::NOUN_LIKE) || article.is_any(verb, &["called"]))
        };
        if at + 1 < end && is_verb(at + 1) && is_past(at + 1) {
            return true;
        }
        at + 2 < end
            && article.tokens[at + 1].is_adverb()
            && article.is_cue(at + 2, cue::SAY | cue::TELL)
    }

    /// The first token behind a dateline such as `WASHINGTON (AP) —`, where one begins
    /// the paragraph that this token begins.
    pub fn after_dateline(&self, at: usize) -> usize {
        const LONGEST: usize = 70;
        let article = self.article;
        let paragraph = article.paragraph[at];
        if paragraph > 6 || at > 0 && article.paragraph[at - 1] == paragraph {
            return at;
        }
        let (from, to) = article.paragraphs[paragraph];
        let head = &article.words[from..to];
        let mut limit = head.len().min(LONGEST);
        while !head.is_char_boundary(limit) {
            limit -= 1;
        }
        let head = &head[..limit];
        let dash = head.char_indices().find(|(place, c)| {
            matches!(c, '—' | '–') || *c == '-' && head[..*place].ends_with([' ', '-', ')'])
        });
        let Some((dash, mark)) = dash else {
            return at;
        };
        let before = head[..dash].trim_end_matches(['-', ' ']);
        let place = before.split('(').next().unwrap_or_default().trim();
        let words = place.split([' ', ',']).filter(|word| !word.is_empty());
        let first = words.clone().next().unwrap_or_default();
        let is_upper =
            |word: &str| word.chars().any(char::is_alphabetic) && word == word.to_uppercase();
        let is_place = (first.is_empty() || is_upper(first) && first.chars().count() > 2)
            && words
                .clone()
                .all(|word| word.starts_with(char::is_uppercase))
            && words.count() <= 4
            && !before.is_empty();
        if !is_place {
            return at;
        }
        let behind = from + dash + mark.len_utf8();
        (at..article.len())
            .find(|token| article.tokens[*token].start >= behind)
            .unwrap_or(at)
    }
}
