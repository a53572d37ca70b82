//! Who spoke last, for the pronouns that follow.

use super::lexicon::Gender;
use super::referent::{Referent, Resolved};

/// Who spoke.
pub struct Spoke {
    /// In which event, by its number.
    pub event: usize,
    /// Whom its subject means.
    pub resolved: Resolved,
    /// Whoever spoke before under a name, a chain of names.
    pub before: Option<usize>,
}

/// Who spoke last that a pronoun may mean.
#[derive(Default)]
pub struct LastSpeakers {
    man: Option<Spoke>,
    woman: Option<Spoke>,
}

impl LastSpeakers {
    /// Who spoke last of men or of women, or without a sign of either.
    pub fn of(&self, gender: Gender) -> Option<&Spoke> {
        match gender {
            Gender::Male => self.man.as_ref(),
            Gender::Female => self.woman.as_ref(),
        }
    }

    /// Who spoke last of all by a name: whom `the minister` may mean.
    pub fn latest(&self) -> Option<usize> {
        let both = [&self.man, &self.woman].into_iter().flatten();
        let latest = both.max_by_key(|spoke| spoke.event)?;
        match latest.resolved.referent {
            Referent::Chain(chain) => Some(chain),
            _ => latest.before,
        }
    }

    /// Somebody speaks: a man, a woman, or either where that is not clear.
    pub fn speaks(&mut self, event: usize, resolved: &Resolved, gender: Option<Gender>) {
        for (own, last) in [
            (Gender::Male, &mut self.man),
            (Gender::Female, &mut self.woman),
        ] {
            if gender.is_some_and(|gender| gender != own) {
                continue;
            }
            let before = last.take().and_then(|spoke| match spoke.resolved.referent {
                Referent::Chain(chain) => Some(chain),
                _ => spoke.before,
            });
            *last = Some(Spoke {
                event,
                resolved: resolved.clone(),
                before,
            });
        }
    }
}

/// Whether a pronoun, in lower case, stands for a man or a woman.
pub fn pronoun_gender(word: &str) -> Option<Gender> {
    match word {
        "he" | "er" => Some(Gender::Male),
        "she" | "sie" => Some(Gender::Female),
        _ => None,
    }
}
