//! Who says most: an order that is kept, so that the first of it are at hand.

use std::cmp::{Ordering, Reverse};
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use imbl::OrdSet;

use super::counts::Tally;
use super::{EntityId, Ids};
use crate::syntax::EntityKind;

/// The people and organisations in the order of what they say, and the topics
/// in the order of what is said on them. It is made when somebody asks for it
/// and kept from then on: reading a corpus does not pay for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranking(Arc<OnceLock<Ranked>>);

/// The orders.
#[derive(Debug, Clone, Default)]
struct Ranked {
    speakers: OrdSet<Rank>,
    topics: OrdSet<Rank>,
}

/// Where an entity stands: who has most comes first, then by the id.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rank {
    quotes: Reverse<u32>,
    mentions: Reverse<u32>,
    id: Arc<str>,
    entity: EntityId,
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        let counts = (self.quotes, self.mentions).cmp(&(other.quotes, other.mentions));
        // People and organisations are mixed: the sigil counts last.
        let id = || bare(&self.id).cmp(bare(&other.id));
        counts
            .then_with(id)
            .then_with(|| self.id.cmp(&other.id))
            .then_with(|| self.entity.cmp(&other.entity))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn bare(id: &str) -> &str {
    id.trim_start_matches(['@', '&', '#'])
}

/// Where an entity stands, if it is listed: whatever the corpus' own files name
/// or declare, as [`Counts`](super::Counts) count it. A cast that corpora share
/// may declare many who are of no concern here.
fn rank(ids: &Ids, entity: EntityId, tally: Tally) -> Option<Rank> {
    let quotes = match entity.kind() {
        EntityKind::Topic => tally.on,
        EntityKind::Person | EntityKind::Organisation => tally.quotes,
    };
    tally.is_own().then(|| Rank {
        quotes: Reverse(quotes),
        mentions: Reverse(tally.mentions),
        id: ids.written(entity),
        entity,
    })
}

/// An entity that is named otherwise often: before and now.
pub(super) type Change = (EntityId, Tally, Tally);

impl Ranking {
    /// The order after changes. Where it has not been asked for there is nothing to keep.
    pub fn changed(&self, ids: &Ids, changes: &[Change]) -> Self {
        let Some(ranked) = self.0.get() else {
            return Self::default();
        };
        let mut ranked = ranked.clone();
        for (entity, before, now) in changes {
            let of_kind = ranked.of_kind(entity.kind());
            if let Some(rank) = rank(ids, *entity, *before) {
                of_kind.remove(&rank);
            }
            if let Some(rank) = rank(ids, *entity, *now) {
                of_kind.insert(rank);
            }
        }
        Self(Arc::new(OnceLock::from(ranked)))
    }

    /// Makes the order of whatever is named, with its tally, where there is none yet.
    pub fn make(&self, ids: &Ids, all: impl Iterator<Item = (EntityId, Tally)>) {
        self.0.get_or_init(|| {
            let mut of_kinds = [Vec::new(), Vec::new()];
            for (entity, tally) in all {
                let place = usize::from(entity.kind() == EntityKind::Topic);
                of_kinds[place].extend(rank(ids, entity, tally));
            }
            let [speakers, topics] = of_kinds.map(|mut ranks| {
                ranks.sort_unstable();
                ranks.into_iter().collect()
            });
            Ranked { speakers, topics }
        });
    }

    /// Those of a kind that come after `after`, in order; people and
    /// organisations are together. Nobody where the order has not been made.
    pub fn behind(
        &self,
        ids: &Ids,
        kind: EntityKind,
        after: Option<(EntityId, Tally)>,
    ) -> impl Iterator<Item = EntityId> + use<'_> {
        let after = after.and_then(|(entity, tally)| rank(ids, entity, tally));
        let first = after.map_or(Bound::Unbounded, Bound::Excluded);
        let ranked = self.0.get().into_iter();
        let ranks = ranked.flat_map(move |ranked| {
            let ranks = match kind {
                EntityKind::Topic => &ranked.topics,
                EntityKind::Person | EntityKind::Organisation => &ranked.speakers,
            };
            ranks.range((first.clone(), Bound::Unbounded))
        });
        ranks.map(|rank| rank.entity)
    }

    /// How many people and organisations, or topics, there are.
    pub fn len(&self, kind: EntityKind) -> usize {
        let ranked = self.0.get();
        ranked.map_or(0, |ranked| match kind {
            EntityKind::Topic => ranked.topics.len(),
            EntityKind::Person | EntityKind::Organisation => ranked.speakers.len(),
        })
    }
}

impl Ranked {
    fn of_kind(&mut self, kind: EntityKind) -> &mut OrdSet<Rank> {
        match kind {
            EntityKind::Topic => &mut self.topics,
            EntityKind::Person | EntityKind::Organisation => &mut self.speakers,
        }
    }
}

impl PartialEq for Ranking {
    /// What is made when it is asked for is no part of what the index says.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Ranking {}
