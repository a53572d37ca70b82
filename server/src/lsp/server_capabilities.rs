//! What the server can do, as it says in the answer to `initialize`.

use tower_lsp::ls_types as lsp;

use super::client_capabilities::{ClientCapabilities, encoding_kind};
use super::methods::execute_command::COMMANDS;
use super::methods::{completion, semantic_tokens, signature_help};
use crate::features::actions::ActionKind;

/// The answer to `initialize`.
pub fn initialize_result(client: &ClientCapabilities) -> lsp::InitializeResult {
    let capabilities = lsp::ServerCapabilities {
        position_encoding: Some(encoding_kind(client.encoding)),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
                ..lsp::TextDocumentSyncOptions::default()
            },
        )),
        completion_provider: Some(lsp::CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(completion::TRIGGERS.map(str::to_owned).to_vec()),
            completion_item: Some(lsp::CompletionOptionsCompletionItem {
                label_details_support: Some(true),
            }),
            ..lsp::CompletionOptions::default()
        }),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(signature_help::TRIGGERS.map(str::to_owned).to_vec()),
            ..lsp::SignatureHelpOptions::default()
        }),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        definition_provider: Some(lsp::OneOf::Left(true)),
        declaration_provider: Some(lsp::DeclarationCapability::Simple(true)),
        type_definition_provider: Some(lsp::TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(lsp::ImplementationProviderCapability::Simple(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        document_highlight_provider: Some(lsp::OneOf::Left(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(code_actions(client)),
        code_lens_provider: Some(lsp::CodeLensOptions {
            resolve_provider: Some(true),
        }),
        inlay_hint_provider: Some(lsp::OneOf::Right(
            lsp::InlayHintServerCapabilities::Options(lsp::InlayHintOptions {
                resolve_provider: Some(true),
                ..lsp::InlayHintOptions::default()
            }),
        )),
        semantic_tokens_provider: Some(
            lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(
                lsp::SemanticTokensOptions {
                    legend: semantic_tokens::legend(),
                    range: Some(true),
                    full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
                    ..lsp::SemanticTokensOptions::default()
                },
            ),
        ),
        call_hierarchy_provider: Some(lsp::CallHierarchyServerCapability::Simple(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        linked_editing_range_provider: Some(lsp::LinkedEditingRangeServerCapabilities::Simple(
            true,
        )),
        document_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_range_formatting_provider: Some(lsp::OneOf::Left(true)),
        document_on_type_formatting_provider: Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".into(),
            more_trigger_character: Some(vec!["\n".into()]),
        }),
        rename_provider: Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        })),
        folding_range_provider: Some(lsp::FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(lsp::SelectionRangeProviderCapability::Simple(true)),
        diagnostic_provider: client.pulls.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                identifier: None,
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            })
        }),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).to_vec(),
            ..lsp::ExecuteCommandOptions::default()
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            ..lsp::WorkspaceServerCapabilities::default()
        }),
        ..lsp::ServerCapabilities::default()
    };
    lsp::InitializeResult {
        capabilities,
        server_info: Some(lsp::ServerInfo {
            name: "quotemark".into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
        }),
        ..lsp::InitializeResult::default()
    }
}

/// Adds to the answer to `initialize`, as it goes out, what the library's types
/// have no field for: `typeHierarchyProvider`.
pub fn add_type_hierarchy(answer: &mut lsp::LSPAny) {
    let capabilities = answer.get_mut("capabilities");
    if let Some(capabilities) = capabilities.and_then(lsp::LSPAny::as_object_mut) {
        capabilities.insert("typeHierarchyProvider".into(), true.into());
    }
}

/// Which code actions there are. An editor without kinds of actions is only
/// told that there are some.
fn code_actions(client: &ClientCapabilities) -> lsp::CodeActionProviderCapability {
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
