//! The table of methods: a row each. What a row does is in `methods`.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams,
    GotoImplementationResponse, GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp::{LanguageServer, LspServiceBuilder};

use super::query::{query, query_or_refuse};
use super::server_capabilities::initialize_result;
use super::session::Session;
use super::session::jobs::Job;
use super::turns::Counted;
use super::{code_pages, methods, parent_process, sync};

/// The server as the protocol library sees it.
pub struct Backend {
    session: Arc<Session>,
}

impl Backend {
    /// A server of that session.
    pub fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// A request that panics, for tests.
    async fn fail(&self) -> Result<()> {
        query((), |_, (), _| panic!("this request always fails")).await
    }

    /// A request for a document's text as the server has it, for tests.
    async fn text(&self, document: lsp::TextDocumentIdentifier) -> Result<Option<String>> {
        query(document, |snapshot, document, _| {
            let snapshot = snapshot.asked_of(document.uri.clone());
            let file = snapshot.file(&document.uri)?;
            let source = snapshot.corpus.source(file)?;
            Some(source.text.to_string())
        })
        .await
    }

    /// How many files were looked at for the reports on all, for tests.
    async fn looked_at(&self) -> Result<usize> {
        Ok(self.session.clean_files().looked_at())
    }

    /// Has the thread that reads files fail, for tests.
    async fn fail_reading(&self) -> Result<()> {
        self.session.order(Job::Fail);
        Ok(())
    }

    /// How many requests have worked, for tests.
    async fn counted(&self) -> Result<Counted> {
        Ok(self.session.turns.counted())
    }

    /// A request that lasts until it is cancelled, for tests.
    async fn last(&self) -> Result<()> {
        query((), |_, (), cancelled| {
            while !cancelled.is_set() {
                std::thread::sleep(Duration::from_millis(5));
            }
        })
        .await
    }
}

/// Adds the requests that tests use to see how faults are taken.
pub fn with_faults(service: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    service
        .custom_method("quotemark/test/fail", Backend::fail)
        .custom_method("quotemark/test/last", Backend::last)
        .custom_method("quotemark/test/text", Backend::text)
        .custom_method("quotemark/test/looked-at", Backend::looked_at)
        .custom_method("quotemark/test/counted", Backend::counted)
        .custom_method("quotemark/test/fail-reading", Backend::fail_reading)
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let client = sync::start::initialize(&self.session, &params);
        if let Some(process) = params.process_id {
            parent_process::watch_editor(process, self.session.ended());
        }
        Ok(initialize_result(&client))
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

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        query(params, methods::hover::hover).await
    }

    async fn completion(
        &self,
        params: lsp::CompletionParams,
    ) -> Result<Option<lsp::CompletionResponse>> {
        query(params, methods::completion::completion).await
    }

    async fn completion_resolve(&self, params: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        query(params, methods::completion::resolve).await
    }

    async fn signature_help(
        &self,
        params: lsp::SignatureHelpParams,
    ) -> Result<Option<lsp::SignatureHelp>> {
        query(params, methods::signature_help::signature_help).await
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        query(params, methods::jump::definition).await
    }

    async fn goto_declaration(
        &self,
        params: GotoDeclarationParams,
    ) -> Result<Option<GotoDeclarationResponse>> {
        query(params, methods::jump::declaration).await
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        query(params, methods::jump::type_definition).await
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        query(params, methods::jump::implementation).await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        query(params, methods::references::references).await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        query(params, methods::document_highlight::document_highlight).await
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        query(params, methods::symbols::document_symbol).await
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
        query(params, methods::symbols::workspace_symbol).await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        query_or_refuse(params, methods::rename::prepare_rename).await
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        query_or_refuse(params, methods::rename::rename).await
    }

    async fn code_action(
        &self,
        params: lsp::CodeActionParams,
    ) -> Result<Option<lsp::CodeActionResponse>> {
        query(params, methods::code_action::code_action).await
    }

    async fn code_action_resolve(&self, params: lsp::CodeAction) -> Result<lsp::CodeAction> {
        query_or_refuse(params, methods::code_action::code_action_resolve).await
    }

    async fn folding_range(
        &self,
        params: lsp::FoldingRangeParams,
    ) -> Result<Option<Vec<lsp::FoldingRange>>> {
        query(params, methods::folding_range::folding_range).await
    }

    async fn selection_range(
        &self,
        params: lsp::SelectionRangeParams,
    ) -> Result<Option<Vec<lsp::SelectionRange>>> {
        query(params, methods::selection_range::selection_range).await
    }

    async fn document_link(
        &self,
        params: lsp::DocumentLinkParams,
    ) -> Result<Option<Vec<lsp::DocumentLink>>> {
        query(params, methods::document_link::document_link).await
    }

    async fn linked_editing_range(
        &self,
        params: lsp::LinkedEditingRangeParams,
    ) -> Result<Option<lsp::LinkedEditingRanges>> {
        query(params, methods::linked_editing_range::linked_editing_range).await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        query(params, methods::code_lens::code_lens).await
    }

    async fn code_lens_resolve(&self, params: lsp::CodeLens) -> Result<lsp::CodeLens> {
        query(params, methods::code_lens::resolve).await
    }

    async fn inlay_hint(
        &self,
        params: lsp::InlayHintParams,
    ) -> Result<Option<Vec<lsp::InlayHint>>> {
        query(params, methods::inlay_hint::inlay_hint).await
    }

    async fn inlay_hint_resolve(&self, params: lsp::InlayHint) -> Result<lsp::InlayHint> {
        query(params, methods::inlay_hint::resolve).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        methods::semantic_tokens::full(&self.session, params).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        methods::semantic_tokens::delta(&self.session, params).await
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        query(params, methods::semantic_tokens::range).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: lsp::CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyItem>>> {
        query(params, methods::call_hierarchy::prepare).await
    }

    async fn incoming_calls(
        &self,
        params: lsp::CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyIncomingCall>>> {
        query(params, methods::call_hierarchy::incoming).await
    }

    async fn outgoing_calls(
        &self,
        params: lsp::CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyOutgoingCall>>> {
        query(params, methods::call_hierarchy::outgoing).await
    }

    async fn prepare_type_hierarchy(
        &self,
        params: lsp::TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        query(params, methods::type_hierarchy::prepare).await
    }

    async fn supertypes(
        &self,
        params: lsp::TypeHierarchySupertypesParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        query(params, methods::type_hierarchy::supertypes).await
    }

    async fn subtypes(
        &self,
        params: lsp::TypeHierarchySubtypesParams,
    ) -> Result<Option<Vec<lsp::TypeHierarchyItem>>> {
        query(params, methods::type_hierarchy::subtypes).await
    }

    async fn diagnostic(
        &self,
        params: lsp::DocumentDiagnosticParams,
    ) -> Result<lsp::DocumentDiagnosticReportResult> {
        let report = query_or_refuse(params, methods::diagnostic::document_diagnostic).await?;
        methods::diagnostic::note_pulled(&self.session, report.pulled);
        Ok(report.answer.into())
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let items =
            methods::workspace_diagnostic::workspace_diagnostic(&self.session, params).await?;
        Ok(lsp::WorkspaceDiagnosticReport { items }.into())
    }

    async fn formatting(
        &self,
        params: lsp::DocumentFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        query_or_refuse(params, methods::formatting::document).await
    }

    async fn range_formatting(
        &self,
        params: lsp::DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        query_or_refuse(params, methods::formatting::range).await
    }

    async fn on_type_formatting(
        &self,
        params: lsp::DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        query(params, methods::formatting::on_type).await
    }

    async fn execute_command(
        &self,
        params: lsp::ExecuteCommandParams,
    ) -> Result<Option<lsp::LSPAny>> {
        let done = query_or_refuse(params, methods::execute_command::execute_command).await?;
        if let Some(effect) = done.effect {
            self.session.ask_editor(effect);
        }
        Ok(done.answer)
    }

    // Nothing depends on it, and the library would complain of it.
    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {}
}
