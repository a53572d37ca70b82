//! Diagnostics as commands of GitHub Actions.

use std::fmt::Write;

use super::finding::Finding;
use crate::cli::log;
use crate::cli::output::harmless;
use crate::reports::Severity;

/// As a command to GitHub's runner, which shows it beside the changed line.
pub fn github(finding: &Finding) -> String {
    let Finding {
        spot,
        code,
        severity,
        message,
        ..
    } = finding;
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let mut line = format!(
        "::{command} file={},line={},endLine={}",
        escaped_property(&spot.file),
        spot.line,
        spot.end_line
    );
    // Columns are only heeded within one line.
    if spot.line == spot.end_line {
        let _ = write!(line, ",col={},endColumn={}", spot.column, spot.end_column);
    }
    let _ = writeln!(
        line,
        ",title={}::{}",
        escaped_property(code.name()),
        escaped_data(message)
    );
    line
}

fn escaped_data(words: &str) -> String {
    let words = log::inert(words).replace('%', "%25");
    harmless(&words.replace('\r', "%0D").replace('\n', "%0A"))
}

fn escaped_property(words: &str) -> String {
    escaped_data(words).replace(':', "%3A").replace(',', "%2C")
}
