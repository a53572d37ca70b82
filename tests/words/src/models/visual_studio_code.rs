//! Visual Studio Code: its text model, and `workspace.applyEdit`.

use quotemark::syntax::Encoding;

use super::{Buffer, byte_of, replaced, unmarked};
use crate::change::Edit;

#[derive(Clone)]
pub struct VisualStudioCode {
    /// The text, in which LF ends lines.
    text: String,
    /// The byte order marks at the start. It takes off one on reading the file
    /// and one on making the text, and writes both.
    marks: String,
    is_crlf: bool,
}

/// How much of a file is looked through for what no text holds, in bytes.
const LOOKED_AT: usize = 512;

impl VisualStudioCode {
    pub fn open(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes[..bytes.len().min(LOOKED_AT)].contains(&0) {
            return None;
        }
        let bare = unmarked(unmarked(text).0).0;
        let (marks, text) = text.split_at(text.len() - bare.len());
        let crlf = text.matches("\r\n").count();
        let breaks = text.matches('\n').count() + text.matches('\r').count() - crlf;
        let with_cr = text.matches('\r').count();
        Some(Self {
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
            marks: marks.to_owned(),
            is_crlf: with_cr > breaks / 2,
        })
    }

    fn with_ends(&self) -> String {
        match self.is_crlf {
            true => self.text.replace('\n', "\r\n"),
            false => self.text.clone(),
        }
    }
}

impl Buffer for VisualStudioCode {
    fn again(&self) -> Box<dyn Buffer> {
        Box::new(self.clone())
    }

    fn sent(&self) -> String {
        self.with_ends()
    }

    fn lines(&self) -> Vec<String> {
        self.text.split('\n').map(str::to_owned).collect()
    }

    fn apply(&mut self, edits: &[Edit], encoding: Encoding) -> Result<(), String> {
        let texts: Vec<String> = edits
            .iter()
            .map(|edit| edit.text.replace("\r\n", "\n").replace('\r', "\n"))
            .collect();
        let found = edits.iter().zip(&texts).map(|(edit, text)| {
            let start = byte_of(&self.text, edit.start, encoding);
            let end = byte_of(&self.text, edit.end, encoding);
            (start.min(end), end.max(start), &**text)
        });
        self.text = replaced(&self.text, found.collect())?;
        Ok(())
    }

    fn saved(&self) -> String {
        format!("{}{}", self.marks, self.with_ends())
    }
}
