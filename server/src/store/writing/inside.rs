//! A name inside a corpus.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::folder::Kind;
use super::reached::step;
use super::{FileAttributes, FileError, Folder, Reason, reached};
use crate::settings::FILE_NAME;

/// Folders of tools, which are no part of a corpus.
const TOOLS: [&str; 5] = [".git", ".hg", ".svn", ".bzr", ".jj"];

/// The folder of a corpus, held open.
#[derive(Debug, Clone)]
pub struct CorpusFolder(Arc<Open>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    folder: Folder,
    /// The folder that was gone to last, by its path from here: files that are
    /// changed together stand beside each other.
    last: Mutex<Option<(PathBuf, Arc<Folder>)>>,
}

/// A file of a corpus, or one that is to be made in it: a plain name below the
/// corpus' folder, which is held open. No link is followed on the way.
#[derive(Debug, Clone)]
pub struct Inside {
    corpus: CorpusFolder,
    /// From the corpus' folder.
    name: PathBuf,
}

impl CorpusFolder {
    /// Opens the folder of a corpus, as [`reached()`] goes there.
    ///
    /// # Errors
    /// Names the link that stands in the way, or says what the system says.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        Ok(Self(Arc::new(Open {
            folder: reached(path, false)?,
            path: path.to_owned(),
            last: Mutex::default(),
        })))
    }

    /// The folder itself.
    pub fn folder(&self) -> &Folder {
        &self.0.folder
    }

    /// Where it was opened.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The file at a path, which begins with that of the corpus or is relative
    /// to it.
    ///
    /// # Errors
    /// When it is no [plain name](is_plain_name) inside the corpus.
    pub fn inside(&self, path: &Path) -> Result<Inside, FileError> {
        let below = path.strip_prefix(&self.0.path).unwrap_or(path);
        let name = plain_name(below).map_err(|reason| FileError::new(path, reason))?;
        Ok(Inside {
            corpus: self.clone(),
            name,
        })
    }

    fn goes_to(&self, below: &Path, make: bool) -> Result<Arc<Folder>, Reason> {
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((path, folder)) = &*last
            && path == below
        {
            return Ok(folder.clone());
        }
        let mut at = self.0.path.clone();
        let mut folder: Option<Folder> = None;
        for part in below.components() {
            at.push(part);
            let next = step(
                folder.as_ref().unwrap_or(&self.0.folder),
                part.as_os_str(),
                make,
            );
            folder = Some(next.map_err(|reason| reason.on_the_way(&at))?);
        }
        let folder = match folder {
            Some(folder) => folder,
            None => self.0.folder.again()?,
        };
        let folder = Arc::new(folder);
        *last = Some((below.to_owned(), folder.clone()));
        Ok(folder)
    }
}

/// Whether a path names a document or a settings file below the folder that it
/// is relative to: no `..`, nothing in full, no folder that tools keep for
/// themselves, and an ending that says what it is.
pub fn is_plain_name(path: &Path) -> bool {
    plain_name(path).is_ok()
}

/// Makes sure that a path that the user typed names a document, and none of
/// those that tools keep for themselves.
///
/// # Errors
/// Says which of both it is not.
pub fn is_document(path: &Path) -> Result<(), FileError> {
    let full = std::path::absolute(path).map_err(|error| FileError::new(path, error))?;
    let parts = full.components();
    let parts = parts.filter(|part| matches!(part, Component::Normal(_)));
    let name = plain_name(&parts.collect::<PathBuf>());
    let name = name.map_err(|reason| FileError::new(path, reason))?;
    if name.extension() == Some(OsStr::new("qm")) {
        Ok(())
    } else {
        Err(FileError::new(path, Reason::NoDocument))
    }
}

fn plain_name(path: &Path) -> Result<PathBuf, Reason> {
    let mut name = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) if TOOLS.iter().any(|tool| part.eq_ignore_ascii_case(tool)) => {
                return Err(Reason::Outside);
            }
            Component::Normal(part) => name.push(part),
            Component::CurDir => {}
            _ => return Err(Reason::Outside),
        }
    }
    let is_document = name.extension() == Some(OsStr::new("qm"));
    if is_document || name.file_name() == Some(OsStr::new(FILE_NAME)) {
        Ok(name)
    } else {
        Err(Reason::NoDocument)
    }
}

impl Inside {
    /// Where it is, for messages.
    pub fn path(&self) -> PathBuf {
        self.corpus.0.path.join(&self.name)
    }

    /// The name from the corpus' folder.
    pub fn name(&self) -> &Path {
        &self.name
    }

    /// The folder that it is in, and its name there.
    pub(super) fn place(&self, make: bool) -> Result<(Arc<Folder>, &OsStr), Reason> {
        let parent = self.name.parent().unwrap_or(Path::new(""));
        let name = self.name.file_name().unwrap_or_default();
        Ok((self.corpus.goes_to(parent, make)?, name))
    }

    fn in_place<T>(
        &self,
        make: bool,
        work: impl FnOnce(&Folder, &OsStr) -> Result<T, Reason>,
    ) -> Result<T, FileError> {
        let done = self.place(make);
        let done = done.and_then(|(folder, name)| work(&folder, name));
        done.map_err(|reason| FileError::new(&self.path(), reason))
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When it is no regular file, or a link leads there.
    pub fn read(&self) -> Result<Vec<u8>, FileError> {
        self.in_place(false, Folder::read)
    }

    /// Its bytes, or nothing where there is no file and nothing else of that name.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_if_there(&self) -> Result<Option<Vec<u8>>, FileError> {
        match self.read() {
            Err(FileError {
                reason: Reason::System(error),
                ..
            }) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// What of it is to hold for the file that takes its place.
    ///
    /// # Errors
    /// When it is no regular file or may not be written.
    pub fn attributes(&self) -> Result<FileAttributes, FileError> {
        self.in_place(false, Folder::attributes)
    }

    /// Whether a file can be made there: nothing has its name, and no link is
    /// on the way as far as there are folders.
    ///
    /// # Errors
    /// Says what stands in the way.
    pub fn can_be_made(&self) -> Result<(), FileError> {
        self.in_place(false, |folder, name| match folder.kind(name) {
            None => Ok(()),
            Some(Kind::Link) => Err(Reason::link(folder.link_target(name))),
            Some(_) => Err(Reason::Exists),
        })
        .or_else(|refused| match refused.reason {
            Reason::System(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(refused),
        })
    }

    /// Puts a text in place of the one that was read, in one step, so that
    /// nobody ever sees half of it: not even after the power has failed.
    ///
    /// # Errors
    /// When it is no longer what was read, and all that [`attributes`](Self::attributes) says.
    pub fn replace(&self, old: &[u8], new: &[u8]) -> Result<(), FileError> {
        self.in_place(false, |folder, name| {
            replace_in(folder, name, &|there: &[u8]| there == old, new)
        })
    }

    /// Makes the file with that text in one step, and the folders on the way.
    ///
    /// # Errors
    /// When it is there already, or a link leads there.
    pub fn create(&self, text: &[u8]) -> Result<(), FileError> {
        self.in_place(true, |folder, name| create_in(folder, name, text))
    }
}

/// Replaces a file of a folder, if it says what it is to say.
pub(super) fn replace_in(
    folder: &Folder,
    name: &OsStr,
    is_expected: &dyn Fn(&[u8]) -> bool,
    new: &[u8],
) -> Result<(), Reason> {
    let beside = folder.write_beside(new, &folder.attributes(name)?)?;
    let replaced = folder.replace(&beside, folder, name, is_expected);
    if !matches!(replaced, Ok(true)) {
        let _ = folder.remove_file(&beside);
    }
    match replaced? {
        true => Ok(folder.sync()?),
        false => Err(Reason::Changed),
    }
}

/// Makes a file of a folder.
pub(super) fn create_in(folder: &Folder, name: &OsStr, text: &[u8]) -> Result<(), Reason> {
    if let Some(kind) = folder.kind(name) {
        return Err(match kind {
            Kind::Link => Reason::link(folder.link_target(name)),
            _ => Reason::Exists,
        });
    }
    let beside: OsString = folder.write_beside(text, &FileAttributes::default())?;
    let put = folder.put_new(&beside, folder, name);
    if put.is_err() {
        let _ = folder.remove_file(&beside);
    }
    put?;
    Ok(folder.sync()?)
}
