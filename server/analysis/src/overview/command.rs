//! The commands that list all quotes of a mark.

use super::mark::{Mark, period};
use super::shown::Overview;
use std::collections::HashMap;

use crate::model::{EntityId, StatementFilter};
use crate::syntax::{PartialDate, Side};

impl Mark {
    /// The command that lists the quotes of a mark; what finds them in tables, where none does.
    pub fn command(&self, page: &Overview) -> Option<String> {
        let mut wanted = page.wanted.clone();
        match *self {
            Self::Unfinished(_) => return None,
            Self::Topic(topic, side) => wanted.on.push((topic, side)),
            Self::Period(year, month) => {
                let written = period(year, month);
                let period = PartialDate::parse(&written).ok()?;
                wanted.from = wanted
                    .from
                    .filter(|from| from.first_day() > period.first_day())
                    .or(Some(period));
                wanted.to = wanted
                    .to
                    .filter(|to| to.last_day() < period.last_day())
                    .or(Some(period));
            }
            Self::Speaker(speaker) => wanted.by = one(wanted.by, speaker)?,
            Self::Pair(speaker, topic) => {
                wanted.by = one(wanted.by, speaker)?;
                wanted.on.push((topic, None));
            }
        }
        // Parts of the topics that were asked for count.
        wanted.with_parts |= !page.wanted.on.is_empty();
        let options = options(&wanted, &page.ids);
        Some(format!("quotemark quotes {options}").trim_end().to_owned())
    }
}

/// A filter as options of the command line, by the ids of those whom it names.
pub fn options(wanted: &StatementFilter, ids: &HashMap<EntityId, String>) -> String {
    let id = |entity: EntityId| quoted(ids.get(&entity).map_or("", String::as_str));
    let mut words = Vec::new();
    words.extend(wanted.by.map(|by| format!("--by {}", id(by))));
    words.extend(wanted.of.map(|of| format!("--of {}", id(of))));
    if wanted.with_parts {
        words.push("--with-parts".to_owned());
    }
    for (topic, side) in &wanted.on {
        let side = side.unwrap_or(Side::On).word();
        words.push(format!("--{side} {}", id(*topic)));
    }
    let dates = [("--from", wanted.from), ("--to", wanted.to)];
    let dates = dates
        .into_iter()
        .filter_map(|(flag, date)| Some((flag, date?)));
    words.extend(dates.map(|(flag, date)| format!("{flag} {date}")));
    words.join(" ")
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
