//! What goes wrong stays where it is.

use std::time::Duration;

use quotemark_tests::{Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, hover_at, symbol_names, symbols_of, words};

const CORPUS: &str = "//- a.qm\n@ann: Ann\n\n[x]{@a$0nn}\n";

fn code(error: Value) -> i64 {
    error["code"].as_i64().expect("an error has a code")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_an_error_answer_and_nothing_more() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    for _ in 0..3 {
        let error = editor
            .ask("quotemark/test/fail", Value::Null)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("faults.rs:"),
            "it says where: {error}"
        );
        assert_eq!(code(error), -32603);
    }
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_request_is_answered_so_and_stops() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    // More than may run side by side: were they not stopped, nothing else would be.
    let started: Vec<_> = (0..40)
        .map(|_| editor.start("quotemark/test/last", Value::Null))
        .collect();
    for (id, _) in &started {
        editor.cancel(*id);
    }
    for (_, answer) in started {
        assert_eq!(code(answer.await.unwrap()["error"].clone()), -32800);
    }
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"));
    editor.close().await;
}

/// What the server has counted of its requests.
async fn counted(editor: &Editor, what: &str) -> u64 {
    let counted = editor.ask("quotemark/test/counted", Value::Null).await;
    counted.unwrap()[what].as_u64().expect("a count")
}

/// Waits until so many requests work.
async fn until_working(editor: &Editor, count: u64) {
    for _ in 0..3000 {
        if counted(editor, "working").await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("there are never {count} requests that work");
}

/// Params that a request takes: it is cancelled before it looks at them.
fn any_params(method: &str, uri: &lsp::Uri) -> Value {
    let place = json!({ "line": 2, "character": 5 });
    let range = json!({ "start": place, "end": place });
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let item = json!({
        "name": "Ann", "kind": 5, "uri": uri, "range": range, "selectionRange": range,
    });
    match method {
        "workspace/symbol" => json!({ "query": "a" }),
        "workspace/executeCommand" => json!({ "command": "quotemark.quotes" }),
        "completionItem/resolve" => json!({ "label": "a" }),
        "codeAction/resolve" => json!({ "title": "a" }),
        "codeLens/resolve" => json!({ "range": range }),
        "inlayHint/resolve" => json!({ "position": place, "label": "a" }),
        method if method.contains("Hierarchy/") && !method.contains("prepare") => {
            json!({ "item": item })
        }
        // Whoever takes less passes over the rest.
        _ => json!({
            "textDocument": { "uri": uri }, "position": place, "range": range,
            "positions": [place], "options": options, "ch": "}", "newName": "bob",
            "context": {
                "diagnostics": [], "includeDeclaration": true, "triggerKind": 1, "isRetrigger": false,
            },
            "previousResultId": "1",
        }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hover_does_not_wait_for_long_requests() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let turns = counted(&editor, "turns").await;
    let lasting: Vec<_> = (0..turns + 5)
        .map(|_| editor.start("quotemark/test/last-long", Value::Null))
        .collect();
    until_working(&editor, turns - 2).await;
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"));
    for (id, _) in &lasting {
        editor.cancel(*id);
    }
    for (_, answer) in lasting {
        assert_eq!(code(answer.await.unwrap()["error"].clone()), -32800);
    }
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_cancelled_before_its_turn_never_works() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let turns = counted(&editor, "turns").await;
    let uri = folder.uri("a.qm");
    // Those that last take all turns.
    let lasting: Vec<_> = (0..turns)
        .map(|_| editor.start("quotemark/test/last", Value::Null))
        .collect();
    until_working(&editor, turns).await;
    let begun = counted(&editor, "begun").await;
    let methods = editor.ask("quotemark/test/methods", Value::Null).await;
    let methods = methods.unwrap();
    let methods = methods.as_array().expect("the table of requests");
    let mut asked: Vec<(&str, Value)> = methods
        .iter()
        .map(|row| row[0].as_str().expect("a method"))
        .map(|method| (method, any_params(method, &uri)))
        .collect();
    assert!(asked.len() > 35, "all requests are in the table");
    asked.push(("quotemark/test/fail", Value::Null));
    let waiting: Vec<_> = (0..4)
        .flat_map(|_| &asked)
        .map(|(method, params)| (*method, editor.start(method, params.clone())))
        .collect();
    for (_, (id, _)) in &waiting {
        editor.cancel(*id);
    }
    for (method, (_, answer)) in waiting {
        let answer = answer.await.unwrap();
        assert_eq!(code(answer["error"].clone()), -32800, "{method}: {answer}");
    }
    assert_eq!(counted(&editor, "begun").await, begun, "none of them began");
    for (id, _) in &lasting {
        editor.cancel(*id);
    }
    for (_, answer) in lasting {
        assert_eq!(code(answer.await.unwrap()["error"].clone()), -32800);
    }
    until_working(&editor, 0).await;
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"));
    assert_eq!(
        counted(&editor, "begun").await,
        begun + 1,
        "only this one did"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_some_requests_work_at_once_and_all_are_answered() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let turns = counted(&editor, "turns").await;
    // One that fails gives its turn back too.
    let requests: Vec<_> = (0..200)
        .map(|number| match number % 3 {
            0 => editor.start("quotemark/test/fail", Value::Null),
            _ => editor.start("workspace/symbol", json!({ "query": "ann" })),
        })
        .collect();
    for (number, (_, answer)) in requests.into_iter().enumerate() {
        let answer = answer.await.unwrap();
        assert_eq!(answer["error"].is_null(), number % 3 != 0, "{answer}");
    }
    assert!(counted(&editor, "most").await <= turns);
    assert_eq!(counted(&editor, "begun").await, 200);
    assert_eq!(counted(&editor, "working").await, 0);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_or_passed_over() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let error = editor
        .ask("textDocument/hover", json!({ "position": "here" }))
        .await
        .unwrap_err();
    assert_eq!(code(error), -32602);
    let error = editor
        .ask("textDocument/unheardOf", json!({}))
        .await
        .unwrap_err();
    assert_eq!(code(error), -32601);
    // What begins so may be passed over when it is told, and not when it is asked.
    for method in ["$/unheardOf", "$/setTrace"] {
        let error = editor.ask(method, json!({})).await.unwrap_err();
        assert_eq!(code(error), -32601);
    }
    editor.tell_raw("textDocument/didChange", json!({ "contentChanges": 7 }));
    editor.tell_raw(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": folder.uri("a.qm") } }),
    );
    editor.tell_raw("$/unheardOf", json!({}));
    // A document that was never opened changes nothing.
    editor.change(&folder.uri("a.qm"), 2, None, "");
    let mut far = hover_at(at(&folder));
    far.text_document_position_params.position.line = 4_000_000;
    far.text_document_position_params.position.character = u32::MAX;
    editor.request::<request::HoverRequest>(far).await;
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_reading_files_does_not_end_it() {
    let folder = Folder::new("//- a.qm\n@ann: Ann Lee\n");
    let editor = Editor::open(&folder).await;
    for number in 0..3 {
        let requests = editor.ask("quotemark/test/fail-reading", Value::Null).await;
        requests.unwrap();
        let name = format!("{number}.qm");
        folder.write(&name, &format!("@p{number}: P{number} Lee\n"));
        let changes = json!([{ "uri": folder.uri(&name), "type": 1 }]);
        editor.tell_raw(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": changes }),
        );
        let wanted = format!("P{number} Lee");
        editor
            .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
                symbol_names(found).contains(&wanted.as_str())
            })
            .await;
    }
    editor
        .until_message("Reading files failed inside the server")
        .await;
    editor.close().await;
}
