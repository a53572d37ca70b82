//! The corpus that is asked.

pub mod around;
pub mod at_place;
pub mod documents;
pub mod load;
pub mod notes;
pub mod root;
