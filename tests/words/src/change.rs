//! Edits as they cross the wire.

use serde_json::Value;

/// A position of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0, in units of the encoding agreed upon.
    pub column: usize,
}

/// A `TextEdit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where what goes begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What comes instead.
    pub text: String,
}

/// A step of a `WorkspaceEdit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// A file is made, empty.
    Create(String),
    /// A file at an address is changed.
    Change(String, Vec<Edit>),
}

/// The steps of a `WorkspaceEdit`, in order; what an edit is, as a sentence, if
/// it is not what the protocol says.
///
/// # Errors
/// When the edit is none.
pub fn operations(edit: &Value) -> Result<Vec<Operation>, String> {
    let mut operations = Vec::new();
    let list = edit["documentChanges"].as_array();
    for step in list.into_iter().flatten() {
        if step["kind"] == "create" {
            operations.push(Operation::Create(string(&step["uri"])?));
        } else {
            let uri = string(&step["textDocument"]["uri"])?;
            operations.push(Operation::Change(uri, edits(&step["edits"])?));
        }
    }
    let plain = edit["changes"].as_object();
    for (uri, changes) in plain.into_iter().flatten() {
        operations.push(Operation::Change(uri.clone(), edits(changes)?));
    }
    Ok(operations)
}

/// A list of `TextEdit`s; `null` is none.
///
/// # Errors
/// When it is no such list.
pub fn edits(list: &Value) -> Result<Vec<Edit>, String> {
    let list = list.as_array();
    list.into_iter().flatten().map(edit).collect()
}

/// One `TextEdit`.
///
/// # Errors
/// When it is none.
pub fn edit(edit: &Value) -> Result<Edit, String> {
    Ok(Edit {
        start: place(&edit["range"]["start"])?,
        end: place(&edit["range"]["end"])?,
        text: string(&edit["newText"])?,
    })
}

fn place(place: &Value) -> Result<Position, String> {
    let number = |value: &Value| {
        let number = value.as_u64().and_then(|number| number.try_into().ok());
        number.ok_or_else(|| format!("{place} is no position"))
    };
    Ok(Position {
        line: number(&place["line"])?,
        column: number(&place["character"])?,
    })
}

fn string(value: &Value) -> Result<String, String> {
    let string = value.as_str().map(str::to_owned);
    string.ok_or_else(|| format!("{value} is no text"))
}
