//! Emacs with Eglot: `eglot--apply-text-edits`.

use quotemark::syntax::Encoding;

use super::{Buffer, MARK, byte_of, replaced, unmarked};
use crate::change::Edit;

#[derive(Clone)]
pub struct Emacs {
    /// The text, in which LF ends lines. A CR that does not is a character.
    text: String,
    has_mark: bool,
    ends: &'static str,
}

impl Emacs {
    pub fn open(text: &str) -> Self {
        let (text, has_mark) = match text {
            // Where nothing follows it, the mark is a character.
            MARK => (text, false),
            _ => unmarked(text),
        };
        let ends = ends(text, has_mark);
        Self {
            text: match ends {
                "\n" => text.to_owned(),
                ends => text.replace(ends, "\n"),
            },
            has_mark,
            ends,
        }
    }
}

impl Buffer for Emacs {
    fn again(&self) -> Box<dyn Buffer> {
        Box::new(self.clone())
    }

    fn sent(&self) -> String {
        self.text.clone()
    }

    fn lines(&self) -> Vec<String> {
        self.text.split('\n').map(str::to_owned).collect()
    }

    fn apply(&mut self, edits: &[Edit], encoding: Encoding) -> Result<(), String> {
        let found = edits.iter().map(|edit| {
            let start = byte_of(&self.text, edit.start, encoding);
            let end = byte_of(&self.text, edit.end, encoding);
            (start.min(end), end.max(start), &*edit.text)
        });
        self.text = replaced(&self.text, found.collect())?;
        Ok(())
    }

    fn saved(&self) -> String {
        let mark = if self.has_mark { MARK } else { "" };
        // The mode turns `require-final-newline` off.
        format!("{mark}{}", self.text.replace('\n', self.ends))
    }
}

/// What ends the lines of a file, as `utf-8-auto` tells it, which the mode sets: in a
/// file without a mark by the ends above the first character that is not ASCII. Where
/// kinds are mixed, a CR alone is let pass among CRLF, and LF alone makes all the
/// rest characters. Then the mode looks whether all ends are CRLF after all.
fn ends(text: &str, has_mark: bool) -> &'static str {
    let first = text.find(|c: char| !c.is_ascii());
    let head = &text[..first.filter(|_| !has_mark).unwrap_or(text.len())];
    let sent = ends_of(head);
    match (sent, ends_of(text)) {
        ("\n", "\r\n") => "\r\n",
        (sent, _) => sent,
    }
}

fn ends_of(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    let has_lf = text.matches('\n').count() > crlf;
    let has_cr = text.matches('\r').count() > crlf;
    match (has_lf, crlf > 0, has_cr) {
        (false, true, _) => "\r\n",
        (false, false, true) => "\r",
        _ => "\n",
    }
}
