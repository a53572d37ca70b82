//! A file that is written piece by piece, beside where it is to go.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::folder::Kind;
use super::reached::reached_file;
use super::{FileError, Folder, Reason};

/// All files that are begun and not put, by their numbers.
static BEGUN: Mutex<All> = Mutex::new(BTreeMap::new());

type All = BTreeMap<u64, (Arc<Folder>, OsString)>;

/// The number of the next one.
static NEXT: AtomicU64 = AtomicU64::new(0);

fn begun() -> MutexGuard<'static, All> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// While it is there, no other file is begun.
pub struct NoneBegun {
    _all: MutexGuard<'static, All>,
}

/// Takes all files away that are begun and not put, for a program that is about to end.
pub fn remove_all_begun() -> NoneBegun {
    let mut all = begun();
    for (folder, beside) in std::mem::take(&mut *all).into_values() {
        let _ = folder.remove_file(&beside);
    }
    NoneBegun { _all: all }
}

/// A file at a path that the user typed, which is not in its place yet. Until it is
/// [put](Self::put) there it lies beside under another name, and goes away with this
/// value. The way there is as for a [`Destination`](super::Destination).
#[derive(Debug)]
pub struct Begun {
    path: PathBuf,
    folder: Arc<Folder>,
    name: OsString,
    beside: OsString,
    number: u64,
    is_put: bool,
}

impl Begun {
    /// Begins the file at a path, and the folders on the way. What stands there already
    /// is refused, unless it is a regular file and `force` says that it may go.
    ///
    /// # Errors
    /// Names the link that stands in the way, or says what the system says.
    pub fn at(path: &Path, force: bool) -> Result<(Self, File), FileError> {
        let (folder, name) = reached_file(path, true)?;
        let refused = |reason| FileError::new(path, reason);
        match folder.kind(&name) {
            None => {}
            Some(Kind::File) if force => {}
            Some(Kind::File) => return Err(refused(Reason::Exists)),
            Some(Kind::Link) => return Err(refused(Reason::link(folder.link_target(&name)))),
            Some(_) => return Err(refused(Reason::NoFile)),
        }
        let mut all = begun();
        let (beside, file) = folder
            .begin_beside()
            .map_err(|error| FileError::new(path, error))?;
        let (folder, number) = (Arc::new(folder), NEXT.fetch_add(1, Ordering::Relaxed));
        all.insert(number, (folder.clone(), beside.clone()));
        drop(all);
        let begun = Self {
            path: path.to_owned(),
            folder,
            name,
            beside,
            number,
            is_put: false,
        };
        Ok((begun, file))
    }

    /// Where it is to go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it lies meanwhile, for a library that opens files itself.
    pub fn beside(&self) -> PathBuf {
        self.path.with_file_name(&self.beside)
    }

    /// Waits until `file` lies on the disk, and puts it in its place in one step; with
    /// `force`, over a regular file that is there.
    ///
    /// # Errors
    /// When something has come there meanwhile, and in the system's words.
    pub fn put(mut self, file: &File, force: bool) -> Result<Put, FileError> {
        let put = self.put_in_place(file, force);
        put.map_err(|reason| FileError::new(&self.path, reason))?;
        self.is_put = true;
        Ok(Put {
            folder: self
                .folder
                .again()
                .map_err(|error| FileError::new(&self.path, error))?,
            name: self.name.clone(),
        })
    }

    fn put_in_place(&self, file: &File, force: bool) -> Result<(), Reason> {
        file.sync_all()?;
        match (self.folder.kind(&self.name), force) {
            (Some(Kind::File), true) => self.folder.put_over(&self.beside, &self.name)?,
            _ => self.put_where_nothing_is()?,
        }
        Ok(self.folder.sync()?)
    }

    fn put_where_nothing_is(&self) -> Result<(), Reason> {
        match self.folder.put_new(&self.beside, &self.folder, &self.name) {
            // The disk knows no second names, and a file of any size cannot be copied.
            Err(reason) if !matches!(reason, Reason::Exists) => {
                match self.folder.kind(&self.name) {
                    None => Ok(self.folder.put_over(&self.beside, &self.name)?),
                    Some(_) => Err(Reason::Exists),
                }
            }
            put => put,
        }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        begun().remove(&self.number);
        if !self.is_put {
            let _ = self.folder.remove_file(&self.beside);
        }
    }
}

/// A file that was put in its place.
#[derive(Debug)]
pub struct Put {
    folder: Folder,
    name: OsString,
}

impl Put {
    /// Takes it away again, since others that belong to it could not be put.
    pub fn take_back(self) {
        let _ = self.folder.remove_file(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out/a.csv");
        let (begun, mut file) = Begun::at(&path, false).unwrap();
        file.write_all(b"half").unwrap();
        assert!(begun.beside().exists() && !path.exists());
        drop(begun);
        assert_eq!(names(&folder.path().join("out")), Vec::<String>::new());
        let (begun, mut file) = Begun::at(&path, false).unwrap();
        file.write_all(b"whole").unwrap();
        begun.put(&file, false).unwrap();
        assert_eq!(names(&folder.path().join("out")), ["a.csv"]);
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn what_is_there_stays_unless_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        // Something comes there while it is written.
        let (begun, file) = Begun::at(&path, false).unwrap();
        fs::write(&path, "theirs").unwrap();
        let refused = begun.put(&file, false).unwrap_err();
        assert!(matches!(refused.reason, Reason::Exists));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["a.csv"]);
        assert!(matches!(
            Begun::at(&path, false).unwrap_err().reason,
            Reason::Exists
        ));
        let (begun, mut file) = Begun::at(&path, true).unwrap();
        file.write_all(b"ours").unwrap();
        let put = begun.put(&file, true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ours");
        put.take_back();
        assert_eq!(names(folder.path()), Vec::<String>::new());
        // A folder never goes.
        fs::create_dir(&path).unwrap();
        assert!(matches!(
            Begun::at(&path, true).unwrap_err().reason,
            Reason::NoFile
        ));
    }
}
