//! What is said of edits that cannot be made.

use std::path::Path;

use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::store::writing::{CorpusFolder, FileError, LockError, Records, unvouched};

/// A refusal in words, the file named as people on this command line would.
pub fn refusal(refused: &FileError) -> String {
    let shown = Paths::here().shown(&refused.path);
    format!("{shown} {}", refused.reason)
}

/// A refusal as a failure by which nothing was changed.
pub fn unchanged(refused: FileError) -> Failure {
    Failure::new(format!("{}; nothing was changed", refusal(&refused)))
}

/// That an edit was interrupted, and what to do.
pub fn interrupted(home: &Path) -> Failure {
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
pub fn no_turn(cannot: LockError, folder: &CorpusFolder) -> Failure {
    Failure::new(match cannot {
        LockError::Busy => format!(
            "another command is changing the files in {}; nothing was changed, try again when it \
             has ended",
            Paths::here().shown(folder.path())
        ),
        LockError::Corpus(refused) => return unchanged(refused),
        LockError::State(path, error) => format!(
            "nothing was changed, since an edit of several files is first written down in your \
             state folder, and {} cannot be written: {error}; XDG_STATE_HOME names another",
            path.display()
        ),
        LockError::NoState => {
            "nothing was changed, since an edit of several files is first written \
                            down in your state folder, and the system names none; set \
                            XDG_STATE_HOME"
                .into()
        }
        LockError::StateInside(path) => format!(
            "nothing was changed, since an edit of several files is first written down in your \
             state folder, and {} lies in the corpus or its repository, where others may have \
             written it; set XDG_STATE_HOME to a folder outside",
            path.display()
        ),
        LockError::NoTexts(interrupted, error) => format!(
            "an edit was interrupted here, and its texts in {} cannot be opened: {error}; put the \
             folder back, or give the edit up with `quotemark recover{} --discard`; nothing was \
             changed",
            Paths::here().shown(&interrupted.folder()),
            for_corpus(folder.path())
        ),
        LockError::Unreadable(path) => format!(
            "{} is not as this version writes it; finish or undo the edit with the one that began \
             it, or delete that file if the corpus is as you want it",
            path.display()
        ),
    })
}
