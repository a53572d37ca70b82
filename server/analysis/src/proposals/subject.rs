//! The subject of a verb: who does it, read off the words around it without a parser.

use super::article::{Article, Mark};
use super::lexicon::{class, cue};
use super::names::Names;

/// What kind of words name a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// `she`
    Pronoun,
    /// `Ann Lee`
    Name,
    /// `a spokesman`
    Noun,
    /// `which`
    Relative,
    /// `many`
    Determiner,
}

/// From where a subject is taken that does not stand beside its verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inherited {
    /// `… and said`: of the verb before, or of the sentence.
    Coordinated,
    /// `…, saying`
    Participle,
}

/// The subject of a verb.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its first token.
    pub first: usize,
    /// The token behind its last, without an apposition.
    pub end: usize,
    /// The token behind its last, with one.
    pub full_end: usize,
    /// The token that says who: the last of a name, the noun.
    pub head: usize,
    /// What kind of words it is.
    pub kind: SubjectKind,
    /// Whether a prepositional phrase follows its head.
    pub has_phrase: bool,
    /// Whether an apposition or a parenthesis stands between it and its verb.
    pub has_apposition: bool,
    /// The auxiliaries between it and its verb, by their tokens.
    pub auxiliaries: Vec<usize>,
    /// Where it is taken from, if it does not stand beside its verb.
    pub inherited: Option<Inherited>,
    /// What `who` and `which` lead to.
    pub antecedent: Option<Phrase>,
}

/// A noun phrase.
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    /// Its first token.
    pub first: usize,
    /// Its head.
    pub head: usize,
    /// What kind of words it is.
    pub kind: SubjectKind,
    /// Whether a prepositional phrase follows its head.
    pub has_phrase: bool,
}

impl Subject {
    pub(super) fn of(phrase: Phrase, end: usize) -> Self {
        Self {
            first: phrase.first,
            end,
            full_end: end,
            head: phrase.head,
            kind: phrase.kind,
            has_phrase: phrase.has_phrase,
            has_apposition: false,
            auxiliaries: Vec::new(),
            inherited: None,
            antecedent: None,
        }
    }

    /// Words that are a subject as they stand.
    pub fn words(first: usize, end: usize, kind: SubjectKind) -> Self {
        let phrase = Phrase {
            first,
            head: end - 1,
            kind,
            has_phrase: false,
        };
        Self::of(phrase, end)
    }

    /// Whether it is a name or a pronoun.
    pub fn is_name_or_pronoun(&self) -> bool {
        matches!(self.kind, SubjectKind::Name | SubjectKind::Pronoun)
    }
}

/// A verb's surroundings: an article and its names.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The article.
    pub article: &'a Article<'a>,
    /// Its names.
    pub names: &'a Names,
}

/// How many tokens a noun phrase may have before its head.
pub(super) const LONGEST_PHRASE: usize = 10;

/// How deep prepositional phrases may follow each other.
const DEEPEST: usize = 4;

impl Reading<'_> {
    /// The noun phrase that ends with a token and reaches no further than `low`.
    pub fn phrase_ending(&self, at: usize, low: usize) -> Option<Phrase> {
        self.phrase_within(at, low, 0)
    }

    fn phrase_within(&self, at: usize, low: usize, depth: usize) -> Option<Phrase> {
        let article = self.article;
        if at < low || article.is_quoted(at) || depth > DEEPEST {
            return None;
        }
        let token = &article.tokens[at];
        let single = |kind| Phrase {
            first: at,
            head: at,
            kind,
            has_phrase: false,
        };
        if token.is(class::PRONOUN) {
            return Some(single(SubjectKind::Pronoun));
        }
        // `two of them`
        if token.is_any(&["them", "us", "you"]) {
            let of = at
                .checked_sub(1)
                .filter(|of| *of > low && article.is_any(*of, &["of"]))?;
            let many = self.phrase_within(of - 1, low, depth + 1)?;
            return Some(Phrase {
                first: many.first,
                head: of - 1,
                kind: SubjectKind::Determiner,
                has_phrase: true,
            });
        }
        if token.is_any(&["that", "which"]) {
            return Some(single(SubjectKind::Relative));
        }
        let quantities = [
            "this", "these", "those", "some", "many", "most", "others", "all", "both", "few",
            "several", "another", "one", "two", "three", "four",
        ];
        if token.is_any(&quantities) {
            return Some(single(SubjectKind::Determiner));
        }
        if token.is_possessive() {
            return None;
        }
        let mention = self.names.mention_ending(at);
        if mention.is_none() {
            let may_be =
                token.first.is_alphabetic() || token.first == '@' || token.first.is_numeric();
            // `urged caution`
            let is_verb = token.cue.is_some()
                && !token.is(class::NOUN_LIKE | class::HUMAN)
                && token.lower.ends_with("ed");
            let stops = article.stops(at) || token.is(class::DETERMINER) || token.is_adverb();
            if !may_be || stops || is_verb {
                return None;
            }
        }
        let mut first = mention.map_or(at, |mention| mention.with_titles);
        let mut steps = 0;
        let mut next = first.checked_sub(1);
        while let Some(before) = next.filter(|before| *before >= low && steps < LONGEST_PHRASE) {
            let word = &article.tokens[before];
            if article.is_quoted(before) || &*word.lower == "that" {
                break;
            }
            if word.is(class::DETERMINER) {
                first = before;
                if before > low && article.is_any(before - 1, &["all", "both", "half"]) {
                    first = before - 1;
                }
                next = first.checked_sub(1);
                break;
            }
            let is_adverb = word.is_adverb() && !word.lower.ends_with("ly");
            // `it's` is a verb, `Lee's` belongs to the noun.
            let is_owner = word.is_any(&["'s", "'"])
                && before > low
                && !article.is(before - 1, class::PRONOUN | class::SUBJECT_PRONOUN);
            if !is_owner && (article.stops(before) || word.is(class::PRONOUN) || is_adverb) {
                break;
            }
            if is_owner {
                first = before;
            } else {
                let may_be = word.is_word() || matches!(word.first, '@' | '$');
                let is_verb = word.is(class::VERB)
                    || word.cue.is_some()
                        && !word.is(class::NOUN_LIKE)
                        && !word.lower.ends_with("ing");
                if !may_be || is_verb {
                    break;
                }
                first = before;
            }
            next = before.checked_sub(1);
            steps += 1;
        }
        const LINKS: [&str; 14] = [
            "of", "for", "from", "with", "at", "in", "on", "to", "by", "against", "behind",
            "inside", "across", "among",
        ];
        if let Some(link) = next.filter(|link| *link > low && steps < LONGEST_PHRASE)
            && article.is_any(link, &LINKS)
            && !article.is_quoted(link - 1)
            && let Some(left) = self.phrase_within(link - 1, low, depth + 1)
            && matches!(left.kind, SubjectKind::Noun | SubjectKind::Name)
        {
            return Some(Phrase {
                has_phrase: true,
                ..left
            });
        }
        Some(Phrase {
            first,
            head: at,
            kind: match mention {
                Some(_) => SubjectKind::Name,
                None => SubjectKind::Noun,
            },
            has_phrase: false,
        })
    }

    /// The subject before a verb, no further than `low`. Auxiliaries, adverbs, times,
    /// appositions and parentheses between them are stepped over.
    pub fn subject_before(&self, verb: usize, low: usize) -> Option<Subject> {
        let article = self.article;
        let mut auxiliaries = Vec::new();
        let mut next = verb.checked_sub(1)?;
        let helps = |at: usize| {
            !article.is_quoted(at)
                && (article.is(at, class::AUXILIARY) || article.tokens[at].is_adverb())
        };
        let note = |at: usize, auxiliaries: &mut Vec<usize>| {
            if article.is(at, class::AUXILIARY | class::NEGATION) {
                auxiliaries.push(at);
            }
        };
        while next >= low && helps(next) {
            note(next, &mut auxiliaries);
            next = next.checked_sub(1)?;
        }
        let is_time = |at: usize| article.is(at, class::TIME) && self.names.ending[at].is_none();
        if next > low
            && is_time(next)
            && !article.is_any(next, &["may"])
            && !article.is_quoted(next)
        {
            let begins = next;
            let around = [
                "on", "in", "this", "last", "past", "early", "late", "earlier", "next", "that",
                "the", "same",
            ];
            while next > low
                && (article.is(next, class::TIME)
                    || article.is_any(next, &around)
                    || article.tokens[next].first.is_numeric())
            {
                next -= 1;
            }
            let stands_alone = next <= low
                && !article.is(next, class::PRONOUN)
                && self.names.ending[next].is_none();
            if stands_alone {
                next = begins;
            }
            while next >= low && helps(next) {
                note(next, &mut auxiliaries);
                next = next.checked_sub(1)?;
            }
        }
        if next < low || article.is_quoted(next) {
            return None;
        }
        let mut has_parenthesis = false;
        if article.is_any(next, &[",", ")", "—", "–", "-"]) {
            if article.is_any(next, &[")"]) {
                let close = next;
                let mut open = next.checked_sub(1)?;
                while open > low && !article.is_any(open, &["("]) && close - open < 12 {
                    open -= 1;
                }
                if open > low && article.is_any(open, &["("]) {
                    next = open - 1;
                    if article.is_quoted(next) {
                        return None;
                    }
                    has_parenthesis = !article.is_any(next, &[","]);
                }
            }
            if !has_parenthesis && article.is_any(next, &[",", "—", "–", "-"]) {
                let subject = self.before_apposition(next, low)?;
                return Some(Subject {
                    auxiliaries,
                    ..subject
                });
            }
        }
        let phrase = self.phrase_ending(next, low)?;
        let phrase = self.with_others(phrase, low);
        if let Some(subject) = self.person_before_list(&phrase, low) {
            return Some(Subject {
                full_end: next + 1,
                auxiliaries,
                ..subject
            });
        }
        Some(Subject {
            has_apposition: has_parenthesis,
            auxiliaries,
            ..Subject::of(phrase, next + 1)
        })
    }

    /// The subject behind a verb, as in `said Ann Lee` and `said the mayor, Ann Lee`, before
    /// `high`.
    pub fn subject_after(&self, verb: usize, high: usize) -> Option<Subject> {
        let subject = self.phrase_after(verb, high)?;
        Some(self.named_behind(&subject, high).unwrap_or(subject))
    }

    /// The name behind a noun for somebody: `the mayor, Ann Lee.`
    fn named_behind(&self, subject: &Subject, high: usize) -> Option<Subject> {
        let article = self.article;
        let comma = subject.end;
        let is_somebody = subject.kind == SubjectKind::Noun
            && article.is(subject.first, class::DETERMINER)
            && self.is_one_person(subject.head);
        if !is_somebody || comma + 1 >= high || !article.is_any(comma, &[","]) {
            return None;
        }
        let mention = self.names.mention_at(comma + 1)?;
        let is_apart = mention.end >= high
            || article.is_any(mention.end, &[",", ".", ";", "?", "!", "(", "who"]);
        let is_name = mention.with_titles == comma + 1
            && !mention.is_organisation
            && !article.is_quoted(comma + 1);
        (is_apart && is_name)
            .then(|| Subject::words(mention.with_titles, mention.end, SubjectKind::Name))
    }

    fn phrase_after(&self, verb: usize, high: usize) -> Option<Subject> {
        let article = self.article;
        let from = verb + 1;
        if from >= high || article.is_quoted(from) {
            return None;
        }
        if article.is(from, class::PRONOUN) {
            return Some(Subject::words(from, from + 1, SubjectKind::Pronoun));
        }
        let links = ["of", "for", "from", "with", "at", "in"];
        let has_mention = |to: usize| (from..to).any(|at| self.names.at[at].is_some());
        let mut last = None;
        let mut at = from;
        while at < high && !article.is_quoted(at) {
            if let Some(mention) = self.names.mention_at(at) {
                at = mention.end;
                last = Some(at - 1);
                if at >= high {
                    break;
                }
                let follows_name = article.is_possessive(at)
                    || article.is_any(at, &["and"]) && self.names.mention_at(at + 1).is_some();
                if follows_name {
                    at += 1;
                    continue;
                }
                let token = &article.tokens[at];
                let stops = class::PREPOSITION | class::AUXILIARY | class::CLAUSE;
                if token.is(stops) || !token.is_word() {
                    break;
                }
                if token.first.is_lowercase() && (token.is(class::TIME) || token.is_adverb()) {
                    break;
                }
                continue;
            }
            let token = &article.tokens[at];
            if token.is_any(&links) && last.is_some() && at > from {
                if has_mention(at) && token.is_any(&["in", "at"]) {
                    break;
                }
                at += 1;
                continue;
            }
            let may_be = token.is_word() || token.is_possessive() || token.first == '@';
            if !may_be
                || token.is(class::CLAUSE | class::AUXILIARY)
                || token.is(class::PREPOSITION) && at > from
            {
                break;
            }
            if token.is(class::PREPOSITION) {
                return None;
            }
            if token.is(class::TIME) || token.is_adverb() && at > from {
                break;
            }
            last = Some(at);
            at += 1;
        }
        // `people close to the talks`
        let is_near = article.is_any(at.saturating_sub(1), &["close", "familiar", "briefed"])
            && article.is_any(at, &["to", "with", "on"]);
        if is_near && at + 1 < high {
            let end = self.phrase_end(at + 1, high);
            if end > at + 1 {
                last = Some(end - 1);
            }
        }
        let end = last? + 1;
        if at - from > 22 {
            return None;
        }
        let is_link = |at: &usize| self.names.at[*at].is_none() && article.is_any(*at, &links[..5]);
        let link = (from..end).find(is_link);
        let head = link.map_or(end - 1, |link| link.saturating_sub(1));
        let is_name = head >= from && self.names.ending[head].is_some();
        Some(Subject {
            head: if head >= from { head } else { end - 1 },
            has_phrase: link.is_some(),
            ..Subject::words(
                from,
                end,
                match is_name {
                    true => SubjectKind::Name,
                    false => SubjectKind::Noun,
                },
            )
        })
    }

    /// The first name or pronoun of a sentence that looks like its subject, before `end`.
    pub fn first_subject(&self, low: usize, end: usize) -> Option<Subject> {
        let article = self.article;
        let mut at = low;
        while at < end {
            if article.is_quoted(at) {
                at += 1;
                continue;
            }
            if article.is_any(at, &["he", "she", "they", "i", "we"]) {
                return Some(Subject::words(at, at + 1, SubjectKind::Pronoun));
            }
            let Some(mention) = self.names.mention_at(at) else {
                at += 1;
                continue;
            };
            let joins = [
                "and", "or", "but", "nor", "yet", "so", "when", "while", "if", "because",
                "although", "though", "whereas", "unless", "whether", "where",
            ];
            let is_behind_link = at > low
                && article.is(at - 1, class::PREPOSITION)
                && !article.is_any(at - 1, &joins);
            let is_owner = mention.end < end && article.is_possessive(mention.end);
            if !is_behind_link && !is_owner && !mention.is_organisation {
                return Some(Subject::words(
                    mention.with_titles,
                    mention.end,
                    SubjectKind::Name,
                ));
            }
            at = mention.end.max(at + 1);
        }
        None
    }

    /// Whether a verb is in the passive.
    pub fn is_passive(&self, verb: usize, subject: &Subject) -> bool {
        let is_participle = self.article.lower(verb).ends_with("ing");
        let mut auxiliaries = subject.auxiliaries.iter();
        auxiliaries.any(|at| self.article.is(*at, class::BE)) && !is_participle
    }

    /// Whether a token is a cue verb of these classes and no noun.
    pub fn is_verb(&self, at: usize, classes: u8) -> bool {
        self.article.is_cue(at, classes) && !self.article.is(at, class::NOUN_LIKE)
    }

    /// Whether a token is a verb of any kind that is known.
    pub fn is_known_verb(&self, at: usize) -> bool {
        self.article.is(at, class::VERB) || self.is_verb(at, u8::MAX ^ cue::ANY)
    }

    /// Whether a quotation ends with a token.
    pub fn closes(&self, at: usize) -> bool {
        self.article.mark.get(at) == Some(&Mark::Closes)
    }

    /// Whether a quotation begins with a token.
    pub fn opens(&self, at: usize) -> bool {
        self.article.mark.get(at) == Some(&Mark::Opens)
    }
}
