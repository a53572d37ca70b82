//! What stands in a project, read back and held to the rules of its schema.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quotemark_analysis::coded::{Cast, Entity, EntityKind, Parent, When};
use zip::ZipArchive;

use super::schema::{Element, check};
use super::*;
use crate::sample::{articles, cast, kinds, write};

fn written() -> (Vec<u8>, Vec<Loss>) {
    let mut out = Cursor::new(Vec::new());
    let losses = write(Box::new(Qdpx::new(&mut out, &cast())));
    (out.into_inner(), losses)
}

fn files(bytes: &[u8]) -> HashMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    let names: Vec<String> = names.collect();
    let read = |name: String| {
        let mut text = String::new();
        let mut file = archive.by_name(&name).unwrap();
        file.read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn project(bytes: &[u8]) -> Element {
    let xml = files(bytes).remove("project.qde").unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Project "));
    assert!(!xml.contains('\r'));
    check(&xml)
}

#[test]
fn every_selection_has_its_words_and_says_who_and_what() {
    let (bytes, losses) = written();
    assert_eq!(
        kinds(&losses),
        [
            "articles whose lines do not end in a line feed alone",
            "mentions",
            "speakers in words alone",
            "statements in several fragments",
            "statements to somebody, of another day or in another capacity",
            "statements with the speaker's role then",
        ]
    );
    let files = files(&bytes);
    let root = project(&bytes);
    let codes: HashMap<&str, &str> = root
        .all("Code")
        .into_iter()
        .map(|code| (code.attribute("guid"), code.attribute("name")))
        .collect();
    let cases = root.all("Case");
    let mut selected = Vec::new();
    for source in root.all("TextSource") {
        let path = source.attribute("plainTextPath");
        let name = path.strip_prefix("internal://").unwrap();
        let text = &files[&format!("sources/{name}")];
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
        let points: Vec<char> = text.chars().collect();
        for selection in source.all("PlainTextSelection") {
            let place = |name: &str| selection.attribute(name).parse::<usize>().unwrap();
            let words = &points[place("startPosition")..place("endPosition")];
            let codings = selection.all("CodeRef").into_iter();
            let codings: Vec<&str> = codings
                .map(|code| codes[code.attribute("targetGUID")])
                .collect();
            let guid = selection.attribute("guid");
            let has = |case: &&&Element| {
                let mut all = case.all("SelectionRef").into_iter();
                all.any(|one| one.attribute("targetGUID") == guid)
            };
            let theirs = cases.iter().filter(has);
            let theirs: Vec<&str> = theirs.map(|case| case.attribute("name")).collect();
            selected.push((
                words.iter().collect::<String>(),
                codings.join(", "),
                theirs.join(", "),
                selection.all("NoteRef").len(),
            ));
        }
    }
    let row = |words: &str, codes: &str, cases: &str, notes| {
        (words.to_owned(), codes.to_owned(), cases.to_owned(), notes)
    };
    let theirs = "BMA, Ann <Lee> & \"Co\", a man";
    assert_eq!(
        selected,
        [
            row("<one>\ntwo", "Cuts: against, #x: for", theirs, 0),
            row("one", "Cuts", "", 0),
            row("four", "Cuts: against, #x: for", theirs, 0),
            row("four", "", "", 1),
        ]
    );
    let first = root.all("PlainTextSelection")[0];
    assert_eq!(
        first.children[0].words,
        "By: Ann <Lee> & \"Co\" (chair of BMA) for BMA\nBy: a man\nTo: NHS\nAgainst: CUTS\n\
         For: X\nAs: a doctor\nDate: 2011-05\nForm: mixed\nTag: by @ann (chair of BMA) of &bma; \"a man\" to &nhs \
         against #cuts for #x at 2011-05 as \"a doctor\""
    );
    assert_eq!(root.all("Link").len(), 1);
    assert_eq!(root.all("PlainTextContent")[0].words, "sic\nor not");
    // What a character of XML cannot be stands in the text as it is.
    assert!(files.values().any(|text| text.contains("four\u{1}")));
}

/// The values of a case or a source by the names of their variables.
fn values<'e>(root: &'e Element, of: &'e Element) -> HashMap<&'e str, &'e str> {
    let names: HashMap<&str, &str> = root
        .all("Variable")
        .into_iter()
        .map(|one| (one.attribute("guid"), one.attribute("name")))
        .collect();
    let values = of.children.iter().filter(|one| one.name == "VariableValue");
    let values = values.map(|value| {
        let variable = names[value.children[0].attribute("targetGUID")];
        (variable, value.children[1].words.as_str())
    });
    values.collect()
}

#[test]
fn people_and_articles_have_what_is_said_of_them() {
    let root = project(&written().0);
    let cases = root.all("Case");
    let ann = cases
        .iter()
        .find(|one| one.attribute("name").contains("Ann"));
    let ann = values(&root, ann.unwrap());
    assert_eq!((ann["Id"], ann["Kind"]), ("@ann", "person"));
    assert_eq!(
        ann["Role"],
        "chair of BMA, 2010..2012-12; writer; head of NHS, 2013..?"
    );
    assert_eq!(ann["Also"], "Dr Lee; Gov. Lee, 2010..2014-05");
    let bma = cases.iter().find(|one| one.attribute("name") == "BMA");
    let bma = values(&root, bma.unwrap());
    assert_eq!(
        (bma["Active"], bma["Part of"]),
        ("1832..", "Unions, 2011..")
    );
    let article = values(&root, root.all("TextSource")[0]);
    assert_eq!(article["Id"], "2011/a b");
    assert_eq!(
        (article["Date"], article["Date as written"]),
        ("2011-05-01", "2011-05")
    );
    assert_eq!(
        (article["Source"], article["x_desk"]),
        ("GP & Weekly", "news")
    );
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    assert_eq!(written().0, written().0);
    // Nothing at all is a project, too.
    let mut out = Cursor::new(Vec::new());
    let empty: Box<dyn FormWriter + '_> = Box::new(Qdpx::new(&mut out, &Cast::default()));
    empty.finish().unwrap();
    let root = project(&out.into_inner());
    assert_eq!(root.children.len(), 1);
}

#[test]
fn topics_stand_below_one_of_which_they_are_a_part_whatever_is_said() {
    let topic = |id: &str, parents: &[&str]| Entity {
        id: id.into(),
        kind: EntityKind::Topic,
        parents: parents
            .iter()
            .map(|id| Parent {
                id: (*id).into(),
                when: When::default(),
            })
            .collect(),
        ..Entity::default()
    };
    let mut entities = vec![
        topic("#a", &["#b"]),
        topic("#b", &["#c"]),
        topic("#c", &["#a"]),
        topic("#d", &["#d", "&x", "#a", "#c"]),
        topic("#e", &["#nowhere"]),
    ];
    for number in 0..5000 {
        let parent = match number {
            0 => "#e".to_owned(),
            number => format!("#n{:04}", number - 1),
        };
        entities.push(topic(&format!("#n{number:04}"), &[&parent]));
    }
    let count = entities.len();
    let mut out = Cursor::new(Vec::new());
    let mut writer: Box<dyn FormWriter + '_> = Box::new(Qdpx::new(&mut out, &Cast { entities }));
    let losses = writer.take_losses();
    let deep = "topics more than 100 levels deep";
    assert_eq!(kinds(&losses), [deep, "topics that are part of several"]);
    // Below `#e` there are 100 levels.
    let deep = losses.iter().filter(|loss| loss.what == deep);
    assert_eq!(deep.count(), 4900);
    writer.write(&articles()).unwrap();
    writer.finish().unwrap();
    let xml = files(&out.into_inner()).remove("project.qde").unwrap();
    check(&xml);
    // Two topics of the articles that the cast lacks, and three sides.
    assert_eq!(xml.matches("<Code ").count(), count + 2 + 2);
    let begin = |id: &str| xml.find(&format!("name=\"{id}\"")).unwrap();
    assert!(begin("#c") < begin("#b") && begin("#b") < begin("#a") && begin("#a") < begin("#d"));
}
