//! How much reports matter.

/// How much a report matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is left unread or without meaning.
    Error,
    /// It is read, but is probably not what was meant.
    Warning,
    /// Something is still to be done.
    Information,
    /// A suggestion.
    Hint,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Severity; 4] = [Self::Error, Self::Warning, Self::Information, Self::Hint];

    /// Its name: `error`, `warning`, `information`, `hint`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}
