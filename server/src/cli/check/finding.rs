//! A diagnostic with everything that is needed to show it.

use serde::Serialize;

use crate::cli::file_position::line_and_column;
use crate::cli::output::is_steering;
use crate::reports::{Code, Severity};
use crate::syntax::{LineIndex, TextRange};

/// A diagnostic where people can find it.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Where it is.
    #[serde(flatten)]
    pub spot: Spot,
    /// Its code.
    #[serde(serialize_with = "name")]
    pub code: Code,
    /// How bad it is.
    #[serde(serialize_with = "word_of")]
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What else it has to do with.
    pub related: Vec<Related>,
}

/// A place that explains a diagnostic.
#[derive(Debug, Clone, Serialize)]
pub struct Related {
    /// Where it is.
    #[serde(flatten)]
    pub spot: Spot,
    /// What is there.
    pub message: String,
}

/// The longest lines that are shown with a diagnostic, in bytes. They are kept
/// once for each, and a line may be the whole file.
const LONGEST_EXCERPT: usize = 4000;

/// A stretch of a file; lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Serialize)]
pub struct Spot {
    /// The path.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
    /// The lines that it touches, and its bytes in them; none where they are
    /// too long to be shown.
    #[serde(skip)]
    pub excerpt: Option<(String, TextRange)>,
}

impl Spot {
    /// The stretch of a file with that text; without the text it is the file as such.
    pub fn new(file: String, lines: &LineIndex, range: TextRange, text: Option<&str>) -> Self {
        let (line, column) = line_and_column(lines, range.from());
        let (end_line, end_column) = line_and_column(lines, range.to());
        let first = lines.line_range(line as usize - 1);
        let last = lines.line_range(end_line as usize - 1);
        let whole = TextRange::new(first.from(), last.to());
        Self {
            file,
            line,
            column,
            end_line,
            end_column,
            excerpt: text.filter(|_| whole.len() <= LONGEST_EXCERPT).map(|text| {
                let inside = TextRange::new(range.from() - first.from(), range.to() - first.from());
                (with_plain_breaks(&text[whole]), inside)
            }),
        }
    }
}

/// The lines with a CR that stands alone as LF: what renders them knows no other
/// breaks. Nor does it know all characters that steer a terminal; others of
/// their length take their places, so that the columns stay.
fn with_plain_breaks(lines: &str) -> String {
    let mut plain = String::with_capacity(lines.len());
    let mut rest = lines.chars().peekable();
    while let Some(c) = rest.next() {
        let alone = c == '\r' && rest.peek() != Some(&'\n');
        plain.push(match c {
            _ if alone => '\n',
            c if is_steering(c) && c.len_utf8() == 2 => '¤',
            c if is_steering(c) && c.len_utf8() == 3 => '\u{fffd}',
            c => c,
        });
    }
    plain
}

fn name<S: serde::Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.name())
}

fn word_of<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_carriage_returns_break_lines() {
        assert_eq!(with_plain_breaks("a\rb\r\nc\r"), "a\nb\r\nc\n");
    }
}
