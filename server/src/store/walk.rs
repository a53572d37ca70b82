//! Which files belong to a corpus.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// How far down a folder is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All the way.
    Everything,
    /// The folder's own files.
    OneFolder,
}

/// The `.qm` files in `folder`, sorted by path. `.gitignore` files count also
/// outside a repository; hidden files and links are passed over.
pub fn articles(folder: &Path, depth: Depth) -> Vec<PathBuf> {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).follow_links(false);
    if depth == Depth::OneFolder {
        walk.max_depth(Some(1));
    }
    let mut found: Vec<PathBuf> = walk
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| is_article(path))
        .collect();
    found.sort();
    found
}

/// Whether a path ends in `.qm`.
pub fn is_article(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "qm")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn ignored_and_other_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("sub/drafts")).unwrap();
        for file in [
            "b.qm",
            "a.txt",
            ".hidden.qm",
            "sub/a.qm",
            "sub/drafts/x.qm",
            "sub/skip.qm",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(root.join(".gitignore"), "drafts/\n").unwrap();
        fs::write(root.join("sub/.gitignore"), "skip.qm\n").unwrap();
        let names = |depth| {
            let found = articles(root, depth).into_iter();
            found
                .map(|path| path.strip_prefix(root).unwrap().display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Depth::Everything), ["b.qm", "sub/a.qm"]);
        assert_eq!(names(Depth::OneFolder), ["b.qm"]);
    }
}
