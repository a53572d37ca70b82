//! `quotemark export` in the forms of other tools: the real binary, and what it leaves on
//! the disk.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use support::{Corpus, Ran};

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

#[test]
fn what_dna_cannot_hold_is_said_and_listed() {
    let corpus = Corpus::sample();
    let ran = written(&corpus, &["--out", "c.dna", "--losses", "lost.txt"]);
    assert!(corpus.path("c.dna").exists());
    let said = |what: &str| assert!(ran.err.contains(what), "{what}: {}", ran.err);
    said("statements that take no side are about a concept of their own");
    said("(1: 2011/a.qm:8)");
    said("lost.txt lists them all");
    said("wrote 3 statements of 2 articles to c.dna");
    let list = corpus.read("lost.txt");
    assert!(list.contains("2011/a.qm:6\tstatements in several fragments reach from"));
    assert!(list.contains("2011/a.qm\tmentions were left out, as DNA has none\t2\n"));
    let again = refused(&corpus, &["--out", "c.dna"]);
    assert!(again.contains("--force writes over it"), "{again}");
    written(&corpus, &["--out", "c.dna", "--force"]);
}

#[test]
fn an_event_list_is_written_by_its_name_and_no_table() {
    let corpus = Corpus::sample();
    written(&corpus, &["--out", "e.csv", "--format", "dna-csv"]);
    let list = corpus.read("e.csv");
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines[0].starts_with("\"statement_id\";\"time\";\"person\""));
    assert_eq!(
        lines[1].split(";\"“No").next(),
        Some("1;2011-05-01 00:00:00;\"Ann Lee\";\"British Medical Association\";\"Cuts\";0;5;36")
    );
    written(
        &corpus,
        &["--out", "f.csv", "--format", "dna-csv", "--by", "&bma"],
    );
    assert_eq!(corpus.read("f.csv").lines().count(), 2);
}

#[test]
fn what_is_for_tables_makes_no_sense_of_a_form() {
    let corpus = Corpus::sample();
    for option in [
        &["--table", "flat"][..],
        &["--partition", "year"],
        &["--shard", "1/2"],
    ] {
        let arguments = [&["--out", "c.dna"][..], option].concat();
        let why = refused(&corpus, &arguments);
        assert!(why.contains("is for tables, and dna is no table"), "{why}");
    }
    let why = refused(&corpus, &["--out", "c.csv", "--losses", "l.txt"]);
    assert!(
        why.contains("--losses does not go with --format csv"),
        "{why}"
    );
    let why = refused(&corpus, &["--out", "c.csv", "--neutral", "agree"]);
    assert!(why.contains("--neutral does not go with"), "{why}");
    let why = refused(&corpus, &["--out", "c.dna", "--format", "dna-csv"]);
    assert!(why.contains("--format dna-csv does not go with"), "{why}");
    assert!(!corpus.path("c.dna").exists());
}

#[test]
fn a_form_of_several_files_is_a_folder_that_was_not_there() {
    let corpus = Corpus::sample();
    written(&corpus, &["--out", "b", "--format", "brat"]);
    let annotations = corpus.read("b/2011_a.ann");
    assert!(annotations.starts_with("T1\tStatement 4 14;25 35\t“No cuts,” “Not now.”\n"));
    assert_eq!(std::fs::read_dir(corpus.path("b")).unwrap().count(), 5);
    let why = refused(&corpus, &["--out", "b", "--format", "brat", "--force"]);
    assert!(why.contains("name a new folder"), "{why}");
    // What lies beside while it is written does not stay.
    let names = std::fs::read_dir(corpus.folder.path()).unwrap();
    let hidden = names.filter(|name| {
        let name = name.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with('.')
    });
    assert_eq!(hidden.count(), 0);
}

#[test]
fn annotations_and_the_cast_are_json() {
    let corpus = Corpus::sample();
    written(&corpus, &["--out", "w.jsonld"]);
    let page: serde_json::Value = serde_json::from_str(&corpus.read("w.jsonld")).unwrap();
    assert_eq!(page["items"].as_array().unwrap().len(), 6);
    let ran = written(&corpus, &["--out", "c.json", "--format", "popolo"]);
    assert!(ran.err.contains("wrote the cast to c.json"), "{}", ran.err);
    let cast: serde_json::Value = serde_json::from_str(&corpus.read("c.json")).unwrap();
    assert_eq!(cast["memberships"][1]["organization_id"], "&nhs");
}

#[test]
fn a_project_is_written_by_its_name() {
    let corpus = Corpus::sample();
    let ran = written(&corpus, &["--out", "c.qdpx", "--losses", "lost.txt"]);
    let said = "wrote 3 statements of 2 articles to c.qdpx";
    assert!(ran.err.contains(said), "{}", ran.err);
    let list = corpus.read("lost.txt");
    let fragments = "2011/a.qm:6\tstatements in several fragments are a selection for each";
    assert!(list.contains(fragments), "{list}");
    let bytes = std::fs::read(corpus.path("c.qdpx")).unwrap();
    assert!(bytes.starts_with(b"PK\x03\x04"));
    written(&corpus, &["--out", "c.qdpx", "--force"]);
    assert_eq!(std::fs::read(corpus.path("c.qdpx")).unwrap(), bytes);
}
