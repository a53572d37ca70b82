//! What has to happen in the order of the wire.
//!
//! The protocol library polls handlers side by side, so a change that a handler
//! makes may come before or after another's. Here, before any handler runs, a
//! notification that changes the workspace is applied on the spot, and a
//! request is given the snapshot of its own moment.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};

use super::query::SNAPSHOT;
use super::session::Session;

/// The protocol's service, with the session in front.
pub struct Ordered<S> {
    inner: S,
    session: Arc<Session>,
}

impl<S> Ordered<S> {
    /// Puts `session` in front of `inner`.
    pub fn new(inner: S, session: Arc<Session>) -> Self {
        Self { inner, session }
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

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.id().is_some() {
            let snapshot = self.session.snapshot();
            return Box::pin(SNAPSHOT.scope(snapshot, self.inner.call(request)));
        }
        if self.session.apply(request.method(), request.params()) {
            return Box::pin(ready(Ok(None)));
        }
        Box::pin(self.inner.call(request))
    }
}
