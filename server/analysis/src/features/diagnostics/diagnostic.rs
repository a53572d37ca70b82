//! A report, as plain data.

use crate::features::Location;
use crate::reports::{Code, Severity};
use crate::syntax::TextRange;

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is reported.
    pub code: Code,
    /// How much it matters in this corpus.
    pub severity: Severity,
    /// Just what is wrong.
    pub range: TextRange,
    /// One sentence that names the thing and the fix.
    pub message: String,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// Whether it can be taken out without loss, and is shown faded.
    pub unnecessary: bool,
}

/// A place that has to do with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}
