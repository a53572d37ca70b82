//! What stands in DNA's database and event list, read back.

use quotemark_analysis::coded::{
    Article, Cast, Entity, EntityKind, Named, Note, Span, Speaker, SpeakerKind, Statement, Topic,
};
use rusqlite::Connection;

use super::*;
use crate::{FormWriter, Loss};

fn entity(id: &str, name: &str) -> Entity {
    Entity {
        id: id.into(),
        kind: EntityKind::of_id(id),
        name: Some(name.into()),
        ..Entity::default()
    }
}

fn cast() -> Cast {
    let mut ann = entity("@ann", "Ann Lee");
    ann.aliases = vec![("Dr Lee".into(), None), ("x".repeat(300), None)];
    ann.own = vec![("type".into(), "Doctor".into())];
    Cast {
        entities: vec![
            entity("#cuts", "Cuts"),
            entity("&bma", "BMA"),
            entity("&nhs", "NHS"),
            ann,
        ],
    }
}

fn named(id: &str) -> Named {
    Named {
        id: id.into(),
        name: id.into(),
    }
}

fn speaker(id: &str, organisations: &[&str]) -> Speaker {
    Speaker {
        id: Some(id.into()),
        name: Some(id.into()),
        kind: match EntityKind::of_id(id) {
            EntityKind::Organisation => SpeakerKind::Organisation,
            _ => SpeakerKind::Person,
        },
        role: None,
        organisations: organisations.iter().map(|id| named(id)).collect(),
    }
}

fn topic(id: &str, stance: i32) -> Topic {
    Topic {
        id: id.into(),
        name: id.into(),
        stance,
    }
}

/// Where words stand in a text.
fn span(text: &str, words: &str) -> Span {
    let before = &text[..text.find(words).unwrap()];
    let (start, start_utf16) = (before.chars().count(), before.encode_utf16().count());
    Span {
        start,
        end: start + words.chars().count(),
        start_utf16,
        end_utf16: start_utf16 + words.encode_utf16().count(),
    }
}

fn said(text: &str, words: &str, speakers: Vec<Speaker>, topics: Vec<Topic>) -> Statement {
    Statement {
        text: words.into(),
        span: span(text, words),
        fragments: vec![span(text, words)],
        line: 3,
        speakers,
        topics,
        ..Statement::default()
    }
}

fn articles() -> Vec<Article> {
    let text = "😀 one\r\ntwo; \"three\"\rfour\n";
    let unnamed = Speaker {
        name: Some("a man".into()),
        kind: SpeakerKind::Unnamed,
        organisations: vec![named("&nhs")],
        ..Speaker::default()
    };
    let first = Article {
        key: "a".into(),
        path: "a.qm".into(),
        title: Some("é".repeat(300)),
        coder: Some("Eve".into()),
        own: vec![("section".into(), "news".into())],
        text: text.into(),
        statements: vec![
            said(
                text,
                "one",
                vec![
                    speaker("@ann", &["&bma", "&nhs"]),
                    speaker("&bma", &["&bma"]),
                ],
                vec![topic("#cuts", -1), topic("#cuts", 0)],
            ),
            said(text, "two; \"three\"", vec![unnamed], Vec::new()),
            said(text, "four", Vec::new(), vec![topic("#cuts", 1)]),
            Statement::default(),
        ],
        notes: vec![Note {
            span: span(text, "four"),
            text: "four".into(),
            note: "sic".into(),
        }],
        ..Article::default()
    };
    let second = Article {
        key: "b".into(),
        path: "b.qm".into(),
        date: Some("2011-11-01".parse().unwrap()),
        date_text: Some("2011-11".into()),
        ..Article::default()
    };
    vec![first, second]
}

fn kinds(losses: &[Loss]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = losses.iter().map(|loss| loss.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn written(neutral: Neutral) -> (tempfile::NamedTempFile, Vec<Loss>) {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut database = Box::new(DnaDatabase::begin(file.path(), &cast(), neutral).unwrap());
    database.write(&articles()).unwrap();
    let losses = database.take_losses();
    database.finish().unwrap();
    (file, losses)
}

fn lines(connection: &Connection, query: &str) -> Vec<String> {
    let mut query = connection.prepare(query).unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

const CODED: &str = "SELECT s.ID || ' ' || d.ID || ' ' || Start || '-' || Stop || ' ' || \
    group_concat(e.VariableId || e.Value, '|') || ' ' || b.Value FROM STATEMENTS s \
    JOIN DOCUMENTS d ON d.ID = s.DocumentId \
    JOIN DATASHORTTEXT t ON t.StatementId = s.ID JOIN ENTITIES e ON e.ID = t.Entity \
    JOIN DATABOOLEAN b ON b.StatementId = s.ID GROUP BY s.ID ORDER BY s.ID";

#[test]
fn the_database_holds_every_statement_and_breaks_no_constraint() {
    let (file, losses) = written(Neutral::Apart);
    let connection = Connection::open(file.path()).unwrap();
    assert_eq!(lines(&connection, "PRAGMA integrity_check"), ["ok"]);
    assert!(lines(&connection, "PRAGMA foreign_key_check").is_empty());
    assert_eq!(
        lines(&connection, CODED),
        [
            "1 1 3-6 1Ann Lee|2BMA|3Cuts 0",
            "2 1 3-6 1Ann Lee|2BMA|3Cuts (no side) 1",
            "3 1 3-6 1Ann Lee|2NHS|3Cuts 0",
            "4 1 3-6 1Ann Lee|2NHS|3Cuts (no side) 1",
            "5 1 3-6 1|2BMA|3Cuts 0",
            "6 1 3-6 1|2BMA|3Cuts (no side) 1",
            "7 1 7-19 1a man [a]|2NHS|3 1",
            "8 1 20-24 1|2|3Cuts 1",
        ]
    );
    let text = lines(&connection, "SELECT Text FROM DOCUMENTS WHERE ID = 1");
    assert_eq!(text, ["😀 one\ntwo; \"three\"\nfour\n"]);
    let notes = lines(
        &connection,
        "SELECT Start || '-' || Stop || ' ' || Value FROM STATEMENTS s JOIN DATALONGTEXT t ON \
         t.StatementId = s.ID",
    );
    assert_eq!(notes, ["20-24 sic"]);
    let documents = lines(
        &connection,
        "SELECT LENGTH(Title) || ' ' || c.Name || ' ' || Section || ' ' || Date FROM DOCUMENTS d \
         JOIN CODERS c ON c.ID = d.Coder",
    );
    assert_eq!(documents, ["190 Eve news 0", "0 Admin  1320105600"]);
    let notes = lines(&connection, "SELECT Notes FROM DOCUMENTS ORDER BY ID");
    assert_eq!(notes[0], format!("id: a\ntitle: {}\n", "é".repeat(300)));
    assert_eq!(notes[1], "id: b\ndate: 2011-11\n");
    let attributes = lines(
        &connection,
        "SELECT AttributeVariable || ': ' || LENGTH(AttributeValue) FROM ATTRIBUTEVALUES v \
         JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId \
         JOIN ENTITIES e ON e.ID = v.EntityId WHERE e.Value = 'Ann Lee'",
    );
    assert_eq!(attributes, ["Type: 6", "Alias: 190", "Notes: 4"]);
    assert_eq!(
        kinds(&losses),
        [
            "articles whose lines do not end in a line feed alone",
            "articles without a date",
            "dates of a month or a year",
            "speakers in words alone",
            "statements and notes without words",
            "statements of several speakers, organisations or topics",
            "statements that take no side",
            "titles and other fields of more than 190 characters",
            "types and other names of more than 190 characters",
        ]
    );
}

#[test]
fn a_statement_without_a_side_is_what_is_said_of_it() {
    let concepts = |neutral| {
        let (file, _) = written(neutral);
        let connection = Connection::open(file.path()).unwrap();
        lines(&connection, CODED)
            .iter()
            .filter(|line| line.contains("Cuts"))
            .map(|line| line.split_once("|3").unwrap().1.to_owned())
            .collect::<Vec<_>>()
    };
    let twice = ["Cuts 0", "Cuts 1"];
    assert_eq!(
        concepts(Neutral::Agree),
        [&twice[..], &twice, &twice, &["Cuts 1"]].concat()
    );
    assert_eq!(
        concepts(Neutral::LeaveOut),
        ["Cuts 0", "Cuts 0", "Cuts 0", "Cuts 1"]
    );
}

#[test]
fn an_event_list_holds_the_same_statements() {
    let mut out = Vec::new();
    let mut list = Box::new(EventList::new(&mut out, &cast(), Neutral::Apart).unwrap());
    list.write(&articles()).unwrap();
    let losses = list.take_losses();
    list.finish().unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&*out);
    let headings = reader.headers().unwrap();
    assert_eq!(&headings[0], "statement_id");
    assert_eq!(&headings[15], "document_type");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8);
    let row: Vec<&str> = rows[6].iter().take(11).collect();
    assert_eq!(
        row,
        [
            "7",
            "1970-01-01 00:00:00",
            "a man [a]",
            "NHS",
            "",
            "1",
            "7",
            "19",
            "two; \"three\"",
            "2",
            "1"
        ]
    );
    // No database bounds it.
    assert_eq!(rows[0][11], *"é".repeat(300));
    assert!(kinds(&losses).contains(&"notes"));
}
