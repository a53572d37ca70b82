//! What the user's own machine has written down of an edit.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::folder::random;

/// What the folders of texts in a corpus are called, but for a number.
const FOLDER: &str = ".quotemark-edit";

/// What the list means. Another number, another meaning.
const FORMAT: u32 = 2;

/// What is to be done, and where the texts for it are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Voucher {
    format: u32,
    /// The folder of the corpus.
    corpus: Name,
    /// The name of the folder in it that holds the texts.
    pub folder: String,
    /// The command line that began it, for people.
    pub command: String,
    /// Whether all texts lie on the disk. Before that nothing is changed;
    /// afterwards it is taken back, so that what is left can be taken away.
    pub is_ready: bool,
    /// The files, by the numbers of their texts.
    pub files: Vec<Entry>,
}

/// A file that is to be replaced or made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// From the corpus' folder.
    pub name: Name,
    /// The fingerprint of what it was; nothing where there was no such file.
    pub old: Option<String>,
    /// The fingerprint of what it is to be.
    pub new: String,
}

/// A path. Not every path is text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// One that is.
    Words(String),
    /// One that is not, in the system's encoding.
    Bytes(Vec<u8>),
}

impl From<&Path> for Name {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(words) => Self::Words(words.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_owned()),
        }
    }
}

impl Name {
    /// The path.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Words(words) => words.into(),
            #[cfg(unix)]
            Self::Bytes(bytes) => {
                let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(&bytes[..]);
                name.into()
            }
            #[cfg(not(unix))]
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
        }
    }
}

impl Voucher {
    /// For an edit of the corpus in a folder, whose texts are in one whose name
    /// nobody can know before.
    pub fn new(corpus: &Path, command: String) -> Self {
        Self {
            format: FORMAT,
            corpus: corpus.into(),
            folder: format!("{FOLDER}-{:016x}", random()),
            command,
            is_ready: false,
            files: Vec::new(),
        }
    }

    /// What was written down; nothing where it is of another version, or damaged.
    pub fn read(json: &[u8]) -> Option<Self> {
        let voucher: Self = serde_json::from_slice(json).ok()?;
        // What is left of an edit is taken away: no other folder may be named.
        let number = voucher.folder.strip_prefix(FOLDER);
        let number = number.and_then(|rest| rest.strip_prefix('-'));
        let is_number = number.is_some_and(|number| {
            number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        (voucher.format == FORMAT && is_number).then_some(voucher)
    }
}

/// The vouchers of a user, in the user's state folder.
#[derive(Debug, Clone)]
pub struct Records(PathBuf);

impl Records {
    /// Those of the user who runs the program; nothing where the system names
    /// no folder for them.
    pub fn of_user() -> Option<Self> {
        let state = dirs::state_dir().or_else(dirs::data_local_dir)?;
        Some(Self(state.join("quotemark").join("edits")))
    }

    /// Those in a folder.
    #[cfg(test)]
    pub fn within(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// The folder, which need not be there.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Whether an edit was interrupted in that folder, or is under way.
    pub fn is_pending(&self, home: &Path) -> bool {
        home.canonicalize()
            .is_ok_and(|home| self.is_pending_in(&home))
    }

    fn is_pending_in(&self, home: &Path) -> bool {
        let Ok(Some(json)) = read(&self.0.join(file_name(home))) else {
            return false;
        };
        // One that cannot be read may be of another version: nobody knows what it says.
        Voucher::read(&json).is_none_or(|voucher| voucher.is_ready)
    }

    /// Whether anything is written down of an edit in that folder, be it only
    /// that something is left to be taken away.
    pub fn is_recorded(&self, home: &Path) -> bool {
        let home = home.canonicalize();
        home.is_ok_and(|home| self.0.join(file_name(&home)).exists())
    }

    /// The folder around any of these files in which an edit was interrupted or
    /// is under way, other than `home`.
    pub fn pending_around<'p>(
        &self,
        files: impl IntoIterator<Item = &'p Path>,
        home: Option<&Path>,
    ) -> Option<PathBuf> {
        let parents: BTreeSet<&Path> = files.into_iter().filter_map(Path::parent).collect();
        let parents = parents.into_iter().map(|parent| {
            let is_here = parent.as_os_str().is_empty();
            if is_here { Path::new(".") } else { parent }
        });
        let parents = parents.filter_map(|path| path.canonicalize().ok());
        let mut folders = BTreeSet::new();
        for parent in parents {
            folders.extend(parent.ancestors().map(Path::to_owned));
        }
        let home = home.and_then(|home| home.canonicalize().ok());
        folders
            .into_iter()
            .find(|folder| Some(folder) != home.as_ref() && self.is_pending_in(folder))
    }
}

/// What the voucher of the corpus in a folder is called, but for its ending.
pub fn key(home: &Path) -> String {
    let hash = blake3::hash(home.as_os_str().as_encoded_bytes()).to_hex();
    hash[..32].to_owned()
}

/// What the voucher of the corpus in a folder is called.
pub fn file_name(home: &Path) -> String {
    format!("{}.json", key(home))
}

/// What tells whether a text is still the same.
pub fn fingerprint(text: &[u8]) -> String {
    blake3::hash(text).to_hex().to_string()
}

/// What looks like an interrupted edit in a folder, and is none that this user's
/// machine knows of: it may have come with a clone, from another machine, or
/// from a version that wrote edits down in another way; or the corpus was moved
/// while its edit was interrupted.
pub fn unvouched(home: &Path, records: Option<&Records>) -> Option<PathBuf> {
    let names = fs::read_dir(home).ok()?.flatten();
    let mut names = names.map(|entry| entry.file_name());
    // Nearly always there is none, and no voucher need be looked for.
    let name = names.find(|name| name.as_encoded_bytes().starts_with(FOLDER.as_bytes()))?;
    let voucher = home.canonicalize().ok().and_then(|home| {
        let json = read(&records?.0.join(file_name(&home))).ok()??;
        Voucher::read(&json)
    });
    let is_vouched = |name: &std::ffi::OsString| {
        voucher
            .as_ref()
            .is_some_and(|voucher| *name == *voucher.folder)
    };
    let mut all = std::iter::once(name)
        .chain(names.filter(|name| name.as_encoded_bytes().starts_with(FOLDER.as_bytes())));
    all.find(|name| !is_vouched(name))
        .map(|name| home.join(name))
}

/// In which way reading a voucher failed, if it is there.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(json) => Ok(Some(json)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
