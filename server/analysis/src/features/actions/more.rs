//! Statements in several parts: joined, and split around what is not said.

use super::offered::{in_title, likely_speakers};
use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::{paragraph_around, span_at};
use crate::features::shared::wording::listed;
use crate::syntax::{
    Clauses, Quotations, Quote, Span, Speaker, Tag, TextRange, plain_words, string_words,
};

/// `{more}` with no quote before it: somebody said it, or nobody knows who.
pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let spans = request.source.document.spans.iter();
    let mut spans = spans.filter(|span| span.tag_range == report.range);
    let Some(span) = spans.next() else {
        return;
    };
    let mut write = |tag: String, is_preferred| {
        let change = vec![TextEdit::replace(report.range, format!("{{{tag}}}"))];
        let title = format!("Write `{tag}`");
        found.push(
            Action::fix(title, report, Operation::Changes(change)).preferred_if(is_preferred),
        );
    };
    for speaker in likely_speakers(request, span.range) {
        write(format!("by {}", request.corpus.written(speaker)), false);
    }
    write("by ?".into(), true);
}

/// What can be done with the quote under the cursor.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    let document = &request.source.document;
    let spans = crate::features::edit::place::spans_around(document, request.cursor());
    let mut quotes = spans
        .filter(|(_, span)| span.closed && matches!(span.tag, Tag::Quote(_) | Tag::More(Some(_))));
    let Some((index, span)) = quotes.next() else {
        return;
    };
    if let Tag::Quote(quote) = span.tag {
        join(request, span, &document.quotes[quote], found);
    }
    split(request, index, span, found);
}

/// The speakers of the quote that `{more}` at a place would go on with, where
/// it stands in the same paragraph.
pub(super) fn speaker_before(request: &ActionRequest, range: TextRange) -> Option<String> {
    Some(speakers(request, &quote_before(request, range)?.clauses))
}

/// The quote whose tag comes last before a place, in its paragraph.
fn quote_before<'a>(request: &'a ActionRequest, range: TextRange) -> Option<&'a Quote> {
    let document = &request.source.document;
    let paragraph = paragraph_around(document, range)?;
    let spans = document.spans.iter();
    let before = spans.filter(|span| {
        span.range.start >= paragraph.start && span.range.end <= range.start && span.closed
    });
    let last = before
        .filter(|span| matches!(span.tag, Tag::Quote(_) | Tag::More(_)))
        .max_by_key(|span| span.range.end)?;
    match last.tag {
        Tag::Quote(quote) | Tag::More(Some(quote)) => document.quotes.get(quote),
        _ => None,
    }
}

/// Joins a quote to the one before, where the same people speak and nothing
/// that its tag says would be lost.
fn join(request: &ActionRequest, span: &Span, quote: &Quote, found: &mut Vec<Action>) {
    let Some(before) = quote_before(request, span.range) else {
        return;
    };
    let written = |clauses: &Clauses| -> Vec<String> {
        let speakers = clauses.speakers.iter();
        speakers
            .map(|speaker| speaker_words(request, speaker))
            .collect()
    };
    let (own, others) = (&quote.clauses, &before.clauses);
    let same_people = written(own) == written(others) && !own.speakers.is_empty();
    if same_people && adds_nothing(request, own, others) {
        let change = vec![TextEdit::replace(span.tag_range, "{more}")];
        let title = "Join to the quote before, as `more`";
        found.push(Action::rewrite(title, Operation::Changes(change)));
    }
}

/// Whether the clauses of one quote are all among those of another.
fn adds_nothing(request: &ActionRequest, own: &Clauses, others: &Clauses) -> bool {
    let id = |reference| request.corpus.ids().of(reference, request.text());
    let of = own.of.is_none() || own.of.map(id) == others.of.map(id);
    let to = own
        .to
        .iter()
        .all(|to| others.to.iter().any(|other| id(*other) == id(*to)));
    let topics = own.topics.iter().all(|topic| {
        let mut others = others.topics.iter();
        others.any(|other| other.side == topic.side && id(other.reference) == id(topic.reference))
    });
    let at = own.at.is_none() || own.at == others.at;
    let words = |range: Option<TextRange>| range.map(|range| &request.text()[range]);
    let capacity = own.capacity.is_none() || words(own.capacity) == words(others.capacity);
    of && to && topics && at && capacity
}

/// Splits a quote around what is not said in it.
fn split(request: &ActionRequest, index: usize, span: &Span, found: &mut Vec<Action>) {
    let text = request.text();
    let Some(cue) = cue(request, index, span) else {
        return;
    };
    let first = TextRange::new(span.words.from(), cue.from()).trimmed(text);
    let second = TextRange::new(cue.to(), span.words.to()).trimmed(text);
    if first.is_empty() || second.is_empty() {
        return;
    }
    let changes = vec![
        TextEdit::insert(first.to(), format!("]{}", &text[span.tag_range])),
        TextEdit::insert(second.from(), "["),
        TextEdit::replace(span.tag_range, "{more}"),
    ];
    let title = format!("Split the quote around “{}”", in_title(&text[cue]));
    found.push(Action::rewrite(title, Operation::Changes(changes)));
}

/// The stretch of a quote that is not said: what is selected, else what stands
/// between two quotations, that at the cursor before others.
fn cue(request: &ActionRequest, index: usize, span: &Span) -> Option<TextRange> {
    let (text, document) = (request.text(), &request.source.document);
    let is_whole = |cue: TextRange| {
        let inside = span_at(document, cue.from()).is_none_or(|(other, inner)| {
            other == index || cue.covers(inner.range) || inner.range.end <= cue.start
        });
        inside
            && span.words.covers(cue)
            && crate::features::edit::place::can_be_tagged(document, cue)
    };
    if !request.range.is_empty() {
        let selection = request.range.trimmed(text);
        return (!selection.is_empty() && is_whole(selection)).then_some(selection);
    }
    let quotations = Quotations::of(text, document);
    let said = quotations.near(span.words);
    let (first, last) = (said.first()?, said.last()?);
    let outside = [
        TextRange::new(span.words.from(), first.range.from().max(span.words.from())),
        TextRange::new(last.range.to().min(span.words.to()), span.words.to()),
    ];
    let holds_words =
        |range: TextRange| plain_words(text, range, document).contains(char::is_alphanumeric);
    if outside.into_iter().any(holds_words) {
        return None;
    }
    let gaps = said.windows(2).map(|pair| {
        let gap = TextRange::new(pair[0].range.to(), pair[1].range.from());
        gap.trimmed(text)
    });
    let gaps: Vec<TextRange> = gaps
        .filter(|gap| !gap.is_empty() && is_whole(*gap))
        .collect();
    let mut at_cursor = gaps.iter().filter(|gap| gap.touches(request.cursor()));
    at_cursor.next().or(gaps.first()).copied()
}

fn speakers(request: &ActionRequest, clauses: &Clauses) -> String {
    let speakers = clauses.speakers.iter();
    let written: Vec<String> = speakers
        .map(|speaker| format!("`{}`", speaker_words(request, speaker)))
        .collect();
    listed(&written)
}

fn speaker_words(request: &ActionRequest, speaker: &Speaker) -> String {
    match speaker {
        Speaker::Known(reference) => {
            let id = request.corpus.ids().of(*reference, request.text());
            request.corpus.written(id).to_string()
        }
        Speaker::Unknown(_) => "?".into(),
        Speaker::Unnamed(words) => format!("“{}”", string_words(*words, request.text())),
    }
}
