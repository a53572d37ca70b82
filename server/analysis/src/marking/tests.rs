//! What is marked is read back.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::coded::{Article, Cast, Entity, EntityKind, Note, Role, Span, Speaker, SpeakerKind};
use crate::coded::{Statement, Topic};
use crate::model::{Corpus, Source};
use crate::syntax::{Parser, fingerprint, strip};

fn span(text: &str, start: usize, end: usize) -> Span {
    let units = |points: usize| text.chars().take(points).map(char::len_utf16).sum();
    Span {
        start,
        end,
        start_utf16: units(start),
        end_utf16: units(end),
    }
}

fn said(text: &str, start: usize, end: usize, by: &str, topics: &[(&str, i32)]) -> Statement {
    let span = span(text, start, end);
    let topics = topics.iter().map(|(id, stance)| Topic {
        id: (*id).into(),
        name: (*id).into(),
        stance: *stance,
    });
    Statement {
        span,
        fragments: vec![span],
        speakers: vec![Speaker {
            id: Some(by.into()),
            kind: match EntityKind::of_id(by) {
                EntityKind::Organisation => SpeakerKind::Organisation,
                _ => SpeakerKind::Person,
            },
            ..Speaker::default()
        }],
        topics: topics.collect(),
        ..Statement::default()
    }
}

fn article(text: &str, statements: Vec<Statement>) -> Article {
    Article {
        key: "a-1".into(),
        path: "a.qm".into(),
        title: Some("A\ntitle".into()),
        date_text: Some("2011-05".into()),
        text: text.into(),
        statements,
        ..Article::default()
    }
}

#[test]
fn a_document_has_header_and_tags() {
    let text = "“Yes,” [sic] she said. “No.”\n\nHe [left].\n";
    let mut both = said(text, 0, 12, "@ann", &[("#cuts", -1), ("#x", 0), ("#y", 1)]);
    both.fragments.push(span(text, 23, 28));
    both.of = Some("&bma".into());
    both.date_text = Some("2011-04-30".into());
    both.capacity = Some("a \"doctor\" {x}".into());
    let mut words = said(text, 33, 40, "@x", &[]);
    words.speakers = vec![Speaker {
        name: Some("a [spokes]man".into()),
        kind: SpeakerKind::Unnamed,
        ..Speaker::default()
    }];
    let mut one = article(text, vec![both, words]);
    one.source = Some("@BBC".into());
    one.own = vec![("section".into(), "News".into())];
    one.notes = vec![Note {
        span: span(text, 13, 16),
        text: "she".into(),
        note: "who?\n{x}".into(),
    }];
    let marked = document(&one, true);
    assert_eq!(
        marked.text.replace(&fingerprint(text), "SEAL"),
        "---\ntitle: A title\ndate: 2011-05\nsource: “@BBC”\nid: a-1\nsection: News\n\
         sealed: SEAL\n---\n\n\
         [“Yes,” [sic]]{by @ann of &bma on #x for #y against #cuts at 2011-04-30 \
         as \"a \\\"doctor\\\" \\{x\\}\"} [she]{note: who? (x)} said. [“No.”]{more}\n\n\
         He [[left].]{by \"a \\[spokes\\]man\"}\n"
    );
    let lost: Vec<&str> = marked.losses.iter().map(|loss| &*loss.detail).collect();
    assert_eq!(lost, ["source: @BBC"]);
}

#[test]
fn what_cannot_be_marked_is_told_with_its_tag_and_words() {
    let text = "0123456789\n\n \n\nabc";
    let statements = vec![
        said(text, 0, 6, "@a", &[]),
        said(text, 4, 10, "@b", &[]),
        said(text, 5, 6, "@c", &[]),
        said(text, 11, 14, "@d", &[]),
        said(text, 0, 99, "@e", &[]),
        said(text, 7, 7, "@f", &[]),
    ];
    let marked = document(&article(text, statements), false);
    assert!(
        marked
            .text
            .ends_with("\n\n[0123]{by @a}[4[5]{by @c}6789]{by @b}\n\n \n\nabc"),
        "{}",
        marked.text
    );
    let told: Vec<(&str, &str)> = marked
        .losses
        .iter()
        .map(|loss| (loss.done, &*loss.detail))
        .collect();
    assert_eq!(
        told,
        [
            ("were left out", "0–99 by @e"),
            ("were left out", "7–7 by @f"),
            ("have fewer words than they had", "0–6 {by @a} 012345"),
            ("were left out, as a tag has some", "11–14 {by @d} "),
        ]
    );
}

#[test]
fn declarations_are_those_of_the_cast() {
    let mut ann = Entity {
        id: "@ann".into(),
        name: Some("Ann\nLee".into()),
        ..Entity::default()
    };
    ann.aliases = vec![
        ("Ann Lee".into(), None),
        ("Dr Lee".into(), None),
        ("Lee, 2010".into(), None),
        ("Gov. Lee".into(), Some("2010..".into())),
    ];
    ann.notes = vec!["A\n\nnote.".into()];
    ann.own = vec![("type".into(), "Doctor".into())];
    let cast = Cast {
        entities: vec![
            ann,
            Entity {
                id: "#x".into(),
                kind: EntityKind::Topic,
                ..Entity::default()
            },
        ],
    };
    let (text, losses) = declarations(&cast);
    assert_eq!(
        text,
        "@ann: Ann Lee\n    also: Dr Lee; Gov. Lee, 2010..\n    note: A note.\n    type: Doctor\n\n\
         #x: x\n"
    );
    let lost: Vec<&str> = losses.iter().map(|loss| &*loss.detail).collect();
    assert_eq!(lost, ["Ann\nLee", "Lee, 2010", "A\n\nnote."]);
    let mut corpus = Corpus::default();
    corpus.insert_source(Path::new("cast.qm"), Source::new(&*text));
    assert_eq!((corpus.counts().people, corpus.counts().topics), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn no_word_is_lost_and_every_statement_is_there_or_told(
        text in "([a-c ‘😀#@:{}%\\[\\]\\\\\"]|\n|\n\n|\r\n|:::|# |@x: |\\]\\{|\\{%){0,60}",
        places in prop::collection::vec((0..60_usize, 1..30_usize), 0..8),
    ) {
        let length = text.chars().count();
        let statements = places.iter().map(|(start, length_of)| {
            let start = (*start).min(length.saturating_sub(1));
            said(&text, start, (start + length_of).min(length), "@a", &[("#x", 1)])
        });
        let one = article(&text, statements.collect());
        let marked = document(&one, true);
        let read = Parser::new().read(&marked.text);
        prop_assert_eq!(strip(&marked.text, &read), text);
        let gone = marked.losses.iter().filter(|loss| loss.done.starts_with("were left out"));
        prop_assert_eq!(read.quotes.len() + gone.count(), places.len(), "{}", marked.text);
        prop_assert_eq!(&read.problems[..], &[], "{}", marked.text);
    }
}

#[test]
fn words_of_a_role_are_no_ids() {
    let role = |words: &str| Role {
        words: words.into(),
        ..Role::default()
    };
    let one = Entity {
        id: "@ann".into(),
        roles: vec![
            role("head of R&D"),
            role("head of “the” &bma"),
            role("chair, 2010"),
        ],
        ..Entity::default()
    };
    let (text, losses) = declarations(&Cast {
        entities: vec![one],
    });
    assert_eq!(
        text,
        "@ann: ann\n    role: head of R&D\n    role: “head of \"the\" &bma”\n    role: chair, 2010\n"
    );
    let told: Vec<(&str, &str)> = losses
        .iter()
        .map(|loss| (loss.done, &*loss.detail))
        .collect();
    assert_eq!(
        told,
        [
            ("stand in quotation marks", "head of “the” &bma"),
            ("are held on that date", "chair, 2010")
        ]
    );
    let mut corpus = Corpus::default();
    corpus.insert_source(Path::new("cast.qm"), Source::new(&*text));
    assert_eq!(corpus.counts().organisations, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn any_value_of_a_declaration_comes_back_or_is_told(
        name in "(\\PC|[a@&#:,;\"“” .]|&a|@b|[0-9]{4}|\\{%|\t|\n){1,9}",
        alias in "(\\PC|[a@&#:,;\"“” .~]|&a|[0-9]{4}|\\.\\.|\\{%|\t){0,9}",
        role in "(\\PC|[a@&#:,;\"“” .~]|&a|[0-9]{4}|\\.\\.|\\{%|\n){0,9}",
        note in "(\\PC|[a@&#:,;\"“” ]|&a|also: |\\{%|\n){0,9}",
        own in "(\\PC|[a@&#:,;\"“” ]|&a|#c|\\{%|::: |\t){0,9}",
    ) {
        let not_empty = |words: &String| !words.trim().is_empty();
        prop_assume!(not_empty(&name));
        let mut one = Entity {
            id: "@x".into(),
            name: Some(name.clone()),
            ..Entity::default()
        };
        one.aliases.extend(Some(alias.clone()).filter(not_empty).map(|alias| (alias, None)));
        one.roles.extend(Some(role.clone()).filter(not_empty).map(|words| Role {
            position: 1,
            words,
            ..Role::default()
        }));
        one.notes.extend(Some(note.clone()).filter(not_empty));
        one.own.extend(Some(own.clone()).filter(not_empty).map(|own| ("type".to_owned(), own)));
        let (text, losses) = declarations(&Cast { entities: vec![one.clone()] });
        let mut corpus = Corpus::default();
        corpus.insert_source(Path::new("cast.qm"), Source::new(&*text));
        let read = crate::coding::whole_cast(&corpus);
        let found = read.entities.iter().find(|other| other.id == "@x").unwrap();
        let told = |value: &str| losses.iter().any(|loss| loss.detail.contains(value.trim()) || loss.detail == value.trim());
        prop_assert!(found.name.as_ref() == Some(&name) || told(&name), "{text}");
        let aliases = one.aliases.iter().all(|alias| {
            found.aliases.contains(alias) || found.name.as_ref() == Some(&alias.0) || told(&alias.0)
        });
        prop_assert!(aliases, "{text} {found:?} {losses:?}");
        let roles = one.roles.iter().all(|role| {
            found.roles.iter().any(|other| other.words == role.words && other.organisation.is_none())
                || told(&role.words)
        });
        prop_assert!(roles, "{text} {found:?} {losses:?}");
        prop_assert!(found.notes == one.notes || told(&note), "{text} {found:?} {losses:?}");
        prop_assert!(found.own == one.own || told(&own), "{text} {found:?} {losses:?}");
    }
}
