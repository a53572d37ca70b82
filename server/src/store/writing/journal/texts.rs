//! The texts of an edit, in a folder of the corpus.

use std::ffi::{OsStr, OsString};
use std::io;

use super::voucher::fingerprint;
use crate::store::writing::folder::Folder;
use crate::store::writing::{CorpusFolder, FileAttributes, FileError, Reason};

const NEW: &str = "new";
const OLD: &str = "old";
const IGNORE: &str = ".gitignore";

/// What goes to its place next.
const NEXT: &str = "next";

/// The folder with the texts, and those in it.
pub struct Texts {
    /// The folder itself.
    folder: Folder,
    /// The texts after the edit, and the one that goes to its place next.
    pub new: Folder,
    /// The files before the edit.
    old: Folder,
    /// Whether nobody but this user can write in the folder. Some disks know no
    /// owners, and some let everybody write.
    pub is_private: bool,
}

/// A text that is used only if it is what the voucher says.
pub struct Text<'t> {
    texts: &'t Texts,
    folder: &'t Folder,
    number: usize,
    fingerprint: &'t str,
}

impl Texts {
    /// Makes the folder.
    ///
    /// # Errors
    /// When it is there already, or the corpus' folder cannot be written.
    pub fn make(corpus: &CorpusFolder, name: &str) -> Result<Self, FileError> {
        let made = (|| {
            let folder = corpus.folder().make_folder(OsStr::new(name), true)?;
            let new = folder.make_folder(OsStr::new(NEW), true)?;
            let old = folder.make_folder(OsStr::new(OLD), true)?;
            // Kept from being committed along with the articles.
            folder.write_new(OsStr::new(IGNORE), b"*\n", &FileAttributes::default())?;
            Ok(Self {
                is_private: folder.is_private()?,
                folder,
                new,
                old,
            })
        })();
        made.map_err(|error: io::Error| FileError::new(&corpus.path().join(name), error))
    }

    /// Opens the folder again, if it is a real one. Where one of the two in it
    /// is gone, the texts in the other can still be used.
    ///
    /// # Errors
    /// In the system's words.
    pub fn open(corpus: &CorpusFolder, name: &str) -> io::Result<Self> {
        let folder = corpus.folder().folder(OsStr::new(name))?;
        let inside = |name: &str| match folder.folder(OsStr::new(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                folder.make_folder(OsStr::new(name), true)
            }
            opened => opened,
        };
        Ok(Self {
            is_private: folder.is_private()?,
            new: inside(NEW)?,
            old: inside(OLD)?,
            folder,
        })
    }

    /// Writes the new text of a file.
    pub fn write_new(
        &self,
        number: usize,
        text: &[u8],
        attributes: &FileAttributes,
    ) -> io::Result<()> {
        self.new.write_new(&numbered(number), text, attributes)
    }

    /// Keeps a file as it is by giving it a second name.
    pub fn keep_old(&self, number: usize, folder: &Folder, name: &OsStr) -> Result<(), Reason> {
        folder.second_name(name, &self.old, &numbered(number))
    }

    /// The new text of a file.
    pub fn new_text<'t>(&'t self, number: usize, fingerprint: &'t str) -> Text<'t> {
        Text {
            texts: self,
            folder: &self.new,
            number,
            fingerprint,
        }
    }

    /// The text that a file had.
    pub fn old_text<'t>(&'t self, number: usize, fingerprint: &'t str) -> Text<'t> {
        Text {
            folder: &self.old,
            ..self.new_text(number, fingerprint)
        }
    }

    /// Waits until all names lie on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.new.sync()?;
        self.old.sync()?;
        self.folder.sync()
    }
}

impl<'t> Text<'t> {
    /// Makes it the one that goes to its place next, beside the new texts.
    ///
    /// # Errors
    /// When it is no longer what the voucher says, and in the system's words.
    pub fn next(&self) -> Result<&'static OsStr, Reason> {
        let (new, next) = (&self.texts.new, OsStr::new(NEXT));
        match new.remove_file(next) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        self.folder.second_name(&numbered(self.number), new, next)?;
        self.checked(&new.read(next)?)?;
        Ok(next)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn read(&self) -> Result<Vec<u8>, Reason> {
        let text = self.folder.read(&numbered(self.number))?;
        self.checked(&text)?;
        Ok(text)
    }

    fn checked(&self, text: &[u8]) -> Result<(), Reason> {
        if fingerprint(text) == self.fingerprint {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }
}

/// Takes the folder of that name away with all texts in it, if it is a real
/// one, and nothing that an edit does not write. What cannot be taken away is in
/// nobody's way.
pub fn take_away(corpus: &CorpusFolder, name: &str) {
    let name = OsStr::new(name);
    let Ok(folder) = corpus.folder().folder(name) else {
        return;
    };
    for inside in [NEW, OLD].map(OsStr::new) {
        let Ok(texts) = folder.folder(inside) else {
            continue;
        };
        let names = texts.names().unwrap_or_default().into_iter();
        for text in names.filter(|name| is_text(name)) {
            let _ = texts.remove_file(&text);
        }
        drop(texts);
        let _ = folder.remove_folder(inside);
    }
    let _ = folder.remove_file(OsStr::new(IGNORE));
    drop(folder);
    let _ = corpus.folder().remove_folder(name);
}

/// Whether a name is one that an edit gives to a text.
fn is_text(name: &OsStr) -> bool {
    name == NEXT || name.as_encoded_bytes().iter().all(u8::is_ascii_digit)
}

fn numbered(number: usize) -> OsString {
    number.to_string().into()
}
