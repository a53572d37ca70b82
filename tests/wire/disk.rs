//! What happens on the disk while the server runs.

use std::fs;

use quotemark_tests::{Begin, Editor, Folder};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{notification, request};

use crate::support::{at, close, hover_at, symbol_names, symbols_of, words};

/// An editor that watches no files, so that the server does.
async fn blind(folder: &Folder) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = serde_json::json!({});
    Editor::begin(begin).await
}

/// Waits until a search finds just these names.
async fn until_found(editor: &Editor, query: &str, names: &[&str]) {
    let ask = editor.until_answer::<request::WorkspaceSymbolRequest>(symbols_of(query), |found| {
        symbol_names(found) == names
    });
    ask.await;
}

fn tell(editor: &Editor, uri: lsp::Uri, kind: lsp::FileChangeType) {
    editor.tell::<notification::DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(uri, kind)],
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_git_ignores_is_left_out_until_it_no_longer_does() {
    let folder = Folder::new(
        "//- cast.qm\n@ann: Ann Lee\n//- drafts/d.qm\n@dee: Dee Lee\n//- .gitignore\ndrafts/\n",
    );
    let editor = blind(&folder).await;
    until_found(&editor, "Lee", &["Ann Lee"]).await;
    folder.write(".gitignore", "");
    until_found(&editor, "Lee", &["Ann Lee", "Dee Lee"]).await;
    folder.write(".gitignore", "drafts\n");
    until_found(&editor, "Lee", &["Ann Lee"]).await;
    // A change of an ignored file brings nothing in.
    folder.write("drafts/d.qm", "@dee: Dee Lee the second\n");
    folder.write("more.qm", "@max: Max Lee\n");
    until_found(&editor, "Lee", &["Ann Lee", "Max Lee"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_goes_takes_its_files_along() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- a.b/c/d.qm\n@dee: Dee Lee\n");
    let editor = Editor::open(&folder).await;
    until_found(&editor, "Lee", &["Ann Lee", "Dee Lee"]).await;
    fs::remove_dir_all(folder.file("a.b")).unwrap();
    // An editor tells of the folder alone.
    tell(&editor, folder.uri("a.b"), lsp::FileChangeType::DELETED);
    until_found(&editor, "Lee", &["Ann Lee"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_is_noticed() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n\n[x]{@a$0nn}\n");
    let editor = blind(&folder).await;
    let until_quotes = |count: &'static str| {
        editor.until_answer::<request::HoverRequest>(hover_at(at(&folder)), move |hover| {
            words(hover).contains(count)
        })
    };
    until_quotes("0 quotes").await;
    for number in 0..300 {
        let name = format!("{}/{}/{number}.qm", number % 7, number % 3);
        fs::create_dir_all(folder.file(&name).parent().unwrap()).unwrap();
        folder.write(&name, "[x]{by @ann}\n");
    }
    until_quotes("300 quotes").await;
    fs::remove_dir_all(folder.file("1")).unwrap();
    until_quotes("257 quotes").await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_comes_back_is_watched_again() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- sub/b.qm\n@bob: Bob Lee\n");
    let editor = blind(&folder).await;
    until_found(&editor, "Lee", &["Ann Lee", "Bob Lee"]).await;
    for round in 0..3 {
        fs::remove_dir_all(folder.file("sub")).unwrap();
        if round > 0 {
            until_found(&editor, "Lee", &["Ann Lee"]).await;
        }
        fs::create_dir_all(folder.file("sub/deep")).unwrap();
        folder.write("sub/deep/c.qm", "@cy: Cy Lee\n");
        until_found(&editor, "Lee", &["Ann Lee", "Cy Lee"]).await;
        folder.write("sub/deep/c.qm", "@cy: Cyd Lee\n");
        until_found(&editor, "Lee", &["Ann Lee", "Cyd Lee"]).await;
    }
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_was_never_saved_is_gone_when_it_is_closed() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n");
    let editor = Editor::open(&folder).await;
    editor.open_document(&folder.uri("new.qm"), "@new: New Lee\n");
    until_found(&editor, "Lee", &["Ann Lee", "New Lee"]).await;
    close(&editor, folder.uri("new.qm"));
    until_found(&editor, "Lee", &["Ann Lee"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_document_stays_when_its_file_goes() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- b.qm\n@bob: Bob Lee\n");
    let editor = Editor::open(&folder).await;
    editor.open_document(&folder.uri("cast.qm"), "@ann: Ann Lee\n");
    for name in ["cast.qm", "b.qm"] {
        fs::remove_file(folder.file(name)).unwrap();
        tell(&editor, folder.uri(name), lsp::FileChangeType::DELETED);
    }
    until_found(&editor, "Lee", &["Ann Lee"]).await;
    close(&editor, folder.uri("cast.qm"));
    until_found(&editor, "Lee", &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_is_one_document_however_its_address_is_spelt() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n//- a.qm\n[x]{@a$0nn}\n");
    let editor = Editor::open(&folder).await;
    let plain = folder.uri("cast.qm");
    let spelt: lsp::Uri = plain
        .as_str()
        .replace("/cast.qm", "/./%63ast%2Eqm")
        .parse()
        .unwrap();
    // Were it another document, the id would be declared twice.
    editor.open_document(&spelt, "@ann: Ann\n");
    editor.until_codes(&spelt, &[]).await;
    let found = editor
        .request::<request::References>(crate::support::references_at(at(&folder)))
        .await
        .unwrap();
    let addresses: Vec<&str> = found.iter().map(|place| place.uri.as_str()).collect();
    assert_eq!(addresses, [folder.uri("a.qm").as_str(), spelt.as_str()]);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_too_wide_is_not_read() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- a.qm\n[x]{@a$0nn}\n");
    let mut begin = Begin::with(&folder);
    begin.folders = vec!["file:///".parse().unwrap()];
    let editor = Editor::begin(begin).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    // The document's own corpus is found all the same.
    let ask = editor.until_answer::<request::HoverRequest>(hover_at(at(&folder)), |hover| {
        words(hover).contains("Ann Lee")
    });
    ask.await;
    editor.until_message("does not read all of /").await;
    editor.close().await;
}
