//! What is part of an organisation or a topic, directly or through others, and when.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::{Corpus, EntityId};
use crate::syntax::PartialDate;

/// The parts of an organisation or a topic, and their parts.
pub(super) struct Parts<'c> {
    corpus: &'c Corpus,
    whole: EntityId,
    /// Whatever was part of it at any time.
    ever: HashSet<EntityId>,
    /// Whether a time is given for any of the links between them.
    is_dated: bool,
    /// What has been looked up.
    known: RefCell<HashMap<(EntityId, Option<PartialDate>), bool>>,
}

impl<'c> Parts<'c> {
    /// The parts of `whole`. Takes as much work as there are parts.
    pub fn of(corpus: &'c Corpus, whole: EntityId) -> Self {
        let mut parts = Self {
            corpus,
            whole,
            ever: HashSet::new(),
            is_dated: false,
            known: RefCell::default(),
        };
        let mut next = vec![whole];
        while let Some(above) = next.pop() {
            for below in corpus.index().below(above) {
                if below.kind() != whole.kind() || below == whole {
                    continue;
                }
                let entity = corpus.entity(below);
                let links = entity.iter().flat_map(|entity| entity.parents());
                let mut links = links.filter(|(parent, _)| *parent == above).peekable();
                if links.peek().is_none() {
                    continue;
                }
                parts.is_dated |= links.any(|(_, period)| !period.is_always());
                if parts.ever.insert(below) {
                    next.push(below);
                }
            }
        }
        parts
    }

    /// Whatever was part of it at any time, in no order.
    pub fn ever(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.ever.iter().copied()
    }

    /// Whether it has, or had, no parts at all.
    pub fn is_empty(&self) -> bool {
        self.ever.is_empty()
    }

    /// Whether `entity` is part of it on a date. Without a date every parent counts, as in
    /// [`Corpus::ancestors`].
    pub fn holds(&self, entity: EntityId, date: Option<PartialDate>) -> bool {
        if !self.ever.contains(&entity) {
            return false;
        }
        if !self.is_dated {
            return true;
        }
        let mut known = self.known.borrow_mut();
        let is_part = || self.corpus.ancestors(entity, date).contains(&self.whole);
        *known.entry((entity, date)).or_insert_with(is_part)
    }
}
