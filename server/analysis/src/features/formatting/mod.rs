//! Tags, fence lines, headers and declarations in one canonical form
//! (reference: Formatting). Never a word of the article.

mod on_type;
mod properties;
mod tag;

#[cfg(test)]
mod tests;

pub use on_type::on_type;
pub use tag::{clauses_text, colons};

use super::edit::{TextEdit, applied};
use crate::model::Source;
use crate::reports::Code;
use crate::syntax::{Document, Parser, TextRange, strip};

/// The changes that bring a file into canonical form: the smallest ones, in the
/// order of the text. What is broken stays as it is.
pub fn formatting(source: &Source) -> Vec<TextEdit> {
    safe(source, pieces(source))
}

/// The same for what `range` touches: whole tags, fence lines, declarations
/// and the header.
pub fn range_formatting(source: &Source, range: TextRange) -> Vec<TextEdit> {
    let touched = pieces(source)
        .into_iter()
        .filter(|piece| piece.range.start <= range.end && range.start <= piece.range.end);
    safe(source, touched.collect())
}

/// Something that is formatted as a whole, and what changes in it.
struct Piece {
    range: TextRange,
    edits: Vec<TextEdit>,
}

fn pieces(source: &Source) -> Vec<Piece> {
    let (text, document) = (&*source.text, &*source.document);
    let broken = Broken::of(document);
    let mut pieces = Vec::new();
    if let Some(header) = &document.header {
        pieces.extend(properties::header(text, header, &broken));
    }
    for span in &document.spans {
        pieces.extend(tag::span(text, document, span, &broken));
    }
    for fence in &document.fences {
        pieces.extend(tag::fence(text, document, fence, &broken));
    }
    for declaration in &document.declarations {
        pieces.push(properties::declaration(text, declaration, &broken));
    }
    pieces
}

/// The changes of the pieces in order; none if they would change a word or
/// break something.
fn safe(source: &Source, pieces: Vec<Piece>) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = pieces.into_iter().flat_map(|piece| piece.edits).collect();
    edits.sort_by_key(|edit| edit.range);
    if edits.is_empty() {
        return edits;
    }
    let words = strip(&source.text, &source.document);
    let is_safe = applied(&source.text, &edits).is_some_and(|new| {
        let document = Parser::new().read(&new);
        document.problems.len() <= source.document.problems.len() && strip(&new, &document) == words
    });
    if is_safe { edits } else { Vec::new() }
}

/// Where something is wrong with the form, to be left alone.
pub(super) struct Broken {
    /// All such places, those that touch joined into one.
    places: Vec<TextRange>,
    /// The lines that are no `key: value`.
    bad_lines: Vec<TextRange>,
}

impl Broken {
    pub(super) fn of(document: &Document) -> Self {
        let mut places: Vec<TextRange> = Vec::new();
        for problem in &document.problems {
            match places.last_mut() {
                Some(last) if problem.range.start <= last.end => {
                    last.end = last.end.max(problem.range.end);
                }
                _ => places.push(problem.range),
            }
        }
        let bad_lines = document.problems.iter();
        let bad_lines = bad_lines.filter(|problem| problem.code == Code::SyntaxBadLine);
        Self {
            places,
            bad_lines: bad_lines.map(|problem| problem.range).collect(),
        }
    }

    /// Whether a stretch touches something that is wrong.
    pub(super) fn touches(&self, range: TextRange) -> bool {
        touches(&self.places, range)
    }

    /// Whether a line in a stretch is no `key: value`.
    pub(super) fn has_bad_line(&self, range: TextRange) -> bool {
        touches(&self.bad_lines, range)
    }
}

/// Whether a stretch touches one of those in order.
fn touches(places: &[TextRange], range: TextRange) -> bool {
    let first = places.partition_point(|place| place.end < range.start);
    places
        .get(first)
        .is_some_and(|place| place.start <= range.end)
}

/// The change from what stands in `range` to `new`, without what the two begin
/// and end with alike; nothing when they are equal.
fn smallest(text: &str, range: TextRange, new: &str) -> Option<TextEdit> {
    let old = &text[range];
    if old == new {
        return None;
    }
    let alike = |(a, b): &(char, char)| a == b;
    let before = old.chars().zip(new.chars()).take_while(alike);
    let before: usize = before.map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.chars().rev().zip(new.chars().rev()).take_while(alike);
    let after: usize = after.map(|(c, _)| c.len_utf8()).sum();
    let range = TextRange::new(range.from() + before, range.to() - after);
    Some(TextEdit::replace(range, &new[..new.len() - after]))
}

/// Where the line of `offset` ends, its break not included.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| offset + length)
}

/// Where the line of `offset` begins.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}
