//! From keys and values, wherever they are from, to a layer.

use std::path::{Component, Path};

use super::cast::{Cast, refused_in_file};
use super::key::tables;
use super::{KEYS, Key, Kind, Layer, Problem, Reading};
use crate::edit_distance::nearest;
use crate::reports::{Code, Severities, Severity};
use crate::syntax::TextRange;

/// What stands after a key.
pub enum Value {
    Text(String),
    Flag(bool),
    Table(Vec<Entry>),
    Number(i64),
    /// What stands in a list, and where.
    List(Vec<(Value, TextRange)>),
    /// What no setting takes, such as a date: its name with the article.
    Other(&'static str),
}

/// A key and what stands after it.
pub struct Entry {
    /// As it is written in `quotemark.toml`.
    pub key: String,
    pub key_range: TextRange,
    pub value: Value,
    pub value_range: TextRange,
}

/// Who reads the messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `inlay-hints`, under `[inlay-hints]`.
    File,
    /// `inlayHints`.
    Editor,
}

/// Reads what stands at the top. A wrong key costs nothing but itself.
pub fn read(entries: &[Entry], spelling: Spelling) -> Reading {
    let mut reader = LayerReader {
        spelling,
        layer: Layer::default(),
        problems: Vec::new(),
    };
    for entry in entries {
        let name = entry.key.as_str();
        if let Some(key) = top(name) {
            reader.value(key, entry);
        } else if tables().contains(&name) {
            reader.table(name, entry);
        } else {
            let known = KEYS.iter().filter(|key| key.parts().0.is_none());
            let known: Vec<&str> = known.map(|key| key.name).chain(tables()).collect();
            reader.unknown(None, entry, &known);
        }
    }
    (reader.layer, reader.problems)
}

fn top(name: &str) -> Option<&'static Key> {
    Key::of_name(name).filter(|key| key.parts().0.is_none())
}

struct LayerReader {
    spelling: Spelling,
    layer: Layer,
    problems: Vec<Problem>,
}

impl LayerReader {
    fn table(&mut self, table: &str, entry: &Entry) {
        let Value::Table(entries) = &entry.value else {
            let message = match self.spelling {
                Spelling::File => format!(
                    "`{table}` is a table; write `[{table}]` on a line of its own and its keys \
                     below"
                ),
                Spelling::Editor => format!(
                    "`{}` takes an object with its keys, and this is {}",
                    self.spelt(table),
                    entry.value.description()
                ),
            };
            return self.problem(Code::ConfigWrongValue, table, entry.value_range, message);
        };
        for inner in entries {
            let name = format!("{table}.{}", inner.key);
            match Key::of_name(&name).filter(|_| !inner.key.contains('.')) {
                Some(key) => self.value(key, inner),
                None => {
                    let known = KEYS.iter().map(Key::parts);
                    let known = known.filter(|(other, _)| *other == Some(table));
                    let known: Vec<&str> = known.map(|(_, name)| name).collect();
                    self.unknown(Some(table), inner, &known);
                }
            }
        }
    }

    fn value(&mut self, key: &'static Key, entry: &Entry) {
        match (key.kind, &entry.value) {
            (Kind::Path, Value::Text(path)) if names_article(path) => {
                self.layer.cast = Some(path.into());
            }
            (Kind::Paths, Value::List(values)) => self.casts(key, values),
            (Kind::Flag(_), Value::Flag(flag)) => *self.flag(key.name) = Some(*flag),
            (Kind::Severities, Value::Table(entries)) => self.severities(key, entries),
            (Kind::Number { most, .. }, Value::Number(number))
                if (1..=i64::from(most)).contains(number) =>
            {
                *self.number(key.name) = u32::try_from(*number).ok();
            }
            (kind, value) => {
                let name = self.spelt(key.parts().1);
                let wanted = match kind {
                    Kind::Path => "the path of a `.qm` file in the same folder or below, such as \
                         `\"cast.qm\"`"
                        .to_owned(),
                    Kind::Paths => "a list of paths, such as `[\"../shared/cast.qm\"]`".to_owned(),
                    Kind::Flag(_) => "`true` or `false`".into(),
                    Kind::Severities => "a table of reports and severities".into(),
                    Kind::Number { most, .. } => format!("a whole number from 1 to {most}"),
                };
                let description = match value {
                    Value::Text(text) => format!("`\"{text}\"`"),
                    Value::Number(number) => format!("`{number}`"),
                    other => other.description().into(),
                };
                let message = format!("`{name}` takes {wanted}, and this is {description}");
                let range = entry.value_range;
                self.problem(Code::ConfigWrongValue, key.name, range, message);
            }
        }
    }

    /// Takes the paths of a list. A wrong one costs nothing but itself.
    fn casts(&mut self, key: &'static Key, values: &[(Value, TextRange)]) {
        let is_users = self.spelling == Spelling::Editor;
        for (value, range) in values {
            let message = match value {
                Value::Text(path) if !path.trim().is_empty() => {
                    match refused_in_file(path).filter(|_| !is_users) {
                        None => {
                            self.layer.casts.push(Cast {
                                path: path.into(),
                                is_users,
                            });
                            continue;
                        }
                        Some(refused) => refused,
                    }
                }
                other => format!(
                    "`{}` takes paths, such as `\"../shared/cast.qm\"`, and this is {}",
                    self.spelt(key.name),
                    match other {
                        Value::Text(text) => format!("`\"{text}\"`"),
                        Value::Number(number) => format!("`{number}`"),
                        other => other.description().into(),
                    }
                ),
            };
            self.problem(Code::ConfigWrongValue, key.name, *range, message);
        }
    }

    fn flag(&mut self, name: &str) -> &mut Option<bool> {
        match name {
            "proposals" => &mut self.layer.proposals,
            "inlay-hints.roles" => &mut self.layer.roles,
            "inlay-hints.speakers" => &mut self.layer.speakers,
            "inlay-hints.proposals" => &mut self.layer.proposed_hints,
            "import.seal" => &mut self.layer.seals_imports,
            _ => &mut self.layer.lenses,
        }
    }

    fn number(&mut self, name: &str) -> &mut Option<u32> {
        match name {
            "limits.file-mib" => &mut self.layer.file_mib,
            "limits.files" => &mut self.layer.files,
            _ => &mut self.layer.shown_reports,
        }
    }

    fn severities(&mut self, key: &Key, entries: &[Entry]) {
        let mut codes = Vec::new();
        for entry in entries {
            let written = entry.key.as_str();
            let code = Code::of_name(written);
            if code.is_none() && !Code::families().contains(&written) {
                let codes = Code::ALL.iter().map(|code| code.name());
                let similar = nearest(written, codes.chain(Code::families()))
                    .or_else(|| by_last_part(written).map(Code::name));
                let fix = match similar {
                    Some(similar) => format!("did you mean `{similar}`?"),
                    None => "`quotemark explain --list` lists them".into(),
                };
                let message = format!("no report or family is named `{written}`; {fix}");
                let name = format!("{}.{written}", key.name);
                self.problem(Code::ConfigUnknownKey, &name, entry.key_range, message);
                continue;
            }
            let Some(severity) = self.severity(key, entry) else {
                continue;
            };
            match code {
                Some(code) => codes.push((code, severity)),
                None => self.family(written, severity),
            }
        }
        // A code goes before its family, wherever the two stand.
        self.layer.severities.extend(codes);
    }

    /// Sets all of a family. What is off by default is turned on only by its
    /// own name.
    fn family(&mut self, family: &str, severity: Option<Severity>) {
        let defaults = Severities::default();
        for &code in Code::ALL.iter().filter(|code| code.family() == family) {
            if severity.is_none() || defaults.of(code).is_some() {
                self.layer.severities.insert(code, severity);
            }
        }
    }

    /// The severity after a report's name: `Some(None)` is off.
    fn severity(&mut self, key: &Key, entry: &Entry) -> Option<Option<Severity>> {
        let written = match &entry.value {
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        if written == OFF {
            return Some(None);
        }
        let of_word = |word: &str| Severity::ALL.into_iter().find(|other| other.word() == word);
        if let Some(severity) = of_word(written) {
            return Some(Some(severity));
        }
        let words = Severity::ALL.map(Severity::word);
        let begun = |word: &&str| written.len() > 2 && word.starts_with(written);
        let similar = words.into_iter().find(begun);
        let similar = similar.or_else(|| nearest(written, words.into_iter().chain([OFF])));
        let (description, fix) = match (&entry.value, similar) {
            (Value::Table(inner), _) if inner.len() == 1 => {
                let whole = format!("{}/{}", entry.key, inner[0].key);
                (
                    "a table".into(),
                    format!("write `\"{whole}\"` in quotation marks"),
                )
            }
            (Value::Text(_), Some(similar)) if !written.is_empty() => (
                format!("`\"{written}\"`"),
                format!("did you mean `\"{similar}\"`?"),
            ),
            (Value::Text(_), _) => (format!("`\"{written}\"`"), severity_list()),
            (other, _) => (other.description().to_owned(), severity_list()),
        };
        let name = format!("{}.{}", key.name, entry.key);
        let message = format!("{description} is no severity; {fix}");
        self.problem(Code::ConfigWrongValue, &name, entry.value_range, message);
        None
    }

    fn unknown(&mut self, table: Option<&str>, entry: &Entry, known: &[&'static str]) {
        let written = entry.key.as_str();
        let elsewhere = KEYS.iter().find(|key| key.parts().1 == written);
        let is_report = Code::of_name(written).is_some();
        let fix = if let Some(similar) = nearest(written, known.iter().copied()) {
            format!("did you mean `{}`?", self.spelt(similar))
        } else if is_report {
            format!("it belongs {}", self.under("diagnostics"))
        } else if let Some((home, _)) = elsewhere.map(Key::parts) {
            match home {
                Some(home) => format!("it belongs {}", self.under(home)),
                None => "it belongs at the top, before all tables".into(),
            }
        } else {
            let known: Vec<String> = known
                .iter()
                .map(|name| format!("`{}`", self.spelt(name)))
                .collect();
            let verb = if known.len() == 1 { "is" } else { "are" };
            format!("here there {verb} {}", known.join(", "))
        };
        let message = format!("there is no setting `{}`; {fix}", self.spelt(written));
        let name = match table {
            Some(table) => format!("{table}.{written}"),
            None => written.to_owned(),
        };
        self.problem(Code::ConfigUnknownKey, &name, entry.key_range, message);
    }

    fn problem(&mut self, code: Code, name: &str, range: TextRange, message: String) {
        self.problems.push(Problem {
            code,
            key: self.spelt(name),
            range,
            message,
        });
    }

    fn under(&self, table: &str) -> String {
        match self.spelling {
            Spelling::File => format!("under `[{table}]`"),
            Spelling::Editor => format!("into `{}`", self.spelt(table)),
        }
    }

    fn spelt(&self, name: &str) -> String {
        match self.spelling {
            Spelling::File => name.to_owned(),
            // The names of reports are the same everywhere.
            Spelling::Editor => match name.split_once('.') {
                Some(("diagnostics", _)) => name.to_owned(),
                _ if Code::of_name(name).is_some() => name.to_owned(),
                _ => camel(name),
            },
        }
    }
}

impl Value {
    fn description(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Flag(true) => "`true`",
            Self::Flag(false) => "`false`",
            Self::Table(_) => "a table",
            Self::Number(_) => "a number",
            Self::List(_) => "a list",
            Self::Other(description) => description,
        }
    }
}

/// What switches a report off.
pub const OFF: &str = "off";

fn severity_list() -> String {
    let words = Severity::ALL.map(|severity| format!("`\"{}\"`", severity.word()));
    format!("write {} or `\"{OFF}\"`", words.join(", "))
}

/// The only code with that name after its stroke.
fn by_last_part(written: &str) -> Option<Code> {
    let mut codes = Code::ALL.iter().copied();
    let is_named = |code: &Code| code.name().rsplit('/').next() == Some(written);
    let first = codes.find(is_named)?;
    codes.find(is_named).is_none().then_some(first)
}

/// Whether a path names a document below the folder that it is relative to. A
/// `quotemark.toml` may come with a stranger's repository, so it leads nowhere
/// else; and what is hidden is no part of a corpus.
fn names_article(path: &str) -> bool {
    let path = Path::new(path);
    let is_plain = |part: Component| match part {
        Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
        part => part == Component::CurDir,
    };
    path.components().all(is_plain) && path.extension().is_some_and(|end| end == "qm")
}

fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
