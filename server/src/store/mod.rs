//! Files: walking, reading, watching, and the documents that are open.
//!
//! The only place that touches the disk. What is read becomes facts at once;
//! of closed files no text is kept.

mod document;
mod load;
mod read;
mod root;
mod walk;
mod watch;
mod workspace;

pub use document::{Change, OpenDocument};
pub use load::{Loaded, ReadArticle, load, read_articles};
pub use read::{Disk, FailureKind, ReadFailure, raw, read};
pub use root::{Root, is_too_wide, root_of};
pub use walk::{Depth, articles, is_article};
pub use watch::{Noticed, SETTLE, Watcher, watch};
pub use workspace::Workspace;
