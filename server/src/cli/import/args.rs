//! What the command line says of an import.

use std::path::PathBuf;

use crate::cli::options;
use crate::syntax::PartialDate;

/// Make documents of plain text, or a corpus of what was coded in another program
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
/// What was coded in another program becomes a corpus of its own in a new folder, articles with tags and
/// a cast: a database of Discourse Network Analyzer 3 (`.dna`), a project of REFI-QDA (`.qdpx`, from NVivo, ATLAS.ti,
/// MAXQDA, QualCoder), annotations of brat (`.ann` with the `.txt` beside it, or a folder of them), and of WebAnno
/// and INCEpTION (WebAnno TSV 3). The form is told by what a file holds. What articles cannot say is said, and listed with
/// --losses.
///
/// In brat and WebAnno the types of annotations are the project's own: what is called `Quote`, `Content` or `Statement` is
/// taken for a statement, `Source` or `Speaker` for who said it, and so on; --map says otherwise. What was taken
/// for what is said.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark import article.txt                  writes article.qm beside it
  quotemark import 'downloads/*.txt' --out corpus --source '&gp-weekly'
  pbpaste | quotemark import - --date 2011-11-24 > article.qm
  quotemark import coded.dna --losses lost.txt  writes a corpus into the folder coded
  quotemark import brat --out corpus --map Source=person")]
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

    /// What annotations of brat or WebAnno are: statement, speaker, addressee, person, organisation,
    /// topic, cue, note or nothing; several times, more
    ///
    /// NAME is that of a type, a layer, a role of an event, or a relation; NAME:VALUE are the annotations of
    /// that layer which have the value in one of their features. A speaker stands in the tag in words;
    /// `Source=person` makes a person of each.
    #[arg(long, value_name = "NAME=MEANING")]
    pub map: Vec<String>,

    /// Of coded articles, a list of all that articles cannot say: a line each
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,
}
