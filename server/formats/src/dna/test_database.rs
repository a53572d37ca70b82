//! A database as DNA writes one, for the tests of the reader and of the command line.

use rusqlite::{Connection, params};

/// A document of the coder 2.
pub struct Document<'a> {
    pub id: i64,
    pub title: &'a str,
    pub text: &'a str,
    pub source: &'a str,
    pub section: &'a str,
    pub notes: &'a str,
    pub seconds: i64,
}

/// A statement of the coder 2: where it stands in UTF-16 units, its person, organization and concept,
/// and whether it agrees.
pub struct Said<'a> {
    pub document: i64,
    pub place: (usize, usize),
    pub values: [&'a str; 3],
    pub agrees: i64,
}

/// Makes the tables, two coders, and the types of statements that DNA has.
pub fn begin(connection: &Connection, tables: &str) {
    let run = |sql: &str| connection.execute_batch(sql).unwrap();
    run("PRAGMA foreign_keys = OFF;");
    run(tables);
    run(
        "INSERT INTO CODERS(ID, Name, Password) VALUES (1, 'Admin', ''), (2, 'Co ''Der''', '');
         INSERT INTO STATEMENTTYPES(ID, Label) VALUES (1, 'DNA Statement'), (2, 'Story'), (3, 'Annotation');
         INSERT INTO VARIABLES(ID, Variable, DataType, StatementTypeId) VALUES
             (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
             (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1),
             (5, 'hero', 'short text', 2), (6, 'strength', 'integer', 2), (7, 'note', 'long text', 3);",
    );
}

/// Adds a document.
pub fn document(connection: &Connection, one: &Document<'_>) {
    let insert = "INSERT INTO DOCUMENTS(ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date) \
                  VALUES (?1, ?2, ?3, 2, '', ?4, ?5, ?6, '', ?7)";
    let fields = params![
        one.id,
        one.title,
        one.text,
        one.source,
        one.section,
        one.notes,
        one.seconds
    ];
    connection.execute(insert, fields).unwrap();
}

/// Adds a statement, and those of its values that are not there.
pub fn state(connection: &Connection, id: i64, said: &Said<'_>) {
    let insert = "INSERT INTO STATEMENTS VALUES (?1, 1, ?2, ?3, ?4, 2)";
    let (start, stop) = (said.place.0 as i64, said.place.1 as i64);
    connection
        .execute(insert, params![id, said.document, start, stop])
        .unwrap();
    for (variable, value) in (1..).zip(said.values) {
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
    connection
        .execute(insert, params![id, said.agrees])
        .unwrap();
}

/// Where words stand in a text.
pub fn units(text: &str, words: &str) -> (usize, usize) {
    let at = text.find(words).unwrap();
    let start = text[..at].encode_utf16().count();
    (start, start + words.encode_utf16().count())
}

/// The statements, each with all that makes it and no number that means nothing, in order.
pub fn statements(connection: &Connection) -> Vec<String> {
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
