//! Dates of lower precision, and periods of them (markup: DATE and RANGE).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A year, a month or a day; the shorter ones stand for the whole year or
/// month (ISO 8601 calendar dates of reduced precision).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "(i16, u8, u8)", try_from = "(i16, u8, u8)")]
pub struct PartialDate {
    year: i16,
    /// 1 to 12, or 0 when the date is a year.
    month: u8,
    /// 1 to 31, or 0 when the date is a year or a month.
    day: u8,
}

/// The number of the month, 1 to 12, that an English word names: in full or by
/// its first three letters or more, with a full stop or without.
pub fn month_named(word: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    position_by_start(word, &MONTHS).map(|at| at + 1)
}

/// Which of the lower-case `names` a word is, from 0: in full or by its first
/// three letters or more, with a full stop or without.
pub fn position_by_start(word: &str, names: &[&str]) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_long = word.chars().count() >= 3;
    names
        .iter()
        .position(|name| is_long && name.starts_with(&word))
}

/// Why something is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// It has not the shape of a date.
    Shape,
    /// There is no such month.
    Month,
    /// That month has no such day.
    Day,
    /// The range ends before it starts.
    Reversed,
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "a date is written `2011`, `2011-11` or `2011-11-24`",
            Self::Month => "there is no such month",
            Self::Day => "that month has no such day",
            Self::Reversed => "it ends before it starts",
        })
    }
}

impl PartialDate {
    /// Reads `2011`, `2011-11` or `2011-11-24`.
    ///
    /// # Errors
    /// Says whether the shape is wrong or the calendar has no such day.
    pub fn parse(text: &str) -> Result<Self, DateProblem> {
        let bytes = text.as_bytes();
        let (year, month, day) = match *bytes {
            [ref year @ .., b'-', a, b, b'-', c, d] => (year, Some([a, b]), Some([c, d])),
            [ref year @ .., b'-', a, b] => (year, Some([a, b]), None),
            ref year => (year, None, None),
        };
        let year = match *year {
            [a, b, c, d] => two_digits([a, b])? * 100 + two_digits([c, d])?,
            _ => return Err(DateProblem::Shape),
        };
        let part = |part: Option<[u8; 2]>| part.map(two_digits).transpose();
        let (month, day) = (part(month)?, part(day)?);
        let short = |number: Option<i16>| number.and_then(|number| u8::try_from(number).ok());
        Self::checked(year, short(month), short(day))
    }

    /// The date of a year from 0 to 9999, with a month and a day where they are given.
    fn checked(year: i16, month: Option<u8>, day: Option<u8>) -> Result<Self, DateProblem> {
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(DateProblem::Month);
        }
        let date = Self {
            year,
            month: month.unwrap_or(0),
            day: day.unwrap_or(0),
        };
        if day.is_some()
            && Date::new(year, date.month.cast_signed(), date.day.cast_signed()).is_err()
        {
            return Err(DateProblem::Day);
        }
        Ok(date)
    }

    /// The first day that it stands for.
    pub fn first_day(self) -> Date {
        let (month, day) = (self.month.max(1), self.day.max(1));
        Date::constant(self.year, month.cast_signed(), day.cast_signed())
    }

    /// The last day that it stands for.
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (0, _) => Date::constant(self.year, 12, 31),
            (_, 0) => self.first_day().last_of_month(),
            _ => self.first_day(),
        }
    }
}

impl From<PartialDate> for (i16, u8, u8) {
    fn from(date: PartialDate) -> Self {
        (date.year, date.month, date.day)
    }
}

impl TryFrom<(i16, u8, u8)> for PartialDate {
    type Error = DateProblem;

    /// A year, a month or 0, a day or 0.
    fn try_from((year, month, day): (i16, u8, u8)) -> Result<Self, DateProblem> {
        let given = |number: u8| (number > 0).then_some(number);
        if !(0..=9999).contains(&year) || (month == 0 && day > 0) {
            return Err(DateProblem::Shape);
        }
        Self::checked(year, given(month), given(day))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

/// How a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum End {
    /// `2007..`: it still goes on.
    Open,
    /// `2007..?`: it ended, and nobody knows when.
    Unknown,
    /// `2007..2013`: with that date, its last day included.
    On(PartialDate),
}

/// A stretch of time, both ends included (markup: RANGE). The order is one to
/// sort by and says nothing of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// From when, if that is known.
    pub start: Option<PartialDate>,
    /// Until when.
    pub end: End,
}

/// Whether something held on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// It did not.
    No,
    /// It may have: it began before and ended on an unknown date.
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

    /// Reads `DATE`, `DATE..`, `DATE..?`, `..DATE` or `DATE..DATE`.
    ///
    /// # Errors
    /// Says which date is wrong, or that the range ends before it starts.
    pub fn parse(text: &str) -> Result<Self, DateProblem> {
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

    /// Whether it overlaps the days that `date` stands for.
    pub fn holds(self, date: PartialDate) -> Holds {
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
        }
    }

    /// Whether the two certainly share a day. A period that ended on an
    /// unknown date is only taken for its first day.
    pub fn overlaps(self, other: Period) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// The first day, or the calendar's first where none is known.
    pub fn first(self) -> Date {
        self.start.map_or(Date::MIN, PartialDate::first_day)
    }

    /// The last day that is certain, or the calendar's last when it goes on.
    pub fn last(self) -> Date {
        match self.end {
            End::Open => Date::MAX,
            End::Unknown => self.first(),
            End::On(date) => date.last_day(),
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
            (Some(start), End::Unknown) => write!(f, "{start} to an unknown date"),
            (Some(start), End::On(end)) if start == end => write!(f, "{start}"),
            (Some(start), End::On(end)) => write!(f, "{start} to {end}"),
        }
    }
}

/// The number that two digits write.
fn two_digits(digits: [u8; 2]) -> Result<i16, DateProblem> {
    match digits {
        [b'0'..=b'9', b'0'..=b'9'] => {
            Ok(i16::from(digits[0] - b'0') * 10 + i16::from(digits[1] - b'0'))
        }
        _ => Err(DateProblem::Shape),
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
    fn says_what_is_wrong_with_a_date() {
        for (text, problem) in [
            ("2011-13", DateProblem::Month),
            ("2011-00", DateProblem::Month),
            ("2011-02-29", DateProblem::Day),
            ("2011-04-00", DateProblem::Day),
            ("24.11.2011", DateProblem::Shape),
            ("2011-1", DateProblem::Shape),
            ("11-2011", DateProblem::Shape),
            ("", DateProblem::Shape),
            ("2011-11-24-01", DateProblem::Shape),
        ] {
            assert_eq!(PartialDate::parse(text), Err(problem), "{text}");
        }
        assert!(PartialDate::parse("2012-02-29").is_ok());
    }

    /// A cache is whatever lies on the disk: a date that is none would end the program
    /// at the first question for its day.
    #[test]
    fn numbers_that_are_no_date_are_none() {
        for (numbers, problem) in [
            ((-1, 0, 0), DateProblem::Shape),
            ((10_000, 0, 0), DateProblem::Shape),
            ((10_000, 1, 1), DateProblem::Shape),
            ((2011, 0, 5), DateProblem::Shape),
            ((2011, 13, 0), DateProblem::Month),
            ((2011, 2, 29), DateProblem::Day),
        ] {
            assert_eq!(PartialDate::try_from(numbers), Err(problem), "{numbers:?}");
        }
        for text in ["0000", "9999", "2011", "2011-02", "2012-02-29"] {
            let numbers = <(i16, u8, u8)>::from(date(text));
            assert_eq!(PartialDate::try_from(numbers), Ok(date(text)));
        }
    }

    #[test]
    fn a_short_date_stands_for_all_its_days() {
        assert_eq!(date("2011").last_day().to_string(), "2011-12-31");
        assert_eq!(date("2012-02").last_day().to_string(), "2012-02-29");
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

    proptest! {
        #[test]
        fn reading_never_panics(text in "[0-9.?-]{0,14}|\\PC{0,12}") {
            let _ = PartialDate::parse(&text);
            if let Ok(period) = Period::parse(&text) {
                prop_assert!(period.overlaps(period));
            }
        }

        #[test]
        fn dates_print_as_they_are_written(year in 0u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            for text in [format!("{year:04}"), format!("{year:04}-{month:02}"),
                         format!("{year:04}-{month:02}-{day:02}")] {
                prop_assert_eq!(date(&text).to_string(), text);
            }
        }
    }
}
