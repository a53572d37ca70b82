//! The files in which something was last said on a topic: a few of them are at
//! hand, however many there are.

use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::facts::{IndexFacts, OccurrenceKind};
use super::{EntityId, FileId, HashMap};
use crate::syntax::{EntityKind, PartialDate};

/// How many files of a topic are at hand. Up to twice as many are kept, so that
/// one that is gone need not be made up for at once.
const AT_HAND: usize = 16;

/// Where a file stands among others: those of later articles first, those
/// without a date last.
///
/// Files of one day are in an order that is as good as any, and does not depend
/// on which of them was read first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Recency {
    day: i32,
    tie: u32,
}

impl Recency {
    /// That of the file at a path, of an article of that date.
    pub fn new(date: Option<PartialDate>, path: &Path) -> Self {
        let day = date.map(PartialDate::first_day);
        let day = day.map(|day| {
            let month = i32::from(day.year()) * 12 + i32::from(day.month());
            month * 31 + i32::from(day.day())
        });
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(path.as_os_str().as_encoded_bytes());
        Self {
            day: day.unwrap_or(i32::MIN),
            tie: (hasher.finish() >> 32) as u32,
        }
    }
}

/// A file with where it stands.
pub(super) type Dated = (Recency, FileId);

/// Of each topic, the files that are dated last among those that name it in a
/// quote's tag.
///
/// It is kept by the difference that a change makes, and equals what is made
/// from scratch of the same files in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LatestFiles(HashMap<EntityId, Arc<Latest>>);

/// The files of one topic.
#[derive(Debug, Clone, Default)]
struct Latest {
    /// Those that are dated last, in order, the last one at the end.
    kept: Vec<Dated>,
    /// Whether there are others.
    has_more: bool,
}

impl LatestFiles {
    /// The files of a topic at hand, those dated last first.
    pub fn of(&self, topic: EntityId) -> impl Iterator<Item = FileId> + '_ {
        let latest = self.0.get(&topic).into_iter();
        let at_hand = latest.flat_map(|latest| latest.at_hand());
        at_hand.map(|(_, file)| *file)
    }

    /// Adds files that are new.
    pub fn add_all<'s>(&mut self, files: impl Iterator<Item = (Dated, &'s IndexFacts)>) {
        let mut named: Vec<(EntityId, Dated)> = Vec::new();
        for (file, said) in files {
            named.extend(topics_of(said).map(|topic| (topic, file)));
        }
        named.sort_unstable();
        named.dedup();
        for of_one in named.chunk_by(|(one, _), (other, _)| one == other) {
            let latest = Arc::make_mut(self.0.entry(of_one[0].0).or_default());
            for (_, file) in of_one {
                latest.insert(*file);
            }
        }
    }

    /// Puts what a file says in place of what it said. Where too few files of a
    /// topic are left at hand, `files_of` says which there are, this one as it
    /// is now.
    pub fn replace<I: Iterator<Item = Dated>>(
        &mut self,
        old: Option<(Dated, &IndexFacts)>,
        new: Option<(Dated, &IndexFacts)>,
        files_of: impl Fn(EntityId) -> I,
    ) {
        let named = |dated: Option<(Dated, &IndexFacts)>| {
            let topics = dated.map(|(file, said)| topics_of(said).map(move |topic| (topic, file)));
            let mut named: Vec<(EntityId, Dated)> = topics.into_iter().flatten().collect();
            named.sort_unstable();
            named.dedup();
            named
        };
        let (old, new) = (named(old), named(new));
        let gone = old.iter().filter(|one| new.binary_search(one).is_err());
        let come = new.iter().filter(|one| old.binary_search(one).is_err());
        for (topic, file) in come {
            Arc::make_mut(self.0.entry(*topic).or_default()).insert(*file);
        }
        for (topic, file) in gone {
            let Some(latest) = self.0.get_mut(topic) else {
                continue;
            };
            let latest = Arc::make_mut(latest);
            latest.remove(*file);
            if latest.has_more && latest.kept.len() < AT_HAND {
                *latest = Latest::default();
                files_of(*topic).for_each(|file| latest.insert(file));
            }
            if latest.kept.is_empty() {
                self.0.remove(topic);
            }
        }
    }
}

impl Latest {
    fn at_hand(&self) -> impl Iterator<Item = &Dated> {
        self.kept.iter().rev().take(AT_HAND)
    }

    fn insert(&mut self, file: Dated) {
        if self.has_more && self.kept.first().is_some_and(|first| file < *first) {
            return;
        }
        if let Err(place) = self.kept.binary_search(&file) {
            self.kept.insert(place, file);
        }
        if self.kept.len() > 2 * AT_HAND {
            self.kept.remove(0);
            self.has_more = true;
        }
    }

    fn remove(&mut self, file: Dated) {
        if let Ok(place) = self.kept.binary_search(&file) {
            self.kept.remove(place);
        }
    }
}

impl PartialEq for Latest {
    /// Whether the same files are at hand: how many are kept for later depends
    /// on what came before.
    fn eq(&self, other: &Self) -> bool {
        self.at_hand().eq(other.at_hand())
    }
}

impl Eq for Latest {}

/// The topics that a file names but by mentions and declarations of them: those
/// in whose [`files_with_quotes`](super::Uses::files_with_quotes) it is. Some
/// come more than once.
fn topics_of(said: &IndexFacts) -> impl Iterator<Item = EntityId> + '_ {
    let named = said.occurrences().iter();
    let topics = named.filter(|named| {
        let is_in_quote = !matches!(
            named.kind,
            OccurrenceKind::Mention | OccurrenceKind::Declaration
        );
        is_in_quote && named.entity.kind() == EntityKind::Topic
    });
    topics.map(|named| named.entity)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Corpus, Source};

    /// The files on `#t`, as they are found by looking into all.
    fn looked_for(corpus: &Corpus) -> Vec<FileId> {
        let files = corpus.files();
        let files = files.filter(|(_, file)| {
            let quotes = file.quotes();
            let mut quotes = quotes.iter();
            quotes.any(|quote| !quote.topics.is_empty())
        });
        let mut dated: Vec<Dated> = files
            .map(|(number, file)| (Recency::new(file.date(), &file.path), number))
            .collect();
        dated.sort_unstable();
        let latest = dated.iter().rev().take(AT_HAND);
        latest.map(|(_, file)| *file).collect()
    }

    fn at_hand(corpus: &Corpus) -> Vec<FileId> {
        let topic = corpus.ids().find("#t");
        let files = topic.map(|topic| corpus.index().latest_on(topic).collect());
        files.unwrap_or_default()
    }

    proptest! {
        /// Whatever comes, goes and gets another date, one at a time or all at once.
        #[test]
        fn the_latest_are_at_hand(
            together in prop::collection::vec((0usize..70, 0u8..9), 0..70),
            edits in prop::collection::vec((0usize..70, prop::option::of(0u8..9)), 0..120),
        ) {
            let text = |day: u8| match day {
                0 => "[x]{by @a on #t}".to_owned(),
                1 => "[x]{by @a} [t]{#t}".to_owned(),
                day => format!("---\ndate: 2011-0{day}\n---\n\n[x]{{by @a on #t}}"),
            };
            let mut corpus = Corpus::default();
            let read = together.into_iter().map(|(file, day)| {
                let source = Source::new(text(day));
                let facts = super::super::facts_of(&source.text, &source.document, corpus.ids());
                let path = format!("{file}.qm");
                super::super::File::read(Path::new(&path).into(), facts)
            });
            let read: Vec<_> = read.collect();
            corpus.insert_all(read);
            prop_assert_eq!(at_hand(&corpus), looked_for(&corpus));
            for (file, day) in edits {
                let path = format!("{file}.qm");
                match day {
                    Some(day) => { corpus.insert_source(Path::new(&path), Source::new(text(day))); }
                    None => corpus.remove(Path::new(&path)),
                }
                prop_assert_eq!(at_hand(&corpus), looked_for(&corpus));
            }
            prop_assert!(*corpus.index() == corpus.rebuilt_index());
        }
    }
}
