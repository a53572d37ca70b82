//! URIs as editors write them, which is not always as the RFC has it.

use quotemark::lsp::ServerOptions;
use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types::request;

use crate::support::{symbol_names, symbols_of};

const ARTICLE: &str = "@ann: Ann Lee\n\n[Ann Lee]{@ann} said [no]{by @ann}.\n";

/// Names with what editors leave as it is, or what an editor could.
#[cfg(unix)]
const NAMES: [&str; 8] = [
    "[draft].qm",
    "a b.qm",
    "a|b^c`.qm",
    "{a}<b>\"c\".qm",
    "a\\b.qm",
    "Müller 日本 😀.qm",
    "100%.qm",
    "50%zz [1].qm",
];

/// The URI of a file with its name as it stands.
fn raw(folder: &Folder, name: &str) -> String {
    format!("file://{}/{name}", folder.path().display())
}

/// Questions about a document, all that take a URI.
fn questions(uri: &str) -> Vec<(&'static str, Value)> {
    let (document, place) = (json!({ "uri": uri }), json!({ "line": 2, "character": 3 }));
    let whole =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 3, "character": 0 } });
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let of = |more: &[(&str, Value)]| {
        let mut params = json!({ "textDocument": document });
        for (name, value) in more {
            params[*name] = value.clone();
        }
        params
    };
    let at = |more: &[(&str, Value)]| of(&[&[("position", place.clone())], more].concat());
    vec![
        ("textDocument/hover", at(&[])),
        ("textDocument/completion", at(&[])),
        ("textDocument/signatureHelp", at(&[])),
        ("textDocument/definition", at(&[])),
        ("textDocument/declaration", at(&[])),
        ("textDocument/typeDefinition", at(&[])),
        ("textDocument/implementation", at(&[])),
        (
            "textDocument/references",
            at(&[("context", json!({ "includeDeclaration": true }))]),
        ),
        ("textDocument/documentHighlight", at(&[])),
        ("textDocument/prepareRename", at(&[])),
        ("textDocument/rename", at(&[("newName", json!("lee"))])),
        ("textDocument/linkedEditingRange", at(&[])),
        ("textDocument/prepareCallHierarchy", at(&[])),
        ("textDocument/prepareTypeHierarchy", at(&[])),
        (
            "textDocument/selectionRange",
            of(&[("positions", json!([place]))]),
        ),
        ("textDocument/documentSymbol", of(&[])),
        ("textDocument/foldingRange", of(&[])),
        ("textDocument/documentLink", of(&[])),
        ("textDocument/codeLens", of(&[])),
        ("textDocument/diagnostic", of(&[])),
        (
            "textDocument/semanticTokens/range",
            of(&[("range", whole.clone())]),
        ),
        ("textDocument/inlayHint", of(&[("range", whole.clone())])),
        ("textDocument/formatting", of(&[("options", options)])),
        (
            "textDocument/codeAction",
            of(&[("range", whole), ("context", json!({ "diagnostics": [] }))]),
        ),
        (
            "workspace/executeCommand",
            json!({ "command": "quotemark.preview", "arguments": [uri] }),
        ),
    ]
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn documents_are_those_that_the_editor_means() {
    let folder = Folder::new("//- quotemark.toml\n");
    let editor = Editor::open(&folder).await;
    for name in NAMES {
        let sent = raw(&folder, name);
        let document = json!({ "uri": sent, "languageId": "q", "version": 1, "text": ARTICLE });
        editor.tell_raw("textDocument/didOpen", json!({ "textDocument": document }));
        // Where it is as the RFC has it, the answers are the same.
        let sound = folder.uri(name);
        assert_ne!(sound.as_str(), sent);
        for ((method, one), (_, other)) in questions(&sent).iter().zip(questions(sound.as_str())) {
            let one = editor.ask(method, one.clone()).await;
            let other = editor.ask(method, other).await;
            assert_eq!(one, other, "{method} of {sent}");
            assert!(one.is_ok(), "{method} of {sent}: {one:?}");
            if *method == "textDocument/hover" {
                assert!(one.unwrap().to_string().contains("Ann Lee"), "{sent}");
            }
        }
        let change = json!({
            "textDocument": { "uri": sent, "version": 2 },
            "contentChanges": [{ "text": "@bob: Bob Lee\n" }],
        });
        editor.tell_raw("textDocument/didChange", change);
        let found = editor
            .request::<request::WorkspaceSymbolRequest>(symbols_of("Lee"))
            .await;
        assert_eq!(symbol_names(&found), ["Bob Lee"], "{sent}");
        let document = json!({ "textDocument": { "uri": sent } });
        editor.tell_raw("textDocument/didClose", document);
    }
    editor.close().await;
}

/// The parameters of `initialize` for a folder, in the way of the day and in both
/// ways of old.
#[cfg(unix)]
fn greetings(folder: &str) -> [Value; 3] {
    let with = |name: &str, value: Value| {
        let mut params = json!({ "capabilities": { "window": { "workDoneProgress": true } } });
        params[name] = value;
        params
    };
    [
        with(
            "workspaceFolders",
            json!([{ "uri": folder, "name": "x" }, { "uri": "", "name": "none" }]),
        ),
        with("rootUri", json!(folder)),
        with("rootUri", json!(folder.trim_start_matches("file://"))),
    ]
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn folders_and_events_are_too() {
    let folder = Folder::new(
        "//- talks [2011] {é}|x/a.qm\n@ann: Ann Lee\n//- more [2012]/b.qm\n@bob: Bob Lee\n",
    );
    let talks = raw(&folder, "talks [2011] {é}|x");
    for params in greetings(&talks) {
        let editor = Editor::greet(params.clone(), ServerOptions::default()).await;
        let found = |wanted: &'static [&'static str]| {
            let is_so = move |found: &_| symbol_names(found) == wanted;
            editor.until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), is_so)
        };
        found(&["Ann Lee"]).await;
        let more = json!([{ "uri": raw(&folder, "more [2012]"), "name": "more" }, { "uri": "x", "name": "x" }]);
        let event = json!({ "event": { "added": more, "removed": [] } });
        editor.tell_raw("workspace/didChangeWorkspaceFolders", event);
        found(&["Ann Lee", "Bob Lee"]).await;
        let event = json!({ "event": { "added": [], "removed": more } });
        editor.tell_raw("workspace/didChangeWorkspaceFolders", event);
        found(&["Ann Lee"]).await;
        editor.close().await;
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn events_of_other_files_are_not_lost() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- [b].qm\n@bob: Bob Lee\n");
    let editor = Editor::begin(Begin::with(&folder)).await;
    editor.until_read().await;
    folder.write("cast.qm", "@ann: Ann Leeds\n");
    folder.write("[b].qm", "@bob: Bob Leeds\n");
    let names = ["", "no uri", "%", "é", "//[", "file://"];
    let mut changes: Vec<Value> = names
        .iter()
        .map(|name| json!({ "uri": name, "type": 2 }))
        .collect();
    for name in ["[b].qm", "cast.qm"] {
        changes.push(json!({ "uri": raw(&folder, name), "type": 2 }));
    }
    editor.tell_raw(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": changes }),
    );
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Leeds"), |found| {
            symbol_names(found) == ["Ann Leeds", "Bob Leeds"]
        })
        .await;
    // What stands alone and is no URI is told to who asked.
    let params =
        json!({ "textDocument": { "uri": "no uri" }, "position": { "line": 0, "character": 0 } });
    let error = editor.ask("textDocument/hover", params).await.unwrap_err();
    assert_eq!(error["code"], -32602);
    editor.close().await;
}
