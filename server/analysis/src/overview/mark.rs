//! The marks of the page that lead to quotes.

use crate::model::EntityId;
use crate::syntax::{PartialDate, Side};

use super::Overview;

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

impl Mark {
    /// The command that lists the quotes of a mark; what finds them in tables, where none does.
    pub fn command(&self, page: &Overview) -> Option<String> {
        let wanted = &page.wanted;
        let id = |entity: EntityId| page.ids.get(&entity).map_or("", String::as_str);
        let mut by = wanted.by;
        let mut on: Vec<(EntityId, Option<Side>)> = wanted.on.clone();
        let (mut from, mut to) = (wanted.from, wanted.to);
        match *self {
            Self::Unfinished(_) => return None,
            Self::Topic(topic, side) => on.push((topic, side)),
            Self::Period(year, month) => {
                let written = period(year, month);
                let period = PartialDate::parse(&written).ok()?;
                from = from
                    .filter(|from| from.first_day() > period.first_day())
                    .or(Some(period));
                to = to
                    .filter(|to| to.last_day() < period.last_day())
                    .or(Some(period));
            }
            Self::Speaker(speaker) => by = one(by, speaker)?,
            Self::Pair(speaker, topic) => {
                by = one(by, speaker)?;
                on.push((topic, None));
            }
        }
        let mut words = vec!["quotemark quotes".to_owned()];
        if let Some(by) = by {
            words.push(format!("--by {}", quoted(id(by))));
        }
        if let Some(of) = wanted.of {
            words.push(format!("--of {}", quoted(id(of))));
        }
        // Parts of the topics that were asked for count.
        if wanted.with_parts || !wanted.on.is_empty() {
            words.push("--with-parts".to_owned());
        }
        for (topic, side) in on {
            let side = side.unwrap_or(Side::On).word();
            words.push(format!("--{side} {}", quoted(id(topic))));
        }
        let dates = [("--from", from), ("--to", to)];
        let dates = dates
            .into_iter()
            .filter_map(|(flag, date)| Some((flag, date?)));
        words.extend(dates.map(|(flag, date)| format!("{flag} {date}")));
        Some(words.join(" "))
    }
}

/// The one speaker whom a command can name; nothing where two are meant.
#[allow(clippy::option_option, reason = "there may be none, or no command")]
fn one(wanted: Option<EntityId>, speaker: EntityId) -> Option<Option<EntityId>> {
    match wanted {
        Some(other) if other != speaker => None,
        _ => Some(Some(speaker)),
    }
}

/// A period as a date is written.
pub fn period(year: i16, month: Option<i8>) -> String {
    match month {
        Some(month) => format!("{year:04}-{month:02}"),
        None => format!("{year:04}"),
    }
}

/// An id as a shell takes it whole. One holds no quotation marks.
fn quoted(id: &str) -> String {
    match id.starts_with('@') {
        true => id.to_owned(),
        false => format!("'{id}'"),
    }
}

/// The days from a date to the last of the calendar.
pub fn days_before_end(date: Option<PartialDate>) -> i32 {
    let days = date.map(|date| crate::table::days_since_1970(date.first_day()));
    days.map_or(i32::MAX, |days| 2_932_896 - days)
}
