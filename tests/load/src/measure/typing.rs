//! What keystrokes cost.

use std::time::Instant;

use serde_json::{Value, json};

use super::{Bench, say, settle};
use crate::client::Editor;
use crate::document::Document;
use crate::failure::{Outcome, fail};
use crate::figures::Unit;

/// How many keystrokes make a burst.
const BURST: usize = 20;

/// Measures keystrokes in an article, in a declaration and in a big article.
pub fn measure(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    say("typing");
    let path = bench.dir.join(&bench.manifest.most.article);
    let mut article = Document::open(editor, &path)?;
    // A few others are open, as they are for somebody who works.
    let mut others = Vec::new();
    for sample in bench.manifest.samples.iter().rev().take(9) {
        others.push(Document::open(editor, &bench.dir.join(sample))?);
    }
    in_an_article(bench, editor, &mut article)?;
    bursts(bench, editor, &mut article)?;
    in_a_declaration(bench, editor, &article)?;
    others.push(article);
    for document in others {
        document.close(editor)?;
    }
    settle(editor)?;
    let resident = editor.process().resident()? as f64;
    bench
        .size
        .note("memory after all of this", Unit::Bytes, resident);
    in_a_big_article(bench, editor)?;
    settle(editor)?;
    let resident = editor.process().resident()? as f64;
    let name = format!("memory after a {} MB article was open", bench.effort.big);
    bench.size.note(&name, Unit::Bytes, resident);
    Ok(())
}

/// A key in an id, which makes it unknown, and its removal; a key in prose.
fn in_an_article(bench: &mut Bench, editor: &mut Editor, article: &mut Document) -> Outcome<()> {
    let id = format!("{{@{}", bench.manifest.most.id);
    let byte = article.after(&format!("{id}}}"))? - 1;
    for number in 0..bench.effort.asks {
        let is_broken = number % 2 == 0;
        let began = Instant::now();
        match is_broken {
            true => article.edit(editor, byte, byte, "z")?,
            false => article.edit(editor, byte, byte + 1, "")?,
        }
        let version = article.version;
        let message = editor.diagnostics(&article.uri, |of, diagnostics| {
            of == Some(version) && has(diagnostics, "unknown/person") == is_broken
        })?;
        bench
            .size
            .took("diagnostics after a key in an id", message.at - began);
    }
    let byte = article.text.rfind(' ').unwrap_or_default();
    for _ in 0..bench.effort.asks.min(50) {
        let began = Instant::now();
        article.edit(editor, byte, byte, "e")?;
        let version = article.version;
        let message = editor.diagnostics(&article.uri, |of, _| of == Some(version))?;
        bench
            .size
            .took("diagnostics after a key in prose", message.at - began);
    }
    Ok(())
}

/// Twenty keys at once, and a hover after them on the same line.
fn bursts(bench: &mut Bench, editor: &mut Editor, article: &mut Document) -> Outcome<()> {
    let tag = format!("{{@{}}}", bench.manifest.most.id);
    let end = article.after(&tag)?;
    let line = article.text[..end].rfind('\n').map_or(0, |at| at + 1);
    for number in 0..bench.effort.asks.min(100) {
        let began = Instant::now();
        for _ in 0..BURST {
            // Every other burst takes back what the one before has typed.
            match number % 2 {
                0 => article.edit(editor, line, line, "e")?,
                _ => article.edit(editor, line, line + 1, "")?,
            }
        }
        let id = article.after(&tag)? - tag.len() + 1;
        let answer = editor.ask("textDocument/hover", article.at(id + 1))?;
        let took = began.elapsed();
        if answer.result["range"]["start"] != article.position(id) {
            return fail(format!("a hover after keys is {}", answer.result));
        }
        bench.size.took("hover after a burst of 20 keys", took);
    }
    Ok(())
}

/// A key in the id of a declaration, which leaves an article without its person.
fn in_a_declaration(bench: &mut Bench, editor: &mut Editor, article: &Document) -> Outcome<()> {
    let most = &bench.manifest.most;
    let mut cast = Document::open(editor, &bench.dir.join(&most.file))?;
    let byte = cast.after(&format!("@{}:", most.id))? - 1;
    for number in 0..bench.effort.slow.next_multiple_of(2) {
        let is_broken = number % 2 == 0;
        editor.forget_notifications();
        let began = Instant::now();
        match is_broken {
            true => cast.edit(editor, byte, byte, "z")?,
            false => cast.edit(editor, byte, byte + 1, "")?,
        }
        let message = editor.diagnostics(&article.uri, |_, diagnostics| {
            has(diagnostics, "unknown/person") == is_broken
        })?;
        bench.size.took(
            "a key in a declaration, to an article's diagnostics",
            message.at - began,
        );
    }
    cast.close(editor)
}

/// Keys in an article of several megabytes that is not saved.
fn in_a_big_article(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    let megabytes = bench.effort.big;
    let text = bench.corpus.big_text(megabytes);
    let path = bench.dir.join("big/not-saved.qm");
    editor.forget_notifications();
    let began = Instant::now();
    let mut article = Document::open_with(editor, &path, text)?;
    let uri = article.uri.clone();
    let message = editor.diagnostics(&uri, |_, _| true)?;
    let name = |what: &str| format!("{what} a {megabytes} MB article");
    bench
        .size
        .took(&name("diagnostics after opening"), message.at - began);
    // A line in the middle that begins a paragraph and has a mention.
    let middle = (article.text.len() / 2..).find(|&at| article.text.is_char_boundary(at));
    let middle = middle.unwrap_or_default();
    let mention = article.text[middle..]
        .find("{@")
        .ok_or("the big article has no mention")?;
    let mention = middle + mention + 1;
    let start = article.text[..mention].rfind('\n').map_or(0, |at| at + 1);
    let line = article.text[..start]
        .bytes()
        .filter(|&byte| byte == b'\n')
        .count();
    let column = article.text[start..mention].encode_utf16().count();
    for number in 0..bench.effort.asks.min(100) {
        let typed = number % 2 == 0;
        let column = column + usize::from(typed);
        let began = Instant::now();
        type_at_start(editor, &mut article, start, line, typed)?;
        let params = json!({
            "textDocument": { "uri": uri },
            "position": { "line": line, "character": column + 1 },
        });
        let answer = editor.ask("textDocument/hover", params)?;
        let took = began.elapsed();
        if answer.result["range"]["start"] != json!({ "line": line, "character": column }) {
            return fail(format!("a hover in a big article is {}", answer.result));
        }
        bench.size.took(&name("hover after a key in"), took);
    }
    for number in 0..bench.effort.slow.next_multiple_of(2) {
        editor.forget_notifications();
        let began = Instant::now();
        type_at_start(editor, &mut article, start, line, number % 2 == 0)?;
        let version = article.version;
        let message = editor.diagnostics(&uri, |of, _| of == Some(version))?;
        bench
            .size
            .took(&name("diagnostics after a key in"), message.at - began);
    }
    article.close(editor)
}

fn type_at_start(
    editor: &mut Editor,
    article: &mut Document,
    start: usize,
    line: usize,
    typed: bool,
) -> Outcome<()> {
    let end = usize::from(!typed);
    let range = json!({
        "start": { "line": line, "character": 0 },
        "end": { "line": line, "character": end },
    });
    let new = if typed { "e" } else { "" };
    article.edit_at(editor, start, start + end, new, range)
}

fn has(diagnostics: &[Value], code: &str) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic["code"] == code)
}
