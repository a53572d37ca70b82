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
mod writer;
pub mod xlsx;

pub use error::Error;
pub use writer::{BETWEEN, TableWriter};

#[cfg(test)]
mod tests;
