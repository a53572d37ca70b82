//! `textDocument/foldingRange`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::folding_range::{self, FoldKind};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// What can be folded.
pub struct FoldingRanges;

impl Method for FoldingRanges {
    type Request = request::FoldingRangeRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.folding_range_provider = Some(lsp::FoldingRangeProviderCapability::Simple(true));
    }
}

impl Reads for FoldingRanges {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::FoldingRangeParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(folding_range(snapshot, params))
    }
}

fn folding_range(
    snapshot: &Snapshot,
    params: lsp::FoldingRangeParams,
) -> Option<Vec<lsp::FoldingRange>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let folds = folding_range::folding_range(&snapshot.corpus, file);
    let by_columns = !snapshot.capabilities.folds_lines;
    let converted = folds.into_iter().map(|fold| {
        let range = snapshot.range(file, fold.range);
        lsp::FoldingRange {
            start_line: range.start.line,
            start_character: by_columns.then_some(range.start.character),
            end_line: range.end.line,
            end_character: by_columns.then_some(range.end.character),
            kind: match fold.kind {
                FoldKind::Header | FoldKind::Fence => Some(lsp::FoldingRangeKind::Region),
                FoldKind::Comments => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Section | FoldKind::Declaration => None,
            },
            collapsed_text: None,
        }
    });
    Some(converted.collect())
}
