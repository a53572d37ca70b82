//! Clauses that a quote's tag does not have yet.

use super::{Action, ActionRequest, Operation};
use crate::features::edit::TextEdit;
use crate::model::EntityId;
use crate::syntax::{EntityKind, Quote, Side, Speaker};

/// How many topics are offered.
const TOPICS: usize = 5;

/// What can be added to the tag under the cursor.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    let document = &request.source.document;
    let mut quotes = document.quotes.iter();
    let Some(quote) = quotes.find(|quote| quote.tag_range.touches(request.cursor())) else {
        return;
    };
    let text = request.text();
    let is_closed = quote.fenced || text[quote.tag_range].ends_with('}');
    if !is_closed {
        return;
    }
    // A span's tag ends with its brace, a fence's line with its last clause.
    let end = quote.tag_range.to() - usize::from(!quote.fenced);
    let end = text[..end].trim_end().len();
    let mut add = |clause: String, at: usize| {
        let title = format!("Add `{}`", clause.trim_start_matches([',', ' ']));
        let change = vec![TextEdit::insert(at, clause)];
        found.push(Action::rewrite(title, Operation::Changes(change)));
    };
    if quote.clauses.of.is_none() {
        for organisation in of_roles_then(request, quote) {
            add(format!(" of {}", request.corpus.written(organisation)), end);
        }
    }
    let id = |reference| request.corpus.ids().of(reference, text);
    let own: Vec<EntityId> = quote
        .clauses
        .topics
        .iter()
        .map(|topic| id(topic.reference))
        .collect();
    let mut topics = quote.clauses.topics.iter().rev();
    let last_on = topics.find(|topic| topic.side == Side::On);
    for topic in topics_of_article(request) {
        if own.contains(&topic) {
            continue;
        }
        let written = request.corpus.written(topic);
        match last_on {
            Some(last) => add(format!(", {written}"), last.reference.range.to()),
            None => add(format!(" on {written}"), end),
        }
    }
    if quote.clauses.to.is_empty()
        && let Some(source) = article_source(request)
    {
        add(format!(" to {}", request.corpus.written(source)), end);
    }
}

/// The organisations of the roles that the speakers had then.
fn of_roles_then(request: &ActionRequest, quote: &Quote) -> Vec<EntityId> {
    let date = quote.clauses.at.or(request.facts.date);
    let mut organisations: Vec<EntityId> = Vec::new();
    for speaker in &quote.clauses.speakers {
        let Speaker::Known(reference) = speaker else {
            continue;
        };
        let id = request.corpus.ids().of(*reference, request.text());
        let Some(person) = request.corpus.entity(id) else {
            continue;
        };
        for then in person.roles_on(date).holding {
            organisations.extend(&then.role.organisations);
        }
    }
    let mut kept: Vec<EntityId> = Vec::new();
    for organisation in organisations {
        if !kept.contains(&organisation) {
            kept.push(organisation);
        }
    }
    kept
}

/// The topics that the article names, the most frequent first.
fn topics_of_article(request: &ActionRequest) -> Vec<EntityId> {
    let mut counts: Vec<(usize, EntityId)> = Vec::new();
    for occurrence in &request.facts.occurrences {
        let entity = occurrence.entity;
        let is_declared = request.corpus.index().is_declared(entity);
        if entity.kind() != EntityKind::Topic || !is_declared {
            continue;
        }
        match counts.iter_mut().find(|(_, counted)| *counted == entity) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, entity)),
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.truncate(TOPICS);
    counts.into_iter().map(|(_, topic)| topic).collect()
}

/// The organisation that the header names as the article's source.
fn article_source(request: &ActionRequest) -> Option<EntityId> {
    let header = request.source.document.header.as_ref()?;
    let mut properties = header.properties.iter();
    let source = properties.find(|property| property.key(request.text()) == "source")?;
    let reference = source.references.first()?;
    let is_whole = reference.range == source.value;
    let is_organisation = reference.kind == EntityKind::Organisation;
    (is_whole && is_organisation).then(|| request.corpus.ids().of(*reference, request.text()))
}
