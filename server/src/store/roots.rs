//! The folders of a workspace, found by the paths in them and around them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use super::{Depth, Root};

/// The folders that are open. To ask for the folder of a path costs as much as
/// the path is deep, however many folders there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    /// In the order in which they came.
    all: Vec<Root>,
    depths: HashMap<PathBuf, Depths>,
    sorted: BTreeSet<PathBuf>,
}

/// How a folder is open; it can be in both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Depths {
    everything: bool,
    one_folder: bool,
}

impl Depths {
    fn of(&mut self, depth: Depth) -> &mut bool {
        match depth {
            Depth::Everything => &mut self.everything,
            Depth::OneFolder => &mut self.one_folder,
        }
    }
}

impl Roots {
    /// Roots from the first to the last, each once.
    pub fn new(roots: impl IntoIterator<Item = Root>) -> Self {
        let mut new = Self::default();
        for root in roots {
            new.add(root);
        }
        new
    }

    /// All of them, in the order in which they came.
    pub fn all(&self) -> &[Root] {
        &self.all
    }

    /// Adds one; whether it was not there before.
    pub fn add(&mut self, root: Root) -> bool {
        let depths = self.depths.entry(root.folder.clone()).or_default();
        if std::mem::replace(depths.of(root.depth), true) {
            return false;
        }
        self.sorted.insert(root.folder.clone());
        self.all.push(root);
        true
    }

    /// Whether just this one is there.
    pub fn contains(&self, root: &Root) -> bool {
        let depths = self.depths.get(&root.folder).copied();
        depths.is_some_and(|mut depths| *depths.of(root.depth))
    }

    /// Whether any holds that path.
    pub fn holds(&self, path: &Path) -> bool {
        self.around(path).next().is_some()
    }

    /// Those that hold that path, the nearest first.
    pub fn around(&self, path: &Path) -> impl Iterator<Item = Root> {
        path.ancestors().enumerate().flat_map(|(height, folder)| {
            let depths = self.depths.get(folder).copied().unwrap_or_default();
            let root = |depth| Root {
                folder: folder.to_owned(),
                depth,
            };
            let whole = depths.everything.then(|| root(Depth::Everything));
            let beside = (depths.one_folder && height == 1).then(|| root(Depth::OneFolder));
            whole.into_iter().chain(beside)
        })
    }

    /// Those whose folder is that path or lies below it.
    pub fn below(&self, path: &Path) -> impl Iterator<Item = Root> {
        // Paths sort by their parts, so that all below one stand together.
        let from = self
            .sorted
            .range::<Path, _>((Bound::Included(path), Bound::Unbounded));
        from.take_while(move |folder| folder.starts_with(path))
            .flat_map(|folder| {
                let depths = self.depths.get(folder).copied().unwrap_or_default();
                let root = |depth| Root {
                    folder: folder.clone(),
                    depth,
                };
                let whole = depths.everything.then(|| root(Depth::Everything));
                let beside = depths.one_folder.then(|| root(Depth::OneFolder));
                whole.into_iter().chain(beside)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_found_by_paths() {
        let root = |folder: &str, depth| Root {
            folder: folder.into(),
            depth,
        };
        let (all, one) = (Depth::Everything, Depth::OneFolder);
        let mut roots = Roots::new([
            root("/a", all),
            root("/a/b", one),
            root("/a/b", all),
            root("/a/b-c", one),
            root("/a", all),
        ]);
        assert_eq!(roots.all().len(), 4);
        let around = |roots: &Roots, path: &str| -> Vec<String> {
            let around = roots.around(Path::new(path));
            around
                .map(|root| format!("{} {:?}", root.folder.display(), root.depth))
                .collect()
        };
        let found = around(&roots, "/a/b/x.qm");
        assert_eq!(
            found,
            ["/a/b Everything", "/a/b OneFolder", "/a Everything"]
        );
        let found = around(&roots, "/a/b/c/x.qm");
        assert_eq!(found, ["/a/b Everything", "/a Everything"]);
        assert_eq!(around(&roots, "/a/b-c"), ["/a Everything"]);
        assert!(!roots.holds(Path::new("/ab/x.qm")));
        let below = |roots: &Roots, path: &str| roots.below(Path::new(path)).count();
        assert_eq!(below(&roots, "/a"), 4);
        assert_eq!(below(&roots, "/a/b"), 2);
        assert_eq!(below(&roots, "/"), 4);
        assert_eq!(below(&roots, "/b"), 0);
        assert!(!roots.add(root("/a/b", one)));
        assert!(roots.contains(&root("/a/b-c", one)) && !roots.contains(&root("/a/b-c", all)));
    }
}
