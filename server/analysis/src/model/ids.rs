//! Ids as numbers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, RwLock};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use unicode_security::skeleton;

use crate::syntax::{EntityKind, Reference, normalise_id};

/// An entity's id as a number. It names the same entity as long as the
/// [`Ids`] live that gave it; the kind is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub struct EntityId(u32);

impl TryFrom<u32> for EntityId {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        let is_known = (number & 3) < 3;
        is_known
            .then_some(Self(number))
            .ok_or("a number that names no kind of entity")
    }
}

impl EntityId {
    /// None is before it.
    pub(super) const FIRST: Self = Self(0);

    /// What it names.
    pub fn kind(self) -> EntityKind {
        EntityKind::ALL[(self.0 & 3) as usize]
    }

    /// The same kind, at another place than its own.
    pub(super) fn at_place(self, place: usize) -> Self {
        let place = u32::try_from(place).unwrap_or(u32::MAX >> 2);
        Self(place << 2 | (self.0 & 3))
    }

    /// Its place among all ids, whatever their kind, in the order in which
    /// they were first seen.
    pub fn index(self) -> usize {
        (self.0 >> 2) as usize
    }
}

/// The numbers of all ids seen so far. Workers that index files share one;
/// numbers are only ever added. What nobody names any more goes with all of them
/// when a corpus is [renumbered](super::Corpus::renumbered).
#[derive(Debug, Default)]
pub struct Ids {
    numbers: DashMap<Arc<str>, EntityId, RandomState>,
    written: RwLock<Vec<Arc<str>>>,
    /// The ids that look the same, by what they look like.
    alike: DashMap<u64, Vec<EntityId>, RandomState>,
}

/// Who gives ids their numbers.
pub trait IdInterner {
    /// The number of a reference in `text`.
    fn of(&self, reference: Reference, text: &str) -> EntityId;
}

impl IdInterner for Ids {
    fn of(&self, reference: Reference, text: &str) -> EntityId {
        Self::of(self, reference, text)
    }
}

impl<N: IdInterner> IdInterner for Arc<N> {
    fn of(&self, reference: Reference, text: &str) -> EntityId {
        (**self).of(reference, text)
    }
}

/// The [`Ids`] of a corpus for one of those who read its files at the same
/// time: what it has met before it asks nobody else for.
pub struct CachedIds<'i> {
    all: &'i Ids,
    met: RefCell<HashMap<Box<str>, EntityId, RandomState>>,
}

impl<'i> CachedIds<'i> {
    /// All ids, none of which has been met.
    pub fn new(all: &'i Ids) -> Self {
        Self {
            all,
            met: RefCell::default(),
        }
    }
}

impl IdInterner for CachedIds<'_> {
    fn of(&self, reference: Reference, text: &str) -> EntityId {
        let written = &text[reference.range];
        if let Some(id) = self.met.borrow().get(written) {
            return *id;
        }
        let id = self.all.of(reference, text);
        self.met.borrow_mut().insert(written.into(), id);
        id
    }
}

impl Ids {
    /// The number of a reference in `text`.
    pub fn of(&self, reference: Reference, text: &str) -> EntityId {
        // No sigil composes with what follows it.
        let key = normalise_id(&text[reference.range]);
        self.of_key(&key, reference.kind)
    }

    /// The number of `@id`, `&id` or `#id`, if the corpus has ever named it.
    pub fn find(&self, written: &str) -> Option<EntityId> {
        self.numbers
            .get(normalise_id(written).as_ref())
            .map(|id| *id)
    }

    /// The number of `@id`, `&id` or `#id`, in NFC, seen before or not; nothing
    /// for what has no sigil.
    pub fn number(&self, written: &str) -> Option<EntityId> {
        let kind = EntityKind::of_sigil(written.chars().next()?)?;
        Some(self.of_key(written, kind))
    }

    /// The other ids of the same kind that look like this one, as `@аnn` with a
    /// Cyrillic letter looks like `@ann`, whoever has named them.
    pub fn alike(&self, id: EntityId) -> Vec<EntityId> {
        let written = self.written(id);
        let alike = self.alike.get(&self.look(&written));
        let mut alike = alike.map_or_else(Vec::new, |alike| alike.clone());
        // Two that look otherwise may have the same number.
        alike.retain(|other| {
            let other_written = self.written(*other);
            *other != id && skeleton(&other_written).eq(skeleton(&written))
        });
        alike
    }

    /// What an id looks like, as a number. The sigil is a part of it.
    fn look(&self, written: &str) -> u64 {
        let skeleton: String = skeleton(written).collect();
        self.alike.hasher().hash_one(skeleton)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let written = self.written.read();
        written.unwrap_or_else(|broken| broken.into_inner()).len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All ids with their sigils, by their [`index`](EntityId::index).
    pub fn all(&self) -> Vec<Arc<str>> {
        let written = self.written.read();
        written.unwrap_or_else(|broken| broken.into_inner()).clone()
    }

    /// The id with its sigil, in NFC.
    pub fn written(&self, id: EntityId) -> Arc<str> {
        let written = self
            .written
            .read()
            .unwrap_or_else(|broken| broken.into_inner());
        written.get(id.index()).cloned().unwrap_or_default()
    }

    fn of_key(&self, key: &str, kind: EntityKind) -> EntityId {
        if let Some(id) = self.numbers.get(key) {
            return *id;
        }
        let key: Arc<str> = key.into();
        match self.numbers.entry(key.clone()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let mut written = self
                    .written
                    .write()
                    .unwrap_or_else(|broken| broken.into_inner());
                let number = u32::try_from(written.len()).unwrap_or(u32::MAX >> 2);
                let id = EntityId(number << 2 | kind as u32);
                self.alike.entry(self.look(&key)).or_default().push(id);
                written.push(key);
                place.insert(id);
                id
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::TextRange;

    #[test]
    fn ids_that_look_alike_are_found() {
        let ids = Ids::default();
        let number = |written: &str| ids.number(written).unwrap();
        let ann = number("@ann");
        let cyrillic = number("@\u{430}nn");
        number("&ann");
        number("@anne");
        assert_eq!(ids.alike(ann), [cyrillic]);
        assert_eq!(ids.alike(cyrillic), [ann]);
        assert_eq!(ids.alike(number("@anne")), []);
    }

    #[test]
    fn those_whose_looks_have_one_number_by_chance_do_not_look_alike() {
        let ids = Ids::default();
        let (ann, zed) = (ids.number("@ann").unwrap(), ids.number("@zed").unwrap());
        ids.alike.entry(ids.look("@ann")).or_default().push(zed);
        assert_eq!(ids.alike(ann), []);
    }

    #[test]
    fn composed_and_decomposed_ids_are_one() {
        let ids = Ids::default();
        let of = |text: &str| {
            let reference = Reference::new(TextRange::new(0, text.len()), text).unwrap();
            ids.of(reference, text)
        };
        assert_eq!(of("@jose\u{301}"), of("@josé"));
        assert_ne!(of("@josé"), of("&josé"));
        assert_eq!(&*ids.written(of("&josé")), "&josé");
        assert_eq!(of("#a").kind(), EntityKind::Topic);
        assert_eq!(ids.find("@josé"), Some(of("@josé")));
    }
}
