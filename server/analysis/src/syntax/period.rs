//! Periods between dates of lower precision, and what held then (markup: RANGE).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::date::{DateProblem, PartialDate};

/// How a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum End {
    /// `2007..`: it still goes on.
    Open,
    /// `2007..?`: it ended, and nobody knows when.
    Unknown,
    /// `2007..2013`: with that date, its last day included.
    On(PartialDate),
    /// `~2007..2013`: it was seen to hold on a day of the start and on one of
    /// this date, and held in between; when it began and ended nobody knows.
    Seen(PartialDate),
}

/// A stretch of time, both ends included (markup: RANGE). The order is one to
/// sort by and says nothing of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// From when, if that is known. Of what was [seen](End::Seen), when first.
    pub start: Option<PartialDate>,
    /// Until when.
    pub end: End,
}

/// Whether something held on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// It did not.
    No,
    /// It may have: it began before and ended on an unknown date, or it was seen
    /// to hold on another date.
    Perhaps,
    /// It did.
    Yes,
}

impl Period {
    /// All of time: what a role without a range holds for.
    pub const ALWAYS: Period = Period {
        start: None,
        end: End::Open,
    };

    /// What was seen to hold on a day of that date: `~DATE`.
    pub fn seen(on: PartialDate) -> Self {
        Self {
            start: Some(on),
            end: End::Seen(on),
        }
    }

    /// Reads `DATE`, `DATE..`, `DATE..?`, `..DATE`, `DATE..DATE`, `~DATE` or
    /// `~DATE..DATE`.
    ///
    /// # Errors
    /// Says which date is wrong, that the range ends before it starts, or that
    /// a `~` makes no sense.
    pub fn parse(text: &str) -> Result<Self, DateProblem> {
        if let Some(seen) = text.strip_prefix('~') {
            return Self::parse_seen(seen.trim_start());
        }
        if text.contains('~') {
            return Err(DateProblem::Seen);
        }
        let Some((start, end)) = text.split_once("..") else {
            let date = PartialDate::parse(text)?;
            return Ok(Self {
                start: Some(date),
                end: End::On(date),
            });
        };
        let (start, end) = (start.trim(), end.trim());
        if start.is_empty() && (end.is_empty() || end == "?") {
            return Err(DateProblem::Shape);
        }
        let start = match start {
            "" => None,
            date => Some(PartialDate::parse(date)?),
        };
        let end = match end {
            "" => End::Open,
            "?" => End::Unknown,
            date => End::On(PartialDate::parse(date)?),
        };
        if let (Some(start), End::On(end)) = (start, end)
            && end.last_day() < start.first_day()
        {
            return Err(DateProblem::Reversed);
        }
        Ok(Self { start, end })
    }

    /// Reads what stands after `~`.
    fn parse_seen(text: &str) -> Result<Self, DateProblem> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let (first, last) = (first.trim(), last.trim());
        if [first, last].iter().any(|date| matches!(*date, "" | "?")) || text.contains('~') {
            return Err(DateProblem::Seen);
        }
        let (first, last) = (PartialDate::parse(first)?, PartialDate::parse(last)?);
        if last.last_day() < first.first_day() {
            return Err(DateProblem::Reversed);
        }
        Ok(Self {
            start: Some(first),
            end: End::Seen(last),
        })
    }

    /// As it is written in the markup: `2007-07..2013`. All of time is written
    /// by leaving the range out, and is empty.
    pub fn written(self) -> String {
        let start = self.start.map(|start| start.to_string());
        let start = start.unwrap_or_default();
        match self.end {
            _ if self.is_always() => String::new(),
            End::Open => format!("{start}.."),
            End::Unknown => format!("{start}..?"),
            End::On(end) if self.start == Some(end) => start,
            End::On(end) => format!("{start}..{end}"),
            End::Seen(last) if self.start == Some(last) => format!("~{start}"),
            End::Seen(last) => format!("~{start}..{last}"),
        }
    }

    /// When it was seen to hold, first and last; nothing of a period of which
    /// the beginning or the end is known.
    pub fn sightings(self) -> Option<(PartialDate, PartialDate)> {
        match (self.start, self.end) {
            (Some(first), End::Seen(last)) => Some((first, last)),
            _ => None,
        }
    }

    /// Whether it has ended, on a day that is not known: `2007..?`.
    pub fn has_unknown_end(self) -> bool {
        self.end == End::Unknown
    }

    /// The same, where it was seen to hold on a day of `seen` as well. What was
    /// seen only is widened, and made more precise by a date within one of its
    /// own; what holds on that date by itself stays. Nothing where that cannot be
    /// said in one period: it has ended before, begins after, or ended on an
    /// unknown date.
    #[must_use]
    pub fn widened(self, seen: PartialDate) -> Option<Self> {
        let Some((mut first, mut last)) = self.sightings() else {
            let stays = self.first() <= seen.first_day() && seen.last_day() <= self.last();
            return stays.then_some(self);
        };
        // One date around the other says no more than the other.
        if last.is_within(first) {
            first = last;
        } else if first.is_within(last) {
            last = first;
        }
        if !first.is_within(seen) && !last.is_within(seen) {
            let (begin, end) = (first, last);
            if seen.is_within(begin) || seen.last_day() < begin.first_day() {
                first = seen;
            }
            if seen.is_within(end) || seen.first_day() > end.last_day() {
                last = seen;
            }
        }
        Some(Self {
            start: Some(first),
            end: End::Seen(last),
        })
    }

    /// Whether something that was seen on a day of `first` and on one of `last`
    /// certainly held on a day of `date`.
    fn was_seen(first: PartialDate, last: PartialDate, date: PartialDate) -> bool {
        let between = first.last_day() <= date.last_day() && date.first_day() <= last.first_day();
        first.is_within(date) || last.is_within(date) || between
    }

    /// Whether it overlaps the days that `date` stands for.
    pub fn holds(self, date: PartialDate) -> Holds {
        if let Some((first, last)) = self.sightings() {
            return match Self::was_seen(first, last, date) {
                true => Holds::Yes,
                false => Holds::Perhaps,
            };
        }
        let begun = self
            .start
            .is_none_or(|start| start.first_day() <= date.last_day());
        let on_first_day = self
            .start
            .is_some_and(|start| start.first_day() >= date.first_day());
        match self.end {
            _ if !begun => Holds::No,
            End::Open => Holds::Yes,
            End::Unknown if on_first_day => Holds::Yes,
            End::Unknown => Holds::Perhaps,
            End::On(end) if end.last_day() >= date.first_day() => Holds::Yes,
            End::On(_) => Holds::No,
            End::Seen(_) => Holds::Perhaps,
        }
    }

    /// Whether the two certainly share a day. A period that ended on an
    /// unknown date is only taken for its first day, and one that was only seen
    /// for the days from when to when it was.
    pub fn overlaps(self, other: Period) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// The first day, or the calendar's first where none is known. Of what was
    /// only seen, the first on which it may have been.
    pub fn first(self) -> Date {
        self.start.map_or(Date::MIN, PartialDate::first_day)
    }

    /// The last day that is certain, or the calendar's last when it goes on. Of
    /// what was only seen, the last on which it may have been.
    pub fn last(self) -> Date {
        match self.end {
            End::Open => Date::MAX,
            End::Unknown => self.first(),
            End::On(date) | End::Seen(date) => date.last_day(),
        }
    }

    /// Whether it is all of time.
    pub fn is_always(self) -> bool {
        self == Self::ALWAYS
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::ALWAYS
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (None, End::On(end)) => write!(f, "until {end}"),
            (None, _) => Ok(()),
            (Some(start), End::Open) => write!(f, "since {start}"),
            (Some(start), End::Unknown) => write!(f, "from {start}, end unknown"),
            (Some(start), End::On(end)) if start == end => write!(f, "{start}"),
            (Some(start), End::On(end)) => write!(f, "{start} to {end}"),
            (Some(start), End::Seen(last)) if start != last => {
                write!(f, "seen {start} to {last}")
            }
            (Some(start), End::Seen(_)) => {
                let on = if start.is_day() { "on" } else { "in" };
                write!(f, "seen {on} {start}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn a_period_is_written_as_short_as_it_can_be() {
        assert_eq!(Period::default().written(), "");
        for text in [
            "2010",
            "2010..2012",
            "2010..",
            "..2012",
            "2010..?",
            "~2010",
            "~2010..2012",
        ] {
            assert_eq!(period(text).written(), text);
        }
    }

    #[test]
    fn periods_hold_when_they_overlap() {
        let cases = [
            ("2007-07..2013-07", "2013-07-31", Holds::Yes),
            ("2007-07..2013-07", "2013-08", Holds::No),
            ("2007-07..2013-07", "2013", Holds::Yes),
            ("2007-07..2013-07", "2007-06", Holds::No),
            ("2014-04..", "2031", Holds::Yes),
            ("..2013", "1950", Holds::Yes),
            ("..2013", "2014", Holds::No),
            ("2007..?", "2012", Holds::Perhaps),
            ("2007..?", "2007", Holds::Yes),
            ("2007..?", "2006", Holds::No),
            ("2011-12", "2011-12-01", Holds::Yes),
            ("~2011-12-01", "2011-12-01", Holds::Yes),
            ("~2011-12-01", "2011-12", Holds::Yes),
            ("~2011-12-01", "2011", Holds::Yes),
            ("~2011-12-01", "2011-12-02", Holds::Perhaps),
            ("~2011-12-01", "1950", Holds::Perhaps),
            // Seen some day in December, but on which?
            ("~2011-12", "2011-12-01", Holds::Perhaps),
            ("~2011-12", "2011-12", Holds::Yes),
            ("~2011-12", "2011", Holds::Yes),
            ("~2011", "2011-12", Holds::Perhaps),
            ("~2011-12..2014-05", "2011-11", Holds::Perhaps),
            ("~2011-12..2014-05", "2011-12-30", Holds::Perhaps),
            ("~2011-12..2014-05", "2011-12-31", Holds::Yes),
            ("~2011-12..2014-05", "2012", Holds::Yes),
            ("~2011-12..2014-05", "2014-05-01", Holds::Yes),
            ("~2011-12..2014-05", "2014-05-02", Holds::Perhaps),
            ("~2011-12..2014-05", "2014-05", Holds::Yes),
            ("~2011..2011-06", "2011-06", Holds::Yes),
            ("~2011..2011-06", "2011-07", Holds::Perhaps),
        ];
        for (range, on, holds) in cases {
            assert_eq!(period(range).holds(date(on)), holds, "{range} on {on}");
        }
    }

    #[test]
    fn a_range_that_ends_before_it_starts_is_refused() {
        assert_eq!(Period::parse("2013..2012"), Err(DateProblem::Reversed));
        assert!(Period::parse("2013-05..2013").is_ok());
        assert!(Period::parse("2013-05-02..2013-05-02").is_ok());
        assert_eq!(Period::parse(".."), Err(DateProblem::Shape));
        assert_eq!(Period::parse("..?"), Err(DateProblem::Shape));
    }

    #[test]
    fn a_tilde_that_makes_no_sense_is_refused() {
        for text in [
            "~",
            "~?",
            "~..",
            "~..?",
            "~2011..",
            "~2011..?",
            "~..2011",
            "2011..~2012",
            "~2011..~2012",
            "~~2011",
            "2011~",
            "..~2011",
        ] {
            assert_eq!(Period::parse(text), Err(DateProblem::Seen), "{text}");
        }
        assert_eq!(Period::parse("~2012..2011"), Err(DateProblem::Reversed));
        assert_eq!(Period::parse("~2011-13"), Err(DateProblem::Month));
        assert_eq!(period("~ 2011 .. 2012"), period("~2011..2012"));
        assert_eq!(period("~2011..2011"), period("~2011"));
    }

    #[test]
    fn a_sighting_widens_what_was_seen() {
        for (range, seen, widened) in [
            ("~2011-12-01", "2014-05-03", Some("~2011-12-01..2014-05-03")),
            ("~2011-12-01", "2010", Some("~2010..2011-12-01")),
            ("~2011-12-01", "2011-12-01", Some("~2011-12-01")),
            ("~2011-12..2014-05", "2012-06", Some("~2011-12..2014-05")),
            ("~2011-12..2014-05", "2015", Some("~2011-12..2015")),
            // What is more precise says more.
            ("~2011", "2011-12-01", Some("~2011-12-01")),
            ("~2011-12-01", "2011", Some("~2011-12-01")),
            ("~2011..2014", "2011-03", Some("~2011-03..2014")),
            ("~2011-03..2014-05", "2014", Some("~2011-03..2014-05")),
            ("2010..2012", "2011-12", Some("2010..2012")),
            ("2010..", "2031", Some("2010..")),
            ("2010..2012", "2013", None),
            ("2010..2012", "2009", None),
            ("2010..?", "2012", None),
        ] {
            let found = period(range).widened(date(seen));
            assert_eq!(found, widened.map(period), "{range} by {seen}");
        }
        assert_eq!(Period::ALWAYS.widened(date("2011")), Some(Period::ALWAYS));
    }

    #[test]
    fn what_was_seen_is_shown_as_seen() {
        for (range, shown) in [
            ("~2011-12-01", "seen on 2011-12-01"),
            ("~2011-12", "seen in 2011-12"),
            ("~2011..2014-05", "seen 2011 to 2014-05"),
        ] {
            assert_eq!(period(range).to_string(), shown);
        }
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        (2010i16..2013, 0u8..=3, 0u8..=3).prop_map(|(year, month, day)| {
            PartialDate::try_from((year, month, if month == 0 { 0 } else { day })).unwrap()
        })
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[~0-9.? -]{0,14}|~?2011(-1[0-4])?(\\.\\.(\\?|2012)?)?|\\PC{0,12}") {
            if let Ok(period) = Period::parse(&text) {
                prop_assert!(period.overlaps(period));
                prop_assert_eq!(Period::parse(&period.written()), Ok(period));
            }
        }

        #[test]
        fn what_is_widened_was_seen_on_all_its_dates(dates in prop::collection::vec(any_date(), 1..6), on in any_date()) {
            let mut period = Period::seen(dates[0]);
            for date in &dates {
                let before = period;
                period = period.widened(*date).unwrap();
                prop_assert!(period.holds(*date) == Holds::Yes);
                // No certainty is lost.
                prop_assert!(before.holds(on) != Holds::Yes || period.holds(on) == Holds::Yes,
                    "{} on {on}, and then {}", before.written(), period.written());
            }
            let all = dates.iter().all(|date| period.holds(*date) == Holds::Yes);
            prop_assert!(all, "{} of {dates:?}", period.written());
        }
    }
}
