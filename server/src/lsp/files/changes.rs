//! Reading again what may have changed.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::Reader;
use super::reading::merge_settings;
use crate::lsp::roots;
use crate::lsp::session::Session;
use crate::lsp::session::jobs::Job;
use crate::store::{MARKS, Root, Roots, SETTLE, WatchEvent, is_article, is_settings, walk_within};

/// The longest that changes are gathered while they keep coming.
const LONGEST: Duration = Duration::from_secs(2);

impl Reader {
    /// Reads files and folders to which something may have happened.
    pub(super) fn read(&mut self, session: &Arc<Session>, paths: &[PathBuf]) {
        if paths
            .iter()
            .any(|path| self.shared_casts.is_affected_by(path))
        {
            self.shared_casts.mark_outdated();
        }
        let mut places: HashSet<PathBuf> = HashSet::new();
        for path in paths {
            // What is ignored in a folder has changed: look at all of it.
            let is_list = path.file_name().is_some_and(lists_ignored);
            let place = if is_list {
                path.parent()
            } else {
                Some(path.as_path())
            };
            places.extend(place.map(Path::to_owned));
        }
        let mut again = Roots::default();
        if paths.iter().any(|path| !is_article(path)) {
            self.read_settings_above(session);
            again = self.reload_under_new_limits(session);
        }
        if paths.iter().any(|path| is_mark(path)) {
            roots::update(session);
        }
        let roots = session.state().workspace.roots().clone();
        let mut by_root: HashMap<Root, HashSet<PathBuf>> = HashMap::new();
        for place in &places {
            for root in roots.around(place) {
                by_root.entry(root).or_default().insert(place.clone());
            }
            for root in roots.below(place) {
                let folder = root.folder.clone();
                by_root.entry(root).or_default().insert(folder);
            }
        }
        for root in roots.all() {
            let Some(places) = by_root.remove(root).filter(|_| !again.contains(root)) else {
                continue;
            };
            let limits = self.limits_of(root);
            let mut found = walk_within(&root.folder, root.depth, limits, &places);
            if self.watch_more(session, root, &found.folders) {
                found = walk_within(&root.folder, root.depth, limits, &places);
            }
            let this = Roots::new([root.clone()]);
            merge_settings(session, &this, &places, &found.settings);
            self.read_displaced(session);
            if self.read_files(session, &found.files, limits) && !found.gave_up {
                session
                    .state()
                    .workspace
                    .retain(&this, &places, &found.files);
            }
        }
    }

    /// Has the files read again that are in another corpus now.
    pub(super) fn read_displaced(&mut self, session: &Arc<Session>) {
        let displaced = session.state().workspace.take_moved_files();
        if !displaced.is_empty() {
            self.waiting.push_back(Job::Read(displaced));
        }
    }

    /// Reads what a watch noticed, with what it notices meanwhile.
    pub(super) fn noticed(&mut self, session: &Arc<Session>, first: WatchEvent) {
        let mut paths = HashSet::new();
        let mut overflowed = false;
        let mut gather = |noticed| match noticed {
            WatchEvent::Paths(more) => paths.extend(more),
            WatchEvent::Overflow => overflowed = true,
        };
        gather(first);
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            match self.work.recv_timeout(SETTLE) {
                Ok(Job::Noticed(noticed)) => gather(noticed),
                Ok(other) => {
                    self.waiting.push_back(other);
                    break;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if overflowed {
            self.load_all_again(session);
            return;
        }
        let roots = session.state().workspace.roots().clone();
        let paths = paths.into_iter();
        let paths =
            paths.filter(|path| matters(path, &roots) || self.shared_casts.is_affected_by(path));
        let paths: Vec<PathBuf> = paths.collect();
        // A folder that came back is another one, and has to be watched again.
        for path in paths.iter().filter(|path| !is_article(path)) {
            self.watched.retain(|folder| !folder.starts_with(path));
        }
        if !paths.is_empty() {
            self.read(session, &paths);
        }
    }
}

/// Whether a path is one of the marks by which a corpus is known.
fn is_mark(path: &Path) -> bool {
    let name = path.file_name();
    MARKS.iter().any(|mark| name == Some(OsStr::new(mark)))
}

fn lists_ignored(name: &OsStr) -> bool {
    name == ".gitignore" || name == ".ignore"
}

/// Whether what happened to a path can matter to the corpus.
fn matters(path: &Path, roots: &Roots) -> bool {
    let place = if is_settings(path) {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    // A folder around a root may have gone, or have settings for it.
    roots.below(place).next().is_some()
        || roots
            .around(path)
            .any(|root| matters_in(path, &root.folder))
}

/// Whether it can matter to what is found in a folder of the workspace.
fn matters_in(path: &Path, folder: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(folder) else {
        return false;
    };
    let name = inside.file_name().unwrap_or_default();
    let is_hidden = |part: &OsStr| part.as_encoded_bytes().starts_with(b".");
    let folders = inside.parent().into_iter().flat_map(Path::iter);
    if folders.into_iter().any(is_hidden) {
        return false;
    }
    if lists_ignored(name) || is_settings(path) {
        return true;
    }
    // What is gone may have been a folder with documents in it.
    !is_hidden(name) && (is_article(path) || path.is_dir() || !path.exists())
}
