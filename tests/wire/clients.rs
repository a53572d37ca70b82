//! Answers in the forms that different editors take.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, goto_at, hover_at, words};

const CORPUS: &str = "//- cast.qm
@ann: *Ann* <Lee>
@ann: Ann
    role: clerk
//- a.qm
# One

[So]{by @a$0nn}
";

fn outline(folder: &Folder) -> lsp::DocumentSymbolParams {
    lsp::DocumentSymbolParams {
        text_document: lsp::TextDocumentIdentifier::new(folder.uri("a.qm")),
        work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        partial_result_params: lsp::PartialResultParams::default(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_can_do_little_gets_plain_answers() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities = json!({});
    let editor = Editor::begin(begin).await;
    let is_read = |hover: &Option<lsp::Hover>| words(hover).contains("*Ann* <Lee>");
    let hover = editor
        .until_answer::<request::HoverRequest>(hover_at(at(&folder)), is_read)
        .await;
    let Some(lsp::HoverContents::Markup(content)) = hover.map(|hover| hover.contents) else {
        panic!("a hover is markup")
    };
    assert_eq!(content.kind, lsp::MarkupKind::PlainText);
    let definition = editor
        .request::<request::GotoDefinition>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Array(places)) = definition else {
        panic!("links were not asked for")
    };
    assert_eq!(places.len(), 2);
    let symbols = editor
        .request::<request::DocumentSymbolRequest>(outline(&folder))
        .await;
    let Some(lsp::DocumentSymbolResponse::Flat(symbols)) = symbols else {
        panic!("a tree was not asked for")
    };
    let shown: Vec<_> = symbols
        .iter()
        .map(|symbol| symbol.container_name.as_deref())
        .collect();
    assert_eq!(shown, [None, Some("One")]);
    let cast = folder.uri("cast.qm");
    editor.open_document(&cast, &folder.text("cast.qm"));
    let found = editor.until_codes(&cast, &["declaration/duplicate"]).await;
    assert_eq!(found[0].related_information, None);
    assert_eq!(found[0].code_description, None);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_leads_to_lines_and_is_never_made_by_words() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["textDocument"]["hover"]["contentFormat"] = json!(["markdown"]);
    let editor = Editor::begin(begin).await;
    let is_read = |hover: &Option<lsp::Hover>| words(hover).contains("#L3");
    let hover = editor
        .until_answer::<request::HoverRequest>(hover_at(at(&folder)), is_read)
        .await;
    let words = words(&hover);
    assert!(words.contains(folder.uri("a.qm").as_str()), "{words}");
    assert!(!words.contains("*Ann* <Lee>"), "{words}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_traces_hears_of_every_answer() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    editor.tell_raw("$/setTrace", json!({ "value": "messages" }));
    editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    editor.until_message("textDocument/hover took").await;
    editor.close().await;
}
