//! XLSX: a sheet for each table. Texts are written as texts, so that none is a formula.
//!
//! A list is one text with `; ` between. A day before 1900, which Excel does not know, is
//! the text `1899-12-31`.

use std::io::Write;

use quotemark_analysis::table::{Cell, Kind, Rows, Schema, days_since_1970};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::{BETWEEN, Error};

/// How many rows a sheet holds, with that of headings.
const MOST_ROWS: usize = 1_048_576;

/// How many columns a sheet holds.
const MOST_COLUMNS: usize = 16_384;

/// How many UTF-16 units a cell holds.
const MOST_UNITS: usize = 32_767;

/// The first day of Excel's calendar that other programs count alike, 1900-03-01, in
/// days since 1970: Excel has a 29 February 1900.
const FIRST_DAY: i32 = -25_508;

/// What Excel counts that day as.
const FIRST_NUMBER: i32 = 61;

/// A workbook on its way. All of it is in memory until the end.
pub struct Book {
    workbook: Workbook,
    sheets: Vec<Sheet>,
    day: Format,
}

struct Sheet {
    name: &'static str,
    columns: Vec<String>,
    worksheet: Worksheet,
    /// How many rows are written, that of headings too.
    rows: usize,
}

impl Book {
    /// One without sheets.
    ///
    /// # Errors
    /// None that happens.
    pub fn new() -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        // The same tables give the same bytes, whenever they are written.
        let at = ExcelDateTime::from_ymd(2000, 1, 1).map_err(error)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
        Ok(Self {
            workbook,
            sheets: Vec::new(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        })
    }

    /// Adds a sheet with the headings of a table.
    ///
    /// # Errors
    /// When it has more columns than a sheet.
    pub fn create(&mut self, schema: &Schema) -> Result<(), Error> {
        if schema.columns.len() > MOST_COLUMNS {
            return Err(Error::TooManyColumns {
                table: schema.name,
                columns: schema.columns.len(),
                most: MOST_COLUMNS,
            });
        }
        let mut worksheet = Worksheet::new();
        worksheet.set_name(schema.name).map_err(error)?;
        worksheet.set_freeze_panes(1, 0).map_err(error)?;
        let bold = Format::new().set_bold();
        for (number, column) in (0..).zip(&schema.columns) {
            worksheet
                .write_string_with_format(0, number, &*column.name, &bold)
                .map_err(error)?;
            let width = match column.kind {
                Kind::Int | Kind::Bool => 10,
                Kind::Date => 12,
                Kind::Text | Kind::Texts => 20,
            };
            worksheet.set_column_width(number, width).map_err(error)?;
        }
        let columns = schema.columns.iter();
        self.sheets.push(Sheet {
            name: schema.name,
            columns: columns.map(|column| column.name.to_string()).collect(),
            worksheet,
            rows: 1,
        });
        Ok(())
    }

    /// Adds rows to the sheet of a table.
    ///
    /// # Errors
    /// When there are too many, or a text is too long.
    pub fn write(&mut self, table: &str, rows: &Rows) -> Result<(), Error> {
        let sheet = self.sheets.iter_mut().find(|sheet| sheet.name == table);
        match sheet {
            Some(sheet) => sheet.write(rows, &self.day),
            None => Err(Error::Library(format!("there is no sheet {table}"))),
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(mut self, mut out: impl Write) -> Result<(), Error> {
        for sheet in self.sheets {
            self.workbook.push_worksheet(sheet.worksheet);
        }
        // The library says on standard error that it cannot write; in memory it can.
        let bytes = self.workbook.save_to_buffer().map_err(error)?;
        out.write_all(&bytes)?;
        Ok(out.flush()?)
    }
}

impl Sheet {
    fn write(&mut self, rows: &Rows, day: &Format) -> Result<(), Error> {
        if self.rows + rows.len() > MOST_ROWS {
            return Err(Error::TooManyRows {
                table: self.name,
                most: MOST_ROWS - 1,
            });
        }
        for row in 0..rows.len() {
            let at = u32::try_from(self.rows).unwrap_or(u32::MAX);
            for (number, column) in (0u16..).zip(0..rows.columns().len()) {
                let cell = rows.cell(row, column);
                let worksheet = &mut self.worksheet;
                let written = match cell {
                    Cell::Null => continue,
                    Cell::Int(value) => worksheet.write_number(at, number, value),
                    Cell::Bool(is) => worksheet.write_boolean(at, number, is),
                    Cell::Date(date) => {
                        let days = days_since_1970(date);
                        match days < FIRST_DAY {
                            true => worksheet.write_string(at, number, date.to_string()),
                            false => {
                                let value = days - FIRST_DAY + FIRST_NUMBER;
                                worksheet.write_number_with_format(at, number, value, day)
                            }
                        }
                    }
                    Cell::Text("") => continue,
                    Cell::Text(text) => {
                        let length = text.encode_utf16().count();
                        if length > MOST_UNITS {
                            return Err(self.too_long(rows, row, column, length));
                        }
                        worksheet.write_string(at, number, text)
                    }
                    Cell::Texts(texts) if texts.is_empty() => continue,
                    Cell::Texts(texts) => {
                        let text = texts.join(BETWEEN);
                        let length = text.encode_utf16().count();
                        if length > MOST_UNITS {
                            return Err(self.too_long(rows, row, column, length));
                        }
                        worksheet.write_string(at, number, text)
                    }
                };
                written.map_err(error)?;
            }
            self.rows += 1;
        }
        Ok(())
    }

    fn too_long(&self, rows: &Rows, row: usize, column: usize, length: usize) -> Error {
        let first = match rows.cell(row, 0) {
            Cell::Text(text) => text.to_owned(),
            _ => String::new(),
        };
        Error::CellTooLong {
            table: self.name,
            column: self.columns[column].clone(),
            row: self.rows,
            first,
            length,
            most: MOST_UNITS,
        }
    }
}

fn error(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => Error::Io(error),
        other => Error::Library(other.to_string()),
    }
}
