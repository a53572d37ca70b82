//! What stands on the page, as values.

use std::collections::HashMap;

use super::context::Context;
use super::gather::Period;
use super::mark::{Mark, Noted, UNFINISHED};
use super::quotes::Quote;
use crate::model::{EntityId, FileId, StatementFilter};
use crate::syntax::{Date, TextRange};

/// What stands inside of the page, where an editor makes the rest of it.
pub struct Embedded {
    /// How it looks.
    pub style: &'static str,
    /// What stands in the `body`. Of links there are only fragments: of a mark of the page, and
    /// `#source:N` for a place.
    pub body: String,
    /// Where each quote that is shown stands, by N from 0: the file, and its first words there
    /// in bytes, the end not included. So the page itself can name no file.
    pub places: Vec<(FileId, TextRange)>,
}

/// Whether quotes are links to their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// To no place outside of the page.
    None,
    /// To `#source:N`.
    ToSource,
}

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
    /// Whether a mark has statements.
    pub(super) fn has(&self, mark: &Mark) -> bool {
        self.marks.iter().any(|(other, _)| other == mark)
    }
}
