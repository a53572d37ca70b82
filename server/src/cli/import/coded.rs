//! Articles that were coded in another program, as a corpus of their own.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use quotemark_formats::annotated::{self, Annotated, Mapping, Meaning, Taken};
use quotemark_formats::dna::reader as dna;
use quotemark_formats::qdpx::reading as qdpx;
use quotemark_formats::{CodedCorpus, Unreadable, brat, webanno};

use super::args::Args;
use super::begun;
use super::guess::title;
use super::refused::unread;
use super::told::{guessed_date, id_of};
use crate::cli::files;
use crate::cli::losses::Losses;
use crate::cli::output::{Ended, Failure, Outcome, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::cli::write::messages;
use crate::coded::Loss;
use crate::features::shared::wording::counted;
use crate::marking::{declarations, document};
use crate::settings::{FILE_NAME, template};
use crate::store::writing::{self, Begun, BegunFolder, FileError};
use crate::store::{Links, opened};

/// How many bytes tell a form.
const HEAD: u64 = 64;

/// A form of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Dna,
    Qdpx,
    Brat,
    WebAnno,
}

/// Files of a form that were named, one by one or by their folder.
#[derive(Debug)]
pub struct Coded {
    form: Form,
    named: PathBuf,
    files: Vec<PathBuf>,
}

/// What was named as coded articles, by what it holds; nothing where it is something else.
pub fn coded(path: &Path) -> Option<Coded> {
    if files::is_stdin(path) {
        return None;
    }
    let one = |form, files| Coded {
        form,
        named: path.to_owned(),
        files,
    };
    if path.is_dir() {
        let with = |ending: &str| {
            let names = writing::reached(path, false).ok()?.names().ok()?;
            let names = names.into_iter().map(|name| path.join(name));
            let mut found: Vec<PathBuf> = names.filter(|name| ends_in(name, ending)).collect();
            found.retain(|path| path.symlink_metadata().is_ok_and(|found| found.is_file()));
            found.sort();
            (!found.is_empty()).then_some(found)
        };
        if let Some(mut annotations) = with("ann") {
            // A text of which nothing is annotated has its place among the others.
            let texts = with("txt").unwrap_or_default().into_iter();
            annotations.extend(texts.map(|text| text.with_extension("ann")));
            annotations.sort();
            annotations.dedup();
            return Some(one(Form::Brat, annotations));
        }
        let mut files = with("tsv")?;
        files.retain(|file| webanno::is_webanno(&head(file)));
        return (!files.is_empty()).then(|| one(Form::WebAnno, files));
    }
    let head = head(path);
    let form = if dna::is_database(&head) {
        Form::Dna
    } else if qdpx::is_archive(&head) {
        Form::Qdpx
    } else if webanno::is_webanno(&head) {
        Form::WebAnno
    } else if ends_in(path, "ann") {
        Form::Brat
    } else {
        return None;
    };
    Some(one(form, vec![path.to_owned()]))
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension() == Some(OsStr::new(ending))
}

fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    let read = opened(path, Links::Refused).map(|file| file.take(HEAD).read_to_end(&mut head));
    match read {
        Ok(Ok(_)) => head,
        _ => Vec::new(),
    }
}

/// Makes a corpus of each database and project, and one of all annotated texts.
pub fn run(args: &Args, all: Vec<Coded>) -> Ended {
    let Some(first) = all.first() else {
        return Ok(Outcome::Clean);
    };
    if let Some(other) = all.iter().find(|one| one.form != first.form) {
        return Err(Failure::new(format!(
            "{} and {} are of different programs; import each by itself",
            first.named.display(),
            other.named.display()
        )));
    }
    let of_texts = [
        ("--title", args.title.is_some()),
        ("--date", args.date.is_some()),
        ("--source", args.source.is_some()),
        ("--author", args.author.is_some()),
        ("--url", args.url.is_some()),
        ("--corpus", args.corpus.is_some()),
        ("--force", args.force),
    ];
    if let Some((option, _)) = of_texts.iter().find(|(_, is_said)| *is_said) {
        return Err(Failure::new(format!(
            "{option} is for texts, and {} holds coded articles, which become a corpus in a new folder",
            first.named.display()
        )));
    }
    let is_annotated = matches!(first.form, Form::Brat | Form::WebAnno);
    if !args.map.is_empty() && !is_annotated {
        return Err(Failure::new(format!(
            "--map is for annotations of brat and WebAnno; {} says itself what is what",
            first.named.display()
        )));
    }
    let mapping = mapping(&args.map)?;
    let list = match &args.losses {
        Some(path) => Some(Begun::at(&absolute(path)?, false).map_err(|why| refused(&why))?),
        None => None,
    };
    let mut losses = Losses::default();
    if is_annotated {
        let folder = folder(args, &first.named, false)?;
        if args.out.is_none() && all.len() > 1 {
            return Err(Failure::new(
                "several annotated texts become one corpus; name a new folder for it with --out",
            ));
        }
        losses.add(annotated(&all, &mapping, &folder)?);
    } else {
        for one in &all {
            let folder = folder(args, &one.named, all.len() > 1)?;
            let bytes = writing::read_named(&one.named).map_err(unread)?;
            let read = match one.form {
                Form::Dna => dna::read(&bytes),
                _ => qdpx::read(&bytes),
            };
            let read = read.map_err(|why| unreadable(&one.named, &why))?;
            drop(bytes);
            losses.add(write(read, &folder)?);
        }
    }
    if let Some((begun, file)) = list {
        let listed = losses.write(&file);
        listed.map_err(|why| Failure::new(format!("{}: {why}", begun.path().display())))?;
        begun.put(&file, false).map_err(|why| refused(&why))?;
    }
    losses.say(args.losses.as_deref());
    Ok(Outcome::Clean)
}

/// What `--map` says.
fn mapping(map: &[String]) -> Result<Mapping, Failure> {
    let mut mapping = Mapping::default();
    for written in map {
        let added = mapping.add(written);
        added.map_err(|why| Failure::new(format!("--map: {why}")))?;
    }
    Ok(mapping)
}

fn unreadable(path: &Path, why: &Unreadable) -> Failure {
    Failure::new(format!("{} {why}", Paths::here().shown(path)))
}

/// One corpus of annotated texts.
fn annotated(all: &[Coded], mapping: &Mapping, folder: &Path) -> Result<Vec<Loss>, Failure> {
    let files: Vec<&PathBuf> = all.iter().flat_map(|one| &one.files).collect();
    let mut stems: HashMap<&OsStr, usize> = HashMap::new();
    for file in &files {
        *stems
            .entry(file.file_stem().unwrap_or_default())
            .or_default() += 1;
    }
    let mut texts = Vec::with_capacity(files.len());
    for file in &files {
        let stem = file.file_stem().unwrap_or_default();
        let mut name = stem.to_string_lossy().into_owned();
        // Programs name the files of all texts by the annotator, each in a folder.
        if stems.get(stem).is_some_and(|count| *count > 1)
            && let Some(folder) = file.parent().and_then(Path::file_name)
        {
            name = format!("{}-{name}", folder.to_string_lossy());
        }
        texts.push(text(all[0].form, file, &name)?);
    }
    let read = annotated::corpus(texts, mapping);
    let (mut corpus, taken) = read.map_err(|why| unreadable(&all[0].named, &why))?;
    for (article, file) in corpus.articles.iter_mut().zip(files) {
        article.title = title::guessed(&article.text);
        let date = article.date_text.take();
        article.date_text = date.or_else(|| guessed_date(file, &article.text));
        article.key = id_of(file, &article.text);
    }
    let losses = write(corpus, folder)?;
    say_taken(&taken);
    Ok(losses)
}

/// A text with its annotations.
fn text(form: Form, file: &Path, name: &str) -> Result<Annotated, Failure> {
    let read = |path: &Path| {
        let bytes = writing::read_named(path).map_err(unread)?;
        files::as_text(path, bytes)
    };
    if form == Form::WebAnno {
        let read = webanno::read(name, &read(file)?);
        return read.map_err(|why| unreadable(file, &why));
    }
    let words = file.with_extension("txt");
    if words.symlink_metadata().is_err() {
        return Err(Failure::new(format!(
            "{} has no {} beside it, whose words it annotates",
            Paths::here().shown(file),
            Paths::here().shown(Path::new(words.file_name().unwrap_or_default()))
        )));
    }
    let annotations = match file.symlink_metadata() {
        Ok(_) => read(file)?,
        Err(_) => String::new(),
    };
    let read = brat::reader::read(name, &read(&words)?, &annotations);
    read.map_err(|why| unreadable(file, &why))
}

/// Says what was taken for what.
fn say_taken(taken: &[Taken]) {
    let of = |meaning: Option<Meaning>| {
        let all = taken.iter().filter(|one| one.meaning == meaning);
        let all = all.map(|one| format!("{} ({})", one.kind, one.count));
        all.collect::<Vec<_>>().join(", ")
    };
    let mut said: Vec<String> = Meaning::ALL
        .into_iter()
        .map(|meaning| (meaning.name(), of(Some(meaning))))
        .filter(|(_, all)| !all.is_empty())
        .map(|(name, all)| format!("{all} as {name}"))
        .collect();
    let nothing = of(None);
    if !nothing.is_empty() {
        said.push(format!("nothing for {nothing}"));
    }
    if !said.is_empty() {
        say_note(&format!(
            "took {}; --map NAME=MEANING says otherwise",
            said.join("; ")
        ));
    }
}

/// Writes a corpus, whole or not at all, and says so.
fn write(coded: CodedCorpus, folder: &Path) -> Result<Vec<Loss>, Failure> {
    let begun = BegunFolder::at(&absolute(folder)?).map_err(|why| taken(&why))?;
    let write = |name: &str, text: &str| -> Result<(), Failure> {
        let mut file = begun.file(&[name]).map_err(|why| refused(&why))?;
        let written = file.write_all(text.as_bytes());
        written.map_err(|why| Failure::new(format!("{name} cannot be written: {why}")))
    };
    let seal = begun::is_sealed(Some(&folder.join("article.qm")))?;
    let mut losses = coded.losses;
    let (cast, lost) = declarations(&coded.cast);
    losses.extend(lost);
    write(FILE_NAME, &template())?;
    write("cast.qm", &cast)?;
    for article in &coded.articles {
        let marked = document(article, seal);
        write(&article.path, &marked.text)?;
        losses.extend(marked.losses);
    }
    begun.put().map_err(|why| taken(&why))?;
    let statements = coded.articles.iter().map(|one| one.statements.len());
    let shown = Paths::here().shown(&absolute(folder)?);
    say_note(&format!(
        "wrote {} with {}, and a cast of {}, to {shown}; `quotemark check {shown}` reports problems",
        counted(coded.articles.len(), "article"),
        counted(statements.sum(), "statement"),
        coded.cast.entities.len(),
    ));
    Ok(losses)
}

/// The folder that the corpus is to be: it has its own settings, so that it is one by itself
/// wherever it lies.
fn folder(args: &Args, named: &Path, is_one_of_several: bool) -> Result<PathBuf, Failure> {
    let stem = named.file_stem().unwrap_or_default();
    match &args.out {
        Some(out) if files::is_stdin(out) => Err(Failure::new(
            "coded articles become a corpus of several files; name a new folder with --out",
        )),
        Some(out) if is_one_of_several => Ok(out.join(stem)),
        Some(out) => Ok(out.clone()),
        None => {
            let beside = named.with_extension("");
            match beside == named || beside.symlink_metadata().is_ok() {
                true => Ok(named.with_extension("corpus")),
                false => Ok(beside),
            }
        }
    }
}

fn taken(why: &FileError) -> Failure {
    Failure::new(format!(
        "{}; name a new folder with --out, nothing was written",
        messages::refusal(why)
    ))
}

fn refused(why: &FileError) -> Failure {
    Failure::new(messages::refusal(why))
}
