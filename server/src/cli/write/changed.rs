//! The files that an edit changes.

use std::path::PathBuf;

use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::features::edit::{CorpusEdit, applied};
use crate::model::Corpus;

/// A file before and after an edit.
pub struct Changed {
    /// Where it is.
    pub path: PathBuf,
    /// Its text; nothing when the edit makes the file.
    pub old: Option<String>,
    /// Its text after the edit.
    pub new: String,
}

impl Changed {
    /// The files that an edit changes or makes, by their paths.
    ///
    /// # Errors
    /// When a file has changed since the corpus was read.
    pub fn of(corpus: &Corpus, edit: &CorpusEdit) -> Result<Vec<Self>, Failure> {
        let mut changed = Vec::new();
        for (number, edits) in &edit.changes {
            let Some(file) = corpus.file(*number) else {
                continue;
            };
            let text = corpus.source(*number).map(|source| source.text);
            let new = text.as_ref().and_then(|text| applied(text, edits));
            let (Some(old), Some(new)) = (text, new) else {
                return Err(Failure::new(format!(
                    "{} has changed in the meantime; nothing was changed, try again",
                    Paths::here().shown(&file.path)
                )));
            };
            changed.push(Self {
                path: file.path.to_path_buf(),
                old: Some(old.to_string()),
                new,
            });
        }
        changed.extend(edit.created.iter().map(|(path, text)| Self {
            path: path.clone(),
            old: None,
            new: text.clone(),
        }));
        changed.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changed)
    }
}
