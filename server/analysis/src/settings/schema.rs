//! The JSON schema of `quotemark.toml`, for editors of TOML.

use serde_json::{Map, Value, json};

use super::read::OFF;
use super::{KEYS, Kind};
use crate::reports::{Code, Severities, Severity};

/// The schema, draft 7, from the table of keys and the codes.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        let value = match key.kind {
            Kind::Path => json!({
                "type": "string",
                "pattern": "\\.qm$",
                "description": key.meaning,
            }),
            Kind::Paths => json!({
                "type": "array",
                "items": { "type": "string", "minLength": 1 },
                "description": key.meaning,
            }),
            Kind::Flag(default) => json!({
                "type": "boolean",
                "default": default,
                "description": key.meaning,
            }),
            Kind::Number { default, most } => json!({
                "type": "integer",
                "default": default,
                "minimum": 1,
                "maximum": most,
                "description": key.meaning,
            }),
            Kind::Severities => json!({
                "type": "object",
                "additionalProperties": false,
                "properties": reports(),
                "description": key.meaning,
            }),
        };
        let (table, name) = key.parts();
        match table {
            None => {
                properties.insert(name.into(), value);
            }
            Some(table) => {
                let table = properties.entry(table).or_insert_with(|| {
                    json!({
                        "type": "object",
                        "additionalProperties": false,
                        "properties": {},
                    })
                });
                table["properties"][name] = value;
            }
        }
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "quotemark.toml",
        "description": "The settings of a corpus of Quotemark.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn reports() -> Map<String, Value> {
    let words = Severity::ALL.map(Severity::word);
    let words: Vec<&str> = words.into_iter().chain([OFF]).collect();
    let mut reports = Map::new();
    for family in Code::families() {
        let description =
            format!("All reports of the family `{family}` that have no key themselves.");
        let value = json!({ "enum": words, "description": description });
        reports.insert(family.into(), value);
    }
    let defaults = Severities::default();
    for code in Code::ALL {
        let default = defaults.of(*code).map_or(OFF, Severity::word);
        let value = json!({
            "enum": words,
            "default": default,
            "description": code.meaning(),
        });
        reports.insert(code.name().into(), value);
    }
    reports
}
