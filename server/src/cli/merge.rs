//! `quotemark merge`

use super::corpus::load;
use super::options::CorpusChoice;
use super::output::Ended;
use super::write;
use crate::features::lookup::named;
use crate::features::merge::merge;

/// Merge two people, organisations or topics into one, in every file
///
/// What is declared of FROM (its names, roles, parents, links and notes) goes to INTO, each thing
/// once, and its declarations go. Every place that names FROM names INTO. The words of the
/// articles never change. Either all files are written or none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark merge @l-buckman @laurence-buckman --dry-run
  quotemark merge '&gp-committee' '&gpc'")]
pub struct Args {
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
pub fn run(args: &Args) -> Ended {
    let (corpus, root) = load::rooted(&args.corpus)?;
    let from = named(&corpus, &args.from, &args.into)?;
    let into = named(&corpus, &args.into, &args.from)?;
    let edit = merge(&corpus, from, into)?;
    let (from, into) = (corpus.written(from), corpus.written(into));
    let done = format!("merged {from} into {into}");
    write::apply_or_print(&corpus, &root.folder, &edit, args.dry_run, &done)
}
