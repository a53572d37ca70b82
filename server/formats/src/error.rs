//! Why a table is not written, or what another program wrote not read.

use std::fmt;
use std::io;

/// Why a table is not written.
#[derive(Debug)]
pub enum Error {
    /// The bytes cannot be written.
    Io(io::Error),
    /// A cell is longer than the format can hold.
    CellTooLong {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row, from 1, headings not counted.
        row: usize,
        /// What stands in the first column of that row.
        first: String,
        /// How many UTF-16 units it has.
        length: usize,
        /// How many there may be.
        most: usize,
    },
    /// The table has more rows than the format can hold.
    TooManyRows {
        /// The table.
        table: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// The table has more columns than the format can hold.
    TooManyColumns {
        /// The table.
        table: &'static str,
        /// How many it has.
        columns: usize,
        /// How many there may be.
        most: usize,
    },
    /// What the library of the format says.
    Library(String),
}

/// Why what another program wrote is not read, as the rest of a sentence that begins with the
/// file's name: `is cut off: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::CellTooLong {
                table,
                column,
                row,
                first,
                length,
                most,
            } => write!(
                f,
                "the cell `{column}` in row {row} of {table} ({first}) has {length} characters, and \
                 a cell of this format holds {most}"
            ),
            Self::TooManyRows { table, most } => {
                write!(
                    f,
                    "{table} has more than the {most} rows that this format holds"
                )
            }
            Self::TooManyColumns {
                table,
                columns,
                most,
            } => write!(
                f,
                "{table} has {columns} columns, and a table of this format holds {most}"
            ),
            Self::Library(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Error {}
