//! The strict editor.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use quotemark::lsp::{ServerOptions, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, BufReader, split};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::request::Request;

use crate::Folder;
use crate::message::{read, strictly, write};

/// How long anything may take. Machines are slow at times; nothing waits this
/// long unless it has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// How an editor introduces itself.
pub struct Begin {
    /// What it is called, if it says so.
    pub client: Option<&'static str>,
    /// Its capabilities.
    pub capabilities: Value,
    /// The folders that it works in.
    pub folders: Vec<lsp::Uri>,
    /// Its `initializationOptions`.
    pub initialization: Value,
    /// What it answers to `workspace/configuration`, for each item.
    pub configuration: Value,
    /// How the server is to run.
    pub options: ServerOptions,
    /// How it takes what the server asks of it.
    pub manners: Manners,
}

/// How an editor takes what the server asks of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Manners {
    /// It does it and answers.
    #[default]
    Answers,
    /// It answers that it knows no such thing.
    Refuses,
    /// It never answers.
    IsSilent,
}

impl Begin {
    /// An editor that can do what most can, in the folder of a corpus.
    pub fn with(folder: &Folder) -> Self {
        Self {
            client: None,
            capabilities: json!({
                "general": { "positionEncodings": ["utf-16"] },
                "textDocument": {
                    "hover": { "contentFormat": ["plaintext"] },
                    "definition": { "linkSupport": true },
                    "declaration": { "linkSupport": true },
                    "typeDefinition": { "linkSupport": true },
                    "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                    "publishDiagnostics": {
                        "relatedInformation": true,
                        "tagSupport": { "valueSet": [1] },
                        "versionSupport": true,
                    },
                },
                "window": { "workDoneProgress": true },
                "workspace": {
                    "workspaceFolders": true,
                    "didChangeWatchedFiles": { "dynamicRegistration": true },
                },
            }),
            folders: vec![lsp::Uri::from_file_path(folder.path()).expect("an absolute path")],
            initialization: Value::Null,
            configuration: Value::Null,
            options: ServerOptions {
                paranoid: true,
                faults: true,
                ..ServerOptions::default()
            },
            manners: Manners::default(),
        }
    }

    /// The same with columns in another encoding.
    pub fn encoded(mut self, encoding: &str) -> Self {
        self.capabilities["general"]["positionEncodings"] = json!([encoding]);
        self
    }

    /// The parameters of `initialize`.
    fn params(&self) -> Value {
        let folders = self.folders.iter();
        let folders = folders.map(|uri| json!({ "uri": uri, "name": "corpus" }));
        json!({
            "processId": std::process::id(),
            "clientInfo": self.client.map(|name| json!({ "name": name })),
            "capabilities": self.capabilities,
            "initializationOptions": self.initialization,
            "workspaceFolders": folders.collect::<Vec<_>>(),
        })
    }

    fn shared(self) -> Shared {
        Shared {
            configuration: Mutex::new(self.configuration),
            manners: self.manners,
            ..Shared::default()
        }
    }
}

/// An editor with a server of its own. [`close`](Self::close) it at the end.
pub struct Editor {
    sender: mpsc::UnboundedSender<Value>,
    next: AtomicI64,
    shared: Arc<Shared>,
    server: Option<JoinHandle<bool>>,
    /// The answer to `initialize`, without what its type has no field for.
    pub greeting: lsp::InitializeResult,
    /// Whether that answer offers type hierarchies.
    pub offers_type_hierarchy: bool,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<HashMap<i64, oneshot::Sender<Value>>>,
    answered: Mutex<HashSet<i64>>,
    diagnostics: Mutex<HashMap<String, lsp::PublishDiagnosticsParams>>,
    progress_ended: Mutex<bool>,
    registered: Mutex<Vec<String>>,
    messages: Mutex<Vec<String>>,
    /// Those of them that were shown to the user.
    shown: Mutex<Vec<String>>,
    /// What the server asked for.
    requests: Mutex<Vec<(String, Value)>>,
    configuration: Mutex<Value>,
    manners: Manners,
    /// Parts of answers, by the token of the request.
    parts: Mutex<HashMap<String, Vec<Value>>>,
    faults: Mutex<Vec<String>>,
    news: Notify,
}

impl Editor {
    /// Starts a server on a corpus and waits until it has read it.
    pub async fn open(folder: &Folder) -> Self {
        let editor = Self::begin(Begin::with(folder)).await;
        editor.until_read().await;
        editor
    }

    /// Waits until the server has read the corpus.
    pub async fn until_read(&self) {
        self.until("the corpus is read", |shared| {
            *shared.progress_ended.lock().unwrap()
        })
        .await;
    }

    /// Starts a server and greets it.
    pub async fn begin(begin: Begin) -> Self {
        let params = begin.params();
        let options = begin.options.clone();
        let (server, ours) = inside(options);
        Self::greet_with(params, server, ours, begin.shared()).await
    }

    /// Starts a server that is a process of its own and greets it. How it runs
    /// is for the command to say.
    #[cfg(unix)]
    pub async fn begin_process(begin: Begin, mut command: std::process::Command) -> Self {
        use std::os::{fd::OwnedFd, unix::net::UnixStream};

        let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
        ours.set_nonblocking(true).expect("it can be told");
        let ours = tokio::net::UnixStream::from_std(ours).expect("a socket");
        let output = theirs.try_clone().expect("a socket");
        let mut process = command
            .stdin(OwnedFd::from(theirs))
            .stdout(OwnedFd::from(output))
            .spawn()
            .expect("the server starts");
        // It keeps the other end open, so that the server could not end ours.
        drop(command);
        let server = tokio::task::spawn_blocking(move || {
            process.wait().expect("it can be waited for").success()
        });
        let params = begin.params();
        Self::greet_with(params, server, ours, begin.shared()).await
    }

    /// Starts a server and greets it with these parameters of `initialize`.
    pub async fn greet(params: Value, options: ServerOptions) -> Self {
        let (server, ours) = inside(options);
        Self::greet_with(params, server, ours, Shared::default()).await
    }

    async fn greet_with(
        params: Value,
        server: JoinHandle<bool>,
        ours: impl AsyncRead + AsyncWrite + Send + 'static,
        shared: Shared,
    ) -> Self {
        let (input, output) = split(ours);
        let shared = Arc::new(shared);
        let (sender, queue) = mpsc::unbounded_channel();
        tokio::spawn(send(output, queue));
        tokio::spawn(receive(input, shared.clone(), sender.clone()));
        let mut editor = Self {
            sender,
            next: AtomicI64::new(1),
            shared,
            server: Some(server),
            greeting: lsp::InitializeResult::default(),
            offers_type_hierarchy: false,
        };
        let mut greeting = editor
            .ask("initialize", params)
            .await
            .expect("initialize is answered");
        let capabilities = greeting["capabilities"].as_object_mut();
        let offered = capabilities.and_then(|offered| offered.remove("typeHierarchyProvider"));
        editor.offers_type_hierarchy = offered == Some(Value::Bool(true));
        editor.greeting = strictly(&greeting, "the answer to initialize");
        editor.tell_raw("initialized", json!({}));
        editor
    }

    /// Asks and waits for the answer.
    pub async fn request<R: Request>(&self, params: R::Params) -> R::Result
    where
        R::Result: serde::Serialize,
    {
        let params = serde_json::to_value(params).expect("parameters are JSON");
        let answer = self.ask(R::METHOD, params).await;
        let answer = answer.unwrap_or_else(|error| panic!("{} failed: {error}", R::METHOD));
        strictly(&answer, R::METHOD)
    }

    /// Asks, waits, and gives the result or the error as it came.
    pub async fn ask(&self, method: &str, params: Value) -> Result<Value, Value> {
        let (_, answer) = self.start(method, params);
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        let answer = answer.unwrap_or_else(|_| panic!("{method} was never answered"));
        answer_of(&answer.expect("the editor's own reader lives"))
    }

    /// Asks, and gives the number of the request and what its answer will come from.
    pub fn start(&self, method: &str, params: Value) -> (i64, oneshot::Receiver<Value>) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (give, answer) = oneshot::channel();
        self.shared.waiting.lock().unwrap().insert(id, give);
        self.push(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        (id, answer)
    }

    /// Takes a request back.
    pub fn cancel(&self, id: i64) {
        self.tell_raw("$/cancelRequest", json!({ "id": id }));
    }

    /// Tells something.
    pub fn tell<N: Notification>(&self, params: N::Params) {
        self.tell_raw(
            N::METHOD,
            serde_json::to_value(params).expect("parameters are JSON"),
        );
    }

    /// Tells something that need not make sense.
    pub fn tell_raw(&self, method: &str, params: Value) {
        self.push(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Opens a document.
    pub fn open_document(&self, uri: &lsp::Uri, text: &str) {
        self.tell::<lsp::notification::DidOpenTextDocument>(lsp::DidOpenTextDocumentParams {
            text_document: lsp::TextDocumentItem::new(
                uri.clone(),
                "quotemark".into(),
                1,
                text.into(),
            ),
        });
    }

    /// Replaces a stretch of an open document, or all of it.
    pub fn change(&self, uri: &lsp::Uri, version: i32, range: Option<lsp::Range>, text: &str) {
        self.tell::<lsp::notification::DidChangeTextDocument>(lsp::DidChangeTextDocumentParams {
            text_document: lsp::VersionedTextDocumentIdentifier::new(uri.clone(), version),
            content_changes: vec![lsp::TextDocumentContentChangeEvent {
                range,
                range_length: None,
                text: text.into(),
            }],
        });
    }

    /// Waits until the diagnostics of a document are what `wanted` says of
    /// their codes, sorted.
    pub async fn until_codes(&self, uri: &lsp::Uri, wanted: &[&str]) -> Vec<lsp::Diagnostic> {
        let mut wanted: Vec<String> = wanted.iter().map(|&code| code.to_owned()).collect();
        wanted.sort();
        let what = format!("{} has {wanted:?}", uri.as_str());
        self.until(&what, |shared| {
            let diagnostics = shared.diagnostics.lock().unwrap();
            let published = diagnostics.get(uri.as_str());
            published.is_some_and(|published| codes(&published.diagnostics) == wanted)
        })
        .await;
        let diagnostics = self.shared.diagnostics.lock().unwrap();
        diagnostics[uri.as_str()].diagnostics.clone()
    }

    /// Waits until a document has a report with these words.
    pub async fn until_report(&self, uri: &lsp::Uri, words: &str) {
        let what = format!("{} has a report with “{words}”", uri.as_str());
        self.until(&what, |shared| {
            let diagnostics = shared.diagnostics.lock().unwrap();
            let published = diagnostics.get(uri.as_str());
            published.is_some_and(|published| {
                let mut reports = published.diagnostics.iter();
                reports.any(|report| report.message.contains(words))
            })
        })
        .await;
    }

    /// The last diagnostics that were published of a document.
    pub fn published(&self, uri: &lsp::Uri) -> Vec<lsp::Diagnostic> {
        let diagnostics = self.shared.diagnostics.lock().unwrap();
        let published = diagnostics.get(uri.as_str());
        published.map_or_else(Vec::new, |published| published.diagnostics.clone())
    }

    /// The version of which the last diagnostics of a document were.
    pub fn diagnosed_version(&self, uri: &lsp::Uri) -> Option<i32> {
        self.shared
            .diagnostics
            .lock()
            .unwrap()
            .get(uri.as_str())?
            .version
    }

    /// The methods that the server has registered for.
    pub fn registered(&self) -> Vec<String> {
        self.shared.registered.lock().unwrap().clone()
    }

    /// Waits until the server has registered for a method.
    pub async fn until_registered(&self, method: &str) {
        let what = format!("the server registers for {method}");
        self.until(&what, |shared| {
            let registered = shared.registered.lock().unwrap();
            registered.iter().any(|other| other == method)
        })
        .await;
    }

    /// Waits until the server has shown or logged something with these words.
    pub async fn until_message(&self, words: &str) {
        let what = format!("a message says “{words}”");
        self.until(&what, |shared| {
            let messages = shared.messages.lock().unwrap();
            messages.iter().any(|message| message.contains(words))
        })
        .await;
    }

    /// How often the server has shown something with these words to the user.
    pub fn times_shown(&self, words: &str) -> usize {
        let shown = self.shared.shown.lock().unwrap();
        let shown = shown.iter();
        shown.filter(|message| message.contains(words)).count()
    }

    /// Changes what is answered to `workspace/configuration`.
    pub fn configure(&self, configuration: Value) {
        *self.shared.configuration.lock().unwrap() = configuration;
    }

    /// Waits until the server has asked for `method` once more than `seen`
    /// times, and gives the parameters.
    pub async fn until_asked(&self, method: &str, seen: usize) -> Value {
        let params = |shared: &Shared| {
            let requests = shared.requests.lock().unwrap();
            let requests = requests.iter().filter(|(asked, _)| asked == method);
            requests.map(|(_, params)| params.clone()).nth(seen)
        };
        self.until(&format!("the server asks for {method}"), |shared| {
            params(shared).is_some()
        })
        .await;
        params(&self.shared).expect("it has just asked")
    }

    /// The parts of an answer that have come for a token.
    pub fn partial_results(&self, token: &str) -> Vec<Value> {
        let parts = self.shared.parts.lock().unwrap();
        parts.get(token).cloned().unwrap_or_default()
    }

    /// How often the server has asked for `method`.
    pub fn times_asked(&self, method: &str) -> usize {
        let requests = self.shared.requests.lock().unwrap();
        requests.iter().filter(|(asked, _)| asked == method).count()
    }

    /// Waits until `is_so` of an answer that is asked for again and again.
    pub async fn until_answer<R: Request>(
        &self,
        params: R::Params,
        is_so: impl Fn(&R::Result) -> bool,
    ) -> R::Result
    where
        R::Params: Clone,
        R::Result: serde::Serialize,
    {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let answer = self.request::<R>(params.clone()).await;
            if is_so(&answer) {
                return answer;
            }
            let waited = tokio::time::Instant::now() < deadline;
            assert!(
                waited,
                "{} never answered what was wanted, but {:#}",
                R::METHOD,
                serde_json::to_value(&answer).unwrap()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Says goodbye and checks that nothing was left open.
    pub async fn close(mut self) {
        self.ask("shutdown", Value::Null)
            .await
            .expect("shutdown is answered");
        self.tell_raw("exit", Value::Null);
        let server = self.server.take().expect("an editor is closed once");
        let ended = tokio::time::timeout(PATIENCE, server)
            .await
            .expect("the server ends");
        assert!(
            ended.expect("the server does not panic"),
            "the server knows of the shutdown"
        );
        let open: Vec<i64> = self
            .shared
            .waiting
            .lock()
            .unwrap()
            .keys()
            .copied()
            .collect();
        assert!(open.is_empty(), "requests {open:?} were never answered");
        let faults = std::mem::take(&mut *self.shared.faults.lock().unwrap());
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Shared) -> bool) {
        let waiting = async {
            loop {
                let news = self.shared.news.notified();
                tokio::pin!(news);
                news.as_mut().enable();
                if is_so(&self.shared) {
                    return;
                }
                news.await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            let diagnostics = self.shared.diagnostics.lock().unwrap();
            let faults = self.shared.faults.lock().unwrap();
            panic!(
                "waited in vain until {what}; diagnostics: {diagnostics:#?}; faults: {faults:?}"
            );
        }
    }

    fn push(&self, message: Value) {
        // The writer ends with the server; whoever waits for an answer notices.
        let _ = self.sender.send(message);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let is_closed = self.server.is_none() || std::thread::panicking();
        assert!(
            is_closed,
            "a test closes its editor, so that nothing is left unchecked"
        );
    }
}

fn answer_of(message: &Value) -> Result<Value, Value> {
    match message.get("error") {
        Some(error) => Err(error.clone()),
        None => Ok(message["result"].clone()),
    }
}

fn codes(diagnostics: &[lsp::Diagnostic]) -> Vec<String> {
    let codes = diagnostics
        .iter()
        .filter_map(|diagnostic| match &diagnostic.code {
            Some(lsp::NumberOrString::String(code)) => Some(code.clone()),
            _ => None,
        });
    let mut codes: Vec<String> = codes.collect();
    codes.sort();
    codes
}

/// A server in this process, and the editor's end of the pipe to it.
fn inside(options: ServerOptions) -> (JoinHandle<bool>, tokio::io::DuplexStream) {
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    let (input, output) = split(theirs);
    (tokio::spawn(serve(input, output, options)), ours)
}

async fn send(mut output: impl AsyncWrite + Unpin, mut queue: mpsc::UnboundedReceiver<Value>) {
    while let Some(message) = queue.recv().await {
        write(&mut output, &message).await;
    }
}

async fn receive(
    input: impl AsyncRead + Unpin,
    shared: Arc<Shared>,
    sender: mpsc::UnboundedSender<Value>,
) {
    let mut input = BufReader::new(input);
    while let Some(message) = read(&mut input).await {
        match (message.get("method"), message.get("id")) {
            (Some(method), Some(id)) => {
                let answer =
                    answer_server(&shared, method.as_str().unwrap_or(""), &message["params"]);
                let answer = match shared.manners {
                    Manners::Answers => json!({ "jsonrpc": "2.0", "id": id, "result": answer }),
                    Manners::Refuses => json!({
                        "jsonrpc": "2.0",
                        "id": id,
                        "error": { "code": -32601, "message": "Method not found" },
                    }),
                    Manners::IsSilent => Value::Null,
                };
                if !answer.is_null() {
                    let _ = sender.send(answer);
                }
            }
            (Some(method), None) => {
                note(&shared, method.as_str().unwrap_or(""), &message["params"])
            }
            (None, _) => take_answer(&shared, message),
        }
        shared.news.notify_waiters();
    }
}

fn take_answer(shared: &Shared, message: Value) {
    let Some(id) = message["id"].as_i64() else {
        shared
            .faults
            .lock()
            .unwrap()
            .push(format!("an answer to nothing: {message}"));
        return;
    };
    if !shared.answered.lock().unwrap().insert(id) {
        shared
            .faults
            .lock()
            .unwrap()
            .push(format!("request {id} was answered twice"));
    }
    match shared.waiting.lock().unwrap().remove(&id) {
        // Nobody may be waiting any more for a request that was taken back.
        Some(give) => drop(give.send(message)),
        None => shared
            .faults
            .lock()
            .unwrap()
            .push(format!("an answer to no request: {message}")),
    }
}

/// Answers a request of the server as an editor does.
fn answer_server(shared: &Shared, method: &str, params: &Value) -> Value {
    let mut requests = shared.requests.lock().unwrap();
    requests.push((method.to_owned(), params.clone()));
    drop(requests);
    match method {
        "window/workDoneProgress/create" => {
            strictly::<lsp::WorkDoneProgressCreateParams>(params, method);
        }
        "client/registerCapability" => {
            let registered: lsp::RegistrationParams = strictly(params, method);
            let methods = registered
                .registrations
                .into_iter()
                .map(|registration| registration.method);
            shared.registered.lock().unwrap().extend(methods);
        }
        "window/showDocument" => {
            strictly::<lsp::ShowDocumentParams>(params, method);
            return json!({ "success": true });
        }
        "workspace/applyEdit" => {
            // The type reads an annotated edit as a plain one, and so knows less than was sent.
            serde_json::from_value::<lsp::ApplyWorkspaceEditParams>(params.clone())
                .expect("an edit is what the protocol says");
            return json!({ "applied": true });
        }
        "workspace/configuration" => {
            let wanted: lsp::ConfigurationParams = strictly(params, method);
            let configuration = shared.configuration.lock().unwrap().clone();
            return Value::Array(vec![configuration; wanted.items.len()]);
        }
        "workspace/codeLens/refresh"
        | "workspace/diagnostic/refresh"
        | "workspace/inlayHint/refresh"
        | "workspace/semanticTokens/refresh" => {}
        _ => shared
            .faults
            .lock()
            .unwrap()
            .push(format!("an unexpected request: {method} {params}")),
    }
    Value::Null
}

/// Takes note of a notification, and checks it.
fn note(shared: &Shared, method: &str, params: &Value) {
    match method {
        "textDocument/publishDiagnostics" => {
            let published: lsp::PublishDiagnosticsParams = strictly(params, method);
            let mut diagnostics = shared.diagnostics.lock().unwrap();
            let before = diagnostics
                .get(published.uri.as_str())
                .and_then(|before| before.version);
            if let (Some(before), Some(now)) = (before, published.version)
                && now < before
            {
                shared
                    .faults
                    .lock()
                    .unwrap()
                    .push(format!("diagnostics of version {now} after {before}"));
            }
            diagnostics.insert(published.uri.as_str().to_owned(), published);
        }
        "$/progress" if params["value"].get("kind").is_none() => {
            let token = params["token"].as_str().unwrap_or_default().to_owned();
            let mut parts = shared.parts.lock().unwrap();
            parts
                .entry(token)
                .or_default()
                .push(params["value"].clone());
        }
        "$/progress" => {
            let progress: lsp::ProgressParams = strictly(params, method);
            let lsp::ProgressParamsValue::WorkDone(progress) = progress.value;
            if matches!(progress, lsp::WorkDoneProgress::End(_)) {
                *shared.progress_ended.lock().unwrap() = true;
            }
        }
        "window/logMessage" => {
            let logged: lsp::LogMessageParams = strictly(params, method);
            shared.messages.lock().unwrap().push(logged.message);
        }
        "window/showMessage" => {
            let shown: lsp::ShowMessageParams = strictly(params, method);
            shared.shown.lock().unwrap().push(shown.message.clone());
            shared.messages.lock().unwrap().push(shown.message);
        }
        "$/logTrace" => {
            let logged: lsp::LogTraceParams = strictly(params, method);
            shared.messages.lock().unwrap().push(logged.message);
        }
        _ => shared
            .faults
            .lock()
            .unwrap()
            .push(format!("an unexpected notification: {method}")),
    }
}
