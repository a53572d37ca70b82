//! Dates that contradict each other, and those that are missing.

use std::collections::HashMap;

use super::super::Location;
use super::quotes::speakers;
use super::{Check, Related};
use crate::features::shared::wording::one_line;
use crate::model::RoleFacts;
use crate::reports::Code;
use crate::syntax::{
    End, Period, Property, TextRange, dated, range_in_words, role_value, split_names,
};

/// With how many roles before it one is compared.
const COMPARED: usize = 200;

pub(super) fn check(check: &mut Check) {
    overlapping(check);
    in_words(check);
    missing(check);
}

fn overlapping(check: &mut Check) {
    let (file, text) = (check.file, check.text());
    let document = &check.source.document;
    for (place, declaration) in check.facts.declarations.iter().enumerate() {
        let dated: Vec<&RoleFacts> = declaration
            .roles
            .iter()
            .filter(|role| !role.period.is_always())
            .collect();
        let properties = &document.declarations[place].properties;
        let properties: HashMap<TextRange, &Property> = properties
            .iter()
            .map(|property| (property.value, property))
            .collect();
        for (index, role) in dated.iter().enumerate() {
            let before = dated[index.saturating_sub(COMPARED)..index].iter();
            let mut same = before.filter(|other| other.words == role.words);
            let Some(other) = same.find(|other| overlap(other.period, role.period)) else {
                continue;
            };
            let value = |role: &RoleFacts| {
                let property = properties.get(&role.range);
                property.and_then(|property| role_value(property, text).dated.range)
            };
            let (range, other_range) = (
                value(role).unwrap_or(role.range),
                value(other).unwrap_or(other.range),
            );
            let message = format!(
                "`{}` overlaps `{}` of the same role; correct one of the two, or make them one",
                &text[range], &text[other_range]
            );
            let related = Related {
                location: Location {
                    file,
                    range: other_range,
                },
                message: "the other period of this role".into(),
            };
            if let Some(report) = check.report(Code::DateOverlappingRole, range, message) {
                report.related.push(related);
            }
        }
    }
}

/// Whether two spells overlap. One that begins in the year, the month or on
/// the day in which the other ends may well follow it.
fn overlap(one: Period, other: Period) -> bool {
    let (earlier, later) = match one.first() <= other.first() {
        true => (one, other),
        false => (other, one),
    };
    let follows = match (earlier.end, later.start) {
        (End::On(end), Some(start)) => {
            let is_spell = earlier.start != Some(end);
            let meet = start.first_day() <= end.last_day() && end.first_day() <= start.last_day();
            is_spell && meet
        }
        _ => false,
    };
    one.overlaps(other) && !follows
}

/// What looks like a range and counts as words, so that a role holds at all times.
fn in_words(check: &mut Check) {
    let text = check.text();
    let declarations = check.source.document.declarations.iter();
    let properties = declarations.flat_map(|declaration| &declaration.properties);
    let values = properties.flat_map(|property| match property.key(text) {
        "role" | "part of" => vec![(dated(property.value, text), false)],
        "also" => {
            let names = split_names(property.value, text).into_iter();
            names.map(|name| (name, true)).collect()
        }
        _ => Vec::new(),
    });
    for (dated, is_name) in values {
        let Some(place) = range_in_words(dated.words, text, dated.range.is_some()) else {
            continue;
        };
        // Names have years in them: `Class of 1984`, `Summer 1969`.
        let before = text[dated.words.from()..place.from()].trim_end();
        if is_name && !text[place].contains("..") && !before.ends_with(',') {
            continue;
        }
        let written = one_line(&text[place]);
        let message = match dated.range {
            Some(range) => format!(
                "`{written}` counts as words, and only `{}` as the range; write one range after the last comma, and a line for each",
                one_line(&text[range])
            ),
            None => format!(
                "`{written}` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`"
            ),
        };
        check.report(Code::DateRangeInWords, place, message);
    }
}

/// One report is enough, since one date fixes all.
fn missing(check: &mut Check) {
    let text = check.text();
    let mut header = check
        .source
        .document
        .header
        .iter()
        .flat_map(|header| &header.properties);
    let date = header.find(|property| property.key(text) == "date");
    if let Some(empty) = date.filter(|date| date.value.is_empty()) {
        let message = "the header’s `date` is still to be filled in: write when the article was published, `2011`, `2011-11` or `2011-11-24`";
        check.report(Code::DateMissing, empty.key, message);
        return;
    }
    // A date that cannot be read has a report of its own.
    if check.facts.date.is_some() || date.is_some() {
        return;
    }
    let quotes = check.source.document.quotes.iter();
    for quote in quotes.filter(|quote| quote.clauses.at.is_none()) {
        let people = speakers(check, quote);
        let dated = people
            .iter()
            .find(|(_, person)| person.roles_on(None).dated);
        if let Some((reference, _)) = dated {
            let message = format!(
                "the article has no date, and what `{}` was when speaking depends on it; write `date: …` into the header, or `at …` into the tag",
                &text[reference.range]
            );
            if check
                .report(Code::DateMissing, quote.tag_range, message)
                .is_some()
            {
                return;
            }
        }
    }
}
