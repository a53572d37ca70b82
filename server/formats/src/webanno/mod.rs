//! WebAnno TSV 3, which WebAnno and INCEpTION export: a line for each token of a text with
//! what is annotated there (INCEpTION user guide, "WebAnno TSV 3.3 File format").
//!
//! Places are UTF-16 units. A text has no other white space than within its sentences; what is
//! between them is made of how far apart they are.

mod cells;
mod columns;
mod reader;

#[cfg(test)]
mod tests;

pub use reader::{is_webanno, read};
