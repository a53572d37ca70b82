//! How many words are said.

use super::around::{is_ideographic, is_southeast};

/// How many letters of a script without spaces count as a word, about.
const IDEOGRAPHS: usize = 2;
const LETTERS: usize = 5;

/// How many words a quotation has before somebody is expected to have spoken it.
const SPOKEN: usize = 5;

/// The words in plain words, at most `limit`. Where a script parts no words,
/// its letters are counted: two Chinese or Japanese ones, or five of Thai and
/// its neighbours, make a word.
pub fn counted_words(words: &str, limit: usize) -> usize {
    let mut count = 0;
    let (mut ideographs, mut letters) = (0, 0);
    for word in words.split_whitespace() {
        let mut is_plain = false;
        for c in word.chars() {
            match c {
                _ if c.is_ascii_alphanumeric() => is_plain = true,
                _ if is_ideographic(c) => ideographs += usize::from(c.is_alphanumeric()),
                _ if is_southeast(c) => letters += usize::from(c.is_alphabetic()),
                _ => is_plain |= c.is_alphanumeric(),
            }
            if ideographs / IDEOGRAPHS + letters / LETTERS >= limit {
                return limit;
            }
        }
        count += usize::from(is_plain);
        if count >= limit {
            return limit;
        }
    }
    limit.min(count + ideographs / IDEOGRAPHS + letters / LETTERS)
}

/// Whether words are so many that somebody is expected to have spoken them, and
/// are not written as titles are.
pub fn is_spoken(words: &str) -> bool {
    counted_words(words, SPOKEN) == SPOKEN && !is_title(words)
}

/// Whether each word of a certain length begins with a capital.
fn is_title(words: &str) -> bool {
    let mut long = words
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .filter(|word| word.chars().nth(4).is_some())
        .map(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        .peekable();
    long.peek().is_some() && long.all(|is_capital| is_capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        for (words, count) in [
            ("It is late", 3),
            ("Ä é ж ß", 4),
            ("— …", 0),
            ("中文中文", 2),
            ("สวสดครบสว", 1),
            ("한국 말", 2),
        ] {
            assert_eq!(counted_words(words, 9), count, "{words}");
        }
        assert_eq!(counted_words("one two three", 2), 2);
        // What is no whole word yet is none, however few are asked for.
        assert_eq!(counted_words("中สวสดค", 2), 1);
        assert_eq!(counted_words("สวสด", 4), 0);
    }
}
