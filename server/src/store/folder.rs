//! The way to files that stand beside each other.

use std::ffi::OsStr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};

/// The folder of the file that was asked for last, held open, so that the way
/// there is not gone for each of its files.
#[derive(Default)]
pub struct Folder(Option<(PathBuf, OwnedFd)>);

impl Folder {
    /// The folder of the file at `path`, and the file's name in it; nothing
    /// where there is no such folder.
    pub fn of<'p>(&mut self, path: &'p Path) -> Option<(BorrowedFd<'_>, &'p OsStr)> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        let is_other = |(open, _): &(PathBuf, _)| open.as_os_str() != folder.as_os_str();
        if self.0.as_ref().is_none_or(is_other) {
            let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
            // Where a folder may be gone through and not be read, this suffices.
            #[cfg(target_os = "linux")]
            let flags = flags | OFlags::PATH;
            let opened = open(folder, flags, Mode::empty()).ok()?;
            self.0 = Some((folder.to_owned(), opened));
        }
        let (_, open) = self.0.as_ref()?;
        Some((open.as_fd(), name))
    }
}
