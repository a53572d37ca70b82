//! How editors read the ends of lines.
//!
//! The protocol has a CR that no LF follows end a line. VS Code and Zed keep to
//! that; Neovim, Vim, Emacs and Helix show the CR inside the line. From there on
//! the same line and column is another place for them, and a change would hit
//! the wrong words. An editor can say in its initialization options
//! how it counts:
//!
//! ```json
//! { "lineEnds": { "loneCr": "break" or "text", "insert": "lf" } }
//! ```

use tower_lsp::ls_types::InitializeParams;

use crate::syntax::{LineIndex, LoneCr};

/// How an editor reads and writes the ends of lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineEnds {
    /// What a CR alone is; nothing where the editor does not say.
    lone_cr: Option<LoneCr>,
    /// Whether a line break that it inserts is to be LF in every file.
    inserts_lf: bool,
}

impl LineEnds {
    /// Reads `initialize`.
    pub fn of(params: &InitializeParams) -> Self {
        let options = params.initialization_options.as_ref();
        let options = options.map(|options| options.get("quotemark").unwrap_or(options));
        let option = |key: &str| options?.get("lineEnds")?.get(key)?.as_str();
        // Emacs' clients insert a CR as a character, also where a file has CRLF.
        let is_emacs = params.client_info.as_ref().is_some_and(|client| {
            let names = ["eglot", "emacs"];
            names
                .iter()
                .any(|name| client.name.eq_ignore_ascii_case(name))
        });
        Self {
            lone_cr: match option("loneCr") {
                Some("break") => Some(LoneCr::Break),
                Some("text") => Some(LoneCr::Text),
                _ => None,
            },
            inserts_lf: is_emacs || option("insert") == Some("lf"),
        }
    }

    /// What a CR alone is; as the protocol has it where the editor does not say.
    pub fn lone_cr(self) -> LoneCr {
        self.lone_cr.unwrap_or_default()
    }

    /// Whether a line break that it inserts is to be LF in every file.
    pub fn inserts_lf(self) -> bool {
        self.inserts_lf
    }

    /// Whether it writes a line break that is put in in its own way, though it takes a
    /// CR alone for a character: then the two may become one.
    pub fn rewrites_breaks(self) -> bool {
        self.lone_cr == Some(LoneCr::Text)
    }

    /// Whether a change of a document that is open and has held a CR alone may
    /// go wrong. Where nobody knows how the editor counts, its own changes may
    /// have been read at wrong places, and nothing in the text is certain.
    pub fn may_miss_in_document(self, lines: &LineIndex) -> bool {
        match self.lone_cr {
            Some(LoneCr::Break) => false,
            // A text without any LF may be that of a buffer whose lines end with CR.
            Some(LoneCr::Text) => !lines.has_lf(),
            None => true,
        }
    }

    /// The same for a change of a file that ends at byte `end`.
    pub fn may_miss_in_file(self, lines: &LineIndex, end: usize) -> bool {
        let is_reached = lines.first_lone_cr().is_some_and(|cr| end > cr);
        is_reached
            && match self.lone_cr {
                Some(LoneCr::Break) => false,
                // Emacs and Vim may take it for the file of an old Mac.
                Some(LoneCr::Text) => lines.begins_with_lone_cr(),
                None => true,
            }
    }
}
