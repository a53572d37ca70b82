//! What a corpus means: entities, roles over time, statements, and the index
//! from each entity to what names it.
//!
//! A [`Corpus`] is a value. It is cheap to copy, and a copy never changes:
//! whoever asks a question asks one moment of the corpus. Nothing here reads a
//! file or a clock; the texts of closed files come through [`Texts`].

/// The maps of a corpus. Their hasher is quicker than the standard library's
/// and seeded as that is, since ids and names come from strangers.
type HashMap<K, V> =
    imbl::GenericHashMap<K, V, foldhash::fast::RandomState, imbl::shared_ptr::DefaultSharedPtr>;

mod addresses;
mod articles;
pub mod cancellation;
mod collect;
mod corpus;
mod counts;
mod entity;
mod external;
mod facts;
mod file;
mod file_id;
mod folded_name;
mod ids;
mod index;
mod known_names;
mod latest;
mod names;
mod packed;
mod parts;
mod paths;
mod postings;
mod quote_words;
mod ranking;
mod renumber;
mod said;
mod search;
mod statement;
mod stems;
mod target;
mod topic_sample;
mod topic_words;

#[cfg(test)]
mod tests;

pub use articles::{ArticleId, Articles};
pub use collect::facts_of;
pub use corpus::{Corpus, Epochs, Texts};
pub use counts::Counts;
pub use entity::{Entity, RoleOnDate, RolesOnDate};
pub use facts::{
    DeclarationFacts, Facts, IndexFacts, Name, Occurrence, OccurrenceKind, QuoteFacts, RoleFacts,
    SpeakerFacts,
};
pub use file::{File, Source, Stamp};
pub use file_id::FileId;
pub use folded_name::{fold_name, is_same_name};
pub use ids::{CachedIds, EntityId, IdInterner, Ids};
pub use index::{Index, Reach, Uses};
pub use known_names::{KnownName, known_names};
pub use names::NameIndex;
pub use quote_words::QuoteWords;
pub use said::Said;
pub use search::{Letters, SearchEntry, SearchIndex, WithWord, fold};
pub use statement::{
    Chosen, FoundStatement, Quoted, Statement, StatementFilter, organisations_then, spoken_for,
};
pub use target::{Target, TargetKind, target_at};
pub use topic_words::TopicWords;
