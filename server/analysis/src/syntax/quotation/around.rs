//! What stands around a mark.

use unicode_normalization::char::is_combining_mark;

/// What stands beside a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The paragraph's edge.
    Edge,
    /// White space.
    Space,
    /// A letter or a digit of a script that parts its words.
    Word,
    /// A letter of a script that does not, or whose endings follow a mark.
    Spaceless,
    /// What opens a bracket or a sentence.
    Open,
    /// A dash, a slash, an ellipsis.
    Dash,
    /// What ends a clause or a bracket.
    Stop,
    /// A colon.
    Colon,
    /// Punctuation that brings its own space, as in Chinese.
    WideStop,
    /// Any other sign: `*`, `%`, an emoji.
    Symbol,
}

/// What stands around a mark, as far as its role depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Before it.
    pub left: Side,
    /// After it.
    pub right: Side,
    /// A digit is before it.
    pub is_digit_before: bool,
    /// A comma is before it.
    pub is_comma_before: bool,
    /// A word that may be a plural is before it: `doctors'`.
    pub is_plural_before: bool,
    /// A word that may lack its last letter is before it: `nothin'`.
    pub is_cut_before: bool,
    /// An `n` by itself is before it: `rock 'n' roll`.
    pub is_lone_n_before: bool,
    /// Three dots are after it.
    pub is_ellipsis_after: bool,
    /// An ending that follows an apostrophe is after it: `'s`.
    pub is_suffix_after: bool,
    /// A word that an apostrophe shortens at its start is after it: `'tis`.
    pub is_elision_after: bool,
    /// A space and a small letter are after it.
    pub is_small_after: bool,
}

impl Around {
    /// Of the mark, or the marks that touch, at `from..to` of a paragraph. The
    /// words beside it are looked at where it may be an apostrophe.
    pub fn of(paragraph: &str, from: usize, to: usize, may_be_apostrophe: bool) -> Self {
        let (before, after) = (&paragraph[..from], &paragraph[to..]);
        let after = after.trim_start_matches(is_part);
        let last = before.chars().rev().find(|c| !is_part(*c));
        let next = after.chars().next();
        let left = last.map_or(Side::Edge, side);
        let right = next.map_or(Side::Edge, side);
        // The dots of an ellipsis can stand before an opening mark too.
        let left = match left {
            Side::Stop if before.ends_with("...") => Side::Dash,
            left => left,
        };
        let is_word_before = left == Side::Word;
        let is_letter_after = right == Side::Word;
        let word = match is_word_before && may_be_apostrophe {
            true => last_word(before),
            false => "",
        };
        let is_behind = !matches!(left, Side::Edge | Side::Space | Side::Open);
        let next_word = match is_letter_after && (may_be_apostrophe || is_behind) {
            true => first_word(after),
            false => "",
        };
        Self {
            left,
            right,
            is_digit_before: is_word_before && last.is_some_and(char::is_numeric),
            is_comma_before: last == Some(','),
            is_plural_before: word.ends_with(['s', 'S', 'x', 'z', 'X', 'Z']),
            is_cut_before: word.ends_with("in")
                || ["o", "O", "ol", "Ol", "th", "an", "wi", "po", "fo"].contains(&word),
            is_lone_n_before: matches!(word, "n" | "N"),
            is_ellipsis_after: after.starts_with(".."),
            is_suffix_after: matches!(
                next_word,
                "s" | "S" | "t" | "T" | "d" | "D" | "m" | "ll" | "re" | "ve" | "er" | "n"
            ),
            is_elision_after: !next_word.is_empty() && is_elided(next_word),
            is_small_after: after
                .strip_prefix(char::is_whitespace)
                .is_some_and(|rest| rest.starts_with(char::is_lowercase)),
        }
    }
}

/// How long a word is looked at; those that matter are shorter.
const LONGEST_WORD: usize = 12;

fn last_word(before: &str) -> &str {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev().take(LONGEST_WORD) {
        if !c.is_alphanumeric() {
            break;
        }
        start = at;
    }
    &before[start..]
}

fn first_word(after: &str) -> &str {
    let mut end = 0;
    for (at, c) in after.char_indices().take(LONGEST_WORD) {
        if !c.is_alphanumeric() {
            break;
        }
        end = at + c.len_utf8();
    }
    &after[..end]
}

/// Whether an apostrophe shortens a word at its start (’tis, ’em, ’90s).
fn is_elided(word: &str) -> bool {
    const ELIDED: [&str; 36] = [
        "tis", "twas", "twere", "twill", "twould", "tisn", "twasn", "em", "til", "till", "cause",
        "cos", "coz", "cuz", "n", "bout", "round", "neath", "nother", "nuff", "ere", "er", "im",
        "is", "ow", "scuse", "sup", "gainst", "tude", "hood", "s", "t", "n", "k", "ll", "ello",
    ];
    let digits = word.strip_suffix('s').unwrap_or(word);
    let is_year = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    // `is` and `im` are words too, and shorten `his` and `him`.
    let is_whole_word = matches!(word, "is" | "im" | "er" | "ere" | "round" | "till" | "hood");
    is_year
        || (!is_whole_word
            && ELIDED
                .iter()
                .any(|elided| word.eq_ignore_ascii_case(elided)))
}

/// Whether a character belongs to the one before it: an accent, what makes an
/// emoji of a sign, and what is not seen.
fn is_part(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || matches!(c,
                // Joiners, variants and skin colours; what says the direction.
                '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'))
}

/// What a character is beside a mark.
fn side(c: char) -> Side {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Side::Word,
        '(' | '[' | '{' | '<' | '¿' | '¡' | '（' | '【' | '〔' | '《' | '〈' | '［' => {
            Side::Open
        }
        '-' | '—' | '–' | '―' | '‐' | '‑' | '−' | '/' | '…' | '|' | '=' | '~' | '_' | '•' | '·'
        | '⁄' => Side::Dash,
        '.' | ',' | '!' | '?' | ';' | ')' | ']' | '}' | '>' | '‽' => Side::Stop,
        ':' => Side::Colon,
        '\u{3001}'..='\u{3020}'
        | '！'
        | '，'
        | '．'
        | '：'
        | '；'
        | '？'
        | '）'
        | '］'
        | '｡'
        | '､' => Side::WideStop,
        '\u{200b}' | '\u{feff}' | '\u{2060}' => Side::Space,
        c if c.is_whitespace() => Side::Space,
        c if is_spaceless(c) || is_hangul(c) => Side::Spaceless,
        c if c.is_alphanumeric() => Side::Word,
        _ => Side::Symbol,
    }
}

/// Whether a letter is of a script that parts no words: Chinese, Japanese, and
/// those of South-East Asia.
pub fn is_spaceless(c: char) -> bool {
    is_ideographic(c) || is_southeast(c)
}

/// Whether a letter is Chinese or Japanese.
pub fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a letter is Thai, Lao, Burmese or Khmer.
pub fn is_southeast(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a letter is Korean: words are parted, but endings follow a mark.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On this table rests which marks open and which close; a sign of the wrong class
    /// turns quotations round in one language alone, where nobody may look.
    #[test]
    fn signs_are_what_they_are_beside_a_mark() {
        for (signs, expected) in [
            ("azAZ09éßжαע٣", Side::Word),
            ("([{<¿¡（【〔《〈［", Side::Open),
            ("-—–―‐‑−/…|=~_•·⁄", Side::Dash),
            (".,!?;)]}>‽", Side::Stop),
            (":", Side::Colon),
            ("、。〃！，．：；？）］｡､", Side::WideStop),
            ("\u{200b}\u{feff}\u{2060} \t\n\u{a0}\u{202f}", Side::Space),
            ("中あア門สວမខ한ᄒㄱ", Side::Spaceless),
            ("*%😀§&#$", Side::Symbol),
        ] {
            for sign in signs.chars() {
                assert_eq!(side(sign), expected, "{sign:?}");
            }
        }
    }
}
