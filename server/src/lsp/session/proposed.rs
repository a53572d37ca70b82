//! How many quotes are proposed for the documents that are open, as of which text.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

/// On what a count depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The hash of the text.
    pub text: u128,
    /// The serial number of the corpus.
    pub corpus: u64,
    /// How often it has changed beyond that file.
    pub epoch: u64,
    /// How often something was refused or brought back.
    pub refusals: u64,
    /// Whether anything is proposed in the corpus.
    pub is_on: bool,
}

/// The counts. Clones share them: they are found out when changes have settled, and read
/// whenever somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Proposed(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    by_path: HashMap<Arc<Path>, (Basis, usize)>,
    refusals: u64,
}

impl Proposed {
    /// How many are proposed for an open document, as far as it was counted.
    pub fn of(&self, path: &Path) -> Option<usize> {
        let counts = self.counts();
        counts.by_path.get(path).map(|(_, count)| *count)
    }

    /// How often something was refused or brought back.
    pub fn refusals(&self) -> u64 {
        self.counts().refusals
    }

    /// Notes that something was refused or brought back.
    pub fn note_refusal(&self) {
        self.counts().refusals += 1;
    }

    /// Whether a count is still that of its basis.
    pub fn is_known(&self, path: &Path, basis: &Basis) -> bool {
        let counts = self.counts();
        counts
            .by_path
            .get(path)
            .is_some_and(|(known, _)| known == basis)
    }

    /// Keeps a count, and says whether it is another one than before.
    pub fn keep(&self, path: Arc<Path>, basis: Basis, count: usize) -> bool {
        let before = self.counts().by_path.insert(path, (basis, count));
        before.map_or(0, |(_, before)| before) != count
    }

    /// Forgets documents that are no longer open.
    pub fn retain(&self, is_open: impl Fn(&Path) -> bool) {
        self.counts().by_path.retain(|path, _| is_open(path));
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_kept_with_what_it_depends_on() {
        let proposed = Proposed::default();
        let path: Arc<Path> = Path::new("/a.qm").into();
        let basis = Basis {
            text: 1,
            corpus: 2,
            epoch: 3,
            refusals: proposed.refusals(),
            is_on: true,
        };
        assert!(!proposed.is_known(&path, &basis));
        assert!(proposed.keep(path.clone(), basis.clone(), 4));
        assert!(!proposed.keep(path.clone(), basis.clone(), 4));
        assert!(proposed.is_known(&path, &basis));
        proposed.note_refusal();
        let later = Basis {
            refusals: proposed.refusals(),
            ..basis
        };
        assert!(!proposed.is_known(&path, &later));
        assert_eq!(proposed.of(&path), Some(4));
        proposed.retain(|_| false);
        assert_eq!(proposed.of(&path), None);
    }
}
