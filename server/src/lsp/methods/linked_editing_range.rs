//! `textDocument/linkedEditingRange`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::linked_editing_range::{self, ID_PATTERN};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// The places that change with an id while it is typed.
pub struct LinkedEditingRanges;

impl Method for LinkedEditingRanges {
    type Request = request::LinkedEditingRange;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.linked_editing_range_provider =
            Some(lsp::LinkedEditingRangeServerCapabilities::Simple(true));
    }
}

impl Reads for LinkedEditingRanges {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::LinkedEditingRangeParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(linked_editing_range(snapshot, params))
    }
}

fn linked_editing_range(
    snapshot: &Snapshot,
    params: lsp::LinkedEditingRangeParams,
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
