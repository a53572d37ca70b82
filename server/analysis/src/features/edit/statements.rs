//! Words marked as statements, so that every `more` stays with its quote.

use super::TextEdit;
use crate::model::Source;
use crate::syntax::{Document, Span, Tag, TextRange};

/// Words that are to be marked as what somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatement {
    /// The parts of the words, in bytes, in order. They overlap with no other
    /// quote and with nothing that is marked along with them.
    pub fragments: Vec<TextRange>,
    /// What the tag of the first part holds: `by @ann`.
    pub tag: String,
}

/// Whose words come last at some place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nobody,
    /// A quote of the text.
    Old(usize),
    /// One of the new statements.
    New(usize),
}

/// The end of words, in the order in which `more` counts them.
enum End<'a> {
    Old(&'a Span),
    New { statement: usize, words: TextRange },
}

/// The changes that mark statements. A part is written `more` where nothing stands
/// between it and the part before; else it has a tag of its own. A `more` of the text that
/// a new statement would take over gets the tag of the quote that it goes on with.
pub fn marked(source: &Source, statements: &[NewStatement]) -> Vec<TextEdit> {
    let document = &*source.document;
    let mut ends = ends(document, statements);
    ends.sort_by_key(|end| match end {
        End::Old(span) => (span.range.end, false),
        End::New { words, .. } => (words.end, true),
    });
    let mut last = Last::Nobody;
    let mut edits = Vec::new();
    for end in ends {
        match end {
            End::Old(span) => {
                let (Tag::Quote(quote) | Tag::More(Some(quote))) = span.tag else {
                    continue;
                };
                if matches!(span.tag, Tag::More(_)) && last != Last::Old(quote) {
                    edits.extend(retagged(source, span, quote));
                }
                last = Last::Old(quote);
            }
            End::New { statement, words } => {
                let tag = match last == Last::New(statement) {
                    true => "more",
                    false => &statements[statement].tag,
                };
                edits.push(TextEdit::insert(words.from(), "["));
                edits.push(TextEdit::insert(words.to(), format!("]{{{tag}}}")));
                last = Last::New(statement);
            }
        }
    }
    // At one place what ends comes before what begins.
    edits.sort_by_key(|edit| (edit.range.start, edit.text == "["));
    edits
}

/// Whether a new statement at a place would be taken for what a `more` without a quote
/// goes on with.
pub fn takes_over_more(document: &Document, at: usize) -> bool {
    let mut dangling = document.dangling.iter();
    dangling.any(|span| document.spans[*span].range.to() > at)
}

/// A tag for the next `{more}` after `end`, where that goes on with a quote whose tag
/// stands before and of which it is cut off by a change there.
pub fn retagged_after(source: &Source, end: usize) -> Option<TextEdit> {
    let spans = source.document.spans.iter();
    let after = spans
        .filter(|span| span.range.to() > end && matches!(span.tag, Tag::Quote(_) | Tag::More(_)));
    let next = after.min_by_key(|span| span.range.end)?;
    match next.tag {
        Tag::More(Some(quote)) => retagged(source, next, quote),
        _ => None,
    }
}

fn ends<'a>(document: &'a Document, statements: &[NewStatement]) -> Vec<End<'a>> {
    let old = document.spans.iter().map(End::Old);
    let new = statements.iter().enumerate().flat_map(|(number, one)| {
        one.fragments.iter().map(move |words| End::New {
            statement: number,
            words: *words,
        })
    });
    old.chain(new).collect()
}

/// The tag of its quote for a `more`, where that is whole.
fn retagged(source: &Source, more: &Span, quote: usize) -> Option<TextEdit> {
    let tag = source.document.quotes.get(quote)?.tag_range;
    let is_whole = source.text[tag].ends_with('}') && tag.to() <= more.range.from();
    is_whole.then(|| TextEdit::replace(more.tag_range, &source.text[tag]))
}

#[cfg(test)]
mod tests {
    use super::super::applied;
    use super::*;

    fn after(text: &str, statements: &[(&str, &[&str])]) -> String {
        let source = Source::new(text);
        let statements: Vec<NewStatement> = statements
            .iter()
            .map(|(tag, fragments)| NewStatement {
                tag: (*tag).to_owned(),
                fragments: fragments
                    .iter()
                    .map(|words| {
                        let at = text.find(words).unwrap();
                        TextRange::new(at, at + words.len())
                    })
                    .collect(),
            })
            .collect();
        applied(text, &marked(&source, &statements)).unwrap()
    }

    #[test]
    fn what_goes_on_with_nothing_is_taken_over_only_before_its_end() {
        let text = "One [two]{more} three";
        let document = Source::new(text).document;
        let end = text.find(" three").unwrap();
        assert!(takes_over_more(&document, end - 1));
        assert!(!takes_over_more(&document, end));
    }

    #[test]
    fn a_tag_is_not_written_again_where_it_is_open_or_inside() {
        for (text, expected) in [
            (
                "[One]{by @x two\n[three]{more} four",
                "[One]{by @x [two]{by @a}\n[three]{more} four",
            ),
            (
                "[One [two]{by @x} three four]{more}",
                "[One [two]{by @x} [three]{by @a} four]{more}",
            ),
        ] {
            let words = if text.contains("four]") {
                "three"
            } else {
                "two"
            };
            assert_eq!(after(text, &[("by @a", &[words])]), expected, "{text}");
        }
    }

    #[test]
    fn a_statement_is_marked_with_all_its_parts() {
        assert_eq!(
            after(
                "One, he said, two. Three.",
                &[("by @a", &["One", "two", "Three"])]
            ),
            "[One]{by @a}, he said, [two]{more}. [Three]{more}."
        );
    }

    #[test]
    fn no_more_changes_the_quote_that_it_belongs_to() {
        for (text, statements, expected) in [
            (
                "[One]{by @x on #t} two [three]{more} [four]{more}",
                &[("by @a", &["two"][..])][..],
                "[One]{by @x on #t} [two]{by @a} [three]{by @x on #t} [four]{more}",
            ),
            (
                "one [two]{by @x} three",
                &[("by @a of &b", &["one", "three"])],
                "[one]{by @a of &b} [two]{by @x} [three]{by @a of &b}",
            ),
            (
                "one [two]{by @x} three [four]{more}",
                &[("by @a", &["one", "three"])],
                "[one]{by @a} [two]{by @x} [three]{by @a} [four]{by @x}",
            ),
            (
                "one two three",
                &[("by @a", &["one", "three"]), ("by @b", &["two"])],
                "[one]{by @a} [two]{by @b} [three]{by @a}",
            ),
            (
                "onetwo [three]{by @x} four",
                &[("by @a", &["one"]), ("by @b", &["two", "four"])],
                "[one]{by @a}[two]{by @b} [three]{by @x} [four]{by @b}",
            ),
        ] {
            assert_eq!(after(text, statements), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_that_is_not_closed_is_not_written_again() {
        let text = "[One]{by @x two\n\n[three]{more} four";
        let source = Source::new(text);
        let taken = TextRange::new(4, 5);
        let new = NewStatement {
            tag: "by @a".into(),
            fragments: vec![taken],
        };
        let edits = marked(&source, &[new]);
        assert!(
            !edits.iter().any(|edit| edit.text.contains("by @x")),
            "{edits:?}"
        );
    }

    #[test]
    fn a_more_without_a_quote_is_not_given_one() {
        let source = Source::new("one [two]{more} three");
        assert!(takes_over_more(&source.document, 0));
        assert!(!takes_over_more(&source.document, 16));
    }
}
