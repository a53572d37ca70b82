//! What `quotemark.toml` and the editor set, and how soon that shows.

use std::fs;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles};

use crate::support::slice;

const FILE: &str = "quotemark.toml";

/// A corpus in which one report is a warning and the other a hint.
const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
    role: head of &nhs, 2010..2011
&nhs: National Health Service
//- a.qm
---
date: 2012
---

[So]{by @ann}. “One two three four five six seven.”
";

const BOTH: [&str; 2] = ["quote/no-role", "quote/unattributed"];

/// An editor that watches no files, so that the server does, with `a.qm` open.
async fn blind(folder: &Folder) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = json!({});
    open(begin, folder).await
}

async fn open(begin: Begin, folder: &Folder) -> Editor {
    let editor = Editor::begin(begin).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    editor
}

fn tell(editor: &Editor, settings: Value) {
    editor.tell::<DidChangeConfiguration>(lsp::DidChangeConfigurationParams { settings });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_file_shows_at_once() {
    let folder = Folder::new(CORPUS);
    let editor = blind(&folder).await;
    let article = folder.uri("a.qm");
    editor.until_codes(&article, &BOTH).await;
    folder.write(FILE, "[diagnostics]\n\"quote/no-role\" = \"off\"\n");
    editor.until_codes(&article, &["quote/unattributed"]).await;
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    editor.until_codes(&article, &[]).await;
    folder.write(FILE, "[diagnostics]\n\"quote/no-role\" = \"error\"\n");
    let reports = editor.until_codes(&article, &BOTH).await;
    let severities: Vec<_> = reports.iter().map(|report| report.severity).collect();
    assert_eq!(
        severities,
        [
            Some(lsp::DiagnosticSeverity::ERROR),
            Some(lsp::DiagnosticSeverity::HINT)
        ]
    );
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    editor.until_codes(&article, &[]).await;
    fs::remove_file(folder.file(FILE)).unwrap();
    editor.until_codes(&article, &BOTH).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_watches_tells_of_the_file() {
    let folder = Folder::new(CORPUS);
    let editor = open(Begin::with(&folder), &folder).await;
    let article = folder.uri("a.qm");
    editor.until_codes(&article, &BOTH).await;
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    editor.tell::<DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(
            folder.uri(FILE),
            lsp::FileChangeType::CREATED,
        )],
    });
    editor.until_codes(&article, &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_the_file_is_reported_there_until_it_is_mended() {
    let folder = Folder::new(CORPUS);
    let wrong = "# 😀\n[diagnostics]\n\"quote/no-rol\" = \"off\"\nquote = \"fatal\"\ndate = hint\n";
    folder.write(FILE, wrong);
    let editor = blind(&folder).await;
    let file = folder.uri(FILE);
    let reports = editor
        .until_codes(
            &file,
            &[
                "config/malformed",
                "config/unknown-key",
                "config/wrong-value",
            ],
        )
        .await;
    let words: Vec<String> = reports
        .iter()
        .map(|report| slice(wrong, report.range))
        .collect();
    assert_eq!(words, ["\"quote/no-rol\"", "\"fatal\"", "hint"]);
    assert!(reports[0].message.contains("did you mean `quote/no-role`?"));
    folder.write(FILE, "[diagnostics]\n\"quote/no-rol\" = \"off\"\n");
    editor.until_codes(&file, &["config/unknown-key"]).await;
    // What the file says of its own reports holds too.
    folder.write(FILE, "[diagnostics]\nconfig = \"off\"\nx = \"off\"\n");
    editor.until_codes(&file, &[]).await;
    folder.write(FILE, "x = 1\n");
    editor.until_codes(&file, &["config/unknown-key"]).await;
    fs::remove_file(folder.file(FILE)).unwrap();
    editor.until_codes(&file, &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_file_holds_also_from_above_the_folder() {
    let folder = Folder::new(&CORPUS.replace("//- a.qm", "//- in/a.qm"));
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"] = json!({});
    begin.folders = vec![folder.uri("in")];
    let editor = Editor::begin(begin).await;
    let article = folder.uri("in/a.qm");
    editor.open_document(&article, &folder.text("in/a.qm"));
    editor.until_codes(&article, &[]).await;
    folder.write(FILE, "[diagnostics]\n\"quote/no-role\" = \"off\"\n");
    editor.until_codes(&article, &["quote/unattributed"]).await;
    // One in the folder itself goes before it, and leaves nothing of it: it makes of
    // the folder a corpus of its own, which does not know the cast above.
    folder.write("in/quotemark.toml", "[diagnostics]\nquote = \"off\"\n");
    editor.until_codes(&article, &["unknown/person"]).await;
    fs::remove_file(folder.file("in/quotemark.toml")).unwrap();
    editor.until_codes(&article, &["quote/unattributed"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_editor_goes_over_the_file() {
    let folder = Folder::new(CORPUS);
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    let mut begin = Begin::with(&folder);
    begin.initialization = json!({ "diagnostics": { "quote/no-role": "hint" }, "lens": true });
    let editor = open(begin, &folder).await;
    let article = folder.uri("a.qm");
    editor.until_codes(&article, &["quote/no-role"]).await;
    editor
        .until_message("The editor's setting lens is passed over")
        .await;
    // What is told last holds as a whole.
    tell(
        &editor,
        json!({ "quotemark": { "diagnostics": { "quote/unattributed": "hint" } } }),
    );
    editor.until_codes(&article, &["quote/unattributed"]).await;
    tell(&editor, json!({ "diagnostics": { "quote": "fatal" } }));
    editor.until_codes(&article, &[]).await;
    editor
        .until_message("diagnostics.quote is passed over")
        .await;
    // What makes no sense is no harm.
    tell(&editor, json!([3]));
    tell(
        &editor,
        json!({ "quotemark": { "diagnostics": { "quote": "hint" } } }),
    );
    editor.until_codes(&article, &BOTH).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_answers_is_asked() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"]["configuration"] = json!(true);
    begin.capabilities["workspace"]["didChangeConfiguration"] =
        json!({ "dynamicRegistration": true });
    begin.configuration = json!({ "diagnostics": { "quote": "off" }, "server": { "path": "" } });
    let editor = open(begin, &folder).await;
    let article = folder.uri("a.qm");
    editor.until_codes(&article, &[]).await;
    let request = editor.until_asked("workspace/configuration", 0).await;
    assert_eq!(request["items"], json!([{ "section": "quotemark" }]));
    editor
        .until_registered("workspace/didChangeConfiguration")
        .await;
    editor.configure(json!({ "diagnostics": { "quote/no-role": "off" } }));
    tell(&editor, Value::Null);
    editor.until_codes(&article, &["quote/unattributed"]).await;
    // An editor without an answer takes back nothing of what it has told.
    editor.configure(Value::Null);
    tell(
        &editor,
        json!({ "quotemark": { "diagnostics": { "quote/unattributed": "off" } } }),
    );
    editor.until_codes(&article, &["quote/no-role"]).await;
    editor.until_asked("workspace/configuration", 2).await;
    editor.until_codes(&article, &["quote/no-role"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_pulls_is_told_to_pull_again() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"] = json!({ "diagnostics": { "refreshSupport": true } });
    begin.capabilities["textDocument"]["diagnostic"] = json!({});
    let editor = open(begin, &folder).await;
    editor.until_read().await;
    let pull = async |previous: Option<&str>| {
        let document = json!({ "uri": folder.uri("a.qm") });
        let params = json!({ "textDocument": document, "previousResultId": previous });
        editor.ask("textDocument/diagnostic", params).await.unwrap()
    };
    let before = pull(None).await;
    assert_eq!(
        before["items"].as_array().map(Vec::len),
        Some(2),
        "{before}"
    );
    let mut seen = editor.times_asked("workspace/diagnostic/refresh");
    folder.write(FILE, "[diagnostics]\nquote = \"off\"\n");
    // One that the reading asked for may still be on its way; the settings ask again.
    loop {
        editor
            .until_asked("workspace/diagnostic/refresh", seen)
            .await;
        let after = pull(before["resultId"].as_str()).await;
        if after["items"] == json!([]) {
            break;
        }
        seen += 1;
    }
    editor.close().await;
}
