//! The state of one editor's session.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use serde::de::DeserializeOwned;
use tokio::sync::{Notify, mpsc};
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
    DidOpenTextDocument, Notification,
};

use super::client::Abilities;
use super::convert::{Snapshot, path_of, position_from};
use super::loading::{self, Job};
use super::{ServerOptions, publish};
use crate::store::{Change, Depth, Root, Workspace, is_article, is_too_wide, root_of};

/// One editor's session. Whatever changes the workspace goes through
/// [`apply`](Self::apply) or the loader, and both hold the same lock.
pub struct Session {
    /// To speak to the editor.
    pub client: Client,
    /// How the server is to run.
    pub options: ServerOptions,
    abilities: OnceLock<Abilities>,
    state: Mutex<State>,
    jobs: mpsc::UnboundedSender<Job>,
    /// Wakes the task that publishes diagnostics.
    changed: Notify,
    ended: Arc<Notify>,
    shut_down: AtomicBool,
    is_reading: AtomicBool,
}

/// What changes.
#[derive(Default)]
pub struct State {
    /// The corpus and the open documents.
    pub workspace: Workspace,
    /// The addresses under which the editor opened its documents.
    pub uris: imbl::HashMap<Arc<Path>, lsp::Uri>,
    /// Whether the editor gave any folder.
    pub has_folders: bool,
}

impl Session {
    /// A session with its two tasks: the one that reads the disk and the one
    /// that publishes diagnostics. They end with the session.
    pub fn start(client: Client, options: ServerOptions) -> Arc<Self> {
        let (jobs, queue) = mpsc::unbounded_channel();
        let session = Arc::new(Self {
            client,
            options,
            abilities: OnceLock::new(),
            state: Mutex::default(),
            jobs,
            changed: Notify::new(),
            ended: Arc::default(),
            shut_down: AtomicBool::new(false),
            is_reading: AtomicBool::new(true),
        });
        tokio::spawn(loading::run(Arc::downgrade(&session), queue));
        tokio::spawn(publish::run(Arc::downgrade(&session)));
        session
    }

    /// What the editor can do; nothing before `initialize`.
    pub fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// Takes note of `initialize`.
    pub fn initialize(&self, params: &lsp::InitializeParams) -> Abilities {
        let abilities = *self.abilities.get_or_init(|| Abilities::of(params));
        let folders: Vec<PathBuf> = match &params.workspace_folders {
            Some(folders) => folders.iter().map(|folder| path_of(&folder.uri)).collect(),
            None => root_of_old_clients(params).into_iter().collect(),
        };
        self.state().has_folders = !folders.is_empty();
        for folder in folders {
            self.add_folder(folder);
        }
        abilities
    }

    /// Begins to read the disk.
    pub fn initialized(&self) {
        self.order(Job::Begin);
    }

    /// The corpus at this moment.
    pub fn snapshot(&self) -> Snapshot {
        let mut state = self.state();
        Snapshot {
            corpus: state.workspace.snapshot(),
            uris: state.uris.clone(),
            abilities: self.abilities(),
        }
    }

    /// Applies a notification that changes the workspace; says whether it was one.
    pub fn apply(&self, method: &str, params: Option<&lsp::LSPAny>) -> bool {
        match method {
            DidOpenTextDocument::METHOD => self.with(params, Self::did_open),
            DidChangeTextDocument::METHOD => self.with(params, Self::did_change),
            DidCloseTextDocument::METHOD => self.with(params, Self::did_close),
            DidChangeWorkspaceFolders::METHOD => self.with(params, Self::did_change_folders),
            DidChangeWatchedFiles::METHOD => self.with(params, Self::did_change_watched_files),
            _ => return false,
        }
        true
    }

    /// Notes that answers may have changed.
    pub fn touch(&self) {
        self.changed.notify_one();
    }

    /// Waits until answers may have changed.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Notes that folders are being read, or no longer are.
    pub fn reading(&self, is_reading: bool) {
        self.is_reading.store(is_reading, Ordering::Relaxed);
    }

    /// Whether folders are still being read, so that what is missing may yet come.
    pub fn is_reading(&self) -> bool {
        self.is_reading.load(Ordering::Relaxed)
    }

    /// Notes a `shutdown` request.
    pub fn shut_down(&self) {
        self.shut_down.store(true, Ordering::Relaxed);
    }

    /// Whether the editor asked for a shutdown.
    pub fn was_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::Relaxed)
    }

    /// What ends the session from inside, when the editor is gone.
    pub fn ended(&self) -> Arc<Notify> {
        self.ended.clone()
    }

    /// The state, for as long as the guard lives; never across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held has left nothing half done that a
        // later change would not set right.
        self.state
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Hands work to the task that reads the disk.
    pub fn order(&self, job: Job) {
        // The task lives as long as the session.
        let _ = self.jobs.send(job);
    }

    fn with<P: DeserializeOwned>(
        &self,
        params: Option<&lsp::LSPAny>,
        apply: impl FnOnce(&Self, P),
    ) {
        match serde_json::from_value(params.cloned().unwrap_or_default()) {
            Ok(params) => {
                apply(self, params);
                self.check_index();
                self.touch();
            }
            Err(error) => {
                tracing::warn!("a notification makes no sense and is passed over: {error}")
            }
        }
    }

    fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let path = path_of(&document.uri);
        let mut state = self.state();
        let lonely = path.is_absolute() && !state.workspace.holds(&path);
        if lonely && let Some(root) = root_of(&path) {
            state.workspace.add_root(root.clone());
            self.order(Job::Load(root));
        }
        state.uris.insert(path.as_path().into(), document.uri);
        state
            .workspace
            .open(&path, &document.text, document.version);
    }

    fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let path = path_of(&params.text_document.uri);
        let changes = params.content_changes.into_iter().map(|change| Change {
            range: change
                .range
                .map(|range| (position_from(range.start), position_from(range.end))),
            text: change.text,
        });
        let changes: Vec<Change> = changes.collect();
        let encoding = self.abilities().encoding;
        let version = params.text_document.version;
        self.state()
            .workspace
            .change(&path, &changes, version, encoding);
    }

    fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let path = path_of(&params.text_document.uri);
        let mut state = self.state();
        state.workspace.close(&path);
        state.uris.remove(path.as_path());
        self.order(Job::Read(vec![path]));
    }

    fn did_change_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        for removed in params.event.removed {
            let folder = path_of(&removed.uri);
            self.state().workspace.remove_root(&folder);
            self.order(Job::Unwatch(folder));
        }
        for added in params.event.added {
            self.state().has_folders = true;
            self.add_folder(path_of(&added.uri));
        }
    }

    fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().map(|change| path_of(&change.uri));
        let paths: Vec<PathBuf> = paths.filter(|path| is_article(path)).collect();
        if !paths.is_empty() {
            self.order(Job::Read(paths));
        }
    }

    /// Adds a folder that the editor works in.
    fn add_folder(&self, folder: PathBuf) {
        if is_too_wide(&folder) {
            self.order(Job::Refuse(folder));
            return;
        }
        let root = Root {
            folder,
            depth: Depth::Everything,
        };
        self.state().workspace.add_root(root.clone());
        self.order(Job::Load(root));
    }

    /// With `--paranoid`, ends the server loudly when the index is not what it
    /// would be if it were built now.
    pub fn check_index(&self) {
        if !self.options.paranoid {
            return;
        }
        let mut state = self.state();
        state.workspace.snapshot();
        if !state.workspace.is_index_exact() {
            eprintln!("quotemark: the index differs from one built afresh; please report this");
            std::process::abort();
        }
    }
}

/// The folder of clients older than workspace folders.
fn root_of_old_clients(params: &lsp::InitializeParams) -> Option<PathBuf> {
    #[expect(deprecated, reason = "some clients know nothing newer")]
    params.root_uri.as_ref().map(path_of)
}
