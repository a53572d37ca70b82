//! Bytes to lines and columns, and back, in each of the protocol's encodings.

use std::mem::replace;

use serde::{Deserialize, Serialize, Serializer};

use super::TextRange;

/// How the columns of a position are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

/// A place in a file: the line from 0, the column from 0 in some [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0, in the units of the encoding asked for.
    pub column: u32,
}

/// Where the lines of a file begin and which of its characters are wider than
/// a byte: enough to convert positions without the text.
///
/// Lines end with LF, CRLF or CR, as in the Language Server Protocol 3.17.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "Steps")]
pub struct LineIndex {
    /// The first byte of every line but the first.
    starts: Box<[u32]>,
    /// The characters of more than one byte.
    wide: Box<[Wide]>,
    /// The length of the text in bytes.
    length: u32,
    /// The bytes of the line breaks, where they are not a single LF.
    crlf: Breaks,
}

/// What ends the lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Breaks {
    /// Every line ends with one byte.
    #[default]
    OneByte,
    /// Every line ends with CRLF.
    TwoBytes,
    /// Some do and some do not: the lines that end with two bytes.
    Mixed(Box<[u32]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wide {
    /// The first byte of the character.
    offset: u32,
    /// Its bytes: 2, 3 or 4.
    bytes: u8,
    /// By how many units all characters before it are shorter in UTF-16 and in
    /// UTF-32 than in bytes, so that nobody has to count them.
    before: [u32; 2],
}

/// A [`LineIndex`] in small numbers, of which a compact format makes few bytes.
#[derive(Deserialize)]
struct Steps {
    /// From each line's first byte to the next one's.
    lines: Vec<u32>,
    /// From each wide character to the next one, times three, plus its length
    /// in bytes less two.
    wide: Vec<u32>,
    length: u32,
    crlf: Breaks,
}

/// [`Steps`] as they are written, without being gathered first.
#[derive(Serialize)]
struct StepsOf<'i> {
    #[serde(serialize_with = "write_lines")]
    lines: &'i [u32],
    #[serde(serialize_with = "write_wide")]
    wide: &'i [Wide],
    length: u32,
    crlf: &'i Breaks,
}

impl Serialize for LineIndex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let steps = StepsOf {
            lines: &self.starts,
            wide: &self.wide,
            length: self.length,
            crlf: &self.crlf,
        };
        steps.serialize(serializer)
    }
}

fn write_lines<S: Serializer>(starts: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
    let mut before = 0;
    let steps = starts
        .iter()
        .map(|start| start - replace(&mut before, *start));
    serializer.collect_seq(steps)
}

fn write_wide<S: Serializer>(wide: &[Wide], serializer: S) -> Result<S::Ok, S::Error> {
    let mut before = 0;
    let steps = wide.iter().map(|wide| {
        let step = wide.offset - replace(&mut before, wide.offset);
        step * 3 + u32::from(wide.bytes) - 2
    });
    serializer.collect_seq(steps)
}

impl From<Steps> for LineIndex {
    fn from(steps: Steps) -> Self {
        let sum = |sum: &mut u32, step: u32| {
            *sum = sum.saturating_add(step);
            Some(*sum)
        };
        let starts = steps.lines.into_iter().scan(0, sum).collect();
        let mut offset = 0;
        let mut before = [0; 2];
        let wide = steps.wide.into_iter().map(|step| {
            let offset = sum(&mut offset, step / 3).unwrap_or_default();
            Wide::next(offset, [2, 3, 4][step as usize % 3], &mut before)
        });
        Self {
            starts,
            wide: wide.collect(),
            length: steps.length,
            crlf: steps.crlf,
        }
    }
}

/// How many bytes at the start are ASCII and no control characters: eight are
/// looked at in one step, since nearly all are.
fn plain_start(bytes: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = bytes.as_chunks();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // A byte below a space takes a bit from above, which shows in its highest.
        // The bytes above it may be shown falsely, but the first one is right.
        let others = (word | word.wrapping_sub(0x2020_2020_2020_2020)) & HIGH;
        if others != 0 {
            return number * 8 + others.trailing_zeros() as usize / 8;
        }
    }
    let is_other = |byte: &u8| !(b' '..0x80).contains(byte);
    let plain = rest.iter().position(is_other).unwrap_or(rest.len());
    words.len() * 8 + plain
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // About what articles have, so that little has to grow.
        let mut starts: Vec<u32> = Vec::with_capacity(bytes.len() / 64);
        let mut double = Vec::new();
        let mut wide = Vec::with_capacity(bytes.len() / 128);
        let mut before = [0; 2];
        let mut at = 0;
        loop {
            at += plain_start(&bytes[at..]);
            let Some(&byte) = bytes.get(at) else {
                break;
            };
            let mut step = 1;
            match byte {
                b'\n' => starts.push(narrow(at + 1)),
                b'\r' => {
                    if bytes.get(at + 1) == Some(&b'\n') {
                        double.push(starts.len());
                        step = 2;
                    }
                    starts.push(narrow(at + step));
                }
                0xC0.. => {
                    step = match byte {
                        0xF0.. => 4,
                        0xE0.. => 3,
                        _ => 2,
                    };
                    let bytes = u8::try_from(step).unwrap_or(4);
                    wide.push(Wide::next(narrow(at), bytes, &mut before));
                }
                _ => {}
            }
            at += step;
        }
        let crlf = if double.is_empty() {
            Breaks::OneByte
        } else if double.len() == starts.len() {
            Breaks::TwoBytes
        } else {
            Breaks::Mixed(double.into_iter().map(narrow).collect())
        };
        Self {
            starts: starts.into_boxed_slice(),
            wide: wide.into_boxed_slice(),
            length: narrow(bytes.len()),
            crlf,
        }
    }

    /// The number of lines; a text without any break has one.
    pub fn line_count(&self) -> usize {
        self.starts.len() + 1
    }

    /// The text's length in bytes.
    pub fn length(&self) -> usize {
        self.length as usize
    }

    /// The line that holds byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|&start| start as usize <= offset)
    }

    /// The bytes of line `line`, its break not included; past the last line,
    /// the empty stretch at the end.
    pub fn line_range(&self, line: usize) -> TextRange {
        let Some(start) = self.line_start(line) else {
            return TextRange {
                start: self.length,
                end: self.length,
            };
        };
        let end = match self.line_start(line + 1) {
            None => self.length,
            Some(next) => next - if self.ends_with_two(line) { 2 } else { 1 },
        };
        TextRange { start, end }
    }

    /// Line and column of byte `offset`; an offset past the end counts as the
    /// end, and one inside a character as the character's start.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = narrow(offset).min(self.length);
        let line = self.line_of(offset as usize);
        let start = self.line_start(line).unwrap_or(0);
        let wide = self.wide_between(start, offset);
        let (offset, saved) = match wide {
            [] => (offset, 0),
            [first, ..] => {
                let last = wide.last().unwrap_or(first);
                let saved = last.saved_before(encoding) - first.saved_before(encoding);
                if last.offset + u32::from(last.bytes) > offset {
                    (last.offset, saved)
                } else {
                    (offset, saved + last.saved(encoding))
                }
            }
        };
        Position {
            line: narrow(line),
            column: (offset - start).saturating_sub(saved),
        }
    }

    /// The byte at a line and column. A column past the line's end counts as
    /// its end, a line past the last as the end of the text, and a column
    /// inside a character (half a surrogate pair) as the character's start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = self.line_range(position.line as usize);
        let wide = self.wide_between(line.start, line.end);
        let before = wide.first().map_or(0, |first| first.saved_before(encoding));
        let column_of = |wide: &Wide| {
            let saved = wide.saved_before(encoding) - before;
            (wide.offset - line.start).saturating_sub(saved)
        };
        let behind = wide.partition_point(|wide| column_of(wide) < position.column);
        let last = behind.checked_sub(1).map(|last| wide[last]);
        let (offset, column) = match last {
            None => (line.start, 0),
            Some(last) => {
                let bytes = u32::from(last.bytes);
                let column = column_of(&last) + bytes - last.saved(encoding);
                if column > position.column {
                    return last.offset as usize;
                }
                (last.offset + bytes, column)
            }
        };
        offset
            .saturating_add(position.column - column)
            .min(line.end) as usize
    }

    fn line_start(&self, line: usize) -> Option<u32> {
        match line.checked_sub(1) {
            None => Some(0),
            Some(before) => self.starts.get(before).copied(),
        }
    }

    fn ends_with_two(&self, line: usize) -> bool {
        match &self.crlf {
            Breaks::OneByte => false,
            Breaks::TwoBytes => true,
            Breaks::Mixed(lines) => lines.binary_search(&narrow(line)).is_ok(),
        }
    }

    fn wide_between(&self, start: u32, end: u32) -> &[Wide] {
        let first = self.wide.partition_point(|wide| wide.offset < start);
        let last = self.wide.partition_point(|wide| wide.offset < end);
        &self.wide[first..last]
    }
}

impl Wide {
    /// The next one, those before it being shorter by `before`.
    fn next(offset: u32, bytes: u8, before: &mut [u32; 2]) -> Self {
        let next = Self {
            offset,
            bytes,
            before: *before,
        };
        for (sum, encoding) in before.iter_mut().zip([Encoding::Utf16, Encoding::Utf32]) {
            *sum = sum.saturating_add(next.saved(encoding));
        }
        next
    }

    /// By how many units all characters before it are shorter than in bytes.
    fn saved_before(&self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16 => self.before[0],
            Encoding::Utf32 => self.before[1],
        }
    }

    /// By how many units the character is shorter in `encoding` than in bytes.
    fn saved(self, encoding: Encoding) -> u32 {
        let bytes = u32::from(self.bytes);
        match encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16 if bytes == 4 => 2,
            Encoding::Utf16 | Encoding::Utf32 => bytes - 1,
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn counts_units_after_wide_characters() {
        let lines = LineIndex::new("a\n‘é😀x\r\ny\rz");
        let x = "a\n‘é😀".len();
        let column = |encoding| lines.position(x, encoding).column;
        assert_eq!(
            [
                column(Encoding::Utf8),
                column(Encoding::Utf16),
                column(Encoding::Utf32)
            ],
            [9, 4, 3]
        );
        assert_eq!(lines.line_count(), 4);
        assert_eq!(lines.line_range(1), TextRange::new(2, x + 1));
        assert_eq!(lines.line_range(9), TextRange::new(x + 6, x + 6));
    }

    #[test]
    fn half_a_surrogate_pair_is_the_character_itself() {
        let lines = LineIndex::new("😀b");
        let at = |column| lines.offset(Position { line: 0, column }, Encoding::Utf16);
        assert_eq!([at(0), at(1), at(2), at(3), at(90)], [0, 0, 4, 5, 5]);
    }

    proptest! {
        #[test]
        fn positions_round_trip(text in "([a-z ‘é😀\u{301}中]|\r\n|\n|\r){0,60}") {
            let lines = LineIndex::new(&text);
            for encoding in ENCODINGS {
                for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // Between CR and LF there is no column.
                    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
                        continue;
                    }
                    let position = lines.position(offset, encoding);
                    prop_assert_eq!(lines.offset(position, encoding), offset);
                }
            }
        }

        #[test]
        fn any_position_is_a_character_boundary(
            text in "([a-z‘é😀中]|\r\n|\n){0,40}", line in 0u32..20, column in 0u32..90,
        ) {
            let lines = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let offset = lines.offset(Position { line, column }, encoding);
                prop_assert!(text.is_char_boundary(offset));
            }
        }
    }
}
