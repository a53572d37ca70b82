//! Words that are marked, cut so that they nest and none runs over a paragraph.

use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A stretch of code points that is marked, and by which mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins.
    pub start: usize,
    /// Where it ends, not included.
    pub end: usize,
    /// The number of the mark.
    pub mark: usize,
}

/// The paragraphs of a text: what blank lines part, without the white space around.
pub fn paragraphs(points: &[char]) -> Vec<(usize, usize)> {
    let mut paragraphs = Vec::new();
    let mut current: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < points.len() {
        let length = points[at..].iter().position(|c| *c == '\n');
        let stop = length.map_or(points.len(), |length| at + length);
        let first = (at..stop).find(|place| !points[*place].is_whitespace());
        let last = (at..stop).rfind(|place| !points[*place].is_whitespace());
        match (first, last) {
            (Some(first), Some(last)) => {
                let start = current.map_or(first, |(start, _)| start);
                current = Some((start, last + 1));
            }
            _ => paragraphs.extend(current.take()),
        }
        at = stop + 1;
    }
    paragraphs.extend(current);
    paragraphs
}

/// The pieces of marks in a paragraph, in the order in which they begin, each within those
/// before that have not ended. One that would cross another is cut where that ends.
pub fn nested(marks: &[Piece], paragraph: (usize, usize)) -> Vec<Piece> {
    let (from, to) = paragraph;
    let mut waiting: BTreeSet<(usize, Reverse<usize>, usize)> = marks
        .iter()
        .map(|piece| {
            (
                piece.start.max(from),
                Reverse(piece.end.min(to)),
                piece.mark,
            )
        })
        .filter(|(start, end, _)| *start < end.0)
        .collect();
    let mut open: Vec<usize> = Vec::new();
    let mut pieces = Vec::new();
    while let Some((start, Reverse(mut end), mark)) = waiting.pop_first() {
        while open.last().is_some_and(|around| *around <= start) {
            open.pop();
        }
        if let Some(around) = open.last()
            && end > *around
        {
            waiting.insert((*around, Reverse(end), mark));
            end = *around;
        }
        open.push(end);
        pieces.push(Piece { start, end, mark });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_are_parted_by_blank_lines() {
        let found = |text: &str| {
            let points: Vec<char> = text.chars().collect();
            let found = paragraphs(&points).into_iter();
            found
                .map(|(start, end)| points[start..end].iter().collect::<String>())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("\n a\r\nb \n\n \nc"), ["a\r\nb", "c"]);
        assert!(found(" \n").is_empty());
    }

    proptest! {
        #[test]
        fn pieces_nest_and_come_to_their_marks(
            marks in prop::collection::vec((0usize..20, 0usize..20), 0..12),
        ) {
            let marks: Vec<Piece> = marks
                .iter()
                .enumerate()
                .map(|(mark, (one, other))| Piece {
                    start: *one.min(other),
                    end: *one.max(other),
                    mark,
                })
                .collect();
            let pieces = nested(&marks, (2, 18));
            for (number, one) in pieces.iter().enumerate() {
                prop_assert!(one.start < one.end);
                for other in &pieces[number + 1..] {
                    prop_assert!(one.start <= other.start);
                    prop_assert!(other.start >= one.end || other.end <= one.end);
                }
            }
            for mark in &marks {
                let covered: BTreeSet<usize> = pieces
                    .iter()
                    .filter(|piece| piece.mark == mark.mark)
                    .flat_map(|piece| piece.start..piece.end)
                    .collect();
                let expected: BTreeSet<usize> = (mark.start.max(2)..mark.end.min(18)).collect();
                prop_assert_eq!(covered, expected);
            }
        }
    }
}
