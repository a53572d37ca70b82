//! The list of commands.

use clap::{Parser, Subcommand};

use super::options::Colour;
use super::{
    actions, cache, check, complete, completions, count, definition, explain, export, fix, fmt,
    hover, import, man, merge, network, new, propose, quotes, recover, references, rename, report,
    seal, server, speakers, strip, symbols,
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
  quotemark new corpus                   begin a corpus
  quotemark check                        what is wrong below the current folder
  quotemark hover article.qm:12:30       who that is, as of the article's date
  quotemark quotes --on '#outsourcing'   who said what on a topic
  quotemark import article.txt           begin with plain text
  quotemark export --out corpus.sqlite   the corpus as tables

Exit codes: 0 clean, 1 something was found wrong or nothing was found, 2 it could not run."
)]
pub struct Arguments {
    /// When to write in colour; NO_COLOR in the environment is respected too
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
    New(new::Args),
    Check(check::Args),
    Hover(hover::Args),
    Definition(definition::Args),
    Complete(complete::Args),
    References(references::Args),
    Quotes(quotes::Args),
    Speakers(speakers::Args),
    Count(count::Args),
    Report(report::Args),
    Symbols(symbols::Args),
    Export(export::Args),
    Network(network::Args),
    Strip(strip::Args),
    Import(import::Args),
    Propose(propose::Args),
    Actions(actions::Args),
    Fix(fix::Args),
    Fmt(fmt::Args),
    Rename(rename::Args),
    Merge(merge::Args),
    Recover(recover::Args),
    Seal(seal::Args),
    Explain(explain::Args),
    Server(server::Args),
    Cache(cache::Args),
    Completions(completions::Args),
    Man(man::Args),
}
