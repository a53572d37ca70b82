//! Words of mentions: listed as names, tagged as somebody else, or no mention
//! at all.

use super::{Action, ActionRequest, Operation};
use crate::features::declare::proposed_name;
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::{span_at, untagged};
use crate::features::edit::statements::retagged_after;
use crate::features::shared::names::{bare_name, is_description, looks_like_body, looks_like_name};
use crate::features::shared::wording::one_line;
use crate::model::EntityId;
use crate::syntax::{EntityKind, Reference, Span, Tag, plain_words};

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let spans = request.source.document.spans.iter();
    let mut spans = spans.filter(|span| span.words.covers(report.range));
    let Some((span, reference)) = spans.find_map(|span| match span.tag {
        Tag::Mention(reference) if span.words.trimmed(request.text()) == report.range => {
            Some((span, reference))
        }
        _ => None,
    }) else {
        return;
    };
    let others = other_bearers(request, span, reference);
    if let Some(alias) = alias(request, span, reference) {
        found.push(Action {
            kind: super::ActionKind::QuickFix,
            fixes: vec![report.clone()],
            is_preferred: others.is_empty(),
            ..alias
        });
    }
    for other in &others {
        found.push(Action {
            kind: super::ActionKind::QuickFix,
            fixes: vec![report.clone()],
            ..retagged(request, reference, *other)
        });
    }
}

/// What can be done with the span under the cursor.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    if let Some(span) = span_here(request)
        && let Tag::Mention(reference) = span.tag
    {
        let is_offered = |action: &Action| {
            found
                .iter()
                .any(|other| other.operation == action.operation)
        };
        let alias = alias(request, span, reference).filter(|alias| !is_offered(alias));
        found.extend(alias);
    }
}

/// Takes the tag of the span under the cursor away. It comes after everything that adds
/// something: whoever takes the first of a menu without reading it loses nothing.
pub(super) fn removal(request: &ActionRequest, found: &mut Vec<Action>) {
    let Some(span) = span_here(request).filter(|span| span.closed) else {
        return;
    };
    let title = match span.tag {
        Tag::Quote(_) | Tag::More(_) => "Remove this quote’s tag",
        _ => "Remove this tag",
    };
    let mut changes = untagged(span);
    // What goes on with this quote is still said by the same people.
    if matches!(span.tag, Tag::Quote(_)) {
        changes.extend(retagged_after(request.source, span.range.to()));
    }
    found.push(Action::rewrite(title, Operation::Changes(changes)));
}

fn span_here<'r>(request: &ActionRequest<'r>) -> Option<&'r Span> {
    let (_, span) = span_at(&request.source.document, request.cursor())?;
    span.range.touches(request.range.from()).then_some(span)
}

/// Lists the words of a mention under `also`, unless they are listed or are
/// plainly no name, such as `she`.
fn alias(request: &ActionRequest, span: &Span, reference: Reference) -> Option<Action> {
    let words = words(request, span);
    let corpus = request.corpus;
    let entity = corpus.entity(corpus.ids().of(reference, request.text()))?;
    let name = proposed_name(&words);
    let mut listed = entity
        .declared()
        .flat_map(|declared| std::iter::once(&declared.name).chain(&declared.aliases));
    let date = request.facts.date;
    let is_listed = listed.any(|listed| listed.is_used(date) && bare_name(&listed.text) == name);
    let is_topic = reference.kind == EntityKind::Topic;
    // A body is also named without capitals: `clinical commissioning groups`.
    let is_body = reference.kind == EntityKind::Organisation && looks_like_body(&words);
    let is_name = is_topic || looks_like_name(&words) || is_body && !is_description(&words);
    if is_listed || name.is_empty() || name.contains(';') || !is_name {
        return None;
    }
    let id = corpus.written(entity.id).to_string();
    let title = format!("Add “{name}” to the names of `{id}`");
    Some(Action::rewrite(title, Operation::AddAlias { id, name }))
}

/// The others who have the words of a mention.
fn other_bearers(request: &ActionRequest, span: &Span, reference: Reference) -> Vec<EntityId> {
    let words = words(request, span);
    let own = request.corpus.ids().of(reference, request.text());
    let mut others = request.corpus.bearers_in(request.file, bare_name(&words));
    others.retain(|other| *other != own);
    others
}

fn retagged(request: &ActionRequest, reference: Reference, other: EntityId) -> Action {
    let written = request.corpus.written(other);
    let change = TextEdit::replace(reference.range, &*written);
    let title = format!("Tag as `{written}` instead");
    Action::rewrite(title, Operation::Changes(vec![change]))
}

fn words(request: &ActionRequest, span: &Span) -> String {
    one_line(&plain_words(
        request.text(),
        span.words,
        &request.source.document,
    ))
}
