//! The table of methods: each asks a feature and writes down its answer.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams,
    GotoImplementationResponse, GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp::{LanguageServer, LspServiceBuilder};

use super::capabilities::initialize_result;
use super::convert::Snapshot;
use super::query::query;
use super::session::Session;
use super::{alive, pages};
use crate::features::definition::{Definition, definition};
use crate::features::document_highlight::{HighlightKind, document_highlight};
use crate::features::document_symbol::{Symbol, SymbolKind, document_symbol};
use crate::features::hover::hover;
use crate::features::implementation::implementation;
use crate::features::references::references;
use crate::features::type_definition::type_definition;
use crate::features::workspace_symbol::workspace_symbol;
use crate::model::FileId;

/// How many symbols a search answers with.
const SYMBOLS: usize = 200;

/// The server as the protocol library sees it.
pub struct Backend {
    session: Arc<Session>,
}

impl Backend {
    /// A server of that session.
    pub fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// A request that panics, for tests.
    async fn fail(&self) -> Result<()> {
        query(|_, _| panic!("this request always fails")).await
    }

    /// A request for a document's text as the server has it, for tests.
    async fn text(&self, document: lsp::TextDocumentIdentifier) -> Result<Option<String>> {
        query(move |snapshot, _| {
            let file = snapshot.file(&document.uri)?;
            let source = snapshot.corpus.source(file)?;
            Some(source.text.to_string())
        })
        .await
    }

    /// A request that lasts until it is cancelled, for tests.
    async fn last(&self) -> Result<()> {
        query(|_, cancelled| {
            while !cancelled.is_set() {
                std::thread::sleep(Duration::from_millis(5));
            }
        })
        .await
    }
}

/// Adds the requests that tests use to see how faults are taken.
pub fn with_faults(service: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    service
        .custom_method("quotemark/test/fail", Backend::fail)
        .custom_method("quotemark/test/last", Backend::last)
        .custom_method("quotemark/test/text", Backend::text)
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let abilities = self.session.initialize(&params);
        if let Some(process) = params.process_id {
            alive::watch_editor(process, self.session.ended());
        }
        Ok(initialize_result(&abilities))
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        tokio::task::spawn_blocking(pages::write);
        self.session.initialized();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        query(move |snapshot, _| {
            let (file, offset) = snapshot.place(&params.text_document_position_params)?;
            let hover = hover(&snapshot.corpus, file, offset)?;
            let (kind, value) = if snapshot.abilities.markdown {
                let address = |location| snapshot.line_address(location);
                (lsp::MarkupKind::Markdown, hover.card.markdown(&address))
            } else {
                (lsp::MarkupKind::PlainText, hover.card.plain())
            };
            Some(lsp::Hover {
                contents: lsp::HoverContents::Markup(lsp::MarkupContent { kind, value }),
                range: Some(snapshot.range(file, hover.range)),
            })
        })
        .await
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let links = self.session.abilities().definition_links;
        jump(params.text_document_position_params, definition, links).await
    }

    async fn goto_declaration(
        &self,
        params: GotoDeclarationParams,
    ) -> Result<Option<GotoDeclarationResponse>> {
        let links = self.session.abilities().declaration_links;
        jump(params.text_document_position_params, definition, links).await
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        let links = self.session.abilities().type_definition_links;
        jump(params.text_document_position_params, type_definition, links).await
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        query(move |snapshot, _| {
            let (file, offset) = snapshot.place(&params.text_document_position_params)?;
            let quotes = implementation(&snapshot.corpus, file, offset)?;
            Some(GotoImplementationResponse::Array(
                snapshot.locations(quotes),
            ))
        })
        .await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        query(move |snapshot, _| {
            let (file, offset) = snapshot.place(&params.text_document_position)?;
            let declarations = params.context.include_declaration;
            let places = references(&snapshot.corpus, file, offset, declarations)?;
            Some(snapshot.locations(places))
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        query(move |snapshot, _| {
            let (file, offset) = snapshot.place(&params.text_document_position_params)?;
            let highlights = document_highlight(&snapshot.corpus, file, offset)?;
            let converted = highlights
                .into_iter()
                .map(|highlight| lsp::DocumentHighlight {
                    range: snapshot.range(file, highlight.range),
                    kind: Some(match highlight.kind {
                        HighlightKind::Read => lsp::DocumentHighlightKind::READ,
                        HighlightKind::Write => lsp::DocumentHighlightKind::WRITE,
                        HighlightKind::Text => lsp::DocumentHighlightKind::TEXT,
                    }),
                });
            Some(converted.collect())
        })
        .await
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        query(move |snapshot, _| {
            let file = snapshot.file(&params.text_document.uri)?;
            let symbols = document_symbol(&snapshot.corpus, file);
            Some(if snapshot.abilities.nested_symbols {
                let nested = symbols
                    .into_iter()
                    .map(|symbol| nested(snapshot, file, symbol));
                lsp::DocumentSymbolResponse::Nested(nested.collect())
            } else {
                let mut flat = Vec::new();
                flatten(snapshot, file, symbols, None, &mut flat);
                lsp::DocumentSymbolResponse::Flat(flat)
            })
        })
        .await
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
        query(move |snapshot, cancelled| {
            let found = workspace_symbol(&snapshot.corpus, &params.query, SYMBOLS, &|| {
                cancelled.is_set()
            });
            let symbols = found.into_iter().filter_map(|symbol| {
                let location = snapshot.location(symbol.location)?;
                Some(information(
                    symbol.name,
                    symbol.container,
                    symbol.kind,
                    location,
                ))
            });
            Some(lsp::WorkspaceSymbolResponse::Flat(symbols.collect()))
        })
        .await
    }

    // Nothing depends on these, and the library would complain of them.
    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}
    async fn did_change_configuration(&self, _: lsp::DidChangeConfigurationParams) {}
}

/// Asks a feature that leads somewhere.
async fn jump(
    at: lsp::TextDocumentPositionParams,
    ask: fn(&crate::model::Corpus, FileId, usize) -> Option<Definition>,
    links: bool,
) -> Result<Option<lsp::GotoDefinitionResponse>> {
    query(move |snapshot, _| {
        let (file, offset) = snapshot.place(&at)?;
        let found = ask(&snapshot.corpus, file, offset)?;
        Some(snapshot.jump(file, found.origin, &found.targets, links))
    })
    .await
}

fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Heading => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Quote => lsp::SymbolKind::STRING,
        SymbolKind::Person => lsp::SymbolKind::CLASS,
        SymbolKind::Organisation => lsp::SymbolKind::INTERFACE,
        SymbolKind::Topic => lsp::SymbolKind::KEY,
    }
}

/// Some editors throw an outline away for one name without letters.
fn shown(name: String) -> String {
    if name.trim().is_empty() {
        "…".into()
    } else {
        name
    }
}

#[expect(
    deprecated,
    reason = "the type has a field that the protocol has given up"
)]
fn nested(snapshot: &Snapshot, file: FileId, symbol: Symbol) -> lsp::DocumentSymbol {
    let children = symbol
        .children
        .into_iter()
        .map(|child| nested(snapshot, file, child));
    let children: Vec<lsp::DocumentSymbol> = children.collect();
    lsp::DocumentSymbol {
        name: shown(symbol.name),
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: snapshot.range(file, symbol.range),
        selection_range: snapshot.range(file, symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(
    snapshot: &Snapshot,
    file: FileId,
    symbols: Vec<Symbol>,
    container: Option<&str>,
    flat: &mut Vec<lsp::SymbolInformation>,
) {
    let Some(uri) = snapshot.uri(file) else {
        return;
    };
    for symbol in symbols {
        let range = snapshot.range(file, symbol.range);
        let location = lsp::Location::new(uri.clone(), range);
        let container = container.map(str::to_owned);
        flat.push(information(
            symbol.name.clone(),
            container,
            symbol.kind,
            location,
        ));
        flatten(snapshot, file, symbol.children, Some(&symbol.name), flat);
    }
}

#[expect(
    deprecated,
    reason = "the type has a field that the protocol has given up"
)]
fn information(
    name: String,
    container_name: Option<String>,
    symbol_kind: SymbolKind,
    location: lsp::Location,
) -> lsp::SymbolInformation {
    lsp::SymbolInformation {
        name: shown(name),
        kind: kind(symbol_kind),
        tags: None,
        deprecated: None,
        location,
        container_name,
    }
}
