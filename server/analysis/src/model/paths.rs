//! Paths as numbers.

use std::borrow::Borrow;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
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
    numbers: DashMap<Key, FileId, RandomState>,
    next: AtomicU32,
}

/// A path as its bytes, which are compared faster than its parts. Paths are
/// written in one way before they get here.
#[derive(Debug)]
struct Key(Arc<Path>);

impl Borrow<OsStr> for Key {
    fn borrow(&self) -> &OsStr {
        self.0.as_os_str()
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_os_str().hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_os_str() == other.0.as_os_str()
    }
}

impl Eq for Key {}

impl Paths {
    /// Only these paths, with the numbers that they have. Those of others are
    /// not given out again.
    pub fn only<'p>(&self, paths: impl Iterator<Item = (FileId, &'p Arc<Path>)>) -> Self {
        let kept = Self {
            next: AtomicU32::new(self.next.load(Ordering::Relaxed)),
            ..Self::default()
        };
        for (number, path) in paths {
            kept.numbers.insert(Key(path.clone()), number);
        }
        kept
    }

    /// The number of a path, if it was ever seen.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        self.numbers.get(path.as_os_str()).map(|number| *number)
    }

    /// The number of a path, seen before or not.
    pub fn number(&self, path: &Arc<Path>) -> FileId {
        if let Some(number) = self.find(path) {
            return number;
        }
        let number = self.numbers.entry(Key(path.clone())).or_insert_with(|| {
            // As many as there are paths; what a number guards is locked here.
            FileId::from_number(self.next.fetch_add(1, Ordering::Relaxed))
        });
        *number
    }
}
