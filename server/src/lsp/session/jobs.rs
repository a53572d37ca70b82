//! What the thread that reads files has to do, and the way to it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::store::{Home, Root, WatchEvent};

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
    Noticed(WatchEvent),
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

/// The way to the thread that reads files.
#[derive(Clone)]
pub struct Queue(Sender<Job>);

impl Queue {
    /// A queue, and its other end for the thread.
    pub fn new() -> (Self, Receiver<Job>) {
        let (sender, receiver) = channel();
        (Self(sender), receiver)
    }

    /// Adds something to do. After the end of the session it is passed over.
    pub fn send(&self, job: Job) {
        // The thread is gone only when the session is.
        let _ = self.0.send(job);
    }
}
