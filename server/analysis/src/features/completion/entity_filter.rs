//! What is asked for where people, organisations and topics are offered.

use std::collections::HashMap;

use super::rank::Compared;
use crate::model::{DeclarationFacts, EntityId};
use crate::syntax::EntityKind;

/// How many are offered at most; the editor asks again when more is typed.
pub const LIMIT: usize = 100;

/// Which entities are wanted.
pub struct EntityFilter<'a> {
    /// Of which kinds.
    pub kinds: &'a [EntityKind],
    /// Those that are there already.
    pub without: &'a [EntityId],
    /// What the names are to fit.
    pub fit: Compared<'a>,
    /// The kind that goes before the others of the same fit.
    pub preferred: Option<EntityKind>,
    /// Who comes first by standing near; 0 is the nearest.
    pub near: &'a HashMap<EntityId, usize>,
}

/// The display name and the aliases of a declaration.
pub fn names_of(declaration: &DeclarationFacts) -> impl Iterator<Item = &str> {
    let names = std::iter::once(&declaration.name).chain(&declaration.aliases);
    names.map(|name| &*name.text)
}
