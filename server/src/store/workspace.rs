//! The corpora as they change: folders, files on the disk, open documents.

mod external;
mod folders;

pub use external::ExternalSources;
pub use folders::RootChanges;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::ReadArticle;
use super::{
    Change, Corpora, Disk, FailureKind, Home, Homes, Identities, OpenDocument, OpenDocuments,
    ReadFailure, Root, Roots, SettingsFiles, by_name, is_article, is_settings,
};
use crate::model::{Corpus, Ids};
use crate::settings::SettingsTree;
use crate::syntax::Counting;

/// The corpora and the documents that are open in them. All changes go through
/// here, one after the other; [`snapshot`](Self::snapshot) gives out how they are.
#[derive(Default)]
pub struct Workspace {
    corpora: Corpora,
    open: OpenDocuments,
    /// Other paths of files that are open.
    aliases: imbl::HashMap<PathBuf, Arc<Path>>,
    /// The folders that the editor works in.
    opened: Roots,
    /// The roots that something opened implies, by its path: of a folder that is a part
    /// of a larger corpus, or of a document that is opened alone.
    implied: HashMap<PathBuf, Root>,
    /// All that is read.
    roots: Roots,
    identities: Identities,
    failures: BTreeMap<PathBuf, ReadFailure>,
    settings_files: SettingsFiles,
    settings: SettingsTree,
    /// The files that are now in another corpus, and have to be read for it.
    moved_files: Vec<PathBuf>,
}

/// Which text of an open document is meant. Versions start again with every opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextVersion {
    /// Which opening of any document it was.
    pub opening: u64,
    /// The editor's number of the text.
    pub version: i32,
}

impl Workspace {
    /// A snapshot of the corpora. What is open is read first.
    pub fn snapshot(&mut self) -> Corpora {
        self.read_open();
        self.corpora.clone()
    }

    fn read_open(&mut self) {
        for (path, document) in self.open.all_mut() {
            if !document.is_stale() {
                continue;
            }
            // A text on which the reader fails must not cost the others: the
            // document stands as it was read last until it changes again.
            let read = catch_unwind(AssertUnwindSafe(|| document.source().clone()));
            match read {
                Ok(source) => {
                    let home = self.corpora.homes().of(path);
                    let corpus = self.corpora.get_mut(home, new_corpus);
                    corpus.insert_source(path, source);
                }
                Err(_) => document.give_up(),
            }
        }
    }

    /// Opens a document under a name, which has a path. From now on its text is the
    /// editor's. Gives the path by which the file is known.
    pub fn open(&mut self, name: &str, spelled: &Path, text: &str, version: i32) -> Arc<Path> {
        let path: Arc<Path> = self.identities.of(spelled).into();
        self.failures.remove(&*path);
        self.open.open(name, spelled, &path, text, version);
        self.note_aliases();
        path
    }

    /// Changes the open document of a name; changes of any other are passed over.
    /// Gives the path by which the file is known.
    pub fn change(
        &mut self,
        name: &str,
        spelled: &Path,
        changes: &[Change],
        version: i32,
        counting: impl Into<Counting>,
    ) -> Arc<Path> {
        let path = self.known(spelled);
        let name = self.open.name(name, &path);
        if let Some(document) = name.and_then(|name| self.open.get_mut(&name)) {
            document.change(changes, version, counting);
        }
        path
    }

    /// Closes the document of a name. What it said stands until the disk is
    /// [read again](Self::merge); one outside every folder is gone at once. Gives the
    /// path by which the file is known.
    pub fn close(&mut self, name: &str, spelled: &Path) -> Arc<Path> {
        self.read_open();
        let path = self.known(spelled);
        let name = self.open.name(name, &path);
        if name.and_then(|name| self.open.close(&name)).is_none() {
            return path;
        }
        self.note_aliases();
        // Its text stays at hand until then: what the disk has may be another, of
        // which nothing is known yet.
        if !self.open.contains(&path) && !self.holds(&path) {
            let home = self.corpora.homes().of(&path);
            self.corpora.remove(&home, &path);
            self.corpora.remove_unused();
        }
        path
    }

    fn note_aliases(&mut self) {
        let aliases = self.open.aliases();
        self.aliases = aliases
            .map(|(spelled, path)| (spelled.to_owned(), path.clone()))
            .collect();
    }

    /// The path by which the file at a path is known, while it is open.
    pub fn known(&self, path: &Path) -> Arc<Path> {
        let known = self.aliases.get(path).cloned();
        known.unwrap_or_else(|| path.into())
    }

    /// Other paths of the files that are open.
    pub fn aliases(&self) -> &imbl::HashMap<PathBuf, Arc<Path>> {
        &self.aliases
    }

    /// The document that stands for a file, and the name under which it is open.
    pub fn open_document(&self, path: &Path) -> Option<(&Arc<str>, &OpenDocument)> {
        self.open.current(path)
    }

    /// Which text of which opening an open document holds.
    pub fn text_version(&self, path: &Path) -> Option<TextVersion> {
        let (_, document) = self.open.current(path)?;
        Some(TextVersion {
            opening: document.opening(),
            version: document.version(),
        })
    }

    /// The documents that are open.
    pub fn open_paths(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.open.paths()
    }

    /// Whether a folder of the workspace holds that path.
    pub fn holds(&self, path: &Path) -> bool {
        self.roots.holds(path)
    }

    /// Takes over what was read from the disk for a corpus, with its `ids`. What is open
    /// stays as it is, and what belongs to another corpus by now is passed over.
    pub fn merge(&mut self, home: &Home, ids: &Arc<Ids>, articles: Vec<ReadArticle>) {
        // It may have been closed and opened again meanwhile, and is read again then.
        if !Arc::ptr_eq(&self.ids(home), ids) {
            return;
        }
        let mut changed = Vec::with_capacity(articles.len());
        // What holds of one file of a folder holds of those beside it.
        let mut beside: Option<(PathBuf, bool)> = None;
        for article in articles {
            match article {
                Ok((file, said)) => {
                    let path = &*file.path;
                    self.failures.remove(path);
                    let folder = path.parent().unwrap_or(path);
                    let is_wanted = match &beside {
                        Some((known, is_wanted)) if *known == folder => *is_wanted,
                        _ => {
                            let homes = self.corpora.homes();
                            let is_wanted = self.holds(path) && homes.of(path) == *home;
                            beside = Some((folder.to_owned(), is_wanted));
                            is_wanted
                        }
                    };
                    if !is_wanted || self.open.contains(path) {
                        continue;
                    }
                    let corpus = self.corpora.get(home).map(|held| &held.corpus);
                    let before = corpus.and_then(|corpus| corpus.file(corpus.find(path)?));
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
        if !changed.is_empty() {
            let corpus = self.corpora.get_mut(home.clone(), new_corpus);
            corpus.insert_all(changed);
        }
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
            let known = self
                .paths()
                .chain(self.failures.keys().map(PathBuf::as_path));
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

    /// The files of all corpora, each with its own.
    fn paths(&self) -> impl Iterator<Item = &Path> {
        let held = self.corpora.iter();
        held.flat_map(|(_, held)| held.corpus.own_files().map(|(_, file)| &*file.path))
    }

    /// Whether the folder of the workspace that is nearest to a path is one of these.
    fn is_owned(&self, path: &Path, roots: &Roots) -> bool {
        let nearest = self.roots.around(path).next();
        nearest.is_some_and(|nearest| roots.contains(&nearest))
    }

    /// Forgets a file that is no longer on the disk, unless it is open.
    pub fn forget(&mut self, path: &Path) {
        self.failures.remove(path);
        if !self.open.contains(path) {
            let home = self.corpora.homes().of(path);
            self.corpora.remove(&home, path);
        }
    }

    /// The files that could not be read.
    pub fn failures(&self) -> &BTreeMap<PathBuf, ReadFailure> {
        &self.failures
    }

    /// Whether the index of every corpus is what it would be if it were built now.
    pub fn is_index_exact(&self) -> bool {
        let mut held = self.corpora.iter();
        held.all(|(_, held)| *held.corpus.index() == held.corpus.rebuilt_index())
    }

    /// Which document belongs to which corpus.
    pub fn homes(&self) -> &Homes {
        self.corpora.homes()
    }

    /// The numbers of ids, to read files of a corpus with.
    pub fn ids(&mut self, home: &Home) -> Arc<Ids> {
        let corpus = self.corpora.get_mut(home.clone(), new_corpus);
        corpus.ids().clone()
    }

    /// A corpus of which most ids that have a number are named no more, so that it
    /// should be [renumbered](Corpus::renumbered) and [taken over](Self::take_over).
    pub fn wasteful(&self) -> Option<&Home> {
        let mut held = self.corpora.iter();
        let wasteful = held.find(|(_, held)| held.corpus.is_wasteful());
        wasteful.map(|(home, _)| home)
    }

    /// Takes over the corpus of an earlier moment, `before`, under new numbers, with
    /// what has changed since. Nobody may be reading files with the [`ids`](Self::ids)
    /// of before.
    pub fn take_over(&mut self, home: &Home, before: &Corpus, renumbered: Corpus) {
        let Some(held) = self.corpora.get(home) else {
            return;
        };
        // It may have been closed and opened again meanwhile.
        if !Arc::ptr_eq(held.corpus.ids(), before.ids()) {
            return;
        }
        if let Some(corpus) = renumbered.caught_up(before, &held.corpus) {
            *self.corpora.get_mut(home.clone(), new_corpus) = corpus;
        }
    }

    fn fail(&mut self, failure: ReadFailure) {
        if self.open.contains(&failure.path) {
            return;
        }
        let home = self.corpora.homes().of(&failure.path);
        self.corpora.remove(&home, &failure.path);
        let is_gone = matches!(failure.kind, FailureKind::Unreadable(_)) && !failure.path.exists();
        if is_gone || !self.holds(&failure.path) {
            self.failures.remove(&failure.path);
        } else {
            self.failures.insert(failure.path.clone(), failure);
        }
    }
}

/// A corpus without files.
fn new_corpus() -> Corpus {
    Corpus::new(Arc::new(Disk))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{File, Source, facts_of};

    fn corpus(workspace: &mut Workspace) -> Corpus {
        let corpora = workspace.snapshot();
        corpora.get(&Home::Together).unwrap().corpus.clone()
    }

    #[test]
    fn what_was_closed_stands_with_its_text_until_the_disk_is_read() {
        for (text, on_disk) in [
            ("[he]{@a}", "and [he]{@a}"),
            // What is saved says the same; its text need not be kept for that.
            ("@a: Ann\n", "@a: Ann\n"),
        ] {
            let mut workspace = Workspace::default();
            workspace.open_folders([Path::new("/c").to_owned()]);
            let path: Arc<Path> = Path::new("/c/a.qm").into();
            workspace.open("a", &path, text, 1);
            workspace.close("a", &path);
            let corpus = corpus(&mut workspace);
            let file = corpus.find(&path).unwrap();
            assert_eq!(corpus.text(file).as_deref(), Some(text));
            assert!(workspace.is_index_exact());
            let source = Source::new(on_disk);
            let facts = facts_of(
                &source.text,
                &source.document,
                &workspace.ids(&Home::Together),
            );
            let read = vec![Ok(File::read(path.clone(), facts.clone()))];
            let ids = workspace.ids(&Home::Together);
            workspace.merge(&Home::Together, &ids, read);
            let corpus = self::corpus(&mut workspace);
            let file = corpus.find(&path).unwrap();
            assert!(corpus.file(file).unwrap().open.is_none(), "{text}");
            assert_eq!(*corpus.file(file).unwrap().facts(), facts);
            assert!(workspace.is_index_exact());
        }
    }

    #[test]
    fn ids_that_were_named_for_a_moment_are_let_go_of() {
        let mut workspace = Workspace::default();
        workspace.open_folders([Path::new("/c").to_owned()]);
        let read = |workspace: &mut Workspace, path: &str, text: &str| {
            let source = Source::new(text);
            let ids = workspace.ids(&Home::Together);
            let facts = facts_of(&source.text, &source.document, &ids);
            let read = vec![Ok(File::read(Path::new(path).into(), facts))];
            workspace.merge(&Home::Together, &ids, read);
        };
        read(
            &mut workspace,
            "/c/cast.qm",
            "@ann: Ann\n    role: clerk of &o\n&o: O\n    part of: &p\n&p: P\n",
        );
        read(
            &mut workspace,
            "/c/closed.qm",
            "[x]{by @ann on #t} [y]{@bob}\n",
        );
        read(&mut workspace, "/c/gone.qm", "[x]{@gone}\n");
        let path = Path::new("/c/open.qm");
        workspace.open("o", path, "", 0);
        let (mut most, mut times) = (0, 0);
        for number in 0..10_000 {
            let text = format!("[x]{{by @id-{number}}} [y]{{@ann}}\n");
            let change = Change { range: None, text };
            workspace.change("o", path, &[change], number, crate::syntax::Encoding::Utf16);
            let before = self::corpus(&mut workspace);
            most = most.max(before.ids().len());
            if workspace.wasteful().is_some() {
                times += 1;
                let renumbered = before.renumbered().unwrap();
                // What happens in the meantime is not lost.
                workspace.forget(Path::new("/c/gone.qm"));
                let new = format!("/c/new-{times}.qm");
                read(&mut workspace, &new, "[x]{@new}\n");
                workspace.open("o", path, "[x]{by @late}\n", number);
                let latest = corpus(&mut workspace);
                workspace.take_over(&Home::Together, &before, renumbered);
                let corpus = self::corpus(&mut workspace);
                assert!(workspace.is_index_exact());
                assert!(workspace.wasteful().is_none());
                assert_eq!(corpus.epochs(), latest.epochs());
                let names = |corpus: &Corpus| -> Vec<(usize, String, String)> {
                    let files = corpus.files().flat_map(|(_, file)| {
                        let named = file.occurrences().into_owned().into_iter();
                        let path = file.path.display().to_string();
                        named.map(move |named| {
                            (
                                named.range.from(),
                                path.clone(),
                                corpus.written(named.entity).to_string(),
                            )
                        })
                    });
                    files.collect()
                };
                assert_eq!(names(&corpus), names(&latest));
                for (number, file) in latest.files() {
                    assert_eq!(corpus.find(&file.path), Some(number));
                }
                assert_eq!(corpus.find(Path::new("/c/gone.qm")), None);
                // An older moment is what it was.
                let was_there = before.find(Path::new("/c/gone.qm")).is_some();
                assert_eq!(was_there, times == 1);
            }
        }
        assert!(times > 2, "{times}");
        assert!(most < 3000, "{most}");
    }

    #[test]
    fn a_text_that_was_made_to_have_the_hash_of_another_is_taken() {
        let mut workspace = Workspace::default();
        workspace.open_folders([Path::new("/c").to_owned()]);
        let path: Arc<Path> = Path::new("/c/a.qm").into();
        let mut read = |text: &str, hash: u128| {
            let source = Source::new(text);
            let mut facts = facts_of(
                &source.text,
                &source.document,
                &workspace.ids(&Home::Together),
            );
            facts.hash = hash;
            let read = vec![Ok(File::read(path.clone(), facts))];
            let ids = workspace.ids(&Home::Together);
            workspace.merge(&Home::Together, &ids, read);
            let corpus = corpus(&mut workspace);
            let file = corpus.find(&path).unwrap();
            corpus.file(file).unwrap().occurrences()[0].range
        };
        assert_eq!(read("[he]{@a}", 7).from(), 5);
        assert_eq!(read("and [he]{@a}", 7).from(), 9);
    }
}
