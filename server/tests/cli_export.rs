//! `quotemark export`: the real binary, and what it leaves on the disk.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Corpus, Ran, TABLES};

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = names.collect();
    names.into_iter().collect()
}

fn written(corpus: &Corpus, arguments: &[&str]) -> Ran {
    let ran = corpus.run(&[&["export"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (0, ""), "{arguments:?}: {}", ran.err);
    ran
}

fn refused(corpus: &Corpus, arguments: &[&str]) -> String {
    let ran = corpus.run(&[&["export"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

fn rows(corpus: &Corpus, name: &str) -> Vec<Value> {
    let text = corpus.read(name);
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.collect()
}

/// All cells of a column, in their order.
fn column(corpus: &Corpus, name: &str, column: &str) -> Vec<String> {
    let cell = |row: &Value| match &row[column] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows(corpus, name).iter().map(cell).collect()
}

#[test]
fn every_table_is_a_file_of_a_folder() {
    let corpus = Corpus::sample();
    for format in ["csv", "jsonl", "parquet"] {
        let ran = written(&corpus, &["--out", format, "--format", format]);
        assert!(
            ran.err.starts_with(&format!(
                "note: wrote 3 statements of 2 articles to {format}\n"
            )),
            "{}",
            ran.err
        );
        assert!(
            ran.err.contains("2 articles have no `id` in the header"),
            "{}",
            ran.err
        );
        let expected = TABLES.map(|table| format!("{table}.{format}"));
        assert_eq!(names(&corpus.path(format)), expected);
    }
    assert_eq!(
        corpus.read("csv/statement_topics.csv").lines().count(),
        rows(&corpus, "jsonl/statement_topics.jsonl").len() + 1
    );
    assert_eq!(
        &fs::read(corpus.path("parquet/flat.parquet")).unwrap()[..4],
        b"PAR1"
    );
    // What is said of a place holds in what strip prints.
    let plain: Vec<char> = corpus.good(&["strip", "2011/a.qm"]).chars().collect();
    for row in rows(&corpus, "jsonl/fragments.jsonl").iter().take(2) {
        let at = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
        let found: String = plain[at("start")..at("end")].iter().collect();
        assert_eq!(found, row["text"].as_str().unwrap());
    }
    let speakers = rows(&corpus, "jsonl/statement_speakers.jsonl");
    assert_eq!(speakers[0]["speaker_id"], "@ann-lee");
    assert_eq!(
        speakers[0]["role_then"],
        "chair of British Medical Association"
    );
    assert_eq!(speakers[0]["org_id_then"], serde_json::json!(["&bma"]));
}

#[test]
fn one_file_holds_all_tables_or_one() {
    let corpus = Corpus::sample();
    written(&corpus, &["--out", "c.sqlite"]);
    assert!(
        fs::read(corpus.path("c.sqlite"))
            .unwrap()
            .starts_with(b"SQLite format 3\0")
    );
    written(
        &corpus,
        &["--out", "c.xlsx", "--table", "flat", "--table", "articles"],
    );
    assert!(fs::read(corpus.path("c.xlsx")).unwrap().starts_with(b"PK"));
    written(&corpus, &["--out", "roles.jsonl"]);
    let roles = column(&corpus, "roles.jsonl", "org_id");
    assert_eq!(roles, ["&bma", "&nhs"]);
    written(&corpus, &["--out", "all.jsonl"]);
    assert_eq!(column(&corpus, "all.jsonl", "stance"), ["-1", "0", "null"]);
    written(&corpus, &["--out", "some.jsonl", "--table", "notes"]);
    assert_eq!(corpus.read("some.jsonl"), "");
    written(&corpus, &["--out", "other", "--format", "sqlite"]);
    // Nothing lies beside what is whole.
    let left = names(corpus.folder.path());
    let left = left.iter().filter(|name| name.starts_with('.'));
    assert_eq!(left.count(), 0);
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    let corpus = Corpus::sample();
    for ending in ["csv", "jsonl", "parquet", "xlsx", "sqlite"] {
        let (one, other) = (format!("one.{ending}"), format!("other.{ending}"));
        written(&corpus, &["--out", &one]);
        written(&corpus, &["--out", &other]);
        let bytes = |name: &str| fs::read(corpus.path(name)).unwrap();
        assert_eq!(bytes(&one), bytes(&other), "{ending}");
    }
}

#[test]
fn filters_are_those_of_quotes_and_parts_of_a_topic_count() {
    let corpus = Corpus::sample();
    corpus.write(
        "topics.qm",
        "#money: Money\n\n#cuts: Cuts\n    part of: #money\n",
    );
    for (name, arguments, statements) in [
        ("by", &["--by", "ann-lee"][..], 2),
        ("of", &["--of", "&bma"], 2),
        ("on", &["--on", "money"], 2),
        ("against", &["--against", "#cuts"], 1),
        ("from", &["--from", "2012"], 1),
        ("to", &["--to", "2012"], 2),
        (
            "none",
            &["--by", "ann-lee", "--of", "&nhs", "--to", "2012"],
            0,
        ),
    ] {
        let out = format!("{name}.jsonl");
        let arguments = [
            &["export", "--out", &out, "--table", "statements"],
            arguments,
        ]
        .concat();
        let ran = corpus.run(&arguments);
        assert_eq!(ran.code, i32::from(statements == 0), "{name}: {}", ran.err);
        assert_eq!(rows(&corpus, &out).len(), statements, "{name}");
    }
    written(
        &corpus,
        &["--out", "later", "--format", "jsonl", "--from", "2012"],
    );
    assert_eq!(column(&corpus, "later/articles.jsonl", "path"), ["b.qm"]);
}

#[test]
fn a_folder_a_file_or_a_list_narrows_what_is_written() {
    let corpus = Corpus::sample();
    let paths = |out: &str| column(&corpus, out, "path");
    written(
        &corpus,
        &["2011", "--out", "a.jsonl", "--table", "articles"],
    );
    assert_eq!(paths("a.jsonl"), ["2011/a.qm"]);
    written(
        &corpus,
        &["b.qm", "--out", "b.jsonl", "--table", "articles"],
    );
    assert_eq!(paths("b.jsonl"), ["b.qm"]);
    let list = [
        "export",
        "--files-from",
        "-",
        "--out",
        "c.jsonl",
        "--table",
        "articles",
    ];
    let ran = corpus.run_with(&list, b"b.qm\n\n2011/a.qm\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(paths("c.jsonl"), ["2011/a.qm", "b.qm"]);
    let list = ["export", "--files-from", "-", "--out", "d.jsonl"];
    let ran = corpus.run_with(&list, b"b.qm\nnone.qm\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("line 2 of standard input names none.qm"),
        "{}",
        ran.err
    );
    assert!(!corpus.path("d.jsonl").exists());
    assert!(refused(&corpus, &["none", "--out", "e.jsonl"]).contains("no folder or file none"));
}

#[test]
fn parts_come_to_the_whole() {
    let corpus = Corpus::sample();
    for number in 0..20 {
        let text = format!("---\nid: n{number}\n---\n[x{number}]{{by @bob}}\n");
        corpus.write(&format!("{number}.qm"), text);
    }
    written(&corpus, &["--out", "whole", "--format", "jsonl"]);
    for shard in ["1/3", "3/3", "2/3"] {
        written(
            &corpus,
            &["--out", "parts", "--format", "jsonl", "--shard", shard],
        );
    }
    for table in TABLES {
        let mut parts: Vec<String> = names(&corpus.path(&format!("parts/{table}")))
            .iter()
            .flat_map(|name| {
                let text = corpus.read(&format!("parts/{table}/{name}"));
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let whole = corpus.read(&format!("whole/{table}.jsonl"));
        let mut whole: Vec<&str> = whole.lines().collect();
        parts.sort();
        whole.sort_unstable();
        assert_eq!(parts, whole, "{table}");
    }
    assert_eq!(
        names(&corpus.path("parts/flat")),
        ["part-0.jsonl", "part-1.jsonl", "part-2.jsonl"]
    );
    // The cast is that of all articles, and stands once.
    assert_eq!(names(&corpus.path("parts/entities")), ["part-0.jsonl"]);
}

#[test]
fn a_partition_is_a_folder_a_value() {
    let corpus = Corpus::sample();
    corpus.write(
        "c.qm",
        "---\nsource: The Paper/Sunday\ndesk: news\n---\n[x]{by @bob}\n",
    );
    let by = |by| {
        written(
            &corpus,
            &["--out", by, "--format", "jsonl", "--partition", by],
        )
    };
    by("year");
    assert_eq!(
        names(&corpus.path("year/flat")),
        ["year=2011", "year=2014", "year=__HIVE_DEFAULT_PARTITION__"]
    );
    assert_eq!(names(&corpus.path("year/flat/year=2011")), ["part-0.jsonl"]);
    assert!(corpus.path("year/entities.jsonl").exists());
    // All articles have the columns of all own keys.
    let articles = rows(&corpus, "year/articles/year=2011/part-0.jsonl");
    assert_eq!(articles[0]["x_desk"], Value::Null);
    by("source");
    assert_eq!(
        names(&corpus.path("source/flat")),
        [
            "source=The%20Paper%2FSunday",
            "source=__HIVE_DEFAULT_PARTITION__"
        ]
    );
}

#[test]
fn what_is_there_stays() {
    let corpus = Corpus::sample();
    let out = ["--out", "out", "--format", "csv"];
    corpus.write("out/mine.txt", "mine");
    let said = refused(&corpus, &out);
    assert!(
        said.contains("out holds other things, such as mine.txt; name a new folder"),
        "{said}"
    );
    assert_eq!(names(&corpus.path("out")), ["mine.txt"]);
    let forced = [&out[..], &["--force"]].concat();
    written(&corpus, &forced);
    written(&corpus, &forced);
    assert_eq!(corpus.read("out/mine.txt"), "mine");
    assert_eq!(names(&corpus.path("out")).len(), TABLES.len() + 1);
    corpus.write("a.xlsx", "mine");
    let said = refused(&corpus, &["--out", "a.xlsx"]);
    assert!(
        said.contains("a.xlsx is there already; --force writes over it"),
        "{said}"
    );
    assert_eq!(corpus.read("a.xlsx"), "mine");
    let said = refused(&corpus, &["--out", "a.xlsx/b", "--format", "csv"]);
    assert!(said.contains("a.xlsx"), "{said}");
    assert!(refused(&corpus, &["--out", "b.qm", "--format", "csv"]).contains("b.qm is a file"));
}

#[test]
fn what_does_not_go_together_is_told_before_anything_is_read() {
    let corpus = Corpus::sample();
    for (arguments, expected) in [
        (
            &["--out", "x"][..],
            "does not tell the format; add --format csv",
        ),
        (
            &["--out", "x.csv", "--format", "parquet"],
            "does not go with --out x.csv",
        ),
        (
            &["--out", "x.csv", "--partition", "year"],
            "name a folder with --out",
        ),
        (
            &["--out", "x.xlsx", "--spreadsheet"],
            "--spreadsheet is for CSV",
        ),
        (
            &["--out", "2011", "--format", "xlsx"],
            "is one file; name that, such as",
        ),
        (
            &["--out", "x.csv", "--table", "flat", "--table", "roles"],
            "holds one table",
        ),
        (
            &["--out", "x.csv", "--table", "nothing"],
            "[possible values: articles",
        ),
        (
            &["--out", "x", "--format", "csv", "--shard", "4/3"],
            "a part is written `3/64`",
        ),
        (&["--out", "x.csv", "--by", "@nobody"], "--by:"),
    ] {
        let said = refused(&corpus, arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert_eq!(names(corpus.folder.path()), ["2011", "b.qm", "cast.qm"]);
}

#[test]
fn two_articles_with_one_id_are_named() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", "---\nid: b.qm\n---\nx\n");
    let said = refused(&corpus, &["--out", "out", "--format", "csv"]);
    assert!(
        said.contains("b.qm and c.qm are both known by the id b.qm"),
        "{said}"
    );
    assert!(!corpus.path("out").exists());
}

#[test]
fn a_cell_that_excel_cannot_hold_is_named_and_nothing_is_left() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", format!("[{}]{{by @bob}}\n", "x".repeat(40_000)));
    let said = refused(&corpus, &["--out", "c.xlsx"]);
    assert!(said.contains("the cell `text` in row"), "{said}");
    assert!(said.contains("has 40000 characters"), "{said}");
    assert!(said.contains("write csv, jsonl or parquet"), "{said}");
    assert_eq!(
        names(corpus.folder.path()),
        ["2011", "b.qm", "c.qm", "cast.qm"]
    );
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let corpus = Corpus::sample();
    written(&corpus, &["--out", "a.csv", "--table", "statements"]);
    assert!(corpus.read("a.csv").contains(",=1+1 was two,"));
    written(
        &corpus,
        &["--out", "b.csv", "--table", "statements", "--spreadsheet"],
    );
    let guarded = corpus.read("b.csv");
    assert!(guarded.starts_with('\u{feff}') && guarded.contains(",'=1+1 was two,"));
}

#[cfg(unix)]
#[test]
fn no_link_of_strangers_is_written_through() {
    let corpus = Corpus::sample();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), corpus.path("out")).unwrap();
    let said = refused(&corpus, &["--out", "out/tables", "--format", "csv"]);
    assert!(said.contains("is a link"), "{said}");
    std::os::unix::fs::symlink(elsewhere.path().join("a.csv"), corpus.path("a.csv")).unwrap();
    assert!(refused(&corpus, &["--out", "a.csv"]).contains("is a link"));
    assert_eq!(names(elsewhere.path()), Vec::<String>::new());
}

/// Whatever `quotes` lists, `export` writes, and the other way round.
#[cfg(unix)]
#[test]
fn one_that_is_ended_leaves_no_half_files() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    use rustix::process::{Pid, Signal, kill_process};

    let corpus = Corpus::empty();
    let statements = "[“It is so.”]{by @ann on #a} [It is not.]{by @bob against #a}\n\n".repeat(40);
    for number in 0..1_500 {
        let path = format!("articles/{number}.qm");
        corpus.write(&path, format!("---\ntitle: {number}\n---\n\n{statements}"));
    }
    for signal in [Signal::INT, Signal::TERM] {
        let arguments = ["export", "--out", "tables", "--format", "jsonl", "--force"];
        let mut command = corpus.command(&arguments);
        let mut export = command.stderr(Stdio::null()).spawn().unwrap();
        let tables = corpus.path("tables");
        let is_begun = || tables.exists() && names(&tables).len() > 3;
        let began = Instant::now();
        while !is_begun() {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "nothing is begun"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        kill_process(Pid::from_child(&export), signal).unwrap();
        assert_eq!(export.wait().unwrap().code(), Some(130));
        assert_eq!(names(&tables), Vec::<String>::new());
    }
}

#[test]
fn quotes_and_the_tables_say_the_same() {
    let corpus = Corpus::sample();
    corpus.write(
        "c.qm",
        "[x]{by \"a man\", ? of &bma to @bob} [[y]{by &nhs}]{by @ann-lee}\n",
    );
    let quotes = corpus.json(&["quotes", "--format", "json"]);
    written(&corpus, &["--out", "out", "--format", "jsonl"]);
    let statements = rows(&corpus, "out/statements.jsonl");
    let speakers = rows(&corpus, "out/statement_speakers.jsonl");
    let listed = quotes.as_array().unwrap();
    assert_eq!(listed.len(), statements.len());
    for quote in listed {
        let id = &quote["statement_id"];
        let statement = statements.iter().find(|row| row["statement_id"] == *id);
        let statement = statement.unwrap_or_else(|| panic!("{quote}"));
        for key in ["article_id", "line", "column"] {
            assert_eq!(statement[key], quote[key]);
        }
        assert_eq!(statement["kind"], quote["kind"]);
        assert_eq!(statement["date_text"], quote["date"]);
        let own = speakers
            .iter()
            .filter(|row| row["statement_id"] == statement["statement_id"]);
        let own: Vec<&Value> = own.collect();
        let shown = quote["speakers"].as_array().unwrap();
        assert_eq!(own.len(), shown.len());
        for (row, speaker) in own.into_iter().zip(shown) {
            assert_eq!(row["kind"], speaker["kind"]);
            if row["kind"] != "unknown" {
                assert_eq!(row["speaker_id"], speaker["id"]);
                assert_eq!(row["speaker_name"], speaker["name"]);
            }
        }
    }
}

#[test]
fn the_csv_of_quotes_has_the_names_of_the_tables_where_it_says_the_same() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", "[x]{by \"a man\", ?}\n");
    let quotes = corpus.good(&["quotes", "--format", "csv"]);
    let mut quotes = csv::Reader::from_reader(quotes.as_bytes());
    let headings = quotes.headers().unwrap().clone();
    written(&corpus, &["--out", "flat.csv"]);
    let flat = corpus.read("flat.csv");
    let mut flat = csv::Reader::from_reader(flat.as_bytes());
    let columns = flat.headers().unwrap().clone();
    let flat: Vec<csv::StringRecord> = flat.records().map(Result::unwrap).collect();
    let shared = headings
        .iter()
        .filter(|heading| columns.iter().any(|column| column == *heading));
    let shared: Vec<&str> = shared.collect();
    assert_eq!(
        shared,
        [
            "line",
            "article_id",
            "statement_id",
            "title",
            "source_id",
            "source_name",
            "date_text",
            "speaker_id",
            "speaker_name",
            "role_then",
            "org_ids",
            "org_names",
            "kind",
            "speaker_kind"
        ]
    );
    let cell = |names: &csv::StringRecord, row: &csv::StringRecord, name: &str| {
        let place = names.iter().position(|other| other == name).unwrap();
        row[place].to_owned()
    };
    let mut compared = 0;
    for quote in quotes.records().map(Result::unwrap) {
        let id = cell(&headings, &quote, "statement_id");
        let mut rows = flat
            .iter()
            .filter(|row| cell(&columns, row, "statement_id") == id);
        let row = rows.next().unwrap();
        if rows.next().is_some() {
            assert_eq!(cell(&headings, &quote, "speaker_id"), "; ");
            assert_eq!(cell(&headings, &quote, "speaker_kind"), "unnamed; unknown");
            continue;
        }
        for name in &shared {
            assert_eq!(
                cell(&headings, &quote, name),
                cell(&columns, row, name),
                "{name}"
            );
        }
        compared += 1;
    }
    assert_eq!(compared, 3);
}

/// How many there are of each, as `count` prints it.
fn counts(corpus: &Corpus, arguments: &[&str], key: &str) -> BTreeMap<String, u64> {
    let rows = corpus.json(&[&["count"], arguments, &["--format", "json"]].concat());
    let rows = rows.as_array().unwrap().iter();
    let rows = rows.map(|row| {
        let statements = row["statements"].as_u64().unwrap();
        (row[key].as_str().unwrap_or("–").to_owned(), statements)
    });
    rows.collect()
}

#[test]
fn counts_are_those_of_the_export_and_of_quotes_and_speakers() {
    let corpus = Corpus::sample();
    corpus.write(
        "c.qm",
        "[x]{by \"a man\", ? of &bma to @bob} [[y]{by &nhs}]{by @ann-lee}\n",
    );
    written(&corpus, &["--out", "t", "--format", "jsonl"]);
    let by_speaker = counts(&corpus, &["--by", "speaker"], "speaker_id");
    let mut in_rows: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows(&corpus, "t/statement_speakers.jsonl") {
        let id = row["speaker_id"].as_str().map(str::to_owned);
        *in_rows.entry(id.unwrap_or("–".into())).or_default() += 1;
    }
    for (id, count) in &by_speaker {
        if id == "–" {
            continue;
        }
        assert_eq!(Some(count), in_rows.get(id), "{id}");
        let quotes = corpus.json(&["quotes", "--by", id, "--format", "json"]);
        assert_eq!(quotes.as_array().unwrap().len() as u64, *count, "{id}");
    }
    let speakers = corpus.json(&["speakers", "--format", "json"]);
    for row in speakers.as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let count = by_speaker.get(id).copied().unwrap_or(0);
        assert_eq!(row["quotes"].as_u64(), Some(count), "{id}");
    }
    for (topic, count) in counts(&corpus, &["--by", "topic"], "topic_id") {
        if topic != "–" {
            let quotes = corpus.json(&["quotes", "--on", &topic, "--format", "json"]);
            assert_eq!(quotes.as_array().unwrap().len() as u64, count, "{topic}");
        }
    }
    let csv = corpus.good(&["count", "--by", "topic,stance", "--format", "csv"]);
    assert!(csv.starts_with("topic_id,topic_name,stance,statements,articles\n"));
    let refused = corpus.run(&["count", "--by", "topic,topic"]);
    assert_eq!((refused.code, &*refused.out), (2, ""), "{}", refused.err);
}

#[test]
fn a_page_shows_the_corpus_and_writes_over_nothing() {
    let corpus = Corpus::sample();
    let ran = corpus.run(&["report", "--out", "page.html"]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
    let quotes = corpus.json(&["quotes", "--format", "json"]);
    let count = quotes.as_array().unwrap().len();
    assert!(
        ran.err.contains(&format!("wrote {count} statement")),
        "{}",
        ran.err
    );
    let page = corpus.read("page.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains(&format!("<dt>statements</dt><dd>{count}</dd>")));
    for (arguments, why) in [
        (&["report", "--out", "page.html"][..], "--force"),
        (&["report", "--out", "page.txt"], ".html"),
        (&["report", "--out", "b.html", "--by", "@nobody"], "@nobody"),
    ] {
        let refused = corpus.run(arguments);
        assert_eq!(
            (refused.code, &*refused.out),
            (2, ""),
            "{arguments:?}: {}",
            refused.err
        );
        assert!(refused.err.contains(why), "{}", refused.err);
    }
    assert_eq!(corpus.read("page.html"), page);
    assert!(!corpus.path("b.html").exists() && !corpus.path("page.txt").exists());
    let ran = corpus.run(&["report", "--out", "page.html", "--force", "--title", "T"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(corpus.read("page.html").contains("<h1>T</h1>"));
}
