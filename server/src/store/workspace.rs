//! The corpus as it changes: folders, files on the disk, open documents.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::ReadArticle;
use super::{Change, Disk, FailureKind, OpenDocument, ReadFailure, Root};
use crate::model::{Corpus, File, facts_of};
use crate::syntax::Encoding;

/// The corpus and the documents that are open in it. All changes go through
/// here, one after the other; [`snapshot`](Self::snapshot) gives out a moment.
pub struct Workspace {
    corpus: Corpus,
    open: HashMap<PathBuf, OpenDocument>,
    roots: Vec<Root>,
    failures: BTreeMap<PathBuf, ReadFailure>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            corpus: Corpus::new(Arc::new(Disk)),
            open: HashMap::new(),
            roots: Vec::new(),
            failures: BTreeMap::new(),
        }
    }
}

impl Workspace {
    /// The corpus at this moment: what is open is read first.
    pub fn snapshot(&mut self) -> Corpus {
        for (path, document) in &mut self.open {
            if document.is_stale() {
                self.corpus.insert_source(path, document.source().clone());
            }
        }
        self.corpus.clone()
    }

    /// Opens a document. From now on its text is the editor's.
    pub fn open(&mut self, path: &Path, text: &str, version: i32) {
        self.failures.remove(path);
        self.open
            .insert(path.to_owned(), OpenDocument::new(text, version));
    }

    /// Changes an open document; changes of any other are passed over.
    pub fn change(&mut self, path: &Path, changes: &[Change], version: i32, encoding: Encoding) {
        if let Some(document) = self.open.get_mut(path) {
            document.change(changes, version, encoding);
        }
    }

    /// Closes a document. What it said stands until the disk is
    /// [read again](Self::merge); one outside every folder is gone at once.
    pub fn close(&mut self, path: &Path) {
        let Some(mut document) = self.open.remove(path) else {
            return;
        };
        if !self.holds(path) {
            self.corpus.remove(path);
            return;
        }
        let source = document.source();
        let facts = facts_of(&source.text, &source.document, self.corpus.ids());
        self.corpus.insert(File {
            path: path.into(),
            facts,
            open: None,
        });
    }

    /// The version of an open document.
    pub fn version(&self, path: &Path) -> Option<i32> {
        self.open.get(path).map(OpenDocument::version)
    }

    /// The documents that are open.
    pub fn open_paths(&self) -> impl Iterator<Item = &Path> {
        self.open.keys().map(PathBuf::as_path)
    }

    /// Adds a folder; its files are [merged](Self::merge) as they are read.
    pub fn add_root(&mut self, root: Root) {
        if !self.roots.contains(&root) {
            self.roots.push(root);
        }
    }

    /// Takes out a folder with all its files that are not open and that no
    /// other folder holds.
    pub fn remove_root(&mut self, folder: &Path) {
        self.roots.retain(|root| root.folder != folder);
        let gone: Vec<Arc<Path>> = self
            .corpus
            .files()
            .map(|(_, file)| file.path.clone())
            .filter(|path| {
                path.starts_with(folder) && !self.holds(path) && !self.open.contains_key(&**path)
            })
            .collect();
        for path in gone {
            self.corpus.remove(&path);
        }
        let failed: Vec<PathBuf> = self
            .failures
            .keys()
            .filter(|path| path.starts_with(folder))
            .cloned()
            .collect();
        for path in failed {
            if !self.holds(&path) {
                self.failures.remove(&path);
            }
        }
    }

    /// Whether a folder of the workspace holds that path.
    pub fn holds(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| match root.depth {
            super::Depth::Everything => path.starts_with(&root.folder),
            super::Depth::OneFolder => path.parent() == Some(&root.folder),
        })
    }

    /// Takes over what was read from the disk. What is open stays as it is.
    pub fn merge(&mut self, articles: Vec<ReadArticle>) {
        for article in articles {
            match article {
                Ok((path, facts)) => {
                    self.failures.remove(&path);
                    if self.open.contains_key(&path) || !self.holds(&path) {
                        continue;
                    }
                    self.corpus.insert(File {
                        path: path.into(),
                        facts,
                        open: None,
                    });
                }
                Err(failure) => self.fail(failure),
            }
        }
    }

    /// Forgets files of a folder that a walk no longer found.
    pub fn retain(&mut self, folder: &Path, found: &[PathBuf]) {
        let gone: Vec<Arc<Path>> = self
            .corpus
            .files()
            .map(|(_, file)| file.path.clone())
            .filter(|path| {
                path.starts_with(folder)
                    && found
                        .binary_search_by(|other| other.as_path().cmp(path))
                        .is_err()
            })
            .collect();
        for path in gone {
            self.forget(&path);
        }
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
