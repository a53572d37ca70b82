//! Tests of all answers together, and the corpora that tests are written in.

pub mod fixture;

mod external;
mod files_read;
mod order_of_reading;
