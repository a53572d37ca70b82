//! What a user sets as too much, and what is said where it is met.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::DidChangeConfiguration;
use tower_lsp::ls_types::request::WorkspaceSymbolRequest;

const FILE: &str = "quotemark.toml";

/// An editor that watches no files, so that the server does.
async fn blind(folder: &Folder) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = json!({});
    Editor::begin(begin).await
}

/// Waits until so many people are known.
async fn until_known(editor: &Editor, people: usize) {
    let query = lsp::WorkspaceSymbolParams {
        query: "@".into(),
        ..lsp::WorkspaceSymbolParams::default()
    };
    editor
        .until_answer::<WorkspaceSymbolRequest>(query, |answer| {
            let found = match answer {
                Some(lsp::WorkspaceSymbolResponse::Flat(found)) => found.len(),
                Some(lsp::WorkspaceSymbolResponse::Nested(found)) => found.len(),
                None => 0,
            };
            found == people
        })
        .await;
}

fn longer_than_a_mebibyte() -> String {
    format!("@bob: Bob\n\n{}", "Words. ".repeat(200_000))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_told_and_read_once_more_is_allowed() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n");
    folder.write("large.qm", &longer_than_a_mebibyte());
    folder.write(FILE, "[limits]\nfile-mib = 1\n");
    let editor = blind(&folder).await;
    let large = folder.uri("large.qm");
    let expected = "(it has 2 MiB, and `file-mib` under `[limits]` in quotemark.toml allows 1)";
    editor.until_report(&large, expected).await;
    until_known(&editor, 1).await;
    folder.write(FILE, "[limits]\nfile-mib = 2\n");
    editor.until_codes(&large, &[]).await;
    until_known(&editor, 2).await;
    folder.write(FILE, "[limits]\nfile-mib = 1\n");
    editor.until_report(&large, expected).await;
    until_known(&editor, 1).await;
    // What is open is read whatever its size.
    editor.open_document(&large, &folder.text("large.qm"));
    until_known(&editor, 2).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_files_are_told_and_the_editor_allows_more() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n//- b.qm\n@bob: Bob\n//- c.qm\n@cat: Cat\n");
    folder.write(FILE, "[limits]\nfiles = 3\n");
    let editor = blind(&folder).await;
    editor
        .until_message("holds more than 3 files and folders; Quotemark reads no more of it")
        .await;
    editor.tell::<DidChangeConfiguration>(lsp::DidChangeConfigurationParams {
        settings: json!({ "quotemark": { "limits": { "files": 5 } } }),
    });
    until_known(&editor, 3).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gravest_reports_are_shown_and_the_others_counted() {
    let text = "\
---
date: 2012
---

“One two three four five six seven.” “One two three four five six seven.”

[x]{} “One two three four five six seven.” [y]{}
";
    let folder = Folder::new("");
    folder.write("a.qm", text);
    let editor = blind(&folder).await;
    let article = folder.uri("a.qm");
    editor.open_document(&article, text);
    let all = ["quote/unattributed"; 3].into_iter();
    let all: Vec<&str> = all.chain(["syntax/empty-tag"; 2]).collect();
    editor.until_codes(&article, &all).await;
    folder.write(FILE, "[limits]\nreports = 3\n");
    editor
        .until_report(&article, "2 more reports on this file are not shown")
        .await;
    let shown = editor.published(&article);
    let lines: Vec<u32> = shown.iter().map(|report| report.range.start.line).collect();
    assert_eq!(lines, [4, 6, 6, 0]);
    editor.close().await;
}
