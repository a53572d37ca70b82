//! What an editor sends.

use serde_json::Value as Json;

use super::Reading;
use super::read::{Entry, Spelling, Value, read};
use crate::syntax::TextRange;

/// What an editor sends among the settings that is none: where the server is, how
/// much of the talk with it is shown, and how the editor counts lines and columns.
const EDITORS_OWN: [&str; 4] = ["server", "trace", "line-ends", "columns"];

/// Reads the settings of an editor: the keys of `quotemark.toml` in camel case,
/// inside `quotemark` or by themselves. What is null is not said.
pub fn read_editor(settings: &Json) -> Reading {
    let own = settings.get("quotemark").unwrap_or(settings);
    let mut entries = entries(own);
    entries.retain(|entry| !EDITORS_OWN.contains(&entry.key.as_str()));
    read(&entries, Spelling::Editor)
}

fn entries(object: &Json) -> Vec<Entry> {
    let said = object.as_object().into_iter().flatten();
    let said = said.filter(|(_, value)| !value.is_null());
    let entries = said.map(|(key, value)| Entry {
        key: kebab(key),
        key_range: TextRange::new(0, 0),
        value: converted(value),
        value_range: TextRange::new(0, 0),
    });
    entries.collect()
}

fn converted(value: &Json) -> Value {
    match value {
        Json::String(words) => Value::Text(words.clone()),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Object(_) => Value::Table(entries(value)),
        Json::Number(number) => number
            .as_i64()
            .map_or(Value::Other("a number"), Value::Number),
        Json::Array(values) => {
            let values = values.iter();
            let values = values.map(|value| (converted(value), TextRange::new(0, 0)));
            Value::List(values.collect())
        }
        Json::Null => Value::Other("nothing"),
    }
}

fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}
