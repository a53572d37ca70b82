//! The forms of other tools.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use quotemark_formats::dna::{DnaDatabase, EventList, Neutral};
use quotemark_formats::{Error, FormWriter, Loss};

use super::args::Args;
use super::chunks::each_chunk;
use super::files::{begin, failed, put_all};
use super::format::Format;
use super::target::Target;
use crate::cli::output::{Failure, on_one_line, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::cli::progress::Progress;
use crate::coded::Cast;
use crate::coding;
use crate::model::Corpus;
use crate::store::writing::Begun;
use crate::tables::Extraction;

/// How many bytes are written at once.
const BUFFER: usize = 1 << 18;

/// How many places of a kind of loss are said.
const SAID: usize = 3;

/// Writes the articles as a form, and says what that cannot hold. Counts the statements.
pub fn write(
    corpus: &Corpus,
    extraction: &Extraction<'_>,
    target: &Target,
    args: &Args,
    progress: &Progress,
) -> Result<usize, Failure> {
    let cast = coding::whole_cast(corpus);
    // Before anything is read: what cannot be written there is said at once.
    let list = match &args.losses {
        Some(path) => Some(begin(&absolute(path)?, args.force)?),
        None => None,
    };
    let (begun, file) = begin(&target.path, args.force)?;
    let neutral = args.neutral.map(Neutral::from).unwrap_or_default();
    let writer = writer(target.format, &begun, &file, &cast, neutral);
    let mut writer = writer.map_err(|error| failed(begun.path(), &error))?;
    let mut losses = Losses::default();
    losses.add(writer.take_losses());
    let mut statements = 0;
    each_chunk(corpus, extraction, progress, "writing", |articles| {
        statements += articles
            .iter()
            .map(|one| one.statements.len())
            .sum::<usize>();
        let written = writer.write(articles);
        written.map_err(|error| failed(begun.path(), &error))?;
        losses.add(writer.take_losses());
        Ok(())
    })?;
    let finished = writer.finish();
    finished.map_err(|error| failed(begun.path(), &error))?;
    let mut files = vec![(begun, file)];
    if let Some((begun, file)) = list {
        let listed = losses.write(&file);
        listed.map_err(|error| failed(begun.path(), &error.into()))?;
        files.push((begun, file));
    }
    put_all(files, args.force)?;
    losses.say(args.losses.as_deref());
    Ok(statements)
}

fn writer(
    format: Format,
    begun: &Begun,
    file: &File,
    cast: &Cast,
    neutral: Neutral,
) -> Result<Box<dyn FormWriter>, Error> {
    let out = BufWriter::with_capacity(BUFFER, file.try_clone()?);
    Ok(match format {
        Format::DnaCsv => Box::new(EventList::new(out, cast, neutral)?),
        _ => Box::new(DnaDatabase::begin(&begun.beside(), cast, neutral)?),
    })
}

/// What a form could not hold, by its kind.
#[derive(Default)]
struct Losses(BTreeMap<(&'static str, &'static str), Vec<Loss>>);

impl Losses {
    fn add(&mut self, losses: Vec<Loss>) {
        for loss in losses {
            self.0.entry((loss.what, loss.done)).or_default().push(loss);
        }
    }

    /// A line for each.
    fn write(&self, out: &File) -> std::io::Result<()> {
        let mut out = BufWriter::new(out);
        for ((what, done), losses) in &self.0 {
            for loss in losses {
                let place = on_one_line(&loss.place);
                let detail = on_one_line(&loss.detail);
                writeln!(out, "{place}\t{what} {done}\t{detail}")?;
            }
        }
        out.flush()
    }

    /// Says of each kind what it is, and where the first are.
    fn say(&self, list: Option<&Path>) {
        for ((what, done), losses) in &self.0 {
            let places = losses.iter().take(SAID).map(|loss| loss.place.as_str());
            let places: Vec<&str> = places.collect();
            let more = match losses.len() - places.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let count = losses.len();
            say_note(&format!(
                "{what} {done} ({count}: {}{more})",
                places.join(", ")
            ));
        }
        match list {
            Some(list) => say_note(&format!("{} lists them all", Paths::here().shown(list))),
            None if self.0.values().any(|losses| losses.len() > SAID) => {
                say_note("--losses FILE lists every place");
            }
            None => {}
        }
    }
}
