//! What the root of a corpus is: the one rule that the command line and the server
//! share.

use std::path::{Path, PathBuf};

use super::Depth;
use crate::settings::FILE_NAME;

/// What marks the root of a corpus, the strongest first: one that is further up
/// counts for more than any of the others further down.
pub const MARKS: [&str; 3] = [FILE_NAME, "cast.qm", ".git"];

/// A folder to load.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Root {
    /// The folder.
    pub folder: PathBuf,
    /// How far down.
    pub depth: Depth,
}

impl Root {
    /// Whether a path lies in it.
    pub fn holds(&self, path: &Path) -> bool {
        match self.depth {
            Depth::Everything => path.starts_with(&self.folder),
            Depth::OneFolder => path.parent() == Some(&self.folder),
        }
    }
}

/// The corpus of a file: that of [the folder it is in](root_of_folder), else the
/// files beside it; nothing where there is no such folder.
pub fn root_of(file: &Path) -> Option<Root> {
    let parent = file.parent().filter(|parent| parent.is_dir())?;
    let (folder, depth) = match root_of_folder(parent) {
        Some(marked) => (marked, Depth::Everything),
        None => (parent, Depth::OneFolder),
    };
    Some(Root {
        folder: folder.to_owned(),
        depth,
    })
}

/// The root of the corpus that a folder belongs to: the nearest folder that holds
/// `quotemark.toml`, this one or one above; else `cast.qm`; else `.git`. One that
/// [is too wide](is_too_wide), or where any user may write, is none.
pub fn root_of_folder(folder: &Path) -> Option<&Path> {
    MARKS.iter().find_map(|mark| marked(folder, mark))
}

/// The nearest folder with settings, this one or one above, if it
/// [is a root](root_of_folder).
pub fn set_up(folder: &Path) -> Option<&Path> {
    marked(folder, FILE_NAME)
}

/// The nearest folder with `.git`, this one or one above, if it
/// [can be a root](root_of_folder).
pub fn repository(folder: &Path) -> Option<&Path> {
    marked(folder, ".git")
}

fn marked<'f>(folder: &'f Path, mark: &str) -> Option<&'f Path> {
    // What the mark is, or where a link leads, is found out by reading it.
    let is_there = |folder: &&Path| {
        let found = std::fs::symlink_metadata(folder.join(mark));
        found.is_ok_and(|found| mark == ".git" || !found.is_dir())
    };
    let marked = folder.ancestors().find(is_there)?;
    may_be_root(marked).then_some(marked)
}

/// Whether a folder counts as a root where it is marked as one: it neither
/// [is too wide](is_too_wide) nor one where any user may write.
pub fn may_be_root(folder: &Path) -> bool {
    !is_too_wide(folder) && !is_for_all(folder)
}

/// Whether a folder holds much more than a corpus: a root of the file system,
/// a home folder, or the folder of all homes.
pub fn is_too_wide(folder: &Path) -> bool {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(&folder))
}

/// Whether a folder is one for temporary files, where any user may have put a mark.
fn is_for_all(folder: &Path) -> bool {
    let known = [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    known.iter().any(|known| known == folder)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_marked_folder_is_the_root() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        fs::create_dir_all(root.join("corpus/2011")).unwrap();
        fs::write(root.join("corpus/cast.qm"), "").unwrap();
        let found = root_of(&root.join("corpus/2011/a.qm")).unwrap();
        assert_eq!(
            (found.folder, found.depth),
            (root.join("corpus"), Depth::Everything)
        );
        fs::remove_file(root.join("corpus/cast.qm")).unwrap();
        let found = root_of(&root.join("corpus/2011/a.qm")).unwrap();
        assert_eq!(
            (found.folder, found.depth),
            (root.join("corpus/2011"), Depth::OneFolder)
        );
        assert_eq!(root_of(&root.join("nowhere/a.qm")), None);
    }

    #[test]
    fn settings_go_before_a_cast_and_a_cast_before_a_repository() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        fs::create_dir_all(root.join("a/b/c")).unwrap();
        let inner = root.join("a/b/c");
        let found = || {
            let found = root_of_folder(&inner);
            found.map(|found| found.strip_prefix(root).unwrap().to_owned())
        };
        assert_eq!(found(), None);
        fs::create_dir(root.join("a/b/c/.git")).unwrap();
        assert_eq!(found(), Some("a/b/c".into()));
        fs::write(root.join("a/b/cast.qm"), "").unwrap();
        assert_eq!(found(), Some("a/b".into()));
        fs::write(root.join("a/quotemark.toml"), "").unwrap();
        assert_eq!(found(), Some("a".into()));
        fs::write(root.join("a/b/quotemark.toml"), "").unwrap();
        assert_eq!(found(), Some("a/b".into()));
        // A folder is no settings file.
        fs::create_dir(root.join("a/b/c/quotemark.toml")).unwrap();
        assert_eq!(found(), Some("a/b".into()));
    }

    #[test]
    fn the_file_system_and_homes_are_too_wide() {
        assert!(is_too_wide(Path::new("/")));
        assert!(std::env::home_dir().is_none_or(|home| is_too_wide(&home)));
        assert!(!is_too_wide(tempfile::tempdir().unwrap().path()));
    }
}
