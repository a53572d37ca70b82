//! Where bytes of a file stand in the article's plain text.

use crate::syntax::{BYTE_ORDER_MARK, Document, LineIndex, TextRange, stripped, stripped_lines};

/// The plain text of an article, and where its pieces stand in the file.
pub struct PlainText<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    /// What all pieces come to.
    length: Offset,
}

/// A stretch of the file that is the article's own.
struct Piece {
    file: TextRange,
    /// Where it begins in the plain text.
    start: Offset,
    is_ascii: bool,
}

/// A place in the plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Offset {
    /// Code points before it.
    pub points: usize,
    /// UTF-16 units before it.
    pub utf16: usize,
}

/// A stretch of the plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stretch {
    /// Where it begins.
    pub start: Offset,
    /// Where it ends, not included.
    pub end: Offset,
}

impl Offset {
    fn of(words: &str, is_ascii: bool) -> Self {
        if is_ascii {
            return Self {
                points: words.len(),
                utf16: words.len(),
            };
        }
        // What is not the rest of a character begins one; one of four bytes is two units.
        let begins = |byte: &u8| byte & 0xc0 != 0x80;
        let points = words.bytes().filter(begins).count();
        let wide = words.bytes().filter(|byte| *byte >= 0xf0).count();
        Self {
            points,
            utf16: points + wide,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            points: self.points + other.points,
            utf16: self.utf16 + other.utf16,
        }
    }
}

impl<'t> PlainText<'t> {
    /// Of a text, as it is read, whose lines these are.
    pub fn new(text: &'t str, document: &Document, lines: &LineIndex) -> Self {
        let mut length = Offset::default();
        // A byte order mark is no word: with one and without, a statement has the same id.
        let mark = match text.starts_with(BYTE_ORDER_MARK) {
            true => BYTE_ORDER_MARK.len_utf8(),
            false => 0,
        };
        let own = match mark {
            0 => stripped_lines(text, document, lines),
            _ => stripped(text, document),
        };
        let own = own.into_iter();
        let own = own.map(|file| TextRange::new(file.from().max(mark), file.to().max(mark)));
        let mut together: Vec<TextRange> = Vec::new();
        for file in own.filter(|file| !file.is_empty()) {
            match together.last_mut() {
                Some(last) if last.to() == file.from() => {
                    *last = TextRange::new(last.from(), file.to());
                }
                _ => together.push(file),
            }
        }
        let pieces = together.into_iter().map(|file| {
            let words = &text[file];
            let is_ascii = words.is_ascii();
            let start = length;
            length = length.plus(Offset::of(words, is_ascii));
            Piece {
                file,
                start,
                is_ascii,
            }
        });
        let pieces = pieces.collect();
        Self {
            text,
            pieces,
            length,
        }
    }

    /// Where a byte of the file stands. One in markup stands where the next word does.
    fn offset(&self, place: usize) -> Offset {
        let next = self
            .pieces
            .partition_point(|piece| piece.file.to() <= place);
        match self.pieces.get(next) {
            None => self.length,
            Some(piece) if place <= piece.file.from() => piece.start,
            Some(piece) => {
                let before = &self.text[piece.file.from()..place];
                piece.start.plus(Offset::of(before, piece.is_ascii))
            }
        }
    }

    /// What of a stretch of the file is the article's own, and where that stands.
    pub fn stretch(&self, file: TextRange) -> Stretch {
        Stretch {
            start: self.offset(file.from()),
            end: self.offset(file.to()),
        }
    }

    /// Adds to `words` what of a stretch of the file is the article's own.
    pub fn push(&self, file: TextRange, words: &mut String) {
        let first = self
            .pieces
            .partition_point(|piece| piece.file.to() <= file.from());
        let pieces = self.pieces[first..].iter();
        for piece in pieces.take_while(|piece| piece.file.from() < file.to()) {
            let start = piece.file.from().max(file.from());
            words.push_str(&self.text[start..piece.file.to().min(file.to())]);
        }
    }

    /// All of it.
    pub fn whole(&self) -> String {
        let mut words = String::with_capacity(self.text.len());
        self.push(TextRange::new(0, self.text.len()), &mut words);
        words
    }
}
