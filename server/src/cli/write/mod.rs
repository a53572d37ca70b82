//! Writing files: each in one step, and several all or not at all.

pub mod journal;
mod replacing;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::diff;
use super::locations::Paths;
use super::output::{Ended, Failure, Outcome, exact, on_one_line};
use crate::features::edit::{CorpusEdit, applied};
use crate::model::Corpus;
use journal::{Journal, Lock, Turn};

/// Makes an edit of the corpus in `home` and says `done` with how much it
/// changed; with `dry_run`, only prints what would change.
///
/// # Errors
/// As [`apply`], and when the output cannot be written.
pub fn apply_or_print(
    corpus: &Corpus,
    home: &Path,
    edit: &CorpusEdit,
    dry_run: bool,
    done: &str,
) -> Ended {
    if dry_run {
        diff::print(corpus, edit)?;
        return Ok(Outcome::Clean);
    }
    apply(corpus, home, edit)?;
    let mut out = exact();
    writeln!(out, "{done}: {}", edit.extent())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Makes an edit of the corpus in `home` that was
/// [`checked`](CorpusEdit::checked), in all files or in none. Should it be
/// interrupted, its [journal](journal) says how to go on.
///
/// # Errors
/// Names the file that cannot be written; all files are then as they were.
pub fn apply(corpus: &Corpus, home: &Path, edit: &CorpusEdit) -> Result<(), Failure> {
    let mut changes = Changed::of(corpus, edit)?;
    changes.retain(|change| change.old.as_deref() != Some(&*change.new));
    if changes.is_empty() {
        return Ok(());
    }
    make(home_of(home), &changes)
}

fn make(home: &Path, changes: &[Changed]) -> Result<(), Failure> {
    let paths = changes.iter().map(|change| change.path.as_path());
    if let Some(other) = journal::pending_around(paths, home) {
        return Err(interrupted(&other));
    }
    let lock = match Lock::take(home)? {
        Turn::Free(lock) => lock,
        Turn::Interrupted(_) => return Err(interrupted(home)),
    };
    let journal = Journal::begin(lock, command_line(), changes)?;
    let shown = |path: &Path| Paths::here().shown(path);
    let failure = match journal.finish() {
        Ok(others) if others.is_empty() => {
            return journal.close().map_err(|error| {
                Failure::new(format!(
                    "all was changed, but {} cannot be taken away: {error}",
                    shown(&home.join(journal::FOLDER))
                ))
            });
        }
        Ok(others) => Failure::new(format!(
            "{} has changed in the meantime; nothing was changed, try again",
            shown(&others[0])
        )),
        Err((path, error)) => unwritable(&path, &error),
    };
    match journal.undo() {
        Ok(_) => {
            // What is left of the journal is then for `quotemark recover`, which finds nothing to do.
            let _ = journal.close();
            Err(failure)
        }
        Err((path, error)) => Err(Failure::new(format!(
            "{} cannot be brought back: {error}; `quotemark recover` says how far the edit came",
            shown(&path)
        ))),
    }
}

/// That an edit was interrupted, and what to do.
fn interrupted(home: &Path) -> Failure {
    Failure::new(format!("{}; nothing was changed", interrupted_note(home)))
}

/// That an edit was interrupted, for whoever asks something.
pub fn interrupted_note(home: &Path) -> String {
    let shown = Paths::here().shown(home);
    let of = match shown.as_str() {
        "." => String::new(),
        _ => format!(" --corpus {shown}"),
    };
    format!(
        "an edit of the files in {shown} was interrupted or is under way, so that some may be \
         changed and others not; `quotemark recover{of}` says how far it came, and finishes or undoes it"
    )
}

/// The command line, for people.
fn command_line() -> String {
    let words = std::env::args_os().skip(1);
    let words = words.map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = std::iter::once("quotemark".to_owned())
        .chain(words)
        .collect();
    on_one_line(&words.join(" "))
}

/// The folder of a corpus that may be a single file.
pub fn home_of(corpus: &Path) -> &Path {
    if corpus.is_dir() {
        corpus
    } else {
        replacing::folder_of(corpus)
    }
}

/// Puts a text in place of that of a file in one step, so that nobody ever
/// sees half of it.
///
/// # Errors
/// When the file may not be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    replacing::replace(path, text.as_bytes()).map_err(|error| unwritable(path, &error))
}

/// Makes a file with that text in one step; with `force`, also in place of
/// one that is there.
///
/// # Errors
/// In the system's words; one that is there already is an error of its own kind.
pub fn create(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if force && path.exists() {
        replacing::replace(path, text.as_bytes())
    } else {
        replacing::create(path, text.as_bytes())
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
mod tests;
