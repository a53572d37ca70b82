//! What editors make of a file, of edits, and of saving.
//!
//! Each model is held to the editor itself by the tests of that editor, which
//! take the cases that `quotemark-words cases` writes.

mod emacs;
mod neovim;
mod strict;
mod visual_studio_code;

use quotemark::syntax::Encoding;
use serde_json::{Value, json};

use crate::change::{Edit, Position};

/// The byte order mark.
pub const MARK: &str = "\u{feff}";

/// An editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editor {
    /// One that takes the protocol by its word, and no position that is outside
    /// of the text.
    Strict,
    /// Neovim 0.11 and 0.12, with their own client.
    Neovim,
    /// Visual Studio Code.
    VisualStudioCode,
    /// Emacs, with Eglot.
    Emacs,
}

impl Editor {
    /// All of them.
    pub const ALL: [Editor; 4] = [
        Self::Strict,
        Self::Neovim,
        Self::VisualStudioCode,
        Self::Emacs,
    ];

    /// Its name, in one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Neovim => "neovim",
            Self::VisualStudioCode => "vscode",
            Self::Emacs => "emacs",
        }
    }

    /// The encodings of columns that it may agree upon with the server.
    pub fn encodings(self) -> &'static [Encoding] {
        match self {
            Self::Strict => &[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32],
            Self::Neovim => &[Encoding::Utf8, Encoding::Utf16],
            Self::VisualStudioCode => &[Encoding::Utf16],
            Self::Emacs => &[Encoding::Utf16],
        }
    }

    /// The name by which it introduces itself to a server.
    pub fn client(self) -> Option<&'static str> {
        match self {
            Self::Strict => None,
            Self::Neovim => Some("Neovim"),
            Self::VisualStudioCode => Some("Visual Studio Code"),
            Self::Emacs => Some("Eglot"),
        }
    }

    /// The `initializationOptions` that our plugin for it sends.
    pub fn initialization(self) -> Value {
        match self {
            Self::Strict => Value::Null,
            Self::Neovim => json!({ "lineEnds": { "loneCr": "text" } }),
            Self::VisualStudioCode => json!({ "lineEnds": { "loneCr": "break" } }),
            Self::Emacs => json!({ "lineEnds": { "loneCr": "text", "insert": "lf" } }),
        }
    }

    /// Whether it makes files when an edit says so.
    pub fn creates_files(self) -> bool {
        self != Self::Emacs
    }

    /// What `strip` prints, as it is compared: line ends are no words, and an
    /// editor may write all of them alike. Neovim leaves an empty line at the end
    /// of a file where something is put in below its last line.
    pub fn compared(self, words: &str) -> String {
        let alike = |words: &str| words.replace("\r\n", "\n").replace('\r', "\n");
        match self {
            Self::Strict => words.to_owned(),
            Self::Neovim => alike(words).trim_end_matches('\n').to_owned(),
            Self::VisualStudioCode | Self::Emacs => alike(words),
        }
    }

    /// What it makes of a file with these bytes; nothing where it does not open
    /// the file as a text.
    pub fn open(self, bytes: &[u8]) -> Option<Box<dyn Buffer>> {
        let text = std::str::from_utf8(bytes).ok()?;
        match self {
            Self::Strict => Some(Box::new(strict::Strict::open(text))),
            Self::Neovim => Some(Box::new(neovim::Neovim::open(text))),
            Self::VisualStudioCode => {
                let buffer = visual_studio_code::VisualStudioCode::open(text)?;
                Some(Box::new(buffer))
            }
            Self::Emacs => Some(Box::new(emacs::Emacs::open(text))),
        }
    }
}

/// A file in an editor.
pub trait Buffer {
    /// The same once more.
    fn again(&self) -> Box<dyn Buffer>;

    /// The text that the server is told of.
    fn sent(&self) -> String;

    /// The lines as the editor counts them, without their ends.
    fn lines(&self) -> Vec<String>;

    /// Makes edits.
    ///
    /// # Errors
    /// Says why the editor makes none of them.
    fn apply(&mut self, edits: &[Edit], encoding: Encoding) -> Result<(), String>;

    /// The bytes of the file when it is saved.
    fn saved(&self) -> String;
}

/// A text without a byte order mark, and whether there was one.
fn unmarked(text: &str) -> (&str, bool) {
    match text.strip_prefix(MARK) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// How many units of an encoding a character takes.
pub fn units(c: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

/// The byte of a column in a line; the line's end for one that is past it, and
/// the start of a character for one inside it.
fn byte_of_column(line: &str, column: usize, encoding: Encoding) -> usize {
    let mut have = 0;
    for (at, c) in line.char_indices() {
        have += units(c, encoding);
        if have > column {
            return at;
        }
    }
    line.len()
}

/// The byte of a place in a text whose lines LF ends; the nearest that there is.
fn byte_of(text: &str, place: Position, encoding: Encoding) -> usize {
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        if number == place.line {
            return start + byte_of_column(line, place.column, encoding);
        }
        start += line.len() + 1;
    }
    text.len()
}

/// A text after edits of these stretches, in bytes, and what takes their place.
/// What comes first of two at one place stands first.
fn replaced(text: &str, mut edits: Vec<(usize, usize, &str)>) -> Result<String, String> {
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, with) in edits {
        if start < at || end < start {
            return Err("edits overlap".into());
        }
        new.push_str(&text[at..start]);
        new.push_str(with);
        at = end;
    }
    new.push_str(&text[at..]);
    Ok(new)
}
