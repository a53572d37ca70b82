//! `quotemark check`

mod counts;
mod finding;
mod findings;
mod github;
mod inspect;
mod sarif;
mod text;
mod work;
mod writer;

use std::collections::HashSet;
use std::path::PathBuf;

use clap::ValueEnum;

use self::counts::Counts;
use self::work::Work;
use self::writer::{Format, Writer};
use super::corpus::around::corpora_around;
use super::corpus::{load, notes, settings};
use super::options::CastsChoice;
use super::output::{Ended, Failure, Outcome};
use super::progress::Progress;
use crate::model::FileId;
use crate::reports::Severity;

/// Report problems
///
/// `quotemark.toml` sets the severity of each report. Files are read together with the corpus around them: the nearest folder that holds
/// `quotemark.toml`, else `cast.qm`, else `.git`, or the one named by
/// --corpus. Only what is named is reported. Links in a folder are not followed, and those that
/// lead out of the corpus are named on standard error. The last line counts; with a format for
/// machines it goes there too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark check
  quotemark check articles/2012 cast.qm
  quotemark check --deny warnings --severity warning
  quotemark check --format github
  quotemark check --format sarif > quotemark.sarif

Exit codes: 0 clean, 1 with errors (or warnings, where they are denied), 2 could not run.")]
pub struct Args {
    /// Files, folders or globs
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The corpus around them, where it is not found by itself
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,

    #[command(flatten)]
    casts: CastsChoice,

    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Hide less serious reports (still counted in the last line)
    #[arg(long, value_enum, value_name = "LEAST", default_value_t)]
    severity: MinSeverity,

    /// What counts as an error
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Denied>,

    /// Compare the index with one built from scratch
    #[arg(long, hide = true)]
    paranoid: bool,
}

/// The least grave that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MinSeverity {
    /// Errors alone
    Error,
    /// Errors and warnings
    Warning,
    /// All but hints
    Information,
    /// Everything
    #[default]
    Hint,
}

impl MinSeverity {
    /// Whether a diagnostic is grave enough.
    fn shows(self, severity: Severity) -> bool {
        severity
            <= match self {
                Self::Error => Severity::Error,
                Self::Warning => Severity::Warning,
                Self::Information => Severity::Information,
                Self::Hint => Severity::Hint,
            }
    }
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings end with exit code 1 too
    Warnings,
}

/// Checks what is named.
pub fn run(args: &Args) -> Ended {
    let progress = Progress::new();
    let groups = corpora_around(&args.paths, args.corpus.as_deref())?;
    let mut writer = Writer::new(args.format);
    let mut counts = Counts::default();
    let mut seen = HashSet::new();
    writer.start()?;
    for (root, documents) in groups {
        notes::interrupted(&root);
        let loaded = load::loaded(&root, &documents, &args.casts, &progress)?;
        if args.paranoid && *loaded.corpus.index() != loaded.corpus.rebuilt_index() {
            return Err(Failure::new(
                "the index is not what it would be if built from scratch",
            ));
        }
        let work = work::work(&loaded, &root, &documents, &mut seen);
        let files: Vec<FileId> = work.iter().filter_map(Work::file).collect();
        counts.add(loaded.corpus.counts_in(&files));
        let settings = settings::settings(&loaded, &root);
        inspect::inspect(&loaded.corpus, &settings, &work, &progress, |found| {
            for finding in found {
                counts.count(&finding);
                if args.severity.shows(finding.severity) {
                    counts.codes.insert(finding.code.name());
                    writer.write(&finding)?;
                }
            }
            writer.flush()
        })?;
    }
    progress.finish();
    writer.end(&counts)?;
    let denied = args.deny == Some(Denied::Warnings) && counts.warnings > 0;
    Ok(Outcome::clean_if(counts.errors == 0 && !denied))
}
