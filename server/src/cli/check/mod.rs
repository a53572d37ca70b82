//! `quotemark check`

mod findings;
mod report;

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use clap::ValueEnum;
use rayon::prelude::*;
use serde::Serialize;

use self::findings::Findings;
use self::report::Finding;
use super::corpus::{load, notes, root};
use super::documents;
use super::files;
use super::output::{
    Ended, Failure, Outcome, harmless_json, say_note, styled, terminal_width, trusted,
};
use super::paths::{Paths, absolute};
use super::progress::Progress;
use crate::model::{self, Corpus, FileId};
use crate::reports::Severity;
use crate::settings::SettingsTree;
use crate::store::{FailureKind, Leaving, Loaded, Root, SettingsFile};

/// How many files are looked at before what was found is written: enough for
/// every core, few enough to keep little in memory.
const AT_ONCE: usize = 128;

/// Say what is wrong
///
/// `quotemark.toml` says how grave each report is. Files are read together with the corpus around them: the nearest folder that holds
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

    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Show nothing less grave; the last line still counts it
    #[arg(long, value_enum, value_name = "LEAST", default_value_t)]
    severity: Least,

    /// What counts as an error
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Denied>,

    /// Compare the index with one built afresh
    #[arg(long, hide = true)]
    paranoid: bool,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// An object with the list and the counts
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// The least grave that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Least {
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

impl Least {
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

/// What was found in all.
#[derive(Debug, Default, Serialize)]
struct Counts {
    articles: usize,
    people: usize,
    organisations: usize,
    quotes: usize,
    errors: usize,
    warnings: usize,
    #[serde(rename = "remarks")]
    others: usize,
    /// The codes of what is shown.
    #[serde(skip)]
    codes: BTreeSet<&'static str>,
}

/// Checks what is named.
pub fn run(args: &Args) -> Ended {
    let progress = Progress::new();
    let groups = groups(&args.paths, args.corpus.as_deref())?;
    let mut writer = Writer::new(args.format);
    let mut counts = Counts::default();
    let mut seen = HashSet::new();
    writer.start()?;
    for (root, wanted) in groups {
        notes::interrupted(&root);
        let loaded = load::loaded(&root, &wanted, &progress)?;
        if args.paranoid && *loaded.corpus.index() != loaded.corpus.rebuilt_index() {
            return Err(Failure::new(
                "the index is not what it would be if built afresh",
            ));
        }
        let work = work(&loaded, &root, &wanted, &mut seen);
        let files: Vec<FileId> = work.iter().filter_map(Work::file).collect();
        counts.add(loaded.corpus.counts_in(&files));
        let settings = load::settings(&loaded, &root);
        check(&loaded.corpus, &settings, &work, &progress, |found| {
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

// ---- What is checked --------------------------------------------------------

/// The roots of the corpora around `paths`, or the one that is given, each with
/// the documents that are wanted of it. Names the links that lead elsewhere.
pub fn groups(
    paths: &[PathBuf],
    corpus: Option<&Path>,
) -> Result<Vec<(Root, Vec<PathBuf>)>, Failure> {
    let mut groups: Vec<(Root, Vec<PathBuf>)> = Vec::new();
    for path in files::expanded(paths)? {
        let is_stdin = files::is_stdin(&path);
        let path = if is_stdin { path } else { absolute(&path)? };
        let root = match corpus {
            Some(root) => root::named(root)?,
            None if is_stdin => root::of_folder(&absolute(Path::new("."))?),
            None if path.is_dir() => root::of_folder(&path),
            None => root::of_file(&path),
        };
        if !path.is_dir() {
            add_to(&mut groups, root, vec![path]);
            continue;
        }
        let (mut found, _) = documents::walk_below(&path)?;
        note_links(&found.leaving(&root.folder));
        if found.files.is_empty() {
            return Err(documents::none_in(&path));
        }
        // Corpora further down are looked at as what they are, unless one is named.
        let apart = match corpus {
            Some(_) => Vec::new(),
            None => found.take_apart(&path),
        };
        if !found.files.is_empty() {
            add_to(&mut groups, root, documents::as_paths(&found.files));
        }
        for (folder, files) in apart {
            let root = root::named(&folder)?;
            add_to(&mut groups, root, documents::as_paths(&files));
        }
    }
    Ok(groups)
}

fn add_to(groups: &mut Vec<(Root, Vec<PathBuf>)>, root: Root, mut documents: Vec<PathBuf>) {
    match groups.iter_mut().find(|(other, _)| *other == root) {
        Some((_, wanted)) => wanted.append(&mut documents),
        None => groups.push((root, documents)),
    }
}

/// Names some of the links that lead out of a corpus, and counts the rest.
fn note_links(links: &Leaving) {
    let paths = Paths::here();
    let named = links.named.iter().map(|link| paths.shown(link));
    let mut named: Vec<String> = named.collect();
    if links.more > 0 {
        named.push(format!("and {} more", links.more));
    }
    if !named.is_empty() {
        say_note(&format!(
            "{} out of the corpus or nowhere, and no link is followed: {}",
            match links.named.len() + links.more {
                1 => "1 link leads".into(),
                number => format!("{number} links lead"),
            },
            named.join(", ")
        ));
    }
}

/// A file to look at, one that could not be read, or the settings of some.
enum Work {
    Look(Arc<Path>, FileId),
    Failed(Arc<Path>, FailureKind),
    Settings(Arc<SettingsFile>),
}

impl Work {
    fn path(&self) -> &Path {
        match self {
            Self::Look(path, _) | Self::Failed(path, _) => path,
            Self::Settings(file) => &file.path,
        }
    }

    fn file(&self) -> Option<FileId> {
        match self {
            Self::Look(_, file) => Some(*file),
            Self::Failed(..) | Self::Settings(_) => None,
        }
    }
}

/// What is wanted of a corpus and was not looked at before, by path; with it
/// the settings that hold there.
fn work(
    loaded: &Loaded,
    root: &Root,
    wanted: &[PathBuf],
    seen: &mut HashSet<Arc<Path>>,
) -> Vec<Work> {
    let wanted: HashSet<&Path> = wanted.iter().map(PathBuf::as_path).collect();
    let files = loaded.corpus.files();
    let looks = files.map(|(number, file)| Work::Look(file.path.clone(), number));
    let failures = loaded.failures.iter();
    let failures =
        failures.map(|failure| Work::Failed(failure.path.as_path().into(), failure.kind.clone()));
    let mut work: Vec<Work> = looks.chain(failures).collect();
    work.retain(|work| wanted.contains(work.path()) && seen.insert(work.path().into()));
    let held = work.iter();
    let at_root = loaded.settings.governing(&root.folder.join("-"));
    let held = held.filter_map(|work| loaded.settings.governing(work.path()).or(at_root));
    let held: Vec<Arc<SettingsFile>> = held
        .filter(|file| seen.insert(file.path.as_path().into()))
        .cloned()
        .collect();
    work.extend(held.into_iter().map(Work::Settings));
    work.sort_by(|a, b| a.path().cmp(b.path()));
    work
}

// ---- Checking ---------------------------------------------------------------

/// Looks at each file, several at once, and hands on what was found in the
/// order of the work.
fn check(
    corpus: &Corpus,
    settings: &SettingsTree,
    work: &[Work],
    progress: &Progress,
    mut hand_on: impl FnMut(Vec<Finding>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let findings = Findings::new(corpus);
    let done = AtomicUsize::new(0);
    for chunk in work.chunks(AT_ONCE) {
        let look = |piece: &Work| {
            let settings = &settings.of(piece.path()).severities;
            let found = match piece {
                Work::Look(_, file) => findings.of_file(*file, settings),
                Work::Failed(path, why) => findings.of_unread(path, why, settings),
                Work::Settings(file) => findings.of_settings(file, settings),
            };
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress.done("checking", done, work.len());
            found
        };
        let found: Vec<Vec<Finding>> = chunk.par_iter().map(look).collect();
        progress.aside(|| hand_on(found.into_iter().flatten().collect()))?;
    }
    Ok(())
}

// ---- Writing ----------------------------------------------------------------

/// Writes diagnostics one after the other, so that none is kept.
struct Writer {
    out: Box<dyn Write>,
    format: Format,
    renderer: Renderer,
    any: bool,
}

impl Writer {
    fn new(format: Format) -> Self {
        let width = terminal_width().unwrap_or(DEFAULT_TERM_WIDTH);
        Self {
            out: match format {
                // The commands in it are ours.
                Format::Github => Box::new(trusted()),
                _ => Box::new(styled()),
            },
            format,
            renderer: Renderer::styled().term_width(width),
            any: false,
        }
    }

    fn start(&mut self) -> Result<(), Failure> {
        match self.format {
            Format::Text | Format::Github => Ok(()),
            Format::Json => self.put("{\"diagnostics\":["),
            Format::Sarif => self.put(&report::sarif_start()),
        }
    }

    fn write(&mut self, finding: &Finding) -> Result<(), Failure> {
        let between = if self.any { ",\n" } else { "\n" };
        self.any = true;
        match self.format {
            Format::Text => self.put(&report::text(finding, &self.renderer)),
            Format::Github => self.put(&report::github(finding)),
            Format::Json => self.put_json(between, &report::json(finding)),
            Format::Sarif => self.put_json(between, &report::sarif(finding)),
        }
    }

    fn end(&mut self, counts: &Counts) -> Result<(), Failure> {
        let told = counts.told();
        match self.format {
            Format::Text => {
                if let Some(code) = counts.codes.first() {
                    self.put(&match counts.codes.len() {
                        1 => format!("`quotemark explain {code}` says more.\n"),
                        _ => format!(
                            "`quotemark explain CODE` says more, as `quotemark explain {code}`.\n"
                        ),
                    })?;
                }
                self.put(&format!("{told}\n"))?;
                return self.flush();
            }
            Format::Github => {}
            Format::Json => {
                let counts = serde_json::to_string(counts)?;
                self.put(&format!("\n],\"counts\":{counts}}}\n"))?;
            }
            Format::Sarif => self.put(&format!("\n{}\n", report::SARIF_END))?,
        }
        self.flush()?;
        // Where nobody can be told, the exit code tells.
        let _ = writeln!(io::stderr(), "{told}");
        Ok(())
    }

    fn put_json(&mut self, between: &str, json: &str) -> Result<(), Failure> {
        self.put(between)?;
        self.put(&harmless_json(json))
    }

    fn put(&mut self, words: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(words.as_bytes())?)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

impl Counts {
    fn add(&mut self, held: model::Counts) {
        self.articles += held.articles;
        self.people += held.people;
        self.organisations += held.organisations;
        self.quotes += held.quotes;
    }

    fn count(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Information | Severity::Hint => self.others += 1,
        }
    }

    fn told(&self) -> String {
        let remarks = match self.others {
            0 => String::new(),
            others => format!(", {}", counted(others, "remark", "remarks")),
        };
        format!(
            "{}, {}, {}, {}: {}, {}{remarks}",
            counted(self.articles, "article", "articles"),
            counted(self.people, "person", "people"),
            counted(self.organisations, "organisation", "organisations"),
            counted(self.quotes, "quote", "quotes"),
            counted(self.errors, "error", "errors"),
            counted(self.warnings, "warning", "warnings"),
        )
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}
