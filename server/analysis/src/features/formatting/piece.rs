//! What is formatted as a whole, and what is left alone.

use crate::features::edit::TextEdit;
use crate::reports::Code;
use crate::syntax::{Document, TextRange};

/// Something that is formatted as a whole, and what changes in it.
pub(super) struct Piece {
    pub(super) range: TextRange,
    pub(super) edits: Vec<TextEdit>,
}

/// Where something is wrong with the form, to be left alone.
pub(in crate::features) struct Broken {
    /// All such places, those that touch joined into one.
    places: Vec<TextRange>,
    /// The lines that are no `key: value`.
    bad_lines: Vec<TextRange>,
}

impl Broken {
    pub(in crate::features) fn of(document: &Document) -> Self {
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
    pub(in crate::features) fn touches(&self, range: TextRange) -> bool {
        touches(&self.places, range)
    }

    /// Whether a line in a stretch is no `key: value`.
    pub(in crate::features) fn has_bad_line(&self, range: TextRange) -> bool {
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
pub(super) fn smallest(text: &str, range: TextRange, new: &str) -> Option<TextEdit> {
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
