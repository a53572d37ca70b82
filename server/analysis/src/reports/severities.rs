//! What a corpus says of how much reports matter.

use std::collections::BTreeMap;

use super::{Code, Severity};

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
