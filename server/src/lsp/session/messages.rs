//! What the server says to the editor of its own accord.

use std::sync::Arc;

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::ApplyWorkspaceEdit;

use super::Session;
use crate::features::shared::harmless;

/// What the server asks of the editor after a command.
#[derive(Debug)]
pub enum Effect {
    /// Make a change, under a name by which it can be undone.
    Change(String, Box<lsp::WorkspaceEdit>),
    /// Show a place.
    Show(Box<lsp::ShowDocumentParams>),
}

impl Session {
    /// Tells the user something that cannot be reported on a file, in one line: what
    /// it names, a stranger may have named.
    pub fn warn(self: &Arc<Self>, message: String) {
        let message = harmless(&message);
        tracing::warn!("{message}");
        let session = self.clone();
        self.runtime.spawn(async move {
            let kind = lsp::MessageType::WARNING;
            session.client.show_message(kind, message).await;
        });
    }

    /// Writes something into the editor's log of the server, in one line.
    pub fn log(&self, kind: lsp::MessageType, message: String) {
        let message = harmless(&message);
        let client = self.client.clone();
        self.runtime.spawn(async move {
            client.log_message(kind, message).await;
        });
    }

    /// Asks the editor for what a command comes to; nobody waits for its answer.
    pub fn request_effect(self: &Arc<Self>, effect: Effect) {
        let session = self.clone();
        self.runtime.spawn(async move {
            match effect {
                Effect::Change(label, edit) => session.apply_edit(label, *edit).await,
                Effect::Show(place) => {
                    if !session.capabilities().shows_documents {
                        session.warn(format!(
                            "this editor cannot show {} when asked to",
                            place.uri.as_str()
                        ));
                        return;
                    }
                    if let Err(error) = session.client.show_document(*place).await {
                        tracing::warn!("the editor shows no document: {error}");
                    }
                }
            }
        });
    }

    async fn apply_edit(self: &Arc<Self>, label: String, edit: lsp::WorkspaceEdit) {
        let params = lsp::ApplyWorkspaceEditParams {
            label: Some(label.clone()),
            edit,
        };
        let why = match self.client.send_request::<ApplyWorkspaceEdit>(params).await {
            Ok(answer) if answer.applied => return,
            Ok(answer) => answer.failure_reason.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        self.warn(format!(
            "“{label}” was not done: the editor did not make the change. {why}"
        ));
    }
}
