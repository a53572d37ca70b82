//! The commands that name people, organisations and topics by their ids: those at a
//! place, and those that fit what is typed; and where more can be said of a quote.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::arguments::{CommandResult, PAGE, Place, chosen, json, place_in};
use crate::features::quotes::EntityLabel;
use crate::features::shared::label;
use crate::features::{entities, tag_end};
use crate::lsp::snapshot::Snapshot;
use crate::syntax::TextRange;

/// Whom the words at a place name; of a quote, who says it.
///
/// # Errors
/// When the URI is none.
pub fn entities_at(snapshot: &Snapshot, place: &Place) -> CommandResult<Value> {
    let snapshot = &chosen(snapshot, Some(&place.uri))?;
    let found = place_in(snapshot, place)?
        .map(|(file, offset)| entities::entities_at(&snapshot.corpus, file, offset));
    json(&shown(found.unwrap_or_default()))
}

/// Where more can be said in the tag of the quote around a place, if there is one.
///
/// # Errors
/// When the URI is none.
pub fn tag_end(snapshot: &Snapshot, place: &Place) -> CommandResult<Value> {
    let snapshot = &chosen(snapshot, Some(&place.uri))?;
    let end = place_in(snapshot, place)?.and_then(|(file, offset)| {
        let end = tag_end::tag_end(&snapshot.corpus, file, offset)?;
        Some(snapshot.range(file, TextRange::new(end, end)).start)
    });
    json(&end)
}

/// Whom something typed may mean.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct WantedEntities {
    /// The beginning of an id, or a part of a name.
    matching: String,
    /// How many are wanted.
    limit: Option<usize>,
}

/// Those of every open corpus whose ids or names fit what is typed, each id once.
///
/// # Errors
/// When they cannot be written.
pub fn entities(snapshot: &Snapshot, wanted: Option<WantedEntities>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let limit = wanted.limit.unwrap_or(PAGE);
    let is_cancelled = || snapshot.is_cancelled();
    let mut found: Vec<EntityLabel> = Vec::new();
    let mut ids = HashSet::new();
    for snapshot in snapshot.each_corpus() {
        let corpus = &snapshot.corpus;
        let fitting = entities::entities(corpus, &wanted.matching, limit, &is_cancelled);
        let new = fitting
            .into_iter()
            .filter(|named| ids.insert(named.id.clone()));
        found.extend(new);
    }
    found.truncate(limit);
    json(&shown(found))
}

/// Names as an editor may show them.
fn shown(found: Vec<EntityLabel>) -> Vec<EntityLabel> {
    let found = found.into_iter().map(|named| EntityLabel {
        name: label(&named.name),
        ..named
    });
    found.collect()
}
