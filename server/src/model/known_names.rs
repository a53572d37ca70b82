//! Names that stand in an article without a tag (markup: Known names need no tag).

use std::collections::HashMap;
use std::sync::Arc;

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
    pub bearers: Arc<[EntityId]>,
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
    let mut settling = Settling::new(corpus, file);
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
            find_in(source, stretch, &mut settling, &mut found);
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
    source: &Source,
    stretch: TextRange,
    settling: &mut Settling,
    found: &mut Vec<KnownName>,
) {
    let names = settling.corpus.index().names();
    let text = &source.text[stretch];
    let mut before_is_word = false;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        let begins_word = is_word(c) && !before_is_word;
        before_is_word = is_word(c);
        if !begins_word || at < skip_to {
            continue;
        }
        if let Some(name) = names.longest_at(text, at) {
            let start = stretch.from() + at;
            let range = TextRange::new(start, start + name.length);
            let shared = settling.of(name.entities);
            found.push(KnownName {
                range,
                settled: settling.settled(&shared, range),
                bearers: shared.bearers,
            });
            skip_to = at + name.length;
        }
    }
}

/// What settles whom a shared name means: the only one of whom anything holds
/// at the article's date, else the one last tagged before it. A name may be
/// shared by many and stand often, so what is found out is kept.
struct Settling<'c> {
    corpus: &'c Corpus,
    file: FileId,
    /// The file's facts, and where it tags whom, once a shared name asks.
    tagged: Option<Tagged>,
    shared: HashMap<Vec<EntityId>, Shared>,
}

/// What a file says, and where it tags whom.
type Tagged = (Arc<Facts>, HashMap<EntityId, Vec<TextRange>>);

/// Those who bear a name.
#[derive(Clone)]
struct Shared {
    /// All of them, by their ids.
    bearers: Arc<[EntityId]>,
    /// Those of whom anything holds at the article's date.
    then: Arc<[EntityId]>,
}

impl<'c> Settling<'c> {
    fn new(corpus: &'c Corpus, file: FileId) -> Self {
        Self {
            corpus,
            file,
            tagged: None,
            shared: HashMap::new(),
        }
    }

    fn of(&mut self, found: Vec<EntityId>) -> Shared {
        if let Some(shared) = self.shared.get(&found) {
            return shared.clone();
        }
        let mut bearers = found.clone();
        bearers.sort_by_cached_key(|bearer| self.corpus.written(*bearer));
        let mut then = bearers.clone();
        if bearers.len() > 1
            && let Some(date) = self.tagged().and_then(|(facts, _)| facts.date)
        {
            then.retain(|bearer| {
                let entity = self.corpus.entity(*bearer);
                entity.is_some_and(|entity| entity.is_about(date))
            });
            if then.is_empty() {
                then.clone_from(&bearers);
            }
        }
        let shared = Shared {
            bearers: bearers.into(),
            then: then.into(),
        };
        self.shared.insert(found, shared.clone());
        shared
    }

    fn tagged(&mut self) -> Option<&Tagged> {
        if self.tagged.is_none() {
            let facts = self.corpus.file(self.file)?.facts();
            let tagged = tagged_in(&facts);
            self.tagged = Some((facts, tagged));
        }
        self.tagged.as_ref()
    }

    fn settled(&mut self, shared: &Shared, range: TextRange) -> Option<EntityId> {
        if let [only] = shared.then[..] {
            return Some(only);
        }
        let corpus = self.corpus;
        let (_, tagged) = self.tagged()?;
        let last = |bearer: EntityId| {
            let places = tagged.get(&bearer)?;
            let before = places.partition_point(|place| *place < range);
            Some((places[before.checked_sub(1)?], bearer))
        };
        // The fewer of the two are looked through.
        let last = if shared.then.len() <= tagged.len() {
            shared.then.iter().copied().filter_map(last).max()
        } else {
            let is_bearer = |bearer: &EntityId| {
                let written = corpus.written(*bearer);
                let found = shared
                    .then
                    .binary_search_by_key(&written, |other| corpus.written(*other));
                found.is_ok()
            };
            let tagged = tagged.keys().copied().filter(is_bearer);
            tagged.filter_map(last).max()
        };
        last.map(|(_, bearer)| bearer)
    }
}

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
