//! The corpus as it changes: folders, files on the disk, open documents.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::ReadArticle;
use super::{
    Change, Disk, FailureKind, OpenDocument, ReadFailure, Root, Roots, SettingsFile, SettingsFiles,
    by_name, is_article, is_settings,
};
use crate::model::Corpus;
use crate::settings::{Layer, SettingsTree};
use crate::syntax::Counting;

/// The corpus and the documents that are open in it. All changes go through
/// here, one after the other; [`snapshot`](Self::snapshot) gives out a moment.
pub struct Workspace {
    corpus: Corpus,
    open: HashMap<PathBuf, OpenDocument>,
    roots: Roots,
    failures: BTreeMap<PathBuf, ReadFailure>,
    settings_files: SettingsFiles,
    settings: SettingsTree,
    /// How often a document was opened.
    openings: u64,
}

/// Which text of an open document is meant. Versions begin anew with every opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Which opening of any document it was.
    pub opening: u64,
    /// The editor's number of the text.
    pub version: i32,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            corpus: Corpus::new(Arc::new(Disk)),
            open: HashMap::new(),
            roots: Roots::default(),
            failures: BTreeMap::new(),
            settings_files: SettingsFiles::default(),
            settings: SettingsTree::default(),
            openings: 0,
        }
    }
}

impl Workspace {
    /// The corpus at this moment: what is open is read first.
    pub fn snapshot(&mut self) -> Corpus {
        self.read_open();
        self.corpus.clone()
    }

    fn read_open(&mut self) {
        for (path, document) in &mut self.open {
            if !document.is_stale() {
                continue;
            }
            // A text on which the reader fails must not cost the others: the
            // document stands as it was read last until it changes again.
            let read = catch_unwind(AssertUnwindSafe(|| document.source().clone()));
            match read {
                Ok(source) => {
                    self.corpus.insert_source(path, source);
                }
                Err(_) => document.give_up(),
            }
        }
    }

    /// Opens a document. From now on its text is the editor's.
    pub fn open(&mut self, path: &Path, text: &str, version: i32) {
        self.failures.remove(path);
        self.openings += 1;
        self.open.insert(
            path.to_owned(),
            OpenDocument::new(text, version).opened_as(self.openings),
        );
    }

    /// Changes an open document; changes of any other are passed over.
    pub fn change(
        &mut self,
        path: &Path,
        changes: &[Change],
        version: i32,
        counting: impl Into<Counting>,
    ) {
        if let Some(document) = self.open.get_mut(path) {
            document.change(changes, version, counting);
        }
    }

    /// Closes a document. What it said stands until the disk is
    /// [read again](Self::merge); one outside every folder is gone at once.
    pub fn close(&mut self, path: &Path) {
        self.read_open();
        if self.open.remove(path).is_none() {
            return;
        }
        // Its text stays at hand until then: what the disk has may be another, of
        // which nothing is known yet.
        if !self.holds(path) {
            self.corpus.remove(path);
        }
    }

    /// Which text of which opening an open document holds.
    pub fn edition(&self, path: &Path) -> Option<Edition> {
        let document = self.open.get(path)?;
        Some(Edition {
            opening: document.opening(),
            version: document.version(),
        })
    }

    /// Whether an open document has held a CR that no LF follows, as
    /// [`OpenDocument::had_lone_cr`].
    pub fn had_lone_cr(&self, path: &Path) -> bool {
        let document = self.open.get(path);
        document.is_some_and(OpenDocument::had_lone_cr)
    }

    /// The version of an open document.
    pub fn version(&self, path: &Path) -> Option<i32> {
        self.open.get(path).map(OpenDocument::version)
    }

    /// The documents that are open.
    pub fn open_paths(&self) -> impl Iterator<Item = &Path> {
        self.open.keys().map(PathBuf::as_path)
    }

    /// Adds folders; their files are [merged](Self::merge) as they are read.
    pub fn add_roots(&mut self, roots: impl IntoIterator<Item = Root>) {
        for root in roots {
            self.roots.add(root);
        }
        self.settle_settings();
    }

    /// Takes out folders with all their files that are not open and that no
    /// other folder holds. Gives those that were there.
    pub fn remove_roots(&mut self, folders: &HashSet<PathBuf>) -> Vec<Root> {
        let removed = self.roots.remove(folders);
        if removed.is_empty() {
            return removed;
        }
        let is_below = |path: &Path| path.ancestors().any(|folder| folders.contains(folder));
        let gone: Vec<Arc<Path>> = self
            .corpus
            .files()
            .map(|(_, file)| file.path.clone())
            .filter(|path| is_below(path) && !self.holds(path) && !self.open.contains_key(&**path))
            .collect();
        for path in gone {
            self.corpus.remove(&path);
        }
        let failed: Vec<PathBuf> = self
            .failures
            .keys()
            .filter(|path| is_below(path))
            .cloned()
            .collect();
        for path in failed {
            if !self.holds(&path) {
                self.failures.remove(&path);
            }
        }
        let roots = &self.roots;
        self.settings_files.retain(|path| {
            let is_below = path.parent().is_some_and(is_below);
            !is_below || roots.holds(path)
        });
        self.settle_settings();
        removed
    }

    /// Whether a folder of the workspace holds that path.
    pub fn holds(&self, path: &Path) -> bool {
        self.roots.holds(path)
    }

    /// Takes over what was read from the disk. What is open stays as it is.
    pub fn merge(&mut self, articles: Vec<ReadArticle>) {
        let mut changed = Vec::with_capacity(articles.len());
        for article in articles {
            match article {
                Ok((file, said)) => {
                    let path = &*file.path;
                    self.failures.remove(path);
                    if self.open.contains_key(path) || !self.holds(path) {
                        continue;
                    }
                    let before = self.corpus.find(path);
                    let before = before.and_then(|file| self.corpus.file(file));
                    // One that was open has its text with it, and lets go of it here.
                    let before = before.filter(|before| before.open.is_none());
                    if before.is_some_and(|before| before.says_the_same(&file)) {
                        continue;
                    }
                    changed.push((file, said));
                }
                Err(failure) => self.fail(failure),
            }
        }
        self.corpus.insert_all(changed);
    }

    /// What holds where.
    pub fn settings(&self) -> &SettingsTree {
        &self.settings
    }

    /// The settings files, as they were read.
    pub fn settings_files(&self) -> impl Iterator<Item = &Arc<SettingsFile>> {
        self.settings_files.iter()
    }

    /// What the editor sets, over all files.
    pub fn editor_settings(&self) -> &Layer {
        &self.settings_files.editor
    }

    /// Takes over what the editor sets, over all files.
    pub fn set_editor_settings(&mut self, layer: Layer) {
        self.settings_files.editor = layer;
        self.settle_settings();
    }

    /// Takes over the settings files of `roots` that walks found at `places`
    /// and below, and forgets those that they no longer found.
    pub fn merge_settings(
        &mut self,
        roots: &Roots,
        places: &HashSet<PathBuf>,
        found: Vec<SettingsFile>,
    ) {
        let mut files = std::mem::take(&mut self.settings_files);
        files.retain(|path| {
            let is_asked = path.ancestors().any(|place| places.contains(place));
            !is_asked || !self.is_owned(path, roots)
        });
        for file in found {
            if self.holds(&file.path) {
                files.insert(file);
            }
        }
        self.settings_files = files;
        self.settle_settings();
    }

    /// Takes over the settings files that lie above the folders, in place of
    /// all that did.
    pub fn set_settings_above(&mut self, found: Vec<SettingsFile>) {
        let mut files = std::mem::take(&mut self.settings_files);
        files.retain(|path| self.holds(path));
        for file in found {
            if !self.holds(&file.path) {
                files.insert(file);
            }
        }
        self.settings_files = files;
        self.settle_settings();
    }

    fn settle_settings(&mut self) {
        let roots = self.roots.all().iter().map(|root| root.folder.as_path());
        self.settings = self.settings_files.tree(roots);
    }

    /// The folders.
    pub fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Forgets the files of `roots` at `places` and below that walks no longer
    /// found; `found` is sorted [`by_name`]. What is open stays, and so does what belongs
    /// to a folder further down that is in the workspace by itself.
    pub fn retain(&mut self, roots: &Roots, places: &HashSet<PathBuf>, found: &[Arc<Path>]) {
        let is_found = |path: &Path| {
            let found = found.binary_search_by(|other| by_name(other, path));
            found.is_ok()
        };
        let mut gone: Vec<PathBuf> = places.iter().cloned().collect();
        // Only what is not a document can have held some.
        if places
            .iter()
            .any(|place| !is_article(place) && !is_settings(place))
        {
            let files = self.corpus.files().map(|(_, file)| &*file.path);
            let known = files.chain(self.failures.keys().map(PathBuf::as_path));
            // Nearly all are found, and nothing else need be asked of them.
            let known = known.filter(|path| !is_found(path));
            let below = |path: &&Path| path.ancestors().any(|path| places.contains(path));
            gone.extend(known.filter(below).map(Path::to_owned));
        }
        gone.retain(|path| !is_found(path) && self.is_owned(path, roots));
        for path in gone {
            self.forget(&path);
        }
    }

    /// Whether the folder of the workspace that is nearest to a path is one of these.
    fn is_owned(&self, path: &Path, roots: &Roots) -> bool {
        let nearest = self.roots.around(path).next();
        nearest.is_some_and(|nearest| roots.contains(&nearest))
    }

    /// Forgets a file that is no longer on the disk, unless it is open.
    pub fn forget(&mut self, path: &Path) {
        self.failures.remove(path);
        if !self.open.contains_key(path) {
            self.corpus.remove(path);
        }
    }

    /// The files that could not be read.
    pub fn failures(&self) -> &BTreeMap<PathBuf, ReadFailure> {
        &self.failures
    }

    /// Whether the index is what it would be if it were built now.
    pub fn is_index_exact(&self) -> bool {
        *self.corpus.index() == self.corpus.rebuilt_index()
    }

    /// The numbers of ids, to read files with.
    pub fn ids(&self) -> Arc<crate::model::Ids> {
        self.corpus.ids().clone()
    }

    fn fail(&mut self, failure: ReadFailure) {
        if self.open.contains_key(&failure.path) {
            return;
        }
        self.corpus.remove(&failure.path);
        let is_gone = matches!(failure.kind, FailureKind::Unreadable(_)) && !failure.path.exists();
        if is_gone || !self.holds(&failure.path) {
            self.failures.remove(&failure.path);
        } else {
            self.failures.insert(failure.path.clone(), failure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{File, Source, facts_of};
    use crate::store::Depth;

    #[test]
    fn what_was_closed_stands_with_its_text_until_the_disk_is_read() {
        for (text, on_disk) in [
            ("[he]{@a}", "and [he]{@a}"),
            // What is saved says the same; its text need not be kept for that.
            ("@a: Ann\n", "@a: Ann\n"),
        ] {
            let mut workspace = Workspace::default();
            workspace.add_roots([Root {
                folder: "/c".into(),
                depth: Depth::Everything,
            }]);
            let path: Arc<Path> = Path::new("/c/a.qm").into();
            workspace.open(&path, text, 1);
            workspace.close(&path);
            let corpus = workspace.snapshot();
            let file = corpus.find(&path).unwrap();
            assert_eq!(corpus.text(file).as_deref(), Some(text));
            assert!(workspace.is_index_exact());
            let source = Source::new(on_disk);
            let facts = facts_of(&source.text, &source.document, workspace.corpus.ids());
            workspace.merge(vec![Ok(File::read(path.clone(), facts.clone()))]);
            let corpus = workspace.snapshot();
            let file = corpus.find(&path).unwrap();
            assert!(corpus.file(file).unwrap().open.is_none(), "{text}");
            assert_eq!(*corpus.file(file).unwrap().facts(), facts);
            assert!(workspace.is_index_exact());
        }
    }

    #[test]
    fn a_text_that_was_made_to_have_the_hash_of_another_is_taken() {
        let mut workspace = Workspace::default();
        workspace.add_roots([Root {
            folder: "/c".into(),
            depth: Depth::Everything,
        }]);
        let path: Arc<Path> = Path::new("/c/a.qm").into();
        let mut read = |text: &str, hash: u64| {
            let source = Source::new(text);
            let mut facts = facts_of(&source.text, &source.document, workspace.corpus.ids());
            facts.hash = hash;
            workspace.merge(vec![Ok(File::read(path.clone(), facts))]);
            let corpus = workspace.snapshot();
            let file = corpus.find(&path).unwrap();
            corpus.file(file).unwrap().occurrences()[0].range
        };
        assert_eq!(read("[he]{@a}", 7).from(), 5);
        assert_eq!(read("and [he]{@a}", 7).from(), 9);
    }
}
