//! Tables as bytes of other programs' formats, and articles in other tools' forms.
//!
//! Each is a file or a folder that knows no other, and nothing of a corpus: what it gets is
//! [tables as values](quotemark_analysis::table) or [articles as
//! values](quotemark_analysis::coded), what it gives is bytes. Where these go
//! is not known here either; SQLite alone is given a path, since its library writes by
//! itself.
#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, reason = "tests write where they like")
)]

pub mod annotated;
pub mod annotations;
pub mod brat;
pub mod csv;
pub mod dna;
pub mod edges;
mod error;
mod form;
pub mod gexf;
pub mod graphml;
mod ids;
pub mod jsonl;
mod line_feeds;
mod names;
pub mod parquet;
mod places;
pub mod popolo;
pub mod qdpx;
mod said;
pub mod sqlite;
pub mod tei;
mod tree;
pub mod webanno;
mod writer;
pub mod xlsx;
mod xml;

pub use error::{Error, Unreadable};
pub use form::{CodedCorpus, Files, FormWriter, Loss};
pub use writer::{BETWEEN, TableWriter};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
