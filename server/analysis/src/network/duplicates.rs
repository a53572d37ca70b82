//! Which statements repeat another.

use std::collections::HashSet;

use jiff::civil::Date;

use super::Duplicates;

/// What two statements have in common that are repeats.
type Key = (u32, u32, Option<u8>, Within);

/// Where repeats count once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Within {
    Document(u32),
    /// A year, and a week or month of it.
    Time(Option<(i16, i8)>),
    All,
}

/// The statements that are kept so far.
#[derive(Debug)]
pub(super) struct Kept {
    duplicates: Duplicates,
    as_dna: bool,
    seen: HashSet<Key>,
}

impl Kept {
    pub fn new(duplicates: Duplicates, as_dna: bool) -> Self {
        Self {
            duplicates,
            as_dna,
            seen: HashSet::new(),
        }
    }

    /// Whether a statement repeats none before: of that actor, topic and side, where sides
    /// make a difference.
    pub fn is_new(
        &mut self,
        actor: u32,
        topic: u32,
        side: Option<u8>,
        document: u32,
        day: Option<Date>,
    ) -> bool {
        let within = match self.duplicates {
            Duplicates::Include => return true,
            Duplicates::Document => Within::Document(document),
            Duplicates::Range => Within::All,
            Duplicates::Year => Within::Time(day.map(|day| (day.year(), 0))),
            Duplicates::Month => Within::Time(day.map(|day| (self.year(day.year()), day.month()))),
            Duplicates::Week => Within::Time(day.map(|day| {
                let week = day.iso_week_date();
                (self.year(week.year()), week.week())
            })),
        };
        self.seen.insert((actor, topic, side, within))
    }

    /// DNA takes the same month or week of two years for one.
    fn year(&self, year: i16) -> i16 {
        if self.as_dna { 0 } else { year }
    }
}
