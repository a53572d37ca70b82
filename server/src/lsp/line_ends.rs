//! How editors read the ends of lines, and which changes they may be handed.
//!
//! The protocol has a CR that no LF follows end a line. VS Code and Zed keep to
//! that; Neovim, Vim, Emacs and Helix show the CR inside the line. From there on
//! the same line and column is another place for them, and a change would hit
//! words that it does not mean. An editor can say in its initialization options
//! how it counts:
//!
//! ```json
//! { "lineEnds": { "loneCr": "break" or "text", "insert": "lf" } }
//! ```

use std::path::Display;

use tower_lsp::ls_types::InitializeParams;

use super::convert::Snapshot;
use crate::features::edit::{Refusal, TextEdit};
use crate::model::FileId;
use crate::syntax::{LineIndex, LoneCr};

/// How an editor reads and writes the ends of lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineEnds {
    /// What a CR alone is; nothing where the editor does not say.
    said: Option<LoneCr>,
    /// Whether a line break that it inserts is to be LF in every file.
    inserts_lf: bool,
}

impl LineEnds {
    /// Reads `initialize`.
    pub fn of(params: &InitializeParams) -> Self {
        let options = params.initialization_options.as_ref();
        let options = options.map(|options| options.get("quotemark").unwrap_or(options));
        let said = |key: &str| options?.get("lineEnds")?.get(key)?.as_str();
        // Emacs' clients insert a CR as a character, also where a file has CRLF.
        let is_emacs = params.client_info.as_ref().is_some_and(|client| {
            let names = ["eglot", "emacs"];
            names
                .iter()
                .any(|name| client.name.eq_ignore_ascii_case(name))
        });
        Self {
            said: match said("loneCr") {
                Some("break") => Some(LoneCr::Break),
                Some("text") => Some(LoneCr::Text),
                _ => None,
            },
            inserts_lf: is_emacs || said("insert") == Some("lf"),
        }
    }

    /// What a CR alone is; as the protocol has it where the editor does not say.
    pub fn lone_cr(self) -> LoneCr {
        self.said.unwrap_or_default()
    }

    /// Whether a line break that it inserts is to be LF in every file.
    pub fn inserts_lf(self) -> bool {
        self.inserts_lf
    }

    /// Whether it writes a line break that is put in as it is wont to, though it
    /// takes a CR alone for a character: then the two may become one.
    fn rewrites_breaks(self) -> bool {
        self.said == Some(LoneCr::Text)
    }

    /// Whether a change of a document that is open and has held a CR alone may
    /// go wrong. Where nobody knows how the editor counts, its own changes may
    /// have been read at wrong places, and nothing in the text is certain.
    fn may_miss_in_document(self, lines: &LineIndex) -> bool {
        match self.said {
            Some(LoneCr::Break) => false,
            // A text without any LF may be that of a buffer whose lines end with CR.
            Some(LoneCr::Text) => !lines.has_lf(),
            None => true,
        }
    }

    /// The same for a change of a file that ends at byte `end`.
    fn may_miss_in_file(self, lines: &LineIndex, end: usize) -> bool {
        let is_reached = lines.first_lone_cr().is_some_and(|cr| end > cr);
        is_reached
            && match self.said {
                Some(LoneCr::Break) => false,
                // Emacs and Vim may take it for the file of an old Mac.
                Some(LoneCr::Text) => lines.begins_with_lone_cr(),
                None => true,
            }
    }
}

impl Snapshot {
    /// Whether the text that a document had when it was closed is that of its
    /// file as an editor shows it: without a mark, which is then no column.
    fn is_as_on_disk(&self, file: FileId) -> bool {
        let path = self.corpus.file(file).map(|entry| entry.path.clone());
        let disk = path.and_then(|path| crate::store::read(&path).ok());
        let kept = self.corpus.source(file);
        match (disk, kept) {
            (Some(disk), Some(kept)) => {
                disk.strip_prefix('\u{feff}').unwrap_or(&disk) == &*kept.text
            }
            _ => false,
        }
    }

    /// Whether the editor can be handed changes of a file that end at byte `end`
    /// or before: whether it counts the lines up to there as the server does.
    ///
    /// # Errors
    /// Says which line ends in a way that is counted differently, and what to do;
    /// or that the file was closed a moment ago.
    pub fn may_change(&self, file: FileId, end: usize) -> Result<(), Refusal> {
        let Some(entry) = self.corpus.file(file) else {
            return Ok(());
        };
        // What the editor had when it closed the file may not be what the disk has.
        let is_closed = entry.open.is_some() && !self.opened.contains_key(&entry.path);
        if is_closed && !self.is_as_on_disk(file) {
            return Err(Refusal(format!(
                "{} has just been closed and is not read again yet, so nothing was changed; \
                 try again",
                entry.path.display()
            )));
        }
        let line_ends = self.abilities.line_ends;
        let lines = entry.lines();
        let may_miss = match self.opened.get(&entry.path) {
            Some(opened) => opened.had_lone_cr && line_ends.may_miss_in_document(&lines),
            None => line_ends.may_miss_in_file(&lines, end),
        };
        if line_ends.inserts_lf
            && lines.mixes_lf_and_crlf()
            && self.opened.contains_key(&entry.path)
        {
            // Where LF stands for CRLF, CRLF stands for CR and CRLF.
            return Err(Refusal(format!(
                "some lines of {} end with a carriage return and a line feed and some with a line \
                 feed alone, and this editor may write them otherwise, so nothing was changed; \
                 convert the file first, for instance with `dos2unix`, or make the change on the \
                 command line",
                entry.path.display()
            )));
        }
        if !may_miss {
            return Ok(());
        }
        Self::refuse(entry.path.display(), &lines)
    }

    /// The same for a change by what it puts in.
    ///
    /// # Errors
    /// As [`may_change`](Self::may_change).
    pub fn may_put_in(&self, file: FileId, edit: &TextEdit) -> Result<(), Refusal> {
        if !self.abilities.line_ends.rewrites_breaks() || !edit.text.contains('\r') {
            return Ok(());
        }
        let Some(entry) = self.corpus.file(file) else {
            return Ok(());
        };
        // CRLF is put in as LF, and makes one break of a CR before it; a CR alone
        // ends a line or does not.
        let lines = entry.lines();
        let joins = edit.text.starts_with("\r\n") && lines.is_after_lone_cr(edit.range.from());
        if joins || LineIndex::new(&edit.text).first_lone_cr().is_some() {
            return Self::refuse(entry.path.display(), &lines);
        }
        Ok(())
    }

    fn refuse(path: Display<'_>, lines: &LineIndex) -> Result<(), Refusal> {
        let Some(cr) = lines.first_lone_cr() else {
            return Err(Refusal(format!(
                "{path} held a carriage return without a line feed, which editors count \
                 differently, so nothing was changed; close the file and open it again"
            )));
        };
        let line = lines.line_of(cr) + 1;
        Err(Refusal(format!(
            "line {line} of {path} ends with a carriage return without a line feed, and editors \
             count the lines below differently, so nothing was changed; convert the file first, \
             for instance with `dos2unix -c mac`, or make the change on the command line"
        )))
    }
}
