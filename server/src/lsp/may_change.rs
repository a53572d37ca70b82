//! Which changes an editor may be handed: those that it will make at the right place.

use std::path::Display;

use super::snapshot::Snapshot;
use crate::features::edit::{Refusal, TextEdit};
use crate::model::FileId;
use crate::syntax::LineIndex;

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
    /// or that the file has just been closed and is not read again yet.
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
        let line_ends = self.capabilities.line_ends;
        let lines = entry.lines();
        let may_miss = match self.opened.get(&entry.path) {
            Some(opened) => opened.had_lone_cr && line_ends.may_miss_in_document(&lines),
            None => line_ends.may_miss_in_file(&lines, end),
        };
        if line_ends.inserts_lf()
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
    pub fn may_insert(&self, file: FileId, edit: &TextEdit) -> Result<(), Refusal> {
        if !self.capabilities.line_ends.rewrites_breaks() || !edit.text.contains('\r') {
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
