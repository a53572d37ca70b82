//! `textDocument/signatureHelp`

use tower_lsp::ls_types as lsp;

use crate::features::signature_help;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;
use crate::syntax::{Encoding, LineIndex};

/// The characters behind which the shape of a tag is shown.
pub const TRIGGERS: [&str; 2] = ["{", " "];

/// The shape of what is written at the position.
pub fn signature_help(
    snapshot: &Snapshot,
    params: lsp::SignatureHelpParams,
    _: &Cancelled,
) -> Option<lsp::SignatureHelp> {
    let (file, offset) = snapshot.place(&params.text_document_position_params)?;
    let shape = signature_help::signature_help(&snapshot.corpus, file, offset)?;
    let capabilities = &snapshot.capabilities;
    // Offsets in labels are UTF-16, whatever is agreed for positions.
    let label = LineIndex::new(&shape.label);
    let column = |offset| label.position(offset, Encoding::Utf16).column;
    let parts = shape.parts.iter().map(|part| lsp::ParameterInformation {
        label: match capabilities.label_offsets {
            true => lsp::ParameterLabel::LabelOffsets([
                column(part.range.from()),
                column(part.range.to()),
            ]),
            false => lsp::ParameterLabel::Simple(shape.label[part.range.bytes()].to_owned()),
        },
        documentation: Some(lsp::Documentation::MarkupContent(lsp::MarkupContent {
            kind: match capabilities.signature_markdown {
                true => lsp::MarkupKind::Markdown,
                false => lsp::MarkupKind::PlainText,
            },
            value: match capabilities.signature_markdown {
                true => part.says.into(),
                false => part.says.replace('`', ""),
            },
        })),
    });
    // Between two clauses none is marked; a number past the last says so.
    let active = shape.active.unwrap_or(shape.parts.len());
    let active = u32::try_from(active).ok();
    Some(lsp::SignatureHelp {
        signatures: vec![lsp::SignatureInformation {
            parameters: Some(parts.collect()),
            label: shape.label.clone(),
            documentation: None,
            active_parameter: active,
        }],
        active_signature: Some(0),
        active_parameter: active,
    })
}
