//! Editors that leave the server's own requests without an answer, or refuse
//! them all.

use std::time::{Duration, Instant};

use quotemark_tests::{Begin, Editor, Folder, Manners};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::DidChangeConfiguration;
use tower_lsp::ls_types::request;

use crate::support::{at, goto_at, hover_at, references_at, words};

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
    role: head of &nhs, 2010..2011
@bob: Bob Lee
&nhs: National Health Service
//- a.qm
---
date: 2012
---

[So]{by @a$0nn}. [Yes]{by @bob}.
";

/// More than the server handles side by side: did each wait for its answer,
/// nothing else would get through.
const MANY: usize = 80;

/// An editor that can do all that the server ever asks for.
fn able(folder: &Folder, manners: Manners) -> Begin {
    let mut begin = Begin::with(folder);
    begin.manners = manners;
    begin.capabilities["window"]["showDocument"] = json!({ "support": true });
    begin.capabilities["workspace"] = json!({
        "workspaceFolders": true,
        "applyEdit": true,
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "codeLens": { "refreshSupport": true },
        "inlayHint": { "refreshSupport": true },
        "semanticTokens": { "refreshSupport": true },
        "diagnostics": { "refreshSupport": true },
        "workspaceEdit": { "documentChanges": true },
    });
    begin
}

/// What a command is answered. Where the editor does not watch the disk, all of
/// it is read once more, and until then changes of many files are refused.
async fn command(editor: &Editor, command: &str, arguments: Value) -> Value {
    let params = json!({ "command": command, "arguments": arguments });
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = editor.ask("workspace/executeCommand", params.clone()).await;
        let is_early = Instant::now() < deadline;
        match answer {
            Ok(answer) => return answer,
            Err(error) if is_early && error.to_string().contains("still being read") => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => panic!("{command} failed: {error}"),
        }
    }
}

/// Writes another quote to the disk and waits until the server knows of it.
async fn until_noticed(editor: &Editor, folder: &Folder) {
    folder.write("b.qm", "[No]{by @ann}\n");
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(folder)), |hover| {
            words(hover).contains("2 quotes")
        })
        .await;
}

/// Asks at the cursor until the corpus is read, and for its places.
async fn answers(editor: &Editor, folder: &Folder) {
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(folder)), |hover| {
            words(hover).contains("Ann Lee") && words(hover).contains("1 quote")
        })
        .await;
    let found = editor
        .request::<request::References>(references_at(at(folder)))
        .await
        .expect("there are some");
    assert_eq!(found.len(), 2);
    let definition = editor
        .request::<request::GotoDefinition>(goto_at(at(folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Link(links)) = definition else {
        panic!("links were asked for")
    };
    assert_eq!(links[0].target_uri, folder.uri("cast.qm"));
    let rows = command(editor, "quotemark.speakers", json!([])).await;
    assert_eq!(rows.as_array().map(Vec::len), Some(3), "{rows}");
}

/// Makes it ask for everything that it asks for by commands, many times.
async fn asked_for_much(editor: &Editor, folder: &Folder) {
    for _ in 0..MANY {
        let merged = command(editor, "quotemark.merge", json!(["@bob", "@ann"])).await;
        assert_eq!(merged, Value::Null);
    }
    let place = json!([folder.uri("a.qm"), { "line": 4, "character": 0 }]);
    command(editor, "quotemark.show", place).await;
    editor.until_asked("workspace/applyEdit", MANY - 1).await;
    editor.until_asked("window/showDocument", 0).await;
    for _ in 0..MANY {
        // That something has changed, and not what.
        editor.tell_raw(
            "workspace/didChangeConfiguration",
            json!({ "settings": null }),
        );
    }
    editor.until_asked("workspace/configuration", MANY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_never_answers_is_answered() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::begin(able(&folder, Manners::IsSilent)).await;
    for method in [
        "window/workDoneProgress/create",
        "client/registerCapability",
        "workspace/configuration",
    ] {
        editor.until_asked(method, 0).await;
    }
    answers(&editor, &folder).await;
    let article = folder.uri("a.qm");
    editor.open_document(&article, &folder.text("a.qm"));
    editor.until_codes(&article, &["quote/no-role"]).await;
    asked_for_much(&editor, &folder).await;
    editor.until_asked("workspace/codeLens/refresh", 0).await;
    // What it tells without being asked counts.
    editor.tell::<DidChangeConfiguration>(lsp::DidChangeConfigurationParams {
        settings: json!({ "quotemark": { "diagnostics": { "quote": "off" } } }),
    });
    editor.until_codes(&article, &[]).await;
    editor.change(&article, 2, None, "[x]{@nobody}\n");
    editor.until_codes(&article, &["unknown/person"]).await;
    editor.change(&article, 3, None, &folder.text("a.qm"));
    answers(&editor, &folder).await;
    // It does not say whether it watches the disk, and so the server does after a while.
    until_noticed(&editor, &folder).await;
    editor.close().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_program_ends_well_with_all_its_requests_open() {
    let folder = Folder::new(CORPUS);
    let binary = env!("CARGO_BIN_EXE_quotemark-for-tests");
    let mut command = std::process::Command::new(binary);
    command.arg("server");
    let editor = Editor::begin_process(able(&folder, Manners::IsSilent), command).await;
    answers(&editor, &folder).await;
    asked_for_much(&editor, &folder).await;
    // This fails unless the exit code is that of an end in good order.
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_pulls_and_never_answers_can_pull() {
    let folder = Folder::new(CORPUS);
    let mut begin = able(&folder, Manners::IsSilent);
    begin.capabilities["textDocument"]["diagnostic"] = json!({ "relatedDocumentSupport": false });
    let editor = Editor::begin(begin).await;
    answers(&editor, &folder).await;
    let article = folder.uri("a.qm");
    editor.open_document(&article, &folder.text("a.qm"));
    let pull = || async {
        let params = json!({ "textDocument": { "uri": article } });
        let report = editor.ask("textDocument/diagnostic", params).await.unwrap();
        report["items"].as_array().map(Vec::len)
    };
    assert_eq!(pull().await, Some(1));
    // What was pulled is outdated, of which the editor is told in vain.
    let cast = "@ann: Ann Lee\n@bob: Bob Lee\n\n[x]{@nobody}\n";
    editor.open_document(&folder.uri("cast.qm"), cast);
    editor.until_asked("workspace/diagnostic/refresh", 0).await;
    assert_eq!(pull().await, Some(0));
    let params = json!({ "previousResultIds": [] });
    let all = editor.ask("workspace/diagnostic", params).await.unwrap();
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1), "{all}");
    let item = &all["items"][0];
    let known = json!({ "uri": item["uri"], "value": item["resultId"] });
    // There is nothing new, and so this one waits until the end.
    let params = json!({ "previousResultIds": [known] });
    editor.start("workspace/diagnostic", params);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_refuses_everything_is_answered() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::begin(able(&folder, Manners::Refuses)).await;
    answers(&editor, &folder).await;
    asked_for_much(&editor, &folder).await;
    editor
        .until_message("“Merge @bob into @ann” was not done")
        .await;
    // It does not watch the disk, and so the server does.
    until_noticed(&editor, &folder).await;
    editor.close().await;
}
