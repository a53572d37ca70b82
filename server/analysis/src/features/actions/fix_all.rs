//! Fixing all of a file that is safe to fix.

use std::cell::OnceCell;
use std::path::Path;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::action::joined;
use super::fixes::fixes;
use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::{Diagnostic, diagnostics};
use crate::features::edit::{CorpusEdit, Refusal, TextEdit, applied};
use crate::features::review::ReviewRules;
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::reports::{Code, Fix, Severities, Severity};
use crate::syntax::TextRange;

/// How often what is fixed is looked at again: one fix can uncover the next.
const ROUNDS: usize = 8;

/// The fixes of a file about which nobody has to be asked: the preferred ones
/// that change how something is written and leave open nothing of what is
/// meant. Whom an unknown id means, who spoke and what is declared is never
/// decided so, nor whether something broken is markup or the article's own
/// words: `strip` prints the same afterwards. Editors do this whenever a file is
/// saved.
///
/// # Errors
/// When the file cannot be read.
pub fn fix_all(
    corpus: &Corpus,
    file: FileId,
    settings: &Severities,
) -> Result<CorpusEdit, Refusal> {
    let source = corpus.source(file).ok_or_else(Refusal::file_changed)?;
    let path = corpus.file(file).map(|entry| entry.path.clone());
    let path = path.ok_or_else(Refusal::file_changed)?;
    let mut now = corpus.clone();
    let mut text = source.text.to_string();
    let mistakes = |corpus: &Corpus| {
        let reports = diagnostics(corpus, file, settings);
        counted(&reports, |report| report.severity == Severity::Error)
    };
    for _ in 0..ROUNDS {
        let Some(next) = fixed(&now, file, &path, &text, settings) else {
            break;
        };
        text = next;
        now.insert_source(&path, Source::new(&*text));
    }
    // Should the fixes have uncovered more than they fixed, somebody has to look.
    if text != *source.text && mistakes(&now) > mistakes(corpus) {
        return Ok(CorpusEdit::default());
    }
    Ok(CorpusEdit::of(file, changes(&source.text, &text)))
}

/// The text after one round; nothing when there is nothing to fix.
fn fixed(
    corpus: &Corpus,
    file: FileId,
    path: &Path,
    text: &str,
    settings: &Severities,
) -> Option<String> {
    let source = corpus.source(file)?;
    let entry = corpus.file(file)?;
    let mut reports = diagnostics(corpus, file, settings);
    reports.retain(|report| !corpus.is_partial() || report.code.is_settled_by_its_file());
    let request = ActionRequest {
        corpus,
        file,
        source: &source,
        facts: &entry.facts(),
        range: TextRange::default(),
        cast: None,
        review: ReviewRules {
            is_on: false,
            refused: None,
        },
        proposed: OnceCell::new(),
    };
    let mut chosen: Vec<(Code, Vec<TextEdit>)> = Vec::new();
    for report in &reports {
        let Some(changes) = safe_fix(&request, report) else {
            continue;
        };
        let mut others = chosen.iter().flat_map(|(_, changes)| changes);
        let overlaps = others.any(|other| {
            let mut changes = changes.iter().map(|change| change.range);
            changes.any(|range| range.start <= other.range.end && other.range.start <= range.end)
        });
        if !overlaps {
            chosen.push((report.code, changes));
        }
    }
    let try_out = |fixes: &[(Code, Vec<TextEdit>)]| {
        let changes = fixes.iter().flat_map(|(_, changes)| changes);
        let edit = CorpusEdit::of(file, changes.cloned());
        let edit = edit.checked(corpus).ok()?;
        let new = applied(text, edit.changes.get(&file)?)?;
        let mut after = corpus.clone();
        after.insert_source(path, Source::new(&*new));
        let left = diagnostics(&after, file, settings);
        // What could not be read before may bring in reports of other codes.
        let fixed = |(code, _): &(Code, Vec<TextEdit>)| {
            counted(&left, |report| report.code == *code)
                < counted(&reports, |report| report.code == *code)
        };
        fixes.iter().all(fixed).then_some(new)
    };
    if chosen.is_empty() {
        return None;
    }
    // All at once, and one by one where one of them does not do what it should.
    let all = try_out(&chosen);
    all.or_else(|| chosen.chunks(1).find_map(try_out))
}

/// The changes that fix a report and that everybody would want.
fn safe_fix(request: &ActionRequest, report: &Diagnostic) -> Option<Vec<TextEdit>> {
    let is_sure = match report.code.fix() {
        Fix::None | Fix::Offered => false,
        Fix::Sure => true,
        Fix::SureInCase => is_spelling(request, report),
    };
    if !is_sure {
        return None;
    }
    let mut found: Vec<Action> = Vec::new();
    fixes(request, report, &mut found);
    let found = joined(found);
    let mut preferred = found.into_iter().filter(|action| action.is_preferred);
    match (preferred.next()?.operation, preferred.next()) {
        (Operation::Changes(changes), None) => Some(changes),
        _ => None,
    }
}

/// Whether an unknown id differs from the one that is meant only in case.
fn is_spelling(request: &ActionRequest, report: &Diagnostic) -> bool {
    let mut occurrences = request.facts.occurrences.iter();
    let unknown = occurrences.find(|occurrence| occurrence.range == report.range);
    let Some(unknown) = unknown else {
        return false;
    };
    let lower = |id: EntityId| request.corpus.written(id).to_lowercase();
    let similar =
        crate::features::diagnostics::similar_entities(request.corpus, unknown.entity, None);
    matches!(&similar[..], [only] if lower(*only) == lower(unknown.entity))
}

fn counted(reports: &[Diagnostic], is_counted: impl Fn(&Diagnostic) -> bool) -> usize {
    reports.iter().filter(|report| is_counted(report)).count()
}

/// The lines in which two texts differ, as changes of the first.
fn changes(old: &str, new: &str) -> Vec<TextEdit> {
    let lines =
        |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (old_lines, new_lines) = (lines(old), lines(new));
    let starts: Vec<usize> = std::iter::once(0)
        .chain(old_lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        }))
        .collect();
    let differences = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let changed = differences
        .iter()
        .filter(|difference| !matches!(difference, DiffOp::Equal { .. }));
    changed
        .map(|difference| {
            let (old_range, new_range) = (difference.old_range(), difference.new_range());
            let range = TextRange::new(starts[old_range.start], starts[old_range.end]);
            TextEdit::replace(range, new_lines[new_range].concat())
        })
        .collect()
}
