//! Questions about what stands at a place in a corpus.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::load::{loaded_with_notes, settings};
use super::root;
use crate::cli::files;
use crate::cli::options::CorpusChoice;
use crate::cli::output::{Ended, Failure, Outcome, exact, say_note};
use crate::cli::paths::absolute;
use crate::cli::place::Place;
use crate::model::{Corpus, FileId, Source};
use crate::settings::Settings;
use crate::store::Root;
use crate::syntax::LineIndex;

/// A place in a corpus.
pub struct Pointed {
    /// The corpus.
    pub corpus: Corpus,
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: Arc<Path>,
    /// Its lines.
    pub lines: LineIndex,
    /// The byte that is pointed at.
    pub offset: usize,
    /// What holds for the file.
    pub settings: Arc<Settings>,
    /// Where the corpus is.
    pub root: Root,
}

/// The place with the corpus around it.
pub fn pointed(place: &Place, choice: &CorpusChoice) -> Result<Pointed, Failure> {
    if place.file.is_dir() {
        return Err(Failure::new(format!(
            "{} is a folder",
            place.file.display()
        )));
    }
    // Read first, so that a wrong name or place is told before a large corpus is loaded.
    let text = files::read_text(&place.file)?;
    let lines = LineIndex::of_file(&text);
    let offset = place.offset(&lines)?;
    let path = absolute(&place.file)?;
    let root = match &choice.corpus {
        Some(root) => root::named(root)?,
        None => root::of_file(&path),
    };
    let loaded = loaded_with_notes(&root)?;
    let settings = settings(&loaded, &root).of(&path);
    let mut corpus = loaded.corpus;
    // What was read first is what the place was found in, whatever happened to the file since.
    // A file that the corpus leaves out, such as one that git ignores, is asked all the same.
    let file = corpus.insert_file(&path, Source::new(text));
    Ok(Pointed {
        corpus,
        file,
        path: path.into(),
        lines,
        offset,
        settings,
        root,
    })
}

/// Ends a command that found nothing at its place.
pub fn nothing_at(place: &Place, json: Option<&str>, message: &str) -> Ended {
    if let Some(json) = json {
        let mut out = exact();
        writeln!(out, "{json}")?;
        out.flush()?;
    } else {
        let Place { file, line, column } = place;
        say_note(&format!("{}:{line}:{column}: {message}", file.display()));
    }
    Ok(Outcome::Wanting)
}
