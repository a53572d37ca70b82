//! A set of numbers that is cheap to copy, to add to and to keep.

use std::sync::Arc;

use imbl::OrdMap;

/// How many numbers stand together. A change copies no more than these while
/// somebody holds an older copy of the set.
const CHUNK: usize = 256;

/// A sorted set of small values, of which a large corpus has millions. A copy
/// shares what has not changed since. Most sets are small and take little more
/// than their numbers; large ones are kept in chunks.
#[derive(Debug, Clone)]
pub(super) struct Postings<T: Ord> {
    chunks: Chunks<T>,
}

#[derive(Debug, Clone)]
enum Chunks<T: Ord> {
    One(Arc<Vec<T>>),
    /// By the smallest value that may stand in each; that of the first is the
    /// smallest of all.
    Many(OrdMap<T, Arc<Vec<T>>>),
}

impl<T: Ord> Default for Postings<T> {
    fn default() -> Self {
        Self {
            chunks: Chunks::One(Arc::default()),
        }
    }
}

impl<T: Copy + Ord + Default> PartialEq for Postings<T> {
    /// Whether the same values are in both, however they are chunked.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Copy + Ord + Default> Eq for Postings<T> {}

impl<T: Copy + Ord + Default> Postings<T> {
    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        let (one, many) = match &self.chunks {
            Chunks::One(chunk) => (Some(chunk), None),
            Chunks::Many(chunks) => (None, Some(chunks)),
        };
        let many = many.into_iter().flat_map(|chunks| chunks.values());
        let chunks = one.into_iter().chain(many);
        chunks.flat_map(|chunk| chunk.iter().copied())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match &self.chunks {
            Chunks::One(chunk) => chunk.is_empty(),
            Chunks::Many(_) => false,
        }
    }

    /// Adds a value, unless it is there already.
    pub fn insert(&mut self, value: T) {
        let rest = match &mut self.chunks {
            Chunks::One(chunk) => insert_into(chunk, value),
            Chunks::Many(chunks) => match chunks.get_prev_mut(&value) {
                Some((_, chunk)) => insert_into(chunk, value),
                None => Some(Vec::from([value])),
            },
        };
        let Some(rest) = rest else {
            return;
        };
        let first = rest.first().copied().unwrap_or_default();
        self.add_chunk(first, Arc::new(rest));
    }

    /// Adds values that are in order, each once.
    pub fn extend(&mut self, values: &[T]) {
        let are_behind = values.first() > self.last().as_ref();
        match are_behind {
            true => self.append(values),
            false => values.iter().for_each(|value| self.insert(*value)),
        }
    }

    /// The greatest value.
    fn last(&self) -> Option<T> {
        let chunk = match &self.chunks {
            Chunks::One(chunk) => chunk,
            Chunks::Many(chunks) => chunks.get_max().map(|(_, chunk)| chunk)?,
        };
        chunk.last().copied()
    }

    /// Adds values in order that stand after all others.
    fn append(&mut self, values: &[T]) {
        let Some(first) = values.first() else {
            return;
        };
        let last = match &mut self.chunks {
            Chunks::One(chunk) => Some(chunk),
            Chunks::Many(chunks) => chunks.get_prev_mut(first).map(|(_, chunk)| chunk),
        };
        let room = last
            .as_ref()
            .map_or(0, |chunk| CHUNK.saturating_sub(chunk.len()));
        let (fitting, rest) = values.split_at(room.min(values.len()));
        if let Some(chunk) = last
            && !fitting.is_empty()
        {
            let chunk = Arc::make_mut(chunk);
            grow(chunk, fitting.len());
            chunk.extend_from_slice(fitting);
        }
        for values in rest.chunks(CHUNK) {
            let chunk = Arc::new(values.to_vec());
            self.add_chunk(values[0], chunk);
        }
    }

    /// Adds a chunk in which values from `first` on stand.
    fn add_chunk(&mut self, first: T, rest: Arc<Vec<T>>) {
        match &mut self.chunks {
            Chunks::One(chunk) => {
                let chunks = [(T::default(), std::mem::take(chunk)), (first, rest)];
                self.chunks = Chunks::Many(chunks.into_iter().collect());
            }
            Chunks::Many(chunks) => {
                chunks.insert(first, rest);
            }
        }
    }

    /// Takes out a value, if it is there.
    pub fn remove(&mut self, value: T) {
        match &mut self.chunks {
            Chunks::One(chunk) => remove_from(chunk, value),
            Chunks::Many(chunks) => {
                let Some((first, chunk)) = chunks.get_prev_mut(&value) else {
                    return;
                };
                remove_from(chunk, value);
                let first = *first;
                if chunk.is_empty() && first != T::default() {
                    chunks.remove(&first);
                }
                if chunks.len() == 1
                    && let Some(last) = chunks.values().next()
                {
                    self.chunks = Chunks::One(last.clone());
                }
            }
        }
    }
}

/// Adds a value to a chunk; gives what then has to stand in a chunk of its own.
fn insert_into<T: Copy + Ord>(chunk: &mut Arc<Vec<T>>, value: T) -> Option<Vec<T>> {
    let Err(place) = chunk.binary_search(&value) else {
        return None;
    };
    let is_full = chunk.len() >= CHUNK;
    // Files are mostly added after all others; so what is full stays full.
    if is_full && place == chunk.len() {
        return Some(vec![value]);
    }
    let chunk = Arc::make_mut(chunk);
    if !is_full {
        put(chunk, place, value);
        return None;
    }
    let half = chunk.len() / 2;
    let mut rest = chunk.split_off(half);
    match place > half {
        true => put(&mut rest, place - half, value),
        false => put(chunk, place, value),
    }
    Some(rest)
}

fn put<T>(chunk: &mut Vec<T>, place: usize, value: T) {
    grow(chunk, 1);
    chunk.insert(place, value);
}

/// Makes room for so many more.
fn grow<T>(chunk: &mut Vec<T>, more: usize) {
    if chunk.capacity() - chunk.len() < more {
        // Doubling would leave a third of the memory unused.
        chunk.reserve_exact(more.max(chunk.len() / 4 + 2));
    }
}

fn remove_from<T: Copy + Ord>(chunk: &mut Arc<Vec<T>>, value: T) {
    if let Ok(place) = chunk.binary_search(&value) {
        Arc::make_mut(chunk).remove(place);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn holding(values: impl IntoIterator<Item = u32>) -> Postings<u32> {
        let mut postings = Postings::default();
        for value in values {
            postings.insert(value);
        }
        postings
    }

    #[test]
    fn values_that_are_there_already_are_not_added_again() {
        let mut postings = holding([1, 3]);
        postings.extend(&[3, 4]);
        postings.extend(&[4]);
        assert!(
            postings.iter().eq([1, 3, 4]),
            "after all others, and the last"
        );
        postings.extend(&[2, 5]);
        assert!(postings.iter().eq([1, 2, 3, 4, 5]), "between others");
    }

    /// On this rests every test that compares an index with one that was built from scratch.
    #[test]
    fn sets_are_equal_only_with_the_same_values() {
        let few = holding([1, 2, 3]);
        for other in [holding([1, 2]), holding([1, 2, 3, 4]), holding([1, 2, 4])] {
            assert_ne!(few, other);
            assert_ne!(other, few);
        }
        assert!(few == holding([3, 1, 2]) && few != Postings::default());
        let many = holding(0..1_000);
        assert!(many == holding((0..1_000).rev()) && many != holding(0..999));
    }

    /// A large corpus has millions of sets, nearly all of them small: a chunk has to be
    /// filled before another one begins.
    #[test]
    fn what_is_added_behind_all_others_fills_the_chunks() {
        let chunks = |postings: Postings<u32>| match postings.chunks {
            Chunks::One(_) => 1,
            Chunks::Many(chunks) => chunks.len(),
        };
        let chunk = CHUNK as u32;
        assert_eq!(chunks(holding(0..chunk)), 1);
        assert_eq!(chunks(holding(0..=chunk)), 2);
        assert_eq!(chunks(holding(0..4 * chunk)), 4);
        let mut postings = holding(0..chunk / 2);
        postings.extend(&(chunk / 2..2 * chunk).collect::<Vec<_>>());
        assert_eq!(chunks(postings), 2);
    }

    proptest! {
        #[test]
        fn it_holds_what_a_set_holds(
            ascending in 0u32..3_000,
            changes in prop::collection::vec((any::<bool>(), 0u32..3_000), 0..2_000),
            more in prop::collection::vec(prop::collection::btree_set(0u32..6_000, 0..600), 0..6),
        ) {
            let mut set: BTreeSet<u32> = (0..ascending).collect();
            let mut postings = Postings::default();
            set.iter().for_each(|value| postings.insert(*value));
            for values in more {
                let values: Vec<u32> = values.into_iter().collect();
                set.extend(&values);
                postings.extend(&values);
            }
            let (before, copy) = (set.clone(), postings.clone());
            for (is_new, value) in changes {
                if is_new {
                    set.insert(value);
                    postings.insert(value);
                } else {
                    set.remove(&value);
                    postings.remove(value);
                }
            }
            prop_assert!(postings.iter().eq(set.iter().copied()));
            prop_assert_eq!(postings.is_empty(), set.is_empty());
            prop_assert!(copy.iter().eq(before));
            let mut fresh = Postings::default();
            set.iter().rev().for_each(|value| fresh.insert(*value));
            prop_assert_eq!(&fresh, &postings);
            let gone = set.into_iter();
            gone.for_each(|value| postings.remove(value));
            prop_assert!(postings.is_empty());
            prop_assert_eq!(postings, Postings::default());
        }
    }
}
