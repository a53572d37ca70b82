//! `workspace/executeCommand`

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use crate::features::edit::{CorpusEdit, Refusal};
use crate::features::quotes::{QuoteRow, table};
use crate::features::rename::refuse_partial;
use crate::features::shown::label;
use crate::features::speakers::{SpeakerRow, speakers};
use crate::features::{Location, declare, lookup, merge, preview};
use crate::lsp::convert::Snapshot;
use crate::lsp::methods::code_action::chosen;
use crate::lsp::methods::preview::written;
use crate::lsp::query::Cancelled;
use crate::lsp::uris::normalised;
use crate::model::{Corpus, EntityId, StatementFilter};
use crate::syntax::{EntityKind, PartialDate};

/// Lists quotes: `[{ "by", "of", "on", "from", "to" }]`, each a string that may
/// be missing, or `["@id"]` for all quotes of somebody.
const QUOTES: &str = "quotemark.quotes";
/// Lists people and organisations with their counts.
const SPEAKERS: &str = "quotemark.speakers";
/// An article without its markup: `[uri]`.
const PREVIEW: &str = "quotemark.preview";
/// Shows a place: `[uri, position]`.
pub const SHOW: &str = "quotemark.show";
/// Declares somebody who is named in a document: `["@id", name, uri]`.
pub const DECLARE: &str = "quotemark.declare";

/// Does what a code action says, for editors that cannot ask for its edit:
/// `[the action's data]`.
pub const ACT: &str = "quotemark.act";

/// Merges one entity into another: `["@from", "@into"]`.
const MERGE: &str = "quotemark.merge";

/// The commands that the server knows.
pub const COMMANDS: [&str; 7] = [QUOTES, SPEAKERS, PREVIEW, SHOW, DECLARE, MERGE, ACT];

/// What a command comes to.
#[derive(Debug, Default)]
pub struct Done {
    /// What the editor is answered.
    pub answer: Option<Value>,
    /// What the editor is to do.
    pub effect: Option<Effect>,
}

/// What the server asks of the editor after a command.
#[derive(Debug)]
pub enum Effect {
    /// Make a change, under a name by which it can be undone.
    Change(String, Box<lsp::WorkspaceEdit>),
    /// Show a place.
    Show(Box<lsp::ShowDocumentParams>),
}

/// Does what a command says.
pub fn execute_command(
    snapshot: &Snapshot,
    params: lsp::ExecuteCommandParams,
    cancelled: &Cancelled,
) -> Result<Done, Refusal> {
    let arguments = Arguments {
        command: &params.command,
        values: &params.arguments,
    };
    match &*params.command {
        QUOTES => quotes(snapshot, &arguments, cancelled),
        SPEAKERS => listed(
            snapshot
                .each()
                .flat_map(|one| speaker_rows(&one))
                .collect::<Vec<_>>(),
        ),
        PREVIEW => preview_of(snapshot, &arguments),
        SHOW => show(&arguments),
        DECLARE => declare(snapshot, &arguments),
        MERGE => merge(snapshot, &arguments),
        ACT => act(snapshot, &arguments, cancelled),
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

fn act(snapshot: &Snapshot, arguments: &Arguments, cancelled: &Cancelled) -> Result<Done, Refusal> {
    let data: Value = arguments.get(0)?;
    let uri = data.get("uri").and_then(|uri| uri.as_str()?.parse().ok());
    let snapshot = &uri.map_or_else(|| snapshot.clone(), |uri| snapshot.asked_of(uri));
    let (chosen, edit) = chosen(snapshot, &data, cancelled)?;
    let edit = Box::new(snapshot.workspace_edit(&edit)?);
    Ok(Done {
        answer: None,
        effect: Some(Effect::Change(chosen.title, edit)),
    })
}

// ---- Lists ------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(untagged)]
enum Wanted {
    Of(String),
    Filtered(Filter),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Filter {
    by: Option<String>,
    of: Option<String>,
    on: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// A row and where it stands.
#[derive(Debug, Serialize)]
pub struct Placed<'r, R> {
    location: Option<lsp::Location>,
    #[serde(flatten)]
    row: &'r R,
}

/// The quotes of all open corpora that know whom or what is asked for.
fn quotes(
    snapshot: &Snapshot,
    arguments: &Arguments<'_>,
    cancelled: &Cancelled,
) -> Result<Done, Refusal> {
    let wanted: Option<Wanted> = arguments.get(0)?;
    let wanted = wanted.unwrap_or_else(|| Wanted::Filtered(Filter::default()));
    let mut rows: Vec<Value> = Vec::new();
    let mut refused = None;
    let mut is_any_known = false;
    for snapshot in snapshot.each() {
        match quotes_in(&snapshot, &wanted, cancelled) {
            Ok(found) => {
                is_any_known = true;
                rows.extend(found);
            }
            Err(refusal) => refused = Some(refusal),
        }
    }
    match refused {
        Some(refusal) if !is_any_known => Err(refusal),
        _ => listed(rows),
    }
}

fn quotes_in(
    snapshot: &Snapshot,
    wanted: &Wanted,
    cancelled: &Cancelled,
) -> Result<Vec<Value>, Refusal> {
    let corpus = &snapshot.corpus;
    let quotes = match wanted {
        Wanted::Of(written) => {
            let entity = lookup::entity(corpus, written, &EntityKind::ALL)?;
            corpus.quotes_of(entity)
        }
        Wanted::Filtered(filter) => corpus.statements(&statement_filter(corpus, filter)?),
    };
    let by_file = quotes.chunk_by(|one, other| one.statement.file == other.statement.file);
    let by_file = by_file.take_while(|_| !cancelled.is_set());
    let rows: Vec<QuoteRow> = by_file.flat_map(|found| table(corpus, found)).collect();
    let placed = rows.iter().map(|row| placed_quote(snapshot, row));
    Ok(placed
        .filter_map(|row| serde_json::to_value(row).ok())
        .collect())
}

/// A quote and where its first words stand.
pub fn placed_quote<'r>(snapshot: &Snapshot, row: &'r QuoteRow) -> Placed<'r, QuoteRow> {
    Placed {
        location: snapshot.location(Location {
            file: row.file,
            range: row.range,
        }),
        row,
    }
}

fn statement_filter(corpus: &Corpus, filter: &Filter) -> Result<StatementFilter, Refusal> {
    use EntityKind::{Organisation, Person, Topic};
    let entity =
        |written: &Option<String>, kinds: &[EntityKind]| -> Result<Option<EntityId>, Refusal> {
            let written = written.as_deref();
            written
                .map(|written| lookup::entity(corpus, written, kinds))
                .transpose()
        };
    let date = |written: &Option<String>| -> Result<Option<PartialDate>, Refusal> {
        let date = written.as_deref().map(PartialDate::parse).transpose();
        date.map_err(|problem| Refusal(problem.to_string()))
    };
    Ok(StatementFilter {
        by: entity(&filter.by, &[Person, Organisation])?,
        of: entity(&filter.of, &[Organisation])?,
        on: entity(&filter.on, &[Topic])?,
        from: date(&filter.from)?,
        to: date(&filter.to)?,
    })
}

fn speaker_rows(snapshot: &Snapshot) -> Vec<Value> {
    let corpus = &snapshot.corpus;
    let rows = speakers(corpus);
    let placed = rows.iter().map(|row: &SpeakerRow| {
        let entity = corpus.entity(row.entity);
        let declared = entity.as_ref().and_then(|entity| entity.places().next());
        let location = declared.and_then(|(file, declaration)| {
            snapshot.location(Location {
                file,
                range: declaration.id_range,
            })
        });
        Placed { location, row }
    });
    placed
        .filter_map(|row| serde_json::to_value(row).ok())
        .collect()
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
    listed(written(snapshot, file, &preview))
}

fn listed(rows: impl Serialize) -> Result<Done, Refusal> {
    let answer = serde_json::to_value(rows);
    let answer = answer.map_err(|error| Refusal(format!("the list cannot be written: {error}")))?;
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
    if !snapshot.abilities.applies_edits {
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
