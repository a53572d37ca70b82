//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`
//!
//! The form is one for all: the editor's tab size does not matter.

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::{Refusal, TextEdit};
use crate::features::formatting;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::{FileId, Source};
use crate::syntax::TextRange;

/// A whole document in canonical form.
pub struct DocumentFormatting;

impl Method for DocumentFormatting {
    type Request = request::Formatting;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_formatting_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for DocumentFormatting {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentFormattingParams,
    ) -> Result<Answer<Self>, Refusal> {
        document(snapshot, params)
    }
}

/// What a range touches in canonical form.
pub struct RangeFormatting;

impl Method for RangeFormatting {
    type Request = request::RangeFormatting;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_range_formatting_provider = Some(lsp::OneOf::Left(true));
    }
}

impl Reads for RangeFormatting {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentRangeFormattingParams,
    ) -> Result<Answer<Self>, Refusal> {
        range(snapshot, params)
    }
}

/// What was ended by typing.
pub struct OnTypeFormatting;

impl Method for OnTypeFormatting {
    type Request = request::OnTypeFormatting;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.document_on_type_formatting_provider = Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".into(),
            more_trigger_character: Some(vec!["\n".into()]),
        });
    }
}

impl Reads for OnTypeFormatting {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::DocumentOnTypeFormattingParams,
    ) -> Result<Answer<Self>, Refusal> {
        Ok(on_type(snapshot, params))
    }
}

fn document(
    snapshot: &Snapshot,
    params: lsp::DocumentFormattingParams,
) -> Result<Option<Vec<lsp::TextEdit>>, Refusal> {
    let Some((file, source)) = source(snapshot, &params.text_document) else {
        return Ok(None);
    };
    changes(snapshot, file, formatting::formatting(&source))
}

fn range(
    snapshot: &Snapshot,
    params: lsp::DocumentRangeFormattingParams,
) -> Result<Option<Vec<lsp::TextEdit>>, Refusal> {
    let Some((file, source)) = source(snapshot, &params.text_document) else {
        return Ok(None);
    };
    let offset = |position| {
        let at = lsp::TextDocumentPositionParams::new(params.text_document.clone(), position);
        snapshot.place(&at).map(|(_, offset)| offset)
    };
    let ends = offset(params.range.start).zip(offset(params.range.end));
    let Some((start, end)) = ends else {
        return Ok(None);
    };
    let range = TextRange::new(start.min(end), end.max(start));
    changes(snapshot, file, formatting::range_formatting(&source, range))
}

fn on_type(
    snapshot: &Snapshot,
    params: lsp::DocumentOnTypeFormattingParams,
) -> Option<Vec<lsp::TextEdit>> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    let source = snapshot.corpus.source(file)?;
    let edits = formatting::on_type(&source, offset, &params.ch);
    // Nobody has asked for it, so that a refusal would only disturb.
    changes(snapshot, file, edits).ok()?
}

fn source(snapshot: &Snapshot, document: &lsp::TextDocumentIdentifier) -> Option<(FileId, Source)> {
    let file = snapshot.file(&document.uri)?;
    Some((file, snapshot.corpus.source(file)?))
}

fn changes(
    snapshot: &Snapshot,
    file: FileId,
    edits: Vec<TextEdit>,
) -> Result<Option<Vec<lsp::TextEdit>>, Refusal> {
    match edits.is_empty() {
        true => Ok(None),
        false => snapshot.text_edits(file, &edits).map(Some),
    }
}
