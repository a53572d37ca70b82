//! Byte order marks and the ends of lines: one place has one line and column,
//! whether a file is open or not, and a change that could be made at another
//! place is refused.

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};

use crate::support::close;

const MARK: &str = "\u{feff}";

/// Files that begin with the mark, and one that does not.
fn marked() -> Folder {
    let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n");
    folder.write(
        "a.qm",
        &format!("{MARK}[é Hale]{{@ann}} [‘came’]{{by @ann}}.\n"),
    );
    folder.write("cast.qm", &format!("{MARK}@ann: é Hale\r\n@bob: Bob\r\n"));
    folder.write(
        "crlf.qm",
        &format!("{MARK}---\r\ndate: 2011\r\n---\r\n[é]{{@ann}}\r\n"),
    );
    folder.write("wrong.qm", &format!("{MARK}[x]{{@nobody}} [y]{{@ann}}\n"));
    folder
}

fn able(folder: &Folder, encoding: &str, line_ends: Value) -> Begin {
    let mut begin = Begin::with(folder).encoded(encoding);
    let workspace = &mut begin.capabilities["workspace"];
    workspace["workspaceEdit"] = json!({ "documentChanges": true });
    workspace["diagnostics"] = json!({ "refreshSupport": true });
    let text = &mut begin.capabilities["textDocument"];
    text["diagnostic"] = json!({});
    begin.initialization = json!({ "lineEnds": line_ends });
    begin
}

fn at(folder: &Folder, name: &str, line: u32, column: u32) -> Value {
    json!({
        "textDocument": { "uri": folder.uri(name) },
        "position": { "line": line, "character": column },
    })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

/// All ranges in the answers to questions about the whole corpus, by file.
async fn everything(editor: &Editor, folder: &Folder) -> Value {
    let here = at(folder, "b.qm", 0, 8);
    let rename = with(here.clone(), "newName", json!("@anna"));
    let references = with(
        here.clone(),
        "context",
        json!({ "includeDeclaration": true }),
    );
    // Files that were closed a moment ago are still to be read.
    while let Err(refused) = editor.ask("textDocument/rename", rename.clone()).await {
        assert!(refused.to_string().contains("try again"), "{refused}");
        tokio::task::yield_now().await;
    }
    let mut answers = Vec::new();
    for (method, params) in [
        ("textDocument/rename", rename),
        ("textDocument/references", references),
        ("textDocument/definition", here.clone()),
        ("textDocument/implementation", here.clone()),
        ("workspace/symbol", json!({ "query": "Hale" })),
        ("workspace/diagnostic", json!({ "previousResultIds": [] })),
        (
            "workspace/executeCommand",
            json!({ "command": "quotemark.quotes", "arguments": [{ "by": "@ann" }] }),
        ),
        (
            "workspace/executeCommand",
            json!({ "command": "quotemark.speakers", "arguments": [] }),
        ),
        (
            "workspace/executeCommand",
            json!({ "command": "quotemark.quotesPage", "arguments": [{ "whose": "@ann" }] }),
        ),
    ] {
        let mut answer = editor.ask(method, params).await.expect(method);
        forget_versions(&mut answer);
        answers.push(answer);
    }
    let calls = editor.ask("textDocument/prepareCallHierarchy", here).await;
    let item = calls.expect("somebody who speaks")[0].clone();
    let params = json!({ "item": item });
    let made = editor
        .ask("callHierarchy/outgoingCalls", params.clone())
        .await;
    answers.push(made.expect("calls"));
    let got = editor.ask("callHierarchy/incomingCalls", params).await;
    answers.push(got.expect("calls"));
    answers.into()
}

/// The numbers of texts and reports differ between open and closed files.
fn forget_versions(answer: &mut Value) {
    match answer {
        Value::Object(fields) => {
            fields.remove("version");
            fields.remove("resultId");
            fields.values_mut().for_each(forget_versions);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_versions),
        _ => {}
    }
}

/// What is asked inside of a document: positions from the editor and to it.
async fn inside(editor: &Editor, folder: &Folder, name: &str, line: u32, columns: u32) -> Value {
    let document = json!({ "uri": folder.uri(name) });
    let range = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": line, "character": columns },
    });
    let mut answers = Vec::new();
    for method in [
        "textDocument/documentSymbol",
        "textDocument/semanticTokens/full",
        "textDocument/codeLens",
        "textDocument/foldingRange",
        "textDocument/inlayHint",
        "textDocument/documentLink",
    ] {
        let params = json!({ "textDocument": document, "range": range });
        let mut answer = editor.ask(method, params).await.expect(method);
        forget_versions(&mut answer);
        answers.push(answer);
    }
    for column in 0..=columns {
        let here = at(folder, name, line, column);
        let here = with(
            here,
            "positions",
            json!([{ "line": line, "character": column }]),
        );
        for method in [
            "textDocument/hover",
            "textDocument/definition",
            "textDocument/documentHighlight",
            "textDocument/selectionRange",
            "textDocument/completion",
        ] {
            answers.push(editor.ask(method, here.clone()).await.expect(method));
        }
        let prepared = editor.ask("textDocument/prepareRename", here).await;
        answers.push(prepared.unwrap_or_default());
    }
    answers.into()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_of_a_file_is_no_column_whether_it_is_open_or_not() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let folder = marked();
        let editor = Editor::begin(able(&folder, encoding, Value::Null)).await;
        editor.until_read().await;
        let names = ["a.qm", "cast.qm", "crlf.qm", "wrong.qm"];
        let closed = everything(&editor, &folder).await;
        let mut of_closed = Vec::new();
        for name in names {
            of_closed.push(inside(&editor, &folder, name, 0, 12).await);
        }
        let first = &closed[0]["documentChanges"][0]["edits"][0]["range"];
        let column = if encoding == "utf-8" { 11 } else { 10 };
        assert_eq!(first["start"]["character"], column, "{closed:#}");
        for (name, of_closed) in names.iter().zip(&of_closed) {
            let text = folder.text(name).replace(MARK, "");
            editor.open_document(&folder.uri(name), &text);
            let of_open = inside(&editor, &folder, name, 0, 12).await;
            assert_eq!(&of_open, of_closed, "{name} in {encoding}");
        }
        assert_eq!(everything(&editor, &folder).await, closed, "{encoding}");
        for name in names {
            close(&editor, folder.uri(name));
        }
        assert_eq!(everything(&editor, &folder).await, closed, "{encoding}");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_the_editor_sends_is_a_column_until_it_closes_the_document() {
    let folder = marked();
    let editor = Editor::begin(able(&folder, "utf-16", Value::Null)).await;
    editor.until_read().await;
    let rename = with(at(&folder, "b.qm", 0, 8), "newName", json!("@anna"));
    let column = async || loop {
        let edit = editor.ask("textDocument/rename", rename.clone()).await;
        match edit {
            Ok(edit) => {
                let first = &edit["documentChanges"][0]["edits"][0];
                return first["range"]["start"]["character"].clone();
            }
            // A file that was closed a moment ago is still to be read.
            Err(refused) => assert!(refused.to_string().contains("try again"), "{refused}"),
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(column().await, 10);
    editor.open_document(&folder.uri("a.qm"), &folder.text("a.qm"));
    assert_eq!(column().await, 11);
    let hover = |column| editor.ask("textDocument/hover", at(&folder, "a.qm", 0, column));
    assert_eq!(hover(0).await.unwrap(), Value::Null);
    let shown = hover(11).await.unwrap();
    assert_eq!(shown["range"]["start"]["character"], 10);
    close(&editor, folder.uri("a.qm"));
    assert_eq!(column().await, 10);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_comes_and_goes_on_the_disk_moves_nothing() {
    let folder = marked();
    let editor = Editor::begin(able(&folder, "utf-16", Value::Null)).await;
    editor.until_read().await;
    let before = everything(&editor, &folder).await;
    let uri = folder.uri("a.qm");
    let changed = async |text: &str, words: &str| {
        folder.write("a.qm", text);
        let changes = json!({ "changes": [{ "uri": uri, "type": 2 }] });
        editor.tell_raw("workspace/didChangeWatchedFiles", changes);
        loop {
            let symbols = json!({ "textDocument": { "uri": uri } });
            let symbols = editor.ask("textDocument/documentSymbol", symbols).await;
            if symbols.unwrap().to_string().contains(words) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let text = folder.text("a.qm");
    let plain = text.replace(MARK, "");
    changed(&format!("{plain}\n# Once\n"), "Once").await;
    assert_eq!(everything(&editor, &folder).await, before);
    changed(&format!("{text}\n# Twice\n"), "Twice").await;
    assert_eq!(everything(&editor, &folder).await, before);
    editor.close().await;
}

// ---- The ends of lines ----------------------------------------------------------

const WITH_CR: &str = "[Ann]{@ann} one\r[Ann]{@ann} two\n[Ann]{@ann} three\n";

/// A corpus of which one file has a CR alone, after a first line that ends with LF.
fn with_lone_cr() -> Folder {
    let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n//- cast.qm\n@ann: Ann\n");
    folder.write("a.qm", &format!("# One\n{WITH_CR}"));
    folder
}

/// Where `@ann` is renamed in `a.qm`, as lines and columns; or why it is not.
async fn renamed(editor: &Editor, folder: &Folder) -> Result<Vec<(u64, u64)>, String> {
    let params = with(at(folder, "b.qm", 0, 8), "newName", json!("@anna"));
    let answer = editor.ask("textDocument/rename", params).await;
    let edit = answer.map_err(|refused| refused["message"].as_str().unwrap().to_owned())?;
    let edits = edit["documentChanges"][0]["edits"].as_array().unwrap();
    let start = |edit: &Value| {
        let start = &edit["range"]["start"];
        (
            start["line"].as_u64().unwrap(),
            start["character"].as_u64().unwrap(),
        )
    };
    Ok(edits.iter().map(start).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_count_as_the_editor_says() {
    for (lone_cr, places) in [
        ("break", [(1, 7), (2, 7), (3, 7)]),
        ("text", [(1, 7), (1, 23), (2, 7)]),
    ] {
        let folder = with_lone_cr();
        let line_ends = json!({ "loneCr": lone_cr });
        let editor = Editor::begin(able(&folder, "utf-16", line_ends)).await;
        editor.until_read().await;
        assert_eq!(renamed(&editor, &folder).await, Ok(places.to_vec()));
        let uri = folder.uri("a.qm");
        editor.open_document(&uri, &folder.text("a.qm"));
        assert_eq!(renamed(&editor, &folder).await, Ok(places.to_vec()));
        let (line, column) = places[1];
        let (line, column) = (u32::try_from(line).unwrap(), u32::try_from(column).unwrap());
        let hover = editor.ask("textDocument/hover", at(&folder, "a.qm", line, column));
        let range = hover.await.unwrap()["range"].clone();
        assert_eq!(
            range["start"],
            json!({ "line": line, "character": column - 1 })
        );
        // What is typed there arrives there.
        let here = tower_lsp::ls_types::Position::new(line, column);
        let range = tower_lsp::ls_types::Range::new(here, here);
        editor.change(&uri, 2, Some(range), "x");
        let text = editor
            .ask("quotemark/test/text", json!({ "uri": uri }))
            .await;
        assert_eq!(
            text.unwrap(),
            format!("# One\n{}", WITH_CR.replacen("\r[Ann]{@", "\r[Ann]{@x", 1))
        );
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn below_a_lone_cr_nothing_is_changed_unless_the_editor_says_how_it_counts() {
    let folder = with_lone_cr();
    let editor = Editor::begin(able(&folder, "utf-16", Value::Null)).await;
    editor.until_read().await;
    let refused = renamed(&editor, &folder).await.unwrap_err();
    let path = folder.file("a.qm").display().to_string();
    assert!(refused.contains(&format!("line 2 of {path}")), "{refused}");
    assert!(refused.contains("dos2unix"), "{refused}");
    // A document that has held one is in doubt until it is sent as a whole.
    let uri = folder.uri("a.qm");
    editor.open_document(&uri, "# One\n[Ann]{@ann}\n");
    assert_eq!(renamed(&editor, &folder).await, Ok(vec![(1, 7)]));
    let place = |line, from, to| {
        let position = |column| tower_lsp::ls_types::Position::new(line, column);
        Some(tower_lsp::ls_types::Range::new(
            position(from),
            position(to),
        ))
    };
    editor.change(&uri, 2, place(0, 5, 5), "\r");
    editor.change(&uri, 3, place(0, 5, 9), "");
    assert!(renamed(&editor, &folder).await.is_ok());
    editor.change(&uri, 4, place(0, 2, 2), "x\ry");
    editor.change(&uri, 5, None, "[Ann]{@ann}\r\n");
    assert_eq!(renamed(&editor, &folder).await, Ok(vec![(0, 7)]));
    editor.change(&uri, 6, place(0, 0, 0), "x\ry");
    let refused = renamed(&editor, &folder).await.unwrap_err();
    assert!(refused.contains(&format!("line 1 of {path}")), "{refused}");
    let format = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 4, "insertSpaces": true } });
    editor.change(&uri, 7, place(1, 1, 1), "[b]{ @ann }");
    let refused = editor.ask("textDocument/formatting", format).await;
    assert!(refused.is_err(), "{refused:?}");
    let complete = editor.ask("textDocument/completion", at(&folder, "a.qm", 1, 7));
    assert_eq!(complete.await, Ok(Value::Null));
    // What is only read is still answered.
    let hover = editor.ask("textDocument/hover", at(&folder, "b.qm", 0, 8));
    assert_ne!(hover.await, Ok(Value::Null));
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn above_the_first_lone_cr_everybody_counts_alike() {
    let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n//- cast.qm\n@ann: Ann\n");
    folder.write("a.qm", "[Ann]{@ann}\r\n[Ann]{@ann}\rx\ry\n");
    for line_ends in [Value::Null, json!({ "loneCr": "text" })] {
        let editor = Editor::begin(able(&folder, "utf-16", line_ends)).await;
        editor.until_read().await;
        let places = renamed(&editor, &folder).await;
        assert_eq!(places, Ok(vec![(0, 7), (1, 7)]));
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_an_old_mac_is_changed_by_whoever_ends_lines_at_cr() {
    let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n//- cast.qm\n@ann: Ann\n");
    folder.write("a.qm", "# One\r[Ann]{@ann}\r");
    for (lone_cr, is_done) in [("break", true), ("text", false), ("?", false)] {
        let line_ends = json!({ "loneCr": lone_cr });
        let editor = Editor::begin(able(&folder, "utf-16", line_ends)).await;
        editor.until_read().await;
        let places = renamed(&editor, &folder).await;
        assert_eq!(places.is_ok(), is_done, "{places:?}");
        // As Emacs opens it, and as Vim may: nobody can tell the latter from one line.
        editor.open_document(&folder.uri("a.qm"), "# One\n[Ann]{@ann}\n");
        assert_eq!(renamed(&editor, &folder).await, Ok(vec![(1, 7)]));
        let change = folder.text("a.qm");
        editor.change(&folder.uri("a.qm"), 2, None, &change);
        let places = renamed(&editor, &folder).await;
        assert_eq!(places.is_ok(), is_done, "{places:?}");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_put_in_that_the_editor_would_write_as_another_break() {
    let folder = Folder::new("//- a.qm\n[Ann]{@ann} left.\n");
    let (code, neovim, emacs) = (
        json!({ "loneCr": "break" }),
        json!({ "loneCr": "text" }),
        json!({ "loneCr": "text", "insert": "lf" }),
    );
    let all_can = [true, true, true];
    for (text, can) in [
        ("One\n\n[Ann]{@ann}\n", all_can),
        ("One\r\n\r\n[Ann]{@ann}\r\n", all_can),
        ("One\ntwo\rthree\n\n[Ann]{@ann}\n", all_can),
        // The first line ends with a CR alone, so what is put in does.
        ("One\r\r[Ann]{@ann}\r\rtwo\nthree\r", [true, false, false]),
        // CRLF, which becomes LF, after a CR.
        ("One\r\n\r\n[Ann]{@ann}\r\n\r\ntwo\r", [true, false, false]),
        // Where LF stands for CRLF, CRLF stands for CR and CRLF.
        ("One\r\n\n[Ann]{@ann}\n\ntwo\n", [true, true, false]),
    ] {
        for (line_ends, is_done) in [&code, &neovim, &emacs].into_iter().zip(can) {
            let mut begin = able(&folder, "utf-16", line_ends.clone());
            begin.capabilities["workspace"]["applyEdit"] = json!(true);
            let editor = Editor::begin(begin).await;
            editor.until_read().await;
            let uri = folder.uri("a.qm");
            editor.open_document(&uri, text);
            let declare =
                json!({ "command": "quotemark.declare", "arguments": ["@ann", "Ann", uri] });
            let seen = editor.times_asked("workspace/applyEdit");
            let done = editor.ask("workspace/executeCommand", declare).await;
            assert_eq!(done.is_ok(), is_done, "{text:?} {line_ends}: {done:?}");
            if is_done {
                editor.until_asked("workspace/applyEdit", seen).await;
            } else {
                let refused = done.unwrap_err()["message"].to_string();
                assert!(refused.contains("a carriage return"), "{refused}");
            }
            editor.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_character_ends_a_line() {
    let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n//- cast.qm\n@ann: Ann\n");
    let text = "a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f [Ann]{@ann}\n[Ann]{@ann}\n";
    folder.write("a.qm", text);
    for line_ends in [
        Value::Null,
        json!({ "loneCr": "break" }),
        json!({ "loneCr": "text" }),
    ] {
        let editor = Editor::begin(able(&folder, "utf-16", line_ends)).await;
        editor.until_read().await;
        let places = Ok(vec![(0, 19), (1, 7)]);
        assert_eq!(renamed(&editor, &folder).await, places);
        editor.open_document(&folder.uri("a.qm"), text);
        assert_eq!(renamed(&editor, &folder).await, places);
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn line_breaks_are_written_as_the_editor_puts_them_in() {
    for (line_ends, has_cr) in [(Value::Null, true), (json!({ "insert": "lf" }), false)] {
        let folder = Folder::new("//- b.qm\n[Ann]{@ann} left.\n");
        folder.write(
            "cast.qm",
            "@ann: Ann\r\n    also: Hale\r\n@bob: Bob\r\n    also: Lee\r\n",
        );
        let mut begin = able(&folder, "utf-16", line_ends);
        begin.capabilities["workspace"]["applyEdit"] = json!(true);
        let editor = Editor::begin(begin).await;
        editor.until_read().await;
        let seen = editor.times_asked("workspace/applyEdit");
        let merge = json!({ "command": "quotemark.merge", "arguments": ["@bob", "@ann"] });
        editor.ask("workspace/executeCommand", merge).await.unwrap();
        let params = editor.until_asked("workspace/applyEdit", seen).await;
        let edits = params["edit"]["documentChanges"].to_string();
        assert!(edits.contains("\\n"), "{edits}");
        assert_eq!(edits.contains("\\r"), has_cr, "{edits}");
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_count_as_the_editor_says_whatever_it_negotiates() {
    let folder = Folder::new("//- b.qm\n[‘Ünd’]{@ann} left.\n//- cast.qm\n@ann: Ann\n");
    for (columns, first) in [("utf-8", 14), ("utf-16", 9), ("?", 9)] {
        let mut begin = able(&folder, "utf-16", Value::Null);
        begin.initialization = json!({ "quotemark": { "columns": columns } });
        let editor = Editor::begin(begin).await;
        editor.until_read().await;
        let declared = at(&folder, "cast.qm", 0, 1);
        let references = with(declared, "context", json!({ "includeDeclaration": false }));
        let found = editor.ask("textDocument/references", references).await;
        let start = &found.unwrap()[0]["range"]["start"]["character"];
        assert_eq!(start, first - 1, "{columns}");
        let hover = at(&folder, "b.qm", 0, first);
        let hover = editor.ask("textDocument/hover", hover).await.unwrap();
        assert_eq!(hover["range"]["start"]["character"], first - 1);
        editor.close().await;
    }
}
