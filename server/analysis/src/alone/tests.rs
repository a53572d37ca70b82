use proptest::prelude::*;

use super::*;
use crate::model::StatementFilter;
use crate::table::Cell;
use crate::tables::{Extraction, Table};

const CAST: &str = "\
@ann: Ann Lee
    also: Dr Lee
    role: chair of &bma, 2010..2012
    role: member of &nhs, 2011..
@bob: Bob
&bma: BMA
&nhs: NHS
&gp: GP Weekly
#cuts: Cuts
";

const ARTICLES: [&str; 4] = [
    "---\ntitle: No cuts\ndate: 2011-05\nsource: &gp\nid: gp-1\nPage: 7\n---\n\n😀 [“No, [Bob]{@bob} \
     said”]{by @ann against #cuts}.\n",
    "[“Well,”]{by @nobody on #nothing} said [Ann]{@ann}; [“so it is,”]{more}\n\n[it]{note: what?}\n",
    "---\ndate: 2012\n---\n[“Yes”]{by @cat of &bma for #cuts}\n\n@cat: Cat\n    role: cook of &nhs\n",
    "\u{feff}[“Broken]{by @ann\r\n\r\nand [whole]{by \"a man\"}",
];

fn article(text: &str) -> Article<'_> {
    Article {
        text,
        ..Article::default()
    }
}

fn cells(part: &Part, table: Table) -> Vec<Vec<Cell<'_>>> {
    part.rows(table).iter().collect()
}

fn messages(rows: &Rows) -> Vec<String> {
    rows.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn an_article_alone_has_the_rows_that_it_has_in_a_corpus() {
    let cast = Cast::new([CAST]);
    for text in ARTICLES {
        let mut corpus = Corpus::default();
        corpus.insert_file(Path::new("cast.qm"), Source::new(CAST));
        corpus.insert_file(Path::new("a/b.qm"), Source::new(text));
        let extraction = Extraction::new(&corpus, Path::new(""), &StatementFilter::default());
        let parts = extraction.read(extraction.articles(), TableSet::ALL);
        let [expected] = &parts.unwrap()[..] else {
            panic!("one part");
        };
        let one = Article {
            path: Some("a/b.qm"),
            ..article(text)
        };
        let rows = cast.snapshot().reader().read(&one, TableSet::ALL, true);
        for table in Table::ALL {
            assert_eq!(cells(&rows.part, table), cells(expected, table), "{text}");
        }
        assert!(!cells(expected, Table::Flat).is_empty());
        let own = expected.own_keys(Table::Articles);
        assert_eq!(rows.part.own_keys(Table::Articles), own);
    }
}

#[test]
fn what_is_given_goes_over_the_header() {
    let cast = Cast::new([CAST]);
    let one = Article {
        text: ARTICLES[0],
        id: Some("7"),
        path: Some("p"),
        given: vec![
            ("date", " 2009-01-02 "),
            ("title", ""),
            ("source", "&elsewhere"),
            ("author", "&co and others"),
        ],
    };
    let rows = cast.snapshot().reader().read(&one, TableSet::ALL, true);
    assert_eq!(messages(&rows), Vec::<String>::new());
    let found = &cells(&rows.part, Table::Articles)[0];
    let words = ["7", "p", "No cuts"].map(Cell::Text);
    assert_eq!(found[..3], words);
    assert_eq!(found[3], Cell::Date("2009-01-02".parse().unwrap()));
    let words = ["2009-01-02", "day", "&elsewhere", "&elsewhere"].map(Cell::Text);
    assert_eq!(found[4..8], words);
    assert_eq!(found[8..10], [Cell::Null, Cell::Text("&co and others")]);
    // She had no role yet.
    let speakers = &cells(&rows.part, Table::StatementSpeakers)[0];
    assert_eq!(speakers[5], Cell::Null);
}

#[test]
fn an_article_without_a_name_is_known_by_its_text() {
    let cast = Cast::new([]);
    let read = |text| {
        cast.snapshot()
            .reader()
            .read(&article(text), TableSet::ALL, true)
            .id
    };
    assert_eq!(read("a"), blake3::hash(b"a").to_hex()[..16]);
    assert_eq!(read("---\nid: x\n---\n"), "x");
    assert_eq!(
        cast.snapshot()
            .reader()
            .read(
                &Article {
                    id: Some(""),
                    path: Some("p.qm"),
                    ..article("a")
                },
                TableSet::ALL,
                true
            )
            .id,
        "p.qm"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cast = Cast::new([CAST]);
    let told = |text: &str, date: &str| {
        let one = Article {
            given: vec![("date", date)],
            ..article(text)
        };
        messages(&cast.snapshot().reader().read(&one, TableSet::ALL, true))
    };
    let begins = |found: &[String], expected: &[&str]| {
        assert_eq!(found.len(), expected.len(), "{found:?}");
        let mut both = found.iter().zip(expected);
        assert!(
            both.all(|(found, begin)| found.starts_with(begin)),
            "{found:?}"
        );
    };
    begins(
        &told("a\né [“b]{by @ann", ""),
        &["2:7: syntax/unclosed-tag: "],
    );
    begins(
        &told("[b]{@dan} [c]{by @ann on #x}", ""),
        &["1:5: unknown/person: ", "1:26: unknown/topic: "],
    );
    begins(
        &told("[b]{by @ann}", "yesterday"),
        &["date/malformed: `yesterday`, which is given"],
    );
    // Its own declaration counts.
    begins(&told("[b]{by @dan}\n\n@dan: Dan\n", ""), &[]);
    let unwanted = cast
        .snapshot()
        .reader()
        .read(&article("[b]{@dan}"), TableSet::ALL, false);
    begins(&messages(&unwanted), &[]);
    let faults = Cast::new([CAST, "@ann:\n"]).faults();
    assert!(
        faults.iter().any(|(number, fault)| {
            *number == 1 && fault.code == "syntax/missing-name" && fault.place == Some((1, 1))
        }),
        "{faults:?}"
    );
    assert_eq!(Cast::new([CAST]).faults(), []);
}

#[test]
fn a_text_that_is_too_long_is_said_to_be() {
    let most = usize::try_from(Limits::default().file_bytes()).unwrap();
    let text = " ".repeat(most + 1);
    let one = Article {
        id: Some("long"),
        ..article(&text)
    };
    let rows = Cast::new([])
        .snapshot()
        .reader()
        .read(&one, TableSet::ALL, true);
    assert!(messages(&rows)[0].starts_with("file/unreadable: the text has 67108865 bytes"));
    assert!(cells(&rows.part, Table::Articles).is_empty());
}

#[test]
fn many_statements_in_one_paragraph_do_not_repeat_it_without_end() {
    let cast = Cast::new([CAST]);
    let text = "[a]{by @ann} ".repeat(4_000);
    let tables = [Table::Statements].into_iter().collect();
    let rows = cast
        .snapshot()
        .reader()
        .read(&article(&text), tables, false);
    let statements = cells(&rows.part, Table::Statements);
    assert_eq!(statements.len(), 4_000);
    let contexts = statements.iter().filter_map(|row| match row[18] {
        Cell::Text(context) => Some(context.len()),
        _ => None,
    });
    let all: usize = contexts.clone().sum();
    assert!((40..=68).contains(&(all / text.len())), "{all}");
    assert!(contexts.count() > 400);
}

#[test]
fn speakers_by_topics_do_not_multiply_without_end() {
    let cast = Cast::new([CAST]);
    let many = |sigil: char| {
        let ids = (0..1_000).map(|number| format!("{sigil}n{number}"));
        ids.collect::<Vec<_>>().join(", ")
    };
    let tag = format!("by {} on {}", many('@'), many('#'));
    let text =
        format!("[a]{{by @ann, @bob on #x, #y}} [b]{{{tag}}} [c]{{by @ann}} [d]{{by @ann, @bob}}");
    let rows = cast
        .snapshot()
        .reader()
        .read(&article(&text), TableSet::ALL, false);
    let flat = cells(&rows.part, Table::Flat);
    assert!((5_000..20_000).contains(&flat.len()), "{}", flat.len());
    // Each statement has a row, and what is left out is counted.
    let all = 4 + 1_000_000 + 1 + 2;
    let [left_out, of] = rows.part.left_out();
    assert_eq!((flat.len() + left_out, of), (all, 2));
    assert_eq!(cells(&rows.part, Table::StatementSpeakers).len(), 1_005);
    assert_eq!(cells(&rows.part, Table::StatementTopics).len(), 1_002);
}

#[test]
fn what_articles_name_does_not_heap_up() {
    let cast = Cast::new([CAST]);
    for number in 0..4_000 {
        let text = format!("[a]{{@nobody-{number}}} [“b”]{{by @ann}}");
        let rows = cast
            .snapshot()
            .reader()
            .read(&article(&text), TableSet::ALL, false);
        let entity = cells(&rows.part, Table::Mentions);
        assert_eq!(entity[0][2], Cell::Text(&format!("@nobody-{number}")));
        let flat = cells(&rows.part, Table::Flat);
        assert_eq!(flat[0][11], Cell::Text("Ann Lee"));
    }
    let count = cast.snapshot().corpus.ids().len();
    assert!(count < 1_200, "{count} ids are kept");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_stands_before_it_changes_nothing(order in Just(ARTICLES.to_vec()).prop_shuffle()) {
        let cast = Cast::new([CAST]);
        let snapshot = cast.snapshot();
        let mut reader = snapshot.reader();
        for text in order {
            let alone = Cast::new([CAST]);
            let expected = alone.snapshot().reader().read(&article(text), TableSet::ALL, true);
            let found = reader.read(&article(text), TableSet::ALL, true);
            for table in Table::ALL {
                prop_assert_eq!(cells(&found.part, table), cells(&expected.part, table));
            }
            prop_assert_eq!(found.faults, expected.faults);
        }
    }
}
