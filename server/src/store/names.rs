//! What names of files say, and how far down they are looked for.

use std::path::Path;

use crate::settings::FILE_NAME;

/// How far down a folder is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// All the way.
    Everything,
    /// The folder's own files.
    OneFolder,
}

/// The order in which a walk lists files: that of the bytes of their paths,
/// which is found faster than that of paths.
pub fn by_name(one: &Path, other: &Path) -> std::cmp::Ordering {
    one.as_os_str().cmp(other.as_os_str())
}

/// Whether a path ends in `.qm`.
pub fn is_article(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "qm")
}

/// Whether a path is that of a settings file.
pub fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}
