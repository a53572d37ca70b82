//! Texts with marked words and links between them, as values.

use quotemark_analysis::coded::{Loss, Span};

/// A text and all that is marked in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Annotated {
    /// The name of its file without an ending.
    pub name: String,
    /// The text.
    pub text: String,
    /// The words that are marked.
    pub spans: Vec<Marked>,
    /// What joins them.
    pub groups: Vec<Group>,
    /// What neither says.
    pub losses: Vec<Loss>,
}

/// Words that are marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// What it is called.
    pub kind: String,
    /// The file and the line that say so.
    pub place: String,
    /// Where the words stand, in their order; never empty.
    pub fragments: Vec<Span>,
    /// What else is said of it, by its name.
    pub features: Vec<(String, String)>,
    /// Whom or what it means in some collection, such as `Wikidata:Q76`, and the name there.
    pub references: Vec<(String, String)>,
    /// Remarks on it.
    pub notes: Vec<String>,
}

/// What joins spans: an event or a relation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// What it is called.
    pub kind: String,
    /// The file and the line that say so.
    pub place: String,
    /// The spans by their numbers, each with what it is in the group; that may be empty.
    pub members: Vec<(String, usize)>,
}
