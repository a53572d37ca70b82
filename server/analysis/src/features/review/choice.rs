//! Somebody who may have said words, as an annotator chooses among several.

use super::declaration::NewEntity;
use super::learned::{EndedRole, Learned};

/// One who may have said the words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The name, or the words that stand for one.
    pub label: String,
    /// What is known of them, or would be declared; may be empty.
    pub detail: String,
    /// What the tag would hold: `by @ann of &b`.
    pub tag: String,
    /// The speaker alone, as it is refused: `@ann`, `"a spokesman"`, `?`.
    pub speaker: String,
    /// Who is declared along with it.
    pub declares: Option<NewEntity>,
    /// What is added to the declaration of somebody who is declared already.
    pub learns: Option<Learned>,
    /// Whose role ends with it.
    pub ends: Option<EndedRole>,
}
