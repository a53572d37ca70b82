//! Facts in few bytes, for the many files that nobody looks at.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::EntityId;
use super::articles::ArticleId;
use super::facts::{Facts, Occurrence, QuoteFacts, sorted_by};
use crate::syntax::{Date, LineIndex, PartialDate};

/// The facts of a file, packed: a tenth of what they take otherwise.
///
/// Whom a file names stands in front, once each; the facts after it name them
/// by their places there. So few bytes are needed, and under other numbers only
/// the beginning is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

/// What packed facts begin with.
#[derive(Default, Serialize, Deserialize)]
struct Head {
    /// Whom the file names.
    entities: Vec<EntityId>,
    /// The last day on which something in it was said, as [`last_said`] has it.
    last_said: Option<(i16, i8, i8)>,
    /// How many quotes there are.
    quotes: u32,
    /// As [`Facts::is_article`].
    is_article: bool,
}

/// The part of packed facts that is wanted of every file of a corpus.
pub struct Summary {
    /// As [`Facts::hash`].
    pub hash: u128,
    /// As [`Facts::date`].
    pub date: Option<PartialDate>,
    /// As [`last_said`] has it.
    pub last_said: Option<Date>,
    /// As [`Facts::article`].
    pub article: Option<ArticleId>,
    /// As [`Facts::occurrences`].
    pub occurrences: Box<[Occurrence]>,
    /// How many quotes there are.
    pub quotes: usize,
    /// As [`Facts::is_article`].
    pub is_article: bool,
}

impl Packed {
    /// Packs facts.
    ///
    /// # Panics
    /// Never: all that facts are made of can be written.
    pub fn new(mut facts: Facts) -> Self {
        let (last_said, is_article) = (last_said(&facts), facts.is_article());
        let mut entities = Vec::with_capacity(facts.occurrences.len());
        facts.renumber(&mut |entity| {
            entities.push(entity);
            Some(entity)
        });
        entities.sort_unstable();
        entities.dedup();
        let renumbered = facts.renumber(&mut |entity| {
            let place = entities.binary_search(&entity).ok()?;
            Some(entity.at_place(place))
        });
        debug_assert!(renumbered.is_some(), "all entities are given a place");
        let head = Head {
            entities,
            last_said: last_said.map(|day| (day.year(), day.month(), day.day())),
            quotes: u32::try_from(facts.quotes.len()).unwrap_or_default(),
            is_article,
        };
        // Most need no more, and what is left over goes back at once.
        let bytes = Vec::with_capacity(1024);
        let bytes = postcard::to_extend(&head, bytes).expect("a list of numbers can be written");
        let bytes = postcard::to_extend(&facts, bytes).expect("facts can be written");
        Self(bytes.into_boxed_slice())
    }

    /// What was packed at another time into these bytes, when `now` were the
    /// numbers that others have now; nothing where they are no facts.
    pub fn read(
        bytes: &[u8],
        now: &impl Fn(EntityId) -> Option<EntityId>,
    ) -> Option<(Self, Summary)> {
        let (mut head, rest): (Head, _) = postcard::take_from_bytes(bytes).ok()?;
        for entity in &mut head.entities {
            *entity = now(*entity)?;
        }
        let mut packed = Vec::with_capacity(bytes.len());
        packed = postcard::to_extend(&head, packed).ok()?;
        packed.extend_from_slice(rest);
        let packed = Self(packed.into_boxed_slice());
        let (start, _): (Start<Box<[Occurrence]>>, _) = postcard::take_from_bytes(rest).ok()?;
        let (hash, date, article, mut occurrences) = start;
        head.restore_all(&mut occurrences)?;
        let summary = Summary {
            hash,
            date,
            last_said: match head.last_said {
                Some((year, month, day)) => Some(Date::new(year, month, day).ok()?),
                None => None,
            },
            article,
            occurrences,
            quotes: head.quotes as usize,
            is_article: head.is_article,
        };
        Some((packed, summary))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The facts, read again.
    pub fn unpack(&self) -> Facts {
        self.try_unpack().unwrap_or_default()
    }

    /// The facts; nothing where these bytes came from elsewhere and are none.
    pub fn try_unpack(&self) -> Option<Facts> {
        let (head, rest): (Head, _) = postcard::take_from_bytes(&self.0).ok()?;
        let mut facts: Facts = postcard::from_bytes(rest).ok()?;
        facts.renumber(&mut |entity| head.restored(entity))?;
        Some(facts)
    }

    /// The places alone.
    pub fn occurrences(&self) -> Box<[Occurrence]> {
        self.named().0
    }

    /// The places, how many quotes there are, and the article's id.
    pub fn named(&self) -> (Box<[Occurrence]>, usize, Option<ArticleId>) {
        let (head, (_, _, article, mut occurrences)): (_, Start<Box<[Occurrence]>>) = self.start();
        match head.restore_all(&mut occurrences) {
            Some(()) => (occurrences, head.quotes as usize, article),
            None => Default::default(),
        }
    }

    /// The article's id alone.
    pub fn article(&self) -> Option<ArticleId> {
        let (_, (_, _, article, ())): (_, Start<()>) = self.start();
        article
    }

    /// The lines alone.
    pub fn lines(&self) -> LineIndex {
        type Before = Start<Skipped<Occurrence>>;
        let (_, (_, lines)): (_, (Before, LineIndex)) = self.start();
        lines
    }

    /// The statements alone.
    pub fn quotes(&self) -> Box<[QuoteFacts]> {
        type Before = (Start<Skipped<Occurrence>>, LineIndex);
        let (head, (_, mut quotes)): (_, (Before, Box<[QuoteFacts]>)) = self.start();
        let mut restored = quotes.iter_mut().map(|quote| {
            let restored = quote.renumber(&mut |entity| head.restored(entity));
            restored.is_some()
        });
        match restored.all(|is_restored| is_restored) {
            true => quotes,
            false => Box::default(),
        }
    }

    /// What the facts begin with, after the head.
    fn start<T: DeserializeOwned + Default>(&self) -> (Head, T) {
        let read = || {
            let (head, rest) = postcard::take_from_bytes(&self.0).ok()?;
            let (start, _) = postcard::take_from_bytes(rest).ok()?;
            Some((head, start))
        };
        read().unwrap_or_default()
    }
}

impl Head {
    /// Whom a place in the head stands for.
    fn restored(&self, place: EntityId) -> Option<EntityId> {
        self.entities.get(place.index()).copied()
    }

    fn restore_all(&self, occurrences: &mut [Occurrence]) -> Option<()> {
        for occurrence in occurrences {
            occurrence.entity = self.restored(occurrence.entity)?;
        }
        Some(())
    }
}

/// The last day on which something in a file was said; the calendar's last
/// where that is not known of all, and nothing where nothing is said.
pub fn last_said(facts: &Facts) -> Option<Date> {
    let said = facts.quotes.iter();
    said.map(|quote| sorted_by(quote.at.or(facts.date))).max()
}

/// The hash, the date, the article's id and what comes next.
type Start<T> = (u128, Option<PartialDate>, Option<ArticleId>, T);

/// A list that is read and not kept.
struct Skipped<T>(PhantomData<T>);

impl<T> Default for Skipped<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Skipped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Skipped<T> {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<T>()?.is_some() {}
        Ok(self)
    }
}
