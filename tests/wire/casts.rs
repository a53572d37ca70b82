//! Declarations that corpora share: read by each, and changed only by the one whose they are.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{goto_at, hover_at, symbol_names, symbols_of, words};

/// A repository with a corpus that reads the cast of another one.
const SHARING: &str = "//- shared/quotemark.toml
//- shared/cast.qm
@ann: Ann Lee
@dan: Dan
//- shared/own.qm
[She]{@ann} left.
//- c/quotemark.toml
casts = [\"../shared/cast.qm\"]
//- c/a.qm
[She]{@ann} saw [him]{@cy}.

@cy: Cy
    role: clerk
";

async fn begun(folder: &Folder, folders: &[&str], settings: serde_json::Value) -> Editor {
    std::fs::create_dir_all(folder.file(".git")).unwrap();
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = json!({ "applyEdit": true });
    begin.folders = folders.iter().map(|name| folder.uri(name)).collect();
    begin.initialization = json!({ "quotemark": settings });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

fn first_id(uri: &lsp::Uri) -> lsp::TextDocumentPositionParams {
    lsp::TextDocumentPositionParams {
        text_document: lsp::TextDocumentIdentifier { uri: uri.clone() },
        position: lsp::Position::new(0, 8),
    }
}

async fn until_hover(editor: &Editor, uri: &lsp::Uri, wanted: &str) {
    let ask = editor.until_answer::<request::HoverRequest>(hover_at(first_id(uri)), |hover| {
        words(hover).contains(wanted)
    });
    ask.await;
}

/// Why the first id of a document is not renamed.
async fn refused(editor: &Editor, uri: &lsp::Uri) -> String {
    let at = first_id(uri);
    let params = json!({ "textDocument": at.text_document, "position": at.position });
    let begun = editor
        .ask("textDocument/prepareRename", params.clone())
        .await;
    let mut params = params;
    params["newName"] = json!("zoe");
    let done = editor.ask("textDocument/rename", params).await;
    let (begun, done) = (begun.unwrap_err(), done.unwrap_err());
    assert_eq!(begun["message"], done["message"]);
    done["message"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_cast_answers_and_its_ids_are_not_changed_from_elsewhere() {
    // The corpus whose it is is open too, or not.
    for folders in [&["c"][..], &["c", "shared"], &["."]] {
        let folder = Folder::new(SHARING);
        let editor = begun(&folder, folders, json!(null)).await;
        let article = folder.uri("c/a.qm");
        let cast = folder.uri("shared/cast.qm");
        editor.open_document(&article, &folder.text("c/a.qm"));
        until_hover(&editor, &article, "Ann Lee").await;
        editor.until_codes(&article, &[]).await;
        let jump = editor.request::<request::GotoDefinition>(goto_at(first_id(&article)));
        let jump = serde_json::to_string(&jump.await).unwrap();
        assert!(jump.contains(cast.as_str()), "{jump}");
        let at = first_id(&article);
        // After the sign, where nothing is typed yet.
        let position = lsp::Position::new(0, 7);
        let params = json!({ "textDocument": at.text_document, "position": position });
        let items = editor.ask("textDocument/completion", params).await.unwrap();
        let items = items["items"].as_array().unwrap().clone();
        assert!(items.iter().any(|item| item["data"]["id"] == "@dan"));
        let reason = refused(&editor, &article).await;
        assert!(reason.starts_with("`@ann` is declared in "), "{reason}");
        assert!(reason.contains("cast.qm, of the corpus in "), "{reason}");
        // Each is found once.
        let found = editor.request::<request::WorkspaceSymbolRequest>(symbols_of("Lee"));
        assert_eq!(symbol_names(&found.await), ["Ann Lee"], "{folders:?}");
        let params = json!({ "command": "quotemark.merge", "arguments": ["@cy", "@ann"] });
        let merged = editor.ask("workspace/executeCommand", params).await;
        let reason = merged.unwrap_err()["message"].to_string();
        assert!(reason.contains("which this one only reads"), "{reason}");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_shared_cast_is_seen() {
    let folder = Folder::new(SHARING);
    let editor = begun(&folder, &["c"], json!(null)).await;
    let article = folder.uri("c/a.qm");
    editor.open_document(&article, &folder.text("c/a.qm"));
    until_hover(&editor, &article, "Ann Lee").await;
    folder.write("shared/cast.qm", "@ann: Ann Changed\n");
    until_hover(&editor, &article, "Ann Changed").await;
    std::fs::remove_file(folder.file("shared/cast.qm")).unwrap();
    editor.until_codes(&article, &["unknown/person"]).await;
    folder.write("shared/cast.qm", "@ann: Ann Again\n");
    until_hover(&editor, &article, "Ann Again").await;
    // And of what is listed.
    folder.write("c/quotemark.toml", "");
    editor.until_codes(&article, &["unknown/person"]).await;
    folder.write("c/quotemark.toml", "casts = [\"../shared\"]\n");
    until_hover(&editor, &article, "Ann Again").await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_its_own_corpus_it_is_changed_as_any_other() {
    let folder = Folder::new(SHARING);
    let editor = begun(&folder, &["c"], json!(null)).await;
    let article = folder.uri("c/a.qm");
    let own = folder.uri("shared/own.qm");
    editor.open_document(&article, &folder.text("c/a.qm"));
    until_hover(&editor, &article, "Ann Lee").await;
    editor.open_document(&own, &folder.text("shared/own.qm"));
    until_hover(&editor, &own, "Ann Lee").await;
    let at = first_id(&own);
    let params = json!({
        "textDocument": at.text_document,
        "position": at.position,
        "newName": "zoe",
    });
    let edit = editor
        .ask("textDocument/rename", params)
        .await
        .unwrap()
        .to_string();
    assert!(
        edit.contains("shared/cast.qm") && !edit.contains("c/a.qm"),
        "{edit}"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_of_the_repository_only_the_users_own_settings_count() {
    let folder = Folder::new(
        "//- out/cast.qm
@ann: Ann Outside
//- r/c/quotemark.toml
casts = [\"../../out/cast.qm\"]
//- r/c/a.qm
[She]{@ann} left.
",
    );
    std::fs::create_dir_all(folder.file("r/.git")).unwrap();
    let path = folder.file("out/cast.qm");
    for (settings, codes) in [
        (json!(null), &["unknown/person"][..]),
        (json!({ "casts": [path] }), &[]),
    ] {
        let mut begin = Begin::with(&folder);
        begin.folders = vec![folder.uri("r/c")];
        begin.initialization = json!({ "quotemark": settings });
        let editor = Editor::begin(begin).await;
        editor.until_read().await;
        let article = folder.uri("r/c/a.qm");
        editor.open_document(&article, &folder.text("r/c/a.qm"));
        editor.until_codes(&article, codes).await;
        editor.close().await;
    }
}
