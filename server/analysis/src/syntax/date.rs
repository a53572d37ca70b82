//! Dates of lower precision (markup: DATE).

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

/// The months in English.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of the month, 1 to 12, that an English word names: in full or by
/// its first three letters or more, with a full stop or without.
pub fn month_named(word: &str) -> Option<usize> {
    let months = MONTHS.map(str::to_lowercase);
    let months = months.each_ref().map(String::as_str);
    position_by_start(word, &months).map(|at| at + 1)
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
    /// A `~` does not stand before one date or two.
    Seen,
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "a date is written `2011`, `2011-11` or `2011-11-24`",
            Self::Month => "there is no such month",
            Self::Day => "that month has no such day",
            Self::Reversed => "it ends before it starts",
            Self::Seen => {
                "`~` says on what date something was seen to hold, or from when to when: `~2011-12-01`, `~2011-12..2014-05`; a range with a known beginning or end has no `~`"
            }
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

    /// Whether every day that it stands for is one that `other` stands for.
    pub fn is_within(self, other: Self) -> bool {
        other.first_day() <= self.first_day() && self.last_day() <= other.last_day()
    }

    /// The date in words: `1 December 2011`, `December 2011`, `2011`.
    pub fn in_words(self) -> String {
        let month = usize::from(self.month).checked_sub(1);
        match (month.and_then(|month| MONTHS.get(month)), self.day) {
            (Some(month), 0) => format!("{month} {:04}", self.year),
            (Some(month), day) => format!("{day} {month} {:04}", self.year),
            (None, _) => format!("{:04}", self.year),
        }
    }

    /// Whether it names a day, and not a month or a year.
    pub fn is_day(self) -> bool {
        self.day > 0
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
    fn dates_are_put_in_words() {
        for (written, words) in [
            ("2011-12-01", "1 December 2011"),
            ("2011-05", "May 2011"),
            ("0987", "0987"),
        ] {
            assert_eq!(date(written).in_words(), words);
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[0-9. -]{0,12}|2011(-1[0-4])?|\\PC{0,12}") {
            let _ = PartialDate::parse(&text);
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
