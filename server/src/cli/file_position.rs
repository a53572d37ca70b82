//! `FILE:LINE:COL`.

use std::path::PathBuf;
use std::str::FromStr;

use super::output::Failure;
use crate::syntax::{Encoding, LineIndex, Position};

/// A place in a file as people write it: line and column from 1, columns in
/// characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePosition {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl FromStr for FilePosition {
    type Err = String;

    /// Reads from the right, so that `C:\a.qm:1:2` and names with colons are
    /// files. What grep prints after the place does no harm.
    fn from_str(written: &str) -> Result<Self, String> {
        let shape = || "write FILE:LINE:COLUMN, as in `article.qm:12:30`".to_owned();
        let trimmed = written.strip_suffix(':').unwrap_or(written);
        let mut parts = trimmed.rsplitn(3, ':');
        let mut number = || parts.next()?.parse::<u32>().ok();
        let (column, line) = (number().ok_or_else(shape)?, number().ok_or_else(shape)?);
        let file = parts.next().filter(|file| !file.is_empty());
        let file = file.ok_or_else(shape)?;
        if line == 0 || column == 0 {
            return Err("lines and columns count from 1".into());
        }
        Ok(Self {
            file: file.into(),
            line,
            column,
        })
    }
}

impl FilePosition {
    /// The byte of a text with these lines.
    ///
    /// # Errors
    /// Says how far the text goes when the place lies past its end.
    pub fn offset(&self, lines: &LineIndex) -> Result<usize, Failure> {
        let Self { file, line, column } = self;
        let index = (line - 1) as usize;
        let count = lines.line_count();
        if index >= count {
            return Err(Failure::new(format!(
                "{} has {count} line{}, and {line} was asked for",
                file.display(),
                if count == 1 { "" } else { "s" }
            )));
        }
        let end = lines.position(lines.line_range(index).to(), Encoding::Utf32);
        if column - 1 > end.column {
            return Err(Failure::new(format!(
                "line {line} of {} has {} character{}, and column {column} was asked for",
                file.display(),
                end.column,
                if end.column == 1 { "" } else { "s" }
            )));
        }
        let position = Position {
            line: line - 1,
            column: column - 1,
        };
        Ok(lines.offset(position, Encoding::Utf32))
    }
}

/// Line and column of a byte, both from 1, the column in characters.
pub fn line_and_column(lines: &LineIndex, offset: usize) -> (u32, u32) {
    let position = lines.position(offset, Encoding::Utf32);
    (position.line + 1, position.column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Option<(String, u32, u32)> {
        let place: FilePosition = written.parse().ok()?;
        Some((place.file.display().to_string(), place.line, place.column))
    }

    #[test]
    fn is_read_from_the_right() {
        assert_eq!(read("a.qm:3:14"), Some(("a.qm".into(), 3, 14)));
        assert_eq!(read("a.qm:3:14:"), Some(("a.qm".into(), 3, 14)));
        assert_eq!(
            read("C:\\x\\a.qm:3:14"),
            Some(("C:\\x\\a.qm".into(), 3, 14))
        );
        assert_eq!(read("a:1.qm:3:14"), Some(("a:1.qm".into(), 3, 14)));
        for bad in [
            "a.qm",
            "a.qm:3",
            "C:\\a.qm:3",
            ":3:4",
            "a.qm:0:1",
            "a.qm:1:0",
            "a.qm:x:1",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn columns_are_characters_and_end_with_the_line() {
        let text = "‘😀’ x\r\ny";
        let lines = LineIndex::new(text);
        let offset = |place: &str| place.parse::<FilePosition>().unwrap().offset(&lines).ok();
        assert_eq!(offset("a:1:5"), text.find('x'));
        assert_eq!(offset("a:1:6"), text.find('\r'));
        assert_eq!(offset("a:1:7"), None);
        assert_eq!(offset("a:2:2"), Some(text.len()));
        assert_eq!(offset("a:3:1"), None);
        assert_eq!(line_and_column(&lines, text.find('x').unwrap()), (1, 5));
    }
}
