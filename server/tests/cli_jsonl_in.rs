//! `quotemark export --jsonl-in`: articles that are lines and not files.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use serde_json::{Value, json};
use support::{Corpus, TABLES};

/// Articles of a corpus as lines, in the order of their paths.
fn lines(corpus: &Corpus, paths: &[&str]) -> String {
    let line =
        |path: &&str| json!({"path": path, "text": corpus.read(path), "other": [1]}).to_string();
    let lines: Vec<String> = paths.iter().map(line).collect();
    lines.join("\n") + "\n"
}

fn rows(corpus: &Corpus, name: &str) -> Vec<Value> {
    let text = corpus.read(name);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn refused(corpus: &Corpus, arguments: &[&str], input: &str) -> String {
    let ran = corpus.run_with(
        &[&["export", "--out", "refused.jsonl"], arguments].concat(),
        input.as_bytes(),
    );
    assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}: {}", ran.err);
    assert!(!corpus.path("refused.jsonl").exists());
    ran.err
}

/// A corpus with articles, and one with the same cast and none.
fn both() -> (Corpus, Corpus) {
    let (files, alone) = (Corpus::sample(), Corpus::sample());
    for path in PATHS {
        std::fs::remove_file(alone.path(path)).unwrap();
    }
    (files, alone)
}

const PATHS: [&str; 2] = ["2011/a.qm", "b.qm"];

#[test]
fn filters_choose_the_same_rows_of_lines_as_of_files() {
    let (files, alone) = both();
    // One article with an own key that only some filters choose, and one that declares somebody.
    let more = [
        (
            "c.qm",
            "---\ndesk: news\ndate: 2015\n---\n[a]{by @ann-lee on #cuts}\n",
        ),
        (
            "d.qm",
            "[b]{by @dan of &bma for #cuts at 2011-05-02}\n\n@dan: Dan\n    role: cook of &bma, 2011\n",
        ),
    ];
    for (path, text) in more {
        files.write(path, text);
    }
    let paths = [&PATHS[..], &["c.qm", "d.qm"]].concat();
    alone.write("in.jsonl", lines(&files, &paths));
    let filters: &[&[&str]] = &[
        &["--by", "@ann-lee"],
        &["--of", "&bma"],
        &["--of", "&bma", "--with-parts"],
        &["--on", "#cuts"],
        &["--for", "#cuts"],
        &["--against", "#cuts", "--by", "@ann-lee"],
        &["--from", "2011-05-02"],
        &["--to", "2011", "--on", "#cuts"],
        &["--from", "1999", "--to", "2000"],
    ];
    for (number, filter) in filters.iter().enumerate() {
        let out = format!("out{number}");
        let arguments = [&["export", "--out", &out, "--format", "csv"], *filter].concat();
        let expected = files.run(&arguments);
        let ran = alone.run(&[&arguments[..], &["--jsonl-in", "in.jsonl"]].concat());
        assert_eq!(
            (ran.code, &ran.out),
            (expected.code, &expected.out),
            "{filter:?}: {}",
            ran.err
        );
        assert_eq!(
            ran.err.lines().next(),
            expected.err.lines().next(),
            "{filter:?}"
        );
        for table in TABLES {
            let name = format!("{out}/{table}.csv");
            // The cast of the files is that of the articles too.
            if !["entities", "roles", "aliases", "parents"].contains(&table) {
                assert_eq!(alone.read(&name), files.read(&name), "{filter:?} {name}");
            }
        }
    }
}

#[test]
fn lines_give_the_rows_that_files_give() {
    let (files, alone) = both();
    let input = lines(&files, &PATHS);
    alone.write("in.jsonl", format!("\u{feff}{input}\n  \n"));
    for format in ["csv", "jsonl", "parquet"] {
        let ran = files.run(&["export", "--out", format, "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let arguments = [
            "export",
            "--out",
            format,
            "--format",
            format,
            "--jsonl-in",
            "in.jsonl",
        ];
        let ran = alone.run(&arguments);
        assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
        assert_eq!(
            ran.err,
            format!("note: wrote 3 statements of 2 articles to {format}\n")
        );
        for table in TABLES {
            let name = format!("{format}/{table}.{format}");
            let read = |corpus: &Corpus| std::fs::read(corpus.path(&name)).unwrap();
            // Who is named and not declared is in that table of the files alone.
            if table != "entities" {
                assert_eq!(read(&alone), read(&files), "{name}");
            }
        }
    }
    let arguments = ["export", "--out", "c.sqlite", "--jsonl-in", "-"];
    assert_eq!(alone.run_with(&arguments, input.as_bytes()).code, 0);
}

#[test]
fn what_a_line_says_goes_over_the_header_and_numbers_are_ids() {
    let (_, alone) = both();
    let input = [
        json!({"id": 7, "text": "---\ntitle: Old\nDesk: home\n---\n[“No”]{by @ann-lee}", "title": "New",
            "date": "2011-11-24", "source": null}),
        json!({"text": "[“So”]{by \"a man\"}"}),
        json!({"text": "---\nid: x\nPage: 3\n---\n[“Yes”]{by @ann-lee}"}),
    ];
    let input: Vec<String> = input.iter().map(Value::to_string).collect();
    let input = input.join("\n");
    let ran = alone.run_with(
        &[
            "export",
            "--out",
            "out",
            "--format",
            "jsonl",
            "--jsonl-in",
            "-",
        ],
        input.as_bytes(),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("1 article has neither `id` nor `path`"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("no columns for the own keys desk, page"),
        "{}",
        ran.err
    );
    let articles = rows(&alone, "out/articles.jsonl");
    assert_eq!(articles[0]["article_id"], "7");
    assert_eq!(
        (&articles[0]["title"], &articles[0]["date"]),
        (&json!("New"), &json!("2011-11-24"))
    );
    assert_eq!(articles[2]["article_id"], "x");
    assert_eq!(
        rows(&alone, "out/statement_speakers.jsonl")[0]["role_then"],
        "chair of British Medical Association"
    );
    // A file is read twice, so that its own keys are known.
    alone.write("in.jsonl", input);
    let ran = alone.run(&[
        "export",
        "--out",
        "articles.jsonl",
        "--jsonl-in",
        "in.jsonl",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let articles = rows(&alone, "articles.jsonl");
    assert_eq!(
        (&articles[0]["x_desk"], &articles[2]["x_page"]),
        (&json!("home"), &json!("3"))
    );
}

#[test]
fn shards_hold_every_line_once() {
    let (_, alone) = both();
    let line = |number: usize| json!({"id": number, "text": "[“No”]{by @ann-lee}"}).to_string();
    // More than are read at once.
    let input: Vec<String> = (0..5000).map(line).collect();
    alone.write("in.jsonl", input.join("\n"));
    let mut all: Vec<String> = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let arguments = [
            "export",
            "--out",
            "out",
            "--format",
            "jsonl",
            "--jsonl-in",
            "in.jsonl",
            "--shard",
            shard,
        ];
        let ran = alone.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let number: usize = shard[..1].parse().unwrap();
        let rows = rows(&alone, &format!("out/flat/part-{}.jsonl", number - 1));
        assert!((1400..1950).contains(&rows.len()), "{}", rows.len());
        all.extend(
            rows.iter()
                .map(|row| row["article_id"].as_str().unwrap().to_owned()),
        );
    }
    all.sort_by_key(|id| id.parse::<usize>().unwrap());
    assert!(
        all.iter()
            .enumerate()
            .all(|(number, id)| *id == number.to_string())
    );
    assert_eq!(all.len(), 5000);
}

#[test]
fn a_line_that_is_no_article_is_named_and_nothing_is_written() {
    let (_, alone) = both();
    let first = "{\"text\": \"a\"}\n\n";
    let cases = [
        (
            "{\"text\"",
            "line 3 of standard input is no article: EOF while parsing",
        ),
        ("[1]", "line 3 of standard input is no article: "),
        ("{\"id\": \"a\"}", "line 3 of standard input has no `text`"),
        ("{\"text\": null}", "line 3 of standard input has no `text`"),
        (
            "{\"text\": 3}",
            "line 3 of standard input is no article: invalid type: integer",
        ),
        (
            "{\"text\": \"a\", \"date\": \"24.11.2011\"}",
            "`24.11.2011`, which is given as the date",
        ),
        (
            "{\"text\": \"a\"}",
            "line 3 of standard input has the id 17762fddd969a453, as an article before it",
        ),
    ];
    for (line, expected) in cases {
        let said = refused(&alone, &["--jsonl-in", "-"], &format!("{first}{line}\n"));
        assert!(said.contains(expected), "{line}: {said}");
    }
    let said = refused(&alone, &["--jsonl-in", "-", "--on", "#nothing"], first);
    assert!(said.contains("--on: "), "{said}");
    let ran = alone.run(&[
        "export",
        "--out",
        "parts",
        "--format",
        "csv",
        "--jsonl-in",
        "-",
        "--partition",
        "year",
    ]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("part the lines, and export each part"),
        "{}",
        ran.err
    );
    let said = refused(&alone, &["--jsonl-in", "nowhere.jsonl"], "");
    assert!(said.contains("nowhere.jsonl cannot be read"), "{said}");
    let ran = alone.run(&["export", "--out", "c.dna", "--jsonl-in", "-"]);
    assert!(ran.err.contains("--jsonl-in is for tables"), "{}", ran.err);
    let ran = alone.run(&[
        "export",
        "--out",
        "o",
        "--format",
        "csv",
        "--jsonl-in",
        "-",
        "--partition",
        "year",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
