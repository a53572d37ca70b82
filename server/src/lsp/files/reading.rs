//! Reading folders: all that lies in them, and the settings above.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Reader;
use super::left_out::{log_links, log_lists};
use crate::lsp::roots;
use crate::lsp::session::Session;
use crate::lsp::session::jobs::Job;
use crate::settings::Limits;
use crate::store::{
    Home, Root, Roots, Walk, by_name, keep, limits_of, read_articles, read_corpus, read_settings,
    settings_above, walk,
};

impl Reader {
    /// Reads folders. What has to look at all folders or files of the workspace is
    /// done once for all of them.
    pub(super) fn load(&mut self, session: &Arc<Session>, roots: &[Root]) {
        let roots = {
            let state = session.state();
            let known = state.workspace.roots();
            Roots::new(roots.iter().filter(|root| known.contains(root)).cloned())
        };
        let walks = roots.all().iter();
        let walks: Vec<(&Root, Walk)> = walks
            .map(|root| (root, self.walk_root(session, root)))
            .collect();
        let folders = |root: &Root| root.folder.clone();
        let places = roots.all().iter().map(folders).collect();
        let settings = walks.iter().flat_map(|(_, found)| &found.settings);
        merge_settings(session, &roots, &places, settings);
        self.read_settings_above(session);
        let total = walks.iter().map(|(_, found)| found.files.len()).sum();
        let report = |done| {
            session.loading.send_modify(|loading| {
                loading.done = done;
                loading.total = total;
            });
        };
        report(0);
        let mut done = 0;
        let mut complete = Roots::default();
        let mut files = Vec::new();
        let mut to_keep = Vec::new();
        let known = session.state().workspace.roots().clone();
        for (root, found) in walks {
            let limits = self.limits_of(root);
            let mut is_complete = !found.gave_up;
            // What lies in a root further down is read as a file of that one.
            let mut own = found.files.clone();
            if known.below(&root.folder).nth(1).is_some() {
                own.retain(|path| known.around(path).next().as_ref() == Some(root));
            }
            let homes = session.state().workspace.homes().clone();
            for (home, files) in homes.sorted(&own) {
                if session.is_ending() {
                    return;
                }
                let folder = match &home {
                    Home::Folder(folder) if folder.starts_with(&root.folder) => {
                        folder.to_path_buf()
                    }
                    _ => root.folder.clone(),
                };
                let ids = session.state().workspace.ids(&home);
                let taken = read_corpus(&folder, &files, &ids, limits, |articles| {
                    done += articles.len();
                    session.state().workspace.merge(&home, &ids, articles);
                    report(done);
                    !session.is_ending()
                });
                is_complete &= taken.is_whole;
                to_keep.push((folder, home, files.len(), taken));
            }
            if is_complete {
                complete.add(root.clone());
            }
            files.extend(found.files);
        }
        if roots.all().len() > 1 {
            files.sort_unstable_by(|one, other| by_name(one, other));
        }
        let places = complete.all().iter().map(folders).collect();
        session.state().workspace.retain(&complete, &places, &files);
        roots::update(session);
        let corpora = session.snapshot().corpora;
        let thread = std::thread::Builder::new().name("cache".into());
        let keeping = move || {
            for (folder, home, files, taken) in to_keep {
                if let Some(held) = corpora.get(&home) {
                    keep(&folder, files, &held.corpus, taken);
                }
            }
        };
        if let Err(error) = thread.spawn(keeping) {
            tracing::info!("no thread to write the cache: {error}");
        }
    }

    /// Looks for the files of a folder, watches it, and logs what is left out.
    pub(super) fn walk_root(&mut self, session: &Arc<Session>, root: &Root) -> Walk {
        let limits = Self::limits(session, root);
        self.limits.insert(root.folder.clone(), limits);
        let mut found = walk(&root.folder, root.depth, limits);
        if self.watch_root(session, root, &found) {
            // What came while the watch was set up was noticed by nobody.
            found = walk(&root.folder, root.depth, limits);
        }
        if found.gave_up {
            let (folder, most) = (root.folder.display(), limits.files);
            session.warn(format!(
                "{folder} holds more than {most} files and folders; Quotemark reads no more of \
                 it. Name what is no corpus in a .gitignore, or allow more by `files` under \
                 `[limits]` in quotemark.toml."
            ));
        }
        log_links(session, root, &found);
        log_lists(session, &found.lists);
        found
    }

    /// Reads the settings files that hold in the folders and lie above them.
    pub(super) fn read_settings_above(&mut self, session: &Arc<Session>) {
        let roots = session.state().workspace.roots().all().to_vec();
        let above = roots.iter();
        let above: HashSet<PathBuf> = above
            .filter_map(|root| settings_above(&root.folder))
            .collect();
        let folders = above.iter().filter_map(|path| path.parent());
        let folders: Vec<PathBuf> = folders.map(Path::to_owned).collect();
        self.watch_one_by_one(session, &folders);
        let files = above.iter();
        let files = files.filter_map(|path| read_settings(path)).collect();
        session.state().workspace.set_settings_above(files);
        self.read_displaced(session);
    }

    /// Reads files into the corpora; false when the session ends meanwhile.
    pub(super) fn read_files(
        &self,
        session: &Arc<Session>,
        files: &[Arc<Path>],
        limits: Limits,
    ) -> bool {
        let homes = session.state().workspace.homes().clone();
        homes.sorted(files).into_iter().all(|(home, files)| {
            let ids = session.state().workspace.ids(&home);
            read_articles(&files, &ids, limits, |articles| {
                session.state().workspace.merge(&home, &ids, articles);
                !session.is_ending()
            })
        })
    }

    /// The limits that hold for a folder now.
    pub(super) fn limits(session: &Session, root: &Root) -> Limits {
        let editor = session.state().workspace.editor_settings().clone();
        limits_of(&root.folder, &editor)
    }

    /// The limits within which a folder was read.
    pub(super) fn limits_of(&self, root: &Root) -> Limits {
        self.limits.get(&root.folder).copied().unwrap_or_default()
    }

    /// The folders that have to be read again because other limits hold for them.
    pub(super) fn reload_under_new_limits(&mut self, session: &Arc<Session>) -> Roots {
        let roots = session.state().workspace.roots().all().to_vec();
        let is_other = |root: &Root| {
            let Some(before) = self.limits.get(&root.folder) else {
                return false;
            };
            let now = Self::limits(session, root);
            (before.file_mib, before.files) != (now.file_mib, now.files)
        };
        let others: Vec<Root> = roots.into_iter().filter(is_other).collect();
        self.load_again(session, others.clone());
        Roots::new(others)
    }

    /// Has all roots read again.
    pub(super) fn load_all_again(&mut self, session: &Arc<Session>) {
        let roots = session.state().workspace.roots().all().to_vec();
        self.load_again(session, roots);
    }

    /// Has roots read again.
    pub(super) fn load_again(&mut self, session: &Arc<Session>, roots: Vec<Root>) {
        if roots.is_empty() {
            return;
        }
        session
            .loading
            .send_modify(|loading| loading.folders += roots.len());
        self.waiting.push_back(Job::Load(roots));
    }
}

/// Reads settings files that walks found and takes over what they set.
pub fn merge_settings<'f>(
    session: &Arc<Session>,
    roots: &Roots,
    places: &HashSet<PathBuf>,
    found: impl IntoIterator<Item = &'f PathBuf>,
) {
    let files = found.into_iter();
    let files = files.filter_map(|path| read_settings(path)).collect();
    let mut state = session.state();
    state.workspace.merge_settings(roots, places, files);
}
