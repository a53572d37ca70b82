//! Asking a feature: on a snapshot, off the protocol's task.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tower_lsp::jsonrpc::{Error, Result};

use super::convert::Snapshot;

tokio::task_local! {
    /// The moment of the corpus at which the request came in.
    pub static SNAPSHOT: Snapshot;
}

/// Whether the editor has taken its question back.
#[derive(Debug, Clone, Default)]
pub struct Cancelled(Arc<AtomicBool>);

impl Cancelled {
    /// Whether there is no use in going on.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Sets the flag when the request's future is dropped, as it is on cancellation.
struct CancelOnDrop(Cancelled);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// Asks `question` about the moment at which the request came in, on a thread
/// where it may take its time.
///
/// # Errors
/// A panic in the question is an internal error, and nothing more.
pub async fn query<T: Send + 'static>(
    question: impl FnOnce(&Snapshot, &Cancelled) -> T + Send + 'static,
) -> Result<T> {
    let snapshot = SNAPSHOT
        .try_with(Clone::clone)
        .map_err(|_| Error::internal_error())?;
    let cancelled = Cancelled::default();
    let _guard = CancelOnDrop(cancelled.clone());
    let answer = tokio::task::spawn_blocking(move || question(&snapshot, &cancelled)).await;
    answer.map_err(|failure| {
        let mut error = Error::internal_error();
        if failure.is_panic() {
            error.message = "the question failed inside the server; the server goes on".into();
        }
        error
    })
}
