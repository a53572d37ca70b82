//! Diagnostics that the editor pulls, and what it is told to ask for again.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
    role: clerk
//- a.qm
[Ann]{@ann} said [so]{by @bob}.
//- b.qm
[Ann Lee]{@ann} spoke.
//- c.qm
[No]{@nobody}
";

/// An editor that pulls, as VS Code does.
fn begin(folder: &Folder) -> Begin {
    let mut begin = Begin::with(folder);
    begin.capabilities["textDocument"]["diagnostic"] =
        json!({ "dynamicRegistration": true, "relatedDocumentSupport": false });
    let refresh = json!({ "refreshSupport": true });
    for what in ["diagnostics", "codeLens", "inlayHint", "semanticTokens"] {
        begin.capabilities["workspace"][what] = refresh.clone();
    }
    begin
}

async fn open(begin: Begin) -> Editor {
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

async fn pull(editor: &Editor, uri: &lsp::Uri, previous: Option<&str>) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    editor.ask("textDocument/diagnostic", params).await.unwrap()
}

fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().expect("a full report");
    items
        .iter()
        .filter_map(|item| item["code"].as_str())
        .collect()
}

fn result_id(report: &Value) -> &str {
    report["resultId"]
        .as_str()
        .expect("a report has a result id")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_reported_on_once_and_then_unchanged() {
    let folder = Folder::new(CORPUS);
    let editor = open(begin(&folder)).await;
    let capabilities = serde_json::to_value(&editor.greeting.capabilities).unwrap();
    assert_eq!(
        capabilities["diagnosticProvider"]["workspaceDiagnostics"],
        true
    );
    let (a, b) = (folder.uri("a.qm"), folder.uri("b.qm"));
    for (name, uri) in [("a.qm", &a), ("b.qm", &b)] {
        editor.open_document(uri, &folder.text(name));
    }
    let first = pull(&editor, &a, None).await;
    assert_eq!(first["kind"], "full");
    assert_eq!(codes(&first), ["name/unlisted", "unknown/person"]);
    let again = pull(&editor, &a, Some(result_id(&first))).await;
    assert_eq!(
        again,
        json!({ "kind": "unchanged", "resultId": result_id(&first) })
    );
    // What is said of another article does not change this one's reports.
    editor.change(&b, 2, None, "[She]{@ann} spoke.\n");
    let again = pull(&editor, &a, Some(result_id(&first))).await;
    assert_eq!(again["kind"], "unchanged");
    editor.change(&a, 2, None, "[Ann Lee]{@ann}\n");
    let after = pull(&editor, &a, Some(result_id(&first))).await;
    assert!(codes(&after).is_empty());
    assert_eq!(
        editor.diagnosed_version(&a),
        None,
        "nothing is pushed as well"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_is_told_when_another_file_changes_what_it_pulled() {
    let folder = Folder::new(CORPUS);
    let editor = open(begin(&folder)).await;
    let (a, cast) = (folder.uri("a.qm"), folder.uri("cast.qm"));
    editor.open_document(&a, &folder.text("a.qm"));
    editor.open_document(&cast, &folder.text("cast.qm"));
    let first = pull(&editor, &a, None).await;
    assert_eq!(codes(&first), ["name/unlisted", "unknown/person"]);
    let seen = |what: &str| editor.times_asked(what);
    let before = seen("workspace/diagnostic/refresh");
    let others = ["codeLens", "inlayHint", "semanticTokens"].map(|what| {
        let method = format!("workspace/{what}/refresh");
        (seen(&method), method)
    });
    editor.change(&cast, 2, None, "@ann: Ann Lee\n    also: Ann\n@bob: Bob\n");
    editor
        .until_asked("workspace/diagnostic/refresh", before)
        .await;
    for (before, method) in others {
        editor.until_asked(&method, before).await;
    }
    let after = pull(&editor, &a, Some(result_id(&first))).await;
    assert!(codes(&after).is_empty(), "{after}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn related_documents_come_along_where_they_are_wanted() {
    let folder = Folder::new(CORPUS);
    let mut begin = begin(&folder);
    begin.capabilities["textDocument"]["diagnostic"]["relatedDocumentSupport"] = json!(true);
    let editor = open(begin).await;
    let (a, cast) = (folder.uri("a.qm"), folder.uri("cast.qm"));
    editor.open_document(&a, &folder.text("a.qm"));
    editor.open_document(&cast, &folder.text("cast.qm"));
    pull(&editor, &a, None).await;
    editor.change(&cast, 2, None, "@ann: Ann\n@bob: Bob\n");
    let own = pull(&editor, &cast, None).await;
    let related = &own["relatedDocuments"][a.as_str()];
    assert_eq!(codes(related), Vec::<&str>::new(), "{own}");
    let again = pull(&editor, &cast, Some(result_id(&own))).await;
    assert_eq!(again["relatedDocuments"], Value::Null);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workspace_is_reported_on_and_then_only_what_changes() {
    let folder = Folder::new(CORPUS);
    let editor = open(begin(&folder)).await;
    let whole = |previous: Value| {
        editor.start(
            "workspace/diagnostic",
            json!({ "previousResultIds": previous }),
        )
    };
    let first = whole(json!([])).1.await.unwrap()["result"].clone();
    let mut names: Vec<(&str, Vec<&str>)> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["uri"].as_str().unwrap(), codes(item)))
        .collect();
    names.sort();
    let (a, c) = (folder.uri("a.qm"), folder.uri("c.qm"));
    let expected = [
        (a.as_str(), vec!["name/unlisted", "unknown/person"]),
        (c.as_str(), vec!["unknown/person"]),
    ];
    assert_eq!(names, expected);
    // With nothing new the request stays open until something is.
    let previous: Vec<Value> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect();
    let (_, open) = whole(json!(previous));
    editor.open_document(&c, "[No]{@ann} [Yes]{@nobody}\n");
    let next = open.await.unwrap()["result"].clone();
    let items = next["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{next}");
    assert_eq!(items[0]["uri"], c.as_str());
    assert_eq!(items[0]["version"], 1);
    // One that is open when the server is told to end is answered.
    let previous: Vec<Value> = previous
        .into_iter()
        .filter(|previous| previous["uri"] != c.as_str())
        .chain([json!({ "uri": c, "value": items[0]["resultId"] })])
        .collect();
    let (_, last) = whole(json!(previous));
    editor.close().await;
    assert_eq!(last.await.unwrap()["result"], json!({ "items": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_that_wait_for_news_leave_room_for_others() {
    let folder = Folder::new("//- a.qm\n@ann: Ann\n    role: clerk\n\n[x]{@ann}\n");
    let editor = open(begin(&folder)).await;
    let params = json!({ "previousResultIds": [] });
    let started: Vec<_> = (0..80)
        .map(|_| editor.start("workspace/diagnostic", params.clone()))
        .collect();
    let params = json!({ "query": "ann" });
    let found = editor.ask("workspace/symbol", params).await.unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    editor.close().await;
    for (_, answer) in started {
        assert_eq!(answer.await.unwrap()["result"], json!({ "items": [] }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_are_passed_on_where_they_are_asked_for() {
    let folder = Folder::new(CORPUS);
    let editor = open(begin(&folder)).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "parts" });
    let rest = editor.ask("workspace/diagnostic", params).await.unwrap();
    assert_eq!(rest, json!({ "items": [] }));
    let parts = editor.partial_results("parts");
    let items: Vec<&Value> = parts
        .iter()
        .flat_map(|part| part["items"].as_array().unwrap())
        .collect();
    assert_eq!(items.len(), 2, "{parts:?}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_in_one_file_has_no_other_looked_at() {
    let mut corpus = String::from(CORPUS);
    for number in 0..500 {
        corpus.push_str(&format!("//- more/{number}.qm\n[She]{{@ann}} spoke.\n"));
    }
    let folder = Folder::new(&corpus);
    let editor = open(begin(&folder)).await;
    let looked_at = async || {
        let looked_at = editor.ask("quotemark/test/looked-at", Value::Null).await;
        looked_at.unwrap().as_u64().unwrap()
    };
    let previous = |report: &Value| -> Vec<Value> {
        let items = report["items"].as_array().unwrap().iter();
        items
            .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
            .collect()
    };
    let none = json!({ "previousResultIds": [] });
    let first = editor.ask("workspace/diagnostic", none).await.unwrap();
    let before = looked_at().await;
    assert!(before >= 504, "all files are looked at: {before}");
    // What is said of one article is said of no other.
    let params = json!({ "previousResultIds": previous(&first) });
    let (_, open) = editor.start("workspace/diagnostic", params);
    let c = folder.uri("c.qm");
    editor.open_document(&c, "[No]{@nobody} [She]{@ann}\n");
    let next = open.await.unwrap()["result"].clone();
    assert_eq!(next["items"].as_array().unwrap().len(), 1, "{next}");
    // Those on which there are reports may be looked at again, the others not.
    let after = looked_at().await;
    assert!(after - before < 5, "{before} {after}");
    editor.close().await;
}

/// The names of the files in a report, sorted, and what the editor has from then on.
fn reported(report: &Value) -> (Vec<&str>, Vec<Value>) {
    let items = report["items"].as_array().expect("items");
    let uris = items.iter().filter_map(|item| item["uri"].as_str());
    let mut names: Vec<&str> = uris.filter_map(|uri| uri.rsplit('/').next()).collect();
    names.sort();
    let has = items
        .iter()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }));
    (names, has.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_away_for_a_moment_does_not_count_as_clean() {
    let folder = Folder::new(CORPUS);
    // The editor promises to watch, and says nothing of what follows.
    let editor = open(begin(&folder)).await;
    let (here, away) = (folder.file("a.qm"), folder.file("a.away"));
    let ask = async |previous: &[Value]| {
        let params = json!({ "previousResultIds": previous });
        editor.ask("workspace/diagnostic", params).await.unwrap()
    };
    std::fs::rename(&here, &away).unwrap();
    let first = ask(&[]).await;
    let (names, has) = reported(&first);
    assert_eq!(names, ["c.qm"]);
    let params = json!({ "textDocument": { "uri": folder.uri("a.qm") } });
    let error = editor.ask("textDocument/diagnostic", params).await;
    let message = error.unwrap_err()["message"].to_string();
    assert!(
        message.contains("cannot be read at this moment"),
        "{message}"
    );
    // A question that is open meanwhile notices that it is back.
    let params = json!({ "previousResultIds": has });
    let (_, open) = editor.start("workspace/diagnostic", params);
    // Long enough for it to find that the file is away.
    let looked_at = async || {
        let looked_at = editor.ask("quotemark/test/looked-at", Value::Null).await;
        looked_at.unwrap().as_u64().unwrap()
    };
    let before = looked_at().await;
    while looked_at().await < before + 2 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    std::fs::rename(&away, &here).unwrap();
    let next = open.await.unwrap()["result"].clone();
    assert_eq!(reported(&next).0, ["a.qm"]);
    assert_eq!(
        codes(&next["items"][0]),
        ["name/unlisted", "unknown/person"]
    );
    // So does one that comes when it is back.
    assert_eq!(reported(&ask(&has).await).0, ["a.qm"]);
    editor.close().await;
}
