//! Taking declarations out of a file without a change of its article.

use super::text_edit::{TextEdit, applied};
use crate::features::shared::{line_end, line_start};
use crate::model::Source;
use crate::syntax::{Parser, TextRange, strip};

/// The stretches, in bytes, that go with declarations (in the order of the text,
/// with what goes along with them): neighbours that only white space parts go as
/// one.
pub fn removals(source: &Source, declarations: &[TextRange]) -> Vec<TextRange> {
    let text = &*source.text;
    let mut going: Vec<TextRange> = Vec::new();
    for range in declarations {
        match going.last_mut() {
            Some(last) if text[last.to()..range.from()].trim().is_empty() => {
                last.end = range.end;
            }
            _ => going.push(*range),
        }
    }
    let going = going.into_iter().map(|range| removal(source, range));
    going.collect()
}

/// Declarations with the blank line that separates them: the one of those
/// stretches whose taking out leaves the article's words as they are.
pub fn removal(source: &Source, declarations: TextRange) -> TextRange {
    let text = &*source.text;
    // A byte order mark before them is no word. It would become one of the
    // article's if it stayed.
    let start = match &text[..declarations.from()] {
        "\u{feff}" => 0,
        before => before.len(),
    };
    let own_end = line_end(text, declarations.to());
    let end = after_break(text, own_end);
    let next_end = line_end(text, end);
    let above = match start {
        0 => None,
        _ => Some(line_start(text, without_break(text, start))),
    };
    let is_blank = |from: usize, to: usize| text[from..to].trim().is_empty();
    let open_above = above.is_none_or(|above| is_blank(above, start));
    let with_next = (end < text.len() && is_blank(end, next_end))
        .then(|| TextRange::new(start, after_break(text, next_end)));
    let with_above = above
        .filter(|above| is_blank(*above, start))
        .map(|above| TextRange::new(above, end));
    let alone = TextRange::new(start, end);
    let to_the_break = TextRange::new(without_break(text, start), own_end);
    let choices = match open_above {
        true => [with_next, with_above, Some(alone), Some(to_the_break)],
        false => [Some(alone), with_next, Some(to_the_break), None],
    };
    let words = strip(text, &source.document);
    let mut choices = choices.into_iter().flatten();
    let kept = choices.find(|range| {
        let new = applied(text, &[TextEdit::delete(*range)]);
        new.is_some_and(|new| strip(&new, &Parser::new().read(&new)) == words)
    });
    kept.unwrap_or(alone)
}

/// Where the line after the one that ends at `end` begins.
fn after_break(text: &str, end: usize) -> usize {
    match &text[end..] {
        rest if rest.starts_with("\r\n") => end + 2,
        "" => end,
        _ => end + 1,
    }
}

/// The end of the line above the one that begins at `start`.
pub fn without_break(text: &str, start: usize) -> usize {
    let before = &text[..start];
    let before = match before.strip_suffix('\n') {
        Some(before) => before.strip_suffix('\r').unwrap_or(before),
        None => before.strip_suffix('\r').unwrap_or(before),
    };
    before.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_declarations_stays() {
        let text = "@x: X\n\nA.\n\n@y: Y\n";
        let source = Source::new(text);
        let declarations = source.document.declarations.iter().map(|one| one.range);
        let going = removals(&source, &declarations.collect::<Vec<_>>());
        let edits: Vec<TextEdit> = going.into_iter().map(TextEdit::delete).collect();
        assert_eq!(applied(text, &edits).unwrap().trim(), "A.");
    }

    #[test]
    fn the_article_stays_as_it_was() {
        for (text, expected) in [
            ("# T\r\n@x: X\r\n\r\nA.\r\n", "# T\r\n\r\nA.\r\n"),
            ("# T\r\n@x: X\r\n", "# T\r\n"),
            ("@a: A\r\n@x: X", "@a: A\r\n"),
            ("@a: A\r\n@x: X\r\n", "@a: A\r\n"),
            ("A.\r\n\r\n@x: X\r\n", "A.\r\n"),
            ("A.\r\r@x: X\r\rB.\r", "A.\r\rB.\r"),
            ("\u{feff}@x: X\n\nA.\n", "A.\n"),
            (
                "---\r\ndate: 2011\r\n---\r\n@x: X\r\n\r\nA.",
                "---\r\ndate: 2011\r\n---\r\n\r\nA.",
            ),
            ("@x: X\n    also: Y\n\n@x: X\n\nA.\n", "A.\n"),
        ] {
            let source = Source::new(text);
            let declarations = source.document.declarations.iter();
            let declarations = declarations
                .map(|declaration| declaration.range)
                .filter(|range| text[*range].starts_with("@x"));
            let going = removals(&source, &declarations.collect::<Vec<_>>());
            let edits: Vec<TextEdit> = going.into_iter().map(TextEdit::delete).collect();
            let new = applied(text, &edits).unwrap();
            assert_eq!(new, expected, "{text:?}");
            let words = strip(text, &source.document);
            assert_eq!(strip(&new, &Parser::new().read(&new)), words, "{text:?}");
        }
    }
}
