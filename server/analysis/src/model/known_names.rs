//! Names that stand in an article without a tag (markup: Known names need no tag).

use std::collections::HashMap;
use std::sync::Arc;

use super::addresses::Addresses;
use super::facts::{Facts, OccurrenceKind};
use super::names::{is_plain_word, is_word, parts_words};
use super::{Corpus, EntityId, FileId, Source};
use crate::syntax::{BlockKind, PartialDate, Tag, TextRange};

/// A name of declared entities that stands untagged in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// The words.
    pub range: TextRange,
    /// Those who have the name, by their ids.
    pub bearers: Arc<[EntityId]>,
    /// Whom it means, where the date settles it, or who was named last.
    pub settled: Option<EntityId>,
}

/// The known names in the paragraphs and headings that touch `within`, in order.
/// The words of addresses are none, nor is a name that is not used at the
/// article's date.
pub fn known_names(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    within: TextRange,
) -> Vec<KnownName> {
    let mut resolver = NameResolver::new(corpus, file, source);
    let mut found = Vec::new();
    find(corpus, file, source, within, &mut |range, bearers| {
        let shared = resolver.of(bearers);
        found.push(KnownName {
            range,
            settled: resolver.settled(&shared, range),
            bearers: shared.bearers,
        });
    });
    found.retain(|name| name.range.start <= within.end && name.range.end >= within.start);
    found
}

/// Finds the names in the paragraphs and headings that touch `within`, in order,
/// with those who have them.
fn find(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    within: TextRange,
    found: &mut impl FnMut(TextRange, Vec<EntityId>),
) {
    for block in &source.document.blocks {
        let words = match block.kind {
            BlockKind::Paragraph => block.range,
            BlockKind::Heading { title, .. } => title,
            _ => continue,
        };
        if block.range.start > within.end || block.range.end < within.start {
            continue;
        }
        for stretch in untagged(source, words) {
            find_in(corpus, file, source, stretch, found);
        }
    }
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
    found: &mut impl FnMut(TextRange, Vec<EntityId>),
) {
    let names = corpus.index().names();
    let date = corpus.date(file);
    let text = &source.text[stretch];
    let mut addresses = Addresses::new(text);
    let bytes = text.as_bytes();
    let mut before = None;
    let mut skip_to = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Nearly all of nearly all texts is ASCII, and begins no name.
        if byte.is_ascii() {
            let is_plain = is_plain_word(byte);
            let begins_word =
                is_plain && before.is_none_or(|before| parts_words(before, char::from(byte)));
            if !begins_word || at < skip_to || !names.may_begin(&bytes[at..]) {
                let alike = |other: &&u8| other.is_ascii() && is_plain_word(**other) == is_plain;
                at += bytes[at..].iter().take_while(alike).count();
                before = Some(char::from(bytes[at - 1]));
                continue;
            }
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let begins_word = is_word(c) && before.is_none_or(|before| parts_words(before, c));
        let here = at;
        at += c.len_utf8();
        before = Some(c);
        if !begins_word || here < skip_to {
            continue;
        }
        if let Some(name) = names.longest_at(text, here, date) {
            let end = here + name.length;
            if addresses.hold(here, end) {
                continue;
            }
            let start = stretch.from() + here;
            found(TextRange::new(start, start + name.length), name.entities);
            skip_to = end;
        }
    }
}

/// What settles whom a shared name means: the only one of whom anything holds
/// at the article's date, else the one last named before it beyond doubt: by a
/// tag, or by a name that means nobody else. A name may be shared by many and
/// stand often, so what is found out is kept.
struct NameResolver<'c> {
    corpus: &'c Corpus,
    file: FileId,
    source: &'c Source,
    /// Where the file names whom, once a shared name asks that no date settles.
    named: Option<CertainMentions>,
    shared: HashMap<Vec<EntityId>, Shared>,
}

/// Where a file names whom beyond doubt, in order.
type CertainMentions = HashMap<EntityId, Vec<TextRange>>;

/// Those who have a name.
#[derive(Clone)]
struct Shared {
    /// All of them, by their ids.
    bearers: Arc<[EntityId]>,
    /// Those of whom anything holds at the article's date.
    then: Arc<[EntityId]>,
}

impl<'c> NameResolver<'c> {
    fn new(corpus: &'c Corpus, file: FileId, source: &'c Source) -> Self {
        Self {
            corpus,
            file,
            source,
            named: None,
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
            && let Some(date) = self.date()
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

    fn date(&self) -> Option<PartialDate> {
        self.corpus.date(self.file)
    }

    /// The whole article is looked through, and only where a name is shared by
    /// several of whom the date leaves more than one.
    fn named(&mut self) -> Option<&CertainMentions> {
        if self.named.is_none() {
            let facts = self.corpus.file(self.file)?.facts();
            let mut named = tagged_in(&facts);
            let (corpus, file, source) = (self.corpus, self.file, self.source);
            let everywhere = TextRange::new(0, source.text.len());
            find(corpus, file, source, everywhere, &mut |range, bearers| {
                let shared = self.of(bearers);
                if let [only] = shared.then[..] {
                    named.entry(only).or_default().push(range);
                }
            });
            named.values_mut().for_each(|places| places.sort_unstable());
            self.named = Some(named);
        }
        self.named.as_ref()
    }

    fn settled(&mut self, shared: &Shared, range: TextRange) -> Option<EntityId> {
        if let [only] = shared.then[..] {
            return Some(only);
        }
        let corpus = self.corpus;
        let named = self.named()?;
        let last = |bearer: EntityId| {
            let places = named.get(&bearer)?;
            let before = places.partition_point(|place| *place < range);
            Some((places[before.checked_sub(1)?], bearer))
        };
        // The fewer of the two are looked through.
        let last = if shared.then.len() <= named.len() {
            shared.then.iter().copied().filter_map(last).max()
        } else {
            let is_bearer = |bearer: &EntityId| {
                let written = corpus.written(*bearer);
                let found = shared
                    .then
                    .binary_search_by_key(&written, |other| corpus.written(*other));
                found.is_ok()
            };
            let named = named.keys().copied().filter(is_bearer);
            named.filter_map(last).max()
        };
        last.map(|(_, bearer)| bearer)
    }
}

fn tagged_in(facts: &Facts) -> HashMap<EntityId, Vec<TextRange>> {
    let mut tagged: HashMap<EntityId, Vec<TextRange>> = HashMap::new();
    for occurrence in &facts.occurrences {
        if matches!(
            occurrence.kind,
            OccurrenceKind::Mention | OccurrenceKind::Speaker
        ) {
            tagged
                .entry(occurrence.entity)
                .or_default()
                .push(occurrence.range);
        }
    }
    tagged
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    /// The names of a text without addresses, each place looked at by itself.
    fn slowly(corpus: &Corpus, text: &str) -> Vec<TextRange> {
        let (mut found, mut before, mut skip_to) = (Vec::new(), None, 0);
        for (at, c) in text.char_indices() {
            let begins = is_word(c) && before.is_none_or(|before| parts_words(before, c));
            before = Some(c);
            if begins
                && at >= skip_to
                && let Some(name) = corpus.index().names().longest_at(text, at, None)
            {
                skip_to = at + name.length;
                found.push(TextRange::new(at, skip_to));
            }
        }
        found
    }

    proptest! {
        /// What is passed over in one go begins no name, whatever stands beside it.
        #[test]
        fn every_name_is_found_however_a_text_is_read(
            text in "(A|Ann|Lee|O'Neill|É|E\u{301}|ann|_|9| |-|’|的|ア|한|é|\u{301}|\\.){0,20}"
        ) {
            let mut corpus = Corpus::default();
            let cast = "@a: Ann\n    also: A; Ann Lee; Émile; É; O’Neill; 的; ア; 한; 9\n@b: ann\n";
            corpus.insert_source(Path::new("cast.qm"), Source::new(cast));
            let article = format!("{text}\n");
            let file = corpus.insert_source(Path::new("a.qm"), Source::new(&*article));
            let source = corpus.source(file).unwrap();
            let mut found = Vec::new();
            let whole = TextRange::new(0, text.len());
            find_in(&corpus, file, &source, whole, &mut |range, _| found.push(range));
            prop_assert_eq!(found, slowly(&corpus, &text));
        }
    }
}
