//! What editors show, fold, select and follow, in their own columns.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, close, slice};

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

/// The words and the kinds of tokens, by the legend of the greeting.
fn shown_tokens(
    editor: &Editor,
    text: &str,
    encoding: &str,
    tokens: &[lsp::SemanticToken],
) -> Vec<String> {
    let provider = editor
        .greeting
        .capabilities
        .semantic_tokens_provider
        .clone();
    let Some(lsp::SemanticTokensServerCapabilities::SemanticTokensOptions(options)) = provider
    else {
        panic!("the greeting offers tokens")
    };
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut line, mut column) = (0, 0);
    let shown = tokens.iter().map(|token| {
        if token.delta_line > 0 {
            column = 0;
        }
        line += token.delta_line;
        column += token.delta_start;
        let words = lines[line as usize]
            .char_indices()
            .map(|(at, c)| (at, at + c.len_utf8()));
        let line = lines[line as usize];
        let inside = words.filter(|(start, _)| {
            let before = units(&line[..*start], encoding);
            (column..column + token.length).contains(&before)
        });
        let inside: String = inside.map(|(start, end)| &line[start..end]).collect();
        let kind = options.legend.token_types[token.token_type as usize].as_str();
        format!("{inside}:{kind}")
    });
    shown.collect()
}

fn tokens_of(folder: &Folder) -> lsp::SemanticTokensParams {
    lsp::SemanticTokensParams {
        text_document: document(folder, "a.qm"),
        work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        partial_result_params: lsp::PartialResultParams::default(),
    }
}

async fn all_tokens(editor: &Editor, folder: &Folder) -> lsp::SemanticTokens {
    let answer = editor
        .request::<request::SemanticTokensFullRequest>(tokens_of(folder))
        .await;
    match answer {
        Some(lsp::SemanticTokensResult::Tokens(tokens)) => tokens,
        _ => panic!("the tokens come whole"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_have_their_columns_in_every_encoding() {
    let folder = Folder::new("//- a.qm\n😀 [‘中\n[é]{@a}’]{by @a} x\n\n@a: A\n");
    let text = folder.text("a.qm");
    for encoding in ENCODINGS {
        let editor = open(&folder, encoding, json!({})).await;
        let tokens = all_tokens(&editor, &folder).await;
        let expected = [
            "‘中:quoteDirect",
            "é:person",
            "@a:person",
            "’:quoteDirect",
            "by:keyword",
            "@a:person",
            "@a:person",
            "A:person",
        ];
        assert_eq!(
            shown_tokens(&editor, &text, encoding, &tokens.data),
            expected
        );
        let second_line = lsp::Range::new(
            lsp::Position::new(1, 0),
            lsp::Position::new(1, units("[é", encoding)),
        );
        let some = editor
            .request::<request::SemanticTokensRangeRequest>(lsp::SemanticTokensRangeParams {
                text_document: document(&folder, "a.qm"),
                range: second_line,
                work_done_progress_params: lsp::WorkDoneProgressParams::default(),
                partial_result_params: lsp::PartialResultParams::default(),
            })
            .await;
        let Some(lsp::SemanticTokensRangeResult::Tokens(some)) = some else {
            panic!("the tokens come whole")
        };
        assert_eq!(
            shown_tokens(&editor, &text, encoding, &some.data),
            ["é:person"]
        );
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_come_as_what_has_changed() {
    let folder = Folder::new("//- a.qm\n[he]{@a}\n\n[so]{by @a}\n");
    let editor = Editor::open(&folder).await;
    let uri = folder.uri("a.qm");
    // Nothing is kept of a document that is not open.
    assert_eq!(all_tokens(&editor, &folder).await.result_id, None);
    editor.open_document(&uri, &folder.text("a.qm"));
    let first = all_tokens(&editor, &folder).await;
    let ask = async |previous: &str| {
        let params = tokens_of(&folder);
        let answer = editor.request::<request::SemanticTokensFullDeltaRequest>(
            lsp::SemanticTokensDeltaParams {
                text_document: params.text_document,
                work_done_progress_params: params.work_done_progress_params,
                partial_result_params: params.partial_result_params,
                previous_result_id: previous.into(),
            },
        );
        answer.await.unwrap()
    };
    let start = lsp::Position::new(0, 0);
    editor.change(&uri, 2, Some(lsp::Range::new(start, start)), "[😀]{&b} ");
    let first_id = first.result_id.unwrap();
    let lsp::SemanticTokensFullDeltaResult::TokensDelta(delta) = ask(&first_id).await else {
        panic!("the first tokens are known")
    };
    let mut data = first.data;
    for edit in delta.edits {
        let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
        data.splice(start..start + count, edit.data.unwrap_or_default());
    }
    let now = all_tokens(&editor, &folder).await;
    assert_eq!(data, now.data);
    assert_eq!(now.data.len(), 7);
    // Only the last answer is kept.
    let old = ask(&first_id).await;
    let lsp::SemanticTokensFullDeltaResult::Tokens(whole) = old else {
        panic!("tokens that are no longer known come whole")
    };
    let last_id = whole.result_id.unwrap();
    let lsp::SemanticTokensFullDeltaResult::TokensDelta(same) = ask(&last_id).await else {
        panic!("the last tokens are known")
    };
    assert!(same.edits.is_empty());
    close(&editor, uri);
    let gone = ask(&same.result_id.unwrap()).await;
    assert!(matches!(
        gone,
        lsp::SemanticTokensFullDeltaResult::Tokens(_)
    ));
    editor.close().await;
}

const QUOTED: &str = "//- cast.qm
@ann: Ann
    role: chair of &bma, 2010..2012
@bob: Bob
&bma: BMA
    part of: &tuc
&tuc: TUC
//- 2011.qm
---
date: 2011
---

😀 [‘I met [Bo]{@bob}’]{by @ann to &bma}
";

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_whom_quotes_mention() {
    let folder = Folder::new(&format!(
        "{QUOTED}//- a.qm\n😀 [We like [him]{{@bob}}]{{by @an$0n}}\n"
    ));
    let editor = Editor::open(&folder).await;
    let prepare = |at| {
        editor.request::<request::CallHierarchyPrepare>(lsp::CallHierarchyPrepareParams {
            text_document_position_params: at,
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        })
    };
    let items = prepare(at(&folder)).await.unwrap();
    assert_eq!(items.len(), 1);
    let ann = items[0].clone();
    assert_eq!((ann.name.as_str(), &ann.uri), ("Ann", &folder.uri("a.qm")));
    assert_eq!(
        slice(&folder.text("a.qm"), ann.selection_range),
        "We like [him]{@bob}"
    );
    let outgoing = editor
        .request::<request::CallHierarchyOutgoingCalls>(lsp::CallHierarchyOutgoingCallsParams {
            item: ann.clone(),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let name_of = |uri: &lsp::Uri| uri.as_str().rsplit('/').next().unwrap().to_owned();
    let words = |uri: &lsp::Uri, range| slice(&folder.text(&name_of(uri)), range);
    let shown: Vec<(String, String, String)> = outgoing
        .iter()
        .map(|call| {
            let ranges = call.from_ranges.iter().map(|range| words(&ann.uri, *range));
            let place = words(&call.to.uri, call.to.selection_range);
            (
                name_of(&call.to.uri),
                place,
                ranges.collect::<Vec<_>>().join(", "),
            )
        })
        .collect();
    let own = words(&ann.uri, ann.selection_range);
    assert_eq!(
        shown,
        [
            ("cast.qm".to_owned(), "@bob".to_owned(), "him".to_owned()),
            ("2011.qm".into(), "Bo".into(), own.clone()),
            ("2011.qm".into(), "&bma".into(), own),
        ]
    );
    let incoming = editor
        .request::<request::CallHierarchyIncomingCalls>(lsp::CallHierarchyIncomingCallsParams {
            item: outgoing[0].to.clone(),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let shown: Vec<(String, String)> = incoming
        .iter()
        .map(|call| {
            (
                name_of(&call.from.uri),
                words(&call.from.uri, call.from_ranges[0]),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("2011.qm".to_owned(), "Bo".to_owned()),
            ("a.qm".into(), "him".into())
        ]
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn types_are_organisations_and_their_members_then() {
    let folder = Folder::new(&format!(
        "{QUOTED}//- a.qm\n---\ndate: 2011\n---\n\n😀 [x]{{&bm$0a}}\n"
    ));
    let editor = Editor::open(&folder).await;
    assert!(editor.offers_type_hierarchy);
    let items = editor
        .request::<request::TypeHierarchyPrepare>(lsp::TypeHierarchyPrepareParams {
            text_document_position_params: at(&folder),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        })
        .await
        .unwrap();
    let bma = items[0].clone();
    assert_eq!(slice(&folder.text("cast.qm"), bma.selection_range), "&bma");
    let above = editor
        .request::<request::TypeHierarchySupertypes>(lsp::TypeHierarchySupertypesParams {
            item: bma.clone(),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let below = editor
        .request::<request::TypeHierarchySubtypes>(lsp::TypeHierarchySubtypesParams {
            item: bma,
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let names = |items: &[lsp::TypeHierarchyItem]| {
        let names = items.iter().map(|item| item.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&above), names(&below)),
        (vec!["TUC".into()], vec!["Ann".into()])
    );
    editor.close().await;
}
