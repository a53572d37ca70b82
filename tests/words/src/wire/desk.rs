//! A corpus on the disk, the files of it that are open, and the server.

use std::collections::BTreeMap;

use quotemark::syntax::Encoding;
use quotemark_tests::{Dice, Editor as Client, Folder};
use serde_json::{Value, json};

use crate::change::{Edit, Operation, Position};
use crate::check::{May, fault};
use crate::find::{Find, Tally};
use crate::models::{Buffer, Editor, MARK, units};

use super::{name_of, shown};

/// All that a round works with.
pub struct Desk {
    seed: u64,
    editor: Editor,
    encoding: Encoding,
    folder: Folder,
    /// The client's side of the wire.
    pub client: Client,
    open: BTreeMap<String, Box<dyn Buffer>>,
    version: i32,
    tally: Tally,
}

impl Desk {
    pub fn new(
        seed: u64,
        editor: Editor,
        encoding: Encoding,
        folder: Folder,
        client: Client,
    ) -> Self {
        let mut tally = Tally::default();
        tally.count(format!("rounds: {}, {}", editor.name(), name_of(encoding)));
        Self {
            seed,
            editor,
            encoding,
            folder,
            client,
            open: BTreeMap::new(),
            version: 1,
            tally,
        }
    }

    /// The articles of the corpus.
    pub fn names(&self) -> Vec<String> {
        let mut names = self.folder.names();
        names.retain(|name| name.ends_with(".qm"));
        names
    }

    /// Opens a file, if the editor takes it for a text.
    pub fn open(&mut self, name: &str) {
        let Some(buffer) = self.editor.open(self.folder.text(name).as_bytes()) else {
            self.tally.count("files that the editor does not open");
            return;
        };
        let uri = self.folder.uri(name);
        self.client.open_document(&uri, &buffer.sent());
        self.open.insert(name.to_owned(), buffer);
    }

    /// One of the open files; nothing if none is.
    pub fn any(&self, dice: &mut Dice) -> Option<String> {
        let names: Vec<&String> = self.open.keys().collect();
        (!names.is_empty()).then(|| names[dice.below(names.len())].clone())
    }

    /// The address of a file.
    pub fn uri(&self, name: &str) -> Value {
        json!(self.folder.uri(name))
    }

    /// A place in an open file.
    pub fn place(&self, name: &str, dice: &mut Dice) -> Position {
        let lines = self.open[name].lines();
        let line = dice.below(lines.len());
        let count = lines[line].chars().count();
        let before = dice.below(count + 1);
        let before = lines[line].chars().take(before);
        Position {
            line,
            column: before.map(|c| units(c, self.encoding)).sum(),
        }
    }

    /// The end of an open file.
    pub fn end(&self, name: &str) -> Position {
        let lines = self.open[name].lines();
        let last = lines.last().map_or("", String::as_str);
        Position {
            line: lines.len().saturating_sub(1),
            column: last.chars().map(|c| units(c, self.encoding)).sum(),
        }
    }

    /// A place in an open file after a character that is typed there, or, where
    /// such a character stands already, often after that one.
    pub fn typed(&mut self, name: &str, typed: char, dice: &mut Dice) -> Position {
        let encoding = self.encoding;
        let lines = self.open[name].lines();
        let there = lines.iter().enumerate().flat_map(|(line, text)| {
            let mut column = 0;
            let behind = text.chars().filter_map(move |c| {
                column += units(c, encoding);
                (c == typed).then_some(Position { line, column })
            });
            let below = (typed == '\n' && line > 0).then_some(Position { line, column: 0 });
            behind.chain(below).collect::<Vec<_>>()
        });
        let there: Vec<Position> = there.collect();
        if !there.is_empty() && !dice.once_in(4) {
            return dice.one_of(&there);
        }
        let at = self.place(name, dice);
        let edit = Edit {
            start: at,
            end: at,
            text: typed.into(),
        };
        let buffer = self.open.get_mut(name).expect("it is open");
        buffer
            .apply(&[edit], self.encoding)
            .expect("one can type at a place");
        let text = buffer.sent();
        self.version += 1;
        let uri = self.folder.uri(name);
        self.client.change(&uri, self.version, None, &text);
        match typed {
            '\n' => Position {
                line: at.line + 1,
                column: 0,
            },
            _ => Position {
                line: at.line,
                column: at.column + units(typed, self.encoding),
            },
        }
    }

    /// Asks the server.
    pub async fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let answer = self.client.ask(method, params.clone()).await;
        if let Err(error) = &answer {
            let message = error["message"].as_str().unwrap_or_default();
            if message.contains("report this") || message.contains("panicked") {
                let what = format!("{method} fails");
                self.find(
                    what,
                    message.to_owned(),
                    &json!({ method: params }),
                    &error.clone(),
                    &[],
                );
            }
        }
        answer
    }

    /// Counts something.
    pub fn count(&mut self, what: impl Into<String>) {
        self.tally.count(what);
    }

    /// Makes edits of one file, which is open, on a copy of it.
    pub fn try_edits(
        &mut self,
        what: &str,
        may: May,
        name: &str,
        request: &Value,
        edits: Vec<Edit>,
    ) {
        let uri = self.folder.uri(name).as_str().to_owned();
        self.try_edit(what, may, request, vec![Operation::Change(uri, edits)]);
    }

    /// Makes an edit on copies of the files as they are in the editor or on the
    /// disk, saves them, and looks at the words of each before and after it.
    pub fn try_edit(&mut self, what: &str, may: May, request: &Value, edit: Vec<Operation>) {
        let mut copies: BTreeMap<String, Box<dyn Buffer>> = BTreeMap::new();
        let mut before: BTreeMap<String, String> = BTreeMap::new();
        let written = json!(format!("{edit:#?}"));
        let mut changes = false;
        for operation in &edit {
            let (Operation::Create(uri) | Operation::Change(uri, _)) = operation;
            let Some(name) = self.name_of(uri) else {
                self.find(
                    what,
                    format!("{uri} is outside of the corpus"),
                    request,
                    &written,
                    &[],
                );
                return;
            };
            if !copies.contains_key(&name) {
                let Some(buffer) = self.buffer(&name) else {
                    self.tally.count("edits of what the editor does not open");
                    return;
                };
                before.insert(name.clone(), buffer.saved());
                copies.insert(name.clone(), buffer);
            }
            let Operation::Change(_, edits) = operation else {
                continue;
            };
            let buffer = copies.get_mut(&name).expect("it has been put there");
            changes |= !edits.is_empty();
            if let Err(why) = buffer.apply(edits, self.encoding) {
                let why = format!("the edits of {name} cannot be made: {why}");
                self.find(what, why, request, &written, &[]);
                return;
            }
        }
        if changes {
            self.tally.edit(what);
        } else {
            self.tally.count("empty edits");
        }
        let after: Vec<(String, String)> = copies
            .iter()
            .map(|(name, buffer)| (name.clone(), buffer.saved()))
            .collect();
        let editor = self.editor;
        let compared = |words: &str| editor.compared(words);
        for (name, new) in &after {
            let bare = |text: &str| text.strip_prefix(MARK).unwrap_or(text).to_owned();
            if let Some(why) = fault(&bare(&before[name]), &bare(new), may, compared) {
                self.find(what, format!("{name}: {why}"), request, &written, &after);
                return;
            }
        }
    }

    /// Takes note of a find.
    pub fn find(
        &mut self,
        what: impl Into<String>,
        why: String,
        request: &Value,
        answer: &Value,
        after: &[(String, String)],
    ) {
        let mut files = Vec::new();
        for name in self.folder.names() {
            files.push((format!("disk/{name}"), self.folder.text(&name)));
        }
        for (name, buffer) in &self.open {
            files.push((format!("open/{name}"), buffer.sent()));
        }
        for (name, text) in after {
            files.push((format!("after/{name}"), text.clone()));
        }
        files.push(("request.json".to_owned(), shown(request)));
        let answer = answer.as_str().map_or_else(|| shown(answer), str::to_owned);
        files.push(("edit.txt".to_owned(), answer));
        let (editor, encoding) = (self.editor.name(), name_of(self.encoding));
        self.tally.finds.push(Find {
            seed: self.seed,
            what: format!("{} ({editor}, {encoding})", what.into()),
            why,
            files,
        });
    }

    /// Says goodbye, and gives what was done.
    pub async fn close(self) -> Tally {
        self.client.close().await;
        self.tally
    }

    /// A copy of a file in the editor, which opens it if it has not yet.
    fn buffer(&self, name: &str) -> Option<Box<dyn Buffer>> {
        match self.open.get(name) {
            Some(buffer) => Some(buffer.again()),
            None if self.folder.file(name).exists() => {
                self.editor.open(self.folder.text(name).as_bytes())
            }
            None => self.editor.open(b""),
        }
    }

    /// The name of a file of the corpus by its address.
    fn name_of(&self, uri: &str) -> Option<String> {
        let known = ["a.qm", "b.qm", "cast.qm", "z.qm", "people.qm"].into_iter();
        let mut known = known.filter(|name| self.folder.uri(name).as_str() == uri);
        known.next().map(str::to_owned)
    }
}
