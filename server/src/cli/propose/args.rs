//! What `quotemark propose` is asked.

use std::path::PathBuf;

use crate::cli::options::{CorpusChoice, PositionFormat};
use crate::proposals::Tier;

/// Show who says what in articles, as far as their words tell, or tag it
///
/// Quotes are proposed in three tiers: those that are sure are right 97 times in 100, likely ones 83
/// times, possible ones 55 times. So it is in English; in German sure ones are right 95 times and likely
/// ones 85 times, and in other languages only quotations are found, which are possible. The header's
/// `language` says which it is, else the words do. Names that the corpus declares are proposed by
/// their ids, others with the declaration that would be written. What is tagged already is passed
/// over, and what was refused in an editor too.
///
/// Nothing is written without --write. That tags what the tier offers wherever the speaker is certain,
/// declares who is not declared yet, and leaves `reviewed` empty in the header: nobody has looked
/// at it. Either all files of a corpus are written or none.
///
/// --from takes the quotes from a file instead, whoever found them: a line of JSON each, such as
/// {"article": "a.qm", "hash": "…", "spans": [[0, 21]], "speaker": "@ann", "clauses": "on #cuts"}.
/// The article is a path from the folder of the file, or the `id` of a header. The hash is that of the plain
/// text, as --format json gives it and as `sealed` in a header has it; another one means that the spans
/// are of another text, and refuses the line. Spans are code points of the plain text, as
/// `quotemark strip` prints it, ends not included. The speaker is an id, a name (whoever is not
/// declared yet is declared along), or words. Editors review such a file one quote after the other:
/// `:Quotemark review FILE` in Neovim, “Review Quotes from a File” in Visual Studio Code.
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
    pub paths: Vec<PathBuf>,

    /// What is shown or written: this tier and those that are surer
    #[arg(long, value_enum, default_value_t)]
    pub tier: ShownTier,

    /// How to print them; spans in JSON are code points of the words, as `strip` prints them
    #[arg(long, value_enum, default_value_t)]
    pub format: PositionFormat,

    /// Tag what is settled, in the files
    #[arg(long)]
    pub write: bool,

    /// Print what --write would change, and write nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,

    /// Take the quotes of this file, a line of JSON each, instead of proposing any
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub from: Option<PathBuf>,

    /// Which corpus is asked.
    #[command(flatten)]
    pub corpus: CorpusChoice,
}

/// The least sure tier that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ShownTier {
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
