//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::syntax::PartialDate;

/// Which corpus a command works on.
#[derive(Debug, Clone, Args)]
pub struct CorpusChoice {
    /// The corpus: a folder of `.qm` files, or one file
    ///
    /// Left out, it is the nearest folder around FILE (or the current folder) that holds
    /// `quotemark.toml`, else `cast.qm`, else `.git`; else that folder itself.
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,

    /// Which other declarations are read.
    #[command(flatten)]
    pub casts: CastsChoice,
}

/// The same of a command that takes nothing else, where `--corpus` can be left out.
#[derive(Debug, Clone, Args)]
pub struct CorpusPath {
    /// The corpus: a folder of `.qm` files, or one file; the same as --corpus
    #[arg(value_name = "PATH", conflicts_with = "corpus")]
    path: Option<PathBuf>,

    /// What is chosen by name.
    #[command(flatten)]
    choice: CorpusChoice,
}

impl CorpusPath {
    /// Which corpus it is.
    pub fn choice(&self) -> CorpusChoice {
        let path = self.path.as_ref().or(self.choice.corpus.as_ref());
        CorpusChoice {
            corpus: path.cloned(),
            casts: self.choice.casts.clone(),
        }
    }
}

/// Whose declarations are read beside those of the corpus.
#[derive(Debug, Clone, Default, Args)]
pub struct CastsChoice {
    /// A file or folder of which the declarations are read too, and nothing is written
    ///
    /// It may lie anywhere, and be given several times. `casts` in quotemark.toml does the same
    /// within a repository.
    #[arg(long, value_name = "PATH")]
    pub casts: Vec<PathBuf>,
}

/// How places are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PositionFormat {
    /// For people and for editors' lists: `path:line:column: the line`
    #[default]
    Text,
    /// An array of objects
    Json,
}

impl PositionFormat {
    /// The given JSON, if that is the format.
    pub fn json(self, json: &'static str) -> Option<&'static str> {
        (self == Self::Json).then_some(json)
    }
}

/// How lists without places are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Columns
    #[default]
    Table,
    /// An array of objects
    Json,
    /// A line each, after a line of headings
    Csv,
    /// A table of Markdown
    Markdown,
}

/// When to write in colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Not at all
    Never,
}

impl Colour {
    /// Makes it so for everything that is written from now on.
    pub fn apply(self) {
        match self {
            // Left alone, the terminal and the environment decide.
            Self::Auto => return,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// A date of the command line.
///
/// # Errors
/// Says what is wrong with it.
pub fn date(written: &str) -> Result<PartialDate, String> {
    PartialDate::parse(written).map_err(|problem| problem.to_string())
}
