//! Words as they are compared when two texts may be about the same thing.

use super::fold;

/// A word by its beginning, as a number. Two words seldom share one unless they begin alike.
pub(super) type Stem = u32;

/// How many letters count, a last `s` aside. `immigrants` and `immigration` are then
/// one word, in any language that puts its endings after. On coded news this finds
/// topics as often as the rules of Snowball do for English, and needs to know no
/// language.
const LETTERS: usize = 6;
/// From how many letters on a word counts. Those with fewer are seldom about anything.
const SHORTEST: usize = 3;

/// The words of a text, in order, `limit` of them at most.
pub(super) fn stems(text: &str, limit: usize) -> Vec<Stem> {
    // Nobody writes words that long; so the work is bounded by the limit, whatever the text.
    let text = &text[..floor(text, 32 * limit)];
    let folded = fold(text);
    let words = folded.split(' ');
    let words = words.filter(|word| word.chars().nth(SHORTEST - 1).is_some());
    words.map(stem).take(limit).collect()
}

/// The last boundary between characters up to `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The beginning of a folded word, by the hash of Fowler, Noll and Vo.
fn stem(word: &str) -> Stem {
    let is_plural = word.ends_with('s') && !word.ends_with("ss") && word.len() > SHORTEST;
    let word = &word[..word.len() - usize::from(is_plural)];
    let end = word.char_indices().nth(LETTERS);
    let start = &word[..end.map_or(word.len(), |(end, _)| end)];
    let bytes = start.bytes();
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_alike_are_the_same() {
        let same = |one: &str, other: &str| stems(one, 9) == stems(other, 9);
        assert!(same("Immigrants", "immigration"));
        assert!(same("É́tudiants", "etudiant"));
        assert!(same("the taxes, of “Müller’s”", "The taxes muller"));
        assert!(same("Guns", "gun"));
        assert!(!same("taxes", "taxis") && !same("loss", "los") && !same("bus", "but"));
        assert!(!same("budget", "budge"));
        assert!(stems("it is so", 9).is_empty());
        assert_eq!(stems("one two three four", 2), stems("one two", 9));
        assert_eq!(stems(&"ä".repeat(999), 1).len(), 1);
    }
}
