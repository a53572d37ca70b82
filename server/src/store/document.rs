//! A document that is open in an editor.

use ropey::Rope;

use crate::model::Source;
use crate::syntax::{Counting, Edit, Encoding, LoneCr, Parser, Point, Position};
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
    /// Whether a CR that no LF follows has stood in it.
    had_lone_cr: bool,
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
            had_lone_cr: holds_lone_cr(text.chars(), text.len()),
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

    /// Whether a CR that no LF follows has stood in it since the editor last sent
    /// all of its text.
    pub fn had_lone_cr(&self) -> bool {
        self.had_lone_cr
    }

    /// Applies changes one after the other. Positions past a line's or the
    /// text's end count as that end.
    pub fn change(&mut self, changes: &[Change], version: i32, counting: impl Into<Counting>) {
        let counting = counting.into();
        self.version = version;
        self.source = None;
        self.given_up = false;
        for change in changes {
            match change.range {
                Some((start, end)) => self.replace(start, end, &change.text, counting),
                None => {
                    self.rope = Rope::from_str(&change.text);
                    self.had_lone_cr = holds_lone_cr(change.text.chars(), change.text.len());
                    self.parser.forget();
                }
            }
        }
    }

    /// Whether it has changed since it was read last.
    pub fn is_stale(&self) -> bool {
        self.source.is_none() && !self.given_up
    }

    /// Has it be read again, though it has not changed.
    pub(super) fn renew(&mut self) {
        self.source = None;
        self.given_up = false;
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

    fn replace(&mut self, start: Position, end: Position, text: &str, counting: Counting) {
        let start = self.char_at(start, counting);
        let end = self.char_at(end, counting).max(start);
        let (start_byte, end_byte) = (self.rope.char_to_byte(start), self.rope.char_to_byte(end));
        let (start_point, old_end_point) = (self.point(start_byte), self.point(end_byte));
        self.rope.remove(start..end);
        self.rope.insert(start, text);
        // A break may also come apart, or together, with what stands around.
        let around = self.rope.chars_at(start.saturating_sub(1));
        let length = text.chars().count() + 2;
        self.had_lone_cr = self.had_lone_cr || holds_lone_cr(around, length);
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
    fn char_at(&self, position: Position, counting: Counting) -> usize {
        let rope = &self.rope;
        let Counting { encoding, lone_cr } = counting;
        let Some((start, end)) = self.line(position.line as usize, lone_cr) else {
            return rope.len_chars();
        };
        let mut last = rope.chars_at(end).reversed().take(end - start);
        let (last, before) = (last.next(), last.next());
        let has_crlf = last == Some('\n') && before == Some('\r');
        let has_one = match lone_cr {
            LoneCr::Break => matches!(last, Some('\n' | '\r')),
            LoneCr::Text => last == Some('\n'),
        };
        let end = end - usize::from(has_crlf) - usize::from(has_one);
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
        let is_behind_cr = lone_cr == LoneCr::Text && has_crlf && at == end + 1;
        match is_behind_cr {
            true => at,
            false => at.clamp(start, end),
        }
    }

    /// The characters of a line with its break; nothing past the last line.
    fn line(&self, line: usize, lone_cr: LoneCr) -> Option<(usize, usize)> {
        let rope = &self.rope;
        if lone_cr == LoneCr::Break || !self.had_lone_cr {
            let is_there = line < rope.len_lines();
            return is_there.then(|| (rope.line_to_char(line), rope.line_to_char(line + 1)));
        }
        // The rope counts lines as the protocol does. Those that are told apart by
        // LF are looked for, in texts that have both.
        let mut chunk_start = 0;
        let chunks = rope.chunks().flat_map(|chunk| {
            let start = chunk_start;
            chunk_start += chunk.len();
            memchr::memchr_iter(b'\n', chunk.as_bytes()).map(move |at| start + at + 1)
        });
        let mut starts = std::iter::once(0).chain(chunks).skip(line);
        let start = starts.next()?;
        let end = starts.next().unwrap_or(rope.len_bytes());
        Some((rope.byte_to_char(start), rope.byte_to_char(end)))
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

/// Whether one of the first `length` characters is a CR that no LF follows.
fn holds_lone_cr(chars: impl Iterator<Item = char>, length: usize) -> bool {
    let mut chars = chars.peekable();
    for _ in 0..length {
        match chars.next() {
            None => return false,
            Some('\r') if chars.peek() != Some(&'\n') => return true,
            Some(_) => {}
        }
    }
    false
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
        fn edits_equal_a_fresh_reading(start in text(), edits in prop::collection::vec((0u32..8, 0u32..12, 0u32..3, 0u32..9, text()), 1..8), which in 0usize..3, is_text: bool) {
            let counting = Counting {
                encoding: ENCODINGS[which],
                lone_cr: if is_text { LoneCr::Text } else { LoneCr::Break },
            };
            let mut expected = start.clone();
            let mut document = OpenDocument::new(&start, 0);
            for (line, column, lines, columns, text) in edits {
                let from = Position { line, column };
                let to = if lines == 0 { Position { line, column: column + columns } } else { Position { line: line + lines, column: columns } };
                let index = LineIndex::new(&expected);
                let (a, b) = (index.offset(from, counting), index.offset(to, counting));
                expected.replace_range(a..b.max(a), &text);
                document.change(&[Change { range: Some((from, to)), text }], 1, counting);
                prop_assert!(document.had_lone_cr() || LineIndex::new(&expected).first_lone_cr().is_none());
                let source = document.source();
                prop_assert_eq!(&*source.text, expected.as_str());
                prop_assert_eq!(&*source.document, &Parser::new().parse(&expected));
            }
        }
    }
}
