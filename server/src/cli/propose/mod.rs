//! `quotemark propose`

mod articles;
mod from;
mod plain;
mod writing;

use std::path::PathBuf;

use super::files;
use super::options::{CorpusChoice, PositionFormat};
use super::output::{Ended, Failure};
use crate::proposals::Tier;
use crate::store::is_article;

/// Show who says what in articles, as far as their words tell, or tag it
///
/// Quotes are proposed in three tiers: those that are sure are right 97 times in 100, likely ones 83
/// times, possible ones 55 times. English only. Names that the corpus declares are proposed by
/// their ids, others with the declaration that would be written. What is tagged already is passed
/// over, and what was refused in an editor too.
///
/// Nothing is written without --write. That tags what the tier offers wherever it is settled who spoke,
/// declares who is not declared yet, and leaves `reviewed` empty in the header: nobody has looked
/// at it. Either all files of a corpus are written or none.
///
/// --from takes the quotes from a file instead, whoever found them: a line of JSON each, such as
/// {"article": "a.qm", "hash": "…", "spans": [[0, 21]], "speaker": "@ann", "clauses": "on #cuts"}.
/// The article is a path from the folder of the file, or the `id` of a header. The hash is that of the plain
/// text, as --format json gives it and as `sealed` in a header has it; another one means that the spans
/// are of another text, and refuses the line. Spans are code points of the plain text, as
/// `quotemark strip` prints it, ends not included. The speaker is an id, a name of the cast, or words.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark propose article.qm
  quotemark propose --tier possible articles
  quotemark propose --write --tier sure articles
  quotemark propose --from quotes.jsonl --dry-run
  quotemark propose --format json article.txt")]
pub struct Args {
    /// Files, folders or globs; or one plain text, of which `-` is standard input
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What is shown or written: this tier and those that are surer
    #[arg(long, value_enum, default_value_t)]
    tier: ShownTier,

    /// How to print them; spans in JSON are code points of the words, as `strip` prints them
    #[arg(long, value_enum, default_value_t)]
    format: PositionFormat,

    /// Tag what is settled, in the files
    #[arg(long)]
    write: bool,

    /// Print what --write would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,

    /// Take the quotes of this file, a line of JSON each, instead of proposing any
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    from: Option<PathBuf>,

    #[command(flatten)]
    corpus: CorpusChoice,
}

/// The least sure tier that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum ShownTier {
    /// Right 97 times in 100
    Sure,
    /// Right 83 times in 100
    #[default]
    Likely,
    /// Right 55 times in 100
    Possible,
}

impl From<ShownTier> for Tier {
    fn from(shown: ShownTier) -> Self {
        match shown {
            ShownTier::Sure => Self::Sure,
            ShownTier::Likely => Self::Likely,
            ShownTier::Possible => Self::Possible,
        }
    }
}

/// Prints what is proposed, or tags it.
pub fn run(args: &Args) -> Ended {
    if let Some(from) = &args.from {
        return from::run(from, args);
    }
    let plain = args.paths.iter().find(|path| is_plain(path));
    match (plain, &args.paths[..]) {
        (Some(_), _) if args.write || args.dry_run => Err(Failure::new(
            "a plain text has no tags; make an article of it by `quotemark import`",
        )),
        (Some(plain), [_]) => plain::run(plain, args.tier.into(), args.format, &args.corpus),
        (Some(_), _) => Err(Failure::new(
            "a plain text is read by itself; name one file",
        )),
        (None, _) => articles::run(args),
    }
}

/// Whether a path is that of a plain text.
fn is_plain(path: &std::path::Path) -> bool {
    files::is_stdin(path) || (path.is_file() && !is_article(path))
}
