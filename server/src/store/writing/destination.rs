//! A file that the user named as one to be written.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::folder::Kind;
use super::inside::{create_in, replace_in};
use super::reached::reached_file;
use super::{FileError, Folder, Reason};

/// A file to be written at a path that the user typed, or that is made of a
/// folder that the user typed and a name. Its folder is held open. The links on
/// the way there are followed as far as [`reached()`](super::reached()) says; a
/// link that stands in the file's own place is never written through.
#[derive(Debug)]
pub struct Destination {
    path: PathBuf,
    folder: Folder,
    name: OsString,
}

impl Destination {
    /// That at a path. Folders that are missing are made with `make`.
    ///
    /// # Errors
    /// Names the link that stands in the way, or says what the system says.
    pub fn at(path: &Path, make: bool) -> Result<Self, FileError> {
        let (folder, name) = reached_file(path, make)?;
        Ok(Self {
            path: path.to_owned(),
            folder,
            name,
        })
    }

    fn refused(&self, reason: Reason) -> FileError {
        FileError::new(&self.path, reason)
    }

    /// Whether something is there already, be it a link that leads nowhere.
    pub fn is_there(&self) -> bool {
        self.folder.kind(&self.name).is_some()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When it is no regular file, or a link.
    pub fn read(&self) -> Result<Vec<u8>, FileError> {
        self.folder
            .read(&self.name)
            .map_err(|reason| self.refused(reason))
    }

    /// Puts a text in place of the one that was read, in one step.
    ///
    /// # Errors
    /// When it is no longer what was read, is no regular file, or may not be written.
    pub fn replace(&self, old: &[u8], new: &[u8]) -> Result<(), FileError> {
        let is_old = |there: &[u8]| there == old;
        replace_in(&self.folder, &self.name, &is_old, new).map_err(|reason| self.refused(reason))
    }

    /// Makes the file in one step; with `force`, also in place of a regular
    /// file that is there.
    ///
    /// # Errors
    /// When it is there already, and in the system's words.
    pub fn write(&self, text: &[u8], force: bool) -> Result<(), FileError> {
        let is_file = self.folder.kind(&self.name) == Some(Kind::File);
        let written = if force && is_file {
            replace_in(&self.folder, &self.name, &|_: &[u8]| true, text)
        } else {
            create_in(&self.folder, &self.name, text)
        };
        written.map_err(|reason| self.refused(reason))
    }
}

/// The bytes of a file that the user named and that are to be copied into a
/// corpus: it is reached as a [`Destination`] is, so that a link in a folder of
/// strangers' files copies nothing of the user's.
///
/// # Errors
/// Names the link that stands in the way, or says what the system says.
pub fn read_named(path: &Path) -> Result<Vec<u8>, FileError> {
    Destination::at(path, false)?.read()
}
