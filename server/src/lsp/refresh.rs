//! Asking the editor to request again what is no longer right.

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

/// How long an editor may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends refreshes until the session ends; none for what an editor requests again by
/// itself, since it changed the document.
pub async fn run(session: Weak<Session>) {
    let Some(mut changes) = session.upgrade().map(|session| session.changes()) else {
        return;
    };
    let mut last = Last::default();
    while changes.changed().await.is_ok() {
        tokio::time::sleep(SETTLE).await;
        changes.mark_unchanged();
        let Some(session) = session.upgrade() else {
            return;
        };
        if session.is_ending() {
            return;
        }
        refresh(&session, &mut last).await;
    }
}

/// As of what the last refresh was sent.
#[derive(Default)]
struct Last {
    /// By the serial numbers of the corpora.
    epochs: HashMap<u64, Epochs>,
    settings: SettingsTree,
}

async fn refresh(session: &Arc<Session>, last: &mut Last) {
    let capabilities = session.capabilities();
    let snapshot = session.snapshot();
    let corpora = snapshot.corpora.iter();
    let now: HashMap<u64, Epochs> = corpora
        .map(|(_, held)| (held.serial, held.corpus.epochs()))
        .collect();
    let client = &session.client;
    if capabilities.pulls && is_any_outdated(&snapshot) {
        acknowledged(client.workspace_diagnostic_refresh()).await;
    }
    // While folders are being read everything changes all the time.
    if snapshot.is_partial {
        return;
    }
    let settings = snapshot.settings != last.settings;
    let is_other = |of: fn(&Epochs) -> u64| {
        let mut now = now.iter();
        now.any(|(serial, epochs)| last.epochs.get(serial).map(of) != Some(of(epochs)))
    };
    let reports = settings || is_other(|epochs| epochs.reports);
    let counts = reports || is_other(|epochs| epochs.counts);
    *last = Last {
        epochs: now,
        settings: snapshot.settings.clone(),
    };
    if capabilities.refreshes_lenses && counts {
        acknowledged(client.code_lens_refresh()).await;
    }
    if capabilities.refreshes_hints && reports {
        acknowledged(client.inlay_hint_refresh()).await;
    }
    if capabilities.refreshes_tokens && reports {
        acknowledged(client.semantic_tokens_refresh()).await;
    }
}

/// Waits for the answer, but not for an editor that never gives one.
async fn acknowledged(request: impl Future<Output = Result<()>>) {
    match tokio::time::timeout(TIMEOUT, request).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!("the editor does not ask again: {error}"),
        Err(_) => tracing::warn!("the editor does not answer a refresh"),
    }
}
