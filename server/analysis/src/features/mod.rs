//! Answers: pure functions of one moment of the corpus, plain data out.
//!
//! The server and the command line both ask here, so they cannot disagree.

pub mod actions;
mod broken;
pub mod call_hierarchy;
pub mod card;
pub mod code_lens;
pub mod completion;
pub mod declare;
pub mod definition;
pub mod diagnostics;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod edit;
pub mod external;
pub mod folding_range;
pub mod formatting;
pub mod hierarchy;
pub mod hover;
pub mod implementation;
pub mod inlay_hint;
pub mod linked_editing_range;
pub mod lookup;
pub mod merge;
pub mod nearby;
pub mod preview;
pub mod quotes;
pub mod references;
mod removal;
pub mod rename;
mod sections;
pub mod selection_range;
pub mod semantic_tokens;
mod sentences;
pub mod shown;
pub mod signature_help;
pub mod speakers;
pub mod type_definition;
pub mod type_hierarchy;
mod words;
pub mod workspace_symbol;

#[cfg(test)]
mod counted;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod order_of_reading;

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
fn target(corpus: &Corpus, file: FileId, offset: usize) -> Option<Target> {
    target_at(corpus, file, &corpus.source(file)?, offset)
}

/// The declarations of entities, in the order of the entities.
fn declarations(corpus: &Corpus, entities: &[EntityId]) -> Vec<LocationLink> {
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
