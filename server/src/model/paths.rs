//! Paths as numbers.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dashmap::DashMap;
use foldhash::fast::RandomState;

use super::FileId;

/// The numbers of all paths seen so far. The moments of a corpus share one;
/// numbers are only ever added, and none says whether there is a file.
#[derive(Debug, Default)]
pub(super) struct Paths {
    numbers: DashMap<Arc<Path>, FileId, RandomState>,
    next: AtomicU32,
}

impl Paths {
    /// The number of a path, if it was ever seen.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        self.numbers.get(path).map(|number| *number)
    }

    /// The number of a path, seen before or not.
    pub fn number(&self, path: &Arc<Path>) -> FileId {
        if let Some(number) = self.find(path) {
            return number;
        }
        let number = self.numbers.entry(path.clone()).or_insert_with(|| {
            // As many as there are paths; what a number guards is locked here.
            FileId::from_number(self.next.fetch_add(1, Ordering::Relaxed))
        });
        *number
    }
}
