//! The commands that list all quotes of a mark.

use super::mark::{Mark, period};
use super::shown::Overview;
use crate::model::EntityId;
use crate::syntax::{PartialDate, Side};

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

/// An id as a shell takes it whole. One holds no quotation marks.
fn quoted(id: &str) -> String {
    match id.starts_with('@') {
        true => id.to_owned(),
        false => format!("'{id}'"),
    }
}
