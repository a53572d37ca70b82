//! `textDocument/foldingRange`

use tower_lsp::ls_types as lsp;

use crate::features::folding_range::{self, FoldKind};
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// What can be folded away in the document.
pub fn folding_range(
    snapshot: &Snapshot,
    params: lsp::FoldingRangeParams,
    _: &Cancelled,
) -> Option<Vec<lsp::FoldingRange>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let folds = folding_range::folding_range(&snapshot.corpus, file);
    let by_columns = !snapshot.capabilities.folds_lines;
    let converted = folds.into_iter().map(|fold| {
        let range = snapshot.range(file, fold.range);
        lsp::FoldingRange {
            start_line: range.start.line,
            start_character: by_columns.then_some(range.start.character),
            end_line: range.end.line,
            end_character: by_columns.then_some(range.end.character),
            kind: match fold.kind {
                FoldKind::Header | FoldKind::Fence => Some(lsp::FoldingRangeKind::Region),
                FoldKind::Comments => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Section | FoldKind::Declaration => None,
            },
            collapsed_text: None,
        }
    });
    Some(converted.collect())
}
