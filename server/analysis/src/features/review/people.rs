//! People and bodies whom an article merely names: their declarations, and the tag of the
//! words that name them first.

use super::cast::Cast;
use super::chooser::{Choices, Chooser};
use super::fit::Fit;
use super::key::key;
use super::nothing;
use super::offer::{Offer, Review, ReviewRules, gathered};
use super::refused::Refused;
use super::words::Words;
use crate::features::shared::label;
use crate::model::{Corpus, FileId};
use crate::proposals::{Proposal, ProposedSpeaker, Sieve, Tier, UndeclaredName, undeclared_names};
use crate::syntax::{QuoteForm, TextRange};

/// The people and bodies whom an article names and nothing declares, as offers: each is
/// declared, with other names and roles as the article has them, and the words are tagged
/// that name them first. They are called likely, and bodies possible.
pub fn people(corpus: &Corpus, file: FileId, rules: ReviewRules) -> Review {
    let Some(source) = corpus.source(file) else {
        return Review::default();
    };
    let words = Words::of(&source);
    if let Some(off) = nothing::why(corpus, file, &words, rules.is_on) {
        return Review {
            off: Some(off),
            ..Review::default()
        };
    }
    let cast = Cast::of(corpus, file, &source, &words);
    let language = nothing::language(&source, &words);
    let nobody = Refused::default();
    let namer = Namer {
        words: &words,
        fit: Fit::of(&source, &words),
        chooser: Chooser {
            corpus,
            file,
            words: &words,
            language,
            cast: &cast,
            mentions: &[],
        },
        refused: rules.refused.unwrap_or(&nobody),
    };
    let names = undeclared_names(language, words.text(), &cast.knowns).into_iter();
    let offers = names.filter_map(|name| namer.offer(name));
    gathered(corpus, file, &source, namer.refused, offers)
}

struct Namer<'a> {
    words: &'a Words,
    fit: Fit<'a>,
    chooser: Chooser<'a>,
    refused: &'a Refused,
}

impl Namer<'_> {
    fn offer(&self, found: UndeclaredName) -> Option<Offer> {
        let fits = |place: &TextRange| {
            let fragments = self.fit.fragments(&[*place])?;
            Some((*place, fragments))
        };
        let (place, fragments) = found.places.iter().find_map(fits)?;
        let key = key(self.words, place)?;
        let tier = match found.is_organisation {
            true => Tier::Possible,
            false => Tier::Likely,
        };
        let times = match found.places.len() {
            1 => "named here".to_owned(),
            more => format!("named {more} times"),
        };
        let proposal = Proposal {
            tier,
            sieve: Sieve::Quotation,
            form: QuoteForm::Direct,
            fragments: vec![place],
            source: None,
            speakers: vec![ProposedSpeaker::New {
                name: found.name,
                is_organisation: found.is_organisation,
            }],
            named: vec![found.places],
            is_settled: true,
            ends: Vec::new(),
            starts: Vec::new(),
            addressee: None,
            apposition: None,
        };
        let is_refused = |speaker: &str| self.refused.is_speaker_refused(&key, speaker);
        let Choices {
            mut choices,
            chosen,
            question,
        } = self.chooser.choices(&proposal, &is_refused);
        // Nobody is tagged as somebody still to be found.
        choices.retain(|choice| choice.speaker != "?");
        for choice in &mut choices {
            choice.tag.clone_from(&choice.speaker);
        }
        (!choices.is_empty()).then(|| Offer {
            key,
            tier,
            form: QuoteForm::Direct,
            reason: label(&times),
            ends: vec![fragments.clone()],
            starts: fragments.iter().take(1).map(|part| part.from()).collect(),
            fragments,
            choices,
            chosen,
            question,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::accept::{Taken, accept};
    use super::*;
    use crate::features::fixture;

    #[test]
    fn whoever_is_merely_named_is_declared_and_tagged() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- cast.qm\n@ann: Ann Lee\n//- a.qm\n---\ndate: 2011-12-01\n---\n\nAnn Lee met Dr Bob Ray, chair of the Harbour Board. [No]{by @ann}, she said. [Yes.]{more}\n\nRay left.$0\n",
        );
        let rules = ReviewRules {
            is_on: true,
            refused: None,
        };
        let found = people(&corpus, file, rules);
        let tags: Vec<&str> = found
            .offers
            .iter()
            .map(|one| &*one.choices[0].tag)
            .collect();
        assert_eq!(tags, ["@bob-ray", "&harbour-board"]);
        let ray = &found.offers[0];
        assert_eq!((ray.tier, &*ray.reason), (Tier::Likely, "named 2 times"));
        let taken = accept(&corpus, file, ray, Taken::default(), None).unwrap();
        assert!(
            taken.text.contains("met Dr [Bob Ray]{@bob-ray}, chair of"),
            "{}",
            taken.text
        );
        assert!(
            taken.text.ends_with("[Yes.]{more}\n\nRay left.\n"),
            "{}",
            taken.text
        );
        assert!(taken.text[..taken.cursor].ends_with("{@bob-ray"));
        let cast = corpus.find(std::path::Path::new("/corpus/cast.qm"));
        let lines = taken.edit.changes.iter().filter(|(id, _)| **id != file);
        let lines: String = lines
            .flat_map(|(_, edits)| edits)
            .map(|edit| &*edit.text)
            .collect();
        assert!(lines.contains("@bob-ray: Bob Ray"), "{lines} {cast:?}");
        assert!(lines.contains("chair of"), "{lines}");
        let mut refused = Refused::default();
        refused.add(&ray.key, None);
        let rules = ReviewRules {
            refused: Some(&refused),
            ..rules
        };
        let found = people(&corpus, file, rules);
        assert_eq!((found.offers.len(), found.refused), (1, 1));
    }
}
