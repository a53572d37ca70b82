//! What the open corpora read of others: looked for again whenever it may be another.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::MessageType;

use crate::features::shared::harmless;
use crate::lsp::session::Session;
use crate::store::{ExternalSources, external_files, limits_of, read_external};

/// What is known of it.
#[derive(Default)]
pub struct SharedCasts {
    /// The corpora as they were looked at last.
    external_sources: Vec<ExternalSources>,
    /// The files and folders that are read for them.
    places: HashSet<PathBuf>,
    is_touched: bool,
    /// What was told to be passed over.
    told: HashSet<String>,
}

impl SharedCasts {
    /// Has all of it looked for again the next time.
    pub fn touch(&mut self) {
        self.is_touched = true;
    }

    /// Whether what happened to a path can matter to it.
    pub fn is_about(&self, path: &Path) -> bool {
        let is_inside = || path.ancestors().any(|above| self.places.contains(above));
        // A folder around it may have gone or come.
        let is_around = || self.places.iter().any(|place| place.starts_with(path));
        !self.places.is_empty() && (is_inside() || is_around())
    }

    /// Reads what the open corpora borrow, if anything may be another than the last
    /// time. Gives the folders in which changes matter from now on.
    pub fn settle(&mut self, session: &Arc<Session>) -> Vec<PathBuf> {
        let (external_sources, identities) = {
            let state = session.state();
            let workspace = &state.workspace;
            (workspace.external_sources(), workspace.identities().clone())
        };
        let is_touched = std::mem::take(&mut self.is_touched);
        if !is_touched && external_sources == self.external_sources {
            return Vec::new();
        }
        let borrows =
            |borrower: &ExternalSources| borrower.casts.iter().any(|(_, casts)| !casts.is_empty());
        let before = std::mem::replace(&mut self.external_sources, external_sources);
        self.places.clear();
        let mut folders = Vec::new();
        let mut told = HashSet::new();
        let all = self.external_sources.clone();
        for borrower in &all {
            let known = before.iter().find(|known| known.serial == borrower.serial);
            // One that borrowed nothing before and does not now has nothing to give back.
            if !borrows(borrower) && known.is_none_or(|known| !borrows(known)) {
                continue;
            }
            let ids = session.state().workspace.ids(&borrower.home);
            let mut read = Vec::new();
            for (root, casts) in &borrower.casts {
                let editor = session.state().workspace.editor_settings().clone();
                let limits = limits_of(root, &editor);
                let lent = external_files(root, casts, &identities, limits);
                let (files, failures) = read_external(&lent.files, &ids, limits);
                read.extend(files);
                let failures = failures.into_iter().map(|failure| {
                    let path = failure.path.display();
                    format!("{path}, which `casts` names, {}", failure.kind)
                });
                told.extend(failures.chain(lent.left_out));
                self.places.extend(lent.places);
                folders.extend(lent.folders);
            }
            session.state().workspace.set_external(borrower, &ids, read);
        }
        for message in told.difference(&self.told) {
            session.log(MessageType::WARNING, format!("{}.", harmless(message)));
        }
        self.told = told;
        folders
    }
}
