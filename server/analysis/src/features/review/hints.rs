//! Proposals as hints between an article's words, for editors that have no review.

use super::accept::{Taken, accept};
use super::choice::Choice;
use super::offer::{Offer, ReviewRules, review};
use crate::features::edit::TextEdit;
use crate::model::{Corpus, FileId};
use crate::proposals::Tier;
use crate::syntax::TextRange;

/// Articles of more bytes show none, since they are asked for at every change.
const LARGEST: usize = 1 << 18;

/// A proposal that can be taken by an edit of its article alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedHint {
    /// The byte before which it is shown: the end of its words.
    pub offset: usize,
    /// The tag that would stand there: `{by @ann}`.
    pub label: String,
    /// Some words of the article that say so.
    pub reason: String,
    /// What taking it does to the article.
    pub edits: Vec<TextEdit>,
}

/// The proposals in a stretch of an article that are sure or likely, of which it is settled
/// who spoke, and whose speaker is declared: a hint's edits cannot reach the cast.
pub fn proposed_hints(
    corpus: &Corpus,
    file: FileId,
    within: TextRange,
    rules: ReviewRules,
) -> Vec<ProposedHint> {
    let is_short = corpus.text(file).is_some_and(|text| text.len() <= LARGEST);
    if !is_short {
        return Vec::new();
    }
    let review = review(corpus, file, rules);
    let offers = review.offers.iter().filter(|offer| {
        offer.tier <= Tier::Likely && offer.fragments.iter().any(|part| part.overlaps(within))
    });
    let hints = offers.filter_map(|offer| {
        let number = plain_choice(offer)?;
        let chosen = Taken {
            choice: number,
            ..Taken::default()
        };
        let taken = accept(corpus, file, offer, chosen, None).ok()?;
        let edits = match taken.edit.changes.len() {
            1 => taken.edit.changes.get(&file)?.clone(),
            _ => return None,
        };
        Some(ProposedHint {
            offset: offer.fragments.first()?.to(),
            label: format!("{{{}}}", offer.choices[number].tag),
            reason: offer.reason.clone(),
            edits,
        })
    });
    hints.collect()
}

/// The choice that can be taken without a question, with nothing learned of its speaker.
fn plain_choice(offer: &Offer) -> Option<usize> {
    let chosen = offer.choices.get(offer.chosen?)?;
    let is_plain = |choice: &Choice| {
        choice.tag == chosen.tag
            && choice.declares.is_none()
            && choice.learns.is_none()
            && choice.ends.is_none()
    };
    offer.choices.iter().position(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edit::applied;
    use crate::features::fixture;

    #[test]
    fn what_is_settled_and_declared_can_be_taken() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- cast.qm\n@ann: Ann Lee\n//- a.qm\n---\ndate: 2011-12-01\n---\n\n“It is late,” said Ann Lee, a judge. “Very.”\n\n“No,” said Bob Ray.$0\n",
        );
        let rules = ReviewRules {
            is_on: true,
            refused: None,
        };
        let text = corpus.text(file).unwrap().to_owned();
        let everywhere = TextRange::new(0, text.len());
        let hints = proposed_hints(&corpus, file, everywhere, rules);
        let [hint] = &hints[..] else {
            panic!("{hints:?}");
        };
        assert_eq!(hint.label, "{by @ann}");
        assert!(text[..hint.offset].ends_with("“It is late,”"));
        assert_eq!(hint.reason, "said Ann Lee, a judge");
        let new = applied(&text, &hint.edits).unwrap();
        assert!(
            new.contains("[“It is late,”]{by @ann} said Ann Lee, a judge. [“Very.”]{more}"),
            "{new}"
        );
        let before = TextRange::new(0, 10);
        assert_eq!(proposed_hints(&corpus, file, before, rules), []);
        let off = ReviewRules {
            is_on: false,
            ..rules
        };
        assert_eq!(proposed_hints(&corpus, file, everywhere, off), []);
    }
}
