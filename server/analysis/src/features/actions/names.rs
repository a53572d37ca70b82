//! Words of mentions: listed as names, tagged as somebody else, or no mention
//! at all.

use super::place::{span_at, untagged};
use super::{Action, Asked, What, more};
use crate::features::declare::proposed_name;
use crate::features::diagnostics::{Diagnostic, bare_name, looks_like_name};
use crate::features::edit::TextEdit;
use crate::features::words::one_line;
use crate::model::EntityId;
use crate::syntax::{EntityKind, Reference, Span, Tag, plain_words};

pub(super) fn mend(asked: &Asked, report: &Diagnostic, found: &mut Vec<Action>) {
    let spans = asked.source.document.spans.iter();
    let mut spans = spans.filter(|span| span.words.covers(report.range));
    let Some((span, reference)) = spans.find_map(|span| match span.tag {
        Tag::Mention(reference) if span.words.trimmed(asked.text()) == report.range => {
            Some((span, reference))
        }
        _ => None,
    }) else {
        return;
    };
    let others = other_bearers(asked, span, reference);
    if let Some(alias) = alias(asked, span, reference) {
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
            ..retagged(asked, reference, *other)
        });
    }
}

/// What can be done with the span under the cursor.
pub(super) fn offer(asked: &Asked, found: &mut Vec<Action>) {
    let Some((_, span)) = span_at(&asked.source.document, asked.cursor()) else {
        return;
    };
    if !span.range.touches(asked.range.from()) {
        return;
    }
    if let Tag::Mention(reference) = span.tag {
        let is_offered = |action: &Action| found.iter().any(|other| other.what == action.what);
        let alias = alias(asked, span, reference).filter(|alias| !is_offered(alias));
        found.extend(alias);
    }
    if span.closed {
        let title = match span.tag {
            Tag::Quote(_) | Tag::More(_) => "Take this quote’s tag away and keep its words",
            _ => "Take this tag away and keep its words",
        };
        let mut changes = untagged(span);
        // What goes on with this quote is still said by the same people.
        if matches!(span.tag, Tag::Quote(_)) {
            changes.extend(more::retagged_more(asked, span.range.to()));
        }
        found.push(Action::rewrite(title, What::Changes(changes)));
    }
}

/// Lists the words of a mention under `also`, unless they are listed or are
/// plainly no name, such as `she`.
fn alias(asked: &Asked, span: &Span, reference: Reference) -> Option<Action> {
    let words = words(asked, span);
    let corpus = asked.corpus;
    let entity = corpus.entity(corpus.ids().of(reference, asked.text()))?;
    let name = proposed_name(&words);
    let mut listed = entity
        .declared()
        .flat_map(|declared| std::iter::once(&declared.name).chain(&declared.aliases));
    let date = asked.facts.date;
    let is_listed = listed.any(|listed| listed.is_used(date) && bare_name(&listed.text) == name);
    let is_topic = reference.kind == EntityKind::Topic;
    if is_listed || name.is_empty() || name.contains(';') || !(is_topic || looks_like_name(&words))
    {
        return None;
    }
    let id = corpus.written(entity.id).to_string();
    let title = format!("Add “{name}” to the names of `{id}`");
    Some(Action::rewrite(title, What::AddAlias { id, name }))
}

/// The others who bear the words of a mention.
fn other_bearers(asked: &Asked, span: &Span, reference: Reference) -> Vec<EntityId> {
    let words = words(asked, span);
    let own = asked.corpus.ids().of(reference, asked.text());
    let mut others = asked.corpus.bearers_in(asked.file, bare_name(&words));
    others.retain(|other| *other != own);
    others
}

fn retagged(asked: &Asked, reference: Reference, other: EntityId) -> Action {
    let written = asked.corpus.written(other);
    let change = TextEdit::replace(reference.range, &*written);
    let title = format!("Tag as `{written}` instead");
    Action::rewrite(title, What::Changes(vec![change]))
}

fn words(asked: &Asked, span: &Span) -> String {
    one_line(&plain_words(
        asked.text(),
        span.words,
        &asked.source.document,
    ))
}
