//! What the formats have in common.

use quotemark_analysis::table::Rows;

use crate::error::Error;

/// A table on its way to one file.
pub trait TableWriter: Send {
    /// Writes the next rows.
    ///
    /// # Errors
    /// When the bytes cannot be written, or the format cannot hold a cell.
    fn write(&mut self, rows: Rows) -> Result<(), Error>;

    /// Writes what is still to come after the last row.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// What stands between the texts of a list where a cell holds one text.
pub const BETWEEN: &str = "; ";
