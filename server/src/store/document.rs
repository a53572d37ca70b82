//! A document that is open in an editor.

use ropey::Rope;

use crate::model::Source;
use crate::syntax::{Edit, Encoding, Parser, Point, Position};
use std::sync::Arc;

/// An open document: its text as a rope, and its last tree. An edit costs
/// little; the text is read again when somebody asks.
pub struct OpenDocument {
    rope: Rope,
    parser: Parser,
    version: i32,
    opening: u64,
    source: Option<Source>,
    /// Whether the reader failed on the text as it is.
    given_up: bool,
}

/// A change of a document, as an editor sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced; everything where there is no range. The end is not included.
    pub range: Option<(Position, Position)>,
    /// By what.
    pub text: String,
}

impl OpenDocument {
    /// A document as it was opened.
    pub fn new(text: &str, version: i32) -> Self {
        Self {
            rope: Rope::from_str(text),
            parser: Parser::new(),
            version,
            opening: 0,
            source: None,
            given_up: false,
        }
    }

    /// The same, with a number that tells this opening from all others.
    #[must_use]
    pub fn opened_as(self, opening: u64) -> Self {
        Self { opening, ..self }
    }

    /// Which opening it was.
    pub fn opening(&self) -> u64 {
        self.opening
    }

    /// The version that the editor gave it last.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// Applies changes one after the other. Positions past a line's or the
    /// text's end count as that end.
    pub fn change(&mut self, changes: &[Change], version: i32, encoding: Encoding) {
        self.version = version;
        self.source = None;
        self.given_up = false;
        for change in changes {
            match change.range {
                Some((start, end)) => self.replace(start, end, &change.text, encoding),
                None => {
                    self.rope = Rope::from_str(&change.text);
                    self.parser.forget();
                }
            }
        }
    }

    /// Whether it has changed since it was read last.
    pub fn is_stale(&self) -> bool {
        self.source.is_none() && !self.given_up
    }

    /// Counts it as read until it changes again, though it could not be.
    pub(super) fn give_up(&mut self) {
        self.parser = Parser::new();
        self.given_up = true;
    }

    /// The text and how it is read.
    pub fn source(&mut self) -> &Source {
        let Self {
            rope,
            parser,
            source,
            ..
        } = self;
        source.get_or_insert_with(|| {
            let text: Arc<str> = rope.to_string().into();
            let document = Arc::new(parser.read_again(&text));
            Source { text, document }
        })
    }

    fn replace(&mut self, start: Position, end: Position, text: &str, encoding: Encoding) {
        let start = self.char_at(start, encoding);
        let end = self.char_at(end, encoding).max(start);
        let (start_byte, end_byte) = (self.rope.char_to_byte(start), self.rope.char_to_byte(end));
        let (start_point, old_end_point) = (self.point(start_byte), self.point(end_byte));
        self.rope.remove(start..end);
        self.rope.insert(start, text);
        let new_end = start_byte + text.len();
        self.parser.edit(Edit {
            start: start_byte,
            old_end: end_byte,
            new_end,
            start_point,
            old_end_point,
            new_end_point: self.point(new_end),
        });
    }

    /// The character at a position.
    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let rope = &self.rope;
        let line = position.line as usize;
        if line >= rope.len_lines() {
            return rope.len_chars();
        }
        let start = rope.line_to_char(line);
        let content = rope.line(line);
        let breaks = content.chars_at(content.len_chars()).reversed();
        let breaks = breaks
            .take(2)
            .take_while(|c| matches!(c, '\n' | '\r'))
            .count();
        let breaks = if line + 1 < rope.len_lines() {
            breaks.max(1)
        } else {
            0
        };
        let end = start + content.len_chars() - breaks.min(content.len_chars());
        let column = position.column as usize;
        let at = match encoding {
            Encoding::Utf32 => start + column,
            Encoding::Utf16 => {
                let units = rope.char_to_utf16_cu(start) + column;
                rope.utf16_cu_to_char(units.min(rope.len_utf16_cu()))
            }
            Encoding::Utf8 => {
                let bytes = rope.char_to_byte(start) + column;
                rope.byte_to_char(bytes.min(rope.len_bytes()))
            }
        };
        at.clamp(start, end)
    }

    /// Row and column of a byte. Where lines end with CR alone the rows are not
    /// those that tree-sitter counts; nothing reads them from its nodes.
    fn point(&self, byte: usize) -> Point {
        let row = self.rope.byte_to_line(byte);
        Point {
            row,
            column: byte - self.rope.line_to_byte(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::syntax::LineIndex;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn a_position_past_the_end_is_the_end() {
        let mut document = OpenDocument::new("a😀\r\nb", 1);
        let at = |line, column| Position { line, column };
        let insert = |position, text: &str| Change {
            range: Some((position, position)),
            text: text.into(),
        };
        document.change(
            &[
                insert(at(0, 99), "!"),
                insert(at(9, 0), "?"),
                insert(at(0, 2), "x"),
            ],
            2,
            Encoding::Utf16,
        );
        // The second half of the pair counts as the character's start.
        assert_eq!(&*document.source().text, "ax😀!\r\nb?");
        assert_eq!(document.version(), 2);
    }

    fn text() -> impl Strategy<Value = String> {
        "([a-c ‘😀é]|\\[|\\]\\{|\\}|@a|by |\n|\r\n|\r|\n\n|:::|# |\\{%){0,12}"
    }

    proptest! {
        #[test]
        fn edits_equal_a_fresh_reading(start in text(), edits in prop::collection::vec((0u32..8, 0u32..12, 0u32..3, 0u32..9, text()), 1..8), which in 0usize..3) {
            let encoding = ENCODINGS[which];
            let mut expected = start.clone();
            let mut document = OpenDocument::new(&start, 0);
            for (line, column, lines, columns, text) in edits {
                let from = Position { line, column };
                let to = if lines == 0 { Position { line, column: column + columns } } else { Position { line: line + lines, column: columns } };
                let index = LineIndex::new(&expected);
                let (a, b) = (index.offset(from, encoding), index.offset(to, encoding));
                expected.replace_range(a..b.max(a), &text);
                document.change(&[Change { range: Some((from, to)), text }], 1, encoding);
                let source = document.source();
                prop_assert_eq!(&*source.text, expected.as_str());
                prop_assert_eq!(&*source.document, &Parser::new().parse(&expected));
            }
        }
    }
}
