//! Which roots the open folders and documents imply.
//!
//! A folder that is a part of a larger corpus implies that corpus as a root, and a
//! document outside of the opened folders implies its own. A root is dropped when
//! nothing that implies it is open any more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::session::Session;
use super::session::jobs::Job;
use super::uri::is_file;
use crate::store::{Depth, Home, Homes, Root, RootChanges, Roots, root_of, set_up};

/// Looks again at what every folder and document implies.
pub fn update(session: &Session) {
    let (implying, opened, homes) = {
        let state = session.state();
        let workspace = &state.workspace;
        (
            workspace.implying_paths(),
            workspace.opened().clone(),
            workspace.homes().clone(),
        )
    };
    let is_reading = session.is_reading();
    // The disk is read without the lock on the state.
    let found = implying.iter().filter_map(|path| {
        let root = implied_by(path, &opened, &homes, is_reading)?;
        Some((path.clone(), root))
    });
    let found: HashMap<PathBuf, Root> = found.collect();
    let changes = session
        .state()
        .workspace
        .set_implied_roots(&implying, found);
    apply(session, changes);
}

/// Looks at what a document that was just opened implies.
pub fn update_for(session: &Session, path: &Path) {
    let (opened, homes) = {
        let state = session.state();
        let workspace = &state.workspace;
        (workspace.opened().clone(), workspace.homes().clone())
    };
    if let Some(root) = implied_by(path, &opened, &homes, session.is_reading()) {
        let changes = session.state().workspace.imply_root(path, root);
        apply(session, changes);
    }
}

/// Has the files of new roots read, and those of roots that are gone forgotten.
pub fn apply(session: &Session, changes: RootChanges) {
    if changes == RootChanges::default() {
        return;
    }
    let RootChanges { new, gone } = changes;
    if !gone.is_empty() {
        session.queue_job(Job::Forget(gone));
    }
    if !new.is_empty() {
        session
            .loading
            .send_modify(|loading| loading.folders += new.len());
        session.queue_job(Job::Load(new));
    }
    let mut state = session.state();
    state.note_all_opened();
    let displaced = state.workspace.take_moved_files();
    drop(state);
    if !displaced.is_empty() {
        session.queue_job(Job::Read(displaced));
    }
}

fn implied_by(path: &Path, opened: &Roots, homes: &Homes, is_reading: bool) -> Option<Root> {
    if !is_file(path) {
        return None;
    }
    let root_at = |folder: &Path| Root {
        folder: folder.to_owned(),
        depth: Depth::Everything,
    };
    let itself = root_at(path);
    if opened.contains(&itself) {
        let above = set_up(path).filter(|above| *above != path);
        return above.map(root_at);
    }
    let Some(around) = opened.around(path).next() else {
        return root_of(path);
    };
    // In an opened folder, what is passed over, such as a hidden folder, may have
    // settings by which it is a corpus of its own.
    let folder = path.parent().and_then(set_up)?;
    let is_inside = folder != around.folder && folder.starts_with(&around.folder);
    let is_known = homes.of(path) == Home::Folder(folder.into());
    (is_inside && !is_known && !is_reading).then(|| root_at(folder))
}
