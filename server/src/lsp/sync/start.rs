//! The beginning of a session.

use std::sync::Arc;

use tower_lsp::ls_types as lsp;

use super::folders::{add_folders, first_folders};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::session::Session;
use crate::lsp::{files, progress, proposed, publish, refresh, settings};

/// Takes note of `initialize`. Gives what the editor can do.
pub fn initialize(session: &Session, params: &lsp::InitializeParams) -> ClientCapabilities {
    let trace = params.trace.unwrap_or_default();
    session.set_tracing(trace != lsp::TraceValue::Off);
    let capabilities = session.set_capabilities(ClientCapabilities::of(params));
    add_folders(session, first_folders(params));
    if let Some(options) = &params.initialization_options {
        settings::take_first(&mut session.state(), options);
    }
    capabilities
}

/// Starts the tasks that run beside the requests: reading the disk, showing progress,
/// keeping up with the settings, publishing diagnostics, counting what is proposed.
pub fn initialized(session: &Arc<Session>) {
    let Some((jobs, queue)) = session.take_queue() else {
        return;
    };
    progress::start(session);
    if let Err(error) = files::start(session, jobs, queue) {
        tracing::error!("no thread to read files: {error}");
    }
    files::watching::ask_editor_to_watch(session);
    settings::start(session);
    tokio::spawn(publish::run(Arc::downgrade(session)));
    tokio::spawn(refresh::run(Arc::downgrade(session)));
    tokio::spawn(proposed::run(Arc::downgrade(session)));
}
