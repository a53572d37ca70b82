//! The reports on a file as the protocol's diagnostics, pushed or pulled.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use tower_lsp::ls_types as lsp;

use super::code_pages;
use super::snapshot::{Snapshot, shown};
use crate::features::diagnostics::{Diagnostic, diagnostics_in};
use crate::model::FileId;
use crate::reports::Severity;

/// Tells the results of this process from those of one before it.
static PROCESS: LazyLock<u128> = LazyLock::new(|| {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
});

/// With what settings are hashed: whoever writes them cannot make two of them collide.
static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// What the reports on a file depend on: while it stays the same, so do they.
pub fn result_id(snapshot: &Snapshot, file: FileId) -> Option<String> {
    let hash = snapshot.corpus.file(file)?.hash();
    let epoch = snapshot.corpus.epochs().reports;
    let partial = u8::from(snapshot.corpus.is_partial());
    let severities = KEYS.hash_one(&snapshot.settings_of(file).severities);
    let most = snapshot.settings_of(file).limits.reports;
    Some(format!(
        "{hash:x}-{epoch}-{partial}-{severities:x}-{most:x}-{:x}-{:x}",
        snapshot.serial, *PROCESS
    ))
}

/// The reports on a file. While folders are being read, only those that no
/// other file could settle. Nothing where its text cannot be read now, as that of a
/// file that is gone or has just changed: that does not mean that there is nothing to
/// report.
pub fn reports(snapshot: &Snapshot, file: FileId) -> Option<Vec<lsp::Diagnostic>> {
    let is_partial = snapshot.corpus.is_partial();
    let settings = snapshot.settings_of(file);
    let corpus = &snapshot.corpus;
    let lines = corpus.file(file)?.lines();
    let source = corpus.source(file)?;
    let mut reports = diagnostics_in(corpus, file, &source, &settings.severities);
    reports.retain(|report| !is_partial || report.code.is_settled_by_its_file());
    let most = usize::try_from(settings.limits.reports).unwrap_or(usize::MAX);
    let left_out = gravest(&mut reports, most);
    let mut converted: Vec<_> = reports
        .into_iter()
        .map(|report| {
            let range = snapshot.range_in(&lines, report.range);
            converted(snapshot, report, range)
        })
        .collect();
    converted.extend(left_out_note(left_out));
    Some(converted)
}

/// Keeps the gravest reports, at most `most`, in the order of the text. Gives
/// the number of the others.
fn gravest(reports: &mut Vec<Diagnostic>, most: usize) -> usize {
    let left_out = reports.len().saturating_sub(most);
    if left_out > 0 {
        reports.sort_by_key(|report| report.severity);
        reports.truncate(most);
        reports.sort_by_key(|report| (report.range, report.code));
    }
    left_out
}

/// What stands at the top of a file of which some reports are not shown.
fn left_out_note(count: usize) -> Option<lsp::Diagnostic> {
    let (more, are) = match count {
        1 => ("1 more report".to_owned(), "is"),
        _ => (format!("{count} more reports"), "are"),
    };
    let message = format!(
        "{more} on this file {are} not shown; `quotemark check` lists all, and `reports` under \
         `[limits]` in quotemark.toml sets how many are"
    );
    (count > 0).then(|| lsp::Diagnostic {
        severity: Some(lsp::DiagnosticSeverity::INFORMATION),
        source: Some("quotemark".into()),
        message,
        ..lsp::Diagnostic::default()
    })
}

/// A report as the protocol writes it.
pub fn converted(
    snapshot: &Snapshot,
    diagnostic: Diagnostic,
    range: lsp::Range,
) -> lsp::Diagnostic {
    let capabilities = &snapshot.capabilities;
    let related = diagnostic.related.iter().filter_map(|related| {
        Some(lsp::DiagnosticRelatedInformation {
            location: snapshot.location(related.location)?,
            message: shown(related.message.clone()),
        })
    });
    let related: Vec<_> = related.collect();
    let page = code_pages::address(diagnostic.code).filter(|_| capabilities.code_pages);
    lsp::Diagnostic {
        range,
        severity: Some(match diagnostic.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(diagnostic.code.name().into())),
        code_description: page.map(|href| lsp::CodeDescription { href }),
        source: Some("quotemark".into()),
        message: shown(diagnostic.message),
        related_information: (capabilities.related && !related.is_empty()).then_some(related),
        tags: (capabilities.faded && diagnostic.unnecessary)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}
