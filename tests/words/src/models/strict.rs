//! The protocol by its word: lines end with LF, CRLF or CR, and a position that
//! is not in the text is an error.

use quotemark::syntax::Encoding;

use super::{Buffer, MARK, replaced, units, unmarked};
use crate::change::{Edit, Position};

#[derive(Clone)]
pub struct Strict {
    text: String,
    has_mark: bool,
}

impl Strict {
    pub fn open(text: &str) -> Self {
        let (text, has_mark) = unmarked(text);
        Self {
            text: text.to_owned(),
            has_mark,
        }
    }

    /// The byte of a place.
    fn byte(&self, place: Position, encoding: Encoding) -> Result<usize, String> {
        let missing = || format!("{place:?} is not in the text");
        let starts = starts(&self.text);
        let start = *starts.get(place.line).ok_or_else(missing)?;
        let end = starts.get(place.line + 1).copied();
        let mut line = &self.text[start..end.unwrap_or(self.text.len())];
        if end.is_some() {
            let trimmed = line.strip_suffix("\r\n");
            line = trimmed.unwrap_or_else(|| &line[..line.len() - 1]);
        }
        let mut have = 0;
        for (at, c) in line.char_indices() {
            if have == place.column {
                return Ok(start + at);
            }
            have += units(c, encoding);
        }
        match have == place.column {
            true => Ok(start + line.len()),
            false => Err(missing()),
        }
    }
}

impl Buffer for Strict {
    fn again(&self) -> Box<dyn Buffer> {
        Box::new(self.clone())
    }

    fn sent(&self) -> String {
        self.text.clone()
    }

    fn lines(&self) -> Vec<String> {
        let mut starts = starts(&self.text);
        starts.push(self.text.len());
        let lines = starts.windows(2).map(|line| &self.text[line[0]..line[1]]);
        lines
            .map(|line| line.trim_end_matches(['\r', '\n']).to_owned())
            .collect()
    }

    fn apply(&mut self, edits: &[Edit], encoding: Encoding) -> Result<(), String> {
        let mut found = Vec::new();
        for edit in edits {
            let (start, end) = (
                self.byte(edit.start, encoding)?,
                self.byte(edit.end, encoding)?,
            );
            found.push((start, end, &*edit.text));
        }
        self.text = replaced(&self.text, found)?;
        Ok(())
    }

    fn saved(&self) -> String {
        let mark = if self.has_mark { MARK } else { "" };
        format!("{mark}{}", self.text)
    }
}

/// Where the lines of a text begin.
pub fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    [0].into_iter().chain(ends.map(|(at, _)| at + 1)).collect()
}
