//! What changes in a session, all under one lock.

use std::path::Path;
use std::sync::Arc;

use super::editor_settings::EditorSettings;
use super::sent_tokens::SentTokens;
use crate::lsp::snapshot::{Opened, Pulled};
use crate::store::Workspace;

/// What changes.
#[derive(Default)]
pub struct State {
    /// The corpus and the open documents.
    pub workspace: Workspace,
    /// The documents that are open, as the editor names them.
    pub opened: imbl::HashMap<Arc<Path>, Opened>,
    /// The reports that the editor has pulled, by document.
    pub pulled: imbl::HashMap<Arc<Path>, Pulled>,
    /// The semantic tokens that the editor was last sent of each open document.
    pub tokens: SentTokens,
    /// What is known of the editor's settings beside their values.
    pub editor_settings: EditorSettings,
    /// Whether a corpus is being put under new numbers.
    pub is_renumbering: bool,
}

impl State {
    /// Takes note of which document a file is open as, if it is open.
    pub fn note_opened(&mut self, path: &Arc<Path>) {
        let document = self.workspace.open_document(path);
        let opened = document.and_then(|(name, document)| {
            Some(Opened {
                uri: name.parse().ok()?,
                version: document.version(),
                had_lone_cr: document.had_lone_cr(),
            })
        });
        match opened {
            Some(opened) => self.opened.insert(path.clone(), opened),
            None => self.opened.remove(path),
        };
    }

    /// Takes note of all open documents, which may be known by other paths now.
    pub fn note_all_opened(&mut self) {
        let open: Vec<Arc<Path>> = self.workspace.open_paths().cloned().collect();
        self.opened
            .retain(|path, _| self.workspace.open_document(path).is_some());
        for path in open {
            self.note_opened(&path);
        }
    }
}
