//! Subjects that are more than a phrase beside the verb: with an apposition, or several names.

use super::lexicon::class;
use super::subject::{LONGEST_PHRASE, Phrase, Reading, Subject, SubjectKind};

impl Reading<'_> {
    /// A name together with those that are joined to it by `and` and commas before it: what
    /// several say is nobody's alone.
    pub(super) fn with_others(&self, phrase: Phrase, low: usize) -> Phrase {
        let article = self.article;
        if phrase.kind != SubjectKind::Name || phrase.first < low + 2 {
            return phrase;
        }
        let mut first = phrase.first;
        let mut joins = &["and", "&"][..];
        while first >= low + 2 && article.is_any(first - 1, joins) && !article.is_quoted(first - 2)
        {
            let mention = self.names.mention_ending(first - 2);
            let begins = match mention.filter(|mention| mention.with_titles >= low) {
                Some(mention) => mention.with_titles,
                // One word that begins the sentence is no name by itself.
                None if first - 2 == low && article.tokens[low].is_capital() => low,
                None => break,
            };
            if phrase.first - begins > 2 * LONGEST_PHRASE {
                break;
            }
            first = begins;
            joins = &[","];
        }
        if first == phrase.first {
            return phrase;
        }
        // `the Association of Primary Care and Nurses`: the first is a part of a longer name.
        // `a spokesman for the College and Ann Lee` speaks, and none of these.
        let is_preposition = |at: usize| at >= low && article.is(at, class::PREPOSITION);
        let has_article = first > low && article.is(first - 1, class::DETERMINER);
        if first > low && is_preposition(first - 1)
            || has_article && first > low + 1 && is_preposition(first - 2)
        {
            return self.with_phrase(&phrase, low).unwrap_or(phrase);
        }
        Phrase {
            first,
            kind: SubjectKind::Noun,
            ..phrase
        }
    }

    /// The noun that leads to several names: `a survey made by the College of Nurses and Ann Lee`.
    fn with_phrase(&self, phrase: &Phrase, low: usize) -> Option<Phrase> {
        let whole = self.phrase_ending(phrase.first.checked_sub(2)?, low)?;
        (whole.kind == SubjectKind::Noun && whole.has_phrase).then_some(whole)
    }

    /// The subject before an apposition that ends with the mark at `close`: of the
    /// phrases before an earlier mark, a name at the edge of the clause is best.
    pub(super) fn before_apposition(&self, close: usize, low: usize) -> Option<Subject> {
        let article = self.article;
        let mark = &article.tokens[close].lower;
        let mut best: Option<(Phrase, usize, u8)> = None;
        let mut at = close.checked_sub(1)?;
        while at > low && close - at < 45 {
            if !article.is_quoted(at) && article.is_any(at, &[".", ";", "?", "!", ":"]) {
                break;
            }
            if article.tokens[at].lower == *mark
                && let Some(phrase) = self.phrase_ending(at - 1, low)
                && phrase.kind != SubjectKind::Relative
                && let Some((rank, is_edge)) = self.rank_at_edge(&phrase, low)
            {
                if best.as_ref().is_none_or(|(_, _, known)| rank > *known) {
                    best = Some((phrase, at, rank));
                }
                if is_edge && rank >= 4 {
                    break;
                }
            }
            at -= 1;
        }
        let (phrase, comma, _) = best?;
        // `The minister, Ann Lee, said`: the name says who.
        if phrase.kind == SubjectKind::Noun
            && !phrase.has_phrase
            && let Some(mention) = self.names.mention_at(comma + 1)
            && mention.with_titles == comma + 1
            && !mention.is_organisation
            && (mention.end == close || article.is_any(mention.end, &[",", "(", "of", "from"]))
        {
            return Some(Subject {
                end: mention.end,
                full_end: close,
                head: mention.end - 1,
                kind: SubjectKind::Name,
                has_apposition: true,
                ..Subject::of(phrase, mention.end)
            });
        }
        Some(Subject {
            full_end: close,
            has_apposition: true,
            ..Subject::of(phrase, comma)
        })
    }

    /// How well a phrase stands at the beginning of a clause; nothing where it does not.
    fn rank_at_edge(&self, phrase: &Phrase, low: usize) -> Option<(u8, bool)> {
        let article = self.article;
        let first = phrase.first;
        let before = first.checked_sub(1).filter(|_| first > low);
        let is_edge = before.is_none_or(|at| {
            article.is_quoted(at)
                || article.is_any(
                    at,
                    &[
                        "and", "but", "while", "as", "when", "that", "because", "although",
                        "though", ".", ";", ":",
                    ],
                )
        });
        let begins = is_edge
            || before.is_some_and(|at| {
                article.is(at, class::CLAUSE)
                    || article.is_any(
                        at,
                        &[
                            ",", ";", ":", "—", "–", ".", "?", "!", "”", "\"", "(", "[", "or",
                        ],
                    )
            });
        if !begins {
            return None;
        }
        let is_name =
            matches!(phrase.kind, SubjectKind::Name | SubjectKind::Pronoun) && !phrase.has_phrase;
        let opening = &article.tokens[low];
        let is_fronted = !is_edge
            && before.is_some_and(|at| article.is_any(at, &[","]))
            && (opening.lower.ends_with("ing")
                || opening.lower.ends_with("ed")
                || opening.is(class::PREPOSITION)
                || opening.is_adverb());
        let begins_noun = article.is(first, class::DETERMINER) || article.is_any(first, &["some"]);
        let rank = match (is_name, is_edge) {
            (true, true) => 4,
            (true, false) if is_fronted => 3,
            (_, true) if begins_noun => 2,
            (true, false) => 1,
            _ => 0,
        };
        Some((rank, is_edge))
    }

    /// `Ann Lee, of the union's board in Leeds, said`: where what stands before the verb is
    /// a name behind a comma and no person, the person who begins the sentence.
    pub(super) fn person_before_list(&self, phrase: &Phrase, low: usize) -> Option<Subject> {
        let article = self.article;
        if phrase.kind != SubjectKind::Name || phrase.has_phrase || phrase.first <= low {
            return None;
        }
        let ending = self.names.mention_ending(phrase.head)?;
        if !article.is_any(phrase.first - 1, &[","])
            || self.names.chain_of(ending).is_person
            || ending.is_full
        {
            return None;
        }
        let mut near = (low..phrase.first.min(low + 7)).filter_map(|at| self.names.mention_at(at));
        let person = near.find(|mention| self.names.chain_of(mention).is_person)?;
        let follows = person.end < phrase.first && article.is_any(person.end, &[",", "("]);
        let is_verb = |at: usize| {
            let token = &article.tokens[at];
            token.is(class::VERB) || token.cue.is_some() && !token.is(class::NOUN_LIKE)
        };
        let is_free = (low..phrase.first).all(|at| !article.is_quoted(at))
            && !(person.end..phrase.first).any(is_verb);
        (follows && is_free).then(|| Subject {
            has_apposition: true,
            ..Subject::words(person.with_titles, person.end, SubjectKind::Name)
        })
    }
}
