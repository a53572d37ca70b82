//! `textDocument/references`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::references;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// Every place that names what stands at a position.
pub struct References;

impl Method for References {
    type Request = request::References;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.references_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for References {
    fn answer(snapshot: &Snapshot, params: lsp::ReferenceParams) -> Result<Answer<Self>, Refusal> {
        Ok(references(snapshot, params))
    }
}

fn references(snapshot: &Snapshot, params: lsp::ReferenceParams) -> Option<Vec<lsp::Location>> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    let declarations = params.context.include_declaration;
    let places = references::references(&snapshot.corpus, file, offset, declarations)?;
    let mut found = Vec::with_capacity(places.len());
    for same in places.chunk_by(|one, other| one.file == other.file) {
        found.extend(snapshot.locations(same.to_vec()));
    }
    Some(found)
}
