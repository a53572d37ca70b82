//! A corpus at a glance: what `quotemark report` shows on one page.
//!
//! `gather` counts what all articles say and notes a few statements for each mark of the
//! page, `quotes` reads these, `network` and `context` work out what is drawn of them, and
//! `page` makes HTML of it all. The numbers come from the same facts as the
//! [tables](crate::tables).

mod charts;
mod context;
mod gather;
mod html;
mod mark;
mod network;
mod page;
mod quotes;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::context::Context;
use self::gather::{Around, Tally};
use self::mark::{Mark, Noted};
use self::quotes::Quote;
use crate::model::{EntityId, StatementFilter};
use crate::syntax::Date;
use crate::tables::{Changed, Extraction};

/// How many of each are shown.
const TOPICS: usize = 24;
const SPEAKERS: usize = 20;
const MATRIX: (usize, usize) = (14, 12);

/// The most quotes to which a mark leads.
const MOST_QUOTES: usize = 50;

/// How many quotes all marks may lead to together; with more of them each leads to fewer,
/// so that the page stays small.
const MOST_IN_ALL: usize = 6_000;

/// What is to be said of a corpus besides what it holds.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// What the page is called.
    pub title: &'a str,
    /// Which statements it is about, as options of the command line; empty for all.
    pub filter: &'a str,
    /// The same filter, for the commands that list what is not shown.
    pub wanted: &'a StatementFilter,
}

/// Somebody or something by how often they come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ranked {
    entity: EntityId,
    id: String,
    name: String,
    count: usize,
}

/// A topic and how many statements are against it, on it and for it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sides {
    topic: Ranked,
    sides: [usize; 3],
}

/// A stretch of time and how much was said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Period {
    /// As a date is written: `2011`, `2011-11`.
    written: String,
    count: usize,
    mark: Mark,
}

/// What stands on the page.
pub struct Overview {
    title: String,
    filter: String,
    articles: usize,
    quoting: usize,
    statements: usize,
    span: Option<(Date, Date)>,
    speakers: Vec<Ranked>,
    /// How many speakers there are, and how often all of them speak.
    all_speakers: (usize, usize),
    topics: Vec<Sides>,
    all_topics: usize,
    periods: Vec<Period>,
    unfinished: [usize; mark::UNFINISHED.len()],
    /// How often a speaker is against, on and for a topic, of those that are shown.
    pairs: HashMap<(EntityId, EntityId), [usize; 3]>,
    /// The statements of each mark, and how many it has in all.
    marks: Vec<(Mark, Noted)>,
    quotes: HashMap<(usize, usize), Quote>,
    contexts: Vec<Context>,
    wanted: StatementFilter,
    ids: HashMap<EntityId, String>,
}

impl Overview {
    /// Of the statements that are wanted.
    ///
    /// # Errors
    /// Names an article that cannot be read any more, or has changed.
    pub fn new(extraction: &Extraction<'_>, about: &About<'_>) -> Result<Self, Changed> {
        let tally = Tally::of(extraction);
        let ranked = |entity: EntityId, count: usize| {
            let (id, name) = extraction.named(entity);
            Ranked {
                entity,
                id: id.to_owned(),
                name: name.to_owned(),
                count,
            }
        };
        let mut topics: Vec<Sides> = tally
            .topics
            .iter()
            .map(|(topic, sides)| Sides {
                topic: ranked(*topic, sides.iter().sum()),
                sides: *sides,
            })
            .collect();
        topics.sort_by(|one, other| by_count(&one.topic, &other.topic));
        let mut speakers: Vec<Ranked> = tally
            .speakers
            .iter()
            .map(|(speaker, count)| ranked(*speaker, *count))
            .collect();
        speakers.sort_by(by_count);
        let all_speakers = (
            speakers.len(),
            speakers.iter().map(|speaker| speaker.count).sum(),
        );
        let all_topics = topics.len();
        topics.truncate(TOPICS);
        speakers.truncate(SPEAKERS);
        let periods = tally.periods();
        let around = Around {
            topics: topics.iter().map(|topic| topic.topic.entity).collect(),
            speakers: speakers.iter().map(|speaker| speaker.entity).collect(),
            by_month: tally.is_by_month(),
        };
        let (mut marks, pairs) = around.note(extraction);
        let most = most_quotes(&marks);
        for (_, noted) in &mut marks {
            noted.shown.truncate(most);
        }
        let quotes = quotes::read(extraction, &marks)?;
        let contexts = context::contexts(&topics, &marks, &quotes);
        let named = topics.iter().map(|topic| &topic.topic).chain(&speakers);
        let mut ids: HashMap<EntityId, String> =
            named.map(|one| (one.entity, one.id.clone())).collect();
        let wanted = about.wanted;
        let of_filter = wanted.on.iter().map(|(topic, _)| *topic);
        for entity in of_filter.chain(wanted.by).chain(wanted.of) {
            ids.insert(entity, extraction.named(entity).0.to_owned());
        }
        Ok(Self {
            title: about.title.to_owned(),
            filter: about.filter.to_owned(),
            articles: extraction.articles().len(),
            quoting: tally.quoting,
            statements: tally.statements,
            span: tally.span,
            speakers,
            all_speakers,
            topics,
            all_topics,
            periods,
            unfinished: tally.unfinished,
            pairs,
            marks,
            quotes,
            contexts,
            wanted: wanted.clone(),
            ids,
        })
    }

    /// How many statements it is about.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// The page.
    pub fn html(&self) -> String {
        page::page(self)
    }

    fn noted(&self, mark: &Mark) -> Option<(usize, &Noted)> {
        let place = self.marks.iter().position(|(other, _)| other == mark)?;
        Some((place, &self.marks[place].1))
    }
}

fn by_count(one: &Ranked, other: &Ranked) -> std::cmp::Ordering {
    other
        .count
        .cmp(&one.count)
        .then_with(|| one.id.cmp(&other.id))
}

/// To how many quotes each mark leads.
fn most_quotes(marks: &[(Mark, Noted)]) -> usize {
    let all = |most: usize| {
        let shown = marks.iter().map(|(_, noted)| noted.shown.len().min(most));
        shown.sum::<usize>()
    };
    let mut most = MOST_QUOTES;
    while most > 5 && all(most) > MOST_IN_ALL {
        most -= 1;
    }
    most
}
