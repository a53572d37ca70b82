//! Questions about what stands at a place in a corpus.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::load::loaded_with_notes;
use super::root;
use super::settings::settings;
use crate::cli::file_position::FilePosition;
use crate::cli::files;
use crate::cli::options::CorpusChoice;
use crate::cli::output::{Ended, Failure, Outcome, exact, say_note};
use crate::cli::paths::absolute;
use crate::model::{Corpus, FileId, Source};
use crate::settings::Settings;
use crate::store::Root;
use crate::syntax::LineIndex;

/// Which place is asked about, and in which corpus.
#[derive(Debug, Clone, Args)]
pub struct PositionArgs {
    /// The place: line and column count from 1, columns in characters
    #[arg(value_name = "FILE:LINE:COL")]
    pub place: FilePosition,

    /// Which corpus is asked.
    #[command(flatten)]
    pub corpus: CorpusChoice,
}

/// What is said of a place for which there is no answer.
pub struct Nothing {
    /// For people, on standard error.
    pub message: &'static str,
    /// For programs, on standard output, where they are to get JSON.
    pub json: Option<&'static str>,
}

/// A place with the corpus around it.
pub struct PositionInCorpus {
    /// The corpus.
    pub corpus: Corpus,
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: Arc<Path>,
    /// Its lines.
    pub lines: LineIndex,
    /// The byte in the file.
    pub offset: usize,
    /// What holds for the file.
    pub settings: Arc<Settings>,
    /// Where the corpus is.
    pub root: Root,
}

/// Asks a question at a place, and prints the answer, or says that there is none.
///
/// # Errors
/// When the place or the corpus cannot be read, and as `print` does.
pub fn run<A>(
    args: &PositionArgs,
    nothing: &Nothing,
    ask: impl FnOnce(&PositionInCorpus) -> Option<A>,
    print: impl FnOnce(&PositionInCorpus, A) -> Ended,
) -> Ended {
    let at = read(args)?;
    match ask(&at) {
        Some(answer) => print(&at, answer),
        None => say_nothing(&args.place, nothing),
    }
}

fn read(args: &PositionArgs) -> Result<PositionInCorpus, Failure> {
    let PositionArgs { place, corpus } = args;
    // Read first, so that a wrong name or place is reported before a large corpus is loaded.
    let text = files::read_text(&place.file)?;
    let lines = LineIndex::of_file(&text);
    let offset = place.offset(&lines)?;
    let path = absolute(&place.file)?;
    let root = match &corpus.corpus {
        Some(root) => root::named(root)?,
        None => root::of_file(&path),
    };
    let loaded = loaded_with_notes(&root, &corpus.casts)?;
    let settings = settings(&loaded, &root).of(&path);
    let mut corpus = loaded.corpus;
    // What was read first is what the place was found in, whatever happened to the file since.
    // A file that the corpus leaves out, such as one that git ignores, has answers all the same.
    let external = corpus
        .find(&path)
        .filter(|file| corpus.external(*file).is_some());
    let file = external.unwrap_or_else(|| corpus.insert_file(&path, Source::new(text)));
    Ok(PositionInCorpus {
        corpus,
        file,
        path: path.into(),
        lines,
        offset,
        settings,
        root,
    })
}

fn say_nothing(place: &FilePosition, nothing: &Nothing) -> Ended {
    if let Some(json) = nothing.json {
        let mut out = exact();
        writeln!(out, "{json}")?;
        out.flush()?;
    } else {
        let FilePosition { file, line, column } = place;
        let message = nothing.message;
        say_note(&format!("{}:{line}:{column}: {message}", file.display()));
    }
    Ok(Outcome::Wanting)
}
