use quotemark::features::edit::applied;
use quotemark::features::formatting::formatting;
use quotemark::model::Source;
use quotemark::syntax::{Document, Parser, Speaker, Tag};

use crate::input::text;

/// A tag of any words is read alike by both readers, and says the same when it
/// is formatted.
pub fn tags(data: &[u8]) {
    let tag = text(data);
    for document in [
        format!("[w]{{{tag}}} and so\n"),
        format!("::: {tag}\n[w]{{more}}\n:::\n"),
        format!("[v]{{by @q}} [w]{{by {tag}}}"),
        format!("@a: A\n    role: {tag}\n"),
        format!("---\ndate: {tag}\n---\n"),
    ] {
        let source = Source::new(document.as_str());
        assert_eq!(
            *source.document,
            Parser::new().parse(&document),
            "the two readers differ on {document:?}"
        );
        let formatted = applied(&document, &formatting(&source));
        let Some(formatted) = formatted else {
            panic!("formatting cannot be done in {document:?}");
        };
        let again = Parser::new().parse(&formatted);
        assert_eq!(
            said(&document, &source.document),
            said(&formatted, &again),
            "{document:?} says something else as {formatted:?}"
        );
    }
}

/// What a document says, without where it says it.
fn said(text: &str, document: &Document) -> Vec<String> {
    let mut said = Vec::new();
    for quote in &document.quotes {
        let clauses = &quote.clauses;
        let speakers = clauses.speakers.iter().map(|speaker| match speaker {
            Speaker::Known(reference) => &text[reference.range],
            Speaker::Unknown(_) => "?",
            Speaker::Unnamed(words) => &text[*words],
        });
        let topics = clauses.topics.iter();
        let topics = topics.map(|topic| (topic.side, &text[topic.reference.range]));
        let mut topics: Vec<_> = topics.collect();
        topics.sort();
        said.push(format!(
            "{:?} {:?} {:?} {topics:?} {:?} {:?}",
            speakers.collect::<Vec<_>>(),
            clauses.of.map(|of| &text[of.range]),
            clauses
                .to
                .iter()
                .map(|to| &text[to.range])
                .collect::<Vec<_>>(),
            clauses.at,
            clauses.capacity.map(|capacity| &text[capacity]),
        ));
    }
    for span in &document.spans {
        match span.tag {
            Tag::Mention(reference) => said.push(text[reference.range].to_owned()),
            Tag::Note(words) => said.push(text[words].to_owned()),
            Tag::More(quote) => said.push(format!("more of {quote:?}")),
            Tag::Quote(_) | Tag::Broken => {}
        }
    }
    for declaration in &document.declarations {
        for property in &declaration.properties {
            // White space around the parts of a range means nothing.
            let value: String = property.value(text).split_whitespace().collect();
            said.push(format!("{}: {value}", property.key(text)));
        }
    }
    let kinds = document.problems.iter().map(|problem| problem.code);
    said.extend(kinds.map(|kind| format!("{kind:?}")));
    said
}
