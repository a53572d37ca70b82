//! Which corpus a document is answered from, and that none reaches into another.

use std::fs;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{notification, request};

use crate::support::{close, hover_at, references_at, symbol_names, symbols_of, words};

/// Two corpora that know the same id.
const TWO: &str = "//- one/quotemark.toml
//- one/cast.qm
@ann: Ann One
//- one/a.qm
[She]{@ann} left.
//- two/quotemark.toml
//- two/cast.qm
@ann: Ann Two
    role: clerk
//- two/a.qm
[She]{@ann} saw [him]{@bob}.
";

/// An editor that works in these folders, and lets the server watch the disk.
async fn open_in(folder: &Folder, folders: &[&str]) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = json!({});
    begin.folders = folders.iter().map(|name| folder.uri(name)).collect();
    let editor = Editor::begin(begin).await;
    if !folders.is_empty() {
        editor.until_read().await;
    }
    editor
}

/// The first id of a tag in a document, `[She]{@ann}`.
fn at(uri: &lsp::Uri) -> lsp::TextDocumentPositionParams {
    lsp::TextDocumentPositionParams {
        text_document: lsp::TextDocumentIdentifier { uri: uri.clone() },
        position: lsp::Position::new(0, 8),
    }
}

/// Waits until the hover of a document's first id says so.
async fn until_hover(editor: &Editor, uri: &lsp::Uri, wanted: &str) {
    let ask = editor.until_answer::<request::HoverRequest>(hover_at(at(uri)), |hover| {
        words(hover).contains(wanted)
    });
    ask.await;
}

async fn until_found(editor: &Editor, query: &str, names: &[&str]) {
    let ask = editor.until_answer::<request::WorkspaceSymbolRequest>(symbols_of(query), |found| {
        symbol_names(found) == names
    });
    ask.await;
}

/// The places that name whom a document names first.
async fn references(editor: &Editor, folder: &Folder, uri: &lsp::Uri) -> Vec<String> {
    let found = editor.request::<request::References>(references_at(at(uri)));
    let mut names: Vec<String> = found
        .await
        .unwrap_or_default()
        .iter()
        .map(|place| short(folder, &place.uri))
        .collect();
    names.sort();
    names
}

/// The files that a rename of whom a document names first would change.
async fn renamed(editor: &Editor, folder: &Folder, uri: &lsp::Uri) -> Vec<String> {
    let at = at(uri);
    let params = json!({
        "textDocument": at.text_document,
        "position": at.position,
        "newName": "eve",
    });
    let edit = editor.ask("textDocument/rename", params).await.unwrap();
    let uris: Vec<String> = match &edit["documentChanges"] {
        serde_json::Value::Array(changes) => changes
            .iter()
            .map(|change| change["textDocument"]["uri"].as_str().unwrap().to_owned())
            .collect(),
        _ => edit["changes"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect(),
    };
    let mut names: Vec<String> = uris
        .iter()
        .map(|uri| short(folder, &uri.parse().unwrap()))
        .collect();
    names.sort();
    names
}

fn short(folder: &Folder, uri: &lsp::Uri) -> String {
    let base = format!("{}/", folder.uri("").as_str().trim_end_matches('/'));
    uri.as_str()
        .strip_prefix(&base)
        .unwrap_or(uri.as_str())
        .into()
}

fn change_folders(editor: &Editor, folder: &Folder, added: &[&str], removed: &[&str]) {
    let named = |names: &[&str]| {
        let names = names.iter().map(|name| lsp::WorkspaceFolder {
            uri: folder.uri(name),
            name: (*name).to_owned(),
        });
        names.collect()
    };
    editor.tell::<notification::DidChangeWorkspaceFolders>(lsp::DidChangeWorkspaceFoldersParams {
        event: lsp::WorkspaceFoldersChangeEvent {
            added: named(added),
            removed: named(removed),
        },
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn corpora_side_by_side_are_apart_however_they_are_opened() {
    for folders in [&["."][..], &["one", "two"], &["two", "one"], &["one"], &[]] {
        let folder = Folder::new(TWO);
        let editor = open_in(&folder, folders).await;
        let (one, two) = (folder.uri("one/a.qm"), folder.uri("two/a.qm"));
        let cast = folder.uri("two/cast.qm");
        editor.open_document(&one, &folder.text("one/a.qm"));
        editor.open_document(&two, &folder.text("two/a.qm"));
        editor.open_document(&cast, &folder.text("two/cast.qm"));
        until_hover(&editor, &one, "Ann One").await;
        until_hover(&editor, &two, "Ann Two").await;
        editor.until_codes(&one, &[]).await;
        editor.until_codes(&two, &["unknown/person"]).await;
        editor.until_codes(&cast, &[]).await;
        let found = references(&editor, &folder, &two).await;
        assert_eq!(found, ["two/a.qm", "two/cast.qm"], "{folders:?}");
        let found = renamed(&editor, &folder, &one).await;
        assert_eq!(found, ["one/a.qm", "one/cast.qm"], "{folders:?}");
        until_found(&editor, "Ann", &["Ann One", "Ann Two"]).await;
        // What is declared in one does nothing in the other.
        folder.write("one/more.qm", "@bob: Bob Lee\n");
        until_found(&editor, "Bob", &["Bob Lee"]).await;
        editor.until_codes(&two, &["unknown/person"]).await;
        folder.write("two/more.qm", "@bob: Bob Two\n");
        editor.until_codes(&two, &[]).await;
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_further_down_set_a_corpus_apart_while_they_are_there() {
    let folder = Folder::new(
        "//- quotemark.toml
//- cast.qm
@ann: Ann Outer
//- a.qm
[She]{@ann} left.
//- in/cast.qm
@bob: Bob Inner
//- in/b.qm
[She]{@ann} left.
",
    );
    let editor = open_in(&folder, &["."]).await;
    let (outer, inner) = (folder.uri("a.qm"), folder.uri("in/b.qm"));
    editor.open_document(&inner, &folder.text("in/b.qm"));
    until_hover(&editor, &inner, "Ann Outer").await;
    assert_eq!(references(&editor, &folder, &outer).await.len(), 3);
    folder.write("in/quotemark.toml", "");
    editor.until_codes(&inner, &["unknown/person"]).await;
    let found = references(&editor, &folder, &outer).await;
    assert_eq!(found, ["a.qm", "cast.qm"]);
    until_found(&editor, "Ann", &["Ann Outer"]).await;
    until_found(&editor, "Inner", &["Bob Inner"]).await;
    folder.write("in/cast.qm", "@ann: Ann Inner\n");
    until_hover(&editor, &inner, "Ann Inner").await;
    fs::remove_file(folder.file("in/quotemark.toml")).unwrap();
    editor.until_codes(&inner, &[]).await;
    until_hover(&editor, &inner, "Ann Outer").await;
    // The file that is not open is read once more for the corpus that it now belongs to.
    let all = |found: &Option<Vec<lsp::Location>>| found.as_ref().is_some_and(|it| it.len() == 4);
    let ask = editor.until_answer::<request::References>(references_at(at(&outer)), all);
    ask.await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_without_settings_that_are_opened_together_are_one() {
    let folder = Folder::new("//- x/cast.qm\n@ann: Ann Lee\n//- y/a.qm\n[She]{@ann} left.\n");
    let editor = open_in(&folder, &["x", "y"]).await;
    let article = folder.uri("y/a.qm");
    editor.open_document(&article, &folder.text("y/a.qm"));
    until_hover(&editor, &article, "Ann Lee").await;
    change_folders(&editor, &folder, &[], &["x"]);
    editor.until_codes(&article, &["unknown/person"]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_larger_corpus_is_answered_from_the_whole() {
    let folder = Folder::new(
        "//- all/quotemark.toml
//- all/cast.qm
@ann: Ann Lee
//- all/2012/a.qm
[She]{@ann} left.
//- all/2013/b.qm
[She]{@ann} left.
",
    );
    let editor = open_in(&folder, &["all/2012"]).await;
    let article = folder.uri("all/2012/a.qm");
    until_hover(&editor, &article, "Ann Lee").await;
    let found = renamed(&editor, &folder, &article).await;
    assert_eq!(found, ["all/2012/a.qm", "all/2013/b.qm", "all/cast.qm"]);
    change_folders(&editor, &folder, &[], &["all/2012"]);
    until_found(&editor, "Lee", &[]).await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_by_itself_has_its_own_corpus_and_lets_go_of_it() {
    let folder = Folder::new(
        "//- open/cast.qm
@ann: Ann Opened
//- lone/cast.qm
@ann: Ann Alone
//- lone/a.qm
[She]{@ann} left.
//- lone/b.qm
[She]{@ann} came.
//- bare/c.qm
[She]{@ann} stayed.
",
    );
    for folders in [&["open"][..], &[]] {
        let editor = open_in(&folder, folders).await;
        let opened: &[&str] = if folders.is_empty() {
            &[]
        } else {
            &["Ann Opened"]
        };
        let (a, b) = (folder.uri("lone/a.qm"), folder.uri("lone/b.qm"));
        let bare = folder.uri("bare/c.qm");
        editor.open_document(&a, &folder.text("lone/a.qm"));
        until_hover(&editor, &a, "Ann Alone").await;
        editor.open_document(&b, &folder.text("lone/b.qm"));
        // What has no corpus around it knows nobody.
        editor.open_document(&bare, &folder.text("bare/c.qm"));
        editor.until_codes(&bare, &["unknown/person"]).await;
        let found = renamed(&editor, &folder, &b).await;
        assert_eq!(found, ["lone/a.qm", "lone/b.qm", "lone/cast.qm"]);
        // The other one still needs it.
        close(&editor, a.clone());
        editor.until_codes(&b, &[]).await;
        let both: Vec<&str> = opened.iter().chain(&["Ann Alone"]).copied().collect();
        until_found(&editor, "Ann", &both).await;
        close(&editor, b);
        until_found(&editor, "Ann", opened).await;
        // And it comes again.
        editor.open_document(&a, &folder.text("lone/a.qm"));
        until_hover(&editor, &a, "Ann Alone").await;
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_editor_watches_the_server_does() {
    let folder = Folder::new(
        "//- open/cast.qm
@ann: Ann Opened
//- lone/cast.qm
@ann: Ann Alone
//- lone/a.qm
[She]{@ann} left.
",
    );
    let mut begin = Begin::with(&folder);
    begin.folders = vec![folder.uri("open")];
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let article = folder.uri("lone/a.qm");
    editor.open_document(&article, &folder.text("lone/a.qm"));
    until_hover(&editor, &article, "Ann Alone").await;
    folder.write("lone/cast.qm", "@ann: Ann Changed\n");
    until_hover(&editor, &article, "Ann Changed").await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_out_is_asked_about_in_its_own_corpus() {
    let folder = Folder::new(TWO);
    let editor = open_in(&folder, &["."]).await;
    for (name, whom) in [("one", "Ann One"), ("two", "Ann Two")] {
        let uri = folder.uri(&format!("{name}/a.qm"));
        editor.open_document(&uri, &folder.text(&format!("{name}/a.qm")));
        until_hover(&editor, &uri, whom).await;
        let at = at(&uri);
        let params = json!({ "textDocument": at.text_document, "position": at.position });
        let items = editor.ask("textDocument/completion", params.clone()).await;
        let items = items.unwrap();
        let items = items["items"].as_array().unwrap().clone();
        let same = items.iter().filter(|item| item["data"]["id"] == "@ann");
        assert_eq!(same.count(), 1, "{name}");
        let item = items
            .into_iter()
            .find(|item| item["data"]["id"] == "@ann")
            .unwrap();
        let item = editor.ask("completionItem/resolve", item).await.unwrap();
        assert!(item["documentation"].to_string().contains(whom), "{item}");
        let items = editor
            .ask("textDocument/prepareTypeHierarchy", params)
            .await;
        let item = items.unwrap()[0].clone();
        assert!(item["name"].as_str().unwrap().contains(whom), "{item}");
    }
    // Commands that name no document ask all corpora.
    let run = async |command: &str, arguments: serde_json::Value| {
        let params = json!({ "command": command, "arguments": arguments });
        editor.ask("workspace/executeCommand", params).await
    };
    let rows = run("quotemark.speakers", json!([])).await.unwrap();
    let names: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["name"].as_str())
        .collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("Ann")).count(),
        2,
        "{rows}"
    );
    folder.write("one/more.qm", "[so]{by @zoe}\n\n@zoe: Zoe\n");
    until_found(&editor, "Zoe", &["Zoe"]).await;
    let rows = run("quotemark.quotes", json!(["@zoe"])).await.unwrap();
    assert_eq!(rows["quotes"].as_array().unwrap().len(), 1, "{rows}");
    assert!(run("quotemark.quotes", json!(["@nobody"])).await.is_err());
    editor.close().await;
}

/// Links in `link/` lead to what is in `real/`.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_opened_by_a_link_counts_once() {
    let folder = Folder::new(
        "//- real/cast.qm\n@ann: Ann Lee\n    role: clerk\n//- real/a.qm\n[so]{by @ann}.\n",
    );
    std::os::unix::fs::symlink("real", folder.file("link")).unwrap();
    for opened in [&["real"][..], &["link"], &["real", "link"], &[]] {
        let editor = open_in(&folder, opened).await;
        let (article, cast) = (folder.uri("link/a.qm"), folder.uri("real/cast.qm"));
        editor.open_document(&article, &folder.text("real/a.qm"));
        editor.open_document(&folder.uri("link/cast.qm"), &folder.text("real/cast.qm"));
        editor.open_document(&cast, &folder.text("real/cast.qm"));
        until_hover(&editor, &article, "1 quote ").await;
        editor.until_codes(&cast, &[]).await;
        editor.until_codes(&article, &[]).await;
        // Changes go to the documents that the editor has, each file once.
        let found = renamed(&editor, &folder, &article).await;
        assert_eq!(found, ["link/a.qm", "real/cast.qm"], "{opened:?}");
        // The text that was changed last counts, whatever its name.
        editor.change(&folder.uri("link/cast.qm"), 2, None, "@ann: Ann Linked\n");
        until_hover(&editor, &article, "Ann Linked").await;
        close(&editor, folder.uri("link/cast.qm"));
        until_hover(&editor, &article, "Ann Lee").await;
        close(&editor, cast);
        until_hover(&editor, &article, "Ann Lee").await;
        let found = references(&editor, &folder, &article).await;
        assert_eq!(found.len(), 2, "{opened:?} {found:?}");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_a_uri_keeps_no_old_reports() {
    let folder = Folder::new("//- caf\u{e9}.qm\n[x]{@nobody}.\n");
    let editor = open_in(&folder, &["."]).await;
    let plain = folder.uri("caf\u{e9}.qm");
    let text = folder.text("caf\u{e9}.qm");
    let spelled = |from: &str, to: &str| -> lsp::Uri {
        assert!(plain.as_str().contains(from), "{plain:?}");
        plain.as_str().replace(from, to).parse().unwrap()
    };
    for other in [
        spelled("%C3%A9", "%c3%a9"),
        spelled("caf%C3%A9", "x/../caf%C3%A9"),
        spelled("caf", "%63af"),
    ] {
        editor.open_document(&plain, &text);
        editor.until_codes(&plain, &["unknown/person"]).await;
        editor.open_document(&other, &text);
        editor.until_codes(&other, &["unknown/person"]).await;
        editor.until_codes(&plain, &[]).await;
        // Whoever closes one still has the other.
        close(&editor, other.clone());
        editor.until_codes(&plain, &["unknown/person"]).await;
        editor.until_codes(&other, &[]).await;
        // And one that is closed by another spelling is closed.
        close(&editor, other.clone());
        editor.until_codes(&plain, &[]).await;
    }
    editor.close().await;
}

/// Numbers of files and ids begin afresh in each corpus, so that a mixture would
/// show another's names and places.
#[tokio::test(flavor = "multi_thread")]
async fn lists_and_counts_are_those_of_the_corpus_that_is_named() {
    let folder = Folder::new(TWO);
    folder.write("one/said.qm", "[so]{by @ann}\n");
    folder.write("two/said.qm", "[no]{by @ann on #t} [never]{by @bob}\n");
    let editor = open_in(&folder, &["one", "two"]).await;
    let run = async |command: &str, wanted: serde_json::Value| {
        let command = format!("quotemark.{command}");
        let params = json!({ "command": command, "arguments": [wanted] });
        let answer = editor.ask("workspace/executeCommand", params).await;
        answer.unwrap_or_else(|refused| panic!("{command}: {refused}"))
    };
    let (one, two) = (folder.uri("one/a.qm"), folder.uri("two/a.qm"));
    for (uri, counts, names, words) in [
        (&one, [1, 1, 0], json!(["Ann One"]), json!(["so"])),
        (&two, [2, 2, 1], json!(["Ann Two", "@bob"]), json!(["no"])),
    ] {
        let summary = run("summary", json!({ "corpus": uri })).await;
        let counted = ["quotes", "speakers", "topics"].map(|key| summary[key].as_u64().unwrap());
        assert_eq!(counted, counts, "{summary}");
        let page = run("speakersPage", json!({ "corpus": uri })).await;
        let named = page["speakers"].as_array().unwrap().iter();
        let named: serde_json::Value = named.map(|row| row["name"].clone()).collect();
        assert_eq!(named, names);
        let page = run("quotesPage", json!({ "corpus": uri, "whose": "@ann" })).await;
        let said = page["quotes"].as_array().unwrap().iter();
        let said: serde_json::Value = said.map(|row| row["words"].clone()).collect();
        assert_eq!(said, words);
        assert_eq!(page["entities"][0]["name"], names[0]);
        let declared = run("declaration", json!({ "corpus": uri, "id": "@ann" })).await;
        let beside = uri.as_str().replace("a.qm", "cast.qm");
        assert_eq!(declared["uri"], beside.as_str());
        let start = json!({ "line": 0, "character": 0 });
        let wanted = json!({ "uri": uri, "whose": "@ann", "position": start });
        let step = run("step", wanted).await;
        assert_eq!(
            step["location"]["uri"],
            beside.replace("cast", "said").as_str()
        );
    }
    // The version of a page of one corpus is none of a page of another.
    let page = run("speakersPage", json!({ "corpus": one })).await;
    let wanted = json!({ "corpus": two, "version": page["version"] });
    assert_eq!(run("speakersPage", wanted).await["total"], 2);
    // Without a document, and with one that is in none, the largest is asked.
    folder.write("two/more.qm", "[again]{by @ann}\n");
    while run("summary", json!({ "corpus": two })).await["quotes"] != 3 {
        tokio::task::yield_now().await;
    }
    for wanted in [json!({}), json!({ "corpus": "file:///nowhere/at-all.qm" })] {
        assert_eq!(run("summary", wanted).await["quotes"], 3);
    }
    let all = run("quotes", json!("@ann")).await;
    let names = all["entities"].as_array().unwrap().iter();
    let names: Vec<_> = names.filter_map(|named| named["name"].as_str()).collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("Ann")).count(),
        2
    );
    let uris = all["articles"].as_array().unwrap().iter();
    let uris: Vec<_> = uris.filter_map(|article| article["uri"].as_str()).collect();
    assert_eq!(uris.len(), 3, "{uris:?}");
    editor.close().await;
}
