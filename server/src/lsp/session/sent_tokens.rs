//! The semantic tokens that the editor has, so that it can ask for what has changed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types as lsp;

/// The semantic tokens that the editor was last sent of each open document.
#[derive(Default)]
pub struct SentTokens {
    documents: HashMap<Arc<Path>, TokensOfDocument>,
    /// How many times it was sent some.
    times: u64,
}

/// Those of a document.
struct TokensOfDocument {
    result_id: String,
    tokens: Arc<[lsp::SemanticToken]>,
}

impl SentTokens {
    /// Forgets those of a document.
    pub fn forget(&mut self, path: &Path) {
        self.documents.remove(path);
    }

    /// Takes note of what the editor is sent. Gives its result id.
    pub fn note(&mut self, path: Arc<Path>, tokens: Arc<[lsp::SemanticToken]>) -> String {
        self.times += 1;
        let result_id = self.times.to_string();
        let sent = TokensOfDocument {
            result_id: result_id.clone(),
            tokens,
        };
        self.documents.insert(path, sent);
        result_id
    }

    /// Those of a document that have that result id, if they are the last that were sent.
    pub fn of(&self, path: &Path, result_id: &str) -> Option<Arc<[lsp::SemanticToken]>> {
        let sent = self.documents.get(path)?;
        (sent.result_id == result_id).then(|| sent.tokens.clone())
    }
}
