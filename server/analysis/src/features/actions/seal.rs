//! Sealing the words as they are.

use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::syntax::{fingerprint, strip};

/// Writes a new seal in place of the broken one. It is for whoever knows that
/// the words were meant to change.
pub(super) fn renewed(request: &ActionRequest, report: &Diagnostic) -> Option<Action> {
    let document = &request.source.document;
    let spoils = document
        .problems
        .iter()
        .any(|problem| problem.code.spoils_words());
    if spoils {
        return None;
    }
    let header = document.header.as_ref()?;
    let mut properties = header.properties.iter();
    let seal = properties.find(|property| property.key(request.text()) == "sealed")?;
    let words = fingerprint(&strip(request.text(), document));
    let change = if seal.value.is_empty() {
        let key = seal.key.to();
        let colon = request.text()[key..].find(':')?;
        TextEdit::insert(key + colon + 1, format!(" {words}"))
    } else {
        TextEdit::replace(seal.value, words)
    };
    let title = "Seal the words as they are now";
    Some(Action::fix(title, report, Operation::Changes(vec![change])))
}
