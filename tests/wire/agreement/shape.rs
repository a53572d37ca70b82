//! The protocol's answers in the shape of the command line's JSON.

use serde_json::{Map, Value, json};

use super::Comparison;

/// A range as the command line writes one: from 1, columns in characters.
pub fn range(range: &Value) -> Value {
    let at = |end: &str, what: &str| range[end][what].as_u64().expect("a position") + 1;
    json!({
        "line": at("start", "line"),
        "column": at("start", "character"),
        "end_line": at("end", "line"),
        "end_column": at("end", "character"),
    })
}

/// A place in a file.
pub fn place(comparison: &Comparison, uri: &Value, of: &Value) -> Value {
    let file = comparison.name(uri.as_str().expect("an address"));
    with(&json!({ "file": file }), &range(of))
}

/// A location.
pub fn location(comparison: &Comparison, location: &Value) -> Value {
    place(comparison, &location["uri"], &location["range"])
}

/// An object with the members of another.
pub fn with(object: &Value, more: &Value) -> Value {
    let members = |value: &Value| value.as_object().cloned().expect("an object");
    let mut all = members(object);
    all.extend(members(more));
    Value::Object(all)
}

/// The members `keys` of an object, or of each in a list.
pub fn only(value: &Value, keys: &[&str]) -> Value {
    match value {
        Value::Array(all) => all.iter().map(|one| only(one, keys)).collect(),
        Value::Object(all) => {
            let kept = all.iter().filter(|(key, _)| keys.contains(&key.as_str()));
            let kept = kept.map(|(key, value)| (key.clone(), value.clone()));
            Value::Object(kept.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// The items of a list; no answer is an empty one.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The members that say where something is.
pub const PLACE: [&str; 5] = ["file", "line", "column", "end_line", "end_column"];

/// The rows of a table of quotes as they are on the command line, but for the
/// place: what they share is put into each.
pub fn rows(table: &Value) -> Vec<Value> {
    let of = |list: &str, number: &Value| {
        let number = usize::try_from(number.as_u64().expect("a number")).unwrap();
        table[list][number].clone()
    };
    let entities = |numbers: &Value| -> Value {
        let numbers = list(numbers).iter();
        numbers.map(|number| of("entities", number)).collect()
    };
    let rows = list(&table["quotes"]).iter().map(|row| {
        let article = of("articles", &row["article"]);
        let speakers = list(&row["speakers"]).iter().map(|speaker| {
            let roles = list(&speaker["roles"]).iter();
            let roles: Value = roles.map(|role| of("roles", role)).collect();
            with(
                &of("entities", &speaker["entity"]),
                &json!({ "roles": roles, "kind": speaker["kind"] }),
            )
        });
        let topics = list(&row["topics"]).iter().map(|topic| {
            let side = json!({ "side": topic["side"] });
            with(&of("entities", &topic["entity"]), &side)
        });
        json!({
            "location": { "uri": article["uri"], "range": row["range"] },
            "title": article["title"],
            "source": article["source"],
            "published": article["published"],
            "date": row["date"],
            "speakers": speakers.collect::<Vec<_>>(),
            "organisations": entities(&row["organisations"]),
            "addressees": entities(&row["addressees"]),
            "topics": topics.collect::<Vec<_>>(),
            "kind": row["kind"],
            "words": row["words"],
        })
    });
    rows.collect()
}
