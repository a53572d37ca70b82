//! A session: what happens in it, and the comparison when it is at rest.

use std::fmt;
use std::fs;
use std::ops::AddAssign;
use std::path::Path;
use std::time::{Duration, Instant};

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{
    DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles,
    DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
};

use crate::cached::{self, is_large};
use crate::model::{FOLDERS, Model, Open, place_in, uri};
use crate::questions::{self, OF_ITS_TEXT_ALONE, Question, at_place, comparable, of_document};
use crate::texts;
use quotemark_tests::Dice;

/// How long it may take until what happened on the disk is known.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// The files that come and go.
const NAMES: [&str; 6] = [
    "cast.qm",
    "a.qm",
    "b c.qm",
    "sub/d.qm",
    "sub/deep/e.qm",
    "ü.qm",
];

/// What was done.
#[derive(Debug, Default)]
pub struct Done {
    sessions: usize,
    steps: usize,
    requests: usize,
    cancelled: usize,
    rests: usize,
    restarts: usize,
    /// Files that a server which began again had from a cache.
    spared: usize,
    /// Answers that were compared.
    pub compared: usize,
}

/// A server under test, the model of it, and what is under way.
pub struct Session {
    seed: u64,
    dice: Dice,
    place: TempDir,
    editor: Editor,
    /// Whether the editor tells of what happens on the disk.
    tells: bool,
    model: Model,
    waiting: Vec<Waiting>,
    story: Vec<String>,
    done: Done,
}

/// A request under way.
struct Waiting {
    question: Question,
    /// What the answer has to be, where nothing but a text decides it: the text.
    text: Option<String>,
    answer: oneshot::Receiver<Value>,
}

impl Session {
    /// A session with a few files, some of them open.
    pub async fn begin(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut model = Model::new(&mut dice);
        for folder in FOLDERS {
            for name in NAMES {
                if dice.once_in(2) {
                    let text = texts::text(&mut dice);
                    model
                        .disk
                        .insert(format!("{folder}/{name}"), text.into_bytes());
                }
            }
        }
        if is_large(seed) {
            cached::fill(&mut model, &mut dice);
        }
        let place = model.written();
        let tells = dice.once_in(2);
        if is_large(seed) {
            cached::settle().await;
        }
        let editor = started(&model, place.path(), tells).await;
        if is_large(seed) {
            cached::until_cached(place.path()).await;
        }
        let mut session = Self {
            seed,
            dice,
            place,
            editor,
            tells,
            model,
            waiting: Vec::new(),
            story: Vec::new(),
            done: Done::default(),
        };
        session.done.sessions = 1;
        session
    }

    /// Runs the session to its end.
    pub async fn run(mut self) -> Done {
        for round in 0..4 {
            if round > 0 && is_large(self.seed) {
                self.restart().await;
            }
            for _ in 0..10 + self.dice.below(50) {
                self.step();
                self.done.steps += 1;
                if self.dice.once_in(10) {
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            }
            self.rest().await;
        }
        self.editor.close().await;
        self.done
    }

    fn step(&mut self) {
        match self.dice.below(24) {
            0..=7 => self.type_something(),
            8..=12 => self.ask(),
            13 | 14 => self.open(),
            15 => self.close(),
            16 => self.save(),
            17 | 18 => self.rewrite(),
            19 => self.delete(),
            20 => self.rename(),
            21 => self.set(),
            22 => self.change_folders(),
            _ => self.ignore(),
        }
    }

    fn tell_story(&mut self, what: String) {
        self.story.push(what);
    }

    fn any_name(&mut self) -> String {
        if is_large(self.seed) && self.dice.once_in(2) {
            return cached::any_name(&mut self.dice);
        }
        let folder = self.dice.one_of(&FOLDERS);
        format!("{folder}/{}", self.dice.one_of(&NAMES))
    }

    fn any_open(&mut self) -> Option<String> {
        let names: Vec<&String> = self.model.open.keys().collect();
        let at = self.dice.below(names.len());
        names.get(at).map(|name| (*name).clone())
    }

    fn any_on_disk(&mut self) -> Option<String> {
        let names: Vec<&String> = self.model.disk.keys().collect();
        let at = self.dice.below(names.len());
        names.get(at).map(|name| (*name).clone())
    }

    fn uri(&self, name: &str) -> lsp::Uri {
        uri(self.place.path(), name)
    }

    // ---- The editor --------------------------------------------------------

    fn open(&mut self) {
        let name = self.any_name();
        // A document outside of every folder is no part of what is compared.
        let is_inside = self
            .model
            .folders
            .iter()
            .any(|folder| name.starts_with(folder));
        if self.model.open.contains_key(&name) || !is_inside {
            return;
        }
        let text = match self.model.disk.get(&name) {
            Some(bytes) if !self.dice.once_in(4) => String::from_utf8_lossy(bytes).into_owned(),
            _ => texts::text(&mut self.dice),
        };
        let version = i32::try_from(self.dice.below(5)).expect("a small number");
        self.tell_story(format!("open {name} {version} {text:?}"));
        open_document(&self.editor, self.uri(&name), &text, version);
        self.model.open.insert(name, Open { text, version });
    }

    fn type_something(&mut self) {
        let Some(name) = self.any_open() else {
            return self.open();
        };
        let mut open = self.model.open[&name].clone();
        let mut changes = Vec::new();
        for _ in 0..1 + self.dice.below(3) {
            let text = &mut open.text;
            let new = texts::piece(&mut self.dice);
            if self.dice.once_in(30) {
                *text = texts::text(&mut self.dice);
                changes.push(change(None, text));
                continue;
            }
            let start = place_in(text, &mut self.dice);
            let mut end = (start + self.dice.below(12)).min(text.len());
            while !text.is_char_boundary(end)
                || text[..end].ends_with('\r') && text[end..].starts_with('\n')
            {
                end += 1;
            }
            let range = lsp::Range::new(
                self.model.position(text, start),
                self.model.position(text, end),
            );
            text.replace_range(start..end, new);
            changes.push(change(Some(range), new));
        }
        open.version += 1;
        self.tell_story(format!("type in {name} {changes:?}"));
        self.editor
            .tell::<DidChangeTextDocument>(lsp::DidChangeTextDocumentParams {
                text_document: lsp::VersionedTextDocumentIdentifier::new(
                    self.uri(&name),
                    open.version,
                ),
                content_changes: changes,
            });
        self.model.open.insert(name, open);
    }

    fn close(&mut self) {
        let Some(name) = self.any_open() else { return };
        self.tell_story(format!("close {name}"));
        self.model.open.remove(&name);
        self.editor
            .tell::<DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
                text_document: lsp::TextDocumentIdentifier::new(self.uri(&name)),
            });
    }

    fn save(&mut self) {
        let Some(name) = self.any_open() else { return };
        self.tell_story(format!("save {name}"));
        let text = self.model.open[&name].text.clone();
        self.write(&name, text.into_bytes());
        self.editor
            .tell::<DidSaveTextDocument>(lsp::DidSaveTextDocumentParams {
                text_document: lsp::TextDocumentIdentifier::new(self.uri(&name)),
                text: None,
            });
    }

    fn ask(&mut self) {
        let documents = self.model.documents();
        if documents.is_empty() {
            return;
        }
        let name = self.dice.one_of(&documents);
        let is_open = self.model.open.contains_key(&name);
        let is_certain = is_open && self.dice.once_in(2);
        let question = if is_certain {
            of_document(self.dice.one_of(&OF_ITS_TEXT_ALONE), &name)
        } else {
            at_place(&self.model, &mut self.dice, &name)
        };
        let params = question.params_at(self.place.path());
        let (id, answer) = self.editor.start(question.method, params);
        self.done.requests += 1;
        if self.dice.once_in(4) {
            self.editor.cancel(id);
            self.done.cancelled += 1;
        }
        let text = is_certain.then(|| self.model.text(&name));
        self.waiting.push(Waiting {
            question,
            text,
            answer,
        });
    }

    fn set(&mut self) {
        if self.dice.once_in(2) {
            let settings = texts::editor_settings(&mut self.dice);
            self.tell_story(format!("set {settings}"));
            self.model.settings = settings.clone();
            self.editor.configure(settings["quotemark"].clone());
            self.editor
                .tell::<DidChangeConfiguration>(lsp::DidChangeConfigurationParams { settings });
            return;
        }
        let folder = self.dice.one_of(&["one", "two", "one/sub"]);
        let name = format!("{folder}/quotemark.toml");
        if self.model.disk.contains_key(&name) && self.dice.once_in(2) {
            self.remove(&name);
        } else {
            let text = texts::settings_file(&mut self.dice);
            self.write(&name, text.into());
        }
    }

    fn change_folders(&mut self) {
        let folder = self.dice.one_of(&FOLDERS);
        let changed = lsp::WorkspaceFolder {
            uri: self.uri(folder),
            name: folder.into(),
        };
        let mut event = lsp::WorkspaceFoldersChangeEvent::default();
        if !self.model.folders.contains(folder) {
            self.model.folders.insert(folder);
            event.added.push(changed);
        } else if self.model.folders.len() > 1 {
            // What is open in it is closed first, as editors do.
            let open = self
                .model
                .open
                .keys()
                .filter(|name| name.starts_with(folder));
            for name in open.cloned().collect::<Vec<_>>() {
                self.model.open.remove(&name);
                self.editor
                    .tell::<DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
                        text_document: lsp::TextDocumentIdentifier::new(self.uri(&name)),
                    });
            }
            self.model.folders.remove(folder);
            event.removed.push(changed);
        } else {
            return;
        }
        self.tell_story(format!("folders are {:?}", self.model.folders));
        self.editor
            .tell::<DidChangeWorkspaceFolders>(lsp::DidChangeWorkspaceFoldersParams { event });
    }

    // ---- The disk ----------------------------------------------------------

    fn rewrite(&mut self) {
        let name = self.any_name();
        let text = if self.dice.once_in(12) {
            b"caf\xe9 [x]{@ann}\n".to_vec()
        } else {
            texts::text(&mut self.dice).into_bytes()
        };
        self.write(&name, text);
    }

    fn delete(&mut self) {
        if let Some(name) = self.any_on_disk() {
            self.remove(&name);
        }
    }

    /// Gives a file or a folder another name.
    fn rename(&mut self) {
        let (from, to) = if self.dice.once_in(3) {
            ("one/sub/".to_owned(), "one/moved.d/".to_owned())
        } else {
            let Some(from) = self.any_on_disk() else {
                return;
            };
            (from, self.any_name())
        };
        let (from, to) = if self.dice.once_in(2) && from.ends_with('/') {
            (to, from)
        } else {
            (from, to)
        };
        let moved: Vec<(String, Vec<u8>)> = self
            .model
            .disk
            .iter()
            .filter(|(name, _)| **name == from || from.ends_with('/') && name.starts_with(&from))
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect();
        let is_taken = self.model.disk.keys().any(|name| name.starts_with(&to));
        if moved.is_empty() || is_taken {
            return;
        }
        self.tell_story(format!("rename {from} to {to}"));
        let (old, new) = (self.place.path().join(&from), self.place.path().join(&to));
        fs::create_dir_all(new.parent().expect("it is in a folder")).expect("a folder");
        if from.ends_with('/') {
            // Nothing but an empty folder can be there.
            let _ = fs::remove_dir_all(&new);
        }
        fs::rename(old, new).expect("it can be renamed");
        let mut events = vec![(
            from.trim_end_matches('/').to_owned(),
            lsp::FileChangeType::DELETED,
        )];
        for (name, bytes) in moved {
            let named = name.replacen(&from, &to, 1);
            self.model.disk.remove(&name);
            self.model.disk.insert(named.clone(), bytes);
            events.push((named, lsp::FileChangeType::CREATED));
        }
        self.notify(events);
    }

    /// Begins or ends to ignore a folder.
    fn ignore(&mut self) {
        let name = "one/.ignore".to_owned();
        if self.model.disk.contains_key(&name) {
            self.remove(&name);
        } else {
            let list = self.dice.one_of(&["sub/\n", "a.qm\n", "**/deep\n"]);
            self.write(&name, list.into());
        }
    }

    fn write(&mut self, name: &str, bytes: Vec<u8>) {
        let text = String::from_utf8_lossy(&bytes);
        self.story.push(format!("write {name} {text:?}"));
        let path = self.place.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, &bytes).expect("a file");
        let before = self.model.disk.insert(name.to_owned(), bytes);
        let kind = match before {
            Some(_) => lsp::FileChangeType::CHANGED,
            None => lsp::FileChangeType::CREATED,
        };
        self.notify(vec![(name.to_owned(), kind)]);
    }

    fn remove(&mut self, name: &str) {
        self.story.push(format!("delete {name}"));
        fs::remove_file(self.place.path().join(name)).expect("it is there");
        self.model.disk.remove(name);
        self.notify(vec![(name.to_owned(), lsp::FileChangeType::DELETED)]);
    }

    fn notify(&self, events: Vec<(String, lsp::FileChangeType)>) {
        if !self.tells {
            return;
        }
        let events = events.into_iter();
        let changes = events.map(|(name, kind)| lsp::FileEvent::new(self.uri(&name), kind));
        self.editor
            .tell::<DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
                changes: changes.collect(),
            });
    }

    // ---- Another server ----------------------------------------------------

    /// Goes on with a server that has just begun, after files have changed of
    /// which no editor tells.
    async fn restart(&mut self) {
        self.tell_story("begin again".into());
        let tells = std::mem::replace(&mut self.tells, false);
        for _ in 0..12 {
            match self.dice.below(6) {
                0..=2 => self.forge(),
                3 => self.rewrite(),
                4 => self.delete(),
                _ => self.rename(),
            }
        }
        self.tells = tells;
        if let Some(spared) = cached::spared(self.place.path()) {
            assert!(spared > 0, "session {}: nothing is cached", self.seed);
            self.done.spared += spared;
        }
        self.done.restarts += 1;
        let editor = started(&self.model, self.place.path(), tells).await;
        std::mem::replace(&mut self.editor, editor).close().await;
        for (name, open) in &self.model.open {
            open_document(&self.editor, self.uri(name), &open.text, open.version);
        }
    }

    /// Changes a file so that neither its length nor its time tells.
    fn forge(&mut self) {
        let name = self.any_name();
        if let Some(bytes) = cached::forge(&self.place.path().join(&name)) {
            self.tell_story(format!("forge {name}"));
            self.model.disk.insert(name, bytes);
        }
    }

    // ---- Rest --------------------------------------------------------------

    /// Waits for what is under way, and compares everything with a new server.
    async fn rest(&mut self) {
        self.done.rests += 1;
        let fresh_place = self.model.written();
        let fresh = started(&self.model, fresh_place.path(), true).await;
        for (name, open) in &self.model.open {
            let uri = uri(fresh_place.path(), name);
            open_document(&fresh, uri, &open.text, open.version);
        }
        for waiting in std::mem::take(&mut self.waiting) {
            self.check(waiting, &fresh).await;
        }
        let questions = questions::all(&self.model, &mut self.dice);
        let deadline = Instant::now() + PATIENCE;
        for question in &questions {
            let wanted = question.ask(&fresh, fresh_place.path()).await;
            loop {
                let given = question.ask(&self.editor, self.place.path()).await;
                self.done.compared += 1;
                if given == wanted {
                    break;
                }
                if Instant::now() > deadline {
                    let what = format!("{} {}", question.method, question.params);
                    self.fail(&what, &given, &wanted);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        if !self.model.pulls {
            self.compare_published(&fresh, fresh_place.path(), deadline)
                .await;
        }
        fresh.close().await;
    }

    /// The reports that were sent without being asked for.
    async fn compare_published(&mut self, fresh: &Editor, fresh_place: &Path, deadline: Instant) {
        for name in self.model.documents() {
            loop {
                let of = |editor: &Editor, place: &Path| {
                    let published = editor.published(&uri(place, &name));
                    comparable(json!(published), place)
                };
                let (given, wanted) = (of(&self.editor, self.place.path()), of(fresh, fresh_place));
                self.done.compared += 1;
                if given == wanted {
                    break;
                }
                if Instant::now() > deadline {
                    self.fail(&format!("the reports on {name}"), &given, &wanted);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// An answer that came while things changed is an answer, or says that it
    /// was cancelled; where a text alone decides, it is what that text says.
    async fn check(&mut self, waiting: Waiting, fresh: &Editor) {
        let method = waiting.question.method;
        let answer = tokio::time::timeout(PATIENCE, waiting.answer).await;
        let answer = answer.unwrap_or_else(|_| panic!("{method} was never answered"));
        let answer = answer.expect("the editor's own reader lives");
        if let Some(error) = answer.get("error") {
            // Refusals are answers too; a panic is none.
            let code = error["code"].as_i64();
            assert!(
                matches!(code, Some(-32800 | -32803 | -32801)),
                "session {}: {method} {} failed: {error}",
                self.seed,
                waiting.question.params
            );
            return;
        }
        let Some(text) = waiting.text else { return };
        let apart: lsp::Uri = "untitled:apart".parse().expect("an address");
        open_document(fresh, apart.clone(), &text, 1);
        let params = of_document(method, "apart").params.to_string();
        let params = params.replace("$PLACE/apart", apart.as_str());
        let params = serde_json::from_str(&params).expect("it was JSON before");
        let wanted = fresh.ask(method, params).await.expect("an answer");
        fresh.tell::<DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
            text_document: lsp::TextDocumentIdentifier::new(apart),
        });
        self.done.compared += 1;
        if answer["result"] != wanted {
            let what = format!("{method} of the text at that moment, {text:?}");
            self.fail(&what, &answer["result"], &wanted);
        }
    }

    fn fail(&self, what: &str, given: &Value, wanted: &Value) -> ! {
        let mut story = self.story.clone();
        let last = story.split_off(story.len().saturating_sub(60));
        panic!(
            "session {} differs in {what}\n  given:  {given}\n  wanted: {wanted}\n\
             the editor {} of files; its columns are {}; folders {:?}, open {:?}\nbefore:\n{}",
            self.seed,
            if self.tells { "tells" } else { "does not tell" },
            self.model.encoding,
            self.model.folders,
            self.model.open.keys(),
            last.join("\n")
        );
    }
}

/// An editor in the folders of a model, whose server has read them.
async fn started(model: &Model, at: &Path, tells: bool) -> Editor {
    let mut begin = Begin::with(&Folder::new("")).encoded(model.encoding);
    begin.folders = model.folders.iter().map(|folder| uri(at, folder)).collect();
    let text = &mut begin.capabilities["textDocument"];
    if model.pulls {
        text["diagnostic"] = json!({ "relatedDocumentSupport": false });
    }
    text["codeAction"] = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
        "dataSupport": true,
        "resolveSupport": { "properties": ["edit"] },
    });
    let workspace = &mut begin.capabilities["workspace"];
    if !tells {
        workspace["didChangeWatchedFiles"] = Value::Null;
    }
    workspace["workspaceEdit"] = json!({ "documentChanges": true });
    begin.initialization = model.settings.clone();
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

fn open_document(editor: &Editor, uri: lsp::Uri, text: &str, version: i32) {
    let item = lsp::TextDocumentItem::new(uri, "quotemark".into(), version, text.into());
    editor.tell::<DidOpenTextDocument>(lsp::DidOpenTextDocumentParams {
        text_document: item,
    });
}

fn change(range: Option<lsp::Range>, text: &str) -> lsp::TextDocumentContentChangeEvent {
    lsp::TextDocumentContentChangeEvent {
        range,
        range_length: None,
        text: text.into(),
    }
}

impl AddAssign for Done {
    fn add_assign(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.steps += other.steps;
        self.requests += other.requests;
        self.cancelled += other.cancelled;
        self.rests += other.rests;
        self.restarts += other.restarts;
        self.spared += other.spared;
        self.compared += other.compared;
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} sessions of {} steps, with {} requests under way, {} of them cancelled; \
             {} answers compared in {} rests; begun again {} times, with {} files from a cache",
            self.sessions,
            self.steps,
            self.requests,
            self.cancelled,
            self.compared,
            self.rests,
            self.restarts,
            self.spared
        )
    }
}
