use quotemark::syntax::{BYTE_ORDER_MARK, Counting, Encoding, LineIndex, LoneCr, Position};

use crate::input::{Choices, text};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Every way of counting.
fn countings() -> impl Iterator<Item = Counting> {
    let each = |lone_cr| ENCODINGS.map(|encoding| Counting { encoding, lone_cr });
    [LoneCr::Break, LoneCr::Text].into_iter().flat_map(each)
}

/// Bytes become lines and columns as a plain count of characters says, in all
/// encodings, and back, in a document and in a file. The first eight bytes are a
/// position that need not be there.
pub fn positions(data: &[u8]) {
    let (mut choices, rest) = Choices::before(data, 8);
    let text = text(rest);
    let lines = LineIndex::new(&text);
    assert_eq!(lines.length(), text.len());
    for counting in countings() {
        agrees(&lines, &text, 0, counting);
        let of_file = LineIndex::of_file(&text);
        let hidden = match text.starts_with(BYTE_ORDER_MARK) {
            true => BYTE_ORDER_MARK.len_utf8(),
            false => 0,
        };
        agrees(&of_file, &text, hidden, counting);
        let last = counted(&text, counting)
            .last()
            .map(|(_, position)| position.line);
        if counting.lone_cr == LoneCr::Break {
            assert_eq!(lines.line_count(), last.unwrap_or(0) as usize + 1);
        }
    }
    let mut number = || {
        let number = choices.below(65_536);
        // Mostly small, at times as great as can be.
        u32::try_from(if number > 65_000 {
            usize::MAX
        } else {
            number % 64
        })
        .unwrap_or(u32::MAX)
    };
    let position = Position {
        line: number(),
        column: number(),
    };
    for counting in countings() {
        let offset = lines.offset(position, counting);
        assert!(text.is_char_boundary(offset), "{position:?} of {text:?}");
        let found = lines.position(offset, counting);
        assert!(found.line <= position.line);
        assert!(found.line < position.line || found.column <= position.column);
        if counting.lone_cr == LoneCr::Break {
            let line = lines.line_range(position.line as usize);
            assert!(line.touches(offset));
        }
    }
}

/// Lines say of each border between characters after the first `hidden` bytes
/// what a plain count says, and back.
fn agrees(lines: &LineIndex, text: &str, hidden: usize, counting: Counting) {
    for (offset, position) in counted(&text[hidden..], counting) {
        let offset = hidden + offset;
        assert_eq!(
            lines.position(offset, counting),
            position,
            "byte {offset} of {text:?} in {counting:?}"
        );
        let is_inside_break = counting.lone_cr == LoneCr::Break
            && text[..offset].ends_with('\r')
            && text[offset..].starts_with('\n');
        if !is_inside_break {
            assert_eq!(
                lines.offset(position, counting),
                offset,
                "{position:?} of {text:?} in {counting:?}"
            );
        }
    }
}

/// Every border between characters with its position, counted one by one.
fn counted(text: &str, counting: Counting) -> Vec<(usize, Position)> {
    let Counting { encoding, lone_cr } = counting;
    let mut position = Position::default();
    let mut counted = Vec::new();
    for (offset, c) in text.char_indices() {
        counted.push((offset, position));
        let is_lone_cr = c == '\r' && !text[offset + 1..].starts_with('\n');
        let ends_line = c == '\n' || is_lone_cr && lone_cr == LoneCr::Break;
        if ends_line {
            position = Position {
                line: position.line + 1,
                column: 0,
            };
        } else {
            let units = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            position.column += u32::try_from(units).unwrap_or(4);
        }
    }
    counted.push((text.len(), position));
    counted
}
