//! The same rows in every format, read back.

use std::fs::File;
use std::io::{Read, Write};

use calamine::{Data, Reader, Xlsx};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;
use quotemark_analysis::table::{Cell, Column, Kind, Rows, Schema};
use serde_json::Value;

use crate::csv::Csv;
use crate::jsonl::JsonLines;
use crate::parquet::Parquet;
use crate::sqlite::Database;
use crate::xlsx::Book;
use crate::{BETWEEN, Error, TableWriter};

fn schema() -> Schema {
    let column = |name: &'static str, kind, nullable| Column {
        name: name.into(),
        kind,
        nullable,
        doc: "".into(),
    };
    Schema {
        name: "sample",
        columns: vec![
            column("text", Kind::Text, false),
            column("words", Kind::Text, true),
            column("from", Kind::Date, true),
            column("day", Kind::Date, false),
            column("number", Kind::Int, true),
            column("is", Kind::Bool, true),
            column("list", Kind::Texts, false),
            column("maybe \"list\"", Kind::Texts, true),
        ],
    }
}

/// A row that owns what it says.
#[derive(Debug, Clone)]
struct Row {
    text: String,
    words: Option<String>,
    from: Option<i16>,
    number: Option<i32>,
    is: Option<bool>,
    list: Vec<String>,
    maybe: Option<Vec<String>>,
}

impl Row {
    fn push_to(&self, rows: &mut Rows) {
        fn borrowed(list: &[String]) -> Cell<'_> {
            Cell::Texts(list.iter().map(String::as_str).collect())
        }
        rows.push(&[
            Cell::Text(&self.text),
            Cell::text(self.words.as_deref()),
            Cell::date(self.from.map(jiff_date)),
            Cell::Date(jiff_date(1999)),
            self.number.map_or(Cell::Null, Cell::Int),
            self.is.map_or(Cell::Null, Cell::Bool),
            borrowed(&self.list),
            self.maybe.as_deref().map_or(Cell::Null, borrowed),
        ]);
    }
}

fn jiff_date(year: i16) -> quotemark_analysis::syntax::Date {
    quotemark_analysis::syntax::Date::constant(year, 3, 1)
}

fn table(rows: &[Row]) -> Rows {
    let mut table = Rows::of(&schema());
    for row in rows {
        row.push_to(&mut table);
    }
    table
}

/// The rows as JSON, a list an array.
fn expected(rows: &Rows) -> Vec<Vec<Value>> {
    let cell = |cell: &Cell<'_>| match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => (*number).into(),
        Cell::Bool(is) => (*is).into(),
        Cell::Text(text) => (*text).into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Texts(texts) => texts.to_vec().into(),
    };
    rows.iter()
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

/// The same where one text holds a list, and an empty one is nothing.
fn expected_as_text(rows: &Rows) -> Vec<Vec<Value>> {
    let text = |value: Value| match value {
        Value::Array(texts) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            Value::from(texts.join(BETWEEN))
        }
        other => other,
    };
    let nothing = |value: Value| if value == "" { Value::Null } else { value };
    let rows = expected(rows).into_iter();
    rows.map(|row| row.into_iter().map(text).map(nothing).collect())
        .collect()
}

/// Bytes of a format that writes one table, in two steps.
fn written(rows: &Rows, begin: impl FnOnce(File) -> Box<dyn TableWriter>) -> File {
    let file = tempfile::tempfile().unwrap();
    let mut writer = begin(file.try_clone().unwrap());
    let all: Vec<_> = rows.iter().collect();
    let (first, rest) = all.split_at(all.len() / 2);
    for cells in [first, rest] {
        let mut part = Rows::of(&schema());
        cells.iter().for_each(|row| part.push(row));
        writer.write(part).unwrap();
    }
    writer.finish().unwrap();
    std::io::Seek::rewind(&mut &file).unwrap();
    file
}

fn from_csv(rows: &Rows) -> Vec<Vec<Value>> {
    let file = written(rows, |file| {
        Box::new(Csv::new(file, &schema(), false).unwrap())
    });
    let mut reader = csv::Reader::from_reader(file);
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        names,
        schema()
            .columns
            .iter()
            .map(|column| &*column.name)
            .collect::<Vec<_>>()
    );
    let record = |record: csv::StringRecord| {
        record
            .iter()
            .zip(&schema().columns)
            .map(|(text, column)| match (text, column.kind) {
                ("", _) => Value::Null,
                (text, Kind::Int) => text.parse::<i32>().unwrap().into(),
                (text, Kind::Bool) => text.parse::<bool>().unwrap().into(),
                (text, _) => text.into(),
            })
            .collect::<Vec<_>>()
    };
    reader.records().map(|read| record(read.unwrap())).collect()
}

fn from_jsonl(rows: &Rows) -> Vec<Vec<Value>> {
    let mut file = written(rows, |file| {
        Box::new(JsonLines::new(file, &schema()).unwrap())
    });
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let row = |line: &str| {
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        let columns = &schema().columns;
        assert_eq!(object.len(), columns.len());
        columns
            .iter()
            .map(|column| object[&*column.name].clone())
            .collect()
    };
    text.lines().map(row).collect()
}

fn from_parquet(rows: &Rows) -> Vec<Vec<Value>> {
    let file = written(rows, |file| {
        Box::new(Parquet::new(file, &schema()).unwrap())
    });
    let reader = SerializedFileReader::new(file).unwrap();
    let field = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Int(number) => (*number).into(),
        Field::Bool(is) => (*is).into(),
        Field::Str(text) => text.as_str().into(),
        Field::Date(days) => {
            let first: quotemark_analysis::syntax::Date = "1970-01-01".parse().unwrap();
            let mut at = first;
            // Only the first of March occurs.
            while quotemark_analysis::table::days_since_1970(at) < *days {
                at = jiff_date(at.year() + 1);
            }
            while quotemark_analysis::table::days_since_1970(at) > *days {
                at = jiff_date(at.year() - 1);
            }
            at.to_string().into()
        }
        Field::ListInternal(list) => {
            let texts = list.elements().iter().map(|text| match text {
                Field::Str(text) => Value::from(text.as_str()),
                other => panic!("{other:?}"),
            });
            texts.collect()
        }
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| {
        let row = row.unwrap();
        row.get_column_iter().map(|(_, cell)| field(cell)).collect()
    })
    .collect()
}

fn from_sqlite(rows: &Rows) -> Vec<Vec<Value>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut database = Database::begin(file.path()).unwrap();
    database.create(&schema()).unwrap();
    database.write(&schema(), rows).unwrap();
    database.finish(&[schema()]).unwrap();
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let mut select = connection.prepare("SELECT * FROM sample").unwrap();
    let columns = schema().columns;
    let row = |row: &rusqlite::Row<'_>| {
        let cells = columns.iter().enumerate().map(|(place, column)| {
            use rusqlite::types::ValueRef;
            match (row.get_ref(place).unwrap(), column.kind) {
                (ValueRef::Null, _) => Value::Null,
                (ValueRef::Integer(number), Kind::Bool) => (number == 1).into(),
                (ValueRef::Integer(number), Kind::Int) => number.into(),
                (ValueRef::Text(text), Kind::Texts) => serde_json::from_slice(text).unwrap(),
                (ValueRef::Text(text), _) => std::str::from_utf8(text).unwrap().into(),
                other => panic!("{other:?}"),
            }
        });
        Ok(cells.collect())
    };
    let rows = select.query_map([], row).unwrap();
    rows.map(Result::unwrap).collect()
}

fn book(rows: &Rows) -> Vec<u8> {
    let mut book = Book::new().unwrap();
    book.create(&schema()).unwrap();
    book.write("sample", rows).unwrap();
    let mut bytes = Vec::new();
    book.finish(&mut bytes).unwrap();
    bytes
}

fn from_xlsx(rows: &Rows) -> Vec<Vec<Value>> {
    let mut workbook = Xlsx::new(std::io::Cursor::new(book(rows))).unwrap();
    let sheet = workbook.worksheet_range("sample").unwrap();
    let columns = schema().columns;
    let cell = |cell: Option<&Data>, kind| match (cell, kind) {
        (None | Some(Data::Empty), _) => Value::Null,
        (Some(Data::String(text)), _) => text.as_str().into(),
        (Some(Data::Bool(is)), _) => (*is).into(),
        (Some(Data::Float(number)), Kind::Int) => Value::from(*number as i64),
        (Some(Data::DateTime(at)), Kind::Date) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}").into()
        }
        other => panic!("{other:?}"),
    };
    (1..=rows.len())
        .map(|row| {
            let cells = columns.iter().enumerate();
            cells
                .map(|(place, column)| {
                    let at = (u32::try_from(row).unwrap(), u32::try_from(place).unwrap());
                    cell(sheet.get_value(at), column.kind)
                })
                .collect()
        })
        .collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("=1+1".to_owned()),
        Just("a \"b\", c; d\ne".to_owned()),
        Just("_x0041_ 😀 é <&>".to_owned()),
        Just("1999-01-01".to_owned()),
        Just(" 07 ".to_owned()),
        Just("a\r\nb\rc\td".to_owned()),
        Just("\u{1}\u{fffe}\0".to_owned()),
        "[ -~é“”😀]{0,12}",
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let list = || prop::collection::vec(text(), 0..3);
    let year = prop_oneof![0i16..=9999, Just(1899), Just(1900), Just(1970)];
    (
        text(),
        prop::option::of(text()),
        prop::option::of(year),
        prop::option::of(any::<i32>()),
        prop::option::of(any::<bool>()),
        list(),
        prop::option::of(list()),
    )
        .prop_map(|(text, words, from, number, is, list, maybe)| Row {
            text,
            words,
            from,
            number,
            is,
            list,
            maybe,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_format_holds_the_same_rows(rows in prop::collection::vec(row(), 0..30)) {
        let rows = table(&rows);
        prop_assert_eq!(from_jsonl(&rows), expected(&rows));
        prop_assert_eq!(from_parquet(&rows), expected(&rows));
        prop_assert_eq!(from_sqlite(&rows), expected(&rows));
        prop_assert_eq!(from_csv(&rows), expected_as_text(&rows));
        prop_assert_eq!(from_xlsx(&rows), expected_as_text(&rows));
    }
}

fn plain_row(text: &str) -> Row {
    Row {
        text: text.to_owned(),
        words: None,
        from: None,
        number: None,
        is: None,
        list: Vec::new(),
        maybe: None,
    }
}

#[test]
fn many_row_groups_are_one_table() {
    let mut rows = Rows::of(&schema());
    for number in 0..70_000 {
        plain_row(&number.to_string()).push_to(&mut rows);
    }
    let file = tempfile::tempfile().unwrap();
    let mut writer: Box<dyn TableWriter> =
        Box::new(Parquet::new(file.try_clone().unwrap(), &schema()).unwrap());
    writer.write(rows.clone()).unwrap();
    let mut last = Rows::of(&schema());
    plain_row("last").push_to(&mut last);
    writer.write(last).unwrap();
    writer.finish().unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    assert_eq!(reader.metadata().num_row_groups(), 2);
    assert_eq!(reader.metadata().file_metadata().num_rows(), 70_001);
}

#[test]
fn what_a_sheet_cannot_hold_is_named() {
    let with = |text: &str| {
        let mut book = Book::new().unwrap();
        book.create(&schema()).unwrap();
        let rows = table(&[
            plain_row("ok"),
            Row {
                words: Some(text.into()),
                ..plain_row("here")
            },
        ]);
        book.write("sample", &rows)
    };
    assert!(with(&"x".repeat(32_767)).is_ok());
    let Err(error) = with(&"😀".repeat(16_384)) else {
        panic!("it is too long");
    };
    assert_eq!(
        error.to_string(),
        "the cell `words` in row 2 of sample (here) has 32768 characters, and a cell of this format \
         holds 32767"
    );
    let mut book = Book::new().unwrap();
    let one = Schema {
        columns: schema().columns[..1].to_vec(),
        ..schema()
    };
    book.create(&one).unwrap();
    let mut rows = Rows::of(&one);
    for _ in 0..1_048_576 {
        rows.push(&[Cell::Text("")]);
    }
    let refused = book.write("sample", &rows);
    assert!(matches!(
        refused,
        Err(Error::TooManyRows {
            most: 1_048_575,
            ..
        })
    ));
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let rows = table(&[plain_row("a"), plain_row("b")]);
    let bytes = |rows: &Rows| {
        let mut file = written(rows, |file| {
            Box::new(Parquet::new(file, &schema()).unwrap())
        });
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (bytes, book(rows))
    };
    assert_eq!(bytes(&rows), bytes(&rows));
}

/// Something that cannot be written to.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn a_full_disk_is_told_as_one_by_every_format() {
    let rows = table(&[plain_row("a")]);
    let is_full = |error: Option<Error>| match error {
        Some(Error::Io(error)) => error.kind() == std::io::ErrorKind::StorageFull,
        other => panic!("{other:?}"),
    };
    let try_all = |writer: Result<Box<dyn TableWriter>, Error>| {
        writer
            .and_then(|mut writer| {
                writer.write(rows.clone())?;
                writer.finish()
            })
            .err()
    };
    assert!(is_full(try_all(
        Csv::new(Full, &schema(), false).map(|it| Box::new(it) as _)
    )));
    assert!(is_full(try_all(
        JsonLines::new(Full, &schema()).map(|it| Box::new(it) as _)
    )));
    assert!(is_full(try_all(
        Parquet::new(Full, &schema()).map(|it| Box::new(it) as _)
    )));
    let mut book = Book::new().unwrap();
    book.create(&schema()).unwrap();
    assert!(is_full(book.finish(Full).err()));
}
