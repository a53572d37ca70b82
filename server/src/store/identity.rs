//! One path for each file, however it is reached.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folders that are read, with where they lie on the disk. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Identities(Arc<Vec<Folder>>);

#[derive(Debug, Clone)]
struct Folder {
    /// As it is known.
    path: PathBuf,
    /// Without links.
    in_full: PathBuf,
}

impl Identities {
    /// The same with another folder, if it is there.
    pub fn add(&mut self, path: &Path) {
        if self.0.iter().any(|known| known.path == path) {
            return;
        }
        if let Ok(in_full) = path.canonicalize() {
            Arc::make_mut(&mut self.0).push(Folder {
                path: path.to_owned(),
                in_full,
            });
        }
    }

    /// The same with none but these.
    pub fn retain(&mut self, is_kept: impl Fn(&Path) -> bool) {
        if !self.0.iter().all(|known| is_kept(&known.path)) {
            Arc::make_mut(&mut self.0).retain(|known| is_kept(&known.path));
        }
    }

    /// The path by which a file is known: that below the innermost folder in which
    /// it lies, whatever links the given one goes through; the path itself where it
    /// lies in none, or is not there.
    pub fn of(&self, path: &Path) -> PathBuf {
        let Some(in_full) = in_full(path) else {
            return path.to_owned();
        };
        let around = self.0.iter().filter_map(|known| {
            let inside = in_full.strip_prefix(&known.in_full).ok()?;
            Some((known, inside))
        });
        // Of two ways to a folder, the one that was taken first.
        let nearest = around.min_by_key(|(_, inside)| inside.components().count());
        match nearest {
            Some((known, inside)) if inside.as_os_str().is_empty() => known.path.clone(),
            Some((known, inside)) => known.path.join(inside),
            None => path.to_owned(),
        }
    }
}

/// A path without links. What is not there yet lies in its folder.
fn in_full(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn every_way_to_a_file_is_one_path() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        fs::create_dir_all(root.join("real/in")).unwrap();
        for name in ["real/a.qm", "real/in/b.qm", "other.qm"] {
            fs::write(root.join(name), "").unwrap();
        }
        symlink("real", root.join("link")).unwrap();
        symlink("../a.qm", root.join("real/in/a.qm")).unwrap();
        symlink("../other.qm", root.join("real/out.qm")).unwrap();
        let mut known = Identities::default();
        known.add(&root.join("real"));
        let of = |known: &Identities, path: &str| {
            let found = known.of(&root.join(path));
            found
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        for (path, found) in [
            ("real/a.qm", "real/a.qm"),
            ("link/a.qm", "real/a.qm"),
            ("link", "real"),
            ("link/in/a.qm", "real/a.qm"),
            ("link/new.qm", "real/new.qm"),
            ("real/out.qm", "real/out.qm"),
            ("none/x.qm", "none/x.qm"),
        ] {
            assert_eq!(of(&known, path), found, "{path}");
        }
        // A folder that was opened by a link is known by it.
        known.retain(|_| false);
        known.add(&root.join("link"));
        known.add(&root.join("link/in"));
        assert_eq!(of(&known, "real/in/b.qm"), "link/in/b.qm");
    }
}
