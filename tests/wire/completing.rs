//! Completion and signature help, as an editor sees them.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

use crate::support::{at, slice};

const CAST: &str = "//- cast.qm
@laurence-buckman: Laurence Buckman
    also: Dr Buckman
    role: chairman of &gpc, 2007..2013
&gpc: GP Committee
";

fn able(folder: &Folder) -> Begin {
    let mut begin = Begin::with(folder);
    begin.capabilities["textDocument"]["completion"] = json!({ "completionItem": {
        "insertReplaceSupport": true,
        "snippetSupport": true,
        "labelDetailsSupport": true,
        "documentationFormat": ["markdown"],
    } });
    begin
}

async fn complete(editor: &Editor, folder: &Folder) -> Value {
    let params = serde_json::to_value(at(folder)).unwrap();
    editor.ask("textDocument/completion", params).await.unwrap()
}

fn corpus(article: &str) -> Folder {
    Folder::new(&format!("{CAST}//- a.qm\n{article}"))
}

fn range(value: &Value) -> lsp::Range {
    serde_json::from_value(value.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_can_leave_or_take_the_rest_of_the_id() {
    let folder = corpus("---\r\ndate: 2011\r\n---\r\n\r\n😀 [he]{@bu$0ck} said\r\n");
    let text = folder.text("a.qm");
    let editor = Editor::begin(able(&folder)).await;
    editor.open_document(&folder.uri("a.qm"), &text);
    editor.open_document(&folder.uri("cast.qm"), &folder.text("cast.qm"));
    let found = complete(&editor, &folder).await;
    assert_eq!(found["isIncomplete"], true);
    let item = &found["items"][0];
    assert_eq!(item["label"], "@laurence-buckman");
    assert_eq!(item["filterText"], "@bu");
    assert_eq!(item["sortText"], "0000");
    assert_eq!(item["labelDetails"]["detail"], " Laurence Buckman");
    assert_eq!(
        item["labelDetails"]["description"],
        "chairman of GP Committee"
    );
    let edit = &item["textEdit"];
    assert_eq!(edit["newText"], "@laurence-buckman");
    assert_eq!(slice(&text, range(&edit["insert"])), "@bu");
    assert_eq!(slice(&text, range(&edit["replace"])), "@buck");
    let resolved = editor.ask("completionItem/resolve", item.clone()).await;
    let resolved = resolved.unwrap();
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    let words = resolved["documentation"]["value"].as_str().unwrap();
    assert!(words.contains("**chairman of GP Committee**"), "{words}");
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_clause_closes_the_tag() {
    let folder = corpus("Dr Buckman said: [‘It is late.’]{$0 and left.\n");
    for (begin, format) in [(able(&folder), 2), (Begin::with(&folder), 1)] {
        let editor = Editor::begin(begin).await;
        for name in ["a.qm", "cast.qm"] {
            editor.open_document(&folder.uri(name), &folder.text(name));
        }
        let found = complete(&editor, &folder).await;
        let item = &found["items"][0];
        assert_eq!(item["textEdit"]["newText"], "by @laurence-buckman}");
        assert_eq!(item["insertTextFormat"], format);
        assert_eq!(item["textEdit"]["range"].is_object(), format == 1);
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_new_is_declared_by_a_command() {
    let folder = corpus("[Dr Ann Lee]{@$0}\n");
    let editor = Editor::open(&folder).await;
    let found = complete(&editor, &folder).await;
    let command = &found["items"][0]["command"];
    assert_eq!(command["command"], "quotemark.declare");
    assert_eq!(
        command["arguments"],
        json!(["@ann-lee", "Dr Ann Lee", folder.uri("a.qm").as_str()])
    );
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_that_can_completes_what_comes_next() {
    let folder = corpus("[‘It is late.’]{by @laurence-buckman o$0}\n");
    let commands = json!({ "commands": { "commands": ["quotemark.suggest"] } });
    for (experimental, command) in [
        (commands, json!("quotemark.suggest")),
        (json!({}), Value::Null),
    ] {
        let mut begin = able(&folder);
        begin.capabilities["experimental"] = experimental;
        let editor = Editor::begin(begin).await;
        editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
        let found = complete(&editor, &folder).await;
        assert_eq!(found["items"][0]["label"], "of");
        assert_eq!(found["items"][0]["command"]["command"], command);
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prose_has_no_items_and_no_shape() {
    let folder = corpus("She said $0 so.\n");
    let editor = Editor::open(&folder).await;
    assert_eq!(complete(&editor, &folder).await, Value::Null);
    let params = serde_json::to_value(at(&folder)).unwrap();
    let help = editor.ask("textDocument/signatureHelp", params).await;
    assert_eq!(help.unwrap(), Value::Null);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clause_at_the_cursor_is_marked() {
    let folder = corpus("😀 [x]{by @laurence-buckman of $0}\r\n");
    let editor = Editor::open(&folder).await;
    let params = serde_json::to_value(at(&folder)).unwrap();
    let help = editor.ask("textDocument/signatureHelp", params).await;
    let help = help.unwrap();
    assert_eq!(help["activeParameter"], 1);
    assert_eq!(
        help["signatures"][0]["parameters"][1]["label"],
        "of &organisation"
    );
    editor.close().await;
}

/// What is coded in files that no editor has opened, and in one that changes meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn topics_come_in_the_order_of_the_nearest_coded_quotes() {
    let coded = "//- b.qm
[Private companies will run the hospitals]{by @laurence-buckman against #outsourcing}.

[Nobody asked the patients]{by &gpc on #choice}.

#outsourcing: Outsourcing
#choice: Choice
";
    let article = "[A company in every hospital]{by @laurence-buckman on $0}.\n";
    let folder = corpus(&format!("{article}{coded}"));
    let editor = Editor::begin(able(&folder)).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    editor.until_read().await;
    let labels = |found: &Value| -> Vec<String> {
        let items = found["items"].as_array().unwrap().iter();
        items
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    };
    let found = complete(&editor, &folder).await;
    assert_eq!(labels(&found), ["#outsourcing", "#choice"]);
    let items = found["items"].as_array().unwrap();
    assert!(
        items.iter().all(|item| item.get("preselect").is_none()),
        "{found}"
    );
    // Coded otherwise in an editor, which counts before the disk.
    let other = folder
        .text("b.qm")
        .replace("against #outsourcing", "on #choice");
    editor.open_document(&folder.uri("b.qm"), &other);
    let found = complete(&editor, &folder).await;
    assert_eq!(labels(&found), ["#choice", "#outsourcing"]);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clauses_of_the_quote_before_are_one_entry() {
    let article = "[a]{by &gpc to &bma for #choice} [b]{by &gpc $0}\n\n#choice: Choice\n";
    let folder = corpus(article);
    let editor = Editor::begin(able(&folder)).await;
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    let found = complete(&editor, &folder).await;
    let item = &found["items"][0];
    assert_eq!(item["label"], "to &bma for #choice");
    assert_eq!(item["textEdit"]["newText"], "to &bma for #choice");
    // A snippet, of which Neovim writes all and not only the first word.
    assert_eq!(item["insertTextFormat"], 2);
    assert_eq!(item["preselect"], Value::Null);
    editor.close().await;
}
