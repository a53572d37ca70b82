//! The declarations that the open corpora read of others: looked for again whenever
//! they may have changed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::MessageType;

use crate::features::shared::harmless;
use crate::lsp::session::Session;
use crate::store::{ExternalSources, external_files, limits_of, read_external};

/// What is known of them.
#[derive(Default)]
pub struct SharedCasts {
    /// The corpora as they were looked at last.
    external_sources: Vec<ExternalSources>,
    /// The files and folders that are read for them.
    places: HashSet<PathBuf>,
    /// Whether anything of it may have changed.
    is_outdated: bool,
    /// The warnings that the log has.
    logged: HashSet<String>,
}

impl SharedCasts {
    /// Has all of it looked for again the next time.
    pub fn mark_outdated(&mut self) {
        self.is_outdated = true;
    }

    /// Whether what happened to a path can matter to it.
    pub fn is_affected_by(&self, path: &Path) -> bool {
        let is_inside = || path.ancestors().any(|above| self.places.contains(above));
        // A folder around it may have gone or come.
        let is_around = || self.places.iter().any(|place| place.starts_with(path));
        !self.places.is_empty() && (is_inside() || is_around())
    }

    /// Reads what the open corpora share, if anything may have changed since the last
    /// time. Gives the folders in which changes matter from now on.
    pub fn update(&mut self, session: &Arc<Session>) -> Vec<PathBuf> {
        let (external_sources, identities) = {
            let state = session.state();
            let workspace = &state.workspace;
            (workspace.external_sources(), workspace.identities().clone())
        };
        let is_outdated = std::mem::take(&mut self.is_outdated);
        if !is_outdated && external_sources == self.external_sources {
            return Vec::new();
        }
        let has_casts =
            |corpus: &ExternalSources| corpus.casts.iter().any(|(_, casts)| !casts.is_empty());
        let before = std::mem::replace(&mut self.external_sources, external_sources);
        self.places.clear();
        let mut folders = Vec::new();
        let mut warnings = HashSet::new();
        let all = self.external_sources.clone();
        for corpus in &all {
            let known = before.iter().find(|known| known.serial == corpus.serial);
            // One that had no casts of others before and has none now has nothing to drop.
            if !has_casts(corpus) && known.is_none_or(|known| !has_casts(known)) {
                continue;
            }
            let ids = session.state().workspace.ids(&corpus.home);
            let mut read = Vec::new();
            for (root, casts) in &corpus.casts {
                let editor = session.state().workspace.editor_settings().clone();
                let limits = limits_of(root, &editor);
                let found = external_files(root, casts, &identities, limits);
                let (files, failures) = read_external(&found.files, &ids, limits);
                read.extend(files);
                let failures = failures.into_iter().map(|failure| {
                    let path = failure.path.display();
                    format!("{path}, which `casts` names, {}", failure.kind)
                });
                warnings.extend(failures.chain(found.left_out));
                self.places.extend(found.places);
                folders.extend(found.folders);
            }
            session.state().workspace.set_external(corpus, &ids, read);
        }
        for message in warnings.difference(&self.logged) {
            session.log(MessageType::WARNING, format!("{}.", harmless(message)));
        }
        self.logged = warnings;
        folders
    }
}
