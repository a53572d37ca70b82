//! What the forms of other tools have in common.

pub use quotemark_analysis::coded::Loss;
use quotemark_analysis::coded::{Article, Cast};

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

/// What another tool's form says: a corpus without its files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodedCorpus {
    /// Everybody and everything that is declared.
    pub cast: Cast,
    /// The articles; the path of each is the name that its file is to have.
    pub articles: Vec<Article>,
    /// What it says that articles and a cast do not.
    pub losses: Vec<Loss>,
}

/// Where the files of a form of several go.
pub trait Files: Send {
    /// Writes one, by the names of the folders on the way and its own.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn write(&mut self, names: &[&str], bytes: &[u8]) -> Result<(), Error>;
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

    /// Adds those that were noted elsewhere.
    pub(crate) fn extend(&mut self, losses: Vec<Loss>) {
        self.0.extend(losses);
    }

    pub(crate) fn take(&mut self) -> Vec<Loss> {
        std::mem::take(&mut self.0)
    }
}
