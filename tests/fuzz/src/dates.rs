use quotemark::syntax::{End, Holds, PartialDate, Period, TextRange, dated, month_named};

use crate::input::text;

/// Dates and periods are what a plain reader of them says, and print as they
/// are written.
pub fn dates(data: &[u8]) {
    let text = &*text(data);
    let read = PartialDate::parse(text);
    assert_eq!(read.is_ok(), is_date(text), "{text:?}: {read:?}");
    if let Ok(date) = read {
        assert_eq!(date.to_string(), text);
        assert!(date.first_day() <= date.last_day());
    }
    if let Ok(period) = Period::parse(text) {
        assert!(period.first() <= period.last(), "{text:?}");
        assert!(period.overlaps(period), "{text:?}");
        let bare = text.strip_prefix('~').map_or(text, str::trim_start);
        assert!(
            bare.split("..")
                .map(str::trim)
                .all(|part| part.is_empty() || part == "?" || is_date(part)),
            "{text:?}"
        );
        if let Some(start) = period.start {
            assert_ne!(period.holds(start), Holds::No, "{text:?}");
        }
        assert_eq!(Period::parse(&period.written()), Ok(period), "{text:?}");
        if let End::On(end) | End::Seen(end) = period.end {
            assert_eq!(period.holds(end), Holds::Yes, "{text:?}");
        }
    } else {
        assert!(!is_date(text), "{text:?} is a date and so a period");
    }
    let value = TextRange::new(0, text.len());
    let found = dated(value, text);
    assert!(value.covers(found.words));
    if let Some(range) = found.range {
        assert_eq!(found.period, Period::parse(&text[range]));
    }
    let month = month_named(text);
    assert!(month.is_none_or(|month| (1..=12).contains(&month)));
}

/// A date after the definition, letter by letter.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_shape = matches!(lengths[..], [4] | [4, 2] | [4, 2, 2]);
    let is_digits = parts
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_shape || !is_digits {
        return false;
    }
    let number = |at: usize| parts.get(at).map(|part| part.parse::<u32>().unwrap_or(0));
    let (year, month, day) = (number(0).unwrap_or(0), number(1), number(2));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        None => return true,
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if is_leap => 29,
        Some(2) => 28,
        Some(1..=12) => 31,
        Some(_) => return false,
    };
    day.is_none_or(|day| (1..=days).contains(&day))
}
