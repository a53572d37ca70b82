//! Places as they are printed.

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use super::file_position::line_and_column;
use super::options::PositionFormat;
use super::output::{Failure, harmless, styled, write_json};
use super::paths::Paths;
use crate::features::Location;
use crate::model::{Corpus, FileId};
use crate::syntax::{LineIndex, TextRange};

/// A place with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownLocation {
    /// The path.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
    /// The whole line on which it begins.
    pub text: String,
}

/// A file that has been read.
struct Read {
    number: FileId,
    lines: LineIndex,
    text: Option<Arc<str>>,
}

/// Turns places into what is shown, reading each file once in a row.
pub struct Locator<'c> {
    corpus: &'c Corpus,
    paths: Paths,
    read: Option<Read>,
}

impl<'c> Locator<'c> {
    /// For the places of a corpus.
    pub fn new(corpus: &'c Corpus) -> Self {
        Self {
            corpus,
            paths: Paths::here(),
            read: None,
        }
    }

    /// The place with its line; nothing when the corpus has no such file.
    pub fn shown(&mut self, location: Location) -> Option<ShownLocation> {
        let file = self.corpus.file(location.file)?;
        let read = match self.read.take() {
            Some(read) if read.number == location.file => read,
            _ => Read {
                number: location.file,
                lines: file.lines().into_owned(),
                text: self.corpus.text(location.file),
            },
        };
        let Read { lines, text, .. } = self.read.insert(read);
        let TextRange { start, end } = location.range;
        let (line, column) = line_and_column(lines, start as usize);
        let (end_line, end_column) = line_and_column(lines, end as usize);
        let whole = lines.line_range(line as usize - 1);
        Some(ShownLocation {
            file: self.paths.shown(&file.path),
            line,
            column,
            end_line,
            end_column,
            text: text
                .as_ref()
                .map_or_else(String::new, |text| text[whole].to_owned()),
        })
    }
}

/// Writes places one a line, or as JSON.
pub fn write(corpus: &Corpus, found: &[Location], format: PositionFormat) -> Result<(), Failure> {
    let mut locator = Locator::new(corpus);
    let shown: Vec<ShownLocation> = found
        .iter()
        .filter_map(|place| locator.shown(*place))
        .collect();
    match format {
        PositionFormat::Json => write_json(&shown),
        PositionFormat::Text => write_lines(&shown),
    }
}

/// Writes `path:line:column: the line` for each place, as grep does.
pub fn write_lines<'s>(shown: impl IntoIterator<Item = &'s ShownLocation>) -> Result<(), Failure> {
    let mut out = styled();
    for ShownLocation {
        file,
        line,
        column,
        text,
        ..
    } in shown
    {
        let (file, text) = (harmless(file), harmless(text));
        writeln!(
            out,
            "\u{1b}[35m{file}\u{1b}[0m:\u{1b}[32m{line}\u{1b}[0m:\u{1b}[32m{column}\u{1b}[0m: {text}"
        )?;
    }
    out.flush()?;
    Ok(())
}
