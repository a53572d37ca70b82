//! Dates: read as they were meant, put in order, taken from where they stand.

use super::declarations::{property_at, removed_line};
use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::header::with_date;
use crate::features::edit::place::property_lines;
use crate::features::shared::read_date::{date_reading, dates_at_hand, is_number, words_of_date};
use crate::reports::Code;
use crate::syntax::{PartialDate, Period, TextRange, dated, split_names};

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
    let words: Vec<&str> = words_of_date(written).collect();
    let may_be_years =
        matches!(words[..], [year, end] if year.len() == 4 && end.len() == 2 && is_number(year));
    (!may_be_years).then(|| date_reading(written))?
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
        let title = format!("Merge the two periods: `{whole}`");
        found.push(Action::fix(title, report, Operation::Changes(changes)));
    }
    let is_seen = own.sightings().or(others.sightings()).is_some();
    let begins = later.1.start.filter(|_| !is_seen);
    if let Some(begins) = begins.filter(|_| earlier.1.start != later.1.start) {
        let shorter = format!("{start}..{begins}");
        if Period::parse(&shorter).is_ok() {
            let title = format!("End the earlier period where the later one begins: `{shorter}`");
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
    let (named, in_text) = dates_at_hand(&name.unwrap_or_default(), request.source);
    let both_say = named.is_some() && in_text.is_none();
    let offers = [(named, "the file’s name"), (in_text, "the text")];
    for (place, (date, from)) in offers.into_iter().enumerate() {
        if let Some(date) = date {
            let title = format!("Write `date: {date}` into the header, as in {from}");
            let operation = Operation::Changes(vec![with_date(request.source, &date)]);
            found.push(Action::fix(title, report, operation).preferred_if(place == 0 && both_say));
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
}
