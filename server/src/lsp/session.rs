//! The state of one editor's session.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{
    DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles,
    DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument, Notification, SetTrace,
};

use tower_lsp::ls_types::request::ApplyWorkspaceEdit;

use super::client::Abilities;
use super::convert::{Opened, Snapshot, position_from};
use super::disk::{self, Job, Queue};
use super::document_key::{is_file, path_of};
use super::methods::execute_command::Effect;
use super::methods::workspace_diagnostic::CleanFiles;
use super::turns::Turns;
use super::{ServerOptions, progress, publish, refresh, roots, settings};
use crate::features::shown::harmless;
use crate::store::{Change, Noticed, Settled, Workspace, is_too_wide};

/// One editor's session. Whatever changes the workspace goes through
/// [`apply`](Self::apply) or the loader, and both hold the same lock.
pub struct Session {
    /// To speak to the editor.
    pub client: Client,
    /// How the server is to run.
    pub options: ServerOptions,
    /// Which requests may work now.
    pub turns: Arc<Turns>,
    abilities: OnceLock<Abilities>,
    state: Mutex<State>,
    /// How far the reading of folders is.
    pub loading: watch::Sender<Loading>,
    jobs: Queue,
    /// The jobs, until the thread that does them takes them.
    queue: Mutex<Option<Receiver<Job>>>,
    runtime: Handle,
    /// How many requests wait for changes.
    waiting: watch::Sender<usize>,
    /// Counts the changes, to wake whoever waits for one.
    changes: watch::Sender<u64>,
    ended: Arc<Notify>,
    /// The files of the workspace on which there is nothing to report.
    clean: Mutex<CleanFiles>,
    is_ending: AtomicBool,
    is_tracing: AtomicBool,
}

/// How far the reading of folders is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loading {
    /// The folders that are still to be read, or are being read.
    pub folders: usize,
    /// How many files of the present one are read.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// What changes.
#[derive(Default)]
pub struct State {
    /// The corpus and the open documents.
    pub workspace: Workspace,
    /// The documents that are open, as the editor names them.
    pub opened: imbl::HashMap<Arc<Path>, Opened>,
    /// The reports that the editor has pulled, by document.
    pub pulled: imbl::HashMap<Arc<Path>, Pulled>,
    /// The semantic tokens that the editor was last given of each open document.
    tokens: HashMap<Arc<Path>, GivenTokens>,
    /// How many times it was given some.
    tokens_given: u64,
    /// How it stands with the editor's settings.
    pub asking: settings::Asking,
    /// Whether a corpus is being put under new numbers.
    pub is_renumbering: bool,
}

/// The semantic tokens of a document that the editor was last given.
pub struct GivenTokens {
    /// Their result id.
    result_id: String,
    tokens: Arc<[lsp::SemanticToken]>,
}

/// The reports on a document that the editor has pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// On which of its texts.
    pub version: Option<i32>,
    /// Their result id.
    pub result_id: String,
}

/// How long the end of a session waits for the requests that waited for changes.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many requests may wait for changes at once. One is enough for an editor,
/// and many would leave no room for other requests, `shutdown` among them.
const MOST_WAITING: usize = 16;

/// A request that waits for changes.
pub struct Waiting(Arc<Session>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

impl State {
    /// Takes note of the document that stands for a file now, if it is open.
    fn note_standing(&mut self, path: &Arc<Path>) {
        let standing = self.workspace.standing(path);
        let opened = standing.and_then(|(name, document)| {
            Some(Opened {
                uri: name.parse().ok()?,
                version: document.version(),
                had_lone_cr: document.had_lone_cr(),
            })
        });
        match opened {
            Some(opened) => self.opened.insert(path.clone(), opened),
            None => self.opened.remove(path),
        };
    }

    /// Takes note of the documents that stand for their files, which may be known by
    /// other paths now.
    pub fn note_all_standing(&mut self) {
        let open: Vec<Arc<Path>> = self.workspace.open_paths().cloned().collect();
        self.opened
            .retain(|path, _| self.workspace.standing(path).is_some());
        for path in open {
            self.note_standing(&path);
        }
    }
}

impl Session {
    /// A session in which nothing is open. Call it inside the runtime.
    pub fn new(client: Client, options: ServerOptions) -> Arc<Self> {
        let (jobs, queue) = Queue::new();
        Arc::new(Self {
            client,
            options,
            turns: Turns::new(),
            abilities: OnceLock::new(),
            state: Mutex::default(),
            loading: watch::Sender::default(),
            jobs,
            queue: Mutex::new(Some(queue)),
            runtime: Handle::current(),
            waiting: watch::Sender::default(),
            changes: watch::Sender::default(),
            ended: Arc::default(),
            clean: Mutex::default(),
            is_ending: AtomicBool::new(false),
            is_tracing: AtomicBool::new(false),
        })
    }

    /// What the editor can do; nothing before `initialize`.
    pub fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// Takes note of `initialize`.
    pub fn initialize(&self, params: &lsp::InitializeParams) -> Abilities {
        self.set_trace(lsp::SetTraceParams {
            value: params.trace.unwrap_or_default(),
        });
        let abilities = *self.abilities.get_or_init(|| Abilities::of(params));
        let folders: Vec<PathBuf> = match &params.workspace_folders {
            Some(folders) => {
                let folders = folders.iter();
                folders.map(|folder| path_of(folder.uri.as_str())).collect()
            }
            None => root_of_old_clients(params).into_iter().collect(),
        };
        self.add_folders(folders);
        if let Some(options) = &params.initialization_options {
            settings::take_first(&mut self.state(), options);
        }
        abilities
    }

    /// Begins what goes on beside the questions: reading the disk, showing
    /// progress, publishing diagnostics.
    pub fn initialized(self: &Arc<Self>) {
        let queue = self.queue.lock().ok().and_then(|mut queue| queue.take());
        let Some(queue) = queue else {
            return;
        };
        progress::start(self);
        if let Err(error) = disk::start(self, self.jobs.clone(), queue) {
            tracing::error!("no thread to read files: {error}");
        }
        disk::ask_editor_to_watch(self);
        settings::start(self);
        tokio::spawn(publish::run(Arc::downgrade(self)));
        tokio::spawn(refresh::run(Arc::downgrade(self)));
    }

    /// The corpora at this moment.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_of(&mut self.state())
    }

    /// The corpora of that state.
    pub fn snapshot_of(&self, state: &mut State) -> Snapshot {
        let corpora = state.workspace.snapshot();
        if !state.is_renumbering
            && let Some(home) = state.workspace.wasteful().cloned()
        {
            state.is_renumbering = true;
            self.order(Job::Renumber(home));
        }
        Snapshot {
            corpora,
            is_partial: self.is_reading(),
            aliases: state.workspace.aliases().clone(),
            opened: state.opened.clone(),
            settings: state.workspace.settings().clone(),
            pulled: state.pulled.clone(),
            abilities: self.abilities(),
            ..Snapshot::default()
        }
    }

    /// Applies a notification that changes the workspace; says whether it was one.
    pub fn apply(self: &Arc<Self>, method: &str, params: Option<&lsp::LSPAny>) -> bool {
        match method {
            DidOpenTextDocument::METHOD => self.with(params, Self::did_open),
            DidChangeTextDocument::METHOD => self.with(params, Self::did_change),
            DidCloseTextDocument::METHOD => self.with(params, Self::did_close),
            DidChangeWorkspaceFolders::METHOD => self.with(params, Self::did_change_folders),
            DidChangeWatchedFiles::METHOD => self.with(params, Self::did_change_watched_files),
            DidChangeConfiguration::METHOD => {
                self.with(params, Self::did_change_configuration);
                settings::ask(self);
            }
            SetTrace::METHOD => self.with(params, Self::set_trace),
            _ => return false,
        }
        true
    }

    /// Notes that answers may have changed.
    pub fn touch(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    /// What tells when answers may have changed; what changed before counts as seen.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Whether folders are still being read, so that what is missing may yet come.
    pub fn is_reading(&self) -> bool {
        self.loading.borrow().folders > 0
    }

    /// Ends what goes on beside the questions.
    pub fn end(&self) {
        self.stop_waiting();
        self.order(Job::Stop);
    }

    /// Has whoever waits for changes wait no longer.
    pub fn stop_waiting(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.touch();
    }

    /// Notes that a request waits for changes, as long as the guard lives;
    /// nothing when too many do so already.
    pub fn note_waiting(self: &Arc<Self>) -> Option<Waiting> {
        let may_wait = self.waiting.send_if_modified(|waiting| {
            let may_wait = *waiting < MOST_WAITING;
            *waiting += usize::from(may_wait);
            may_wait
        });
        may_wait.then(|| Waiting(self.clone()))
    }

    /// Waits until no request waits any more, but not for one that hangs.
    pub async fn nobody_waits(&self) {
        let mut waiting = self.waiting.subscribe();
        let nobody = waiting.wait_for(|waiting| *waiting == 0);
        if tokio::time::timeout(PATIENCE, nobody).await.is_err() {
            tracing::warn!("a request that waited for changes does not end");
        }
    }

    /// Whether the session is over, or about to be.
    pub fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// Tells the user something that cannot be told in a file, in one line: what
    /// it names, a stranger may have named.
    pub fn warn(self: &Arc<Self>, message: String) {
        let message = harmless(&message);
        tracing::warn!("{message}");
        let session = self.clone();
        self.runtime.spawn(async move {
            let kind = lsp::MessageType::WARNING;
            session.client.show_message(kind, message).await;
        });
    }

    /// Writes something into the editor's log of the server, in one line.
    pub fn log(&self, kind: lsp::MessageType, message: String) {
        let message = harmless(&message);
        let client = self.client.clone();
        self.runtime.spawn(async move {
            client.log_message(kind, message).await;
        });
    }

    /// Notes which reports the editor has from now on, of the documents that are
    /// open: one may have been closed while its reports were looked for.
    pub fn note_pulled(&self, pulled: Vec<(Arc<Path>, Pulled)>) {
        let mut state = self.state();
        for (path, pulled) in pulled {
            if state.opened.contains_key(&path) {
                state.pulled.insert(path, pulled);
            }
        }
    }

    /// The files on which there was nothing to report when they were looked at
    /// last; never across an await.
    pub fn clean_files(&self) -> MutexGuard<'_, CleanFiles> {
        self.clean
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Asks the editor for what a command comes to; nobody waits for its answer.
    pub fn ask_editor(self: &Arc<Self>, effect: Effect) {
        let session = self.clone();
        self.runtime.spawn(async move {
            match effect {
                Effect::Change(label, edit) => session.have_changed(label, *edit).await,
                Effect::Show(place) => {
                    if !session.abilities().shows_documents {
                        session.warn(format!(
                            "this editor cannot show {} when asked to",
                            place.uri.as_str()
                        ));
                        return;
                    }
                    if let Err(error) = session.client.show_document(*place).await {
                        tracing::warn!("the editor shows no document: {error}");
                    }
                }
            }
        });
    }

    async fn have_changed(self: &Arc<Self>, label: String, edit: lsp::WorkspaceEdit) {
        let params = lsp::ApplyWorkspaceEditParams {
            label: Some(label.clone()),
            edit,
        };
        let why = match self.client.send_request::<ApplyWorkspaceEdit>(params).await {
            Ok(answer) if answer.applied => return,
            Ok(answer) => answer.failure_reason.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        self.warn(format!(
            "“{label}” was not done: the editor did not make the change. {why}"
        ));
    }

    /// What ends the session from inside, when the editor is gone.
    pub fn ended(&self) -> Arc<Notify> {
        self.ended.clone()
    }

    /// Takes note of the semantic tokens that the editor is given, so that it can
    /// ask for what has changed since. Gives their result id; none for a document
    /// that is not open, of which nothing is kept.
    pub fn note_tokens(&self, uri: &lsp::Uri, tokens: Arc<[lsp::SemanticToken]>) -> Option<String> {
        let mut state = self.state();
        let path = state.workspace.known(&path_of(uri.as_str()));
        if !state.opened.contains_key(&path) {
            return None;
        }
        state.tokens_given += 1;
        let result_id = state.tokens_given.to_string();
        let given = GivenTokens {
            result_id: result_id.clone(),
            tokens,
        };
        state.tokens.insert(path, given);
        Some(result_id)
    }

    /// The semantic tokens of a document that have that result id, if they are
    /// the last that were given.
    pub fn given_tokens(
        &self,
        uri: &lsp::Uri,
        result_id: &str,
    ) -> Option<Arc<[lsp::SemanticToken]>> {
        let state = self.state();
        let path = state.workspace.known(&path_of(uri.as_str()));
        let given = state.tokens.get(&path)?;
        (given.result_id == result_id).then(|| given.tokens.clone())
    }

    /// The state, for as long as the guard lives; never across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held has left nothing half done that a
        // later change would not set right.
        self.state
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Hands work to the thread that reads the disk.
    pub fn order(&self, job: Job) {
        self.jobs.send(job);
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

    /// A document outside of every folder brings its corpus along.
    fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let name = document.uri.as_str();
        let mut state = self.state();
        let workspace = &mut state.workspace;
        let path = workspace.open(name, &path_of(name), &document.text, document.version);
        state.note_standing(&path);
        drop(state);
        roots::settle_one(self, &path);
    }

    fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        settings::told(self, &params.settings);
    }

    fn set_trace(&self, params: lsp::SetTraceParams) {
        let is_tracing = params.value != lsp::TraceValue::Off;
        self.is_tracing.store(is_tracing, Ordering::Relaxed);
    }

    /// Whether the editor wants to hear of every answer.
    pub fn is_tracing(&self) -> bool {
        self.is_tracing.load(Ordering::Relaxed)
    }

    fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let name = params.text_document.uri.as_str();
        let changes = params.content_changes.into_iter().map(|change| Change {
            range: change
                .range
                .map(|range| (position_from(range.start), position_from(range.end))),
            text: change.text,
        });
        let changes: Vec<Change> = changes.collect();
        let counting = self.abilities().counting();
        let version = params.text_document.version;
        let mut state = self.state();
        let workspace = &mut state.workspace;
        let path = workspace.change(name, &path_of(name), &changes, version, counting);
        state.note_standing(&path);
    }

    /// A document that was opened by itself takes its corpus with it, unless something
    /// else needs it.
    fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let name = params.text_document.uri.as_str();
        let mut state = self.state();
        let path = state.workspace.close(name, &path_of(name));
        state.note_standing(&path);
        state.tokens.remove(&path);
        state.pulled.remove(&path);
        let settled = state.workspace.let_go(&path);
        drop(state);
        self.take_up(settled);
        if is_file(&path) {
            self.order(Job::Read(vec![path.to_path_buf()]));
        }
    }

    fn did_change_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<lsp::WorkspaceFolder>| {
            let folders = folders.into_iter();
            folders.map(|folder| path_of(folder.uri.as_str()))
        };
        let removed = paths(params.event.removed).collect::<Vec<_>>();
        if !removed.is_empty() {
            let settled = self.state().workspace.close_folders(&removed);
            self.take_up(settled);
        }
        self.add_folders(paths(params.event.added).collect());
    }

    fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        let paths = params.changes.iter();
        let paths = paths.map(|change| path_of(change.uri.as_str()));
        let paths = paths.filter(|path| is_file(path)).collect();
        self.order(Job::Noticed(Noticed::Paths(paths)));
    }

    /// Adds folders that the editor works in.
    fn add_folders(&self, folders: Vec<PathBuf>) {
        let folders = folders.into_iter().filter(|folder| is_file(folder));
        let (wide, folders): (Vec<PathBuf>, Vec<PathBuf>) =
            folders.partition(|folder| is_too_wide(folder));
        for folder in wide {
            self.order(Job::Refuse(folder));
        }
        let settled = self.state().workspace.open_folders(folders);
        self.take_up(settled);
        roots::settle(self);
    }

    /// Has read what is new, and forgotten what is gone.
    pub fn take_up(&self, settled: Settled) {
        if settled == Settled::default() {
            return;
        }
        let Settled { new, gone } = settled;
        if !gone.is_empty() {
            self.order(Job::Forget(gone));
        }
        if !new.is_empty() {
            self.loading
                .send_modify(|loading| loading.folders += new.len());
            self.order(Job::Load(new));
        }
        let mut state = self.state();
        state.note_all_standing();
        let displaced = state.workspace.displaced();
        drop(state);
        if !displaced.is_empty() {
            self.order(Job::Read(displaced));
        }
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
#[expect(deprecated, reason = "some clients know nothing newer")]
fn root_of_old_clients(params: &lsp::InitializeParams) -> Option<PathBuf> {
    let uri = params.root_uri.as_ref().map(|uri| path_of(uri.as_str()));
    uri.or_else(|| params.root_path.as_ref().map(PathBuf::from))
}
