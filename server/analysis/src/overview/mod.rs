//! A corpus at a glance: what `quotemark report` shows on one page.
//!
//! `gather` counts what all articles say and notes a few statements for each mark of the
//! page, `quotes` reads these, `network` and `context` work out what is drawn of them, and
//! `page` makes HTML of it all. The numbers come from the same facts as the
//! [tables](crate::tables).

mod charts;
mod command;
mod context;
mod gather;
mod html;
mod mark;
mod network;
mod page;
mod quotes;
mod shown;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::gather::{Around, Tally};
use self::mark::{MOST_QUOTES, Mark, Noted};
use self::shown::{Links, Ranked, Sides};
use crate::model::{EntityId, StatementFilter};
use crate::tables::{Changed, Extraction};

pub use self::shown::{Embedded, Overview};

/// How many of each are shown.
const TOPICS: usize = 24;
const SPEAKERS: usize = 20;

/// How many quotes all marks may lead to together; with more of them each leads to fewer,
/// so that the page stays small.
const MOST_IN_ALL: usize = 6_000;

/// What is to be said of a corpus besides what it holds.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// What the page is called.
    pub title: &'a str,
    /// Which statements it is about.
    pub wanted: &'a StatementFilter,
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
        let shown_topics: Vec<EntityId> = topics.iter().map(|topic| topic.topic.entity).collect();
        let contexts = context::contexts(&shown_topics, &marks, &quotes);
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
            filter: command::options(wanted, &ids),
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

    /// The page, which stands alone.
    pub fn html(&self) -> String {
        page::page(self)
    }

    /// The page for an editor that shows it in a frame of its own.
    pub fn embedded(&self) -> Embedded {
        let mut quotes: Vec<&quotes::Quote> = self.quotes.values().collect();
        quotes.sort_unstable_by_key(|quote| quote.number);
        Embedded {
            style: page::STYLE,
            body: page::body(self, Links::ToSource),
            places: quotes
                .iter()
                .map(|quote| (quote.file, quote.range))
                .collect(),
        }
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
