//! What a request is to the server, and the one way in which each is answered.
//!
//! A request is a type in its file of [`methods`](super::methods) and a row in the table
//! of [`backend`](super::backend). The way is the same for all: the snapshot is that of
//! the place of the request in the order of the wire; it waits for a [turn](super::turns);
//! it is not begun if it was cancelled before, and ends at the next look at the corpus if
//! it is cancelled while it works (see `cancellation` in the model); what fails is
//! answered and logged with its place.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::Request;

use super::client_capabilities::ClientCapabilities;
use super::panic_place;
use super::session::Session;
use super::snapshot::Snapshot;
use super::turns::{Latency, Turns};
use crate::features::edit::Refusal;
use crate::model::cancellation::{Cancellation, until_cancelled};

/// `LSPErrorCodes.RequestFailed`: the request makes sense, and cannot be done.
const REQUEST_FAILED: i64 = -32803;

/// What a request is asked with.
pub type Params<M> = <<M as Method>::Request as Request>::Params;

/// What is answered.
pub type Answer<M> = <<M as Method>::Request as Request>::Result;

/// A request of the protocol that the server answers.
pub trait Method: 'static {
    /// The request, by the library's type.
    type Request: Request;

    /// Says of it what the answer to `initialize` has to say.
    fn announce(_: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {}
}

/// One that is answered from the snapshot alone.
pub trait Reads: Method {
    /// Answers it.
    ///
    /// # Errors
    /// With a sentence for the user, where it makes sense and cannot be done.
    fn answer(
        snapshot: &Snapshot,
        params: Params<Self>,
    ) -> std::result::Result<Answer<Self>, Refusal>;
}

/// One of whose answer the session has to take note: it may change the state.
pub trait Records: Method {
    /// What the work comes to.
    type Found: Send + 'static;

    /// For what it may have to wait, where that depends on what is asked; else it is as
    /// its row says.
    fn latency(_: &Params<Self>, of_row: Latency) -> Latency {
        of_row
    }

    /// Does the work.
    ///
    /// # Errors
    /// With a sentence for the user, where it makes sense and cannot be done.
    fn find(snapshot: &Snapshot, params: Params<Self>)
    -> std::result::Result<Self::Found, Refusal>;

    /// Takes note of it, and gives what is answered.
    fn record(session: &Arc<Session>, found: Self::Found) -> Answer<Self>;
}

/// One that stays open until there is something to answer. Its work takes a turn each
/// time.
pub trait Waits: Method {
    /// Answers it.
    fn answer(
        session: &Arc<Session>,
        params: Params<Self>,
    ) -> impl Future<Output = Result<Answer<Self>>> + Send;
}

tokio::task_local! {
    /// What the request that is being answered comes with.
    pub static CONTEXT: Context;
}

/// What a request comes with.
#[derive(Clone)]
pub struct Context {
    /// The corpora as they were when it came in; nothing where that could not be had.
    pub snapshot: Option<Snapshot>,
}

/// Answers a request that [reads](Reads).
///
/// # Errors
/// As [`in_turn`], and a refusal as the protocol's `RequestFailed`, whose message
/// editors show.
pub async fn read<M: Reads>(
    turns: &Arc<Turns>,
    latency: Latency,
    params: Params<M>,
) -> Result<Answer<M>> {
    ask(turns, latency, M::Request::METHOD, params, M::answer).await
}

/// Answers a request that [records](Records).
///
/// # Errors
/// As [`read`].
pub async fn record<M: Records>(
    session: &Arc<Session>,
    latency: Latency,
    params: Params<M>,
) -> Result<Answer<M>> {
    let turns = &session.turns;
    let latency = M::latency(&params, latency);
    let found = ask(turns, latency, M::Request::METHOD, params, M::find).await?;
    Ok(M::record(session, found))
}

/// Asks `answer` about the corpora as they were when the request came in.
///
/// # Errors
/// As [`read`]. What came in before `initialize` or after `shutdown` is an invalid
/// request.
pub async fn ask<P: Send + 'static, T: Send + 'static>(
    turns: &Arc<Turns>,
    latency: Latency,
    method: &'static str,
    params: P,
    answer: fn(&Snapshot, P) -> std::result::Result<T, Refusal>,
) -> Result<T> {
    let context = CONTEXT
        .try_with(Clone::clone)
        .map_err(|_| Error::invalid_request())?;
    let snapshot = context.snapshot.ok_or_else(Error::internal_error)?;
    let answered = in_turn(turns, latency, method, move |cancellation| {
        answer(&snapshot.cancelled_by(cancellation), params)
    });
    answered.await?.map_err(refused)
}

/// Does `work` for the request `method` on a thread where it may take its time, as soon as
/// it is its turn. What is cancelled before never begins.
///
/// # Errors
/// When it is cancelled. A panic in the work is an internal error, and nothing more.
pub async fn in_turn<T: Send + 'static>(
    turns: &Arc<Turns>,
    latency: Latency,
    method: &'static str,
    work: impl FnOnce(Cancellation) -> T + Send + 'static,
) -> Result<T> {
    let turn = turns.turn(latency).await;
    let cancellation = Cancellation::new();
    let _guard = CancelOnDrop(cancellation.clone());
    let answer = tokio::task::spawn_blocking(move || {
        // It may have been cancelled while the thread was on its way.
        if cancellation.is_set() {
            return Err(Error::request_cancelled());
        }
        let _working = turn.begin();
        let worked = || until_cancelled(|| work(cancellation.clone()));
        match catch_unwind(AssertUnwindSafe(worked)) {
            Ok(Ok(answer)) if !cancellation.is_set() => Ok(answer),
            Ok(_) => Err(Error::request_cancelled()),
            Err(_) => Err(failed(method)),
        }
    });
    answer
        .await
        .unwrap_or_else(|_| Err(Error::internal_error()))
}

/// What the editor is answered where the work failed; the log says where.
fn failed(method: &str) -> Error {
    let place = panic_place::take();
    tracing::error!("{method} failed at {place}");
    Error {
        message: format!("{method} failed inside the server, at {place}; the server goes on")
            .into(),
        ..Error::internal_error()
    }
}

/// A refusal as the protocol's error.
fn refused(refusal: Refusal) -> Error {
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: refusal.0.into(),
        data: None,
    }
}

/// Cancels the work when the request's future is dropped, as it is on cancellation.
struct CancelOnDrop(Cancellation);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.set();
    }
}
