//! An edit of several files that can be finished or undone, whatever
//! interrupts it.
//!
//! What is to be done is written down in two places. The *voucher*, a list of
//! the files with their fingerprints, lies in the user's state folder: it says
//! that this user's own machine began the edit. The *texts*, new and old, lie
//! in a folder of the corpus, since renaming cannot cross disks; its name cannot
//! be guessed, and nothing is believed of it that the voucher does not say.
//! So whatever a repository brings along that looks like an interrupted edit
//! is nobody's, and is never used, followed or taken away.
//!
//! Files are replaced only once the voucher says that all texts lie on the
//! disk. A corpus without such a voucher is as one edit or another left it; one
//! with it says what to do. Nothing in the folder is used up on the way:
//! finishing and undoing can themselves be interrupted.

mod lock;
mod texts;
mod turn;
mod voucher;

use std::io;
use std::path::{Path, PathBuf};

pub use lock::{Interrupted, Lock, LockError};
pub use turn::Turn;
pub use voucher::{Records, unvouched};

use super::inside::replace_in;
use super::{CorpusFolder, FileAttributes, FileError, Inside, Reason};
use texts::Texts;
use voucher::{Entry, Voucher, fingerprint};

/// A file before and after an edit.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which.
    pub file: Inside,
    /// Its text; nothing when the edit makes the file.
    pub old: Option<String>,
    /// Its text after the edit.
    pub new: String,
}

/// How far an edit came with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it was before.
    Before,
    /// As it is to be.
    After,
    /// As somebody else has left it since, or no file any more.
    Other,
}

/// An edit that is under way.
pub struct Journal {
    lock: Lock,
    voucher: Voucher,
    texts: Texts,
}

impl Journal {
    /// Writes down what is to be done. Nothing of the corpus is changed yet.
    ///
    /// # Errors
    /// Names the file that cannot be replaced, or has changed since it was
    /// read; nothing is left behind then.
    pub fn begin(lock: Lock, command: String, changes: &[Change]) -> Result<Self, FileError> {
        let mut voucher = Voucher::new(lock.corpus().path(), command);
        lock.write(&voucher)?;
        let prepared = (|| {
            let texts = Texts::make(lock.corpus(), &voucher.folder)?;
            for (number, change) in changes.iter().enumerate() {
                voucher.files.push(prepare(&texts, number, change)?);
            }
            let synced = texts.sync().and_then(|()| lock.corpus().folder().sync());
            synced.map_err(|error| FileError::new(lock.corpus().path(), error))?;
            voucher.is_ready = true;
            lock.write(&voucher)?;
            Ok(texts)
        })();
        match prepared {
            Ok(texts) => Ok(Self {
                lock,
                voucher,
                texts,
            }),
            Err(refused) => {
                lock.tidy(&voucher);
                lock.release();
                Err(refused)
            }
        }
    }

    fn corpus(&self) -> &CorpusFolder {
        self.lock.corpus()
    }

    /// Replaces all files that are not replaced yet; those that somebody else
    /// has changed since are left alone and given back.
    ///
    /// # Errors
    /// When one cannot be replaced. The others can still be undone.
    pub fn finish(&self) -> Result<Vec<PathBuf>, FileError> {
        self.bring_to(State::After)
    }

    /// Brings back all files that were replaced; those that somebody else has
    /// changed since are left alone and given back.
    ///
    /// # Errors
    /// When one cannot be brought back.
    pub fn undo(&self) -> Result<Vec<PathBuf>, FileError> {
        self.bring_to(State::Before)
    }

    fn bring_to(&self, wanted: State) -> Result<Vec<PathBuf>, FileError> {
        let mut others = Vec::new();
        for number in 0..self.voucher.files.len() {
            let (file, state) = self.state(number)?;
            let is_brought = match (state, wanted) {
                (State::Other, _) => false,
                (State::Before, State::After) => self.replace(number, &file)?,
                (State::After, State::Before) => self.bring_back(number, &file)?,
                _ => true,
            };
            if !is_brought {
                others.push(file.path());
            }
        }
        Ok(others)
    }

    /// Puts the new text of the file with that number in its place; gives back
    /// whether the file was still as it was before.
    ///
    /// # Errors
    /// When it cannot be replaced.
    pub fn replace(&self, number: usize, file: &Inside) -> Result<bool, FileError> {
        let Entry { old, new, .. } = &self.voucher.files[number];
        match old {
            Some(old) => self.put(file, self.texts.new_text(number, new), old),
            None => {
                let refused = |reason| FileError::new(&file.path(), reason);
                let next = self.texts.new_text(number, new).next().map_err(refused)?;
                let (folder, name) = file.place(true).map_err(refused)?;
                let put = self.texts.new.put_new(next, &folder, name);
                match put {
                    Err(Reason::Exists) => Ok(false),
                    put => put.map(|()| true).map_err(refused),
                }
            }
        }
    }

    fn bring_back(&self, number: usize, file: &Inside) -> Result<bool, FileError> {
        let Entry { old, new, .. } = &self.voucher.files[number];
        match old {
            Some(old) => self.put(file, self.texts.old_text(number, old), new),
            None => {
                let refused = |reason: Reason| FileError::new(&file.path(), reason);
                let (folder, name) = file.place(false).map_err(refused)?;
                let removed = folder.remove_file(name);
                removed
                    .map(|()| true)
                    .map_err(|error| refused(error.into()))
            }
        }
    }

    /// Puts a text over a file that has the fingerprint `there`.
    fn put(&self, file: &Inside, text: texts::Text, there: &str) -> Result<bool, FileError> {
        let refused = |reason| FileError::new(&file.path(), reason);
        let is_there = |found: &[u8]| fingerprint(found) == there;
        let (folder, name) = file.place(false).map_err(refused)?;
        // In a folder that others can write in, a text could change after it was looked at.
        if self.texts.is_private {
            let next = text.next().map_err(refused)?;
            match self.texts.new.replace(next, &folder, name, &is_there) {
                // A part of the corpus may lie on another disk.
                Err(Reason::System(error)) if error.kind() == io::ErrorKind::CrossesDevices => {}
                put => return put.map_err(refused),
            }
        }
        let text = text.read().map_err(refused)?;
        match replace_in(&folder, name, &is_there, &text) {
            Err(Reason::Changed) => Ok(false),
            put => put.map(|()| true).map_err(refused),
        }
    }

    fn state(&self, number: usize) -> Result<(Inside, State), FileError> {
        let entry = &self.voucher.files[number];
        let file = self.corpus().inside(&entry.name.path())?;
        let state = match file.read_if_there() {
            Ok(Some(text)) => {
                let there = fingerprint(&text);
                if there == entry.new {
                    State::After
                } else if Some(there) == entry.old {
                    State::Before
                } else {
                    State::Other
                }
            }
            Ok(None) if entry.old.is_none() => State::Before,
            Ok(None) => State::Other,
            // Somebody has put something else there.
            Err(FileError {
                reason: Reason::Link { .. } | Reason::NoFile,
                ..
            }) => State::Other,
            // What cannot be read now may be as it was: nothing is known of it.
            Err(refused) => return Err(refused),
        };
        Ok((file, state))
    }

    /// The files, and how far each is.
    ///
    /// # Errors
    /// When the voucher names something that is no file inside the corpus.
    pub fn states(&self) -> Result<Vec<(PathBuf, State)>, FileError> {
        let states = (0..self.voucher.files.len()).map(|number| self.state(number));
        states
            .map(|state| state.map(|(file, state)| (file.path(), state)))
            .collect()
    }

    /// The command line that began it.
    pub fn command(&self) -> &str {
        &self.voucher.command
    }

    /// Ends the edit: what is there stays, and nothing is left to finish or undo.
    /// Only for an edit of which nothing is left to be done, or that is given up.
    ///
    /// # Errors
    /// When the voucher cannot be changed; the edit then counts as interrupted.
    pub fn close(self) -> Result<(), FileError> {
        let Self {
            lock,
            mut voucher,
            texts,
        } = self;
        let mut last: Option<PathBuf> = None;
        for entry in &voucher.files {
            let path = entry.name.path();
            let parent = path.parent().unwrap_or(Path::new(""));
            if last.as_deref() != Some(parent) {
                // One that has gone needs no waiting for.
                if let Ok((folder, _)) = lock.corpus().inside(&path)?.place(false).as_ref() {
                    let _ = folder.sync();
                }
                last = Some(parent.to_owned());
            }
        }
        drop(texts);
        voucher.is_ready = false;
        lock.write(&voucher)?;
        lock.tidy(&voucher);
        lock.release();
        Ok(())
    }
}

fn prepare(texts: &Texts, number: usize, change: &Change) -> Result<Entry, FileError> {
    let Change { file, old, new } = change;
    let refused = |reason: Reason| FileError::new(&file.path(), reason);
    let attributes = match old {
        Some(old) => {
            if file.read()? != old.as_bytes() {
                return Err(refused(Reason::Changed));
            }
            let (folder, name) = file.place(false).map_err(refused)?;
            texts.keep_old(number, &folder, name).map_err(refused)?;
            file.attributes()?
        }
        None => {
            file.can_be_made()?;
            FileAttributes::default()
        }
    };
    let written = texts.write_new(number, new.as_bytes(), &attributes);
    written.map_err(|error| refused(error.into()))?;
    Ok(Entry {
        name: file.name().into(),
        old: old.as_ref().map(|old| fingerprint(old.as_bytes())),
        new: fingerprint(new.as_bytes()),
    })
}
