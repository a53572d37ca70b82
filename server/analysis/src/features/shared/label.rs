//! Words of a corpus where somebody sees them, whoever wrote them.

use std::borrow::Cow;

use super::wording::{one_line, shortened};

/// The most characters that a label has.
pub const LONGEST_LABEL: usize = 160;

/// Words for a title, a label or another short text of an editor's: one line,
/// harmless, and of at most [`LONGEST_LABEL`] characters and the `…` of a cut.
pub fn label(words: &str) -> String {
    // Marks of direction say nothing in a label but could move its words.
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}');
    let words: String = words.chars().filter(|c| !is_mark(*c)).collect();
    shortened(&harmless(&one_line(&words)), LONGEST_LABEL)
}

/// Whether a character steers what shows it: controls, and what turns the
/// direction of writing so that words seem to stand where they do not.
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Words that cannot steer who shows them: other control characters than tabs
/// become visible.
pub fn harmless(words: &str) -> String {
    let replace = |c: char| match c {
        '\t' => c,
        c if is_steering(c) => '\u{fffd}',
        c => c,
    };
    words.chars().map(replace).collect()
}

/// The same, with the breaks of lines as they are.
pub fn harmless_lines(words: &str) -> Cow<'_, str> {
    if !words.contains(|c| c != '\n' && is_steering(c)) {
        return Cow::Borrowed(words);
    }
    let lines: Vec<String> = words.split('\n').map(harmless).collect();
    Cow::Owned(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_harmless_line() {
        for (words, expected) in [
            ("Declare “Ann\r\n  Lee”", "Declare “Ann Lee”"),
            ("a\tb\u{2028}c\u{85}d", "a b c d"),
            (
                "a\u{202e}b\u{1b}[2Jc\u{0}",
                "a\u{fffd}b\u{fffd}[2Jc\u{fffd}",
            ),
            ("\u{feff}a\u{200f}b", "ab"),
        ] {
            assert_eq!(label(words), expected);
        }
        let long = label(&"word ".repeat(100));
        assert!(long.ends_with('…') && long.chars().count() <= LONGEST_LABEL + 1);
        assert_eq!(label(&"x".repeat(9999)).chars().count(), LONGEST_LABEL + 1);
    }
}
