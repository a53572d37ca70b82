//! The places of a corpus that name an entity.

use super::Location;
use crate::model::{Corpus, EntityId, FileId, OccurrenceKind, Source};
use crate::syntax::{Speaker, TextRange, string_words};

/// All places that name one of `entities`, by path and place.
pub fn references_to(
    corpus: &Corpus,
    entities: &[EntityId],
    include_declaration: bool,
) -> Vec<Location> {
    places_of(corpus, entities, |kind| {
        include_declaration || kind != OccurrenceKind::Declaration
    })
}

/// The places of a kind that `is_wanted` that name one of `entities`, by path
/// and place.
pub fn places_of(
    corpus: &Corpus,
    entities: &[EntityId],
    is_wanted: impl Fn(OccurrenceKind) -> bool,
) -> Vec<Location> {
    let uses = entities
        .iter()
        .filter_map(|entity| corpus.index().uses(*entity));
    let mut files: Vec<FileId> = uses
        .flat_map(|uses| uses.files().collect::<Vec<_>>())
        .collect();
    files.sort_unstable();
    files.dedup();
    files.sort_by_cached_key(|file| corpus.file(*file).map(|file| file.path.clone()));
    let mut found = Vec::new();
    for number in files {
        let Some(file) = corpus.file(number) else {
            continue;
        };
        for occurrence in file.occurrences().iter() {
            if is_wanted(occurrence.kind) && entities.contains(&occurrence.entity) {
                found.push(Location {
                    file: number,
                    range: occurrence.range,
                });
            }
        }
    }
    found
}

/// The speakers without a name of an article: where their words stand, without
/// the marks, and what they say. In the order of the quotes.
pub fn unnamed_in(source: &Source) -> Vec<(TextRange, String)> {
    let quotes = source.document.quotes.iter();
    let speakers = quotes.flat_map(|quote| &quote.clauses.speakers);
    let words = speakers.filter_map(|speaker| match speaker {
        Speaker::Unnamed(words) => Some(*words),
        Speaker::Known(_) | Speaker::Unknown(_) => None,
    });
    words
        .map(|range| (range, string_words(range, &source.text)))
        .collect()
}
