//! What may be written next, the likeliest first.
//!
//! Nothing is offered in the article's own words. What is offered fits what is
//! typed already, by id or by any name, so an editor need not filter: it asks
//! again when more is typed.

mod context;
mod declarations;
mod entities;
mod entity_filter;
mod item;
mod next;
mod quoted_words;
mod rank;
mod request;
mod shortlist;
mod tag;
mod topics;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::path::Path;

pub use context::{Context, ContextKind, Expected, TagContext, context_at};
pub use item::{Completion, Item, ItemKind, NewEntity};
pub use next::CLAUSES;

use request::CompletionRequest;

use super::hover::entity_card;
use super::shared::card::Card;
use crate::model::{Corpus, FileId};
use crate::syntax::PartialDate;

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
    let request = CompletionRequest {
        corpus,
        file,
        source: &source,
        offset,
        date: corpus.date(file),
        cast,
        context: &context,
        near: OnceCell::new(),
    };
    let mut items = match &context.kind {
        ContextKind::Tag(place) => tag::items(&request, place),
        ContextKind::HeaderKey => declarations::header_keys(&request),
        ContextKind::HeaderValue(key) => declarations::header_values(&request, key),
        ContextKind::DeclarationStart => declarations::undeclared(&request),
        ContextKind::PropertyKey(declaration) => {
            declarations::property_keys(&request, *declaration)
        }
        ContextKind::PropertyValue {
            declaration,
            key,
            before,
        } => declarations::property_values(&request, *declaration, key, *before),
    };
    if !matches!(context.kind, ContextKind::Tag(_))
        && matches!(&items[..], [only] if only.insert == request.typed() && only.declares.is_none())
    {
        // What stands there whole is not offered alone: Enter is to end the line.
        items.clear();
    }
    let is_judged = matches!(&context.kind, ContextKind::Tag(place) if place.is_judged());
    if let Some(first) = items.first_mut() {
        first.preselect = !is_judged;
    }
    let is_incomplete = !matches!(
        context.kind,
        ContextKind::HeaderKey | ContextKind::PropertyKey(_)
    );
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
