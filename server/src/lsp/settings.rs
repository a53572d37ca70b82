//! What the editor sets: at its start, when it tells, and when it is asked.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{DidChangeConfiguration, Notification};

use super::disk::Job;
use super::session::{Session, State};
use crate::settings::{Problem, read_editor};

/// The section of the editor's settings that is the server's.
const SECTION: &str = "quotemark";

/// How long the editor may take for an answer: what it says later is not heard.
const PROMISED: Duration = Duration::from_secs(60);

/// What there is to know of the editor's settings beside what they are.
#[derive(Default)]
pub struct Asking {
    /// How often they were told or asked for: what an older question is
    /// answered no longer counts.
    number: u64,
    /// What is wrong with those of `initialize`, which cannot be told yet.
    untold: Vec<Problem>,
}

/// Takes the settings of `initialize`.
pub fn take_first(state: &mut State, settings: &lsp::LSPAny) {
    state.asking.untold = take(state, settings);
}

/// Begins to keep up with the editor's settings.
pub fn start(session: &Arc<Session>) {
    let untold = std::mem::take(&mut session.state().asking.untold);
    tell(session, untold);
    if session.abilities().registers_configuration {
        let session = session.clone();
        // The answer is waited for by nobody but this task.
        tokio::spawn(async move {
            let registered = session.client.register_capability(vec![registration()]);
            match timeout(PROMISED, registered).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::info!("the editor does not tell of its settings: {error}");
                }
                Err(_) => {
                    tracing::info!("the editor does not say whether it tells of its settings")
                }
            }
        });
    }
    ask(session);
}

/// Takes what the editor tells in `workspace/didChangeConfiguration`; where it
/// tells only that something has changed, it is to be [asked](ask).
pub fn told(session: &Session, settings: &lsp::LSPAny) {
    let mut state = session.state();
    state.asking.number += 1;
    if settings.is_null() {
        return;
    }
    let problems = take(&mut state, settings);
    drop(state);
    session.order(Job::Limits);
    tell(session, problems);
}

/// Asks the editor for its settings, if it answers that.
pub fn ask(session: &Arc<Session>) {
    if !session.abilities().configuration {
        return;
    }
    let number = {
        let mut state = session.state();
        state.asking.number += 1;
        state.asking.number
    };
    let session = session.clone();
    tokio::spawn(async move {
        let section = lsp::ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.into()),
        };
        let answer = session.client.configuration(vec![section]);
        let Ok(answer) = timeout(PROMISED, answer).await else {
            tracing::info!("the editor does not say what its settings are");
            return;
        };
        match answer {
            Ok(answers) => {
                if let Some(settings) = answers.first() {
                    answered(&session, number, settings);
                }
            }
            Err(error) => tracing::info!("the editor does not tell its settings: {error}"),
        }
    });
}

/// Takes the answer to a question, unless a newer one is under way. An editor
/// that has nothing to say takes nothing back.
fn answered(session: &Session, number: u64, settings: &lsp::LSPAny) {
    let mut state = session.state();
    if state.asking.number != number || settings.is_null() {
        return;
    }
    let problems = take(&mut state, settings);
    drop(state);
    session.order(Job::Limits);
    session.touch();
    tell(session, problems);
}

fn take(state: &mut State, settings: &lsp::LSPAny) -> Vec<Problem> {
    let (layer, problems) = read_editor(settings);
    state.workspace.set_editor_settings(layer);
    problems
}

/// Tells in the editor's log what is wrong with its settings.
fn tell(session: &Session, problems: Vec<Problem>) {
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
