//! Edits of a corpus on their way to the disk: one file in one step, several
//! all or not at all.

pub mod changed;
pub mod diff;
pub mod messages;

use std::io::Write;
use std::path::{Path, PathBuf};

use self::changed::Changed;
use self::messages::{interrupted, no_turn, refusal, unchanged};
use super::output::{Ended, Failure, Outcome, on_one_line, plain};
use super::paths::home_of;
use crate::features::edit::CorpusEdit;
use crate::model::Corpus;
use crate::store::writing::{
    Change, CorpusFolder, FileError, Journal, Lock, Reason, Records, Turn,
};

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
    let mut out = plain();
    writeln!(out, "{done}: {}", edit.extent())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Makes an edit of the corpus in `home` that was
/// [`checked`](CorpusEdit::checked), in all files or in none. Should it be
/// interrupted, its [journal](Journal) says how to go on.
///
/// # Errors
/// Names the file that cannot be written; all files are then as they were.
pub fn apply(corpus: &Corpus, home: &Path, edit: &CorpusEdit) -> Result<(), Failure> {
    apply_with(Records::of_user().as_ref(), corpus, home, edit)
}

fn apply_with(
    records: Option<&Records>,
    corpus: &Corpus,
    home: &Path,
    edit: &CorpusEdit,
) -> Result<(), Failure> {
    let mut changed = Changed::of(corpus, edit)?;
    changed.retain(|change| change.old.as_deref() != Some(&*change.new));
    if changed.is_empty() {
        return Ok(());
    }
    let paths = || changed.iter().map(|change| change.path.as_path());
    let home = around(home_of(home), paths());
    let pending = records.and_then(|records| {
        let here = records.is_pending(&home).then(|| home.clone());
        here.or_else(|| records.pending_around(paths(), Some(&home)))
    });
    if let Some(pending) = pending {
        return Err(interrupted(&pending));
    }
    let folder = CorpusFolder::open(&home).map_err(unchanged)?;
    let changes = changed.into_iter().map(|change| {
        Ok(Change {
            file: folder.inside(&change.path)?,
            old: change.old,
            new: change.new,
        })
    });
    let changes: Result<Vec<Change>, FileError> = changes.collect();
    make(records, &folder, &changes.map_err(unchanged)?)
}

/// Makes changes of the corpus in a folder that is held open.
fn make(
    records: Option<&Records>,
    folder: &CorpusFolder,
    changes: &[Change],
) -> Result<(), Failure> {
    // One file is changed in one step, and nothing can come between.
    if let [Change { file, old, new }] = changes {
        let made = match old {
            Some(old) => file.replace(old.as_bytes(), new.as_bytes()),
            None => file.create(new.as_bytes()),
        };
        return made.map_err(unchanged);
    }
    let lock = match Lock::take(folder, records).map_err(|cannot| no_turn(cannot, folder))? {
        Turn::Free(lock) => lock,
        Turn::Interrupted(_) => return Err(interrupted(folder.path())),
    };
    let journal = Journal::begin(lock, command_line(), changes).map_err(unchanged)?;
    let failure = match journal.finish() {
        Ok(others) if others.is_empty() => {
            return journal.close().map_err(|refused| {
                Failure::new(format!("all was changed, but {}", refusal(&refused)))
            });
        }
        Ok(others) => unchanged(FileError::new(&others[0], Reason::Changed)),
        Err(refused) => unchanged(refused),
    };
    match journal.undo() {
        Ok(_) => {
            // What is left of the journal is then for `quotemark recover`, which finds nothing to do.
            let _ = journal.close();
            Err(failure)
        }
        Err(refused) => Err(Failure::new(format!(
            "{}; `quotemark recover` says how far the edit came",
            refusal(&refused)
        ))),
    }
}

/// The folder around a corpus and files that were named and may lie outside.
fn around<'p>(home: &Path, mut files: impl Iterator<Item = &'p Path>) -> PathBuf {
    if files.all(|file| file.starts_with(home)) {
        return home.to_owned();
    }
    let parents = files.filter_map(Path::parent);
    let mut around = home;
    for parent in parents {
        while !parent.starts_with(around) {
            around = around.parent().unwrap_or(parent);
        }
    }
    around.to_owned()
}

/// Takes out of an edit the files that may not be written since a link leads
/// to them or they are no documents, and says which: for files that were named
/// by a pattern, among others that are to be changed all the same.
///
/// # Errors
/// When the corpus' folder itself cannot be gone to.
pub fn take_out_refused(
    corpus: &Corpus,
    home: &Path,
    edit: &mut CorpusEdit,
) -> Result<Vec<String>, Failure> {
    let paths = edit.changes.keys().filter_map(|file| corpus.file(*file));
    let paths: Vec<PathBuf> = paths.map(|file| file.path.to_path_buf()).collect();
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let home = around(home_of(home), paths.iter().map(PathBuf::as_path));
    let folder = CorpusFolder::open(&home).map_err(unchanged)?;
    let mut refused = Vec::new();
    edit.changes.retain(|file, _| {
        let Some(file) = corpus.file(*file) else {
            return true;
        };
        let can = folder.inside(&file.path).and_then(|file| file.attributes());
        match can {
            Err(
                error @ FileError {
                    reason: Reason::Link { .. } | Reason::NoDocument | Reason::Outside,
                    ..
                },
            ) => {
                refused.push(refusal(&error));
                false
            }
            // Anything else keeps all files as they are.
            _ => true,
        }
    });
    Ok(refused)
}

/// Makes sure that no edit around these files was interrupted or is under way.
///
/// # Errors
/// Names the corpus, and says what to do.
pub fn none_is_interrupted(files: &[PathBuf]) -> Result<(), Failure> {
    let files = files.iter().map(PathBuf::as_path);
    let pending = Records::of_user().and_then(|records| records.pending_around(files, None));
    pending.map_or(Ok(()), |pending| Err(interrupted(&pending)))
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

#[cfg(test)]
mod tests;
