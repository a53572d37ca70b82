//! Documents that the editor opens, changes and closes.

use tower_lsp::ls_types as lsp;

use crate::lsp::roots;
use crate::lsp::session::Session;
use crate::lsp::session::jobs::Job;
use crate::lsp::snapshot::position_from;
use crate::lsp::uri::{is_file, path_of};
use crate::store::{Change, WatchEvent};

/// The editor has opened a document; one outside of every folder implies its corpus.
pub fn did_open(session: &Session, params: lsp::DidOpenTextDocumentParams) {
    let document = params.text_document;
    let name = document.uri.as_str();
    let mut state = session.state();
    let workspace = &mut state.workspace;
    let path = workspace.open(name, &path_of(name), &document.text, document.version);
    state.note_opened(&path);
    drop(state);
    roots::update_for(session, &path);
}

/// A document has changed in the editor.
pub fn did_change(session: &Session, params: lsp::DidChangeTextDocumentParams) {
    let name = params.text_document.uri.as_str();
    let changes = params.content_changes.into_iter().map(|change| Change {
        range: change
            .range
            .map(|range| (position_from(range.start), position_from(range.end))),
        text: change.text,
    });
    let changes: Vec<Change> = changes.collect();
    let counting = session.capabilities().counting();
    let version = params.text_document.version;
    let mut state = session.state();
    let workspace = &mut state.workspace;
    let path = workspace.change(name, &path_of(name), &changes, version, counting);
    state.note_opened(&path);
}

/// The editor has closed a document; a corpus that only it implied goes with it.
pub fn did_close(session: &Session, params: lsp::DidCloseTextDocumentParams) {
    let name = params.text_document.uri.as_str();
    let mut state = session.state();
    let path = state.workspace.close(name, &path_of(name));
    state.note_opened(&path);
    state.tokens.forget(&path);
    state.pulled.remove(&path);
    let changes = state.workspace.drop_implied_root(&path);
    drop(state);
    roots::apply(session, changes);
    if is_file(&path) {
        session.queue_job(Job::Read(vec![path.to_path_buf()]));
    }
}

/// The editor has noticed changes of files on the disk.
pub fn did_change_watched_files(session: &Session, params: lsp::DidChangeWatchedFilesParams) {
    let paths = params.changes.iter();
    let paths = paths.map(|change| path_of(change.uri.as_str()));
    let paths = paths.filter(|path| is_file(path)).collect();
    session.queue_job(Job::Noticed(WatchEvent::Paths(paths)));
}
