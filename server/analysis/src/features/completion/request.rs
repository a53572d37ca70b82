//! A request for completion: the cursor, and what every answer needs.

use std::cell::OnceCell;
use std::path::Path;

use super::context::{Context, TagContext};
use super::item::{Item, ItemKind};
use crate::features::review::{NamedNear, named_near};
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::syntax::{PartialDate, TextRange};

/// A request for completion, with what every answer needs.
pub(super) struct CompletionRequest<'a> {
    /// The snapshot.
    pub(super) corpus: &'a Corpus,
    /// The file in which something is written.
    pub(super) file: FileId,
    /// Its text and its tree.
    pub(super) source: &'a Source,
    /// The cursor, in bytes.
    pub(super) offset: usize,
    /// The date of the article.
    pub(super) date: Option<PartialDate>,
    /// The file that takes new declarations, if the corpus names one.
    pub(super) cast: Option<&'a Path>,
    /// What the grammar allows at the cursor.
    pub(super) context: &'a Context,
    /// Who is named around the words of the tag, once something asks for them.
    pub(super) near: OnceCell<NamedNear>,
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

    /// Who is named around the words of the tag at the cursor.
    pub(super) fn near(&self, place: &TagContext) -> &NamedNear {
        self.near.get_or_init(|| {
            let span = place
                .span
                .and_then(|span| self.source.document.spans.get(span));
            let hidden = match span.filter(|_| !place.closed) {
                Some(span) => vec![
                    TextRange::new(span.range.from(), span.words.from()),
                    TextRange::new(span.words.to(), place.range.to()),
                ],
                None => Vec::new(),
            };
            named_near(self.corpus, self.file, self.source, place.range, &hidden)
        })
    }

    /// The entities that a clause of the tag has already.
    pub(super) fn given(&self, place: &TagContext, clause: &str) -> Vec<EntityId> {
        let references = place.references.iter();
        references
            .filter(|(given, _)| *given == Some(clause))
            .filter(|(_, reference)| !reference.range.touches(self.offset))
            .map(|(_, reference)| self.corpus.ids().of(*reference, &self.source.text))
            .collect()
    }
}
