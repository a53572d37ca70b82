//! What is wrong in a file, or wants doing.
//!
//! Each family of checks has a file. A check finds what it reports with work
//! that grows with the file that it looks at, and asks the index for the rest.

mod active;
mod allow;
mod check;
mod dates;
mod declarations;
mod diagnostic;
mod form;
mod header;
mod keys;
mod names;
mod quotes;
mod references;
mod seal;

#[cfg(test)]
mod tests;

pub(super) use allow::suggested_code;
pub use diagnostic::{Diagnostic, Related};
pub(super) use keys::suggested_key;
pub use references::similar_entities;

use check::Check;

use crate::model::{Corpus, Facts, FileId, Source};
use crate::reports::{Code, Severities};
use crate::settings::Problem;
use crate::syntax::{NotUtf8, TextRange};

/// The reports on a file, in the order of the text. A file whose text cannot
/// be had has none.
pub fn diagnostics(corpus: &Corpus, file: FileId, severities: &Severities) -> Vec<Diagnostic> {
    let source = corpus.source(file);
    source.map_or_else(Vec::new, |source| {
        diagnostics_in(corpus, file, &source, severities)
    })
}

/// The same for a file of which the text is at hand.
pub fn diagnostics_in(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    severities: &Severities,
) -> Vec<Diagnostic> {
    let Some(entry) = corpus.file(file) else {
        return Vec::new();
    };
    reports(corpus, file, &entry.facts(), source, severities)
}

/// The reports on a text that is no file of the corpus and declares nobody; whom it names
/// is declared there, or nowhere. `facts` are drawn with the ids of the corpus.
pub fn diagnostics_alone(
    corpus: &Corpus,
    facts: &Facts,
    source: &Source,
    severities: &Severities,
) -> Vec<Diagnostic> {
    reports(corpus, FileId::NONE, facts, source, severities)
}

fn reports(
    corpus: &Corpus,
    file: FileId,
    facts: &Facts,
    source: &Source,
    severities: &Severities,
) -> Vec<Diagnostic> {
    let allowed = super::shared::allowed::read(source);
    let mut check = Check {
        corpus,
        file,
        facts,
        source,
        severities,
        allowed: &allowed,
        found: Vec::new(),
    };
    form::check(&mut check);
    allow::check(&mut check);
    header::check(&mut check);
    let misplaced = keys::check(&mut check);
    references::check(&mut check, &misplaced);
    declarations::check(&mut check);
    dates::check(&mut check);
    active::check(&mut check);
    names::check(&mut check);
    quotes::check(&mut check);
    seal::check(&mut check);
    let mut found = check.found;
    found.sort_by_key(|report| (report.range, report.code));
    found
}

/// The report on a file that the system does not hand over, for its `reason`.
pub fn unreadable(reason: &str, severities: &Severities) -> Option<Diagnostic> {
    let reason = reason.trim_end_matches('.');
    let message =
        format!("this file cannot be read ({reason}); what it declares is missing from the corpus");
    on_file(Code::FileUnreadable, 0, message, severities)
}

/// The report on a file of other bytes than UTF-8, at the first of them.
pub fn not_utf_8(why: &NotUtf8, severities: &Severities) -> Option<Diagnostic> {
    let (at, message) = (why.before().length(), format!("this file {why}"));
    on_file(Code::FileNotUtf8, at, message, severities)
}

/// The reports on a settings file, in the order of the text.
pub fn settings_file(problems: &[Problem], severities: &Severities) -> Vec<Diagnostic> {
    let reports = problems.iter().filter_map(|problem| {
        Some(Diagnostic {
            code: problem.code,
            severity: severities.of(problem.code)?,
            range: problem.range,
            message: problem.message.clone(),
            related: Vec::new(),
            unnecessary: false,
        })
    });
    let mut reports: Vec<Diagnostic> = reports.collect();
    reports.sort_by_key(|report| (report.range, report.code));
    reports
}

fn on_file(
    code: Code,
    offset: usize,
    message: String,
    severities: &Severities,
) -> Option<Diagnostic> {
    Some(Diagnostic {
        code,
        severity: severities.of(code)?,
        range: TextRange::new(offset, offset),
        message,
        related: Vec::new(),
        unnecessary: false,
    })
}
