//! `textDocument/inlayHint`, `inlayHint/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use super::hover::markup;
use crate::features::edit::Refusal;
use crate::features::hover::entity_card;
use crate::features::inlay_hint::{self, HintKind};
use crate::features::review::proposed_hints;
use crate::features::shared::label;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::model::FileId;
use crate::syntax::{PartialDate, TextRange};

/// The hints of a stretch.
pub struct InlayHints;

impl Method for InlayHints {
    type Request = request::InlayHintRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.inlay_hint_provider = Some(lsp::OneOf::Right(
            lsp::InlayHintServerCapabilities::Options(lsp::InlayHintOptions {
                resolve_provider: Some(true),
                ..lsp::InlayHintOptions::default()
            }),
        ));
    }
}

impl Reads for InlayHints {
    fn answer(snapshot: &Snapshot, params: lsp::InlayHintParams) -> Result<Answer<Self>, Refusal> {
        Ok(inlay_hint(snapshot, params))
    }
}

/// A hint with the card of whom it is about.
pub struct InlayHintResolve;

impl Method for InlayHintResolve {
    type Request = request::InlayHintResolveRequest;
}

impl Reads for InlayHintResolve {
    fn answer(snapshot: &Snapshot, params: lsp::InlayHint) -> Result<Answer<Self>, Refusal> {
        Ok(resolve(snapshot, params))
    }
}

/// What a hint keeps until it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct HintData {
    /// The id with its sigil.
    id: String,
    /// As of when the hint speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The document in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uri: Option<lsp::Uri>,
}

fn inlay_hint(snapshot: &Snapshot, params: lsp::InlayHintParams) -> Option<Vec<lsp::InlayHint>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let corpus = &snapshot.corpus;
    let lines = &corpus.file(file)?.facts().lines;
    let counting = snapshot.capabilities.counting();
    let offset = |position| lines.offset(position_from(position), counting);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let within = TextRange::new(start, end.max(start));
    let hints = inlay_hint::inlay_hint(corpus, file, within, snapshot.settings_of(file).hints);
    let converted = hints.into_iter().map(|hint| {
        let data = hint.entity.map(|entity| HintData {
            id: corpus.written(entity).to_string(),
            date: hint.date.map(|date| date.to_string()),
            uri: snapshot.document.clone(),
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
    let mut converted: Vec<lsp::InlayHint> = converted.collect();
    if snapshot.settings_of(file).hints.proposals {
        converted.extend(proposed(snapshot, file, within));
        converted.sort_by_key(|hint| hint.position);
    }
    Some(converted)
}

/// What is proposed there, with the edits by which an editor takes it.
fn proposed(snapshot: &Snapshot, file: FileId, within: TextRange) -> Vec<lsp::InlayHint> {
    let refused = snapshot.refused(file);
    let rules = snapshot.review_rules(file, &refused);
    let hints = proposed_hints(&snapshot.corpus, file, within, rules).into_iter();
    let converted = hints.filter_map(|hint| {
        let at = TextRange::new(hint.offset, hint.offset);
        // Where an editor cannot make the change, nothing is shown that promises it.
        let edits = snapshot.text_edits(file, &hint.edits).ok()?;
        Some(lsp::InlayHint {
            position: snapshot.range(file, at).start,
            label: lsp::InlayHintLabel::String(label(&hint.label)),
            kind: None,
            text_edits: Some(edits),
            tooltip: Some(lsp::InlayHintTooltip::String(format!(
                "proposed: {}",
                label(&hint.reason)
            ))),
            padding_left: Some(true),
            padding_right: Some(false),
            data: None,
        })
    });
    converted.collect()
}

fn resolve(snapshot: &Snapshot, hint: lsp::InlayHint) -> lsp::InlayHint {
    match tooltip(snapshot, &hint) {
        None => hint,
        tooltip => lsp::InlayHint { tooltip, ..hint },
    }
}

fn tooltip(snapshot: &Snapshot, hint: &lsp::InlayHint) -> Option<lsp::InlayHintTooltip> {
    let data: HintData = serde_json::from_value(hint.data.clone()?).ok()?;
    let entity = snapshot.corpus.ids().find(&data.id)?;
    let date = data.date.and_then(|date| PartialDate::parse(&date).ok());
    let card = entity_card(&snapshot.corpus, entity, date);
    let content = markup(snapshot, &card, snapshot.capabilities.markdown);
    Some(lsp::InlayHintTooltip::MarkupContent(content))
}
