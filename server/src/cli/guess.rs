//! What a plain text tells of its own title and date.
//!
//! A wrong guess costs an annotator more than a missing one: where several
//! lines could be meant, nothing is guessed.

use crate::syntax::{PartialDate, month_named, position_by_start};

/// The longest line, in characters, that is taken for a title.
const LONGEST_TITLE: usize = 140;
/// In how many paragraphs from the start the date is looked for.
const HEAD: usize = 12;

/// The title, if just one of the lines above the article's first long
/// paragraph can be one.
pub fn title(article: &str) -> Option<String> {
    let mut found = None;
    for paragraph in paragraphs(article) {
        let [line] = paragraph.as_slice() else {
            // Several lines are body, unless the first of them is a date or a title.
            break;
        };
        if date_line(line).is_some() || is_byline(line) {
            continue;
        }
        if !may_be_title(line) {
            break;
        }
        if found.replace(*line).is_some() {
            return None;
        }
    }
    found.map(|line| line.trim_start_matches(['#', ' ', '\u{feff}']).to_owned())
}

/// The date in a file's name, else the one that stands alone on a line near
/// the start.
pub fn date(name: &str, article: &str) -> Option<String> {
    date_in_name(name).or_else(|| {
        let head = paragraphs(article).take(HEAD).flatten();
        let mut dates = head.filter_map(date_line);
        let first = dates.next()?;
        dates.all(|other| other == first).then_some(first)
    })
}

/// The paragraphs with their lines trimmed.
fn paragraphs(article: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = article
        .split(['\n', '\r'])
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'));
    // An empty piece between CR and LF is no blank line, so breaks count in pairs.
    let crlf = article.contains("\r\n");
    let mut pending = Vec::new();
    let mut blanks = 0;
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            if line.is_empty() {
                blanks += 1;
            } else {
                let breaks = blanks > usize::from(crlf);
                blanks = 0;
                if breaks && !pending.is_empty() {
                    return Some(std::mem::replace(&mut pending, vec![line]));
                }
                pending.push(line);
            }
        }
        (!pending.is_empty()).then(|| std::mem::take(&mut pending))
    })
}

fn may_be_title(line: &str) -> bool {
    let closes = line.trim_end_matches(['’', '”', '"', '\'', '»', ')']);
    line.chars().count() <= LONGEST_TITLE && !closes.ends_with(['.', ';', ':', ','])
}

fn is_byline(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower
        .strip_prefix("by ")
        .is_some_and(|name| name.len() < 80)
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
/// `Thursday, 1st December 2011`, `December 1, 2011`. Dates in figures with
/// strokes are left alone, since nobody can tell their days from their months.
fn date_line(line: &str) -> Option<String> {
    if line.len() == 10 && is_date(line) {
        return Some(line.to_owned());
    }
    let words = line
        .split([' ', ',', '\t', '\u{a0}'])
        .filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    if words.first().is_some_and(|word| is_weekday(word)) {
        words.remove(0);
    }
    let [first, second, year] = words.as_slice() else {
        return None;
    };
    let (day, month) = match (month_named(first), month_named(second)) {
        (None, Some(month)) => (first, month),
        (Some(month), None) => (second, month),
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let day: u8 = day.parse().ok()?;
    let date = format!("{year}-{month:02}-{day:02}");
    is_date(&date).then_some(date)
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
    fn one_short_line_at_the_start_is_the_title() {
        let body = "The body is long and it ends as sentences do.";
        for (article, expected) in [
            (
                format!("CCGs ‘too stupid’ to choose\n\n{body}\n"),
                Some("CCGs ‘too stupid’ to choose"),
            ),
            (
                format!("Title\r\n\r\n1 December 2011\r\n\r\n{body}\r\n"),
                Some("Title"),
            ),
            (
                format!("\u{feff}# Title\n\nBy Jo Bloggs\n\n{body}"),
                Some("Title"),
            ),
            (format!("Share this\n\nTitle\n\n{body}"), None),
            (format!("{body}\n\nShort line\n"), None),
            (format!("One line\nof a paragraph\n\n{body}"), None),
            (String::new(), None),
        ] {
            assert_eq!(title(&article).as_deref(), expected, "{article:?}");
        }
    }

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
        ] {
            assert_eq!(
                date(name, article).as_deref(),
                expected,
                "{name} {article:?}"
            );
        }
    }
}
