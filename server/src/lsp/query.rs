//! Asking a feature: on a snapshot, off the protocol's task.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use super::snapshot::Snapshot;
use super::turns::Turns;
use crate::features::edit::Refusal;

/// `LSPErrorCodes.RequestFailed`: the request makes sense, and cannot be done.
const REQUEST_FAILED: i64 = -32803;

tokio::task_local! {
    /// What the request that is being answered came with.
    pub static ASKED: Asked;
}

/// What a request comes with.
#[derive(Clone)]
pub struct Asked {
    /// The moment of the corpus at which it came in; nothing where that could
    /// not be had.
    pub snapshot: Option<Snapshot>,
    /// Who may work now.
    pub turns: Arc<Turns>,
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

/// Asks `method` about the moment at which the request came in, on a thread
/// where it may take its time.
///
/// # Errors
/// A panic in the method is an internal error, and nothing more. A question
/// that came in before `initialize` or after `shutdown` is an invalid request.
pub async fn query<P: Send + 'static, T: Send + 'static>(
    params: P,
    method: fn(&Snapshot, P, &Cancelled) -> T,
) -> Result<T> {
    let Asked { snapshot, turns } = ASKED
        .try_with(Clone::clone)
        .map_err(|_| Error::invalid_request())?;
    let snapshot = snapshot.ok_or_else(Error::internal_error)?;
    in_turn(&turns, move |cancelled| {
        method(&snapshot, params, cancelled)
    })
    .await
}

/// Does `work` on a thread where it may take its time, as soon as it is its turn.
/// Work that is cancelled before never begins.
///
/// # Errors
/// A panic in the work is an internal error, and nothing more.
pub async fn in_turn<T: Send + 'static>(
    turns: &Arc<Turns>,
    work: impl FnOnce(&Cancelled) -> T + Send + 'static,
) -> Result<T> {
    let turn = turns.turn().await;
    let cancelled = Cancelled::default();
    let _guard = CancelOnDrop(cancelled.clone());
    let answer = tokio::task::spawn_blocking(move || {
        // It may have been taken back while the thread was on its way.
        if cancelled.is_set() {
            return None;
        }
        let _working = turn.begin();
        Some(work(&cancelled))
    });
    match answer.await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(Error::request_cancelled()),
        Err(failure) => {
            let mut error = Error::internal_error();
            if failure.is_panic() {
                error.message = "the question failed inside the server; the server goes on".into();
            }
            Err(error)
        }
    }
}

/// The same for a method that may refuse.
///
/// # Errors
/// A refusal is the protocol's `RequestFailed`, whose message editors show.
pub async fn query_or_refuse<P: Send + 'static, T: Send + 'static>(
    params: P,
    method: fn(&Snapshot, P, &Cancelled) -> std::result::Result<T, Refusal>,
) -> Result<T> {
    query(params, method).await?.map_err(refused)
}

/// A refusal as the protocol's error.
fn refused(refusal: Refusal) -> Error {
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: refusal.0.into(),
        data: None,
    }
}
