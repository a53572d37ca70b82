//! Edits of a corpus on their way to the disk: one file in one step, several
//! all or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::corpus::root::home_of;
use super::diff;
use super::output::{Ended, Failure, Outcome, on_one_line, plain};
use super::paths::Paths;
use crate::features::edit::{CorpusEdit, applied};
use crate::model::Corpus;
use crate::store::writing::{
    Cannot, Change, CorpusFolder, Journal, Lock, Reason, Records, Refused, Turn, unvouched,
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
    let changes: Result<Vec<Change>, Refused> = changes.collect();
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
                Failure::new(format!("all was changed, but {}", told(&refused)))
            });
        }
        Ok(others) => unchanged(Refused::new(&others[0], Reason::Changed)),
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
            told(&refused)
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
        let can = folder.inside(&file.path).and_then(|file| file.like());
        match can {
            Err(
                error @ Refused {
                    reason: Reason::Link { .. } | Reason::NoDocument | Reason::Outside,
                    ..
                },
            ) => {
                refused.push(told(&error));
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

/// That an edit was interrupted, and what to do.
fn interrupted(home: &Path) -> Failure {
    Failure::new(format!("{}; nothing was changed", interrupted_note(home)))
}

/// That an edit was interrupted, for whoever asks something.
pub fn interrupted_note(home: &Path) -> String {
    // A link that led here would be refused as a corpus in which files are written.
    let real = home.canonicalize();
    let home = real.as_deref().unwrap_or(home);
    format!(
        "an edit of the files in {} was interrupted or is under way, so that some may be \
         changed and others not; `quotemark recover{}` says how far it came, and finishes or undoes it",
        Paths::here().shown(home),
        for_corpus(home)
    )
}

/// The option that names a corpus, where it is not the current folder.
fn for_corpus(home: &Path) -> String {
    match Paths::here().shown(home).as_str() {
        "." => String::new(),
        shown => format!(" --corpus {shown}"),
    }
}

/// That something in a corpus looks like an interrupted edit and is none of
/// this user's.
pub fn unvouched_note(home: &Path) -> Option<String> {
    let path = unvouched(home, Records::of_user().as_ref())?;
    Some(format!(
        "{} looks like an interrupted edit, but Quotemark has not written it for you on this \
         machine; it is not used, and may be deleted if nothing in it is missed",
        Paths::here().shown(&path)
    ))
}

/// Why an edit cannot be begun or recovered now.
pub fn no_turn(cannot: Cannot, folder: &CorpusFolder) -> Failure {
    Failure::new(match cannot {
        Cannot::Busy => format!(
            "another command is changing the files in {}; nothing was changed, try again when it \
             has ended",
            Paths::here().shown(folder.path())
        ),
        Cannot::Corpus(refused) => return unchanged(refused),
        Cannot::State(path, error) => format!(
            "nothing was changed, since an edit of several files is first written down in your \
             state folder, and {} cannot be written: {error}; XDG_STATE_HOME names another",
            path.display()
        ),
        Cannot::NoState => "nothing was changed, since an edit of several files is first written \
                            down in your state folder, and the system names none; set \
                            XDG_STATE_HOME"
            .into(),
        Cannot::StateInside(path) => format!(
            "nothing was changed, since an edit of several files is first written down in your \
             state folder, and {} lies in the corpus or its repository, where others may have \
             written it; set XDG_STATE_HOME to a folder outside",
            path.display()
        ),
        Cannot::NoTexts(interrupted, error) => format!(
            "an edit was interrupted here, and its texts in {} cannot be opened: {error}; put the \
             folder back, or give the edit up with `quotemark recover{} --discard`; nothing was \
             changed",
            Paths::here().shown(&interrupted.folder()),
            for_corpus(folder.path())
        ),
        Cannot::Unreadable(path) => format!(
            "{} is not as this version writes it; finish or undo the edit with the one that began \
             it, or delete that file if the corpus is as you want it",
            path.display()
        ),
    })
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

/// A refusal as a failure by which nothing was changed.
pub fn unchanged(refused: Refused) -> Failure {
    Failure::new(format!("{}; nothing was changed", told(&refused)))
}

/// A refusal in words, the file named as people on this command line would.
pub fn told(refused: &Refused) -> String {
    let shown = Paths::here().shown(&refused.path);
    format!("{shown} {}", refused.reason)
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

#[cfg(test)]
mod tests;
