//! The folders that are the program's own, among the user's: for its cache and
//! its state. Nothing of a corpus leads there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What the name of a file ends in while it is written.
pub const HALF_WRITTEN: &str = ".half-written";

/// A folder of the program's own.
#[derive(Debug, Clone)]
pub struct OwnFolder(PathBuf);

/// A file that is not yet in its place.
#[derive(Debug)]
pub struct HalfWritten(NamedTempFile);

impl OwnFolder {
    /// That at a path, which is made where it is missing, for the user alone.
    ///
    /// # Errors
    /// In the system's words.
    pub fn made(path: &Path) -> io::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)?;
        Ok(Self(path.to_owned()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Begins a file, whose name while it is written ends in `suffix`.
    ///
    /// # Errors
    /// In the system's words.
    pub fn begin(&self, suffix: &str) -> io::Result<HalfWritten> {
        let file = tempfile::Builder::new()
            .suffix(suffix)
            .tempfile_in(&self.0)?;
        Ok(HalfWritten(file))
    }

    /// Writes a file whole, in place of the one before.
    ///
    /// # Errors
    /// In the system's words; the one before stays then.
    pub fn write(&self, name: &str, text: &[u8]) -> io::Result<()> {
        self.written(text)?.put(&self.0.join(name))
    }

    /// The same, and waits until it lies on the disk.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_synced(&self, name: &str, text: &[u8]) -> io::Result<()> {
        let half = self.written(text)?;
        half.file().sync_all()?;
        half.put(&self.0.join(name))?;
        self.sync()
    }

    fn written(&self, text: &[u8]) -> io::Result<HalfWritten> {
        let half = self.begin(HALF_WRITTEN)?;
        half.file().write_all(text)?;
        Ok(half)
    }

    /// Opens a file, which is made where it is missing, to lock it.
    ///
    /// # Errors
    /// In the system's words.
    pub fn lockable(&self, name: &str) -> io::Result<File> {
        let mut options = File::options();
        options
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.0.join(name))
    }

    /// Waits until the names in it lie on the disk.
    ///
    /// # Errors
    /// In the system's words.
    pub fn sync(&self) -> io::Result<()> {
        #[cfg(unix)]
        File::open(&self.0)?.sync_all()?;
        Ok(())
    }
}

impl HalfWritten {
    /// The file to write to.
    pub fn file(&self) -> &File {
        self.0.as_file()
    }

    /// Puts it in its place in one step.
    ///
    /// # Errors
    /// In the system's words.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.0.persist(path).map(drop).map_err(|error| error.error)
    }
}

/// Takes a file of the program's own away.
///
/// # Errors
/// In the system's words.
pub fn remove_own_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}
