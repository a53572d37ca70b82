//! Beginning and end.

use std::io::Write;
use std::process::{Command, Stdio};

use quotemark::lsp::ServerOptions;
use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types::request;

use crate::support::{at, hover_at, words};

#[tokio::test(flavor = "multi_thread")]
async fn open_files_are_answered_while_the_corpus_is_read() {
    let mut fixture = String::from("//- a.qm\n@ann: Ann\n\n[x]{@a$0nn}\n");
    for number in 0..3000 {
        fixture.push_str(&format!(
            "//- many/{number}.qm\n[x]{{by @ann}} [y]{{@p{number}}}\n"
        ));
    }
    let folder = Folder::new(&fixture);
    let editor = Editor::begin(Begin::with(&folder)).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(words(&hover).contains("Ann"), "{}", words(&hover));
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(&folder)), |hover| {
            words(hover).contains("3000 quotes")
        })
        .await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_before_the_greeting() {
    let params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": null });
    let editor = Editor::greet(params, ServerOptions::default()).await;
    let again = editor
        .ask("initialize", json!({ "capabilities": {} }))
        .await
        .unwrap_err();
    assert_eq!(again["code"], -32600);
    editor.close().await;
}

/// What the real binary ends with after these messages.
fn exit_code(messages: &[Value]) -> Option<i32> {
    let binary = env!("CARGO_BIN_EXE_quotemark-server-for-tests");
    let mut server = Command::new(binary)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut input = server.stdin.take().expect("its input");
    for message in messages {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    }
    input.flush().expect("it reads");
    // The pipe closes here where no `exit` was sent.
    drop(input);
    server.wait().expect("it ends").code()
}

#[test]
fn the_exit_code_says_whether_it_was_shut_down() {
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } });
    let shutdown = json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" });
    let exit = json!({ "jsonrpc": "2.0", "method": "exit" });
    assert_eq!(exit_code(&[hello.clone(), shutdown, exit.clone()]), Some(0));
    assert_eq!(exit_code(&[hello.clone(), exit]), Some(1));
    assert_eq!(exit_code(&[hello]), Some(1));
    assert_eq!(exit_code(&[]), Some(1));
}
