//! `quotemark import`

mod args;
mod begun;
mod coded;
mod front_matter;
mod guess;
mod refused;
mod told;

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};

pub use self::args::Args;
use self::guess::date;
use self::guess::title;
use self::refused::unread;
use self::told::{guessed_date, id_of};
use super::files;
use super::output::{Ended, Failure, Outcome, as_seen, exact, on_one_line, say_error, say_note};
use super::write::messages;
use crate::store::writing::{self, Destination, Reason};
use crate::syntax::{HeaderFields, Parser, import, strip};

/// Makes a document of each file.
pub fn run(args: &Args) -> Ended {
    let (mut coded, mut texts) = (Vec::new(), Vec::new());
    for path in files::expanded(&args.files)? {
        match coded::coded(&path) {
            Some(one) => coded.push(one),
            None => texts.push(path),
        }
    }
    if !coded.is_empty() {
        return match texts.first() {
            None => coded::run(args, coded),
            Some(text) => Err(Failure::new(format!(
                "{} is a text, and others hold coded articles; import it by itself",
                text.display()
            ))),
        };
    }
    for (option, is_said) in [
        ("--losses", args.losses.is_some()),
        ("--map", !args.map.is_empty()),
    ] {
        if is_said {
            return Err(Failure::new(format!(
                "{option} is for coded articles of other programs; a text loses nothing"
            )));
        }
    }
    let sources = sources(texts)?;
    let mut taken = HashSet::new();
    let mut jobs = Vec::new();
    for source in sources {
        let target = target(args, &source)?;
        if let Some(target) = &target {
            if !taken.insert(target.clone()) {
                return Err(Failure::new(format!(
                    "two of the files would become {}; import them one by one",
                    target.display()
                )));
            }
            if !args.force && target.symlink_metadata().is_ok() {
                return Err(exists(target));
            }
        }
        jobs.push((source, target));
    }
    if jobs.iter().filter(|(_, target)| target.is_none()).count() > 1 {
        return Err(Failure::new(
            "standard output takes one document; name a folder with --out",
        ));
    }
    let targets = jobs.iter().filter_map(|(_, target)| target.as_deref());
    let begins = begun::beginning(targets, args.corpus.as_deref())?;
    let mut complete = true;
    let mut first = None;
    for (source, target) in &jobs {
        let seal = begun::is_sealed(target.as_deref())?;
        let fields_of = |article: &str| HeaderFields {
            seal,
            ..fields(args, source, article)
        };
        match imported(source, fields_of) {
            Ok((document, fields)) => {
                put(&document, &fields, target.as_deref(), args.force)?;
                first = first.or(target.as_deref());
            }
            // With several files, one in another encoding does not keep the rest out.
            Err(Failure::Said(message)) if jobs.len() > 1 => {
                say_error(&message);
                complete = false;
            }
            Err(failure) => return Err(failure),
        }
    }
    if let (Some(folder), Some(first)) = (begins, first) {
        begun::begin(&folder, first)?;
    }
    if complete {
        Ok(Outcome::Clean)
    } else {
        Err(Failure::new("not every file could be imported"))
    }
}

fn sources(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let mut sources = Vec::new();
    for path in paths {
        if !path.is_dir() {
            sources.push(path);
            continue;
        }
        let folder = writing::reached(&path, false).map_err(unread)?;
        let names = folder.names();
        let names = names.map_err(|error| Failure::new(files::unreadable(&path, &error)))?;
        let is_text = |name: &OsString| Path::new(name).extension() == Some(OsStr::new("txt"));
        let texts = names.into_iter().filter(is_text);
        let mut texts: Vec<PathBuf> = texts.map(|name| path.join(name)).collect();
        let links = texts.len();
        texts.retain(|path| path.symlink_metadata().is_ok_and(|found| found.is_file()));
        if links > texts.len() {
            say_note(&format!(
                "left out {} of {}, which are links or folders: name what they lead to",
                links - texts.len(),
                path.display()
            ));
        }
        if texts.is_empty() {
            return Err(files::none_ending("txt", &path.display().to_string()));
        }
        texts.sort();
        sources.append(&mut texts);
    }
    Ok(sources)
}

/// Where the document goes; nothing stands for standard output.
fn target(args: &Args, source: &Path) -> Result<Option<PathBuf>, Failure> {
    let to_stdout = match &args.out {
        Some(out) => files::is_stdin(out),
        None => files::is_stdin(source),
    };
    if to_stdout {
        return Ok(None);
    }
    if files::is_stdin(source) {
        return Err(Failure::new(
            "standard input has no name to write to; use --out - and a redirection",
        ));
    }
    let beside = source.with_extension("qm");
    if beside == source {
        return Err(Failure::new(format!(
            "{} is a document already",
            source.display()
        )));
    }
    Ok(Some(match &args.out {
        Some(folder) => folder.join(beside.file_name().unwrap_or_default()),
        None => beside,
    }))
}

/// What the options say, else the text's front matter, else a guess.
fn fields(args: &Args, source: &Path, text: &str) -> HeaderFields {
    let (said, article) = front_matter::read(text);
    let date = args.date.map(|date| date.to_string());
    let date = date.or_else(|| said.date.as_deref().and_then(date::of_value));
    let title = args.title.clone().or(said.title);
    HeaderFields {
        title: title.or_else(|| title::guessed(article)),
        date: date.or_else(|| guessed_date(source, article)),
        source: args.source.clone().or(said.source),
        author: args.author.clone().or(said.author),
        url: args.url.clone().or(said.url),
        id: Some(id_of(source, text)),
        seal: false,
    }
}

fn imported(
    source: &Path,
    fields_of: impl Fn(&str) -> HeaderFields,
) -> Result<(String, HeaderFields), Failure> {
    let article = read(source)?;
    let fields = fields_of(&article);
    let document = import(&article, &fields);
    // The first of the markup's rules is worth the price of reading the document once more.
    if strip(&document, &Parser::new().read(&document)) != article {
        return Err(Failure::new(format!(
            "{} cannot be imported: its words would not come back as they are",
            source.display()
        )));
    }
    Ok((document, fields))
}

/// The text of a file that is to be copied into a corpus, or of standard input.
/// What a link leads to would be copied along with what the link's folder
/// holds, so it is not.
fn read(source: &Path) -> Result<String, Failure> {
    if files::is_stdin(source) {
        return files::read_text(source);
    }
    files::as_text(source, writing::read_named(source).map_err(unread)?)
}

fn put(
    document: &str,
    fields: &HeaderFields,
    target: Option<&Path>,
    force: bool,
) -> Result<(), Failure> {
    let Some(target) = target else {
        let mut out = exact();
        out.write_all(as_seen(document).as_bytes())?;
        out.flush()?;
        return Ok(());
    };
    let written = Destination::at(target, true);
    let written = written.and_then(|target| target.write(document.as_bytes(), force));
    written.map_err(|refused| match refused.reason {
        Reason::Exists => exists(target),
        _ => Failure::new(messages::refusal(&refused)),
    })?;
    let found = |value: &Option<String>, key: &str| match value {
        Some(value) => format!("{key} {}", on_one_line(value)),
        None => format!("no {key} found, to be filled in"),
    };
    say_note(&format!(
        "wrote {} ({}; {})",
        target.display(),
        found(&fields.date, "date"),
        found(&fields.title, "title"),
    ));
    Ok(())
}

fn exists(target: &Path) -> Failure {
    Failure::new(format!(
        "{} is there already; --force writes over it",
        target.display()
    ))
}
