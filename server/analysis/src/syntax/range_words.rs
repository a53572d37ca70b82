//! Words that look like a range and are none (markup: Dates and ranges).
//!
//! A role holds at all times where no range stands after its last comma. Who
//! writes `mayor 2010..2012` or `mayor, until 2012` meant something else, and
//! nothing that depends on dates can show it.

use super::{PartialDate, TextRange, month_named};

/// Words that a date stands after when it begins or ends something.
const BOUNDS: &[&str] = &[
    "since", "until", "till", "til", "from", "before", "after", "between", "circa", "ca", "c",
    "approx", "seit", "bis", "depuis", "desde", "hasta", "sinds",
];

/// Words that may stand between the parts of a date or of a range.
const BETWEEN: &[&str] = &[
    "to", "and", "the", "in", "of", "on", "early", "late", "mid", "about", "around", "spring",
    "summer", "autumn", "fall", "winter", "now", "present", "today", "onwards", "onward",
    "through", "?", "-", "–", "—", "..", "…",
];

/// What joins the two ends of a range inside of a word. A hyphen joins the parts
/// of a date too, so it comes last.
const JOINTS: [&str; 5] = ["..", "…", "–", "—", "-"];

/// What a word can be to a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `2010`
    Year,
    /// `1990s`
    Decade,
    /// `2010-05`, `2010-05-01`
    Date,
    /// `May`
    Month,
    /// `4`, `4th`
    Day,
    /// `2010..2012`, `2010–12`, `2010..June`
    Joined,
    /// `since`
    Bound,
    /// `the`
    Between,
}

/// A word without the marks around it.
struct Word {
    range: TextRange,
    kind: Option<Kind>,
    /// Whether a comma, a bracket or nothing stands before it.
    begins: bool,
    /// Whether a comma, a bracket or nothing stands after it.
    ends: bool,
}

/// The first stretch of `words` that looks like a range. `words` are what stands
/// before the range of a value, or the whole value where it has none; whether a
/// range follows them says `is_before_range`: of `May 4, 2010` the year is one.
pub fn range_in_words(words: TextRange, text: &str, is_before_range: bool) -> Option<TextRange> {
    let words = split(words, text);
    for (last, word) in words.iter().enumerate() {
        let is_last = last + 1 == words.len();
        if word.ends
            && let Some(first) = stretch(&words[..=last], text, is_last && is_before_range)
        {
            return Some(TextRange {
                start: words[first].range.start,
                end: word.range.end,
            });
        }
    }
    // Nothing else is written with two dots and a year.
    let dotted = words
        .iter()
        .find(|word| word.kind == Some(Kind::Joined) && text[word.range].contains(".."));
    dotted.map(|word| word.range)
}

/// Where a stretch begins that ends with the last of `words`, if it looks like a range.
fn stretch(words: &[Word], text: &str, is_before_range: bool) -> Option<usize> {
    let last = words.len() - 1;
    let mut first = last;
    words[last].kind?;
    while !words[first].begins && words[first - 1].kind.is_some() && !words[first - 1].ends {
        first -= 1;
    }
    while words[first].kind == Some(Kind::Between) && !words[first].begins && first < last {
        first += 1;
    }
    let taken = &words[first..];
    let has = |kind: Kind| taken.iter().any(|word| word.kind == Some(kind));
    let has_year = has(Kind::Year) || has(Kind::Date) || has(Kind::Joined);
    let is_month_of_range = is_before_range && has(Kind::Month);
    if !has_year && !has(Kind::Decade) && !is_month_of_range {
        return None;
    }
    let years = taken.iter().filter(|word| word.kind == Some(Kind::Year));
    let is_dated = has(Kind::Joined) || has(Kind::Date) || has(Kind::Month) || years.count() > 1;
    let bound = taken.iter().position(|word| word.kind == Some(Kind::Bound));
    let looks = words[first].begins || bound.is_some() || is_dated;
    // `mayor of &leeds 2010` is dated, `Agenda 2030` and `author of 1984` are names.
    let is_behind_noun = || {
        let before = &text[words[first.checked_sub(1)?].range];
        let is_noun = before.starts_with('&')
            || before.starts_with(char::is_lowercase) && !is_preposition(before);
        is_noun.then_some(())
    };
    (looks || is_behind_noun().is_some()).then_some(first)
}

fn is_preposition(word: &str) -> bool {
    [
        "of", "for", "in", "on", "at", "the", "and", "by", "with", "de", "von", "van",
    ]
    .contains(&word)
}

fn split(words: TextRange, text: &str) -> Vec<Word> {
    const AROUND: [char; 8] = ['(', ')', '[', ']', ',', ';', '“', '”'];
    let mut found: Vec<Word> = Vec::new();
    let mut at = words.from();
    for piece in text[words].split(|c: char| c.is_whitespace() || AROUND.contains(&c)) {
        let end = at + piece.len();
        let mark = text[end..words.to()].chars().next();
        let is_around = mark.is_none_or(|mark| AROUND.contains(&mark));
        // A full stop ends a word, and two are a range that goes on.
        let bare = match piece.ends_with("..") || piece.ends_with('…') {
            true => piece,
            false => piece.trim_end_matches(['.', ':']),
        };
        if !bare.is_empty() {
            found.push(Word {
                range: TextRange::new(at, at + bare.len()),
                kind: kind(bare),
                begins: found.last().is_none_or(|before| before.ends),
                ends: false,
            });
        }
        if is_around && let Some(last) = found.last_mut() {
            last.ends = true;
        }
        at = end + mark.map_or(0, char::len_utf8);
    }
    found
}

fn kind(word: &str) -> Option<Kind> {
    let seen = word.trim_start_matches('~');
    if seen.len() < word.len() {
        let has_year = matches!(kind(seen), Some(Kind::Year | Kind::Date | Kind::Joined));
        return has_year.then_some(Kind::Joined);
    }
    let is_range = || is_joined(word).then_some(Kind::Joined);
    simple_kind(word).or_else(is_range)
}

/// The kind of a word that is no range by itself.
fn simple_kind(word: &str) -> Option<Kind> {
    if is_year(word) {
        return Some(Kind::Year);
    }
    if word.strip_suffix("s").is_some_and(is_year) {
        return Some(Kind::Decade);
    }
    if word.len() > 4 && PartialDate::parse(word).is_ok() {
        return Some(Kind::Date);
    }
    if is_day(word) {
        return Some(Kind::Day);
    }
    let begins_large = word.starts_with(char::is_uppercase);
    if begins_large && month_named(word).is_some() {
        return Some(Kind::Month);
    }
    let lower = word.to_lowercase();
    if BOUNDS.contains(&&*lower) {
        return Some(Kind::Bound);
    }
    if BETWEEN.contains(&&*lower) {
        return Some(Kind::Between);
    }
    None
}

fn is_joined(word: &str) -> bool {
    let Some((start, end)) = JOINTS.iter().find_map(|joint| word.split_once(joint)) else {
        return false;
    };
    let is_end = |end: &str| {
        let end = end.trim_start_matches('.');
        matches!(end, "" | "?" | "now" | "present" | "today")
            || end.len() == 2 && end.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                kind_of_end(end),
                Some(Kind::Year | Kind::Date | Kind::Month | Kind::Day)
            )
    };
    let has_year = |end: &str| matches!(kind_of_end(end), Some(Kind::Year | Kind::Date));
    is_end(start) && is_end(end) && (has_year(start) || has_year(end))
}

/// What one end of a range is; none is a range again.
fn kind_of_end(end: &str) -> Option<Kind> {
    simple_kind(end.trim_start_matches('.'))
}

fn is_year(word: &str) -> bool {
    let is_number = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number && ("1000".."2200").contains(&word)
}

fn is_day(word: &str) -> bool {
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    let number = number.unwrap_or(word);
    number.len() <= 2 && number.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::syntax::dated;

    fn found(value: &str) -> Option<&str> {
        let dated = dated(TextRange::new(0, value.len()), value);
        let range = range_in_words(dated.words, value, dated.range.is_some())?;
        Some(&value[range])
    }

    #[test]
    fn what_looks_like_a_range_is_found_among_words() {
        for (value, range) in [
            ("mayor 2010..2012", "2010..2012"),
            ("mayor 2010..", "2010.."),
            ("Head of Leeds 2010–2012", "2010–2012"),
            ("Head of Leeds 2010-05-04", "2010-05-04"),
            ("mayor ..2012", "..2012"),
            ("mayor of &leeds 2010-05..2012-06", "2010-05..2012-06"),
            ("mayor, Leeds 2010..2012", "2010..2012"),
            ("mayor, 2010..2012, Leeds", "2010..2012"),
            ("mayor 2010..2012 of Leeds", "2010..2012"),
            ("mayor, 2010..2012, 2014..2016", "2010..2012"),
            ("clerk, May 2010..June 2012", "May 2010..June 2012"),
            ("clerk May 2010 to June 2012", "May 2010 to June 2012"),
            ("clerk (4 May 2010)", "4 May 2010"),
            ("clerk 4th May 2010", "4th May 2010"),
            ("clerk, May 4, 2010", "May 4"),
            ("warden, until 2012", "until 2012"),
            ("warden until 2012", "until 2012"),
            ("warden since 2010", "since 2010"),
            ("warden, since May 2010", "since May 2010"),
            ("warden, since May 4, 2010", "since May 4"),
            ("warden, since 2010..", "since 2010.."),
            ("warden, from 2010 to 2012", "from 2010 to 2012"),
            ("warden between 2010 and 2012", "between 2010 and 2012"),
            ("warden, before 2012", "before 2012"),
            ("warden, c. 2010", "c. 2010"),
            ("warden, in the 1990s", "in the 1990s"),
            ("warden, early 2010", "early 2010"),
            ("warden (2010–2012)", "2010–2012"),
            ("warden (2010–12) of Leeds", "2010–12"),
            ("warden (since 2010)", "since 2010"),
            ("warden 2010-2012", "2010-2012"),
            ("warden 2010 .. 2012", "2010 .. 2012"),
            ("warden 2010 – 2012", "2010 – 2012"),
            ("warden 2010–present", "2010–present"),
            ("warden 2010-", "2010-"),
            ("warden, –2012", "–2012"),
            ("warden, ?..2012", "?..2012"),
            ("warden 2010-05", "2010-05"),
            ("warden 2010", "2010"),
            ("warden 1990s", "1990s"),
            ("warden 1998–99", "1998–99"),
            ("warden ~2010", "~2010"),
            ("warden ~2010-05-01", "~2010-05-01"),
            ("warden of &leeds ~2010..2012", "~2010..2012"),
            ("warden, ~2010, Leeds", "~2010"),
            ("warden of &leeds 2010", "2010"),
            ("&nhs since 2013", "since 2013"),
            ("&nhs 2013..", "2013.."),
            ("Bürgermeister seit 2010", "seit 2010"),
        ] {
            assert_eq!(found(value), Some(range), "{value}");
        }
    }

    #[test]
    fn years_in_names_are_no_ranges() {
        for value in [
            "GP in Kingston, Surrey",
            "chair of &gpc, 2007-07..2013-07",
            "mayor, 2010",
            "author of 1984",
            "head of Agenda 2030",
            "chair of Expo 2020, 2018..2021",
            "member of the 2010 inquiry",
            "Minister for the 2012 Olympics",
            "chair of &vision-2020",
            "chair of the 1922 Committee",
            "captain, London 2012 team",
            "to the point",
            "editor of the May issue",
            "singer in The Who",
            "24-7 carer",
            "member of Section 2010-A",
            "adviser... to nobody",
            "owner of Studio 54",
            // A month is one only right before the range.
            "editor of May, London, 2010..2012",
            "editor, May",
            // Neither is as long as a year, or is one.
            "holder of suite 9999",
            "holder of room 1abc",
            "driver of tram 15",
            "drafter of form 2010-ab",
            "drafter of form 2010-123",
            "the present mayor",
            "mayor until now",
            "",
        ] {
            assert_eq!(found(value), None, "{value}");
        }
    }

    /// Words that only stand between two dates are no range, at whichever end they are.
    #[test]
    fn what_stands_between_dates_begins_and_ends_no_range() {
        for value in [
            "editor to",
            "editor and to",
            "to",
            "editor from the",
            "to editor and",
        ] {
            assert_eq!(found(value), None, "{value}");
        }
        for (value, range) in [
            ("editor and 2010 to 2012", "2010 to 2012"),
            ("editor and to May 2010", "May 2010"),
            ("editor - 2010..2012", "2010..2012"),
        ] {
            assert_eq!(found(value), Some(range), "{value}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(
            value in "(mayor|May|2010|~|\\.\\.|–|-|,|\\(|\\)| |since|4|é|…|\\?|“|\n){0,12}|\\PC{0,20}",
        ) {
            let whole = TextRange::new(0, value.len());
            for is_before_range in [false, true] {
                if let Some(range) = range_in_words(whole, &value, is_before_range) {
                    prop_assert!(whole.covers(range) && !range.is_empty());
                    prop_assert!(value.get(range.bytes()).is_some());
                }
            }
        }
    }
}
