//! Tables as bytes of other programs' formats.
//!
//! Each format is a file that knows no other, and nothing of a corpus: what it gets is
//! [tables as values](quotemark_analysis::table), what it gives is bytes. Where these go
//! is not known here either; SQLite alone is given a path, since its library writes by
//! itself.
#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, reason = "tests write where they like")
)]

pub mod csv;
mod error;
pub mod jsonl;
pub mod parquet;
pub mod sqlite;
pub mod xlsx;

pub use error::Error;

use quotemark_analysis::table::Rows;

/// A table on its way to one file.
pub trait TableWriter: Send {
    /// Writes the next rows.
    ///
    /// # Errors
    /// When the bytes cannot be written, or the format cannot hold a cell.
    fn write(&mut self, rows: &Rows) -> Result<(), Error>;

    /// Writes what is still to come after the last row.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// What stands between the texts of a list where a cell holds one text.
pub const BETWEEN: &str = "; ";

#[cfg(test)]
mod tests;
