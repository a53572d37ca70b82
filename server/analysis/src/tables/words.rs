//! How many words a text has.

/// How many words stand in a text with white space between them.
pub fn count_words(text: &str) -> usize {
    let (mut count, mut is_inside) = (0, false);
    // Nearly all are ASCII, which needs no characters put together.
    let mut is_space_next = |is_space: bool| {
        count += usize::from(!is_space && !is_inside);
        is_inside = !is_space;
    };
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            ..0x80 => is_space_next(matches!(byte, b' ' | b'\t'..=b'\r')),
            // The rest of a character.
            0x80..0xc0 => {}
            _ => is_space_next(text[place..].starts_with(char::is_whitespace)),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_stand_between_white_space() {
        for text in ["", " ", "a", " a  b\r\nc\u{a0}d\u{2003}“e”, f\u{b}g\u{c}h "] {
            assert_eq!(
                count_words(text),
                text.split_whitespace().count(),
                "{text:?}"
            );
        }
    }
}
