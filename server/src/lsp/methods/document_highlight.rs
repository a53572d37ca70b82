//! `textDocument/documentHighlight`

use tower_lsp::ls_types as lsp;

use crate::features::document_highlight::{self, HighlightKind};
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// Everything in the document that has to do with what stands at the position.
pub fn document_highlight(
    snapshot: &Snapshot,
    params: lsp::DocumentHighlightParams,
    _: &Cancelled,
) -> Option<Vec<lsp::DocumentHighlight>> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let highlights = document_highlight::document_highlight(&snapshot.corpus, file, offset)?;
    let converted = highlights
        .into_iter()
        .map(|highlight| lsp::DocumentHighlight {
            range: snapshot.range(file, highlight.range),
            kind: Some(match highlight.kind {
                HighlightKind::Read => lsp::DocumentHighlightKind::READ,
                HighlightKind::Write => lsp::DocumentHighlightKind::WRITE,
                HighlightKind::Text => lsp::DocumentHighlightKind::TEXT,
            }),
        });
    Some(converted.collect())
}
