//! The questions that an editor asks about documents, and the commands.

use serde_json::{Value, json};

use super::place::{Places, position, range};
use crate::input::{Choices, text};

/// A method and its parameters.
pub type Question = (&'static str, Value);

/// What the server answers about a position.
const AT_POSITION: [&str; 15] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/linkedEditingRange",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareTypeHierarchy",
    "textDocument/onTypeFormatting",
];

/// What it answers about a document.
const OF_DOCUMENT: [&str; 8] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "textDocument/codeLens",
    "textDocument/formatting",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/diagnostic",
];

/// What it answers about a range.
const IN_RANGE: [&str; 4] = [
    "textDocument/codeAction",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/range",
    "textDocument/rangeFormatting",
];

/// What is asked about something that was answered before.
pub const FOLLOW_UPS: [&str; 9] = [
    "completionItem/resolve",
    "codeLens/resolve",
    "inlayHint/resolve",
    "codeAction/resolve",
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "typeHierarchy/supertypes",
    "typeHierarchy/subtypes",
    "workspace/executeCommand",
];

/// Any method that the server knows, and some that it does not.
pub fn method(choices: &mut Choices<'_>) -> &'static str {
    let others = [
        "workspace/symbol",
        "workspace/diagnostic",
        "textDocument/selectionRange",
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "workspace/willRenameFiles",
        "workspace/didRenameFiles",
        "textDocument/willSaveWaitUntil",
        "textDocument/documentColor",
        "textDocument/moniker",
        "window/workDoneProgress/cancel",
        "$/setTrace",
        "$/unknown",
        "quotemark/test/fail",
        "",
    ];
    let all = [
        &AT_POSITION[..],
        &OF_DOCUMENT,
        &IN_RANGE,
        &FOLLOW_UPS,
        &others,
    ]
    .concat();
    choices.one(&all)
}

/// A question about a document, or about the whole corpus.
pub fn question(choices: &mut Choices<'_>, places: &Places) -> Question {
    let number = usize::from(choices.byte()) % 32;
    if let Some(method) = AT_POSITION.get(number) {
        return (method, at_position(choices, places, number));
    }
    let number = number - AT_POSITION.len();
    if let Some(method) = OF_DOCUMENT.get(number) {
        let mut params = json!({ "textDocument": { "uri": places.uri(choices) } });
        match number {
            4 => params["options"] = options(),
            6 => params["previousResultId"] = json!((choices.byte() % 8).to_string()),
            7 if choices.byte() % 2 == 1 => params["previousResultId"] = json!("1"),
            _ => {}
        }
        return (method, params);
    }
    let number = number - OF_DOCUMENT.len();
    if let Some(method) = IN_RANGE.get(number) {
        let mut params = json!({
            "textDocument": { "uri": places.uri(choices) },
            "range": range(choices),
        });
        match number {
            0 => params["context"] = context(choices),
            3 => params["options"] = options(),
            _ => {}
        }
        return (method, params);
    }
    match number - IN_RANGE.len() {
        0 => {
            let uri = places.uri(choices);
            let count = choices.byte() % 4;
            let positions: Vec<Value> = (0..count).map(|_| position(choices)).collect();
            let params = json!({ "textDocument": { "uri": uri }, "positions": positions });
            ("textDocument/selectionRange", params)
        }
        1 => {
            // Without ids the editor names those that it has.
            let mut params = match choices.byte() % 4 {
                0 => json!({ "previousResultIds": [{
                    "uri": places.any_uri(choices),
                    "value": "1",
                }] }),
                _ => json!({}),
            };
            if choices.byte() % 2 == 1 {
                params["partialResultToken"] = json!(7);
            }
            ("workspace/diagnostic", params)
        }
        2 => {
            let query = choices.one(&["", "ann", "@", "\"choice", "\u{201C}", "&g", "#c"]);
            ("workspace/symbol", json!({ "query": query }))
        }
        3 => (
            "workspace/symbol",
            json!({ "query": text(choices.bytes()) }),
        ),
        _ => command(choices, places),
    }
}

fn at_position(choices: &mut Choices<'_>, places: &Places, number: usize) -> Value {
    let mut params = json!({
        "textDocument": { "uri": places.uri(choices) },
        "position": position(choices),
    });
    match number {
        1 if choices.byte() % 2 == 1 => {
            let trigger = choices.one(&["{", "@", "&", "#", " ", "x"]);
            params["context"] = json!({ "triggerKind": 2, "triggerCharacter": trigger });
        }
        7 => params["context"] = json!({ "includeDeclaration": choices.byte() % 2 == 1 }),
        10 => {
            let names = ["@other", "other", "&gpc", "@ann", "", "@", "@a b", "#x-y"];
            let name = match choices.byte() {
                number @ 0..240 => names[usize::from(number) % names.len()].to_owned(),
                _ => text(choices.bytes()),
            };
            params["newName"] = json!(name);
        }
        14 => {
            params["ch"] = json!(choices.one(&["}", "\n", "x", ""]));
            params["options"] = options();
        }
        _ => {}
    }
    params
}

fn options() -> Value {
    json!({ "tabSize": 4, "insertSpaces": true })
}

fn context(choices: &mut Choices<'_>) -> Value {
    let byte = choices.byte();
    let mut context = json!({ "diagnostics": [], "triggerKind": byte % 2 + 1 });
    let only = [
        "quickfix",
        "refactor",
        "source",
        "source.fixAll",
        "refactor.rewrite",
        "",
    ];
    if byte >= 128 {
        context["only"] = json!([choices.one(&only)]);
    }
    context
}

/// A command with arguments that mostly make sense.
fn command(choices: &mut Choices<'_>, places: &Places) -> Question {
    const IDS: [&str; 9] = [
        "@ann", "@bob", "&gpc", "&bma", "#cuts", "@spare", "@missing", "@", "x",
    ];
    let number = choices.byte() % 14;
    let (command, arguments) = match number {
        0 => {
            let key = choices.one(&["by", "of", "on", "from", "to", "other"]);
            let value = choices.one(&["@ann", "&gpc", "#cuts", "2011", "2011-13", ""]);
            ("quotemark.quotes", json!([{ key: value }]))
        }
        1 => ("quotemark.quotes", json!([choices.one(&IDS)])),
        2 => (
            choices.one(&["quotemark.speakers", "quotemark.byRole"]),
            json!([]),
        ),
        3 => ("quotemark.preview", json!([places.any_uri(choices)])),
        4 => {
            let uri = places.any_uri(choices);
            ("quotemark.show", json!([uri, position(choices)]))
        }
        5 => {
            let id = match choices.byte() {
                number @ 0..200 => IDS[usize::from(number) % IDS.len()].to_owned(),
                _ => text(choices.bytes()),
            };
            let name = text(choices.bytes());
            let uri = places.any_uri(choices);
            ("quotemark.declare", json!([id, name, uri]))
        }
        6 => {
            let from = choices.one(&IDS);
            ("quotemark.merge", json!([from, choices.one(&IDS)]))
        }
        7 => ("quotemark.summary", json!([])),
        8 => {
            let ids = [choices.one(&IDS), choices.one(&IDS), choices.one(&IDS)];
            let wanted = match choices.byte() % 4 {
                0 => json!({ "after": ids[0], "limit": choices.byte(), "also": ids }),
                1 => json!({ "on": ids[0], "side": choices.one(&["on", "for", "none"]) }),
                2 => json!({ "matching": text(choices.bytes()), "quoted": true }),
                _ => json!({ "version": "0.0", "limit": -1 }),
            };
            let command = choices.one(&["quotemark.speakersPage", "quotemark.topicsPage"]);
            (command, json!([wanted]))
        }
        9 => {
            let at = json!({ "uri": places.any_uri(choices), "position": position(choices) });
            let order = choices.one(&["said", "articles", "none"]);
            let (offset, limit) = (choices.byte() % 8, choices.byte() % 8);
            let whose = choices.one(&IDS);
            let wanted = json!({
                "whose": whose, "order": order, "offset": offset, "limit": limit, "at": at,
            });
            ("quotemark.quotesPage", json!([wanted]))
        }
        10 => {
            let uri = places.any_uri(choices);
            let back = choices.byte().is_multiple_of(2);
            let whose = choices.one(&IDS);
            let wanted = json!({
                "whose": whose, "uri": uri, "position": position(choices), "back": back,
            });
            ("quotemark.step", json!([wanted]))
        }
        11 => {
            let at = json!({ "uri": places.any_uri(choices), "position": position(choices) });
            let name = choices.one(&["quotemark.entitiesAt", "quotemark.tagEnd"]);
            (name, json!([at]))
        }
        12 => {
            let wanted = json!({ "matching": text(choices.bytes()), "limit": choices.byte() % 8 });
            ("quotemark.entities", json!([wanted]))
        }
        _ => {
            let name = choices.one(&["quotemark.act", "quotemark.none", "quotemark.merge"]);
            (name, json!([1, "x"]))
        }
    };
    let params = json!({ "command": command, "arguments": arguments });
    ("workspace/executeCommand", params)
}
