//! What stands on the page, as values.

use std::collections::HashMap;

use super::context::Context;
use super::gather::Period;
use super::mark::{Mark, Noted, UNFINISHED};
use super::quotes::Quote;
use crate::model::{EntityId, StatementFilter};
use crate::syntax::Date;

/// Somebody or something by how often they come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub(super) entity: EntityId,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) count: usize,
}

/// A topic and how many statements are against it, on it and for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    pub(super) topic: Ranked,
    pub(super) sides: [usize; 3],
}

/// What stands on the page.
pub struct Overview {
    pub(super) title: String,
    pub(super) filter: String,
    pub(super) articles: usize,
    pub(super) quoting: usize,
    pub(super) statements: usize,
    pub(super) span: Option<(Date, Date)>,
    pub(super) speakers: Vec<Ranked>,
    /// How many speakers there are, and how often all of them speak.
    pub(super) all_speakers: (usize, usize),
    pub(super) topics: Vec<Sides>,
    pub(super) all_topics: usize,
    pub(super) periods: Vec<Period>,
    pub(super) unfinished: [usize; UNFINISHED.len()],
    /// How often a speaker is against, on and for a topic, of those that are shown.
    pub(super) pairs: HashMap<(EntityId, EntityId), [usize; 3]>,
    /// The statements of each mark, and how many it has in all.
    pub(super) marks: Vec<(Mark, Noted)>,
    pub(super) quotes: HashMap<(usize, usize), Quote>,
    pub(super) contexts: Vec<Context>,
    pub(super) wanted: StatementFilter,
    pub(super) ids: HashMap<EntityId, String>,
}

impl Overview {
    /// The statements of a mark, and its place among all marks.
    pub(super) fn noted(&self, mark: &Mark) -> Option<(usize, &Noted)> {
        let place = self.marks.iter().position(|(other, _)| other == mark)?;
        Some((place, &self.marks[place].1))
    }
}
