//! `quotemark.toml`

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::read::{Entry, Spelling, Value, read};
use super::{Problem, Reading};
use crate::reports::Code;
use crate::syntax::{LineIndex, TextRange};

/// Reads a text. Where it is no TOML, the rest of it still counts.
pub fn read_file(text: &str) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Problem> = Vec::new();
    let lines = LineIndex::new(text);
    let line_of = |problem: &Problem| lines.line_of(problem.range.from());
    for error in &errors {
        let problem = malformed(error, text);
        // What is wrong first makes the rest of its line look wrong.
        if problems
            .iter()
            .all(|other| line_of(other) != line_of(&problem))
        {
            problems.push(problem);
        }
    }
    let (layer, found) = read(&entries(table.get_ref(), text), Spelling::File);
    let is_broken: Vec<usize> = problems.iter().map(line_of).collect();
    let found = found.into_iter();
    problems.extend(found.filter(|problem| !is_broken.contains(&line_of(problem))));
    problems.sort_by_key(|problem| problem.range);
    (layer, problems)
}

fn entries(table: &DeTable<'_>, text: &str) -> Vec<Entry> {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_range: range(key.span(), text),
        value: converted(value, text),
        value_range: range(value.span(), text),
    });
    entries.collect()
}

fn converted(value: &Spanned<DeValue<'_>>, text: &str) -> Value {
    match value.get_ref() {
        DeValue::String(words) => Value::Text(words.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Table(table) => Value::Table(entries(table, text)),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            number.map_or(Value::Other("a number"), Value::Number)
        }
        DeValue::Float(_) => Value::Other("a number"),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(values) => {
            let values = values.iter();
            let values = values.map(|value| (converted(value, text), range(value.span(), text)));
            Value::List(values.collect())
        }
    }
}

/// What is no TOML, in words for somebody who does not know TOML.
fn malformed(error: &Error, text: &str) -> Problem {
    let at = error.span().unwrap_or(text.len()..text.len());
    let mut range = range(at, text);
    let words = &text[range.bytes()];
    let is = |beginning: &str| error.message().starts_with(beginning);
    let message = if is("duplicate key") {
        format!("`{words}` stands here a second time; keep one of them")
    } else if is("invalid unquoted key") {
        range = bare_key(text, range);
        let key = &text[range.bytes()];
        format!("`{key}` wants quotation marks; write `\"{key}\"`")
    } else if is("string values must be quoted") && words.is_empty() {
        "there is nothing after `=`; write a value, or take the line out".into()
    } else if is("string values must be quoted") {
        format!("`{words}` wants quotation marks; write `\"{words}\"`")
    } else if let Some(flag) = ["true", "false"]
        .into_iter()
        .find(|flag| words.eq_ignore_ascii_case(flag))
    {
        format!("`{words}` is written in small letters; write `{flag}`")
    } else {
        format!("this is not TOML: {}", error.message())
    };
    Problem {
        code: Code::ConfigMalformed,
        key: String::new(),
        range,
        message,
    }
}

/// All of a key of which a character wants quotation marks.
fn bare_key(text: &str, at: TextRange) -> TextRange {
    let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '.' | '[' | ']' | '"' | '{' | ',');
    let start = text[..at.from()].rfind(ends).map_or(0, |before| {
        before + text[before..].chars().next().map_or(1, char::len_utf8)
    });
    let length = text[at.to()..].find(ends);
    let end = length.map_or(text.len(), |length| at.to() + length);
    TextRange::new(start, end)
}

/// A range on the borders of characters, whatever the library says.
fn range(span: std::ops::Range<usize>, text: &str) -> TextRange {
    let is_border = |at: &usize| text.is_char_boundary(*at);
    let length = text.len();
    let start = (0..=span.start.min(length)).rev().find(is_border);
    let start = start.unwrap_or(0);
    let end = (span.end.clamp(start, length)..=length).find(is_border);
    TextRange::new(start, end.unwrap_or(length))
}
