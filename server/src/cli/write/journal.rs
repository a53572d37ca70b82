//! An edit of several files that can be finished or undone, whatever
//! interrupts it.
//!
//! All that is needed for it lies in a folder of the corpus, which the walk
//! passes over: the new texts, the files as they were, and a list. Files are
//! replaced only once the list lies on the disk, and the list is taken away
//! only once all of them are. So a corpus without a list is as one edit or
//! another left it; one with a list says what to do. Nothing in the folder is
//! used up on the way: finishing and undoing can themselves be interrupted.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::replacing::{Like, put_anew, put_over, sync_folder, target};
use super::{Changed, unwritable};
use crate::cli::locations::Paths;
use crate::cli::output::Failure;

/// The folder in that of the corpus.
pub const FOLDER: &str = ".quotemark-edit";
const LIST: &str = "list.json";
const LOCK: &str = "lock";
const NEW: &str = "new";
const OLD: &str = "old";

/// What the list means. Another number, another meaning.
const FORMAT: u32 = 1;

/// How often a lock is tried for that others take away at the same moment.
const TRIES: usize = 100;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct List {
    format: u32,
    /// The command line that began it, for people.
    command: String,
    files: Vec<Entry>,
}

/// A file that is to be replaced or made.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    path: Name,
    /// The fingerprint of what it was; nothing where there was no such file.
    old: Option<String>,
    /// The fingerprint of what it is to be.
    new: String,
}

/// A path from the corpus' folder, or in full. Not every path is text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Name {
    Words(String),
    Bytes(Vec<u8>),
}

/// How far an edit came with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it was before.
    Before,
    /// As it is to be.
    After,
    /// As somebody else has left it since.
    Other,
}

/// What there is to do for whoever may change the files of a corpus.
pub enum Turn {
    /// Something new can be begun.
    Free(Lock),
    /// An edit was interrupted and is first to be finished or undone.
    Interrupted(Journal),
}

/// The right to change the files of a corpus, as long as this lives.
pub struct Lock {
    home: PathBuf,
    /// Closing it gives the right back; the system does so for whoever dies.
    _file: File,
}

impl Lock {
    /// Takes the right to change the files of the corpus in `home`.
    ///
    /// # Errors
    /// When another command has it, when the folder cannot be written, and
    /// when what was interrupted there cannot be read.
    pub fn take(home: &Path) -> Result<Turn, Failure> {
        let folder = home.join(FOLDER);
        let path = folder.join(LOCK);
        let cannot = |error: io::Error| unwritable(&folder, &error);
        for _ in 0..TRIES {
            fs::create_dir_all(&folder).map_err(cannot)?;
            let mut options = File::options();
            let file = match options.create(true).truncate(false).write(true).open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(cannot(error)),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(home)),
                // Some network disks have no locks; the fingerprints still guard each file.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
            // Whoever had it before may have taken the file away in the meantime.
            if is_same(&file, &path) {
                let lock = Self {
                    home: home.to_owned(),
                    _file: file,
                };
                return lock.or_interrupted();
            }
        }
        Err(busy(home))
    }

    fn folder(&self) -> PathBuf {
        self.home.join(FOLDER)
    }

    /// The edit that was interrupted here, if one was.
    fn or_interrupted(self) -> Result<Turn, Failure> {
        let path = self.folder().join(LIST);
        let list = match fs::read(&path) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Turn::Free(self)),
            Err(error) => {
                let path = path.display();
                return Err(Failure::new(format!("{path} cannot be read: {error}")));
            }
        };
        let list: Option<List> = serde_json::from_slice(&list).ok();
        let list = list.filter(|list| list.format == FORMAT);
        let list = list.ok_or_else(|| {
            Failure::new(format!(
                "{} is not as this version writes it; mend it with the one that began the edit, \
                 or look into the folder around it, which holds the texts before (old) and \
                 after (new)",
                path.display()
            ))
        })?;
        Ok(Turn::Interrupted(Journal { lock: self, list }))
    }

    /// Gives the right back and takes away all that is left of an edit.
    pub fn release(self) {
        let folder = self.folder();
        // What cannot be taken away is in nobody's way: the next edit does it again.
        for inside in [NEW, OLD] {
            let _ = fs::remove_dir_all(folder.join(inside));
        }
        let _ = fs::remove_file(folder.join(".gitignore"));
        let _ = fs::remove_file(folder.join(LOCK));
        // One that waits for its turn may be in there again.
        let _ = fs::remove_dir(folder);
    }
}

fn busy(home: &Path) -> Failure {
    Failure::new(format!(
        "another command is changing the files in {}; nothing was changed, try again when it \
         has ended",
        Paths::here().shown(home)
    ))
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

/// Whether an edit was interrupted in that folder, or is under way.
pub fn is_pending(home: &Path) -> bool {
    home.join(FOLDER).join(LIST).exists()
}

/// The folder around any of these files in which an edit was interrupted or is
/// under way, other than `home`.
pub fn pending_around<'p>(
    files: impl IntoIterator<Item = &'p Path>,
    home: &Path,
) -> Option<PathBuf> {
    let folders = files.into_iter().flat_map(|path| path.ancestors().skip(1));
    let folders: BTreeSet<&Path> = folders.filter(|folder| *folder != home).collect();
    let found = folders.into_iter().find(|folder| is_pending(folder));
    found.map(Path::to_owned)
}

/// An edit that is under way.
pub struct Journal {
    lock: Lock,
    list: List,
}

impl Journal {
    /// Writes down what is to be done. Nothing of the corpus is changed yet.
    ///
    /// # Errors
    /// Names the file that cannot be replaced, or has changed since it was read.
    pub fn begin(lock: Lock, command: String, changes: &[Changed]) -> Result<Self, Failure> {
        let folder = lock.folder();
        let list = List {
            format: FORMAT,
            command,
            files: Vec::new(),
        };
        let mut journal = Self { lock, list };
        let prepared = (|| {
            for inside in [NEW, OLD] {
                let inside = folder.join(inside);
                // What a crash left before there was a list means nothing.
                let _ = fs::remove_dir_all(&inside);
                fs::create_dir(&inside).map_err(|error| unwritable(&inside, &error))?;
            }
            // Kept from being committed along with the articles.
            let ignore = folder.join(".gitignore");
            fs::write(&ignore, "*\n").map_err(|error| unwritable(&ignore, &error))?;
            for (number, change) in changes.iter().enumerate() {
                let entry = journal.prepare(number, change)?;
                journal.list.files.push(entry);
            }
            journal
                .write_list()
                .map_err(|error| unwritable(&folder, &error))
        })();
        match prepared {
            Ok(()) => Ok(journal),
            Err(failure) => {
                journal.lock.release();
                Err(failure)
            }
        }
    }

    /// Lays down a file's new text and its old one.
    fn prepare(&self, number: usize, change: &Changed) -> Result<Entry, Failure> {
        let Changed { path, old, new } = change;
        let cannot = |error: io::Error| unwritable(path, &error);
        let (path, like) = match old {
            Some(old) => {
                let path = target(path).map_err(cannot)?;
                let like = Like::of(&path).map_err(cannot)?;
                let there = fs::read(&path).map_err(cannot)?;
                if there != old.as_bytes() {
                    return Err(changed_meanwhile(&path));
                }
                second_name(&path, &self.old_text(number)).map_err(cannot)?;
                (path, like)
            }
            None if path.symlink_metadata().is_ok() => return Err(changed_meanwhile(path)),
            None => (path.clone(), Like::default()),
        };
        let written = (|| {
            let mut file = File::create_new(self.new_text(number))?;
            file.write_all(new.as_bytes())?;
            like.settle(&file)
        })();
        written.map_err(cannot)?;
        Ok(Entry {
            path: self.named(&path)?,
            old: old.as_ref().map(|old| fingerprint(old.as_bytes())),
            new: fingerprint(new.as_bytes()),
        })
    }

    /// Puts the list in its place, after everything that it names.
    fn write_list(&self) -> io::Result<()> {
        let folder = self.lock.folder();
        let half = folder.join(NEW).join(LIST);
        let mut file = File::create(&half)?;
        serde_json::to_writer_pretty(&mut file, &self.list)?;
        file.sync_all()?;
        for inside in [NEW, OLD] {
            sync_folder(&folder.join(inside).join(LIST))?;
        }
        fs::rename(half, folder.join(LIST))?;
        sync_folder(&folder.join(LIST))?;
        sync_folder(&folder)
    }

    /// Replaces all files that are not replaced yet; those that somebody else
    /// has changed since are left alone and given back.
    ///
    /// # Errors
    /// When one cannot be replaced. The others can still be undone.
    pub fn finish(&self) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        self.bring_to(State::After)
    }

    /// Brings back all files that were replaced; those that somebody else has
    /// changed since are left alone and given back.
    ///
    /// # Errors
    /// When one cannot be brought back.
    pub fn undo(&self) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        self.bring_to(State::Before)
    }

    fn bring_to(&self, wanted: State) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        let mut others = Vec::new();
        for (number, (path, state)) in self.states().enumerate() {
            let brought = match (state, wanted) {
                (State::Other, _) => {
                    others.push(path);
                    continue;
                }
                (State::Before, State::After) => self.replace(number, &path),
                (State::After, State::Before) => self.bring_back(number, &path),
                _ => continue,
            };
            brought.map_err(|error| (path, error))?;
        }
        Ok(others)
    }

    pub(super) fn replace(&self, number: usize, path: &Path) -> io::Result<()> {
        let next = self.next();
        second_name(&self.new_text(number), &next)?;
        match self.list.files[number].old {
            Some(_) => put_over(&next, path),
            None => put_anew(&next, path),
        }
    }

    fn bring_back(&self, number: usize, path: &Path) -> io::Result<()> {
        if self.list.files[number].old.is_none() {
            return fs::remove_file(path);
        }
        let next = self.next();
        second_name(&self.old_text(number), &next)?;
        put_over(&next, path)
    }

    /// The files, and how far each is.
    pub fn states(&self) -> impl Iterator<Item = (PathBuf, State)> {
        self.list.files.iter().map(|entry| {
            let path = self.path(&entry.path);
            let state = match fs::read(&path) {
                Ok(text) => {
                    let there = fingerprint(&text);
                    if there == entry.new {
                        State::After
                    } else if Some(there) == entry.old {
                        State::Before
                    } else {
                        State::Other
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound && entry.old.is_none() => {
                    State::Before
                }
                Err(_) => State::Other,
            };
            (path, state)
        })
    }

    /// The command line that began it.
    pub fn command(&self) -> &str {
        &self.list.command
    }

    /// Ends the edit: what is there stays, and nothing is left to finish or undo.
    ///
    /// # Errors
    /// When the list cannot be taken away; the edit then counts as interrupted.
    pub fn close(self) -> io::Result<()> {
        let paths = self.list.files.iter().map(|entry| self.path(&entry.path));
        let folders: BTreeSet<PathBuf> = paths
            .filter_map(|path| path.parent().map(Path::to_owned))
            .collect();
        for folder in folders {
            // One that has gone needs no waiting for.
            let _ = sync_folder(&folder.join(LIST));
        }
        let list = self.lock.folder().join(LIST);
        fs::remove_file(&list)?;
        let _ = sync_folder(&list);
        self.lock.release();
        Ok(())
    }

    fn new_text(&self, number: usize) -> PathBuf {
        self.lock.folder().join(NEW).join(number.to_string())
    }

    fn old_text(&self, number: usize) -> PathBuf {
        self.lock.folder().join(OLD).join(number.to_string())
    }

    /// What goes to its place next.
    fn next(&self) -> PathBuf {
        self.lock.folder().join(NEW).join("next")
    }

    fn path(&self, name: &Name) -> PathBuf {
        let path = match name {
            Name::Words(words) => PathBuf::from(words),
            Name::Bytes(bytes) => path_of_bytes(bytes),
        };
        // A path in full stays as it is.
        self.lock.home.join(path)
    }

    fn named(&self, path: &Path) -> Result<Name, Failure> {
        let home = fs::canonicalize(&self.lock.home);
        let below = home
            .as_deref()
            .map_or(path, |home| path.strip_prefix(home).unwrap_or(path));
        match below.to_str() {
            Some(words) => Ok(Name::Words(words.to_owned())),
            None => bytes_of_path(below).map(Name::Bytes).ok_or_else(|| {
                Failure::new(format!(
                    "{} cannot be written down, since its name is no text; nothing was changed",
                    path.display()
                ))
            }),
        }
    }
}

#[cfg(unix)]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;

    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(unix)]
fn bytes_of_path(path: &Path) -> Option<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt;

    Some(path.as_os_str().as_bytes().to_owned())
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(not(unix))]
fn bytes_of_path(_: &Path) -> Option<Vec<u8>> {
    None
}

/// Gives a file a second name, or makes a copy where the disk knows none.
fn second_name(from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let like = Like::of(from)?;
    fs::write(to, fs::read(from)?)?;
    like.settle(&File::options().write(true).open(to)?)
}

fn fingerprint(text: &[u8]) -> String {
    blake3::hash(text).to_hex().to_string()
}

fn changed_meanwhile(path: &Path) -> Failure {
    Failure::new(format!(
        "{} has changed in the meantime; nothing was written, try again",
        Paths::here().shown(path)
    ))
}
