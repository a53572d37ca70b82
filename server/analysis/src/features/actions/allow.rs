//! Letting a report stand.

use super::{Action, ActionRequest, Operation};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::features::edit::place::whole_line;
use crate::reports::Allow;
use crate::syntax::{BlockKind, TextRange};

const TITLE: &str = "Ignore ";

/// Allows a report for the block in which it begins. Nothing can allow what is
/// reported of a header or a whole file, nor what spoils the words.
pub(super) fn here(request: &ActionRequest, report: &Diagnostic) -> Option<Action> {
    let (text, document) = (request.text(), &request.source.document);
    let name = report.code.name();
    if report.code.allow() == Allow::Never {
        return None;
    }
    // The innermost one: what stands in a fence follows it.
    let blocks = document.blocks.iter().rev();
    let mut blocks = blocks.filter(|block| {
        let block = block.range.trimmed(text);
        block.contains(report.range.from()) || block.covers(report.range)
    });
    let block = blocks.next()?;
    let title = format!("{TITLE}`{name}` here");
    let start = block.range.from();
    let line_break = line_break(text);
    let comment = format!("{{% quotemark: allow {name} %}}");
    let line = whole_line(text, start);
    let is_behind_text = line.from() != start;
    if is_behind_text {
        return None;
    }
    // In a row of declarations no blank line is wanted.
    let gap = match block.kind {
        BlockKind::Declaration(_) => line_break.to_owned(),
        _ => line_break.repeat(2),
    };
    let above = text[..start].trim_end_matches([' ', '\t']);
    let is_first = above.is_empty() || ends_with_blank(above);
    let before = match block.kind {
        BlockKind::Declaration(_) => "",
        _ if is_first => "",
        _ => line_break,
    };
    let change = TextEdit::replace(
        TextRange::new(start, start),
        format!("{before}{comment}{gap}"),
    );
    Some(Action::fix(title, report, Operation::Changes(vec![change])))
}

/// Whether an action only lets something stand, and so comes last.
pub(super) fn is_last(action: &Action) -> bool {
    action.title.starts_with(TITLE)
}

fn ends_with_blank(text: &str) -> bool {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.ends_with("\n\n") || text.trim().is_empty()
}
