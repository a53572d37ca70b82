//! Which people, organisations and topics are offered, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::entity_filter::{EntityFilter, LIMIT, names_of};
use super::rank::{Fit, NONE, Typed};
use super::shortlist::shortlist;
use super::{CompletionRequest, Item, ItemKind};
use crate::features::shared::wording::roles_on;
use crate::model::{Corpus, EntityId, File};
use crate::syntax::EntityKind;

/// An entity that is offered.
pub struct Candidate {
    /// Which one.
    pub entity: EntityId,
    /// The id with its sigil.
    pub written: Arc<str>,
    /// How well its names fit the place.
    pub fit: Fit,
    /// How well it fits what is typed.
    pub typed: Fit,
    /// How well its id alone does; [`NONE`] if it does not.
    id: Fit,
}

/// The entities that are wanted and fit what is typed, best first.
pub fn candidates(
    request: &CompletionRequest,
    typed: &str,
    filter: &EntityFilter,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let words = Typed::new(typed);
    for entity in shortlist(request, typed, filter) {
        let Some(declared) = request.corpus.entity(entity) else {
            continue;
        };
        let names = declared.declared().flat_map(names_of);
        found.extend(candidate(request, entity, &words, filter, names));
    }
    let kind = typed.chars().next().and_then(EntityKind::of_sigil);
    for entity in undeclared_here(request) {
        let is_kind =
            filter.kinds.contains(&entity.kind()) && kind.is_none_or(|kind| kind == entity.kind());
        if is_kind && !filter.without.contains(&entity) {
            found.extend(candidate(request, entity, &words, filter, [].into_iter()));
        }
    }
    sorted(request, found, filter)
}

/// The entity with those names, if it fits what is typed.
fn candidate<'n>(
    request: &CompletionRequest,
    entity: EntityId,
    typed: &Typed,
    filter: &EntityFilter,
    names: impl Iterator<Item = &'n str>,
) -> Option<Candidate> {
    let written = request.corpus.written(entity);
    let id = typed.fit_id(&written);
    let (mut best, mut best_typed) = (NONE, id);
    for name in names.filter(|name| !name.is_empty()) {
        best = best.min(filter.fit.fit(name));
        best_typed = match (best_typed, typed.fit(name)) {
            (Some(one), Some(other)) => Some(one.min(other.max(1))),
            (one, other) => one.or(other),
        };
    }
    Some(Candidate {
        entity,
        written,
        fit: best,
        typed: best_typed?,
        id: id.unwrap_or(NONE),
    })
}

/// The item of an entity that writes `insert`.
pub fn item(request: &CompletionRequest, entity: EntityId, label: String, insert: String) -> Item {
    let corpus = request.corpus;
    let is_declared = corpus.index().is_declared(entity);
    let description = if !is_declared {
        (!corpus.is_partial()).then(|| "not declared".to_owned())
    } else if entity.kind() == EntityKind::Person {
        role(request, entity)
    } else {
        None
    };
    let kind = match entity.kind() {
        EntityKind::Person => ItemKind::Person,
        EntityKind::Organisation => ItemKind::Organisation,
        EntityKind::Topic => ItemKind::Topic,
    };
    Item {
        detail: is_declared.then(|| corpus.name(entity)),
        description,
        entity: Some(entity),
        ..request.item(kind, label, insert)
    }
}

/// The role of a person at the article's date, in a few words.
fn role(request: &CompletionRequest, person: EntityId) -> Option<String> {
    let roles = roles_on(request.corpus, person, request.date);
    if !roles.is_empty() {
        return Some(roles.join("; "));
    }
    let date = request.date?;
    let entity = request.corpus.entity(person)?;
    let has_roles = entity.roles().next().is_some();
    has_roles.then(|| format!("no role on {date}"))
}

fn sorted(
    request: &CompletionRequest,
    mut found: Vec<Candidate>,
    filter: &EntityFilter,
) -> Vec<Candidate> {
    let typed = Typed::new(request.typed());
    let is_typed = !typed.is_empty();
    let is_telling = typed.letters() >= TELLING_FROM;
    let is_id = request.typed().starts_with(['@', '&', '#']);
    let uses = |entity| {
        let uses = request.corpus.index().uses(entity);
        uses.map_or(0, |uses| uses.quotes() + uses.quotes_on() + uses.mentions())
    };
    let key = |candidate: &Candidate| {
        let near = filter.near.get(&candidate.entity);
        // Only letters here and there: last. The very id first, or the very name
        // where no sigil says that an id is being typed.
        let typed = match candidate.typed {
            0 if is_typed && (candidate.id == 0 || !is_id) => 0,
            4.. => 2,
            _ => 1,
        };
        let is_preferred = filter
            .preferred
            .is_none_or(|kind| kind == candidate.entity.kind());
        (
            typed,
            candidate.fit,
            !is_preferred,
            is_telling && !begins_so(candidate),
            near.copied().unwrap_or(usize::MAX),
            candidate.typed,
        )
    };
    found.sort_by_cached_key(|candidate| {
        let used = Reverse(uses(candidate.entity));
        (key(candidate), used, candidate.written.clone())
    });
    // Whether something is known of them then costs more to say; the first few
    // are enough.
    found.truncate(2 * LIMIT);
    found.sort_by_cached_key(|candidate| {
        let entity = request.corpus.entity(candidate.entity);
        let is_about = match (entity, request.date) {
            (Some(entity), Some(date)) => entity.is_about(date),
            (entity, _) => entity.is_some(),
        };
        (key(candidate), !is_about)
    });
    found.truncate(LIMIT);
    found
}

/// How many letters say which id is meant, whoever else is near: two begin too many.
const TELLING_FROM: usize = 3;

/// Whether an id begins with what is typed: who types `lmc` means `&lmc-conference`
/// rather than a body nearby that is also called LMC. People are as often meant by
/// their last names, with which ids end.
fn begins_so(candidate: &Candidate) -> bool {
    match candidate.entity.kind() {
        EntityKind::Person => candidate.id <= 2,
        EntityKind::Organisation | EntityKind::Topic => candidate.id <= 1,
    }
}

/// The files that declare anything, each once.
pub fn declaring_files(corpus: &Corpus) -> Vec<Arc<File>> {
    let index = corpus.index();
    let files: BTreeSet<_> = index
        .declared()
        .flat_map(|entity| index.declaring_files(entity))
        .collect();
    let files = files.into_iter().filter_map(|file| corpus.file(file));
    files.cloned().collect()
}

/// What this file names without its being declared anywhere, but for the word
/// that is being written.
fn undeclared_here(request: &CompletionRequest) -> Vec<EntityId> {
    let Some(file) = request.corpus.file(request.file) else {
        return Vec::new();
    };
    let facts = file.facts();
    let occurrences = facts.occurrences.iter();
    let mut found: Vec<EntityId> = occurrences
        .filter(|occurrence| !occurrence.range.touches(request.offset))
        .map(|occurrence| occurrence.entity)
        .filter(|entity| !request.corpus.index().is_declared(*entity))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
