//! The tokens of tags and values, as far as the fast path knows them.

/// What a character may be part of.
#[derive(PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or a digit.
    Word,
    /// What joins those in an id.
    Joint,
    /// Anything else.
    Other,
}

/// The class of a character, if this reader is to know it.
pub(super) fn class(c: char) -> Option<Class> {
    Some(match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => Class::Word,
        '-' | '_' => Class::Joint,
        '\0'..='\x7f' => Class::Other,
        '×' | '÷' => Class::Other,
        // Latin, Greek, Cyrillic, kana, Han and Hangul, as far as they hold
        // nothing but letters.
        'À'..='ɏ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' | 'Α'..='Ρ' | 'Σ'..='ϵ' => Class::Word,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣' => Class::Word,
        '\u{300}'..='\u{36f}' => Class::Joint,
        '‐'..='…' | '«' | '»' | '€' | '£' | '§' | '°' | '·' | '\u{a0}' => Class::Other,
        _ => return None,
    })
}

/// How many of the first bytes are ASCII letters, digits, and what joins them
/// in an id: nearly all of nearly all words.
pub(super) fn plain_word(text: &[u8]) -> usize {
    let is_plain = |byte: &&u8| IS_PLAIN[usize::from(**byte)];
    text.iter().take_while(is_plain).count()
}

/// Which bytes are such.
static IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        is_plain[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        byte += 1;
    }
    is_plain
};

/// The length of the word at the start of a text.
pub(super) fn word(text: &str) -> Option<usize> {
    let mut length = plain_word(text.as_bytes());
    for c in text[length..].chars() {
        let goes_on = matches!(c, '\'' | '’' | '.' | '@' | '&' | '#') || class(c)? != Class::Other;
        if !goes_on {
            break;
        }
        length += c.len_utf8();
    }
    Some(length)
}

/// The length of the quoted words at the start of a text, marks included.
pub(super) fn string(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let closing = if first == '"' { '"' } else { '”' };
    for (at, c) in chars {
        match c {
            _ if c == closing => return Some(at + c.len_utf8()),
            '\\' | '[' | ']' | '{' | '}' | '\n' => return None,
            _ => {}
        }
    }
    None
}

/// The length of the address at the start of a text, if there is one.
pub(super) fn address(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
    let scheme = bytes.iter().take_while(|byte| is_scheme(byte)).count();
    if !bytes.first()?.is_ascii_alphabetic() || !text[scheme..].starts_with("://") {
        return None;
    }
    let end = text.find([' ', '\t', '\n']).unwrap_or(text.len());
    let path =
        text[scheme + 3..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '”']);
    Some(scheme + 3 + path.len())
}

/// The length of the date at the start of a text, if it is one day, month or
/// year, written in full.
pub(super) fn date(text: &str) -> Option<usize> {
    let is_date = |c: char| c.is_ascii_digit() || c == '-';
    let length = text.find(|c| !is_date(c)).unwrap_or(text.len());
    let is_shape = matches!(
        text.as_bytes()[..length],
        [_, _, _, _] | [_, _, _, _, b'-', _, _] | [_, _, _, _, b'-', _, _, b'-', _, _]
    );
    let dashes = text[..length].bytes().filter(|byte| *byte == b'-').count();
    (is_shape && dashes == length.saturating_sub(4) / 3).then_some(length)
}

/// The length of what was seen on a date, `~` included, at the start of a text;
/// of other words that begin so, that of the `~`.
pub(super) fn seen(text: &str) -> usize {
    let bytes = text.as_bytes();
    let start = date_token(&bytes[1..]);
    if start == 0 {
        return 1;
    }
    let end = 1 + start;
    match &bytes[end..] {
        [b'.', b'.', b'?', ..] => end + 3,
        [b'.', b'.', rest @ ..] => end + 2 + date_token(rest),
        _ => end,
    }
}

/// The length of what the grammar takes for one date at the start of a text.
fn date_token(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    if digits(0) < 4 {
        return 0;
    }
    let mut end = 4;
    for _ in 0..2 {
        let part = digits(end + 1).min(2);
        if bytes.get(end) != Some(&b'-') || part == 0 {
            break;
        }
        end += 1 + part;
    }
    end
}

/// The length of the annotator's remark at the start of a text, if it has words.
pub(super) fn note(text: &str) -> Option<usize> {
    let words = text.strip_prefix("note:")?;
    // A reference directly after the colon is none of the words.
    let is_apart = words.starts_with([' ', '\t']) && !words.trim().is_empty();
    let is_plain = is_apart && !words.contains(['{', '}', '\n']);
    is_plain.then_some(text.len())
}
