//! `workspace/executeCommand`

use std::sync::Arc;

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
use crate::lsp::methods::arguments::Arguments;
use crate::lsp::methods::code_action::chosen;
use crate::lsp::methods::preview::converted;
use crate::lsp::methods::{entities, lists, report, review};
use crate::lsp::request::{Answer, Method, Records};
use crate::lsp::session::Session;
use crate::lsp::session::messages::Effect;
use crate::lsp::snapshot::Snapshot;
use crate::lsp::turns::Latency::{self, Long, Short};
use crate::model::EntityId;

/// A command of the server.
struct Command {
    name: &'static str,
    /// For what it may have to wait.
    latency: Latency,
    run: fn(&Snapshot, &Arguments<'_>) -> Result<Done, Refusal>,
}

/// A row.
const fn row(
    name: &'static str,
    latency: Latency,
    run: fn(&Snapshot, &Arguments<'_>) -> Result<Done, Refusal>,
) -> Command {
    Command { name, latency, run }
}

/// The commands that the server knows, a row each; what each takes and answers is in the
/// [reference](../../../reference/commands.md).
const COMMANDS: &[Command] = &[
    row("quotemark.summary", Short, |snapshot, arguments| {
        answered(lists::summary(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.quotes", Long, |snapshot, arguments| {
        answered(lists::quotes(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.quotesPage", Long, |snapshot, arguments| {
        answered(lists::quotes_page(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.step", Long, |snapshot, arguments| {
        answered(lists::step(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.speakers", Long, |snapshot, arguments| {
        answered(lists::speakers(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.byRole", Long, |snapshot, arguments| {
        answered(lists::by_role(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.speakersPage", Long, |snapshot, arguments| {
        answered(lists::speakers_page(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.topicsPage", Long, |snapshot, arguments| {
        answered(lists::topics_page(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.report", Long, |snapshot, arguments| {
        answered(report::report(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.entities", Long, |snapshot, arguments| {
        answered(entities::entities(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.entitiesAt", Short, |snapshot, arguments| {
        answered(entities::entities_at(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.tagEnd", Short, |snapshot, arguments| {
        answered(entities::tag_end(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.declaration", Long, |snapshot, arguments| {
        answered(lists::declaration(snapshot, arguments.get(0)?)?)
    }),
    row("quotemark.preview", Short, preview_of),
    row("quotemark.proposals", Short, |snapshot, arguments| {
        answered(review::proposals(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.accept", Long, |snapshot, arguments| {
        answered(review::accepted(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.acceptAll", Long, |snapshot, arguments| {
        answered(review::all_accepted(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.refuse", Short, |snapshot, arguments| {
        recounted(review::refuse(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.noQuote", Short, |snapshot, arguments| {
        answered(review::is_no_quote(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.setDate", Short, |snapshot, arguments| {
        answered(review::dated(snapshot, &arguments.get(0)?)?)
    }),
    row("quotemark.bringBack", Short, |snapshot, arguments| {
        recounted(review::bring_back(snapshot, &arguments.get(0)?)?)
    }),
    row(SHOW, Short, show),
    row(DECLARE, Long, declare),
    row("quotemark.merge", Long, merge),
    row(ACT, Long, act),
];

/// What a command comes to.
#[derive(Debug, Default)]
pub struct Done {
    /// What the editor is answered.
    pub answer: Option<Value>,
    /// What the editor is to do.
    pub effect: Option<Effect>,
    /// Whether other answers may change by it.
    pub is_change: bool,
}

/// A command that the editor names.
pub struct ExecuteCommand;

impl Method for ExecuteCommand {
    type Request = request::ExecuteCommand;

    fn announce(server: &mut lsp::ServerCapabilities, _: &ClientCapabilities) {
        server.execute_command_provider = Some(lsp::ExecuteCommandOptions {
            commands: COMMANDS.iter().map(|row| row.name.to_owned()).collect(),
            ..lsp::ExecuteCommandOptions::default()
        });
    }
}

impl Records for ExecuteCommand {
    type Found = Done;

    fn latency(params: &lsp::ExecuteCommandParams, of_row: Latency) -> Latency {
        command(&params.command).map_or(of_row, |command| command.latency)
    }

    fn find(snapshot: &Snapshot, params: lsp::ExecuteCommandParams) -> Result<Done, Refusal> {
        execute_command(snapshot, &params)
    }

    fn record(session: &Arc<Session>, done: Done) -> Answer<Self> {
        if let Some(effect) = done.effect {
            session.request_effect(effect);
        }
        if done.is_change {
            session.note_change();
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
    let command = command(&params.command)
        .ok_or_else(|| Refusal(format!("there is no command `{}`", params.command)))?;
    (command.run)(snapshot, &arguments)
}

fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn act(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let data: Value = arguments.get(0)?;
    let uri = data.get("uri").and_then(|uri| uri.as_str()?.parse().ok());
    let snapshot = &uri.map_or_else(|| snapshot.clone(), |uri| snapshot.of_document(uri));
    let (chosen, edit) = chosen(snapshot, &data)?;
    let edit = Box::new(snapshot.workspace_edit(&edit)?);
    Ok(Done {
        effect: Some(Effect::Change(chosen.title, edit)),
        ..Done::default()
    })
}

fn preview_of(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let uri = arguments.uri(0)?;
    let snapshot = &snapshot.of_document(uri.clone());
    let file = snapshot.file(&uri);
    let preview = file.and_then(|file| Some((file, preview::preview(&snapshot.corpus, file)?)));
    let Some((file, preview)) = preview else {
        let uri = uri.as_str();
        return Err(Refusal(format!("{uri} is no document of the corpus")));
    };
    answered(converted(snapshot, file, &preview)?)
}

fn answered(answer: Value) -> Result<Done, Refusal> {
    Ok(Done {
        answer: Some(answer),
        ..Done::default()
    })
}

/// The same for what changes how much is proposed.
fn recounted(answer: Value) -> Result<Done, Refusal> {
    Ok(Done {
        answer: Some(answer),
        is_change: true,
        ..Done::default()
    })
}

// ---- What the editor is to do -------------------------------------------------

fn show(_: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let uri = arguments.uri(0)?;
    let position: lsp::Position = arguments.get(1)?;
    Ok(Done {
        answer: None,
        is_change: false,
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
    let uri = arguments.uri(2)?;
    let snapshot = &snapshot.of_document(uri.clone());
    let corpus = &snapshot.corpus;
    let document = snapshot.file(&uri).ok_or_else(|| {
        let uri = uri.as_str();
        Refusal(format!("{uri} is no document of the corpus"))
    })?;
    let known = corpus.ids().find(&written);
    if known.is_some_and(|entity| corpus.index().is_declared(entity)) {
        return Ok(Done::default());
    }
    let settings = snapshot.settings_of(document);
    let edit = declare::declare(corpus, document, &written, &name, settings.cast.as_deref());
    change(snapshot, format!("Declare {written}"), edit)
}

/// Merges in the open corpus that knows both.
fn merge(snapshot: &Snapshot, arguments: &Arguments<'_>) -> Result<Done, Refusal> {
    let (from, into): (String, String) = (arguments.get(0)?, arguments.get(1)?);
    let mut known = Vec::new();
    let mut refused = None;
    for snapshot in snapshot.each_corpus() {
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
        effect: Some(Effect::Change(label, edit)),
        ..Done::default()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::lsp::methods::code_action::CodeActions;
    use crate::lsp::request::Reads;
    use crate::lsp::test_corpus::{ARTICLE, UNDATED, ends_soon, looks, snapshot};
    use crate::model::cancellation::Cancellation;

    /// What a command is given in these tests.
    fn params(snapshot: &Snapshot, command: &str) -> lsp::ExecuteCommandParams {
        let position = json!({ "line": 4, "character": 5 });
        let arguments = match command {
            "quotemark.quotes" => json!(["@ann"]),
            "quotemark.step" => json!([{ "whose": "@ann", "uri": ARTICLE, "position": position }]),
            "quotemark.entitiesAt" | "quotemark.tagEnd" => {
                json!([{ "uri": ARTICLE, "position": position }])
            }
            "quotemark.report" => json!([{ "form": "embedded", "on": "#t" }]),
            "quotemark.declaration" => json!([{ "id": "@ann" }]),
            "quotemark.preview" => json!([ARTICLE]),
            "quotemark.proposals" | "quotemark.bringBack" => json!([{ "uri": ARTICLE }]),
            "quotemark.accept" | "quotemark.refuse" | "quotemark.noQuote" => {
                let all: Value = json!({ "uri": ARTICLE, "tier": "possible" });
                let all = serde_json::from_value(all).unwrap();
                let found = review::proposals(snapshot, &all).unwrap();
                let key = &found["proposals"][0]["key"];
                match command {
                    "quotemark.refuse" => json!([{ "uri": ARTICLE, "key": key }]),
                    _ => json!([{ "uri": ARTICLE, "version": 1, "key": key }]),
                }
            }
            "quotemark.acceptAll" => json!([{ "uri": ARTICLE, "version": 1 }]),
            "quotemark.setDate" => json!([{ "uri": UNDATED, "version": 1, "date": "2012-05" }]),
            SHOW => json!([ARTICLE, position]),
            DECLARE => json!(["@eve", "Eve Hall", ARTICLE]),
            "quotemark.merge" => json!(["@ann", "@bob"]),
            ACT => {
                let name = lsp::Position::new(6, 0);
                let params = lsp::CodeActionParams {
                    text_document: lsp::TextDocumentIdentifier::new(ARTICLE.parse().unwrap()),
                    range: lsp::Range::new(name, lsp::Position::new(6, 8)),
                    context: lsp::CodeActionContext::default(),
                    work_done_progress_params: lsp::WorkDoneProgressParams::default(),
                    partial_result_params: lsp::PartialResultParams::default(),
                };
                let found = CodeActions::answer(snapshot, params).ok().flatten();
                let found = serde_json::to_value(&found.expect("actions")[0]).unwrap();
                found["arguments"].clone()
            }
            _ => json!([{}]),
        };
        serde_json::from_value(json!({ "command": command, "arguments": arguments })).unwrap()
    }

    #[test]
    fn every_command_does_what_it_is_for_and_ends_soon_after_it_is_cancelled() {
        let snapshot = snapshot(3);
        for command in COMMANDS {
            let params = params(&snapshot, command.name);
            let done = execute_command(&snapshot, &params);
            let done = done.unwrap_or_else(|why| panic!("{}: {}", command.name, why.0));
            assert!(done.answer.is_some() || done.effect.is_some());
            // A place is shown by the editor alone.
            if command.name != SHOW {
                ends_soon(command.name, &snapshot, |snapshot| {
                    execute_command(snapshot, &params)
                });
            }
        }
    }

    #[test]
    fn short_commands_look_at_no_more_in_a_larger_corpus() {
        let (small, large) = (snapshot(3), snapshot(60));
        for command in COMMANDS.iter().filter(|command| command.latency == Short) {
            let all = |snapshot: &Snapshot| {
                let params = params(snapshot, command.name);
                let never = Cancellation::at_look(usize::MAX);
                looks(snapshot, &never, |snapshot| {
                    execute_command(snapshot, &params)
                })
            };
            assert_eq!(all(&small), all(&large), "{}", command.name);
        }
    }

    #[test]
    fn the_commands_are_those_of_the_reference() {
        let reference = include_str!("../../../reference/commands.md");
        let rows = reference.lines();
        let described: Vec<&str> = rows
            .filter_map(|row| Some(row.strip_prefix("| `quotemark.")?.split_once('`')?.0))
            .collect();
        let names = COMMANDS.iter().map(|command| command.name);
        let known: Vec<&str> = names
            .filter_map(|name| name.strip_prefix("quotemark."))
            .collect();
        assert_eq!(known.len(), COMMANDS.len());
        assert_eq!(described.len(), COMMANDS.len());
        let sorted = |names: Vec<&'static str>| names.into_iter().collect::<BTreeSet<_>>();
        let (described, known) = (sorted(described), sorted(known));
        assert_eq!(described, known);
        assert_eq!(known.len(), COMMANDS.len(), "one has two rows");
    }
}
