//! A request for actions: the selection, and the settings they depend on.

use std::path::Path;

use crate::model::{Corpus, Facts, FileId, Source};
use crate::reports::Severities;
use crate::syntax::TextRange;

/// The settings of a corpus that actions depend on.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The severities of its reports.
    pub diagnostics: &'a Severities,
    /// The file in which it keeps its declarations, if it names one (see
    /// [`declare`](crate::features::declare::declare)).
    pub cast: Option<&'a Path>,
}

/// A request for actions, with what every kind of action needs.
pub(super) struct ActionRequest<'a> {
    /// The snapshot.
    pub(super) corpus: &'a Corpus,
    /// The file in which actions are looked for.
    pub(super) file: FileId,
    /// Its text and its tree.
    pub(super) source: &'a Source,
    /// Its facts.
    pub(super) facts: &'a Facts,
    /// The selection, in bytes; empty for a cursor.
    pub(super) range: TextRange,
    /// The file that takes new declarations, if the corpus names one.
    pub(super) cast: Option<&'a Path>,
}

impl<'a> ActionRequest<'a> {
    /// The text of the file.
    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Where the cursor is: the end of the selection.
    pub(super) fn cursor(&self) -> usize {
        self.range.to()
    }
}
