//! `textDocument/inlayHint`, `inlayHint/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;

use super::hover::markup;
use crate::features::hover::entity_card;
use crate::features::inlay_hint::{self, HintKind};
use crate::features::shown::label;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::syntax::{PartialDate, TextRange};

/// What a hint keeps until it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    /// The id with its sigil.
    id: String,
    /// As of when the hint speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The document in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<lsp::Uri>,
}

/// The hints in a stretch of the document.
pub fn inlay_hint(
    snapshot: &Snapshot,
    params: lsp::InlayHintParams,
    _: &Cancelled,
) -> Option<Vec<lsp::InlayHint>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let corpus = &snapshot.corpus;
    let lines = &corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offset = |position| lines.offset(position_from(position), counting);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let within = TextRange::new(start, end.max(start));
    let hints = inlay_hint::inlay_hint(corpus, file, within, snapshot.settings_of(file).hints);
    let converted = hints.into_iter().map(|hint| {
        let data = hint.entity.map(|entity| Data {
            id: corpus.written(entity).to_string(),
            date: hint.date.map(|date| date.to_string()),
            uri: snapshot.asked.clone(),
        });
        let at = TextRange::new(hint.offset, hint.offset);
        lsp::InlayHint {
            position: snapshot.range(file, at).start,
            label: lsp::InlayHintLabel::LabelParts(vec![lsp::InlayHintLabelPart {
                value: label(&hint.label),
                location: hint
                    .declaration
                    .and_then(|declaration| snapshot.location(declaration)),
                ..lsp::InlayHintLabelPart::default()
            }]),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(hint.kind == HintKind::Speaker),
            padding_right: Some(false),
            data: data.and_then(|data| serde_json::to_value(data).ok()),
        }
    });
    Some(converted.collect())
}

/// The hint with the card of whom it is about.
pub fn resolve(snapshot: &Snapshot, hint: lsp::InlayHint, _: &Cancelled) -> lsp::InlayHint {
    let tooltip = tooltip(snapshot, &hint);
    lsp::InlayHint { tooltip, ..hint }
}

fn tooltip(snapshot: &Snapshot, hint: &lsp::InlayHint) -> Option<lsp::InlayHintTooltip> {
    let data: Data = serde_json::from_value(hint.data.clone()?).ok()?;
    let entity = snapshot.corpus.ids().find(&data.id)?;
    let date = data.date.and_then(|date| PartialDate::parse(&date).ok());
    let card = entity_card(&snapshot.corpus, entity, date);
    let content = markup(snapshot, &card, snapshot.capabilities.markdown);
    Some(lsp::InlayHintTooltip::MarkupContent(content))
}
