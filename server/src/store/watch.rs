//! Noticing changes on the disk, for editors that do not tell of them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Depth, Root};

/// A running watch; it ends when this is dropped.
pub struct Watcher {
    inner: RecommendedWatcher,
}

/// What a watch tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent {
    /// Something happened to these paths.
    Paths(Vec<PathBuf>),
    /// So much happened that some of it was lost: everything is to be read again.
    Overflow,
}

/// How long a burst of changes is gathered before it is reported.
pub const SETTLE: Duration = Duration::from_millis(100);

/// Begins to watch nothing; folders are [added](Watcher::add). `tell` is called
/// from a thread of the watch.
///
/// # Errors
/// Says why the system cannot watch.
pub fn watch(tell: impl Fn(WatchEvent) + Send + 'static) -> Result<Watcher, String> {
    let inner = notify::recommended_watcher(move |event: notify::Result<Event>| match event {
        Ok(event) if event.need_rescan() => tell(WatchEvent::Overflow),
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
        Ok(event) => tell(WatchEvent::Paths(event.paths)),
        Err(_) => tell(WatchEvent::Overflow),
    });
    let inner = inner.map_err(message_of)?;
    Ok(Watcher { inner })
}

impl Watcher {
    /// Whether the system watches a whole tree as one thing. Linux watches
    /// folder by folder, so there only those are [added](Self::add_folder) in
    /// which documents can lie.
    pub const WATCHES_TREES: bool = !cfg!(target_os = "linux");

    /// Watches a folder and nothing below it.
    ///
    /// # Errors
    /// Says why the system cannot watch it.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), String> {
        let watch = self.inner.watch(folder, RecursiveMode::NonRecursive);
        watch.map_err(message_of)
    }

    /// Watches a folder too.
    ///
    /// # Errors
    /// Says why the system cannot watch it.
    pub fn add(&mut self, root: &Root) -> Result<(), String> {
        let mode = match root.depth {
            Depth::Everything => RecursiveMode::Recursive,
            Depth::OneFolder => RecursiveMode::NonRecursive,
        };
        self.inner.watch(&root.folder, mode).map_err(message_of)
    }

    /// Watches a folder no longer.
    pub fn remove(&mut self, folder: &Path) {
        // A folder that is gone is no longer watched in any case.
        let _ = self.inner.unwatch(folder);
    }
}

/// Why something is not watched, and what to look at.
fn message_of(error: notify::Error) -> String {
    let is_limit = match &error.kind {
        ErrorKind::MaxFilesWatch => Some("watches"),
        // No more watchers, of which each editor and many other programs have one.
        ErrorKind::Io(error) if error.raw_os_error() == Some(TOO_MANY_OPEN) => Some("instances"),
        _ => None,
    };
    match is_limit {
        Some(limit) if cfg!(target_os = "linux") => format!(
            "the system's limit is reached, which `sysctl fs.inotify.max_user_{limit}` tells and \
             an administrator can raise"
        ),
        // Without the paths, which are logged beside it.
        _ => notify::Error::new(error.kind).to_string(),
    }
}

/// The system's number for too many open files (EMFILE).
const TOO_MANY_OPEN: i32 = 24;
