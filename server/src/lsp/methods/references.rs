//! `textDocument/references`

use tower_lsp::ls_types as lsp;

use crate::features::references;
use crate::lsp::convert::Snapshot;
use crate::lsp::query::Cancelled;

/// Every place that names what stands at the position.
pub fn references(
    snapshot: &Snapshot,
    params: lsp::ReferenceParams,
    _: &Cancelled,
) -> Option<Vec<lsp::Location>> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    let declarations = params.context.include_declaration;
    let places = references::references(&snapshot.corpus, file, offset, declarations)?;
    Some(snapshot.locations(places))
}
