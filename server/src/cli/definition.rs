//! `quotemark definition`

use super::corpus::at_place::{nothing_at, pointed};
use super::locations;
use super::options::{CorpusChoice, PlaceFormat};
use super::output::{Ended, Outcome};
use super::place::Place;
use crate::features::Location;
use crate::features::definition::definition;

/// Find the declaration of what stands at a place
///
/// On a quote's words, the declarations of those who say them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark definition article.qm:12:30
  vim $(quotemark definition article.qm:12:30 | sed -E 's/^([^:]+):([0-9]+):.*/+\\2 \\1/')")]
pub struct Args {
    /// The place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    place: Place,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PlaceFormat,
}

/// Prints where the declarations are.
pub fn run(args: &Args) -> Ended {
    let pointed = pointed(&args.place, &args.corpus)?;
    let Some(found) = definition(&pointed.corpus, pointed.file, pointed.offset) else {
        return nothing_at(
            &args.place,
            args.format.json("[]"),
            "nothing that is declared stands there",
        );
    };
    let places: Vec<Location> = found
        .targets
        .iter()
        .map(|target| Location {
            file: target.file,
            range: target.focus,
        })
        .collect();
    locations::write(&pointed.corpus, &places, args.format)?;
    Ok(Outcome::Clean)
}
