//! Reading one file: a regular one, of a limited size, without waiting.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(unix)]
use rustix::fs::{CWD, Mode, OFlags, openat};

use super::stamp::settled_stamp;
use crate::model::{Stamp, Texts};
use crate::syntax::{LineIndex, NotUtf8, text_of};

/// The largest file that is read whatever is set, in bytes: positions have 32
/// bits.
pub const MOST_BYTES: u64 = 1 << 30;

/// Whether a link at the end of a path is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is: the user named it, or put it there.
    Followed,
    /// It is not: whoever wrote the corpus may have put it there.
    Refused,
}

/// Why the bytes of a file are not given out.
#[derive(Debug)]
pub enum ReadError {
    /// The system does not give them out.
    System(io::Error),
    /// It is a link, and none is followed.
    Link,
    /// It is a folder.
    Folder,
    /// It is a pipe, a device, a socket or the like.
    NoFile,
    /// It is too large.
    TooLarge {
        /// How large it is, in bytes, as far as it was read.
        bytes: u64,
        /// How large it may be.
        most: u64,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => error.fmt(f),
            Self::Link => f.write_str("it is a link, and in a corpus no link is followed"),
            Self::Folder => f.write_str("it is a folder"),
            Self::NoFile => f.write_str("it is no regular file"),
            Self::TooLarge { bytes, most } => {
                let (has, most) = in_mib(*bytes, *most);
                write!(f, "it has {has} MiB, and {most} is the most")
            }
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// A size and a limit in MiB, for a message.
pub fn in_mib(bytes: u64, most: u64) -> (u64, u64) {
    (bytes.div_ceil(1 << 20), most >> 20)
}

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
    /// It is not given out.
    Unreadable(String),
    /// It is not UTF-8.
    NotUtf8(NotUtf8),
}

impl FailureKind {
    /// The lines of what could be read of a file, for the place of a report on it.
    pub fn lines(&self) -> Arc<LineIndex> {
        match self {
            Self::Unreadable(_) => Arc::new(LineIndex::new("")),
            Self::NotUtf8(why) => why.before().clone(),
        }
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::NotUtf8(why) => why.fmt(f),
        }
    }
}

/// Reads the file at `path`.
///
/// # Errors
/// Says whether it is not given out or is not UTF-8.
pub fn read(path: &Path) -> Result<String, ReadFailure> {
    read_at_most(path, Links::Followed, MOST_BYTES)
}

/// The same for a file of at most `most` bytes.
///
/// # Errors
/// As [`read`], or says that the file is larger, or a link.
pub fn read_at_most(path: &Path, links: Links, most: u64) -> Result<String, ReadFailure> {
    let kind = match bytes_at(path, links, most) {
        Ok(bytes) => match text_of(bytes) {
            Ok(text) => return Ok(text),
            Err(why) => FailureKind::NotUtf8(why),
        },
        Err(refused) => FailureKind::Unreadable(refused.to_string()),
    };
    Err(ReadFailure {
        path: path.to_owned(),
        kind,
    })
}

/// The bytes of the file at `path`, of which there are at most `most`.
///
/// # Errors
/// Says why they are not given out.
pub fn bytes_at(path: &Path, links: Links, most: u64) -> Result<Vec<u8>, ReadError> {
    let (file, metadata) = regular(open(path, links)?)?;
    bytes_of(file, &metadata, most)
}

/// The regular file at `path`, to be read bit by bit.
///
/// # Errors
/// Says why it is not given out.
pub fn opened(path: &Path, links: Links) -> Result<File, ReadError> {
    Ok(regular(open(path, links)?)?.0)
}

/// Opens many files, one after the other.
#[derive(Default)]
pub struct Opener {
    #[cfg(unix)]
    folder: super::folder::Folder,
}

impl Opener {
    /// The same as [`read`] for a file of at most `most` bytes, with what will
    /// tell whether it has changed since, where the system says so.
    ///
    /// # Errors
    /// As [`read`], or says that the file is larger.
    pub fn read_stamped(
        &mut self,
        path: &Path,
        most: u64,
    ) -> Result<(String, Option<Stamp>), ReadFailure> {
        let read = || -> Result<_, ReadError> {
            let (file, metadata) = regular(self.open(path)?)?;
            Ok((bytes_of(file, &metadata, most)?, metadata))
        };
        let failure = |kind| ReadFailure {
            path: path.to_owned(),
            kind,
        };
        let reason = |refused| match refused {
            ReadError::TooLarge { bytes, most } => too_large(bytes, most),
            other => other.to_string(),
        };
        let (bytes, metadata) =
            { read }().map_err(|refused| failure(FailureKind::Unreadable(reason(refused))))?;
        // What grew or shrank while it was read is not as its stamp says.
        let is_whole = bytes.len() as u64 == metadata.len();
        let stamp = settled_stamp(&metadata).filter(|_| is_whole);
        let text = text_of(bytes).map_err(|why| failure(FailureKind::NotUtf8(why)))?;
        Ok((text, stamp))
    }

    #[cfg(unix)]
    fn open(&mut self, path: &Path) -> Result<File, ReadError> {
        if let Some((folder, name)) = self.folder.of(path)
            && let Ok(opened) = openat(folder, name, OPENING, Mode::empty())
        {
            return Ok(opened.into());
        }
        // Another folder may stand there by now.
        open(path, Links::Followed)
    }

    #[cfg(not(unix))]
    fn open(&mut self, path: &Path) -> Result<File, ReadError> {
        open(path, Links::Followed)
    }
}

/// That a file of a corpus is larger than the settings allow.
pub fn too_large(bytes: u64, most: u64) -> String {
    let (has, most) = in_mib(bytes, most);
    format!("it has {has} MiB, and `file-mib` under `[limits]` in quotemark.toml allows {most}")
}

/// How files are opened: without waiting for anybody to write into one, should
/// it be a pipe, and without making a terminal that of this process.
#[cfg(unix)]
pub const OPENING: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// Opens a file that is not known to be one. To open some devices does
/// something, so it is looked at before; what was opened is looked at again,
/// since another may have come in its place.
fn open(path: &Path, links: Links) -> Result<File, ReadError> {
    let found = match links {
        Links::Followed => std::fs::metadata(path)?,
        Links::Refused => std::fs::symlink_metadata(path)?,
    };
    is_regular(&found)?;
    open_looked_at(path, links)
}

#[cfg(unix)]
fn open_looked_at(path: &Path, links: Links) -> Result<File, ReadError> {
    let flags = match links {
        Links::Followed => OPENING,
        Links::Refused => OPENING.union(OFlags::NOFOLLOW),
    };
    let opened = openat(CWD, path, flags, Mode::empty());
    Ok(opened.map_err(io::Error::from)?.into())
}

#[cfg(not(unix))]
fn open_looked_at(path: &Path, _: Links) -> Result<File, ReadError> {
    Ok(File::open(path)?)
}

fn is_regular(found: &Metadata) -> Result<(), ReadError> {
    let kind = found.file_type();
    if kind.is_file() {
        Ok(())
    } else if kind.is_dir() {
        Err(ReadError::Folder)
    } else if kind.is_symlink() {
        Err(ReadError::Link)
    } else {
        Err(ReadError::NoFile)
    }
}

/// A file that was opened, if it is a regular one, and what the system says of it.
///
/// # Errors
/// Says what else it is.
pub fn regular(opened: File) -> Result<(File, Metadata), ReadError> {
    let metadata = opened.metadata()?;
    is_regular(&metadata)?;
    Ok((opened, metadata))
}

/// The bytes of a [`regular`] file. Its length is not believed: files that
/// the system makes up have none and may be endless.
///
/// # Errors
/// Says that there are more than `most`, or that they cannot be read.
pub fn bytes_of(mut file: File, metadata: &Metadata, most: u64) -> Result<Vec<u8>, ReadError> {
    let most = most.min(MOST_BYTES);
    let too_large = |bytes| ReadError::TooLarge { bytes, most };
    if metadata.len() > most {
        return Err(too_large(metadata.len()));
    }
    let length = usize::try_from(metadata.len()).unwrap_or_default();
    let mut bytes = Vec::with_capacity(length + 1);
    read_once(&file, &mut bytes);
    if bytes.len() != length || length == 0 {
        // What has grown since is read no further than is allowed.
        let rest = (most + 1).saturating_sub(bytes.len() as u64);
        file.by_ref().take(rest).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Reads what one call gives, which is nearly always all: asking once more, only
/// to hear that it was, costs as much. An error is met again by whoever reads on.
#[cfg(unix)]
fn read_once(file: &File, bytes: &mut Vec<u8>) {
    let _ = rustix::io::read(file, rustix::buffer::spare_capacity(bytes));
}

#[cfg(not(unix))]
fn read_once(_: &File, _: &mut Vec<u8>) {}

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
