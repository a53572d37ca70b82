//! What an edit would change, as a unified diff that `patch` and `git apply` take.

use std::io::{self, IsTerminal, Write};

use anstream::ColorChoice;
use similar::{ChangeTag, TextDiff};

use super::changed::Changed;
use crate::cli::log;
use crate::cli::output::{Failure, harmless, plain, styled};
use crate::cli::paths::Paths;
use crate::features::edit::CorpusEdit;
use crate::model::Corpus;

const BOLD: &str = "\u{1b}[1m";
const CYAN: &str = "\u{1b}[36m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const PLAIN: &str = "\u{1b}[0m";

/// Prints what an edit would change, file by file.
///
/// # Errors
/// When a file has changed since the corpus was read, and when standard output
/// cannot be written.
pub fn print(corpus: &Corpus, edit: &CorpusEdit) -> Result<(), Failure> {
    let paths = Paths::here();
    for change in Changed::of(corpus, edit)? {
        let name = paths.shown(&change.path);
        print_texts(&name, change.old.as_deref(), &change.new)?;
    }
    Ok(())
}

/// Prints in what two texts differ, and nothing when they do not. Without an
/// old text the file is a new one.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_texts(name: &str, old: Option<&str>, new: &str) -> Result<(), Failure> {
    // On a terminal the words of a corpus must not steer it, in colours or
    // without; elsewhere they have to arrive as they are.
    let in_log = log::takes_stdout();
    let colour = anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    if colour || io::stdout().is_terminal() {
        let mut out = styled();
        write_diff(&mut out, name, old, new, true, in_log)?;
        out.flush()?;
    } else {
        let mut out = plain();
        write_diff(&mut out, name, old, new, false, in_log)?;
        out.flush()?;
    }
    Ok(())
}

fn write_diff(
    out: &mut impl Write,
    name: &str,
    old: Option<&str>,
    new: &str,
    for_people: bool,
    in_log: bool,
) -> io::Result<()> {
    let style = |style| if for_people { style } else { "" };
    let name = if for_people {
        harmless(name)
    } else {
        name.to_owned()
    };
    let end = style(PLAIN);
    let diff = TextDiff::from_lines(old.unwrap_or_default(), new);
    let unified = diff.unified_diff();
    let mut hunks = unified.iter_hunks().peekable();
    if hunks.peek().is_none() {
        return Ok(());
    }
    let before = match old {
        Some(_) => format!("a/{name}"),
        None => "/dev/null".into(),
    };
    let bold = style(BOLD);
    writeln!(out, "{bold}--- {before}{end}")?;
    writeln!(out, "{bold}+++ b/{name}{end}")?;
    for hunk in hunks {
        writeln!(out, "{}{}{end}", style(CYAN), hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, start) = match change.tag() {
                ChangeTag::Equal => (' ', ""),
                ChangeTag::Delete => ('-', style(RED)),
                ChangeTag::Insert => ('+', style(GREEN)),
            };
            let line: &str = change.value();
            // A log shows it with something more in it, and no program may take that for the
            // article's words.
            if in_log && log::has_command(&format!("{sign}{line}")) {
                write!(out, "!")?;
            }
            if for_people {
                let words = harmless(line.trim_end_matches(['\r', '\n']));
                writeln!(out, "{start}{sign}{words}{end}")?;
            } else {
                let without_break = line.strip_suffix('\n').unwrap_or(line);
                writeln!(out, "{sign}{without_break}")?;
            }
            if change.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: Option<&str>, new: &str, for_people: bool) -> String {
        let mut out = Vec::new();
        write_diff(&mut out, "a.qm", old, new, for_people, false).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn is_one_that_patch_takes() {
        assert_eq!(
            diff(Some("a\nb\nc\n"), "a\nB\nc\n", false),
            "--- a/a.qm\n+++ b/a.qm\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
        );
        assert_eq!(
            diff(Some("a\r\nb"), "a\r\nc", false),
            "--- a/a.qm\n+++ b/a.qm\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n\
             +c\n\\ No newline at end of file\n"
        );
        assert!(
            diff(None, "x\n", false).starts_with("--- /dev/null\n+++ b/a.qm\n@@ -0,0 +1 @@\n+x\n")
        );
        assert_eq!(diff(Some("a"), "a", true), "");
    }

    #[test]
    fn words_cannot_steer_a_terminal() {
        let shown = diff(Some("a\u{1b}]0;x\u{7}\n"), "b\n", true);
        assert!(
            shown.contains("\u{1b}[31m-a\u{fffd}]0;x\u{fffd}\u{1b}[0m"),
            "{shown:?}"
        );
    }
}
