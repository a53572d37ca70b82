//! A cast and two articles for the tests of forms, with odd words.

use std::sync::{Arc, Mutex};

use quotemark_analysis::coded::{
    Article, Cast, Entity, EntityKind, Mention, Named, Note, Parent, Role, Span, Speaker,
    SpeakerKind, Statement, Topic, When,
};

use crate::{Error, Files, FormWriter, Loss};

fn entity(id: &str, name: &str) -> Entity {
    Entity {
        id: id.into(),
        kind: EntityKind::of_id(id),
        name: (!name.is_empty()).then(|| name.into()),
        ..Entity::default()
    }
}

fn when(written: &str, is_open: bool) -> When {
    When {
        written: (!written.is_empty()).then(|| written.into()),
        is_open,
        ..When::default()
    }
}

pub fn cast() -> Cast {
    let role = |position, words: &str, organisation: Option<&str>, when| Role {
        position,
        words: words.into(),
        organisation: organisation.map(str::to_owned),
        when,
    };
    let mut ann = entity("@ann", "Ann <Lee> & \"Co\"");
    ann.aliases = vec![
        ("Dr Lee".into(), None),
        ("Gov. Lee".into(), Some("2010..2014-05".into())),
    ];
    ann.links = vec!["https://www.wikidata.org/wiki/Q42".into()];
    ann.notes = vec!["A note.".into()];
    ann.roles = vec![
        role(
            1,
            "chair of BMA",
            Some("&bma"),
            when("2010..2012-12", false),
        ),
        role(2, "writer", None, when("", true)),
        role(3, "head of NHS", Some("&nhs"), when("2013..?", false)),
    ];
    let mut bma = entity("&bma", "BMA");
    bma.active_from = Some("1832".into());
    bma.parents = vec![Parent {
        id: "&unions".into(),
        when: when("2011..", true),
    }];
    Cast {
        entities: vec![
            entity("#cuts", "Cuts"),
            entity("#x", ""),
            bma,
            entity("&nhs", "NHS"),
            entity("&unions", "Unions"),
            ann,
        ],
    }
}

/// Where words stand in a text.
pub fn span(text: &str, words: &str) -> Span {
    let before = &text[..text.find(words).unwrap()];
    let (start, start_utf16) = (before.chars().count(), before.encode_utf16().count());
    Span {
        start,
        end: start + words.chars().count(),
        start_utf16,
        end_utf16: start_utf16 + words.encode_utf16().count(),
    }
}

pub fn articles() -> Vec<Article> {
    let text = "😀 <one>\r\ntwo & \"three\"\n\nfour\u{1}\n";
    let named = |id: &str, name: &str| Named {
        id: id.into(),
        name: name.into(),
    };
    let ann = Speaker {
        id: Some("@ann".into()),
        name: Some("Ann <Lee> & \"Co\"".into()),
        kind: SpeakerKind::Person,
        role: Some("chair of BMA".into()),
        organisations: vec![named("&bma", "BMA")],
    };
    let man = Speaker {
        name: Some("a man".into()),
        kind: SpeakerKind::Unnamed,
        ..Speaker::default()
    };
    let topic = |id: &str, stance| Topic {
        id: id.into(),
        name: id[1..].to_uppercase(),
        stance,
    };
    let said = |id: &str, words: &[&str]| Statement {
        id: id.into(),
        kind: "mixed".into(),
        text: words.join(" … "),
        span: Span {
            start: span(text, words[0]).start,
            end: span(text, words[words.len() - 1]).end,
            start_utf16: span(text, words[0]).start_utf16,
            end_utf16: span(text, words[words.len() - 1]).end_utf16,
        },
        fragments: words.iter().map(|words| span(text, words)).collect(),
        line: 5,
        column: 1,
        date_text: Some("2011-05".into()),
        ..Statement::default()
    };
    let first = Article {
        key: "2011/a b".into(),
        path: "2011/a b.qm".into(),
        title: Some("A <title>".into()),
        date: Some("2011-05-01".parse().unwrap()),
        date_text: Some("2011-05".into()),
        source: Some("GP & Weekly".into()),
        url: Some("https://example.org/a?b=1&c".into()),
        language: Some("en".into()),
        own: vec![("desk".into(), "news".into())],
        text: text.into(),
        statements: vec![
            Statement {
                speakers: vec![ann, man],
                topics: vec![topic("#cuts", -1), topic("#x", 1)],
                addressees: vec![named("&nhs", "NHS")],
                capacity: Some("a doctor".into()),
                ..said("0000000000000001", &["<one>\r\ntwo", "four"])
            },
            Statement {
                speakers: vec![Speaker::default()],
                topics: vec![topic("#cuts", 0)],
                inside: Some("0000000000000001".into()),
                ..said("0000000000000002", &["one"])
            },
        ],
        mentions: vec![Mention {
            id: "&nhs".into(),
            span: span(text, "\"three\""),
            text: "\"three\"".into(),
        }],
        notes: vec![Note {
            span: span(text, "four"),
            text: "four".into(),
            note: "sic\nor not".into(),
        }],
        ..Article::default()
    };
    let second = Article {
        key: "b".into(),
        path: "2011_a_b.qm".into(),
        ..Article::default()
    };
    vec![first, second]
}

/// Files that are kept in memory.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Vec<(String, String)>>>);

impl Kept {
    pub fn names(&self) -> Vec<String> {
        let files = self.0.lock().unwrap();
        files.iter().map(|(name, _)| name.clone()).collect()
    }

    pub fn read(&self, name: &str) -> String {
        let files = self.0.lock().unwrap();
        let found = files.iter().find(|(other, _)| other == name);
        found.unwrap().1.clone()
    }
}

impl Files for Kept {
    fn write(&mut self, names: &[&str], bytes: &[u8]) -> Result<(), Error> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        self.0.lock().unwrap().push((names.join("/"), text));
        Ok(())
    }
}

/// Writes the articles, and gives what the form could not hold.
pub fn write(mut writer: Box<dyn FormWriter + '_>) -> Vec<Loss> {
    writer.write(&articles()).unwrap();
    let losses = writer.take_losses();
    writer.finish().unwrap();
    losses
}

/// The kinds of losses, each once.
pub fn kinds(losses: &[Loss]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = losses.iter().map(|loss| loss.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}
