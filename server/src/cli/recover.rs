//! `quotemark recover`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::corpus::root;
use super::output::{Ended, Failure, Outcome, harmless, say_error, say_note, styled};
use super::paths::{Paths, absolute, home_of};
use super::write::messages::{no_turn, refusal, unchanged, unvouched_note};
use crate::store::writing::{CorpusFolder, Journal, Lock, LockError, Records, State, Turn};

/// Finish or undo an edit that was interrupted
///
/// A command that changes several files writes down what it is about to do before it replaces the
/// first one. Should it be interrupted, by a signal or because the power fails, every file is
/// either as it was or as it was to be, and this command says which. --finish changes the rest,
/// --undo brings the others back. A file that somebody has changed since is named and left alone;
/// the edit then stays open, until all is done or --discard gives it up.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark recover              how far it came
  quotemark recover --finish     as if nothing had interrupted it
  quotemark recover --undo       as if it had not been begun
  quotemark recover --discard    leave the files as they are, and forget the edit

Exit codes: 0 nothing is left to do, 1 an edit was interrupted, 2 it could not run.")]
pub struct Args {
    /// Change the files that were not changed yet
    #[arg(long)]
    finish: bool,

    /// Bring back the files that were changed
    #[arg(long, conflicts_with = "finish")]
    undo: bool,

    /// Leave all files as they are, and delete the texts that were kept for the edit
    #[arg(long, conflicts_with_all = ["finish", "undo"])]
    discard: bool,

    /// The corpus: a folder of `.qm` files, or one file
    ///
    /// Left out, it is the nearest folder in which an edit was interrupted; else the corpus around
    /// the current folder.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
}

/// What becomes of an edit of which something is left to be done.
const KEPT: &str = "the texts of the edit are kept, so that `quotemark recover --finish` or \
                    `--undo` can be run again, and `--discard` gives them up";

/// Reports, finishes or undoes.
pub fn run(args: &Args) -> Ended {
    let records = Records::of_user();
    let records = records.as_ref();
    let home = home(args.corpus.as_deref(), records)?;
    if let Some(note) = unvouched_note(&home) {
        say_note(&note);
    }
    if !records.is_some_and(|records| records.is_recorded(&home)) {
        return nothing(&home);
    }
    let folder = CorpusFolder::open(&home).map_err(unchanged)?;
    let turn = match Lock::take(&folder, records) {
        Err(LockError::NoTexts(interrupted, _)) if args.discard => {
            interrupted.give_up();
            return discarded();
        }
        turn => turn.map_err(|cannot| no_turn(cannot, &folder))?,
    };
    let journal = match turn {
        Turn::Interrupted(journal) => journal,
        // It was interrupted before or after it changed files, or somebody else was quicker.
        Turn::Free(lock) => {
            lock.release();
            return nothing(&home);
        }
    };
    if args.discard {
        let closed = journal.close();
        closed.map_err(|refused| Failure::new(refusal(&refused)))?;
        return discarded();
    }
    if !args.finish && !args.undo {
        return report(&journal);
    }
    let left = if args.finish {
        journal.finish()
    } else {
        journal.undo()
    };
    let shown = |path: &Path| Paths::here().shown(path);
    let left = left.map_err(|refused| Failure::new(format!("{}; {KEPT}", refusal(&refused))))?;
    if !left.is_empty() {
        for path in &left {
            say_error(&format!(
                "{} was left as it is, since somebody else has changed it",
                shown(path)
            ));
        }
        say_error(&format!("the other files are done; {KEPT}"));
        return Ok(Outcome::Wanting);
    }
    let command = journal.command().to_owned();
    journal.close().map_err(|refused| {
        Failure::new(format!("the edit cannot be ended: {}", refusal(&refused)))
    })?;
    let mut out = styled();
    let done = if args.finish { "finished" } else { "undid" };
    writeln!(out, "{done} `{}`", harmless(&command))?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The corpus that is named, or the nearest folder in which an edit was
/// interrupted, or the corpus around.
fn home(corpus: Option<&Path>, records: Option<&Records>) -> Result<PathBuf, Failure> {
    let root = root::chosen(corpus)?.folder;
    if corpus.is_none()
        && let Some(records) = records
    {
        let here = absolute(Path::new("."))?;
        let mut around = here.ancestors();
        if let Some(pending) = around.find(|folder| records.is_pending(folder)) {
            return Ok(pending.to_owned());
        }
    }
    Ok(home_of(&root).to_owned())
}

fn discarded() -> Ended {
    say_note("the edit is given up: all files stay as they are");
    Ok(Outcome::Clean)
}

fn nothing(home: &Path) -> Ended {
    say_note(&format!(
        "no edit of the files in {} was interrupted",
        Paths::here().shown(home)
    ));
    Ok(Outcome::Clean)
}

fn report(journal: &Journal) -> Ended {
    let files = journal
        .states()
        .map_err(|refused| Failure::new(refusal(&refused)))?;
    let paths = Paths::here();
    let mut out = styled();
    for (path, state) in &files {
        let state = match state {
            State::Before => "not yet changed",
            State::After => "changed",
            State::Other => "changed by somebody else since",
        };
        writeln!(out, "{}: {state}", harmless(&paths.shown(path)))?;
    }
    let done = files.iter().filter(|(_, state)| *state == State::After);
    writeln!(
        out,
        "`{}` was interrupted when {} of {} files were changed; go on with `quotemark recover \
         --finish` or `quotemark recover --undo`",
        harmless(journal.command()),
        done.count(),
        files.len()
    )?;
    out.flush()?;
    Ok(Outcome::Wanting)
}
