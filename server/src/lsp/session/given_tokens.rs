//! The semantic tokens that the editor has, so that it can ask for what has changed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types as lsp;

/// The semantic tokens that the editor was last given of each open document.
#[derive(Default)]
pub struct GivenTokens {
    documents: HashMap<Arc<Path>, Given>,
    /// How many times it was given some.
    times: u64,
}

/// Those of a document.
struct Given {
    result_id: String,
    tokens: Arc<[lsp::SemanticToken]>,
}

impl GivenTokens {
    /// Forgets those of a document.
    pub fn forget(&mut self, path: &Path) {
        self.documents.remove(path);
    }

    /// Takes note of what the editor is given. Gives its result id.
    pub fn note(&mut self, path: Arc<Path>, tokens: Arc<[lsp::SemanticToken]>) -> String {
        self.times += 1;
        let result_id = self.times.to_string();
        let given = Given {
            result_id: result_id.clone(),
            tokens,
        };
        self.documents.insert(path, given);
        result_id
    }

    /// Those of a document that have that result id, if they are the last that were given.
    pub fn of(&self, path: &Path, result_id: &str) -> Option<Arc<[lsp::SemanticToken]>> {
        let given = self.documents.get(path)?;
        (given.result_id == result_id).then(|| given.tokens.clone())
    }
}
