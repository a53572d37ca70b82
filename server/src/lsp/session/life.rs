//! How a session ends.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;

use super::Session;
use super::jobs::Job;

impl Session {
    /// Ends the tasks that run beside the requests.
    pub fn end(&self) {
        self.stop_waiting();
        self.queue_job(Job::Stop);
    }

    /// Has whoever waits for changes wait no longer.
    pub fn stop_waiting(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.note_change();
    }

    /// Whether the session is over, or about to be.
    pub fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// What ends the session from inside, when the editor is gone.
    pub fn ended(&self) -> Arc<Notify> {
        self.ended.clone()
    }
}
