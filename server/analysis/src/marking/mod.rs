//! [Coded articles](crate::coded) and their cast as documents of the markup, whatever they
//! were read from.
//!
//! The words stay as they are: [`strip`](crate::syntax::strip) gives back the text. What the
//! markup cannot hold, such as a third statement that crosses two others, is told.

mod article;
mod brackets;
mod cast;
mod pieces;
mod tags;

pub use article::{Marked, document};
pub use cast::declarations;

#[cfg(test)]
mod tests;
