//! `textDocument/definition`, `declaration`, `typeDefinition`, `implementation`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::definition::{self, Definition as Found};
use crate::features::edit::Refusal;
use crate::features::{implementation, type_definition};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::{Corpus, FileId};

/// Where the declarations are.
pub struct Definition;

impl Method for Definition {
    type Request = request::GotoDefinition;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.definition_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for Definition {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(definition(snapshot, params))
    }
}

/// The same: a name has one declaration, which defines it.
pub struct Declaration;

impl Method for Declaration {
    type Request = request::GotoDeclaration;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.declaration_provider = Some(lsp::DeclarationCapability::Simple(true));
    }
}

impl Reads for Declaration {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(declaration(snapshot, params))
    }
}

/// The organisations of a person's roles then; the parents of an organisation.
pub struct TypeDefinition;

impl Method for TypeDefinition {
    type Request = request::GotoTypeDefinition;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.type_definition_provider = Some(lsp::TypeDefinitionProviderCapability::Simple(true));
    }
}

impl Reads for TypeDefinition {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(type_definition(snapshot, params))
    }
}

/// Every quote.
pub struct Implementation;

impl Method for Implementation {
    type Request = request::GotoImplementation;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.implementation_provider = Some(lsp::ImplementationProviderCapability::Simple(true));
    }
}

impl Reads for Implementation {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(implementation(snapshot, params))
    }
}

fn definition(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.definition_links;
    jump(snapshot, &params, definition::definition, links)
}

fn declaration(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.declaration_links;
    jump(snapshot, &params, definition::definition, links)
}

fn type_definition(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
) -> Option<lsp::GotoDefinitionResponse> {
    let links = snapshot.capabilities.type_definition_links;
    jump(snapshot, &params, type_definition::type_definition, links)
}

fn implementation(
    snapshot: &Snapshot,
    params: lsp::GotoDefinitionParams,
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
    ask: fn(&Corpus, FileId, usize) -> Option<Found>,
    links: bool,
) -> Option<lsp::GotoDefinitionResponse> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let found = ask(&snapshot.corpus, file, offset)?;
    Some(snapshot.jump(file, found.origin, &found.targets, links))
}
