//! Each question once, and its positions in every encoding.

use quotemark_tests::{Begin, Editor, Folder};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, goto_at, hover_at, references_at, slice, symbols_of, words};

const CAST: &str = "//- cast.qm
@cn: Chaand Nagpaul
    also: Dr Nagpaul
    role: negotiator for &gpc, 2010..2013-06
    role: chair of &gpc, 2013-07..2017-07
&gpc: GP Committee
    part of: &bma
&bma: BMA
#cuts: Cuts
//- 2013.qm
---
date: 2013-09
---

[‘Not now’]{by @cn against #cuts} he said. [‘Nor ever’]{more}
";

fn article(text: &str) -> Folder {
    Folder::new(&format!("{CAST}//- a.qm\n{text}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn hover_knows_the_date_of_the_article() {
    for (date, role) in [
        ("2012-06-28", "negotiator for GP Committee"),
        ("2014-05", "chair of GP Committee"),
    ] {
        let folder = article(&format!(
            "---\ndate: {date}\n---\n\n[😀 ‘he’]{{@c$0n}} spoke.\n"
        ));
        let editor = Editor::open(&folder).await;
        let hover = editor
            .request::<request::HoverRequest>(hover_at(at(&folder)))
            .await;
        assert!(
            words(&hover).contains(&format!("Role on {date}: {role}")),
            "{}",
            words(&hover)
        );
        assert_eq!(
            slice(&folder.text("a.qm"), hover.unwrap().range.unwrap()),
            "@cn"
        );
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speaker_without_a_name_is_found_in_the_article_and_for_the_body() {
    let others = "[b]{by “a  clerk”}\n\n::: by ?, \"a clerk\"\nc\n:::\n";
    let folder = article(&format!(
        "---\ndate: 2014\n---\n\n😀 [a]{{by \"a cl$0erk\" of &gpc}} {others}"
    ));
    let editor = Editor::open(&folder).await;
    let text = folder.text("a.qm");
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    assert!(
        words(&hover).contains("a clerk · a speaker without a name, on behalf of GP Committee"),
        "{}",
        words(&hover)
    );
    assert!(words(&hover).contains("3 quotes"), "{}", words(&hover));
    assert_eq!(slice(&text, hover.unwrap().range.unwrap()), "a clerk");
    let tags = editor
        .request::<request::References>(references_at(at(&folder)))
        .await;
    let tags: Vec<String> = tags
        .iter()
        .flatten()
        .map(|tag| slice(&text, tag.range))
        .collect();
    assert_eq!(tags, ["a clerk", "a  clerk", "a clerk"]);
    let quotes = editor
        .request::<request::GotoImplementation>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Array(quotes)) = quotes else {
        panic!("a list of places: {quotes:?}");
    };
    let quotes = quotes.iter().map(|quote| slice(&text, quote.range));
    let quotes: Vec<String> = quotes.collect();
    assert_eq!(quotes, ["a", "b", "c"]);
    let params = serde_json::to_value(at(&folder)).unwrap();
    let refused = editor.ask("textDocument/prepareRename", params).await;
    let refused = refused.unwrap_err()["message"].to_string();
    assert!(
        refused.contains("a speaker in words has no id"),
        "{refused}"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_body_of_a_speaker_without_a_name_is_an_id_like_any() {
    let folder = article("::: by “a clerk” of &g$0pc to @cn\na\n:::\n");
    let editor = Editor::open(&folder).await;
    let definition = editor
        .request::<request::GotoDefinition>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Link(links)) = definition else {
        panic!("links are supported")
    };
    let declared = slice(&folder.text("cast.qm"), links[0].target_selection_range);
    assert_eq!(declared, "&gpc");
    let named = editor
        .request::<request::References>(references_at(at(&folder)))
        .await
        .unwrap();
    assert_eq!(named.len(), 4);
    let mut params = serde_json::to_value(at(&folder)).unwrap();
    params["newName"] = "committee".into();
    let renamed = editor.ask("textDocument/rename", params).await.unwrap();
    assert_eq!(renamed.to_string().matches("\"committee\"").count(), 4);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jumps_lead_from_the_exact_words() {
    let folder = article("---\ndate: 2014\n---\n\n😀 Dr Nag$0paul spoke.\n");
    let editor = Editor::open(&folder).await;
    let text = folder.text("a.qm");
    let definition = editor
        .request::<request::GotoDefinition>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Link(links)) = definition else {
        panic!("links are supported")
    };
    assert_eq!(links.len(), 1);
    assert_eq!(
        slice(&text, links[0].origin_selection_range.unwrap()),
        "Dr Nagpaul"
    );
    assert_eq!(
        slice(&folder.text("cast.qm"), links[0].target_selection_range),
        "@cn"
    );
    let declaration = editor
        .request::<request::GotoDeclaration>(goto_at(at(&folder)))
        .await;
    assert_eq!(declaration, Some(lsp::GotoDefinitionResponse::Link(links)));
    let organisation = editor
        .request::<request::GotoTypeDefinition>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Link(links)) = organisation else {
        panic!("links are supported")
    };
    assert_eq!(
        slice(&folder.text("cast.qm"), links[0].target_selection_range),
        "&gpc"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_quote_is_found_with_its_fragments_folded() {
    let folder = article("---\ndate: 2012\n---\n\n[Late]{by @c$0n}\n");
    let editor = Editor::open(&folder).await;
    let quotes = editor
        .request::<request::GotoImplementation>(goto_at(at(&folder)))
        .await;
    let Some(lsp::GotoDefinitionResponse::Array(quotes)) = quotes else {
        panic!("a list is asked for")
    };
    let shown: Vec<String> = quotes
        .iter()
        .map(|quote| {
            let name = quote.uri.as_str().rsplit('/').next().unwrap();
            format!("{name}: {}", slice(&folder.text(name), quote.range))
        })
        .collect();
    assert_eq!(shown, ["a.qm: Late", "2013.qm: ‘Not now’"]);
    let places = editor
        .request::<request::References>(references_at(at(&folder)))
        .await
        .unwrap();
    assert_eq!(places.len(), 3);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn highlights_and_symbols() {
    let folder = article("# One\n\n[“So”]{by @c$0n} Dr Nagpaul\n");
    let editor = Editor::open(&folder).await;
    let text = folder.text("a.qm");
    let highlights = editor
        .request::<request::DocumentHighlightRequest>(lsp::DocumentHighlightParams {
            text_document_position_params: at(&folder),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await
        .unwrap();
    let shown: Vec<String> = highlights
        .iter()
        .map(|highlight| slice(&text, highlight.range))
        .collect();
    assert_eq!(shown, ["@cn", "Dr Nagpaul"]);
    let symbols = editor
        .request::<request::DocumentSymbolRequest>(lsp::DocumentSymbolParams {
            text_document: lsp::TextDocumentIdentifier::new(folder.uri("a.qm")),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
            partial_result_params: lsp::PartialResultParams::default(),
        })
        .await;
    let Some(lsp::DocumentSymbolResponse::Nested(symbols)) = symbols else {
        panic!("a tree is supported")
    };
    let heading = &symbols[0];
    assert_eq!(
        (
            heading.name.as_str(),
            heading.children.as_ref().unwrap()[0].name.as_str()
        ),
        ("One", "Chaand Nagpaul: “So”")
    );
    for (query, name) in [
        ("nagp", "Chaand Nagpaul"),
        ("\"not now", "‘Not now’ … ‘Nor ever’"),
    ] {
        let found = editor
            .request::<request::WorkspaceSymbolRequest>(symbols_of(query))
            .await;
        let Some(lsp::WorkspaceSymbolResponse::Flat(found)) = found else {
            panic!("a list")
        };
        assert_eq!(found[0].name, name);
    }
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_right_in_every_encoding() {
    // Before the name: an emoji, curly quotes, CJK, a combining mark; CRLF lines.
    let before = "😀‘中’e\u{301} ";
    let folder = article(&format!(
        "---\r\ndate: 2014\r\n---\r\n\r\n{before}[he]{{@cn}}\r\n"
    ));
    for (encoding, start) in [
        ("utf-8", before.len()),
        ("utf-16", before.encode_utf16().count()),
        ("utf-32", before.chars().count()),
    ] {
        let editor = Editor::begin(Begin::with(&folder).encoded(encoding)).await;
        let chosen = editor.greeting.capabilities.position_encoding.clone();
        assert_eq!(chosen.unwrap().as_str(), encoding);
        let column = |offset: usize| u32::try_from(start + offset).unwrap();
        let document = lsp::TextDocumentIdentifier::new(folder.uri("a.qm"));
        let inside =
            lsp::TextDocumentPositionParams::new(document, lsp::Position::new(4, column(6)));
        let hover = editor
            .until_answer::<request::HoverRequest>(hover_at(inside), |hover| {
                words(hover).contains("chair")
            })
            .await;
        let range = hover.unwrap().range.unwrap();
        assert_eq!(
            (range.start, range.end),
            (
                lsp::Position::new(4, column(5)),
                lsp::Position::new(4, column(8))
            ),
            "{encoding}"
        );
        editor.close().await;
    }
}
