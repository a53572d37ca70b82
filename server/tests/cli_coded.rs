//! `quotemark import` of a database of coded articles: the real binary, and what comes of it
//! in an export.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use rusqlite::{Connection, params};
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
    connection
        .execute_batch(
            "CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title, Text, Coder, Author, Source, Section, \
             Notes, Type, Date);
             CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name);
             CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId, DocumentId, Start, Stop, Coder);
             CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label);
             CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable, DataType, StatementTypeId);
             CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId, Value, ChildOf);
             CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId, VariableId, Entity);
             CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId, VariableId, Value);
             INSERT INTO CODERS VALUES (1, 'Admin'), (2, 'Cy');
             INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement'), (2, 'Story');
             INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1),
                 (2, 'organization', 'short text', 1), (3, 'concept', 'short text', 1),
                 (4, 'agreement', 'boolean', 1), (5, 'hero', 'short text', 2);
             INSERT INTO STATEMENTS VALUES (100, 2, 1, 0, 4, 1);",
        )
        .unwrap();
    for (id, text) in [(1, FIRST), (2, SECOND)] {
        let title = format!("Fees {id}: a \"row\"");
        let insert =
            "INSERT INTO DOCUMENTS VALUES (?1, ?2, ?3, 2, '', 'The Paper', '', '', '', 1306886400)";
        connection
            .execute(insert, params![id, title, text])
            .unwrap();
    }
    for (id, (document, words, person, organization, concept, agrees)) in (1..).zip(ROWS) {
        let text = if *document == 1 { FIRST } else { SECOND };
        let at = text.find(words).unwrap();
        let start = text[..at].encode_utf16().count();
        let stop = start + words.encode_utf16().count();
        let insert = "INSERT INTO STATEMENTS VALUES (?1, 1, ?2, ?3, ?4, 2)";
        let place = params![id, document, start as i64, stop as i64];
        connection.execute(insert, place).unwrap();
        for (variable, value) in [(1, person), (2, organization), (3, concept)] {
            let known = "SELECT ID FROM ENTITIES WHERE VariableId = ?1 AND Value = ?2";
            let known = connection.query_row(known, params![variable, value], |row| row.get(0));
            let entity: i64 = known.unwrap_or_else(|_| {
                let insert = "INSERT INTO ENTITIES(VariableId, Value) VALUES (?1, ?2)";
                connection
                    .execute(insert, params![variable, value])
                    .unwrap();
                connection.last_insert_rowid()
            });
            let insert =
                "INSERT INTO DATASHORTTEXT(StatementId, VariableId, Entity) VALUES (?1, ?2, ?3)";
            connection
                .execute(insert, params![id, variable, entity])
                .unwrap();
        }
        let insert = "INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (?1, 4, ?2)";
        connection.execute(insert, params![id, agrees]).unwrap();
    }
    connection.close().unwrap();
}

/// The statements of a database, each with all that makes it.
fn statements(path: &std::path::Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let value = |variable: u8| {
        format!(
            "(SELECT Value FROM ENTITIES e JOIN DATASHORTTEXT d ON d.Entity = e.ID \
             WHERE d.StatementId = s.ID AND d.VariableId = {variable})"
        )
    };
    let select = format!(
        "SELECT Text || '|' || Start || '|' || Stop || '|' || {} || '|' || {} || '|' || {} || '|' || b.Value \
         FROM STATEMENTS s JOIN DOCUMENTS t ON t.ID = s.DocumentId JOIN DATABOOLEAN b ON b.StatementId = s.ID",
        value(1),
        value(2),
        value(3)
    );
    let mut statement = connection.prepare(&select).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    let mut rows: Vec<String> = rows.map(Result::unwrap).collect();
    rows.sort();
    rows
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
        article.contains("\nsource: The Paper\nid: 2011-06-01-fees-1-a-row\ncoder: Cy\nsealed: ")
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
