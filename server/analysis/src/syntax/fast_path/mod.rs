//! The fast path: documents of plain forms, read without a tree.
//!
//! Nearly all articles of a large corpus are made of a few plain forms, which
//! one pass over the bytes finds many times faster than a parser can. Whatever
//! has any other form is left to the parser: this reader says nothing of a
//! document, or exactly what the parser says of it. A test with random
//! documents holds it to that.

use self::tokens::{Class, address, class, date, note, plain_word, seen, string, word};
use super::builder::{Builder, FoundLine, FoundSpan};
use super::part::{Part, PartKind};
use super::tag::is_clause;
use super::{Document, Reference, TextRange};

mod tokens;

#[cfg(test)]
mod tests;

/// Reads `text`, if all of it is of the forms that are known here.
pub fn read(text: &str) -> Option<Document> {
    let bytes = text.as_bytes();
    if memchr::memchr(0, bytes).is_some() || text.starts_with('\u{feff}') {
        return None;
    }
    // A CR by itself ends a line, too, and is left to the parser.
    let mut returns = memchr::memchr_iter(b'\r', bytes);
    if returns.any(|at| bytes.get(at + 1) != Some(&b'\n')) {
        return None;
    }
    let mut reader = FastReader {
        text,
        bytes,
        builder: Builder::new(text),
        at: 0,
        pieces: Vec::new(),
        open: Vec::new(),
        parts: Vec::new(),
        fence_end: None,
        has_comments: memchr::memmem::find(bytes, b"{%").is_some(),
    };
    reader.document()?;
    Some(reader.builder.finish())
}

struct FastReader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    builder: Builder<'t>,
    /// The start of the line that is to be read next.
    at: usize,
    /// What the words of the block hold, in order.
    pieces: Vec<Piece>,
    /// The brackets of the block that are open: places in `pieces`.
    open: Vec<usize>,
    /// The tokens of the tag or the line that was read last.
    parts: Vec<Part>,
    /// The start of the line that closes the open fence.
    fence_end: Option<usize>,
    /// Whether `{%` stands anywhere.
    has_comments: bool,
}

/// What stands in words.
#[derive(Clone, Copy)]
enum Piece {
    /// An opening bracket.
    Bracket(usize),
    /// The opening bracket of a span, its closing one, and the end of the tag.
    Span(usize, usize, usize),
    /// The end of the span that began last.
    SpanEnd,
    /// The backslash of an escape.
    Escape(usize),
    /// A comment.
    Comment(TextRange),
}

impl<'t> FastReader<'t> {
    fn document(&mut self) -> Option<()> {
        if self.bytes.starts_with(b"---") {
            self.header()?;
        } else if self.bytes.first().is_some_and(u8::is_ascii_whitespace) {
            return None;
        }
        while self.at < self.bytes.len() {
            self.block()?;
        }
        self.fence_end.is_none().then_some(())
    }

    /// The line that begins at `self.at`, without its break.
    fn line(&self) -> TextRange {
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let is_crlf = rest[..length].ends_with(b"\r");
        TextRange::new(self.at, self.at + length - usize::from(is_crlf))
    }

    /// The length of the line break at `end`; 0 at the end of the text.
    fn break_at(&self, end: usize) -> usize {
        match self.bytes.get(end) {
            Some(b'\r') => 2,
            Some(_) => 1,
            None => 0,
        }
    }

    /// Goes to the line after one that ends at `end`.
    fn go_after(&mut self, end: usize) {
        self.at = end + self.break_at(end);
    }

    fn is_blank(&self, line: TextRange) -> bool {
        let mut bytes = self.bytes[line.from()..line.to()].iter();
        bytes.all(|byte| matches!(byte, b' ' | b'\t'))
    }

    // ---- Blocks ------------------------------------------------------------

    fn header(&mut self) -> Option<()> {
        let first = self.line();
        let mut lines = Vec::new();
        let mut line = first;
        while line == first || &self.text[line] != "---" {
            if line != first {
                lines.push(self.property(line, 0)?);
            } else if &self.text[line] != "---" {
                return None;
            }
            if line.to() == self.bytes.len() {
                return None;
            }
            self.go_after(line.to());
            line = self.line();
        }
        let range = TextRange::new(0, line.to());
        self.builder.header(range, first, lines, true);
        self.go_after(line.to());
        Some(())
    }

    fn block(&mut self) -> Option<()> {
        let line = self.line();
        if self.is_blank(line) {
            // Spaces at the very end belong to what stands before them.
            if line.to() == self.bytes.len() && !line.is_empty() {
                return None;
            }
            self.go_after(line.to());
            return Some(());
        }
        match self.bytes[self.at] {
            b'#' if self.is_heading(line) => self.heading(line),
            b'@' | b'&' | b'#' => match self.reference_at(self.at)? {
                Some(reference) if self.bytes.get(reference.range.to()) == Some(&b':') => {
                    self.declaration(line, reference)
                }
                _ => self.paragraph(),
            },
            b':' if self.is_fence_line() => self.fence_line(line),
            b'{' if self.bytes[self.at..].starts_with(b"{%") => self.comment_block(line),
            _ => self.paragraph(),
        }
    }

    fn is_heading(&self, line: TextRange) -> bool {
        let line = &self.text[line];
        let after = line.trim_start_matches('#');
        line.len() - after.len() <= 6 && after.starts_with([' ', '\t'])
    }

    fn heading(&mut self, line: TextRange) -> Option<()> {
        let text = self.text;
        let words = text[line].trim_start_matches('#');
        let words = words.trim_start_matches([' ', '\t']);
        // Of a heading without words the parser reads more than the line.
        if words.is_empty() {
            return None;
        }
        let title = TextRange::new(line.to() - words.len(), line.to());
        self.inline(title.from(), line.to())?;
        let marker = &text[line.from()..title.from()];
        self.builder.heading(line, marker, Some(title));
        self.tell()?;
        self.go_after(line.to());
        Some(())
    }

    fn comment_block(&mut self, line: TextRange) -> Option<()> {
        let rest = &self.bytes[line.from()..];
        let length = memchr::memmem::find(rest.get(2..)?, b"%}")? + 4;
        let range = TextRange::new(line.from(), line.from() + length);
        let is_alone = matches!(rest.get(length), None | Some(b'\n' | b'\r'));
        let mut lines = self.text[range].lines();
        let is_other =
            |line: &str| line.trim_matches([' ', '\t']).is_empty() || line.starts_with(":::");
        if !is_alone || lines.any(is_other) {
            return None;
        }
        self.builder.comment(range, true);
        self.go_after(range.to());
        Some(())
    }

    fn paragraph(&mut self) -> Option<()> {
        let start = self.at;
        let mut end = start;
        let mut is_ended = false;
        while self.at < self.bytes.len() {
            let line = self.line();
            if self.is_blank(line) {
                if line.to() == self.bytes.len() && !line.is_empty() {
                    return None;
                }
                break;
            }
            let first = self.bytes[self.at];
            if first == b'-' && self.text[line].starts_with("---") {
                return None;
            }
            if first == b':' && self.is_fence_line() {
                is_ended = true;
                break;
            }
            end = line.to();
            self.go_after(end);
        }
        self.inline(start, end)?;
        // The last break before a fence's line, or before the end of the file,
        // is the paragraph's.
        let has_break = is_ended || self.at == self.bytes.len();
        let length = if has_break { self.break_at(end) } else { 0 };
        let range = TextRange::new(start, end + length);
        self.builder.paragraph(range);
        self.tell()
    }

    fn declaration(&mut self, first: TextRange, reference: Reference) -> Option<()> {
        if self.text[reference.range].ends_with(['-', '_']) {
            return None;
        }
        let after = &self.text[reference.range.to() + 1..first.to()];
        let name = after.trim_start_matches([' ', '\t']);
        if name.is_empty() {
            return None;
        }
        let name = TextRange::new(first.to() - name.len(), first.to());
        let mut lines: Vec<FoundLine> = Vec::new();
        let mut end = first.to();
        self.go_after(end);
        while self.at < self.bytes.len() && matches!(self.bytes[self.at], b' ' | b'\t') {
            let line = self.line();
            if self.is_blank(line) {
                if line.to() == self.bytes.len() {
                    return None;
                }
                break;
            }
            let indented = &self.text[line];
            let column = indented.len() - indented.trim_start_matches([' ', '\t']).len();
            let words = TextRange::new(line.from() + column, line.to());
            let key_above = lines.iter().rfind(|above| above.key.is_some());
            let goes_on = key_above.is_some_and(|above| column > above.column);
            lines.push(match goes_on {
                true => FoundLine {
                    range: words,
                    column,
                    key: None,
                    value: None,
                    references: self.references(words)?,
                },
                false => self.property(words, column)?,
            });
            end = line.to();
            self.go_after(end);
        }
        let range = TextRange::new(reference.range.from(), end);
        self.builder
            .declaration(range, reference, Some(name), lines);
        Some(())
    }

    // ---- Fences ------------------------------------------------------------

    fn is_fence_line(&self) -> bool {
        self.bytes[self.at..].starts_with(b":::")
    }

    /// A line that opens or closes a fence. A fence in a fence is left to the
    /// parser, and so is a line that does neither.
    fn fence_line(&mut self, line: TextRange) -> Option<()> {
        if self.fence_end == Some(line.from()) {
            self.fence_end = None;
            self.builder.fence_end(line);
            self.builder.leave_fence();
        } else if self.fence_end.is_some() {
            return None;
        } else {
            let text = &self.text[line];
            let after = text.trim_start_matches(':');
            if !after.starts_with([' ', '\t']) {
                return None;
            }
            self.read_parts(line.to() - after.len(), line.to())?;
            if self.parts.is_empty() {
                return None;
            }
            let end = self.next_fence_line(line.to())?;
            let range = TextRange::new(line.from(), end.to());
            self.fence_end = Some(end.from());
            self.builder.fence(range, line, &self.parts, true);
        }
        self.go_after(line.to());
        Some(())
    }

    /// The next line that begins with colons, if it can close a fence.
    fn next_fence_line(&self, from: usize) -> Option<TextRange> {
        let start = from + memchr::memmem::find(&self.bytes[from..], b"\n:::")? + 1;
        let rest = &self.text[start..];
        let line = rest.lines().next()?;
        let after = line.trim_start_matches(':');
        let is_end = after.trim_matches([' ', '\t']).is_empty();
        is_end.then(|| TextRange::new(start, start + line.len()))
    }

    // ---- `key: value` ------------------------------------------------------

    /// A line of the form `key: value`; `line` begins with the key.
    fn property(&self, line: TextRange, column: usize) -> Option<FoundLine> {
        let text = &self.text[line];
        let colon = memchr::memchr(b':', text.as_bytes())?;
        let (key, after) = (&text[..colon], &text[colon + 1..]);
        // A date in a key is for the parser to tell from a word.
        let is_key = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'_');
        let begins = key.as_bytes().first()?.is_ascii_alphabetic();
        if !begins || !key.bytes().all(is_key) || key.contains(" -") || key.contains(" _") {
            return None;
        }
        if after.starts_with("//") {
            return None;
        }
        let value = after.trim_start_matches([' ', '\t']);
        let value = TextRange::new(line.to() - value.len(), line.to());
        Some(FoundLine {
            range: line,
            column,
            key: Some(TextRange::new(line.from(), line.from() + colon)),
            value: (!value.is_empty()).then_some(value),
            references: self.references(value)?,
        })
    }

    /// What has the form of a reference in a value.
    fn references(&self, value: TextRange) -> Option<Vec<Reference>> {
        let mut references = Vec::new();
        let mut at = value.from();
        while at < value.to() {
            let rest = &self.text[at..value.to()];
            let first = rest.chars().next()?;
            match first {
                '@' | '&' | '#' => match self.reference_at(at)? {
                    Some(reference) => {
                        references.push(reference);
                        at = reference.range.to();
                    }
                    None => at += 1,
                },
                '"' | '“' => at += string(rest)?,
                '~' => at += seen(rest),
                first if class(first)? == Class::Word => {
                    let address = address(rest);
                    at += match address {
                        Some(length) => length,
                        None => word(rest)?,
                    };
                }
                // The beginning of a range without a start. Of more full stops
                // only the last two can be one.
                '.' => {
                    let after = rest.strip_prefix("..").unwrap_or_default();
                    let digits = |c: char| c.is_ascii_digit() || c == '-';
                    let is_date = after.starts_with(|c: char| c.is_ascii_digit());
                    let length = after.find(|c| !digits(c)).unwrap_or(after.len());
                    at += if is_date { 2 + length } else { 1 };
                }
                first => at += first.len_utf8(),
            }
        }
        Some(references)
    }

    /// The reference that begins at a sigil, if there is one; nothing at all
    /// where that is not for this reader to say.
    fn reference_at(&self, at: usize) -> Option<Option<Reference>> {
        let id = &self.text[at + 1..];
        let begins = id.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        let mut length = if begins { plain_word(id.as_bytes()) } else { 0 };
        for c in id[length..].chars() {
            match class(c)? {
                Class::Word => {}
                Class::Joint if length > 0 => {}
                _ => break,
            }
            length += c.len_utf8();
        }
        let range = TextRange::new(at, at + 1 + length);
        Some(if length > 0 {
            Reference::new(range, self.text)
        } else {
            None
        })
    }

    // ---- Words -------------------------------------------------------------

    /// Finds the pieces between two places of a block.
    fn inline(&mut self, start: usize, end: usize) -> Option<()> {
        self.pieces.clear();
        self.open.clear();
        let mut at = start;
        while at < end {
            let Some(next) = self.next_special(&self.bytes[at..end]) else {
                break;
            };
            at += next;
            let next = self.bytes[at + 1..end].first();
            match (self.bytes[at], next) {
                (b'[', _) => {
                    self.open.push(self.pieces.len());
                    self.pieces.push(Piece::Bracket(at));
                }
                (b']', Some(b'{')) => {
                    let length = memchr::memchr2(b'}', b'\n', &self.bytes[at..end])?;
                    let after = at + length + 1;
                    if self.bytes[after - 1] == b'\n' {
                        return None;
                    }
                    let opening = self.open.pop()?;
                    if let Piece::Bracket(start) = self.pieces[opening] {
                        self.pieces[opening] = Piece::Span(start, at, after);
                    }
                    self.pieces.push(Piece::SpanEnd);
                    at = after;
                    continue;
                }
                (b']', _) => {
                    self.open.pop();
                }
                (b'\\', Some(next)) if next.is_ascii_punctuation() => {
                    self.pieces.push(Piece::Escape(at));
                    at += 1;
                }
                (b'{', Some(b'%')) => {
                    let length = self.comment(at, end)?;
                    let range = TextRange::new(at, at + length);
                    self.pieces.push(Piece::Comment(range));
                    at = range.to();
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        // What nothing closes reaches to the end of its block.
        self.open.is_empty().then_some(())
    }

    /// The first byte at which something may begin or end in words.
    fn next_special(&self, bytes: &[u8]) -> Option<usize> {
        if self.has_comments {
            bytes
                .iter()
                .position(|byte| matches!(byte, b'[' | b']' | b'\\' | b'{'))
        } else {
            memchr::memchr3(b'[', b']', b'\\', bytes)
        }
    }

    /// The length of the comment that begins at `at`, if it ends on its line.
    fn comment(&self, at: usize, end: usize) -> Option<usize> {
        let line = &self.bytes[at..end];
        let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
        let length = memchr::memmem::find(line.get(2..)?, b"%}")?;
        Some(length + 4)
    }

    /// Tells the builder the pieces of the block, and that its words end.
    fn tell(&mut self) -> Option<()> {
        for index in 0..self.pieces.len() {
            match self.pieces[index] {
                Piece::Bracket(_) => {}
                Piece::Span(start, bracket, end) => {
                    self.read_parts(bracket + 2, end - 1)?;
                    let found = FoundSpan {
                        start,
                        words: TextRange::new(start + 1, bracket),
                        parts: &self.parts,
                        end: Some(end),
                    };
                    self.builder.span(found);
                }
                Piece::SpanEnd => self.builder.leave_span(),
                Piece::Escape(at) => self.builder.escape(at),
                Piece::Comment(range) => self.builder.comment(range, true),
            }
        }
        self.builder.leave_words();
        Some(())
    }

    // ---- Tags --------------------------------------------------------------

    /// Finds the tokens of a tag, or of a fence's line, between two places.
    fn read_parts(&mut self, start: usize, end: usize) -> Option<()> {
        self.parts.clear();
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let (kind, length) = match self.bytes[at] {
                b' ' | b'\t' => {
                    at += 1;
                    continue;
                }
                b',' => (PartKind::Comma, 1),
                b'?' => (PartKind::Question, 1),
                b'@' | b'&' | b'#' => (PartKind::Reference, self.reference_at(at)??.range.len()),
                b'"' => (PartKind::String, string(rest)?),
                b'0'..=b'9' => (PartKind::Date, date(rest)?),
                b'n' if self.parts.is_empty() && rest.starts_with("note:") => {
                    (PartKind::Note, note(rest)?)
                }
                first if first.is_ascii_alphabetic() => {
                    let length = word(rest)?;
                    match &rest[..length] {
                        "more" => (PartKind::More, length),
                        keyword if is_clause(keyword) => (PartKind::Keyword, length),
                        _ => return None,
                    }
                }
                _ if rest.starts_with('“') => (PartKind::String, string(rest)?),
                _ => return None,
            };
            let range = TextRange::new(at, at + length);
            at = range.to();
            let is_apart = at == end || matches!(self.bytes[at], b' ' | b'\t' | b',');
            if !is_apart && kind != PartKind::Comma {
                return None;
            }
            self.parts.push(Part { kind, range });
        }
        Some(())
    }
}
