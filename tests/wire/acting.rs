//! Code actions, as editors of several abilities ask for them.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};

use crate::support::at;

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
//- b.qm
Ann Lee left.
//- a.qm
👩‍👧 [Ann Lee]{@a$0n} left. Ann Lee sang.
";

/// An editor that shows its abilities for code actions and edits.
async fn editor(folder: &Folder, actions: Value) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["textDocument"]["codeAction"] = actions;
    begin.capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    begin.capabilities["workspace"]["applyEdit"] = json!(true);
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let (name, _) = folder.cursor();
    editor.open_document(&folder.uri(name), &folder.text(name));
    editor
}

fn literals() -> Value {
    json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } })
}

fn resolving() -> Value {
    let mut actions = literals();
    actions["isPreferredSupport"] = json!(true);
    actions["dataSupport"] = json!(true);
    actions["resolveSupport"] = json!({ "properties": ["edit"] });
    actions
}

/// What is offered at the cursor.
async fn offered(editor: &Editor, folder: &Folder, context: Value) -> Vec<Value> {
    let at = at(folder);
    let params = json!({
        "textDocument": at.text_document,
        "range": { "start": at.position, "end": at.position },
        "context": context,
    });
    let offered = editor.ask("textDocument/codeAction", params).await.unwrap();
    offered.as_array().unwrap().clone()
}

fn titled<'v>(offered: &'v [Value], title: &str) -> &'v Value {
    let mut offered = offered.iter();
    let found = offered.find(|action| action["title"] == title);
    found.unwrap_or_else(|| panic!("{title} is not offered"))
}

const REPLACE: &str = "Replace `@an` by `@ann`";

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_comes_when_its_action_is_chosen() {
    let folder = Folder::new(CORPUS);
    let editor = editor(&folder, resolving()).await;
    let kinds = &editor.greeting.capabilities.code_action_provider;
    let kinds = serde_json::to_value(kinds).unwrap();
    assert_eq!(kinds["resolveProvider"], true);
    let listed = kinds["codeActionKinds"].as_array().unwrap();
    assert!(listed.contains(&json!("source.fixAll.quotemark")));
    let offered = offered(&editor, &folder, json!({ "diagnostics": [] })).await;
    let action = titled(&offered, REPLACE);
    assert_eq!(action["isPreferred"], true);
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["diagnostics"][0]["code"], "unknown/person");
    assert_eq!(action["diagnostics"][0]["range"]["start"]["character"], 16);
    assert_eq!(action["edit"], Value::Null);
    let resolved = editor.ask("codeAction/resolve", action.clone()).await;
    let resolved = resolved.unwrap();
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    assert_eq!(
        change["edits"],
        json!([{ "range": action["diagnostics"][0]["range"], "newText": "@ann" }])
    );
    // What was offered on one text is not made of another.
    editor.change(&folder.uri("a.qm"), 2, None, "x");
    let refused = editor.ask("codeAction/resolve", action.clone()).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused["code"], -32803);
    assert!(refused["message"].as_str().unwrap().contains("has changed"));
    editor.close().await;
}

/// The cursor goes after the id of the new tag, where the next clause is written.
#[tokio::test(flavor = "multi_thread")]
async fn the_cursor_is_put_into_the_new_tag_where_the_editor_can() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- a.qm\n👩‍👧 An$0n Lee left.\n");
    for (commands, is_moved) in [(json!(["quotemark.moveCursor"]), true), (json!([]), false)] {
        let mut begin = Begin::with(&folder);
        begin.capabilities["textDocument"]["codeAction"] = resolving();
        begin.capabilities["experimental"] = json!({ "commands": { "commands": commands } });
        let editor = Editor::begin(begin).await;
        editor.until_read().await;
        editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
        let context = json!({ "diagnostics": [], "only": ["refactor.rewrite.mention"] });
        let offered = offered(&editor, &folder, context).await;
        let resolved = editor.ask("codeAction/resolve", offered[0].clone()).await;
        let resolved = resolved.unwrap();
        assert_eq!(
            resolved["edit"]["changes"][folder.uri("a.qm").as_str()][1]["newText"],
            "]{@ann}"
        );
        let expected = match is_moved {
            true => json!([folder.uri("a.qm").as_str(), { "line": 0, "character": 20 }]),
            false => Value::Null,
        };
        assert_eq!(resolved["command"]["arguments"], expected);
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for_is_offered() {
    let folder = Folder::new(CORPUS);
    let editor = editor(&folder, resolving()).await;
    let kinds = async |context: Value| -> Vec<String> {
        let offered = offered(&editor, &folder, context).await;
        let kinds = offered
            .iter()
            .map(|action| action["kind"].as_str().unwrap());
        let mut kinds: Vec<String> = kinds.map(str::to_owned).collect();
        kinds.dedup();
        kinds
    };
    for (only, expected) in [
        (json!(["quickfix"]), &["quickfix"][..]),
        (json!(["source.fixAll"]), &["source.fixAll.quotemark"]),
        (json!(["source.tagNames"]), &["source.tagNames.quotemark"]),
        (json!(["sour"]), &[]),
        (json!(["refactor.rewrite"]), &["refactor.rewrite"]),
    ] {
        let context = json!({ "diagnostics": [], "only": only });
        assert_eq!(kinds(context).await, expected, "{only}");
    }
    // At every movement of the cursor nothing is offered for the whole file.
    let by_itself = kinds(json!({ "diagnostics": [], "triggerKind": 2 })).await;
    assert_eq!(by_itself, ["quickfix", "refactor.rewrite"]);
    let invoked = kinds(json!({ "diagnostics": [], "triggerKind": 1 })).await;
    assert!(invoked.contains(&"source.fixAll.quotemark".to_owned()));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_cannot_ask_again_gets_edits_and_commands() {
    let folder = Folder::new(
        &CORPUS
            .replace("{@a$0n}", "{@an}")
            .replace("Ann Lee sang", "Ann L$0ee sang"),
    );
    let editor = editor(&folder, literals()).await;
    let offered = offered(&editor, &folder, json!({ "diagnostics": [] })).await;
    let action = titled(&offered, "Tag “Ann Lee” as `@ann`");
    assert_eq!(action["isPreferred"], Value::Null);
    let edits = &action["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edits[1]["newText"], "]{@ann}");
    // What reads the whole corpus waits until it is chosen.
    let action = titled(&offered, "Tag “Ann Lee” as `@ann` in the whole corpus");
    assert_eq!(action["edit"], Value::Null);
    assert_eq!(action["command"]["command"], "quotemark.act");
    let params = json!({
        "command": "quotemark.act",
        "arguments": action["command"]["arguments"],
    });
    editor
        .ask("workspace/executeCommand", params)
        .await
        .unwrap();
    let request = editor.until_asked("workspace/applyEdit", 0).await;
    assert_eq!(request["label"], action["title"]);
    let edit = &request["edit"];
    assert_eq!(edit["documentChanges"].as_array().unwrap().len(), 2);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_without_kinds_of_actions_gets_commands() {
    let folder = Folder::new(CORPUS);
    let editor = editor(&folder, json!({})).await;
    let offered = offered(&editor, &folder, json!({ "diagnostics": [] })).await;
    let action = titled(&offered, REPLACE);
    assert_eq!(action["command"], "quotemark.act");
    let params = json!({ "command": "quotemark.act", "arguments": action["arguments"] });
    editor
        .ask("workspace/executeCommand", params)
        .await
        .unwrap();
    let request = editor.until_asked("workspace/applyEdit", 0).await;
    let edits = &request["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edits[0]["newText"], "@ann");
    editor.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn no_file_is_made_where_a_link_leads() {
    for cast in ["way/x.qm", "way/new/x.qm", "gone.qm"] {
        let folder = Folder::new(&format!(
            "//- quotemark.toml\ncast = \"{cast}\"\n//- a.qm\n[Ann Lee]{{@a$0nn}} left.\n"
        ));
        let elsewhere = Folder::new("//- kept.txt\n");
        let link = |to: &std::path::Path, name: &str| {
            std::os::unix::fs::symlink(to, folder.file(name)).unwrap();
        };
        link(elsewhere.path(), "way");
        link(&elsewhere.file("gone.qm"), "gone.qm");
        let editor = editor(&folder, resolving()).await;
        let offered = offered(&editor, &folder, json!({ "diagnostics": [] })).await;
        let name = cast.rsplit('/').next().unwrap();
        let declare = titled(&offered, &format!("Declare `@ann` as “Ann Lee” in {name}"));
        let refused = editor.ask("codeAction/resolve", declare.clone()).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("a link to "), "{cast}: {refused}");
        editor.close().await;
        // One that cannot ask again is offered nothing that would be refused.
        let plain = self::editor(&folder, literals()).await;
        let offered = self::offered(&plain, &folder, json!({ "diagnostics": [] })).await;
        let titles = offered
            .iter()
            .map(|action| action["title"].as_str().unwrap());
        assert!(
            !titles.into_iter().any(|title| title.ends_with(name)),
            "{cast}"
        );
        plain.close().await;
    }
}
