//! `quotemark fix`

use std::io::Write;
use std::path::PathBuf;

use super::corpus::around::corpora_around;
use super::corpus::{load, notes, settings};
use super::files;
use super::options::CastsChoice;
use super::output::{Ended, Failure, Outcome, plain, say_error, say_note};
use super::progress::Progress;
use super::write::{self, diff};
use crate::features::actions::fix_all;
use crate::features::edit::CorpusEdit;

/// Fix everything that is safe to fix
///
/// Slips in the form of tags, headers and declarations, dates in another form, and ids that
/// differ from a declared one only in case. Whom an unknown id means, who spoke and what is to
/// be declared is left to you, and so is what is broken and may be the article's own words, such
/// as a tag that is not closed; `quotemark actions` offers what can be done at a place. What
/// `quotemark strip` prints never changes. Either all files of a corpus are written or none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark fix
  quotemark fix articles/2012 --dry-run")]
pub struct Args {
    /// Files, folders or globs
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Print what would change, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,

    /// The corpus around them, where it is not found by itself
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,

    #[command(flatten)]
    casts: CastsChoice,
}

/// What is said where no file changes.
const NOTHING: &str = "nothing to fix without a question";

/// Fixes, or prints what would change.
pub fn run(args: &Args) -> Ended {
    if args.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::new("standard input cannot be fixed; name a file"));
    }
    let progress = Progress::new();
    let mut edits = Vec::new();
    let mut all = true;
    for (root, wanted) in corpora_around(&args.paths, args.corpus.as_deref())? {
        notes::interrupted(&root);
        let loaded = load::loaded(&root, &wanted, &args.casts, &progress)?;
        let settings = settings::settings(&loaded, &root);
        let corpus = loaded.corpus;
        let mut edit = CorpusEdit::default();
        for (done, path) in wanted.iter().enumerate() {
            progress.done("fixing", done, wanted.len());
            // A file that cannot be read is for `check` to report.
            let Some(file) = corpus.find(path) else {
                continue;
            };
            let fixes = fix_all(&corpus, file, &settings.of(path).severities);
            let fixes = fixes.and_then(|fixes| fixes.checked(&corpus));
            edit.changes.extend(fixes?.changes);
        }
        for refused in write::take_out_refused(&corpus, &root.folder, &mut edit)? {
            say_error(&refused);
            all = false;
        }
        edits.push((root, corpus, edit));
    }
    progress.finish();
    if args.dry_run {
        for (_, corpus, edit) in &edits {
            diff::print(corpus, edit)?;
        }
        // Not among the output, which `patch` is to read.
        if all && edits.iter().all(|(_, _, edit)| edit.is_empty()) {
            say_note(NOTHING);
        }
        return Ok(Outcome::clean_if(all));
    }
    let mut out = plain();
    edits.retain(|(_, _, edit)| !edit.is_empty());
    if edits.is_empty() {
        writeln!(out, "{NOTHING}")?;
    }
    for (root, corpus, edit) in &edits {
        write::apply(corpus, &root.folder, edit)?;
        writeln!(out, "fixed {}", edit.extent())?;
    }
    out.flush()?;
    Ok(Outcome::clean_if(all))
}
