//! How much reports matter, and what a corpus says of that.

use std::collections::BTreeMap;

use super::Code;

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

/// The severities of all codes in a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Severities {
    /// Those that are not the default ones; `None` is off.
    pub given: BTreeMap<Code, Option<Severity>>,
}

impl Severities {
    /// The severity of a code, or nothing where it is off.
    pub fn of(&self, code: Code) -> Option<Severity> {
        let given = self.given.get(&code).copied();
        given.unwrap_or_else(|| code.is_on().then(|| code.default_severity()))
    }
}
