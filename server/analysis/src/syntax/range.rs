//! A stretch of text.

use std::ops::Index;

use serde::{Deserialize, Serialize};

/// A stretch of a file in bytes; the end is not included.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(try_from = "Written", into = "Written")]
pub struct TextRange {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// A range in small numbers, of which a compact format makes few bytes.
#[derive(Serialize, Deserialize)]
struct Written {
    start: u32,
    length: u32,
}

impl From<TextRange> for Written {
    fn from(range: TextRange) -> Self {
        Self {
            start: range.start,
            length: range.end.saturating_sub(range.start),
        }
    }
}

impl TryFrom<Written> for TextRange {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { start, length } = written;
        let end = start.checked_add(length);
        end.map(|end| Self { start, end })
            .ok_or("a range that ends after all files")
    }
}

impl TextRange {
    /// The stretch from `start` up to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self {
            start: to_u32(start),
            end: to_u32(end),
        }
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains(self, offset: usize) -> bool {
        (self.start as usize) <= offset && offset < self.end as usize
    }

    /// Whether a cursor at `offset` touches it: inside or at either edge.
    pub fn touches(self, offset: usize) -> bool {
        (self.start as usize) <= offset && offset <= self.end as usize
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: TextRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The start as an index into text.
    pub fn from(self) -> usize {
        self.start as usize
    }

    /// The end as an index into text.
    pub fn to(self) -> usize {
        self.end as usize
    }

    /// The same as a range that slices text.
    pub fn bytes(self) -> std::ops::Range<usize> {
        self.from()..self.to()
    }

    /// The stretch without the white space at its two ends, as it is in `text`.
    pub fn trimmed(self, text: &str) -> TextRange {
        let inside = &text[self];
        let begun = inside.trim_start();
        let start = self.from() + (inside.len() - begun.len());
        TextRange::new(start, start + begun.trim_end().len())
    }
}

impl Index<TextRange> for str {
    type Output = str;

    fn index(&self, range: TextRange) -> &str {
        &self[range.bytes()]
    }
}

/// A byte offset as the 32 bits that ranges keep. Files are refused long
/// before four gigabytes, so larger offsets cannot occur.
fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).expect("files are smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ends are not inside: an edit that begins where another ends does not overlap it, and
    /// a cursor after a tag is not in it.
    #[test]
    fn what_only_touches_shares_no_byte() {
        let range = TextRange::new(2, 5);
        let inside = |offset| (range.contains(offset), range.touches(offset));
        assert_eq!(inside(1), (false, false));
        assert_eq!(inside(2), (true, true));
        assert_eq!(inside(4), (true, true));
        assert_eq!(inside(5), (false, true));
        assert_eq!(inside(6), (false, false));
        for (from, to, overlaps, covers) in [
            (0, 2, false, false),
            (0, 3, true, false),
            (2, 5, true, true),
            (3, 4, true, true),
            (4, 6, true, false),
            (5, 7, false, false),
            (5, 5, false, true),
        ] {
            let other = TextRange::new(from, to);
            assert_eq!(range.overlaps(other), overlaps, "{from}..{to}");
            assert_eq!(other.overlaps(range), overlaps, "{from}..{to}");
            assert_eq!(range.covers(other), covers, "{from}..{to}");
        }
    }
}
