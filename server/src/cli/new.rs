//! `quotemark new`

use std::path::{Path, PathBuf};

use super::corpus::beginning;
use super::output::{Ended, Failure, Outcome, say_note};
use super::paths::{Paths, absolute};

/// Begin a corpus: a folder of articles, with a cast and settings
///
/// Writes `cast.qm`, where people, organisations and topics are declared, and `quotemark.toml`,
/// which says in comments what can be set. A folder that is missing is made. Nothing is written where
/// a corpus is, or inside of one. `quotemark import` does the same by itself for the first text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark new                begins one in the current folder
  quotemark new commissioning")]
pub struct Args {
    /// The folder; left out, the current one
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    folder: PathBuf,
}

/// Makes the two files.
pub fn run(args: &Args) -> Ended {
    let folder = absolute(&args.folder)?;
    let shown = Paths::here().shown(&folder);
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::new(format!(
            "{shown} is a file; name a folder for the corpus"
        )));
    }
    if let Some(around) = beginning::corpus_around(&folder) {
        return Err(refused(&folder, &around));
    }
    if !beginning::may_begin(&folder) {
        return Err(Failure::new(format!(
            "{shown} holds more than a corpus; name a folder for it: `quotemark new NAME`"
        )));
    }
    beginning::begin(&folder)?;
    let (at, of) = match shown.as_str() {
        "." => (String::new(), String::new()),
        shown => (format!(" in {shown}"), format!(" --out {shown}")),
    };
    say_note(&format!("wrote quotemark.toml and cast.qm{at}"));
    say_note(&format!(
        "next: `quotemark import article.txt{of}` makes a document of a text, to be tagged in an \
         editor; `quotemark check` reports problems"
    ));
    Ok(Outcome::Clean)
}

fn refused(folder: &Path, around: &Path) -> Failure {
    let paths = Paths::here();
    let is_itself = folder.canonicalize().is_ok_and(|folder| folder == *around);
    Failure::new(match is_itself {
        true => format!("{} is a corpus already", paths.shown(folder)),
        false => format!(
            "{} belongs to the corpus in {}; if it is to be one of its own, write a quotemark.toml there",
            paths.shown(folder),
            paths.shown(around)
        ),
    })
}
