//! `textDocument/codeLens`, `codeLens/resolve`

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

use crate::features::code_lens::{self, Subject};
use crate::features::shown::label;
use crate::lsp::commands::{SHOW, SHOW_REFERENCES};
use crate::lsp::query::Cancelled;
use crate::lsp::snapshot::Snapshot;

/// What a lens keeps until it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: lsp::Uri,
    /// The id with its sigil; nothing for the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// The lenses of the document; what they say is counted when they are shown.
pub fn code_lens(
    snapshot: &Snapshot,
    params: lsp::CodeLensParams,
    _: &Cancelled,
) -> Option<Vec<lsp::CodeLens>> {
    let uri = params.text_document.uri;
    let file = snapshot.file(&uri)?;
    if !snapshot.settings_of(file).lenses {
        return None;
    }
    let lenses = code_lens::code_lens(&snapshot.corpus, file);
    let converted = lenses.into_iter().map(|lens| {
        let id = match lens.subject {
            Subject::Entity(entity) => Some(snapshot.corpus.written(entity).to_string()),
            Subject::Article => None,
        };
        let uri = uri.clone();
        lsp::CodeLens {
            range: snapshot.range(file, lens.range),
            command: None,
            data: serde_json::to_value(Data { uri, id }).ok(),
        }
    });
    Some(converted.collect())
}

/// The lens with what it says now. One that makes no sense says nothing.
pub fn resolve(snapshot: &Snapshot, lens: lsp::CodeLens, _: &Cancelled) -> lsp::CodeLens {
    let command = command(snapshot, &lens).unwrap_or_default();
    lsp::CodeLens {
        command: Some(command),
        ..lens
    }
}

fn command(snapshot: &Snapshot, lens: &lsp::CodeLens) -> Option<lsp::Command> {
    let data: Data = serde_json::from_value(lens.data.clone()?).ok()?;
    let file = snapshot.file(&data.uri)?;
    let corpus = &snapshot.corpus;
    let subject = match &data.id {
        Some(id) => Subject::Entity(corpus.ids().find(id)?),
        None => Subject::Article,
    };
    let counts = code_lens::counts(corpus, file, subject);
    let locations = snapshot.locations(counts.places);
    let capabilities = &snapshot.capabilities;
    let (command, arguments): (&str, Vec<Value>) = match locations.first() {
        Some(_) if capabilities.lists_references => (
            SHOW_REFERENCES,
            vec![json!(data.uri), json!(lens.range.start), json!(locations)],
        ),
        Some(first) if capabilities.shows_documents => {
            (SHOW, vec![json!(first.uri), json!(first.range.start)])
        }
        _ => ("", Vec::new()),
    };
    Some(lsp::Command {
        title: label(&counts.title),
        command: command.into(),
        arguments: (!arguments.is_empty()).then_some(arguments),
    })
}
