//! `textDocument/hover`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::hover;
use crate::features::shared::card::Card;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// The card of what stands at a position.
pub struct Hover;

impl Method for Hover {
    type Request = request::HoverRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.hover_provider = Some(lsp::HoverProviderCapability::Simple(true));
    }
}

impl Reads for Hover {
    fn answer(snapshot: &Snapshot, params: lsp::HoverParams) -> Result<Answer<Self>, Refusal> {
        Ok(hover(snapshot, params))
    }
}

fn hover(snapshot: &Snapshot, params: lsp::HoverParams) -> Option<lsp::Hover> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let hover = hover::hover(&snapshot.corpus, file, offset)?;
    let markdown = snapshot.capabilities.markdown;
    Some(lsp::Hover {
        contents: lsp::HoverContents::Markup(markup(snapshot, &hover.card, markdown)),
        range: Some(snapshot.range(file, hover.range)),
    })
}

/// A card as Markdown or as plain text.
pub fn markup(snapshot: &Snapshot, card: &Card, markdown: bool) -> lsp::MarkupContent {
    let (kind, value) = if markdown {
        let address = |location| snapshot.line_address(location);
        (lsp::MarkupKind::Markdown, card.markdown(&address))
    } else {
        (lsp::MarkupKind::PlainText, card.plain())
    };
    lsp::MarkupContent { kind, value }
}
