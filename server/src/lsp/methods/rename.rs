//! `textDocument/prepareRename` and `textDocument/rename`

use tower_lsp::ls_types as lsp;

use crate::features::edit::Refusal;
use crate::features::rename;
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;

/// What would be renamed, and the id to begin with.
pub fn prepare_rename(
    snapshot: &Snapshot,
    params: lsp::TextDocumentPositionParams,
    _: &Cancelled,
) -> Result<Option<lsp::PrepareRenameResponse>, Refusal> {
    let (file, offset) = place(snapshot, &params)?;
    let renamed = rename::prepare(&snapshot.corpus, file, offset)?;
    Ok(Some(lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(file, renamed.range),
        placeholder: renamed.placeholder,
    }))
}

/// Another id, in all files.
pub fn rename(
    snapshot: &Snapshot,
    params: lsp::RenameParams,
    cancelled: &Cancelled,
) -> Result<Option<lsp::WorkspaceEdit>, Refusal> {
    let (file, offset) = place(snapshot, &params.text_document_position)?;
    let edit = rename::rename(&snapshot.corpus, file, offset, &params.new_name)?;
    if cancelled.is_set() {
        return Ok(None);
    }
    snapshot.workspace_edit(&edit).map(Some)
}

fn place(
    snapshot: &Snapshot,
    params: &lsp::TextDocumentPositionParams,
) -> Result<(FileId, usize), Refusal> {
    rename::refuse_partial(&snapshot.corpus)?;
    let place = snapshot.place(params);
    place.ok_or_else(|| Refusal("this document is not open".into()))
}
