//! Annotations that are read, good ones and others.

use proptest::prelude::*;
use quotemark_analysis::coded::{Article, SpeakerKind, Statement};

use super::*;
use crate::CodedCorpus;
use crate::annotated::{self, Mapping, Taken};
use crate::sample::{Kept, articles, cast, kinds, write};

const TEXT: &str =
    "😀 “We will not pay,” Ann Lee said, “and never did.” He told the BBC\nthat fees rise.";

/// As projects on attribution have them: events of a source, a cue and a content.
const EVENTS: &str = "\
T1\tContent 2 20;35 51\t“We will not pay,” “and never did.”\r
T2\tSource 21 28\tAnn Lee\r
T3\tCue 29 33\tsaid\r
T4\tAttribution 29 33\tsaid\r
E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2\r
T5\tContent 68 83\tthat fees rise.
T6\tSource 52 54\tHe
T7\tOrganization 64 67\tBBC
T8\tReporting 55 59\ttold
E2\tReporting:T8 Content:T5 Source:T6 Addressee:T7
A1\tNegated T5
A2\tStance T5 pro
N1\tReference T7 Wikidata:Q9531\tBBC
#1\tAnnotatorNotes T5\tmade up?
*\tEquiv T2 T6
R1\tOverlaps Arg1:T2 Arg2:T6
";

fn read(text: &str, annotations: &str) -> annotated::Annotated {
    reader::read("a", text, annotations).unwrap()
}

fn corpus(text: &str, annotations: &str, map: &[&str]) -> (CodedCorpus, Vec<Taken>) {
    let mut mapping = Mapping::default();
    map.iter().for_each(|one| mapping.add(one).unwrap());
    annotated::corpus(vec![read(text, annotations)], &mapping).unwrap()
}

/// A statement as its words, speakers, addressees and topics.
fn shown(article: &Article, statement: &Statement) -> String {
    let points: Vec<char> = article.text.chars().collect();
    let words = statement.fragments.iter();
    let words = words.map(|span| points[span.start..span.end].iter().collect::<String>());
    let words: Vec<String> = words.collect();
    let speakers = statement.speakers.iter().map(|one| match one.kind {
        SpeakerKind::Unnamed => format!("\"{}\"", one.name.as_deref().unwrap()),
        _ => one.id.clone().unwrap_or("?".into()),
    });
    let speakers: Vec<String> = speakers.collect();
    let to: Vec<&str> = statement.addressees.iter().map(|one| &*one.id).collect();
    let topics = statement.topics.iter();
    let topics: Vec<String> = topics
        .map(|one| format!("{:+} {}", one.stance, one.id))
        .collect();
    format!(
        "{} | {} | {} | {} | {}",
        words.join(" … "),
        speakers.join(", "),
        to.join(", "),
        statement.of.as_deref().unwrap_or_default(),
        topics.join(", ")
    )
}

fn all(corpus: &CodedCorpus) -> Vec<String> {
    let article = &corpus.articles[0];
    article
        .statements
        .iter()
        .map(|one| shown(article, one))
        .collect()
}

#[test]
fn events_are_statements_with_their_speakers() {
    let (read, taken) = corpus(TEXT, EVENTS, &[]);
    assert_eq!(
        all(&read),
        [
            "“We will not pay,” … “and never did.” | \"Ann Lee\" |  |  | ",
            "that fees rise. | \"He\" | &bbc |  | ",
        ]
    );
    let taken: Vec<String> = taken
        .iter()
        .map(|one| format!("{} {:?} {}", one.kind, one.meaning, one.count))
        .collect();
    assert_eq!(
        taken,
        [
            "Attribution Some(Cue) 1",
            "Content Some(Statement) 2",
            "Cue Some(Cue) 1",
            "Organization Some(Organisation) 1",
            "Reporting None 1",
            "Source Some(Speaker) 2"
        ]
    );
    let bbc = &read.cast.entities[0];
    assert_eq!(
        (bbc.label(), &*bbc.links[0]),
        ("BBC", "https://www.wikidata.org/wiki/Q9531")
    );
    assert_eq!(read.articles[0].mentions[0].id, "&bbc");
    assert_eq!(read.articles[0].notes[0].note, "made up?");
    let lost: Vec<(&str, &str)> = read
        .losses
        .iter()
        .map(|one| (&*one.place, &*one.detail))
        .collect();
    assert_eq!(
        lost,
        [
            ("a.ann:15", "* Equiv T2 T6"),
            ("a.ann:16", "Overlaps: Ann Lee | He"),
            ("a.ann:2", "Ann Lee"),
            ("a.ann:7", "He"),
            ("a.ann:6", "Negated: yes"),
            ("a.ann:9", "Reporting: told"),
            ("a", "Attribution: 1"),
            ("a", "Cue: 1"),
        ]
    );
    // What they are may be said.
    let map = ["Source=person", "Reporting=cue", "Stance=nothing"];
    let (read, _) = corpus(TEXT, EVENTS, &map);
    assert_eq!(
        all(&read),
        [
            "“We will not pay,” … “and never did.” | @ann-lee |  |  | ",
            "that fees rise. | @he | &bbc |  | ",
        ]
    );
    assert_eq!(read.articles[0].mentions.len(), 3);
}

#[test]
fn relations_join_whatever_their_direction() {
    let annotations = "\
T1\tQuote 2 20\t“We will not pay,”
T2\tPerson 21 28\tAnn Lee
T3\tSpeaker 21 28\tAnn Lee
T4\tTopic 73 77\tfees
T5\tPerson 52 54\tHe
R1\tSaid_by Arg1:T3 Arg2:T1
R2\tAbout Arg1:T1 Arg2:T4
R3\tAddressee Arg1:T1 Arg2:T5
A1\tSide T1 against
";
    let (read, _) = corpus(TEXT, annotations, &[]);
    // The speaker is the person at the same place.
    assert_eq!(
        all(&read),
        ["“We will not pay,” | @ann-lee | @he |  | -1 #fees"]
    );
    assert!(read.losses.is_empty(), "{:?}", read.losses);
}

#[test]
fn what_is_written_is_read_with_the_same_statements() {
    let files = Kept::default();
    write(Box::new(Brat::new(files.clone(), &cast()).unwrap()));
    let read = |name: &str| {
        let text = files.read(&format!("{name}.txt"));
        reader::read(name, &text, &files.read(&format!("{name}.ann"))).unwrap()
    };
    let texts = vec![read("2011_a_b"), read("2011_a_b-2")];
    let (read, _) = annotated::corpus(texts, &Mapping::default()).unwrap();
    let written = &articles()[0];
    let one = &read.articles[0];
    assert_eq!(one.text, written.text);
    let plain = |article: &Article| {
        let all = article.statements.iter();
        all.map(|said| {
            let speakers: Vec<_> = said
                .speakers
                .iter()
                .map(|one| (&one.id, &one.role))
                .collect();
            let capacity = said.capacity.clone();
            format!(
                "{} {speakers:?} {capacity:?} {:?} {:?}",
                shown(article, said),
                said.span,
                said.fragments
            )
        })
        .collect::<Vec<_>>()
    };
    // Of the organisations of two speakers a tag has none.
    assert_eq!(plain(one), plain(written));
    assert_eq!(one.date_text.as_deref(), Some("2011-05"));
    assert_eq!(one.mentions, written.mentions);
    assert_eq!(
        (one.notes[0].span, &*one.notes[0].note),
        (written.notes[0].span, "sic or not")
    );
    let names: Vec<(&str, &str)> = read
        .cast
        .entities
        .iter()
        .map(|one| (&*one.id, one.label()))
        .collect();
    assert_eq!(
        names,
        [
            ("#cuts", "CUTS"),
            ("#x", "X"),
            ("&bma", "&bma"),
            ("&nhs", "NHS"),
            ("@ann", "Ann <Lee> & \"Co\"")
        ]
    );
    assert_eq!(
        kinds(&read.losses),
        [
            "articles without a date whose statements are all of one day",
            "statements whose speakers spoke for several organisations"
        ]
    );
}

#[test]
fn places_may_count_a_line_end_as_one() {
    let text = "one\r\ntwo\r\nthree";
    let whole = read(text, "T1\tQuote 10 15\tthree\n");
    assert_eq!(
        (
            whole.spans[0].fragments[0].start,
            whole.spans[0].fragments[0].end
        ),
        (10, 15)
    );
    let folded = read(text, "T1\tQuote 8 13\tthree\nT2\tQuote 4 7\ttwo\n");
    assert_eq!(
        (
            folded.spans[0].fragments[0].start,
            folded.spans[0].fragments[0].end
        ),
        (10, 15)
    );
    // A mark at the beginning of the file is no character of the text.
    let marked = read("\u{feff}one", "T1\tQuote 0 3\tone\n");
    assert_eq!(marked.text, "one");
}

#[test]
fn what_is_no_annotation_is_refused_with_its_line() {
    let why = |annotations: &str| {
        reader::read("a", TEXT, annotations)
            .unwrap_err()
            .to_string()
    };
    let good = "T1\tQuote 2 20\t“We will not pay,”\n";
    for (wrong, said) in [
        ("x", "line 2 begins with no identifier"),
        ("T2 Quote 2 3", "line 2 begins with no identifier"),
        ("T2\tQuote\tx", "in line 2 T2 has no type and places"),
        ("T2\tQuote 3 2\tx", "in line 2 T2 has no type and places"),
        ("T2\tQuote -3 2\tx", "in line 2 T2 has no type and places"),
        (
            "T1\tQuote 2 3\tx",
            "has two annotations T1, the second in line 2",
        ),
        (
            "T2\tQuote 2 999\tx",
            "in line 2 T2 ends at 999, and the text has 83 characters",
        ),
        (
            "T2\tQuote 2 99999999999999999999\tx",
            "in line 2 T2 has no type and places",
        ),
        (
            "T2\tQuote 3 5\tx\nT3\tQuote 3 5\tx",
            "in line 2 T2 has the words `x`, and the text has `We` there",
        ),
    ] {
        let why = why(&format!("{good}{wrong}\n"));
        assert!(why.contains(said), "{wrong}: {why}");
    }
    // One of many costs that one alone.
    let one = read(TEXT, &format!("{good}T2\tQuote 3 5\tx\n"));
    assert_eq!((one.spans.len(), &*one.losses[0].place), (1, "a.ann:2"));
    // What nothing is called as a statement in has to be told.
    let one = read(TEXT, "T1\tPhrase 3 5\tWe\n");
    let why = annotated::corpus(vec![one], &Mapping::default()).unwrap_err();
    assert!(
        why.0.contains("Phrase (1); `--map NAME=statement`"),
        "{}",
        why.0
    );
}

proptest! {
    #[test]
    fn any_lines_are_read_or_refused(
        lines in prop::collection::vec(
            prop_oneof![
                ("[0-9]", "(Quote|Source|Cue|Foo)", 0..30_usize, 0..30_usize)
                    .prop_map(|(id, kind, start, end)| format!("T{id}\t{kind} {start} {end}")),
                "E[0-9]\t(Say|Quote):T[0-9] (Source|Content):[TE][0-9]",
                "R[0-9]\tSpeaker Arg1:T[0-9] Arg2:[TE][0-9]",
                "(A|M)[0-9]\t(Side|Speaker|Topic|Note) [TER][0-9]( pro)?",
                "N[0-9]\tReference T[0-9] (Quotemark:[@&#]?a|x:y|)\tname",
                "#[0-9]\tAnnotatorNotes [TER][0-9]\t(by (@a|\\?)|x)",
            ],
            0..20,
        ),
        text in "[a😀 \r\n]{30}",
    ) {
        if let Ok(one) = reader::read("a", &text, &lines.join("\n")) {
            let count = one.spans.len();
            if let Ok((corpus, taken)) = annotated::corpus(vec![one], &Mapping::default()) {
                prop_assert_eq!(taken.iter().map(|one| one.count).sum::<usize>(), count);
                for statement in &corpus.articles[0].statements {
                    shown(&corpus.articles[0], statement);
                }
            }
        }
    }
}
