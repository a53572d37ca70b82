//! `quotemark references`

use super::corpus::at_position::{self, Nothing, PositionArgs};
use super::locations;
use super::options::PositionFormat;
use super::output::{Ended, Outcome};
use crate::features::references::references;

/// Find every place that names what is at a position
///
/// Tags, clauses, headers and values of declarations, in every file of the corpus.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark references article.qm:12:30
  quotemark references cast.qm:8:1 --no-declaration")]
pub struct Args {
    /// Leave the declaration itself out
    #[arg(long)]
    no_declaration: bool,

    #[command(flatten)]
    at: PositionArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
}

/// Prints where the places are.
pub fn run(args: &Args) -> Ended {
    let nothing = Nothing {
        message: "nothing that has references stands there",
        json: args.format.json("[]"),
    };
    let with_declaration = !args.no_declaration;
    at_position::run(
        &args.at,
        &nothing,
        |at| {
            let found = references(&at.corpus, at.file, at.offset, with_declaration);
            found.filter(|found| !found.is_empty())
        },
        |at, found| {
            locations::write(&at.corpus, &found, args.format)?;
            Ok(Outcome::Clean)
        },
    )
}
