//! What the open corpora read of others.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Workspace, new_corpus};
use crate::model::{File, Ids};
use crate::settings::Cast;
use crate::store::{Home, Identities};

/// A corpus that reads what others declare, or may do so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalSources {
    /// Which one.
    pub home: Home,
    /// What tells it from all others that are or were open.
    pub serial: u64,
    /// Its roots, each with what is read for it.
    pub casts: Vec<(PathBuf, Vec<Cast>)>,
}

impl Workspace {
    /// All open corpora, with what each reads of others.
    pub fn external_sources(&self) -> Vec<ExternalSources> {
        let homes = self.corpora.homes();
        let all = self.corpora.iter().map(|(home, held)| {
            let roots: Vec<PathBuf> = match home {
                Home::Folder(folder) => vec![folder.to_path_buf()],
                Home::Together => {
                    let opened = self.opened.all().iter().map(|root| root.folder.clone());
                    let own = opened.filter(|folder| homes.of(&folder.join("-")) == *home);
                    own.collect()
                }
            };
            let casts = roots.into_iter().map(|root| {
                let casts = self.settings.of(&root.join("-")).casts.clone();
                (root, casts)
            });
            ExternalSources {
                home: home.clone(),
                serial: held.serial,
                casts: casts.collect(),
            }
        });
        all.collect()
    }

    /// By which path each file is known.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// Gives a corpus the files that it reads of others, read with its `ids`, in place of
    /// those that it had.
    pub fn set_external(&mut self, sources: &ExternalSources, ids: &Arc<Ids>, files: Vec<File>) {
        // It may have been closed and opened again meanwhile.
        let held = self.corpora.get(&sources.home);
        if held.is_some_and(|held| Arc::ptr_eq(held.corpus.ids(), ids)) {
            let corpus = self.corpora.get_mut(sources.home.clone(), new_corpus);
            corpus.set_external(files);
        }
    }
}
