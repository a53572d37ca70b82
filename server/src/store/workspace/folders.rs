//! The folders of a workspace, what is set in them, and which corpus is whose.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Workspace;
use crate::settings::{Layer, SettingsTree};
use crate::store::{Depth, Home, Homes, Root, Roots, SettingsFile};

/// Which roots are to be read, and which no longer, after folders were opened or closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RootChanges {
    /// The roots that are to be read.
    pub new: Vec<Root>,
    /// Those that nothing needs any more.
    pub gone: Vec<Root>,
}

impl Workspace {
    /// Opens folders. Gives the paths by which they are known.
    pub fn open_folders(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> RootChanges {
        for folder in folders {
            let folder = self.identities.of(&folder);
            self.identities.add(&folder);
            self.opened.add(Root {
                folder,
                depth: Depth::Everything,
            });
        }
        self.settle_roots()
    }

    /// Closes folders, and the roots that only they implied.
    pub fn close_folders(&mut self, folders: &[PathBuf]) -> RootChanges {
        let folders: HashSet<PathBuf> = folders
            .iter()
            .map(|folder| self.identities.of(folder))
            .collect();
        let all = self.opened.all().iter();
        let stay = all.filter(|root| !folders.contains(&root.folder));
        self.opened = Roots::new(stay.cloned());
        for folder in &folders {
            self.implied.remove(folder);
        }
        self.settle_roots()
    }

    /// The folders that the editor works in.
    pub fn opened(&self) -> &Roots {
        &self.opened
    }

    /// The folders and documents that imply a root, or may do so.
    pub fn implying_paths(&self) -> Vec<PathBuf> {
        let opened = self.opened.all().iter().map(|root| root.folder.clone());
        let documents = self.open.paths().map(|path| path.to_path_buf());
        opened.chain(documents).collect()
    }

    /// Sets the roots that the folders and documents `paths` imply, as far as those are
    /// still open.
    pub fn set_implied_roots(
        &mut self,
        paths: &[PathBuf],
        mut roots: HashMap<PathBuf, Root>,
    ) -> RootChanges {
        for path in paths {
            let is_opened = self.open.contains(path)
                || self.opened.all().iter().any(|root| root.folder == *path);
            match roots.remove(path).filter(|_| is_opened) {
                Some(root) => self.implied.insert(path.clone(), root),
                None => self.implied.remove(path),
            };
        }
        self.settle_roots()
    }

    /// Adds the root that one folder or document implies.
    pub fn imply_root(&mut self, by: &Path, root: Root) -> RootChanges {
        self.implied.insert(by.to_owned(), root);
        self.settle_roots()
    }

    /// Drops the root that a document implied, once it is closed.
    pub fn drop_implied_root(&mut self, by: &Path) -> RootChanges {
        if self.open.contains(by) || self.implied.remove(by).is_none() {
            return RootChanges::default();
        }
        self.settle_roots()
    }

    /// Works out what is to be read now. Of what is no longer held by any root all
    /// files go that are not open.
    fn settle_roots(&mut self) -> RootChanges {
        let mut implied: Vec<&Root> = self.implied.values().collect();
        implied.sort_by(|one, other| one.folder.cmp(&other.folder));
        let all = self.opened.all().iter().chain(implied);
        let now = Roots::new(all.cloned());
        let before = std::mem::replace(&mut self.roots, now);
        let others = |roots: &Roots, known: &Roots| -> Vec<Root> {
            let all = roots.all().iter();
            all.filter(|root| !known.contains(root)).cloned().collect()
        };
        let settled = RootChanges {
            new: others(&self.roots, &before),
            gone: others(&before, &self.roots),
        };
        if settled == RootChanges::default() {
            return settled;
        }
        let folders: HashSet<&Path> = self.roots.all().iter().map(|root| &*root.folder).collect();
        self.identities.retain(|folder| folders.contains(folder));
        for folder in folders {
            self.identities.add(folder);
        }
        if !settled.gone.is_empty() {
            self.forget_unheld(&settled.gone);
        }
        self.follow_identities();
        self.settle_settings();
        settled
    }

    fn forget_unheld(&mut self, gone: &[Root]) {
        let gone = Roots::new(gone.iter().cloned());
        let is_lost = |path: &Path| gone.holds(path) && !self.roots.holds(path);
        let lost = self.paths().filter(|path| is_lost(path));
        let lost = lost.filter(|path| !self.open.contains(path));
        let lost: Vec<PathBuf> = lost.map(Path::to_owned).collect();
        let failed = self.failures.keys().filter(|path| is_lost(path)).cloned();
        let failed: Vec<PathBuf> = failed.collect();
        let is_lost_settings = |path: &Path| {
            let folder = path.parent().unwrap_or(path);
            gone.below(folder).next().is_some() || gone.holds(path)
        };
        let mut files = std::mem::take(&mut self.settings_files);
        files.retain(|path| {
            !is_lost_settings(path) || self.roots.holds(path) || self.is_above(path)
        });
        self.settings_files = files;
        for path in lost {
            let home = self.corpora.homes().of(&path);
            self.corpora.remove(&home, &path);
        }
        for path in failed {
            self.failures.remove(&path);
        }
    }

    /// Whether a settings file lies above a root.
    fn is_above(&self, file: &Path) -> bool {
        let folder = file.parent().unwrap_or(file);
        self.roots.below(folder).next().is_some()
    }

    /// Files that are open are known by the roots in which they lie now.
    fn follow_identities(&mut self) {
        let identities = self.identities.clone();
        for path in self.open.follow(|spelled| identities.of(spelled)) {
            let home = self.corpora.homes().of(&path);
            self.corpora.remove(&home, &path);
        }
        self.note_aliases();
    }

    /// The folders that are read.
    pub fn roots(&self) -> &Roots {
        &self.roots
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
        let set_up = self.settings_files.iter();
        let set_up = set_up.filter_map(|file| file.path.parent().map(Path::to_owned));
        let homes = Homes::new(set_up.collect(), self.opened.clone(), self.roots.clone());
        if homes != *self.corpora.homes() {
            self.corpora.settle(homes);
            self.move_home();
        }
    }

    /// Takes files out of corpora that they no longer belong to. Those that are open
    /// are read for their own at once; the others are given by
    /// [`take_moved_files`](Self::take_moved_files).
    fn move_home(&mut self) {
        let homes = self.corpora.homes().clone();
        let mut astray: Vec<(Home, Arc<Path>)> = Vec::new();
        for (home, held) in self.corpora.iter() {
            let files = held.corpus.own_files().map(|(_, file)| &file.path);
            let files = files.filter(|path| homes.of(path) != *home);
            astray.extend(files.map(|path| (home.clone(), path.clone())));
        }
        for (home, path) in astray {
            self.corpora.remove(&home, &path);
            if !self.open.renew(&path) {
                self.moved_files.push(path.to_path_buf());
            }
        }
        self.corpora.remove_unused();
    }

    /// The files that have to be read for another corpus than before, each given once.
    pub fn take_moved_files(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.moved_files)
    }
}
