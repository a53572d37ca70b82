//! The article's words, paragraph by paragraph, with their marks.

use super::super::plain::{PlacedWords, unmarked};
use super::super::{BlockKind, Document, TextRange};
use super::marks::{self, Mark, Places};
use super::pairing::ParagraphMarks;
use super::{Quotation, Quotations};

/// The words of a document, of paragraphs without a mark not one.
pub struct Words {
    placed: PlacedWords,
    marks: Vec<Mark>,
    stretches: Vec<ParagraphMarks>,
    /// Where in the file marks may stand in the paragraph that is read.
    possible: Vec<usize>,
}

impl Words {
    /// Of a document.
    pub fn of(text: &str, document: &Document) -> Self {
        let mut words = Self {
            placed: PlacedWords::with_room(
                text.len(),
                document.markup.len() + document.blocks.len(),
            ),
            marks: Vec::with_capacity(text.len() / 128),
            stretches: Vec::with_capacity(document.blocks.len()),
            possible: Vec::new(),
        };
        let mut places = Places::new(text).peekable();
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
            words.possible.clear();
            words.take_places(&mut places, first);
            // What a removed line parted is one paragraph again.
            let mut rest: Vec<TextRange> = Vec::new();
            let mut last = first;
            while let Some((more, false)) = next
                && !is_heading
                && !has_blank_line(&text[last.to()..more.from()])
            {
                words.take_places(&mut places, more);
                rest.push(more);
                last = more;
                next = blocks.next();
            }
            if !words.possible.is_empty() {
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

    /// Takes note of the places in a block. Blocks come in order.
    fn take_places(&mut self, places: &mut std::iter::Peekable<Places>, block: TextRange) {
        while let Some(place) = places.next_if(|place| *place < block.to()) {
            if place >= block.from() {
                self.possible.push(place);
            }
        }
    }

    /// The words that were put in since `start` are a paragraph.
    fn stretch(&mut self, start: usize, is_apart: bool) {
        let words = self.placed.words();
        // How a paragraph ends must not depend on what markup stands after it.
        let range = TextRange::new(start, words.len()).trimmed(words);
        let first = self.marks.len();
        if !range.is_empty() {
            let places = self.placed.places_of(start, &self.possible);
            marks::find(&words[range], range.from(), places, &mut self.marks);
        }
        self.stretches.push(ParagraphMarks {
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
    pub fn stretches(&self) -> &[ParagraphMarks] {
        &self.stretches
    }

    /// Where the outermost quotations of the words stand in the file, and nothing
    /// of what is inside them.
    pub fn ranges_in_file(&self, found: Quotations) -> Quotations {
        let mut outermost = found.outermost;
        for quotation in &mut outermost {
            quotation.range = self.placed.in_file(quotation.range);
            quotation.inside = quotation.range;
        }
        Quotations {
            outermost,
            ..Quotations::default()
        }
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
pub fn plain(words: &str) -> (Vec<Mark>, Vec<ParagraphMarks>) {
    let (mut marks, mut stretches) = (Vec::new(), Vec::new());
    let mut add = |from: usize, to: usize| {
        let range = TextRange::new(from, to).trimmed(words);
        if range.is_empty() {
            return;
        }
        let (first, is_apart) = (marks.len(), stretches.is_empty());
        let from_start = range.from();
        let places = Places::new(&words[range]).map(|place| from_start + place);
        marks::find(&words[range], from_start, places, &mut marks);
        stretches.push(ParagraphMarks {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_may_hold_white_space() {
        for between in ["\n\n", "\n \n", "\n\t \n", "\r\n \r\n", "\r\r", " \n\n "] {
            assert!(has_blank_line(between), "{between:?}");
        }
        for between in ["", "\n", " \n ", "\r\n", "\r\n ", "\n{% a %}\n"] {
            assert!(!has_blank_line(between), "{between:?}");
        }
    }
}
