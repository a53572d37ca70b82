//! Where tags stand: stretches of words, cut so that they nest, that none runs over a blank
//! line, and that each `{more}` goes on with its own quote.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::syntax::DEEPEST;

/// Words that are to be marked, in bytes of a text.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Whether it is a quote, which may go on after other words.
    pub is_quote: bool,
    /// Its words, one stretch after the other.
    pub fragments: Vec<Range<usize>>,
}

/// A stretch of words that gets brackets and a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The number of its mark.
    pub mark: usize,
    /// Whether it is the mark's first, whose tag says all; the others say `more`.
    pub is_first: bool,
}

/// What became of marks.
#[derive(Debug, Default)]
pub struct Placed {
    /// The pieces in the order in which they begin, each within those before that have not
    /// ended.
    pub pieces: Vec<Piece>,
    /// In the order in which they end.
    pub closing: Vec<usize>,
    /// The numbers of the marks that have fewer words than they were to have.
    pub cut: BTreeSet<usize>,
}

/// The paragraphs of a text, as blank lines part them; the breaks around them are no part.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].find(['\n', '\r']);
        let end = length.map_or(text.len(), |length| at + length);
        let is_blank = text[at..end]
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t'));
        match paragraphs.last_mut() {
            Some(last) if goes_on && !is_blank => last.end = end,
            _ if !is_blank => paragraphs.push(at..end),
            _ => {}
        }
        goes_on = !is_blank;
        let is_pair = text[end..].starts_with("\r\n");
        at = end + if is_pair { 2 } else { 1 };
    }
    paragraphs
}

/// The fragments of a mark within paragraphs. Those of white space alone are none.
fn within(mark: &Mark, text: &str, paragraphs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for fragment in &mark.fragments {
        let first = paragraphs.partition_point(|paragraph| paragraph.end <= fragment.start);
        let touched = paragraphs[first..].iter();
        let touched = touched.take_while(|paragraph| paragraph.start < fragment.end);
        let cut = touched
            .map(|paragraph| paragraph.start.max(fragment.start)..paragraph.end.min(fragment.end));
        found.extend(cut.filter(|words| !text[words.clone()].trim().is_empty()));
    }
    found
}

/// Finds a place for all that can have one.
///
/// One that crosses another is cut where that begins, and goes on in it. What is open at
/// once is bounded, so that the work is too.
pub fn placed(marks: &[Mark], text: &str, paragraphs: &[Range<usize>]) -> Placed {
    let mut waiting: BTreeSet<(usize, Reverse<usize>, usize)> = BTreeSet::new();
    let mut cut = BTreeSet::new();
    for (number, mark) in marks.iter().enumerate() {
        let mut fragments = within(mark, text, paragraphs);
        if !mark.is_quote && fragments.len() > 1 {
            fragments.truncate(1);
            cut.insert(number);
        }
        // Blank lines at its ends and in between are no words.
        let first = mark.fragments.first().map(|words| words.start);
        let last = mark.fragments.last().map(|words| words.end);
        let reaches = fragments.first().map(|words| words.start) == first
            && fragments.last().map(|words| words.end) == last;
        if !reaches {
            cut.insert(number);
        }
        let fragments = fragments.into_iter();
        waiting.extend(fragments.map(|words| (words.start, Reverse(words.end), number)));
    }
    // How many pieces of each mark are still to come.
    let mut left = vec![0_usize; marks.len()];
    for (_, _, mark) in &waiting {
        left[*mark] += 1;
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut has_begun = vec![false; marks.len()];
    let mut open: Vec<usize> = Vec::new();
    while let Some((start, Reverse(end), mark)) = waiting.pop_first() {
        while open.last().is_some_and(|last| pieces[*last].end <= start) {
            open.pop();
        }
        left[mark] -= 1;
        let is_crossed = |around: &Piece| {
            // Where both end, the tag of the one that goes on after has to come last.
            let is_in_the_way = around.end == end
                && around.start < start
                && marks[around.mark].is_quote
                && left[around.mark] == 0
                && left[mark] > 0;
            around.end < end || is_in_the_way
        };
        // All that is open above one that is cut is cut there too.
        let first = open.iter().position(|around| is_crossed(&pieces[*around]));
        let first = first.filter(|first| {
            let mut above = open[*first..].iter();
            above.all(|around| is_crossed(&pieces[*around]))
        });
        let before = || open.partition_point(|around| pieces[*around].end >= end);
        let first = first.unwrap_or_else(before);
        for last in open.drain(first..).rev() {
            let crossed = &mut pieces[last];
            let rest = (start, Reverse(crossed.end), crossed.mark);
            crossed.end = start;
            match marks[rest.2].is_quote {
                true => {
                    left[rest.2] += 1;
                    waiting.insert(rest);
                }
                false => {
                    cut.insert(rest.2);
                }
            }
        }
        if open.len() >= DEEPEST {
            cut.insert(mark);
            continue;
        }
        let is_first = !std::mem::replace(&mut has_begun[mark], true);
        open.push(pieces.len());
        pieces.push(Piece {
            start,
            end,
            mark,
            is_first,
        });
    }
    going_on(pieces, marks, cut)
}

/// Leaves out the pieces that would go on with another quote: `{more}` belongs to the quote
/// whose tag came last.
fn going_on(mut pieces: Vec<Piece>, marks: &[Mark], mut cut: BTreeSet<usize>) -> Placed {
    let mut last = None;
    let mut is_lost = vec![false; pieces.len()];
    for number in closing(&pieces) {
        let piece = pieces[number];
        match (marks[piece.mark].is_quote, piece.is_first) {
            (true, true) => last = Some(piece.mark),
            (true, false) if last != Some(piece.mark) => {
                is_lost[number] = true;
                cut.insert(piece.mark);
            }
            _ => {}
        }
    }
    let mut lost = is_lost.into_iter();
    pieces.retain(|_| !lost.next().unwrap_or(false));
    Placed {
        closing: closing(&pieces),
        pieces,
        cut,
    }
}

/// The numbers of pieces in the order in which they end, those within others first.
fn closing(pieces: &[Piece]) -> Vec<usize> {
    let mut order = Vec::with_capacity(pieces.len());
    let mut open: Vec<usize> = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        while let Some(ended) = open.pop_if(|last| pieces[*last].end <= piece.start) {
            order.push(ended);
        }
        open.push(number);
    }
    order.extend(open.into_iter().rev());
    order
}

#[cfg(test)]
#[allow(
    clippy::single_range_in_vec_init,
    reason = "a quote may have one fragment"
)]
mod tests {
    use super::*;

    fn quote(fragments: &[Range<usize>]) -> Mark {
        Mark {
            is_quote: true,
            fragments: fragments.to_vec(),
        }
    }

    /// The pieces as `start-end mark`, with `+` where they go on.
    fn shown(placed: &Placed) -> String {
        let pieces = placed.pieces.iter().map(|piece| {
            let more = if piece.is_first { "" } else { "+" };
            format!("{}-{} {more}{}", piece.start, piece.end, piece.mark)
        });
        pieces.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn paragraphs_are_what_blank_lines_part() {
        let parts = |text: &str| {
            let found = paragraphs(text).into_iter();
            found
                .map(|range| text[range].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(parts("a\nb\n \t\nc\n"), ["a\nb", "c"]);
        assert_eq!(parts("\r\na\r\nb\r\n\r\nc"), ["a\r\nb", "c"]);
        assert_eq!(parts("a\rb\r\rc"), ["a\rb", "c"]);
        assert_eq!(parts("a\n\u{a0}\nb"), ["a\n\u{a0}\nb"]);
        assert_eq!(parts(""), Vec::<String>::new());
    }

    #[test]
    fn one_that_crosses_another_goes_on_in_it() {
        let text = "x".repeat(100);
        let place = |marks: &[Mark]| placed(marks, &text, &paragraphs(&text));
        let found = place(&[quote(&[0..30]), quote(&[20..50])]);
        assert_eq!(shown(&found), "0-20 0, 20-50 1, 20-30 +0");
        assert_eq!(found.closing, [0, 2, 1]);
        assert!(found.cut.is_empty());
        // Of two at the same place only the outer one can go on.
        let found = place(&[quote(&[0..40]), quote(&[10..30]), quote(&[20..50])]);
        assert_eq!(shown(&found), "0-20 0, 10-20 1, 20-50 2, 20-40 +0");
        assert_eq!(found.cut, BTreeSet::from([1]));
        // A quote inside of what goes on comes between.
        let found = place(&[quote(&[0..30]), quote(&[20..50]), quote(&[22..24])]);
        assert_eq!(shown(&found), "0-20 0, 20-50 1, 22-24 2");
        assert_eq!(found.cut, BTreeSet::from([0]));
        // Equal ones stand one in the other.
        let found = place(&[quote(&[0..9]), quote(&[0..9])]);
        assert_eq!(shown(&found), "0-9 0, 0-9 1");
        assert_eq!(found.closing, [1, 0]);
    }

    #[test]
    fn a_quote_goes_on_after_a_blank_line() {
        let text = "one two\n\nthree\n\n \nfour";
        let place = |marks: &[Mark]| placed(marks, text, &paragraphs(text));
        let found = place(&[quote(&[0..22])]);
        assert_eq!(shown(&found), "0-7 0, 9-14 +0, 18-22 +0");
        assert!(found.cut.is_empty());
        // Another that ends where the paragraph does leaves it the last word.
        let found = place(&[quote(&[0..7]), quote(&[4..14])]);
        assert_eq!(shown(&found), "0-4 0, 4-7 1, 4-7 +0, 9-14 +1");
        assert!(found.cut.is_empty());
        // Not so where a remark of it ends there as well.
        let remark = Mark {
            is_quote: false,
            fragments: std::iter::once(4..7).collect(),
        };
        let found = place(&[quote(&[0..7]), remark, quote(&[4..14])]);
        assert_eq!(shown(&found), "0-7 0, 4-7 1, 4-7 2");
        assert_eq!(found.cut, BTreeSet::from([2]));
        let found = place(&[quote(&[7..14]), quote(&[14..18])]);
        assert_eq!(shown(&found), "9-14 0");
        assert_eq!(found.cut, BTreeSet::from([0, 1]));
    }

    #[test]
    fn what_is_open_at_once_is_bounded() {
        let text = "x".repeat(10_000);
        let stairs: Vec<Mark> = (0..5000).map(|at| quote(&[at..at + 4000])).collect();
        let found = placed(&stairs, &text, &paragraphs(&text));
        assert!(found.pieces.len() < 40 * stairs.len());
        let nested: Vec<Mark> = (0..100).map(|at| quote(&[at..300 - at])).collect();
        let found = placed(&nested, &text, &paragraphs(&text));
        assert_eq!(
            (found.pieces.len(), found.cut.len()),
            (DEEPEST, 100 - DEEPEST)
        );
    }
}
