//! How sure a proposal in a German article is, by its sieve, its verb and its subject.

use super::German;
use crate::proposals::fragment::Fragment;
use crate::proposals::lexicon::cue;
use crate::proposals::sieve::Sieve;
use crate::proposals::tiers::Tier;

impl German<'_> {
    /// The tier of words. Where a mark is missing nobody knows where a quotation ends.
    pub fn tier(&self, fragment: &Fragment) -> Tier {
        let quotations = (fragment.first..fragment.end).filter_map(|at| self.article.quotation[at]);
        let mut quotations = quotations.map(|number| &self.article.quotations[number]);
        let tier = self.tier_of_sieve(fragment);
        match quotations.any(|one| one.is_broken) {
            true => tier.max(Tier::Possible),
            false => tier,
        }
    }

    fn tier_of_sieve(&self, fragment: &Fragment) -> Tier {
        use Sieve as S;
        let Some(event) = fragment.event.map(|event| &self.events[event]) else {
            return Tier::Possible;
        };
        let is_sure = event
            .lemma
            .is_some_and(|lemma| self.article.lexicon.is_sure(lemma));
        let is_own = event.subject.inherited.is_none();
        let is_reported = event.lemma == Some("heißen");
        match fragment.sieve {
            S::QuotationThenVerb | S::VerbColonQuotation if is_reported => Tier::Likely,
            S::QuotationThenVerb | S::SplitQuotation | S::NextQuotation => Tier::Sure,
            S::VerbColonQuotation if is_own && event.classes & cue::SAY > 0 => Tier::Sure,
            S::QuotationThenVerbLoosely | S::VerbColonQuotation => Tier::Likely,
            S::Bare if is_sure => Tier::Likely,
            S::That | S::AsClause | S::AccordingInside => Tier::Likely,
            S::ClauseThenVerb | S::ClauseThenAccording | S::AccordingThenClause => Tier::Likely,
            _ => Tier::Possible,
        }
    }
}
