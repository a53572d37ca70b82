//! Positions and line breaks.

use proptest::prelude::*;

use super::*;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

#[test]
fn counts_units_after_wide_characters() {
    let lines = LineIndex::new("a\n‘é😀x\r\ny\rz");
    let x = "a\n‘é😀".len();
    let column = |encoding| lines.position(x, encoding).column;
    assert_eq!(
        [
            column(Encoding::Utf8),
            column(Encoding::Utf16),
            column(Encoding::Utf32)
        ],
        [9, 4, 3]
    );
    assert_eq!(lines.line_count(), 4);
    assert_eq!(lines.line_range(1), TextRange::new(2, x + 1));
    assert_eq!(lines.line_range(9), TextRange::new(x + 6, x + 6));
}

#[test]
fn half_a_surrogate_pair_is_the_character_itself() {
    let lines = LineIndex::new("😀b");
    let at = |column| lines.offset(Position { line: 0, column }, Encoding::Utf16);
    assert_eq!([at(0), at(1), at(2), at(3), at(90)], [0, 0, 4, 5, 5]);
}

#[test]
fn a_byte_order_mark_has_a_column_in_a_document_and_none_in_a_file() {
    let text = "\u{feff}[é]{@ann}\n\u{feff}x";
    let at = text.find("ann").unwrap();
    for (encoding, in_document, in_file) in [
        (Encoding::Utf8, 9, 6),
        (Encoding::Utf16, 6, 5),
        (Encoding::Utf32, 6, 5),
    ] {
        for (lines, column) in [
            (LineIndex::new(text), in_document),
            (LineIndex::of_file(text), in_file),
            (LineIndex::new(text).as_of_file(), in_file),
            (LineIndex::of_file(text).as_of_file(), in_file),
            (LineIndex::of_file(&text[3..]), in_file),
        ] {
            let at = at - (text.len() - lines.length());
            let position = Position { line: 0, column };
            assert_eq!(lines.position(at, encoding), position);
            assert_eq!(lines.offset(position, encoding), at);
        }
    }
    let lines = LineIndex::of_file(text);
    let start = Position::default();
    for offset in 0..4 {
        assert_eq!(lines.position(offset, Encoding::Utf8), start);
    }
    assert_eq!(lines.offset(start, Encoding::Utf16), 3);
    assert_eq!(lines.line_range(0).from(), 3);
    // Further down it is a character like any other.
    let x = Position { line: 1, column: 1 };
    assert_eq!(lines.position(text.len() - 1, Encoding::Utf16), x);
    for text in ["\u{feff}", "\u{feff}\n", "\u{feff}\r\n\r"] {
        let lines = LineIndex::of_file(text);
        assert_eq!(lines.line_range(0), TextRange::new(3, 3));
        assert_eq!(
            lines.offset(Position { line: 0, column: 9 }, Encoding::Utf8),
            3
        );
    }
}

#[test]
fn a_cr_alone_ends_a_line_or_stands_in_it() {
    let text = "a\rbé\r\r\nc\rd\ne";
    let lines = LineIndex::new(text);
    let count = |at: &str, lone_cr| {
        let counting = Counting {
            encoding: Encoding::Utf16,
            lone_cr,
        };
        let position = lines.position(text.find(at).unwrap(), counting);
        (position.line, position.column)
    };
    for (at, with_breaks, with_lf) in [
        ("a", (0, 0), (0, 0)),
        ("é", (1, 1), (0, 3)),
        ("c", (3, 0), (1, 0)),
        ("d", (4, 0), (1, 2)),
        ("e", (5, 0), (2, 0)),
    ] {
        assert_eq!(count(at, LoneCr::Break), with_breaks, "{at}");
        assert_eq!(count(at, LoneCr::Text), with_lf, "{at}");
    }
    assert_eq!(lines.first_lone_cr(), Some(1));
    assert!(lines.begins_with_lone_cr() && lines.has_lf());
    let first = |text: &str| LineIndex::new(text).first_lone_cr();
    assert_eq!(first("a\r\nb\rc\r"), Some(4));
    assert_eq!(first("a\r\nb\r"), Some(4));
    assert_eq!(first("a\r\nb\n"), None);
    assert!(!LineIndex::new("a\r\nb\rc\r").begins_with_lone_cr());
    assert!(!LineIndex::new("a\rb").has_lf());
}

#[test]
fn tells_which_breaks_stand_together() {
    let lines = LineIndex::new("a\rb\r\nc\nd\r\re");
    let after: Vec<usize> = (0..=lines.length())
        .filter(|at| lines.is_after_lone_cr(*at))
        .collect();
    assert_eq!(after, [2, 9, 10]);
    for (text, mixes) in [
        ("a\nb\r\n", true),
        ("a\nb\n", false),
        ("a\r\nb\rc\r\n", false),
        ("a\rb\nc\r\n", true),
        ("", false),
    ] {
        assert_eq!(LineIndex::new(text).mixes_lf_and_crlf(), mixes, "{text:?}");
    }
}

#[test]
fn no_other_character_ends_a_line() {
    let text = "a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\u{1c}g";
    let lines = LineIndex::new(text);
    assert_eq!(lines.line_count(), 1);
    assert_eq!(lines.line_range(0).to(), text.len());
}

#[test]
fn whoever_shows_a_cr_can_point_behind_it() {
    let lines = LineIndex::new("a\r\nb\r\n");
    let counting = Counting {
        encoding: Encoding::Utf8,
        lone_cr: LoneCr::Text,
    };
    let at = |column| lines.offset(Position { line: 0, column }, counting);
    assert_eq!([at(1), at(2), at(3), at(99)], [1, 2, 1, 1]);
    let protocol = |column| lines.offset(Position { line: 0, column }, Encoding::Utf8);
    assert_eq!([protocol(1), protocol(2)], [1, 1]);
}

proptest! {
    #[test]
    fn positions_round_trip(text in "\u{feff}?([a-z ‘é😀\u{301}\u{feff}中]|\r\n|\n|\r){0,60}", is_file: bool) {
        let lines = if is_file { LineIndex::of_file(&text) } else { LineIndex::new(&text) };
        let hidden = if is_file && text.starts_with(BYTE_ORDER_MARK) { 3 } else { 0 };
        for encoding in ENCODINGS {
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let text_counting = Counting { encoding, lone_cr: LoneCr::Text };
                let position = lines.position(offset, text_counting);
                prop_assert_eq!(lines.offset(position, text_counting), offset.max(hidden));
                let before = &text[hidden.min(offset)..offset];
                prop_assert_eq!(position.line as usize, before.matches('\n').count());
                // Between CR and LF there is no column in the protocol.
                if before.ends_with('\r') && text[offset..].starts_with('\n') {
                    continue;
                }
                let position = lines.position(offset, encoding);
                prop_assert_eq!(lines.offset(position, encoding), offset.max(hidden));
            }
        }
        let bytes = postcard::to_allocvec(&lines).unwrap();
        prop_assert_eq!(postcard::from_bytes::<LineIndex>(&bytes).unwrap(), lines);
    }

    #[test]
    fn numbers_from_elsewhere_are_no_harm(bytes: [u8; 24], offset in 0usize..40, line in 0u32..9, column in 0u32..30) {
        let Ok(lines) = postcard::from_bytes::<LineIndex>(&bytes) else {
            return Ok(());
        };
        for lone_cr in [LoneCr::Break, LoneCr::Text] {
            let counting = Counting { encoding: Encoding::Utf16, lone_cr };
            lines.position(offset, counting);
            lines.offset(Position { line, column }, counting);
        }
        lines.first_lone_cr();
    }

    #[test]
    fn any_position_is_a_character_boundary(
        text in "([a-z‘é😀中]|\r\n|\n){0,40}", line in 0u32..20, column in 0u32..90,
    ) {
        let lines = LineIndex::new(&text);
        for encoding in ENCODINGS {
            let offset = lines.offset(Position { line, column }, encoding);
            prop_assert!(text.is_char_boundary(offset));
        }
    }
}
