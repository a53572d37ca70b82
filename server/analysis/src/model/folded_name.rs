//! Names in one spelling: apostrophes and hyphens of other kinds, and letters
//! whose accents are characters of their own.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A name as names compare: in NFC, every apostrophe as `'` and every hyphen as
/// `-`. White space stays.
pub fn fold_name(name: &str) -> Cow<'_, str> {
    if name.is_ascii() && !name.contains('`') {
        return Cow::Borrowed(name);
    }
    let name = match is_nfc(name) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(name.nfc().collect()),
    };
    match name.contains(|c| fold(c) != c) {
        true => Cow::Owned(name.chars().map(fold).collect()),
        false => name,
    }
}

/// Whether two names are the same, however their apostrophes, hyphens and
/// accents are typed.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one == other || fold_name(one) == fold_name(other)
}

/// Whether a character is an apostrophe, though Unicode may count it as a letter.
pub(super) fn is_apostrophe(c: char) -> bool {
    fold(c) == '\''
}

/// The character that stands for all of its kind. An em dash and a bar join no names.
pub(super) fn fold(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | '`' | '´' | '＇' => '\'',
        '‐' | '‑' | '‒' | '–' | '−' | '⁃' | '﹣' | '－' => '-',
        c => c,
    }
}

/// The rest of `text` after a piece of a folded name, if it begins with that.
pub(super) fn strip_folded<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    if let Some(rest) = text.strip_prefix(piece) {
        return Some(rest);
    }
    let mut wanted = piece.chars();
    let mut rest = text;
    while !wanted.as_str().is_empty() {
        let first = rest.chars().next()?;
        let marks = rest[first.len_utf8()..].chars().take_while(|c| joins(*c));
        let marks: usize = marks.map(char::len_utf8).sum();
        let (letter, after) = rest.split_at(first.len_utf8() + marks);
        // A letter with its accents is compared as a whole.
        if marks == 0 {
            if wanted.next() != Some(fold(first)) {
                return None;
            }
        } else {
            for c in letter.nfc() {
                if wanted.next() != Some(fold(c)) {
                    return None;
                }
            }
        }
        rest = after;
    }
    Some(rest)
}

/// Whether a character may become one with that before it: an accent, or a
/// vowel or an end of a Korean syllable.
fn joins(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || ('\u{1160}'..='\u{11ff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_name_in_several_spellings_is_one() {
        for (one, other) in [
            ("O'Neill", "O’Neill"),
            ("O‘Neill", "OʼNeill"),
            ("O`Neill", "O´Neill"),
            ("José García", "Jose\u{301} Garci\u{301}a"),
            ("Jean-Pierre", "Jean‐Pierre"),
            ("Jean‑Pierre", "Jean–Pierre"),
            ("Jean−Pierre", "Jean－Pierre"),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
        ] {
            assert!(is_same_name(one, other), "{one} {other}");
            for (text, name) in [(one, other), (other, one)] {
                assert_eq!(
                    strip_folded(text, &fold_name(name)),
                    Some(""),
                    "{text} {name}"
                );
            }
        }
        for (one, other) in [
            ("O'Neill", "ONeill"),
            ("Jean-Pierre", "Jean Pierre"),
            ("Jean-Pierre", "Jean—Pierre"),
            ("José", "Jose"),
            ("Lee", "lee"),
        ] {
            assert!(!is_same_name(one, other), "{one} {other}");
            assert_eq!(strip_folded(one, &fold_name(other)), None, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(name in "[O'’`ée\u{301}‑–ʼ 한\u{1112}\u{1161}a]{0,12}|\\PC{0,12}") {
            let folded = fold_name(&name).into_owned();
            prop_assert_eq!(&*fold_name(&folded), &*folded);
        }

        #[test]
        fn a_name_stands_at_the_start_of_itself(name in "[A-Zée\u{301}](['’`ée\u{301}‑–ʼa]){0,12}") {
            prop_assert_eq!(strip_folded(&name, &fold_name(&name)), Some(""));
        }
    }
}
