//! What follows a verb of speech: a quotation, a clause, an addressee, an end.

use super::lexicon::{class, cue};
use super::subject::Reading;

/// What comes behind a verb, once addressee, times and places are stepped over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A quotation.
    Quotation,
    /// `that`, a clause.
    That,
    /// A clause without `that`.
    Bare,
    /// `whether`
    Question,
    /// `to`, an infinitive.
    Infinitive,
    /// A colon, and no quotation.
    Colon,
    /// A colon at the end of the sentence.
    ColonAtEnd,
    /// A comma.
    Comma,
    /// `and`
    Conjunction,
    /// The end of what belongs to the verb.
    End,
}

/// What follows a verb.
#[derive(Debug, Clone)]
pub struct Following {
    /// What comes.
    pub next: Next,
    /// Where it comes.
    pub at: usize,
    /// Whether a comma stands before it.
    pub behind_comma: bool,
    /// Whether a colon does.
    pub behind_colon: bool,
    /// The tokens that say who was spoken to, the end exclusive.
    pub addressee: Option<(usize, usize)>,
}

impl Reading<'_> {
    /// Where a time ends that begins with a token; that token where none does.
    fn after_time(&self, at: usize, high: usize) -> usize {
        let article = self.article;
        if at >= high {
            return at;
        }
        let before = [
            "on", "in", "earlier", "late", "early", "last", "this", "that", "next",
        ];
        let is_time = |at: usize| at < high && article.is(at, class::TIME);
        // `stated a day earlier`, `said two weeks ago`
        let is_count = article.is_any(at, &["a", "an", "one", "two", "three", "several", "some"])
            || article.tokens[at].first.is_numeric();
        let spans = [
            "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
            "months", "year", "years",
        ];
        let is_span = is_count
            && article.is_any(at + 1, &spans)
            && at + 2 < high
            && article.is_any(at + 2, &["earlier", "later", "ago", "before", "after"]);
        if is_span {
            return at + 3;
        }
        let begins_time = |at: usize| {
            is_time(at) || article.is_any(at, &["the", "a", "early", "late"]) && is_time(at + 1)
        };
        let is_number = |at: usize| article.tokens[at].first.is_numeric();
        if article.is_any(at, &before) && at + 1 < high && begins_time(at + 1) {
            let parts = ["day", "morning", "evening", "night", "afternoon", "week"];
            if article.is_any(at, &["that"]) && !article.is_any(at + 1, &parts) {
                return at;
            }
            let mut end = at + 2;
            while end < high
                && (is_time(end) || is_number(end) || article.is_any(end, &["evening", "morning"]))
            {
                end += 1;
            }
            return end;
        }
        if is_time(at) && !article.is_any(at, &["may"]) {
            let mut end = at + 1;
            let is_short = |at: usize| is_number(at) && article.lower(at).len() < 5;
            while end < high && (is_time(end) || is_short(end)) {
                end += 1;
            }
            return end;
        }
        at
    }

    /// Where the noun phrase ends that begins with a token: an addressee, an object.
    pub fn phrase_end(&self, from: usize, high: usize) -> usize {
        let article = self.article;
        if from < high && article.is(from, class::OBJECT_PRONOUN) {
            let is_owner = article.is_any(from, &["her"])
                && from + 1 < high
                && article.tokens[from + 1].first.is_alphabetic()
                && !article.is(
                    from + 1,
                    class::SUBJECT_PRONOUN | class::PREPOSITION | class::DETERMINER,
                );
            if !is_owner {
                return from + 1;
            }
        }
        let mut at = from;
        let mut count = 0;
        while at < high && !article.is_quoted(at) && count < 14 {
            if let Some(mention) = self
                .names
                .mention_at(at)
                .filter(|one| one.with_titles >= from)
            {
                let joins = ["'s", "of", "and", "the", "a", "an", "&"];
                let may_follow = at == from
                    || article.is_any(at - 1, &joins)
                    || article.tokens[at - 1].first.is_lowercase()
                    || !mention.titles.is_empty()
                    || article.is(at - 1, class::DETERMINER);
                if !may_follow {
                    break;
                }
                at = mention.end;
                count += 1;
                if at < high && (article.is_possessive(at) || article.is_any(at, &["of"])) {
                    at += 1;
                    continue;
                }
                let ends = class::DETERMINER | class::SUBJECT_PRONOUN | class::TIME;
                let goes_on = at < high && {
                    let token = &article.tokens[at];
                    token.first.is_lowercase()
                        && !article.stops(at)
                        && !token.is(ends)
                        && !token.is_adverb()
                        && token.cue.is_none()
                };
                if goes_on {
                    continue;
                }
                break;
            }
            let token = &article.tokens[at];
            if token.is(class::DETERMINER | class::SUBJECT_PRONOUN) {
                if at == from || article.is_any(at - 1, &["of", "all", "to", "and"]) {
                    at += 1;
                    count += 1;
                    continue;
                }
                break;
            }
            if token.is_any(&["of"]) && at > from {
                at += 1;
                continue;
            }
            let may_be = token.is_word() || token.is_possessive();
            if article.stops(at) || token.is(class::TIME) || !may_be {
                break;
            }
            at += 1;
            count += 1;
        }
        at
    }

    /// Where the addressee ends that begins with a token behind a verb of telling; that token
    /// where there is none. What stands before an auxiliary is the subject of a clause: `warned
    /// these rules would fail`. Of two names in a row the second may be: `told MiP CCGs should`.
    fn addressee_end(&self, verb: usize, from: usize, high: usize) -> usize {
        let article = self.article;
        let end = self.phrase_end(from, high);
        let is_subject = end > from
            && end < high
            && !article.is_quoted(end)
            && article.is(end, class::AUXILIARY)
            && !article.is_any(end, &["not", "n't"]);
        if !is_subject {
            return end;
        }
        let name = self.names.mention_at(end - 1);
        let name = name.filter(|name| name.first >= from && name.end == end);
        let first = name.map_or(from, |name| name.first);
        let mut cuts = (first + 1..end).rev();
        match cuts.find(|cut| self.names.is_written(article, first, *cut)) {
            Some(cut) => cut,
            None if article.is_any(verb, &["told", "tells", "tell", "telling"]) => end,
            None => from,
        }
    }

    /// The comma before a quotation that a clause stands before: `said as she left the hall, “…”`.
    fn comma_before_quotation(&self, from: usize, high: usize) -> Option<usize> {
        const LONGEST: usize = 14;
        let article = self.article;
        let end = high.min(from + LONGEST);
        let stops = |at: &usize| {
            article.is_quoted(*at)
                || article.is_any(*at, &[",", ":", ";", "—", "–", ")"])
                || self.is_verb(*at, cue::SPEECH)
        };
        let stop = (from + 1..end).find(stops)?;
        let follows = stop + 1 < high && article.is_any(stop, &[","]) && self.opens(stop + 1);
        follows.then_some(stop)
    }

    /// The colon before a quotation that a short object stands before: `tweeted this: “…”`,
    /// `added a caveat: “…”`.
    fn colon_behind_object(&self, from: usize, high: usize) -> Option<usize> {
        const LONGEST: usize = 5;
        let article = self.article;
        let begins = article.is_any(from, &["this", "the", "a", "an", "it", "these", "one"]);
        let end = high.min(from + LONGEST);
        let stop = (from + 1..end)
            .find(|at| article.stops(*at) || !article.tokens[*at].first.is_alphabetic())?;
        let follows = stop + 1 < high && article.is_any(stop, &[":"]) && self.opens(stop + 1);
        (begins && follows).then_some(stop)
    }

    /// Where a short parenthesis ends that begins with a token: `told the Associated Press (AP)`.
    fn parenthesis_end(&self, at: usize, high: usize) -> Option<usize> {
        const LONGEST: usize = 6;
        if !self.article.is_any(at, &["("]) {
            return None;
        }
        let mut inside = at + 1..high.min(at + LONGEST);
        let close = inside.find(|at| self.article.is_any(*at, &[")"]))?;
        let is_free = !(at..close).any(|at| self.article.is_quoted(at));
        is_free.then_some(close + 1)
    }

    /// What follows the verb at a token, before `high`. With `tells`, an addressee may
    /// come first.
    pub fn following(&self, verb: usize, high: usize, tells: bool) -> Following {
        let article = self.article;
        let mut found = Following {
            next: Next::End,
            at: verb + 1,
            behind_comma: false,
            behind_colon: false,
            addressee: None,
        };
        let mut at = verb + 1;
        let mut is_modified = false;
        if tells && at < high && !self.opens(at) && !article.is_any(at, &["that", ":", ","]) {
            let end = self.addressee_end(verb, at, high);
            if end > at {
                found.addressee = Some((at, end));
                at = end;
                is_modified = true;
            }
        }
        let mut steps = 0;
        while at < high && steps < 40 {
            steps += 1;
            found.at = at;
            if self.opens(at) {
                found.next = Next::Quotation;
                return found;
            }
            if article.is_quoted(at) {
                return found;
            }
            if let Some(close) = self.parenthesis_end(at, high) {
                at = close;
                continue;
            }
            let token = &article.tokens[at];
            match &*token.lower {
                ":" => {
                    found.behind_colon = true;
                    (found.next, found.at) = match (at + 1 < high, self.opens(at + 1)) {
                        (false, _) => (Next::ColonAtEnd, at + 1),
                        (true, true) => (Next::Quotation, at + 1),
                        (true, false) => (Next::Colon, at + 1),
                    };
                    return found;
                }
                "," => {
                    if at + 1 < high && self.opens(at + 1) {
                        found.behind_comma = true;
                        (found.next, found.at) = (Next::Quotation, at + 1);
                    } else {
                        found.next = Next::Comma;
                    }
                    return found;
                }
                "." | "?" | "!" | ";" | ")" | "—" | "–" | "-" => return found,
                "that" if at + 1 < high => {
                    // `says that is a lie`
                    found.next = match article.is(at + 1, class::AUXILIARY) {
                        true => Next::Bare,
                        false => Next::That,
                    };
                    return found;
                }
                "whether" | "if" | "how" | "why" | "what" if !is_modified => {
                    found.next = Next::Question;
                    return found;
                }
                _ => {}
            }
            let mut after = self.after_time(at, high);
            if after > at && after < high {
                if article.is_any(after, &["night"]) {
                    after += 1;
                } else if article.is_any(after, &["'s", "was", "is", "would", "will"]) {
                    after = at;
                }
            }
            if after > at {
                at = after;
                is_modified = true;
                continue;
            }
            let skipped = [
                "also",
                "later",
                "again",
                "earlier",
                "then",
                "afterward",
                "afterwards",
                "previously",
                "recently",
                "back",
                "twice",
                "aloud",
            ];
            let begins_clause = [
                "only", "nearly", "roughly", "hardly", "newly", "really", "exactly", "early",
            ];
            let is_adverb = token.is_any(&skipped)
                || token.lower.ends_with("ly")
                    && !token.is(class::NOT_ADVERB)
                    && !token.is_any(&begins_clause);
            if is_adverb && at + 1 < high {
                at += 1;
                is_modified = true;
                continue;
            }
            if token.is_any(&["to"]) && at + 1 < high {
                let may_be_addressee = found.addressee.is_none()
                    && !tells
                    && (self.names.mention_at(at + 1).is_some()
                        || article.is(at + 1, class::OBJECT_PRONOUN | class::DETERMINER));
                let end = self.phrase_end(at + 1, high);
                if may_be_addressee && end > at + 1 {
                    found.addressee = Some((at + 1, end));
                    at = end;
                    is_modified = true;
                    continue;
                }
                found.next = Next::Infinitive;
                return found;
            }
            if token.is_any(&["while", "when", "as"]) {
                if let Some(comma) = self.comma_before_quotation(at, high) {
                    found.behind_comma = true;
                    (found.next, found.at) = (Next::Quotation, comma + 1);
                }
                return found;
            }
            if let Some(colon) = self.colon_behind_object(at, high) {
                found.behind_colon = true;
                (found.next, found.at) = (Next::Quotation, colon + 1);
                return found;
            }
            let links = [
                "in",
                "on",
                "at",
                "during",
                "via",
                "through",
                "by",
                "from",
                "about",
                "after",
                "before",
                "of",
                "with",
                "for",
                "outside",
                "aboard",
                "over",
                "near",
                "inside",
                "under",
                "following",
            ];
            if token.is_any(&links) {
                let end = self.phrase_end(at + 1, high);
                at = end.max(at + 2);
                is_modified = true;
                continue;
            }
            found.next = match token.is_any(&["and", "or", "but", "nor"]) {
                true => Next::Conjunction,
                false => Next::Bare,
            };
            return found;
        }
        found.at = at;
        found
    }
}
