//! What all articles say, counted, and a few statements for each mark.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::mark::{MOST_QUOTES, Mark, Noted, Place, UNFINISHED, days_before_end, period};
use crate::model::{EntityId, QuoteFacts, SpeakerFacts};
use crate::syntax::{Date, EntityKind, PartialDate, Side};
use crate::tables::Extraction;

/// How many articles are counted by one and the same.
const AT_ONCE: usize = 512;

/// The longest time, in months, of which months are shown.
const MONTHS: i32 = 40;

/// A stretch of time and how much was said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// As a date is written: `2011`, `2011-11`.
    pub written: String,
    /// How many statements.
    pub count: usize,
    /// What leads to them.
    pub mark: Mark,
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many articles have a statement.
    pub quoting: usize,
    /// How many statements there are.
    pub statements: usize,
    /// From the first day on which something was said to the last.
    pub span: Option<(Date, Date)>,
    /// Topics, and how often somebody is against them, speaks on them and is for them.
    pub topics: HashMap<EntityId, [usize; 3]>,
    /// How many statements each person or organisation makes.
    pub speakers: HashMap<EntityId, usize>,
    /// The statements of each month; those of which only the year is known have none.
    months: HashMap<(i16, Option<i8>), usize>,
    /// How many statements lack something, as [`UNFINISHED`] says.
    pub unfinished: [usize; UNFINISHED.len()],
}

/// A statement that is wanted.
struct Met<'q> {
    quote: &'q QuoteFacts,
    said: Option<PartialDate>,
    place: Place,
}

/// Calls `each` for each statement that is wanted of some articles, by what number the
/// first of them is.
fn walk(extraction: &Extraction<'_>, first: usize, count: usize, mut each: impl FnMut(&Met<'_>)) {
    let articles = &extraction.articles()[first..first + count];
    for (number, article) in (first..).zip(articles) {
        let Some(file) = extraction.corpus().file(article.number) else {
            continue;
        };
        let chosen = extraction.chosen_in(article);
        let (quotes, date) = (file.quotes(), file.date());
        for (place, quote) in quotes.iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen.binary_search(&place).is_err()) {
                continue;
            }
            let said = quote.at.or(date);
            each(&Met {
                quote,
                said,
                place: Place {
                    before: days_before_end(said),
                    article: number,
                    quote: place,
                },
            });
        }
    }
}

/// The first number and the count of the articles that are walked through together.
fn stretches(extraction: &Extraction<'_>) -> impl ParallelIterator<Item = (usize, usize)> {
    let all = extraction.articles().len();
    let starts = (0..all.div_ceil(AT_ONCE)).into_par_iter();
    starts.map(move |stretch| {
        let first = stretch * AT_ONCE;
        (first, AT_ONCE.min(all - first))
    })
}

impl Tally {
    /// Of all statements that are wanted.
    pub fn of(extraction: &Extraction<'_>) -> Self {
        let tallies = stretches(extraction).map(|(first, count)| {
            let mut tally = Self::default();
            let mut last = None;
            walk(extraction, first, count, |met| {
                tally.quoting += usize::from(last != Some(met.place.article));
                last = Some(met.place.article);
                tally.add(extraction, met);
            });
            tally
        });
        tallies.reduce(Self::default, Self::and)
    }

    fn add(&mut self, extraction: &Extraction<'_>, met: &Met<'_>) {
        self.statements += 1;
        if let Some(said) = met.said {
            let (first, last) = (said.first_day(), said.last_day());
            let span = self.span.get_or_insert((first, last));
            *span = (span.0.min(first), span.1.max(last));
            *self.months.entry(month_of(said)).or_default() += 1;
        }
        let topics: HashSet<&(Side, EntityId)> = met.quote.topics.iter().collect();
        for (side, topic) in topics {
            self.topics.entry(*topic).or_default()[place_of(*side)] += 1;
        }
        for speaker in met.quote.known_speakers() {
            *self.speakers.entry(speaker).or_default() += 1;
        }
        for (place, count) in self.unfinished.iter_mut().enumerate() {
            *count += usize::from(lacks(extraction, met, place));
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.quoting += other.quoting;
        self.statements += other.statements;
        self.span = match (self.span, other.span) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        for (topic, sides) in other.topics {
            let all = self.topics.entry(topic).or_default();
            all.iter_mut()
                .zip(sides)
                .for_each(|(all, more)| *all += more);
        }
        for (speaker, more) in other.speakers {
            *self.speakers.entry(speaker).or_default() += more;
        }
        for (month, more) in other.months {
            *self.months.entry(month).or_default() += more;
        }
        let unfinished = self.unfinished.iter_mut().zip(other.unfinished);
        unfinished.for_each(|(all, more)| *all += more);
        self
    }

    /// Whether the time is so short that months are shown.
    pub fn is_by_month(&self) -> bool {
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        let is_short = |(first, last)| months(last) - months(first) < MONTHS;
        self.span.is_some_and(is_short) && self.months.keys().all(|(_, month)| month.is_some())
    }

    /// Each year or month from the first to the last in which something was said.
    pub fn periods(&self) -> Vec<Period> {
        let by_month = self.is_by_month();
        let mut counts: HashMap<(i16, Option<i8>), usize> = HashMap::new();
        for ((year, month), count) in &self.months {
            let month = month.filter(|_| by_month);
            *counts.entry((*year, month)).or_default() += count;
        }
        let (Some(first), Some(last)) = (counts.keys().min(), counts.keys().max()) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        let mut at = *first;
        while at <= *last {
            let (year, month) = at;
            all.push(Period {
                written: period(year, month),
                count: counts.get(&at).copied().unwrap_or(0),
                mark: Mark::Period(year, month),
            });
            at = match month {
                Some(month) if month < 12 => (year, Some(month + 1)),
                Some(_) => (year + 1, Some(1)),
                None => (year + 1, None),
            };
        }
        all
    }
}

/// Of whom and of what statements are noted.
pub struct Around {
    /// The topics that are shown.
    pub topics: HashSet<EntityId>,
    /// The speakers that are shown.
    pub speakers: HashSet<EntityId>,
    /// Whether months are shown, or years.
    pub by_month: bool,
}

/// How often a speaker is against, on and for a topic.
type Pairs = HashMap<(EntityId, EntityId), [usize; 3]>;

#[derive(Default)]
struct Notes {
    marks: HashMap<Mark, Noted>,
    pairs: Pairs,
}

impl Around {
    /// The latest statements of each mark, in the order of the marks, and how often speakers
    /// speak on topics.
    pub fn note(&self, extraction: &Extraction<'_>) -> (Vec<(Mark, Noted)>, Pairs) {
        let notes = stretches(extraction).map(|(first, count)| {
            let mut notes = Notes::default();
            walk(extraction, first, count, |met| {
                self.note_one(extraction, met, &mut notes)
            });
            notes
        });
        let notes = notes.reduce(Notes::default, Notes::and);
        let mut marks: Vec<(Mark, Noted)> = notes.marks.into_iter().collect();
        // Numbers of ids are given in the order in which files happen to be read.
        marks.sort_by_cached_key(|(mark, _)| order(extraction, mark));
        for (_, noted) in &mut marks {
            noted.trim();
        }
        (marks, notes.pairs)
    }

    fn note_one(&self, extraction: &Extraction<'_>, met: &Met<'_>, notes: &mut Notes) {
        let mut note = |mark: Mark| notes.marks.entry(mark).or_default().add(met.place);
        if let Some(said) = met.said {
            let (year, month) = month_of(said);
            note(Mark::Period(year, month.filter(|_| self.by_month)));
        }
        for place in 0..UNFINISHED.len() {
            if lacks(extraction, met, place) {
                note(Mark::Unfinished(place));
            }
        }
        let speakers: HashSet<EntityId> = met.quote.known_speakers().collect();
        let shown = speakers.intersection(&self.speakers);
        let shown: Vec<EntityId> = shown.copied().collect();
        shown
            .iter()
            .for_each(|speaker| note(Mark::Speaker(*speaker)));
        let mut topics: HashMap<EntityId, HashSet<Side>> = HashMap::new();
        for (side, topic) in &met.quote.topics {
            if self.topics.contains(topic) {
                topics.entry(*topic).or_default().insert(*side);
            }
        }
        for (topic, sides) in topics {
            note(Mark::Topic(topic, None));
            for side in &sides {
                if *side != Side::On {
                    note(Mark::Topic(topic, Some(*side)));
                }
            }
            for speaker in &shown {
                note(Mark::Pair(*speaker, topic));
                let counts = notes.pairs.entry((*speaker, topic)).or_default();
                sides.iter().for_each(|side| counts[place_of(*side)] += 1);
            }
        }
    }
}

/// Where a mark stands among others.
fn order<'e>(extraction: &'e Extraction<'_>, mark: &Mark) -> (usize, usize, &'e str, &'e str) {
    let id = |entity: EntityId| extraction.named(entity).0;
    match *mark {
        Mark::Unfinished(place) => (0, place, "", ""),
        Mark::Topic(topic, side) => (1, side.map_or(0, |side| 1 + place_of(side)), id(topic), ""),
        Mark::Period(year, month) => {
            let months = i32::from(year) * 13 + month.map_or(0, i32::from);
            (2, usize::try_from(months).unwrap_or(0), "", "")
        }
        Mark::Speaker(speaker) => (3, 0, id(speaker), ""),
        Mark::Pair(speaker, topic) => (4, 0, id(speaker), id(topic)),
    }
}

impl Notes {
    fn and(mut self, other: Self) -> Self {
        for (mark, noted) in other.marks {
            let all = self.marks.entry(mark).or_default();
            all.count += noted.count;
            all.shown.extend(noted.shown);
            all.trim();
        }
        for (pair, sides) in other.pairs {
            let all = self.pairs.entry(pair).or_default();
            all.iter_mut()
                .zip(sides)
                .for_each(|(all, more)| *all += more);
        }
        self
    }
}

impl Noted {
    fn add(&mut self, place: Place) {
        self.count += 1;
        self.shown.push(place);
        if self.shown.len() >= 4 * MOST_QUOTES {
            self.trim();
        }
    }

    fn trim(&mut self) {
        self.shown.sort_unstable();
        self.shown.truncate(MOST_QUOTES);
    }
}

/// Whether a statement lacks what [`UNFINISHED`] says at a place.
fn lacks(extraction: &Extraction<'_>, met: &Met<'_>, place: usize) -> bool {
    let quote = met.quote;
    match place {
        0 => quote.speakers.is_empty() || quote.speakers.contains(&SpeakerFacts::Unknown),
        1 => quote.topics.is_empty(),
        2 => {
            let people = quote.known_speakers();
            let mut people = people.filter(|speaker| speaker.kind() == EntityKind::Person);
            quote.capacity.is_none() && people.any(|person| !extraction.has_role(person, met.said))
        }
        _ => met.said.is_none(),
    }
}

/// Where the side stands among the numbers of a topic.
fn place_of(side: Side) -> usize {
    match side {
        Side::Against => 0,
        Side::On => 1,
        Side::For => 2,
    }
}

/// The month of a date, if it has one.
fn month_of(date: PartialDate) -> (i16, Option<i8>) {
    let (first, last) = (date.first_day(), date.last_day());
    let month = (first.month() == last.month()).then(|| first.month());
    (first.year(), month)
}
