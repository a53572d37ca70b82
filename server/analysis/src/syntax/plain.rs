//! The article's own words (markup: The plain text of a document).

use super::document::{BlockKind, Document};
use super::{LineIndex, TextRange};

/// The words in `range` without tags, comments and escapes; line breaks stay.
pub fn plain_words(text: &str, range: TextRange, document: &Document) -> String {
    let mut plain = String::with_capacity(range.len());
    push_plain(&mut plain, text, range, document);
    plain
}

/// A piece of plain words that the file has as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainPiece {
    /// Which of the words.
    pub words: TextRange,
    /// Where they begin in the file.
    pub file: usize,
}

/// Plain words of which each knows where it stands in the file.
#[derive(Debug, Clone, Default)]
pub struct PlacedWords {
    words: String,
    /// Where pieces begin, in the words and in the file.
    pieces: Vec<(usize, usize)>,
}

impl PlacedWords {
    /// Adds the plain words in `range`; a space parts them from those before.
    pub fn push(&mut self, text: &str, range: TextRange, document: &Document) {
        if !self.words.is_empty() {
            self.pieces.push((self.words.len(), range.from()));
            self.words.push(' ');
        }
        self.push_plain(text, range, document);
    }

    /// Adds the plain words in `range` directly after those before.
    pub fn push_plain(&mut self, text: &str, range: TextRange, document: &Document) {
        self.push_pieces(text, unmarked(range, document));
    }

    /// No words yet, with room for so many bytes in so many pieces.
    pub(super) fn with_room(bytes: usize, pieces: usize) -> Self {
        Self {
            words: String::with_capacity(bytes),
            pieces: Vec::with_capacity(pieces),
        }
    }

    /// Adds pieces of a file, directly after the words before.
    pub(super) fn push_pieces(&mut self, text: &str, pieces: impl Iterator<Item = TextRange>) {
        for piece in pieces {
            self.pieces.push((self.words.len(), piece.from()));
            self.words.push_str(&text[piece]);
        }
    }

    /// Where places of the file, in order, stand in the words from `start` on.
    /// Those in markup are left out.
    pub(super) fn places_of(&self, start: usize, file: &[usize]) -> impl Iterator<Item = usize> {
        let first = self.pieces.partition_point(|(words, _)| *words < start);
        let pieces = &self.pieces[first..];
        let mut at = 0;
        file.iter().filter_map(move |place| {
            while pieces.get(at + 1).is_some_and(|(_, next)| next <= place) {
                at += 1;
            }
            let (words, from) = pieces.get(at)?;
            let end = pieces.get(at + 1).map_or(self.words.len(), |(end, _)| *end);
            let found = words + place.checked_sub(*from)?;
            (found < end).then_some(found)
        })
    }

    /// Adds a line break, which is that at `place` of the file.
    pub(super) fn push_break(&mut self, place: usize) {
        self.push_placed("\n", place);
    }

    /// Adds words directly after those before. They stand at `place` of the file, or for what
    /// is there; places come in order.
    pub fn push_placed(&mut self, words: &str, place: usize) {
        self.pieces.push((self.words.len(), place));
        self.words.push_str(words);
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Where in the file a stretch of the words stands, with the markup inside it.
    pub fn in_file(&self, words: TextRange) -> TextRange {
        let start = self.place(words.from());
        let end = match words.is_empty() {
            true => start,
            false => self.place(words.to() - 1) + 1,
        };
        TextRange::new(start, end.max(start))
    }

    /// Which of the words stand in a stretch of the file. Before the first piece
    /// that is the words' start; inside markup, where the piece before it ends.
    pub fn of_file(&self, file: TextRange) -> TextRange {
        let start = self.offset(file.from());
        TextRange::new(start, self.offset(file.to()).max(start))
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = PlainPiece> + '_ {
        let ends = self.pieces.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.words.len()]);
        let pieces = self.pieces.iter().zip(ends);
        pieces.map(|((start, file), end)| PlainPiece {
            words: TextRange::new(*start, end),
            file: *file,
        })
    }

    fn offset(&self, place: usize) -> usize {
        let next = self.pieces.partition_point(|(_, file)| *file <= place);
        let Some((start, file)) = next.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return 0;
        };
        let end = self
            .pieces
            .get(next)
            .map_or(self.words.len(), |(end, _)| *end);
        (start + place - file).min(end)
    }

    fn place(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start <= offset);
        let (start, place) = next.checked_sub(1).map_or((0, 0), |at| self.pieces[at]);
        place + offset - start
    }
}

/// The article as it was before anybody annotated it, byte for byte.
///
/// A header, declaration, comment or fence line goes with its line break. It
/// takes one blank line with it when it stands between two, or between one and
/// the file's edge, so that taking it out leaves what putting it in disturbed.
/// What is broken (an unclosed tag, say) stays: it may be the article's own.
pub fn strip(text: &str, document: &Document) -> String {
    let mut plain = String::with_capacity(text.len());
    for piece in stripped(text, document) {
        plain.push_str(&text[piece]);
    }
    plain
}

/// Where in the file that stands which [`strip`] leaves: stretches in the order
/// of the text.
pub fn stripped(text: &str, document: &Document) -> Vec<TextRange> {
    stripped_lines(text, document, &LineIndex::new(text))
}

/// The same of a text whose lines are at hand, with a byte order mark as a character.
pub fn stripped_lines(text: &str, document: &Document, lines: &LineIndex) -> Vec<TextRange> {
    let mut kept: Vec<TextRange> = Vec::new();
    let mut line = 0;
    for block in removed_blocks(text, document) {
        let first = lines.line_of(block.from());
        let last = lines.line_of(block.to().saturating_sub(1).max(block.from()));
        for index in line..first {
            kept.push(whole_line(lines, index));
        }
        line = (last + 1).max(line);
        let open_above = kept.last().is_none_or(|above| is_blank(text, *above));
        if !open_above {
            continue;
        }
        if line >= lines.line_count() || whole_line(lines, line).from() == text.len() {
            kept.pop();
        } else if is_blank(text, whole_line(lines, line)) {
            line += 1;
        }
    }
    for index in line..lines.line_count() {
        kept.push(whole_line(lines, index));
    }
    let pieces = kept.into_iter().flat_map(|line| unmarked(line, document));
    pieces.collect()
}

/// The blocks that are no part of the article, in order.
fn removed_blocks(text: &str, document: &Document) -> Vec<TextRange> {
    let mut removed: Vec<TextRange> = Vec::new();
    removed.extend(
        document
            .header
            .iter()
            .filter(|header| header.closed)
            .map(|header| header.range),
    );
    for block in &document.blocks {
        match block.kind {
            BlockKind::Declaration(_) => removed.push(with_indent_below(text, block.range)),
            BlockKind::Comment(comment) if document.comments[comment].closed => {
                removed.push(block.range);
            }
            BlockKind::Paragraph if is_only_comments(text, block.range, document) => {
                removed.push(block.range);
            }
            BlockKind::Fence(fence) => {
                let fence = &document.fences[fence];
                // An unclosed fence may be a line of the article.
                if let Some(end) = fence.end {
                    removed.push(fence.start);
                    removed.push(end);
                }
            }
            _ => {}
        }
    }
    removed.sort();
    removed
}

/// A declaration with the spaces below it that the file ends with: whoever goes
/// on with it at the end of the file begins a line so.
fn with_indent_below(text: &str, declaration: TextRange) -> TextRange {
    let after = &text[declaration.to()..];
    let below = after.trim_start_matches([' ', '\t']);
    let below = below
        .strip_prefix("\r\n")
        .or(below.strip_prefix(['\n', '\r']));
    let is_indent = below.is_some_and(|below| below.trim_matches([' ', '\t']).is_empty());
    if is_indent && !after.ends_with(['\n', '\r']) {
        TextRange::new(declaration.from(), text.len())
    } else {
        declaration
    }
}

fn is_only_comments(text: &str, paragraph: TextRange, document: &Document) -> bool {
    let first = document
        .comments
        .partition_point(|comment| comment.range < paragraph);
    let holds_comment = document.comments[first..]
        .first()
        .is_some_and(|comment| comment.closed && paragraph.covers(comment.range));
    holds_comment && plain_words(text, paragraph, document).trim().is_empty()
}

fn push_plain(plain: &mut String, text: &str, range: TextRange, document: &Document) {
    for piece in unmarked(range, document) {
        plain.push_str(&text[piece]);
    }
}

/// The pieces of `range` that are the article's own.
pub(super) fn unmarked(
    range: TextRange,
    document: &Document,
) -> impl Iterator<Item = TextRange> + '_ {
    let first = document
        .markup
        .partition_point(|markup| markup.to() <= range.from());
    let markup = document.markup[first..].iter().copied();
    let end = TextRange::new(range.to(), range.to());
    let mut at = range.from();
    markup
        .take_while(move |markup| markup.from() < range.to())
        .chain([end])
        .filter_map(move |markup| {
            let piece = (markup.from() > at).then(|| TextRange::new(at, markup.from()));
            at = at.max(markup.to());
            piece
        })
}

/// A line with its break.
fn whole_line(lines: &LineIndex, line: usize) -> TextRange {
    let start = lines.line_range(line).start;
    let end = if line + 1 < lines.line_count() {
        lines.line_range(line + 1).start
    } else {
        lines.line_range(line).end
    };
    TextRange { start, end }
}

fn is_blank(text: &str, line: TextRange) -> bool {
    text[line].trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parser;

    fn strip_text(text: &str) -> String {
        strip(text, &Parser::new().read(text))
    }

    #[test]
    fn leaves_the_words() {
        assert_eq!(
            strip_text("---\ntitle: T\n---\n\n[GPC]{&gpc} said [‘[What] \\*now’]{by @a}{% x %}.\n"),
            "GPC said ‘[What] *now’.\n"
        );
    }

    #[test]
    fn a_removed_block_leaves_no_gap() {
        for with in [
            "A\n\n{% c %}\n\nB\n",
            "{% c %}\n\nA\n\nB\n",
            "A\n\nB\n\n{% c %}\n",
            "{% c %}\nA\n\nB\n",
            "A\n\n@x: X\n    also: Y\n\n@y: Y\n\nB\n",
            "A\n\n::: by @x\n\nB\n\n:::\n",
            "A\n\n::: by @x\nB\n:::\n",
            "---\ndate: 2011\n---\nA\n\nB\n",
            "A\n\n{% a %} {% b %}\n\nB\n",
            "A\n\nB\n\n@x: X\n    ",
            "A\n\nB\n\n@x: X \n\t",
        ] {
            assert_eq!(strip_text(with), "A\n\nB\n", "{with:?}");
        }
    }

    #[test]
    fn what_is_broken_stays() {
        for text in [
            "a [b]{by @x and c",
            "::: by @x\nopen",
            "a {% b",
            "x ]{@a} y",
            "---\na: b\n\nc",
        ] {
            assert_eq!(strip_text(text), text);
        }
    }

    #[test]
    fn placed_words_know_where_they_stand() {
        let text = "[a \\*[bé]{@x} c]{by @y} and [d]{more}";
        let document = Parser::new().read(text);
        let mut placed = PlacedWords::default();
        for range in &document.quotes[0].fragments {
            placed.push(text, *range, &document);
        }
        assert_eq!(placed.words(), "a *bé c d");
        for (words, in_file) in [("bé", "bé"), ("a *b", "a \\*[b"), ("c", "c"), ("d", "d")] {
            let start = placed.words().find(words).unwrap();
            let range = placed.in_file(TextRange::new(start, start + words.len()));
            assert_eq!(&text[range], in_file);
            assert_eq!(&placed.words()[placed.of_file(range)], words);
        }
    }

    #[test]
    fn line_ends_stay_as_they_were() {
        assert_eq!(
            strip_text("---\r\na: b\r\n---\r\n\r\nx\r\n[y]{@z}\rq\n"),
            "x\r\ny\rq\n"
        );
    }
}
