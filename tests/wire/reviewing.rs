//! Going through what is proposed for an article.

use std::time::Duration;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::slice;

const CORPUS: &str = "//- cast.qm
@ann: Ann Gordon

&bma: British Medical Association
    also: BMA
//- a.qm
---
date: 2011-12-01
---

“We 😀 have to act now,” said Dr Ann Gordon. “It is late.”

“The plan will fail,” said Richard Vautrey, deputy chair of the BMA.

Bob Lee said that nobody had read the plan.
";

async fn ask(editor: &Editor, command: &str, argument: Value) -> Result<Value, Value> {
    let params = json!({ "command": format!("quotemark.{command}"), "arguments": [argument] });
    editor.ask("workspace/executeCommand", params).await
}

/// An editor that has the article open, and its text.
async fn opened(folder: &Folder, mut begin: Begin) -> (Editor, String) {
    begin.capabilities["experimental"] =
        json!({ "commands": { "commands": ["quotemark.review"] } });
    begin.capabilities["workspace"]["codeLens"] = json!({ "refreshSupport": true });
    begin.capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let text = folder.text("a.qm");
    editor.open_document(&folder.uri("a.qm"), &text);
    (editor, text)
}

async fn proposals(editor: &Editor, folder: &Folder) -> Value {
    let wanted = json!({ "uri": folder.uri("a.qm"), "tier": "possible" });
    ask(editor, "proposals", wanted).await.unwrap()
}

/// The words that would be tagged, a line for each proposal, with the tag.
fn shown(found: &Value, text: &str) -> Vec<String> {
    let found = found["proposals"].as_array().unwrap().iter();
    let lines = found.map(|one| {
        let parts = one["fragments"].as_array().unwrap().iter();
        let parts: Vec<String> = parts
            .map(|part| slice(text, serde_json::from_value(part.clone()).unwrap()))
            .collect();
        let tag = match one["chosen"].as_u64() {
            Some(chosen) => one["choices"][chosen as usize]["tag"].as_str().unwrap(),
            None => "?",
        };
        format!("{tag}: {}", parts.join(" … "))
    });
    lines.collect()
}

/// A text after the changes of an edit that are for a document, and its version in the edit.
fn after(text: &str, edit: &Value, uri: &lsp::Uri) -> (String, Value) {
    let changes = edit["documentChanges"].as_array().unwrap();
    let own = changes
        .iter()
        .find(|one| one["textDocument"]["uri"] == *uri.as_str());
    let own = own.unwrap_or_else(|| panic!("nothing changes in {uri:?}: {edit}"));
    let mut edits: Vec<lsp::TextEdit> = serde_json::from_value(own["edits"].clone()).unwrap();
    let mut text = text.to_owned();
    edits.reverse();
    for edit in edits {
        let at = |position: lsp::Position| {
            let end = lsp::Range::new(lsp::Position::new(0, 0), position);
            slice(&text, end).len()
        };
        let range = at(edit.range.start)..at(edit.range.end);
        text.replace_range(range, &edit.new_text);
    }
    (text, own["textDocument"]["version"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_taken_in_the_article_and_in_the_cast() {
    let folder = Folder::new(CORPUS);
    let (editor, text) = opened(&folder, Begin::with(&folder)).await;
    let found = proposals(&editor, &folder).await;
    assert_eq!(
        shown(&found, &text),
        [
            "by @ann: “We 😀 have to act now,” … “It is late.”",
            "by @richard-vautrey: “The plan will fail,”",
            "by @bob-lee: nobody had read the plan",
        ]
    );
    assert_eq!(found["version"], 1);
    assert_eq!(
        found["counts"],
        json!({ "sure": 2, "likely": 1, "possible": 0 })
    );
    assert_eq!(found["off"], Value::Null);
    let second = &found["proposals"][1];
    assert_eq!(second["kind"], "direct");
    assert_eq!(second["choices"][0]["declares"], true);
    assert_eq!(
        second["choices"][0]["detail"],
        "new person, deputy chair of &bma, ~2011-12-01"
    );

    let uri = folder.uri("a.qm");
    let yes = json!({ "uri": uri, "version": 1, "key": second["key"] });
    let taken = ask(&editor, "accept", yes.clone()).await.unwrap();
    assert_eq!(taken["declared"], "@richard-vautrey");
    let (new, version) = after(&text, &taken["edit"], &uri);
    assert_eq!(version, 1);
    assert!(
        new.contains("[“The plan will fail,”]{by @richard-vautrey} said"),
        "{new}"
    );
    let cast = folder.uri("cast.qm");
    let (cast, _) = after(&folder.text("cast.qm"), &taken["edit"], &cast);
    assert!(
        cast.ends_with(
            "\n\n@richard-vautrey: Richard Vautrey\n    role: deputy chair of &bma, ~2011-12-01\n"
        ),
        "{cast}"
    );
    let cursor: lsp::Position = serde_json::from_value(taken["cursor"].clone()).unwrap();
    let before = slice(&new, lsp::Range::new(lsp::Position::new(0, 0), cursor));
    assert!(before.ends_with("{by @richard-vautrey"), "{before}");

    // The text that the editor has now has other proposals, by the keys that they had.
    editor.change(&uri, 2, None, &new);
    folder.write("cast.qm", &cast);
    let refused = ask(&editor, "accept", yes).await.unwrap_err();
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("it is version 2, and not 1"), "{message}");
    let later = proposals(&editor, &folder).await;
    let keys = |found: &Value| -> Vec<Value> {
        let found = found["proposals"].as_array().unwrap();
        found.iter().map(|one| one["key"].clone()).collect()
    };
    let (before, now) = (keys(&found), keys(&later));
    assert_eq!(now, [before[0].clone(), before[2].clone()]);
    for key in [&before[1], &json!("x")] {
        let yes = json!({ "uri": uri, "version": 2, "key": key });
        let refused = ask(&editor, "accept", yes).await.unwrap_err();
        assert!(
            refused["message"].as_str().unwrap().contains("is gone"),
            "{refused}"
        );
    }

    let all = json!({ "uri": uri, "version": 2, "tier": "likely" });
    let all = ask(&editor, "acceptAll", all).await.unwrap();
    assert_eq!(all["count"], 2);
    let (all, _) = after(&new, &all["edit"], &uri);
    assert!(
        all.contains("now,”]{by @ann} said Dr Ann Gordon. [“It is late.”]{more}"),
        "{all}"
    );
    assert!(
        all.contains("that [nobody had read the plan]{by @bob-lee}."),
        "{all}"
    );

    let no = json!({ "uri": uri, "version": 2, "key": before[0] });
    let no = ask(&editor, "noQuote", no).await.unwrap();
    let (no, _) = after(&new, &no["edit"], &uri);
    assert!(no.contains("now,”{% quotemark: no quote %} said"), "{no}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stays_away_until_it_is_brought_back() {
    let folder = Folder::new(CORPUS);
    let begin = Begin::with(&folder);
    let options = begin.options.clone();
    let (editor, text) = opened(&folder, begin).await;
    let uri = folder.uri("a.qm");
    let found = proposals(&editor, &folder).await;
    let key = |at: usize| found["proposals"][at]["key"].clone();
    for (argument, left) in [
        (json!({ "uri": uri, "key": key(0) }), 2),
        (json!({ "uri": uri, "key": key(1), "choice": 0 }), 2),
    ] {
        assert_eq!(ask(&editor, "refuse", argument).await.unwrap(), Value::Null);
        let found = proposals(&editor, &folder).await;
        assert_eq!(found["proposals"].as_array().unwrap().len(), left);
        assert_eq!(found["refused"], 1);
    }
    editor.close().await;
    // Another session of the same user.
    let mut begin = Begin::with(&folder);
    begin.options = options;
    let (editor, _) = opened(&folder, begin).await;
    let found = proposals(&editor, &folder).await;
    assert_eq!(
        shown(&found, &text),
        [
            "?: “The plan will fail,”",
            "by @bob-lee: nobody had read the plan"
        ]
    );
    assert_eq!(
        found["proposals"][0]["question"],
        "Who is meant by “Richard Vautrey”?"
    );
    assert_eq!(found["proposals"][0]["choices"][0]["tag"], "by ?");
    let yes = json!({ "uri": uri, "version": 1, "key": found["proposals"][0]["key"] });
    let refused = ask(&editor, "accept", yes).await.unwrap_err();
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("asked about first"),
        "{refused}"
    );
    for (argument, brought, left) in [
        (json!({ "uri": uri }), 1, 2),
        (json!({ "uri": uri, "key": "x" }), 0, 2),
        (json!({ "uri": uri, "all": true }), 1, 3),
        (json!({ "uri": uri, "all": true }), 0, 3),
    ] {
        assert_eq!(
            ask(&editor, "bringBack", argument).await.unwrap(),
            json!(brought)
        );
        let found = proposals(&editor, &folder).await;
        assert_eq!(found["proposals"].as_array().unwrap().len(), left);
    }
    editor.close().await;
}

/// What the lenses in the first line of the article say, once one is `wanted`, with its
/// command.
async fn until_lens(editor: &Editor, folder: &Folder, wanted: &str) -> Value {
    let params = json!({ "textDocument": { "uri": folder.uri("a.qm") } });
    let mut titles = Vec::new();
    for _ in 0..200 {
        let lenses = editor
            .ask("textDocument/codeLens", params.clone())
            .await
            .unwrap();
        titles.clear();
        for lens in lenses.as_array().unwrap() {
            let lens: lsp::CodeLens = serde_json::from_value(lens.clone()).unwrap();
            let lens = editor.request::<request::CodeLensResolve>(lens).await;
            let command = lens.command.unwrap();
            if command.title == wanted {
                assert_eq!(lens.range.start.line, 0);
                return serde_json::to_value(command).unwrap();
            }
            titles.push(command.title);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no lens says {wanted:?}, but {titles:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_says_how_many_quotes_are_proposed() {
    let folder = Folder::new(CORPUS);
    let (editor, text) = opened(&folder, Begin::with(&folder)).await;
    let uri = folder.uri("a.qm");
    let lens = until_lens(&editor, &folder, "3 quotes proposed · review").await;
    assert_eq!(lens["command"], "quotemark.review");
    assert_eq!(lens["arguments"], json!([uri]));
    assert!(editor.times_asked("workspace/codeLens/refresh") > 0);
    let summary = ask(&editor, "summary", json!({ "corpus": uri }))
        .await
        .unwrap();
    assert_eq!(summary["proposed"], 3);
    assert_eq!(
        ask(&editor, "summary", json!({}))
            .await
            .unwrap()
            .get("proposed"),
        None
    );

    let found = proposals(&editor, &folder).await;
    let no = json!({ "uri": uri, "key": found["proposals"][0]["key"] });
    ask(&editor, "refuse", no).await.unwrap();
    until_lens(&editor, &folder, "2 quotes proposed · review").await;
    let shorter = text.replace(
        "Bob Lee said that nobody had read the plan.",
        "Nobody came.",
    );
    editor.change(&uri, 2, None, &shorter);
    until_lens(&editor, &folder, "1 quote proposed · review").await;
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corpus_keeps_proposals_off() {
    let folder = Folder::new(&format!("//- quotemark.toml\nproposals = false\n{CORPUS}"));
    let mut begin = Begin::with(&folder);
    begin.configuration = json!({ "proposals": true });
    let (editor, _) = opened(&folder, begin).await;
    let found = proposals(&editor, &folder).await;
    assert_eq!(found["proposals"], json!([]));
    let off = found["off"].as_str().unwrap();
    assert!(
        off.contains("`proposals = false` in quotemark.toml"),
        "{off}"
    );
    let yes = json!({ "uri": folder.uri("a.qm"), "version": 1, "key": "x" });
    let refused = ask(&editor, "accept", yes).await.unwrap_err();
    assert_eq!(refused["message"], off);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_said() {
    let folder = Folder::new(CORPUS);
    let (editor, _) = opened(&folder, Begin::with(&folder)).await;
    for (command, argument, words) in [
        ("proposals", json!({}), "missing field `uri`"),
        (
            "proposals",
            json!({ "uri": folder.uri("a.qm"), "tier": "weak" }),
            "weak",
        ),
        (
            "proposals",
            json!({ "uri": folder.uri("none.qm") }),
            "no document of the corpus",
        ),
        (
            "accept",
            json!({ "uri": folder.uri("cast.qm"), "version": 1, "key": "x" }),
            "not open",
        ),
    ] {
        let refused = ask(&editor, command, argument).await.unwrap_err();
        assert!(
            refused["message"].as_str().unwrap().contains(words),
            "{refused}"
        );
    }
    editor.close().await;
}

/// For editors that have no review: a hint carries its edits.
#[tokio::test]
async fn hints_can_be_taken_where_they_are_switched_on() {
    let folder = Folder::new(CORPUS);
    let hints = async |settings: Value| {
        let mut begin = Begin::with(&folder);
        begin.initialization = settings;
        let (editor, text) = opened(&folder, begin).await;
        let end = u32::try_from(text.lines().count()).unwrap();
        let params = json!({
            "textDocument": { "uri": folder.uri("a.qm") },
            "range": { "start": { "line": 0, "character": 0 }, "end": { "line": end, "character": 0 } },
        });
        let found = editor.ask("textDocument/inlayHint", params).await.unwrap();
        let found: Vec<Value> = serde_json::from_value(found).unwrap_or_default();
        editor.close().await;
        let edited = found.iter().filter(|hint| hint["textEdits"].is_array());
        edited.cloned().collect::<Vec<Value>>()
    };
    assert_eq!(hints(json!({})).await, Vec::<Value>::new());
    let found = hints(json!({ "inlayHints": { "proposals": true } })).await;
    let labels: Vec<&str> = found
        .iter()
        .filter_map(|hint| hint["label"].as_str())
        .collect();
    // Two others are not declared yet.
    assert_eq!(labels, ["{by @ann}"]);
    let edits = found[0]["textEdits"].as_array().unwrap();
    let written: Vec<&str> = edits
        .iter()
        .filter_map(|edit| edit["newText"].as_str())
        .collect();
    assert_eq!(written, ["[", "]{by @ann}", "[", "]{more}"]);
    assert!(
        found[0]["tooltip"]
            .as_str()
            .unwrap()
            .starts_with("proposed: said")
    );
}
