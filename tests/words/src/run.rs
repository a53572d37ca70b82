//! Many rounds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, thread};

use tokio::runtime::Runtime;

use crate::find::{Find, Tally};
use crate::{command_line, wire};

/// What is done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The first seed.
    pub seed: u64,
    /// How many edits are to be made.
    pub edits: usize,
    /// How many rounds go on at a time.
    pub threads: usize,
    /// The program for what is done by the command line.
    pub program: PathBuf,
}

/// One round in so many is of the command line.
const COMMAND_LINE: u64 = 8;

/// Goes through rounds until so many edits were made.
pub fn run(plan: &Plan) -> Tally {
    let examples = examples();
    let seeds = AtomicU64::new(plan.seed);
    let done = Mutex::new(Tally::default());
    thread::scope(|scope| {
        for _ in 0..plan.threads.max(1) {
            scope.spawn(|| {
                let runtime = runtime();
                while done.lock().expect("nobody panics with it").edits < plan.edits {
                    let seed = seeds.fetch_add(1, Ordering::Relaxed);
                    let tally = round(&runtime, seed, &examples, &plan.program);
                    done.lock().expect("nobody panics with it").add(tally);
                }
            });
        }
    });
    done.into_inner().expect("nobody panics with it")
}

/// The round of one seed.
pub fn one(seed: u64, program: &Path) -> Tally {
    round(&runtime(), seed, &examples(), program)
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let built = builder.worker_threads(2).enable_all().build();
    built.expect("a runtime can be had")
}

/// A round; a panic in it is a find.
fn round(runtime: &Runtime, seed: u64, examples: &[String], program: &Path) -> Tally {
    let tried = catch_unwind(AssertUnwindSafe(|| {
        if seed.is_multiple_of(COMMAND_LINE) {
            command_line::round(seed, examples, program)
        } else {
            runtime.block_on(wire::round(seed, examples))
        }
    }));
    tried.unwrap_or_else(|panic| {
        let why = panic.downcast_ref::<String>().cloned();
        let why = why.or_else(|| panic.downcast_ref::<&str>().map(|&why| why.to_owned()));
        let mut tally = Tally::default();
        tally.finds.push(Find {
            seed,
            what: "The round ended in a panic".into(),
            why: why.unwrap_or_default(),
            files: Vec::new(),
        });
        tally
    })
}

/// The articles of the example corpora and of the fuzzers' seeds.
fn examples() -> Vec<String> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![
        repository.join("examples"),
        repository.join("tests/fuzz/seeds"),
    ];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension == "qm") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let texts = paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok());
    texts.collect()
}

/// Writes what was found below a folder, and says of each what it is and where
/// it was written.
pub fn written(tally: &Tally, folder: &Path) -> Vec<String> {
    let finds = tally.finds.iter().enumerate();
    let written = finds.map(|(number, find)| {
        let folder = find.write(folder, number);
        let Find {
            seed, what, why, ..
        } = find;
        format!("FOUND, seed {seed}: {what}\n{why}\n({})", folder.display())
    });
    written.collect()
}
