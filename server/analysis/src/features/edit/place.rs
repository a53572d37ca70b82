//! What stands at a place, and the small changes that most actions are made of.

use super::TextEdit;
use crate::model::Source;
use crate::syntax::{BlockKind, Document, Property, Span, TextRange};

/// Brackets around words, and a tag after them.
pub fn tagged(words: TextRange, tag: &str) -> Vec<TextEdit> {
    vec![
        TextEdit::insert(words.from(), "["),
        TextEdit::insert(words.to(), format!("]{{{tag}}}")),
    ]
}

/// A span without its brackets and its tag.
pub fn untagged(span: &Span) -> Vec<TextEdit> {
    vec![
        TextEdit::delete(TextRange::new(span.range.from(), span.words.from())),
        TextEdit::delete(TextRange::new(span.words.to(), span.range.to())),
    ]
}

/// The paragraph, or the words of the heading, in which a stretch lies.
pub fn paragraph_around(document: &Document, range: TextRange) -> Option<TextRange> {
    let first = document
        .blocks
        .partition_point(|block| block.range.start <= range.start);
    // What stands in a fence follows the fence, so that the last one that
    // begins before the stretch is the innermost.
    let block = document.blocks[..first].last()?;
    let words = match block.kind {
        BlockKind::Paragraph => block.range,
        BlockKind::Heading { title, .. } => title,
        _ => return None,
    };
    (words.covers(range) && !words.is_empty()).then_some(words)
}

/// The spans around a place, the innermost first.
pub fn spans_around(document: &Document, offset: usize) -> impl Iterator<Item = (usize, &Span)> {
    let last = document
        .spans
        .partition_point(|span| span.range.from() <= offset);
    let mut next = last.checked_sub(1);
    // Whatever holds the place holds the last span that begins before it, or is it.
    let chain = std::iter::from_fn(move || {
        let index = next?;
        let span = &document.spans[index];
        next = span.parent;
        Some((index, span))
    });
    chain.filter(move |(_, span)| span.range.touches(offset))
}

/// The innermost span around a place.
pub fn span_at(document: &Document, offset: usize) -> Option<(usize, &Span)> {
    spans_around(document, offset).next()
}

/// Whether brackets could stand around a stretch: it cuts no span, no tag and
/// no comment in two.
pub fn can_be_tagged(document: &Document, range: TextRange) -> bool {
    let crosses = |other: TextRange| range.overlaps(other) && !range.covers(other);
    let spans = document.spans.iter();
    let mut spans = spans.take_while(|span| span.range.start < range.end);
    let mut comments = document.comments.iter();
    !spans.any(|span| crosses(span.range) && !span.words.covers(range))
        && !comments.any(|comment| crosses(comment.range))
}

/// The stretch with what stands in the way of brackets at its ends left out:
/// white space.
pub fn selected(source: &Source, range: TextRange) -> Option<TextRange> {
    let trimmed = range.trimmed(&source.text);
    (!trimmed.is_empty()).then_some(trimmed)
}

/// The line that holds a place, with its break. A place inside a CRLF belongs to
/// the line that ends there.
pub fn whole_line(text: &str, offset: usize) -> TextRange {
    let offset = outside_break(text, offset);
    let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    TextRange::new(start, line_end(text, offset, true))
}

/// The line break that a text uses first.
pub fn line_break(text: &str) -> &'static str {
    match text.find(['\r', '\n']).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Where the line of a place ends, its break counted or not.
pub fn line_end(text: &str, offset: usize, with_break: bool) -> usize {
    let offset = outside_break(text, offset);
    let rest = &text[offset..];
    let Some(at) = rest.find(['\n', '\r']) else {
        return text.len();
    };
    let line_break = match &rest[at..] {
        rest if rest.starts_with("\r\n") => 2,
        _ => 1,
    };
    offset + at + if with_break { line_break } else { 0 }
}

/// The place itself, or the start of the CRLF that it is inside of.
fn outside_break(text: &str, offset: usize) -> usize {
    let is_inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
    if is_inside { offset - 1 } else { offset }
}

/// The lines of a property, with their breaks.
pub fn property_lines(text: &str, property: &Property) -> TextRange {
    let last = property.value.to().max(property.key.to());
    TextRange::new(
        whole_line(text, property.key.from()).from(),
        line_end(text, last, true),
    )
}

/// The spaces before a property, as its declaration has them; four where there
/// is no property yet.
pub fn indent_of<'t>(text: &'t str, properties: &[Property]) -> &'t str {
    let first = properties.first().map(|property| {
        let line = whole_line(text, property.key.from());
        &text[line.from()..property.key.from()]
    });
    first.filter(|indent| !indent.is_empty()).unwrap_or("    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Source {
        Source::new(text)
    }

    #[test]
    fn a_line_has_its_whole_break() {
        let text = "ab\r\ncd\ref\n";
        let at = |offset| whole_line(text, offset).bytes();
        // The third byte stands between the two characters of the break.
        for (offset, expected) in [(0, 0..4), (3, 0..4), (4, 4..7), (7, 7..10)] {
            assert_eq!(at(offset), expected, "{offset}");
        }
        assert_eq!(line_end(text, 3, false), 2);
    }

    #[test]
    fn words_in_a_fence_have_a_paragraph_and_its_mark_has_none() {
        let text = "One.\n\n::: by @ann\n\nTwo.\n\n:::\n";
        let source = read(text);
        let around = |words: &str| {
            let at = text.find(words).unwrap();
            let range = TextRange::new(at, at + words.len());
            paragraph_around(&source.document, range).map(|found| text[found].trim().to_owned())
        };
        assert_eq!(around("Two").as_deref(), Some("Two."));
        assert_eq!(around("by @ann"), None);
    }

    #[test]
    fn spans_are_found_from_the_inside() {
        let text = "a [b [c]{@x} d]{by @y} [e]{@z} f";
        let source = read(text);
        let around = |words: &str| {
            let at = text.find(words).unwrap();
            let around = spans_around(&source.document, at);
            around.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(around("c"), [1, 0]);
        assert_eq!(around("d]"), [0]);
        assert_eq!(around("@x"), [1, 0]);
        assert_eq!(around("e]"), [2]);
        assert_eq!(around(" f"), [2]);
        assert_eq!(around("a "), [0; 0]);
        assert_eq!(around("f"), [0; 0]);
    }

    #[test]
    fn brackets_cross_nothing() {
        let text = "a [b [c]{@x} d]{by @y} {% e %} f";
        let source = read(text);
        let can = |words: &str| {
            let at = text.find(words).unwrap();
            can_be_tagged(&source.document, TextRange::new(at, at + words.len()))
        };
        for fine in ["a", "c", "b", "b [c]{@x} d", "a [b [c]{@x} d]{by @y}", "f"] {
            assert!(can(fine), "{fine}");
        }
        for wrong in ["a [b", "b [c", "x} d", "@x", "by", "e %} f", "]{by @y} "] {
            assert!(!can(wrong), "{wrong}");
        }
    }

    #[test]
    fn paragraphs_are_found_in_fences() {
        let text = "# Head\n\n::: by @x\n\none\ntwo\n\nthree\n:::\n\n@y: Y\n";
        let source = read(text);
        let around = |words: &str| {
            let at = text.find(words).unwrap();
            let range = TextRange::new(at, at + words.len());
            let found = paragraph_around(&source.document, range)?;
            Some(text[found].trim_end())
        };
        assert_eq!(around("two"), Some("one\ntwo"));
        assert_eq!(around("three"), Some("three"));
        assert_eq!(around("Head"), Some("Head"));
        assert_eq!(around("two\n\nthree"), None);
        assert_eq!(around("Y"), None);
        assert_eq!(around("by @x"), None);
    }
}
