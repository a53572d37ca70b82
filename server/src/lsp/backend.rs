//! The table of requests, a row each, and the server as the protocol library sees it.

use std::sync::Arc;

use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::Request;

use super::client_capabilities::ClientCapabilities;
use super::methods;
use super::request::{self, Answer, Method, Params, Waits};
use super::server_capabilities::{common, initialize_result};
use super::session::Session;
use super::turns::Latency;
use super::{code_pages, parent_process, sync};

/// The server as the protocol library sees it.
pub struct Backend {
    /// The session of its one editor.
    pub session: Arc<Session>,
}

/// A row of the table.
pub struct Row {
    /// The request, as it is named on the wire.
    pub method: &'static str,
    /// For what it may have to wait.
    pub latency: Latency,
    /// Its right to change state.
    pub access: Access,
    /// What it says of itself in the answer to `initialize`.
    pub announce: fn(&mut lsp::ServerCapabilities, &ClientCapabilities),
    /// Its work alone, by params as they come over the wire.
    #[cfg(test)]
    pub work: fn(&super::snapshot::Snapshot, serde_json::Value),
}

/// What a request may do to the state of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it has a snapshot. See [`Reads`](super::request::Reads).
    Reads,
    /// It works on a snapshot, and the session takes note of the answer. See [`Records`](super::request::Records).
    Records,
    /// It waits for changes. See [`Waits`].
    Waits,
}

/// The rows, as the library names the request, with how long it may take, its right to
/// change state, and what answers it. Of them come what the library calls, what the
/// answer to `initialize` says, and what the tests go through.
macro_rules! requests {
    ($($name:ident: $latency:ident, $access:ident, $answers:ty;)*) => {
        /// The table.
        pub const ROWS: &[Row] = &[$(Row {
            method: <$answers as Method>::Request::METHOD,
            latency: Latency::$latency,
            access: Access::$access,
            announce: <$answers as Method>::announce,
            #[cfg(test)]
            work: |_snapshot, _params| {
                let _params: Params<$answers> = serde_json::from_value(_params).unwrap();
                requests!(@work $access _snapshot, _params, $answers)
            },
        }),*];

        impl LanguageServer for Backend {
            $(async fn $name(&self, params: Params<$answers>) -> Result<Answer<$answers>> {
                requests!(@$access self, $latency, params, $answers)
            })*

            async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
                Ok(self.initialized_with(&params))
            }

            async fn initialized(&self, _: lsp::InitializedParams) {
                tokio::task::spawn_blocking(code_pages::write);
                sync::start::initialized(&self.session);
            }

            async fn shutdown(&self) -> Result<()> {
                // What waits is answered first: after `exit` nothing goes out.
                self.session.stop_waiting();
                self.session.waiting.none_left().await;
                Ok(())
            }

            // Nothing depends on it, and the library would complain of it.
            async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}
        }
    };
    (@work Reads $snapshot:ident, $params:ident, $answers:ty) => {
        drop(<$answers as request::Reads>::answer($snapshot, $params))
    };
    (@work Records $snapshot:ident, $params:ident, $answers:ty) => {
        drop(<$answers as request::Records>::find($snapshot, $params))
    };
    (@work Waits $snapshot:ident, $params:ident, $answers:ty) => {
        unreachable!("it works on no snapshot of its own")
    };
    (@Reads $self:ident, $latency:ident, $params:ident, $answers:ty) => {
        request::read::<$answers>(&$self.session.turns, Latency::$latency, $params).await
    };
    (@Records $self:ident, $latency:ident, $params:ident, $answers:ty) => {
        request::record::<$answers>(&$self.session, Latency::$latency, $params).await
    };
    (@Waits $self:ident, $latency:ident, $params:ident, $answers:ty) => {
        <$answers as Waits>::answer(&$self.session, $params).await
    };
}

requests! {
    hover: Short, Reads, methods::hover::Hover;
    completion: Short, Reads, methods::completion::Completion;
    completion_resolve: Short, Reads, methods::completion::CompletionResolve;
    signature_help: Short, Reads, methods::signature_help::SignatureHelp;
    goto_definition: Short, Reads, methods::jump::Definition;
    goto_declaration: Short, Reads, methods::jump::Declaration;
    goto_type_definition: Short, Reads, methods::jump::TypeDefinition;
    goto_implementation: Long, Reads, methods::jump::Implementation;
    references: Long, Reads, methods::references::References;
    document_highlight: Short, Reads, methods::document_highlight::DocumentHighlight;
    document_symbol: Short, Reads, methods::symbols::DocumentSymbols;
    symbol: Long, Reads, methods::symbols::WorkspaceSymbols;
    prepare_rename: Short, Reads, methods::rename::PrepareRename;
    rename: Long, Reads, methods::rename::Rename;
    code_action: Short, Reads, methods::code_action::CodeActions;
    code_action_resolve: Long, Reads, methods::code_action::CodeActionResolve;
    folding_range: Short, Reads, methods::folding_range::FoldingRanges;
    selection_range: Short, Reads, methods::selection_range::SelectionRanges;
    document_link: Short, Reads, methods::document_link::DocumentLinks;
    linked_editing_range: Short, Reads, methods::linked_editing_range::LinkedEditingRanges;
    code_lens: Short, Reads, methods::code_lens::CodeLenses;
    code_lens_resolve: Long, Reads, methods::code_lens::CodeLensResolve;
    inlay_hint: Short, Reads, methods::inlay_hint::InlayHints;
    inlay_hint_resolve: Short, Reads, methods::inlay_hint::InlayHintResolve;
    semantic_tokens_full: Short, Records, methods::semantic_tokens::AllTokens;
    semantic_tokens_full_delta: Short, Records, methods::semantic_tokens::TokensDelta;
    semantic_tokens_range: Short, Reads, methods::semantic_tokens::TokensInRange;
    prepare_call_hierarchy: Short, Reads, methods::call_hierarchy::PrepareCallHierarchy;
    incoming_calls: Long, Reads, methods::call_hierarchy::IncomingCalls;
    outgoing_calls: Long, Reads, methods::call_hierarchy::OutgoingCalls;
    prepare_type_hierarchy: Short, Reads, methods::type_hierarchy::PrepareTypeHierarchy;
    supertypes: Short, Reads, methods::type_hierarchy::Supertypes;
    subtypes: Short, Reads, methods::type_hierarchy::Subtypes;
    diagnostic: Short, Records, methods::diagnostic::DocumentDiagnostic;
    workspace_diagnostic: Long, Waits, methods::workspace_diagnostic::WorkspaceDiagnostic;
    formatting: Short, Reads, methods::formatting::DocumentFormatting;
    range_formatting: Short, Reads, methods::formatting::RangeFormatting;
    on_type_formatting: Short, Reads, methods::formatting::OnTypeFormatting;
    execute_command: Long, Records, methods::execute_command::ExecuteCommand;
}

impl Backend {
    /// Takes note of `initialize`, and gives its answer.
    fn initialized_with(&self, params: &lsp::InitializeParams) -> lsp::InitializeResult {
        let client = sync::start::initialize(&self.session, params);
        if let Some(process) = params.process_id {
            parent_process::watch(process, self.session.ended());
        }
        let mut capabilities = common(&client);
        for row in ROWS {
            (row.announce)(&mut capabilities, &client);
        }
        initialize_result(capabilities)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lsp::snapshot::Snapshot;
    use crate::lsp::test_corpus::{ARTICLE, CAST, ends_soon, looks, snapshot};
    use crate::model::cancellation::Cancellation;

    /// What each request of the table is asked in these tests.
    fn params(snapshot: &Snapshot, method: &str) -> Value {
        let document = json!({ "uri": ARTICLE });
        let position = json!({ "line": 4, "character": 20 });
        let at = json!({ "textDocument": document, "position": position });
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 6, "character": 0 } });
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        let of_document = json!({ "textDocument": document });
        let item = |data: Value| {
            json!({
                "name": "Ann Hale", "kind": 5, "uri": CAST, "range": range,
                "selectionRange": range, "data": data,
            })
        };
        let with = |base: &Value, key: &str, value: Value| {
            let mut params = base.clone();
            params[key] = value;
            params
        };
        let action = || {
            let at_name = with(
                &of_document,
                "range",
                json!({
                    "start": { "line": 6, "character": 0 }, "end": { "line": 6, "character": 8 },
                }),
            );
            let params = with(&at_name, "context", json!({ "diagnostics": [] }));
            let params = serde_json::from_value(params).unwrap();
            let found =
                <methods::code_action::CodeActions as request::Reads>::answer(snapshot, params);
            let Ok(Some(found)) = found else {
                panic!("something can be done there")
            };
            serde_json::to_value(&found[0]).unwrap()
        };
        match method {
            "completionItem/resolve" => {
                json!({ "label": "@ann", "data": { "id": "@ann", "uri": ARTICLE } })
            }
            "codeLens/resolve" => json!({ "range": range, "data": { "uri": CAST, "id": "@ann" } }),
            "inlayHint/resolve" => json!({
                "position": position, "label": "x", "data": { "id": "@ann", "uri": ARTICLE },
            }),
            "codeAction/resolve" => {
                let action = action();
                json!({ "title": action["title"], "data": action["arguments"][0] })
            }
            "textDocument/codeAction" => with(
                &with(&of_document, "range", range),
                "context",
                json!({ "diagnostics": [] }),
            ),
            "textDocument/references" => {
                with(&at, "context", json!({ "includeDeclaration": true }))
            }
            "textDocument/rename" => with(&at, "newName", json!("anna")),
            "textDocument/onTypeFormatting" => {
                with(&with(&at, "ch", json!("}")), "options", options)
            }
            "textDocument/formatting" => with(&of_document, "options", options),
            "textDocument/rangeFormatting" => {
                with(&with(&of_document, "range", range), "options", options)
            }
            "textDocument/inlayHint" | "textDocument/semanticTokens/range" => {
                with(&of_document, "range", range)
            }
            "textDocument/semanticTokens/full/delta" => {
                with(&of_document, "previousResultId", json!("1"))
            }
            "textDocument/selectionRange" => with(&of_document, "positions", json!([position])),
            "workspace/symbol" => json!({ "query": "\"must" }),
            "workspace/executeCommand" => {
                json!({ "command": "quotemark.quotes", "arguments": ["@ann"] })
            }
            "callHierarchy/incomingCalls" | "callHierarchy/outgoingCalls" => {
                let prepared = at.clone();
                let params = serde_json::from_value(prepared).unwrap();
                let found =
                    <methods::call_hierarchy::PrepareCallHierarchy as request::Reads>::answer(
                        snapshot, params,
                    );
                let Ok(Some(found)) = found else {
                    panic!("a hierarchy begins there")
                };
                json!({ "item": found[0] })
            }
            "typeHierarchy/supertypes" | "typeHierarchy/subtypes" => {
                json!({ "item": item(json!({ "id": "&b", "uri": CAST })) })
            }
            _ => at,
        }
    }

    #[test]
    fn every_request_ends_soon_after_it_is_cancelled() {
        let snapshot = snapshot(3);
        for row in ROWS.iter().filter(|row| row.access != Access::Waits) {
            let params = params(&snapshot, row.method);
            ends_soon(row.method, &snapshot, |snapshot| {
                (row.work)(snapshot, params.clone());
            });
        }
    }

    #[test]
    fn requests_that_may_take_long_look_the_more_the_more_they_do() {
        let (small, large) = (snapshot(3), snapshot(60));
        for row in ROWS {
            // What a lens counts is kept.
            let is_long = row.latency == Latency::Long && row.access != Access::Waits;
            if !is_long || ["codeLens/resolve", "codeAction/resolve"].contains(&row.method) {
                continue;
            }
            let all = |snapshot: &Snapshot| {
                let params = params(snapshot, row.method);
                let never = Cancellation::at_look(usize::MAX);
                looks(snapshot, &never, |snapshot| (row.work)(snapshot, params))
            };
            let (few, many) = (all(&small), all(&large));
            assert!(
                many > few,
                "{}: {few} looks, {many} in a larger corpus",
                row.method
            );
        }
    }

    #[test]
    fn short_requests_look_at_each_quote_of_a_speaker_once_at_most() {
        let (fewer, more) = (3, 60);
        let (small, large) = (snapshot(fewer), snapshot(more));
        for row in ROWS.iter().filter(|row| row.latency == Latency::Short) {
            let all = |snapshot: &Snapshot| {
                let params = params(snapshot, row.method);
                let never = Cancellation::at_look(usize::MAX);
                looks(snapshot, &never, |snapshot| (row.work)(snapshot, params))
            };
            let (few, many) = (all(&small), all(&large));
            // Each article has one.
            assert!(
                many <= few + (more - fewer),
                "{}: {few} looks, {many} in a larger corpus",
                row.method
            );
        }
    }

    #[test]
    fn no_request_stands_twice_in_the_table() {
        let mut methods: Vec<&str> = ROWS.iter().map(|row| row.method).collect();
        methods.sort_unstable();
        let count = methods.len();
        methods.dedup();
        assert_eq!(methods.len(), count);
    }
}
