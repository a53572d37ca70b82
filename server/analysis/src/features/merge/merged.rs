//! The two that are made one.

use crate::features::edit::Refusal;
use crate::model::{Corpus, EntityId, FileId, Source};

/// The two, and how the one that stays is written.
pub(super) struct Merged<'c> {
    pub(super) corpus: &'c Corpus,
    pub(super) from: EntityId,
    pub(super) into: EntityId,
    pub(super) written: &'c str,
}

pub(super) fn source(corpus: &Corpus, file: FileId) -> Result<Source, Refusal> {
    corpus.source(file).ok_or_else(|| {
        let path = corpus.file(file).map(|file| file.path.clone());
        let shown = path.map(|path| path.display().to_string());
        Refusal(format!(
            "{} has changed on the disk in the meantime; try again",
            shown.unwrap_or_default()
        ))
    })
}
