//! What can be done at a place: fixes of what is reported there, and changes
//! that an annotator may want.
//!
//! Each subject has a file. Listing is quick, as an editor asks at every
//! movement of the cursor; what needs other files is worked out when an action
//! is chosen ([`resolve`]). No action changes what `strip` prints, but for fixes
//! of what is broken ([`Operation::Repair`]), which take markup from it.

mod action;
mod allow;
mod cast;
mod clauses;
mod dates;
mod declarations;
mod fix_all;
mod fixes;
mod form;
mod header;
mod keys;
mod lines;
mod more;
mod names;
mod offered;
mod quoting;
mod references;
mod request;
mod roles;
mod seal;
mod tagging;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

pub use action::{Action, ActionKind, Operation};
pub use fix_all::fix_all;
pub use request::Rules;

use action::joined;
use fixes::fixes;
use request::ActionRequest;

use super::diagnostics::{Diagnostic, diagnostics};
use super::edit::{CorpusEdit, Refusal, TextEdit, applied, declared};
use super::rename::refuse_partial;
use super::review::{Taken, accept, accept_all, review};
use super::{lookup, merge};
use crate::model::{Corpus, FileId};
use crate::proposals::Tier;
use crate::syntax::{Document, EntityKind, Parser, TextRange};

/// Texts up to this many bytes are read again for each action that is listed,
/// so that none is offered that would be refused.
const TRIED: usize = 1 << 16;

/// What can be done at `range` of a file (empty for a cursor), of the kinds
/// `only` (see [`ActionKind::is_among`]). Fixes come first, and of those the
/// preferred ones.
pub fn actions(
    corpus: &Corpus,
    file: FileId,
    range: TextRange,
    only: &[impl AsRef<str>],
    rules: Rules,
) -> Vec<Action> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let is_inside = source.text.get(range.bytes()).is_some();
    if !is_inside {
        return Vec::new();
    }
    let request = ActionRequest {
        corpus,
        file,
        source: &source,
        facts: &entry.facts(),
        range,
        cast: rules.cast,
        review: rules.review,
        proposed: OnceCell::new(),
    };
    let mut found = Vec::new();
    if ActionKind::QuickFix.is_among(only) {
        let mut reports = diagnostics(corpus, file, rules.diagnostics);
        // While files are being read, nobody is called unknown for good.
        reports.retain(|report| !corpus.is_partial() || report.code.is_settled_by_its_file());
        let touching = reports
            .iter()
            .filter(|report| report.range.start <= range.end && range.start <= report.range.end);
        let touching: Vec<&Diagnostic> = touching.collect();
        for report in &touching {
            fixes(&request, report, &mut found);
        }
        for report in touching {
            found.extend(allow::here(&request, report));
        }
    }
    if ActionKind::ALL
        .iter()
        .any(|kind| kind.is_refactoring() && kind.is_among(only))
    {
        tagging::offer(&request, &mut found);
        quoting::offer(&request, &mut found);
        names::offer(&request, &mut found);
        more::offer(&request, &mut found);
        clauses::offer(&request, &mut found);
        roles::offer(&request, &mut found);
        declarations::offer(&request, &mut found);
    }
    if ActionKind::ALL
        .iter()
        .any(|kind| kind.is_source() && kind.is_among(only))
    {
        sources(&request, &mut found);
    }
    if ActionKind::Rewrite.is_among(only) {
        names::removal(&request, &mut found);
    }
    found.retain(|action| action.kind.is_among(only));
    let mut found = joined(found);
    if source.text.len() <= TRIED {
        found.retain(|action| match &action.operation {
            Operation::Changes(changes) | Operation::Declare { with: changes, .. } => {
                is_possible(&request, changes, CorpusEdit::checked)
            }
            Operation::Repair(changes) => {
                is_possible(&request, changes, CorpusEdit::checked_repair)
            }
            _ => true,
        });
    }
    // The order of what is equal here stays as it was.
    found.sort_by_key(|action| {
        let is_fix = action.kind == ActionKind::QuickFix;
        (!is_fix, !action.is_preferred, allow::is_last(action))
    });
    found
}

/// What an action comes to. `is_cancelled` is asked now and then.
///
/// # Errors
/// When the files are no longer such that it can be done.
pub fn resolve(
    corpus: &Corpus,
    file: FileId,
    operation: &Operation,
    rules: Rules,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<CorpusEdit, Refusal> {
    let source = corpus.source(file).ok_or_else(Refusal::file_changed)?;
    if !matches!(
        operation,
        Operation::Changes(_)
            | Operation::Repair(_)
            | Operation::FixAll
            | Operation::SortDeclarations
    ) {
        refuse_partial(corpus)?;
    }
    let edit = match operation {
        Operation::Changes(changes) => CorpusEdit::of(file, changes.iter().cloned()),
        Operation::Repair(changes) => {
            return CorpusEdit::of(file, changes.iter().cloned()).checked_repair(corpus);
        }
        Operation::Declare {
            id,
            name,
            here,
            with,
        } => {
            let path = corpus.file(file).map(|file| file.path.clone());
            let here = path.as_deref().filter(|_| *here);
            let place = here.or(rules.cast);
            cast::declared(corpus, (file, &source), (id, name), place, with)?
        }
        Operation::AddAlias { id, name } => declared::with_alias(corpus, id, name)?,
        Operation::AddRole { id, role } => declared::with_role(corpus, id, role)?,
        Operation::NextRole { id, date } => roles::next(corpus, id, date)?,
        Operation::TagInCorpus { name, id } => tagging::in_corpus(corpus, name, id, is_cancelled)?,
        Operation::Accept { key, choice, words } => {
            let found = review(corpus, file, rules.review);
            let mut offer = found.find(key).cloned().ok_or_else(Refusal::file_changed)?;
            if let Some(words) = words {
                offer.ends = vec![vec![*words]];
            }
            let taken = Taken {
                choice: *choice,
                ..Taken::default()
            };
            accept(corpus, file, &offer, taken, rules.cast)?.edit
        }
        Operation::TagQuotes => {
            let found = review(corpus, file, rules.review);
            accept_all(corpus, file, &found, Tier::Sure, rules.cast)?.0
        }
        Operation::TagNames => CorpusEdit::of(file, tagging::settled(corpus, file, &source)),
        Operation::FixAll => fix_all(corpus, file, rules.diagnostics)?,
        Operation::SortDeclarations => declarations::sorted(file, &source)?,
        Operation::MoveDeclaration { id } => declarations::moved(corpus, file, id, rules.cast)?,
        Operation::FoldDeclarations { id } => declarations::folded(corpus, id)?,
        Operation::Merge { from, into } => {
            let entity = |id: &str| lookup::entity(corpus, id, &EntityKind::ALL);
            merge::merge(corpus, entity(from)?, entity(into)?)?
        }
    };
    edit.checked(corpus)
}

/// What is done with a whole file.
fn sources(request: &ActionRequest, found: &mut Vec<Action>) {
    found.push(Action {
        kind: ActionKind::FixAll,
        ..Action::rewrite("Fix everything that is safe to fix", Operation::FixAll)
    });
    found.push(Action {
        kind: ActionKind::TagNames,
        ..Action::rewrite(
            "Tag every unambiguous name in this file",
            Operation::TagNames,
        )
    });
    let mut offers = request.proposed().offers.iter();
    if offers.any(|offer| offer.tier == Tier::Sure && offer.chosen.is_some()) {
        found.push(Action {
            kind: ActionKind::TagQuotes,
            ..Action::rewrite(
                "Tag all quotes in this file of which it is sure who spoke",
                Operation::TagQuotes,
            )
        });
    }
    if declarations::can_be_sorted(request.source) {
        found.push(Action {
            kind: ActionKind::Organise,
            ..Action::rewrite("Sort the declarations", Operation::SortDeclarations)
        });
    }
}

/// Whether changes keep the words and bring in no mistake of form.
fn is_possible(
    request: &ActionRequest,
    changes: &[TextEdit],
    checked: fn(CorpusEdit, &Corpus) -> Result<CorpusEdit, Refusal>,
) -> bool {
    let edit = CorpusEdit::of(request.file, changes.iter().cloned());
    let Ok(edit) = checked(edit, request.corpus) else {
        return false;
    };
    let changes = edit.changes.get(&request.file);
    let Some(new) = changes.and_then(|changes| applied(request.text(), changes)) else {
        return edit.is_empty();
    };
    let mistakes = |document: &Document| document.problems.len() + document.dangling.len();
    mistakes(&Parser::new().read(&new)) <= mistakes(&request.source.document)
}
