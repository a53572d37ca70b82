//! What the command line says of an import.

use std::path::PathBuf;

use crate::cli::options;
use crate::syntax::PartialDate;

/// Make documents of plain text, or a corpus of a database of coded articles
///
/// Writes a header, a blank line and the text, with a backslash wherever it would be read as
/// markup; `quotemark strip` gives the text back byte for byte. The title is guessed from the
/// first line when it is short and nothing else could be the title, lines of the site such as
/// `Sign in` passed over; the date from the file's name (`2011-11-24-talks.txt`) or from a line
/// that is only a date (`1 December 2011`), if no other such line says another. What front matter
/// says is taken before any guess, and stays in the text. What cannot be told stays empty in the
/// header, to be filled in. The text has to be UTF-8.
///
/// The header gets an `id`, by which tables know the article wherever its file is moved to. The
/// words are sealed, so that a changed word shows (`import.seal` in quotemark.toml). Documents
/// that belong to no corpus begin one: `cast.qm` and `quotemark.toml` are made in the folder that
/// holds them, as by `quotemark new`.
///
/// A database of Discourse Network Analyzer 3 (`.dna`), which is told by what it holds, becomes a corpus of
/// its own in a new folder: its documents as articles with tags, and a cast. What articles cannot say is said, and listed with
/// --losses.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark import article.txt                  writes article.qm beside it
  quotemark import 'downloads/*.txt' --out corpus --source '&gp-weekly'
  pbpaste | quotemark import - --date 2011-11-24 > article.qm
  quotemark import coded.dna --losses lost.txt  writes a corpus into the folder coded")]
pub struct Args {
    /// Text files, globs, or folders of `.txt` files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The folder to write to, or `-` for standard output
    ///
    /// Left out, a file goes beside the text it is made of, and standard input to standard output.
    #[arg(long, value_name = "DIR|-")]
    pub out: Option<PathBuf>,

    /// The header's title, in place of a guess
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,

    /// The header's date, in place of a guess
    #[arg(long, value_parser = options::date)]
    pub date: Option<PartialDate>,

    /// The header's source: an `&organisation` or words
    #[arg(long)]
    pub source: Option<String>,

    /// The header's author: a `@person` or words
    #[arg(long)]
    pub author: Option<String>,

    /// The address where the article was found
    #[arg(long)]
    pub url: Option<String>,

    /// Where a corpus begins, if the documents belong to none: a folder that holds them
    ///
    /// Left out, it is the folder that holds them all.
    #[arg(long, value_name = "DIR")]
    pub corpus: Option<PathBuf>,

    /// Write over files that are there
    #[arg(long)]
    pub force: bool,

    /// Of a database, a list of all that articles cannot say: a line each
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,
}
