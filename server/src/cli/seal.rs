//! `quotemark seal`

use std::io::Write;
use std::path::PathBuf;

use super::broken_words::broken_words;
use super::corpus::documents;
use super::files;
use super::output::{Ended, Failure, Outcome, harmless, plain, say_error, say_note};
use super::write::{self, messages};
use crate::store::writing::{Destination, is_document};
use crate::syntax::{Document, Parser, fingerprint, strip};

/// Write a fingerprint of the article's words into the header, or check it
///
/// `sealed:` in the header tells whether the words are still those that were sealed; tags,
/// declarations and comments may change. Line ends are no words. With --check nothing is
/// written, and the exit code is 1 when the words of a file were changed. A file without a
/// seal is named and does not count as changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark seal article.qm
  quotemark seal --check articles")]
pub struct Args {
    /// Files, folders or globs
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Compare with the seal that is there, and write nothing
    #[arg(long)]
    check: bool,
}

/// Seals or checks each file.
pub fn run(args: &Args) -> Ended {
    let paths = documents::named(&args.files)?;
    if paths.iter().any(|path| files::is_stdin(path)) && !args.check {
        return Err(Failure::new("standard input cannot be sealed; name a file"));
    }
    if args.check {
        check(&paths)
    } else {
        seal(&paths)
    }
}

fn check(paths: &[PathBuf]) -> Ended {
    let mut out = plain();
    let mut parser = Parser::new();
    let (mut sound, mut changed) = (0, 0);
    for path in paths {
        let text = files::read_text(path)?;
        let document = parser.read(&text);
        let name = harmless(&path.display().to_string());
        match sealed(&text, &document) {
            None => say_note(&format!("{} is not sealed", path.display())),
            Some(seal) if seal == fingerprint(&strip(&text, &document)) => {
                writeln!(out, "{name}: as sealed")?;
                sound += 1;
            }
            Some(_) => {
                writeln!(out, "{name}: the words were changed")?;
                changed += 1;
            }
        }
    }
    out.flush()?;
    if sound + changed == 0 {
        say_error("there is no seal to check");
        return Ok(Outcome::Wanting);
    }
    Ok(Outcome::clean_if(changed == 0))
}

fn seal(paths: &[PathBuf]) -> Ended {
    write::none_is_interrupted(paths)?;
    let mut all = true;
    let mut parser = Parser::new();
    for path in paths {
        if let Err(refused) = is_document(path) {
            say_error(&format!("not sealed: {}", messages::refusal(&refused)));
            all = false;
            continue;
        }
        let text = files::read_text(path)?;
        // Another program may be about to write it.
        if text.is_empty() {
            say_note(&format!("{} is empty, and was not sealed", path.display()));
            continue;
        }
        let document = parser.read(&text);
        let spoilt = broken_words(path, &text, &document);
        if let Some(first) = spoilt.first() {
            say_error(&format!(
                "not sealed, since it cannot be said what its words are: {first}"
            ));
            all = false;
            continue;
        }
        let words = strip(&text, &document);
        let new = with_seal(&text, &document, &fingerprint(&words), &mut parser);
        let new = new.ok_or_else(|| {
            let fix = if text.starts_with('\u{feff}') {
                "; take away the byte order mark at its start"
            } else {
                ""
            };
            Failure::new(format!(
                "{} cannot be sealed: its words would change{fix}",
                path.display()
            ))
        })?;
        if new != text
            && let Err(refused) = Destination::at(path, false)
                .and_then(|file| file.replace(text.as_bytes(), new.as_bytes()))
        {
            // Where the system refuses one, it will refuse the others.
            if refused.reason.system().is_some() {
                return Err(messages::unchanged(refused));
            }
            say_error(&format!("not sealed: {}", messages::refusal(&refused)));
            all = false;
        }
    }
    Ok(Outcome::clean_if(all))
}

/// The value of the header's `sealed`.
fn sealed(text: &str, document: &Document) -> Option<String> {
    let header = document.header.as_ref()?;
    let mut properties = header.properties.iter();
    let seal = properties.find(|property| property.key(text) == "sealed")?;
    Some(seal.value(text))
}

/// The text with that seal in its header, and a header if it had none; nothing
/// if that would change the words.
fn with_seal(text: &str, document: &Document, seal: &str, parser: &mut Parser) -> Option<String> {
    let words = strip(text, document);
    let mut keeps_words = |new: &String| strip(new, &parser.read(new)) == words;
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some(header) = document.header.as_ref().filter(|header| header.closed) else {
        let header = format!("---{eol}sealed: {seal}{eol}---{eol}{eol}");
        // A byte order mark is one only at the start; where it is taken for a
        // word, the header goes before it.
        let behind_mark = text.strip_prefix('\u{feff}');
        let behind_mark = behind_mark.map(|rest| format!("\u{feff}{header}{rest}"));
        let before = format!("{header}{text}");
        return behind_mark.into_iter().chain([before]).find(keeps_words);
    };
    let mut properties = header.properties.iter();
    let line = properties.find(|property| property.key(text) == "sealed");
    let (from, to, new) = match line {
        Some(line) if !line.value.is_empty() => (line.value.from(), line.value.to(), seal.into()),
        Some(line) => {
            let colon = line.key.to() + text[line.key.to()..].find(':').map_or(0, |at| at + 1);
            (colon, colon, format!(" {seal}"))
        }
        None => {
            let end = header.range.from() + text[header.range].rfind("---").unwrap_or(0);
            (end, end, format!("sealed: {seal}{eol}"))
        }
    };
    let new = format!("{}{new}{}", &text[..from], &text[to..]);
    keeps_words(&new).then_some(new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seal_text(text: &str) -> String {
        let document = Parser::new().read(text);
        let words = strip(text, &document);
        let new = with_seal(text, &document, &fingerprint(&words), &mut Parser::new());
        let new = new.expect("the words can be kept");
        let read = Parser::new().read(&new);
        assert_eq!(strip(&new, &read), words, "{new:?}");
        assert_eq!(sealed(&new, &read), Some(fingerprint(&words)), "{new:?}");
        new
    }

    #[test]
    fn the_seal_goes_into_the_header() {
        for (text, before, after) in [
            ("words\n", "---\n", "\n---\n\nwords\n"),
            (
                "---\r\na: b\r\n---\r\n\r\nx",
                "---\r\na: b\r\n",
                "\r\n---\r\n\r\nx",
            ),
            ("---\nsealed: 12\na: b\n---\nx", "---\n", "\na: b\n---\nx"),
            ("---\nsealed:\n---\nx", "---\n", "\n---\nx"),
            ("---\n---\n", "---\n", "\n---\n"),
        ] {
            let new = seal_text(text);
            let rest = new
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after));
            assert!(
                rest.is_some_and(|line| line.starts_with("sealed: ")),
                "{new:?}"
            );
            assert_eq!(seal_text(&new), new);
        }
    }

    proptest! {
        #[test]
        fn sealing_keeps_the_words(text in
            "(---\n(a: b\n)?(sealed: x\n)?---\n\n?|\u{feff}?[a-z])([a-z ]|\n|\r\n|# |@x: X\n|\\[a\\]\\{@x\\}){0,30}") {
            let document = Parser::new().read(&text);
            prop_assume!(!document.problems.iter().any(|problem| problem.code.spoils_words()));
            seal_text(&text);
        }
    }
}
