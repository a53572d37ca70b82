//! Neovim 0.11 and 0.12 with their own client: `vim.lsp.util.apply_text_edits`.

use quotemark::syntax::Encoding;

use super::{Buffer, MARK, byte_of_column, units, unmarked};
use crate::change::{Edit, Position};

#[derive(Clone)]
pub struct Neovim {
    /// The lines without their ends. A CR that does not end every line belongs
    /// to the words.
    lines: Vec<String>,
    has_mark: bool,
    /// `fileformat` is `dos`.
    is_dos: bool,
    /// `endofline`: whether the file ended with the end of a line.
    ends_line: bool,
    /// Whether there is no line at all, not even an empty one.
    is_empty: bool,
}

impl Neovim {
    pub fn open(text: &str) -> Self {
        let (text, has_mark) = unmarked(text);
        let whole = text.strip_suffix('\n');
        let body = whole.unwrap_or(text);
        let mut lines: Vec<String> = body.split('\n').map(str::to_owned).collect();
        // `fileformats` is `unix,dos`: all lines that end have to end with CRLF.
        let ending = lines.len() - usize::from(whole.is_none());
        let is_dos = ending > 0 && lines[..ending].iter().all(|line| line.ends_with('\r'));
        if is_dos {
            for line in &mut lines[..ending] {
                line.pop();
            }
        }
        Self {
            lines,
            has_mark,
            is_dos,
            ends_line: whole.is_some() || text.is_empty(),
            is_empty: text.is_empty(),
        }
    }

    fn line_end(&self) -> &'static str {
        if self.is_dos { "\r\n" } else { "\n" }
    }

    /// `get_line_byte_from_position`
    fn byte(&self, place: Position, encoding: Encoding) -> usize {
        let line = self.lines.get(place.line).map_or("", String::as_str);
        let at = byte_of_column(line, place.column, encoding);
        // One inside a character is taken for its end.
        let before: usize = line[..at].chars().map(|c| units(c, encoding)).sum();
        match line[at..].chars().next() {
            Some(c) if before < place.column => at + c.len_utf8(),
            _ => at,
        }
    }
}

impl Buffer for Neovim {
    fn again(&self) -> Box<dyn Buffer> {
        Box::new(self.clone())
    }

    fn sent(&self) -> String {
        let end = self.line_end();
        let mut text = self.lines.join(end);
        if self.ends_line {
            text.push_str(end);
        }
        text
    }

    fn lines(&self) -> Vec<String> {
        self.lines.clone()
    }

    fn apply(&mut self, edits: &[Edit], encoding: Encoding) -> Result<(), String> {
        let mut sorted: Vec<(usize, Edit)> = edits.iter().cloned().enumerate().collect();
        for (_, edit) in &mut sorted {
            if edit.start > edit.end {
                std::mem::swap(&mut edit.start, &mut edit.end);
            }
        }
        sorted.sort_by_key(|(number, edit)| std::cmp::Reverse((edit.start, *number)));
        let mut touches_end = false;
        for (_, edit) in sorted {
            let new = edit.text.replace("\r\n", "\n").replace('\r', "\n");
            let mut new: Vec<&str> = new.split('\n').collect();
            let last = self.lines.len();
            let (first_row, mut last_row) = (edit.start.line, edit.end.line);
            if last <= first_row {
                self.lines.extend(new.into_iter().map(str::to_owned));
                self.is_empty = false;
                continue;
            }
            let from = self.byte(edit.start, encoding);
            let mut to = self.byte(edit.end, encoding);
            let length = self.lines[last_row.min(last - 1)].len();
            if last <= last_row {
                last_row = last - 1;
                to = length;
                touches_end = true;
            } else if to >= length
                && edit.end.column > to
                && new.len() > 1
                && new.last() == Some(&"")
            {
                new.pop();
            }
            let to = to.min(length);
            let mut text = self.lines[first_row][..from].to_owned();
            text.push_str(&new.join("\n"));
            text.push_str(&self.lines[last_row][to..]);
            let changed: Vec<String> = text.split('\n').map(str::to_owned).collect();
            self.lines.splice(first_row..=last_row, changed);
            self.is_empty = false;
        }
        if touches_end && self.ends_line && self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
            if self.lines.is_empty() {
                self.lines.push(String::new());
                self.is_empty = true;
            }
        }
        Ok(())
    }

    fn saved(&self) -> String {
        let mark = if self.has_mark { MARK } else { "" };
        if self.is_empty {
            return mark.into();
        }
        // The plugin turns `fixendofline` off.
        format!("{mark}{}", self.sent())
    }
}
