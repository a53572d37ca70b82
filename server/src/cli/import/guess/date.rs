//! The date that a text says of itself.

use super::paragraphs::paragraphs;
use crate::syntax::{PartialDate, month_named, position_by_start};

/// In how many paragraphs from the start the date is looked for.
const HEAD: usize = 12;

/// What a text says of its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateSaid {
    /// Nothing that is sure.
    Nothing,
    /// This date.
    One(String),
    /// Two dates that differ, of which either could be meant.
    Two(String, String),
}

/// The date in a file's name, else the one that stands alone on a line near
/// the start, unless another line of the article says another.
pub fn guessed(name: &str, article: &str) -> DateSaid {
    if let Some(date) = date_in_name(name) {
        return DateSaid::One(date);
    }
    let mut near = paragraphs(article).take(HEAD).flatten();
    let Some(first) = near.find_map(date_line) else {
        return DateSaid::Nothing;
    };
    let mut all = paragraphs(article).flatten().filter_map(date_line);
    match all.find(|other| *other != first) {
        Some(other) => DateSaid::Two(first, other),
        None => DateSaid::One(first),
    }
}

/// The date that a value of front matter says, with a time of day or without.
pub fn of_value(value: &str) -> Option<String> {
    let day = value.split(['T', ' ']).next().unwrap_or_default();
    let is_whole = is_date(day) && (day.len() == 10 || day.len() == value.len());
    is_whole
        .then(|| day.to_owned())
        .or_else(|| date_line(value))
}

/// The date at the start of a name, or the whole date anywhere in it.
fn date_in_name(name: &str) -> Option<String> {
    let mut longest: Option<&str> = None;
    for (at, _) in name.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let digits_before = name[..at].ends_with(|c: char| c.is_ascii_digit() || c == '-');
        if digits_before {
            continue;
        }
        let rest = &name[at..];
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(rest.len());
        let run = rest[..end].trim_end_matches('-');
        // `2011-11-24-12` may be anything, and `2011-11-24-doctors` is cut here at its date.
        let date = (run.len() == 10 || (at == 0 && run.len() == 7)).then_some(run);
        if let Some(date) = date.filter(|date| is_date(date)) {
            match longest {
                Some(other) if other != date => return None,
                _ => longest = Some(date),
            }
        }
    }
    longest.map(str::to_owned)
}

fn is_date(text: &str) -> bool {
    let year: Option<u16> = text.get(..4).and_then(|year| year.parse().ok());
    year.is_some_and(|year| (1500..2200).contains(&year)) && PartialDate::parse(text).is_ok()
}

/// The date that is all that a line says: `2011-12-01`, `1 December 2011`,
/// `Thursday, 1st December 2011`, `December 1, 2011`, `2011年12月1日`, with what else
/// stands on such lines (`Published: …`, `… (contd)`, a time of day). Dates in
/// figures with strokes are left alone, since nobody can tell their days from
/// their months.
fn date_line(line: &str) -> Option<String> {
    if line.len() > LONGEST_DATE {
        return None;
    }
    let words = date_words(line);
    let date = match words[..] {
        [date] if date.len() == 10 && is_date(date) => date.to_owned(),
        [first, second, year] => {
            let (day, month) = match (month_named(first), month_named(second)) {
                (None, Some(month)) => (first, month),
                (Some(month), None) => (second, month),
                _ => return None,
            };
            let day: u8 = number_of_day(day)?;
            format!("{year}-{month:02}-{day:02}")
        }
        [date] => {
            let (year, rest) = date.split_once('年')?;
            let (month, rest) = rest.split_once('月')?;
            let (month, day): (u8, u8) =
                (month.parse().ok()?, rest.strip_suffix('日')?.parse().ok()?);
            format!("{year}-{month:02}-{day:02}")
        }
        _ => return None,
    };
    is_date(&date).then_some(date)
}

/// The longest line, in bytes, that can be a date and nothing else.
const LONGEST_DATE: usize = 100;

/// Whether a line is a date, be it one that nobody can read for sure: it is no title.
pub fn is_dated(line: &str) -> bool {
    if line.len() > LONGEST_DATE {
        return false;
    }
    let words = date_words(line);
    let is_number = |word: &&str| number_of_day(word).is_some() || is_year(word);
    let is_figures = |word: &&str| {
        let numbers = word
            .split(['/', '-', '.', '年', '月', '日'])
            .filter(|part| !part.is_empty());
        let is_all = numbers
            .clone()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        is_all && numbers.count() > 1
    };
    let is_month = |word: &&str| month_named(word).is_some();
    let is_all = words
        .iter()
        .all(|word| is_number(word) || is_figures(word) || is_month(word));
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_weekday_only = words.is_empty() && line.split([' ', ',']).next().is_some_and(is_weekday);
    let has_date = words.iter().any(is_figures) || numbers > 0 && words.iter().any(is_month);
    is_all && has_date || is_weekday_only
}

/// The words of a line that say a date, without those that stand around one.
fn date_words(line: &str) -> Vec<&str> {
    const AROUND: &[&str] = &[
        "published",
        "posted",
        "updated",
        "dated",
        "date",
        "first",
        "last",
        "on",
        "at",
        "the",
        "of",
        "contd",
        "cont'd",
        "cont’d",
        "continued",
        "gmt",
        "bst",
        "utc",
        "est",
        "edt",
        "am",
        "pm",
        "modified",
    ];
    let open = line.find(['(', '（', '[']);
    let bare = match open.filter(|open| *open > 0) {
        Some(open) if line.ends_with([')', '）', ']']) => &line[..open],
        _ => line,
    };
    let words =
        bare.split(|c: char| c.is_whitespace() || ",|•·–—:".contains(c) && !is_clock(bare, c));
    let words = words.map(|word| word.trim_end_matches(['.', ':']));
    let is_time = |word: &str| {
        let clock = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let parts = clock.split_once([':', '.']);
        parts.is_some_and(|(hour, rest)| {
            let is_digits =
                |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            is_digits(hour)
                && hour.len() <= 2
                && rest.split(':').all(is_digits)
                && rest.len() >= 2
                && rest.len() <= 5
        })
    };
    let is_around = |word: &str| AROUND.contains(&&*word.to_lowercase());
    words
        .filter(|word| !word.is_empty() && !is_weekday(word) && !is_around(word) && !is_time(word))
        .collect()
}

/// Whether a colon of a line stands in a time of day.
fn is_clock(line: &str, c: char) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    c == ':'
        && line.match_indices(':').any(|(at, _)| {
            is_digit(line[..at].chars().next_back()) && is_digit(line[at + 1..].chars().next())
        })
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1`, `1st`
fn number_of_day(word: &str) -> Option<u8> {
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    number.unwrap_or(word).parse().ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    position_by_start(word, &DAYS).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_taken_where_they_are_sure() {
        for (name, article, expected) in [
            ("2011-11-24-talks", "", Some("2011-11-24")),
            ("2011-12-survey", "", Some("2011-12")),
            ("gp 2011-11-24", "", Some("2011-11-24")),
            (
                "001_2d37b274131974f0",
                "T\n\n1 December 2011\n\nx",
                Some("2011-12-01"),
            ),
            (
                "a",
                "T\n\nThursday, 1st December 2011\n\nx",
                Some("2011-12-01"),
            ),
            ("a", "T\n\nDec 1, 2011\n\nx", Some("2011-12-01")),
            ("a", "T\n\n2011-12-01\n\nx", Some("2011-12-01")),
            ("a", "On 1 December 2011 he spoke.", None),
            ("a", "1 December 2011\n\n2 December 2011", None),
            ("a", "01/12/2011", None),
            ("a", "31 June 2011", None),
            ("2011-13-01", "", None),
            ("12345-11-24", "", None),
            (
                "a",
                "Published: 1 December 2011, 10:30 GMT\n\nx",
                Some("2011-12-01"),
            ),
            (
                "a",
                "The 1st of December, 2011 (contd)\n\nx",
                Some("2011-12-01"),
            ),
            ("a", "2011年12月1日（木）\n\nx", Some("2011-12-01")),
            (
                "a",
                "1 December 2011\n\nx\n\nDec 1, 2011",
                Some("2011-12-01"),
            ),
        ] {
            let expected = expected.map_or(DateSaid::Nothing, |date| DateSaid::One(date.into()));
            // Two dates are told apart from none in a test of their own.
            let found = match guessed(name, article) {
                DateSaid::Two(..) => DateSaid::Nothing,
                found => found,
            };
            assert_eq!(found, expected, "{name} {article:?}");
        }
    }

    #[test]
    fn of_two_dates_neither_is_taken() {
        let two = DateSaid::Two("1987-10-27".into(), "1987-10-28".into());
        for (first, second) in [
            ("27 October 1987", "28 October 1987"),
            (
                "Tuesday, 27th October, 1987 (contd)",
                "Wednesday, 28th October, 1987",
            ),
            ("1987-10-27", "Updated: October 28, 1987"),
        ] {
            assert_eq!(guessed("a", &format!("{first}\n\nx\n\n{second}\n\ny")), two);
            let far = "x.\n\n".repeat(40);
            assert_eq!(guessed("a", &format!("{first}\n\n{far}{second}\n\ny")), two);
            let named = guessed("1987-10-27-talks", &format!("{second}\n\ny"));
            assert_eq!(named, DateSaid::One("1987-10-27".into()));
        }
    }
}
