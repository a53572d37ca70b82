//! How far a session is in its life, as the protocol counts it.

use std::sync::atomic::{AtomicU8, Ordering};

/// How far a session is in its life.
#[derive(Debug, Default)]
pub struct Phase(AtomicU8);

const INITIALIZED: u8 = 1;
const SHUT_DOWN: u8 = 2;
const EXITED: u8 = 4;

impl Phase {
    /// Notes a message that begins a phase. Before `initialize` there is nothing
    /// to shut down: such a request is refused, and a session may yet begin.
    pub fn note(&self, method: &str, is_request: bool) {
        let is_begun = self.0.load(Ordering::SeqCst) & INITIALIZED != 0;
        let phase = match (method, is_request) {
            ("initialize", true) => INITIALIZED,
            ("shutdown", true) if is_begun => SHUT_DOWN,
            ("exit", _) => EXITED,
            _ => return,
        };
        self.0.fetch_or(phase, Ordering::SeqCst);
    }

    /// Whether the session is between `initialize` and `shutdown`, so that
    /// documents may change.
    pub fn is_running(&self) -> bool {
        self.0.load(Ordering::SeqCst) == INITIALIZED
    }

    /// Whether `exit` came after `shutdown`.
    pub fn is_clean_end(&self) -> bool {
        let phase = self.0.load(Ordering::SeqCst);
        phase & (SHUT_DOWN | EXITED) == SHUT_DOWN | EXITED
    }
}
