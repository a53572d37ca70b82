//! What the editor of a session is like.

use serde_json::{Value, json};

use super::place::Places;
use crate::input::Choices;

/// How a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By `shutdown` and `exit`.
    Goodbye,
    /// By `exit` alone.
    Exit,
    /// The input ends, and the editor reads on.
    InputEnds,
    /// The editor is gone.
    Cut,
}

/// How the editor takes what the server asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// It does what it is asked.
    Well,
    /// It knows no such thing.
    Refuses,
    /// It never answers.
    Never,
    /// It answers what nobody can make sense of.
    Nonsense,
}

/// What the editor is like.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How it ends the session.
    pub end: End,
    /// How it takes what it is asked.
    pub answers: Answers,
    /// Whether it begins as it should.
    pub initializes: bool,
    /// Whether it waits until the corpus is read before it asks.
    pub waits: bool,
    abilities: u16,
    settings: u8,
}

impl Manners {
    /// The first bytes of an input. With zeros the editor can do everything.
    pub fn of(choices: &mut Choices<'_>) -> Self {
        let byte = choices.byte();
        let ends = [End::Goodbye, End::InputEnds, End::Exit, End::Cut];
        let answers = [
            Answers::Well,
            Answers::Refuses,
            Answers::Never,
            Answers::Nonsense,
        ];
        let answers = answers[usize::from(byte >> 2 & 3)];
        let abilities = !u16::from_be_bytes([choices.byte(), choices.byte()]);
        let settings = choices.byte();
        let has_folder = settings / 4 % 4 != 2;
        // How far the reading is, is told to those who show progress.
        let is_informed = has_folder && answers == Answers::Well && abilities & 1 == 1;
        Self {
            end: ends[usize::from(byte & 3)],
            answers,
            initializes: byte >> 4 & 7 != 7,
            waits: byte & 128 == 0 && is_informed,
            abilities,
            settings,
        }
    }

    /// The parameters of `initialize`.
    pub fn initialize(self, places: &Places) -> Value {
        let has = |bit: u16| self.abilities >> bit & 1 == 1;
        let formats = if has(2) { "markdown" } else { "plaintext" };
        let links = json!({ "linkSupport": has(3) });
        let encodings = match self.settings % 4 {
            0 => json!(["utf-16"]),
            1 => json!(["utf-8", "utf-16"]),
            2 => json!(["utf-32"]),
            _ => json!([]),
        };
        let actions = json!({
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "isPreferredSupport": true,
            "dataSupport": has(5),
            "resolveSupport": { "properties": ["edit"] },
        });
        let mut capabilities = json!({
            "general": { "positionEncodings": encodings },
            "window": {
                "workDoneProgress": has(0),
                "showDocument": { "support": has(1) },
            },
            "workspace": {
                "applyEdit": has(6),
                "configuration": has(7),
                "didChangeConfiguration": { "dynamicRegistration": has(7) },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
                "diagnostics": { "refreshSupport": has(8) },
                "codeLens": { "refreshSupport": has(9) },
                "inlayHint": { "refreshSupport": has(9) },
                "semanticTokens": { "refreshSupport": has(9) },
                "workspaceEdit": {
                    "documentChanges": has(10),
                    "resourceOperations": if has(11) { json!(["create"]) } else { json!([]) },
                },
            },
            "textDocument": {
                "completion": { "completionItem": {
                    "snippetSupport": has(12),
                    "insertReplaceSupport": has(12),
                    "labelDetailsSupport": has(12),
                    "documentationFormat": [formats],
                } },
                "hover": { "contentFormat": [formats] },
                "signatureHelp": { "signatureInformation": {
                    "documentationFormat": [formats],
                    "parameterInformation": { "labelOffsetSupport": has(2) },
                } },
                "definition": links,
                "declaration": links,
                "typeDefinition": links,
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": has(13) },
                "foldingRange": { "lineFoldingOnly": has(13) },
                "publishDiagnostics": { "relatedInformation": has(14) },
            },
            "experimental": { "commands": { "commands": [
                "quotemark.showReferences",
                "quotemark.suggest",
            ] } },
        });
        if has(4) {
            capabilities["textDocument"]["codeAction"] = actions;
        }
        if has(8) {
            let pulled = json!({ "relatedDocumentSupport": has(14) });
            capabilities["textDocument"]["diagnostic"] = pulled;
        }
        if has(10) && has(14) {
            let annotations = &mut capabilities["workspace"]["workspaceEdit"];
            annotations["changeAnnotationSupport"] = json!({});
        }
        let mut params = json!({ "processId": null, "capabilities": capabilities });
        let root = json!(places.root_uri());
        match self.settings / 4 % 4 {
            0 => params["workspaceFolders"] = json!([{ "uri": root, "name": "corpus" }]),
            1 => params["rootUri"] = root,
            2 => params["workspaceFolders"] = json!([]),
            _ => {
                let folder = json!({ "uri": root, "name": "corpus" });
                params["workspaceFolders"] = json!([folder, folder]);
            }
        }
        if self.settings / 16 % 2 == 1 {
            params["trace"] = json!("verbose");
        }
        params["initializationOptions"] = settings(self.settings / 32);
        params
    }
}

/// What an editor may send as settings.
pub fn settings(number: u8) -> Value {
    match number % 8 {
        1 => json!({ "quotemark": { "limits": { "files": 2, "file-mib": 1, "reports": 1 } } }),
        2 => json!({ "hints": "always", "lenses": false }),
        3 => json!({ "quotemark": { "limits": { "files": -1 }, "nobody": [] } }),
        4 => json!({ "diagnostics": { "person/undeclared": "off" }, "cast": "../out.qm" }),
        5 => json!([1, { "quotemark": null }]),
        6 => json!({ "quotemark": { "cast": "new.qm", "hints": { "roles": false } } }),
        7 => json!("none"),
        _ => Value::Null,
    }
}
