//! REFI-QDA projects (`.qdpx`), which programs for qualitative analysis exchange: a zip of
//! `project.qde` and a plain text for each article.
//!
//! From REFI-QDA 1.5 (www.qdasoftware.org) and its `Project.xsd` of March 2019. Offsets are
//! code points, ends not included. Nothing in it depends on the day or the machine. [`reading`]
//! reads projects, whoever wrote them.

mod cast;
mod guid;
mod project;
pub mod reading;
mod statements;

#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;

use std::io::{Seek, Write};

use quotemark_analysis::coded::{Article, Cast};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::Error;
use crate::form::{FormWriter, Loss};
use statements::Gathered;

/// A project on its way. The texts are written as they come; what is coded in them, about a
/// kilobyte a statement, is held until the end, since people stand before it in the file.
pub struct Qdpx<W: Write + Seek> {
    zip: ZipWriter<W>,
    gathered: Gathered,
}

impl<W: Write + Seek> Qdpx<W> {
    /// Begins one with a cast.
    pub fn new(out: W, cast: &Cast) -> Self {
        Self {
            zip: ZipWriter::new(out),
            gathered: Gathered::new(cast),
        }
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o644)
            .large_file(u32::try_from(bytes.len()).is_err());
        self.zip.start_file(name, options).map_err(error)?;
        Ok(self.zip.write_all(bytes)?)
    }
}

impl<W: Write + Seek + Send> FormWriter for Qdpx<W> {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        for article in articles {
            let (guid, text) = self.gathered.article(article);
            self.file(&format!("sources/{guid}.txt"), text.as_bytes())?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let project = std::mem::take(&mut self.gathered).project();
        let bytes = project.write()?;
        self.file("project.qde", &bytes)?;
        self.zip.finish().map_err(error)?.flush()?;
        Ok(())
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.gathered.losses.take()
    }
}

fn error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => Error::Io(error),
        other => Error::Library(other.to_string()),
    }
}
