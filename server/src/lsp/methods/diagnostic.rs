//! `textDocument/diagnostic`, `workspace/diagnostic`

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;

use crate::features::edit::Refusal;
use crate::lsp::convert::Snapshot;
use crate::lsp::document_key::path_of;
use crate::lsp::query::Cancelled;
use crate::lsp::reports::{reports, result_id};
use crate::lsp::session::{Pulled, Session};
use crate::model::FileId;

/// How many files are looked at before what was found is passed on.
const CHUNK: usize = 200;

// ---- One document -----------------------------------------------------------

/// The reports on a document, and what is to be noted of them.
pub struct Report {
    /// What the editor is answered.
    pub answer: lsp::DocumentDiagnosticReport,
    /// What it has from now on.
    pub pulled: Vec<(Arc<Path>, Pulled)>,
}

/// The reports on a document; with them those on other open documents that
/// have changed, where the editor takes them.
pub fn document_diagnostic(
    snapshot: &Snapshot,
    params: lsp::DocumentDiagnosticParams,
    _: &Cancelled,
) -> std::result::Result<Report, Refusal> {
    let uri = &params.text_document.uri;
    let own = snapshot
        .file(uri)
        .and_then(|file| pull(snapshot, file, params.previous_result_id));
    let Some((kind, pulled)) = own else {
        return Err(Refusal(format!("{} is not open", uri.as_str())));
    };
    let mut pulled = vec![pulled];
    let mut related = HashMap::new();
    if snapshot.abilities.related_documents {
        for (uri, kind, its) in changed_elsewhere(snapshot, &pulled[0].0) {
            related.insert(uri, kind);
            pulled.push(its);
        }
    }
    let related_documents = (!related.is_empty()).then_some(related);
    let answer = match kind {
        lsp::DocumentDiagnosticReportKind::Full(report) => {
            lsp::RelatedFullDocumentDiagnosticReport {
                related_documents,
                full_document_diagnostic_report: report,
            }
            .into()
        }
        lsp::DocumentDiagnosticReportKind::Unchanged(report) => {
            lsp::RelatedUnchangedDocumentDiagnosticReport {
                related_documents,
                unchanged_document_diagnostic_report: report,
            }
            .into()
        }
    };
    Ok(Report { answer, pulled })
}

/// The report on a file, and what is to be noted of it.
fn pull(
    snapshot: &Snapshot,
    file: FileId,
    previous: Option<String>,
) -> Option<(lsp::DocumentDiagnosticReportKind, (Arc<Path>, Pulled))> {
    let path = snapshot.corpus.file(file)?.path.clone();
    let result_id = result_id(snapshot, file)?;
    let pulled = Pulled {
        version: snapshot.version(file),
        result_id: result_id.clone(),
    };
    let kind = if previous.as_ref() == Some(&result_id) {
        lsp::UnchangedDocumentDiagnosticReport { result_id }.into()
    } else {
        lsp::FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items: reports(snapshot, file),
        }
        .into()
    };
    Some((kind, (path, pulled)))
}

type Related = (
    lsp::Uri,
    lsp::DocumentDiagnosticReportKind,
    (Arc<Path>, Pulled),
);

/// The other open documents on which the editor has outdated reports, with
/// what is right now.
fn changed_elsewhere(snapshot: &Snapshot, own: &Path) -> Vec<Related> {
    let others = outdated(snapshot).filter(|(path, _)| *path != own);
    let changed = others.filter_map(|(_, file)| {
        let (kind, pulled) = pull(snapshot, file, None)?;
        Some((snapshot.uri(file)?, kind, pulled))
    });
    changed.collect()
}

/// Whether the editor has reports on an open document that are no longer
/// right, though it has told of no change of its text since.
pub fn is_any_outdated(snapshot: &Snapshot) -> bool {
    outdated(snapshot).next().is_some()
}

/// The documents whose text is what the editor pulled last, while the reports
/// on it are not.
fn outdated(snapshot: &Snapshot) -> impl Iterator<Item = (&Path, FileId)> {
    snapshot.pulled.iter().filter_map(|(path, before)| {
        let file = snapshot.corpus.find(path)?;
        let is_outdated = snapshot.version(file) == before.version
            && result_id(snapshot, file).as_ref() != Some(&before.result_id);
        is_outdated.then_some((&**path, file))
    })
}

// ---- The whole workspace ------------------------------------------------------

type Item = lsp::WorkspaceDocumentDiagnosticReport;

/// The reports on every file on which they differ from what the editor has.
/// While there is nothing new the request stays open, as the protocol suggests,
/// so that an editor that asks again and again costs nothing.
///
/// # Errors
/// A check that fails for the whole workspace is an internal error.
pub async fn workspace_diagnostic(
    session: &Arc<Session>,
    params: lsp::WorkspaceDiagnosticParams,
) -> Result<Vec<Item>> {
    let _waiting = session.note_waiting();
    let token = params.partial_result_params.partial_result_token;
    let mut before: HashMap<Arc<Path>, String> = HashMap::new();
    for previous in params.previous_result_ids {
        let path = path_of(previous.uri.as_str());
        before.insert(path.into(), previous.value);
    }
    let before = Arc::new(before);
    let mut changes = session.changes();
    loop {
        if session.is_ending() {
            return Ok(Vec::new());
        }
        changes.mark_unchanged();
        if !session.is_reading() {
            let items = new_reports(session, &before, token.as_ref()).await?;
            if let Some(items) = items {
                return Ok(items);
            }
        }
        // The session lives as long as the server, and with it the sender.
        if changes.changed().await.is_err() {
            return Ok(Vec::new());
        }
    }
}

/// What is new; nothing when nothing is. With a token it is passed on as it is
/// found, and the rest of it is empty.
async fn new_reports(
    session: &Arc<Session>,
    before: &Arc<HashMap<Arc<Path>, String>>,
    token: Option<&lsp::ProgressToken>,
) -> Result<Option<Vec<Item>>> {
    let snapshot = session.snapshot();
    let files: Vec<FileId> = {
        let clean = session.clean_files();
        let outdated = snapshot.corpus.files().filter(|(file, entry)| {
            let Some(id) = result_id(&snapshot, *file) else {
                return false;
            };
            let has_before = before.get(&entry.path);
            match has_before {
                Some(had) => *had != id,
                None => clean.get(file) != Some(&id),
            }
        });
        outdated.map(|(file, _)| file).collect()
    };
    let gone: Vec<Item> = before
        .keys()
        .filter(|path| snapshot.corpus.find(path).is_none())
        .filter_map(|path| {
            Some(item(
                crate::lsp::document_key::uri_of(path)?,
                None,
                None,
                Vec::new(),
            ))
        })
        .collect();
    let mut is_anything_new = !gone.is_empty();
    let mut items = gone;
    for chunk in files.chunks(CHUNK) {
        let looking = (
            snapshot.clone(),
            chunk.to_vec(),
            session.clone(),
            before.clone(),
        );
        let found = tokio::task::spawn_blocking(move || {
            let (snapshot, chunk, session, before) = looking;
            look_at(&session, &snapshot, &chunk, &before)
        });
        items.extend(found.await.map_err(|_| Error::internal_error())?);
        is_anything_new |= !items.is_empty();
        if let Some(token) = token
            && !items.is_empty()
        {
            let items = std::mem::take(&mut items);
            let params = json!({ "token": token, "value": { "items": items } });
            session
                .client
                .send_notification::<PartialResult>(params)
                .await;
            // Parts have to go out before the answer. The library polls what
            // writes after what answers, in one task: giving way once lets it.
            tokio::task::yield_now().await;
        }
    }
    Ok(is_anything_new.then_some(items))
}

/// The reports on some files; on one that is clean and of which the editor has
/// nothing, none.
fn look_at(
    session: &Session,
    snapshot: &Snapshot,
    files: &[FileId],
    before: &HashMap<Arc<Path>, String>,
) -> Vec<Item> {
    let mut items = Vec::new();
    for file in files {
        let (Some(id), Some(uri)) = (result_id(snapshot, *file), snapshot.uri(*file)) else {
            continue;
        };
        // A check that fails on one file must not cost the others.
        let check = || reports(snapshot, *file);
        let Ok(reports) = catch_unwind(AssertUnwindSafe(check)) else {
            continue;
        };
        let path = snapshot.corpus.file(*file).map(|entry| entry.path.clone());
        let is_known = path.is_some_and(|path| before.contains_key(&path));
        if reports.is_empty() {
            session.clean_files().insert(*file, id.clone());
        }
        if is_known || !reports.is_empty() {
            items.push(item(uri, snapshot.version(*file), Some(id), reports));
        }
    }
    items
}

fn item(
    uri: lsp::Uri,
    version: Option<i32>,
    result_id: Option<String>,
    items: Vec<lsp::Diagnostic>,
) -> Item {
    lsp::WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id, items },
    }
    .into()
}

/// `$/progress` with a part of an answer, for which the library has no type.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = serde_json::Value;
    const METHOD: &'static str = "$/progress";
}
