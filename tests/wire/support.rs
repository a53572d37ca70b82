//! Questions at the cursor of a fixture.

use quotemark_tests::{Editor, Folder};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::DidCloseTextDocument;

/// The document and the position of a fixture's cursor.
pub fn at(folder: &Folder) -> lsp::TextDocumentPositionParams {
    let (name, position) = folder.cursor();
    lsp::TextDocumentPositionParams::new(
        lsp::TextDocumentIdentifier::new(folder.uri(name)),
        position,
    )
}

pub fn hover_at(at: lsp::TextDocumentPositionParams) -> lsp::HoverParams {
    lsp::HoverParams {
        text_document_position_params: at,
        work_done_progress_params: lsp::WorkDoneProgressParams::default(),
    }
}

pub fn goto_at(at: lsp::TextDocumentPositionParams) -> lsp::GotoDefinitionParams {
    lsp::GotoDefinitionParams {
        text_document_position_params: at,
        work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        partial_result_params: lsp::PartialResultParams::default(),
    }
}

pub fn references_at(at: lsp::TextDocumentPositionParams) -> lsp::ReferenceParams {
    lsp::ReferenceParams {
        text_document_position: at,
        work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        partial_result_params: lsp::PartialResultParams::default(),
        context: lsp::ReferenceContext {
            include_declaration: true,
        },
    }
}

pub fn symbols_of(query: &str) -> lsp::WorkspaceSymbolParams {
    lsp::WorkspaceSymbolParams {
        query: query.into(),
        ..lsp::WorkspaceSymbolParams::default()
    }
}

/// The names that a search found.
pub fn symbol_names(found: &Option<lsp::WorkspaceSymbolResponse>) -> Vec<&str> {
    match found {
        Some(lsp::WorkspaceSymbolResponse::Flat(found)) => {
            found.iter().map(|symbol| symbol.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// Closes a document.
pub fn close(editor: &Editor, uri: lsp::Uri) {
    editor.tell::<DidCloseTextDocument>(lsp::DidCloseTextDocumentParams {
        text_document: lsp::TextDocumentIdentifier::new(uri),
    });
}

/// The words of a hover.
pub fn words(hover: &Option<lsp::Hover>) -> &str {
    match hover.as_ref().map(|hover| &hover.contents) {
        Some(lsp::HoverContents::Markup(content)) => &content.value,
        _ => "",
    }
}

/// The text of a range whose columns are UTF-16.
pub fn slice(text: &str, range: lsp::Range) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let offset = |position: lsp::Position| {
        let before: usize = lines[..position.line as usize]
            .iter()
            .map(|line| line.len() + 1)
            .sum();
        let mut units = 0;
        let line = lines[position.line as usize];
        let inside = line.char_indices().find(|(_, c)| {
            let here = units == position.character as usize;
            units += c.len_utf16();
            here
        });
        before + inside.map_or(line.len(), |(at, _)| at)
    };
    text[offset(range.start)..offset(range.end)].to_owned()
}
