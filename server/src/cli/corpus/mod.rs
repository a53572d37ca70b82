//! The corpus that is asked.

pub mod load;
