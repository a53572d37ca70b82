//! Renaming and formatting: what an editor writes into its files.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};

use crate::support::at;

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
@bob: Bob
&bma: BMA
//- a.qm
😀 [she]{@a$0nn} said [so]{by @ann of &bma}.
//- b.qm
Ann Lee [left]{@ann}.
";

/// The parameters of a request at the cursor, with others.
fn at_cursor(folder: &Folder, more: Value) -> Value {
    let mut params = serde_json::to_value(at(folder)).unwrap();
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    params
}

/// The answer to prepareRename, which is refused until the corpus is read.
async fn prepared(editor: &Editor, params: &Value) -> Value {
    loop {
        match editor
            .ask("textDocument/prepareRename", params.clone())
            .await
        {
            Ok(prepared) => return prepared,
            Err(refused) => {
                let reason = refused["message"].as_str().unwrap();
                assert!(reason.contains("being read"), "{reason}");
            }
        }
        tokio::task::yield_now().await;
    }
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

#[tokio::test(flavor = "multi_thread")]
async fn rename_reaches_open_and_closed_files() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    let edits = &mut begin.capabilities["workspace"]["workspaceEdit"];
    *edits = json!({ "documentChanges": true, "changeAnnotationSupport": {} });
    let editor = Editor::begin(begin).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    // The open text is ahead of the disk by a line.
    let moved = folder.text("a.qm").replace('😀', "\r\n👩‍👧");
    editor.change(&folder.uri("a.qm"), 7, None, &moved);
    let params = json!({
        "textDocument": { "uri": folder.uri("a.qm") },
        "position": { "line": 1, "character": 15 },
    });
    let prepared = prepared(&editor, &params).await;
    assert_eq!(
        prepared,
        json!({ "range": range(1, 13, 16), "placeholder": "ann" })
    );
    let mut params = params;
    params["newName"] = json!("@zoë");
    let edit = editor.ask("textDocument/rename", params).await.unwrap();
    assert_eq!(
        edit["changeAnnotations"]["quotemark"],
        json!({ "label": "@ann → @zoë", "description": "4 places in 3 files", "needsConfirmation": false })
    );
    let changes = edit["documentChanges"].as_array().unwrap();
    let of = |name: &str| {
        let uri = folder.uri(name);
        let mut of = changes.iter();
        let change = of.find(|change| change["textDocument"]["uri"] == uri.as_str());
        change.unwrap_or_else(|| panic!("{name} changes: {edit}"))
    };
    assert_eq!(of("a.qm")["textDocument"]["version"], 7);
    assert_eq!(
        of("a.qm")["edits"],
        json!([
            { "range": range(1, 13, 16), "newText": "zoë", "annotationId": "quotemark" },
            { "range": range(1, 32, 35), "newText": "zoë", "annotationId": "quotemark" },
        ])
    );
    assert_eq!(of("b.qm")["textDocument"]["version"], Value::Null);
    assert_eq!(of("b.qm")["edits"][0]["range"], range(0, 16, 19));
    assert_eq!(of("cast.qm")["edits"][0]["range"], range(0, 1, 4));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_without_versions_gets_plain_changes() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"]["workspaceEdit"] = json!({});
    let editor = Editor::begin(begin).await;
    prepared(&editor, &at_cursor(&folder, json!({}))).await;
    let params = at_cursor(&folder, json!({ "newName": "zoe" }));
    let edit = editor.ask("textDocument/rename", params).await.unwrap();
    assert_eq!(edit["documentChanges"], Value::Null);
    assert_eq!(edit["changeAnnotations"], Value::Null);
    let changes = edit["changes"].as_object().unwrap();
    assert_eq!(changes.len(), 3);
    let in_cast = json!([{ "range": range(0, 1, 4), "newText": "zoe" }]);
    assert_eq!(changes[folder.uri("cast.qm").as_str()], in_cast);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rename_lists_the_files_by_name_whatever_was_read_first() {
    let folder = Folder::new(CORPUS);
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor.open_document(&folder.uri("0.qm"), "[x]{@ann}\n");
    let params = json!({
        "textDocument": { "uri": folder.uri("0.qm") },
        "position": { "line": 0, "character": 6 },
        "newName": "zoe",
    });
    let edit = editor.ask("textDocument/rename", params).await.unwrap();
    let changes = edit["documentChanges"].as_array().unwrap().iter();
    let files: Vec<&Value> = changes
        .map(|change| &change["textDocument"]["uri"])
        .collect();
    let names = ["0.qm", "a.qm", "b.qm", "cast.qm"];
    let expected = names.map(|name| json!(folder.uri(name)));
    assert_eq!(files, expected.iter().collect::<Vec<_>>());
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_renamed_is_refused_with_the_reason() {
    let folder = Folder::new(CORPUS);
    let editor = Editor::open(&folder).await;
    for (new, reason) in [
        ("Zoë Smith", "write `zoë-smith`"),
        ("&ann", "write `@ann`"),
        ("bob", "quotemark merge @ann @bob"),
    ] {
        let params = at_cursor(&folder, json!({ "newName": new }));
        let refused = editor.ask("textDocument/rename", params).await.unwrap_err();
        assert_eq!(refused["code"], -32803);
        assert!(
            refused["message"].as_str().unwrap().contains(reason),
            "{refused}"
        );
    }
    let params = at_cursor(
        &folder,
        json!({ "position": { "line": 0, "character": 0 } }),
    );
    let refused = editor
        .ask("textDocument/prepareRename", params)
        .await
        .unwrap_err();
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("nothing that has an id")
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn formatting_keeps_line_ends_and_counts_emoji() {
    let text = "😀 [x]{ @a } b\r\n\r\n@a:A \r\n\tnote:👩‍👧 \r\n";
    let folder = Folder::new("//- a.qm\n");
    let editor = Editor::open(&folder).await;
    let uri = folder.uri("a.qm");
    editor.open_document(&uri, text);
    let options = json!({ "tabSize": 2, "insertSpaces": false });
    let ask = async |method: &str, more: Value| {
        let mut params = json!({ "textDocument": { "uri": uri }, "options": options });
        for (key, value) in more.as_object().unwrap() {
            params[key] = value.clone();
        }
        editor.ask(method, params).await.unwrap()
    };
    let all = ask("textDocument/formatting", json!({})).await;
    let tag = json!({ "range": range(0, 7, 11), "newText": "@a" });
    assert_eq!(
        all,
        json!([
            tag,
            { "range": range(2, 3, 3), "newText": " " },
            { "range": range(2, 4, 5), "newText": "" },
            { "range": range(3, 0, 1), "newText": "    " },
            { "range": range(3, 6, 6), "newText": " " },
            { "range": range(3, 11, 12), "newText": "" },
        ])
    );
    let within = json!({ "range": range(0, 0, 5) });
    assert_eq!(
        ask("textDocument/rangeFormatting", within).await,
        Value::Null
    );
    let within = json!({ "range": range(0, 8, 9) });
    assert_eq!(
        ask("textDocument/rangeFormatting", within).await,
        json!([tag])
    );
    let typed = json!({ "position": { "line": 0, "character": 12 }, "ch": "}" });
    assert_eq!(
        ask("textDocument/onTypeFormatting", typed).await,
        json!([tag])
    );
    let typed = json!({ "position": { "line": 4, "character": 0 }, "ch": "\n" });
    let next = ask("textDocument/onTypeFormatting", typed).await;
    let next = next.as_array().unwrap();
    assert_eq!(
        next.last(),
        Some(&json!({ "range": range(4, 0, 0), "newText": "    " }))
    );
    editor.close().await;
}
