//! Values of the header.

use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::syntax::meant_language;

/// The tag of a language that is written by its name; an id in one word.
pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let written = &request.text()[report.range];
    let header = request.source.document.header.iter();
    let mut properties = header.flat_map(|header| &header.properties);
    let Some(property) = properties.find(|property| property.value == report.range) else {
        return;
    };
    let words: Vec<&str> = written.split_whitespace().collect();
    let (meant, is_sure) = match property.key(request.text()) {
        "language" => (meant_language(&words.join(" ")), true),
        "id" if words.len() > 1 => (Some(words.join("-")), false),
        _ => (None, false),
    };
    if let Some(meant) = meant {
        let title = format!("Replace `{}` by `{meant}`", words.join(" "));
        let change = vec![TextEdit::replace(report.range, meant)];
        let action = Action::fix(title, report, Operation::Changes(change));
        found.push(action.preferred_if(is_sure));
    }
}
