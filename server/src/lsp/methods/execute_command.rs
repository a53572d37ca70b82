//! `workspace/executeCommand`

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::edit::external::declaring;
use crate::features::edit::{CorpusEdit, Refusal};
use crate::features::rename::refuse_partial;
use crate::features::shared::label;
use crate::features::{declare, lookup, merge, preview};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::commands::{ACT, DECLARE, SHOW};
use crate::lsp::lenient_uris::normalised;
use crate::lsp::methods::code_action::chosen;
use crate::lsp::methods::lists;
use crate::lsp::methods::preview::written;
use crate::lsp::request::{Answer, Method, Records};
use crate::lsp::session::Session;
use crate::lsp::session::messages::Effect;
use crate::lsp::snapshot::Snapshot;
use crate::model::EntityId;

/// How much the corpus holds.
const SUMMARY: &str = "quotemark.summary";
/// Lists quotes: `[{ "by", "of", "on", "side", "from", "to" }]`, each a string
/// that may be missing, or `["@id"]` for all quotes of somebody.
const QUOTES: &str = "quotemark.quotes";
/// Some of them.
const QUOTES_PAGE: &str = "quotemark.quotesPage";
/// The quote of somebody that comes behind a place or before it.
const STEP: &str = "quotemark.step";
/// Lists people and organisations with their counts.
const SPEAKERS: &str = "quotemark.speakers";
/// Some of them.
const SPEAKERS_PAGE: &str = "quotemark.speakersPage";
/// Where somebody is declared.
const DECLARATION: &str = "quotemark.declaration";
/// Some of the topics with their counts.
const TOPICS_PAGE: &str = "quotemark.topicsPage";
/// An article without its markup: `[uri]`.
const PREVIEW: &str = "quotemark.preview";
/// Merges one entity into another: `["@from", "@into"]`.
const MERGE: &str = "quotemark.merge";

/// The commands that the server knows.
const COMMANDS: [&str; 13] = [
    SUMMARY,
    QUOTES,
    QUOTES_PAGE,
    STEP,
    SPEAKERS,
    SPEAKERS_PAGE,
    TOPICS_PAGE,
    DECLARATION,
    PREVIEW,
    SHOW,
    DECLARE,
    MERGE,
    ACT,
];

/// What a command comes to.
#[derive(Debug, Default)]
pub struct Done {
    /// What the editor is answered.
    pub answer: Option<Value>,
    /// What the editor is to do.
    pub effect: Option<Effect>,
}

/// A command of the server.
pub struct ExecuteCommand;

impl Method for ExecuteCommand {
    type Request = request::ExecuteCommand;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.execute_command_provider = Some(lsp::ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).to_vec(),
            ..lsp::ExecuteCommandOptions::default()
        });
    }
}

impl Records for ExecuteCommand {
    type Found = Done;

    fn find(snapshot: &Snapshot, params: lsp::ExecuteCommandParams) -> Result<Done, Refusal> {
        execute_command(snapshot, &params)
    }

    fn record(session: &Arc<Session>, done: Done) -> Answer<Self> {
        if let Some(effect) = done.effect {
            session.ask_editor(effect);
        }
        done.answer
    }
}

/// Does what a command says.
fn execute_command(
    snapshot: &Snapshot,
    params: &lsp::ExecuteCommandParams,
) -> Result<Done, Refusal> {
    let arguments = Arguments {
        command: &params.command,
        values: &params.arguments,
    };
    match &*params.command {
        SUMMARY => answered(lists::summary(snapshot, arguments.get(0)?)?),
        QUOTES => answered(lists::quotes(snapshot, arguments.get(0)?)?),
        QUOTES_PAGE => answered(lists::quotes_page(snapshot, arguments.get(0)?)?),
        STEP => answered(lists::step(snapshot, arguments.get(0)?)?),
        SPEAKERS => answered(lists::speakers(snapshot)?),
        SPEAKERS_PAGE => {
            let wanted = arguments.get(0)?;
            answered(lists::speakers_page(snapshot, wanted)?)
        }
        TOPICS_PAGE => answered(lists::topics_page(snapshot, arguments.get(0)?)?),
        DECLARATION => answered(lists::declaration(snapshot, arguments.get(0)?)?),
        PREVIEW => preview_of(snapshot, &arguments),
        SHOW => show(&arguments),
        DECLARE => declare(snapshot, &arguments),
        MERGE => merge(snapshot, &arguments),
        ACT => act(snapshot, &arguments),
        other => Err(Refusal(format!("there is no command `{other}`"))),
    }
}

/// What a command is given.
struct Arguments<'a> {
    command: &'a str,
    values: &'a [Value],
}

impl Arguments<'_> {
    /// The argument at a place, from 0.
    fn get<T: for<'v> Deserialize<'v>>(&self, place: usize) -> Result<T, Refusal> {
        let value = self.values.get(place).cloned().unwrap_or_default();
        serde_json::from_value(value).map_err(|error| {
            let (command, number) = (self.command, place + 1);
            Refusal(format!(
                "argument {number} of `{command}` makes no sense: {error}"
            ))
        })
    }
}

/// The URI at a place of the arguments, as an editor may write it.
fn uri_in(arguments: &Arguments<'_>, place: usize) -> Result<lsp::Uri, Refusal> {
    let written: String = arguments.get(place)?;
    let uri = normalised(&written).and_then(|uri| uri.parse().ok());
    uri.ok_or_else(|| {
        let (command, number) = (arguments.command, place + 1);
        let written = label(&written);
        Refusal(format!(
            "argument {number} of `{command}` has to be a URI, such as `file:///a.qm`, and \
             `{written}` is none"
        ))
    })
}

fn act(snapshot: &Snapshot, arguments: &Arguments) -> Result<Done, Refusal> {
    let data: Value = arguments.get(0)?;
    let uri = data.get("uri").and_then(|uri| uri.as_str()?.parse().ok());
    let snapshot = &uri.map_or_else(|| snapshot.clone(), |uri| snapshot.asked_of(uri));
    let (chosen, edit) = chosen(snapshot, &data)?;
    let edit = Box::new(snapshot.workspace_edit(&edit)?);
    Ok(Done {
        answer: None,
        effect: Some(Effect::Change(chosen.title, edit)),
    })
}

fn preview_of(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let uri = uri_in(arguments, 0)?;
    let snapshot = &snapshot.asked_of(uri.clone());
    let file = snapshot.file(&uri);
    let preview = file.and_then(|file| Some((file, preview::preview(&snapshot.corpus, file)?)));
    let Some((file, preview)) = preview else {
        let uri = uri.as_str();
        return Err(Refusal(format!("{uri} is no document of the corpus")));
    };
    answered(written(snapshot, file, &preview)?)
}

fn answered(answer: Value) -> Result<Done, Refusal> {
    Ok(Done {
        answer: Some(answer),
        effect: None,
    })
}

// ---- What the editor is to do -------------------------------------------------

fn show(arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let uri = uri_in(arguments, 0)?;
    let position: lsp::Position = arguments.get(1)?;
    Ok(Done {
        answer: None,
        effect: Some(Effect::Show(Box::new(lsp::ShowDocumentParams {
            uri,
            external: None,
            take_focus: Some(true),
            selection: Some(lsp::Range::new(position, position)),
        }))),
    })
}

fn declare(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let (written, name): (String, String) = (arguments.get(0)?, arguments.get(1)?);
    let uri = uri_in(arguments, 2)?;
    let snapshot = &snapshot.asked_of(uri.clone());
    let corpus = &snapshot.corpus;
    let near = snapshot.file(&uri).ok_or_else(|| {
        let uri = uri.as_str();
        Refusal(format!("{uri} is no document of the corpus"))
    })?;
    let known = corpus.ids().find(&written);
    if known.is_some_and(|entity| corpus.index().is_declared(entity)) {
        return Ok(Done::default());
    }
    let settings = snapshot.settings_of(near);
    let edit = declare::declare(corpus, near, &written, &name, settings.cast.as_deref());
    change(snapshot, format!("Declare {written}"), edit)
}

/// Merges in the open corpus that knows both.
fn merge(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let (from, into): (String, String) = (arguments.get(0)?, arguments.get(1)?);
    let mut known = Vec::new();
    let mut refused = None;
    for snapshot in snapshot.each() {
        let corpus = &snapshot.corpus;
        refuse_partial(corpus)?;
        let both = lookup::named(corpus, &from, &into)
            .and_then(|one| Ok((one, lookup::named(corpus, &into, &from)?)));
        match both {
            Ok((one, other)) => known.push((snapshot, one, other)),
            Err(refusal) => refused = Some(refusal),
        }
    }
    // Those that only read what is declared of them cannot.
    let is_own = |(snapshot, one, other): &(Snapshot, EntityId, EntityId)| {
        let mut both = [one, other].into_iter();
        both.all(|entity| declaring(&snapshot.corpus, *entity).is_none())
    };
    if known.iter().any(is_own) {
        known.retain(is_own);
    }
    if known.len() > 1 {
        return Err(Refusal(format!(
            "{} corpora that are open have both {from} and {into}; merge them in each on the \
             command line, by `quotemark merge`",
            known.len()
        )));
    }
    let Some((snapshot, one, other)) = known.pop() else {
        let nobody = || Refusal("no corpus is open".into());
        return Err(refused.unwrap_or_else(nobody));
    };
    let edit = merge::merge(&snapshot.corpus, one, other)?;
    change(&snapshot, label(&format!("Merge {from} into {into}")), edit)
}

fn change(snapshot: &Snapshot, label: String, edit: CorpusEdit) -> Result<Done, Refusal> {
    if !snapshot.capabilities.applies_edits {
        return Err(Refusal(
            "this editor does not let the server change files; use the command line".into(),
        ));
    }
    let edit = edit.checked(&snapshot.corpus)?;
    let edit = Box::new(snapshot.workspace_edit(&edit)?);
    Ok(Done {
        answer: None,
        effect: Some(Effect::Change(label, edit)),
    })
}
