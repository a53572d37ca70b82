//! `quotemark rename`

use super::corpus::load;
use super::options::CorpusChoice;
use super::output::Ended;
use super::write;
use crate::features::lookup::named;
use crate::features::rename::rename_entity;

/// Give a person, an organisation or a topic another id, in every file
///
/// Tags, clauses, headers and declarations change; the words of the articles never do. Either
/// all files are written or none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark rename @l-buckman @laurence-buckman
  quotemark rename '#privatisation' '#outsourcing' --dry-run")]
pub struct Args {
    /// The id as it is
    #[arg(value_name = "OLD")]
    old: String,

    /// The id as it is to be
    #[arg(value_name = "NEW")]
    new: String,

    /// Print what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,

    #[command(flatten)]
    corpus: CorpusChoice,
}

/// Renames, or prints what would change.
pub fn run(args: &Args) -> Ended {
    let (corpus, root) = load::rooted(&args.corpus)?;
    let entity = named(&corpus, &args.old, &args.new)?;
    let edit = rename_entity(&corpus, entity, &args.new)?;
    let old = corpus.written(entity);
    let new = args.new.trim().trim_start_matches(entity.kind().sigil());
    let new = format!("{}{new}", entity.kind().sigil());
    let done = format!("renamed {old} to {new}");
    write::apply_or_print(&corpus, &root.folder, &edit, args.dry_run, &done)
}
