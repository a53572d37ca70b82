//! Which corpus a single file belongs to.

use std::path::{Path, PathBuf};

use super::Depth;

/// What marks the root of a corpus.
const MARKERS: [&str; 3] = ["quotemark.toml", "cast.qm", ".git"];

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

/// The corpus of a file: the nearest folder above it that holds
/// `quotemark.toml`, `cast.qm` or `.git`; else the files beside it. A folder
/// that [is too wide](is_too_wide) is never searched all the way down.
pub fn root_of(file: &Path) -> Option<Root> {
    let parent = file.parent().filter(|parent| parent.is_dir())?;
    let marked = parent
        .ancestors()
        .find(|folder| MARKERS.iter().any(|marker| folder.join(marker).exists()));
    Some(match marked {
        Some(folder) if !is_too_wide(folder) => Root {
            folder: folder.to_owned(),
            depth: Depth::Everything,
        },
        _ => Root {
            folder: parent.to_owned(),
            depth: Depth::OneFolder,
        },
    })
}

/// Whether a folder holds much more than a corpus: a root of the file system,
/// a home folder, or the folder of all homes.
pub fn is_too_wide(folder: &Path) -> bool {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(&folder))
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
    fn the_file_system_and_homes_are_too_wide() {
        assert!(is_too_wide(Path::new("/")));
        assert!(std::env::home_dir().is_none_or(|home| is_too_wide(&home)));
        assert!(!is_too_wide(tempfile::tempdir().unwrap().path()));
    }
}
