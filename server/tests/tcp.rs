//! `quotemark server --tcp`: one client, and nothing but the protocol.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

const INITIALIZE: &str =
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;

struct Server {
    process: Child,
    errors: BufReader<std::process::ChildStderr>,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotemark"));
        command
            .args(["server", "--tcp", "0"])
            .stderr(Stdio::piped());
        let mut process = command.spawn().expect("the server starts");
        let mut errors = BufReader::new(process.stderr.take().expect("it has standard error"));
        let mut line = String::new();
        errors.read_line(&mut line).expect("it says where");
        let address = line
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self {
            process,
            errors,
            address,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        let limit = Some(Duration::from_secs(20));
        stream.set_read_timeout(limit).expect("a limit can be set");
        stream
    }

    /// Waits until it has ended, and gives its code and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.errors.read_to_string(&mut said).expect("it ends");
        (self.process.wait().expect("it ends").code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// All that comes until the connection is closed, which may happen rudely.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        let kind = error.kind();
        assert_eq!(kind, std::io::ErrorKind::ConnectionReset, "it is closed");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The next message.
fn message(stream: &mut BufReader<TcpStream>) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("a header comes");
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().expect("it is a number"),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("all of it comes");
    serde_json::from_slice(&body).expect("it is JSON")
}

#[test]
fn a_page_in_a_browser_is_not_answered_and_does_not_take_the_clients_place() {
    let server = Server::start();
    let port = server.address.rsplit(':').next().unwrap_or_default();
    // Who says nothing does not either.
    let _silent = server.connect();
    for begin in [
        "POST / HTTP/1.1",
        "GET / HTTP/1.1",
        "OPTIONS / HTTP/1.1",
        "\r\nPOST / HTTP/1.1",
        "\u{16}\u{3}\u{1}",
        "{}",
    ] {
        let mut page = server.connect();
        let head = format!(
            "{begin}\r\nHost: 127.0.0.1:{port}\r\nOrigin: https://evil.example\r\n\
             Content-Type: text/plain\r\n"
        );
        let sent = page.write_all((head + &framed(INITIALIZE)).as_bytes());
        // It may be closed while it is written to.
        drop(sent);
        assert_eq!(rest(page), "", "{begin}");
    }
    let mut client = server.connect();
    client
        .write_all(framed(INITIALIZE).as_bytes())
        .expect("it is read");
    let mut client = BufReader::new(client);
    assert_eq!(message(&mut client)["id"], 1);

    // It listens no longer, so the port is free for somebody else.
    assert!(TcpStream::connect(&server.address).is_err());
    TcpListener::bind(&server.address).expect("the port is free");

    for body in [
        r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ] {
        let sent = client.get_mut().write_all(framed(body).as_bytes());
        sent.expect("it is read");
    }
    let (code, said) = server.end();
    assert_eq!(code, Some(0), "{said}");
    let closed = said.matches("not the Language Server Protocol").count();
    assert_eq!(closed, 6, "{said}");
}

#[test]
fn a_header_of_another_protocol_ends_it() {
    for begin in [
        "CONNECT x:1 HTTP/1.1\r\n",
        "Content-Type: text/plain\r\nHost: x\r\n",
        "Cookie: a=b\r\n",
        "Content-Length: 99999999999\r\n",
    ] {
        let server = Server::start();
        let mut stream = server.connect();
        drop(stream.write_all((begin.to_owned() + &framed(INITIALIZE)).as_bytes()));
        assert_eq!(rest(stream), "", "{begin}");
        let (code, said) = server.end();
        assert_eq!(code, Some(1), "{begin}: {said}");
        assert!(said.contains("not the Language Server Protocol"), "{said}");
    }
}
