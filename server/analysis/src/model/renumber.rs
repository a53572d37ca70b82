//! A corpus without the ids and paths that were named only once.
//!
//! While somebody types `@ann`, `@a` and `@an` are named for a moment, and each
//! gets a number. The numbers of ids and paths are only ever added to, so that
//! those of older moments stay right. Where most are of no more use the files are
//! put under new numbers, in which only those are counted that something names.

use std::sync::Arc;

use super::corpus::Corpus;
use super::{EntityId, Ids};

/// So many ids may be named no more before anything is done about it.
const SLACK: usize = 1024;

impl Corpus {
    /// Whether most of the ids that have a number are named by no file.
    pub fn is_wasteful(&self) -> bool {
        self.ids().len() > 2 * self.index().named_count() + SLACK
    }

    /// The same corpus under new numbers of ids; those of files stay. The work
    /// grows with the corpus. Nothing if a file names somebody unknown to the index.
    pub fn renumbered(&self) -> Option<Self> {
        let ids = Ids::default();
        let mut named: Vec<EntityId> = self.index().named().collect();
        // What is sorted by numbers stays sorted.
        named.sort_unstable();
        let mut now: Vec<Option<EntityId>> = Vec::new();
        for entity in named {
            now.resize(entity.index() + 1, None);
            now[entity.index()] = ids.number(&self.written(entity));
        }
        let now = |entity: EntityId| now.get(entity.index()).copied().flatten();
        self.under(Arc::new(ids), &now)
    }

    /// The corpus `latest` under the numbers of this one, which is `before`
    /// [renumbered](Self::renumbered). The work grows with what has changed since.
    /// Nothing where that cannot be done.
    pub fn caught_up(mut self, before: &Self, latest: &Self) -> Option<Self> {
        let gone = before
            .files()
            .filter(|(file, _)| latest.file(*file).is_none());
        for (_, file) in gone {
            self.remove(&file.path);
        }
        for file in latest.changed_since(before) {
            let file = latest.file(file)?;
            let ids = self.ids().clone();
            let now = |entity: EntityId| ids.number(&latest.written(entity));
            self.insert(file.renumbered(&now)?);
        }
        Some(self.changed_as_often_as(latest))
    }
}
