//! `quotemark cache`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::output::{Ended, Failure, Outcome, say_note, styled, terminal_width};
use super::paths::absolute;
use super::table::write_aligned;
use crate::store::cache::{self, CacheFile};
use crate::store::writing::remove_own_file;

/// Show what is cached of large corpora, or clear it
///
/// What the files of a large corpus said when they were read last is kept in the user's cache
/// folder, so that an editor or a command need not read all of them again. It can be taken away at
/// any time. With `QUOTEMARK_CACHE=off` in the environment nothing is kept or used.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark cache                     what is cached, and where
  quotemark cache --clear             take all of it away
  quotemark cache --clear ~/articles  take away what is cached of one corpus")]
pub struct Args {
    /// Take away what is cached
    #[arg(long)]
    clear: bool,

    /// Of this corpus only
    corpus: Option<PathBuf>,
}

/// Shows or clears.
pub fn run(args: &Args) -> Ended {
    let Some(folder) = cache::folder() else {
        say_note(
            "nothing is cached: QUOTEMARK_CACHE is `off`, or the system names no folder for caches",
        );
        return Ok(Outcome::Clean);
    };
    let cannot = |what: &str, path: &Path, error| {
        Failure::new(format!("{} cannot be {what}: {error}", path.display()))
    };
    let mut found = cache::list(&folder).map_err(|error| cannot("read", &folder, error))?;
    if let Some(corpus) = &args.corpus {
        let corpus = absolute(corpus)?;
        found.retain(|cache| cache.corpus.as_ref() == Some(&corpus));
    }
    if args.clear {
        for CacheFile { path, .. } in &found {
            remove_own_file(path).map_err(|error| cannot("taken away", path, error))?;
        }
    }
    let mut out = styled();
    let rows: Vec<[String; 3]> = found.iter().map(row).collect();
    if !rows.is_empty() {
        let headings = ["Corpus", "Size", "File"];
        write_aligned(&mut out, &headings, &rows, terminal_width(), &[0])?;
    }
    let bytes: u64 = found.iter().map(|cache| cache.bytes).sum();
    let what = if args.clear { "taken away from" } else { "in" };
    writeln!(out, "{} {what} {}", size(bytes), folder.display())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(cache: &CacheFile) -> [String; 3] {
    let corpus = cache.corpus.as_deref();
    let name = cache.path.file_name().unwrap_or_default();
    [
        corpus.map_or_else(
            || "of another version".into(),
            |corpus| corpus.display().to_string(),
        ),
        size(cache.bytes),
        name.display().to_string(),
    ]
}

/// A length in bytes, in words.
fn size(bytes: u64) -> String {
    match bytes {
        0 => "nothing".into(),
        1..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
