//! What is offered, as plain data.

use crate::features::edit::TextEdit;
use crate::model::EntityId;
use crate::syntax::TextRange;

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The items, best first.
    pub items: Vec<Item>,
    /// Whether other items may fit when more is typed.
    pub is_incomplete: bool,
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows.
    pub label: String,
    /// What it is: a name, or what a clause says.
    pub detail: Option<String>,
    /// More of it: the role then.
    pub description: Option<String>,
    /// What kind of thing it is.
    pub kind: ItemKind,
    /// What is written.
    pub insert: String,
    /// What that takes the place of when what stands after the cursor stays.
    pub insert_range: TextRange,
    /// What it takes the place of when the word at the cursor goes.
    pub replace_range: TextRange,
    /// What an editor is to compare with what is typed.
    pub filter_text: String,
    /// Other changes of the same file that belong to it.
    pub additional_edits: Vec<TextEdit>,
    /// What is to be declared in another file, once this is written.
    pub declares: Option<NewEntity>,
    /// Who or what is named.
    pub entity: Option<EntityId>,
    /// Whether it is the one that is probably meant.
    pub preselect: bool,
    /// Whether something else is to be written after it.
    pub asks_again: bool,
}

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A topic.
    Topic,
    /// A word of the markup.
    Keyword,
    /// A key of a header or a declaration.
    Key,
    /// A date.
    Date,
    /// Words.
    Words,
    /// Something that is declared along with it.
    New,
}

/// Something to declare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntity {
    /// The id with its sigil.
    pub written: String,
    /// The name.
    pub name: String,
}
