//! A small editor: it starts a server, speaks LSP to it over its standard
//! input and output, and takes the time of what comes back.
//!
//! An answer's time is taken when all of its bytes have come, before it is read
//! as JSON, so that it is the server's and not the editor's.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::failure::{Outcome, fail};
use crate::process::Process;

/// How long anything may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(600);

/// How an editor and its server begin.
pub struct Begin<'a> {
    /// The server's program.
    pub program: &'a Path,
    /// The folders that the editor works in.
    pub folders: Vec<&'a Path>,
    /// The folder of the user's caches.
    pub caches: &'a Path,
    /// Whether the editor watches the disk; else the server does.
    pub watches: bool,
}

/// A server that runs, and the editor's side of it.
pub struct Editor {
    child: Child,
    input: Arc<Mutex<ChildStdin>>,
    messages: Receiver<Message>,
    next: u64,
    answers: HashMap<u64, Message>,
    notifications: VecDeque<Message>,
    /// When the server was started.
    pub started: Instant,
    /// How long after that `initialize` was answered.
    pub greeted: Duration,
}

/// Something that the server sent.
pub struct Message {
    /// When all of it had come.
    pub at: Instant,
    /// What it was.
    pub body: Value,
}

/// An answer.
pub struct Answer {
    /// What was answered.
    pub result: Value,
    /// How long it took.
    pub took: Duration,
}

impl Editor {
    /// Starts a server and greets it.
    pub fn begin(begin: &Begin) -> Outcome<Self> {
        let started = Instant::now();
        let mut child = Command::new(begin.program)
            .arg("server")
            .env("XDG_CACHE_HOME", begin.caches)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(begin.caches.with_extension("log"))?)
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", begin.program.display()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return fail("the server has no input or output");
        };
        let input = Arc::new(Mutex::new(input));
        let (sender, messages) = channel();
        let answering = input.clone();
        std::thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Some((at, body)) = read(&mut output) {
                let Ok(body) = serde_json::from_slice::<Value>(&body) else {
                    continue;
                };
                if body.get("method").is_some() && body.get("id").is_some() {
                    let answer = answer_to_server(&body);
                    let _ = write(&answering, &answer);
                    continue;
                }
                if sender.send(Message { at, body }).is_err() {
                    return;
                }
            }
        });
        let mut editor = Self {
            child,
            input,
            messages,
            next: 0,
            answers: HashMap::new(),
            notifications: VecDeque::new(),
            started,
            greeted: Duration::ZERO,
        };
        let folders = begin.folders.iter();
        let folders = folders.map(|folder| json!({ "uri": uri_of(folder), "name": "corpus" }));
        let params = json!({
            "processId": std::process::id(),
            "clientInfo": { "name": "quotemark-load" },
            "capabilities": capabilities(begin.watches),
            "workspaceFolders": folders.collect::<Vec<_>>(),
        });
        let id = editor.send("initialize", params)?;
        let message = editor.wait(id)?;
        editor.greeted = message.at - started;
        editor.tell("initialized", json!({}))?;
        Ok(editor)
    }

    /// Asks, and waits for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Outcome<Answer> {
        let asked = Instant::now();
        let id = self.send(method, params)?;
        let message = self.wait(id)?;
        let took = message.at - asked;
        let mut body = message.body;
        if let Some(error) = body.get("error") {
            return fail(format!("{method} is refused: {error}"));
        }
        let result = body["result"].take();
        Ok(Answer { result, took })
    }

    /// Asks; the answer is to be waited for with the number that this gives.
    pub fn send(&mut self, method: &str, params: Value) -> Outcome<u64> {
        self.next += 1;
        let id = self.next;
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        write(&self.input, &message)?;
        Ok(id)
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: Value) -> Outcome<()> {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        write(&self.input, &message)
    }

    /// Waits for an answer.
    pub fn wait(&mut self, id: u64) -> Outcome<Message> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return Ok(answer);
            }
            self.take_in(deadline)?;
        }
    }

    /// Waits for the diagnostics of a version of a document that are as wanted.
    pub fn diagnostics(
        &mut self,
        uri: &str,
        is_wanted: impl Fn(Option<i64>, &[Value]) -> bool,
    ) -> Outcome<Message> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            while let Some(message) = self.notifications.pop_front() {
                let params = &message.body["params"];
                if message.body["method"] == "textDocument/publishDiagnostics"
                    && params["uri"] == uri
                    && let Some(diagnostics) = params["diagnostics"].as_array()
                    && is_wanted(params["version"].as_i64(), diagnostics)
                {
                    return Ok(message);
                }
            }
            if let Err(error) = self.take_in(deadline) {
                return fail(format!(
                    "diagnostics of {uri} are waited for in vain: {error}"
                ));
            }
        }
    }

    /// Forgets what the server has told so far.
    pub fn forget_notifications(&mut self) {
        while let Ok(message) = self.messages.try_recv() {
            self.sort(message);
        }
        self.notifications.clear();
    }

    /// The server's process.
    pub fn process(&self) -> Process {
        Process::of(self.child.id())
    }

    /// Says goodbye, and waits until the server has ended.
    pub fn close(mut self) -> Outcome<ExitStatus> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return match status.success() {
                    true => Ok(status),
                    false => fail(format!("the server ended with {status}")),
                };
            }
            if Instant::now() > deadline {
                return fail("the server does not end");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn take_in(&mut self, deadline: Instant) -> Outcome<()> {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.messages.recv_timeout(left) {
            Ok(message) => {
                self.sort(message);
                Ok(())
            }
            Err(RecvTimeoutError::Timeout) => fail("nothing came"),
            Err(RecvTimeoutError::Disconnected) => fail("the server is gone"),
        }
    }

    fn sort(&mut self, message: Message) {
        match message.body["id"].as_u64() {
            Some(id) => drop(self.answers.insert(id, message)),
            None => self.notifications.push_back(message),
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The address of a file.
pub fn uri_of(path: &Path) -> String {
    let mut uri = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

/// What an editor such as Visual Studio Code says that it can do, as far as it
/// matters here.
fn capabilities(watches: bool) -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "definition": { "linkSupport": true },
            "implementation": { "linkSupport": false },
            "completion": {
                "completionItem": {
                    "snippetSupport": true,
                    "labelDetailsSupport": true,
                    "documentationFormat": ["markdown", "plaintext"],
                },
            },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
        },
        "workspace": {
            "workspaceFolders": true,
            "workspaceEdit": {
                "documentChanges": true,
                "changeAnnotationSupport": { "groupsOnLabel": true },
            },
            "didChangeWatchedFiles": { "dynamicRegistration": watches },
        },
    })
}

fn answer_to_server(request: &Value) -> Value {
    let result = match request["method"].as_str() {
        Some("workspace/configuration") => {
            let items = request["params"]["items"].as_array();
            Value::Array(vec![Value::Null; items.map_or(0, Vec::len)])
        }
        Some("workspace/applyEdit") => json!({ "applied": true }),
        _ => Value::Null,
    };
    json!({ "jsonrpc": "2.0", "id": request["id"], "result": result })
}

fn write(input: &Mutex<ChildStdin>, message: &Value) -> Outcome<()> {
    let body = message.to_string();
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body.as_bytes());
    let mut input = input.lock().unwrap_or_else(|broken| broken.into_inner());
    input.write_all(&bytes)?;
    input.flush()?;
    Ok(())
}

fn read(output: &mut impl BufRead) -> Option<(Instant, Vec<u8>)> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((key, value)) = line.split_once(':')
            && key.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some((Instant::now(), body))
}
