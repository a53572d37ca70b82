//! `textDocument/documentSymbol`, `workspace/symbol`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::document_symbol::{self, Symbol, SymbolKind};
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::features::workspace_symbol;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;

/// The outline of a document.
pub struct DocumentSymbols;

impl Method for DocumentSymbols {
    type Request = request::DocumentSymbolRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_symbol_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for DocumentSymbols {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(document_symbol(snapshot, params))
    }
}

/// People, organisations, topics and words of quotes that fit a search.
pub struct WorkspaceSymbols;

impl Method for WorkspaceSymbols {
    type Request = request::WorkspaceSymbolRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.workspace_symbol_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for WorkspaceSymbols {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(workspace_symbol(snapshot, params))
    }
}

/// How many symbols a search answers with.
const SYMBOLS: usize = 200;

fn document_symbol(
    snapshot: &Snapshot,
    params: lsp::DocumentSymbolParams,
) -> Option<lsp::DocumentSymbolResponse> {
    let file = snapshot.file(&params.text_document.uri)?;
    let symbols = document_symbol::document_symbol(&snapshot.corpus, file);
    Some(if snapshot.capabilities.nested_symbols {
        let nested = symbols
            .into_iter()
            .map(|symbol| nested(snapshot, file, symbol));
        lsp::DocumentSymbolResponse::Nested(nested.collect())
    } else {
        let mut flat = Vec::new();
        flatten(snapshot, file, symbols, None, &mut flat);
        lsp::DocumentSymbolResponse::Flat(flat)
    })
}

fn workspace_symbol(
    snapshot: &Snapshot,
    params: lsp::WorkspaceSymbolParams,
) -> Option<lsp::WorkspaceSymbolResponse> {
    let is_cancelled = || snapshot.is_cancelled();
    let mut symbols = Vec::new();
    for snapshot in snapshot.each_corpus() {
        let most = SYMBOLS - symbols.len();
        if most == 0 || is_cancelled() {
            break;
        }
        let corpus = &snapshot.corpus;
        let found = workspace_symbol::workspace_symbol(corpus, &params.query, most, &is_cancelled);
        // A declaration of another corpus is found there, if that one is open.
        let is_here = |file: FileId| {
            let Some(external) = corpus.external(file) else {
                return true;
            };
            let owner = snapshot.corpora.of(&external.path);
            owner.is_none_or(|owner| owner.corpus.find_own(&external.path).is_none())
        };
        symbols.extend(found.into_iter().filter_map(|symbol| {
            if !is_here(symbol.location.file) {
                return None;
            }
            let location = snapshot.location(symbol.location)?;
            Some(information(
                symbol.name,
                symbol.container,
                symbol.kind,
                location,
            ))
        }));
    }
    Some(lsp::WorkspaceSymbolResponse::Flat(symbols))
}

/// What a symbol is to editors, which know of programs.
pub fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Heading => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Quote => lsp::SymbolKind::STRING,
        SymbolKind::Person => lsp::SymbolKind::CLASS,
        SymbolKind::Organisation => lsp::SymbolKind::INTERFACE,
        SymbolKind::Topic => lsp::SymbolKind::KEY,
    }
}

/// Some editors drop an outline for one name without letters.
fn named(name: String) -> String {
    if name.trim().is_empty() {
        "…".into()
    } else {
        label(&name)
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
        name: named(symbol.name),
        detail: symbol.detail.map(|words| label(&words)),
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
        name: named(name),
        kind: kind(symbol_kind),
        tags: None,
        deprecated: None,
        location,
        container_name: container_name.map(|words| label(&words)),
    }
}
