//! The reader of files: one thread that does all reading of the disk, one
//! piece of work after the other, so that what was read earlier can never
//! replace what was read later.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tower_lsp::ls_types::notification::{DidChangeWatchedFiles, Notification};
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType,
    Registration, WatchKind,
};

use super::session::{Loading, Session};
use crate::features::shown::harmless;
use crate::settings::Limits;
use crate::store::{
    Noticed, Root, SETTLE, Walk, Watcher, is_article, is_settings, keep, limits_of, read_articles,
    read_corpus, read_settings, settings_above, walk, walk_within, watch,
};

/// How long an editor may take to say that it will watch the disk.
const WATCH_PROMISED: Duration = Duration::from_secs(10);

/// The longest that changes are gathered while they keep coming.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something to do.
pub enum Job {
    /// A folder is new: read all of it.
    Load(Root),
    /// A folder is too wide to be read.
    Refuse(PathBuf),
    /// A folder is no longer of interest.
    Forget(Root),
    /// Something may have happened to these files and folders.
    Read(Vec<PathBuf>),
    /// A watch, the editor's or the server's own, noticed something.
    Noticed(Noticed),
    /// From now on, watch the folders: the editor does not.
    Watch,
    /// The editor's settings have changed, and with them perhaps the limits.
    Limits,
    /// The session ends.
    Stop,
}

/// The way to the reader of files.
#[derive(Clone)]
pub struct Queue(Sender<Job>);

impl Queue {
    /// A queue, and its other end for [`start`].
    pub fn new() -> (Self, Receiver<Job>) {
        let (sender, receiver) = channel();
        (Self(sender), receiver)
    }

    /// Adds something to do. After the end of the session it is passed over.
    pub fn send(&self, job: Job) {
        // The reader is gone only when the session is.
        let _ = self.0.send(job);
    }
}

/// Starts the thread; it ends with the session.
///
/// # Errors
/// When the system gives out no thread.
pub fn start(session: &Arc<Session>, queue: Queue, work: Receiver<Job>) -> std::io::Result<()> {
    let reader = Reader {
        session: Arc::downgrade(session),
        queue,
        work,
        waiting: VecDeque::new(),
        watcher: None,
        limits: HashMap::new(),
        watched: HashSet::new(),
        is_short_told: false,
    };
    let thread = std::thread::Builder::new().name("files".into());
    thread.spawn(move || reader.run()).map(drop)
}

/// Has the editor watch the disk, if it can. If it then does not, the server does.
pub fn ask_editor_to_watch(session: &Arc<Session>) {
    if !session.abilities().watches_files {
        return;
    }
    let session = session.clone();
    // The answer is waited for by nobody but this task.
    tokio::spawn(async move {
        let registered = session.client.register_capability(vec![registration()]);
        match tokio::time::timeout(WATCH_PROMISED, registered).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::info!("the editor does not watch files: {error}");
                session.order(Job::Watch);
            }
            // Should it do so later all the same, what it tells is read twice.
            Err(_) => {
                tracing::info!("the editor does not say whether it watches files");
                session.order(Job::Watch);
            }
        }
    });
}

/// All that happens to documents, and every removal: that of a folder is told
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

struct Reader {
    session: Weak<Session>,
    queue: Queue,
    work: Receiver<Job>,
    waiting: VecDeque<Job>,
    watcher: Option<Watcher>,
    /// The limits within which each folder was read.
    limits: HashMap<PathBuf, Limits>,
    /// The folders that are watched one by one.
    watched: HashSet<PathBuf>,
    /// Whether it was told that some cannot be.
    is_short_told: bool,
}

impl Reader {
    fn run(mut self) {
        if let Some(session) = self.session.upgrade()
            && !session.abilities().watches_files
        {
            self.watch(&session);
        }
        while let Some(work) = self.next() {
            let Some(session) = self.session.upgrade() else {
                return;
            };
            match work {
                Job::Load(root) => {
                    self.load(&session, &root);
                    session.loading.send_modify(|loading| {
                        *loading = Loading {
                            folders: loading.folders.saturating_sub(1),
                            ..Loading::default()
                        };
                    });
                }
                Job::Refuse(folder) => session.warn(format!(
                    "Quotemark does not read all of {}: it holds much more than a corpus. \
                     Open the corpus' own folder; until then a document is read with its \
                     neighbours.",
                    folder.display()
                )),
                Job::Forget(root) => self.forget(&root),
                Job::Read(paths) => self.read(&session, &paths),
                Job::Noticed(noticed) => self.noticed(&session, noticed),
                Job::Watch => {
                    self.watch(&session);
                    // What changed before was noticed by nobody.
                    for root in session.state().workspace.roots().to_vec() {
                        self.load_again(&session, root);
                    }
                }
                Job::Limits => {
                    let roots = session.state().workspace.roots().to_vec();
                    for root in roots {
                        self.heed_limits(&session, &root);
                    }
                }
                Job::Stop => return,
            }
            session.check_index();
            session.touch();
        }
    }

    fn next(&mut self) -> Option<Job> {
        self.waiting.pop_front().or_else(|| self.work.recv().ok())
    }

    fn load(&mut self, session: &Arc<Session>, root: &Root) {
        if !session.state().workspace.roots().contains(root) {
            return;
        }
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
        tell_of_links(session, root, &found);
        let everything = HashSet::from([root.folder.clone()]);
        self.take_in_settings(session, root, &everything, &found);
        self.read_settings_above(session);
        let total = found.files.len();
        let tell = |done| {
            session.loading.send_modify(|loading| {
                loading.done = done;
                loading.total = total;
            });
        };
        tell(0);
        let mut done = 0;
        let ids = session.state().workspace.ids();
        let taken = read_corpus(&root.folder, &found.files, &ids, limits, |articles| {
            done += articles.len();
            session.state().workspace.merge(articles);
            tell(done);
            !session.is_ending()
        });
        if taken.is_whole && !found.gave_up {
            session
                .state()
                .workspace
                .retain(root, &everything, &found.files);
        }
        let corpus = session.snapshot().corpus;
        let root = root.folder.clone();
        let thread = std::thread::Builder::new().name("cache".into());
        if let Err(error) = thread.spawn(move || keep(&root, &corpus, taken)) {
            tracing::info!("no thread to write the cache: {error}");
        }
    }

    /// Reads the settings files that a walk found and takes over what they set.
    fn take_in_settings(
        &self,
        session: &Arc<Session>,
        root: &Root,
        places: &HashSet<PathBuf>,
        found: &Walk,
    ) {
        let files = found.settings.iter();
        let files = files.filter_map(|path| read_settings(path)).collect();
        let mut state = session.state();
        state.workspace.merge_settings(root, places, files);
    }

    /// Reads the settings files that hold in the folders and lie above them.
    fn read_settings_above(&mut self, session: &Arc<Session>) {
        let roots = session.state().workspace.roots().to_vec();
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
    }

    /// Reads files and takes over what they say; false when the session ends meanwhile.
    fn take_in(&self, session: &Arc<Session>, files: &[Arc<Path>], limits: Limits) -> bool {
        let ids = session.state().workspace.ids();
        read_articles(files, &ids, limits, |articles| {
            session.state().workspace.merge(articles);
            !session.is_ending()
        })
    }

    /// The limits that hold for a folder now.
    fn limits(session: &Session, root: &Root) -> Limits {
        let editor = session.state().workspace.editor_settings().clone();
        limits_of(&root.folder, &editor)
    }

    /// Whether a folder has to be read again because other limits hold for it.
    fn heed_limits(&mut self, session: &Arc<Session>, root: &Root) -> bool {
        let now = Self::limits(session, root);
        let before = self.limits.get(&root.folder);
        let is_other = before
            .is_some_and(|before| (before.file_mib, before.files) != (now.file_mib, now.files));
        if is_other {
            self.load_again(session, root.clone());
        }
        is_other
    }

    fn load_again(&mut self, session: &Arc<Session>, root: Root) {
        session.loading.send_modify(|loading| loading.folders += 1);
        self.waiting.push_back(Job::Load(root));
    }

    fn read(&mut self, session: &Arc<Session>, paths: &[PathBuf]) {
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
        let mut roots = session.state().workspace.roots().to_vec();
        if paths.iter().any(|path| !is_article(path)) {
            self.read_settings_above(session);
            roots.retain(|root| !self.heed_limits(session, root));
        }
        for root in roots {
            let places: HashSet<PathBuf> = places
                .iter()
                .filter_map(|place| {
                    if root.folder.starts_with(place) {
                        Some(root.folder.clone())
                    } else {
                        place.starts_with(&root.folder).then(|| place.clone())
                    }
                })
                .collect();
            if places.is_empty() {
                continue;
            }
            let limits = self.limits.get(&root.folder).copied().unwrap_or_default();
            let mut found = walk_within(&root.folder, root.depth, limits, &places);
            if self.watch_more(session, &found.folders) {
                found = walk_within(&root.folder, root.depth, limits, &places);
            }
            self.take_in_settings(session, &root, &places, &found);
            if self.take_in(session, &found.files, limits) && !found.gave_up {
                session
                    .state()
                    .workspace
                    .retain(&root, &places, &found.files);
            }
        }
    }

    fn noticed(&mut self, session: &Arc<Session>, first: Noticed) {
        let mut paths = HashSet::new();
        let mut overflowed = false;
        let mut gather = |noticed| match noticed {
            Noticed::Paths(more) => paths.extend(more),
            Noticed::Overflow => overflowed = true,
        };
        gather(first);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
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
            for root in session.state().workspace.roots().to_vec() {
                self.load_again(session, root);
            }
            return;
        }
        let roots = session.state().workspace.roots().to_vec();
        let paths = paths.into_iter().filter(|path| matters(path, &roots));
        let paths: Vec<PathBuf> = paths.collect();
        // A folder that came back is another one, and has to be watched anew.
        for path in paths.iter().filter(|path| !is_article(path)) {
            self.watched.retain(|folder| !folder.starts_with(path));
        }
        if !paths.is_empty() {
            self.read(session, &paths);
        }
    }

    fn watch(&mut self, session: &Arc<Session>) {
        let queue = self.queue.clone();
        match watch(move |noticed| queue.send(Job::Noticed(noticed))) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(reason) => {
                session.warn(format!(
                    "Changes on the disk will not be noticed: {reason}."
                ));
            }
        }
    }

    /// Whether anything is watched that was not before.
    fn watch_root(&mut self, session: &Arc<Session>, root: &Root, found: &Walk) -> bool {
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
        self.watch_more(session, &found.folders)
    }

    fn watch_more(&mut self, session: &Arc<Session>, folders: &[PathBuf]) -> bool {
        !Watcher::WATCHES_TREES && self.watch_one_by_one(session, folders)
    }

    fn watch_one_by_one(&mut self, session: &Arc<Session>, folders: &[PathBuf]) -> bool {
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
                Err(reason) if self.is_short_told => {
                    tracing::warn!(folder = %folder.display(), "not watched: {reason}");
                }
                Err(reason) => {
                    self.is_short_told = true;
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

    fn forget(&mut self, root: &Root) {
        self.limits.remove(&root.folder);
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        watcher.remove(&root.folder);
        let below = |folder: &PathBuf| folder.starts_with(&root.folder);
        for folder in self.watched.extract_if(below) {
            watcher.remove(&folder);
        }
    }
}

/// Names in the log the links behind which nothing is read.
fn tell_of_links(session: &Session, root: &Root, found: &Walk) {
    let links = found.leaving(&root.folder);
    for link in &links.named {
        let link = harmless(&link.display().to_string());
        let message = format!("{link} leads out of the corpus or nowhere; no link is followed.");
        session.log(MessageType::INFO, message);
    }
    if links.more > 0 {
        let message = format!("So do {} more links.", links.more);
        session.log(MessageType::INFO, message);
    }
}

fn lists_ignored(name: &OsStr) -> bool {
    name == ".gitignore" || name == ".ignore"
}

/// Whether what happened to a path can matter to the corpus.
fn matters(path: &Path, roots: &[Root]) -> bool {
    let Some(root) = roots.iter().find(|root| path.starts_with(&root.folder)) else {
        // A folder around a root may have gone, or have settings for it.
        let place = if is_settings(path) {
            path.parent().unwrap_or(path)
        } else {
            path
        };
        return roots.iter().any(|root| root.folder.starts_with(place));
    };
    let Ok(inside) = path.strip_prefix(&root.folder) else {
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
