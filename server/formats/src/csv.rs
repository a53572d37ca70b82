//! CSV: a line of headings, then a line for each row (RFC 4180, lines end with LF).
//!
//! An empty cell is nothing, a list is one text with `; ` between, a day is `2011-11-24`.

use std::borrow::Cow;
use std::io::Write;

use quotemark_analysis::table::{Cell, Rows, Schema};

use crate::{BETWEEN, Error, TableWriter};

/// The mark by which Excel knows UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table as CSV.
pub struct Csv<W: Write> {
    out: csv::Writer<W>,
    for_spreadsheet: bool,
}

impl<W: Write + Send> Csv<W> {
    /// Writes the headings. For a spreadsheet, a mark stands before them that says how
    /// the text is encoded, and no text is a formula (see [`safe_text`]).
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(mut out: W, schema: &Schema, for_spreadsheet: bool) -> Result<Self, Error> {
        if for_spreadsheet {
            out.write_all(MARK)?;
        }
        let mut out = csv::Writer::from_writer(out);
        let names = schema.columns.iter().map(|column| &*column.name);
        out.write_record(
            names
                .map(|name| guarded(name, for_spreadsheet))
                .map(Cow::into_owned),
        )
        .map_err(error)?;
        Ok(Self {
            out,
            for_spreadsheet,
        })
    }
}

impl<W: Write + Send> TableWriter for Csv<W> {
    fn write(&mut self, rows: Rows) -> Result<(), Error> {
        for row in 0..rows.len() {
            for column in 0..rows.columns().len() {
                let cell = rows.cell(row, column);
                let text = text(&cell);
                let is_words = matches!(cell, Cell::Text(_) | Cell::Texts(_));
                let text = match is_words {
                    true => guarded(&text, self.for_spreadsheet),
                    false => text,
                };
                self.out.write_field(&*text).map_err(error)?;
            }
            self.out.write_record(None::<&[u8]>).map_err(error)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

fn guarded(text: &str, for_spreadsheet: bool) -> Cow<'_, str> {
    match for_spreadsheet {
        true => safe_text(text),
        false => Cow::Borrowed(text),
    }
}

fn text<'a>(cell: &Cell<'a>) -> Cow<'a, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Int(number) => number.to_string().into(),
        Cell::Bool(true) => Cow::Borrowed("true"),
        Cell::Bool(false) => Cow::Borrowed("false"),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Date(date) => date.to_string().into(),
        Cell::Texts(texts) => texts.join(BETWEEN).into(),
    }
}

fn error(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::Io(error),
        other => Error::Library(format!("{other:?}")),
    }
}

/// A cell of free text that no spreadsheet takes for a formula: one that
/// begins like a formula gets an apostrophe before it. So does one that begins
/// with apostrophes and then like a formula, so that taking one apostrophe away
/// wherever a formula's beginning follows gives every cell back.
pub fn safe_text(cell: &str) -> Cow<'_, str> {
    let after = cell.trim_start_matches('\'');
    // The wide signs are formulas too where people type with an East Asian keyboard.
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if after.starts_with(formula) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use quotemark_analysis::table::{Column, Kind};

    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_comes_back() {
        let back = |cell: &str| match cell.strip_prefix('\'') {
            Some(rest) if safe_text(rest) != rest => rest.to_owned(),
            _ => cell.to_owned(),
        };
        for cell in [
            "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "''+", "‘no’", "'no'", "", "– yes",
        ] {
            let safe = safe_text(cell);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
            assert_eq!(back(&safe), cell);
        }
    }

    #[test]
    fn a_spreadsheet_gets_a_mark_and_no_formula_and_numbers_stay_numbers() {
        let column = |name: &'static str, kind| Column {
            name: name.into(),
            kind,
            nullable: true,
            doc: "".into(),
        };
        let schema = Schema {
            name: "t",
            columns: vec![column("a", Kind::Text), column("n", Kind::Int)],
        };
        let mut rows = Rows::of(&schema);
        rows.push(&[Cell::Text("=1+1"), Cell::Int(-1)]);
        rows.push(&[Cell::Text("a \"b\", c\nd"), Cell::Null]);
        let written = |for_spreadsheet| {
            let mut out = Vec::new();
            let mut csv = Box::new(Csv::new(&mut out, &schema, for_spreadsheet).unwrap());
            csv.write(rows.clone()).unwrap();
            csv.finish().unwrap();
            String::from_utf8(out).unwrap()
        };
        let rest = "\"a \"\"b\"\", c\nd\",\n";
        assert_eq!(written(false), format!("a,n\n=1+1,-1\n{rest}"));
        assert_eq!(written(true), format!("\u{feff}a,n\n'=1+1,-1\n{rest}"));
    }
}
