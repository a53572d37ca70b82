//! Why a file is not written or read.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file that is not written, and why.
#[derive(Debug)]
pub struct FileError {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Why.
    pub reason: Reason,
}

/// Why a file is not written. Shown, it says so of the file in words that
/// follow its name.
#[derive(Debug)]
pub enum Reason {
    /// The file is a link, or a folder on the way to it is.
    Link {
        /// The folder; nothing where the file itself is a link.
        folder: Option<PathBuf>,
        /// What the link says, which need not be there.
        target: Option<PathBuf>,
    },
    /// It lies outside of the corpus, or in a folder of its repository's own.
    Outside,
    /// It is neither a `.qm` file nor a `quotemark.toml`.
    NoDocument,
    /// It is a folder, a pipe, a device or the like.
    NoFile,
    /// It is larger than anything that is read; how many bytes it has at least.
    TooLarge(u64),
    /// It is no longer what it was when it was read.
    Changed,
    /// It is there already.
    Exists,
    /// The text for it that an edit has written down is not what it was.
    Damaged,
    /// The system refuses it.
    System(io::Error),
}

impl FileError {
    /// That `path` is refused for that reason.
    pub fn new(path: &Path, reason: impl Into<Reason>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}

impl Reason {
    /// What the system says, where it is the system that refuses.
    pub fn system(&self) -> Option<io::ErrorKind> {
        match self {
            Self::System(error) => Some(error.kind()),
            _ => None,
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl Reason {
    /// That a file is a link, which leads to `target`.
    pub(super) fn link(target: Option<PathBuf>) -> Self {
        Self::Link {
            folder: None,
            target,
        }
    }

    /// The same, said of a folder on the way to the file.
    pub(super) fn on_the_way(self, folder: &Path) -> Self {
        match self {
            Self::Link { target, .. } => Self::Link {
                folder: Some(folder.to_owned()),
                target,
            },
            other => other,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link { folder, target } => {
                match folder {
                    Some(folder) => write!(
                        f,
                        "is reached through {}, which is a link",
                        folder.display()
                    )?,
                    None => f.write_str("is a link")?,
                }
                if let Some(target) = target {
                    write!(f, " to {}", target.display())?;
                }
                f.write_str("; no link is followed here, name what it leads to")
            }
            Self::Outside => f.write_str("lies outside of the corpus"),
            Self::NoDocument => f.write_str("is no `.qm` file, and no other is written"),
            Self::NoFile => f.write_str("is no regular file"),
            Self::TooLarge(bytes) => write!(f, "is too large ({} MiB)", bytes.div_ceil(1 << 20)),
            Self::Changed => f.write_str("has changed in the meantime"),
            Self::Exists => f.write_str("is there already"),
            Self::Damaged => {
                f.write_str("cannot be changed: its text that was kept for the edit is damaged")
            }
            Self::System(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => f.write_str("may not be written"),
                io::ErrorKind::NotFound => f.write_str("is not there"),
                _ => write!(f, "cannot be written: {error}"),
            },
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for FileError {}
