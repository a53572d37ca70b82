//! `quotemark fmt`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::corpus::{documents, notes, root};
use super::files;
use super::output::{
    Ended, Failure, Outcome, as_seen, exact, harmless, plain, say_error, say_note,
};
use super::paths::{Paths, absolute};
use super::write::{self, diff};
use crate::features::edit::{CorpusEdit, applied};
use crate::features::formatting::formatting;
use crate::model::{Corpus, Source};
use crate::store::Root;

/// Format tags, headers and declarations
///
/// The words of an article, its spaces and its blank lines stay as they are, and so does what is
/// broken. Either all files are written or none; one that cannot be read is named and left alone,
/// and the exit code is 1. With --check nothing is written: what would change is printed, and the
/// exit code is 1 if there is anything. For `-` the text of standard input goes to standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark fmt
  quotemark fmt --check articles
  quotemark fmt - < article.qm")]
pub struct Args {
    /// Files, folders or globs
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Print what would change, and write nothing
    #[arg(long)]
    check: bool,
}

/// Formats what is named, or prints what would change.
pub fn run(args: &Args) -> Ended {
    let mut paths = documents::named(&args.paths)?;
    paths.sort();
    paths.dedup();
    if paths.iter().any(|path| files::is_stdin(path)) {
        if paths.len() > 1 {
            return Err(Failure::new(
                "standard input is formatted by itself; name files or `-`",
            ));
        }
        return stdin(args, &paths[0]);
    }
    let mut corpus = Corpus::default();
    let mut changes = BTreeMap::new();
    let total = paths.len();
    let mut all = true;
    for path in paths {
        let source = match files::read_text(&path) {
            Ok(text) => Source::new(text),
            // What is wrong in one file is no reason to leave the others as they are.
            Err(Failure::Said(reason)) => {
                say_error(&reason);
                all = false;
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let edits = formatting(&source);
        // Only what changes is kept until all is read.
        if !edits.is_empty() {
            let path = absolute(&path)?;
            changes.insert(corpus.insert_file(&path, source), edits);
        }
    }
    let mut edit = CorpusEdit {
        changes,
        ..CorpusEdit::default()
    };
    let root = root(&corpus);
    notes::interrupted(&root);
    let home = root.folder;
    for refused in write::take_out_refused(&corpus, &home, &mut edit)? {
        say_error(&refused);
        all = false;
    }
    let changed = edit.files();
    if args.check {
        diff::print(&corpus, &edit)?;
        if changed > 0 {
            say_note(&format!("{} would change", counted(changed, total)));
        }
        return Ok(Outcome::clean_if(all && changed == 0));
    }
    write::apply(&corpus, &home, &edit)?;
    let mut out = plain();
    let paths = Paths::here();
    let formatted = edit.by_path(&corpus).into_iter();
    for file in formatted.filter_map(|file| corpus.file(file)) {
        writeln!(out, "formatted {}", harmless(&paths.shown(&file.path)))?;
    }
    writeln!(out, "{} changed", counted(changed, total))?;
    out.flush()?;
    Ok(Outcome::clean_if(all))
}

/// The corpus around all files that change.
fn root(corpus: &Corpus) -> Root {
    let folders = corpus.files().filter_map(|(_, file)| file.path.parent());
    let folders = folders.map(Path::to_owned);
    let common = folders.reduce(|common, folder| {
        let mut around = common.ancestors();
        let common = around.find(|around| folder.starts_with(around));
        common.unwrap_or(Path::new(".")).to_owned()
    });
    root::of_folder(&common.unwrap_or_default())
}

fn stdin(args: &Args, path: &Path) -> Ended {
    let source = Source::new(files::read_text(path)?);
    let new = applied(&source.text, &formatting(&source));
    let new = new.unwrap_or_else(|| source.text.to_string());
    let changed = new != *source.text;
    if args.check {
        diff::print_texts("stdin", Some(&source.text), &new)?;
        return Ok(Outcome::clean_if(!changed));
    }
    let mut out = exact();
    out.write_all(as_seen(&new).as_bytes())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn counted(changed: usize, total: usize) -> String {
    let files = if total == 1 { "file" } else { "files" };
    match changed {
        0 => format!("none of {total} {files}"),
        _ => format!("{changed} of {total} {files}"),
    }
}
