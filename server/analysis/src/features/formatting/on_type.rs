//! Formatting while somebody types.

use super::piece::{Piece, smallest};
use super::{pieces, safe};
use crate::features::edit::TextEdit;
use crate::features::shared::{line_end, line_start};
use crate::model::Source;
use crate::syntax::TextRange;

/// What changes when `}` or a line break was just typed before byte `offset`:
/// the tag that it closes, or the line that it ends and the indentation of the
/// next one in a declaration.
pub fn on_type(source: &Source, offset: usize, typed: &str) -> Vec<TextEdit> {
    match typed {
        "}" => {
            let closed = pieces(source).into_iter();
            let closed = closed.filter(|piece| piece.range.to() == offset);
            safe(source, closed.collect())
        }
        "\n" => next_key(source, offset),
        _ => Vec::new(),
    }
}

/// Four spaces on an empty line below a line of a declaration.
fn next_key(source: &Source, offset: usize) -> Vec<TextEdit> {
    let text = &*source.text;
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        // No cursor stands inside a line break.
        return Vec::new();
    }
    let start = line_start(text, offset);
    let line = TextRange::new(start, line_end(text, start));
    let before = text[..start].strip_suffix('\n').unwrap_or(&text[..start]);
    let before = before.strip_suffix('\r').unwrap_or(before);
    let above = TextRange::new(line_start(text, before.len()), before.len()).trimmed(text);
    let declarations = source.document.declarations.iter();
    let mut around = declarations.filter(|declaration| declaration.range.covers(above));
    let is_below = !above.is_empty() && around.next().is_some();
    if start == 0 || !is_below || !text[line].trim().is_empty() {
        return Vec::new();
    }
    let indented = Piece {
        range: line,
        edits: smallest(text, line, "    ").into_iter().collect(),
    };
    // The line that was just ended, and no other.
    let ended = pieces(source)
        .into_iter()
        .filter(|piece| piece.range.covers(above));
    let ended = ended.map(|mut piece: Piece| {
        piece.edits.retain(|edit| {
            edit.range.to() < start && edit.range.from() >= line_start(text, above.from())
        });
        piece
    });
    // An empty line can be the article's own, which keeps its spaces.
    safe(source, ended.chain([indented]).collect())
}
