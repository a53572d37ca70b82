//! Whom a cast declares, as far as proposals have to know.

/// Whom a cast declares.
#[derive(Debug, Clone)]
pub struct Known {
    /// The id with its sigil.
    pub id: String,
    /// The display name and the others.
    pub names: Vec<String>,
    /// Whether it is a person, and no organisation.
    pub is_person: bool,
}

/// Those whom a cast declares.
pub type Knowns = Vec<Known>;
