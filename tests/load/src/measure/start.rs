//! From the server's start to the first complete answer.

use std::process::Command;
use std::time::{Duration, Instant};

use super::{Bench, is_anything_cached_in, planted, say, settle, until_complete};
use crate::client::Editor;
use crate::document::Document;
use crate::failure::{Outcome, fail};
use crate::figures::Unit;

const WARM: &str = "start to complete references, warm";

/// Measures starts, and leaves a server that has read everything.
pub fn measure(bench: &mut Bench) -> Outcome<Editor> {
    say("starting with an empty cache");
    for number in 1..=bench.effort.starts {
        bench.fresh_caches()?;
        let (editor, complete) = start(bench)?;
        bench.size.took("`initialize` answered", editor.greeted);
        bench
            .size
            .took("start to complete references, cold", complete);
        // What is written after the answers belongs to the start.
        settle(&editor)?;
        if number == bench.effort.starts {
            let resident = editor.process().resident()? as f64;
            let articles = bench.size.articles as f64;
            bench
                .size
                .note("memory after indexing", Unit::Bytes, resident);
            bench
                .size
                .note("the same, an article", Unit::Bytes, resident / articles);
        }
        editor.close()?;
    }
    let is_cached = is_anything_cached_in(&bench.caches);
    say("starting again");
    for _ in 0..bench.effort.starts {
        if !is_cached {
            bench.size.absent(WARM, "no cache");
            break;
        }
        let (editor, complete) = start(bench)?;
        bench.size.took(WARM, complete);
        settle(&editor)?;
        editor.close()?;
    }
    command_line(bench)?;
    let (editor, _) = start(bench)?;
    settle(&editor)?;
    let process = editor.process();
    let resident = process.resident()? as f64;
    bench
        .size
        .note("memory after a warm start", Unit::Bytes, resident);
    let (busy, wakes, began) = (process.busy()?, process.wakes()?, Instant::now());
    std::thread::sleep(bench.effort.idle);
    let seconds = began.elapsed().as_secs_f64();
    let busy = (process.busy()? - busy).as_secs_f64() / seconds;
    let wakes = (process.wakes()? - wakes) as f64 / seconds;
    bench
        .size
        .note("processor time a second, idle", Unit::Seconds, busy);
    bench
        .size
        .note("wakings a second, idle", Unit::Count, wakes);
    Ok(editor)
}

/// The command line's quotes of the most frequent speaker, without a cache and with it.
fn command_line(bench: &mut Bench) -> Outcome<()> {
    let most = bench.manifest.most.clone();
    let id = format!("@{}", most.id);
    for number in 0..=bench.effort.starts {
        if number == 0 {
            bench.fresh_caches()?;
        }
        let began = Instant::now();
        let mut command = Command::new(&bench.program);
        command.args(["quotes", "--corpus", ".", "--format", "json", "--by", &id]);
        command.env("XDG_CACHE_HOME", &bench.caches);
        let output = command.current_dir(&bench.dir).output()?;
        let took = began.elapsed();
        let quotes: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)?;
        if quotes.len() != most.quotes as usize {
            return fail(format!(
                "the command line finds {} quotes of {id}",
                quotes.len()
            ));
        }
        match number {
            0 => bench.size.took("`quotemark quotes --by` them, cold", took),
            _ => bench.size.took("`quotemark quotes --by` them, again", took),
        }
    }
    Ok(())
}

/// Starts a server with one article open in which both persons can be asked for.
fn start(bench: &Bench) -> Outcome<(Editor, Duration)> {
    let (most, median) = (&bench.manifest.most, &bench.manifest.median);
    let mut editor = bench.begin(true)?;
    let one = Document::open(&mut editor, &bench.dir.join(&most.article))?;
    let other = match median.article == most.article {
        true => None,
        false => Some(Document::open(
            &mut editor,
            &bench.dir.join(&median.article),
        )?),
    };
    let two = other.as_ref().unwrap_or(&one);
    let at =
        |document: &Document, id: &str| document.after(&format!("{{@{id}}}")).map(|end| end - 2);
    let wanted = [
        (two, at(two, &median.id)?, planted(median)),
        (&one, at(&one, &most.id)?, planted(most)),
    ];
    let complete = until_complete(&mut editor, wanted)? - editor.started;
    for document in other.into_iter().chain([one]) {
        document.close(&mut editor)?;
    }
    Ok((editor, complete))
}
