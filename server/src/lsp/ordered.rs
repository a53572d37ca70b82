//! What has to happen in the order of the wire.
//!
//! The protocol library polls handlers side by side, so a change that a handler
//! makes may come before or after another's. Here, before any handler runs, a
//! notification that changes the workspace is applied on the spot, and a
//! request is given the snapshot that it came in at.

use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Instant;

use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::ls_types::notification::LogTrace;
use tower_lsp::ls_types::request::{Initialize, Request as _, Shutdown};
use tower_lsp::ls_types::{LSPAny, LogTraceParams, Uri};

use super::input::MALFORMED;
use super::phase::Phase;
use super::request::{CONTEXT, Context};
use super::server_capabilities::add_type_hierarchy;
use super::session::Session;
use super::sync;

/// The protocol's service, with the session in front.
pub struct Ordered<S> {
    inner: S,
    session: Arc<Session>,
    phase: Arc<Phase>,
}

impl<S> Ordered<S> {
    /// Puts `session` in front of `inner`.
    pub fn new(inner: S, session: Arc<Session>, phase: Arc<Phase>) -> Self {
        Self {
            inner,
            session,
            phase,
        }
    }

    /// Applies a notification that changes the workspace; says whether it was
    /// one. It has no answer, so a failure can only be logged, and the rest
    /// of the workspace goes on.
    fn apply(&self, request: &Request) -> bool {
        let apply = || sync::apply(&self.session, request.method(), request.params());
        let applied = catch_unwind(AssertUnwindSafe(apply));
        applied.unwrap_or_else(|_| {
            tracing::error!("{} failed", request.method());
            true
        })
    }
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut task::Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == MALFORMED {
            // An editor may ask for just this method, by an id.
            let id = request.id().cloned().unwrap_or(Id::Null);
            let answer = Response::from_error(id, Error::parse_error());
            return Box::pin(ready(Ok(Some(answer))));
        }
        // The library passes over whatever begins so, though a request must not be.
        if let Some(id) = request.id().filter(|_| request.method().starts_with("$/")) {
            let answer = Response::from_error(id.clone(), Error::method_not_found());
            return Box::pin(ready(Ok(Some(answer))));
        }
        let is_request = request.id().is_some();
        // Without an id these two ask for nothing, and to the library they would
        // yet be the beginning and the end of a session.
        if !is_request && matches!(request.method(), Initialize::METHOD | Shutdown::METHOD) {
            return Box::pin(ready(Ok(None)));
        }
        self.phase.note(request.method(), is_request);
        if !self.phase.is_running() {
            return Box::pin(self.inner.call(request));
        }
        if !is_request {
            if self.apply(&request) {
                return Box::pin(ready(Ok(None)));
            }
            return Box::pin(self.inner.call(request));
        }
        let method: Arc<str> = request.method().into();
        let snapshot = catch_unwind(AssertUnwindSafe(|| {
            let snapshot = self.session.snapshot();
            match request.params().and_then(document_of) {
                Some(uri) => snapshot.of_document(uri),
                None => snapshot,
            }
        }));
        // Without its snapshot a request fails as one that panics does.
        let context = Context {
            snapshot: snapshot.ok(),
        };
        let answer = CONTEXT.scope(context, self.inner.call(request));
        if &*method == Initialize::METHOD {
            return Box::pin(async { answer.await.map(|answer| answer.map(completed)) });
        }
        if self.session.is_tracing() {
            return Box::pin(traced(self.session.clone(), method, answer));
        }
        Box::pin(answer)
    }
}

/// The document that a request is about, or about which it once was: what the server
/// gives out to be asked about later names it in its data.
fn document_of(params: &LSPAny) -> Option<Uri> {
    const PLACES: [&str; 4] = [
        "/textDocument/uri",
        "/data/uri",
        "/item/data/uri",
        "/item/uri",
    ];
    let uri = PLACES.iter().find_map(|place| params.pointer(place));
    uri?.as_str()?.parse().ok()
}

/// The answer to `initialize` with what the library's types leave out.
fn completed(answer: Response) -> Response {
    let (id, mut body) = answer.into_parts();
    if let Ok(result) = &mut body {
        add_type_hierarchy(result);
    }
    Response::from_parts(id, body)
}

/// Tells an editor that traces how long an answer took.
async fn traced<T>(session: Arc<Session>, method: Arc<str>, answer: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let answer = answer.await;
    let params = LogTraceParams {
        message: format!("{method} took {:.1?}", began.elapsed()),
        verbose: None,
    };
    tokio::spawn(async move { session.client.send_notification::<LogTrace>(params).await });
    answer
}
