//! Dates: read as they were meant, put in order, taken from where they stand.

use super::declarations::{property_at, removed_line};
use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::features::edit::place::property_lines;
use crate::reports::Code;
use crate::syntax::{PartialDate, Period, TextRange, dated, month_named, split_names};

/// How many bytes of an article are searched for its date.
const SEARCHED: usize = 600;

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let written = &request.text()[report.range];
    let mut replace = |new: String| {
        let title = format!("Replace `{written}` by `{new}`");
        let change = vec![TextEdit::replace(report.range, new)];
        found.push(Action::fix(title, report, Operation::Changes(change)).preferred());
    };
    match report.code {
        Code::DateMissing => missing(request, report, found),
        Code::DateOverlappingRole => overlapping(request, report, found),
        Code::DateRangeInWords => in_words(request, report, found),
        Code::DateReversed => {
            let bare = written.trim_start_matches('~');
            let tilde = &written[..written.len() - bare.len()];
            if let Some((start, end)) = bare.split_once("..") {
                replace(format!("{tilde}{}..{}", end.trim(), start.trim()));
            }
        }
        _ => {
            let is_range = is_range_taken(request, report.range);
            if let Some(reading) = reading(written, is_range) {
                replace(reading);
            } else if is_range && written.contains('~') {
                for reading in without_sense(written) {
                    let title = format!("Replace `{written}` by `{reading}`");
                    let change = vec![TextEdit::replace(report.range, reading)];
                    found.push(Action::fix(title, report, Operation::Changes(change)));
                }
            }
        }
    }
}

/// What may be meant by a range with a `~` that makes no sense, such as
/// `~2011..` and `2011..~2012`: that it was seen then, or the range without `~`.
fn without_sense(written: &str) -> Vec<String> {
    let bare: String = written.chars().filter(|c| *c != '~').collect();
    let seen = bare.trim_matches(['.', '?', ' ']);
    let readings = [format!("~{seen}"), bare.trim().to_owned()];
    let is_range = |reading: &String| Period::parse(reading).is_ok() && reading != written;
    readings.into_iter().filter(is_range).collect()
}

/// Whether a range may stand at a place: in a declaration.
fn is_range_taken(request: &ActionRequest, place: TextRange) -> bool {
    let mut declarations = request.source.document.declarations.iter();
    declarations.any(|declaration| declaration.range.covers(place))
}

/// What was meant by something that is no date, where there is one reading.
fn reading(written: &str, is_range: bool) -> Option<String> {
    if let Some(seen) = written.strip_prefix('~') {
        let seen = seen.trim_start();
        // In a tag and in a header stands one date, and no `~` before it.
        let sure = PartialDate::parse(seen).is_ok().then(|| seen.to_owned());
        let read = sure.or_else(|| reading(seen, is_range))?;
        let range = format!("~{read}");
        return match is_range {
            true => (Period::parse(&range).is_ok() && range != written).then_some(range),
            false => Some(read),
        };
    }
    if let Some((start, end)) = split_range(written) {
        // What joins two dates is no part of one: `2010..12` may end in 2012 or
        // in December, and is no `2010-12` in any case.
        return is_range.then(|| range_reading(start, end))?;
    }
    if !is_range {
        return date_reading(written);
    }
    // `2007-2013` has the shape of two years.
    let two_years = written.split_once('-').filter(|(start, end)| {
        let is_year = |year: &str| year.len() == 4 && is_number(year);
        is_year(start) && is_year(end)
    });
    if let Some((start, end)) = two_years {
        return range_reading(start, end);
    }
    dated_reading(written)
}

/// Words that look like a range: written as one after a comma, where they are
/// the last of a value and have one reading.
fn in_words(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let text = request.text();
    let Some(property) = property_at(&request.source.document, report.range) else {
        return;
    };
    let mut value = property.value;
    if property.key(text) == "also" {
        let mut names = split_names(value, text).into_iter();
        let Some(name) = names.find(|name| name.whole().covers(report.range)) else {
            return;
        };
        value = name.whole();
    }
    let after = text[report.range.to()..value.to()].trim_matches([' ', ')', ']', '.']);
    if !after.is_empty() || dated(value, text).range.is_some() {
        return;
    }
    let written = &text[report.range];
    let Some(range) = worded_range(written) else {
        return;
    };
    let before =
        text[value.from()..report.range.from()].trim_end_matches([' ', ',', ';', '(', '[']);
    if before.is_empty() {
        return;
    }
    let place = TextRange::new(value.from() + before.len(), value.to());
    let change = vec![TextEdit::replace(place, format!(", {range}"))];
    // A year alone may belong to a name.
    let is_year = written.len() == 4;
    let title = format!("Write `{range}` after a comma");
    found.push(Action::fix(title, report, Operation::Changes(change)).preferred_if(!is_year));
}

/// The range that words say, where there is one reading.
fn worded_range(written: &str) -> Option<String> {
    let (first, rest) = written.split_once(' ').unwrap_or((written, ""));
    let rest = rest.trim();
    match first.to_lowercase().as_str() {
        "from" if split_range(rest).is_some() => reading(rest, true),
        "between" => {
            let (start, end) = rest.split_once(" and ")?;
            range_reading(start, end)
        }
        "since" | "from" if split_range(rest).is_none() => range_reading(rest, ""),
        "until" | "till" if split_range(rest).is_none() => range_reading("", rest),
        _ if Period::parse(written).is_ok() => Some(written.to_owned()),
        _ => reading(written, true),
    }
}

/// What stands on both sides of that which joins two dates.
fn split_range(written: &str) -> Option<(&str, &str)> {
    let separators = ["..", "…", "–", "—", " to ", " until "];
    let mut split = separators.into_iter().map(|by| written.split_once(by));
    let apart = || {
        // `24 - 11 - 2011` is one date.
        let (start, end) = written.split_once(" - ")?;
        (!end.contains(" - ")).then_some((start, end))
    };
    split.find_map(|split| split).or_else(apart)
}

fn range_reading(start: &str, end: &str) -> Option<String> {
    let start = part_reading(start.trim_matches(['.', ' ']))?;
    let end = match end.trim_matches(['.', ' ']) {
        "?" => "?".into(),
        "now" | "today" | "present" => String::new(),
        end => part_reading(end)?,
    };
    let range = format!("{start}..{end}");
    Period::parse(&range).is_ok().then_some(range)
}

fn part_reading(written: &str) -> Option<String> {
    match written {
        "" => Some(String::new()),
        date if PartialDate::parse(date).is_ok() => Some(date.to_owned()),
        date => dated_reading(date),
    }
}

/// A date in another form where a range may stand. `2010/12` may be December
/// 2010 there, or the two years to 2012.
fn dated_reading(written: &str) -> Option<String> {
    let words: Vec<&str> = words(written).collect();
    let may_be_years =
        matches!(words[..], [year, end] if year.len() == 4 && end.len() == 2 && is_number(year));
    (!may_be_years).then(|| date_reading(written))?
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The numbers and names of months of a date.
fn words(date: &str) -> impl Iterator<Item = &str> {
    date.split(|c: char| matches!(c, '-' | '/' | '.' | ',') || c.is_whitespace())
        .filter(|word| !word.is_empty())
}

/// A date in another form than ours. Of `1/2/2011` nobody knows which number
/// is the month.
fn date_reading(written: &str) -> Option<String> {
    // A time of day after it says nothing here.
    let day = written.split('T').next().unwrap_or(written);
    let day = if day.ends_with(|c: char| c.is_ascii_digit()) && day.len() >= 8 {
        day
    } else {
        written
    };
    let words: Vec<&str> = words(day).collect();
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

/// Two spells of one role: made one, or the earlier one ended where the later
/// one begins.
fn overlapping(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let text = request.text();
    let Some(other) = report.related.first().map(|other| other.location.range) else {
        return;
    };
    let period = |range: TextRange| Period::parse(&text[range]).ok();
    let (Some(own), Some(others)) = (period(report.range), period(other)) else {
        return;
    };
    let own_first = own.first() <= others.first();
    let (earlier, later) = match own_first {
        true => ((report.range, own), (other, others)),
        false => ((other, others), (report.range, own)),
    };
    let start = earlier
        .1
        .start
        .map(|date| date.to_string())
        .unwrap_or_default();
    let own_lines = property_at(&request.source.document, report.range);
    if let (Some(lines), Some(whole)) = (own_lines, joined(earlier.1, later.1)) {
        let whole = whole.written();
        let changes = vec![
            TextEdit::replace(other, &*whole),
            removed_line(text, property_lines(text, lines)),
        ];
        let title = format!("Make the two spells one: `{whole}`");
        found.push(Action::fix(title, report, Operation::Changes(changes)));
    }
    let is_seen = own.sightings().or(others.sightings()).is_some();
    let begins = later.1.start.filter(|_| !is_seen);
    if let Some(begins) = begins.filter(|_| earlier.1.start != later.1.start) {
        let shorter = format!("{start}..{begins}");
        if Period::parse(&shorter).is_ok() {
            let title = format!("End the earlier spell where the later one begins: `{shorter}`");
            let change = vec![TextEdit::replace(earlier.0, shorter)];
            found.push(Action::fix(title, report, Operation::Changes(change)));
        }
    }
}

/// One spell for two that overlap, if there is one that says what both do. What
/// was only seen says nothing new of a spell that holds then.
fn joined(earlier: Period, later: Period) -> Option<Period> {
    match (earlier.sightings(), later.sightings()) {
        (None, None) => {
            let end = match earlier.last() >= later.last() {
                true => earlier.end,
                false => later.end,
            };
            let start = earlier.start;
            let whole = Period { start, end };
            (!whole.is_always()).then_some(whole)
        }
        (Some((first, last)), None) => later.widened(first)?.widened(last),
        (_, Some((first, last))) => earlier.widened(first)?.widened(last),
    }
}

/// An article without a date: that of its file's name, else the first one that
/// stands in its first lines. A date that nobody wrote is not made up.
fn missing(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let path = request
        .corpus
        .file(request.file)
        .map(|file| file.path.clone());
    let name = path
        .as_deref()
        .and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let named = name.as_deref().and_then(date_of_name);
    let in_text = first_date(request);
    let both_say = named.is_some()
        && in_text
            .as_ref()
            .is_none_or(|date| Some(date) == named.as_ref());
    let offers = [
        (named.clone(), "the file’s name"),
        (
            in_text.filter(|date| Some(date) != named.as_ref()),
            "the text",
        ),
    ];
    for (place, (date, from)) in offers.into_iter().enumerate() {
        if let Some(date) = date {
            let title = format!("Write `date: {date}` into the header, as in {from}");
            let operation = Operation::Changes(vec![dated_header(request, &date)]);
            found.push(Action::fix(title, report, operation).preferred_if(place == 0 && both_say));
        }
    }
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

/// The first whole date in the article's first lines.
fn first_date(request: &ActionRequest) -> Option<String> {
    let document = &request.source.document;
    let start = document
        .header
        .as_ref()
        .map_or(0, |header| header.range.to());
    let mut end = request.text().len().min(start + SEARCHED);
    while !request.text().is_char_boundary(end) {
        end -= 1;
    }
    let declared = |at: usize| {
        let mut declarations = document.declarations.iter();
        declarations.any(|declaration| declaration.range.touches(at))
    };
    let text = &request.text()[start..end];
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !trimmed.is_empty() {
            words.push((start + at, trimmed));
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
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

/// A `date` in the header, which is made where there is none.
fn dated_header(request: &ActionRequest, date: &str) -> TextEdit {
    let text = request.text();
    let line_break = line_break(text);
    let header = request.source.document.header.as_ref();
    let mut properties = header.into_iter().flat_map(|header| &header.properties);
    if let Some(empty) = properties.find(|property| property.key(text) == "date") {
        let after_key = &text[empty.key.to()..];
        let colon = empty.key.to() + after_key.find(':').map_or(0, |colon| colon + 1);
        return TextEdit::insert(colon, format!(" {date}"));
    }
    match header.filter(|header| header.closed) {
        Some(header) => {
            let end = header.range.from() + text[header.range].rfind("---").unwrap_or(0);
            TextEdit::insert(end, format!("date: {date}{line_break}"))
        }
        None => {
            let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            let header =
                format!("---{line_break}date: {date}{line_break}---{line_break}{line_break}");
            TextEdit::insert(start, header)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_there_is_one_reading() {
        for (written, date) in [
            ("2011-11-4", Some("2011-11-04")),
            ("2011-1", Some("2011-01")),
            ("2011/11/24", Some("2011-11-24")),
            ("20111124", Some("2011-11-24")),
            ("24/11/2011", Some("2011-11-24")),
            ("11/24/2011", Some("2011-11-24")),
            ("5.5.2011", Some("2011-05-05")),
            ("1/2/2011", None),
            ("24 November 2011", Some("2011-11-24")),
            ("Nov 24th, 2011", Some("2011-11-24")),
            ("Sept. 2011", Some("2011-09")),
            ("2011-11-24T10:30:00Z", Some("2011-11-24")),
            ("2011-13", None),
            ("2011-02-30", None),
            ("Ma 2011", None),
            ("the spring of 2011", None),
            ("24 - 11 - 2011", Some("2011-11-24")),
            ("~2011-11", Some("2011-11")),
            ("~2011..2012", None),
            ("2011/12", Some("2011-12")),
            ("2010..12", None),
            ("2010..2012", None),
            ("2010-05..06", None),
            ("2011-11-24..26", None),
            ("ünlü", None),
            ("", None),
        ] {
            assert_eq!(reading(written, false).as_deref(), date, "{written}");
        }
        for (written, range) in [
            ("2007-2013", Some("2007..2013")),
            ("2007–2013", Some("2007..2013")),
            ("2007-7..2013-7", Some("2007-07..2013-07")),
            ("2007 to now", Some("2007..")),
            ("2007...2013", Some("2007..2013")),
            ("2013–2007", None),
            ("2007-7", Some("2007-07")),
            ("24 - 11 - 2011", Some("2011-11-24")),
            ("May 2010..June 2012", Some("2010-05..2012-06")),
            ("1 May 2010 - 3 June 2012", Some("2010-05-01..2012-06-03")),
            ("..May 2012", Some("..2012-05")),
            ("~2011-1", Some("~2011-01")),
            ("~24 November 2011", Some("~2011-11-24")),
            ("~2007-2013", Some("~2007..2013")),
            ("~May 2010..June 2012", Some("~2010-05..2012-06")),
            ("~2007 to now", None),
            ("~2011..", None),
            ("2011..~2012", None),
            ("~..?", None),
            // An end of two digits may be a year, a month or a day.
            ("2010..12", None),
            ("1998..04", None),
            ("2010..9", None),
            ("2010 .. 12", None),
            ("2010...12", None),
            ("2010…12", None),
            ("2010–12", None),
            ("2010—12", None),
            ("2010 - 12", None),
            ("2010 to 12", None),
            ("2010-05..06", None),
            ("2010-05-01..06", None),
            ("2010-05-01..06-03", None),
            ("10..2012", None),
            ("2010/12", None),
            ("2010.12", None),
            ("2010 12", None),
            ("2010/12..2014", None),
            ("1999/00", None),
            ("May..June 2012", None),
        ] {
            assert_eq!(reading(written, true).as_deref(), range, "{written}");
        }
    }

    #[test]
    fn a_tilde_without_sense_has_two_readings() {
        for (written, readings) in [
            ("~2011..", &["~2011", "2011.."][..]),
            ("~2011..?", &["~2011", "2011..?"]),
            ("~..2011", &["~2011", "..2011"]),
            ("2011..~2012", &["~2011..2012", "2011..2012"]),
            ("~2011..~2012", &["~2011..2012", "2011..2012"]),
            ("~~2011", &["~2011", "2011"]),
            ("~..?", &[]),
            ("~", &[]),
        ] {
            assert_eq!(without_sense(written), readings, "{written}");
        }
    }

    #[test]
    fn spells_are_joined_where_one_says_it_all() {
        for (earlier, later, whole) in [
            ("2010..2012", "2011..2014", Some("2010..2014")),
            ("2010..", "2011..2014", Some("2010..")),
            ("..2012", "2011..", None),
            ("~2011..2013", "~2012..2014", Some("~2011..2014")),
            ("2010..2014", "~2011..2012", Some("2010..2014")),
            ("~2011", "2011..2014", Some("2011..2014")),
            ("~2009..2011", "2010..2014", None),
            ("2010..2012", "~2011..2014", None),
        ] {
            let period = |range| Period::parse(range).unwrap();
            let joined = joined(period(earlier), period(later));
            let written = joined.map(Period::written);
            assert_eq!(written.as_deref(), whole, "{earlier} and {later}");
        }
    }

    #[test]
    fn words_that_say_a_range_are_read_where_there_is_one_reading() {
        for (written, range) in [
            ("2010..2012", Some("2010..2012")),
            ("..2012", Some("..2012")),
            ("May 2010..June 2012", Some("2010-05..2012-06")),
            ("until 2012", Some("..2012")),
            ("till May 2012", Some("..2012-05")),
            ("since 2010", Some("2010..")),
            ("Since 4 May 2010", Some("2010-05-04..")),
            ("from 2010 to 2012", Some("2010..2012")),
            ("from 2010", Some("2010..")),
            ("between 2010 and 2012", Some("2010..2012")),
            ("2010–2012", Some("2010..2012")),
            ("2010 – present", Some("2010..")),
            ("May 2010", Some("2010-05")),
            ("2010", Some("2010")),
            ("before 2012", None),
            ("after 2010", None),
            ("c. 2010", None),
            ("in the 1990s", None),
            ("2010–12", None),
            ("since 2010..12", None),
            ("until", None),
            ("since", None),
            ("between 2010", None),
        ] {
            assert_eq!(worded_range(written).as_deref(), range, "{written}");
        }
    }

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
