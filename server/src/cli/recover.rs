//! `quotemark recover`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::CorpusChoice;
use super::load;
use super::locations::Paths;
use super::output::{Ended, Failure, Outcome, harmless, say_error, say_note, styled};
use super::write::home_of;
use super::write::journal::{Journal, Lock, State, Turn, is_pending};

/// Finish or undo an edit that was interrupted
///
/// A command that changes several files writes down what it is about to do before it replaces the
/// first one. Should it be interrupted, by a signal or because the power fails, every file is
/// either as it was or as it was to be, and this command says which. --finish changes the rest,
/// --undo brings the others back. A file that somebody has changed since is named and left alone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  quotemark recover              how far it came
  quotemark recover --finish     as if nothing had interrupted it
  quotemark recover --undo       as if it had not been begun

Exit codes: 0 nothing is left to do, 1 an edit was interrupted, 2 it could not run.")]
pub struct Asked {
    /// Change the files that were not changed yet
    #[arg(long)]
    finish: bool,

    /// Bring back the files that were changed
    #[arg(long, conflicts_with = "finish")]
    undo: bool,

    #[command(flatten)]
    corpus: CorpusChoice,
}

/// Tells, finishes or undoes.
pub fn run(asked: &Asked) -> Ended {
    let home = home(&asked.corpus)?;
    if !is_pending(&home) {
        say_note(&format!(
            "no edit of the files in {} was interrupted",
            Paths::here().shown(&home)
        ));
        return Ok(Outcome::Clean);
    }
    let journal = match Lock::take(&home)? {
        Turn::Interrupted(journal) => journal,
        // Somebody else was quicker.
        Turn::Free(lock) => {
            lock.release();
            return Ok(Outcome::Clean);
        }
    };
    if !asked.finish && !asked.undo {
        return tell(&journal);
    }
    let left = if asked.finish {
        journal.finish()
    } else {
        journal.undo()
    };
    let shown = |path: &Path| Paths::here().shown(path);
    let left = left.map_err(|(path, error)| {
        Failure::new(format!("{} cannot be written: {error}", shown(&path)))
    })?;
    let command = journal.command().to_owned();
    journal
        .close()
        .map_err(|error| Failure::new(format!("the edit cannot be ended: {error}")))?;
    let mut out = styled();
    let done = if asked.finish { "finished" } else { "undid" };
    writeln!(out, "{done} `{}`", harmless(&command))?;
    out.flush()?;
    for path in &left {
        say_error(&format!(
            "{} was left as it is, since somebody else has changed it",
            shown(path)
        ));
    }
    Ok(Outcome::clean_if(left.is_empty()))
}

/// The corpus that is named, or the nearest folder in which an edit was
/// interrupted, or the corpus around.
fn home(choice: &CorpusChoice) -> Result<PathBuf, Failure> {
    let root = load::root(choice)?.folder;
    if choice.corpus.is_none() {
        let here = load::absolute(Path::new("."))?;
        if let Some(pending) = here.ancestors().find(|folder| is_pending(folder)) {
            return Ok(pending.to_owned());
        }
    }
    Ok(home_of(&root).to_owned())
}

fn tell(journal: &Journal) -> Ended {
    let files: Vec<(PathBuf, State)> = journal.states().collect();
    let paths = Paths::here();
    let mut out = styled();
    for (path, state) in &files {
        let told = match state {
            State::Before => "not yet changed",
            State::After => "changed",
            State::Other => "changed by somebody else since",
        };
        writeln!(out, "{}: {told}", harmless(&paths.shown(path)))?;
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
