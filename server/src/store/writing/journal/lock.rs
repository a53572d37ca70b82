//! One command at a time changes the files of a corpus.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::texts::take_away;
use super::voucher::{Records, Voucher, file_name, key};
use super::{CorpusFolder, FileError};
use crate::store::writing::reached::start_of;
use crate::store::writing::{OwnFolder, remove_own_file};

/// How often a lock is tried for that others take away at the same moment.
const TRIES: usize = 100;

/// Why the files of a corpus cannot be changed now.
#[derive(Debug)]
pub enum LockError {
    /// Another command of this user changes them.
    Busy,
    /// The corpus' folder cannot be gone to.
    Corpus(FileError),
    /// Nothing can be written down in the user's state folder.
    State(PathBuf, io::Error),
    /// The system names no folder for the state of programs.
    NoState,
    /// What is written down there is of another version, or damaged.
    Unreadable(PathBuf),
    /// The state folder lies where strangers' files do, in the corpus or its
    /// repository, so that nothing in it can be believed.
    StateInside(PathBuf),
    /// An edit was interrupted, and the folder with its texts cannot be opened.
    NoTexts(Box<Interrupted>, io::Error),
}

/// An interrupted edit whose texts cannot be had, so that it can only be given up.
#[derive(Debug)]
pub struct Interrupted {
    pub(super) lock: Lock,
    pub(super) voucher: Voucher,
}

impl Interrupted {
    /// Where the texts should be.
    pub fn folder(&self) -> PathBuf {
        self.lock.corpus.path().join(&self.voucher.folder)
    }

    /// Forgets the edit.
    pub fn give_up(self) {
        self.lock.tidy(&self.voucher);
        self.lock.release();
    }
}

/// The right to change the files of a corpus, as long as this lives. It holds
/// for the commands of one user on one machine; whatever others do meanwhile,
/// the fingerprints guard each file.
#[derive(Debug)]
pub struct Lock {
    corpus: CorpusFolder,
    records: OwnFolder,
    /// The corpus' folder without links, by which it is known.
    home: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the right to change the files of a corpus.
    ///
    /// # Errors
    /// When another command has it, and when nothing can be written down.
    pub(super) fn acquire(
        corpus: &CorpusFolder,
        records: Option<&Records>,
    ) -> Result<Self, LockError> {
        let records = records.ok_or(LockError::NoState)?.path();
        if is_inside(records, corpus.path()) {
            return Err(LockError::StateInside(records.to_owned()));
        }
        let cannot = |error: io::Error| LockError::State(records.to_owned(), error);
        let records = OwnFolder::made(records).map_err(cannot)?;
        let home = corpus.path().canonicalize();
        let home = home.map_err(|error| LockError::Corpus(FileError::new(corpus.path(), error)))?;
        let name = lock_name(&home);
        for _ in 0..TRIES {
            let file = records.lockable(&name).map_err(cannot)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(LockError::Busy),
                // Some network disks have no locks; the fingerprints still guard each file.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
            // Whoever had it before may have taken the file away in the meantime.
            if is_same(&file, &records.path().join(&name)) {
                return Ok(Self {
                    corpus: corpus.clone(),
                    records,
                    home,
                    file,
                });
            }
        }
        Err(LockError::Busy)
    }

    /// The corpus.
    pub fn corpus(&self) -> &CorpusFolder {
        &self.corpus
    }

    pub(super) fn voucher(&self) -> PathBuf {
        self.records.path().join(file_name(&self.home))
    }

    /// Writes down what is to be done.
    pub(super) fn write(&self, voucher: &Voucher) -> Result<(), FileError> {
        let path = self.voucher();
        let refused = |error: io::Error| FileError::new(&path, error);
        let json = serde_json::to_vec_pretty(voucher).map_err(|error| refused(error.into()))?;
        self.records
            .write_synced(&file_name(&self.home), &json)
            .map_err(refused)
    }

    /// Takes away all that is left of an edit.
    pub(super) fn tidy(&self, voucher: &Voucher) {
        take_away(&self.corpus, &voucher.folder);
        let _ = remove_own_file(&self.voucher());
        let _ = self.records.sync();
    }

    /// Gives the right back.
    pub fn release(self) {
        let path = self.records.path().join(lock_name(&self.home));
        // Taken away while it is still held; see `take`.
        let _ = remove_own_file(&path);
        drop(self.file);
    }
}

/// Whether the state folder lies in the corpus, or in what it is a part of. A
/// home folder is not such a part, though it may be a repository of settings.
fn is_inside(records: &Path, corpus: &Path) -> bool {
    let around = start_of(corpus).unwrap_or_else(|_| corpus.to_owned());
    let home = std::env::home_dir();
    let is_home = home.is_some_and(|home| home.canonicalize().ok() == around.canonicalize().ok());
    let inside = |folder: &Path| {
        let folder = folder.canonicalize();
        let mut there = records.ancestors();
        let there = there.find_map(|path| path.canonicalize().ok());
        folder.is_ok_and(|folder| there.is_some_and(|there| there.starts_with(folder)))
    };
    inside(corpus) || (!is_home && inside(&around))
}

fn lock_name(home: &Path) -> String {
    format!("{}.lock", key(home))
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let held = file.metadata().map(number).ok();
    held.is_some() && held == fs::metadata(path).map(number).ok()
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}
