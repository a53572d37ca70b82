//! What goes wrong.

use std::error::Error;

/// A value, or the sentence that says why there is none.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Fails with a sentence.
pub fn fail<T>(why: impl Into<String>) -> Outcome<T> {
    Err(why.into().into())
}
