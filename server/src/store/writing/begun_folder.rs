//! A folder that is filled file by file, beside where it is to go.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};

use super::folder::Kind;
use super::reached::reached_file;
use super::{FileError, Folder, Reason};

/// A folder at a path that the user typed, which is not in its place yet. Until it is
/// [put](Self::put) there it lies beside under another name, and goes away with this
/// value and all that is in it. However many files it holds, only the one is open that is
/// being written.
#[derive(Debug)]
pub struct BegunFolder {
    path: PathBuf,
    parent: Folder,
    name: OsString,
    beside: OsString,
    folder: Folder,
    is_put: bool,
}

impl BegunFolder {
    /// Begins the folder at a path, and those on the way. What stands there already is
    /// refused, unless it is an empty folder.
    ///
    /// # Errors
    /// Names the link that stands in the way, or says what the system says.
    pub fn at(path: &Path) -> Result<Self, FileError> {
        let (parent, name) = reached_file(path, true)?;
        let refused = |reason| FileError::new(path, reason);
        match parent.kind(&name) {
            None => {}
            Some(Kind::Folder) => {
                let there = parent.folder(&name);
                let is_empty = there.and_then(|there| there.is_empty());
                if !is_empty.map_err(|error| FileError::new(path, error))? {
                    return Err(refused(Reason::Exists));
                }
            }
            Some(Kind::Link) => return Err(refused(Reason::link(parent.link_target(&name)))),
            Some(_) => return Err(refused(Reason::Exists)),
        }
        let begun = parent.begin_folder_beside();
        let (beside, folder) = begun.map_err(|error| FileError::new(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            parent,
            name,
            beside,
            folder,
            is_put: false,
        })
    }

    /// Where it is to go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a file in it, by the names of the folders on the way, which are made, and
    /// its own. Each is a name and no path.
    ///
    /// # Errors
    /// When one is no name, when the file is there already, and in the system's words.
    pub fn file(&self, names: &[&str]) -> Result<File, FileError> {
        let path = || self.path.join(names.join("/"));
        let is_name =
            |name: &&str| !matches!(*name, "" | "." | "..") && !name.contains(['/', '\\', '\0']);
        let Some((last, folders)) = names.split_last().filter(|_| names.iter().all(is_name)) else {
            return Err(FileError::new(&path(), Reason::Outside));
        };
        let begun = self.begin(folders, OsStr::new(last));
        begun.map_err(|error| FileError::new(&path(), error))
    }

    fn begin(&self, folders: &[&str], name: &OsStr) -> std::io::Result<File> {
        let mut at = self.folder.again()?;
        for folder in folders {
            let folder = OsStr::new(folder);
            at = match at.kind(folder) {
                None => at.make_folder(folder, false)?,
                Some(_) => at.folder(folder)?,
            };
        }
        at.begin_file(name)
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// When something has come there meanwhile, and in the system's words.
    pub fn put(mut self) -> Result<(), FileError> {
        let put = self.put_in_place();
        put.map_err(|reason| FileError::new(&self.path, reason))?;
        self.is_put = true;
        Ok(())
    }

    fn put_in_place(&self) -> Result<(), Reason> {
        match self.parent.kind(&self.name) {
            None => {}
            // Only an empty one can be removed so.
            Some(Kind::Folder) if self.parent.remove_folder(&self.name).is_ok() => {}
            Some(_) => return Err(Reason::Exists),
        }
        self.parent.put_over(&self.beside, &self.name)?;
        Ok(self.parent.sync()?)
    }
}

impl Drop for BegunFolder {
    fn drop(&mut self) {
        if !self.is_put {
            let _ = self.parent.remove_all(&self.beside);
        }
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
    fn a_folder_comes_whole_or_not_at_all() {
        let around = tempfile::tempdir().unwrap();
        let path = around.path().join("new/out");
        let begun = BegunFolder::at(&path).unwrap();
        begun
            .file(&["a", "b.txt"])
            .unwrap()
            .write_all(b"x")
            .unwrap();
        assert!(!path.exists());
        drop(begun);
        assert!(names(&around.path().join("new")).is_empty());
        let begun = BegunFolder::at(&path).unwrap();
        begun
            .file(&["a", "b.txt"])
            .unwrap()
            .write_all(b"x")
            .unwrap();
        begun.file(&["a", "c.txt"]).unwrap();
        assert!(begun.file(&["a", "c.txt"]).is_err());
        begun.put().unwrap();
        assert_eq!(names(&path.join("a")), ["b.txt", "c.txt"]);
        assert_eq!(names(&around.path().join("new")), ["out"]);
        // What is there stays, but for an empty folder.
        assert!(matches!(
            BegunFolder::at(&path).unwrap_err().reason,
            Reason::Exists
        ));
        let empty = around.path().join("empty");
        fs::create_dir(&empty).unwrap();
        let begun = BegunFolder::at(&empty).unwrap();
        begun.file(&["d"]).unwrap();
        begun.put().unwrap();
        assert_eq!(names(&empty), ["d"]);
    }

    #[test]
    fn no_name_leads_out_of_it() {
        let around = tempfile::tempdir().unwrap();
        let begun = BegunFolder::at(&around.path().join("out")).unwrap();
        for names in [
            &[][..],
            &[""],
            &[".."],
            &["a", "..", "b"],
            &["../b"],
            &["/etc/b"],
            &["a\\b"],
        ] {
            assert!(begun.file(names).is_err(), "{names:?}");
        }
    }
}
