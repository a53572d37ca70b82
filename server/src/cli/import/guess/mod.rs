//! What a plain text says of its own title and date.
//!
//! A wrong guess costs an annotator more than a missing one: where several
//! lines could be meant, nothing is guessed.

pub mod date;
pub mod title;

mod furniture;
mod paragraphs;
