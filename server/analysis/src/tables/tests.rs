//! What stands in the tables of small corpora.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::model::Source;
use crate::syntax::strip;
use crate::table::{Cell, Column};

const CAST: &str = "\
@ann: Ann Lee
    also: Dr Lee; Gov. Lee, 2010..2014
    role: chair of &bma, 2010..2012
    role: member of &nhs and &gp, 2011..
    link: https://example.org/ann
    link: https://example.org/lee
    Born In: Kent
@bob: Bob
    role: head of &nhs, 2000..?
&bma: BMA
    part of: &unions, ~2011
    active: 1900..2012-05
&nhs: NHS
&gp: GP Weekly
&unions: Unions
#cuts: Cuts
    part of: #money
#money: Money
";

/// A corpus of files by their names.
fn corpus(files: &[(&str, &str)]) -> Corpus {
    let mut corpus = Corpus::default();
    for (path, text) in files {
        corpus.insert_source(Path::new(path), Source::new(*text));
    }
    corpus
}

fn extracted(extraction: &Extraction<'_>) -> Part {
    let mut all = Part::new(TableSet::ALL);
    let read = extraction.read(extraction.articles(), TableSet::ALL);
    for part in read.unwrap() {
        for table in Table::ALL {
            all.append(table, &part);
        }
    }
    all
}

fn rows_of(corpus: &Corpus) -> Part {
    extracted(&Extraction::new(
        corpus,
        Path::new(""),
        &StatementFilter::default(),
    ))
}

fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Null => "–".into(),
        Cell::Int(number) => number.to_string(),
        Cell::Bool(is) => is.to_string(),
        Cell::Text(text) => (*text).to_owned(),
        Cell::Date(date) => date.to_string(),
        Cell::Texts(texts) => format!("[{}]", texts.join(", ")),
    }
}

/// Some columns of all rows of a table.
fn columns(part: &Part, table: Table, wanted: &[&str]) -> Vec<String> {
    let schema = table.schema(&[]);
    let places: Vec<usize> = wanted
        .iter()
        .map(|name| {
            let mut columns = schema.columns.iter();
            columns.position(|column| column.name == *name).unwrap()
        })
        .collect();
    let rows = part.rows(table);
    let row = |row| {
        let cells = places.iter().map(|column| shown(&rows.cell(row, *column)));
        cells.collect::<Vec<_>>().join(" | ")
    };
    (0..rows.len()).map(row).collect()
}

const ARTICLE: &str = "\
---
title: No cuts
date: 2011-05
source: &gp
author: &nobody’s desk
id: gp-1
sealed: 00000000000000000000000000000000
Page  No: 7
---

😀 [“No, [Bob]{@bob} said [‘never’]{by @bob at 2012-06 on #cuts}”]{by @ann, \"a man\", ? against #cuts for #money to &nhs}
and [“so”]{more}.

[The BMA]{&bma}: [it *agreed*]{by &bma}. [x]{note: who?} [y]{by @ann of &nhs as \"a doctor\"}
";

#[test]
fn an_article_is_a_row_with_its_own_keys() {
    let corpus = corpus(&[
        ("cast.qm", CAST),
        ("2011/a.qm", ARTICLE),
        ("b.qm", "Two words.\n"),
    ]);
    let part = rows_of(&corpus);
    let wanted = [
        "article_id",
        "path",
        "title",
        "date",
        "date_text",
        "date_precision",
        "source_id",
        "source_name",
        "author_id",
        "author",
        "sealed",
    ];
    assert_eq!(
        columns(&part, Table::Articles, &wanted),
        [
            "gp-1 | 2011/a.qm | No cuts | 2011-05-01 | 2011-05 | month | &gp | GP Weekly | – | &nobody’s desk | false",
            "b.qm | b.qm | – | – | – | – | – | – | – | – | –",
        ]
    );
    assert_eq!(part.own_keys(Table::Articles), ["page_no"]);
    let (schema, rows) = part.with_own_keys(Table::Articles, &["page_no".into()]);
    let last = schema.columns.len() - 1;
    assert_eq!(schema.columns[last].name, "x_page_no");
    assert_eq!(
        (rows.cell(0, last), rows.cell(1, last)),
        (Cell::Text("7"), Cell::Null)
    );
    assert_eq!(columns(&part, Table::Articles, &["words"])[1], "2");
}

#[test]
fn a_seal_that_holds_is_one() {
    let seal = crate::syntax::fingerprint("Words.\n");
    let text = format!("---\nsealed: {seal}\n---\n\nWords.\n");
    let part = rows_of(&corpus(&[("a.qm", &text)]));
    assert_eq!(columns(&part, Table::Articles, &["sealed"]), ["true"]);
}

#[test]
fn statements_say_what_quotes_say() {
    let corpus = corpus(&[("cast.qm", CAST), ("2011/a.qm", ARTICLE)]);
    let part = rows_of(&corpus);
    let wanted = [
        "position",
        "kind",
        "text",
        "parts",
        "date",
        "date_text",
        "capacity",
        "of_org_id",
        "is_open",
    ];
    assert_eq!(
        columns(&part, Table::Statements, &wanted),
        [
            "1 | direct | “No, Bob said ‘never’” … “so” | 2 | 2011-05-01 | 2011-05 | – | – | true",
            "2 | direct | ‘never’ | 1 | 2012-06-01 | 2012-06 | – | – | false",
            "3 | indirect | it *agreed* | 1 | 2011-05-01 | 2011-05 | – | – | false",
            "4 | indirect | y | 1 | 2011-05-01 | 2011-05 | a doctor | &nhs | false",
        ]
    );
    let ids = columns(&part, Table::Statements, &["statement_id"]);
    let inside = columns(&part, Table::Statements, &["in_statement_id"]);
    assert_eq!(inside, ["–", &ids[0], "–", "–"]);
    let context = columns(&part, Table::Statements, &["context"]);
    assert_eq!(context[1], "😀 “No, Bob said ‘never’”\nand “so”.");
    // The place in the file, and that in the plain text.
    let wanted = ["line", "column", "start", "end", "start_utf16", "end_utf16"];
    let places = columns(&part, Table::Statements, &wanted);
    assert_eq!(places[0], "11 | 4 | 2 | 33 | 3 | 34");
    let wanted = ["entity_id", "text", "in_statement_id"];
    assert_eq!(
        columns(&part, Table::Mentions, &wanted),
        [
            format!("@bob | Bob | {}", ids[0]),
            "&bma | The BMA | –".into()
        ]
    );
    assert_eq!(
        columns(&part, Table::Notes, &["text", "note"]),
        ["x | who?"]
    );
    let addressed = ["addressee_id", "addressee_name"];
    assert_eq!(
        columns(&part, Table::StatementAddressees, &addressed),
        ["&nhs | NHS"]
    );
    assert_eq!(
        columns(
            &part,
            Table::StatementTopics,
            &["topic_id", "topic_name", "stance"]
        ),
        [
            "#cuts | Cuts | -1",
            "#money | Money | 1",
            "#cuts | Cuts | 0"
        ]
    );
}

#[test]
fn each_speaker_has_a_role_and_an_organisation_of_their_own() {
    let corpus = corpus(&[("cast.qm", CAST), ("2011/a.qm", ARTICLE)]);
    let part = rows_of(&corpus);
    let wanted = [
        "position",
        "speaker_id",
        "speaker_name",
        "kind",
        "role_then",
        "role_is_certain",
        "org_id_then",
        "org_name_then",
        "org_from",
    ];
    assert_eq!(
        columns(&part, Table::StatementSpeakers, &wanted),
        [
            "1 | @ann | Ann Lee | person | chair of BMA / member of NHS and GP Weekly | true | [&bma, &nhs, &gp] | [BMA, NHS, GP Weekly] | role",
            "2 | – | a man | unnamed | – | – | [] | [] | –",
            "3 | – | – | unknown | – | – | [] | [] | –",
            "1 | @bob | Bob | person | head of NHS | false | [&nhs] | [NHS] | role",
            "1 | &bma | BMA | organisation | – | – | [&bma] | [BMA] | self",
            "1 | @ann | Ann Lee | person | a doctor | true | [&nhs] | [NHS] | of",
        ]
    );
    let wanted = ["speaker_id", "org_ids", "topic_id", "stance"];
    let flat = columns(&part, Table::Flat, &wanted);
    assert_eq!(flat.len(), 3 * 2 + 1 + 1 + 1);
    assert_eq!(flat[0], "@ann | &bma; &nhs; &gp | #cuts | -1");
    assert_eq!(flat[8], "@ann | &nhs | – | –");
}

#[test]
fn what_a_speaker_or_a_topic_was_within_is_told_for_the_day() {
    let cast = "@ann: Ann\n  role: chair of &a and &c, ..2012\n\n&a: A\n  part of: &b, ..2011\n\n\
                &b: B\n  part of: &top\n\n&c: C\n  part of: &top\n\n&top: Top\n\n\
                #x: X\n  part of: #y\n\n#y: Y\n  part of: #x\n";
    let article = |year: &str| format!("---\ndate: {year}\n---\n[x]{{by @ann on #x, #y}}\n");
    let (early, late) = (article("2010"), article("2012"));
    let corpus = corpus(&[("cast.qm", cast), ("a.qm", &early), ("b.qm", &late)]);
    let part = rows_of(&corpus);
    let within = |table, column| columns(&part, table, &[column]);
    assert_eq!(
        within(Table::StatementSpeakers, "org_within_then"),
        ["[&a, &c, &b, &top]", "[&a, &c, &top]"]
    );
    assert_eq!(
        within(Table::StatementTopics, "topic_within"),
        ["[#x, #y]", "[#y, #x]", "[#x, #y]", "[#y, #x]"]
    );
}

#[test]
fn the_cast_is_told_with_its_dates() {
    let text = "[x]{by @unknown on #new}\n";
    let corpus = corpus(&[("cast.qm", CAST), ("a.qm", text)]);
    let part = cast(&corpus);
    let entities = columns(
        &part,
        Table::Entities,
        &[
            "entity_id",
            "kind",
            "name",
            "link",
            "active_from",
            "active_to",
        ],
    );
    assert_eq!(entities[0], "#cuts | topic | Cuts | [] | – | –");
    assert!(entities.contains(&"#new | topic | – | [] | – | –".into()));
    assert!(entities.contains(&"&bma | organisation | BMA | [] | 1900 | 2012-05".into()));
    let ann =
        "@ann | person | Ann Lee | [https://example.org/ann, https://example.org/lee] | – | –";
    assert!(entities.contains(&ann.into()));
    assert!(entities.contains(&"@unknown | person | – | [] | – | –".into()));
    assert_eq!(part.own_keys(Table::Entities), ["born_in"]);
    assert_eq!(
        columns(&part, Table::Aliases, &["entity_id", "alias", "period"]),
        ["@ann | Dr Lee | –", "@ann | Gov. Lee | 2010..2014"]
    );
    let wanted = [
        "entity_id",
        "position",
        "words",
        "org_id",
        "from",
        "to",
        "is_open",
        "end_unknown",
        "period",
    ];
    assert_eq!(
        columns(&part, Table::Roles, &wanted),
        [
            "@ann | 1 | chair of BMA | &bma | 2010-01-01 | 2012-12-31 | false | false | 2010..2012",
            "@ann | 2 | member of NHS and GP Weekly | &nhs | 2011-01-01 | – | true | false | 2011..",
            "@ann | 2 | member of NHS and GP Weekly | &gp | 2011-01-01 | – | true | false | 2011..",
            "@bob | 1 | head of NHS | &nhs | 2000-01-01 | – | false | true | 2000..?",
        ]
    );
    let wanted = [
        "entity_id",
        "parent_id",
        "from",
        "to",
        "is_open",
        "end_unknown",
        "period",
    ];
    assert_eq!(
        columns(&part, Table::Parents, &wanted),
        [
            "#cuts | #money | – | – | true | false | –",
            "&bma | &unions | 2011-01-01 | 2011-12-31 | false | true | ~2011",
        ]
    );
}

#[test]
fn a_filter_leaves_the_statements_that_match_and_their_articles() {
    let files = [
        ("cast.qm", CAST),
        ("a.qm", "[x]{by @ann on #cuts} [y]{by @bob on #money}\n"),
        ("b.qm", "[z]{by @bob}\n"),
    ];
    let corpus = corpus(&files);
    let on = |id: &str, parts_of_topics| {
        let topic = corpus.ids().find(id).unwrap();
        let filter = StatementFilter {
            on: vec![(topic, None)],
            parts_of_topics,
            ..StatementFilter::default()
        };
        let extraction = Extraction::new(&corpus, Path::new(""), &filter);
        let part = extracted(&extraction);
        assert_eq!(columns(&part, Table::Articles, &["path"]), ["a.qm"]);
        columns(&part, Table::Flat, &["text"])
    };
    assert_eq!(on("#cuts", true), ["x"]);
    assert_eq!(on("#money", true), ["x", "y"]);
    assert_eq!(on("#money", false), ["y"]);
}

#[test]
fn the_order_in_which_files_are_found_does_not_show() {
    let files = [
        ("z.qm", CAST),
        ("b/a.qm", ARTICLE),
        ("b.qm", "[x]{by @bob} [x]{by @ann}\n"),
        ("a.qm", "[x]{by @ann}\n"),
    ];
    let mut others = files;
    others.reverse();
    let (one, other) = (corpus(&files), corpus(&others));
    let (cast_of_one, cast_of_other) = (cast(&one), cast(&other));
    let (one, other) = (rows_of(&one), rows_of(&other));
    for table in Table::ALL {
        assert_eq!(one.rows(table), other.rows(table), "{}", table.name());
        assert_eq!(
            cast_of_one.rows(table),
            cast_of_other.rows(table),
            "{}",
            table.name()
        );
    }
    assert_eq!(
        columns(&one, Table::Articles, &["path"]),
        ["a.qm", "b.qm", "b/a.qm"]
    );
}

#[test]
fn an_id_of_a_statement_stays_when_other_words_are_tagged() {
    let ids = |text: &str| {
        let part = rows_of(&corpus(&[("a.qm", text)]));
        columns(&part, Table::Statements, &["text", "statement_id"])
    };
    let before = ids("Ann said [no]{by @ann}.\n");
    let after =
        ids("---\ntitle: T\n---\n\n[Ann]{@ann} said [[no]{#no}]{by @bob on #no}.\n\n@ann: Ann\n");
    assert_eq!(before, after);
    // Two of the same words at the same place are told apart.
    let twice = ids("::: by @ann\n[no]{by @bob}\n:::\n");
    assert_eq!(twice.len(), 2);
    assert_ne!(twice[0], twice[1]);
}

#[test]
fn whoever_is_named_is_among_the_entities() {
    let corpus = corpus(&[("cast.qm", CAST), ("a.qm", ARTICLE)]);
    let all: HashSet<String> = columns(&cast(&corpus), Table::Entities, &["entity_id"])
        .into_iter()
        .collect();
    let part = rows_of(&corpus);
    for (table, column) in [
        (Table::StatementSpeakers, "speaker_id"),
        (Table::StatementTopics, "topic_id"),
        (Table::StatementAddressees, "addressee_id"),
        (Table::Mentions, "entity_id"),
        (Table::Articles, "source_id"),
        (Table::Statements, "of_org_id"),
    ] {
        for id in columns(&part, table, &[column]) {
            assert!(id == "–" || all.contains(&id), "{id} of {}", table.name());
        }
    }
}

#[test]
fn sources_are_read_off_the_header_alone() {
    let value = |text: &str| {
        let values = header_values(text).into_iter();
        let mut sources = values.filter(|(key, _)| key == "source");
        sources.next().map(|(_, value)| value)
    };
    assert_eq!(
        value("---\ntitle: T\nsource: &gp\n---\n[x]{").as_deref(),
        Some("&gp")
    );
    assert_eq!(
        value("\u{feff}---\r\nsource: A B\r\n---\r\n").as_deref(),
        Some("A B")
    );
    assert_eq!(value("source: &gp\n"), None);
    assert_eq!(value("---\nsource:\n---\n"), None);
}

/// The page that says what the tables hold says it as the tables do.
#[test]
fn the_reference_lists_every_column() {
    let page = include_str!("../../../reference/export.md");
    let (_, listed) = page.split_once("## The tables\n\n").unwrap();
    let tables = Table::ALL.map(|table| {
        let columns = table.schema(&[]).columns;
        let rows: Vec<String> = columns
            .iter()
            .map(|column| {
                let Column { name, doc, .. } = column;
                let empty = if column.nullable { "may be" } else { "never" };
                format!("| `{name}` | {} | {empty} | {doc} |\n", column.kind.word())
            })
            .collect();
        format!(
            "### `{}`\n\n{}\n\n| column | type | empty | what it says |\n| --- | --- | --- | --- |\n{}",
            table.name(),
            table.doc(),
            rows.concat()
        )
    });
    assert_eq!(listed, tables.join("\n"));
}

/// Pieces of which articles are put together.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("[".to_owned()),
        Just("]{by @ann on #cuts}".to_owned()),
        Just("]{@bob}".to_owned()),
        Just("]{more}".to_owned()),
        Just("]{note: n}".to_owned()),
        Just("]{by ?}".to_owned()),
        Just("\n\n::: by @ann\n\n".to_owned()),
        Just("\n\n:::\n\n".to_owned()),
        Just("\n\n@ann: Ann\n    also: A\n\n".to_owned()),
        Just("{% c %}".to_owned()),
        Just("\\[".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        "[a-c😀é“” ]{1,6}",
    ]
}

proptest! {
    /// What a row says of a place holds in what `quotemark strip` prints.
    #[test]
    fn the_plain_text_from_start_to_end_is_the_text(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = format!("---\ndate: 2011\n---\n{}", pieces.concat());
        let corpus = corpus(&[("a.qm", &text)]);
        let source = Source::new(&*text);
        let plain = strip(&text, &source.document);
        let points: Vec<char> = plain.chars().collect();
        let units: Vec<u16> = plain.encode_utf16().collect();
        let part = rows_of(&corpus);
        for table in [Table::Fragments, Table::Mentions, Table::Notes, Table::Statements] {
            let schema = table.schema(&[]);
            let at = |name: &str| schema.columns.iter().position(|column| column.name == name);
            let rows = part.rows(table);
            for row in 0..rows.len() {
                let number = |name: &str| match rows.cell(row, at(name).unwrap()) {
                    Cell::Int(number) => number as usize,
                    other => panic!("{other:?}"),
                };
                if at("parts").is_some() && number("parts") > 1 {
                    continue;
                }
                let Cell::Text(said) = rows.cell(row, at("text").unwrap()) else {
                    panic!("no text");
                };
                let by_points: String = points[number("start")..number("end")].iter().collect();
                let by_units = &units[number("start_utf16")..number("end_utf16")];
                prop_assert_eq!(&by_points, said, "{} of {:?}", table.name(), text);
                prop_assert_eq!(String::from_utf16(by_units).unwrap(), said);
            }
        }
    }
}

// ---- Counts -------------------------------------------------------------------

const ARTICLES: &[(&str, &str)] = &[
    ("cast.qm", CAST),
    (
        "a.qm",
        "---\ntitle: A\ndate: 2011-03-01\nsource: &gp\nDesk: home\n---\n\n\
         [one]{by @ann for #cuts on #money} [two]{by @ann, @bob against #cuts}\n\n\
         [three]{by \"a man\" to @ann} [four]{by ?} [five]{by @ann of &unions at 1999 on #cuts}\n",
    ),
    (
        "b.qm",
        "---\ntitle: B\ndate: 2013\nsource: The Paper\n---\n\n\
         [six]{by &bma on #cuts} [[seven]{by \"a man\" for #cuts}]{by @ann as \"a guest\" for #cuts}\n",
    ),
];

/// What rows of `flat` say, each combination of some columns with the number of its statements.
fn counted_in_flat(part: &Part, columns: &[&str]) -> HashMap<Vec<String>, usize> {
    let rows = part.rows(Table::Flat);
    let schema = Table::Flat.schema(&[]);
    let place = |name: &str| schema.columns.iter().position(|column| column.name == name);
    let mut met: HashSet<(String, Vec<String>)> = HashSet::new();
    for row in rows.iter() {
        let cells = columns.iter().map(|name| shown(&row[place(name).unwrap()]));
        met.insert((shown(&row[0]), cells.collect()));
    }
    let mut counts = HashMap::new();
    for (_, combination) in met {
        *counts.entry(combination).or_default() += 1;
    }
    counts
}

#[test]
fn counts_are_those_of_the_rows() {
    let corpus = corpus(ARTICLES);
    let extraction = Extraction::new(&corpus, Path::new(""), &StatementFilter::default());
    let part = extracted(&extraction);
    let by: [(&[Dimension], &[&str]); 7] = [
        (&[Dimension::Topic], &["topic_id", "topic_name"]),
        (&[Dimension::Stance], &["stance"]),
        (
            &[Dimension::Topic, Dimension::Stance],
            &["topic_id", "topic_name", "stance"],
        ),
        (&[Dimension::Role], &["role_then"]),
        (
            &[Dimension::Speaker, Dimension::Topic],
            &["speaker_id", "speaker_name", "topic_id", "topic_name"],
        ),
        (
            &[Dimension::Speaker, Dimension::Role],
            &["speaker_id", "speaker_name", "role_then"],
        ),
        (&[Dimension::Source], &["source_id", "source_name"]),
    ];
    for (by, columns) in by {
        let counts = extraction.count(by).unwrap();
        let found = counts.rows.iter().map(|row| {
            let (values, numbers) = row.split_at(columns.len());
            let Cell::Int(statements) = numbers[0] else {
                panic!("{row:?}");
            };
            (values.iter().map(shown).collect(), statements as usize)
        });
        let found: HashMap<Vec<String>, usize> = found.collect();
        assert_eq!(found, counted_in_flat(&part, columns), "{by:?}");
        assert_eq!((counts.statements, counts.articles), (8, 2));
        let names = counts.schema.columns.iter().map(|column| &*column.name);
        assert!(names.eq([columns, &["statements", "articles"]].concat()));
    }
}

#[test]
fn organisations_years_and_own_keys_are_counted() {
    let corpus = corpus(ARTICLES);
    let count = |by: &str, filter: &StatementFilter| {
        let by: Vec<Dimension> = by.split(',').map(|one| one.parse().unwrap()).collect();
        let extraction = Extraction::new(&corpus, Path::new(""), filter);
        let counts = extraction.count(&by).unwrap();
        let rows = counts.rows.iter();
        let rows = rows.map(|row| row.iter().map(shown).collect::<Vec<_>>().join(" "));
        rows.collect::<Vec<String>>()
    };
    let all = StatementFilter::default();
    assert_eq!(count("year", &all), ["1999 1 1", "2011 4 1", "2013 3 1"]);
    // As a member of two organisations she counts for both.
    assert_eq!(
        count("org,speaker", &all),
        [
            "&gp GP Weekly @ann Ann Lee 3 2",
            "&nhs NHS @ann Ann Lee 3 2",
            "&bma BMA @ann Ann Lee 2 1",
            "– – – a man 2 2",
            "&bma BMA &bma BMA 1 1",
            "&nhs NHS @bob Bob 1 1",
            "&unions Unions @ann Ann Lee 1 1",
            "– – – – 1 1",
        ]
    );
    assert_eq!(count("x:DESK", &all), ["home 5 1", "– 3 1"]);
    let of_ann = StatementFilter {
        by: corpus.ids().find("@ann"),
        ..StatementFilter::default()
    };
    assert_eq!(count("year", &of_ann), ["1999 1 1", "2011 2 1", "2013 1 1"]);
    for wrong in ["", "Topic", "x:", "desk"] {
        assert!(wrong.parse::<Dimension>().is_err(), "{wrong}");
    }
}
