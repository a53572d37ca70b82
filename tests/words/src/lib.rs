//! A random tester of the first promise: no edit costs a word.
//!
//! A round begins with a seed. It makes a small corpus, ordinary or hostile,
//! asks for whatever edits are offered, applies each as some editor does, and
//! compares what `strip` prints before and after.

pub mod cases;
pub mod change;
pub mod check;
pub mod command_line;
pub mod find;
pub mod models;
pub mod run;
pub mod texts;
pub mod wire;
