//! The log of a build on a server, whose keeper obeys what stands in it.
//!
//! GitHub's runner takes a line that begins with `::name …::` as a command, and
//! `##[name …]` anywhere in one; Azure's agent takes `##vso[…]` so and TeamCity's
//! `##teamcity[…]`. Articles come from strangers, so none of these may arrive
//! there from an article.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};

use crate::features::shared::harmless;

/// What a system for builds sets for what it runs.
const SIGNS: [&str; 4] = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "CI"];

/// How much of a refused line is shown, in characters.
const MOST_SHOWN: usize = 80;

/// Whether standard error, and standard output unless it is redirected, is read
/// by something that obeys it.
pub fn is_obeyed() -> bool {
    SIGNS.iter().any(|name| {
        std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false")
    })
}

/// Whether standard output goes into such a log. A file does not; whether a pipe
/// does is not known, as such a system reads one itself.
pub fn takes_stdout() -> bool {
    is_obeyed() && !stdout_is_file()
}

fn stdout_is_file() -> bool {
    #[cfg(unix)]
    let own = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned();
    #[cfg(windows)]
    let own = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned();
    own.and_then(|own| File::from(own).metadata())
        .is_ok_and(|metadata| metadata.is_file())
}

/// The text with a backslash in every command, which makes it none.
pub fn inert(text: &str) -> Cow<'_, str> {
    let marks = commands(text);
    if marks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut inert = String::with_capacity(text.len() + marks.len());
    let mut done = 0;
    for mark in marks {
        inert.push_str(&text[done..mark]);
        inert.push('\\');
        done = mark;
    }
    inert.push_str(&text[done..]);
    Cow::Owned(inert)
}

/// Whether any line of a text holds a command.
pub fn has_command(text: &str) -> bool {
    !commands(text).is_empty()
}

/// Where the commands in a text have to be broken: the offsets in bytes, in
/// order, of the first colon or the last number sign of each.
pub fn commands(text: &str) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if line.contains(':') || line.contains('#') {
            commands_of_line(line, start, &mut marks);
        }
        start += line.len();
    }
    marks
}

fn commands_of_line(line: &str, start: usize, marks: &mut Vec<usize>) {
    let seen = seen(line);
    let first = seen.iter().position(|(_, c)| !c.is_whitespace());
    if let [(at, ':'), (_, ':'), (_, name), rest @ ..] = &seen[first.unwrap_or(seen.len())..]
        && *name != ':'
        && !name.is_whitespace()
        && rest
            .windows(2)
            .any(|two| two[0].1 == ':' && two[1].1 == ':')
    {
        marks.push(start + at);
    }
    for (number, two) in seen.windows(2).enumerate() {
        if two[0].1 != '#' || two[1].1 != '#' {
            continue;
        }
        let mut after = seen[number + 2..].iter().map(|(_, c)| *c);
        if after.find(|c| !c.is_alphabetic()) == Some('[') {
            marks.push(start + two[1].0);
        }
    }
}

/// What is seen of a line, with its offsets in bytes. Who looks for a command
/// there may compare as people read, and then passes over what has no shape; so
/// such characters are left out, with some that have one, and what colours a
/// terminal.
fn seen(line: &str) -> Vec<(usize, char)> {
    let mut seen = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let at = line.len() - rest.len();
        let shapeless = !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace();
        if !shapeless && (!c.is_control() || c == '\t') {
            seen.push((at, c));
        }
        rest = after_colour(rest).unwrap_or(&rest[c.len_utf8()..]);
    }
    seen
}

/// What follows the sequence that colours a terminal, if the words begin with one.
fn after_colour(words: &str) -> Option<&str> {
    let inside = words.strip_prefix("\u{1b}[")?;
    let inside = inside.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    inside.strip_prefix(|c: char| c.is_ascii_alphabetic())
}

/// What becomes of a command on its way to a log that is obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// There is no such log, or the command is Quotemark's own.
    Open,
    /// It is shown with a backslash in it.
    Inert,
    /// It is not written, since the bytes have to arrive as they are.
    Refuse,
}

/// A line that was [refused](Guard::Refuse).
#[derive(Debug)]
pub struct RefusedLine(String);

impl RefusedLine {
    fn new(line: &str) -> Self {
        let shown: String = harmless(inert(line.trim()).as_ref())
            .chars()
            .take(MOST_SHOWN)
            .collect();
        Self(shown)
    }
}

impl fmt::Display for RefusedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this output has to arrive as it is, and holds what the log of a build would obey: \
             `{}`; write it to a file, as `quotemark … > FILE` does, and do not print the file",
            self.0
        )
    }
}

impl std::error::Error for RefusedLine {}

/// Output on its way to what may be a log that is obeyed. With a guard, the
/// last line is on its way until it ends or nothing more can come.
pub struct Guarded<W: Write> {
    out: W,
    guard: Guard,
    /// The last line, which has not ended.
    line: Vec<u8>,
}

impl<W: Write> Guarded<W> {
    /// Output with a guard.
    pub fn new(out: W, guard: Guard) -> Self {
        Self {
            out,
            guard,
            line: Vec::new(),
        }
    }

    /// A line as it is to be written.
    fn guarded(&self, line: &[u8]) -> io::Result<Vec<u8>> {
        let text = String::from_utf8_lossy(line);
        match self.guard {
            Guard::Refuse if has_command(&text) => Err(io::Error::other(RefusedLine::new(&text))),
            Guard::Inert => match inert(&text) {
                Cow::Borrowed(_) => Ok(line.to_vec()),
                Cow::Owned(inert) => Ok(inert.into_bytes()),
            },
            _ => Ok(line.to_vec()),
        }
    }
}

impl<W: Write> Write for Guarded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.guard == Guard::Open {
            return self.out.write(bytes);
        }
        // Of what is refused, nothing is written that came with it.
        let mut ready = Vec::new();
        for piece in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.extend(piece);
            if piece.ends_with(b"\n") || piece.ends_with(b"\r") {
                ready.extend(self.guarded(&self.line)?);
                self.line.clear();
            }
        }
        self.out.write_all(&ready)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // More may come of this line, but what there is must not be one already.
        self.guarded(&self.line)?;
        self.out.flush()
    }
}

impl<W: Write> Drop for Guarded<W> {
    fn drop(&mut self) {
        if let Ok(line) = self.guarded(&self.line) {
            // Nothing is left to report an error to.
            let _ = self.out.write_all(&line);
            let _ = self.out.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMANDS: [&str; 20] = [
        "::stop-commands::token",
        "  \t::add-mask::x",
        "\u{a0}\u{3000}::set-output name=x::y",
        "::error file=a,line=1::x",
        "\u{feff}::debug::x",
        "\u{1b}[31m::debug::x",
        "\u{1b}[1m\u{1b}[31m::debug::x",
        ":\u{200b}:debug::x",
        "::Set-output name=x::y",
        "##[add-mask]x",
        "words ##[set-output name=x]y",
        "###[group]",
        "#\u{ad}#[group]",
        "#\u{1b}[0m#[group]",
        "\u{1b}[##[group]",
        "\u{1b}[::set-output name=x::y\r##[group]",
        "+##vso[task.setvariable variable=x]y",
        "##VSO[task.complete]",
        "##teamcity[buildStop comment='x']",
        "##vso\u{200d}[task.complete]",
    ];

    #[test]
    fn commands_are_found_and_broken_so_that_they_are_none() {
        for command in COMMANDS {
            for text in [
                command.to_owned(),
                format!("a\n{command}"),
                format!("a\r{command}\rb"),
                format!("a\r\n{command}\r\nb"),
            ] {
                let broken = inert(&text);
                assert_ne!(broken, text);
                assert!(!has_command(&broken), "{broken:?}");
                assert_eq!(broken.replace('\\', ""), text, "nothing else changes");
            }
        }
        assert_eq!(inert("a ##[x] ##y[z]"), "a #\\#[x] #\\#y[z]");
        assert_eq!(inert(" ::x::y"), " \\::x::y");
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "::: by @ann",
            "::: by @ann to @bob :::",
            ":::: by @ann",
            "::",
            ":: a :: b",
            "said ::x::",
            "::x:",
            "## Words [and more]",
            "## [x]",
            "#[x]",
            "# #[x]",
            "##",
            "“said”: x",
        ] {
            assert_eq!(inert(text), text);
        }
    }

    fn written(guard: Guard, pieces: &[&str]) -> (String, bool) {
        let mut bytes = Vec::new();
        let mut all = Ok(());
        {
            let mut out = Guarded::new(&mut bytes, guard);
            for piece in pieces {
                all = all.and_then(|()| out.write_all(piece.as_bytes()));
            }
            all = all.and_then(|()| out.flush());
        }
        (String::from_utf8(bytes).unwrap(), all.is_ok())
    }

    #[test]
    fn a_line_is_guarded_however_it_is_cut() {
        for pieces in [
            &["a\n::x::y\nb"][..],
            &["a\n:", ":x:", ":y", "\nb"],
            &["a\n", "::x::y\n", "b"],
        ] {
            assert_eq!(written(Guard::Open, pieces), ("a\n::x::y\nb".into(), true));
            assert_eq!(
                written(Guard::Inert, pieces),
                ("a\n\\::x::y\nb".into(), true)
            );
            let (out, all) = written(Guard::Refuse, pieces);
            assert!(!all && !out.contains(':') && !out.contains('b'), "{out}");
        }
        // Also in the last line, and nothing is lost without a word.
        assert_eq!(
            written(Guard::Inert, &["#", "#[x]"]),
            ("#\\#[x]".into(), true)
        );
        assert_eq!(
            written(Guard::Refuse, &["#", "#[x]"]),
            (String::new(), false)
        );
        for guard in [Guard::Open, Guard::Inert, Guard::Refuse] {
            let sound = ["é\r\n::: by x\n", "b"];
            assert_eq!(written(guard, &sound), (sound.concat(), true));
        }
    }
}
