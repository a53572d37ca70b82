//! The marks of the page that lead to quotes.

use std::collections::HashMap;

use crate::model::EntityId;
use crate::syntax::{EntityKind, PartialDate, Side};

/// The most quotes to which a mark leads.
pub const MOST_QUOTES: usize = 50;

/// What a corpus has still to find out, in the order of the page: of the number of a mark.
pub const UNFINISHED: [(&str, &str); 4] = [
    (
        "a speaker is still `?`",
        "in the table `statements`, `is_open` is true",
    ),
    ("no topic", "in the table `flat`, `topic_id` is empty"),
    (
        "no role of a person then",
        "in the table `statement_speakers`, `kind` is `person` and `role_then` is empty",
    ),
    ("no date", "in the table `statements`, `date` is empty"),
];

/// What leads to quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// What is to be found out: a place in [`UNFINISHED`].
    Unfinished(usize),
    /// A topic, with a side or with any.
    Topic(EntityId, Option<Side>),
    /// A year or, with a month, a month.
    Period(i16, Option<i8>),
    /// A person or an organisation that speaks.
    Speaker(EntityId),
    /// What a speaker says on a topic.
    Pair(EntityId, EntityId),
}

impl Mark {
    /// What names it on the page: the same for as long as the corpus has it, whatever else
    /// changes.
    pub fn anchor(&self, ids: &HashMap<EntityId, String>) -> String {
        let id = |entity: EntityId| {
            let id = ids.get(&entity).map_or("", String::as_str);
            let bare = id.trim_start_matches(['@', '&', '#']);
            match entity.kind() {
                EntityKind::Person => format!("person:{bare}"),
                EntityKind::Organisation => format!("organisation:{bare}"),
                EntityKind::Topic => format!("topic:{bare}"),
            }
        };
        match *self {
            Self::Unfinished(place) => format!("unfinished:{}", place + 1),
            Self::Topic(topic, None) => id(topic),
            Self::Topic(topic, Some(side)) => format!("{}:{}", id(topic), side.word()),
            Self::Period(year, month) => format!("time:{}", period(year, month)),
            Self::Speaker(speaker) => id(speaker),
            Self::Pair(speaker, topic) => format!("{}:{}", id(speaker), id(topic)),
        }
    }
}

/// The statements of a mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Those that are shown, the latest first.
    pub shown: Vec<Place>,
    /// How many there are in all.
    pub count: usize,
}

/// Where a statement is. In the order of the page: the latest first, those without a date last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The days until it from a day after all, so that the latest is the least.
    pub before: i32,
    /// The article, by its place among those that are wanted.
    pub article: usize,
    /// Its place among the statements of the article.
    pub quote: usize,
}

/// A period as a date is written.
pub fn period(year: i16, month: Option<i8>) -> String {
    match month {
        Some(month) => format!("{year:04}-{month:02}"),
        None => format!("{year:04}"),
    }
}

/// The days from a date to the last of the calendar.
pub fn days_before_end(date: Option<PartialDate>) -> i32 {
    let days = date.map(|date| crate::table::days_since_1970(date.first_day()));
    days.map_or(i32::MAX, |days| 2_932_896 - days)
}
