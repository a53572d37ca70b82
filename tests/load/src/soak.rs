//! A long day of editing: random edits and questions, and the memory watched.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Begin, Editor};
use crate::document::Document;
use crate::failure::{Outcome, fail};
use crate::figures::grouped;
use crate::generate::{Plan, Random, at_hand};

/// How long a day is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many edits.
    #[arg(long, default_value_t = 100_000)]
    edits: usize,
    /// From which number everything random comes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many articles the corpus has.
    #[arg(long, default_value_t = 1_000)]
    articles: usize,
    /// The server's program.
    #[arg(long, default_value = "target/release/quotemark")]
    server: PathBuf,
    /// Where corpora lie and are written.
    #[arg(long, default_value = "target/load")]
    dir: PathBuf,
    /// By how much memory may grow from the second quarter to the last, in megabytes.
    #[arg(long, default_value_t = 16)]
    growth: i64,
}

/// How many documents are open at most.
const OPEN: usize = 12;
/// How many lines the day is told in.
const LINES: usize = 20;
/// What is typed and pasted: plain words, and markup whole and broken.
const PIECES: &[&str] = &[
    "e",
    " ",
    "word",
    "\n",
    "\n\n",
    "[",
    "]",
    "{",
    "}",
    "“",
    "🙂",
    "]{",
    "{@",
    "{by ",
    "# ",
    "::: ",
    "[a word]{by ? on #harbour-dues}",
    "{% so %}",
    " [it]{note: so it says}",
    "\n\n@new-one: New One\n",
    "\r\n",
    "{more}",
];

/// Edits and asks, and fails when memory grows or an answer is wrong at the end.
pub fn run(args: &Args) -> Outcome<()> {
    let plan = Plan {
        articles: args.articles,
        seed: 1,
        big_article: None,
        one_cast: false,
    };
    fs::create_dir_all(&args.dir)?;
    let root = fs::canonicalize(&args.dir)?;
    let dir = root.join(args.articles.to_string());
    let manifest = at_hand(&dir, &plan)?;
    let caches = root.join("soak-caches");
    fs::create_dir_all(&caches)?;
    let mut editor = Editor::begin(&Begin {
        program: &fs::canonicalize(&args.server)?,
        folders: vec![&dir],
        caches: &caches,
        watches: true,
    })?;
    let mut random = Random::of(args.seed, 10, 0);
    let mut open: Vec<Document> = Vec::new();
    let step = (args.edits / LINES).max(1);
    let mut memory = Vec::new();
    let mut took = Vec::new();
    for edit in 0..args.edits {
        if open.is_empty() || (open.len() < OPEN && random.percent(0.5)) {
            // Now and then the change of a declaration reaches everywhere.
            let file = match random.below(20) {
                0 => &manifest.most.file,
                1 => &manifest.median.file,
                _ => &manifest.samples[random.below(manifest.samples.len())],
            };
            let path = dir.join(file);
            if open
                .iter()
                .all(|document| document.uri != crate::client::uri_of(&path))
            {
                open.push(Document::open(&mut editor, &path)?);
            }
        }
        let number = random.below(open.len());
        change(&mut editor, &mut open[number], &mut random)?;
        if random.percent(20.0) {
            took.push(question(&mut editor, &open[number], &mut random)?);
        }
        if random.percent(0.5) {
            open.swap_remove(number).close(&mut editor)?;
        }
        if edit % 1_000 == 0 {
            // Long enough for a round of diagnostics.
            std::thread::sleep(Duration::from_millis(150));
        }
        if edit % 100 == 0 {
            // What the server has to say is taken in, and it is not overrun.
            editor.ask("workspace/symbol", json!({ "query": "zzqxzz" }))?;
            editor.forget_notifications();
        }
        if (edit + 1) % step == 0 {
            let resident = editor.process().resident()?;
            took.sort();
            let median = took.get(took.len() / 2).copied().unwrap_or_default();
            println!(
                "{:>9} edits {:>7} kB {:>6} µs for an answer",
                grouped(edit as u64 + 1),
                grouped(resident >> 10),
                median.as_micros()
            );
            took.clear();
            memory.push(resident);
        }
    }
    for document in open {
        document.close(&mut editor)?;
    }
    verify(&mut editor, &dir, &manifest)?;
    editor.close()?;
    fs::remove_dir_all(&caches)?;
    let growth = growth(&memory);
    println!(
        "From the second quarter to the last, memory grew by {} kB.",
        growth >> 10
    );
    match growth > args.growth << 20 {
        true => fail(format!("that is more than {} MB", args.growth)),
        false => Ok(()),
    }
}

/// By how much the median of the last quarter is greater than that of the
/// second. An allocator gives memory back when it likes, so single values say
/// little; in the first quarter everything is still warming up.
fn growth(memory: &[u64]) -> i64 {
    let quarter = memory.len() / 4;
    let median = |values: &[u64]| {
        let mut values = values.to_vec();
        values.sort();
        values.get(values.len() / 2).copied().unwrap_or_default() as i64
    };
    median(&memory[3 * quarter..]) - median(&memory[quarter..2 * quarter])
}

/// Types, pastes or removes something somewhere.
fn change(editor: &mut Editor, document: &mut Document, random: &mut Random) -> Outcome<()> {
    let boundary = |text: &str, mut byte: usize| {
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        // Between the two parts of a line break there is no position.
        match text[..byte].ends_with('\r') && text[byte..].starts_with('\n') {
            true => byte - 1,
            false => byte,
        }
    };
    let text = &document.text;
    let start = boundary(text, random.below(text.len() + 1));
    // Documents keep about their length.
    let is_long = text.len() > 8_000;
    if is_long || (text.len() > 1_000 && random.percent(45.0)) {
        let most = if is_long { 400 } else { 12 };
        let end = boundary(text, (start + random.below(most)).min(text.len()));
        document.edit(editor, start, end.max(start), "")
    } else {
        document.edit(editor, start, start, random.pick(PIECES))
    }
}

/// Asks something about some place, and takes any answer.
fn question(editor: &mut Editor, document: &Document, random: &mut Random) -> Outcome<Duration> {
    let text = &document.text;
    let tags: Vec<usize> = text.match_indices("{@").map(|(at, _)| at + 2).collect();
    let byte = match tags.is_empty() {
        true => 0,
        false => tags[random.below(tags.len())],
    };
    let mut params = document.at(byte);
    let method = match random.below(9) {
        0 => "textDocument/definition",
        1 => "textDocument/implementation",
        2 => "textDocument/completion",
        3 => "textDocument/documentHighlight",
        4 => "textDocument/documentSymbol",
        5 => "textDocument/semanticTokens/full",
        6 => "textDocument/foldingRange",
        7 => {
            params["context"] = json!({ "includeDeclaration": true });
            "textDocument/references"
        }
        _ => "textDocument/hover",
    };
    Ok(editor.ask(method, params)?.took)
}

/// Once all is closed, the corpus is what lies on the disk.
fn verify(
    editor: &mut Editor,
    dir: &std::path::Path,
    manifest: &crate::generate::Manifest,
) -> Outcome<()> {
    let most = &manifest.most;
    let document = Document::open(editor, &dir.join(&most.file))?;
    let byte = document.after(&format!("@{}:", most.id))? - 2;
    let wanted = i64::from(most.references) + 1;
    let mut params = document.at(byte);
    params["context"] = json!({ "includeDeclaration": true });
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        // The files of closed documents are read again after the answers.
        let answer = editor.ask("textDocument/references", params.clone())?;
        let found = answer.result.as_array().map_or(0, Vec::len) as i64;
        if found == wanted {
            return document.close(editor);
        }
        if Instant::now() > deadline {
            return fail(format!(
                "{} has {found} references at the end, not {wanted}",
                most.id
            ));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::growth;

    #[test]
    fn growth_is_told_from_noise() {
        let noise = |step: u64| (step * 7 % 5) << 20;
        let flat: Vec<u64> = (0..20).map(|step| (80 << 20) + noise(step)).collect();
        assert!(growth(&flat).abs() <= 1 << 20);
        let leaking: Vec<u64> = flat
            .iter()
            .zip(0..)
            .map(|(all, step)| all + step * (2 << 20))
            .collect();
        assert!(growth(&leaking) >= 18 << 20);
    }
}
