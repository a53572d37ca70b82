//! Checking the files, several at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::finding::Finding;
use super::findings::Findings;
use super::work::Work;
use crate::cli::output::Failure;
use crate::cli::progress::Progress;
use crate::model::Corpus;
use crate::settings::SettingsTree;

/// How many files are looked at before what was found is written: enough for
/// every core, few enough to keep little in memory.
const AT_ONCE: usize = 128;

/// Looks at each file, several at once, and hands on what was found in the
/// order of the work.
pub fn inspect(
    corpus: &Corpus,
    settings: &SettingsTree,
    work: &[Work],
    progress: &Progress,
    mut hand_on: impl FnMut(Vec<Finding>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let findings = Findings::new(corpus);
    let done = AtomicUsize::new(0);
    for chunk in work.chunks(AT_ONCE) {
        let check = |piece: &Work| {
            let settings = &settings.of(piece.path()).severities;
            let found = match piece {
                Work::Check(_, file) => findings.of_file(*file, settings),
                Work::Failed(path, why) => findings.of_unread(path, why, settings),
                Work::Settings(file) => findings.of_settings(file, settings),
            };
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress.done("checking", done, work.len());
            found
        };
        let found: Vec<Vec<Finding>> = chunk.par_iter().map(check).collect();
        progress.aside(|| hand_on(found.into_iter().flatten().collect()))?;
    }
    Ok(())
}
