//! `workspace/executeCommand`, which the editors' panels use.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

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
    assert_eq!(column(&of_ann["quotes"], "words"), ["‘Early’", "‘Late’"]);
    // What rows share stands once.
    assert_eq!(
        of_ann["articles"],
        json!([
            { "uri": folder.uri("b.qm"), "title": null, "source": null, "published": "2011-03" },
            { "uri": folder.uri("a.qm"), "title": null, "source": null, "published": "2012" },
        ])
    );
    assert_eq!(
        of_ann["entities"],
        json!([
            { "id": "@ann", "name": "Ann Lee" },
            { "id": "&bma", "name": "BMA" },
            { "id": "#cuts", "name": "Cuts" },
        ])
    );
    assert_eq!(of_ann["roles"], json!(["chair of BMA"]));
    assert_eq!(
        of_ann["quotes"][1],
        json!({
            "article": 1,
            "range": {
                "start": { "line": 4, "character": 1 },
                "end": { "line": 4, "character": 7 },
            },
            "date": "2012",
            "speakers": [{ "entity": 0, "kind": "person", "roles": [0] }],
            "organisations": [1],
            "addressees": [],
            "topics": [{ "side": "against", "entity": 2 }],
            "kind": "direct",
            "words": "‘Late’",
        })
    );
    let of_bma = quotes(json!([{ "of": "bma", "from": "2012" }]))
        .await
        .unwrap();
    assert_eq!(column(&of_bma["quotes"], "words"), ["‘Late’", "so"]);
    let against = quotes(json!([{ "side": "against" }])).await.unwrap();
    assert_eq!(column(&against["quotes"], "words"), ["‘Late’"]);
    let all = quotes(json!([])).await.unwrap();
    assert_eq!(column(&all["quotes"], "date"), ["2011-03", "2012", "2012"]);
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
async fn roles_of_one_person_are_listed_as_on_the_command_line() {
    let folder = Folder::new(
        "//- cast.qm\n@ann: Ann Lee\n    role: mayor, 2011\n    role: clerk, 2012\n#cuts: Cuts\n//- a.qm\n---\ndate: 2011\n---\n\n[x]{by @ann on #cuts}\n//- b.qm\n---\ndate: 2012\n---\n\n[y]{by @ann}\n",
    );
    let editor = Editor::open(&folder).await;
    let rows = command(&editor, "quotemark.byRole", json!([]))
        .await
        .unwrap();
    assert_eq!(column(&rows, "id"), ["@ann", "@ann"]);
    assert_eq!(
        column(&rows, "roles"),
        [&json!(["mayor"]), &json!(["clerk"])]
    );
    assert_eq!(column(&rows, "quotes"), [1, 1]);
    let filtered = command(&editor, "quotemark.byRole", json!([{ "on": "#cuts" }]));
    assert_eq!(filtered.await.unwrap(), json!([]));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_sent_again_only_when_it_may_have_changed() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    editor.until_read().await;
    let ask = async |name: &str, wanted: Value| {
        let answer = command(&editor, &format!("quotemark.{name}"), json!([wanted])).await;
        answer.unwrap()
    };
    let again = async |name: &str, wanted: &Value, page: &Value| {
        let mut wanted = wanted.clone();
        wanted["version"] = page["version"].clone();
        ask(name, wanted).await
    };
    let questions = [
        ("speakersPage", json!({ "limit": 9 })),
        ("topicsPage", json!({})),
        ("speakersPage", json!({ "on": "#cuts", "side": "against" })),
        ("quotesPage", json!({ "whose": "@ann" })),
    ];
    let mut pages = Vec::new();
    for (name, wanted) in &questions {
        let page = ask(name, wanted.clone()).await;
        let unchanged = json!({ "version": page["version"], "unchanged": true });
        assert_eq!(again(name, wanted, &page).await, unchanged, "{name}");
        pages.push(page);
    }
    // Words that nobody says change no count, but may have moved a quote.
    let uri = folder.uri("a.qm");
    editor.open_document(&uri, &folder.text("a.qm"));
    let start = lsp::Position::new(4, 0);
    let here = Some(lsp::Range::new(start, start));
    editor.change(&uri, 2, here, "So ");
    let mut now = Vec::new();
    for ((name, wanted), page) in questions.iter().zip(&pages) {
        now.push(again(name, wanted, page).await);
    }
    assert_eq!(now[0]["unchanged"], true);
    assert_eq!(now[1]["unchanged"], true);
    assert_eq!(now[2]["speakers"], pages[2]["speakers"]);
    assert_eq!(now[3]["quotes"][1]["range"]["start"]["character"], 4);
    // Another side is no other count of anybody's quotes, but of those on that side.
    let side = lsp::Range::new(lsp::Position::new(4, 20), lsp::Position::new(4, 27));
    editor.change(&uri, 3, Some(side), "for");
    assert_eq!(
        again("speakersPage", &questions[2].1, &now[2]).await["total"],
        0
    );
    assert_eq!(
        again("speakersPage", &questions[0].1, &pages[0]).await["unchanged"],
        true
    );
    // A name, and a quote more.
    editor.change(&uri, 4, here, "[yes]{by &bma} ");
    let page = again("speakersPage", &questions[0].1, &pages[0]).await;
    assert_eq!(column(&page["speakers"], "quotes"), [2, 2]);
    let cast = folder.uri("cast.qm");
    editor.open_document(&cast, &folder.text("cast.qm").replace("Ann Lee", "Ann Li"));
    let page = again("speakersPage", &questions[0].1, &page).await;
    assert_eq!(page["speakers"][0]["name"], "Ann Li");
    let renamed = again("speakersPage", &questions[0].1, &page).await;
    assert_eq!(renamed["unchanged"], true);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_what_was_looked_for() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let ask = async |name: &str, wanted: Value| {
        command(&editor, &format!("quotemark.{name}"), json!([wanted])).await
    };
    let page = ask(
        "speakersPage",
        json!({ "limit": 1, "also": ["&bma", "@nobody", "x"] }),
    );
    let page = page.await.unwrap();
    assert_eq!(page["total"], 2);
    assert_eq!(column(&page["speakers"], "id"), ["@ann"]);
    assert_eq!(column(&page["also"], "id"), ["&bma"]);
    let page = ask("speakersPage", json!({ "matching": "bma" }))
        .await
        .unwrap();
    assert_eq!(column(&page["speakers"], "id"), ["&bma"]);
    let page = ask("topicsPage", json!({})).await.unwrap();
    assert_eq!(
        page["topics"],
        json!([{ "id": "#cuts", "name": "Cuts", "quotes": 1 }])
    );
    let at = json!({ "uri": folder.uri("a.qm"), "position": { "line": 4, "character": 3 } });
    let page = ask(
        "quotesPage",
        json!({ "whose": "@ann", "limit": 1, "at": at }),
    );
    let page = page.await.unwrap();
    assert_eq!((&page["total"], &page["at"]), (&json!(2), &json!(1)));
    assert_eq!(column(&page["quotes"], "words"), ["‘Early’", "‘Late’"]);
    let page = ask("quotesPage", json!({ "whose": "@ann", "at": at })).await;
    assert_eq!(page.unwrap()["at"], Value::Null);
    let refused = ask(
        "quotesPage",
        json!({ "at": { "uri": "x y", "position": { "line": 0, "character": 0 } } }),
    );
    let refused = refused.await.unwrap_err()["message"].to_string();
    assert!(refused.contains("`x y` is none"), "{refused}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_lead_from_quote_to_quote() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let step = async |whose: &str, line: u32, character: u32, back: bool| {
        let position = json!({ "line": line, "character": character });
        let uri = folder.uri("a.qm");
        let wanted = json!({ "whose": whose, "uri": uri, "position": position, "back": back });
        command(&editor, "quotemark.step", json!([wanted])).await
    };
    let next = step("@ann", 4, 3, false).await.unwrap();
    assert_eq!((&next["number"], &next["total"]), (&json!(1), &json!(2)));
    assert_eq!(next["location"]["uri"], folder.uri("b.qm").as_str());
    let from_above = step("@ann", 0, 0, false).await.unwrap();
    assert_eq!(from_above["number"], 2);
    assert_eq!(step("@ann", 4, 3, true).await.unwrap(), next);
    assert_eq!(step("bma", 4, 3, false).await.unwrap()["total"], 3);
    let refused = step("@nobody", 4, 3, false).await.unwrap_err();
    assert!(
        refused["message"]
            .to_string()
            .contains("names no person @nobody")
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_named_at_a_place_is_answered_by_id() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let at = async |name: &str, line: u32, character: u32| {
        let position = json!({ "line": line, "character": character });
        let place = json!({ "uri": folder.uri(name), "position": position });
        command(&editor, "quotemark.entitiesAt", json!([place])).await
    };
    let ann = json!([{ "id": "@ann", "name": "Ann Lee" }]);
    assert_eq!(at("a.qm", 4, 3).await.unwrap(), ann);
    assert_eq!(at("cast.qm", 0, 8).await.unwrap(), ann);
    let cuts = json!([{ "id": "#cuts", "name": "Cuts" }]);
    assert_eq!(at("a.qm", 4, 28).await.unwrap(), cuts);
    assert_eq!(at("a.qm", 1, 2).await.unwrap(), json!([]));
    assert_eq!(at("elsewhere.qm", 0, 0).await.unwrap(), json!([]));
    let none = json!([{ "uri": "x y", "position": { "line": 0, "character": 0 } }]);
    let refused = command(&editor, "quotemark.entitiesAt", none).await;
    let refused = refused.unwrap_err()["message"].to_string();
    assert!(refused.contains("`x y` is none"), "{refused}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_quotes_tag_is_found_from_its_words() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    let at = async |name: &str, line: u32, character: u32| {
        let position = json!({ "line": line, "character": character });
        let place = json!({ "uri": folder.uri(name), "position": position });
        command(&editor, "quotemark.tagEnd", json!([place])).await
    };
    assert_eq!(
        at("a.qm", 4, 3).await.unwrap(),
        json!({ "line": 4, "character": 30 })
    );
    assert_eq!(at("a.qm", 1, 2).await.unwrap(), Value::Null);
    assert_eq!(at("elsewhere.qm", 0, 0).await.unwrap(), Value::Null);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_found_by_what_is_typed_in_every_open_corpus() {
    let folder = Folder::new(
        "//- one/quotemark.toml
//- one/cast.qm
@ann: Ann One
#cuts: Cuts
//- two/quotemark.toml
//- two/cast.qm
@ann: Ann Two
&bma: BMA
",
    );
    let mut begin = Begin::with(&folder);
    begin.folders = vec![folder.uri("one"), folder.uri("two")];
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let entities = async |wanted: Value| {
        let found = command(&editor, "quotemark.entities", json!([wanted])).await;
        found.unwrap()
    };
    let all = entities(json!({})).await;
    assert_eq!(column(&all, "id"), ["@ann", "#cuts", "&bma"]);
    assert_eq!(column(&all, "name"), ["Ann One", "Cuts", "BMA"]);
    let two = entities(json!({ "limit": 2 })).await;
    assert_eq!(column(&two, "id"), ["@ann", "#cuts"]);
    let found = entities(json!({ "matching": "&b" })).await;
    assert_eq!(column(&found, "id"), ["&bma"]);
    let found = entities(json!({ "matching": "two" })).await;
    assert_eq!(column(&found, "id"), ["@ann"]);
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
    assert_eq!(preview["articles"][0]["title"], "T");
    let block = &preview["blocks"][0];
    assert_eq!(block["text"], "🙂 Ann says\n*yes.");
    assert_eq!(column(&block["spans"], "start"), [3, 12]);
    assert_eq!(column(&block["spans"], "end"), [6, 16]);
    assert_eq!(block["spans"][0]["entity"], 0);
    assert_eq!(preview["entities"][0]["id"], "@ann");
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
    let request = editor.until_asked("workspace/applyEdit", 0).await;
    assert_eq!(request["label"], "Declare @bob");
    let change = &request["edit"]["documentChanges"][0];
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
    let request = editor.until_asked("workspace/applyEdit", 0).await;
    let change = &request["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": a, "version": 1 }));
    assert_eq!(change["edits"][0]["newText"], "ann");
    let annotations = request["edit"]["changeAnnotations"].as_object().unwrap();
    let annotation = annotations.values().next().unwrap();
    assert_eq!(annotation["needsConfirmation"], true);
    let refused = merge(json!(["@ann", "&bma"])).await.unwrap_err();
    assert!(
        refused["message"].as_str().unwrap().contains("of a kind"),
        "{refused}"
    );
    editor.close().await;
}
