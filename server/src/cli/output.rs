//! How a command ends, and what it writes.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use serde::Serialize;

use super::log::{self, Guard, Guarded, RefusedLine};
use crate::features::edit::Refusal;
pub use crate::features::shared::{harmless, harmless_lines, is_steering};

/// How a command that could run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: exit code 0.
    Clean,
    /// Something is wrong, or nothing was found: exit code 1.
    Wanting,
}

impl Outcome {
    /// Clean if so, else wanting.
    pub fn clean_if(clean: bool) -> Self {
        if clean { Self::Clean } else { Self::Wanting }
    }
}

/// Why a command could not run: exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// One line that says what is amiss.
    Said(String),
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Failure {
    /// A failure in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Said(message.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.0)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

/// What a command comes to.
pub type Ended = Result<Outcome, Failure>;

/// The exit code, after telling what went wrong.
pub fn exit_code(ended: Ended) -> ExitCode {
    match ended {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Wanting) => ExitCode::from(1),
        // Whoever reads has seen enough: end as other tools do that SIGPIPE kills.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::from(141)
        }
        Err(Failure::Output(error))
            if error.get_ref().is_some_and(|why| why.is::<RefusedLine>()) =>
        {
            say_error(&error.to_string());
            ExitCode::from(2)
        }
        Err(Failure::Output(error)) => {
            say_error(&format!("the output cannot be written: {error}"));
            ExitCode::from(2)
        }
        Err(Failure::Said(message)) => {
            say_error(&message);
            ExitCode::from(2)
        }
    }
}

/// Says how the command line is wrong, or what was asked for instead of a
/// command, such as `--help`. A name of a file may be part of it, such as one that
/// begins like an option, and must not steer who shows it.
pub fn misuse(error: &clap::Error) -> ExitCode {
    let named = std::env::args_os().any(|word| {
        let word = word.to_string_lossy();
        word.contains(is_steering) || log::has_command(&word)
    });
    if !error.use_stderr() || !named {
        error.exit();
    }
    let message = error.to_string();
    say_error(message.strip_prefix("error: ").unwrap_or(&message));
    ExitCode::from(2)
}

/// Standard output, with what guards the log of a build.
pub type Out<S> = Guarded<BufWriter<S>>;

/// Standard output for people, styled: the styles go where they are not wanted,
/// and what the log of a build would obey is broken.
pub fn styled() -> Out<AutoStream<io::Stdout>> {
    Guarded::new(BufWriter::new(anstream::stdout()), guard(Guard::Inert))
}

/// Standard output for people, without styles. What the log of a build would
/// obey is broken; elsewhere all arrives as it is.
pub fn plain() -> Out<io::Stdout> {
    Guarded::new(BufWriter::new(io::stdout()), guard(Guard::Inert))
}

/// Standard output for bytes that have to arrive as they are. What the log of a
/// build would obey is not written to it: that is an error.
pub fn exact() -> Out<io::Stdout> {
    Guarded::new(BufWriter::new(io::stdout()), guard(Guard::Refuse))
}

/// Standard output for what holds nothing out of a corpus, or is made to be
/// obeyed by the log of a build.
pub fn trusted() -> Out<io::Stdout> {
    Guarded::new(BufWriter::new(io::stdout()), Guard::Open)
}

fn guard(in_log: Guard) -> Guard {
    if log::takes_stdout() {
        in_log
    } else {
        Guard::Open
    }
}

/// An article's own text on its way to standard output: a program is given it
/// as it is; in a terminal it steers nothing.
pub fn as_seen(text: &str) -> Cow<'_, str> {
    if !io::stdout().is_terminal() {
        return Cow::Borrowed(text);
    }
    // A carriage return that is part of a break steers nothing either.
    let lines = text.replace("\r\n", "\n");
    Cow::Owned(harmless_lines(&lines).into_owned())
}

/// Says an error on standard error.
pub fn say_error(message: &str) {
    say("\u{1b}[1m\u{1b}[31merror\u{1b}[0m", message);
}

/// Says a remark on standard error.
pub fn say_note(message: &str) {
    say("\u{1b}[1mnote\u{1b}[0m", message);
}

fn say(label: &str, message: &str) {
    let message = on_one_line(message);
    let message = match log::is_obeyed() {
        true => log::inert(&message).into_owned(),
        false => message,
    };
    // Where standard error is closed, nothing is left to be done about it.
    let _ = writeln!(anstream::stderr(), "{label}: {message}");
}

/// Writes a value as indented JSON and a line break.
///
/// # Errors
/// When standard output cannot be written.
pub fn write_json(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value)?;
    let mut out = exact();
    writeln!(out, "{}", harmless_json(&json))?;
    out.flush()?;
    Ok(())
}

/// JSON in which what steers a terminal or the log of a build is escaped, which
/// leaves the strings as they are: such a character can stand only in a string,
/// but for the breaks of lines, which are the JSON's own.
pub fn harmless_json(json: &str) -> String {
    let mut harmless = String::with_capacity(json.len());
    let mut commands = log::commands(json).into_iter().peekable();
    for (at, c) in json.char_indices() {
        let of_command = commands.next_if_eq(&at).is_some();
        if of_command || c != '\n' && is_steering(c) {
            harmless.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            harmless.push(c);
        }
    }
    harmless
}

/// Words on one line, white space folded.
pub fn on_one_line(words: &str) -> String {
    harmless(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The columns of the terminal, if standard output is one.
pub fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}
