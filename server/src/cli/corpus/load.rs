//! From what is named on the command line to a corpus.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::files;
use crate::cli::locations::Paths;
use crate::cli::options::CorpusChoice;
use crate::cli::output::{Ended, Failure, Outcome, exact, say_note};
use crate::cli::place::{Place, line_and_column};
use crate::cli::progress::Progress;
use crate::cli::write;
use crate::model::{Corpus, FileId, Source};
use crate::settings::{Layer, Limits, Settings, SettingsTree};
use crate::store::writing::Records;
use crate::store::{
    self, Depth, ListNote, Loaded, ReadFailure, Root, SettingsFiles, Walk, limits_of,
};
use crate::syntax::{Document, LineIndex};

/// What to do where there are too many files.
const MORE_FILES: &str = "name what is no corpus in a .gitignore, or allow more by `files` under \
                          `[limits]` in quotemark.toml";

/// The documents that paths, folders and globs name.
pub fn documents(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in files::expanded(named)? {
        if path.is_dir() {
            found.extend(documents_below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// The documents in a folder and below.
pub fn documents_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (found, limits) = walk_below(folder)?;
    note_left_out(folder, &found, limits);
    if found.files.is_empty() {
        return Err(no_documents(folder));
    }
    Ok(as_paths(&found.files))
}

/// What a walk found, as paths to work with.
pub fn as_paths(found: &[Arc<Path>]) -> Vec<PathBuf> {
    found.iter().map(|path| path.to_path_buf()).collect()
}

/// What a walk finds in a folder and below, and within which limits.
pub fn walk_below(folder: &Path) -> Result<(Walk, Limits), Failure> {
    let limits = limits_of(&absolute(folder)?, &Layer::default());
    Ok((store::walk(folder, Depth::Everything, limits), limits))
}

/// That a folder holds no corpus.
pub fn no_documents(folder: &Path) -> Failure {
    Failure::new(format!(
        "there is no .qm file in {}",
        Paths::here().shown(folder)
    ))
}

/// What is broken so that markup stays among the words: a line for each.
pub fn spoilt_words(path: &Path, text: &str, document: &Document) -> Vec<String> {
    let problems = document.problems.iter();
    let mut problems = problems
        .filter(|problem| problem.code.spoils_words())
        .peekable();
    if problems.peek().is_none() {
        return Vec::new();
    }
    let lines = LineIndex::of_file(text);
    problems
        .map(|problem| {
            let (line, column) = line_and_column(&lines, problem.range.from());
            format!("{}:{line}:{column}: {}", path.display(), problem.message)
        })
        .collect()
}

/// The corpus that is asked for.
pub fn corpus(choice: &CorpusChoice) -> Result<Corpus, Failure> {
    rooted(choice).map(|(corpus, _)| corpus)
}

/// The corpus that is asked for, and where it is.
pub fn rooted(choice: &CorpusChoice) -> Result<(Corpus, Root), Failure> {
    let root = root(choice)?;
    Ok((loaded_with_notes(&root)?.corpus, root))
}

/// Where the corpus is that is asked for.
pub fn root(choice: &CorpusChoice) -> Result<Root, Failure> {
    match &choice.corpus {
        Some(path) => chosen(path),
        None => Ok(root_of_folder(&absolute(Path::new("."))?)),
    }
}

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
        Some(root) => chosen(root)?,
        None => root_of_file(&path),
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

/// The corpus at a root, with files that need not lie below it; one of them
/// may be standard input.
pub fn loaded(root: &Root, files: &[PathBuf], progress: &Progress) -> Result<Loaded, Failure> {
    let limits = limits_of(&root.folder, &Layer::default());
    let mut found = if root.folder.is_dir() {
        store::walk(&root.folder, root.depth, limits)
    } else {
        Walk {
            files: vec![root.folder.as_path().into()],
            ..Walk::default()
        }
    };
    note_left_out(&root.folder, &found, limits);
    let mut settings = SettingsFiles::default();
    settings.read(&found.settings);
    found.take_apart(&root.folder);
    let mut paths = found.files;
    let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        files.iter().partition(|path| files::is_stdin(path));
    paths.extend(files.into_iter().map(|file| Arc::from(file.as_path())));
    if paths.is_empty() && stdin.is_empty() {
        return Err(no_documents(&root.folder));
    }
    let tell = |done, total| progress.done("reading", done, total);
    settings.read(store::settings_above(&root.folder).as_slice());
    let mut loaded = store::load(&root.folder, paths, settings, limits, &tell);
    if let Some(path) = stdin.first() {
        let text = files::read_text(path)?;
        loaded.corpus.insert_file(path, Source::new(text));
    }
    Ok(loaded)
}

/// The corpus at a root. Files that could not be read are named, and the
/// others answer.
fn loaded_with_notes(root: &Root) -> Result<Loaded, Failure> {
    note_interrupted(root);
    let progress = Progress::new();
    let loaded = loaded(root, &[], &progress)?;
    progress.finish();
    for ReadFailure { path, kind } in &loaded.failures {
        say_note(&format!(
            "left out {}, which {kind}",
            Paths::here().shown(path)
        ));
    }
    Ok(loaded)
}

/// Says so when there were more files than are looked at, or lists that do not count.
fn note_left_out(folder: &Path, found: &Walk, limits: Limits) {
    if found.gave_up {
        say_note(&format!(
            "{} holds more than {} files and folders, and no more of them were looked at; {}",
            Paths::here().shown(folder),
            limits.files,
            MORE_FILES
        ));
    }
    for ListNote { path, why } in &found.lists.named {
        let path = absolute(path).unwrap_or_else(|_| path.clone());
        say_note(&format!("{} {why}", Paths::here().shown(&path)));
    }
    match found.lists.more {
        0 => {}
        1 => say_note("there is 1 more such list"),
        more => say_note(&format!("there are {more} more such lists")),
    }
}

/// Says so when an edit of the corpus was interrupted, or something looks like
/// one that is none.
pub fn note_interrupted(root: &Root) {
    let home = write::home_of(&root.folder);
    if Records::of_user().is_some_and(|records| records.is_pending(home)) {
        say_note(&write::interrupted_note(home));
    }
    if let Some(note) = write::unvouched_note(home) {
        say_note(&note);
    }
}

/// What is set where. For files outside of the corpus that stands which is set
/// at its root.
pub fn settings(loaded: &Loaded, root: &Root) -> SettingsTree {
    let tree = loaded.settings.tree([root.folder.as_path()]);
    tree.elsewhere_as_in(&root.folder)
}

/// The root that is named on the command line: a folder, or a single file.
pub fn chosen(path: &Path) -> Result<Root, Failure> {
    if !path.exists() {
        return Err(Failure::new(format!(
            "there is no folder {}",
            path.display()
        )));
    }
    Ok(whole(absolute(path)?))
}

/// The root of the corpus that a file belongs to.
pub fn root_of_file(file: &Path) -> Root {
    store::root_of(file).unwrap_or_else(|| whole(file.to_owned()))
}

/// The root of the corpus that a folder belongs to: itself, if no folder
/// around it is marked as one.
pub fn root_of_folder(folder: &Path) -> Root {
    whole(store::root_of_folder(folder).unwrap_or(folder).to_owned())
}

fn whole(folder: PathBuf) -> Root {
    Root {
        folder,
        depth: Depth::Everything,
    }
}

/// The path in full; what it leads to need not be there.
pub fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path);
    path.map_err(|error| Failure::new(format!("the current folder cannot be told: {error}")))
}
