//! `textDocument/codeLens`, `codeLens/resolve`

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::code_lens::{self, Subject};
use crate::features::edit::Refusal;
use crate::features::shared::label;
use crate::features::shared::wording::counted;
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::commands::{REVIEW, SHOW, SHOW_REFERENCES};
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::Snapshot;
use crate::model::FileId;

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
    /// How many quotes are proposed, of the lens that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proposed: Option<usize>,
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
            data: serde_json::to_value(LensData {
                uri,
                id,
                proposed: None,
            })
            .ok(),
        }
    });
    let mut converted: Vec<lsp::CodeLens> = converted.collect();
    // After that of the article, which comes first.
    let place = converted.len().min(1);
    converted.splice(place..place, proposed(snapshot, file, &uri));
    Some(converted)
}

/// The lens that says how many quotes are proposed, in the first line, where that of the
/// article stands too: nothing below moves when it comes or goes.
fn proposed(snapshot: &Snapshot, file: FileId, uri: &lsp::Uri) -> Option<lsp::CodeLens> {
    let entry = snapshot.corpus.file(file)?;
    let count = snapshot
        .proposed
        .of(&entry.path)
        .filter(|count| *count > 0)?;
    let data = LensData {
        uri: uri.clone(),
        id: None,
        proposed: Some(count),
    };
    Some(lsp::CodeLens {
        range: snapshot.range(file, entry.lines().line_range(0)),
        command: None,
        data: serde_json::to_value(data).ok(),
    })
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
    if let Some(count) = data.proposed {
        let title = format!("{} proposed", counted(count, "quote"));
        return Some(match snapshot.capabilities.reviews {
            true => lsp::Command {
                title: format!("{title} · review"),
                command: REVIEW.into(),
                arguments: Some(vec![json!(data.uri)]),
            },
            false => lsp::Command {
                title,
                ..lsp::Command::default()
            },
        });
    }
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
