//! What is said of a corpus beside the answer, on standard error.

use std::path::Path;

use crate::cli::output::say_note;
use crate::cli::paths::{Paths, absolute, home_of};
use crate::cli::write::messages;
use crate::settings::Limits;
use crate::store::writing::Records;
use crate::store::{ListNote, Root, Walk};

/// What to do where there are too many files.
const MORE_FILES: &str = "name what is no corpus in a .gitignore, or allow more by `files` under \
                          `[limits]` in quotemark.toml";

/// Says so when there were more files than are looked at, or lists that do not count.
pub fn left_out(folder: &Path, found: &Walk, limits: Limits) {
    if found.gave_up {
        say_note(&format!(
            "{} holds more than {} files and folders, and no more of them were looked at; {}",
            Paths::here().shown(folder),
            limits.files,
            MORE_FILES
        ));
    }
    for ListNote { path, why } in &found.lists.named {
        let path = absolute(path).unwrap_or_else(|_| path.clone());
        say_note(&format!("{} {why}", Paths::here().shown(&path)));
    }
    match found.lists.more {
        0 => {}
        1 => say_note("there is 1 more such list"),
        more => say_note(&format!("there are {more} more such lists")),
    }
}

/// Says so when an edit of the corpus was interrupted, or something looks like
/// one that is none.
pub fn interrupted(root: &Root) {
    let home = home_of(&root.folder);
    if Records::of_user().is_some_and(|records| records.is_pending(home)) {
        say_note(&messages::interrupted_note(home));
    }
    if let Some(note) = messages::unvouched_note(home) {
        say_note(&note);
    }
}
