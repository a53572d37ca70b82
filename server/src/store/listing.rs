//! What lies in a folder.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::Path;

use super::read::Links;

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, wherever it leads.
    Link,
    /// A pipe, a device, a socket or the like.
    Other,
}

/// Something in a folder.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: OsString,
    /// What it is.
    pub kind: Kind,
    /// Whether it is hidden: its name begins with a dot, or Windows says so.
    pub is_hidden: bool,
}

/// A folder that is open, and what lies in it.
pub struct Listing {
    /// All of it, in no order.
    pub entries: Vec<Entry>,
    folder: Handle,
}

impl Listing {
    /// Opens a folder and lists it. What has no name that can be shown is left out.
    ///
    /// # Errors
    /// When it is no folder or cannot be read.
    pub fn of(path: &Path, links: Links) -> io::Result<Self> {
        let (folder, entries) = list(path, links)?;
        Ok(Self { entries, folder })
    }

    /// Opens something in it, following no link and waiting for nobody.
    ///
    /// # Errors
    /// When the system does not give it out.
    pub fn open(&self, name: &OsStr) -> io::Result<File> {
        open_in(&self.folder, name)
    }
}

fn is_dotted(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(unix)]
type Handle = rustix::fs::Dir;

#[cfg(unix)]
fn list(path: &Path, links: Links) -> io::Result<(Handle, Vec<Entry>)> {
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{Dir, Mode, OFlags, open};

    let mut flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    if links == Links::Refused {
        flags |= OFlags::NOFOLLOW;
    }
    let mut folder = Dir::new(open(path, flags, Mode::empty())?)?;
    let mut entries = Vec::new();
    let mut unknown = Vec::new();
    while let Some(entry) = folder.read() {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        let kind = kind_of(entry.file_type());
        if kind.is_none() {
            unknown.push(entries.len());
        }
        let name = OsStr::from_bytes(name).to_owned();
        entries.push(Entry {
            is_hidden: is_dotted(&name),
            name,
            kind: kind.unwrap_or(Kind::Other),
        });
    }
    for place in unknown {
        let entry = &mut entries[place];
        entry.kind = looked_up(&folder, &entry.name).unwrap_or(Kind::Other);
    }
    Ok((folder, entries))
}

/// The kind of something in a folder of a file system whose lists do not tell.
#[cfg(unix)]
fn looked_up(folder: &Handle, name: &OsStr) -> Option<Kind> {
    use rustix::fs::{AtFlags, FileType, statat};

    let found = statat(folder.fd().ok()?, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    kind_of(FileType::from_raw_mode(found.st_mode))
}

#[cfg(unix)]
fn kind_of(kind: rustix::fs::FileType) -> Option<Kind> {
    use rustix::fs::FileType;

    match kind {
        FileType::Directory => Some(Kind::Folder),
        FileType::RegularFile => Some(Kind::File),
        FileType::Symlink => Some(Kind::Link),
        FileType::Unknown => None,
        _ => Some(Kind::Other),
    }
}

#[cfg(unix)]
fn open_in(folder: &Handle, name: &OsStr) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, openat};

    let flags = super::read::OPENING | OFlags::NOFOLLOW;
    Ok(openat(folder.fd()?, name, flags, Mode::empty())?.into())
}

#[cfg(not(unix))]
type Handle = std::path::PathBuf;

#[cfg(not(unix))]
fn list(path: &Path, links: Links) -> io::Result<(Handle, Vec<Entry>)> {
    if links == Links::Refused && std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let entries = std::fs::read_dir(path)?.filter_map(|entry| {
        let entry = entry.ok()?;
        let (name, kind) = (entry.file_name(), entry.file_type().ok()?);
        Some(Entry {
            is_hidden: is_dotted(&name) || entry.metadata().is_ok_and(|found| is_marked(&found)),
            name,
            kind: if kind.is_dir() {
                Kind::Folder
            } else if kind.is_file() {
                Kind::File
            } else if kind.is_symlink() {
                Kind::Link
            } else {
                Kind::Other
            },
        })
    });
    let entries = entries.collect();
    Ok((path.to_owned(), entries))
}

/// Whether Windows marks something as hidden.
#[cfg(windows)]
fn is_marked(found: &std::fs::Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;

    const HIDDEN: u32 = 2;
    found.file_attributes() & HIDDEN != 0
}

#[cfg(not(any(unix, windows)))]
fn is_marked(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn open_in(folder: &Handle, name: &OsStr) -> io::Result<File> {
    let path = folder.join(name);
    if std::fs::symlink_metadata(&path)?.is_symlink() {
        return Err(io::ErrorKind::NotFound.into());
    }
    File::open(path)
}
