//! Names that stand in an article without a tag (markup: Known names need no tag).

use std::cell::OnceCell;
use std::collections::HashMap;

use super::facts::{Facts, Place};
use super::names::is_word;
use super::{Corpus, EntityId, FileId, Source};
use crate::syntax::{BlockKind, Tag, TextRange};

/// A name of declared entities that stands untagged in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// The words.
    pub range: TextRange,
    /// Those who bear the name, by their ids.
    pub bearers: Vec<EntityId>,
    /// Whom it means, where the date or the last tag settles it.
    pub settled: Option<EntityId>,
}

/// The known names in the paragraphs and headings that touch `within`, in order.
pub fn known_names(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    within: TextRange,
) -> Vec<KnownName> {
    let document = &source.document;
    let mut found = Vec::new();
    let tagged = Tagged::default();
    for block in &document.blocks {
        let words = match block.kind {
            BlockKind::Paragraph => block.range,
            BlockKind::Heading { title, .. } => title,
            _ => continue,
        };
        if block.range.start > within.end || block.range.end < within.start {
            continue;
        }
        for stretch in untagged(source, words) {
            find_in(corpus, file, source, stretch, &tagged, &mut found);
        }
    }
    found.retain(|name| name.range.start <= within.end && name.range.end >= within.start);
    found
}

/// The stretches of a block that no mention covers and no markup interrupts.
fn untagged(source: &Source, block: TextRange) -> Vec<TextRange> {
    let document = &source.document;
    let mut covered: Vec<TextRange> = Vec::new();
    let first = document.spans.partition_point(|span| {
        span.range.to() <= block.from() && span.range.from() < block.from()
    });
    for span in document.spans[first..]
        .iter()
        .take_while(|span| span.range.from() < block.to())
    {
        match span.tag {
            Tag::Mention(_) => covered.push(span.range),
            _ => {
                covered.push(TextRange::new(span.range.from(), span.words.from()));
                covered.push(TextRange::new(span.words.to(), span.range.to()));
            }
        }
    }
    let first = document
        .comments
        .partition_point(|comment| comment.range.to() <= block.from());
    covered.extend(
        document.comments[first..]
            .iter()
            .map(|comment| comment.range)
            .take_while(|comment| comment.from() < block.to()),
    );
    covered.sort();
    let mut stretches = Vec::new();
    let mut at = block.from();
    for range in covered {
        if range.from() > at {
            stretches.push(TextRange::new(at, range.from()));
        }
        at = at.max(range.to());
    }
    if at < block.to() {
        stretches.push(TextRange::new(at, block.to()));
    }
    stretches
}

fn find_in(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    stretch: TextRange,
    tagged: &Tagged,
    found: &mut Vec<KnownName>,
) {
    let names = corpus.index().names();
    let text = &source.text[stretch];
    let mut before_is_word = false;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        let begins_word = is_word(c) && !before_is_word;
        before_is_word = is_word(c);
        if !begins_word || at < skip_to {
            continue;
        }
        if let Some(mut name) = names.longest_at(text, at) {
            name.entities.sort_by_key(|bearer| corpus.written(*bearer));
            let start = stretch.from() + at;
            let range = TextRange::new(start, start + name.length);
            found.push(KnownName {
                range,
                settled: settle(corpus, file, &name.entities, range, tagged),
                bearers: name.entities,
            });
            skip_to = at + name.length;
        }
    }
}

/// Whom a shared name means: the only one of whom anything holds at the
/// article's date, else the one last tagged before it.
fn settle(
    corpus: &Corpus,
    file: FileId,
    bearers: &[EntityId],
    range: TextRange,
    tagged: &Tagged,
) -> Option<EntityId> {
    if let [only] = bearers {
        return Some(*only);
    }
    let facts = &corpus.file(file)?.facts();
    let mut then: Vec<EntityId> = bearers.to_vec();
    if let Some(date) = facts.date {
        then.retain(|bearer| {
            corpus
                .entity(*bearer)
                .is_some_and(|entity| entity.is_about(date))
        });
        if let [only] = then[..] {
            return Some(only);
        }
        if then.is_empty() {
            then = bearers.to_vec();
        }
    }
    let tagged = tagged.get_or_init(|| tagged_in(facts));
    let last = |bearer: EntityId| {
        let places = tagged.get(&bearer)?;
        let before = places.partition_point(|place| *place < range);
        Some((places[before.checked_sub(1)?], bearer))
    };
    let last = then.into_iter().filter_map(last).max();
    last.map(|(_, bearer)| bearer)
}

/// Where each entity is tagged in a file, gathered when the first name asks.
type Tagged = OnceCell<HashMap<EntityId, Vec<TextRange>>>;

fn tagged_in(facts: &Facts) -> HashMap<EntityId, Vec<TextRange>> {
    let mut tagged: HashMap<EntityId, Vec<TextRange>> = HashMap::new();
    for occurrence in &facts.occurrences {
        if matches!(occurrence.place, Place::Mention | Place::Speaker) {
            tagged
                .entry(occurrence.entity)
                .or_default()
                .push(occurrence.range);
        }
    }
    tagged
}
