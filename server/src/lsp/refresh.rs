//! Telling the editor to ask again when what it has is no longer right.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tower_lsp::jsonrpc::Result;

use super::methods::diagnostic::is_any_outdated;
use super::session::Session;
use crate::model::Epochs;
use crate::settings::SettingsTree;

/// How long changes are gathered.
const SETTLE: Duration = Duration::from_millis(200);

/// How long an editor may take to say that it has understood.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tells the editor until the session ends. What an editor asks for again by
/// itself, since it changed the document, is not told.
pub async fn run(session: Weak<Session>) {
    let Some(mut changes) = session.upgrade().map(|session| session.changes()) else {
        return;
    };
    let mut told = Told::default();
    while changes.changed().await.is_ok() {
        tokio::time::sleep(SETTLE).await;
        changes.mark_unchanged();
        let Some(session) = session.upgrade() else {
            return;
        };
        if session.is_ending() {
            return;
        }
        tell(&session, &mut told).await;
    }
}

/// What the editor has asked again since.
#[derive(Default)]
struct Told {
    /// By the serial numbers of the corpora.
    epochs: HashMap<u64, Epochs>,
    settings: SettingsTree,
}

async fn tell(session: &Arc<Session>, told: &mut Told) {
    let capabilities = session.capabilities();
    let snapshot = session.snapshot();
    let corpora = snapshot.corpora.iter();
    let now: HashMap<u64, Epochs> = corpora
        .map(|(_, held)| (held.serial, held.corpus.epochs()))
        .collect();
    let client = &session.client;
    if capabilities.pulls && is_any_outdated(&snapshot) {
        heard(client.workspace_diagnostic_refresh()).await;
    }
    // While folders are being read everything changes all the time.
    if snapshot.is_partial {
        return;
    }
    let settings = snapshot.settings != told.settings;
    let is_other = |of: fn(&Epochs) -> u64| {
        let mut now = now.iter();
        now.any(|(serial, epochs)| told.epochs.get(serial).map(of) != Some(of(epochs)))
    };
    let reports = settings || is_other(|epochs| epochs.reports);
    let counts = reports || is_other(|epochs| epochs.counts);
    *told = Told {
        epochs: now,
        settings: snapshot.settings.clone(),
    };
    if capabilities.refreshes_lenses && counts {
        heard(client.code_lens_refresh()).await;
    }
    if capabilities.refreshes_hints && reports {
        heard(client.inlay_hint_refresh()).await;
    }
    if capabilities.refreshes_tokens && reports {
        heard(client.semantic_tokens_refresh()).await;
    }
}

/// Waits until the editor has understood, but not for one that never says so.
async fn heard(request: impl Future<Output = Result<()>>) {
    match tokio::time::timeout(PATIENCE, request).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!("the editor does not ask again: {error}"),
        Err(_) => tracing::warn!("the editor does not answer a refresh"),
    }
}
