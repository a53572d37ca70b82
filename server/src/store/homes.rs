//! Which of the open corpora a document belongs to.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use imbl::OrdMap;

use super::Roots;
use crate::model::Corpus;

/// One of the open corpora.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// What the folders that are opened hold and no `quotemark.toml` sets apart.
    Together,
    /// That of a folder.
    Folder(Arc<Path>),
}

/// What decides to which corpus a document belongs. Cheap to clone; to ask costs as
/// much as a path is deep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Homes(Arc<Marks>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Marks {
    /// The folders that have settings.
    set_up: HashSet<PathBuf>,
    /// The folders that the editor works in.
    opened: Roots,
    /// All folders that are read.
    roots: Roots,
}

impl Homes {
    /// The homes where `set_up` are the folders with settings, `opened` those that the
    /// editor works in, and `roots` all that are read.
    pub fn new(set_up: HashSet<PathBuf>, opened: Roots, roots: Roots) -> Self {
        Self(Arc::new(Marks {
            set_up,
            opened,
            roots,
        }))
    }

    /// The corpus of a document: that of the nearest folder above it with settings;
    /// else of the opened folders together; else of the root that it was opened with.
    /// A document that is no file belongs to the first of the opened folders.
    pub fn of(&self, path: &Path) -> Home {
        let marks = &*self.0;
        if !path.is_absolute() {
            let first = marks.opened.all().first();
            return first.map_or(Home::Together, |first| self.of(&first.folder.join("-")));
        }
        let mut above = path.ancestors().skip(1);
        if let Some(folder) = above.find(|folder| marks.set_up.contains(*folder)) {
            return Home::Folder(folder.into());
        }
        if marks.opened.holds(path) {
            return Home::Together;
        }
        match marks.roots.around(path).next() {
            Some(root) => Home::Folder(root.folder.into()),
            None => Home::Folder(path.parent().unwrap_or(path).into()),
        }
    }

    /// The folders that the editor works in.
    pub fn opened(&self) -> &Roots {
        &self.0.opened
    }

    /// Files by the corpora that they belong to, those of each in the order given.
    pub fn sorted(&self, files: &[Arc<Path>]) -> Vec<(Home, Vec<Arc<Path>>)> {
        let mut sorted: std::collections::BTreeMap<Home, Vec<Arc<Path>>> = Default::default();
        // Files of one folder have one home.
        for beside in files.chunk_by(|one, other| one.parent() == other.parent()) {
            let home = self.of(&beside[0]);
            sorted.entry(home).or_default().extend_from_slice(beside);
        }
        sorted.into_iter().collect()
    }
}

/// An open corpus.
#[derive(Clone)]
pub struct Held {
    /// At this moment.
    pub corpus: Corpus,
    /// What tells it from all others that are or were open.
    pub serial: u64,
}

/// The open corpora at one moment.
#[derive(Clone, Default)]
pub struct Corpora {
    held: OrdMap<Home, Held>,
    homes: Homes,
    /// How many there have been.
    serials: u64,
}

impl Corpora {
    /// Which document belongs to which.
    pub fn homes(&self) -> &Homes {
        &self.homes
    }

    /// The corpus that a document belongs to, if anything of it is read.
    pub fn of(&self, path: &Path) -> Option<&Held> {
        self.held.get(&self.homes.of(path))
    }

    /// The corpus of that home, if anything of it is read.
    pub fn get(&self, home: &Home) -> Option<&Held> {
        self.held.get(home)
    }

    /// All of them, each once.
    pub fn iter(&self) -> impl Iterator<Item = (&Home, &Held)> {
        self.held.iter()
    }

    /// The corpus of that home, to change it; a new one made by `new` if there is none.
    pub(super) fn get_mut(&mut self, home: Home, new: impl FnOnce() -> Corpus) -> &mut Corpus {
        let serials = &mut self.serials;
        let held = self.held.entry(home).or_insert_with(|| {
            *serials += 1;
            Held {
                corpus: new(),
                serial: *serials,
            }
        });
        &mut held.corpus
    }

    /// Takes a file out of the corpus of that home.
    pub(super) fn remove(&mut self, home: &Home, path: &Path) {
        if let Some(held) = self.held.get_mut(home) {
            held.corpus.remove(path);
        }
    }

    /// Removes the corpora without files into which nothing can be read.
    pub(super) fn remove_unused(&mut self) {
        let (homes, marks) = (&self.homes, &*self.homes.0);
        let can_be_read = |home: &Home| match home {
            Home::Together => !marks.opened.all().is_empty(),
            Home::Folder(folder) => {
                let inside = folder.join("-");
                marks.roots.holds(&inside) && homes.of(&inside) == *home
            }
        };
        let gone = self.held.iter();
        let gone = gone.filter(|(home, held)| held.corpus.is_empty() && !can_be_read(home));
        let gone: Vec<Home> = gone.map(|(home, _)| home.clone()).collect();
        for home in gone {
            self.held.remove(&home);
        }
    }

    /// Has other `homes` hold from now on.
    pub(super) fn settle(&mut self, homes: Homes) {
        self.homes = homes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Depth, Root};

    fn roots(folders: &[&str]) -> Roots {
        Roots::new(folders.iter().map(|folder| Root {
            folder: folder.into(),
            depth: Depth::Everything,
        }))
    }

    #[test]
    fn settings_set_apart_and_opened_folders_go_together() {
        let set_up = HashSet::from(["/a/in".into(), "/up".into()]);
        let opened = roots(&["/a", "/b", "/up/c"]);
        let all = roots(&["/a", "/b", "/up/c", "/up", "/lone"]);
        let homes = Homes::new(set_up, opened, all);
        let folder = |path: &str| Home::Folder(Path::new(path).into());
        for (path, home) in [
            ("/a/x.qm", Home::Together),
            ("/b/c/x.qm", Home::Together),
            ("/a/in/x.qm", folder("/a/in")),
            ("/a/in/deep/x.qm", folder("/a/in")),
            ("/up/c/x.qm", folder("/up")),
            ("/lone/deep/x.qm", folder("/lone")),
            ("/none/x.qm", folder("/none")),
            ("untitled:1", Home::Together),
        ] {
            assert_eq!(homes.of(Path::new(path)), home, "{path}");
        }
        let files: Vec<Arc<Path>> = ["/a/in/x.qm", "/a/y.qm", "/a/z.qm", "/b/x.qm"]
            .iter()
            .map(|path| Path::new(path).into())
            .collect();
        let sorted = homes.sorted(&files);
        let sorted: Vec<_> = sorted.iter().map(|(_, files)| files.len()).collect();
        assert_eq!(sorted, [3, 1]);
    }
}
