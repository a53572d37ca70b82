//! What has to hold of everything that the server sends.

use serde_json::Value;

/// JSON-RPC's number for an error inside the server.
const INTERNAL_ERROR: i64 = -32603;

/// A message is a request, a notification or an answer, as JSON-RPC has them.
pub fn assert_well_formed(message: &Value) {
    assert_eq!(message["jsonrpc"], "2.0", "{message}");
    let (id, method) = (message.get("id"), message.get("method"));
    let (result, error) = (message.get("result"), message.get("error"));
    if let Some(method) = method {
        assert!(method.is_string(), "{message}");
        assert!(result.is_none() && error.is_none(), "{message}");
    } else {
        assert!(id.is_some(), "{message}");
        assert!(result.is_some() != error.is_some(), "{message}");
    }
    if let Some(id) = id {
        assert!(id.is_i64() || id.is_string() || id.is_null(), "{message}");
    }
    if let Some(error) = error {
        let code = error["code"].as_i64();
        assert!(code.is_some() && error["message"].is_string(), "{message}");
        assert_ne!(code, Some(INTERNAL_ERROR), "{message}");
    }
}

/// Ranges end after their starts, lie in each other where they have to, and
/// edits of one text do not overlap.
pub fn assert_ranges(value: &Value) {
    match value {
        Value::Array(items) => {
            assert_apart(items);
            items.iter().for_each(assert_ranges);
        }
        Value::Object(fields) => {
            if let Some((start, end)) = ends(value) {
                assert!(start <= end, "a range ends before it starts: {value}");
            }
            for (outer, inner) in [
                ("range", "selectionRange"),
                ("targetRange", "targetSelectionRange"),
                ("replace", "insert"),
            ] {
                if let (Some(outer), Some(inner)) = (value.get(outer), value.get(inner)) {
                    assert!(covers(outer, inner), "{value}");
                }
            }
            if let Some(parent) = value.get("parent").filter(|parent| parent.is_object()) {
                assert!(covers(&parent["range"], &value["range"]), "{value}");
            }
            if let (Some(start), Some(end)) = (value.get("startLine"), value.get("endLine")) {
                assert!(start.as_u64() <= end.as_u64(), "{value}");
            }
            fields.values().for_each(assert_ranges);
        }
        _ => {}
    }
}

fn covers(outer: &Value, inner: &Value) -> bool {
    match (ends(outer), ends(inner)) {
        (Some(outer), Some(inner)) => outer.0 <= inner.0 && inner.1 <= outer.1,
        _ => false,
    }
}

/// Of edits none begins before another has ended.
fn assert_apart(items: &[Value]) {
    let edits = items.iter().filter(|item| item.get("newText").is_some());
    let mut ranges: Vec<_> = edits.filter_map(|edit| ends(&edit["range"])).collect();
    ranges.sort_unstable();
    let is_apart = ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    assert!(is_apart, "edits overlap: {items:?}");
}

type Position = (u64, u64);

/// Both ends of what is a range of the protocol.
fn ends(range: &Value) -> Option<(Position, Position)> {
    let place = |end: &str| {
        let end = range.get(end)?;
        Some((end.get("line")?.as_u64()?, end.get("character")?.as_u64()?))
    };
    Some((place("start")?, place("end")?))
}
