//! What is offered in quotation marks: capacities, and speakers without a name.

use super::context::TagContext;
use super::entity_filter::LIMIT;
use super::{CompletionRequest, Item, ItemKind};
use crate::features::shared::unnamed_in;
use crate::features::shared::wording::roles_on;

/// The speakers without a name whom the article quotes elsewhere, the latest
/// before the cursor first.
pub(super) fn unnamed(request: &CompletionRequest, with_marks: bool) -> Vec<Item> {
    let typed = request.typed().to_lowercase();
    let others = unnamed_in(request.source).into_iter();
    let others = others.filter(|(range, _)| !range.touches(request.offset));
    let (before, behind): (Vec<_>, Vec<_>) =
        others.partition(|(range, _)| range.to() < request.offset);
    let mut items: Vec<Item> = Vec::new();
    for (range, words) in before.into_iter().rev().chain(behind) {
        // As they are written, so that they are the same word for word.
        let written = &request.source.text[range];
        let written = in_straight_marks(written);
        let insert = match with_marks {
            true => format!("\"{written}\""),
            false => written,
        };
        let is_new = items.iter().all(|item| item.insert != insert);
        if is_new && words.to_lowercase().starts_with(&typed) {
            items.push(Item {
                detail: Some("a speaker without a name".into()),
                ..request.item(ItemKind::Words, insert.clone(), insert)
            });
        }
    }
    items.truncate(LIMIT);
    items
}

/// Words of a string of either kind as they are written between straight marks.
fn in_straight_marks(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    let mut is_escaped = false;
    for c in words.chars() {
        if c == '"' && !is_escaped {
            written.push('\\');
        }
        written.push(c);
        is_escaped = c == '\\' && !is_escaped;
    }
    written
}

/// The capacities in which the speakers spoke here, and their roles.
pub(super) fn capacities(
    request: &CompletionRequest,
    place: &TagContext,
    with_marks: bool,
) -> Vec<Item> {
    let speakers = request.given(place, "by");
    let mut words: Vec<String> = Vec::new();
    if let Some(file) = request.corpus.file(request.file) {
        for quote in &file.facts().quotes {
            let same = quote
                .known_speakers()
                .any(|speaker| speakers.contains(&speaker));
            let is_here = quote.tag.touches(request.offset);
            words.extend(
                quote
                    .capacity
                    .iter()
                    .filter(|_| same && !is_here)
                    .map(|words| words.to_string()),
            );
        }
    }
    for speaker in speakers {
        words.extend(roles_on(request.corpus, speaker, request.date));
    }
    let typed = request.typed().to_lowercase();
    let mut items: Vec<Item> = Vec::new();
    for words in words {
        let words = words.replace(['"', '\\', '[', ']', '{', '}'], "");
        let is_new = items
            .iter()
            .all(|item| item.label.trim_matches('"') != words);
        if is_new && words.to_lowercase().starts_with(&typed) {
            let insert = if with_marks {
                format!("\"{words}\"")
            } else {
                words
            };
            items.push(request.item(ItemKind::Words, insert.clone(), insert));
        }
    }
    items
}
