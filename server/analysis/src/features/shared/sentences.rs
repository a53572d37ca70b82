//! Sentences of plain words.

use crate::syntax::TextRange;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 16] = [
    "Capt", "Col", "Dr", "Gen", "Gov", "Hon", "Lt", "Messrs", "Mr", "Mrs", "Ms", "No", "Prof",
    "Rev", "St", "vs",
];

/// The sentences of plain words, in order, without the white space between them.
pub fn sentences(words: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut add = |start: usize, end: usize| {
        let sentence = TextRange::new(start, end).trimmed(words);
        if !sentence.is_empty() {
            found.push(sentence);
        }
    };
    for (at, mark) in words.char_indices() {
        if at < start || !matches!(mark, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        if mark == '.' && is_abbreviated(&words[..at]) {
            continue;
        }
        let rest = &words[at..];
        let end = at + rest.find(|c| !goes_along(c)).unwrap_or(rest.len());
        let after = &words[end..];
        let next = after.trim_start();
        let is_wide = matches!(mark, '。' | '！' | '？');
        let is_apart = is_wide || next.len() < after.len() || next.is_empty();
        if is_apart && !next.starts_with(char::is_lowercase) {
            add(start, end);
            start = end;
        }
    }
    add(start, words.len());
    found
}

/// What stands with the mark that ends a sentence: more marks, and what closes
/// a quotation or a bracket.
fn goes_along(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '’'
            | '”'
            | '“'
            | '»'
            | '\''
            | '"'
            | ')'
            | ']'
    )
}

/// Whether the full stop after `before` belongs to a shortened word: an
/// initial, a title, or one with stops inside (`e.g.`).
fn is_abbreviated(before: &str) -> bool {
    let start = before
        .rfind(|c: char| !c.is_alphabetic() && c != '.')
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &before[start..];
    let mut letters = word.chars();
    let is_initial =
        matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    is_initial || word.contains('.') || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn end_with_their_marks() {
        for (words, expected) in [
            ("One. Two! Three", &["One.", "Two!", "Three"][..]),
            ("‘It is late.’ She left.", &["‘It is late.’", "She left."]),
            (
                "‘It is late?’ he asked. He",
                &["‘It is late?’ he asked.", "He"],
            ),
            (
                "Dr. J. Lee of the U.S. Army. So",
                &["Dr. J. Lee of the U.S. Army.", "So"],
            ),
            (
                "It cost 3.5 million.\r\nMore",
                &["It cost 3.5 million.", "More"],
            ),
            ("Wait… No", &["Wait…", "No"]),
            ("好。是的。", &["好。", "是的。"]),
            ("", &[]),
        ] {
            let found: Vec<&str> = sentences(words).into_iter().map(|s| &words[s]).collect();
            assert_eq!(found, expected, "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn hold_every_letter_once(words in "[A-Za-z.!?’ \n😀。]{0,40}") {
            let found = sentences(&words);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let inside: String = found.iter().map(|sentence| &words.as_str()[*sentence]).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&inside), bare(&words));
        }
    }
}
