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

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_links() {
    let folder = Folder::new("//- a.qm\n😀 see https://a.org/é.\n");
    let editor = Editor::open(&folder).await;
    let links = editor
        .request::<request::DocumentLinkRequest>(lsp::DocumentLinkParams {
            text_document: document(&folder, "a.qm"),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!(
        slice(&folder.text("a.qm"), links[0].range),
        "https://a.org/é"
    );
    let target = links[0].target.as_ref().unwrap();
    assert_eq!(target.as_str(), "https://a.org/%C3%A9");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_a_tag_change_together() {
    let folder = Folder::new("//- a.qm\n[😀]{by @j$0osé to @josé, @jose}\n");
    for encoding in ENCODINGS {
        let editor = open(&folder, encoding, json!({})).await;
        let linked = editor
            .request::<request::LinkedEditingRange>(lsp::LinkedEditingRangeParams {
                text_document_position_params: lsp::TextDocumentPositionParams {
                    position: lsp::Position::new(0, units("[😀]{by @j", encoding)),
                    ..at(&folder)
                },
                work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            })
            .await
            .unwrap();
        let columns = linked
            .ranges
            .iter()
            .map(|range| (range.start.character, range.end.character));
        let column = |words| units(words, encoding);
        let expected = [
            (column("[😀]{by @"), column("[😀]{by @josé")),
            (
                column("[😀]{by @josé to @"),
                column("[😀]{by @josé to @josé"),
            ),
        ];
        assert_eq!(columns.collect::<Vec<_>>(), expected);
        editor.close().await;
    }
}

/// The lenses of a document, resolved.
async fn lenses(editor: &Editor, folder: &Folder, name: &str) -> Vec<lsp::CodeLens> {
    let unresolved = editor
        .request::<request::CodeLensRequest>(lsp::CodeLensParams {
            text_document: document(folder, name),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let mut resolved = Vec::new();
    for lens in unresolved {
        assert_eq!(lens.command, None);
        resolved.push(editor.request::<request::CodeLensResolve>(lens).await);
    }
    resolved
}

#[tokio::test(flavor = "multi_thread")]
async fn lenses_count_and_open_what_they_count() {
    let folder = Folder::new(
        "//- cast.qm\n😀\n\n@ann: Ann\n\n@bob: Bob\n//- a.qm\n‘😀’ [So]{by @ann} [she]{@ann}\n",
    );
    for (ability, expected) in [
        (
            json!({ "experimental": { "commands": { "commands": ["quotemark.showReferences"] } } }),
            "quotemark.showReferences",
        ),
        (
            json!({ "window": { "workDoneProgress": true, "showDocument": { "support": true } } }),
            "quotemark.show",
        ),
        (json!({}), ""),
    ] {
        let mut begin = Begin::with(&folder);
        for (name, value) in ability.as_object().unwrap() {
            begin.capabilities[name] = value.clone();
        }
        let editor = Editor::begin(begin).await;
        editor.until_read().await;
        let article = lenses(&editor, &folder, "a.qm").await;
        let title = |lens: &lsp::CodeLens| lens.command.as_ref().unwrap().title.clone();
        assert_eq!(
            article.iter().map(title).collect::<Vec<_>>(),
            ["1 quote by 1 speaker"]
        );
        let cast = lenses(&editor, &folder, "cast.qm").await;
        assert_eq!(
            cast.iter().map(title).collect::<Vec<_>>(),
            ["1 quote · 1 mention · 1 article", "not used yet"]
        );
        assert_eq!(slice(&folder.text("cast.qm"), cast[0].range), "@ann");
        let command = cast[0].command.as_ref().unwrap();
        assert_eq!(command.command, expected);
        let arguments = command.arguments.clone().unwrap_or_default();
        let text = folder.text("a.qm");
        match expected {
            "quotemark.showReferences" => {
                assert_eq!(arguments[0], json!(folder.uri("cast.qm")));
                assert_eq!(arguments[1], json!(cast[0].range.start));
                let places: Vec<lsp::Location> =
                    serde_json::from_value(arguments[2].clone()).unwrap();
                let places: Vec<String> = places
                    .iter()
                    .map(|place| slice(&text, place.range))
                    .collect();
                assert_eq!(places, ["So", "@ann"]);
            }
            "quotemark.show" => assert_eq!(
                arguments,
                [
                    json!(folder.uri("a.qm")),
                    json!({ "line": 0, "character": 6 })
                ]
            ),
            _ => assert!(arguments.is_empty()),
        }
        assert_eq!(cast[1].command.as_ref().unwrap().command, "");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_say_who_somebody_was_then() {
    let folder = Folder::new(
        "//- cast.qm\n@cn: Chaand Nagpaul\n    role: chair of &gpc, 2013..2017\n&gpc: GPC\n//- a.qm\n---\ndate: 2014\n---\n\n😀 [‘No’]{by @cn} he said.\n\n[he]{@cn}\n",
    );
    for encoding in ENCODINGS {
        let editor = open(&folder, encoding, json!({})).await;
        let ask = |lines: std::ops::Range<u32>| {
            editor.request::<request::InlayHintRequest>(lsp::InlayHintParams {
                text_document: document(&folder, "a.qm"),
                range: lsp::Range::new(
                    lsp::Position::new(lines.start, 0),
                    lsp::Position::new(lines.end, 0),
                ),
                work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            })
        };
        let hints = ask(0..9).await.unwrap();
        let place = lsp::Position::new(4, units("😀 [‘No’]{by @cn}", encoding));
        let labels = hints.iter().map(|hint| {
            assert_eq!(hint.position, place);
            match &hint.label {
                lsp::InlayHintLabel::LabelParts(parts) => parts[0].clone(),
                lsp::InlayHintLabel::String(_) => panic!("the label leads to the declaration"),
            }
        });
        let labels: Vec<lsp::InlayHintLabelPart> = labels.collect();
        let values: Vec<&str> = labels.iter().map(|part| part.value.as_str()).collect();
        assert_eq!(values, ["Chaand Nagpaul", ", chair of GPC"]);
        let declared = labels[0].location.as_ref().unwrap();
        assert_eq!(declared.uri, folder.uri("cast.qm"));
        let resolved = editor
            .request::<request::InlayHintResolveRequest>(hints[1].clone())
            .await;
        let Some(lsp::InlayHintTooltip::MarkupContent(card)) = resolved.tooltip else {
            panic!("the tooltip is a card")
        };
        assert!(
            card.value.contains("Role on 2014: chair of GPC"),
            "{}",
            card.value
        );
        assert!(ask(5..9).await.unwrap().is_empty());
        editor.close().await;
    }
}
