//! What the server's commands are asked with, and their answers as the protocol has them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::lsp::lenient_uris::normalised;
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::model::FileId;

/// How many rows an answer has unless somebody asks for another number.
pub const PAGE: usize = 200;

/// What a command comes to, or why it cannot be done.
pub type CommandResult<T> = Result<T, Refusal>;

/// What a command is given.
pub struct Arguments<'a> {
    /// The name of the command.
    pub command: &'a str,
    /// Its arguments.
    pub values: &'a [Value],
}

impl Arguments<'_> {
    /// The argument at a place, from 0.
    ///
    /// # Errors
    /// When it is missing or of another form.
    pub fn get<T: for<'v> Deserialize<'v>>(&self, place: usize) -> CommandResult<T> {
        let value = self.values.get(place).cloned().unwrap_or_default();
        serde_json::from_value(value).map_err(|error| {
            let (command, number) = (self.command, place + 1);
            Refusal(format!(
                "argument {number} of `{command}` makes no sense: {error}"
            ))
        })
    }

    /// The URI at a place, from 0, as an editor may write it.
    ///
    /// # Errors
    /// When it is missing or no URI.
    pub fn uri(&self, place: usize) -> CommandResult<lsp::Uri> {
        let written: String = self.get(place)?;
        uri(&written).ok_or_else(|| {
            let (command, number) = (self.command, place + 1);
            let written = label(&written);
            Refusal(format!(
                "argument {number} of `{command}` has to be a URI, such as `file:///a.qm`, and \
                 `{written}` is none"
            ))
        })
    }
}

/// A place in a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The document, as an editor may write it.
    pub uri: String,
    /// Where in it.
    pub position: lsp::Position,
}

/// The file and the byte of a place; nothing where it is in no document of the corpus.
///
/// # Errors
/// When its URI is none.
pub fn place_in(snapshot: &Snapshot, place: &Place) -> CommandResult<Option<(FileId, usize)>> {
    let uri = uri_of(&place.uri)?;
    let Some(number) = snapshot.file(&uri) else {
        return Ok(None);
    };
    let lines = snapshot.corpus.file(number).map(|file| file.lines());
    let counting = snapshot.capabilities.counting();
    let position = position_from(place.position);
    Ok(lines.map(|lines| (number, lines.offset(position, counting))))
}

/// The corpus of a document, and its file there.
///
/// # Errors
/// When the URI is none, and when no corpus has the document.
pub fn of_document(snapshot: &Snapshot, written: &str) -> CommandResult<(Snapshot, FileId)> {
    let uri = uri_of(written)?;
    let snapshot = snapshot.of_document(uri.clone());
    match snapshot.file(&uri) {
        Some(file) => Ok((snapshot, file)),
        None => Err(Refusal(format!(
            "{} is no document of the corpus",
            label(uri.as_str())
        ))),
    }
}

/// The corpus of a document, or the one that is asked without one.
///
/// # Errors
/// When the URI is none.
pub fn chosen(snapshot: &Snapshot, uri: Option<&str>) -> CommandResult<Snapshot> {
    let uri = uri.map(uri_of).transpose()?;
    Ok(snapshot.of_corpus(uri.as_ref()))
}

/// An answer as the protocol has it.
///
/// # Errors
/// When it cannot be written.
pub fn json(answer: &impl Serialize) -> CommandResult<Value> {
    let answer = serde_json::to_value(answer);
    answer.map_err(|error| Refusal(format!("the list cannot be written: {error}")))
}

fn uri(written: &str) -> Option<lsp::Uri> {
    normalised(written)?.parse().ok()
}

fn uri_of(written: &str) -> CommandResult<lsp::Uri> {
    uri(written).ok_or_else(|| {
        let written = label(written);
        Refusal(format!(
            "a document is named by its URI, such as `file:///a.qm`, and `{written}` is none"
        ))
    })
}
