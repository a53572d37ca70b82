//! What the server can do, as it says in the answer to `initialize`: of each request
//! what its row [announces](super::request::Method::announce), and what is no request.

use tower_lsp::ls_types as lsp;

use super::client_capabilities::{ClientCapabilities, encoding_kind};

/// What goes for all requests: how texts are kept the same on both sides, and which
/// folders there are.
pub fn common(client: &ClientCapabilities) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(encoding_kind(client.encoding)),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
                ..lsp::TextDocumentSyncOptions::default()
            },
        )),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            ..lsp::WorkspaceServerCapabilities::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// The answer to `initialize`.
pub fn initialize_result(capabilities: lsp::ServerCapabilities) -> lsp::InitializeResult {
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
