//! JSON lines: an object for each row, every column in it, `null` for an empty cell.

use std::io::{BufWriter, Write};

use quotemark_analysis::table::{Cell, Rows, Schema};

use crate::{Error, TableWriter};

/// A table as JSON lines.
pub struct JsonLines<W: Write> {
    out: BufWriter<W>,
    /// What stands before the value of each column: a comma and the name.
    before: Vec<Vec<u8>>,
}

impl<W: Write + Send> JsonLines<W> {
    /// For the rows of a table.
    ///
    /// # Errors
    /// None that happens.
    pub fn new(out: W, schema: &Schema) -> Result<Self, Error> {
        let columns = schema.columns.iter().enumerate();
        let before = columns.map(|(number, column)| {
            let mut before = vec![if number == 0 { b'{' } else { b',' }];
            serde_json::to_writer(&mut before, &column.name).map_err(std::io::Error::from)?;
            before.push(b':');
            Ok(before)
        });
        Ok(Self {
            out: BufWriter::new(out),
            before: before.collect::<Result<_, Error>>()?,
        })
    }

    fn write_cell(&mut self, cell: &Cell<'_>) -> std::io::Result<()> {
        match cell {
            Cell::Null => self.out.write_all(b"null")?,
            Cell::Int(number) => write!(self.out, "{number}")?,
            Cell::Bool(is) => write!(self.out, "{is}")?,
            Cell::Text(text) => serde_json::to_writer(&mut self.out, text)?,
            Cell::Date(date) => write!(self.out, "\"{date}\"")?,
            Cell::Texts(texts) => serde_json::to_writer(&mut self.out, texts)?,
        }
        Ok(())
    }
}

impl<W: Write + Send> TableWriter for JsonLines<W> {
    fn write(&mut self, rows: Rows) -> Result<(), Error> {
        for row in 0..rows.len() {
            for column in 0..rows.columns().len() {
                self.out.write_all(&self.before[column])?;
                self.write_cell(&rows.cell(row, column))?;
            }
            self.out.write_all(b"}\n")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
