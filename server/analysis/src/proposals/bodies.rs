//! Whom `they` and `it` mean.

use super::events::Event;
use super::lexicon::class;
use super::referent::{Referent, Resolved};
use super::subject::{Reading, Subject};

/// The longest words that are taken for a body or a document, in tokens.
const LONGEST: usize = 6;

impl Reading<'_> {
    /// Whether `they` may mean whoever spoke: several people, or a body.
    pub(super) fn is_group(&self, subject: &Subject, resolved: &Resolved) -> bool {
        match &resolved.referent {
            Referent::Chain(chain) => {
                let chain = &self.names.chains[*chain];
                chain.is_organisation && !chain.is_person
            }
            Referent::Words(first, end) => {
                let is_joined = (*first..*end).any(|at| self.article.is_any(at, &["and"]));
                let word = self.article.lower(subject.head);
                is_joined
                    || word.ends_with('s')
                    || word == "people"
                    || self.article.is(subject.head, class::GROUP)
            }
            Referent::Unknown => false,
        }
    }

    /// Whom `they` means: those who spoke last, if that was in this paragraph or the one before.
    pub(super) fn group_before(
        &self,
        subject: &Subject,
        last: Option<&(usize, Resolved)>,
        events: &[Event],
    ) -> Resolved {
        asked(self.near(subject, last, events))
    }

    /// Whether `it` may mean whoever spoke: a body, or what has been written.
    pub(super) fn is_body(&self, subject: &Subject, resolved: &Resolved) -> bool {
        match &resolved.referent {
            Referent::Chain(chain) => {
                let chain = &self.names.chains[*chain];
                chain.is_organisation && !chain.is_person
            }
            Referent::Words(..) => self.may_be_it(subject.head),
            Referent::Unknown => false,
        }
    }

    /// Whether a noun is one for a single thing.
    fn may_be_it(&self, head: usize) -> bool {
        let article = self.article;
        let word = article.lower(head);
        let is_plural = word.ends_with('s') && !word.ends_with("ss") || word == "people";
        let is_pronoun = article.is(head, class::PRONOUN | class::SUBJECT_PRONOUN);
        !is_plural && !is_pronoun && !article.is(head, class::HUMAN) && !self.is_one_person(head)
    }

    /// Whom `it` means: what spoke last, if that was in this paragraph or the one before, or
    /// else what a sentence before begins with.
    pub(super) fn body_before(
        &self,
        subject: &Subject,
        last: Option<&(usize, Resolved)>,
        events: &[Event],
    ) -> Resolved {
        let begun = || self.begun_with(subject.first);
        asked(self.near(subject, last, events).or_else(begun))
    }

    /// The body or the thing with which a sentence before a token begins, in its paragraph or
    /// the one before: `The guidance made a number of proposals.`
    fn begun_with(&self, at: usize) -> Option<Referent> {
        const SENTENCES: usize = 2;
        let article = self.article;
        let sentence = article.sentence[at];
        (sentence.saturating_sub(SENTENCES)..sentence)
            .rev()
            .find_map(|before| {
                let (low, high) = article.sentences[before];
                let is_near = article.paragraph[at] - article.paragraph[low] <= 1;
                let is_the = article.is_any(low, &["the", "a", "an", "its"]);
                if !is_near || article.is_quoted(low) {
                    return None;
                }
                let from = if is_the { low + 1 } else { low };
                let mention = self.names.mention_at(from);
                let end = match mention {
                    Some(mention) => mention.end,
                    None if is_the => from,
                    None => return None,
                };
                let is_noun = |at: usize| {
                    let token = &article.tokens[at];
                    let is_verb =
                        token.is(class::VERB) || token.cue.is_some() && !token.is(class::NOUN_LIKE);
                    token.is_word()
                        && !article.stops(at)
                        && !is_verb
                        && !token.is_adverb()
                        && !token.lower.ends_with("ed")
                };
                let stop = (end..high.min(low + LONGEST)).find(|at| !is_noun(*at))?;
                match mention.filter(|mention| mention.end == stop) {
                    Some(mention) => {
                        let chain = self.names.chain_of(mention);
                        (chain.is_organisation && !chain.is_person)
                            .then_some(Referent::Chain(mention.chain))
                    }
                    None => (is_the && stop > from && self.may_be_it(stop - 1))
                        .then_some(Referent::Words(low, stop)),
                }
            })
    }

    /// Whoever spoke last, if that was in the paragraph of a subject or the one before.
    fn near(
        &self,
        subject: &Subject,
        last: Option<&(usize, Resolved)>,
        events: &[Event],
    ) -> Option<Referent> {
        let paragraph = |subject: &Subject| self.article.paragraph[subject.first];
        let near = last.filter(|(number, _)| {
            paragraph(subject).saturating_sub(paragraph(&events[*number].subject)) <= 1
        });
        near.map(|(_, resolved)| resolved.referent.clone())
    }
}

/// Somebody who is only offered with a question.
fn asked(referent: Option<Referent>) -> Resolved {
    Resolved {
        ranked: referent.iter().map(|one| (one.clone(), 1.0)).collect(),
        referent: referent.unwrap_or(Referent::Unknown),
        is_pronoun: true,
        is_ambiguous: true,
        is_doubtful: true,
    }
}
