//! The task that publishes diagnostics.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tower_lsp::ls_types as lsp;

use super::reports::{converted, reports, result_id};
use super::session::Session;
use super::snapshot::Snapshot;
use super::uri::uri_of;
use crate::features::diagnostics::{not_utf_8, settings_file, unreadable};
use crate::store::{FailureKind, ReadFailure, SettingsFile, TextVersion};
use crate::syntax::LineIndex;

/// How long changes are gathered before the files that are open are looked at.
const SETTLE: Duration = Duration::from_millis(60);

/// Publishes until the session ends. Whenever something has changed, every
/// open document is looked at, and what differs from what the editor has is
/// sent; there is only this one task, so nothing older follows.
pub async fn run(session: Weak<Session>) {
    let mut sent: HashMap<PathBuf, Published> = HashMap::new();
    let Some(mut changes) = session.upgrade().map(|session| session.changes()) else {
        return;
    };
    // What was opened before is looked at first.
    changes.mark_changed();
    while changes.changed().await.is_ok() {
        tokio::time::sleep(SETTLE).await;
        changes.mark_unchanged();
        let Some(session) = session.upgrade().filter(|session| !session.is_ending()) else {
            return;
        };
        let asking = session.clone();
        let known = sent.iter().filter_map(|(path, sent)| {
            let result_id = sent.result_id.clone()?;
            Some((path.clone(), (result_id, sent.diagnostics.clone())))
        });
        let known: HashMap<PathBuf, Known> = known.collect();
        let found = tokio::task::spawn_blocking(move || all(Seen::of(&asking), known)).await;
        // A panic has been logged; the next change tries again.
        if let Ok(found) = found {
            publish(&session, found, &mut sent).await;
        }
    }
}

/// The diagnostics of a document as of a result id.
type Known = (String, Vec<lsp::Diagnostic>);

/// What the editor has of a document.
struct Published {
    uri: lsp::Uri,
    /// Of which text; of none where the file is not open.
    text_version: Option<TextVersion>,
    /// On what they depend, where the file is open.
    result_id: Option<String>,
    diagnostics: Vec<lsp::Diagnostic>,
}

/// What a round looks at.
struct Seen {
    snapshot: Snapshot,
    open: HashMap<PathBuf, TextVersion>,
    failures: Vec<ReadFailure>,
    settings_files: Vec<Arc<SettingsFile>>,
}

impl Seen {
    fn of(session: &Session) -> Self {
        let mut state = session.state();
        let snapshot = session.snapshot_of(&mut state);
        let open = state.workspace.open_paths();
        let open = open
            .filter_map(|path| Some((path.to_path_buf(), state.workspace.text_version(path)?)))
            .collect();
        Self {
            snapshot,
            open,
            failures: state.workspace.failures().values().cloned().collect(),
            settings_files: state.workspace.settings_files().cloned().collect(),
        }
    }
}

/// The diagnostics of all open documents and of the files that cannot be read.
/// Those that are `known` and cannot have changed are not looked for again.
fn all(seen: Seen, mut known: HashMap<PathBuf, Known>) -> HashMap<PathBuf, Published> {
    let Seen {
        snapshot,
        open,
        failures,
        settings_files,
    } = seen;
    let snapshot = &snapshot;
    let mut found = HashMap::new();
    // An editor that pulls would show what is pushed a second time.
    let pushed = open.into_iter().filter(|_| !snapshot.capabilities.pulls);
    for (path, text_version) in pushed {
        let snapshot = &snapshot.of_file(&path);
        let Some(file) = snapshot.corpus.find(&path) else {
            continue;
        };
        let Some(uri) = snapshot.uri(file) else {
            continue;
        };
        let result_id = result_id(snapshot, file);
        let known = known.remove(&path);
        let known = known.filter(|(known, _)| result_id.as_ref() == Some(known));
        // A check that fails on one document must not cost the others.
        let check = || known.map_or_else(|| reports(snapshot, file), |(_, known)| Some(known));
        let Ok(Some(diagnostics)) = catch_unwind(AssertUnwindSafe(check)) else {
            continue;
        };
        let sent = Published {
            uri,
            text_version: Some(text_version),
            result_id,
            diagnostics,
        };
        found.insert(path, sent);
    }
    for failure in failures {
        let Some(uri) = uri_of(&failure.path) else {
            continue;
        };
        let settings = &snapshot.settings.of(&failure.path).severities;
        let diagnostic = match &failure.kind {
            FailureKind::Unreadable(why) => unreadable(why, settings),
            FailureKind::NotUtf8(why) => not_utf_8(why, settings),
        };
        let lines = failure.kind.lines();
        let diagnostics = diagnostic.map(|diagnostic| {
            let range = snapshot.range_in(&lines, diagnostic.range);
            converted(snapshot, diagnostic, range)
        });
        let sent = Published {
            uri,
            text_version: None,
            result_id: None,
            diagnostics: diagnostics.into_iter().collect(),
        };
        found.insert(failure.path, sent);
    }
    for file in settings_files {
        found.extend(on_settings(snapshot, &file));
    }
    found
}

/// The diagnostics of a settings file, if it has any.
fn on_settings(snapshot: &Snapshot, file: &SettingsFile) -> Option<(PathBuf, Published)> {
    let held = snapshot.settings.of(&file.path);
    let reports = settings_file(&file.problems, &held.severities);
    if reports.is_empty() {
        return None;
    }
    let lines = LineIndex::of_file(&file.text);
    let diagnostics = reports.into_iter().map(|report| {
        let range = snapshot.range_in(&lines, report.range);
        converted(snapshot, report, range)
    });
    let sent = Published {
        uri: uri_of(&file.path)?,
        text_version: None,
        result_id: None,
        diagnostics: diagnostics.collect(),
    };
    Some((file.path.clone(), sent))
}

async fn publish(
    session: &Arc<Session>,
    found: HashMap<PathBuf, Published>,
    sent: &mut HashMap<PathBuf, Published>,
) {
    // What was closed is cleared, also when it has been opened again since:
    // its versions start again then.
    let opening = |sent: &Published| sent.text_version.map(|text| text.opening);
    let is_gone = |path: &PathBuf, old: &Published| {
        let new = found.get(path);
        new.is_none_or(|new| opening(new) != opening(old))
    };
    let gone: Vec<(PathBuf, Published)> = sent.extract_if(|path, old| is_gone(path, old)).collect();
    for (_, gone) in gone {
        let client = &session.client;
        client.publish_diagnostics(gone.uri, Vec::new(), None).await;
    }
    for (path, new) in found {
        let is_new = match sent.get(&path) {
            None => !new.diagnostics.is_empty() || new.text_version.is_some(),
            Some(old) => old.diagnostics != new.diagnostics || old.text_version != new.text_version,
        };
        if is_new && is_current(session, &path, new.text_version) {
            let diagnostics = new.diagnostics.clone();
            let version = new.text_version.map(|text| text.version);
            session
                .client
                .publish_diagnostics(new.uri.clone(), diagnostics, version)
                .await;
            sent.insert(path, new);
        }
    }
}

/// Whether a document is still what was looked at; if not, the next round comes.
fn is_current(session: &Session, path: &Path, text_version: Option<TextVersion>) -> bool {
    session.state().workspace.text_version(path) == text_version
}
