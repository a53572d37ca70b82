//! The forms of other tools.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use quotemark_formats::annotations::Annotations;
use quotemark_formats::brat::Brat;
use quotemark_formats::dna::{DnaDatabase, EventList, Neutral};
use quotemark_formats::qdpx::Qdpx;
use quotemark_formats::tei::Tei;
use quotemark_formats::{Error, Files, FormWriter, popolo};

use super::args::Args;
use super::chunks::each_chunk;
use super::files::{begin, failed, put_all};
use super::format::Format;
use super::target::Target;
use crate::cli::losses::Losses;
use crate::cli::output::Failure;
use crate::cli::paths::absolute;
use crate::cli::progress::Progress;
use crate::cli::write::messages::refusal;
use crate::coded::Cast;
use crate::coding;
use crate::model::Corpus;
use crate::store::writing::{Begun, BegunFolder, FileError, Reason};
use crate::tables::Extraction;

/// How many bytes are written at once.
const BUFFER: usize = 1 << 18;

/// Where a form goes.
enum Out {
    File(Begun, File),
    Folder(Arc<BegunFolder>),
}

/// The files of a form of several.
struct InFolder(Arc<BegunFolder>);

impl Files for InFolder {
    fn write(&mut self, names: &[&str], bytes: &[u8]) -> Result<(), Error> {
        let begun = self.0.file(names);
        let mut file = begun.map_err(|refused| match refused.reason {
            Reason::System(error) => Error::Io(error),
            _ => Error::Library(refusal(&refused)),
        })?;
        Ok(file.write_all(bytes)?)
    }
}

impl Out {
    fn begin(target: &Target, force: bool) -> Result<Self, Failure> {
        if target.is_folder {
            let begun = BegunFolder::at(&target.path);
            return match begun {
                Ok(begun) => Ok(Self::Folder(Arc::new(begun))),
                Err(refused) => Err(folder_refused(&refused)),
            };
        }
        let (begun, file) = begin(&target.path, force)?;
        Ok(Self::File(begun, file))
    }

    fn path(&self) -> &Path {
        match self {
            Self::File(begun, _) => begun.path(),
            Self::Folder(begun) => begun.path(),
        }
    }

    fn writer(
        &self,
        format: Format,
        cast: &Cast,
        neutral: Neutral,
    ) -> Result<Box<dyn FormWriter>, Error> {
        Ok(match self {
            Self::Folder(begun) => {
                let files = InFolder(begun.clone());
                match format {
                    Format::Tei => Box::new(Tei::new(files, cast)?),
                    _ => Box::new(Brat::new(files, cast)?),
                }
            }
            Self::File(begun, file) => {
                let out = BufWriter::with_capacity(BUFFER, file.try_clone()?);
                match format {
                    Format::DnaCsv => Box::new(EventList::new(out, cast, neutral)?),
                    Format::Annotations => Box::new(Annotations::new(out, cast)?),
                    Format::Qdpx => Box::new(Qdpx::new(out, cast)),
                    _ => Box::new(DnaDatabase::begin(&begun.beside(), cast, neutral)?),
                }
            }
        })
    }

    /// Puts it in its place, with the list of what it could not hold.
    fn put(self, list: Option<(Begun, File)>, force: bool) -> Result<(), Failure> {
        let mut files: Vec<(Begun, File)> = list.into_iter().collect();
        match self {
            Self::File(begun, file) => files.push((begun, file)),
            Self::Folder(begun) => {
                // Whoever wrote to it is done.
                if let Some(begun) = Arc::into_inner(begun) {
                    begun.put().map_err(|refused| folder_refused(&refused))?;
                }
            }
        }
        put_all(files, force)
    }
}

/// That a folder is not begun or put, and what to do.
pub fn folder_refused(refused: &FileError) -> Failure {
    Failure::new(format!(
        "{}; name a new folder, nothing was written",
        refusal(refused)
    ))
}

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
    let out = Out::begin(target, args.force)?;
    let path = out.path().to_owned();
    let why = |error: Error| failed(&path, &error);
    let mut losses = Losses::default();
    let mut statements = 0;
    if let (Format::Popolo, Out::File(_, file)) = (target.format, &out) {
        losses.add(popolo::write(BufWriter::new(file), &cast).map_err(why)?);
    } else {
        let neutral = args.neutral.map(Neutral::from).unwrap_or_default();
        let mut writer = out.writer(target.format, &cast, neutral).map_err(why)?;
        losses.add(writer.take_losses());
        each_chunk(corpus, extraction, progress, "writing", |articles| {
            let counts = articles.iter().map(|one| one.statements.len());
            statements += counts.sum::<usize>();
            writer.write(articles).map_err(why)?;
            losses.add(writer.take_losses());
            Ok(())
        })?;
        writer.finish().map_err(why)?;
    }
    if let Some((begun, file)) = &list {
        let listed = losses.write(file);
        listed.map_err(|error| failed(begun.path(), &error.into()))?;
    }
    out.put(list, args.force)?;
    losses.say(args.losses.as_deref());
    Ok(statements)
}
