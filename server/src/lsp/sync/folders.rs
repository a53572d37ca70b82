//! The folders that the editor works in.

use std::path::PathBuf;

use tower_lsp::ls_types as lsp;

use crate::lsp::roots;
use crate::lsp::session::Session;
use crate::lsp::session::jobs::Job;
use crate::lsp::uri::{is_file, path_of};
use crate::store::is_too_wide;

/// The editor has opened or closed folders.
pub fn did_change_folders(session: &Session, params: lsp::DidChangeWorkspaceFoldersParams) {
    let paths = |folders: Vec<lsp::WorkspaceFolder>| {
        let folders = folders.into_iter();
        folders.map(|folder| path_of(folder.uri.as_str()))
    };
    let removed = paths(params.event.removed).collect::<Vec<_>>();
    if !removed.is_empty() {
        let changes = session.state().workspace.close_folders(&removed);
        roots::apply(session, changes);
    }
    add_folders(session, paths(params.event.added).collect());
}

/// Adds folders that the editor works in.
pub fn add_folders(session: &Session, folders: Vec<PathBuf>) {
    let folders = folders.into_iter().filter(|folder| is_file(folder));
    let (wide, folders): (Vec<PathBuf>, Vec<PathBuf>) =
        folders.partition(|folder| is_too_wide(folder));
    for folder in wide {
        session.queue_job(Job::Refuse(folder));
    }
    let changes = session.state().workspace.open_folders(folders);
    roots::apply(session, changes);
    roots::update(session);
}

/// The folders that the editor works in when it begins.
pub fn first_folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => {
            let folders = folders.iter();
            folders.map(|folder| path_of(folder.uri.as_str())).collect()
        }
        None => root_of_old_clients(params).into_iter().collect(),
    }
}

/// The folder of clients older than workspace folders.
#[expect(deprecated, reason = "some clients know nothing newer")]
fn root_of_old_clients(params: &lsp::InitializeParams) -> Option<PathBuf> {
    let uri = params.root_uri.as_ref().map(|uri| path_of(uri.as_str()));
    uri.or_else(|| params.root_path.as_ref().map(PathBuf::from))
}
