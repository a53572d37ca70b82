//! What the bytes of an input are taken for.

use std::path::Path;

use quotemark::model::{Corpus, FileId, Source};

/// What parts the pieces of an input: a byte that no text in UTF-8 holds.
const SEPARATOR: u8 = 0xFF;

/// The pieces of an input.
pub fn pieces(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split(|byte| *byte == SEPARATOR)
}

/// A text. What is no UTF-8 becomes replacement characters.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Numbers for choices, from the end of a piece; 0 when there are no more.
pub struct Choices<'d>(&'d [u8]);

impl<'d> Choices<'d> {
    /// The first `count` bytes of a piece as choices, and the rest of it.
    pub fn before(piece: &'d [u8], count: usize) -> (Self, &'d [u8]) {
        let (choices, rest) = piece.split_at(count.min(piece.len()));
        (Self(choices), rest)
    }

    /// A number from 0 to 255.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `limit`, which may be up to 65,536; 0 where it is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = usize::from(self.byte()) << 8 | usize::from(self.byte());
        number % limit.max(1)
    }

    /// Whether there are no more.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// A byte that says how many there are, and that many bytes.
    pub fn bytes(&mut self) -> &'d [u8] {
        let length = usize::from(self.byte()).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }

    /// One of some; there has to be one.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }
}

/// The nearest border between characters at or before a place.
pub fn border(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A corpus of an input: the first piece is choices, each other a file. The
/// last file is always there.
pub fn corpus(data: &[u8]) -> (Choices<'_>, Corpus, Vec<FileId>) {
    let mut pieces = pieces(data);
    let (choices, _) = Choices::before(pieces.next().unwrap_or_default(), usize::MAX);
    let mut corpus = Corpus::default();
    let mut texts: Vec<&[u8]> = pieces.take(4).collect();
    if texts.is_empty() {
        texts.push(b"");
    }
    let names = ["a.qm", "sub/b.qm", "cast.qm", "d.qm"];
    let files = texts.iter().zip(names);
    let files =
        files.map(|(bytes, name)| corpus.insert_source(Path::new(name), Source::new(text(bytes))));
    let files = files.collect();
    (choices, corpus, files)
}
