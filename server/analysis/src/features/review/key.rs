//! What a proposal is known by while the text around it changes.

use super::words::Words;
use crate::features::shared::wording::one_line;
use crate::syntax::TextRange;

/// The key of a proposal: a hash of the words of its first part, of the paragraph in which
/// they stand, and of which they are where there are equal ones. So it stays the same while
/// tags are set and people declared, and in another session.
pub fn key(words: &Words, first: TextRange) -> Option<String> {
    let block = words.block_at(first.from())?;
    let said = one_line(&words.text()[first]);
    let before = one_line(&words.text()[block.words.from()..first.from()]);
    let earlier = before.matches(&*said).count();
    let mut hasher = blake3::Hasher::new();
    for part in [said, one_line(&words.text()[block.words])] {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    for number in [earlier, block.repeats] {
        hasher.update(&number.to_le_bytes());
    }
    Some(hasher.finalize().to_hex()[..20].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;

    fn key_of(text: &str, said: &str, which: usize) -> String {
        let words = Words::of(&Source::new(text));
        let (at, _) = words.text().match_indices(said).nth(which).unwrap();
        key(&words, TextRange::new(at, at + said.len())).unwrap()
    }

    /// Paragraphs and words that differ by white space alone are equal ones.
    #[test]
    fn white_space_tells_nothing_apart() {
        let text = "{% x %} “Yes, now,” he said. “Yes,\nnow,” she said.\n\n“Yes, now,” he said. “Yes, now,” she said.\n";
        let mut keys = vec![
            key_of(text, "“Yes, now,”", 0),
            key_of(text, "“Yes,\nnow,”", 0),
            key_of(text, "“Yes, now,”", 1),
            key_of(text, "“Yes, now,”", 2),
        ];
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn a_key_stays_while_others_change_and_tells_equal_words_apart() {
        let plain = "A.\n\n“Yes,” he said. “Yes,” she said.\n\n“Yes,” he said. “Yes,” she said.\n";
        let keys: Vec<String> = (0..4).map(|which| key_of(plain, "“Yes,”", which)).collect();
        let mut unlike = keys.clone();
        unlike.sort_unstable();
        unlike.dedup();
        assert_eq!(unlike.len(), 4);
        let tagged = "@x: X\n\nB.\n\nA.\n\n[“Yes,”]{by @x} [he]{@x} said. “Yes,” she said.\n\n“Yes,” he said. “Yes,” she said.\n";
        for (which, key) in keys.iter().enumerate() {
            assert_eq!(&key_of(tagged, "“Yes,”", which), key);
        }
    }
}
