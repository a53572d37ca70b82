use quotemark::syntax::{Encoding, LineIndex, Position};

use crate::input::{Choices, text};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Bytes become lines and columns as a plain count of characters says, in all
/// encodings, and back. The first eight bytes are a position that need not be
/// there.
pub fn positions(data: &[u8]) {
    let (mut choices, rest) = Choices::before(data, 8);
    let text = text(rest);
    let lines = LineIndex::new(&text);
    assert_eq!(lines.length(), text.len());
    for encoding in ENCODINGS {
        let counted = counted(&text, encoding);
        for (offset, position) in &counted {
            assert_eq!(
                lines.position(*offset, encoding),
                *position,
                "byte {offset} of {text:?} in {encoding:?}"
            );
            let is_inside_break =
                text[..*offset].ends_with('\r') && text[*offset..].starts_with('\n');
            if !is_inside_break {
                assert_eq!(
                    lines.offset(*position, encoding),
                    *offset,
                    "{position:?} of {text:?} in {encoding:?}"
                );
            }
        }
        let last = counted.last().map_or(0, |(_, position)| position.line);
        assert_eq!(lines.line_count(), last as usize + 1);
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
    let asked = Position {
        line: number(),
        column: number(),
    };
    for encoding in ENCODINGS {
        let offset = lines.offset(asked, encoding);
        assert!(text.is_char_boundary(offset), "{asked:?} of {text:?}");
        let found = lines.position(offset, encoding);
        assert!(found.line <= asked.line);
        assert!(found.line < asked.line || found.column <= asked.column);
        let line = lines.line_range(asked.line as usize);
        assert!(line.touches(offset));
    }
}

/// Every border between characters with its position, counted one by one.
fn counted(text: &str, encoding: Encoding) -> Vec<(usize, Position)> {
    let mut position = Position::default();
    let mut counted = Vec::new();
    for (offset, c) in text.char_indices() {
        counted.push((offset, position));
        let ends_line = c == '\n' || c == '\r' && !text[offset + 1..].starts_with('\n');
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
