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

/// What a CR is that no LF follows. The protocol has it end a line; some
/// editors show it inside the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoneCr {
    /// It ends a line.
    #[default]
    Break,
    /// It is a character like any other. So is then the CR of a CRLF, for whoever
    /// points exactly after it.
    Text,
}

/// How lines and columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counting {
    /// In which units columns are.
    pub encoding: Encoding,
    /// What a CR alone is.
    pub lone_cr: LoneCr,
}

impl From<Encoding> for Counting {
    /// As the protocol counts lines.
    fn from(encoding: Encoding) -> Self {
        Self {
            encoding,
            lone_cr: LoneCr::Break,
        }
    }
}

/// The mark that may stand at the very start of a text in UTF-8 (U+FEFF).
pub const BYTE_ORDER_MARK: char = '\u{feff}';

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
/// Lines end with LF, CRLF or CR, as in the Language Server Protocol 3.17; whoever
/// asks for positions may have them counted [otherwise](LoneCr).
///
/// A byte order mark at the start is a character of line 1 where a document holds
/// it. Of a [file](Self::of_file) it is none: editors take it off when they open
/// one, and column 1 is what follows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "Steps")]
pub struct LineIndex {
    /// The lines as the protocol counts them.
    lines: Lines,
    /// The lines that end with LF alone or CRLF, where these are others.
    lf_lines: Option<Box<Lines>>,
    /// The characters of more than one byte.
    wide: Box<[Wide]>,
    /// The length of the text in bytes.
    length: u32,
    /// What the text begins with.
    mark: Mark,
}

/// Whether a text begins with a byte order mark, and what that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Mark {
    /// There is none.
    #[default]
    None,
    /// A character of the document.
    Character,
    /// No part of what an editor shows.
    Hidden,
}

/// Where lines begin and how they end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lines {
    /// The first byte of every line but the first.
    starts: Box<[u32]>,
    /// The bytes of the line breaks, where they are not one.
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
    lines: LineSteps,
    lf_lines: Option<LineSteps>,
    /// From each wide character to the next one, times three, plus its length
    /// in bytes less two.
    wide: Vec<u32>,
    length: u32,
    mark: Mark,
}

/// [`Lines`] in small numbers.
#[derive(Deserialize)]
struct LineSteps {
    /// From each line's first byte to the next one's.
    starts: Vec<u32>,
    crlf: Breaks,
}

/// [`Steps`] as they are written, without being gathered first.
#[derive(Serialize)]
struct StepsOf<'i> {
    lines: LineStepsOf<'i>,
    lf_lines: Option<LineStepsOf<'i>>,
    #[serde(serialize_with = "write_wide")]
    wide: &'i [Wide],
    length: u32,
    mark: Mark,
}

/// [`LineSteps`] as they are written.
#[derive(Serialize)]
struct LineStepsOf<'i> {
    #[serde(serialize_with = "write_starts")]
    starts: &'i [u32],
    crlf: &'i Breaks,
}

impl Serialize for LineIndex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let steps = StepsOf {
            lines: self.lines.steps(),
            lf_lines: self.lf_lines.as_deref().map(Lines::steps),
            wide: &self.wide,
            length: self.length,
            mark: self.mark,
        };
        steps.serialize(serializer)
    }
}

fn write_starts<S: Serializer>(starts: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
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

/// Adds a step to a sum, for a walk over steps.
fn sum(sum: &mut u32, step: u32) -> Option<u32> {
    *sum = sum.saturating_add(step);
    Some(*sum)
}

impl From<Steps> for LineIndex {
    fn from(steps: Steps) -> Self {
        let mut offset = 0;
        let mut before = [0; 2];
        let wide = steps.wide.into_iter().map(|step| {
            let offset = sum(&mut offset, step / 3).unwrap_or_default();
            Wide::next(offset, [2, 3, 4][step as usize % 3], &mut before)
        });
        Self {
            lines: steps.lines.into(),
            lf_lines: steps.lf_lines.map(|lines| Box::new(lines.into())),
            wide: wide.collect(),
            length: steps.length,
            mark: steps.mark,
        }
    }
}

impl From<LineSteps> for Lines {
    fn from(steps: LineSteps) -> Self {
        Self {
            starts: steps.starts.into_iter().scan(0, sum).collect(),
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
    /// Reads the text of a document once. A byte order mark at its start is a
    /// character of it: an editor that sends one has it.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // About what articles have, so that little has to grow.
        let mut starts: Vec<u32> = Vec::with_capacity(bytes.len() / 64);
        let mut double = Vec::new();
        let mut alone = Vec::new();
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
                        double.push(narrow(starts.len()));
                        step = 2;
                    } else {
                        alone.push(narrow(starts.len()));
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
        let lf_lines = (!alone.is_empty()).then(|| without(&starts, &double, &alone));
        Self {
            lines: Lines::new(starts, double),
            lf_lines: lf_lines.map(Box::new),
            wide: wide.into_boxed_slice(),
            length: narrow(bytes.len()),
            mark: match text.starts_with(BYTE_ORDER_MARK) {
                true => Mark::Character,
                false => Mark::None,
            },
        }
    }

    /// Reads the text of a file once: where it begins with a byte order mark, the
    /// columns of its first line begin after it.
    pub fn of_file(text: &str) -> Self {
        Self::new(text).as_of_file()
    }

    /// The lines of the same text on the disk, as [`of_file`](Self::of_file) has them.
    #[must_use]
    pub fn as_of_file(mut self) -> Self {
        if self.counts_mark() {
            self.mark = Mark::Hidden;
        }
        self
    }

    /// Whether a byte order mark stands at the start and counts as a character.
    pub fn counts_mark(&self) -> bool {
        self.mark == Mark::Character
    }

    /// The number of lines; a text without any break has one.
    pub fn line_count(&self) -> usize {
        self.lines.starts.len() + 1
    }

    /// The text's length in bytes.
    pub fn length(&self) -> usize {
        self.length as usize
    }

    /// The line that holds byte `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.line_of(offset)
    }

    /// The bytes of line `line`, its break not included, nor a byte order mark
    /// that is no character; past the last line, the empty stretch at the end.
    pub fn line_range(&self, line: usize) -> TextRange {
        self.range_in(&self.lines, line)
    }

    /// The first CR that no LF follows, as its byte; nothing where there is none.
    /// Up to there everybody counts lines and columns alike.
    pub fn first_lone_cr(&self) -> Option<usize> {
        let lf_lines = self.lf_lines.as_ref()?;
        // The first line that only one of the two has begins after it.
        let pairs = self.lines.starts.iter().zip(&lf_lines.starts);
        let same = pairs.take_while(|(one, other)| one == other).count();
        let start = self.lines.starts.get(same)?;
        Some((*start as usize).saturating_sub(1))
    }

    /// Whether a CR alone ends the first line, as in the files of old Macs: some
    /// editors read the whole file in another way then.
    pub fn begins_with_lone_cr(&self) -> bool {
        self.lf_lines
            .as_ref()
            .is_some_and(|lf_lines| self.lines.starts.first() != lf_lines.starts.first())
    }

    /// Whether some lines end with LF and others with CRLF.
    pub fn mixes_lf_and_crlf(&self) -> bool {
        let lines = self.lf_lines.as_deref().unwrap_or(&self.lines);
        matches!(lines.crlf, Breaks::Mixed(_))
    }

    /// Whether a CR that no LF follows ends just before byte `offset`.
    pub fn is_after_lone_cr(&self, offset: usize) -> bool {
        let line = self.lines.line_of(offset);
        let begins = line > 0 && self.lines.start(line) == Some(narrow(offset));
        let lf_lines = self.lf_lines.as_deref();
        begins && lf_lines.is_some_and(|lf| lf.start(lf.line_of(offset)) != Some(narrow(offset)))
    }

    /// Whether any line ends with LF or CRLF.
    pub fn has_lf(&self) -> bool {
        let lines = self.lf_lines.as_deref().unwrap_or(&self.lines);
        !lines.starts.is_empty()
    }

    /// Line and column of byte `offset`; an offset past the end counts as the
    /// end, one inside a character as the character's start, and one in a byte
    /// order mark that is no character as what follows.
    pub fn position(&self, offset: usize, counting: impl Into<Counting>) -> Position {
        let Counting { encoding, lone_cr } = counting.into();
        let lines = self.lines(lone_cr);
        let offset = narrow(offset).min(self.length).max(self.first());
        let line = lines.line_of(offset as usize);
        let start = lines.start(line).unwrap_or(0).max(self.first());
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
    pub fn offset(&self, position: Position, counting: impl Into<Counting>) -> usize {
        let Counting { encoding, lone_cr } = counting.into();
        let lines = self.lines(lone_cr);
        let number = position.line as usize;
        let line = self.range_in(lines, number);
        let wide = self.wide_between(line.start, line.end);
        let before = wide.first().map_or(0, |first| first.saved_before(encoding));
        let column_of = |wide: &Wide| {
            let saved = wide.saved_before(encoding) - before;
            (wide.offset - line.start).saturating_sub(saved)
        };
        let after = wide.partition_point(|wide| column_of(wide) < position.column);
        let last = after.checked_sub(1).map(|last| wide[last]);
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
        let offset = offset.saturating_add(position.column - column);
        let is_behind_cr = lone_cr == LoneCr::Text
            && offset == line.end.saturating_add(1)
            && lines.ends_with_two(number);
        match is_behind_cr {
            true => offset as usize,
            false => offset.min(line.end) as usize,
        }
    }

    /// The first byte that has a column.
    fn first(&self) -> u32 {
        match self.mark {
            Mark::Hidden => narrow(BYTE_ORDER_MARK.len_utf8()),
            Mark::None | Mark::Character => 0,
        }
    }

    fn lines(&self, lone_cr: LoneCr) -> &Lines {
        match lone_cr {
            LoneCr::Break => &self.lines,
            LoneCr::Text => self.lf_lines.as_deref().unwrap_or(&self.lines),
        }
    }

    fn range_in(&self, lines: &Lines, line: usize) -> TextRange {
        let Some(start) = lines.start(line) else {
            return TextRange {
                start: self.length,
                end: self.length,
            };
        };
        let start = start.max(self.first());
        let end = match lines.start(line + 1) {
            None => self.length,
            Some(next) => next - if lines.ends_with_two(line) { 2 } else { 1 },
        };
        TextRange { start, end }
    }

    fn wide_between(&self, start: u32, end: u32) -> &[Wide] {
        let first = self.wide.partition_point(|wide| wide.offset < start);
        let last = self.wide.partition_point(|wide| wide.offset < end);
        &self.wide[first..last.max(first)]
    }
}

/// The lines but for those that end with CR alone, which go on in the next ones.
fn without(starts: &[u32], double: &[u32], alone: &[u32]) -> Lines {
    let numbered = (0..).zip(starts);
    let kept = numbered.filter(|(line, _)| alone.binary_search(line).is_err());
    let less = |line: &u32| line - narrow(alone.partition_point(|alone| alone < line));
    Lines::new(
        kept.map(|(_, start)| *start).collect(),
        double.iter().map(less).collect(),
    )
}

impl Lines {
    /// Lines that begin at `starts`, of which those of the numbers `double` end
    /// with two bytes.
    fn new(starts: Vec<u32>, double: Vec<u32>) -> Self {
        let crlf = if double.is_empty() {
            Breaks::OneByte
        } else if double.len() == starts.len() {
            Breaks::TwoBytes
        } else {
            Breaks::Mixed(double.into_boxed_slice())
        };
        Self {
            starts: starts.into_boxed_slice(),
            crlf,
        }
    }

    fn steps(&self) -> LineStepsOf<'_> {
        LineStepsOf {
            starts: &self.starts,
            crlf: &self.crlf,
        }
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|&start| start as usize <= offset)
    }

    fn start(&self, line: usize) -> Option<u32> {
        match line.checked_sub(1) {
            None => Some(0),
            Some(before) => self.starts.get(before).copied(),
        }
    }

    fn ends_with_two(&self, line: usize) -> bool {
        match &self.crlf {
            Breaks::OneByte => false,
            Breaks::TwoBytes => line < self.starts.len(),
            Breaks::Mixed(lines) => lines.binary_search(&narrow(line)).is_ok(),
        }
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
mod tests;
