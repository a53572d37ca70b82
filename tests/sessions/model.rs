//! What anybody would keep of a session: texts, folders and settings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use tower_lsp::ls_types as lsp;

use quotemark_tests::Dice;

/// The two folders of every session. The files of both are always there; which
/// of them belong to the workspace changes.
pub const FOLDERS: [&str; 2] = ["one", "two"];

/// A document that is open.
#[derive(Debug, Clone)]
pub struct Open {
    pub text: String,
    pub version: i32,
}

/// What the server should know.
#[derive(Debug, Clone)]
pub struct Model {
    /// Every file on the disk, by its name below the place of both folders.
    pub disk: BTreeMap<String, Vec<u8>>,
    /// Every open document, by its name likewise.
    pub open: BTreeMap<String, Open>,
    /// The folders of the workspace.
    pub folders: BTreeSet<&'static str>,
    /// What the editor sets.
    pub settings: Value,
    /// Whether the editor pulls reports instead of waiting for them.
    pub pulls: bool,
    /// How columns are counted.
    pub encoding: &'static str,
}

impl Model {
    pub fn new(dice: &mut Dice) -> Self {
        Self {
            disk: BTreeMap::new(),
            open: BTreeMap::new(),
            folders: BTreeSet::from([FOLDERS[0]]),
            settings: json!({ "quotemark": {} }),
            pulls: dice.once_in(2),
            encoding: dice.one_of(&["utf-8", "utf-16", "utf-32"]),
        }
    }

    /// The disk of the model, in a new folder.
    pub fn written(&self) -> TempDir {
        let place = place();
        for (name, bytes) in &self.disk {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        place
    }

    /// The names of all documents: on the disk, and open only.
    pub fn documents(&self) -> Vec<String> {
        let names = self.disk.keys().chain(self.open.keys());
        let names: BTreeSet<&String> = names.filter(|name| name.ends_with(".qm")).collect();
        names.into_iter().cloned().collect()
    }

    /// The text of a document as the server should have it.
    pub fn text(&self, name: &str) -> String {
        match self.open.get(name) {
            Some(open) => open.text.clone(),
            None => self.disk.get(name).map_or_else(String::new, |bytes| {
                String::from_utf8_lossy(bytes).into_owned()
            }),
        }
    }

    /// A byte of a text as the position that an editor sends.
    pub fn position(&self, text: &str, offset: usize) -> lsp::Position {
        let before = &text[..offset];
        let mut line = 0;
        let mut column = 0;
        for (at, c) in before.char_indices() {
            let is_half = c == '\r' && text[at + 1..].starts_with('\n');
            if matches!(c, '\n' | '\r') && !is_half {
                line += 1;
                column = 0;
            } else if !is_half {
                column += match self.encoding {
                    "utf-8" => c.len_utf8(),
                    "utf-16" => c.len_utf16(),
                    _ => 1,
                };
            }
        }
        let number = |number: usize| u32::try_from(number).expect("a small file");
        lsp::Position::new(number(line), number(column))
    }
}

/// A byte of a text at which a position can stand: not inside a character, and
/// not inside a line break.
pub fn place_in(text: &str, dice: &mut Dice) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at -= 1;
    }
    at
}

/// A new place for both folders, which are there though nothing is in them.
pub fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    for folder in FOLDERS {
        fs::create_dir(place.path().join(folder)).expect("a folder");
    }
    place
}

/// The address of a file.
pub fn uri(place: &Path, name: &str) -> lsp::Uri {
    lsp::Uri::from_file_path(place.join(name)).expect("an absolute path")
}
