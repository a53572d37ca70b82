//! `quotemark definition`

use super::corpus::at_position::{self, Nothing, PositionArgs};
use super::locations;
use super::options::PositionFormat;
use super::output::{Ended, Outcome};
use crate::features::Location;
use crate::features::definition::definition;

/// Find the declaration of what is at a position
///
/// On a quote's words, the declarations of those who say them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark definition article.qm:12:30
  vim $(quotemark definition article.qm:12:30 | sed -E 's/^([^:]+):([0-9]+):.*/+\\2 \\1/')")]
pub struct Args {
    #[command(flatten)]
    at: PositionArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,
}

/// Prints where the declarations are.
pub fn run(args: &Args) -> Ended {
    let nothing = Nothing {
        message: "nothing that is declared stands there",
        json: args.format.json("[]"),
    };
    at_position::run(
        &args.at,
        &nothing,
        |at| definition(&at.corpus, at.file, at.offset),
        |at, found| {
            let targets = found.targets.iter().map(|target| Location {
                file: target.file,
                range: target.focus,
            });
            let places: Vec<Location> = targets.collect();
            locations::write(&at.corpus, &places, args.format)?;
            Ok(Outcome::Clean)
        },
    )
}
