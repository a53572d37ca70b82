//! `textDocument/documentHighlight`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::document_highlight::{self, HighlightKind};
use crate::features::edit::Refusal;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// The same in the document alone.
pub struct DocumentHighlight;

impl Method for DocumentHighlight {
    type Request = request::DocumentHighlightRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_highlight_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for DocumentHighlight {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(document_highlight(snapshot, params))
    }
}

fn document_highlight(
    snapshot: &Snapshot,
    params: lsp::DocumentHighlightParams,
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
