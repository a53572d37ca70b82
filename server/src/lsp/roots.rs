//! Which roots the open folders and documents bring along.
//!
//! A folder that is a part of a larger corpus brings the whole of it, and a document
//! outside of the opened folders its own. Each is let go of when nothing that brought
//! it is open any more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::session::Session;
use super::session::jobs::Job;
use super::uri::is_file;
use crate::store::{Depth, Home, Homes, Root, RootChanges, Roots, root_of, set_up};

/// Looks again at what every folder and document brings along.
pub fn settle(session: &Session) {
    let (asked, opened, homes) = {
        let state = session.state();
        let workspace = &state.workspace;
        (
            workspace.implying_paths(),
            workspace.opened().clone(),
            workspace.homes().clone(),
        )
    };
    let is_reading = session.is_reading();
    // The disk is asked while others may have the state.
    let found = asked.iter().filter_map(|path| {
        let root = brought_by(path, &opened, &homes, is_reading)?;
        Some((path.clone(), root))
    });
    let found: HashMap<PathBuf, Root> = found.collect();
    let settled = session.state().workspace.set_implied_roots(&asked, found);
    take_up(session, settled);
}

/// Looks at what a document that was just opened brings along.
pub fn settle_one(session: &Session, path: &Path) {
    let (opened, homes) = {
        let state = session.state();
        let workspace = &state.workspace;
        (workspace.opened().clone(), workspace.homes().clone())
    };
    if let Some(root) = brought_by(path, &opened, &homes, session.is_reading()) {
        let settled = session.state().workspace.imply_root(path, root);
        take_up(session, settled);
    }
}

/// Has read what is new, and forgotten what is gone.
pub fn take_up(session: &Session, settled: RootChanges) {
    if settled == RootChanges::default() {
        return;
    }
    let RootChanges { new, gone } = settled;
    if !gone.is_empty() {
        session.order(Job::Forget(gone));
    }
    if !new.is_empty() {
        session
            .loading
            .send_modify(|loading| loading.folders += new.len());
        session.order(Job::Load(new));
    }
    let mut state = session.state();
    state.note_all_standing();
    let displaced = state.workspace.take_moved_files();
    drop(state);
    if !displaced.is_empty() {
        session.order(Job::Read(displaced));
    }
}

fn brought_by(path: &Path, opened: &Roots, homes: &Homes, is_reading: bool) -> Option<Root> {
    if !is_file(path) {
        return None;
    }
    let whole = |folder: &Path| Root {
        folder: folder.to_owned(),
        depth: Depth::Everything,
    };
    let itself = whole(path);
    if opened.contains(&itself) {
        let above = set_up(path).filter(|above| *above != path);
        return above.map(whole);
    }
    let Some(around) = opened.around(path).next() else {
        return root_of(path);
    };
    // In an opened folder, what is passed over, such as a hidden folder, may have
    // settings by which it is a corpus of its own.
    let folder = path.parent().and_then(set_up)?;
    let is_inside = folder != around.folder && folder.starts_with(&around.folder);
    let is_known = homes.of(path) == Home::Folder(folder.into());
    (is_inside && !is_known && !is_reading).then(|| whole(folder))
}
