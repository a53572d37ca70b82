//! The quotation marks of a paragraph, each with what its roles cost.

use super::around::{Around, Side};
use super::cost::Costs;
use super::kinds::Kind;

/// A quotation mark, or what may be one.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// Its first byte in the words.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// Which mark it is.
    pub kind: Kind,
    /// What its roles cost here.
    pub costs: Costs,
    /// How many marks stand before it where its line begins; `NOT_FIRST` where
    /// anything else does.
    pub place_in_line: u8,
}

/// The place of a mark that does not begin its line.
pub const NOT_FIRST: u8 = u8::MAX;

/// The bytes with which marks begin in UTF-8.
static MAY_BEGIN: [bool; 256] = {
    let mut may_begin = [false; 256];
    let begins = [b'\'', b'"', b'`', 0xC2, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < begins.len() {
        may_begin[begins[at] as usize] = true;
        at += 1;
    }
    may_begin
};

/// Adds the marks of a paragraph to `found`. `start` is where it begins in the
/// words. Apostrophes inside words are left out.
pub fn find(paragraph: &str, start: usize, found: &mut Vec<Mark>) {
    let bytes = paragraph.as_bytes();
    let mut at = 0;
    let mut previous_run = 0;
    let mut begins_line = true;
    while let Some(next) = next_mark(bytes, paragraph, at) {
        let first = found.len();
        let mut end = next;
        while let Some((kind, to)) = mark_at(paragraph, end) {
            found.push(Mark {
                from: small(start + end),
                to: small(start + to),
                kind,
                costs: Costs {
                    open: 0,
                    close: 0,
                    neither: 0,
                },
                place_in_line: NOT_FIRST,
            });
            end = to;
        }
        let around = Around::of(paragraph, next, end);
        begins_line = match paragraph[previous_run..next].rfind(['\n', '\r']) {
            Some(line) => paragraph[previous_run + line..next].trim().is_empty(),
            None => begins_line && paragraph[previous_run..next].trim().is_empty(),
        };
        let is_alone = found.len() == first + 1;
        let in_word = around.left == Side::Word && around.right == Side::Word;
        if is_alone && in_word && found[first].kind.is_apostrophe() {
            found.pop();
        }
        for (place, mark) in found[first..].iter_mut().enumerate() {
            mark.costs = Costs::of(mark.kind, &around);
            if begins_line {
                mark.place_in_line = u8::try_from(place).unwrap_or(NOT_FIRST);
            }
        }
        previous_run = end;
        at = end;
    }
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Where the next mark begins, from `at` on. Plain apostrophes inside words are
/// passed over at once, since there are so many.
fn next_mark(bytes: &[u8], text: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| MAY_BEGIN[usize::from(*byte)])?;
        let is_letter = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_alphabetic);
        let length = match bytes[at] {
            b'\'' => 1,
            b'"' => return Some(at),
            b'`' if bytes.get(at + 1) == Some(&b'`') => return Some(at),
            b'`' => 0,
            _ if bytes[at..].starts_with("’".as_bytes()) => 3,
            _ => {
                let c = text[at..].chars().next()?;
                if Kind::of(c).is_some() {
                    return Some(at);
                }
                at += c.len_utf8();
                continue;
            }
        };
        if length > 0 && !(at > 0 && is_letter(at - 1) && is_letter(at + length)) {
            return Some(at);
        }
        at += length.max(1);
    }
}

/// The mark at `at`, and where it ends.
fn mark_at(text: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    if rest.starts_with("``") {
        return Some((Kind::Backticks, at + 2));
    }
    let c = rest.chars().next()?;
    let kind = Kind::of(c)?;
    let twice = match c {
        '\'' => Kind::Apostrophes,
        '‘' => Kind::Twice,
        '’' => Kind::TwiceEnd,
        _ => return Some((kind, at + c.len_utf8())),
    };
    let length = c.len_utf8();
    let is_twice = rest[length..].starts_with(c);
    // Of three, the one outside is the single one where they open, and the one
    // inside where they close: `''…'so'''`.
    let is_odd = is_twice && rest[2 * length..].starts_with(c);
    let closes = is_odd && !rest[3 * length..].starts_with(c) && {
        let after = rest[3 * length..].chars().next();
        !after.is_some_and(char::is_alphanumeric)
    };
    Some(match is_twice && !closes {
        true => (twice, at + 2 * length),
        false => (kind, at + length),
    })
}
