//! The task that reads the disk, one job after the other, so that what was
//! read last is what counts.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use tokio::sync::{mpsc, watch};
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;

use super::session::Session;
use crate::store::{self, Noticed, Root, SETTLE, Watcher, articles, is_article, read_articles};

/// How many files are read between two looks at what else there is to do.
const BATCH: usize = 256;

/// Something to do with the disk.
#[derive(Debug)]
pub enum Job {
    /// The editor is ready: what was ordered before may begin.
    Begin,
    /// Read a folder, and watch it.
    Load(Root),
    /// Read these files again, or notice that they are gone.
    Read(Vec<PathBuf>),
    /// Read every folder again.
    ReadEverything,
    /// Watch a folder no longer.
    Unwatch(PathBuf),
    /// Say that a folder is too wide to be read.
    Refuse(PathBuf),
}

/// Works until the session ends.
pub async fn run(session: Weak<Session>, mut queue: mpsc::UnboundedReceiver<Job>) {
    let mut waiting = Vec::new();
    // Nothing may be sent to the editor before it is ready.
    while let Some(job) = queue.recv().await {
        if matches!(job, Job::Begin) {
            break;
        }
        waiting.push(job);
    }
    let Some(watch) = session.upgrade().map(|session| Watch::start(&session)) else {
        return;
    };
    let mut loader = Loader {
        session,
        watch,
        roots: Vec::new(),
    };
    loader.work(waiting).await;
    while let Some(job) = queue.recv().await {
        let mut jobs = vec![job];
        while let Ok(job) = queue.try_recv() {
            jobs.push(job);
        }
        loader.work(jobs).await;
    }
}

struct Loader {
    session: Weak<Session>,
    watch: Watch,
    roots: Vec<Root>,
}

impl Loader {
    async fn work(&mut self, jobs: Vec<Job>) {
        let Some(session) = self.session.upgrade() else {
            return;
        };
        let mut folders = Vec::new();
        let mut files = Vec::new();
        for job in jobs {
            match job {
                Job::Begin => {}
                Job::Load(root) => {
                    self.watch.add(&root);
                    self.roots.push(root.clone());
                    folders.push(root);
                }
                Job::Read(paths) => files.extend(paths),
                Job::ReadEverything => folders.extend(self.roots.iter().cloned()),
                Job::Unwatch(folder) => {
                    self.roots.retain(|root| root.folder != folder);
                    folders.retain(|root: &Root| root.folder != folder);
                    self.watch.remove(&folder);
                }
                Job::Refuse(folder) => refuse(&session, &folder),
            }
        }
        if !folders.is_empty() {
            read_folders(&session, folders).await;
        }
        // What is open need not be read, and a folder that is gone takes its files along.
        files.sort();
        files.dedup();
        let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) =
            files.into_iter().partition(|path| path.is_file());
        if !gone.is_empty() {
            let mut state = session.state();
            gone.iter().for_each(|path| state.workspace.forget(path));
            drop(state);
            session.touch();
        }
        for batch in there.chunks(BATCH) {
            read_batch(&session, batch.to_vec()).await;
        }
    }
}

/// Reads folders with progress; what is no longer there is forgotten.
async fn read_folders(session: &Arc<Session>, folders: Vec<Root>) {
    let progress = Progress::begin(session);
    let walked = tokio::task::spawn_blocking(move || {
        let walked = folders.into_iter().map(|root| {
            let found = articles(&root.folder, root.depth);
            (root, found)
        });
        walked.collect::<Vec<_>>()
    });
    let walked = walked.await.unwrap_or_default();
    let total: usize = walked.iter().map(|(_, found)| found.len()).sum();
    let mut done = 0;
    for (root, found) in &walked {
        session.state().workspace.retain(&root.folder, found);
        for batch in found.chunks(BATCH) {
            read_batch(session, batch.to_vec()).await;
            done += batch.len();
            progress.report(done, total);
        }
    }
    session.reading(false);
    session.touch();
}

async fn read_batch(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let ids = session.state().workspace.ids();
    let read = tokio::task::spawn_blocking(move || read_articles(&paths, &ids)).await;
    if let Ok(read) = read {
        session.state().workspace.merge(read);
        session.check_index();
        session.touch();
    }
}

fn refuse(session: &Arc<Session>, folder: &std::path::Path) {
    let client = session.client.clone();
    let message = format!(
        "Quotemark does not read all of {}: it holds much more than a corpus. Open the corpus's own folder; until then each article is read with its neighbours.",
        folder.display()
    );
    tokio::spawn(async move {
        client
            .show_message(lsp::MessageType::WARNING, message)
            .await
    });
}

/// The progress of reading, shown where the editor shows progress. Reading
/// never waits for the editor: what it does not take in time it does not see.
struct Progress(Option<watch::Sender<(usize, usize)>>);

impl Progress {
    fn begin(session: &Arc<Session>) -> Self {
        session.reading(true);
        if !session.abilities().progress {
            return Self(None);
        }
        let (tell, told) = watch::channel((0, 0));
        tokio::spawn(show_progress(session.client.clone(), told));
        Self(Some(tell))
    }

    fn report(&self, done: usize, total: usize) {
        if let Some(tell) = &self.0 {
            // Nobody listens when the editor shows no progress after all.
            let _ = tell.send((done, total));
        }
    }
}

async fn show_progress(client: Client, mut told: watch::Receiver<(usize, usize)>) {
    let token = lsp::ProgressToken::String("quotemark/reading".into());
    if client
        .create_work_done_progress(token.clone())
        .await
        .is_err()
    {
        return;
    }
    let progress = client
        .progress(token, "Reading articles")
        .with_percentage(0)
        .begin()
        .await;
    while told.changed().await.is_ok() {
        let (done, total) = *told.borrow_and_update();
        let percentage = u32::try_from(done * 100 / total.max(1)).unwrap_or(100);
        progress
            .report_with_message(format!("{done} of {total}"), percentage)
            .await;
    }
    let (_, total) = *told.borrow();
    progress
        .finish_with_message(format!("{total} articles"))
        .await;
}

/// The watch over the folders: the editor's where it watches, else our own.
enum Watch {
    Editor,
    Own(Watcher),
    None,
}

impl Watch {
    fn start(session: &Arc<Session>) -> Self {
        if session.abilities().watches_files {
            register(session);
            return Self::Editor;
        }
        let (tell, told) = mpsc::unbounded_channel();
        // The watch's own thread only passes on; bursts are gathered below.
        let own = store::watch(move |noticed| {
            // Nobody listens any more when the session has ended.
            let _ = tell.send(noticed);
        });
        match own {
            Ok(watcher) => {
                tokio::spawn(gather(Arc::downgrade(session), told));
                Self::Own(watcher)
            }
            Err(error) => {
                unwatched(session, &error);
                Self::None
            }
        }
    }

    fn add(&mut self, root: &Root) {
        if let Self::Own(watcher) = self
            && let Err(error) = watcher.add(root)
        {
            tracing::warn!("{} is not watched: {error}", root.folder.display());
        }
    }

    fn remove(&mut self, folder: &std::path::Path) {
        if let Self::Own(watcher) = self {
            watcher.remove(folder);
        }
    }
}

/// Gathers bursts of changes into one job.
async fn gather(session: Weak<Session>, mut told: mpsc::UnboundedReceiver<Noticed>) {
    while let Some(first) = told.recv().await {
        tokio::time::sleep(SETTLE).await;
        let mut noticed = vec![first];
        while let Ok(next) = told.try_recv() {
            noticed.push(next);
        }
        let Some(session) = session.upgrade() else {
            return;
        };
        session.order(job_for(noticed));
    }
}

/// What to read after changes: the articles among them, or everything when
/// some were lost or a folder came or went.
fn job_for(noticed: Vec<Noticed>) -> Job {
    let mut files = Vec::new();
    for noticed in noticed {
        let Noticed::Paths(paths) = noticed else {
            return Job::ReadEverything;
        };
        for path in paths {
            if is_article(&path) {
                files.push(path);
            } else if path.is_dir() || path.extension().is_none() && !path.exists() {
                return Job::ReadEverything;
            }
        }
    }
    Job::Read(files)
}

fn unwatched(session: &Arc<Session>, error: &str) {
    let client = session.client.clone();
    let message = format!("Quotemark cannot watch the corpus for changes on the disk: {error}");
    tokio::spawn(async move {
        client
            .show_message(lsp::MessageType::WARNING, message)
            .await
    });
}

/// Asks the editor to watch all articles.
fn register(session: &Arc<Session>) {
    let client = session.client.clone();
    let registration = lsp::Registration {
        id: "quotemark/watch".into(),
        method: "workspace/didChangeWatchedFiles".into(),
        register_options: Some(serde_json::json!({ "watchers": [{ "globPattern": "**/*.qm" }] })),
    };
    let weak = Arc::downgrade(session);
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(vec![registration]).await
            && let Some(session) = weak.upgrade()
        {
            unwatched(&session, &error.to_string());
        }
    });
}
