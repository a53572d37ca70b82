//! `quotemark references`

use super::corpus::at_place::{nothing_at, pointed};
use super::locations;
use super::options::{CorpusChoice, PlaceFormat};
use super::output::{Ended, Outcome};
use super::place::Place;
use crate::features::references::references;

/// Find every place that names what stands at a place
///
/// Tags, clauses, headers and values of declarations, in every file of the corpus.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark references article.qm:12:30
  quotemark references cast.qm:8:1 --no-declaration")]
pub struct Args {
    /// The place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    place: Place,

    /// Leave the declaration itself out
    #[arg(long)]
    no_declaration: bool,

    #[command(flatten)]
    corpus: CorpusChoice,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: PlaceFormat,
}

/// Prints where the places are.
pub fn run(args: &Args) -> Ended {
    let pointed = pointed(&args.place, &args.corpus)?;
    let with_declaration = !args.no_declaration;
    let found = references(
        &pointed.corpus,
        pointed.file,
        pointed.offset,
        with_declaration,
    );
    let found = found.unwrap_or_default();
    if found.is_empty() {
        return nothing_at(
            &args.place,
            args.format.json("[]"),
            "nothing that has references stands there",
        );
    }
    locations::write(&pointed.corpus, &found, args.format)?;
    Ok(Outcome::Clean)
}
