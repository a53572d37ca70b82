//! The task that publishes diagnostics.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tower_lsp::ls_types as lsp;

use super::convert::Snapshot;
use super::document_key::uri_of;
use super::pages;
use super::session::Session;
use crate::features::diagnostics::{
    Code, Diagnostic, Severity, diagnostics, not_utf_8, unreadable,
};
use crate::settings::reports;
use crate::store::{Edition, FailureKind, ReadFailure, SettingsFile, raw};
use crate::syntax::LineIndex;

/// How long changes are gathered before the files that are open are looked at.
const SETTLE: Duration = Duration::from_millis(60);

/// Publishes until the session ends. Whenever something has changed, every
/// open document is looked at, and what differs from what the editor has is
/// sent; there is only this one task, so nothing older follows.
pub async fn run(session: Weak<Session>) {
    let mut sent: HashMap<PathBuf, Sent> = HashMap::new();
    while let Some(session) = session.upgrade() {
        session.changed().await;
        tokio::time::sleep(SETTLE).await;
        if session.is_ending() {
            return;
        }
        let asking = session.clone();
        let found = tokio::task::spawn_blocking(move || all(Seen::of(&asking))).await;
        // A panic has been logged; the next change tries again.
        if let Ok(found) = found {
            publish(&session, found, &mut sent).await;
        }
    }
}

/// What the editor has of a document.
struct Sent {
    uri: lsp::Uri,
    /// Of which text; of none where the file is not open.
    edition: Option<Edition>,
    diagnostics: Vec<lsp::Diagnostic>,
}

/// What a round looks at.
struct Seen {
    snapshot: Snapshot,
    editions: HashMap<PathBuf, Edition>,
    failures: Vec<ReadFailure>,
    settings_files: Vec<Arc<SettingsFile>>,
}

impl Seen {
    fn of(session: &Session) -> Self {
        let mut state = session.state();
        let snapshot = session.snapshot_of(&mut state);
        let open = state.workspace.open_paths();
        let editions = open
            .filter_map(|path| Some((path.to_owned(), state.workspace.edition(path)?)))
            .collect();
        Self {
            snapshot,
            editions,
            failures: state.workspace.failures().values().cloned().collect(),
            settings_files: state.workspace.settings_files().cloned().collect(),
        }
    }
}

/// The diagnostics of all open documents and of the files that cannot be read.
/// While folders are being read, only those that no other file could settle.
fn all(seen: Seen) -> HashMap<PathBuf, Sent> {
    let Seen {
        snapshot,
        editions,
        failures,
        settings_files,
    } = seen;
    let snapshot = &snapshot;
    let is_partial = snapshot.corpus.is_partial();
    let mut found = HashMap::new();
    for (path, edition) in editions {
        let Some(file) = snapshot.corpus.find(&path) else {
            continue;
        };
        let Some(uri) = snapshot.uri(file) else {
            continue;
        };
        // A check that fails on one document must not cost the others.
        let settings = snapshot.settings_of(file);
        let check = || diagnostics(&snapshot.corpus, file, &settings.diagnostics);
        let Ok(diagnostics) = catch_unwind(AssertUnwindSafe(check)) else {
            continue;
        };
        let diagnostics = diagnostics
            .into_iter()
            .filter(|diagnostic| !is_partial || is_settled_by_its_file(diagnostic.code))
            .map(|diagnostic| {
                let range = snapshot.range(file, diagnostic.range);
                converted(snapshot, diagnostic, range)
            })
            .collect();
        let sent = Sent {
            uri,
            edition: Some(edition),
            diagnostics,
        };
        found.insert(path, sent);
    }
    for failure in failures {
        let Some(uri) = uri_of(&failure.path) else {
            continue;
        };
        let settings = &snapshot.settings.of(&failure.path).diagnostics;
        let diagnostic = match &failure.kind {
            FailureKind::Unreadable(why) => unreadable(why, settings),
            FailureKind::NotUtf8 { .. } => not_utf_8(&raw(&failure.path), settings),
        };
        let start = lsp::Range::default();
        let diagnostics = diagnostic.map(|diagnostic| converted(snapshot, diagnostic, start));
        let sent = Sent {
            uri,
            edition: None,
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
fn on_settings(snapshot: &Snapshot, file: &SettingsFile) -> Option<(PathBuf, Sent)> {
    let settings = snapshot.settings.of(&file.path);
    let reports = reports(&file.problems, &settings.diagnostics);
    if reports.is_empty() {
        return None;
    }
    let lines = LineIndex::new(&file.text);
    let diagnostics = reports.into_iter().map(|report| {
        let range = snapshot.range_in(&lines, report.range);
        converted(snapshot, report, range)
    });
    let sent = Sent {
        uri: uri_of(&file.path)?,
        edition: None,
        diagnostics: diagnostics.collect(),
    };
    Some((file.path.clone(), sent))
}

/// Whether no other file could take this report back.
fn is_settled_by_its_file(code: Code) -> bool {
    matches!(code.family(), "syntax" | "seal" | "file")
        || matches!(
            code,
            Code::DateMalformed | Code::DateReversed | Code::UnknownKey
        )
}

async fn publish(
    session: &Arc<Session>,
    found: HashMap<PathBuf, Sent>,
    sent: &mut HashMap<PathBuf, Sent>,
) {
    // What was closed is cleared, also when it has been opened again since:
    // its versions have begun anew.
    let opening = |sent: &Sent| sent.edition.map(|edition| edition.opening);
    let is_gone = |path: &PathBuf, old: &Sent| {
        let new = found.get(path);
        new.is_none_or(|new| opening(new) != opening(old))
    };
    let gone: Vec<(PathBuf, Sent)> = sent.extract_if(|path, old| is_gone(path, old)).collect();
    for (_, gone) in gone {
        let client = &session.client;
        client.publish_diagnostics(gone.uri, Vec::new(), None).await;
    }
    for (path, new) in found {
        let is_new = match sent.get(&path) {
            None => !new.diagnostics.is_empty() || new.edition.is_some(),
            Some(old) => old.diagnostics != new.diagnostics || old.edition != new.edition,
        };
        if is_new && is_current(session, &path, new.edition) {
            let diagnostics = new.diagnostics.clone();
            let version = new.edition.map(|edition| edition.version);
            session
                .client
                .publish_diagnostics(new.uri.clone(), diagnostics, version)
                .await;
            sent.insert(path, new);
        }
    }
}

/// Whether a document is still what was looked at; if not, the next round comes.
fn is_current(session: &Session, path: &Path, edition: Option<Edition>) -> bool {
    session.state().workspace.edition(path) == edition
}

fn converted(snapshot: &Snapshot, diagnostic: Diagnostic, range: lsp::Range) -> lsp::Diagnostic {
    let abilities = &snapshot.abilities;
    let related = diagnostic.related.iter().filter_map(|related| {
        Some(lsp::DiagnosticRelatedInformation {
            location: snapshot.location(related.location)?,
            message: related.message.clone(),
        })
    });
    let related: Vec<_> = related.collect();
    let page = pages::address(diagnostic.code).filter(|_| abilities.code_pages);
    lsp::Diagnostic {
        range,
        severity: Some(match diagnostic.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(diagnostic.code.name().into())),
        code_description: page.map(|href| lsp::CodeDescription { href }),
        source: Some("quotemark".into()),
        message: diagnostic.message,
        related_information: (abilities.related && !related.is_empty()).then_some(related),
        tags: (abilities.faded && diagnostic.unnecessary)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}
