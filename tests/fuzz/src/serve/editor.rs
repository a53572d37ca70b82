//! The editor's end of the pipe: what it has asked, and what was answered.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tower_lsp::jsonrpc::{Request, Response};

use super::answer::{assert_ranges, assert_well_formed};
use super::manners::{Answers, Manners, settings};
use super::pipe::Out;
use super::place::Places;
use super::question::FOLLOW_UPS;

/// The request that is answered only once there is something new.
const LONG: &str = "workspace/diagnostic";

/// How many things of one kind are kept for what is asked about them.
const MOST_KEPT: usize = 32;

/// An editor.
pub struct Editor {
    /// What it is like.
    pub manners: Manners,
    sender: mpsc::UnboundedSender<Out>,
    next_id: Cell<i64>,
    open: RefCell<Open>,
    /// What was answered, by the place of its use in [`FOLLOW_UPS`].
    kept: RefCell<HashMap<usize, Vec<Value>>>,
    /// The result ids of the reports on the workspace, by address.
    reports: RefCell<HashMap<String, Value>>,
    /// Told whenever something has come.
    news: Notify,
    cut: Notify,
    is_read: Cell<bool>,
    is_shut_down: Cell<bool>,
    has_ended: Cell<bool>,
    exits_early: Cell<bool>,
}

/// What is asked and not yet answered.
#[derive(Default)]
struct Open {
    /// How many answers are to come under each id.
    counts: HashMap<String, usize>,
    methods: HashMap<String, String>,
    /// The ids whose answers may take as long as the session.
    long: HashSet<String>,
    /// Those under which raw messages came: what is sent back of their ranges
    /// may be anything.
    raw: HashSet<String>,
}

impl Editor {
    /// An editor, and what it sends.
    pub fn new(manners: Manners) -> (Self, mpsc::UnboundedReceiver<Out>) {
        let (sender, queue) = mpsc::unbounded_channel();
        let editor = Self {
            manners,
            sender,
            next_id: Cell::new(1),
            open: RefCell::default(),
            kept: RefCell::default(),
            reports: RefCell::default(),
            news: Notify::new(),
            cut: Notify::new(),
            is_read: Cell::new(false),
            is_shut_down: Cell::new(false),
            has_ended: Cell::new(false),
            exits_early: Cell::new(false),
        };
        (editor, queue)
    }

    /// Asks under the next id.
    pub fn ask(&self, method: &str, params: Value) {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.ask_as(json!(id), method, params);
    }

    /// Asks under that id, which may have been used before.
    pub fn ask_as(&self, id: Value, method: &str, mut params: Value) {
        if method == LONG && params.is_object() && params["previousResultIds"].is_null() {
            params["previousResultIds"] = self.reports.borrow().clone().into_values().collect();
        }
        self.expect(&id, method, false);
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
    }

    /// Tells something.
    pub fn tell(&self, method: &str, params: Value) {
        let mut message = json!({ "jsonrpc": "2.0", "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        self.note_exit(method);
    }

    /// Sends a body that may be anything.
    pub fn send_raw(&self, body: Vec<u8>) {
        // The server takes a message for an answer first, as its library does.
        let is_json = serde_json::from_slice::<Value>(&body).is_ok();
        let request = match serde_json::from_slice::<Response>(&body) {
            Ok(_) if is_json => None,
            _ => serde_json::from_slice::<Request>(&body)
                .ok()
                .filter(|_| is_json)
                .map_or_else(|| Some((Some(Value::Null), String::new())), as_sent),
        };
        if let Some((id, method)) = &request
            && let Some(id) = id
            && method != "exit"
        {
            self.expect(id, method, true);
        }
        let _ = self.sender.send(Out::Body(body));
        if let Some((_, method)) = request {
            self.note_exit(&method);
        }
    }

    /// An id that was used some requests ago.
    pub fn earlier_id(&self, back: u8) -> Value {
        json!(self.next_id.get() - 1 - i64::from(back % 8))
    }

    /// A question about something that was answered before.
    pub fn follow_up(
        &self,
        kind: usize,
        number: u8,
        spoilt: u8,
        places: &Places,
    ) -> (&'static str, Value) {
        let method = FOLLOW_UPS[kind];
        let kept = self.kept.borrow();
        // What may be asked about one thing may be asked about the other too.
        let of = kept.get(&source_of(kind));
        let mut item = of
            .and_then(|items| items.get(usize::from(number) % items.len().max(1)))
            .cloned()
            .unwrap_or_else(|| made_up(places));
        match spoilt {
            200..220 => item["data"] = Value::Null,
            220..240 => item["data"] = json!({ "id": "@gone", "uri": "untitled:9" }),
            240.. => item["data"]["hash"] = json!("0"),
            _ => {}
        }
        let params = match kind {
            0..4 => item,
            8 => json!({ "command": "quotemark.act", "arguments": [item["data"]] }),
            _ => json!({ "item": item }),
        };
        (method, params)
    }

    /// Waits for all answers but those that may take as long as the session.
    pub async fn rest(&self) {
        self.until(|open| open.counts.keys().all(|id| open.long.contains(id)))
            .await;
    }

    /// Waits for all answers.
    pub async fn until_all_answered(&self) {
        self.until(|open| open.counts.is_empty()).await;
    }

    /// Waits until the corpus is read.
    pub async fn until_read(&self) {
        while !self.is_read.get() && !self.has_ended.get() {
            self.news.notified().await;
        }
    }

    /// Every request was answered.
    pub fn assert_all_answered(&self) {
        let open = self.open.borrow();
        let methods = open.counts.keys().map(|id| (id, open.methods.get(id)));
        let methods: Vec<_> = methods.collect();
        assert!(methods.is_empty(), "never answered: {methods:?}");
    }

    /// Whether the server was told to exit, or is gone.
    pub fn is_over_early(&self) -> bool {
        self.exits_early.get() || self.has_ended.get()
    }

    /// Whether the server has answered `shutdown`, and did not refuse it.
    pub fn is_shut_down(&self) -> bool {
        self.is_shut_down.get()
    }

    /// Sends nothing more.
    pub fn end(&self) {
        let _ = self.sender.send(Out::End);
    }

    /// Closes the one direction, and reads on.
    pub fn end_input(&self) {
        let _ = self.sender.send(Out::Close);
    }

    /// Closes both directions.
    pub fn cut(&self) {
        self.cut.notify_one();
        let _ = self.sender.send(Out::Close);
    }

    async fn until(&self, is_so: impl Fn(&Open) -> bool) {
        while !is_so(&self.open.borrow()) && !self.has_ended.get() {
            self.news.notified().await;
        }
    }

    fn expect(&self, id: &Value, method: &str, is_raw: bool) {
        if self.is_over_early() {
            return;
        }
        let id = id.to_string();
        let mut open = self.open.borrow_mut();
        *open.counts.entry(id.clone()).or_default() += 1;
        if method == LONG {
            open.long.insert(id.clone());
        }
        if is_raw {
            open.raw.insert(id.clone());
        }
        open.methods.insert(id, method.to_owned());
    }

    fn note_exit(&self, method: &str) {
        if method == "exit" {
            self.exits_early.set(true);
        }
    }

    fn send(&self, message: &Value) {
        // Whether anybody still reads is seen by the answers.
        let _ = self.sender.send(Out::Body(message.to_string().into()));
    }

    /// Ends when the editor is gone.
    pub async fn is_cut(&self) {
        self.cut.notified().await;
    }

    /// Notes that nothing more comes.
    pub fn note_end(&self) {
        self.has_ended.set(true);
        self.news.notify_one();
    }

    /// Takes what the server sends.
    pub fn take(&self, message: &Value) {
        assert_well_formed(message);
        match (message["method"].as_str(), message.get("id")) {
            (Some(method), Some(id)) => {
                assert_ranges(message);
                self.answer(method, id, &message["params"]);
            }
            (Some(method), None) => {
                assert_ranges(message);
                let ends = message["params"]["value"]["kind"] == "end";
                if method == "$/progress" && ends {
                    self.is_read.set(true);
                }
            }
            (None, id) => self.answered(&id.map(Value::to_string).unwrap_or_default(), message),
        }
        self.news.notify_one();
    }

    fn answered(&self, id: &str, message: &Value) {
        let mut open = self.open.borrow_mut();
        let count = open.counts.get_mut(id);
        let count = count.unwrap_or_else(|| panic!("nobody asked for {message}"));
        *count -= 1;
        if *count == 0 {
            open.counts.remove(id);
        }
        let is_raw = open.raw.contains(id);
        if !is_raw {
            assert_ranges(message);
        }
        let method = open.methods.get(id).cloned().unwrap_or_default();
        drop(open);
        if method == LONG {
            self.keep_reports(&message["result"]);
        }
        if method == "shutdown" && !is_raw && message.get("error").is_none() {
            self.is_shut_down.set(true);
        }
        self.keep(&method, &message["result"]);
    }

    /// Keeps which reports there are, as an editor does that asks for news.
    fn keep_reports(&self, result: &Value) {
        let mut reports = self.reports.borrow_mut();
        for item in result["items"].as_array().into_iter().flatten() {
            let uri = item["uri"].as_str().unwrap_or_default().to_owned();
            let id = &item["resultId"];
            if id.is_null() {
                reports.remove(&uri);
            } else {
                let known = json!({ "uri": &uri, "value": id });
                reports.insert(uri, known);
            }
        }
    }

    /// Keeps what can be asked about.
    fn keep(&self, method: &str, result: &Value) {
        let kind = match method {
            "textDocument/completion" => 0,
            "textDocument/codeLens" => 1,
            "textDocument/inlayHint" => 2,
            "textDocument/codeAction" => 3,
            "textDocument/prepareCallHierarchy" => 4,
            "textDocument/prepareTypeHierarchy" => 6,
            _ => return,
        };
        let items = result.as_array().or_else(|| result["items"].as_array());
        let items = items.into_iter().flatten().take(MOST_KEPT);
        let items: Vec<Value> = items.cloned().collect();
        if !items.is_empty() {
            self.kept.borrow_mut().insert(kind, items);
        }
    }

    /// Answers the server.
    fn answer(&self, method: &str, id: &Value, params: &Value) {
        let result = match (self.manners.answers, method) {
            (Answers::Never, _) => return,
            (Answers::Refuses, _) => {
                let error = json!({ "code": -32601, "message": "no such method" });
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "error": error }));
                return;
            }
            (Answers::Nonsense, _) => json!([{ "applied": 7 }, "nonsense"]),
            (Answers::Well, "workspace/applyEdit") => json!({ "applied": true }),
            (Answers::Well, "window/showDocument") => json!({ "success": true }),
            (Answers::Well, "workspace/configuration") => {
                let items = params["items"].as_array().map_or(0, Vec::len);
                json!(vec![settings(self.next_id.get() as u8); items])
            }
            (Answers::Well, _) => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }
}

/// Of what kind the things are about which something may be asked.
fn source_of(kind: usize) -> usize {
    match kind {
        0..4 => kind,
        4 | 5 => 4,
        8 => 3,
        _ => 6,
    }
}

/// Something that the server never answered.
fn made_up(places: &Places) -> Value {
    let range = json!({
        "start": { "line": 0, "character": 1 },
        "end": { "line": 0, "character": 1 },
    });
    json!({
        "name": "Ann", "label": "Ann", "title": "Do", "kind": 5,
        "uri": places.root_uri(), "range": range, "selectionRange": range,
        "position": { "line": 0, "character": 1 },
        "data": { "id": "@ann", "uri": places.root_uri() },
    })
}

/// The id and the method of a request.
fn as_sent(request: Request) -> Option<(Option<Value>, String)> {
    let id = request.id().map(|id| json!(id));
    Some((id, request.method().to_owned()))
}
