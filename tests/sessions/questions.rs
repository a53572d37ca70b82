//! What is asked of both servers, and how answers are compared.

use std::path::Path;

use quotemark_tests::Editor;
use serde_json::{Value, json};

use crate::model::{Model, place_in, uri};
use quotemark_tests::Dice;

/// What the names of documents begin with as long as it is open where they are.
const PLACE: &str = "$PLACE/";

/// The most documents about which everything is asked, beside those that are open.
const DOCUMENTS: usize = 24;

/// A question: its method, and its parameters, in which `$PLACE/name` stands
/// for the address of a file.
#[derive(Debug, Clone)]
pub struct Question {
    pub method: &'static str,
    pub params: Value,
}

/// What is asked at a place in a document.
const AT_A_PLACE: [&str; 13] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/linkedEditingRange",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareTypeHierarchy",
    "textDocument/references",
    "textDocument/rename",
];

/// What is asked of a document.
const OF_A_DOCUMENT: [&str; 8] = [
    "textDocument/documentSymbol",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "textDocument/formatting",
    "textDocument/diagnostic",
    "quotemark/test/text",
];

/// What depends on nothing but the text of a document, so that its answer is
/// known though other things change meanwhile.
pub const OF_ITS_TEXT_ALONE: [&str; 3] = [
    "quotemark/test/text",
    "textDocument/foldingRange",
    "textDocument/formatting",
];

/// A question of a document.
pub fn of_document(method: &'static str, name: &str) -> Question {
    let document = json!({ "uri": format!("{PLACE}{name}") });
    let params = match method {
        "quotemark/test/text" => document,
        "textDocument/formatting" => {
            json!({ "textDocument": document, "options": { "tabSize": 4, "insertSpaces": true } })
        }
        _ => json!({ "textDocument": document }),
    };
    Question { method, params }
}

/// A question at a place of a document.
pub fn at_place(model: &Model, dice: &mut Dice, name: &str) -> Question {
    let text = model.text(name);
    let at = place_in(&text, dice);
    let document = json!({ "uri": format!("{PLACE}{name}") });
    let position = model.position(&text, at);
    let mut params = json!({ "textDocument": document, "position": position });
    if dice.once_in(8) {
        let end = model.position(&text, place_in(&text, dice).max(at));
        let range = json!({ "start": position, "end": end });
        let (method, params) = if dice.once_in(2) {
            let params = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
            ("textDocument/codeAction", params)
        } else {
            let params = json!({ "textDocument": document, "range": range });
            ("textDocument/inlayHint", params)
        };
        return Question { method, params };
    }
    if dice.once_in(12) {
        let params = json!({ "textDocument": document, "positions": [position] });
        return Question {
            method: "textDocument/selectionRange",
            params,
        };
    }
    let method = dice.one_of(&AT_A_PLACE);
    match method {
        "textDocument/references" => params["context"] = json!({ "includeDeclaration": true }),
        "textDocument/rename" => params["newName"] = json!("another-id"),
        _ => {}
    }
    Question { method, params }
}

/// The step from a place of a document to the next quote or the one before.
fn step(model: &Model, dice: &mut Dice, name: &str) -> Question {
    let text = model.text(name);
    let at = place_in(&text, dice);
    let position = model.position(&text, at);
    let (whose, uri) = (dice.one_of(&["@ann", "&nhs"]), format!("{PLACE}{name}"));
    let step = json!({ "whose": whose, "uri": uri, "position": position, "back": dice.once_in(2) });
    Question {
        method: "workspace/executeCommand",
        params: json!({ "command": "quotemark.step", "arguments": [step] }),
    }
}

/// Whom a place of a document names.
fn entities_at(model: &Model, dice: &mut Dice, name: &str) -> Question {
    let text = model.text(name);
    let position = model.position(&text, place_in(&text, dice));
    let place = json!({ "uri": format!("{PLACE}{name}"), "position": position });
    Question {
        method: "workspace/executeCommand",
        params: json!({ "command": "quotemark.entitiesAt", "arguments": [place] }),
    }
}

/// Everything that is compared when a session is at rest.
pub fn all(model: &Model, dice: &mut Dice) -> Vec<Question> {
    let mut questions = Vec::new();
    for name in some_documents(model, dice) {
        for method in OF_A_DOCUMENT {
            let is_asked = method != "textDocument/diagnostic" || model.pulls;
            if is_asked {
                questions.push(of_document(method, &name));
            }
        }
        for _ in 0..5 {
            questions.push(at_place(model, dice, &name));
        }
        questions.push(step(model, dice, &name));
        questions.push(entities_at(model, dice, &name));
    }
    for query in ["", "lee", "a", "‘so", "nhs"] {
        questions.push(Question {
            method: "workspace/symbol",
            params: json!({ "query": query }),
        });
    }
    for (command, filter) in [
        ("quotemark.speakers", json!([])),
        ("quotemark.quotes", json!([{}])),
        ("quotemark.quotes", json!([{ "by": "@ann" }])),
        ("quotemark.quotes", json!([{ "of": "&nhs" }])),
        ("quotemark.quotes", json!([{ "on": "#money" }])),
        ("quotemark.summary", json!([])),
        ("quotemark.entities", json!([{ "matching": "lee" }])),
    ] {
        questions.push(Question {
            method: "workspace/executeCommand",
            params: json!({ "command": command, "arguments": filter }),
        });
    }
    // Nothing new would not be answered. What the editor had of every document
    // is made up, so that all of them are new.
    let had = model.documents().into_iter();
    let had = had.map(|name| json!({ "uri": format!("{PLACE}{name}"), "value": "made up" }));
    let had: Vec<Value> = had.collect();
    if model.pulls && !had.is_empty() {
        questions.push(Question {
            method: "workspace/diagnostic",
            params: json!({ "previousResultIds": had }),
        });
    }
    questions
}

/// The documents that are asked about: of many, those that are open and some others.
fn some_documents(model: &Model, dice: &mut Dice) -> Vec<String> {
    let mut documents = model.documents();
    if documents.len() > DOCUMENTS {
        let chosen: Vec<String> = (0..DOCUMENTS).map(|_| dice.one_of(&documents)).collect();
        documents.retain(|name| model.open.contains_key(name) || chosen.contains(name));
    }
    documents
}

impl Question {
    /// The parameters for a server whose folders are at `place`.
    pub fn params_at(&self, place: &Path) -> Value {
        placed(self.params.clone(), place)
    }

    /// Asks a server; errors are answers too.
    pub async fn ask(&self, editor: &Editor, place: &Path) -> Value {
        let answer = editor.ask(self.method, self.params_at(place)).await;
        let answer = answer.unwrap_or_else(|error| json!({ "error": error }));
        let mut answer = comparable(answer, place);
        // The reports on all documents come in no order that means anything.
        if self.method == "workspace/diagnostic"
            && let Some(items) = answer["items"].as_array_mut()
        {
            items.sort_by_key(|item| item["uri"].to_string());
        }
        answer
    }
}

/// Parameters with the addresses of the files at `place`.
fn placed(params: Value, place: &Path) -> Value {
    match params {
        Value::String(words) => match words.strip_prefix(PLACE) {
            Some(name) => json!(uri(place, name)),
            None => Value::String(words),
        },
        Value::Array(items) => items.into_iter().map(|item| placed(item, place)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            fields
                .map(|(key, value)| (key, placed(value, place)))
                .collect()
        }
        other => other,
    }
}

/// An answer without what differs from server to server: where the folders are,
/// and the marks by which a server knows what it has said before.
pub fn comparable(answer: Value, place: &Path) -> Value {
    let path = place.to_str().expect("a path in UTF-8");
    let address = uri(place, "");
    let address = address.as_str().trim_end_matches('/');
    let plain = |words: &str| {
        words
            .replace(address, "file:///PLACE")
            .replace(path, "/PLACE")
    };
    match answer {
        Value::String(words) => Value::String(plain(&words)),
        Value::Array(items) => {
            let items = items.into_iter().map(|item| comparable(item, place));
            Value::Array(items.collect())
        }
        Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .filter(|(key, _)| !matches!(key.as_str(), "resultId" | "data"));
            let fields = fields.map(|(key, value)| (plain(&key), comparable(value, place)));
            Value::Object(fields.collect())
        }
        other => other,
    }
}
