//! `quotemark merge`

use clap::Args;

use super::options::CorpusChoice;
use super::output::Ended;
use super::{load, write};
use crate::features::lookup::named;
use crate::features::merge::merge;

/// Make one of two people, organisations or topics, in every file
///
/// What is declared of FROM (its names, roles, parents, links and notes) goes to INTO, each thing
/// once, and its declarations go. Every place that names FROM names INTO. The words of the
/// articles never change. Either all files are written or none.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  quotemark merge @l-buckman @laurence-buckman --dry-run
  quotemark merge '&gp-committee' '&gpc'")]
pub struct Asked {
    /// The id that goes
    #[arg(value_name = "FROM")]
    from: String,

    /// The id that stays
    #[arg(value_name = "INTO")]
    into: String,

    /// Print what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,

    #[command(flatten)]
    corpus: CorpusChoice,
}

/// Merges, or prints what would change.
pub fn run(asked: &Asked) -> Ended {
    let (corpus, root) = load::rooted(&asked.corpus)?;
    let from = named(&corpus, &asked.from, &asked.into)?;
    let into = named(&corpus, &asked.into, &asked.from)?;
    let edit = merge(&corpus, from, into)?;
    let (from, into) = (corpus.written(from), corpus.written(into));
    let done = format!("merged {from} into {into}");
    write::apply_or_print(&corpus, &root.folder, &edit, asked.dry_run, &done)
}
