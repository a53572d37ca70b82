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

/// An editor that works in these folders of the corpus and watches no files.
async fn blind_in(folder: &Folder, folders: &[&str]) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = serde_json::json!({});
    begin.folders = folders
        .iter()
        .map(|name| lsp::Uri::from_file_path(folder.file(name)).unwrap())
        .collect();
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

fn change_folders(editor: &Editor, folder: &Folder, added: &[String], removed: &[String]) {
    let folders = |names: &[String]| {
        let names = names.iter();
        let folders = names.map(|name| lsp::WorkspaceFolder {
            uri: lsp::Uri::from_file_path(folder.file(name)).unwrap(),
            name: name.clone(),
        });
        folders.collect()
    };
    editor.tell::<notification::DidChangeWorkspaceFolders>(lsp::DidChangeWorkspaceFoldersParams {
        event: lsp::WorkspaceFoldersChangeEvent {
            added: folders(added),
            removed: folders(removed),
        },
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_taken_out_stays_watched_where_another_holds_it() {
    let folder = Folder::new(
        "//- all/a.qm\n@ann: Ann Lee\n//- all/in/b.qm\n@bob: Bob Lee\n//- all/in/deep/c.qm\n@cy: Cy Lee\n",
    );
    let editor = blind_in(&folder, &["all", "all/in"]).await;
    until_found(&editor, "Lee", &["Ann Lee", "Bob Lee", "Cy Lee"]).await;
    change_folders(&editor, &folder, &[], &["all/in".into()]);
    folder.write("all/in/deep/c.qm", "@cy: Cyd Lee\n");
    folder.write("all/in/d.qm", "@dee: Dee Lee\n");
    until_found(
        &editor,
        "Lee",
        &["Ann Lee", "Bob Lee", "Cyd Lee", "Dee Lee"],
    )
    .await;
    folder.write("all/a.qm", "@ann: Anna Lee\n");
    until_found(
        &editor,
        "Lee",
        &["Anna Lee", "Bob Lee", "Cyd Lee", "Dee Lee"],
    )
    .await;
    // The other way round: the one that held it goes.
    change_folders(&editor, &folder, &["all/in".into()], &[]);
    change_folders(&editor, &folder, &[], &["all".into()]);
    until_found(&editor, "Lee", &["Bob Lee", "Cyd Lee", "Dee Lee"]).await;
    folder.write("all/in/deep/c.qm", "@cy: Cy Lee\n");
    until_found(&editor, "Lee", &["Bob Lee", "Cy Lee", "Dee Lee"]).await;
    fs::remove_dir_all(folder.file("all/in/deep")).unwrap();
    until_found(&editor, "Lee", &["Bob Lee", "Dee Lee"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_a_hidden_one_is_watched_and_goes_with_all_it_had() {
    let folder =
        Folder::new("//- all/a.qm\n@ann: Ann Lee\n//- all/.drafts/x/b.qm\n@bob: Bob Lee\n");
    let editor = blind_in(&folder, &["all", "all/.drafts/x"]).await;
    until_found(&editor, "Lee", &["Ann Lee", "Bob Lee"]).await;
    folder.write("all/.drafts/x/b.qm", "@bob: Bobby Lee\n");
    until_found(&editor, "Lee", &["Ann Lee", "Bobby Lee"]).await;
    fs::create_dir(folder.file("all/.drafts/x/deep")).unwrap();
    folder.write("all/.drafts/x/deep/c.qm", "@cy: Cy Lee\n");
    until_found(&editor, "Lee", &["Ann Lee", "Bobby Lee", "Cy Lee"]).await;
    // What is beside it is hidden still.
    folder.write("all/.drafts/y.qm", "@dee: Dee Lee\n");
    folder.write("all/z.qm", "@zed: Zed Lee\n");
    until_found(
        &editor,
        "Lee",
        &["Ann Lee", "Bobby Lee", "Cy Lee", "Zed Lee"],
    )
    .await;
    // The other folder holds the place, and finds nothing there.
    change_folders(&editor, &folder, &[], &["all/.drafts/x".into()]);
    until_found(&editor, "Lee", &["Ann Lee", "Zed Lee"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_folders_come_and_go_at_once() {
    let folder = Folder::new("//- first/a.qm\n@ann: Ann Lee\n");
    let names: Vec<String> = (0..150).map(|number| format!("f{number:03}")).collect();
    for name in &names {
        fs::create_dir(folder.file(name)).unwrap();
        folder.write(&format!("{name}/a.qm"), &format!("@{name}: Lee {name}\n"));
        folder.write(&format!("{name}/quotemark.toml"), "[limits]\nfiles = 9\n");
    }
    let editor = blind_in(&folder, &["first"]).await;
    change_folders(&editor, &folder, &names, &[]);
    let count = async |number: usize| {
        let ask = editor
            .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
                symbol_names(found).len() == number
            });
        ask.await;
    };
    count(151).await;
    // Each is watched, and its settings hold.
    folder.write("f149/b.qm", "@new: New Lee\n");
    count(152).await;
    change_folders(&editor, &folder, &[], &names[..149]);
    count(3).await;
    folder.write("f149/b.qm", "");
    count(2).await;
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
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n    role: clerk\n//- a.qm\n[x]{@a$0nn}\n");
    let editor = Editor::open(&folder).await;
    let plain = folder.uri("cast.qm");
    let spelt: lsp::Uri = plain
        .as_str()
        .replace("/cast.qm", "/./%63ast%2Eqm")
        .parse()
        .unwrap();
    // Were it another document, the id would be declared twice.
    editor.open_document(&spelt, "@ann: Ann\n    role: clerk\n");
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
