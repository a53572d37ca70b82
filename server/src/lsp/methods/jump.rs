//! `textDocument/definition`, `declaration`, `typeDefinition`, `implementation`

use tower_lsp::ls_types as lsp;

use crate::features::definition::{self, Definition};
use crate::features::{implementation, type_definition};
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;
use crate::model::{Corpus, FileId};

/// Where the declarations are.
pub fn definition(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
    _: &Cancelled,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.definition_links;
    jump(snapshot, &params, definition::definition, links)
}

/// The same: a name has one declaration, which defines it.
pub fn declaration(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
    _: &Cancelled,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.declaration_links;
    jump(snapshot, &params, definition::definition, links)
}

/// The organisations of a person's roles then; the parents of an organisation.
pub fn type_definition(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
    _: &Cancelled,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.type_definition_links;
    jump(snapshot, &params, type_definition::type_definition, links)
}

/// Every quote.
pub fn implementation(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
    _: &Cancelled,
) -> Option<lsp::GotoDefinitionResponse> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let quotes = implementation::implementation(&snapshot.corpus, file, offset)?;
    Some(lsp::GotoDefinitionResponse::Array(
        snapshot.locations(quotes),
    ))
}

/// Asks a feature that leads somewhere.
fn jump(
    snapshot: &Snapshot,
    params: &lsp::GotoDefinitionParams,
    ask: fn(&Corpus, FileId, usize) -> Option<Definition>,
    links: bool,
) -> Option<lsp::GotoDefinitionResponse> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let found = ask(&snapshot.corpus, file, offset)?;
    Some(snapshot.jump(file, found.origin, &found.targets, links))
}
