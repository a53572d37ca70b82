//! The quotation marks of a paragraph, each with what its roles cost.

use super::around::{Around, Side};
use super::cost::Costs;
use super::kinds::{Family, Kind};

/// A quotation mark, or what may be one.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// Its first byte in the words.
    pub from: u32,
    /// The byte after it.
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

/// The places at which marks may stand, in order, found a vector at a time.
/// Plain apostrophes inside words, of which there are so many, are passed over.
pub struct Places<'t> {
    text: &'t str,
    common: memchr::Memchr3<'t>,
    rare: memchr::Memchr3<'t>,
    tick: memchr::Memchr<'t>,
    next: [usize; 3],
}

impl<'t> Places<'t> {
    /// Those of a text.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut common = memchr::memchr3_iter(b'"', b'\'', 0xE2, bytes);
        let mut rare = memchr::memchr3_iter(0xC2, 0xE3, 0xEF, bytes);
        let mut tick = memchr::memchr_iter(b'`', bytes);
        let next = [common.next(), rare.next(), tick.next()];
        let next = next.map(|at| at.unwrap_or(usize::MAX));
        Self {
            text,
            common,
            rare,
            tick,
            next,
        }
    }

    fn may_be_mark(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let is_letter = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_alphabetic);
        let in_word = |length: usize| at > 0 && is_letter(at - 1) && is_letter(at + length);
        match bytes[at] {
            b'\'' => !in_word(1),
            b'"' => true,
            b'`' => bytes.get(at + 1) == Some(&b'`'),
            0xE2 if bytes[at..].starts_with("’".as_bytes()) => !in_word(3),
            _ => {
                let c = self.text[at..].chars().next();
                c.is_some_and(|c| Kind::of(c).is_some())
            }
        }
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let [common, rare, tick] = self.next;
            let at = common.min(rare).min(tick);
            if at == usize::MAX {
                return None;
            }
            let (which, found) = if at == common {
                (0, self.common.next())
            } else if at == rare {
                (1, self.rare.next())
            } else {
                (2, self.tick.next())
            };
            self.next[which] = found.unwrap_or(usize::MAX);
            if self.may_be_mark(at) {
                return Some(at);
            }
        }
    }
}

/// Adds the marks of a paragraph to `found`. `start` is where it begins in the
/// words, and `places` are those in the words at which its marks may stand.
/// Apostrophes inside words are left out.
pub fn find(
    paragraph: &str,
    start: usize,
    places: impl Iterator<Item = usize>,
    found: &mut Vec<Mark>,
) {
    let mut previous_run = 0;
    for place in places {
        let next = place.saturating_sub(start);
        // A mark of two characters, and those that touch, are read at once.
        if place < start || next < previous_run || next >= paragraph.len() {
            continue;
        }
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
        let may_be_apostrophe = found[first..]
            .iter()
            .any(|mark| mark.kind.family() == Family::Single);
        let around = Around::of(paragraph, next, end, may_be_apostrophe);
        let before = paragraph[..next].trim_end_matches([' ', '\t']);
        let begins_line = before.is_empty() || before.ends_with(['\n', '\r']);
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
    }
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
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
