//! What changes: buffers, files on the disk, folders.

use std::fs;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{notification, request};

use crate::support::{at, hover_at, symbol_names, symbols_of, words};

const CAST: &str = "//- cast.qm\n@ann: Ann Lee\n@bob: Bob\n//- b.qm\n[Bob]{@bob}\n";

fn range(start: (u32, u32), end: (u32, u32)) -> Option<lsp::Range> {
    Some(lsp::Range::new(
        lsp::Position::new(start.0, start.1),
        lsp::Position::new(end.0, end.1),
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnostics_come_and_go_while_typing() {
    let folder = Folder::new(&format!("{CAST}//- a.qm\n[She]{{@ann}} said\n"));
    let editor = Editor::open(&folder).await;
    let uri = folder.uri("a.qm");
    editor.open_document(&uri, &folder.text("a.qm"));
    editor.until_codes(&uri, &[]).await;
    editor.change(&uri, 2, range((0, 6), (0, 10)), "@anm");
    let found = editor.until_codes(&uri, &["unknown/person"]).await;
    assert!(
        found[0].message.contains("did you mean `@ann`"),
        "{}",
        found[0].message
    );
    assert_eq!(
        (found[0].range, found[0].source.as_deref()),
        (range((0, 6), (0, 10)).unwrap(), Some("quotemark"))
    );
    assert_eq!(editor.diagnosed_version(&uri), Some(2));
    editor.change(&uri, 3, range((0, 10), (0, 11)), "");
    editor
        .until_codes(&uri, &["syntax/unclosed-tag", "unknown/person"])
        .await;
    editor.change(&uri, 4, None, "[She]{@ann} said\n");
    editor.until_codes(&uri, &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_one_file_shows_in_the_others() {
    let folder = Folder::new(&format!("{CAST}//- a.qm\n[She]{{@ann}} and [he]{{@bob}}\n"));
    let editor = Editor::open(&folder).await;
    let (article, cast) = (folder.uri("a.qm"), folder.uri("cast.qm"));
    editor.open_document(&article, &folder.text("a.qm"));
    editor.until_codes(&article, &[]).await;
    editor.open_document(&cast, "@ann: Ann Lee\n");
    editor.until_codes(&article, &["unknown/person"]).await;
    editor.tell::<notification::DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
        text_document: lsp::TextDocumentIdentifier::new(cast),
    });
    editor.until_codes(&article, &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buffer_wins_over_the_disk_until_it_is_closed() {
    let folder = Folder::new(&format!("{CAST}//- a.qm\n[x]{{@a$0nn}}\n"));
    let editor = Editor::open(&folder).await;
    let cast = folder.uri("cast.qm");
    editor.open_document(&cast, "@ann: Ann Buffer\n");
    folder.write("cast.qm", "@ann: Ann Disk\n");
    editor.tell::<notification::DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(
            cast.clone(),
            lsp::FileChangeType::CHANGED,
        )],
    });
    // A second event is after the first; when it shows, the first was taken.
    folder.write("new.qm", "@new: New One\n");
    editor.tell::<notification::DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(
            folder.uri("new.qm"),
            lsp::FileChangeType::CREATED,
        )],
    });
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("New One"), |found| {
            symbol_names(found) == ["New One"]
        })
        .await;
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann Buffer"), "{}", words(&hover));
    editor.tell::<notification::DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
        text_document: lsp::TextDocumentIdentifier::new(cast),
    });
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(&folder)), |hover| {
            words(hover).contains("Ann Disk")
        })
        .await;
    assert!(
        editor
            .registered()
            .contains(&"workspace/didChangeWatchedFiles".to_owned())
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_change_and_go_without_the_editors_help() {
    let folder = Folder::new(CAST);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"] = serde_json::json!({});
    let editor = Editor::begin(begin).await;
    let ask = |names: &'static [&'static str]| {
        editor.until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), move |found| {
            symbol_names(found) == names
        })
    };
    ask(&["Ann Lee"]).await;
    fs::create_dir(folder.file("sub")).unwrap();
    folder.write("sub/more.qm", "@cy: Cy Lee\n");
    ask(&["Ann Lee", "Cy Lee"]).await;
    folder.write("cast.qm", "@ann: Ann\n");
    ask(&["Cy Lee"]).await;
    fs::rename(folder.file("sub"), folder.file("gone.d")).unwrap();
    fs::remove_dir_all(folder.file("gone.d")).unwrap();
    ask(&[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_added_and_taken_out() {
    let (first, second) = (
        Folder::new(CAST),
        Folder::new("//- cast.qm\n@zed: Zed Lee\n"),
    );
    let editor = Editor::open(&first).await;
    let folder = |folder: &Folder| lsp::WorkspaceFolder {
        uri: lsp::Uri::from_file_path(folder.path()).unwrap(),
        name: "corpus".into(),
    };
    let change = |added: Vec<lsp::WorkspaceFolder>, removed: Vec<lsp::WorkspaceFolder>| {
        editor.tell::<notification::DidChangeWorkspaceFolders>(
            lsp::DidChangeWorkspaceFoldersParams {
                event: lsp::WorkspaceFoldersChangeEvent { added, removed },
            },
        );
    };
    change(vec![folder(&second)], vec![]);
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Ann Lee", "Zed Lee"]
        })
        .await;
    change(vec![], vec![folder(&first)]);
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Zed Lee"]
        })
        .await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_file_finds_its_corpus() {
    let folder = Folder::new(&format!("{CAST}//- 2011/a.qm\n[She]{{@a$0nn}}\n"));
    let mut begin = Begin::with(&folder);
    begin.folders.clear();
    let editor = Editor::begin(begin).await;
    editor.open_document(&folder.uri("2011/a.qm"), &folder.text("2011/a.qm"));
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(&folder)), |hover| {
            words(hover).contains("Ann Lee")
        })
        .await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buffer_without_a_file_works() {
    let folder = Folder::new(CAST);
    let editor = Editor::open(&folder).await;
    let uri: lsp::Uri = "untitled:Untitled-1".parse().unwrap();
    editor.open_document(&uri, "[x]{@nobody}\n");
    editor.until_codes(&uri, &["unknown/person"]).await;
    let place = lsp::TextDocumentPositionParams::new(
        lsp::TextDocumentIdentifier::new(uri.clone()),
        lsp::Position::new(0, 1),
    );
    let hover = editor
        .request::<request::HoverRequest>(hover_at(place))
        .await;
    assert!(
        words(&hover).contains("nobody has declared"),
        "{}",
        words(&hover)
    );
    editor.tell::<notification::DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
        text_document: lsp::TextDocumentIdentifier::new(uri.clone()),
    });
    editor.until_codes(&uri, &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_text_is_reported() {
    let folder = Folder::new(CAST);
    fs::write(folder.file("latin.qm"), b"caf\xe9\n").unwrap();
    let editor = Editor::open(&folder).await;
    editor
        .until_codes(&folder.uri("latin.qm"), &["file/not-utf-8"])
        .await;
    folder.write("latin.qm", "café\n");
    editor.tell::<notification::DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(
            folder.uri("latin.qm"),
            lsp::FileChangeType::CHANGED,
        )],
    });
    editor.until_codes(&folder.uri("latin.qm"), &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_text_is_read_once() {
    let folder = Folder::new("//- a.qm\n[x]{@nobody}\n");
    let latin = folder.uri("latin.qm");
    std::fs::write(folder.file("latin.qm"), b"a\ncaf\xe9\n").unwrap();
    // The editor promises to watch, and says nothing of what follows.
    let editor = Editor::open(&folder).await;
    let line = |reports: &[lsp::Diagnostic]| reports[0].range.start;
    let first = editor.until_codes(&latin, &["file/not-utf-8"]).await;
    assert_eq!(line(&first), lsp::Position::new(1, 3));
    std::fs::write(folder.file("latin.qm"), b"a\nb\n\xe9\n").unwrap();
    let a = folder.uri("a.qm");
    editor.open_document(&a, &folder.text("a.qm"));
    editor.until_codes(&a, &["unknown/person"]).await;
    for version in 2..5 {
        editor.change(&a, version, None, "[x]{@nobody} [y]{@nobody}\n");
        editor.until_codes(&a, &["unknown/person"; 2]).await;
        editor.change(&a, version, None, "[x]{@nobody}\n");
        editor.until_codes(&a, &["unknown/person"]).await;
    }
    // Had it been read in one of these rounds, it would be another report.
    assert_eq!(line(&editor.published(&latin)), lsp::Position::new(1, 3));
    let changes = json!([{ "uri": latin, "type": 2 }]);
    editor.tell_raw(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": changes }),
    );
    editor.until_report(&latin, "line 3").await;
    assert_eq!(line(&editor.published(&latin)), lsp::Position::new(2, 0));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rename_right_after_a_file_was_closed_as_it_is_on_the_disk_is_made() {
    let folder = Folder::new(&format!("{CAST}//- a.qm\n[S$0he]{{@ann}} said\n"));
    let editor = Editor::open(&folder).await;
    let at = at(&folder);
    let params = json!({
        "textDocument": { "uri": folder.uri("cast.qm") },
        "position": { "line": 0, "character": 2 },
        "newName": "@anna",
    });
    let uri = at.text_document.uri;
    // The disk is read a moment after a file was closed: often, so that some come before.
    for _ in 0..20 {
        editor.open_document(&uri, &folder.text("a.qm"));
        crate::support::close(&editor, uri.clone());
        let renamed = editor.ask("textDocument/rename", params.clone()).await;
        let renamed = renamed.expect("nothing stands in its way").to_string();
        assert_eq!(renamed.matches("a.qm").count(), 1, "{renamed}");
    }
    // One that was closed unsaved is as the disk has it, or not yet to be changed.
    for _ in 0..20 {
        editor.open_document(&uri, "So: [She]{@ann} said\n");
        crate::support::close(&editor, uri.clone());
        match editor.ask("textDocument/rename", params.clone()).await {
            Err(refused) => {
                let refused = refused.to_string();
                assert!(refused.contains("just been closed"), "{refused}");
            }
            Ok(renamed) => {
                let renamed = renamed.to_string();
                // The column on the disk, not that of what was closed unsaved.
                assert!(renamed.contains(r#""character":7"#), "{renamed}");
            }
        }
    }
    editor.close().await;
}
