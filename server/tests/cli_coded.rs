//! `quotemark import` of a database of coded articles: the real binary, and what comes of it
//! in an export.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

#[path = "../formats/src/dna/test_database.rs"]
mod dna;
#[allow(dead_code, reason = "tests write no more than tables")]
#[path = "../formats/src/dna/schema.rs"]
mod schema;

use rusqlite::Connection;
use support::Corpus;

const FIRST: &str =
    "😀 “We will not pay,” Ann said [twice]. Bob disagreed: we must pay.\n\nSo it ended.";
const SECOND: &str = "Nobody spoke, but the paper: pay!";

/// A statement: document, words, person, organization, concept, agreement.
type Row = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
);

/// They cross, are equal, run over a blank line, and have nobody or no organisation.
const ROWS: &[Row] = &[
    (
        1,
        "“We will not pay,”",
        "Ann \"A\" O'Neill",
        "Union",
        "Fees: {pay}",
        0,
    ),
    (
        1,
        "“We will not pay,”",
        "Ann \"A\" O'Neill",
        "Union",
        "Peace",
        1,
    ),
    (
        1,
        "Ann said [twice]. Bob disagreed",
        "Bob",
        "",
        "Fees: {pay}",
        0,
    ),
    (
        1,
        "[twice]. Bob disagreed: we must pay.",
        "Bob",
        "State",
        "Fees: {pay}",
        1,
    ),
    (1, "we must pay.\n\nSo it", "Bob", "Union", "Peace", 1),
    (2, "pay!", "", "The Paper", "Fees: {pay}", 1),
    (2, "Nobody spoke", "", "", "Peace", 1),
];

/// A database of DNA with these, at a path.
fn write_database(path: &std::path::Path) {
    let connection = Connection::open(path).unwrap();
    dna::begin(&connection, &schema::tables());
    connection
        .execute_batch("INSERT INTO STATEMENTS VALUES (100, 2, 1, 0, 4, 1)")
        .unwrap();
    for (id, text) in [(1, FIRST), (2, SECOND)] {
        let title = format!("Fees {id}: a \"row\"");
        let document = dna::Document {
            id,
            title: &title,
            text,
            source: "The Paper",
            section: "",
            notes: "",
            seconds: 1306886400,
        };
        dna::document(&connection, &document);
    }
    for (id, (document, words, person, organization, concept, agrees)) in (1..).zip(ROWS) {
        let text = if *document == 1 { FIRST } else { SECOND };
        let said = dna::Said {
            document: *document,
            place: dna::units(text, words),
            values: [person, organization, concept],
            agrees: *agrees,
        };
        dna::state(&connection, id, &said);
    }
    connection.close().unwrap();
}

/// The statements of a database, each with all that makes it.
fn statements(path: &std::path::Path) -> Vec<String> {
    dna::statements(&Connection::open(path).unwrap())
}

#[test]
fn a_database_comes_in_and_goes_out_with_every_statement() {
    let corpus = Corpus::empty();
    write_database(&corpus.path("coded.bin"));
    let ran = corpus.run(&["import", "coded.bin", "--losses", "lost.txt"]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
    let said = "wrote 2 articles with 6 statements, and a cast of 7, to coded;";
    assert!(ran.err.contains(said), "{}", ran.err);
    let lost = corpus.read("lost.txt");
    let lines: Vec<&str> = lost.lines().collect();
    assert_eq!(lines.len(), 1, "{lost}");
    assert!(lines[0].starts_with("2011-06-01-fees-1-a-row.qm\tstatements of other types than"));
    assert!(lines[0].ends_with("\tStory 0–4"));
    let article = corpus.read("coded/2011-06-01-fees-1-a-row.qm");
    let body = article.split_once("\n---\n\n").unwrap().1;
    assert_eq!(
        body,
        "😀 [“We will not pay,”]{by @ann-a-oneill of &union for #peace against #fees-pay} [Ann said \
         ]{by @bob against #fees-pay}[[[twice]. Bob disagreed]{more}: ]{by @bob of &state for #fees-pay}\
         [[we must pay.]{more}]{by @bob of &union for #peace}\n\n[So it]{more} ended."
    );
    assert!(
        article.contains(
            "\nsource: The Paper\nid: 2011-06-01-fees-1-a-row\ncoder: Co 'Der'\nsealed: "
        )
    );
    // The words are those of the database, and nothing is wrong with what was made of it.
    let words = corpus.good(&["strip", "coded/2011-06-01-fees-1-a-row.qm"]);
    assert_eq!(words, FIRST);
    let ran = corpus.run(&["check", "coded"]);
    assert!(
        ran.out.contains("no errors, no warnings, 3 remarks"),
        "{}",
        ran.out
    );
    let ran = corpus.run(&["export", "coded", "--out", "again.dna"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let expected = statements(&corpus.path("coded.bin"));
    assert_eq!(expected.len(), ROWS.len());
    assert_eq!(statements(&corpus.path("again.dna")), expected);
    // And in again, with the same ids.
    let ran = corpus.run(&["import", "again.dna", "--out", "third"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let third = corpus.read("third/2011-06-01-fees-1-a-row.qm");
    assert_eq!(third, article);
}

#[test]
fn a_database_is_refused_where_it_cannot_go() {
    let corpus = Corpus::empty();
    write_database(&corpus.path("coded.dna"));
    let refused = |arguments: &[&str]| {
        let ran = corpus.run(&[&["import"], arguments].concat());
        assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}: {}", ran.err);
        ran.err
    };
    let why = refused(&["coded.dna", "--out", "-"]);
    assert!(why.contains("name a new folder with --out"), "{why}");
    let why = refused(&["coded.dna", "--title", "x"]);
    assert!(why.contains("--title is for texts"), "{why}");
    corpus.write("a.txt", "Words.");
    let why = refused(&["coded.dna", "a.txt"]);
    assert!(why.contains("import it by itself"), "{why}");
    let why = refused(&["a.txt", "--losses", "l.txt"]);
    assert!(why.contains("--losses is for coded articles"), "{why}");
    corpus.write("full/a.txt", "Words.");
    let why = refused(&["coded.dna", "--out", "full"]);
    assert!(why.contains("name a new folder with --out"), "{why}");
    corpus.write("not.dna", b"SQLite format 3\0 and no more");
    let why = refused(&["not.dna"]);
    assert!(why.contains("not.dna is cut off"), "{why}");
    assert!(!corpus.path("not").exists() && !corpus.path("coded").exists());
}
