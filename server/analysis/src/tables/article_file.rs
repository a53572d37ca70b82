//! An article among those of which rows are wanted.

use std::path::PathBuf;

use crate::model::FileId;
use crate::syntax::PartialDate;

/// An article of which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFile {
    /// The file.
    pub number: FileId,
    /// Its path from the corpus' root (see [`relative_path`](super::relative_path)).
    pub path: String,
    /// By what it is known: the header's `id`, else the path.
    pub key: String,
    /// Whether that is an id.
    pub has_id: bool,
    /// Its date.
    pub date: Option<PartialDate>,
}

/// An article that is no longer what the corpus was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed(pub PathBuf);
