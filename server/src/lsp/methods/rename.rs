//! `textDocument/prepareRename` and `textDocument/rename`

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::Refusal;
use crate::features::rename;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;

/// What would be renamed, and the id to begin with.
pub struct PrepareRename;

impl Method for PrepareRename {
    type Request = request::PrepareRenameRequest;
}

impl Reads for PrepareRename {
    fn answer(
        snapshot: &Snapshot,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Answer<Self>, Refusal> {
        prepare_rename(snapshot, params)
    }
}

/// Another id, in all files.
pub struct Rename;

impl Method for Rename {
    type Request = request::Rename;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.rename_provider = Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }));
    }
}

impl Reads for Rename {
    fn answer(snapshot: &Snapshot, params: lsp::RenameParams) -> Result<Answer<Self>, Refusal> {
        rename(snapshot, params)
    }
}

fn prepare_rename(
    snapshot: &Snapshot,
    params: lsp::TextDocumentPositionParams,
) -> Result<Option<lsp::PrepareRenameResponse>, Refusal> {
    let (file, offset) = place(snapshot, &params)?;
    let renamed = rename::prepare(&snapshot.corpus, file, offset)?;
    Ok(Some(lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(file, renamed.range),
        placeholder: renamed.placeholder,
    }))
}

fn rename(
    snapshot: &Snapshot,
    params: lsp::RenameParams,
) -> Result<Option<lsp::WorkspaceEdit>, Refusal> {
    let (file, offset) = place(snapshot, &params.text_document_position)?;
    let edit = rename::rename(&snapshot.corpus, file, offset, &params.new_name)?;
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
