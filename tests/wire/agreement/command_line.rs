//! The program as a script runs it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

/// What the program said.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// On standard output.
    pub out: String,
    /// On standard error.
    pub error: String,
}

impl Said {
    /// The JSON that was printed.
    pub fn json(&self) -> Value {
        let Self { out, error } = self;
        serde_json::from_str(out).unwrap_or_else(|why| panic!("{why}: {out}{error}"))
    }

    /// Why it could not run, if it could not.
    pub fn refusal(&self) -> Option<&str> {
        let mut lines = self.error.lines();
        lines.find_map(|line| line.strip_prefix("error: "))
    }
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[impl AsRef<str>]) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_quotemark-for-tests"));
    let arguments = arguments.iter().map(AsRef::as_ref);
    program.args(arguments).current_dir(folder);
    let ended = program.stdin(Stdio::null()).output();
    let ended = ended.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("what is said is UTF-8");
    Said {
        out: text(ended.stdout),
        error: text(ended.stderr),
    }
}

/// Does something for each, several at once, and gives what came of it in order.
pub fn side_by_side<T: Sync, R: Send>(all: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(all.len()));
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, comparison)) = nth(all, next.fetch_add(1, Ordering::Relaxed)) {
                    let result = one(comparison);
                    done.lock().unwrap().push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn nth<T>(all: &[T], at: usize) -> Option<(usize, &T)> {
    Some((at, all.get(at)?))
}
