//! Corpora that come from strangers, as an editor sees them: words and names
//! that are meant to steer whoever shows them, and links to elsewhere.

use pulldown_cmark::{Event, Options, Parser, Tag};
use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request;

use crate::support::{at, hover_at, symbol_names, symbols_of, words};

/// Terminal escapes in both spellings, a bell, overrides of the direction of
/// writing, HTML, Markdown of many kinds, links that run a command.
const NASTY: &str = "A\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m \u{202e}nnA\u{2066}\u{2028}\u{8} \
    <script>alert(1)</script><img src=x onerror=alert(1)> [x](command:evil) \
    ![x](https://evil.example/pixel) <command:evil> <https://evil.example> [x]: command:evil \
    &lt;b&gt; &#60;b&#62; `b` ``c`` *d* _e_ ~~f~~ $g$ | h | \\[i\\](command:evil)";

/// At the starts of lines Markdown has more to say.
const STARTS: [&str; 9] = [
    "# x", "> x", "- x", "+ x", "1. x", "2) x", "---", "```x", "    x",
];

fn corpus() -> Folder {
    let mut cast = format!(
        "@ann: {NASTY}\n    also: {NASTY}; Ann Lee\n    role: {NASTY} of &o, 2010..2012\n    \
         odd: {NASTY}\n    link: command:evil\n    link: javascript:alert(1)\n    \
         link: file:///etc/passwd\n    link: https://example.org/\u{202e}cod.evil\n    \
         link: https://example.org/)[x](command:evil)\n    link: https://example.org/ann\n"
    );
    for start in STARTS {
        cast += &format!("    note: {start} {NASTY}\n");
    }
    cast += &format!("&o: {NASTY}\n    part of: &p\n&p: > {NASTY}\n#t: - {NASTY}\n");
    let article = format!(
        "---\ntitle: {NASTY}\ndate: 2011\nurl: command:evil\n---\n\n# {NASTY}\n\n\
         [“{NASTY}”]{{by @a$0nn of &o on #t}} [{NASTY}]{{@nobody}} [x]{{note: # {NASTY}}}\n\n\
         ::: by @ann as \"{NASTY}\"\n\n> {NASTY}\n\n:::\n"
    );
    Folder::new(&format!("//- cast.qm\n{cast}//- a.qm\n{article}"))
}

/// An editor that shows Markdown wherever it can be shown.
async fn reader(folder: &Folder) -> Editor {
    let mut begin = Begin::with(folder);
    let text = &mut begin.capabilities["textDocument"];
    text["hover"]["contentFormat"] = json!(["markdown"]);
    text["completion"] = json!({ "completionItem": {
        "documentationFormat": ["markdown"],
        "labelDetailsSupport": true,
    } });
    text["codeAction"] = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
    });
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    editor
}

/// What steers whoever shows it, but for the breaks of lines.
fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Fails unless Markdown is words, lists, and links to where the corpus is or
/// to the web.
fn is_harmless(markdown: &str, corpus: &str) {
    assert_eq!(markdown.find(steers), None, "{markdown:?}");
    for event in Parser::new_ext(markdown, Options::all()) {
        match &event {
            Event::Text(_) | Event::Code(_) | Event::End(_) => {}
            Event::SoftBreak | Event::HardBreak => {}
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::List(None) | Tag::Item) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_inside = dest_url.starts_with(corpus);
                let is_web = dest_url.starts_with("https://example.org/");
                assert!(is_inside || is_web, "{dest_url} in {markdown}");
            }
            other => panic!("{other:?} in {markdown}"),
        }
    }
}

/// Every string in an answer that is shown to somebody, with its key.
fn shown<'v>(value: &'v Value, key: &'v str, found: &mut Vec<(&'v str, &'v str)>) {
    // Texts to put in, addresses, and what the server is given back are not shown.
    const NOT_SHOWN: [&str; 8] = [
        "newText",
        "insertText",
        "filterText",
        "uri",
        "target",
        "data",
        "arguments",
        "edit",
    ];
    match value {
        Value::String(text) => found.push((key, text)),
        Value::Array(items) => items.iter().for_each(|item| shown(item, key, found)),
        Value::Object(fields) => {
            for (key, value) in fields {
                if !NOT_SHOWN.contains(&key.as_str()) {
                    shown(value, key, found);
                }
            }
        }
        _ => {}
    }
}

/// Every position at which a word begins.
fn places(text: &str) -> Vec<lsp::Position> {
    let mut places = Vec::new();
    for (line, text) in text.split('\n').enumerate() {
        let mut column = 0;
        let mut before = ' ';
        for c in text.chars() {
            if c.is_alphanumeric() && !before.is_alphanumeric() {
                places.push(lsp::Position::new(u32::try_from(line).unwrap(), column));
            }
            before = c;
            column += u32::try_from(c.len_utf16()).unwrap();
        }
    }
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn no_words_become_markup_or_links_in_a_hover() {
    let folder = corpus();
    let editor = reader(&folder).await;
    let inside = lsp::Uri::from_file_path(folder.path()).unwrap();
    let mut seen = 0;
    for name in ["cast.qm", "a.qm"] {
        for place in places(&folder.text(name)).into_iter().step_by(2) {
            let document = lsp::TextDocumentIdentifier::new(folder.uri(name));
            let at = lsp::TextDocumentPositionParams::new(document, place);
            let hover = editor.request::<request::HoverRequest>(hover_at(at)).await;
            is_harmless(words(&hover), inside.as_str());
            seen += usize::from(hover.is_some());
        }
    }
    assert!(seen > 50, "{seen} hovers");
    let hover = editor
        .request::<request::HoverRequest>(hover_at(at(&folder)))
        .await;
    // It tells of the quote, and the words are all there, as words.
    assert!(words(&hover).contains("2 quotes"), "{}", words(&hover));
    for whole in ["<script>alert(1)</script>", "[x](command:evil)"] {
        let text: String = Parser::new(words(&hover))
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.into_string()),
                _ => None,
            })
            .collect();
        assert!(text.contains(whole), "{whole} in {text}");
    }
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_shown_steers_who_shows_it() {
    let folder = corpus();
    let editor = reader(&folder).await;
    let inside = lsp::Uri::from_file_path(folder.path()).unwrap();
    for name in ["cast.qm", "a.qm"] {
        let uri = folder.uri(name);
        let text = folder.text(name);
        editor.open_document(&uri, &text);
        let document = json!({ "uri": uri });
        let everything = json!({
            "start": { "line": 0, "character": 0 },
            "end": { "line": 1000, "character": 0 },
        });
        let mut answers = Vec::new();
        for (method, params) in [
            ("textDocument/documentSymbol", json!({})),
            ("textDocument/codeLens", json!({})),
            ("textDocument/inlayHint", json!({ "range": everything })),
            ("textDocument/documentLink", json!({})),
            ("textDocument/diagnostic", json!({})),
        ] {
            let mut params = params;
            params["textDocument"] = document.clone();
            answers.push((method, editor.ask(method, params).await.unwrap()));
        }
        for resolved in ["codeLens", "inlayHint"] {
            let method_name = format!("textDocument/{resolved}");
            let (_, items) = answers
                .iter()
                .find(|(method, _)| *method == method_name)
                .unwrap();
            let mut all = Vec::new();
            for item in items.as_array().cloned().unwrap_or_default() {
                let item = editor.ask(&format!("{resolved}/resolve"), item).await;
                all.push(item.unwrap());
            }
            answers.push(("resolve", Value::Array(all)));
        }
        for place in places(&text).into_iter().step_by(5) {
            let at = json!({ "textDocument": document, "position": place });
            for method in [
                "textDocument/completion",
                "textDocument/signatureHelp",
                "textDocument/prepareCallHierarchy",
                "textDocument/prepareTypeHierarchy",
            ] {
                answers.push((method, editor.ask(method, at.clone()).await.unwrap()));
            }
            let params = json!({
                "textDocument": document,
                "range": { "start": place, "end": place },
                "context": { "diagnostics": [] },
            });
            let method = "textDocument/codeAction";
            answers.push((method, editor.ask(method, params).await.unwrap()));
        }
        for query in ["a", "“a"] {
            let method = "workspace/symbol";
            let found = editor.ask(method, json!({ "query": query })).await.unwrap();
            answers.push((method, found));
        }
        for (method, answer) in &answers {
            let mut found = Vec::new();
            shown(answer, "", &mut found);
            for (key, text) in found {
                assert_eq!(text.find(steers), None, "{method}: {key} {text:?}");
            }
        }
        for (_, answer) in &answers {
            let mut markdown = Vec::new();
            documentation(answer, &mut markdown);
            for text in markdown {
                is_harmless(text, inside.as_str());
            }
        }
    }
    editor.close().await;
}

/// All Markdown in an answer.
fn documentation<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| documentation(item, found)),
        Value::Object(fields) => {
            if value["kind"] == "markdown" {
                found.extend(value["value"].as_str());
            }
            fields
                .values()
                .for_each(|value| documentation(value, found));
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_to_the_web_alone() {
    let folder = corpus();
    let editor = reader(&folder).await;
    let mut targets = Vec::new();
    for name in ["cast.qm", "a.qm"] {
        let params = json!({ "textDocument": { "uri": folder.uri(name) } });
        let links = editor.ask("textDocument/documentLink", params).await;
        for link in links.unwrap().as_array().unwrap() {
            targets.push(link["target"].as_str().unwrap().to_owned());
        }
    }
    let is_web = |target: &String| target.starts_with("https://");
    assert!(targets.iter().all(is_web), "{targets:?}");
    assert!(targets.contains(&"https://example.org/ann".to_owned()));
    editor.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn files_of_any_name_are_documents() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let names: [&[u8]; 9] = [
        b"a b.qm",
        b"100%25 #1?.qm",
        b"two\nlines.qm",
        b"esc\x1b[2J.qm",
        b"caf\xe9.qm",
        b"-rf 'x\" $(y).qm",
        b"](command:evil).qm",
        "\u{202e}evil.qm".as_bytes(),
        b"sub %2e%2e/a\\b.qm",
    ];
    let folder = Folder::new("//- cast.qm\n@a$0nn: Ann\n");
    let path = |name: &[u8]| folder.path().join(OsStr::from_bytes(name));
    for name in names {
        let path = path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "[so]{by @ann} [x]{@nobody}\n").unwrap();
    }
    let editor = reader(&folder).await;
    let found = editor
        .request::<request::References>(crate::support::references_at(at(&folder)))
        .await
        .unwrap();
    let inside = lsp::Uri::from_file_path(folder.path()).unwrap();
    let mut seen = Vec::new();
    for place in found {
        if place.uri == folder.uri("cast.qm") {
            continue;
        }
        let address = place.uri.as_str();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/%".contains(c);
        assert!(address.chars().all(is_plain), "{address}");
        // As an editor does: it opens what it was given, and goes on from there.
        let path = bytes_of(address);
        let text = std::fs::read_to_string(OsStr::from_bytes(&path)).unwrap();
        editor.open_document(&place.uri, &text);
        editor.until_codes(&place.uri, &["unknown/person"]).await;
        let document = lsp::TextDocumentIdentifier::new(place.uri.clone());
        let there = lsp::TextDocumentPositionParams::new(document, place.range.start);
        let hover = editor
            .request::<request::HoverRequest>(hover_at(there))
            .await;
        assert!(words(&hover).contains("9 quotes"), "{}", words(&hover));
        is_harmless(words(&hover), inside.as_str());
        seen.push(path);
    }
    let mut wanted: Vec<Vec<u8>> = names
        .map(|name| path(name).as_os_str().as_bytes().into())
        .into();
    wanted.sort();
    seen.sort();
    assert_eq!(seen, wanted);
    let edit = editor
        .request::<request::Rename>(lsp::RenameParams {
            text_document_position: at(&folder),
            new_name: "@bob".into(),
            work_done_progress_params: lsp::WorkDoneProgressParams::default(),
        })
        .await
        .unwrap();
    assert_eq!(edit.changes.map(|changes| changes.len()), Some(10));
    editor.close().await;
}

/// The path in an address.
#[cfg(target_os = "linux")]
fn bytes_of(address: &str) -> Vec<u8> {
    let path = address
        .strip_prefix("file://")
        .expect("an address of a file");
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

/// Lists and settings that are no files, from the start and later.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn lists_and_settings_that_are_no_files_are_told_and_not_read() {
    use std::fs;
    use std::os::unix::fs::symlink;

    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- sub/b.qm\n@bob: Bob Lee\n");
    symlink("/dev/zero", folder.file(".gitignore")).unwrap();
    symlink("/dev/stdin", folder.file("sub/.ignore")).unwrap();
    symlink("/dev/zero", folder.file("quotemark.toml")).unwrap();
    fs::create_dir_all(folder.file(".git/info")).unwrap();
    symlink("/dev/stdin", folder.file(".git/info/exclude")).unwrap();
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"] = json!({});
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let no_link = "does not count: it is a link, and in a corpus no link is followed.";
    for (list, why) in [
        (".gitignore", no_link),
        ("sub/.ignore", no_link),
        (
            ".git/info/exclude",
            "does not count: it is no regular file.",
        ),
    ] {
        editor.until_message(&format!("{list} {why}")).await;
    }
    editor
        .until_codes(&folder.uri("quotemark.toml"), &["config/malformed"])
        .await;
    // What comes later, as it comes.
    fs::create_dir(folder.file("late")).unwrap();
    symlink("/dev/stdin", folder.file("late/.gitignore")).unwrap();
    symlink("/dev/zero", folder.file("late/quotemark.toml")).unwrap();
    symlink("/dev/zero", folder.file("late/z.qm")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.file("late/pipe.qm"))
        .status();
    assert!(made.unwrap().success());
    folder.write("late/c.qm", "@cy: Cy Lee\n");
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Ann Lee", "Bob Lee", "Cy Lee"]
        })
        .await;
    editor
        .until_codes(&folder.uri("late/quotemark.toml"), &["config/malformed"])
        .await;
    // A file in place of the link is read.
    fs::remove_file(folder.file(".gitignore")).unwrap();
    folder.write(".gitignore", "late/\n");
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Ann Lee", "Bob Lee"]
        })
        .await;
    editor.close().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_out_of_the_corpus_are_not_followed() {
    use std::fs;
    use std::os::unix::fs::symlink;

    let outside = Folder::new("//- secret.qm\n@eve: Eve Lee\n//- sub/more.qm\n@mal: Mal Lee\n");
    let folder = Folder::new("//- cast.qm\n@ann: Ann Lee\n//- sub/b.qm\n@bob: Bob Lee\n");
    symlink(outside.file("secret.qm"), folder.file("file.qm")).unwrap();
    symlink(outside.path(), folder.file("folder")).unwrap();
    symlink(".", folder.file("loop")).unwrap();
    symlink("two.qm", folder.file("one.qm")).unwrap();
    symlink("one.qm", folder.file("two.qm")).unwrap();
    symlink("nowhere", folder.file("gone.qm")).unwrap();
    symlink("../cast.qm", folder.file("sub/cast.qm")).unwrap();
    let mut begin = Begin::with(&folder);
    begin.capabilities["workspace"] = json!({});
    let editor = Editor::begin(begin).await;
    editor.until_read().await;
    let lees = || editor.request::<request::WorkspaceSymbolRequest>(symbols_of("Lee"));
    assert_eq!(symbol_names(&lees().await), ["Ann Lee", "Bob Lee"]);
    for name in ["file.qm", "folder", "gone.qm", "one.qm"] {
        let expected = format!("{name} leads out of the corpus or nowhere; no link is followed.");
        editor.until_message(&expected).await;
    }
    // Neither are those that come later, nor what happens after them.
    symlink(outside.file("sub"), folder.file("late")).unwrap();
    symlink(outside.file("sub/more.qm"), folder.file("late.qm")).unwrap();
    fs::write(outside.file("secret.qm"), "@eve: Eve Lee the second\n").unwrap();
    fs::remove_file(folder.file("sub/b.qm")).unwrap();
    symlink(outside.file("secret.qm"), folder.file("sub/b.qm")).unwrap();
    folder.write("last.qm", "@cy: Cy Lee\n");
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Ann Lee", "Cy Lee"]
        })
        .await;
    // One that an editor names itself is not read by that either.
    for name in ["file.qm", "folder/secret.qm", "folder/sub/more.qm"] {
        editor.tell_raw(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": folder.uri(name), "type": 2 }] }),
        );
    }
    folder.write("really-last.qm", "@dee: Dee Lee\n");
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == ["Ann Lee", "Cy Lee", "Dee Lee"]
        })
        .await;
    // Whoever opens one in an editor sees it, as the document that the editor sends.
    editor.open_document(&folder.uri("file.qm"), "@eve: Eve Lee\n");
    let opened = ["Ann Lee", "Cy Lee", "Dee Lee", "Eve Lee"];
    assert_eq!(symbol_names(&lees().await), opened);
    crate::support::close(&editor, folder.uri("file.qm"));
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Lee"), |found| {
            symbol_names(found) == opened[..3]
        })
        .await;
    assert_eq!(outside.text("secret.qm"), "@eve: Eve Lee the second\n");
    editor.close().await;
}
