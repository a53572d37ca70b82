//! `workspace/executeCommand`, which the editors' panels use.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
    role: chair of &bma
&bma: BMA
#cuts: Cuts
//- a.qm
---
date: 2012
---

[‘Late’]{by @ann against #cuts} and [so]{by &bma}.
//- b.qm
---
date: 2011-03
---

[‘Early’]{by @ann}
";

async fn command(editor: &Editor, command: &str, arguments: Value) -> Result<Value, Value> {
    let params = json!({ "command": command, "arguments": arguments });
    editor.ask("workspace/executeCommand", params).await
}

fn column<'v>(rows: &'v Value, key: &str) -> Vec<&'v Value> {
    let rows = rows.as_array().expect("a list");
    rows.iter().map(|row| &row[key]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn quotes_are_listed_as_the_command_line_lists_them() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let quotes = |arguments| command(&editor, "quotemark.quotes", arguments);
    let of_ann = quotes(json!(["@ann"])).await.unwrap();
    assert_eq!(column(&of_ann, "words"), ["‘Early’", "‘Late’"]);
    assert_eq!(
        of_ann[1]["topics"],
        json!([{ "side": "against", "id": "#cuts", "name": "Cuts" }])
    );
    assert_eq!(of_ann[1]["location"]["uri"], folder.uri("a.qm").as_str());
    assert_eq!(
        of_ann[1]["location"]["range"],
        json!({ "start": { "line": 4, "character": 1 }, "end": { "line": 4, "character": 7 } })
    );
    let of_bma = quotes(json!([{ "of": "bma", "from": "2012" }]))
        .await
        .unwrap();
    assert_eq!(column(&of_bma, "words"), ["‘Late’", "so"]);
    let all = quotes(json!([])).await.unwrap();
    assert_eq!(column(&all, "date"), ["2011-03", "2012", "2012"]);
    let refused = quotes(json!(["@an"])).await.unwrap_err();
    assert_eq!(refused["code"], -32803);
    assert_eq!(
        refused["message"],
        "the corpus names no person @an; did you mean @ann?"
    );
    let refused = quotes(json!([{ "whom": "@ann" }])).await.unwrap_err();
    let message = refused["message"].as_str().unwrap();
    assert!(
        message.starts_with("argument 1 of `quotemark.quotes`"),
        "{message}"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn speakers_are_listed_with_their_declarations() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let rows = command(&editor, "quotemark.speakers", json!([]))
        .await
        .unwrap();
    assert_eq!(column(&rows, "id"), ["@ann", "&bma"]);
    assert_eq!(column(&rows, "quotes"), [2, 1]);
    assert_eq!(rows[1]["location"]["range"]["start"]["line"], 2);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_previewed_without_its_markup() {
    let folder = Folder::new(
        "//- cast.qm\n@ann: Ann\n//- a.qm\n---\ntitle: T\n---\n\n🙂 [Ann]{@ann} says\n[\\*yes]{by @ann}.\n",
    );
    let editor = Editor::open(&folder).await;
    let arguments = json!([folder.uri("a.qm").as_str()]);
    let preview = command(&editor, "quotemark.preview", arguments)
        .await
        .unwrap();
    assert_eq!(preview["title"], "T");
    assert_eq!(preview["quotes"][0]["words"], "*yes");
    assert_eq!(preview["quotes"][0]["title"], "T");
    let block = &preview["blocks"][0];
    assert_eq!(block["text"], "🙂 Ann says\n*yes.");
    assert_eq!(column(&block["spans"], "start"), [3, 12]);
    assert_eq!(column(&block["spans"], "end"), [6, 16]);
    assert_eq!(block["spans"][0]["entity"]["id"], "@ann");
    assert_eq!(block["spans"][1]["quote"], 0);
    assert_eq!(column(&block["pieces"], "start"), [0, 3, 6, 12, 16]);
    assert_eq!(
        block["pieces"][3]["position"],
        json!({ "line": 5, "character": 2 })
    );
    let elsewhere = json!(["file:///nowhere.qm"]);
    let refused = command(&editor, "quotemark.preview", elsewhere).await;
    assert_eq!(
        refused.unwrap_err()["message"],
        "file:///nowhere.qm is no document of the corpus"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_shown_where_the_editor_can() {
    let folder = Folder::new(CORPUS);
    let arguments = json!([folder.uri("a.qm").as_str(), { "line": 4, "character": 1 }]);
    let mut begin = Begin::with(&folder);
    begin.capabilities["window"]["showDocument"] = json!({ "support": true });
    let editor = Editor::begin(begin).await;
    command(&editor, "quotemark.show", arguments.clone())
        .await
        .unwrap();
    let shown = editor.until_asked("window/showDocument", 0).await;
    assert_eq!(shown["uri"], arguments[0]);
    assert_eq!(shown["selection"]["start"], arguments[1]);
    editor.close().await;
    let editor = Editor::begin(Begin::with(&folder)).await;
    command(&editor, "quotemark.show", arguments).await.unwrap();
    editor.until_message("this editor cannot show").await;
    let unknown = command(&editor, "quotemark.dance", json!([])).await;
    assert_eq!(
        unknown.unwrap_err()["message"],
        "there is no command `quotemark.dance`"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_declared_is_declared_in_the_cast() {
    let folder = Folder::new(CORPUS);
    let arguments = json!(["@bob", "Bob", folder.uri("a.qm").as_str()]);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"]["applyEdit"] = json!(true);
    begin.capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    command(&editor, "quotemark.declare", arguments.clone())
        .await
        .unwrap();
    let asked = editor.until_asked("workspace/applyEdit", 0).await;
    assert_eq!(asked["label"], "Declare @bob");
    let change = &asked["edit"]["documentChanges"][0];
    assert_eq!(
        change["textDocument"]["uri"],
        folder.uri("cast.qm").as_str()
    );
    assert_eq!(change["edits"][0]["newText"], "\n@bob: Bob\n");
    // Who is declared is not declared again.
    let again = json!(["@ann", "Ann", folder.uri("a.qm").as_str()]);
    command(&editor, "quotemark.declare", again).await.unwrap();
    assert_eq!(editor.times_asked("workspace/applyEdit"), 1);
    editor.close().await;
    let editor = Editor::open(&folder).await;
    let refused = command(&editor, "quotemark.declare", arguments).await;
    let message = refused.unwrap_err()["message"].to_string();
    assert!(
        message.contains("does not let the server change files"),
        "{message}"
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_are_one_are_merged_after_a_question() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"]["applyEdit"] = json!(true);
    begin.capabilities["workspace"]["workspaceEdit"] = json!({
        "documentChanges": true,
        "changeAnnotationSupport": {},
    });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let a = folder.uri("a.qm");
    editor.open_document(&a, "[So]{by @anne}.\n");
    let merge = |arguments| command(&editor, "quotemark.merge", arguments);
    merge(json!(["@anne", "@ann"])).await.unwrap();
    let asked = editor.until_asked("workspace/applyEdit", 0).await;
    let change = &asked["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": a, "version": 1 }));
    assert_eq!(change["edits"][0]["newText"], "ann");
    let annotations = asked["edit"]["changeAnnotations"].as_object().unwrap();
    let annotation = annotations.values().next().unwrap();
    assert_eq!(annotation["needsConfirmation"], true);
    let refused = merge(json!(["@ann", "&bma"])).await.unwrap_err();
    assert!(
        refused["message"].as_str().unwrap().contains("of a kind"),
        "{refused}"
    );
    editor.close().await;
}
