//! What may be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    actions, cache, check, complete, completions, definition, explain, fix, fmt, hover, import,
    man, merge, quotes, recover, references, rename, seal, server, speakers, strip, symbols,
};

/// Who said what in an article, and for whom.
///
/// Articles are files that end in `.qm`: plain text in which `[words]{tag}` says whom words
/// mention and who spoke them. `quotemark server` tells an editor, the other commands tell you.
#[derive(Debug, Parser)]
#[command(
    name = "quotemark",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Examples:
  quotemark check                        what is wrong below the current folder
  quotemark hover article.qm:12:30       who that is, as of the article's date
  quotemark quotes --on '#outsourcing'   who said what on a topic
  quotemark import article.txt           begin with plain text

Exit codes: 0 clean, 1 something was found wrong or nothing was found, 2 it could not run."
)]
pub struct Arguments {
    /// When to write in colour; NO_COLOR in the environment is heeded too
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        display_order = 100
    )]
    pub color: Colour,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands; what each is for stands with its arguments.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)]
pub enum Command {
    Check(check::Asked),
    Hover(hover::Asked),
    Definition(definition::Asked),
    Complete(complete::Asked),
    References(references::Asked),
    Quotes(quotes::Asked),
    Speakers(speakers::Asked),
    Symbols(symbols::Asked),
    Strip(strip::Asked),
    Import(import::Asked),
    Actions(actions::Asked),
    Fix(fix::Asked),
    Fmt(fmt::Asked),
    Rename(rename::Asked),
    Merge(merge::Asked),
    Recover(recover::Asked),
    Seal(seal::Asked),
    Explain(explain::Asked),
    Server(server::Asked),
    Cache(cache::Asked),
    Completions(completions::Asked),
    Man(man::Asked),
}

/// Which corpus is asked.
#[derive(Debug, Clone, Args)]
pub struct CorpusChoice {
    /// The corpus: a folder of `.qm` files, or one file
    ///
    /// Left out, it is the nearest folder around FILE (or the current folder) that holds
    /// `quotemark.toml`, else `cast.qm`, else `.git`; else that folder itself.
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
}

/// How places are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PlaceFormat {
    /// For people and for editors' lists: `path:line:column: the line`
    #[default]
    Text,
    /// An array of objects
    Json,
}

impl PlaceFormat {
    /// That JSON, where JSON is wanted.
    pub fn json(self, json: &'static str) -> Option<&'static str> {
        (self == Self::Json).then_some(json)
    }
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
