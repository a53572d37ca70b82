//! Files: walking, reading, watching, and the documents that are open.
//!
//! The only place that touches the disk. What is read becomes facts at once;
//! of closed files no text is kept.

pub mod cache;
mod casts;
mod document;
#[cfg(unix)]
mod folder;
mod foreign_files;
mod homes;
mod identity;
mod listing;
mod lists;
mod load;
mod names;
mod open_documents;
mod read;
mod refusals;
mod root;
mod roots;
mod settings;
mod stamp;
mod walk;
mod watch;
mod workspace;
pub mod writing;

pub use casts::{ExternalFiles, external_files, read_external};
pub use document::{Change, OpenDocument};
pub use foreign_files::{ForeignFile, ForeignFiles};
pub use homes::{Corpora, Held, Home, Homes};
pub use identity::Identities;
pub use lists::{ListNote, ListNotes};
pub use load::{Loaded, ReadArticle, Taken, keep, load, read_articles, read_corpus};
pub use names::{Depth, by_name, is_article, is_settings};
pub use open_documents::OpenDocuments;
pub use read::{
    Disk, FailureKind, Links, MOST_BYTES, ReadError, ReadFailure, bytes_at, opened, read, too_large,
};
pub use refusals::{BringBack, Refusals};
pub use root::{
    MARKS, Root, is_too_wide, may_be_root, repository, root_of, root_of_folder, set_up,
};
pub use roots::Roots;
pub use settings::{
    SettingsFile, SettingsFiles, limits_of, read_settings, settings_above, settings_of,
};
pub use walk::{Leaving, Walk, articles, walk, walk_within};
pub use watch::{SETTLE, WatchEvent, Watcher, watch};
pub use workspace::{ExternalSources, RootChanges, TextVersion, Workspace};
