//! `quotemark report`

use std::io::Write;
use std::path::PathBuf;

use super::corpus::load;
use super::export::files::{begin, put_all};
use super::filter::QuoteFilter;
use super::interrupt::leave_nothing_half_written;
use super::options::CorpusPath;
use super::output::{Ended, Failure, Outcome, say_note};
use super::paths::{Paths, absolute, home_of};
use crate::features::shared::wording::counted;
use crate::model::StatementFilter;
use crate::overview::{About, Overview};
use crate::tables::{Changed, Extraction};

/// Write one page that shows the corpus at a glance
///
/// The page is a file that stands alone: it needs no network and no script, and loads nothing. It has
/// what is unfinished, topics with what is against and for them, a time line, who speaks most, who
/// speaks on what, and words in context. Every mark leads to its quotes, the latest fifty at most, each
/// with its place; where there are more, the command stands there that lists them all.
///
/// With filters, only those statements count that match; parts of a topic count for --on, --for and
/// --against.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark report --out report.html
  quotemark report --out outsourcing.html --on '#outsourcing' --from 2011")]
pub struct Args {
    /// The file; its name ends in .html
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// What the page is called; left out, as the corpus' folder
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// Which statements.
    #[command(flatten)]
    filter: QuoteFilter,

    #[command(flatten)]
    corpus: CorpusPath,

    /// Write over a file that is there already
    #[arg(long)]
    force: bool,
}

/// Writes the page.
pub fn run(args: &Args) -> Ended {
    let ending = args.out.extension().and_then(|ending| ending.to_str());
    if !ending.is_some_and(|ending| ending.eq_ignore_ascii_case("html")) {
        return Err(Failure::new(format!(
            "{} does not end in .html; name the file of the page so, such as report.html",
            args.out.display()
        )));
    }
    let path = absolute(&args.out)?;
    if path.is_file() && !args.force {
        return Err(Failure::new(format!(
            "{} is there already; --force writes over it",
            Paths::here().shown(&path)
        )));
    }
    let (corpus, root) = load::rooted(&args.corpus.choice())?;
    let filter = StatementFilter {
        parts_of_topics: true,
        ..args.filter.read(&corpus)?
    };
    let home = home_of(&root.folder);
    let extraction = Extraction::new(&corpus, home, &filter);
    let folder = absolute(home)?;
    let folder = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let overview = Overview::new(
        &extraction,
        &About {
            title: args
                .title
                .as_deref()
                .or(folder.as_deref())
                .unwrap_or("Corpus"),
            wanted: &filter,
        },
    );
    let overview = overview.map_err(|Changed(path)| {
        Failure::new(format!(
            "{} has changed, or cannot be read any more, since it was read; nothing was written, run it again",
            Paths::here().shown(&path)
        ))
    })?;
    leave_nothing_half_written();
    let (begun, mut file) = begin(&path, args.force)?;
    file.write_all(overview.html().as_bytes())
        .map_err(|error| {
            let shown = Paths::here().shown(&path);
            Failure::new(format!(
                "{shown} cannot be written: {error}; nothing was written"
            ))
        })?;
    put_all(vec![(begun, file)], args.force)?;
    say_note(&format!(
        "wrote {} of {} to {}",
        counted(overview.statements(), "statement"),
        counted(extraction.articles().len(), "article"),
        Paths::here().shown(&path)
    ));
    Ok(Outcome::clean_if(overview.statements() > 0))
}
