//! What the bytes of an input have the editor do.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::editor::Editor;
use super::manners::settings;
use super::place::{Places, position, range, text};
use super::question::{FOLLOW_UPS, method, question};
use crate::input::{self, Choices};

/// Something that the editor does.
pub enum Step {
    /// It asks.
    Ask(&'static str, Value),
    /// It asks under an id of its own.
    AskAs(Value, &'static str, Value),
    /// It tells.
    Tell(&'static str, Value),
    /// It sends a body that may be anything.
    Raw(Vec<u8>),
    /// It waits for its answers, and some time.
    Rest,
    /// It asks about something that was answered: with which of [`FOLLOW_UPS`],
    /// about which of the things, and whether they are changed before.
    FollowUp(usize, u8, u8),
    /// Somebody writes a file of the corpus, or removes it.
    Write(PathBuf, Option<Vec<u8>>),
}

/// The next step of an input.
pub fn step(choices: &mut Choices<'_>, places: &Places, editor: &Editor) -> Step {
    match choices.byte() % 32 {
        0 | 1 => opened(choices, places),
        2..=5 => changed(choices, places),
        6 => {
            let uri = places.uri(choices);
            let params = json!({ "textDocument": { "uri": uri } });
            let methods = ["textDocument/didClose", "textDocument/didSave"];
            Step::Tell(choices.one(&methods), params)
        }
        7 => {
            let params = json!({ "settings": settings(choices.byte()) });
            Step::Tell("workspace/didChangeConfiguration", params)
        }
        8 => {
            let kind = choices.byte() % 4;
            let change = json!({ "uri": places.any_uri(choices), "type": kind });
            let params = json!({ "changes": [change] });
            Step::Tell("workspace/didChangeWatchedFiles", params)
        }
        9 => folders(choices, places),
        10 => Step::Tell(
            "$/cancelRequest",
            json!({ "id": editor.earlier_id(choices.byte()) }),
        ),
        11 => {
            let id = match choices.byte() % 8 {
                0 => json!("a string"),
                1 => Value::Null,
                2 => json!(-1),
                3 => json!(i64::MAX),
                earlier => editor.earlier_id(earlier),
            };
            let (method, params) = question(choices, places);
            Step::AskAs(id, method, params)
        }
        12 | 13 => {
            let kind = usize::from(choices.byte()) % FOLLOW_UPS.len();
            Step::FollowUp(kind, choices.byte(), choices.byte())
        }
        14 => {
            let method = method(choices);
            let params = nonsense(choices);
            match choices.byte() % 4 {
                0 => Step::Tell(method, params),
                _ => Step::Ask(method, params),
            }
        }
        15 => raw(choices),
        16 => Step::Rest,
        17 => life(choices, places, editor),
        18 => {
            let path = places.path(choices);
            let text = match choices.byte() % 3 {
                0 => None,
                1 => Some(text(choices).into_bytes()),
                _ => Some(choices.bytes().to_vec()),
            };
            Step::Write(path, text)
        }
        19 => {
            let files = json!([{
                "oldUri": places.any_uri(choices),
                "newUri": places.any_uri(choices),
            }]);
            let params = json!({ "files": files });
            match choices.byte() % 2 {
                0 => Step::Ask("workspace/willRenameFiles", params),
                _ => Step::Tell("workspace/didRenameFiles", params),
            }
        }
        _ => {
            let (method, params) = question(choices, places);
            Step::Ask(method, params)
        }
    }
}

fn opened(choices: &mut Choices<'_>, places: &Places) -> Step {
    let document = json!({
        "uri": places.uri(choices),
        "languageId": "quotemark",
        "version": version(choices),
        "text": text(choices),
    });
    Step::Tell("textDocument/didOpen", json!({ "textDocument": document }))
}

fn changed(choices: &mut Choices<'_>, places: &Places) -> Step {
    let document = json!({ "uri": places.uri(choices), "version": version(choices) });
    let count = choices.byte() % 4;
    let change = |choices: &mut Choices<'_>| {
        let mut change = json!({});
        if choices.byte() % 8 != 7 {
            change["range"] = range(choices);
        }
        let words = [
            "",
            "x",
            "\n",
            "\r\n",
            "\r",
            "[",
            "]{",
            "}",
            "@",
            "\u{1F642}",
            "@ann: Ann\n",
            "---\n",
        ];
        let word = usize::from(choices.byte());
        let word = words.get(word % (words.len() + 4));
        change["text"] = match word {
            Some(word) => json!(word),
            None => json!(input::text(choices.bytes())),
        };
        change
    };
    let changes: Vec<Value> = (0..count).map(|_| change(choices)).collect();
    let params = json!({ "textDocument": document, "contentChanges": changes });
    Step::Tell("textDocument/didChange", params)
}

/// A version, which may go backwards.
fn version(choices: &mut Choices<'_>) -> i32 {
    match choices.byte() {
        255 => i32::MAX,
        254 => i32::MIN,
        version => i32::from(version) - 8,
    }
}

fn folders(choices: &mut Choices<'_>, places: &Places) -> Step {
    let which = choices.byte();
    let mut folder = || {
        let root = json!(places.root_uri());
        let uri = if choices.byte().is_multiple_of(2) {
            root
        } else {
            places.any_uri(choices)
        };
        json!({ "uri": uri, "name": "" })
    };
    let added: Vec<Value> = (0..which % 3).map(|_| folder()).collect();
    let removed: Vec<Value> = (0..which / 3 % 3).map(|_| folder()).collect();
    let event = json!({ "added": added, "removed": removed });
    Step::Tell(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": event }),
    )
}

/// Parameters that no method takes, or few.
fn nonsense(choices: &mut Choices<'_>) -> Value {
    let deep = "[".repeat(60) + &"]".repeat(60);
    match choices.byte() % 10 {
        0 => Value::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!(7),
        4 => json!({ "textDocument": null, "position": position(choices) }),
        5 => json!({ "textDocument": { "uri": 1 } }),
        6 => json!({ "textDocument": { "uri": "" }, "position": { "line": -1, "character": 0 } }),
        7 => json!({ "textDocument": { "uri": "%" }, "position": { "line": 1e20 } }),
        8 => json!({ "id": { "id": [] }, "value": "?", "command": null }),
        _ => serde_json::from_str(&deep).unwrap_or_default(),
    }
}

/// A body that may be anything.
fn raw(choices: &mut Choices<'_>) -> Step {
    let bodies: [&[u8]; 8] = [
        b"",
        b"[]",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/hover\",\"id\":1.5}",
        b"{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"id\":\"t\",\"method\":\"shutdown\"}",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
        b"{\"jsonrpc\":\"2.0\",\"id\":77,\"error\":{\"code\":1,\"message\":\"\"}}",
        b"{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"textDocument/hover\",\"result\":[]}",
        b"\xEF\xBB\xBF{\"jsonrpc\":\"2.0\"}",
    ];
    let known = bodies.get(usize::from(choices.byte()) % (bodies.len() + 4));
    Step::Raw(known.map_or_else(|| choices.bytes().to_vec(), |body| body.to_vec()))
}

/// What begins and ends a session, at any time.
fn life(choices: &mut Choices<'_>, places: &Places, editor: &Editor) -> Step {
    match choices.byte() % 8 {
        0 | 1 => Step::Ask("initialize", editor.manners.initialize(places)),
        2 => Step::Tell("initialized", json!({})),
        3 => Step::Ask("shutdown", Value::Null),
        4 => Step::Tell("exit", Value::Null),
        5 => Step::Tell("initialize", editor.manners.initialize(places)),
        6 => Step::Tell("shutdown", Value::Null),
        _ => Step::Tell("$/setTrace", json!({ "value": "messages" })),
    }
}
