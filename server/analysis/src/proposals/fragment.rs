//! Words that somebody is said to have said, as a sieve leaves them.

use super::sieve::Sieve;
use super::subject::Subject;
use crate::syntax::QuoteForm;

/// Words that somebody is said to have said.
#[derive(Debug, Clone)]
pub struct Fragment {
    /// Their first token.
    pub first: usize,
    /// The token behind the last.
    pub end: usize,
    /// Whether they are a quotation.
    pub form: QuoteForm,
    /// By which rule.
    pub sieve: Sieve,
    /// Where an article says so, a number in the events; nothing where it does not.
    pub event: Option<usize>,
    /// Who, where no event says it.
    pub subject: Option<Subject>,
    /// Those of one number are one quote.
    pub group: usize,
}
