//! Reading one file.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::fs::{CWD, Mode, OFlags, openat};

use super::stamp::settled_stamp;
use crate::features::diagnostics::marked_encoding;
use crate::model::{Stamp, Texts};

/// The largest file that is read whatever is set, in bytes: positions have 32
/// bits, and settings are read before any limit is known.
const MOST_BYTES: u64 = 1 << 30;

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFailure {
    /// Where it is.
    pub path: PathBuf,
    /// Why.
    pub kind: FailureKind,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureKind {
    /// The system does not give it out; its own words.
    Unreadable(String),
    /// It is not UTF-8.
    NotUtf8 {
        /// The first byte that is not.
        offset: usize,
        /// What it seems to be instead, if a mark at its start says so.
        looks_like: Option<&'static str>,
    },
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::NotUtf8 {
                looks_like: Some(encoding),
                ..
            } => {
                write!(
                    f,
                    "is {encoding}, not UTF-8; `iconv -f {encoding} -t UTF-8` converts it"
                )
            }
            Self::NotUtf8 { offset, .. } => {
                write!(
                    f,
                    "is not UTF-8 (the first wrong byte is at offset {offset}); convert it first"
                )
            }
        }
    }
}

/// Reads the file at `path`.
///
/// # Errors
/// Says whether the system refuses it or it is not UTF-8.
pub fn read(path: &Path) -> Result<String, ReadFailure> {
    let read = read_opened(path, MOST_BYTES, open(path));
    read.map(|(text, _)| text)
}

/// Opens many files, one after the other.
#[derive(Default)]
pub struct Opener {
    #[cfg(unix)]
    folder: super::folder::Folder,
}

impl Opener {
    /// The same as [`read`] for a file of at most `most` bytes, with what will
    /// tell whether it has changed since, where that can be told.
    ///
    /// # Errors
    /// As [`read`], or says that the file is larger.
    pub fn read_stamped(
        &mut self,
        path: &Path,
        most: u64,
    ) -> Result<(String, Option<Stamp>), ReadFailure> {
        read_opened(path, most, self.open(path))
    }

    #[cfg(unix)]
    fn open(&mut self, path: &Path) -> io::Result<std::fs::File> {
        if let Some((folder, name)) = self.folder.of(path)
            && let Ok(opened) = openat(folder, name, OPENING, Mode::empty())
        {
            return Ok(opened.into());
        }
        // Another folder may stand there by now.
        open(path)
    }

    #[cfg(not(unix))]
    fn open(&mut self, path: &Path) -> io::Result<std::fs::File> {
        open(path)
    }
}

/// How files are opened: without waiting for anybody to write into one, should
/// it be a pipe.
#[cfg(unix)]
const OPENING: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

#[cfg(unix)]
fn open(path: &Path) -> io::Result<std::fs::File> {
    Ok(openat(CWD, path, OPENING, Mode::empty())?.into())
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<std::fs::File> {
    std::fs::File::open(path)
}

fn read_opened(
    path: &Path,
    most: u64,
    opened: io::Result<std::fs::File>,
) -> Result<(String, Option<Stamp>), ReadFailure> {
    let most = most.min(MOST_BYTES);
    let failure = |kind| ReadFailure {
        path: path.to_owned(),
        kind,
    };
    let unreadable = |why: String| failure(FailureKind::Unreadable(why));
    let told = |error: io::Error| unreadable(error.to_string());
    let mut file = opened.map_err(told)?;
    let metadata = file.metadata().map_err(told)?;
    if !metadata.is_file() {
        return Err(unreadable("it is no regular file".into()));
    }
    let too_large = |bytes: u64| {
        let (has, most) = (bytes.div_ceil(1 << 20), most >> 20);
        unreadable(format!(
            "it has {has} MiB, and `file-mib` under `[limits]` in quotemark.toml allows {most}"
        ))
    };
    if metadata.len() > most {
        return Err(too_large(metadata.len()));
    }
    let length = usize::try_from(metadata.len()).unwrap_or_default();
    let mut bytes = Vec::with_capacity(length + 1);
    read_once(&file, &mut bytes);
    if bytes.len() != length {
        // What has grown since is read no further than is allowed.
        let rest = (most + 1).saturating_sub(bytes.len() as u64);
        let mut limited = file.by_ref().take(rest);
        limited.read_to_end(&mut bytes).map_err(told)?;
    }
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64));
    }
    let looks_like = marked_encoding(&bytes);
    // What grew or shrank while it was read is not as its stamp says.
    let stamp = settled_stamp(&metadata).filter(|_| bytes.len() == length);
    let text = String::from_utf8(bytes).map_err(|error| {
        failure(FailureKind::NotUtf8 {
            offset: error.utf8_error().valid_up_to(),
            looks_like,
        })
    })?;
    Ok((text, stamp))
}

/// Reads what one call gives, which is nearly always all: asking once more, only
/// to be told that it was, costs as much. An error is told by whoever reads on.
#[cfg(unix)]
fn read_once(file: &std::fs::File, bytes: &mut Vec<u8>) {
    let _ = rustix::io::read(file, rustix::buffer::spare_capacity(bytes));
}

#[cfg(not(unix))]
fn read_once(_: &std::fs::File, _: &mut Vec<u8>) {}

/// The bytes of a file that is no text, as far as they can be had.
pub fn raw(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

/// The texts of closed files, as they are on the disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Texts for Disk {
    fn text(&self, path: &Path) -> Option<String> {
        read(path).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_that_was_put_in_place_of_another_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (place, before) = (folder.path().join("a"), folder.path().join("before"));
        let write = |name: &str| {
            fs::create_dir(&place).unwrap();
            fs::write(place.join(name), name).unwrap();
        };
        let mut opener = Opener::default();
        let mut read = |name: &str| opener.read_stamped(&place.join(name), 9).map(|read| read.0);
        write("x.qm");
        assert_eq!(read("x.qm").unwrap(), "x.qm");
        fs::rename(&place, &before).unwrap();
        write("y.qm");
        assert_eq!(read("y.qm").unwrap(), "y.qm");
        assert!(matches!(
            read("z.qm").unwrap_err().kind,
            FailureKind::Unreadable(_)
        ));
    }
}
