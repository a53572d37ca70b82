//! What goes wrong stays where it is.

use quotemark_tests::{Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types::request;

use crate::support::{at, hover_at, words};

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
