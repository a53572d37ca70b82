//! What the editor says of itself and its documents, applied in the order of the wire.

pub mod documents;
pub mod folders;
pub mod start;

use std::sync::Arc;

use serde::de::DeserializeOwned;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{
    DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles,
    DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument, Notification, SetTrace,
};

use super::session::Session;
use super::settings;

/// Applies a notification that changes the workspace; says whether it was one.
pub fn apply(session: &Arc<Session>, method: &str, params: Option<&lsp::LSPAny>) -> bool {
    match method {
        DidOpenTextDocument::METHOD => with(session, params, documents::did_open),
        DidChangeTextDocument::METHOD => with(session, params, documents::did_change),
        DidCloseTextDocument::METHOD => with(session, params, documents::did_close),
        DidChangeWorkspaceFolders::METHOD => with(session, params, folders::did_change_folders),
        DidChangeWatchedFiles::METHOD => {
            with(session, params, documents::did_change_watched_files);
        }
        DidChangeConfiguration::METHOD => {
            with(session, params, did_change_configuration);
            settings::ask(session);
        }
        SetTrace::METHOD => with(session, params, set_trace),
        _ => return false,
    }
    true
}

fn with<P: DeserializeOwned>(
    session: &Session,
    params: Option<&lsp::LSPAny>,
    apply: fn(&Session, P),
) {
    match serde_json::from_value(params.cloned().unwrap_or_default()) {
        Ok(params) => {
            apply(session, params);
            session.check_index();
            session.note_change();
        }
        Err(error) => {
            tracing::warn!("a notification makes no sense and is passed over: {error}")
        }
    }
}

fn did_change_configuration(session: &Session, params: lsp::DidChangeConfigurationParams) {
    settings::changed(session, &params.settings);
}

fn set_trace(session: &Session, params: lsp::SetTraceParams) {
    session.set_tracing(params.value != lsp::TraceValue::Off);
}
