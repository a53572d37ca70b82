//! What the forms of other tools have in common.

use quotemark_analysis::coded::Article;

use crate::error::Error;

/// Articles on their way to another tool's form.
pub trait FormWriter: Send {
    /// Writes the next articles; some hundreds at once cost least.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn write(&mut self, articles: &[Article]) -> Result<(), Error>;

    /// Writes what is still to come after the last article.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(self: Box<Self>) -> Result<(), Error>;

    /// What the form could not hold since it was asked last.
    fn take_losses(&mut self) -> Vec<Loss>;
}

/// Where the files of a form of several go.
pub trait Files: Send {
    /// Writes one, by the names of the folders on the way and its own.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn write(&mut self, names: &[&str], bytes: &[u8]) -> Result<(), Error>;
}

/// What a form cannot hold of a corpus, and what was done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What it is, in the plural: `titles of more than 190 characters`. All of a kind have the same
    /// words.
    pub what: &'static str,
    /// What was done: `were shortened`.
    pub done: &'static str,
    /// Where: a path and a line, or an id of the cast.
    pub place: String,
    /// Which it is there; may be empty.
    pub detail: String,
}

/// A kind of loss: what, and what was done.
pub(crate) type Kind = (&'static str, &'static str);

/// Notes what a form cannot hold.
#[derive(Debug, Default)]
pub(crate) struct Losses(Vec<Loss>);

impl Losses {
    /// Of a line of an article, from 1; of the whole article where the line is 0.
    pub(crate) fn at(&mut self, kind: Kind, path: &str, line: usize, detail: impl Into<String>) {
        let place = match line {
            0 => path.to_owned(),
            line => format!("{path}:{line}"),
        };
        self.of(kind, place, detail);
    }

    /// Of something else.
    pub(crate) fn of(&mut self, kind: Kind, place: impl Into<String>, detail: impl Into<String>) {
        self.0.push(Loss {
            what: kind.0,
            done: kind.1,
            place: place.into(),
            detail: detail.into(),
        });
    }

    pub(crate) fn take(&mut self) -> Vec<Loss> {
        std::mem::take(&mut self.0)
    }
}
