//! Where more can be said in a quote's tag: the command of editors to go on there.

use crate::model::{Corpus, FileId};
use crate::syntax::{Document, Span, Tag, TextRange};

/// The place in bytes before the `}` of the tag of the innermost quote around
/// byte `offset`, be that in its words or in its tag; around no quote, that of
/// the next tag of a quote in the same line. A fragment with `{more}` leads to
/// the tag of its quote, a fenced quote to the end of its first line.
pub fn tag_end(corpus: &Corpus, file: FileId, offset: usize) -> Option<usize> {
    let source = corpus.source(file)?;
    let lines = &corpus.file(file)?.facts().lines;
    let document = &source.document;
    let first = document
        .spans
        .partition_point(|span| span.range.from() <= offset);
    let around = around(document, first, offset);
    if let Some(end) = around {
        return Some(end);
    }
    let line = lines.line_range(lines.line_of(offset));
    let ends = document.spans.iter().filter_map(|span| {
        let is_after = span.tag_range.from() >= offset && line.covers(span.tag_range);
        let own = matches!(span.tag, Tag::Quote(_)).then(|| end_of(span))?;
        is_after.then_some(own)
    });
    // Inner tags stand before those of the spans around them.
    ends.min()
}

fn around(document: &Document, first: usize, offset: usize) -> Option<usize> {
    let mut next = first.checked_sub(1);
    let mut touching = None;
    while let Some(index) = next {
        let span = &document.spans[index];
        next = span.parent;
        let is_inside = span.range.from() < offset && offset < span.range.to();
        if !is_inside && !span.range.touches(offset) {
            continue;
        }
        let end = match span.tag {
            Tag::Quote(_) => Some(end_of(span)),
            Tag::More(Some(quote)) => quote_end(document, quote),
            _ => None,
        };
        if is_inside && end.is_some() {
            return end;
        }
        touching = touching.or(end);
    }
    // The cursor stands at the edge of a span: it counts unless something else is around.
    let mut fences = document.fences.iter();
    let fence = fences.rfind(|fence| fence.quote.is_some() && fence.range.touches(offset));
    touching.or(fence.map(|fence| fence.start.to()))
}

fn quote_end(document: &Document, quote: usize) -> Option<usize> {
    let quote = document.quotes.get(quote)?;
    if quote.fenced {
        return Some(quote.tag_range.to());
    }
    let spans = &document.spans;
    let span = spans.iter().find(|span| span.tag_range == quote.tag_range);
    span.map(end_of)
}

/// Before the `}` of a span's tag, or where it would stand.
fn end_of(span: &Span) -> usize {
    let TextRange { end, .. } = span.tag_range;
    end as usize - usize::from(span.closed)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// The article with a bar at the place that is found.
    #[track_caller]
    fn check(article: &str, expected: &str) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("//- a.qm\n{article}"));
        let mut shown = corpus.source(file).unwrap().text.to_string();
        if let Some(end) = tag_end(&corpus, file, offset) {
            shown.insert(end, '|');
        }
        assert_eq!(shown, expected, "{article}");
    }

    #[test]
    fn the_innermost_quote_around_the_cursor_counts() {
        for (article, expected) in [
            ("[o$0ne]{by @a} x", "[one]{by @a|} x"),
            ("[one]{by $0@a} x", "[one]{by @a|} x"),
            ("[one]{by @a$0} x", "[one]{by @a|} x"),
            // Not the tag of a mention that comes first.
            (
                "[th$0e [CCGs]{&c} will]{by @a}",
                "[the [CCGs]{&c} will]{by @a|}",
            ),
            (
                "[the [CC$0Gs]{&c} will]{by @a}",
                "[the [CCGs]{&c} will]{by @a|}",
            ),
            (
                "[the [CCGs]{&c$0} will]{by @a}",
                "[the [CCGs]{&c} will]{by @a|}",
            ),
            (
                "[one [t$0wo]{by @b} three]{by @a}",
                "[one [two]{by @b|} three]{by @a}",
            ),
            (
                "[one [two]{by @b} th$0ree]{by @a}",
                "[one [two]{by @b} three]{by @a|}",
            ),
            (
                "[one]{by @a} x [t$0wo]{more}",
                "[one]{by @a|} x [two]{more}",
            ),
            (
                "[one]{by @a} x [two]{mo$0re}",
                "[one]{by @a|} x [two]{more}",
            ),
        ] {
            check(article, expected);
        }
    }

    #[test]
    fn at_the_edge_of_a_quote_and_before_one_in_the_line_it_is_meant_too() {
        for (article, expected) in [
            ("$0[one]{by @a} x", "[one]{by @a|} x"),
            ("[one]{by @a}$0 x", "[one]{by @a|} x"),
            ("She$0 said [one]{by @a} x", "She said [one]{by @a|} x"),
            (
                "[S$0he]{@s} said [one]{by @a}",
                "[She]{@s} said [one]{by @a|}",
            ),
            (
                "[one]{by @a} s$0he [two]{by @b}",
                "[one]{by @a} she [two]{by @b|}",
            ),
            ("a$0 b\n\n[one]{by @a}", "a b\n\n[one]{by @a}"),
            ("[one]{by @a} she$0 left", "[one]{by @a} she left"),
            ("x$0", "x"),
        ] {
            check(article, expected);
        }
    }

    #[test]
    fn fences_and_tags_that_are_open_have_an_end_too() {
        check("::: by @a\n\nO$0ne\n\n:::\n", "::: by @a|\n\nOne\n\n:::\n");
        check(
            "::: by @a\n\nO [n$0]{by @b}\n\n:::\n",
            "::: by @a\n\nO [n]{by @b|}\n\n:::\n",
        );
        check("[one]{by @a$0", "[one]{by @a|");
    }
}
