//! What the log of the editor says was left out of a reading.

use tower_lsp::ls_types::MessageType;

use crate::features::shared::harmless;
use crate::lsp::session::Session;
use crate::store::{ListNote, ListNotes, Root, Walk};

/// Names in the log the links that are not followed.
pub fn log_links(session: &Session, root: &Root, found: &Walk) {
    let links = found.leaving(&root.folder);
    for link in &links.named {
        let link = harmless(&link.display().to_string());
        let message = format!("{link} leads out of the corpus or nowhere; no link is followed.");
        session.log(MessageType::INFO, message);
    }
    if links.more > 0 {
        let message = format!("So do {} more links.", links.more);
        session.log(MessageType::INFO, message);
    }
}

/// Names in the log the lists of what is ignored that do not count as they stand.
pub fn log_lists(session: &Session, lists: &ListNotes) {
    for ListNote { path, why } in &lists.named {
        let path = harmless(&path.display().to_string());
        session.log(MessageType::WARNING, format!("{path} {why}."));
    }
    if lists.more > 0 {
        let message = format!("So it is with {} more lists.", lists.more);
        session.log(MessageType::WARNING, message);
    }
}
