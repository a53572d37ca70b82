//! Keys and names of reports that are nearly known ones.

use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::{Diagnostic, suggested_code, suggested_key};
use crate::features::edit::TextEdit;
use crate::reports::Code;
use crate::syntax::split_list;

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let text = request.text();
    let written = &text[report.range];
    if report.code == Code::UnknownDiagnostic {
        let names = split_list(report.range, ',', text);
        let are_names = names
            .iter()
            .all(|name| Code::of_name(&text[*name]).is_some());
        if !names.is_empty() && are_names {
            let change = vec![TextEdit::insert(report.range.from(), "allow ")];
            let title = format!("Write `allow {written}`");
            found.push(Action::fix(title, report, Operation::Changes(change)).preferred());
        } else if let Some(suggested) = suggested_code(written) {
            found.push(replaced(report, written, suggested));
        }
        return;
    }
    let declarations = request.source.document.declarations.iter();
    let mut declarations = declarations.filter(|declared| declared.range.covers(report.range));
    let kind = declarations.next().map(|declared| declared.reference.kind);
    if let Some(suggested) = suggested_key(written, kind) {
        found.push(replaced(report, written, suggested));
    }
}

fn replaced(report: &Diagnostic, written: &str, suggested: &str) -> Action {
    let change = vec![TextEdit::replace(report.range, suggested)];
    let title = format!("Replace `{written}` by `{suggested}`");
    Action::fix(title, report, Operation::Changes(change)).preferred()
}
