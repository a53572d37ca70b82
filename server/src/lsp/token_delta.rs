//! How one list becomes another.

/// What to do with a list: take `removed` items out at `start`, put `inserted` in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice<T> {
    /// Where, counted in items of the old list.
    pub start: usize,
    /// How many items of the old list go.
    pub removed: usize,
    /// What comes in their place.
    pub inserted: Vec<T>,
}

/// The splice that makes `new` of `old`, without what both begin and end with.
/// Nothing when they are the same.
pub fn splice<T: PartialEq + Clone>(old: &[T], new: &[T]) -> Option<Splice<T>> {
    let alike = |(a, b): &(&T, &T)| a == b;
    let start = old.iter().zip(new).take_while(alike).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(alike)
        .count();
    let removed = old.len() - end;
    let inserted = &new[..new.len() - end];
    (removed > 0 || !inserted.is_empty()).then(|| Splice {
        start,
        removed,
        inserted: inserted.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn makes_the_new_list_of_the_old_one(
            old in prop::collection::vec(0u8..3, 0..12),
            new in prop::collection::vec(0u8..3, 0..12),
        ) {
            let mut made = old.clone();
            if let Some(splice) = splice(&old, &new) {
                made.splice(splice.start..splice.start + splice.removed, splice.inserted);
            } else {
                prop_assert_eq!(&old, &new);
            }
            prop_assert_eq!(made, new);
        }
    }

    #[test]
    fn keeps_what_is_alike_at_both_ends() {
        let found = splice(&[1, 2, 3, 4], &[1, 9, 4]);
        let expected = Splice {
            start: 1,
            removed: 2,
            inserted: vec![9],
        };
        assert_eq!(found, Some(expected));
        assert_eq!(
            splice(&[1, 1], &[1, 1, 1]).map(|splice| splice.removed),
            Some(0)
        );
        assert_eq!(splice(&[1], &[1]), None);
    }
}
