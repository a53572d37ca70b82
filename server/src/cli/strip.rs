//! `quotemark strip`

use std::io::Write;
use std::path::PathBuf;

use super::broken_words::broken_words;
use super::corpus::documents;
use super::files;
use super::output::{Ended, Outcome, as_seen, exact, say_error};
use crate::syntax::{Parser, strip};

/// Print an article's own words, byte for byte, without any markup
///
/// The header, declarations, comments and fence lines go; spans give their words, escapes
/// their character. Where the markup is broken the words are printed as far as they can be
/// known from it, standard error says so, and the exit code is 1. In a terminal what would steer
/// it is replaced by a sign. Where a system for builds reads along (CI or a variable of GitHub,
/// Azure or TeamCity is set), words that its log would obey, such as `::add-mask::`, are an error,
/// unless they go to a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark strip article.qm > article.txt
  quotemark strip 'articles/*.qm' | wc -w
  quotemark strip - < article.qm")]
pub struct Args {
    /// Files, folders or globs; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Prints the words of each file.
pub fn run(args: &Args) -> Ended {
    let mut out = exact();
    let mut parser = Parser::new();
    let mut sound = true;
    for path in documents::named(&args.files)? {
        let text = files::read_text(&path)?;
        let document = parser.read(&text);
        out.write_all(as_seen(&strip(&text, &document)).as_bytes())?;
        let spoiling = broken_words(&path, &text, &document);
        if !spoiling.is_empty() {
            out.flush()?;
            sound = false;
        }
        for message in spoiling {
            say_error(&message);
        }
    }
    out.flush()?;
    Ok(Outcome::clean_if(sound))
}
