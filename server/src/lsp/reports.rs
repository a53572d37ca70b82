//! The reports on a file as the protocol's diagnostics, pushed or pulled.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use tower_lsp::ls_types as lsp;

use super::convert::{Snapshot, shown};
use super::pages;
use crate::features::diagnostics::{Diagnostic, Severity, diagnostics};
use crate::model::FileId;

/// Tells the results of this server from those of one before it.
static LIFE: LazyLock<u128> = LazyLock::new(|| {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
});

/// What the reports on a file depend on: while it stays the same, so do they.
pub fn result_id(snapshot: &Snapshot, file: FileId) -> Option<String> {
    let hash = snapshot.corpus.file(file)?.hash();
    let epoch = snapshot.corpus.epochs().reports;
    let partial = u8::from(snapshot.corpus.is_partial());
    let mut severities = DefaultHasher::new();
    snapshot.settings_of(file).diagnostics.hash(&mut severities);
    let severities = severities.finish();
    Some(format!(
        "{hash:x}-{epoch}-{partial}-{severities:x}-{:x}",
        *LIFE
    ))
}

/// The reports on a file. While folders are being read, only those that no
/// other file could settle.
pub fn reports(snapshot: &Snapshot, file: FileId) -> Vec<lsp::Diagnostic> {
    let is_partial = snapshot.corpus.is_partial();
    let settings = snapshot.settings_of(file);
    let Some(entry) = snapshot.corpus.file(file) else {
        return Vec::new();
    };
    let lines = entry.lines();
    let reports = diagnostics(&snapshot.corpus, file, &settings.diagnostics);
    reports
        .into_iter()
        .filter(|report| !is_partial || report.code.is_settled_by_its_file())
        .map(|report| {
            let range = snapshot.range_in(&lines, report.range);
            converted(snapshot, report, range)
        })
        .collect()
}

/// A report as the protocol writes it.
pub fn converted(
    snapshot: &Snapshot,
    diagnostic: Diagnostic,
    range: lsp::Range,
) -> lsp::Diagnostic {
    let abilities = &snapshot.abilities;
    let related = diagnostic.related.iter().filter_map(|related| {
        Some(lsp::DiagnosticRelatedInformation {
            location: snapshot.location(related.location)?,
            message: shown(related.message.clone()),
        })
    });
    let related: Vec<_> = related.collect();
    let page = pages::address(diagnostic.code).filter(|_| abilities.code_pages);
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
        related_information: (abilities.related && !related.is_empty()).then_some(related),
        tags: (abilities.faded && diagnostic.unnecessary)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}
