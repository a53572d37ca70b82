//! `textDocument/diagnostic`

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::reports::{reports, result_id};
use crate::lsp::request::{Answer, Method, Records};
use crate::lsp::session::Session;
use crate::lsp::snapshot::{Pulled, Snapshot};
use crate::model::FileId;

/// The reports on a document, and what is to be noted of them.
pub struct Report {
    /// What the editor is answered.
    pub answer: lsp::DocumentDiagnosticReport,
    /// What it has from now on.
    pub pulled: Vec<(Arc<Path>, Pulled)>,
}

/// The reports on a document; with them those on other open documents that
/// have changed, where the editor takes them.
pub struct DocumentDiagnostic;

impl Method for DocumentDiagnostic {
    type Request = request::DocumentDiagnosticRequest;

    fn announce(server: &mut lsp::ServerCapabilities, client: &ClientCapabilities) {
        server.diagnostic_provider = client.pulls.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                identifier: None,
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            })
        });
    }
}

impl Records for DocumentDiagnostic {
    type Found = Report;

    fn find(snapshot: &Snapshot, params: lsp::DocumentDiagnosticParams) -> Result<Report, Refusal> {
        document_diagnostic(snapshot, params)
    }

    fn record(session: &Arc<Session>, report: Report) -> Answer<Self> {
        note_pulled(session, report.pulled);
        report.answer.into()
    }
}

fn document_diagnostic(
    snapshot: &Snapshot,
    params: lsp::DocumentDiagnosticParams,
) -> Result<Report, Refusal> {
    let uri = &params.text_document.uri;
    let Some(file) = snapshot.file(uri) else {
        return Err(Refusal(format!("{} is not open", uri.as_str())));
    };
    let Some((kind, pulled)) = pull(snapshot, file, params.previous_result_id) else {
        return Err(Refusal(format!(
            "{} cannot be read at this moment; try again",
            uri.as_str()
        )));
    };
    let mut pulled = vec![pulled];
    let mut related = HashMap::new();
    if snapshot.capabilities.related_documents {
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

/// The report on a file, and what is to be noted of it; nothing where its text is
/// cannot be read now.
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
            items: reports(snapshot, file)?,
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

/// Notes which reports the editor has from now on, of the documents that are
/// open: one may have been closed while its reports were looked for.
fn note_pulled(session: &Session, pulled: Vec<(Arc<Path>, Pulled)>) {
    let mut state = session.state();
    for (path, pulled) in pulled {
        if state.opened.contains_key(&path) {
            state.pulled.insert(path, pulled);
        }
    }
}

/// The other open documents on which the editor has outdated reports, with
/// what is right now.
fn changed_elsewhere(snapshot: &Snapshot, own: &Path) -> Vec<Related> {
    let others = outdated(snapshot).filter(|(path, ..)| *path != own);
    let others = others.take_while(|_| !snapshot.is_cancelled());
    let changed = others.filter_map(|(_, snapshot, file)| {
        let (kind, pulled) = pull(&snapshot, file, None)?;
        Some((snapshot.uri(file)?, kind, pulled))
    });
    changed.collect()
}

/// Whether the editor has reports on an open document that are no longer
/// right, though it has sent no change of its text since.
pub fn is_any_outdated(snapshot: &Snapshot) -> bool {
    outdated(snapshot).next().is_some()
}

/// The documents whose text is what the editor pulled last, while the reports
/// on it are not; each with the snapshot of its corpus.
fn outdated(snapshot: &Snapshot) -> impl Iterator<Item = (&Path, Snapshot, FileId)> {
    snapshot.pulled.iter().filter_map(|(path, before)| {
        let snapshot = snapshot.of_file(path);
        let file = snapshot.corpus.find(path)?;
        let is_outdated = snapshot.version(file) == before.version
            && result_id(&snapshot, file).as_ref() != Some(&before.result_id);
        is_outdated.then_some((&**path, snapshot, file))
    })
}
