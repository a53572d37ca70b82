//! Tags and the lines of fences.

use super::piece::{Broken, Piece, smallest};
use crate::features::shared::line_end;
use crate::syntax::{Clauses, Document, Fence, Reference, Side, Span, Speaker, Tag, TextRange};

/// What the tag of a span becomes.
pub(super) fn span(text: &str, document: &Document, span: &Span, broken: &Broken) -> Option<Piece> {
    if !span.closed || broken.touches(span.tag_range) {
        return None;
    }
    let inside = match &span.tag {
        Tag::Mention(reference) => text[reference.range].to_owned(),
        Tag::Quote(quote) => {
            clauses_text(text, &document.quotes.get(*quote)?.clauses, |reference| {
                &text[reference.range]
            })
        }
        Tag::More(_) => "more".to_owned(),
        Tag::Note(words) => format!("note: {}", &text[*words]),
        Tag::Broken => return None,
    };
    let edit = smallest(text, span.tag_range, &format!("{{{inside}}}"));
    Some(Piece {
        range: span.tag_range,
        edits: edit.into_iter().collect(),
    })
}

/// What the two lines of a fence become.
pub(super) fn fence(text: &str, document: &Document, fence: &Fence, broken: &Broken) -> Vec<Piece> {
    // A fence that is not closed may be a line of the article.
    let (Some(end), Some(quote)) = (fence.end, fence.quote) else {
        return Vec::new();
    };
    let clauses = document.quotes.get(quote).map(|quote| &quote.clauses);
    let clauses =
        clauses.map(|clauses| clauses_text(text, clauses, |reference| &text[reference.range]));
    let start = clauses.map(|clauses| format!("{} {clauses}", colons(&text[fence.start])));
    let end_line = colons(&text[end]).to_owned();
    let lines = [(fence.start, start), (end, Some(end_line))];
    let pieces = lines.into_iter().filter_map(|(range, new)| {
        let line = TextRange::new(range.from(), line_end(text, range.to()));
        if broken.touches(line) {
            return None;
        }
        Some(Piece {
            range,
            edits: smallest(text, line, &new?).into_iter().collect(),
        })
    });
    pieces.collect()
}

/// What a quote's tag says, in canonical form and without its braces. `id`
/// gives what is written for a reference.
pub fn clauses_text<'t>(
    text: &'t str,
    clauses: &Clauses,
    id: impl Fn(Reference) -> &'t str,
) -> String {
    let list = |references: &mut dyn Iterator<Item = Reference>| {
        let ids: Vec<&str> = references.map(&id).collect();
        ids.join(", ")
    };
    let speakers = clauses.speakers.iter().map(|speaker| match speaker {
        Speaker::Known(reference) => id(*reference),
        Speaker::Unknown(_) => "?",
        Speaker::Unnamed(words) => with_marks(text, *words),
    });
    let mut said = format!("by {}", speakers.collect::<Vec<_>>().join(", "));
    let mut say = |keyword: &str, value: String| {
        if !value.is_empty() {
            said.push_str(&format!(" {keyword} {value}"));
        }
    };
    say("of", list(&mut clauses.of.into_iter()));
    say("to", list(&mut clauses.to.iter().copied()));
    for side in [Side::On, Side::For, Side::Against] {
        let topics = clauses.topics.iter().filter(|topic| topic.side == side);
        say(side.word(), list(&mut topics.map(|topic| topic.reference)));
    }
    say(
        "at",
        clauses.at.map(|at| at.to_string()).unwrap_or_default(),
    );
    let capacity = clauses.capacity.map(|words| with_marks(text, words));
    say("as", capacity.unwrap_or_default().to_owned());
    said
}

/// Words with the quotation marks around them.
fn with_marks(text: &str, words: TextRange) -> &str {
    let before = text[..words.from()].chars().next_back();
    let after = text[words.to()..].chars().next();
    let length = |mark: Option<char>| mark.map_or(0, char::len_utf8);
    &text[words.from() - length(before)..words.to() + length(after)]
}

/// The colons that a fence's line begins with.
pub fn colons(line: &str) -> &str {
    let rest = line.trim_start_matches(':');
    &line[..line.len() - rest.len()]
}
