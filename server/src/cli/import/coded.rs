//! Articles that were coded in another program, as a corpus of their own.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use quotemark_formats::dna::reader;

use super::args::Args;
use super::begun;
use super::refused::unread;
use crate::cli::files;
use crate::cli::losses::Losses;
use crate::cli::output::{Ended, Failure, Outcome, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::cli::write::messages;
use crate::features::shared::wording::counted;
use crate::marking::{declarations, document};
use crate::settings::{FILE_NAME, template};
use crate::store::writing::{self, Begun, BegunFolder, FileError};
use crate::store::{Links, opened};

/// How many bytes tell a database.
const HEAD: u64 = 16;

/// Whether a file is a database, by its first bytes.
pub fn is_database(path: &Path) -> bool {
    if files::is_stdin(path) {
        return false;
    }
    let mut head = Vec::new();
    let read = opened(path, Links::Refused).map(|file| file.take(HEAD).read_to_end(&mut head));
    matches!(read, Ok(Ok(_))) && reader::is_database(&head)
}

/// Makes a corpus of each.
pub fn run(args: &Args, databases: &[PathBuf]) -> Ended {
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
            "{option} is for texts, and {} is a database, which becomes a corpus in a new folder",
            databases[0].display()
        )));
    }
    let list = match &args.losses {
        Some(path) => Some(Begun::at(&absolute(path)?, false).map_err(|why| refused(&why))?),
        None => None,
    };
    let mut losses = Losses::default();
    for database in databases {
        losses.add(import(args, database, databases.len() > 1)?);
    }
    if let Some((begun, file)) = list {
        let listed = losses.write(&file);
        listed.map_err(|why| Failure::new(format!("{}: {why}", begun.path().display())))?;
        begun.put(&file, false).map_err(|why| refused(&why))?;
    }
    losses.say(args.losses.as_deref());
    Ok(Outcome::Clean)
}

fn import(
    args: &Args,
    database: &Path,
    is_one_of_several: bool,
) -> Result<Vec<crate::coded::Loss>, Failure> {
    let folder = folder(args, database, is_one_of_several)?;
    let bytes = writing::read_named(database).map_err(unread)?;
    let read = reader::read(&bytes);
    let coded = read.map_err(|why| Failure::new(format!("{} {why}", database.display())))?;
    drop(bytes);
    let begun = BegunFolder::at(&absolute(&folder)?).map_err(|why| taken(&why))?;
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
    let shown = Paths::here().shown(&absolute(&folder)?);
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
fn folder(args: &Args, database: &Path, is_one_of_several: bool) -> Result<PathBuf, Failure> {
    let stem = database.file_stem().unwrap_or_default();
    match &args.out {
        Some(out) if files::is_stdin(out) => Err(Failure::new(
            "a database becomes a corpus of several files; name a new folder with --out",
        )),
        Some(out) if is_one_of_several => Ok(out.join(stem)),
        Some(out) => Ok(out.clone()),
        None => {
            let beside = database.with_extension("");
            match beside == database {
                true => Ok(database.with_extension("corpus")),
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
