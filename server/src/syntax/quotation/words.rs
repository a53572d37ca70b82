//! The article's words, paragraph by paragraph, with their marks.

use super::super::plain::{PlacedWords, unmarked};
use super::super::{BlockKind, Document, TextRange};
use super::marks::{self, Mark};
use super::pairing::Stretch;
use super::{Quotation, Quotations};

/// The words of a document, of paragraphs without a mark not one.
pub struct Words {
    placed: PlacedWords,
    marks: Vec<Mark>,
    stretches: Vec<Stretch>,
}

impl Words {
    /// Of a document.
    pub fn of(text: &str, document: &Document) -> Self {
        let mut words = Self {
            placed: PlacedWords::default(),
            marks: Vec::new(),
            stretches: Vec::new(),
        };
        let mut possible = Possible::new(text);
        let mut blocks = document.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Paragraph => Some((block.range, false)),
            BlockKind::Heading { title, .. } => Some((title, true)),
            _ => None,
        });
        let mut next = blocks.next();
        let mut is_apart = true;
        while let Some((first, is_heading)) = next {
            next = blocks.next();
            let start = words.placed.words().len();
            let mut holds_marks = possible.in_range(first);
            // What a removed line parted is one paragraph again.
            let mut rest: Vec<TextRange> = Vec::new();
            let mut last = first;
            while let Some((more, false)) = next
                && !is_heading
                && !has_blank_line(&text[last.to()..more.from()])
            {
                holds_marks |= possible.in_range(more);
                rest.push(more);
                last = more;
                next = blocks.next();
            }
            if holds_marks {
                words.placed.push_pieces(text, unmarked(first, document));
                for more in rest {
                    words.placed.push_break(last.to());
                    words.placed.push_pieces(text, unmarked(more, document));
                }
            }
            words.stretch(start, is_apart || is_heading);
            is_apart = is_heading;
        }
        words
    }

    /// The words that were put in since `start` are a paragraph.
    fn stretch(&mut self, start: usize, is_apart: bool) {
        let words = self.placed.words();
        // How a paragraph ends must not depend on what markup stands behind it.
        let range = TextRange::new(start, words.len()).trimmed(words);
        let first = self.marks.len();
        if !range.is_empty() {
            marks::find(&words[range], range.from(), &mut self.marks);
        }
        self.stretches.push(Stretch {
            from: range.start,
            to: range.end,
            first,
            is_apart,
        });
    }

    /// The words.
    pub fn words(&self) -> &str {
        self.placed.words()
    }

    /// Their marks.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The paragraphs.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Where quotations of the words stand in the file.
    pub fn in_file(&self, found: &Quotations) -> Quotations {
        let place = |range: &TextRange| self.placed.in_file(*range);
        let outermost = found.outermost.iter().map(|quotation| Quotation {
            range: place(&quotation.range),
            inside: place(&quotation.inside),
            ..*quotation
        });
        let pairs = found
            .pairs
            .iter()
            .map(|(open, end)| (place(open), place(end)));
        Quotations {
            outermost: outermost.collect(),
            strays: found.strays.iter().map(place).collect(),
            pairs: pairs.collect(),
        }
    }
}

/// The marks and paragraphs of plain words.
pub fn plain(words: &str) -> (Vec<Mark>, Vec<Stretch>) {
    let (mut marks, mut stretches) = (Vec::new(), Vec::new());
    let mut add = |from: usize, to: usize| {
        let range = TextRange::new(from, to).trimmed(words);
        if range.is_empty() {
            return;
        }
        let (first, is_apart) = (marks.len(), stretches.is_empty());
        marks::find(&words[range], range.from(), &mut marks);
        stretches.push(Stretch {
            from: range.start,
            to: range.end,
            first,
            is_apart,
        });
    };
    let (mut start, mut line) = (0, 0);
    while line < words.len() {
        let rest = &words[line..];
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        if rest[..length].trim().is_empty() {
            add(start, line);
            start = line + length;
        }
        line += length;
    }
    add(start.min(words.len()), words.len());
    (marks, stretches)
}

/// Whether what stands between two paragraphs holds a blank line. Each of its
/// line breaks ends a line of which the first may be empty.
fn has_blank_line(between: &str) -> bool {
    let mut breaks = 0;
    let mut after_return = false;
    for byte in between.bytes() {
        match byte {
            b'\n' if after_return => after_return = false,
            b'\n' | b'\r' => {
                breaks += 1;
                after_return = byte == b'\r';
            }
            b' ' | b'\t' => after_return = false,
            _ => {
                breaks = 0;
                after_return = false;
            }
        }
        if breaks > 1 {
            return true;
        }
    }
    false
}

/// The places of a file at which a mark may stand, found a vector at a time.
struct Possible<'t> {
    one: memchr::Memchr3<'t>,
    other: memchr::Memchr3<'t>,
    tick: memchr::Memchr<'t>,
    next: [usize; 3],
}

impl<'t> Possible<'t> {
    fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        Self {
            one: memchr::memchr3_iter(b'"', b'\'', 0xE2, bytes),
            other: memchr::memchr3_iter(0xC2, 0xE3, 0xEF, bytes),
            tick: memchr::memchr_iter(b'`', bytes),
            next: [0; 3],
        }
    }

    /// Whether a mark may stand in a range. Ranges come in order.
    fn in_range(&mut self, range: TextRange) -> bool {
        let (start, end) = (range.from(), range.to());
        let mut is_there = false;
        for which in 0..3 {
            // Counted from 1, so that 0 is before all.
            while self.next[which] < start + 1 {
                let found = match which {
                    0 => self.one.next(),
                    1 => self.other.next(),
                    _ => self.tick.next(),
                };
                self.next[which] = found.map_or(usize::MAX, |at| at + 1);
            }
            is_there |= self.next[which] < end + 1;
        }
        is_there
    }
}
