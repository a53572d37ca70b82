//! "Did you mean …": which known word a mistaken one is nearest to.

/// The longest word that is compared with others, in characters: what is longer
/// is no slip of the pen, and comparing takes its length squared.
const LONGEST: usize = 256;

/// The candidate that `word` was probably meant to be: the one with the
/// smallest edit distance (transpositions counted once), if that is at most a
/// third of the longer word's length, and one that differs only in case before
/// all others.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = Compared::new(&word.to_lowercase());
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let length = length(candidate);
        let allowed = word.length.max(length).div_ceil(3).min(4);
        let least = best.map_or(allowed, |(least, _)| allowed.min(least.saturating_sub(1)));
        if best.is_some_and(|(least, _)| least == 0) {
            break;
        }
        if word.length.abs_diff(length) > least || word.length > LONGEST {
            continue;
        }
        let distance = word.strokes_to(candidate);
        if distance <= least {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The id that `id` was probably meant to be: the [`nearest`] one, or else the
/// only one of which a part is near, as `laurence-buckman` is to `buckmann`.
pub fn nearest_id<'a>(id: &str, ids: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    if let Some(whole) = nearest(id, ids.clone()) {
        return Some(whole);
    }
    let parts = |id: &'a str| id.split(['-', '_']).filter(|part| part.chars().count() > 2);
    let part = nearest(id, ids.clone().flat_map(parts))?;
    let mut with_part = ids.filter(|id| parts(id).any(|other| other == part));
    let first = with_part.next()?;
    with_part.next().is_none().then_some(first)
}

/// A word that is compared with many others, whatever their case.
///
/// The rows of the table in which edit distances are counted are kept as the
/// bits of a number (H. Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein
/// and Damerau Edit Distances, 2003), which makes a step of each character.
pub struct Compared {
    /// In small letters.
    word: String,
    length: usize,
    /// Where each character stands, as bits.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

impl Compared {
    /// A word in small letters.
    pub fn new(word: &str) -> Self {
        let mut compared = Self {
            word: word.to_owned(),
            length: length(word),
            ascii: [0; 128],
            others: Vec::new(),
        };
        for (place, c) in word.chars().take(64).enumerate() {
            match compared.ascii.get_mut(c as usize) {
                Some(places) => *places |= 1 << place,
                None => compared.others.push((c, 1 << place)),
            }
        }
        compared
    }

    /// How many characters have to be written, taken out, changed, or exchanged
    /// with the next one, to make it of another word.
    pub fn strokes_to(&self, other: &str) -> usize {
        if self.length == 0 || self.length > 64 {
            return strsim::osa_distance(&self.word, &other.to_lowercase());
        }
        if other.is_ascii() {
            let bytes = other.bytes();
            return self.distance(bytes.map(|byte| char::from(byte.to_ascii_lowercase())));
        }
        self.distance(other.to_lowercase().chars())
    }

    fn distance(&self, other: impl Iterator<Item = char>) -> usize {
        let last = 1u64 << (self.length - 1);
        let (mut more, mut less) = (u64::MAX, 0u64);
        let (mut same, mut places_before) = (0u64, 0u64);
        let mut distance = self.length;
        for c in other {
            let places = self.places(c);
            let exchanged = ((!same & places) << 1) & places_before;
            same = ((places & more).wrapping_add(more) ^ more) | places | less | exchanged;
            let mut up = less | !(same | more);
            let mut down = same & more;
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            up = up << 1 | 1;
            down <<= 1;
            more = down | !(same | up);
            less = up & same;
            places_before = places;
        }
        distance
    }

    fn places(&self, c: char) -> u64 {
        if let Some(places) = self.ascii.get(c as usize) {
            return *places;
        }
        let others = self.others.iter().filter(|(other, _)| *other == c);
        others.fold(0, |places, (_, place)| places | place)
    }
}

/// The characters of a word.
fn length(word: &str) -> usize {
    match word.is_ascii() {
        true => word.len(),
        false => word.chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Compared, nearest, nearest_id};

    proptest! {
        #[test]
        fn strokes_are_counted_as_in_the_table(word in "[ab-é]{0,9}|[a-c]{60,70}", other in "[ab-éÉA]{0,9}|[a-c]{60,70}") {
            let expected = strsim::osa_distance(&word, &other.to_lowercase());
            prop_assert_eq!(Compared::new(&word).strokes_to(&other), expected);
        }
    }

    #[test]
    fn a_part_of_an_id_is_enough_when_nobody_else_has_it() {
        let find = |id| nearest_id(id, ["laurence-buckman", "ann-lee", "bob-lee"].into_iter());
        assert_eq!(find("laurence-buckmann"), Some("laurence-buckman"));
        assert_eq!(find("buckmann"), Some("laurence-buckman"));
        assert_eq!(find("Buckman"), Some("laurence-buckman"));
        assert_eq!(find("lee"), None);
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        let keys = ["role", "also", "note", "part of"];
        assert_eq!(nearest("roel", keys), Some("role"));
        assert_eq!(nearest("Role", keys), Some("role"));
        assert_eq!(nearest("partof", keys), Some("part of"));
        assert_eq!(nearest("birthday", keys), None);
    }
}
