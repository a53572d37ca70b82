//! Which brackets of an article need a backslash once tags stand around its words.

use std::collections::HashSet;
use std::ops::Range;

use super::pieces::Piece;

/// The places of brackets that would not be read as the article's own. A pair may stand as
/// it is where the same tags stand around both; in paragraphs without tags all may.
pub fn plain(text: &str, pieces: &[Piece], paragraphs: &[Range<usize>]) -> Vec<usize> {
    let mut plain = Vec::new();
    let mut next = 0;
    for paragraph in paragraphs {
        let first = next;
        while pieces
            .get(next)
            .is_some_and(|piece| piece.start < paragraph.end)
        {
            next += 1;
        }
        if first < next {
            of_paragraph(text, first..next, pieces, paragraph, &mut plain);
        }
    }
    plain.sort_unstable();
    plain
}

fn of_paragraph(
    text: &str,
    numbers: Range<usize>,
    pieces: &[Piece],
    paragraph: &Range<usize>,
    plain: &mut Vec<usize>,
) {
    let mut numbers = numbers.peekable();
    let mut around: Vec<usize> = Vec::new();
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let words = &text[paragraph.clone()];
    for (offset, bracket) in words.match_indices(['[', ']']) {
        let at = paragraph.start + offset;
        while let Some(number) = numbers.next_if(|number| pieces[*number].start <= at) {
            around.retain(|other| pieces[*other].end > pieces[number].start);
            around.push(number);
        }
        around.retain(|number| pieces[*number].end > at);
        let inside = around.last().copied();
        if bracket == "[" {
            open.push((at, inside));
            continue;
        }
        // This one has a backslash in any case.
        if text[at + 1..].starts_with('{') {
            continue;
        }
        match open.pop() {
            Some((_, same)) if same == inside => {}
            Some((opening, _)) => plain.extend([opening, at]),
            None => plain.push(at),
        }
    }
    plain.extend(open.into_iter().map(|(at, _)| at));
}

/// The places of all brackets in paragraphs with tags.
pub fn all(text: &str, pieces: &[Piece], paragraphs: &[Range<usize>]) -> Vec<usize> {
    let tagged: HashSet<usize> = pieces
        .iter()
        .map(|piece| paragraphs.partition_point(|paragraph| paragraph.end <= piece.start))
        .collect();
    let brackets = text.match_indices(['[', ']']).map(|(at, _)| at);
    let is_tagged = |at: &usize| {
        let paragraph = paragraphs.partition_point(|paragraph| paragraph.end <= *at);
        tagged.contains(&paragraph)
    };
    brackets.filter(is_tagged).collect()
}
