//! Projects that are read, our own and others, good ones and others.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use quotemark_analysis::coded::{Article, Statement};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::qdpx::Qdpx;
use crate::sample::{articles, cast, kinds, write};

/// A project with these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn project(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\">{inside}</Project>"
    )
}

/// A project as other programs write them.
const INSIDE: &str = "\
<Users><User guid=\"U1\" name=\"Eve\"/><User guid=\"U2\" name=\"Cy\"/></Users>
<CodeBook><Codes>
  <Code guid=\"C1\" name=\"Fees\" isCodable=\"false\"><Description>What
    it costs</Description>
    <Code guid=\"C2\" name=\"against\"/><Code guid=\"C3\" name=\"Rises &amp; cuts\"/></Code>
</Codes></CodeBook>
<Variables><Variable guid=\"V1\" name=\"Type\" typeOfVariable=\"Text\"/>
  <Variable guid=\"V2\" name=\"Position\" typeOfVariable=\"Text\"/>
  <Variable guid=\"V3\" name=\"A:b\" typeOfVariable=\"Integer\"/>
  <Variable guid=\"V4\" name=\"Date\" typeOfVariable=\"DateTime\"/></Variables>
<Cases>
  <Case guid=\"K1\" name=\"Ann Lee\"><VariableValue><VariableRef targetGUID=\"V2\"/><TextValue>chair</TextValue></VariableValue>
    <VariableValue><VariableRef targetGUID=\"V3\"/><IntegerValue>3</IntegerValue></VariableValue>
    <SourceRef targetGUID=\"S1\"/></Case>
  <Case guid=\"K2\" name=\"Union\"><VariableValue><VariableRef targetGUID=\"V1\"/><TextValue>Organization</TextValue></VariableValue>
    <SelectionRef targetGUID=\"P2\"/></Case>
</Cases>
<Sources>
  <TextSource guid=\"S1\" name=\"Talk 1.docx\" plainTextPath=\"internal://S1.TXT\" creatingUser=\"U1\">
    <PlainTextSelection guid=\"P1\" name=\"x\" startPosition=\"0\" endPosition=\"5\"><Coding guid=\"D1\" creatingUser=\"U2\"><CodeRef targetGUID=\"c2\"/></Coding></PlainTextSelection>
    <PlainTextSelection guid=\"P2\" name=\"x\" startPosition=\"6\" endPosition=\"9\"><Coding guid=\"D2\"><CodeRef targetGUID=\"C3\"/><NoteRef targetGUID=\"N1\"/></Coding></PlainTextSelection>
    <PlainTextSelection guid=\"P3\" name=\"x\" startPosition=\"6\" endPosition=\"9\"><NoteRef targetGUID=\"N1\"/></PlainTextSelection>
    <PlainTextSelection guid=\"P4\" name=\"empty\" startPosition=\"6\" endPosition=\"9\"/>
    <PlainTextSelection guid=\"P5\" name=\"far\" startPosition=\"6\" endPosition=\"900\"/>
    <VariableValue><VariableRef targetGUID=\"V4\"/><DateTimeValue>2011-05-01T10:00:00Z</DateTimeValue></VariableValue>
  </TextSource>
  <TextSource guid=\"S2\" name=\"In it\"><PlainTextContent>so &lt;it&gt; is</PlainTextContent></TextSource>
  <TextSource guid=\"S3\" name=\"Away\" plainTextPath=\"relative:///a/b.txt\"/>
  <TextSource guid=\"S5\" name=\"Gone\" plainTextPath=\"internal://gone.txt\"/>
  <PictureSource guid=\"S4\" name=\"Photo\"/>
  <PDFSource guid=\"S6\" name=\"Page.pdf\"><PDFSelection guid=\"P6\" name=\"box\"/>
    <Representation guid=\"R1\" name=\"Page\" plainTextPath=\"internal://S1.txt\">
      <PlainTextSelection guid=\"P7\" name=\"x\" startPosition=\"0\" endPosition=\"1\"><Coding guid=\"D3\"><CodeRef targetGUID=\"C1\"/></Coding></PlainTextSelection></Representation></PDFSource>
</Sources>
<Notes><Note guid=\"N1\" name=\"n\"><PlainTextContent>odd
  one</PlainTextContent></Note></Notes>
<Links><Link guid=\"L1\" name=\"goes on\" originGUID=\"P1\" targetGUID=\"P1\"/></Links>
<Sets><Set guid=\"E1\" name=\"Mine\"/></Sets>";

/// A statement as its words, speakers, organisation and topics.
fn shown(article: &Article, statement: &Statement) -> String {
    let points: Vec<char> = article.text.chars().collect();
    let words = statement.fragments.iter();
    let words = words.map(|span| points[span.start..span.end].iter().collect::<String>());
    let words: Vec<String> = words.collect();
    let speakers = statement.speakers.iter();
    let speakers: Vec<&str> = speakers
        .map(|one| one.id.as_deref().or(one.name.as_deref()).unwrap_or("?"))
        .collect();
    let to: Vec<&str> = statement.addressees.iter().map(|one| &*one.id).collect();
    let topics = statement.topics.iter();
    let topics: Vec<String> = topics
        .map(|one| format!("{:+} {}", one.stance, one.id))
        .collect();
    format!(
        "{} | {} | {} | {} | {}",
        words.join(" … "),
        speakers.join(", "),
        statement.of.as_deref().unwrap_or_default(),
        to.join(", "),
        topics.join(", ")
    )
}

#[test]
fn sources_are_articles_and_cases_speak() {
    let xml = project(INSIDE);
    let text = "\u{feff}😀 one two".as_bytes();
    let read = read(&archive(&[
        ("Project.qde", xml.as_bytes()),
        ("Sources/s1.txt", text),
    ]))
    .unwrap();
    let all: Vec<String> = read
        .articles
        .iter()
        .map(|one| {
            let said: Vec<String> = one.statements.iter().map(|said| shown(one, said)).collect();
            format!("{}: {}", one.path, said.join(" / "))
        })
        .collect();
    assert_eq!(
        all,
        [
            "2011-05-01-talk-1.qm: 😀 one | @ann-lee |  |  | -1 #fees / two | &union |  |  | +0 #rises-cuts",
            "in-it.qm: ",
            "page.qm: 😀 | ? |  |  | +0 #fees",
        ]
    );
    let first = &read.articles[0];
    assert_eq!(
        (first.title.as_deref(), first.coder.as_deref()),
        (Some("Talk 1"), Some("Eve; Cy"))
    );
    assert_eq!(
        first.notes.iter().map(|one| &*one.note).collect::<Vec<_>>(),
        ["odd one", "odd one"]
    );
    assert_eq!(read.articles[1].text, "so <it> is");
    let fees = &read.cast.entities[0];
    assert_eq!(
        (&*fees.id, fees.label(), &*fees.notes[0]),
        ("#fees", "Fees", "What it costs")
    );
    assert_eq!(read.cast.entities[1].parents[0].id, "#fees");
    assert_eq!(read.cast.entities[3].roles[0].words, "chair");
    let lost: Vec<&str> = read.losses.iter().map(|one| &*one.detail).collect();
    assert_eq!(
        lost,
        [
            "Set Mine",
            "A:b: 3",
            "Link goes on",
            "Talk 1.docx: 6–900 far",
            "Talk 1.docx: 6–9 empty",
            "TextSource Away: relative:///a/b.txt",
            "TextSource Gone: internal://gone.txt",
            "PictureSource Photo",
            "Page.pdf: – box",
        ]
    );
    assert!(
        read.losses
            .iter()
            .all(|one| one.place.starts_with("project.qde, byte ") || one.place == "@ann-lee")
    );
}

#[test]
fn what_is_written_is_read_with_the_same_statements() {
    let mut out = Cursor::new(Vec::new());
    write(Box::new(Qdpx::new(&mut out, &cast())));
    let read = read(&out.into_inner()).unwrap();
    let (written, found) = (&articles()[0], &read.articles[0]);
    // Line ends are line feeds there.
    assert_eq!(found.text, written.text.replace("\r\n", "\n"));
    let plain = |article: &Article| {
        let all = article.statements.iter();
        all.map(|said| {
            let speakers: Vec<_> = said
                .speakers
                .iter()
                .map(|one| (&one.kind, &one.role))
                .collect();
            let shown = shown(article, said).replace("\r\n", "\n");
            format!(
                "{shown} {speakers:?} {:?} {:?}",
                said.capacity, said.date_text
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(plain(found), plain(written));
    assert_eq!(
        (&found.title, &found.date, &found.date_text),
        (&written.title, &written.date, &written.date_text)
    );
    assert_eq!(
        (&found.source, &found.url, &found.language),
        (&written.source, &written.url, &written.language)
    );
    assert_eq!((&*read.articles[1].key, &found.own), ("b", &written.own));
    assert_eq!(found.notes[0].note, "sic or not");
    let ann = read
        .cast
        .entities
        .iter()
        .find(|one| one.id == "@ann")
        .unwrap();
    let expected = &cast().entities[5];
    assert_eq!(
        (&ann.name, &ann.aliases, &ann.links, &ann.notes),
        (
            &expected.name,
            &expected.aliases,
            &expected.links,
            &expected.notes
        )
    );
    let roles: Vec<&str> = ann.roles.iter().map(|one| &*one.words).collect();
    assert_eq!(
        roles,
        [
            "chair of BMA, 2010..2012-12",
            "writer",
            "head of NHS, 2013..?"
        ]
    );
    let bma = read
        .cast
        .entities
        .iter()
        .find(|one| one.id == "&bma")
        .unwrap();
    assert_eq!(
        (bma.active_from.as_deref(), &*bma.parents[0].id),
        (Some("1832"), "&unions")
    );
    assert_eq!(
        kinds(&read.losses),
        ["statements whose speakers spoke for several organisations"]
    );
}

#[test]
fn fragments_that_lead_nowhere_are_not_lost() {
    let selections: String = (1..=5)
        .map(|number| {
            format!(
                "<PlainTextSelection guid=\"P{number}\" startPosition=\"{number}\" endPosition=\"{}\"><Coding>\
                 <CodeRef targetGUID=\"C\"/></Coding></PlainTextSelection>",
                number + 1
            )
        })
        .collect();
    let link = |from: u8, to: u8| {
        format!("<Link name=\"goes on\" originGUID=\"P{from}\" targetGUID=\"P{to}\"/>")
    };
    // A circle, one of a selection that is not there, and two that would go on in one.
    let links = [link(1, 2), link(2, 1), link(9, 3), link(4, 5), link(3, 5)].concat();
    let xml = project(&format!(
        "<CodeBook><Codes><Code guid=\"C\" name=\"c\"/></Codes></CodeBook><Sources><TextSource guid=\"S\" name=\"s\">\
         <PlainTextContent>0123456789</PlainTextContent>{selections}</TextSource></Sources><Links>{links}</Links>"
    ));
    let read = read(&archive(&[("project.qde", xml.as_bytes())])).unwrap();
    let article = &read.articles[0];
    let all = article.statements.iter().map(|one| one.fragments.len());
    assert_eq!(all.collect::<Vec<_>>(), [2, 1, 2]);
    assert_eq!(read.losses.len(), 1);
}

#[test]
fn what_is_no_project_is_refused_with_its_place() {
    let why = |files: &[(&str, &[u8])]| read(&archive(files)).unwrap_err().to_string();
    let with = |inside: &str| {
        why(&[
            ("project.qde", project(inside).as_bytes()),
            ("sources/a.txt", b"ab"),
        ])
    };
    assert!(why(&[("word/document.xml", b"<a/>")]).contains("no project.qde in it"));
    assert!(why(&[("project.qde", b"<CodeBook/>")]).contains("begins with `CodeBook`"));
    assert!(why(&[("project.qde", b"\xff")]).contains("not UTF-8"));
    assert!(with("<a>").contains("project.qde is no XML that can be read: at byte"));
    assert!(with("&x;").contains("`&x;` is declared nowhere"));
    let lol =
        b"<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><Project>&b;</Project>";
    assert!(why(&[("project.qde", lol)]).contains("declares a type of documents"));
    let source = |path: &str| {
        with(&format!(
            "<Sources><TextSource guid=\"S\" name=\"s\" plainTextPath=\"{path}\"/></Sources>"
        ))
    };
    for path in [
        "internal://../../etc/passwd",
        "internal:///etc/passwd",
        "internal://a\\..\\b",
    ] {
        assert!(source(path).contains("leads out of it by"), "{path}");
    }
    let outside = with(
        "<Sources><TextSource guid=\"S\" name=\"s\" plainTextPath=\"internal://a.txt\"><PlainTextSelection \
         startPosition=\"0\" endPosition=\"3\"/></TextSource></Sources>",
    );
    assert!(
        outside.contains("in s most selections lie outside, such as 0–3"),
        "{outside}"
    );
    // A text that unpacks to far more than it takes, and one that is cut off.
    let huge = vec![b' '; (1 << 20) + 1];
    let source =
        "<Sources><TextSource guid=\"S\" name=\"s\" plainTextPath=\"internal://a.txt\"/></Sources>";
    let bomb = [
        ("project.qde", project(source).into_bytes()),
        ("sources/a.txt", huge),
    ];
    let files: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    assert!(why(&files).contains("sources/a.txt has more than 1 MiB"));
    let mut good = archive(&[
        ("project.qde", project(INSIDE).as_bytes()),
        ("sources/s1.txt", b"0123456789"),
    ]);
    assert!(read(&good).is_ok());
    assert!(read(&good[..good.len() / 2]).is_err());
    for at in (0..good.len()).step_by(13) {
        good[at] ^= 0x5a;
        let _ = read(&good);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_project_is_read_or_refused(
        parts in prop::collection::vec(
            "(<Sources>|</Sources>|<TextSource guid=\"S\" name=\"s\">|</TextSource>|<PlainTextContent>a😀b</PlainTextContent>|\
             <PlainTextSelection guid=\"P\" startPosition=\"[0-4]\" endPosition=\"[0-4]\">|</PlainTextSelection>|\
             <Description>(Tag: by @a|x)</Description>|<Coding><CodeRef targetGUID=\"C\"/></Coding>|<Cases>|</Cases>|\
             <Case guid=\"K\" name=\"k\">|</Case>|<SelectionRef targetGUID=\"P\"/>|<SourceRef targetGUID=\"S\"/>|\
             <CodeBook><Codes><Code guid=\"C\" name=\"c\"/></Codes></CodeBook>|&amp;|x)",
            0..14,
        ),
    ) {
        let _ = read(&archive(&[("project.qde", project(&parts.concat()).as_bytes())]));
    }
}
