//! An open document as an editor holds it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Editor, uri_of};
use crate::failure::Outcome;

/// A document that is open in an editor.
pub struct Document {
    /// Its address.
    pub uri: String,
    /// What it holds now.
    pub text: String,
    /// Of which version that is.
    pub version: i64,
}

impl Document {
    /// Opens a file.
    pub fn open(editor: &mut Editor, path: &Path) -> Outcome<Self> {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        Self::open_with(editor, path, text)
    }

    /// Opens a file with this text, as if it had been changed and not saved.
    pub fn open_with(editor: &mut Editor, path: &Path, text: String) -> Outcome<Self> {
        let uri = uri_of(path);
        let item = json!({ "uri": uri, "languageId": "quotemark", "version": 1, "text": text });
        editor.tell("textDocument/didOpen", json!({ "textDocument": item }))?;
        Ok(Self {
            uri,
            text,
            version: 1,
        })
    }

    /// Replaces what stands from one byte to another.
    pub fn edit(
        &mut self,
        editor: &mut Editor,
        start: usize,
        end: usize,
        new: &str,
    ) -> Outcome<()> {
        let range = json!({ "start": self.position(start), "end": self.position(end) });
        self.edit_at(editor, start, end, new, range)
    }

    /// The same, where the range is known already.
    pub fn edit_at(
        &mut self,
        editor: &mut Editor,
        start: usize,
        end: usize,
        new: &str,
        range: Value,
    ) -> Outcome<()> {
        self.version += 1;
        self.text.replace_range(start..end, new);
        let params = json!({
            "textDocument": { "uri": self.uri, "version": self.version },
            "contentChanges": [{ "range": range, "text": new }],
        });
        editor.tell("textDocument/didChange", params)
    }

    /// Closes it.
    pub fn close(self, editor: &mut Editor) -> Outcome<()> {
        editor.tell(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": self.uri } }),
        )
    }

    /// The position of a byte, in lines and UTF-16.
    pub fn position(&self, byte: usize) -> Value {
        let before = &self.text[..byte];
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before[start..].encode_utf16().count();
        json!({ "line": line, "character": column })
    }

    /// The parameters of a question about a byte.
    pub fn at(&self, byte: usize) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": self.position(byte) })
    }

    /// The first byte after some text.
    pub fn after(&self, text: &str) -> Outcome<usize> {
        let found = self.text.find(text);
        let found = found.ok_or_else(|| format!("“{text}” is not in {}", self.uri))?;
        Ok(found + text.len())
    }
}
