//! CSV that steers neither a spreadsheet nor a terminal.

use std::io::{self, IsTerminal, Stdout, Write};

pub use quotemark_formats::csv::safe_text;

use super::output::{Failure, Out, exact, harmless_lines};

/// CSV on its way out. A program is given every cell as it is; in a terminal
/// none can steer it.
pub struct Sheet<W: Write> {
    out: csv::Writer<W>,
    is_terminal: bool,
}

impl Sheet<Out<Stdout>> {
    /// CSV on standard output.
    pub fn on_stdout() -> Self {
        Self {
            out: csv::Writer::from_writer(exact()),
            is_terminal: io::stdout().is_terminal(),
        }
    }
}

impl<W: Write> Sheet<W> {
    /// Writes a row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<(), Failure> {
        let cells = cells.into_iter();
        let written = if self.is_terminal {
            let cells: Vec<_> = cells.map(harmless_lines).collect();
            self.out
                .write_record(cells.iter().map(|cell| cell.as_bytes()))
        } else {
            self.out.write_record(cells)
        };
        // The system's error says enough without the position in the table.
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => Failure::Output(error),
            other => Failure::new(format!("the table cannot be written: {other:?}")),
        })
    }

    /// Writes what is still on its way.
    pub fn end(mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_steered_and_a_program_gets_what_is_there() {
        let cell = "a\u{1b}[2J \u{202e}b\r\nc\td, \u{9b}";
        let written = |is_terminal| {
            let mut bytes = Vec::new();
            let mut sheet = Sheet {
                out: csv::Writer::from_writer(&mut bytes),
                is_terminal,
            };
            sheet.row(["plain", cell]).unwrap();
            sheet.end().unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(written(false), format!("plain,\"{cell}\"\n"));
        let shown = "a\u{fffd}[2J \u{fffd}b\u{fffd}\nc\td, \u{fffd}";
        assert_eq!(written(true), format!("plain,\"{shown}\"\n"));
    }
}
