//! `textDocument/linkedEditingRange`

use tower_lsp::ls_types as lsp;

use crate::features::linked_editing_range::{self, ID_PATTERN};
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// The id at the position and its other uses nearby.
pub fn linked_editing_range(
    snapshot: &Snapshot,
    params: lsp::LinkedEditingRangeParams,
    _: &Cancelled,
) -> Option<lsp::LinkedEditingRanges> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let ranges = linked_editing_range::linked_editing_range(&snapshot.corpus, file, offset)?;
    // What is typed at one of them is written at the others, unasked.
    let last = ranges.iter().map(|range| range.to()).max()?;
    snapshot.may_change(file, last).ok()?;
    Some(lsp::LinkedEditingRanges {
        ranges: ranges
            .into_iter()
            .map(|range| snapshot.range(file, range))
            .collect(),
        word_pattern: Some(ID_PATTERN.into()),
    })
}
