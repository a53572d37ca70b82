//! How sure a proposal is, by its sieve, its verb and its subject.

use super::events::Event;
use super::fragment::Fragment;
use super::lexicon::{class, cue};
use super::sieve::Sieve;
use super::subject::{Reading, Subject, SubjectKind};

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Right 97 times in 100.
    Sure,
    /// Right 8 to 9 times in 10.
    Likely,
    /// Right every second time.
    Possible,
    /// Not offered.
    Weak,
}

impl Tier {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::Weak => "weak",
        }
    }
}

/// What stands before the subject of a clause.
#[derive(PartialEq, Eq)]
enum Before {
    Sentence,
    Quotation,
    Comma,
    Conjunction,
    Clause,
    Other,
}

impl Reading<'_> {
    /// The tier of words. Where a mark is missing nobody knows where a quotation ends.
    pub fn tier(&self, fragment: &Fragment, events: &[Event]) -> Tier {
        let quotations = (fragment.first..fragment.end).filter_map(|at| self.article.quotation[at]);
        let mut quotations = quotations.map(|number| &self.article.quotations[number]);
        let tier = self.tier_of_sieve(fragment, events);
        match quotations.any(|one| one.is_broken) {
            true => tier.max(Tier::Possible),
            false => tier,
        }
    }

    fn tier_of_sieve(&self, fragment: &Fragment, events: &[Event]) -> Tier {
        use Sieve as S;
        let Some(event) = fragment.event.map(|event| &events[event]) else {
            return Tier::Weak;
        };
        let subject = &event.subject;
        let lexicon = self.article.lexicon;
        let lemma = event.lemma.unwrap_or_default();
        let is_open = subject
            .auxiliaries
            .iter()
            .any(|at| self.article.is(*at, class::MODAL | class::NEGATION));
        let is_own = subject.inherited.is_none();
        let is_named = subject.is_name_or_pronoun() && !subject.has_phrase;
        let is_plain = is_named || subject.kind == SubjectKind::Noun && !subject.has_phrase;
        let before = self.before(subject);
        let at_edge = matches!(
            before,
            Before::Sentence | Before::Conjunction | Before::Comma
        );
        let is_sure = lexicon.is_sure(lemma) || lemma == "point out";
        match fragment.sieve {
            S::QuotationThenVerb
            | S::QuotationThenAnyVerb
            | S::SplitQuotation
            | S::NextQuotation => Tier::Sure,
            S::QuotationThenVerbLoosely => Tier::Likely,
            S::VerbThenQuotation | S::VerbColonQuotation => {
                let also = [
                    "ask", "tweet", "continue", "respond", "reply", "declare", "report", "read",
                    "quip",
                ];
                if is_own && (is_sure || also.contains(&lemma)) && is_named && !is_open {
                    Tier::Sure
                } else if is_own && subject.kind != SubjectKind::Relative && !lemma.is_empty() {
                    Tier::Likely
                } else {
                    Tier::Possible
                }
            }
            S::ClauseThenVerb if !is_open => match is_plain && before == Before::Comma {
                true => Tier::Likely,
                false => Tier::Possible,
            },
            S::ClauseThenAccording | S::AccordingThenClause => Tier::Likely,
            S::That if !is_own => {
                let is_sure = lexicon.is_sure_participle(lemma) || lemma == "point out";
                match is_sure && !is_open {
                    true => Tier::Likely,
                    false => Tier::Possible,
                }
            }
            S::That if is_sure && !is_open => match at_edge && is_named {
                true => Tier::Likely,
                false => Tier::Possible,
            },
            S::Bare if is_own && lemma == "say" && !is_open => match at_edge && is_plain {
                true => Tier::Likely,
                false => Tier::Possible,
            },
            S::QuotationAlone
            | S::LaterQuotation
            | S::FarParagraph
            | S::ClauseThenVerb
            | S::Colon
            | S::QuotationThenAccording => Tier::Weak,
            _ => Tier::Possible,
        }
    }

    fn before(&self, subject: &Subject) -> Before {
        let article = self.article;
        let first = subject.first;
        let Some(before) = first.checked_sub(1) else {
            return Before::Sentence;
        };
        if article.sentence[before] != article.sentence[first] {
            return Before::Sentence;
        }
        if self.closes(before) {
            return Before::Quotation;
        }
        if article.is_any(before, &[","]) {
            return Before::Comma;
        }
        if article.is_any(
            before,
            &["but", "and", "yet", "so", "while", "still", "then"],
        ) {
            return Before::Conjunction;
        }
        match article.is(before, class::CLAUSE) {
            true => Before::Clause,
            false => Before::Other,
        }
    }

    /// Whether an event says that somebody spoke.
    pub fn is_speech(event: &Event) -> bool {
        event.classes & cue::SPEECH > 0
    }
}
