//! The files of a corpus, read.

use std::path::PathBuf;
use std::sync::Arc;

use super::external::read_external;
use super::{documents, notes, root};
use crate::cli::files;
use crate::cli::options::{CastsChoice, CorpusChoice};
use crate::cli::output::{Failure, say_note};
use crate::cli::paths::Paths;
use crate::cli::progress::Progress;
use crate::model::{Corpus, Source};
use crate::settings::Layer;
use crate::store::{self, Loaded, ReadFailure, Root, SettingsFiles, Walk, limits_of};

/// The corpus that the command line names.
///
/// # Errors
/// As [`loaded_with_notes`].
pub fn corpus(choice: &CorpusChoice) -> Result<Corpus, Failure> {
    rooted(choice).map(|(corpus, _)| corpus)
}

/// The corpus that the command line names, and where it is.
///
/// # Errors
/// As [`loaded_with_notes`], and when what is named is not there.
pub fn rooted(choice: &CorpusChoice) -> Result<(Corpus, Root), Failure> {
    let root = root::chosen(choice.corpus.as_deref())?;
    Ok((loaded_with_notes(&root, &choice.casts)?.corpus, root))
}

/// The corpus at a root, with files that need not lie below it, of which one may be
/// standard input, and with what it reads of other corpora.
///
/// # Errors
/// When what `--casts` names is not there.
pub fn loaded(
    root: &Root,
    files: &[PathBuf],
    casts: &CastsChoice,
    progress: &Progress,
) -> Result<Loaded, Failure> {
    let limits = limits_of(&root.folder, &Layer::default());
    let mut found = if root.folder.is_dir() {
        store::walk(&root.folder, root.depth, limits)
    } else {
        Walk {
            files: vec![root.folder.as_path().into()],
            ..Walk::default()
        }
    };
    notes::left_out(&root.folder, &found, limits);
    let mut settings = SettingsFiles::default();
    settings.read(&found.settings);
    let apart = found.take_apart(&root.folder);
    let mut paths = found.files;
    let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        files.iter().partition(|path| files::is_stdin(path));
    paths.extend(files.into_iter().map(|file| Arc::from(file.as_path())));
    if paths.is_empty() && stdin.is_empty() {
        return Err(match apart.first() {
            Some((folder, _)) => documents::all_apart(&root.folder, folder, apart.len()),
            None => documents::none_in(&root.folder),
        });
    }
    let report = |done, total| progress.done("reading", done, total);
    settings.read(store::settings_above(&root.folder).as_slice());
    let mut loaded = store::load(&root.folder, paths, settings, limits, &report);
    if let Some(path) = stdin.first() {
        let text = files::read_text(path)?;
        loaded.corpus.insert_file(path, Source::new(text));
    }
    read_external(&mut loaded, root, casts, limits)?;
    Ok(loaded)
}

/// The corpus at a root. Files that could not be read are named, and the
/// others answer.
///
/// # Errors
/// When what `--casts` names is not there.
pub fn loaded_with_notes(root: &Root, casts: &CastsChoice) -> Result<Loaded, Failure> {
    notes::interrupted(root);
    let progress = Progress::new();
    let loaded = loaded(root, &[], casts, &progress)?;
    progress.finish();
    for ReadFailure { path, kind } in &loaded.failures {
        say_note(&format!(
            "left out {}, which {kind}",
            Paths::here().shown(path)
        ));
    }
    Ok(loaded)
}
