use quotemark::store::{Change, OpenDocument};
use quotemark::syntax::{Counting, Encoding, LineIndex, LoneCr, Parser, Position};

use crate::input::{Choices, pieces, text};

/// An open document after any edits is read as the same text afresh. The first
/// piece is the text, each other an edit: four bytes of place, one that says
/// how it is meant, and the new words.
pub fn edits(data: &[u8]) {
    let mut pieces = pieces(data);
    let mut expected = text(pieces.next().unwrap_or_default());
    let mut document = OpenDocument::new(&expected, 0);
    for (number, piece) in pieces.take(24).enumerate() {
        let (mut choices, words) = Choices::before(piece, 5);
        let words = text(words);
        let lines = LineIndex::new(&expected);
        let (start, length) = (choices.below(expected.len() + 1), choices.below(97));
        let how = choices.byte();
        let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(how % 3)];
        // An editor counts lines in one way; the text is the same in both.
        let lone_cr = [LoneCr::Break, LoneCr::Text][number % 2];
        let counting = Counting { encoding, lone_cr };
        // Most edits are of a stretch of the text; some are of positions that
        // need not be there, of everything, or not read in between.
        let (from, to) = match how / 3 % 8 {
            0 => (
                position(start / 7, length),
                position(start / 7 + length / 50, start % 9),
            ),
            _ => (
                lines.position(start, counting),
                lines.position(start + length, counting),
            ),
        };
        let is_whole = how / 24 % 8 == 7;
        let range = (!is_whole).then_some((from, to));
        if is_whole {
            expected = words.clone();
        } else {
            let start = lines.offset(from, counting);
            let end = lines.offset(to, counting).max(start);
            expected.replace_range(start..end, &words);
        }
        let version = i32::try_from(number).unwrap_or_default() + 1;
        document.change(&[Change { range, text: words }], version, counting);
        assert_eq!(document.version(), version);
        if how & 0x80 == 0 {
            compare(&mut document, &expected);
        }
    }
    compare(&mut document, &expected);
}

fn compare(document: &mut OpenDocument, expected: &str) {
    let source = document.source();
    assert_eq!(&*source.text, expected, "the text itself differs");
    assert_eq!(
        *source.document,
        Parser::new().parse(expected),
        "what was read again differs from what is read from scratch of {expected:?}"
    );
}

fn position(line: usize, column: usize) -> Position {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position {
        line: number(line),
        column: number(column),
    }
}
