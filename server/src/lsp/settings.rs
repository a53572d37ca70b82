//! What the editor sets: at its start, when it says so, and when it is asked.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{DidChangeConfiguration, Notification};

use super::session::jobs::Job;
use super::session::{Session, State};
use crate::settings::{Problem, read_editor};

/// The section of the editor's settings that is the server's.
const SECTION: &str = "quotemark";

/// How long the editor may take for an answer; a later one is dropped.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Takes the settings of `initialize`.
pub fn take_first(state: &mut State, settings: &lsp::LSPAny) {
    state.editor_settings.unreported = take(state, settings);
}

/// Begins to keep up with the editor's settings.
pub fn start(session: &Arc<Session>) {
    let unreported = std::mem::take(&mut session.state().editor_settings.unreported);
    report(session, unreported);
    if session.capabilities().registers_configuration {
        let session = session.clone();
        // Only this task waits for the answer.
        tokio::spawn(async move {
            let registered = session.client.register_capability(vec![registration()]);
            match timeout(TIMEOUT, registered).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::info!("the editor does not say when its settings change: {error}");
                }
                Err(_) => {
                    tracing::info!(
                        "the editor does not say whether it reports changes of its settings"
                    )
                }
            }
        });
    }
    ask(session);
}

/// Takes what the editor sends in `workspace/didChangeConfiguration`; where it
/// says only that something has changed, it is to be [asked](ask).
pub fn changed(session: &Session, settings: &lsp::LSPAny) {
    let mut state = session.state();
    state.editor_settings.generation += 1;
    if settings.is_null() {
        return;
    }
    let problems = take(&mut state, settings);
    drop(state);
    session.queue_job(Job::Limits);
    report(session, problems);
}

/// Asks the editor for its settings, if it answers that.
pub fn ask(session: &Arc<Session>) {
    if !session.capabilities().configuration {
        return;
    }
    let generation = {
        let mut state = session.state();
        state.editor_settings.generation += 1;
        state.editor_settings.generation
    };
    let session = session.clone();
    tokio::spawn(async move {
        let section = lsp::ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.into()),
        };
        let answer = session.client.configuration(vec![section]);
        let Ok(answer) = timeout(TIMEOUT, answer).await else {
            tracing::info!("the editor does not say what its settings are");
            return;
        };
        match answer {
            Ok(answers) => {
                if let Some(settings) = answers.first() {
                    answered(&session, generation, settings);
                }
            }
            Err(error) => tracing::info!("the editor does not say what its settings are: {error}"),
        }
    });
}

/// Takes the answer to a question, unless a newer one is under way. An editor
/// that has nothing to say takes nothing back.
fn answered(session: &Session, generation: u64, settings: &lsp::LSPAny) {
    let mut state = session.state();
    if state.editor_settings.generation != generation || settings.is_null() {
        return;
    }
    let problems = take(&mut state, settings);
    drop(state);
    session.queue_job(Job::Limits);
    session.note_change();
    report(session, problems);
}

fn take(state: &mut State, settings: &lsp::LSPAny) -> Vec<Problem> {
    let (layer, problems) = read_editor(settings);
    state.workspace.set_editor_settings(layer);
    problems
}

/// Writes into the editor's log what is wrong with its settings.
fn report(session: &Session, problems: Vec<Problem>) {
    for Problem { key, message, .. } in problems {
        let message = format!("The editor's setting {key} is passed over: {message}.");
        session.log(lsp::MessageType::WARNING, message);
    }
}

fn registration() -> lsp::Registration {
    lsp::Registration {
        id: "quotemark/settings".into(),
        method: DidChangeConfiguration::METHOD.into(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}
