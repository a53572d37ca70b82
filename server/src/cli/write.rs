//! Writing files: each in one step, and several all or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::diff;
use super::locations::Paths;
use super::output::{Ended, Failure, Outcome, exact};
use crate::features::edit::{CorpusEdit, applied};
use crate::model::Corpus;

/// Makes an edit and says `done` with how much it changed; with `dry_run`, only
/// prints what would change.
///
/// # Errors
/// As [`apply`], and when the output cannot be written.
pub fn apply_or_print(corpus: &Corpus, edit: &CorpusEdit, dry_run: bool, done: &str) -> Ended {
    if dry_run {
        diff::print(corpus, edit)?;
        return Ok(Outcome::Clean);
    }
    apply(corpus, edit)?;
    let mut out = exact();
    writeln!(out, "{done}: {}", edit.extent())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Makes an edit that was [`checked`](CorpusEdit::checked), in all files or in
/// none. Nothing is replaced before every new text lies on the disk.
///
/// # Errors
/// Names the file that cannot be written; all files are then as they were.
pub fn apply(corpus: &Corpus, edit: &CorpusEdit) -> Result<(), Failure> {
    let changes = Changed::of(corpus, edit)?;
    let mut staged = Vec::with_capacity(changes.len());
    for Changed { path, new, .. } in &changes {
        staged.push(Staged::new(path, new).map_err(|error| unwritable(path, &error))?);
    }
    let mut done = Vec::with_capacity(staged.len());
    for staged in staged {
        let path = staged.path.clone();
        match staged.put_in_place() {
            Ok(undo) => done.push(undo),
            Err(error) => {
                // What cannot be undone either is left to be told by the next look at the corpus.
                done.into_iter().for_each(Undo::undo);
                return Err(unwritable(&path, &error));
            }
        }
    }
    Ok(())
}

/// Puts a text in place of that of a file in one step, so that nobody ever
/// sees half of it.
///
/// # Errors
/// When the file may not be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let staged = Staged::new(path, text);
    let replaced = staged.and_then(Staged::put_in_place);
    replaced.map(drop).map_err(|error| unwritable(path, &error))
}

/// A text beside the file that it is to replace or become.
struct Staged {
    path: PathBuf,
    new: NamedTempFile,
    /// The bytes that stand there now; nothing when there is no such file yet.
    old: Option<Vec<u8>>,
}

/// What brings a file back.
struct Undo {
    path: PathBuf,
    old: Option<Vec<u8>>,
}

impl Staged {
    fn new(path: &Path, text: &str) -> io::Result<Self> {
        let mut new = tempfile::Builder::new();
        let new = new.prefix(".quotemark");
        // A link stays a link: what it leads to is replaced.
        let (path, old) = match fs::canonicalize(path) {
            Ok(path) => {
                let old = fs::read(&path)?;
                (path, Some(old))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), None),
            Err(error) => return Err(error),
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        if old.is_none() {
            fs::create_dir_all(folder)?;
        }
        let mut new = new.tempfile_in(folder)?;
        new.write_all(text.as_bytes())?;
        if old.is_some() {
            let permissions = fs::metadata(&path)?.permissions();
            if permissions.readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            new.as_file().set_permissions(permissions)?;
        }
        new.as_file().sync_all()?;
        Ok(Self { path, new, old })
    }

    fn put_in_place(self) -> io::Result<Undo> {
        let Self { path, new, old } = self;
        match old {
            Some(_) => new.persist(&path)?,
            None => new.persist_noclobber(&path)?,
        };
        Ok(Undo { path, old })
    }
}

impl Undo {
    fn undo(self) {
        let _ = match self.old {
            Some(old) => fs::write(&self.path, old),
            None => fs::remove_file(&self.path),
        };
    }
}

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
                    "{} has changed in the meantime; nothing was written, try again",
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

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let shown = Paths::here().shown(path);
    Failure::new(match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("{shown} may not be written; nothing was changed")
        }
        _ => format!("{shown} cannot be written: {error}; nothing was changed"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edit::TextEdit;
    use crate::model::Source;

    fn corpus(folder: &Path, names: &[&str]) -> (Corpus, CorpusEdit) {
        let mut corpus = Corpus::default();
        let mut edit = CorpusEdit::default();
        for name in names {
            let path = folder.join(name);
            fs::write(&path, "old").unwrap();
            let file = corpus.insert_source(&path, Source::new("old"));
            edit.add(file, TextEdit::insert(0, "un"));
        }
        (corpus, edit)
    }

    #[test]
    fn all_files_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let (corpus, mut edit) = corpus(folder.path(), &["a.qm", "b.qm"]);
        edit.created
            .insert(folder.path().join("new/c.qm"), "made".into());
        apply(&corpus, &edit).unwrap();
        for (name, text) in [("a.qm", "unold"), ("b.qm", "unold"), ("new/c.qm", "made")] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
        }
    }

    #[test]
    fn one_that_cannot_be_written_keeps_all_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let (corpus, edit) = corpus(folder.path(), &["a.qm", "b.qm"]);
        let closed = folder.path().join("b.qm");
        let mut permissions = fs::metadata(&closed).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&closed, permissions).unwrap();
        let Err(Failure::Said(refused)) = apply(&corpus, &edit) else {
            panic!("a file that is read-only was written");
        };
        assert!(refused.contains("b.qm may not be written"), "{refused}");
        for name in ["a.qm", "b.qm"] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "old");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
