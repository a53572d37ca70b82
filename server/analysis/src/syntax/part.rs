//! The tokens of tags and of fences' first lines.

use super::{Reference, TextRange};

/// One token of a tag or of a fence's first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands.
    pub range: TextRange,
}

impl Part {
    /// The reference that it is, if it is one.
    pub fn reference(self, text: &str) -> Option<Reference> {
        match self.kind {
            PartKind::Reference => Reference::new(self.range, text),
            _ => None,
        }
    }
}

/// The tokens of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A word that begins a clause.
    Keyword,
    /// `@id`, `&id` or `#id`.
    Reference,
    /// What stands after `at`.
    Date,
    /// Words with their quotation marks: a capacity, or a speaker without a name.
    String,
    /// `,`
    Comma,
    /// `?`, an unknown speaker.
    Question,
    /// `more`
    More,
    /// `note:`, with its words.
    Note,
    /// Something that means nothing.
    Unknown,
}
