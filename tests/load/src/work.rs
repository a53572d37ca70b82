//! The work of single keys and questions, counted in the processor's
//! instructions and not timed: a count is the same on a busy machine.
//!
//! Valgrind counts. It runs this program once more with the command `work`,
//! which reads a corpus and then does one thing after the other in
//! [`counted`]; what that takes is written to a file each time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use quotemark::features::actions::{Rules, actions};
use quotemark::features::completion::completion;
use quotemark::features::definition::definition;
use quotemark::features::diagnostics::diagnostics;
use quotemark::features::document_highlight::document_highlight;
use quotemark::features::hover::hover;
use quotemark::features::implementation::implementation;
use quotemark::features::inlay_hint::inlay_hint;
use quotemark::features::quotes_page::{Order, quotes_page};
use quotemark::features::references::references;
use quotemark::features::rename::prepare;
use quotemark::features::review::{ReviewRules, review};
use quotemark::features::semantic_tokens::semantic_tokens;
use quotemark::features::signature_help::signature_help;
use quotemark::features::speakers::{WantedSpeakers, speakers_page};
use quotemark::features::workspace_symbol::workspace_symbol;
use quotemark::model::{Corpus, FileId, StatementFilter};
use quotemark::reports::Severities;
use quotemark::settings::Hints;
use quotemark::settings::Limits;
use quotemark::store::{Change, Depth, Workspace, articles, read_articles};
use quotemark::syntax::{Encoding, LineIndex, TextRange};

use crate::failure::{Outcome, fail};
use crate::figures::grouped;
use crate::generate::{Manifest, Plan, at_hand, read_manifest};

/// What to compare.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where corpora lie and are written.
    #[arg(long, default_value = "target/load")]
    dir: PathBuf,
    /// How many articles the smaller corpus has.
    #[arg(long, default_value_t = 1_000)]
    articles: usize,
    /// How many times as many the larger one has.
    #[arg(long, default_value_t = 8)]
    times: usize,
}

/// By how much work may grow that does not depend on the corpus: paths and ids
/// are longer, trees are deeper, and the articles are others.
const SAME: f64 = 2.0;

/// The things that do depend on it, and on what: each may take as many times
/// as much as there are times as many articles, and no more.
const GROWING: [(&str, &str); 2] = [
    ("completion after `{@`", "everybody who can be named"),
    (
        "workspace symbols by a part of a name",
        "everybody who can be named",
    ),
];

/// Compares the work in two corpora, and fails where it grows that should not.
pub fn compare(args: &Args) -> Outcome<()> {
    fs::create_dir_all(&args.dir)?;
    let root = fs::canonicalize(&args.dir)?;
    let sizes = [args.articles, args.articles * args.times];
    let [small, large] = sizes.map(|articles| {
        let dir = root.join(articles.to_string());
        let plan = Plan {
            articles,
            seed: 1,
            big_article: None,
            one_cast: false,
        };
        at_hand(&dir, &plan)?;
        count(&dir)
    });
    let (small, large) = (small?, large?);
    println!(
        "| instructions | {} articles | {} articles | |",
        sizes[0], sizes[1]
    );
    println!("| --- | --- | --- | --- |");
    let mut failures = Vec::new();
    for (name, less) in &small {
        let Some(more) = large.get(name) else {
            return fail(format!("{name} is counted in one corpus only"));
        };
        let growth = *more as f64 / *less as f64;
        let grows = GROWING.iter().find(|(grows, _)| grows == name);
        let allowed = match grows {
            Some(_) => args.times as f64,
            None => SAME,
        };
        let with = grows.map_or(String::new(), |(_, with)| format!(", with {with}"));
        let (shown, shown_more) = (grouped(*less), grouped(*more));
        println!("| {name} | {shown} | {shown_more} | ×{growth:.2}{with} |");
        if growth > allowed {
            failures.push(format!(
                "{name} takes {growth:.2} times the work ({allowed} allowed)"
            ));
        }
    }
    match failures.is_empty() {
        true => Ok(()),
        false => fail(failures.join("; ")),
    }
}

/// The instructions that each thing takes in the corpus of a folder.
fn count(dir: &Path) -> Outcome<BTreeMap<String, u64>> {
    let counts = tempfile::tempdir()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--combine-dumps=no"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--dump-after={COUNTED}"))
        .arg("--callgrind-out-file=counts")
        .arg(std::env::current_exe()?)
        .arg("work")
        .arg(dir)
        .current_dir(counts.path())
        .output()
        .map_err(|error| {
            format!("valgrind cannot be run ({error}); Debian has it in the package valgrind")
        })?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return fail(format!("counting fails: {errors}"));
    }
    let names = String::from_utf8(output.stdout)?;
    let mut found = BTreeMap::new();
    for (number, name) in (1..).zip(names.lines()) {
        let file = counts.path().join(format!("counts.{number}"));
        let dump = fs::read_to_string(&file)
            .map_err(|error| format!("{name} was not counted ({error}): {errors}"))?;
        let totals = dump.lines().find_map(|line| line.strip_prefix("totals: "));
        let instructions: u64 = totals.ok_or("valgrind tells no totals")?.trim().parse()?;
        if instructions == 0 {
            return fail(format!("{name} takes no work, so nothing was counted"));
        }
        *found.entry(name.to_owned()).or_default() += instructions;
    }
    match found.is_empty() {
        true => fail("nothing was counted"),
        false => Ok(found),
    }
}

/// The name of [`counted`], as valgrind knows it.
const COUNTED: &str = "quotemark_load::work::counted";

/// What is counted.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
}

/// Reads a corpus, does everything that is to be counted, and prints the name
/// of each when it is done.
pub fn work(dir: &Path) -> Outcome<()> {
    let manifest = read_manifest(dir)?;
    let mut workspace = Workspace::default();
    workspace.open_folders([dir.to_owned()]);
    let home = workspace.homes().of(&dir.join("cast.qm"));
    let ids = workspace.ids(&home);
    read_articles(
        &articles(dir, Depth::Everything, Limits::default()),
        &ids,
        Limits::default(),
        |read| {
            workspace.merge(&home, &ids, read);
            true
        },
    );
    let mut open = Open::new(workspace, dir, &manifest)?;
    for is_counted in [false, true] {
        let mut tell = |name: &str, work: &mut dyn FnMut()| match is_counted {
            true => {
                counted(work);
                println!("{name}");
            }
            // What is done once only is not counted.
            false => work(),
        };
        open.questions(&mut tell);
        open.keys(&mut tell)?;
    }
    Ok(())
}

type Tell<'t> = &'t mut dyn FnMut(&str, &mut dyn FnMut());

/// The name under which it is open.
const NAME: &str = "article";

/// An article that is open beside its corpus.
struct Open {
    workspace: Workspace,
    path: PathBuf,
    text: String,
    /// The first byte of an id in a tag.
    id: usize,
    /// The person whose id that is.
    person: String,
    version: i32,
}

impl Open {
    fn new(mut workspace: Workspace, dir: &Path, manifest: &Manifest) -> Outcome<Self> {
        let median = &manifest.median;
        let path = dir.join(&median.article);
        let text = fs::read_to_string(&path)?;
        let tag = text.find(&format!("{{@{}}}", median.id));
        let id = tag.ok_or("the article does not name the person")? + 2;
        workspace.open(NAME, &path, &text, 1);
        Ok(Self {
            workspace,
            path,
            text,
            id,
            person: median.id.clone(),
            version: 1,
        })
    }

    fn snapshot(&mut self) -> Outcome<(Corpus, FileId)> {
        let corpora = self.workspace.snapshot();
        let held = corpora.of(&self.path).ok_or("there is no corpus")?;
        let corpus = &held.corpus;
        let file = corpus.find(&self.path).ok_or("the article is not open")?;
        Ok((corpus.clone(), file))
    }

    fn change(&mut self, from: usize, to: usize, new: &str) {
        let lines = LineIndex::new(&self.text);
        let at = |byte| lines.position(byte, Encoding::Utf16);
        let change = Change {
            range: Some((at(from), at(to))),
            text: new.to_owned(),
        };
        self.version += 1;
        let changes = [change];
        let (path, version) = (&self.path, self.version);
        self.workspace
            .change(NAME, path, &changes, version, Encoding::Utf16);
        self.text.replace_range(from..to, new);
    }

    fn questions(&mut self, tell: Tell) {
        let Ok((corpus, file)) = self.snapshot() else {
            return;
        };
        let (corpus, id) = (&corpus, self.id);
        let all = TextRange::new(0, self.text.len());
        let here = TextRange::new(id, id);
        let settings = Severities::default();
        let rules = || Rules {
            diagnostics: &settings,
            cast: None,
            review: ReviewRules {
                is_on: true,
                refused: None,
            },
        };
        tell("hover", &mut || drop(hover(corpus, file, id)));
        tell("definition", &mut || drop(definition(corpus, file, id)));
        tell("references", &mut || {
            drop(references(corpus, file, id, true))
        });
        tell("every quote", &mut || {
            drop(implementation(corpus, file, id))
        });
        tell("highlights", &mut || {
            drop(document_highlight(corpus, file, id))
        });
        tell("hints", &mut || {
            drop(inlay_hint(corpus, file, all, Hints::default()));
        });
        tell("semantic tokens", &mut || {
            drop(semantic_tokens(corpus, file, all, &|| false))
        });
        tell("diagnostics", &mut || {
            drop(diagnostics(corpus, file, &settings))
        });
        tell("signature help", &mut || {
            drop(signature_help(corpus, file, id))
        });
        tell("preparing a rename", &mut || {
            drop(prepare(corpus, file, id))
        });
        tell("code actions", &mut || {
            drop(actions(corpus, file, here, &[] as &[&str], rules()));
        });
        tell("what is proposed", &mut || {
            drop(review(corpus, file, rules().review))
        });
        tell("completion after `{@`", &mut || {
            drop(completion(corpus, file, id, None))
        });
        if let Some(topic) = self.text.find(" on #") {
            tell("completion after `on`", &mut || {
                drop(completion(corpus, file, topic + " on #".len(), None))
            });
        }
        tell("the counts of the corpus", &mut || {
            std::hint::black_box(corpus.counts());
        });
        // As many as there are in the smaller corpus too.
        let page = WantedSpeakers {
            limit: 100,
            ..WantedSpeakers::default()
        };
        tell("a page of speakers", &mut || {
            drop(speakers_page(corpus, &page, &|| false));
        });
        let said = corpus.ids().find(&format!("@{}", self.person));
        let said = said.map(StatementFilter::of_entity).unwrap_or_default();
        tell("a page of quotes", &mut || {
            drop(quotes_page(corpus, &said, Order::Articles, (0, 200), None));
        });
        let name = "workspace symbols by a part of a name";
        tell(name, &mut || {
            drop(workspace_symbol(corpus, "arbo", 100, &|| false));
        });
    }

    /// A key in prose and one in an id, each with what follows: the reading of
    /// the document, the index, and its diagnostics.
    fn keys(&mut self, tell: Tell) -> Outcome<()> {
        let prose = self.text.rfind(' ').unwrap_or_default();
        for (name, at) in [("a key in prose", prose), ("a key in an id", self.id)] {
            let settings = Severities::default();
            let mut outcome = Ok(());
            tell(name, &mut || {
                self.change(at, at, "e");
                outcome = self.snapshot().map(|(corpus, file)| {
                    diagnostics(&corpus, file, &settings);
                });
            });
            outcome?;
            self.change(at, at + 1, "");
            self.snapshot()?;
        }
        Ok(())
    }
}
