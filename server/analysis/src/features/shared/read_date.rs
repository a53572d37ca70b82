//! Dates as people write them, and where an article has its own.

use crate::model::Source;
use crate::syntax::{PartialDate, month_named};

/// How many bytes of an article are searched for its date.
const SEARCHED: usize = 600;

/// Whether a word consists of digits.
pub fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The numbers and names of months of a date.
pub fn words_of_date(date: &str) -> impl Iterator<Item = &str> {
    date.split(|c: char| matches!(c, '-' | '/' | '.' | ',') || c.is_whitespace())
        .filter(|word| !word.is_empty())
}

/// A date in another form than ours. Of `1/2/2011` nobody knows which number
/// is the month.
pub fn date_reading(written: &str) -> Option<String> {
    // A time of day after it says nothing here.
    let day = written.split('T').next().unwrap_or(written);
    let day = if day.ends_with(|c: char| c.is_ascii_digit()) && day.len() >= 8 {
        day
    } else {
        written
    };
    let words: Vec<&str> = words_of_date(day).collect();
    let numbers: Option<Vec<u32>> = words.iter().map(|word| word.parse().ok()).collect();
    let date = match (&words[..], numbers.as_deref()) {
        ([only], Some(_)) if only.len() == 8 => {
            format!("{}-{}-{}", &only[..4], &only[4..6], &only[6..])
        }
        ([year, _], Some([_, month])) if year.len() == 4 => format!("{year}-{month:02}"),
        ([_, year], Some([month, _])) if year.len() == 4 => format!("{year}-{month:02}"),
        ([year, ..], Some([_, month, day])) if year.len() == 4 => {
            format!("{year}-{month:02}-{day:02}")
        }
        ([_, _, year], Some([day, month, _])) if year.len() == 4 => match (*day, *month) {
            (13.., _) => format!("{year}-{month:02}-{day:02}"),
            (_, 13..) => format!("{year}-{day:02}-{month:02}"),
            (day, month) if day == month => format!("{year}-{month:02}-{day:02}"),
            _ => return None,
        },
        _ => worded(&words)?,
    };
    PartialDate::parse(&date).is_ok().then_some(date)
}

/// `24 November 2011`, `November 24, 2011`, `Nov 2011`.
fn worded(words: &[&str]) -> Option<String> {
    let day_of = |word: &str| -> Option<u16> {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[number.len()..];
        let is_day = matches!(ending, "" | "st" | "nd" | "rd" | "th");
        number.parse().ok().filter(|_| is_day)
    };
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let (day, month, year) = match words {
        [month, year] => (None, *month, *year),
        [day, month, year] if day_of(day).is_some() => (day_of(day), *month, *year),
        [month, day, year] => (Some(day_of(day)?), *month, *year),
        _ => return None,
    };
    let month = month_named(month).filter(|_| is_year(year))?;
    Some(match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    })
}

/// The date of an article that has none in its header, as its file's name, without the ending,
/// and its first lines give it: the file's first.
pub fn dates_at_hand(name: &str, source: &Source) -> (Option<String>, Option<String>) {
    let named = date_of_name(name);
    let in_text = first_date(source).filter(|date| Some(date) != named.as_ref());
    (named, in_text)
}

/// The date with which a file's name begins.
fn date_of_name(name: &str) -> Option<String> {
    [10, 7, 4].into_iter().find_map(|length| {
        let date = name.get(..length)?;
        let rest = &name[length..];
        let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
        (ends && PartialDate::parse(date).is_ok()).then(|| date.to_owned())
    })
}

/// The first whole date in an article's first lines.
fn first_date(source: &Source) -> Option<String> {
    let (text, document) = (&*source.text, &source.document);
    let start = document
        .header
        .as_ref()
        .map_or(0, |header| header.range.to());
    let mut end = text.len().min(start + SEARCHED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let declared = |at: usize| {
        let mut declarations = document.declarations.iter();
        declarations.any(|declaration| declaration.range.touches(at))
    };
    let lines = &text[start..end];
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in lines.split(char::is_whitespace) {
        let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !trimmed.is_empty() {
            words.push((start + at, trimmed));
        }
        at += word.len();
        at += lines[at..].chars().next().map_or(0, char::len_utf8);
    }
    let mut windows = (0..words.len()).filter(|at| !declared(words[*at].0));
    windows.find_map(|at| {
        let (_, first) = words[at];
        let is_whole = first.len() == 10 && PartialDate::parse(first).is_ok();
        let three: Vec<&str> = words[at..].iter().take(3).map(|(_, word)| *word).collect();
        let whole = is_whole.then(|| first.to_owned());
        whole.or_else(|| {
            let date = worded(&three).filter(|_| three.len() == 3)?;
            PartialDate::parse(&date).is_ok().then_some(date)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_files_begin_with_dates() {
        for (name, date) in [
            ("2011-11-24-bma-seeks-talks", Some("2011-11-24")),
            ("2011-12-survey-of-95-ccgs", Some("2011-12")),
            ("2011", Some("2011")),
            ("20111124", None),
            ("cast", None),
            ("2011-13-99", Some("2011")),
        ] {
            assert_eq!(date_of_name(name).as_deref(), date, "{name}");
        }
    }
}
