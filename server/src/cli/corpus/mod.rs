//! The corpus that a command works on: where it is, what it holds, and what is noticed on the way.

pub mod around;
pub mod at_position;
pub mod beginning;
pub mod documents;
mod external;
pub mod load;
pub mod notes;
pub mod root;
pub mod settings;
