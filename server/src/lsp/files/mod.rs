//! The reader of files: one thread that does all reading of the disk, one
//! piece of work after the other, so that what was read earlier can never
//! replace what was read later.

mod changes;
mod left_out;
mod reading;
mod renumbering;
mod shared_casts;
pub mod watching;

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Weak};

use self::renumbering::renumber;
use self::shared_casts::SharedCasts;
use super::session::jobs::{Job, Queue};
use super::session::{Loading, Session};
use crate::settings::Limits;
use crate::store::Watcher;

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
        is_shortage_reported: false,
        shared_casts: SharedCasts::default(),
    };
    let thread = std::thread::Builder::new().name("files".into());
    thread.spawn(move || reader.run()).map(drop)
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
    /// Whether the user knows that some cannot be.
    is_shortage_reported: bool,
    /// The declarations that the corpora read of others.
    shared_casts: SharedCasts,
}

impl Reader {
    fn run(mut self) {
        if let Some(session) = self.session.upgrade()
            && !session.capabilities().watches_files
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
            session.note_change();
        }
    }

    fn work_on(&mut self, session: &Arc<Session>, work: Job) {
        match work {
            Job::Load(roots) => {
                self.shared_casts.mark_outdated();
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
                self.shared_casts.mark_outdated();
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
                self.reload_under_new_limits(session);
            }
            Job::Renumber(home) => renumber(session, &home),
            Job::Fail => panic!("this work always fails"),
            Job::Stop => {}
        }
        self.update_shared_casts(session);
    }

    /// Reads what the corpora share, where it may have changed, and watches it.
    fn update_shared_casts(&mut self, session: &Arc<Session>) {
        let mut folders = self.shared_casts.update(session);
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
            self.shared_casts.mark_outdated();
            self.shared_casts.update(session);
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
}
