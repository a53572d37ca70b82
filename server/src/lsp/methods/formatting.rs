//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`
//!
//! The form is one for all: the editor's tab size does not matter.

use tower_lsp::ls_types as lsp;

use crate::features::edit::TextEdit;
use crate::features::formatting;
use crate::lsp::convert::Snapshot;
use crate::lsp::query::Cancelled;
use crate::model::{FileId, Source};
use crate::syntax::TextRange;

/// A whole document in canonical form.
pub fn document(
    snapshot: &Snapshot,
    params: lsp::DocumentFormattingParams,
    _: &Cancelled,
) -> Option<Vec<lsp::TextEdit>> {
    let (file, source) = source(snapshot, &params.text_document)?;
    changes(snapshot, file, formatting::formatting(&source))
}

/// What a range touches in canonical form.
pub fn range(
    snapshot: &Snapshot,
    params: lsp::DocumentRangeFormattingParams,
    _: &Cancelled,
) -> Option<Vec<lsp::TextEdit>> {
    let (file, source) = source(snapshot, &params.text_document)?;
    let offset = |position| {
        let at = lsp::TextDocumentPositionParams::new(params.text_document.clone(), position);
        snapshot.place(&at).map(|(_, offset)| offset)
    };
    let (start, end) = (offset(params.range.start)?, offset(params.range.end)?);
    let range = TextRange::new(start.min(end), end.max(start));
    changes(snapshot, file, formatting::range_formatting(&source, range))
}

/// What was ended by typing.
pub fn on_type(
    snapshot: &Snapshot,
    params: lsp::DocumentOnTypeFormattingParams,
    _: &Cancelled,
) -> Option<Vec<lsp::TextEdit>> {
    let (file, offset) = snapshot.place(&params.text_document_position)?;
    let source = snapshot.corpus.source(file)?;
    changes(
        snapshot,
        file,
        formatting::on_type(&source, offset, &params.ch),
    )
}

fn source(snapshot: &Snapshot, document: &lsp::TextDocumentIdentifier) -> Option<(FileId, Source)> {
    let file = snapshot.file(&document.uri)?;
    Some((file, snapshot.corpus.source(file)?))
}

fn changes(snapshot: &Snapshot, file: FileId, edits: Vec<TextEdit>) -> Option<Vec<lsp::TextEdit>> {
    (!edits.is_empty()).then(|| snapshot.text_edits(file, &edits))
}
