//! What editors show, fold, select and follow, in their own columns.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, slice};

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// How many units of an encoding a text has.
fn units(text: &str, encoding: &str) -> u32 {
    let units = match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    };
    u32::try_from(units).unwrap()
}

fn document(folder: &Folder, name: &str) -> lsp::TextDocumentIdentifier {
    lsp::TextDocumentIdentifier::new(folder.uri(name))
}

/// An editor that has read the corpus, with columns in that encoding.
async fn open(folder: &Folder, encoding: &str, capabilities: serde_json::Value) -> Editor {
    let mut begin = Begin::with(folder).encoded(encoding);
    if let serde_json::Value::Object(more) = capabilities {
        for (name, value) in more {
            begin.capabilities["textDocument"][name] = value;
        }
    }
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

#[tokio::test(flavor = "multi_thread")]
async fn folds_by_columns_or_by_lines() {
    let folder = Folder::new("//- a.qm\n# 😀 One\r\n\r\nwo‘rds’\r\n");
    for encoding in ENCODINGS {
        for by_lines in [false, true] {
            let folding = json!({ "foldingRange": { "lineFoldingOnly": by_lines } });
            let editor = open(&folder, encoding, folding).await;
            let folds = editor
                .request::<request::FoldingRangeRequest>(lsp::FoldingRangeParams {
                    text_document: document(&folder, "a.qm"),
                    work_done_progress_params: lsp::WorkDoneProgressParams::default(),
                    partial_result_params: lsp::PartialResultParams::default(),
                })
                .await
                .unwrap();
            let columns = folds.iter().map(|fold| {
                (
                    fold.start_line,
                    fold.start_character,
                    fold.end_line,
                    fold.end_character,
                )
            });
            let column = |words| (!by_lines).then(|| units(words, encoding));
            assert_eq!(
                columns.collect::<Vec<_>>(),
                [(0, column("# 😀 One"), 2, column("wo‘rds’"))]
            );
            editor.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn selections_grow_around_each_cursor() {
    let folder = Folder::new("//- a.qm\n😀 [‘I see’]{by @a$0nn}. So.\n");
    let editor = Editor::open(&folder).await;
    let text = folder.text("a.qm");
    let cursor = at(&folder);
    let chains = editor
        .request::<request::SelectionRangeRequest>(lsp::SelectionRangeParams {
            text_document: cursor.text_document,
            positions: vec![cursor.position, lsp::Position::new(0, 5)],
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let shown: Vec<Vec<String>> = chains
        .iter()
        .map(|chain| {
            let chain = std::iter::successors(Some(chain), |inner| inner.parent.as_deref());
            chain.map(|inner| slice(&text, inner.range)).collect()
        })
        .collect();
    assert_eq!(
        shown[0][..5],
        ["ann", "@ann", "by @ann", "{by @ann}", "[‘I see’]{by @ann}"]
    );
    assert_eq!(shown[1][..3], ["I", "I see", "‘I see’"]);
    assert_eq!(shown[1].last(), Some(&text));
    editor.close().await;
}
