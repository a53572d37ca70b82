//! Watching the disk: by the editor where it does, else by the server.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tower_lsp::ls_types::notification::{DidChangeWatchedFiles, Notification};
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    WatchKind,
};

use super::Reader;
use crate::lsp::session::Session;
use crate::lsp::session::jobs::Job;
use crate::store::{Root, Walk, Watcher, watch};

/// How long an editor may take to say that it will watch the disk.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Has the editor watch the disk, if it can. If it then does not, the server does.
pub fn ask_editor_to_watch(session: &Arc<Session>) {
    if !session.capabilities().watches_files {
        return;
    }
    let session = session.clone();
    // Only this task waits for the answer.
    tokio::spawn(async move {
        let registered = session.client.register_capability(vec![registration()]);
        match tokio::time::timeout(TIMEOUT, registered).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::info!("the editor does not watch files: {error}");
                session.queue_job(Job::Watch);
            }
            // Should it do so later all the same, what it reports is read twice.
            Err(_) => {
                tracing::info!("the editor does not say whether it watches files");
                session.queue_job(Job::Watch);
            }
        }
    });
}

/// All that happens to documents, and every removal: that of a folder is reported
/// for the folder alone.
fn registration() -> Registration {
    let watcher = |pattern: &str, kind| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.into()),
        kind,
    };
    let watchers = vec![
        watcher("**/*.qm", None),
        watcher("**/quotemark.toml", None),
        watcher("**/{.gitignore,.ignore}", None),
        watcher("**/*", Some(WatchKind::Delete)),
    ];
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "quotemark/files".into(),
        method: DidChangeWatchedFiles::METHOD.into(),
        register_options: serde_json::to_value(options).ok(),
    }
}

impl Reader {
    /// Begins to watch, where nothing is watched yet.
    pub(super) fn watch(&mut self, session: &Arc<Session>) {
        if self.watcher.is_some() || self.cannot_watch {
            return;
        }
        let queue = self.queue.clone();
        match watch(move |noticed| queue.send(Job::Noticed(noticed))) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(reason) => {
                self.cannot_watch = true;
                session.warn(format!(
                    "Changes on the disk will not be noticed: {reason}."
                ));
            }
        }
    }

    /// Whether anything is watched that was not before.
    pub(super) fn watch_root(&mut self, session: &Arc<Session>, root: &Root, found: &Walk) -> bool {
        if !self.needs_watching(session, root) {
            return false;
        }
        self.watch(session);
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        if Watcher::WATCHES_TREES {
            if let Err(reason) = watcher.add(root) {
                let folder = root.folder.display();
                session.warn(format!(
                    "Changes on the disk will not be noticed in {folder}: {reason}."
                ));
            }
            return true;
        }
        self.watch_more(session, root, &found.folders)
    }

    /// Watches folders of a root one by one, where the server has to. Whether any of them
    /// was not watched before.
    pub(super) fn watch_more(
        &mut self,
        session: &Arc<Session>,
        root: &Root,
        folders: &[PathBuf],
    ) -> bool {
        !Watcher::WATCHES_TREES
            && self.needs_watching(session, root)
            && self.watch_one_by_one(session, folders)
    }

    /// Whether the server has to watch a root, as no editor does.
    pub(super) fn needs_watching(&self, session: &Session, root: &Root) -> bool {
        let is_opened = || {
            session
                .state()
                .workspace
                .opened()
                .holds(&root.folder.join("-"))
        };
        self.watches_all || !is_opened()
    }

    /// Watches folders, each by itself. Whether any of them was not watched before.
    pub(super) fn watch_one_by_one(&mut self, session: &Arc<Session>, folders: &[PathBuf]) -> bool {
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        let mut is_any_new = false;
        for folder in folders {
            if self.watched.contains(folder) {
                continue;
            }
            match watcher.add_folder(folder) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                    is_any_new = true;
                }
                // One that has gone needs no watch.
                Err(_) if !folder.exists() => {}
                Err(reason) if self.is_shortage_reported => {
                    tracing::warn!(folder = %folder.display(), "not watched: {reason}");
                }
                Err(reason) => {
                    self.is_shortage_reported = true;
                    session.warn(format!(
                        "Changes on the disk will not be noticed in {} and perhaps in other \
                         folders: {reason}.",
                        folder.display()
                    ));
                }
            }
        }
        is_any_new
    }

    /// Stops watching folders of roots that are gone.
    pub(super) fn forget(&mut self, session: &Arc<Session>, gone: &[Root]) {
        let folders: HashSet<&Path> = gone.iter().map(|root| &*root.folder).collect();
        let known = session.state().workspace.roots().clone();
        for folder in &folders {
            if !known.all().iter().any(|root| root.folder == **folder) {
                self.limits.remove(*folder);
            }
        }
        if let Some(watcher) = &mut self.watcher {
            for folder in &folders {
                watcher.remove(folder);
            }
            let below = |folder: &PathBuf| folder.ancestors().any(|path| folders.contains(path));
            for folder in self.watched.extract_if(below) {
                watcher.remove(&folder);
            }
        }
        // What other folders hold of them is read and watched as theirs.
        let roots = session.state().workspace.roots().clone();
        let is_held = |folder: &&Path| roots.holds(folder) || roots.below(folder).next().is_some();
        let held: Vec<PathBuf> = folders
            .into_iter()
            .filter(is_held)
            .map(Path::to_owned)
            .collect();
        if !held.is_empty() {
            self.waiting.push_back(Job::Read(held));
        }
    }
}
