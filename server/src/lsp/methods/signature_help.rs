//! `textDocument/signatureHelp`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::signature_help;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::syntax::{Encoding, LineIndex};

/// What a clause may hold.
pub struct SignatureHelp;

impl Method for SignatureHelp {
    type Request = request::SignatureHelpRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.signature_help_provider = Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            ..lsp::SignatureHelpOptions::default()
        });
    }
}

impl Reads for SignatureHelp {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::SignatureHelpParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(signature_help(snapshot, params))
    }
}

/// The characters after which the shape of a tag is shown.
const TRIGGERS: [&str; 2] = ["{", " "];

fn signature_help(
    snapshot: &Snapshot,
    params: lsp::SignatureHelpParams,
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
