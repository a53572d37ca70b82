//! Words of a corpus where somebody sees them, whoever wrote them.

use std::borrow::Cow;

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
