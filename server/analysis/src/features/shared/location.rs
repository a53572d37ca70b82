//! Places of a corpus, as answers give them.

use crate::model::{Corpus, EntityId, FileId, Target, target_at};
use crate::syntax::TextRange;

/// A stretch of a file of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The stretch, in bytes.
    pub range: TextRange,
}

/// Where a jump leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocationLink {
    /// The file.
    pub file: FileId,
    /// All of what is shown, such as a whole declaration.
    pub full: TextRange,
    /// The part at which the cursor lands.
    pub focus: TextRange,
}

/// What stands at byte `offset` of a file.
pub fn target(corpus: &Corpus, file: FileId, offset: usize) -> Option<Target> {
    target_at(corpus, file, &corpus.source(file)?, offset)
}

/// The declarations of entities, in the order of the entities.
pub fn declarations(corpus: &Corpus, entities: &[EntityId]) -> Vec<LocationLink> {
    let entities = entities.iter().filter_map(|id| corpus.entity(*id));
    entities
        .flat_map(|entity| {
            let places = entity.places();
            places
                .map(|(file, declaration)| LocationLink {
                    file,
                    full: declaration.range,
                    focus: declaration.id_range,
                })
                .collect::<Vec<_>>()
        })
        .collect()
}
