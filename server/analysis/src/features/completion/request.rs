//! The place at which something is to be written, and what is known of it.

use std::path::Path;

use super::context::Context;
use super::item::{Item, ItemKind};
use crate::model::{Corpus, FileId, Source};
use crate::syntax::PartialDate;

/// The question, with what every answer needs.
pub(super) struct CompletionRequest<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) file: FileId,
    pub(super) source: &'a Source,
    pub(super) offset: usize,
    pub(super) date: Option<PartialDate>,
    pub(super) cast: Option<&'a Path>,
    pub(super) context: &'a Context,
}

impl CompletionRequest<'_> {
    /// What is typed of the word so far.
    pub(super) fn typed(&self) -> &str {
        &self.source.text[self.context.typed]
    }

    /// An item that takes the place of what is typed.
    pub(super) fn item(&self, kind: ItemKind, label: String, insert: String) -> Item {
        Item {
            label,
            detail: None,
            description: None,
            kind,
            insert,
            insert_range: self.context.typed,
            replace_range: self.context.whole,
            filter_text: self.typed().to_owned(),
            additional_edits: Vec::new(),
            declares: None,
            entity: None,
            preselect: false,
            asks_again: false,
        }
    }
}
