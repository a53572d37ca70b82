//! What actions are looked for with: the place, and what the corpus sets.

use std::path::Path;

use crate::model::{Corpus, Facts, FileId, Source};
use crate::reports::Severities;
use crate::syntax::TextRange;

/// What a corpus says that actions depend on.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Of its reports.
    pub diagnostics: &'a Severities,
    /// Of the file in which it keeps its declarations, if it names one (see
    /// [`declare`](super::declare::declare)).
    pub cast: Option<&'a Path>,
}

/// What an action is looked for with.
pub(super) struct ActionRequest<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) file: FileId,
    pub(super) source: &'a Source,
    pub(super) facts: &'a Facts,
    pub(super) range: TextRange,
    pub(super) cast: Option<&'a Path>,
}

impl<'a> ActionRequest<'a> {
    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Where the cursor is: the end of the selection.
    pub(super) fn cursor(&self) -> usize {
        self.range.to()
    }
}
