//! The reader of files: one thread that does all reading of the disk, one
//! piece of work after the other, so that what was read earlier can never
//! replace what was read later.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tower_lsp::ls_types::notification::{DidChangeWatchedFiles, Notification};
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType,
    Registration, WatchKind,
};

use super::lending::Lending;
use super::roots;
use super::session::{Loading, Session};
use crate::features::shown::harmless;
use crate::settings::Limits;
use crate::store::{
    Home, ListNote, ListNotes, MARKS, Noticed, Root, Roots, SETTLE, Walk, Watcher, by_name,
    is_article, is_settings, keep, limits_of, read_articles, read_corpus, read_settings,
    settings_above, walk, walk_within, watch,
};

/// How long an editor may take to say that it will watch the disk.
const WATCH_PROMISED: Duration = Duration::from_secs(10);

/// The longest that changes are gathered while they keep coming.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something to do.
pub enum Job {
    /// Folders are new: read all of them.
    Load(Vec<Root>),
    /// A folder is too wide to be read.
    Refuse(PathBuf),
    /// Folders are no longer of interest.
    Forget(Vec<Root>),
    /// Something may have happened to these files and folders.
    Read(Vec<PathBuf>),
    /// A watch, the editor's or the server's own, noticed something.
    Noticed(Noticed),
    /// From now on, watch the folders: the editor does not.
    Watch,
    /// The editor's settings have changed, and with them perhaps the limits.
    Limits,
    /// Put a corpus under new numbers, without the ids that nothing names.
    Renumber(Home),
    /// Fail, for tests.
    Fail,
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
        watches_all: false,
        cannot_watch: false,
        limits: HashMap::new(),
        watched: HashSet::new(),
        is_short_told: false,
        lending: Lending::default(),
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
    /// Whether the editor watches nothing. Where it does, it watches the folders that it
    /// works in, and the server the others.
    watches_all: bool,
    /// Whether the system gave out no watch.
    cannot_watch: bool,
    /// The limits within which each folder was read.
    limits: HashMap<PathBuf, Limits>,
    /// The folders that are watched one by one.
    watched: HashSet<PathBuf>,
    /// Whether it was told that some cannot be.
    is_short_told: bool,
    /// What the corpora read of others.
    lending: Lending,
}

impl Reader {
    fn run(mut self) {
        if let Some(session) = self.session.upgrade()
            && !session.abilities().watches_files
        {
            self.watches_all = true;
            self.watch(&session);
        }
        while let Some(work) = self.next() {
            let Some(session) = self.session.upgrade() else {
                return;
            };
            if matches!(work, Job::Stop) {
                return;
            }
            let folders = match &work {
                Job::Load(roots) => roots.len(),
                _ => 0,
            };
            // What fails must not end all reading: only this thread does any.
            let done = catch_unwind(AssertUnwindSafe(|| self.work_on(&session, work)));
            if folders > 0 {
                session.loading.send_modify(|loading| {
                    *loading = Loading {
                        folders: loading.folders.saturating_sub(folders),
                        ..Loading::default()
                    };
                });
            }
            if done.is_err() {
                session.warn(
                    "Reading files failed inside the server, so that some may be missing; it goes \
                     on with what changes from now on. Please report this with the server's log."
                        .into(),
                );
            }
            session.check_index();
            session.touch();
        }
    }

    fn work_on(&mut self, session: &Arc<Session>, work: Job) {
        match work {
            Job::Load(roots) => {
                self.lending.touch();
                self.load(session, &roots);
            }
            Job::Refuse(folder) => session.warn(format!(
                "Quotemark does not read all of {}: it holds much more than a corpus. \
                 Open the corpus' own folder; until then a document is read with its \
                 neighbours.",
                folder.display()
            )),
            Job::Forget(roots) => {
                // What lies there is to be watched all the same.
                self.lending.touch();
                self.forget(session, &roots);
            }
            Job::Read(paths) => self.read(session, &paths),
            Job::Noticed(noticed) => self.noticed(session, noticed),
            Job::Watch => {
                self.watches_all = true;
                self.watch(session);
                // What changed before was noticed by nobody.
                self.load_all_again(session);
            }
            Job::Limits => {
                self.heed_limits(session);
            }
            Job::Renumber(home) => renumber(session, &home),
            Job::Fail => panic!("this work always fails"),
            Job::Stop => {}
        }
        self.settle_lending(session);
    }

    /// Reads what the corpora borrow of others, where it may have changed, and watches it.
    fn settle_lending(&mut self, session: &Arc<Session>) {
        let mut folders = self.lending.settle(session);
        folders.retain(|folder| {
            let opened = || session.state().workspace.opened().holds(&folder.join("-"));
            self.watches_all || !opened()
        });
        if folders.is_empty() {
            return;
        }
        self.watch(session);
        if self.watch_one_by_one(session, &folders) {
            // What came while the watch was set up was noticed by nobody.
            self.lending.touch();
            self.lending.settle(session);
        }
    }

    /// What is to be done next. Folders that are to be read one after the other are
    /// read together.
    fn next(&mut self) -> Option<Job> {
        let next = self.waiting.pop_front().or_else(|| self.work.recv().ok())?;
        let Job::Load(mut roots) = next else {
            return Some(next);
        };
        while let Some(next) = self
            .waiting
            .pop_front()
            .or_else(|| self.work.try_recv().ok())
        {
            match next {
                Job::Load(more) => roots.extend(more),
                other => {
                    self.waiting.push_front(other);
                    break;
                }
            }
        }
        Some(Job::Load(roots))
    }

    /// Reads folders. What has to look at all folders or files of the workspace is
    /// done once for all of them.
    fn load(&mut self, session: &Arc<Session>, roots: &[Root]) {
        let roots = {
            let state = session.state();
            let known = state.workspace.roots();
            Roots::new(roots.iter().filter(|root| known.contains(root)).cloned())
        };
        let walks = roots.all().iter();
        let walks: Vec<(&Root, Walk)> = walks
            .map(|root| (root, self.look_through(session, root)))
            .collect();
        let folders = |root: &Root| root.folder.clone();
        let places = roots.all().iter().map(folders).collect();
        let settings = walks.iter().flat_map(|(_, found)| &found.settings);
        take_in_settings(session, &roots, &places, settings);
        self.read_settings_above(session);
        let total = walks.iter().map(|(_, found)| found.files.len()).sum();
        let tell = |done| {
            session.loading.send_modify(|loading| {
                loading.done = done;
                loading.total = total;
            });
        };
        tell(0);
        let mut done = 0;
        let mut whole = Roots::default();
        let mut files = Vec::new();
        let mut to_keep = Vec::new();
        let known = session.state().workspace.roots().clone();
        for (root, found) in walks {
            let limits = self.limits_of(root);
            let mut is_whole = !found.gave_up;
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
                    tell(done);
                    !session.is_ending()
                });
                is_whole &= taken.is_whole;
                to_keep.push((folder, home, files.len(), taken));
            }
            if is_whole {
                whole.add(root.clone());
            }
            files.extend(found.files);
        }
        if roots.all().len() > 1 {
            files.sort_unstable_by(|one, other| by_name(one, other));
        }
        let places = whole.all().iter().map(folders).collect();
        session.state().workspace.retain(&whole, &places, &files);
        roots::settle(session);
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

    /// Looks for the files of a folder, watches it, and tells what is left out.
    fn look_through(&mut self, session: &Arc<Session>, root: &Root) -> Walk {
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
        tell_of_lists(session, &found.lists);
        found
    }

    /// Reads the settings files that hold in the folders and lie above them.
    fn read_settings_above(&mut self, session: &Arc<Session>) {
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

    /// Reads files and takes over what they say; false when the session ends meanwhile.
    fn take_in(&self, session: &Arc<Session>, files: &[Arc<Path>], limits: Limits) -> bool {
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
    fn limits(session: &Session, root: &Root) -> Limits {
        let editor = session.state().workspace.editor_settings().clone();
        limits_of(&root.folder, &editor)
    }

    /// The limits within which a folder was read.
    fn limits_of(&self, root: &Root) -> Limits {
        self.limits.get(&root.folder).copied().unwrap_or_default()
    }

    /// The folders that have to be read again because other limits hold for them.
    fn heed_limits(&mut self, session: &Arc<Session>) -> Roots {
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

    fn load_all_again(&mut self, session: &Arc<Session>) {
        let roots = session.state().workspace.roots().all().to_vec();
        self.load_again(session, roots);
    }

    fn load_again(&mut self, session: &Arc<Session>, roots: Vec<Root>) {
        if roots.is_empty() {
            return;
        }
        session
            .loading
            .send_modify(|loading| loading.folders += roots.len());
        self.waiting.push_back(Job::Load(roots));
    }

    fn read(&mut self, session: &Arc<Session>, paths: &[PathBuf]) {
        if paths.iter().any(|path| self.lending.is_about(path)) {
            self.lending.touch();
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
            again = self.heed_limits(session);
        }
        if paths.iter().any(|path| is_mark(path)) {
            roots::settle(session);
        }
        let roots = session.state().workspace.roots().clone();
        let mut asked: HashMap<Root, HashSet<PathBuf>> = HashMap::new();
        for place in &places {
            for root in roots.around(place) {
                asked.entry(root).or_default().insert(place.clone());
            }
            for root in roots.below(place) {
                let folder = root.folder.clone();
                asked.entry(root).or_default().insert(folder);
            }
        }
        for root in roots.all() {
            let Some(places) = asked.remove(root).filter(|_| !again.contains(root)) else {
                continue;
            };
            let limits = self.limits_of(root);
            let mut found = walk_within(&root.folder, root.depth, limits, &places);
            if self.watch_more(session, root, &found.folders) {
                found = walk_within(&root.folder, root.depth, limits, &places);
            }
            let this = Roots::new([root.clone()]);
            take_in_settings(session, &this, &places, &found.settings);
            self.read_displaced(session);
            if self.take_in(session, &found.files, limits) && !found.gave_up {
                session
                    .state()
                    .workspace
                    .retain(&this, &places, &found.files);
            }
        }
    }

    /// Has the files read again that are in another corpus now.
    fn read_displaced(&mut self, session: &Arc<Session>) {
        let displaced = session.state().workspace.displaced();
        if !displaced.is_empty() {
            self.waiting.push_back(Job::Read(displaced));
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
            self.load_all_again(session);
            return;
        }
        let roots = session.state().workspace.roots().clone();
        let paths = paths.into_iter();
        let paths = paths.filter(|path| matters(path, &roots) || self.lending.is_about(path));
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
    fn watch_root(&mut self, session: &Arc<Session>, root: &Root, found: &Walk) -> bool {
        if !self.is_to_watch(session, root) {
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

    fn watch_more(&mut self, session: &Arc<Session>, root: &Root, folders: &[PathBuf]) -> bool {
        !Watcher::WATCHES_TREES
            && self.is_to_watch(session, root)
            && self.watch_one_by_one(session, folders)
    }

    /// Whether the server has to watch a root, as no editor does.
    fn is_to_watch(&self, session: &Session, root: &Root) -> bool {
        let is_opened = || {
            session
                .state()
                .workspace
                .opened()
                .holds(&root.folder.join("-"))
        };
        self.watches_all || !is_opened()
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

    fn forget(&mut self, session: &Arc<Session>, gone: &[Root]) {
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

/// Puts a corpus under new numbers. This thread does it, as no file may be read with
/// the old ones in the meantime.
fn renumber(session: &Session, home: &Home) {
    let corpora = session.state().workspace.snapshot();
    let Some(before) = corpora.get(home).map(|held| &held.corpus) else {
        session.state().is_renumbering = false;
        return;
    };
    // Where it fails it is not tried again, as it would fail each time.
    if let Some(renumbered) = before.renumbered() {
        let mut state = session.state();
        state.workspace.take_over(home, before, renumbered);
        let is_wasteful = state.workspace.wasteful() == Some(home);
        state.is_renumbering = is_wasteful;
    }
}

/// Reads settings files that walks found and takes over what they set.
fn take_in_settings<'f>(
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

/// Names in the log the lists of what is ignored that do not count as they stand.
fn tell_of_lists(session: &Session, lists: &ListNotes) {
    for ListNote { path, why } in &lists.named {
        let path = harmless(&path.display().to_string());
        session.log(MessageType::WARNING, format!("{path} {why}."));
    }
    if lists.more > 0 {
        let message = format!("So it is with {} more lists.", lists.more);
        session.log(MessageType::WARNING, message);
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
