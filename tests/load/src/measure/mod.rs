//! Measures the server on corpora of several sizes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Begin, Editor};
use crate::document::Document;
use crate::failure::{Outcome, fail};
use crate::figures::{Size, table};
use crate::generate::{Corpus, Manifest, Measured, Plan, at_hand, manifest_of};
use crate::ripgrep::ripgrep;

mod answers;
mod changes;
mod machine;
mod start;
mod typing;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many articles; several numbers with commas between them.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    articles: Vec<usize>,
    /// The server's program.
    #[arg(long, default_value = "target/release/quotemark")]
    server: PathBuf,
    /// Where corpora lie and are written.
    #[arg(long, default_value = "target/load")]
    dir: PathBuf,
    /// Write all that was measured into this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the table into this file.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Put all declarations of a corpus into one file.
    #[arg(long)]
    one_cast: bool,
    /// Ask seldom, at small sizes, and only look whether the answers are right.
    #[arg(long)]
    small: bool,
    /// Leave out the changes of many files.
    #[arg(long)]
    no_changes: bool,
    /// Remove each corpus when it has been measured.
    #[arg(long)]
    tidy: bool,
}

/// Measures, and prints the table.
pub fn run(args: &Args) -> Outcome<()> {
    let sizes = match args.small {
        true => &SMALL[..],
        false => &args.articles[..],
    };
    let mut measured = Vec::new();
    for &articles in sizes {
        measured.push(measure(args, articles)?);
        // After each size, so that a long run leaves what it has.
        if let Some(file) = &args.json {
            let report = json!({ "machine": machine::describe(), "sizes": measured });
            fs::write(file, serde_json::to_vec_pretty(&report)?)?;
        }
    }
    let table = format!("{}\n\n{}", table(&measured), machine::describe());
    println!("{table}");
    if let Some(file) = &args.table {
        fs::write(file, table + "\n")?;
    }
    Ok(())
}

/// How many articles the corpora have of which little is asked: enough to see
/// that answers are complete, on any machine and however busy it is.
const SMALL: [usize; 2] = [1_000, 4_000];
/// The machine's own limit.
const RIPGREP: &str = "`rg -j2 -c ']{'` on the same files";

/// What is measured, and with what.
struct Bench {
    program: PathBuf,
    dir: PathBuf,
    caches: PathBuf,
    manifest: Manifest,
    corpus: Corpus,
    effort: Effort,
    size: Size,
}

/// How often things are done.
#[derive(Debug, Clone, Copy)]
struct Effort {
    /// Starts of the server.
    starts: usize,
    /// Questions that are answered at once.
    asks: usize,
    /// Things that take longer.
    slow: usize,
    /// How long the server is watched while nothing happens.
    idle: Duration,
    /// How many megabytes the big article has.
    big: usize,
}

impl Effort {
    fn of(args: &Args, articles: usize) -> Self {
        if args.small {
            return Self {
                starts: 1,
                asks: 10,
                slow: 2,
                idle: Duration::from_secs(1),
                big: 1,
            };
        }
        Self {
            starts: match articles {
                ..50_000 => 5,
                50_000..500_000 => 3,
                _ => 1,
            },
            asks: 200,
            slow: 10,
            idle: Duration::from_secs(5),
            big: 5,
        }
    }
}

/// How old files have to be to be cached, with a second to spare.
const SETTLED: Duration = Duration::from_secs(4);

fn measure(args: &Args, articles: usize) -> Outcome<Size> {
    let plan = Plan {
        articles,
        seed: 1,
        big_article: None,
        one_cast: args.one_cast,
    };
    fs::create_dir_all(&args.dir)?;
    let root = fs::canonicalize(&args.dir)?;
    let dir = root.join(articles.to_string());
    say(format!("{articles} articles: writing the corpus"));
    let manifest = at_hand(&dir, &plan)?;
    let written = fs::metadata(manifest_of(&dir))?.modified()?;
    let corpus = Corpus::of(&plan, &manifest);
    let mut bench = Bench {
        program: fs::canonicalize(&args.server)
            .map_err(|error| format!("{} cannot be run: {error}", args.server.display()))?,
        caches: root.join("caches"),
        effort: Effort::of(args, articles),
        size: Size::new(articles, manifest.files, manifest.bytes),
        dir,
        corpus,
        manifest,
    };
    bench.read_everything()?;
    for _ in 0..bench.effort.starts.min(3) {
        match ripgrep(&bench.dir, articles)? {
            Some(took) => bench.size.took(RIPGREP, took),
            None => bench.size.absent(RIPGREP, "not installed"),
        }
    }
    // What was written a moment ago is not cached.
    let age = written.elapsed().unwrap_or_default();
    std::thread::sleep(SETTLED.saturating_sub(age));
    let mut editor = start::measure(&mut bench)?;
    answers::measure(&mut bench, &mut editor)?;
    typing::measure(&mut bench, &mut editor)?;
    editor.close()?;
    if !args.no_changes {
        changes::measure(&mut bench)?;
    }
    fs::remove_dir_all(&bench.caches)?;
    if args.tidy {
        fs::remove_dir_all(&bench.dir)?;
    }
    Ok(bench.size)
}

impl Bench {
    fn begin(&self, watches: bool) -> Outcome<Editor> {
        Editor::begin(&Begin {
            program: &self.program,
            folders: vec![&self.dir],
            caches: &self.caches,
            watches,
        })
    }

    fn fresh_caches(&self) -> Outcome<()> {
        if self.caches.exists() {
            fs::remove_dir_all(&self.caches)?;
        }
        Ok(fs::create_dir_all(&self.caches)?)
    }

    /// Has the system hold all files, so that the disk is not measured.
    fn read_everything(&self) -> Outcome<()> {
        let mut folders = vec![self.dir.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                match entry.file_type()?.is_dir() {
                    true => folders.push(entry.path()),
                    false => drop(fs::read(entry.path())?),
                }
            }
        }
        Ok(())
    }
}

/// Asks for the references of a person at a byte of a document; gives how many
/// there are, the declaration included, and how long it took.
fn references(editor: &mut Editor, document: &Document, byte: usize) -> Outcome<(usize, Duration)> {
    let mut params = document.at(byte);
    params["context"] = json!({ "includeDeclaration": true });
    let answer = editor.ask("textDocument/references", params)?;
    Ok((answer.result.as_array().map_or(0, Vec::len), answer.took))
}

/// Asks for the references of the rarer person again and again until there are
/// as many as wanted, then the same for the frequent one.
fn until_complete(editor: &mut Editor, wanted: [(&Document, usize, i64); 2]) -> Outcome<Instant> {
    let deadline = Instant::now() + Duration::from_secs(900);
    for (document, byte, wanted) in wanted {
        loop {
            let (found, _) = references(editor, document, byte)?;
            if found as i64 == wanted {
                break;
            }
            if Instant::now() > deadline {
                return fail(format!(
                    "{} has {found} references instead of {wanted}, and that stays so",
                    document.uri
                ));
            }
            // Often enough to be exact, and so seldom that it costs little.
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Ok(Instant::now())
}

/// How many references a person has, the declaration included.
fn planted(person: &Measured) -> i64 {
    i64::from(person.references) + 1
}

/// Waits until the server does nothing any more.
fn settle(editor: &Editor) -> Outcome<()> {
    let process = editor.process();
    let deadline = Instant::now() + Duration::from_secs(600);
    let mut busy = process.busy()?;
    let mut quiet = 0;
    while quiet < 4 {
        std::thread::sleep(Duration::from_millis(100));
        let now = process.busy()?;
        quiet = match now == busy {
            true => quiet + 1,
            false => 0,
        };
        busy = now;
        if Instant::now() > deadline {
            return fail("the server never comes to rest");
        }
    }
    Ok(())
}

/// Whether anything of a corpus has been cached. The pages about diagnostics,
/// which lie in the same place, do not count.
fn is_anything_cached_in(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut entries = entries.flatten();
    entries.any(|entry| {
        let is_pages = entry
            .file_name()
            .to_string_lossy()
            .starts_with("reference-");
        !is_pages && (entry.path().is_file() || is_anything_cached_in(&entry.path()))
    })
}

fn say(what: impl AsRef<str>) {
    eprintln!("quotemark-load: {}", what.as_ref());
}
