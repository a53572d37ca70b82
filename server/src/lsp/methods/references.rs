//! `textDocument/references`

use tower_lsp::ls_types as lsp;

use crate::features::references;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// Every place that names what stands at the position.
pub fn references(
    snapshot: &Snapshot,
    params: lsp::ReferenceParams,
    cancelled: &Cancelled,
) -> Option<Vec<lsp::Location>> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    let declarations = params.context.include_declaration;
    let places = references::references(&snapshot.corpus, file, offset, declarations)?;
    let mut found = Vec::with_capacity(places.len());
    for same in places.chunk_by(|one, other| one.file == other.file) {
        if cancelled.is_set() {
            return None;
        }
        found.extend(snapshot.locations(same.to_vec()));
    }
    Some(found)
}
