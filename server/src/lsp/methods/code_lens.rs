//! `textDocument/codeLens`, `codeLens/resolve`

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::code_lens::{self, Subject};
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::commands::{SHOW, SHOW_REFERENCES};
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;

/// The lenses of a document; what they say is counted when they are shown.
pub struct CodeLenses;

impl Method for CodeLenses {
    type Request = request::CodeLensRequest;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.code_lens_provider = Some(lsp::CodeLensOptions {
            resolve_provider: Some(true),
        });
    }
}

impl Reads for CodeLenses {
    fn answer(snapshot: &Snapshot, params: lsp::CodeLensParams) -> Result<Answer<Self>, Refusal> {
        Ok(code_lens(snapshot, params))
    }
}

/// A lens with what it says now.
pub struct CodeLensResolve;

impl Method for CodeLensResolve {
    type Request = request::CodeLensResolve;
}

impl Reads for CodeLensResolve {
    fn answer(snapshot: &Snapshot, params: lsp::CodeLens) -> Result<Answer<Self>, Refusal> {
        Ok(resolve(snapshot, params))
    }
}

/// What a lens keeps until it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct LensData {
    uri: lsp::Uri,
    /// The id with its sigil; nothing for the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

fn code_lens(snapshot: &Snapshot, params: lsp::CodeLensParams) -> Option<Vec<lsp::CodeLens>> {
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
            data: serde_json::to_value(LensData { uri, id }).ok(),
        }
    });
    Some(converted.collect())
}

fn resolve(snapshot: &Snapshot, lens: lsp::CodeLens) -> lsp::CodeLens {
    let command = command(snapshot, &lens).unwrap_or_default();
    lsp::CodeLens {
        command: Some(command),
        ..lens
    }
}

fn command(snapshot: &Snapshot, lens: &lsp::CodeLens) -> Option<lsp::Command> {
    let data: LensData = serde_json::from_value(lens.data.clone()?).ok()?;
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
