//! The documents that are open, by the names that the editor gives them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::OpenDocument;

/// The documents that are open. A file may be open under several names at once, as
/// by a link or by another spelling of its URI: the text that was opened or changed
/// last then stands for it.
#[derive(Default)]
pub struct OpenDocuments {
    by_name: HashMap<Arc<str>, Opening>,
    /// The names of each file that is open, that which stands last.
    names: HashMap<Arc<Path>, Vec<Arc<str>>>,
    /// How often a document was opened.
    count: u64,
}

struct Opening {
    document: OpenDocument,
    /// The path of its name.
    spelled: PathBuf,
    /// That by which the file is known.
    path: Arc<Path>,
}

impl OpenDocuments {
    /// Opens a document, whose name has the path `spelled`, as the file at `path`.
    pub fn open(&mut self, name: &str, spelled: &Path, path: &Path, text: &str, version: i32) {
        self.close(name);
        self.count += 1;
        let document = OpenDocument::new(text, version).opened_as(self.count);
        let (name, path): (Arc<str>, Arc<Path>) = (name.into(), path.into());
        let names = self.names.entry(path.clone()).or_default();
        names.push(name.clone());
        let opening = Opening {
            document,
            spelled: spelled.to_owned(),
            path,
        };
        self.by_name.insert(name, opening);
    }

    /// The document of that name, to change it: from then on it stands for its file.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut OpenDocument> {
        let opening = self.by_name.get_mut(name)?;
        if let Some(names) = self.names.get_mut(&opening.path)
            && let Some(place) = names.iter().position(|known| &**known == name)
        {
            names[place..].rotate_left(1);
        }
        Some(&mut opening.document)
    }

    /// Closes the document of that name. Gives the file, if it was open.
    pub fn close(&mut self, name: &str) -> Option<Arc<Path>> {
        let path = self.by_name.remove(name)?.path;
        if let Some(names) = self.names.get_mut(&path) {
            names.retain(|known| &**known != name);
            match names.last().cloned() {
                Some(next) => {
                    if let Some(next) = self.by_name.get_mut(&next) {
                        next.document.renew();
                    }
                }
                None => {
                    self.names.remove(&path);
                }
            }
        }
        Some(path)
    }

    /// The name under which a document is open: this one, or where none is open under
    /// it, that which stands for the file.
    pub fn name(&self, name: &str, path: &Path) -> Option<Arc<str>> {
        let known = self.by_name.get_key_value(name);
        let known = known.map(|(name, _)| name.clone());
        known.or_else(|| self.names.get(path)?.last().cloned())
    }

    /// The document that stands for a file, and its name.
    pub fn current(&self, path: &Path) -> Option<(&Arc<str>, &OpenDocument)> {
        let name = self.names.get(path)?.last()?;
        Some((name, &self.by_name.get(name)?.document))
    }

    /// Whether a file is open.
    pub fn contains(&self, path: &Path) -> bool {
        self.names.contains_key(path)
    }

    /// The paths that are not those by which their files are known, with these.
    pub fn aliases(&self) -> impl Iterator<Item = (&Path, &Arc<Path>)> {
        let all = self.by_name.values();
        let aliases = all.filter(|opening| *opening.spelled != *opening.path);
        aliases.map(|opening| (&*opening.spelled, &opening.path))
    }

    /// The files that are open.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.names.keys()
    }

    /// The documents that stand for their files.
    pub fn all_mut(&mut self) -> impl Iterator<Item = (&Arc<Path>, &mut OpenDocument)> {
        let names = &self.names;
        self.by_name.iter_mut().filter_map(move |(name, opening)| {
            let stands = names.get(&opening.path)?.last()? == name;
            stands.then_some((&opening.path, &mut opening.document))
        })
    }

    /// Has the document that stands for a file be read again; says whether it is open.
    pub fn renew(&mut self, path: &Path) -> bool {
        let name = self.names.get(path).and_then(|names| names.last());
        let opening = name.and_then(|name| self.by_name.get_mut(name));
        opening.map(|opening| opening.document.renew()).is_some()
    }

    /// Has every document be the file at the path that `of` makes of its own. Gives the paths
    /// that no longer stand for any.
    pub fn follow(&mut self, of: impl Fn(&Path) -> PathBuf) -> Vec<Arc<Path>> {
        let mut moved = Vec::new();
        for (name, opening) in &mut self.by_name {
            let path = of(&opening.spelled);
            if *path == *opening.path {
                continue;
            }
            let before = std::mem::replace(&mut opening.path, path.into());
            opening.document.renew();
            if let Some(names) = self.names.get_mut(&before) {
                names.retain(|known| known != name);
            }
            let names = self.names.entry(opening.path.clone()).or_default();
            names.push(name.clone());
            moved.push(before);
        }
        self.names.retain(|_, names| !names.is_empty());
        moved.retain(|path| !self.names.contains_key(path));
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_touched_last_stands_for_the_file() {
        let mut open = OpenDocuments::default();
        let path = Path::new("/a.qm");
        let standing = |open: &OpenDocuments| {
            let standing = open.current(path);
            standing.map(|(name, document)| (name.to_string(), document.version()))
        };
        open.open("one", path, path, "1", 1);
        open.open("two", Path::new("/link/a.qm"), path, "2", 2);
        assert_eq!(open.aliases().count(), 1);
        assert_eq!(standing(&open), Some(("two".into(), 2)));
        open.get_mut("one")
            .unwrap()
            .change(&[], 5, crate::syntax::Encoding::Utf16);
        assert_eq!(standing(&open), Some(("one".into(), 5)));
        // A name that nobody has opened means what stands.
        assert_eq!(open.name("three", path).as_deref(), Some("one"));
        assert_eq!(open.name("two", path).as_deref(), Some("two"));
        for (_, document) in open.all_mut() {
            document.source();
        }
        open.close("one");
        assert_eq!(standing(&open), Some(("two".into(), 2)));
        assert!(open.all_mut().all(|(_, document)| document.is_stale()));
        let moved = open.follow(|_| "/b.qm".into());
        assert_eq!((moved.len(), open.contains(path)), (1, false));
        assert_eq!(open.close("two").as_deref(), Some(Path::new("/b.qm")));
        assert_eq!(open.paths().count(), 0);
    }
}
