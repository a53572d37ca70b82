//! `textDocument/codeAction` and `codeAction/resolve`

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::features::actions::{Action, ActionKind, Operation, Rules, actions, resolve};
use crate::features::edit::{CorpusEdit, Refusal, after_new_id};
use crate::features::review::{Refused, ReviewRules};
use crate::lsp::client_capabilities::ClientCapabilities;
use crate::lsp::commands::{ACT, MOVE_CURSOR};
use crate::lsp::reports::converted;
use crate::lsp::request::{Answer, Method, Reads};
use crate::lsp::snapshot::{Snapshot, position_from};
use crate::model::FileId;
use crate::settings::Settings;
use crate::syntax::{LineIndex, TextRange};

/// What can be done at a place.
pub struct CodeActions;

impl Method for CodeActions {
    type Request = request::CodeActionRequest;

    fn announce(server: &mut lsp::ServerCapabilities, client: &ClientCapabilities) {
        server.code_action_provider = Some(provider(client));
    }
}

impl Reads for CodeActions {
    fn answer(snapshot: &Snapshot, params: lsp::CodeActionParams) -> Result<Answer<Self>, Refusal> {
        Ok(code_action(snapshot, params))
    }
}

/// An action with its edit.
pub struct CodeActionResolve;

impl Method for CodeActionResolve {
    type Request = request::CodeActionResolveRequest;
}

impl Reads for CodeActionResolve {
    fn answer(snapshot: &Snapshot, params: lsp::CodeAction) -> Result<Answer<Self>, Refusal> {
        code_action_resolve(snapshot, params)
    }
}

/// What is kept of an action until it is chosen.
#[derive(Debug, Serialize, Deserialize)]
pub struct Chosen {
    /// The document in which it was asked for.
    pub uri: lsp::Uri,
    /// Of which text: ranges mean nothing in another one.
    hash: String,
    /// What it is called.
    pub title: String,
    what: Operation,
}

/// What can be done at a place. Source actions are for whoever asks, and not
/// for what an editor asks on its own at every movement of the cursor.
fn code_action(
    snapshot: &Snapshot,
    params: lsp::CodeActionParams,
) -> Option<lsp::CodeActionResponse> {
    let uri = params.text_document.uri;
    let file = snapshot.file(&uri)?;
    let facts = &snapshot.corpus.file(file)?.facts();
    let offset = |position| {
        let position = position_from(position);
        facts
            .lines
            .offset(position, snapshot.capabilities.counting())
    };
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let range = TextRange::new(start.min(end), end.max(start));
    let only = params.context.only.unwrap_or_default();
    let only: Vec<&str> = only.iter().map(lsp::CodeActionKind::as_str).collect();
    let by_itself = params.context.trigger_kind == Some(lsp::CodeActionTriggerKind::AUTOMATIC);
    let settings = snapshot.settings_of(file);
    let refused = snapshot.refused(file);
    let rules = rules(&settings, &refused);
    let found = actions(&snapshot.corpus, file, range, &only, rules);
    let wanted = found
        .into_iter()
        .filter(|action| !(by_itself && only.is_empty() && action.kind.is_source()));
    let hash = hash(snapshot, file)?;
    let converted = wanted.filter_map(|action| {
        let chosen = Chosen {
            uri: uri.clone(),
            hash: hash.clone(),
            title: action.title.clone(),
            what: action.operation.clone(),
        };
        let data = serde_json::to_value(chosen).ok()?;
        converted_action(snapshot, file, action, data)
    });
    Some(converted.collect())
}

fn code_action_resolve(
    snapshot: &Snapshot,
    mut action: lsp::CodeAction,
) -> Result<lsp::CodeAction, Refusal> {
    if action.edit.is_none()
        && let Some(data) = &action.data
    {
        let (chosen, edit) = chosen(snapshot, data)?;
        action.edit = Some(snapshot.workspace_edit(&edit)?);
        action.command = move_cursor(snapshot, &chosen, &edit);
    }
    Ok(action)
}

/// Puts the cursor after the id of the tag that an action writes, where an annotator goes on.
fn move_cursor(snapshot: &Snapshot, chosen: &Chosen, edit: &CorpusEdit) -> Option<lsp::Command> {
    if !snapshot.capabilities.moves_cursor {
        return None;
    }
    let file = snapshot.file(&chosen.uri)?;
    let (text, at) = after_new_id(edit, &snapshot.corpus, file)?;
    let range = snapshot.range_in(&LineIndex::new(&text), TextRange::new(at, at));
    Some(lsp::Command {
        title: "Go on in the tag".into(),
        command: MOVE_CURSOR.into(),
        arguments: Some(vec![
            chosen.uri.as_str().into(),
            serde_json::to_value(range.start).ok()?,
        ]),
    })
}

/// What somebody has chosen, and what it comes to.
///
/// # Errors
/// When the data is not ours, and when it can no longer be done.
pub fn chosen(snapshot: &Snapshot, data: &Value) -> Result<(Chosen, CorpusEdit), Refusal> {
    let chosen = Chosen::deserialize(data)
        .map_err(|error| Refusal(format!("this is no action of this server: {error}")))?;
    let file = snapshot.file(&chosen.uri);
    let file = file.ok_or_else(|| Refusal("the document is no longer open".into()))?;
    if hash(snapshot, file).as_ref() != Some(&chosen.hash) {
        return Err(Refusal(
            "the document has changed since this was offered; ask again".into(),
        ));
    }
    let settings = snapshot.settings_of(file);
    let refused = snapshot.refused(file);
    let edit = resolve(
        &snapshot.corpus,
        file,
        &chosen.what,
        rules(&settings, &refused),
        &|| snapshot.is_cancelled(),
    )?;
    Ok((chosen, edit))
}

/// An action as the editor takes it: with data to ask by, with its edit, or,
/// where that would be costly or there are no such actions, as a command.
fn converted_action(
    snapshot: &Snapshot,
    file: FileId,
    action: Action,
    data: Value,
) -> Option<lsp::CodeActionOrCommand> {
    let capabilities = &snapshot.capabilities;
    let command = lsp::Command {
        title: action.title.clone(),
        command: ACT.into(),
        arguments: Some(vec![data.clone()]),
    };
    if !capabilities.action_literals {
        return capabilities
            .applies_edits
            .then_some(lsp::CodeActionOrCommand::Command(command));
    }
    let fixes = action.fixes.into_iter().map(|report| {
        let range = snapshot.range(file, report.range);
        converted(snapshot, report, range)
    });
    let fixes: Vec<lsp::Diagnostic> = fixes.collect();
    let mut written = lsp::CodeAction {
        title: action.title,
        kind: Some(action.kind.name().into()),
        diagnostics: (!fixes.is_empty()).then_some(fixes),
        is_preferred: (capabilities.preferred_actions && action.is_preferred).then_some(true),
        ..lsp::CodeAction::default()
    };
    if capabilities.resolves_actions {
        written.data = Some(data);
    } else if matches!(action.operation, Operation::TagInCorpus { .. }) {
        written.command = Some(command).filter(|_| capabilities.applies_edits);
        written.command.as_ref()?;
    } else {
        // What would be refused is not offered.
        let (_, edit) = chosen(snapshot, &data).ok()?;
        if edit.is_empty() {
            return None;
        }
        written.edit = Some(snapshot.workspace_edit(&edit).ok()?);
    }
    Some(lsp::CodeActionOrCommand::CodeAction(written))
}

fn rules<'a>(settings: &'a Settings, refused: &'a Refused) -> Rules<'a> {
    Rules {
        diagnostics: &settings.severities,
        cast: settings.cast.as_deref(),
        review: ReviewRules {
            is_on: settings.proposals,
            refused: Some(refused),
        },
    }
}

/// The hash of a document's text, as a string: some editors read JSON's numbers with
/// too few digits for it.
fn hash(snapshot: &Snapshot, file: FileId) -> Option<String> {
    let file = snapshot.corpus.file(file)?;
    Some(format!("{:x}", file.hash()))
}

/// Which code actions there are. An editor that knows no kinds of
/// actions learns only that there are some.
fn provider(client: &ClientCapabilities) -> lsp::CodeActionProviderCapability {
    if !client.action_literals {
        return lsp::CodeActionProviderCapability::Simple(true);
    }
    let kinds = ActionKind::ALL.iter().map(|kind| kind.name().into());
    lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(kinds.collect()),
        resolve_provider: Some(client.resolves_actions),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
    })
}
