//! The vocabulary of reports: what can be reported, and how much it matters.
//!
//! All else speaks of reports in these words, so nothing here imports from it.

mod code;
mod severities;
mod severity;

pub use code::{Allow, Code, Fix, Scope, Words};
pub use severities::Severities;
pub use severity::Severity;
