//! The files of a project, of which none is unpacked further than anybody codes.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Unreadable;
use crate::tree::Element;

/// The most bytes of `project.qde`, of which a statement takes about a thousand.
const MOST_PROJECT: u64 = 256 << 20;

/// The most bytes of a text: as many as a document may have. Tests pack and unpack slowly.
const MOST_TEXT: u64 = if cfg!(test) { 1 << 20 } else { 64 << 20 };

/// The most bytes of all texts.
const MOST_TEXTS: u64 = 1 << 30;

/// An archive.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Where each file stands, by its name in small letters.
    places: HashMap<String, usize>,
    /// How many bytes of texts may still come.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens one.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged("it", &why))?;
        let places = (0..zip.len()).filter_map(|place| {
            let name = zip.name_for_index(place)?.ok()?;
            Some((name.replace('\\', "/").to_lowercase(), place))
        });
        Ok(Self {
            places: places.collect(),
            zip,
            left: MOST_TEXTS,
        })
    }

    /// What `project.qde` says.
    pub(super) fn project(&mut self) -> Result<Element, Unreadable> {
        let (name, bytes) = self.named("project.qde", MOST_PROJECT)?.ok_or_else(|| {
            Unreadable(
                "is no REFI-QDA project: there is no project.qde in it; a document of a word processor has \
                 to be saved as plain text"
                    .into(),
            )
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Unreadable(format!("is no REFI-QDA project: its {name} is not UTF-8")))?;
        Element::read(&text).map_err(|why| Unreadable(format!("is damaged: its {name} {why}")))
    }

    /// The text of a source by the path that the project has for it; nothing where it is not
    /// there.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, Unreadable> {
        let most = MOST_TEXT.min(self.left);
        let Some((name, bytes)) = self.named(&format!("sources/{path}"), most)? else {
            return Ok(None);
        };
        self.left -= bytes.len() as u64;
        let text = String::from_utf8(bytes).map_err(|_| {
            Unreadable(format!(
                "has the text {name}, which is not UTF-8; export the project anew"
            ))
        })?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(text) => text.to_owned(),
            None => text,
        }))
    }

    /// The bytes of a file, whose name is looked for without regard to capitals. Names lead
    /// to nothing on this machine.
    fn named(&mut self, wanted: &str, most: u64) -> Result<Option<(String, Vec<u8>)>, Unreadable> {
        let place = self.places.get(&wanted.to_lowercase());
        let Some(place) = place else {
            return Ok(None);
        };
        let file = self
            .zip
            .by_index(*place)
            .map_err(|why| damaged(wanted, &why))?;
        let mut bytes = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|why| damaged(wanted, &why.into()))?;
        if bytes.len() as u64 > most {
            return Err(Unreadable(format!(
                "unpacks to more than anybody codes: {wanted} has more than {} MiB",
                most >> 20
            )));
        }
        Ok(Some((wanted.to_owned(), bytes)))
    }
}

fn damaged(what: &str, why: &ZipError) -> Unreadable {
    Unreadable(match why {
        ZipError::UnsupportedArchive(why) => {
            format!("cannot be unpacked: {what} is {why}; export the project without a password")
        }
        _ => format!("is damaged: {what} cannot be unpacked; copy or export it again"),
    })
}
