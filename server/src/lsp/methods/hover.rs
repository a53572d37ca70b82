//! `textDocument/hover`

use tower_lsp::ls_types as lsp;

use crate::features::card::Card;
use crate::features::hover;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// The card of what stands at the position.
pub fn hover(snapshot: &Snapshot, params: lsp::HoverParams, _: &Cancelled) -> Option<lsp::Hover> {
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
