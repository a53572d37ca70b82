//! `textDocument/selectionRange`

use tower_lsp::ls_types as lsp;

use crate::features::selection_range;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::model::FileId;
use crate::syntax::TextRange;

/// The ever wider stretches around each position, in the order of the positions.
pub fn selection_range(
    snapshot: &Snapshot,
    params: lsp::SelectionRangeParams,
    _: &Cancelled,
) -> Option<Vec<lsp::SelectionRange>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let lines = &snapshot.corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offsets = params.positions.iter();
    let offsets: Vec<usize> = offsets
        .map(|position| lines.offset(position_from(*position), counting))
        .collect();
    let chains = selection_range::selection_range(&snapshot.corpus, file, &offsets);
    // An answer with fewer stretches than there are positions makes no sense.
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
