//! The settings files of a corpus.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read::{Links, read_at_most};
use super::{FailureKind, set_up};
use crate::reports::Code;
use crate::settings::{FILE_NAME, Layer, Limits, Problem, Settings, SettingsTree, read_file};
use crate::syntax::TextRange;

/// The largest settings file that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// A `quotemark.toml` as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text; empty where it cannot be read.
    pub text: String,
    /// What it says.
    pub layer: Layer,
    /// What is wrong in it.
    pub problems: Vec<Problem>,
}

/// Reads a settings file; nothing where there is none. It is read from no link:
/// whoever wrote the corpus may have put one there.
pub fn read_settings(path: &Path) -> Option<SettingsFile> {
    let (text, layer, problems) = match read_at_most(path, Links::Refused, MOST_BYTES) {
        Ok(text) => {
            let (layer, problems) = read_file(&text);
            (text, layer, problems)
        }
        Err(failure) => {
            let state = std::fs::symlink_metadata(path);
            if state.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
                return None;
            }
            (String::new(), Layer::default(), vec![unread(&failure.kind)])
        }
    };
    Some(SettingsFile {
        path: path.to_owned(),
        text,
        layer,
        problems,
    })
}

fn unread(why: &FailureKind) -> Problem {
    Problem {
        code: Code::ConfigMalformed,
        key: String::new(),
        range: TextRange::new(0, 0),
        message: format!("this file {why}; until it is fixed, the default settings hold"),
    }
}

/// The settings file above a folder that has none itself: that of the corpus which
/// it [is a part of](set_up).
pub fn settings_above(folder: &Path) -> Option<PathBuf> {
    let above = set_up(folder).filter(|above| *above != folder);
    above.map(|above| above.join(FILE_NAME))
}

/// The limits for all that is read below a folder: what its settings file says,
/// or else the one above it, with what the editor sets over that. They have to
/// be known before the files are looked for, so files further down do not count.
pub fn limits_of(folder: &Path, editor: &Layer) -> Limits {
    settings_of(folder).under(editor, folder).limits
}

/// What the settings file of a folder says, or else the one above it.
pub fn settings_of(folder: &Path) -> Settings {
    let file = set_up(folder).map(|folder| folder.join(FILE_NAME));
    let file = file.and_then(|path| read_settings(&path));
    let layer = file.map(|file| file.layer).unwrap_or_default();
    Settings::default().under(&layer, folder)
}

/// The settings files of some folders, and what the editor sets over them.
#[derive(Debug, Clone, Default)]
pub struct SettingsFiles {
    by_folder: BTreeMap<PathBuf, Arc<SettingsFile>>,
    /// What the editor sets.
    pub editor: Layer,
}

impl SettingsFiles {
    /// Adds a file, or replaces it.
    pub fn insert(&mut self, file: SettingsFile) {
        if let Some(folder) = file.path.parent() {
            self.by_folder.insert(folder.to_owned(), Arc::new(file));
        }
    }

    /// Reads files and adds those that are there.
    pub fn read(&mut self, paths: &[PathBuf]) {
        let found = paths.iter().filter_map(|path| read_settings(path));
        found.for_each(|file| self.insert(file));
    }

    /// Keeps the files at the paths that `is_kept` says.
    pub fn retain(&mut self, is_kept: impl Fn(&Path) -> bool) {
        self.by_folder.retain(|_, file| is_kept(&file.path));
    }

    /// All of them, by folder.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SettingsFile>> {
        self.by_folder.values()
    }

    /// The one that holds for a file: the nearest above it.
    pub fn governing(&self, file: &Path) -> Option<&Arc<SettingsFile>> {
        let mut folders = file.ancestors().skip(1);
        folders.find_map(|folder| self.by_folder.get(folder))
    }

    /// What holds where, the editor working in these folders.
    pub fn tree<'a>(&'a self, roots: impl IntoIterator<Item = &'a Path>) -> SettingsTree {
        let files = self.by_folder.iter();
        let files = files.map(|(folder, file)| (folder.as_path(), &file.layer));
        let roots: Vec<&Path> = roots.into_iter().collect();
        SettingsTree::new(files, &self.editor, &roots)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_file_above_counts_whatever_is_a_repository() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        fs::create_dir_all(root.join("a/b/c")).unwrap();
        let above = |folder: &str| {
            let found = settings_above(&root.join(folder))?;
            Some(found.strip_prefix(root).unwrap().to_owned())
        };
        assert_eq!(above("a/b/c"), None);
        fs::write(root.join("a").join(FILE_NAME), "").unwrap();
        assert_eq!(above("a/b/c"), Some(Path::new("a").join(FILE_NAME)));
        assert_eq!(above("a"), None);
        fs::create_dir(root.join("a/b/.git")).unwrap();
        assert_eq!(above("a/b/c"), Some(Path::new("a").join(FILE_NAME)));
        fs::write(root.join("a/b").join(FILE_NAME), "").unwrap();
        assert_eq!(above("a/b/c"), Some(Path::new("a/b").join(FILE_NAME)));
    }

    #[test]
    fn a_file_that_cannot_be_read_says_so_and_one_that_is_gone_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        assert_eq!(read_settings(&path), None);
        fs::write(&path, b"cast = \"caf\xe9.qm\"").unwrap();
        let file = read_settings(&path).unwrap();
        assert_eq!(file.layer, Layer::default());
        assert_eq!(
            file.problems[0].message,
            "this file is not UTF-8: the byte 0xE9 on line 1 begins no character; save it as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8` if it is Windows-1252; until it is fixed, the default settings hold"
        );
    }
}
