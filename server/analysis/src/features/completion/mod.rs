//! What may be written next, the likeliest first.
//!
//! Nothing is offered in the article's own words. What is offered fits what is
//! typed already, by id or by any name, so an editor need not filter: it asks
//! again when more is typed.

mod considered;
mod context;
mod declarations;
mod entities;
mod rank;
mod tag;
mod wanted;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use context::{Context, Expected, Place, TagPlace, context_at};
pub use tag::CLAUSES;

use super::card::Card;
use super::edit::TextEdit;
use super::hover::entity_card;
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::syntax::{PartialDate, TextRange};

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
    /// What that takes the place of when what stands behind the cursor stays.
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
    /// Whether something else is to be written behind it.
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

/// What may be written at byte `offset`; nothing in the article's own words.
/// What is new is declared in `cast`, if a path is given.
pub fn completion(
    corpus: &Corpus,
    file: FileId,
    offset: usize,
    cast: Option<&Path>,
) -> Option<Completion> {
    let source = corpus.source(file)?;
    let lines = &corpus.file(file)?.facts().lines;
    let context = context_at(&source, lines, offset)?;
    let asked = Asked {
        corpus,
        file,
        source: &source,
        offset,
        date: corpus.date(file),
        cast,
        context: &context,
    };
    let mut items = match &context.place {
        Place::Tag(place) => tag::items(&asked, place),
        Place::HeaderKey => declarations::header_keys(&asked),
        Place::HeaderValue(key) => declarations::header_values(&asked, key),
        Place::DeclarationStart => declarations::undeclared(&asked),
        Place::PropertyKey(declaration) => declarations::property_keys(&asked, *declaration),
        Place::PropertyValue {
            declaration,
            key,
            before,
        } => declarations::property_values(&asked, *declaration, key, *before),
    };
    if let Some(first) = items.first_mut() {
        first.preselect = true;
    }
    let is_incomplete = !matches!(context.place, Place::HeaderKey | Place::PropertyKey(_));
    if !is_incomplete {
        for item in &mut items {
            item.filter_text = item.label.clone();
        }
    }
    (!items.is_empty()).then_some(Completion {
        items,
        is_incomplete,
    })
}

/// What is known of the entity of an item, as of `date`. `written` is its id
/// with its sigil.
pub fn resolve(corpus: &Corpus, written: &str, date: Option<PartialDate>) -> Option<Card> {
    let entity = corpus.ids().find(written)?;
    Some(entity_card(corpus, entity, date))
}

/// The question, with what every answer needs.
struct Asked<'a> {
    corpus: &'a Corpus,
    file: FileId,
    source: &'a Source,
    offset: usize,
    date: Option<PartialDate>,
    cast: Option<&'a Path>,
    context: &'a Context,
}

impl Asked<'_> {
    /// What is typed of the word so far.
    fn typed(&self) -> &str {
        &self.source.text[self.context.typed]
    }

    /// An item that takes the place of what is typed.
    fn item(&self, kind: ItemKind, label: String, insert: String) -> Item {
        Item {
            label,
            detail: None,
            description: None,
            kind,
            insert,
            insert_range: self.context.typed,
            replace_range: self.context.whole,
            filter_text: self.typed().to_owned(),
            additional_edits: Vec::new(),
            declares: None,
            entity: None,
            preselect: false,
            asks_again: false,
        }
    }
}
