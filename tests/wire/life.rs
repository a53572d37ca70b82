//! Beginning and end.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

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

/// Before the greeting there is nothing to shut down, and one may follow.
#[test]
fn a_shutdown_that_comes_too_early_spoils_nothing() {
    let mut talk = Talk::begin();
    let early = talk.ask(1, "shutdown", Value::Null);
    assert_eq!(early["error"]["code"], -32002);
    let hello = talk.ask(2, "initialize", json!({ "capabilities": {} }));
    assert!(hello["result"].is_object());
    let found = talk.ask(3, "workspace/symbol", json!({ "query": "x" }));
    assert!(found["result"].is_array(), "{found}");
    assert!(talk.ask(4, "shutdown", Value::Null)["result"].is_null());
    let late = talk.ask(5, "workspace/symbol", json!({ "query": "x" }));
    assert_eq!(late["error"]["code"], -32600);
    talk.send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(talk.server.wait().expect("it ends").code(), Some(0));
}

/// Without an id these are no requests, and change nothing.
#[test]
fn a_greeting_and_a_shutdown_without_an_id_are_passed_over() {
    let mut talk = Talk::begin();
    let hello = json!({ "capabilities": {} });
    talk.send(json!({ "jsonrpc": "2.0", "method": "initialize", "params": hello }));
    let answer = talk.ask(1, "initialize", json!({ "capabilities": {} }));
    assert!(answer["result"].is_object(), "{answer}");
    talk.send(json!({ "jsonrpc": "2.0", "method": "shutdown" }));
    let found = talk.ask(2, "workspace/symbol", json!({ "query": "x" }));
    assert!(found["result"].is_array(), "{found}");
    assert!(talk.ask(3, "shutdown", Value::Null)["result"].is_null());
    talk.send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(talk.server.wait().expect("it ends").code(), Some(0));
}

/// What waits for news when the input ends does not keep the server.
#[test]
fn the_server_ends_with_its_input_whatever_waits() {
    let mut talk = Talk::begin();
    talk.ask(1, "initialize", json!({ "capabilities": {} }));
    talk.send(json!({
        "jsonrpc": "2.0", "id": 2, "method": "workspace/diagnostic",
        "params": { "previousResultIds": [] },
    }));
    let Talk {
        mut server,
        input,
        mut output,
    } = talk;
    drop(input);
    assert_eq!(next(&mut output)["result"], json!({ "items": [] }));
    assert_eq!(server.wait().expect("it ends").code(), Some(1));
}

/// A server, and both of its pipes.
struct Talk {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Talk {
    fn begin() -> Self {
        let mut server = server()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take().expect("its input");
        let output = server.stdout.take().expect("its output");
        Self {
            server,
            input,
            output: BufReader::new(output),
        }
    }

    fn send(&mut self, message: Value) {
        let message = framed(message.to_string().as_bytes());
        self.input.write_all(&message).expect("it reads");
    }

    fn ask(&mut self, id: i64, method: &str, params: Value) -> Value {
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        next(&mut self.output)
    }
}

/// The next message of a server.
fn next(output: &mut impl BufRead) -> Value {
    let mut header = String::new();
    output.read_line(&mut header).expect("it speaks");
    let length = header.trim().strip_prefix("Content-Length: ");
    let length: usize = length.expect("a length").parse().expect("a number");
    let mut body = vec![0; length + 2];
    output.read_exact(&mut body).expect("it ends what it says");
    serde_json::from_slice(&body).expect("it says JSON")
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
    let binary = env!("CARGO_BIN_EXE_quotemark-for-tests");
    let mut server = Command::new(binary)
        .arg("server")
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
    assert_eq!(
        exit_code(&[hello.clone(), shutdown.clone(), exit.clone()]),
        Some(0)
    );
    assert_eq!(exit_code(&[hello.clone(), shutdown]), Some(1));
    assert_eq!(exit_code(&[hello.clone(), exit]), Some(1));
    assert_eq!(exit_code(&[hello]), Some(1));
    assert_eq!(exit_code(&[]), Some(1));
}

/// A message with its header.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut framed = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    framed.extend(body);
    framed
}

#[test]
fn a_message_that_makes_no_sense_does_not_end_the_server() {
    let mut input = Vec::new();
    for body in [
        &br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#[..],
        b"{",
        b"\xff",
        b"[]",
        br#"{"jsonrpc":"2.0","id":2,"id":3,"method":"shutdown"}"#,
        // An answer that nobody waits for; the library takes this one.
        br#"{"jsonrpc":"2.0","id":2,"result":1,"result":2}"#,
        br#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
        br#"{"jsonrpc":"2.0","method":"exit"}"#,
    ] {
        input.extend(framed(body));
    }
    let binary = env!("CARGO_BIN_EXE_quotemark-for-tests");
    let mut server = Command::new(binary)
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    server
        .stdin
        .take()
        .expect("its input")
        .write_all(&input)
        .expect("it reads");
    let ended = server.wait_with_output().expect("it ends");
    let said = String::from_utf8(ended.stdout).expect("it speaks UTF-8");
    assert_eq!(said.matches("-32700").count(), 4, "{said}");
    assert_eq!(ended.status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_server_ends_when_the_editor_is_gone() {
    let mut editor = Command::new("sleep")
        .arg("600")
        .spawn()
        .expect("something that lives");
    let mut server = Command::new(env!("CARGO_BIN_EXE_quotemark-for-tests"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the server starts");
    let hello = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": { "processId": editor.id(), "capabilities": {} },
    });
    let mut input = server.stdin.take().expect("its input");
    input
        .write_all(&framed(hello.to_string().as_bytes()))
        .expect("it reads");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(server.try_wait().expect("it can be asked").is_none());
    editor.kill().expect("it can be ended");
    editor.wait().expect("it ends");
    // The pipe is still open, as when another process has inherited it.
    assert_eq!(server.wait().expect("it ends").code(), Some(1));
    drop(input);
}

/// What a server says to these bytes until its input ends, and its exit code.
fn said_to(mut server: Command, input: &[u8]) -> (String, Option<i32>) {
    let mut server = server
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut pipe = server.stdin.take().expect("its input");
    // One that has ended reads no more, which its exit code tells.
    let _ = pipe.write_all(input);
    drop(pipe);
    let ended = server.wait_with_output().expect("it ends");
    let said = String::from_utf8(ended.stdout).expect("it speaks UTF-8");
    (said, ended.status.code())
}

fn server() -> Command {
    let mut server = Command::new(env!("CARGO_BIN_EXE_quotemark-for-tests"));
    server.arg("server");
    server
}

const HELLO: &[u8] =
    br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;

#[test]
fn an_absurd_length_takes_no_memory_and_ends_with_the_input() {
    for length in [
        "1099511627776",
        "18446744073709551615",
        "99999999999999999999",
        "-1",
    ] {
        let mut input = framed(HELLO);
        input.extend(format!("Content-Length: {length}\r\n\r\n{{").into_bytes());
        // What would be a message, were the length not what it is.
        input.extend(vec![b' '; 1 << 20]);
        let (said, code) = said_to(server(), &input);
        assert!(said.contains("\"capabilities\""), "{length}: {said}");
        assert_eq!(code, Some(1), "{length}");
    }
}

#[test]
fn a_header_without_end_is_passed_over() {
    let mut input = framed(HELLO);
    input.extend(vec![b'x'; 1 << 20]);
    input.extend(b"\r\n\r\n");
    input.extend(framed(br#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#));
    input.extend(framed(br#"{"jsonrpc":"2.0","method":"exit"}"#));
    let (said, code) = said_to(server(), &input);
    assert!(said.contains("\"id\":2"), "{said}");
    assert_eq!(code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_server_at_once() {
    let mut server = server()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut input = server.stdin.take().expect("its input");
    input.write_all(&framed(HELLO)).expect("it reads");
    let id = server.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status();
    assert!(sent.expect("there is such a command").success());
    let ended = server.wait().expect("it ends");
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&ended),
        Some(15)
    );
}

/// An editor that counts in UTF-16 may cut a character in two.
#[test]
fn a_change_with_half_a_character_is_taken() {
    let uri = "untitled:a";
    let text = r#"[Z]{@zed}\n\n@zed: Zed Lee\n@yed: Yed Lee\n"#;
    let at = |line: u32, column: u32| format!(r#"{{"line":{line},"character":{column}}}"#);
    let insert = |version: u32, place: &str, text: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{uri}","version":{version}}},"contentChanges":[{{"range":{{"start":{place},"end":{place}}},"text":"{text}"}}]}}}}"#
        )
    };
    let messages = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#.to_owned(),
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"q","version":1,"text":"{text}"}}}}}}"#
        ),
        // One half, then the other, then whole words further on in the line.
        insert(2, &at(0, 2), r"\ud83d"),
        insert(3, &at(0, 3), r"\ude00"),
        insert(4, &at(0, 13 - 2), r" [Y]{@yed}"),
        format!(
            r#"{{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{{"textDocument":{{"uri":"{uri}"}},"position":{}}}}}"#,
            at(0, 17)
        ),
        r#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#.to_owned(),
    ];
    let binary = env!("CARGO_BIN_EXE_quotemark-for-tests");
    let mut server = Command::new(binary)
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut input = server.stdin.take().expect("its input");
    let mut output = server.stdout.take().expect("its output");
    let mut said = Vec::new();
    for body in messages {
        input.write_all(&framed(body.as_bytes())).expect("it reads");
        // What is asked is answered before anything else is said.
        while let Some((_, id)) = body.split_once(r#""id":"#)
            && !String::from_utf8_lossy(&said).contains(&format!(r#""id":{}"#, &id[..1]))
        {
            let mut byte = [0];
            output.read_exact(&mut byte).expect("it answers");
            said.push(byte[0]);
        }
    }
    input
        .write_all(&framed(br#"{"jsonrpc":"2.0","method":"exit"}"#))
        .expect("it reads");
    assert!(server.wait().expect("it ends").success());
    let said = String::from_utf8(said).expect("it speaks UTF-8");
    assert!(said.contains("Yed Lee"), "{said}");
    assert!(!said.contains("-32700"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_names_thousands_for_a_moment_is_answered_as_before() {
    let folder = Folder::new(
        "//- cast.qm\n@ann: Ann Lee\n    role: clerk of &o\n&o: Office\n//- a.qm\n[Ann]{@ann}\n//- b.qm\n[She said]{by @ann of &o}\n",
    );
    let editor = Editor::open(&folder).await;
    editor.until_read().await;
    let uri = folder.uri("a.qm");
    let document =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 8 } });
    let counts = async || {
        let shown = editor.ask("textDocument/hover", document.clone()).await;
        let shown = shown.expect("a hover").to_string();
        assert!(shown.contains("Office"), "{shown}");
        shown
    };
    editor.open_document(&uri, "[Ann]{@ann}\n");
    let before = counts().await;
    // Far more than are kept, so that the ids are put under new numbers a few times.
    for number in 2..5000 {
        let text = format!("[Ann]{{@ann}} [x]{{@id-{number}}}\n");
        editor.change(&uri, number, None, &text);
        if number % 50 == 0 {
            counts().await;
        }
    }
    editor.change(&uri, 5000, None, "[Ann]{@ann}\n");
    assert_eq!(counts().await, before);
    editor.close().await;
}
