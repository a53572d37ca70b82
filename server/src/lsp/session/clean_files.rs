//! The files of the workspace on which there is nothing to report.

use std::collections::HashMap;

use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;
use crate::settings::SettingsTree;

/// What the reports on every file depend on, beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    epoch: u64,
    is_partial: bool,
    settings: SettingsTree,
}

/// The files on which there is nothing to report.
#[derive(Debug, Default)]
pub struct CleanFiles {
    /// Those of each corpus that was looked at, by its serial number.
    corpora: HashMap<u64, Clean>,
    /// How many files were looked at in all.
    looked_at: usize,
}

/// Those of a corpus.
#[derive(Debug)]
struct Clean {
    /// On what that depends.
    basis: Basis,
    /// As of which text of each, by the text's hash.
    texts: HashMap<FileId, u128>,
}

impl CleanFiles {
    /// Counts a file that is looked at.
    pub fn count(&mut self) {
        self.looked_at += 1;
    }

    /// How many files were looked at in all.
    pub fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Whether something has happened to a corpus since that reaches beyond a file.
    pub fn is_outdated(&self, snapshot: &Snapshot) -> bool {
        let now = bases(snapshot);
        let mut known = self.corpora.iter();
        known.any(|(serial, clean)| now.get(serial).is_some_and(|now| *now != clean.basis))
    }

    /// Forgets what is no longer so.
    pub fn begin(&mut self, snapshot: &Snapshot) {
        let now = bases(snapshot);
        self.corpora
            .retain(|serial, clean| now.get(serial) == Some(&clean.basis));
        for (serial, basis) in now {
            self.corpora.entry(serial).or_insert_with(|| Clean {
                basis,
                texts: HashMap::new(),
            });
        }
    }

    /// Whether a file had nothing to report on it when it had that text.
    pub fn holds(&self, snapshot: &Snapshot, file: FileId, text: u128) -> bool {
        let clean = self.corpora.get(&snapshot.serial);
        let clean = clean.filter(|clean| clean.basis == basis(snapshot));
        clean.is_some_and(|clean| clean.texts.get(&file) == Some(&text))
    }

    /// Notes that there is nothing to report on a file while it has that text.
    pub fn note(&mut self, snapshot: &Snapshot, file: FileId, text: u128) {
        let clean = self.corpora.get_mut(&snapshot.serial);
        if let Some(clean) = clean.filter(|clean| clean.basis == basis(snapshot)) {
            clean.texts.insert(file, text);
        }
    }
}

/// What the reports on the files of each corpus depend on.
pub fn bases(snapshot: &Snapshot) -> HashMap<u64, Basis> {
    let each = snapshot.each_corpus();
    each.map(|one| (one.serial, basis(&one))).collect()
}

/// What the reports on the files of that corpus depend on.
pub fn basis(snapshot: &Snapshot) -> Basis {
    Basis {
        epoch: snapshot.corpus.epochs().reports,
        is_partial: snapshot.corpus.is_partial(),
        settings: snapshot.settings.clone(),
    }
}
