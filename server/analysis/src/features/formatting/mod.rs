//! Tags, fence lines, headers and declarations in one canonical form
//! (reference: Formatting). Never a word of the article.

mod on_type;
mod piece;
mod properties;
mod tag;

#[cfg(test)]
mod tests;

pub use on_type::on_type;
pub use tag::{clauses_text, colons};

pub(super) use piece::Broken;
use piece::Piece;

use super::edit::{TextEdit, applied};
use crate::model::Source;
use crate::syntax::{Parser, TextRange, strip};

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
