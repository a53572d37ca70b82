//! The state of one editor's session. What happens to it lies above: [`sync`](super::sync)
//! applies what the editor says, [`files`](super::files) what the disk holds.

pub mod clean_files;
pub mod editor_settings;
mod index_check;
pub mod jobs;
mod life;
mod loading;
pub mod messages;
pub mod proposed;
mod sent_tokens;
mod state;
pub mod waiting_requests;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tower_lsp::Client;

pub use loading::Loading;
pub use state::State;

use self::clean_files::CleanFiles;
use self::jobs::{Job, Queue};
use self::proposed::Proposed;
use self::waiting_requests::WaitingRequests;
use super::client_capabilities::ClientCapabilities;
use super::options::ServerOptions;
use super::snapshot::Snapshot;
use super::turns::Turns;
use crate::store::ForeignFiles;

/// One editor's session. Whatever changes the workspace goes through
/// [`sync`](super::sync) or the thread that reads files, and both hold the same lock.
pub struct Session {
    /// To speak to the editor.
    pub client: Client,
    /// How the server is to run.
    pub options: ServerOptions,
    /// Which requests may work now.
    pub turns: Arc<Turns>,
    /// How far the reading of folders is.
    pub loading: watch::Sender<Loading>,
    /// How many quotes are proposed for the documents that are open.
    proposed: Proposed,
    /// The file with quotes of others that was read last.
    foreign: ForeignFiles,
    /// The requests that wait for changes.
    pub waiting: WaitingRequests,
    capabilities: OnceLock<ClientCapabilities>,
    state: Mutex<State>,
    jobs: Queue,
    /// The jobs, until the thread that does them takes them.
    queue: Mutex<Option<Receiver<Job>>>,
    runtime: Handle,
    /// Counts the changes, to wake whoever waits for one.
    changes: watch::Sender<u64>,
    ended: Arc<Notify>,
    clean: Mutex<CleanFiles>,
    is_ending: AtomicBool,
    is_tracing: AtomicBool,
}

impl Session {
    /// A session in which nothing is open. Call it inside the runtime.
    pub fn new(client: Client, options: ServerOptions) -> Arc<Self> {
        let (jobs, queue) = Queue::new();
        Arc::new(Self {
            client,
            options,
            turns: Turns::new(),
            loading: watch::Sender::default(),
            proposed: Proposed::default(),
            foreign: ForeignFiles::default(),
            waiting: WaitingRequests::default(),
            capabilities: OnceLock::new(),
            state: Mutex::default(),
            jobs,
            queue: Mutex::new(Some(queue)),
            runtime: Handle::current(),
            changes: watch::Sender::default(),
            ended: Arc::default(),
            clean: Mutex::default(),
            is_ending: AtomicBool::new(false),
            is_tracing: AtomicBool::new(false),
        })
    }

    /// What the editor can do; nothing before `initialize`.
    pub fn capabilities(&self) -> ClientCapabilities {
        self.capabilities.get().copied().unwrap_or_default()
    }

    /// Takes note of what the editor can do, once. Gives what holds from now on.
    pub fn set_capabilities(&self, capabilities: ClientCapabilities) -> ClientCapabilities {
        *self.capabilities.get_or_init(|| capabilities)
    }

    /// The state, for as long as the guard lives; never across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held has left nothing half done that a
        // later change would not set right.
        self.state
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// The corpora as they are now.
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
            self.queue_job(Job::Renumber(home));
        }
        Snapshot {
            corpora,
            is_partial: self.is_reading(),
            aliases: state.workspace.aliases().clone(),
            opened: state.opened.clone(),
            settings: state.workspace.settings().clone(),
            pulled: state.pulled.clone(),
            refusals: self.options.refusals.clone(),
            foreign: self.foreign.clone(),
            proposed: self.proposed.clone(),
            capabilities: self.capabilities(),
            ..Snapshot::default()
        }
    }

    /// Notes that answers may have changed.
    pub fn note_change(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    /// What says when answers may have changed; what changed before counts as seen.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Whether folders are still being read, so that what is missing may yet come.
    pub fn is_reading(&self) -> bool {
        self.loading.borrow().folders > 0
    }

    /// The files on which there was nothing to report when they were looked at
    /// last; never across an await.
    pub fn clean_files(&self) -> MutexGuard<'_, CleanFiles> {
        self.clean
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Hands work to the thread that reads the disk.
    pub fn queue_job(&self, job: Job) {
        self.jobs.send(job);
    }

    /// The way to that thread and its other end, for the thread itself: the first
    /// who asks has them.
    pub fn take_queue(&self) -> Option<(Queue, Receiver<Job>)> {
        let queue = self.queue.lock().ok().and_then(|mut queue| queue.take())?;
        Some((self.jobs.clone(), queue))
    }

    /// Whether the editor wants to hear of every answer.
    pub fn is_tracing(&self) -> bool {
        self.is_tracing.load(Ordering::Relaxed)
    }

    /// Takes note of whether it does.
    pub fn set_tracing(&self, is_tracing: bool) {
        self.is_tracing.store(is_tracing, Ordering::Relaxed);
    }
}
