//! Ids that nobody declared: declared, or replaced by what was meant.

use super::cast::cast_of;
use super::{Action, ActionRequest, Operation};
use crate::features::declare::proposed_name;
use crate::features::diagnostics::{Diagnostic, similar_entities};
use crate::features::edit::TextEdit;
use crate::features::shared::name_of_id::name_of_id;
use crate::features::shared::names::looks_like_name;
use crate::features::shared::wording::one_line;
use crate::model::{EntityId, Occurrence, OccurrenceKind};
use crate::syntax::{EntityKind, Tag, TextRange, plain_words};

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let mut occurrences = request.facts.occurrences.iter();
    let Some(occurrence) = occurrences.find(|occurrence| occurrence.range == report.range) else {
        return;
    };
    let unknown = occurrence.entity;
    let written = &request.text()[report.range];
    let words = mentioned(request, unknown)
        .into_iter()
        .find_map(|(range, words)| (range == report.range).then_some(words));
    let similar = similar_entities(request.corpus, unknown, words.as_deref());
    let similar: Vec<EntityId> = similar
        .into_iter()
        .filter(|similar| takes(occurrence, similar.kind()))
        .collect();
    let places = replaceable(request, unknown);
    for id in &similar {
        let new = request.corpus.written(*id);
        let change = vec![TextEdit::replace(report.range, &*new)];
        let title = format!("Replace `{written}` by `{new}`");
        found.push(
            Action::fix(title, report, Operation::Changes(change)).preferred_if(similar.len() == 1),
        );
        if places.len() > 1 && id.kind() == unknown.kind() {
            let changes = places.iter().map(|place| TextEdit::replace(*place, &*new));
            let title = format!(
                "Replace all {} `{written}` in this file by `{new}`",
                places.len()
            );
            found.push(Action::fix(
                title,
                report,
                Operation::Changes(changes.collect()),
            ));
        }
    }
    declare(request, report, unknown, similar.is_empty(), found);
}

fn declare(
    request: &ActionRequest,
    report: &Diagnostic,
    unknown: EntityId,
    is_preferred: bool,
    found: &mut Vec<Action>,
) {
    let id = request.corpus.written(unknown).to_string();
    let name = name_for(request, unknown);
    let declare = |here| Operation::Declare {
        id: id.clone(),
        name: name.clone(),
        here,
        with: Vec::new(),
    };
    let (path, cast) = cast_of(request.corpus, request.file, request.cast);
    let is_elsewhere = cast != Some(request.file);
    if is_elsewhere {
        let shown = file_name(&path);
        let title = format!("Declare `{id}` as “{name}” in {shown}");
        found.push(Action::fix(title, report, declare(false)).preferred_if(is_preferred));
    }
    let title = format!("Declare `{id}` as “{name}” in this file");
    let is_preferred = is_preferred && !is_elsewhere;
    found.push(Action::fix(title, report, declare(true)).preferred_if(is_preferred));
}

/// The last part of a path.
pub(super) fn file_name(path: &std::path::Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The name under which something unknown is declared: the first words in the
/// file that mention it and look like a name, else one made from its id.
fn name_for(request: &ActionRequest, unknown: EntityId) -> String {
    let mentions = mentioned(request, unknown).into_iter();
    let mut mentions = mentions.map(|(_, words)| words);
    let is_topic = unknown.kind() == EntityKind::Topic;
    let name = mentions.find(|words| is_topic || looks_like_name(words));
    let name = name.map(|words| proposed_name(&words));
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| name_of_id(&request.corpus.written(unknown), request.text()))
}

/// The mentions of an entity in the file, each as its reference and its words.
fn mentioned(request: &ActionRequest, entity: EntityId) -> Vec<(TextRange, String)> {
    let (text, document) = (request.text(), &request.source.document);
    let spans = document.spans.iter();
    let mentions = spans.filter_map(|span| match span.tag {
        Tag::Mention(reference) if request.corpus.ids().of(reference, text) == entity => {
            let words = one_line(&plain_words(text, span.words, document));
            Some((reference.range, words))
        }
        _ => None,
    });
    mentions.collect()
}

/// Where the file names an entity.
fn replaceable(request: &ActionRequest, entity: EntityId) -> Vec<TextRange> {
    let occurrences = request.facts.occurrences.iter();
    let same = occurrences.filter(|occurrence| occurrence.entity == entity);
    let mut places: Vec<TextRange> = same.map(|occurrence| occurrence.range).collect();
    places.dedup();
    places
}

/// Whether something of a kind can stand in the place of an id.
fn takes(occurrence: &Occurrence, kind: EntityKind) -> bool {
    match occurrence.kind {
        OccurrenceKind::Mention | OccurrenceKind::Broken => true,
        OccurrenceKind::Speaker | OccurrenceKind::Addressee => kind != EntityKind::Topic,
        _ => kind == occurrence.entity.kind(),
    }
}
