//! `textDocument/selectionRange`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::selection_range;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::model::FileId;
use crate::syntax::TextRange;

/// What a selection grows to.
pub struct SelectionRanges;

impl Method for SelectionRanges {
    type Request = request::SelectionRangeRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.selection_range_provider = Some(lsp::SelectionRangeProviderCapability::Simple(true));
    }
}

impl Reads for SelectionRanges {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::SelectionRangeParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(selection_range(snapshot, params))
    }
}

fn selection_range(
    snapshot: &Snapshot,
    params: lsp::SelectionRangeParams,
) -> Option<Vec<lsp::SelectionRange>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let lines = &snapshot.corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offsets = params.positions.iter();
    let offsets: Vec<usize> = offsets
        .map(|position| lines.offset(position_from(*position), counting))
        .collect();
    let chains = selection_range::selection_range(&snapshot.corpus, file, &offsets);
    // The protocol wants as many stretches as there are positions.
    let all = chains
        .iter()
        .filter_map(|chain| linked(snapshot, file, chain));
    let all: Vec<lsp::SelectionRange> = all.collect();
    (all.len() == offsets.len()).then_some(all)
}

/// A chain as the protocol links it: each stretch with the next wider one.
fn linked(snapshot: &Snapshot, file: FileId, chain: &[TextRange]) -> Option<lsp::SelectionRange> {
    let mut wider = None;
    for range in chain.iter().rev() {
        wider = Some(lsp::SelectionRange {
            range: snapshot.range(file, *range),
            parent: wider.map(Box::new),
        });
    }
    wider
}
