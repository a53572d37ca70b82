//! The model as a whole, on small corpora written here.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::cancellation::Cancellation;
use crate::syntax::{EntityKind, Holds, PartialDate, Side, TextRange};

const CAST: &str = "\
@ann: Ann Lee
    also: Dr Lee
    role: editor of &paper, 2010..2012
    role: chair of &union, 2013..
@lee: Bob Lee
    also: Lee
    role: clerk, 2001..2002
@cy: Cy Lee
    also: Lee
&paper: The Paper
    part of: &group
&group: The Group
&union: Union
#cuts: Cuts
";

fn corpus(files: &[(&str, &str)]) -> Corpus {
    let mut corpus = Corpus::default();
    for (path, text) in files {
        corpus.insert_source(Path::new(path), Source::new(*text));
    }
    corpus
}

fn id(corpus: &Corpus, written: &str) -> EntityId {
    corpus.ids().find(written).unwrap()
}

/// What stands at `$0` in the file of that path.
fn target(files: &[(&str, &str)]) -> (Corpus, Option<Target>) {
    let (path, marked) = files.iter().find(|(_, text)| text.contains("$0")).unwrap();
    let offset = marked.find("$0").unwrap();
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (*path, text.replace("$0", "")))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let corpus = corpus(&files);
    let file = corpus.find(Path::new(path)).unwrap();
    let source = corpus.source(file).unwrap();
    let target = target_at(&corpus, file, &source, offset);
    (corpus, target)
}

fn named(text: &str) -> String {
    let (corpus, target) = target(&[("cast.qm", CAST), ("a.qm", text)]);
    match target.map(|target| target.kind) {
        None => "nothing".into(),
        Some(TargetKind::Entity(entity)) => corpus.written(entity).to_string(),
        Some(TargetKind::Quote(statement)) => format!("quote {}", statement.quote),
        Some(TargetKind::Unnamed(_, words)) => format!("“{words}”"),
        Some(TargetKind::Ambiguous(entities)) => format!("one of {}", entities.len()),
        Some(TargetKind::Note(_)) => "note".into(),
    }
}

#[test]
fn finds_what_stands_at_a_place() {
    for (text, expected) in [
        ("[A$0nn]{@ann}", "@ann"),
        ("[Ann]{$0@ann}", "@ann"),
        ("[Ann]{@ann$0}", "@ann"),
        ("[Ann]{@a$0nn and more", "@ann"),
        ("[it $0is]{by @ann}", "quote 0"),
        ("[it is]{b$0y @ann}", "quote 0"),
        ("[it is]{by @ann of &un$0ion}", "&union"),
        ("[it is]{by \"a  cl$0erk\" of &union}", "“a clerk”"),
        ("[it is]{by @ann, “a clerk$0”}", "“a clerk”"),
        ("[it is]{b$0y \"a clerk\"}", "quote 0"),
        ("[it is]{by \"a clerk\" of &un$0ion}", "&union"),
        ("::: by \"$0a clerk\"\nSo.\n:::", "“a clerk”"),
        ("[it is]{by \"@a$0nn\"}", "“@ann”"),
        ("[it [i$0s]{@cy} so]{by @ann}", "@cy"),
        ("[it [is]{@cy} s$0o]{by @ann}", "quote 0"),
        ("[a]{by @cy} [b]{by @ann} x [c$0]{more}", "quote 1"),
        ("[Ann $0Lee says]{by @cy}", "@ann"),
        ("Then Dr L$0ee spoke", "@ann"),
        ("Then Dr\nL$0ee spoke", "@ann"),
        ("Then Dr Leef$0 spoke", "nothing"),
        ("[odd$0]{note: sic}", "note"),
        ("[odd Ann L$0ee]{note: sic}", "@ann"),
        ("::: by @ann\nSo$0 it is.\n:::", "quote 0"),
        ("::: by @ann$0\nSo it is.\n:::", "@ann"),
        ("---\nsource: &pa$0per\n---\n", "&paper"),
        ("---\ntitle: the &pa$0per here\n---\n", "nothing"),
        ("a $0@ann b", "nothing"),
        ("", "nothing"),
    ] {
        let text = if text.is_empty() { "$0" } else { text };
        assert_eq!(named(text), expected, "{text}");
    }
}

#[test]
fn a_shared_name_is_settled_by_date_then_by_the_last_tag() {
    assert_eq!(named("Mr L$0ee came"), "one of 2");
    assert_eq!(named("---\ndate: 2011\n---\n\nMr L$0ee came"), "@cy");
    assert_eq!(named("[He]{@lee} and L$0ee"), "@lee");
    assert_eq!(named("[He]{@lee} [and]{@cy} L$0ee"), "@cy");
}

#[test]
fn the_role_is_that_of_the_date() {
    let corpus = corpus(&[("cast.qm", CAST)]);
    let ann = corpus.entity(id(&corpus, "@ann")).unwrap();
    let roles = |date| {
        let then = ann.roles_on(PartialDate::parse(date).ok());
        let words = |roles: &[RoleOnDate]| {
            roles
                .iter()
                .map(|then| corpus.role_words(then.role))
                .collect::<Vec<_>>()
        };
        (words(&then.holding), words(&then.nearest))
    };
    assert_eq!(roles("2012-03").0, ["editor of The Paper"]);
    assert_eq!(roles("2014").0, ["chair of Union"]);
    assert_eq!(roles("2012..").0, Vec::<String>::new());
    assert_eq!(roles("2009"), (vec![], vec!["editor of The Paper".into()]));
}

/// The heart of the hover: who somebody was on the day. A role that ended on a day that
/// nobody knows would otherwise stand beside the one that is certain, and the reader of
/// 2012 would see a minister who left in 2010 as both minister and commissioner.
#[test]
fn what_perhaps_held_gives_way_to_what_certainly_did() {
    let corpus = corpus(&[(
        "cast.qm",
        "\
@ann: Ann Lee
    role: minister, 2005..?
    role: commissioner, 2010..2014
    role: economist
@bob: Bob Ray
    role: minister, 2005..?
    role: economist
",
    )]);
    let roles = |written, date| {
        let entity = corpus.entity(id(&corpus, written)).unwrap();
        let then = entity.roles_on(PartialDate::parse(date).ok());
        let shown = then.holding.iter().map(|then| {
            let sure = if then.holds == Holds::Yes { "" } else { "?" };
            format!("{}{sure}", corpus.role_words(then.role))
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(roles("@ann", "2012"), ["commissioner", "economist"]);
    assert_eq!(roles("@ann", "2005"), ["minister", "economist"]);
    assert_eq!(roles("@ann", "2008"), ["minister?", "economist"]);
    assert_eq!(roles("@ann", "2016"), ["minister?", "economist"]);
    // What holds at all times says nothing of what held then, and displaces nothing.
    assert_eq!(roles("@bob", "2012"), ["minister?", "economist"]);
    assert_eq!(roles("@bob", "no date"), ["economist"]);
}

#[test]
fn quotes_of_an_organisation_are_its_own_and_those_for_it() {
    let corpus = corpus(&[
        (
            "b.qm",
            "---\ndate: 2014\n---\n[x]{by @ann} [y]{by @ann of &paper} [z]{by &union}",
        ),
        ("a.qm", "---\ndate: 2011\n---\n[x]{by @ann}"),
        ("cast.qm", CAST),
    ]);
    let quotes = |written| {
        let quotes = corpus.quotes_of(id(&corpus, written));
        quotes
            .iter()
            .map(|found| {
                let s = found.statement;
                (
                    corpus.file(s.file).unwrap().path.display().to_string(),
                    s.quote,
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(quotes("&union"), [("b.qm".into(), 0), ("b.qm".into(), 2)]);
    assert_eq!(quotes("&paper"), [("a.qm".into(), 0), ("b.qm".into(), 1)]);
    assert_eq!(quotes("@ann").len(), 3);
}

#[test]
fn quotes_are_found_by_side_and_by_the_organisation_that_a_tag_names() {
    let corpus = corpus(&[
        (
            "a.qm",
            "---\ndate: 2014\n---\n[x]{by @ann of &paper for #cuts} [y]{by @cy against #cuts} [z]{by &paper on #cuts}",
        ),
        ("cast.qm", CAST),
    ]);
    let found = |filter: StatementFilter| {
        let found = corpus.statements(&filter);
        found
            .iter()
            .map(|one| one.statement.quote)
            .collect::<Vec<_>>()
    };
    let side = |side| StatementFilter {
        side: Some(side),
        ..StatementFilter::default()
    };
    assert_eq!(found(side(Side::For)), [0]);
    assert_eq!(found(side(Side::Against)), [1]);
    let of = StatementFilter {
        of: Some(id(&corpus, "&paper")),
        ..StatementFilter::default()
    };
    assert_eq!(found(of.clone()), [0, 2]);
    let parts = StatementFilter {
        with_parts: true,
        ..of
    };
    assert_eq!(found(parts), [0, 2]);
}

/// A question about one topic does not read the files of its parts, unless it asks for them.
#[test]
fn files_of_parts_are_read_only_where_parts_count() {
    let corpus = corpus(&[
        (
            "cast.qm",
            "@ann: Ann\n#money: Money\n#cuts: Cuts\n    part of: #money\n",
        ),
        ("a.qm", "[x]{by @ann on #money}"),
        ("b.qm", "[x]{by @ann on #cuts}"),
    ]);
    let read = |with_parts, parts_of_topics| {
        let filter = StatementFilter {
            on: vec![(id(&corpus, "#money"), None)],
            with_parts,
            parts_of_topics,
            ..StatementFilter::default()
        };
        let files = corpus.candidate_files(&filter);
        ["a.qm", "b.qm"].map(|path| files.contains(&corpus.find(Path::new(path)).unwrap()))
    };
    assert_eq!(read(false, false), [true, false]);
    assert_eq!(read(true, false), [true, true]);
    assert_eq!(read(false, true), [true, true]);
}

/// A date alone gives a quote to another organisation, and so changes counts.
#[test]
fn what_is_said_otherwise_changes_counts_and_nothing_else_does() {
    let path = Path::new("a.qm");
    let mut corpus = corpus(&[
        ("cast.qm", CAST),
        ("a.qm", "---\ndate: 2011\n---\n[x]{by @ann}"),
    ]);
    let mut changes_counts = |text: &str| {
        let before = corpus.epochs().counts;
        corpus.insert_source(path, Source::new(text));
        corpus.epochs().counts > before
    };
    assert!(changes_counts("---\ndate: 2014\n---\n[x]{by @ann}"));
    assert!(!changes_counts("---\ndate: 2014\n---\n[xy]{by @ann}"));
    assert!(changes_counts(
        "---\ndate: 2014\n---\n[xy]{by @ann at 2011}"
    ));
}

/// The same are named, so that nothing but the quotes tells of the change.
#[test]
fn whoever_speaks_for_another_organisation_changes_counts() {
    let before = "[x]{by @ann of &paper} [y]{by @bob of &union}";
    let mut corpus = corpus(&[("cast.qm", CAST), ("a.qm", before)]);
    for text in [
        "[x]{by @ann of &union} [y]{by @bob of &paper}",
        "[x]{by @bob of &union} [y]{by @ann of &paper}",
    ] {
        let before = corpus.epochs().counts;
        corpus.insert_source(Path::new("a.qm"), Source::new(text));
        assert!(corpus.epochs().counts > before, "{text}");
    }
}

/// An organisation that speaks for another has said it, and the other has too.
#[test]
fn what_one_organisation_says_for_another_is_of_both() {
    let corpus = corpus(&[("a.qm", "&a: A\n&b: B\n\n[x]{by &a of &b} [y]{by &b}\n")]);
    let found = |written: &str| {
        let filter = StatementFilter {
            of: Some(id(&corpus, written)),
            ..StatementFilter::default()
        };
        let found = corpus.statements(&filter).into_iter();
        found.map(|one| one.statement.quote).collect::<Vec<_>>()
    };
    assert_eq!(found("&a"), [0]);
    assert_eq!(found("&b"), [0, 1]);
}

#[test]
fn an_organisation_that_a_role_no_longer_names_has_no_member_by_it() {
    let mut corpus = corpus(&[(
        "cast.qm",
        "@ann: Ann\n    role: clerk of &paper\n&paper: P\n&union: U\n",
    )]);
    let new = "@ann: Ann\n    role: clerk of &union\n&paper: P\n&union: U\n";
    corpus.insert_source(Path::new("cast.qm"), Source::new(new));
    assert!(*corpus.index() == corpus.rebuilt_index());
}

#[test]
fn a_closed_article_keeps_its_id() {
    let mut corpus = Corpus::default();
    let path = Path::new("a.qm");
    let file = corpus.insert_source(path, Source::new("---\nid: x1\n---\n[x]{by @ann}"));
    let id = |corpus: &Corpus| {
        corpus
            .file(file)
            .unwrap()
            .article()
            .map(|id| id.text.to_string())
    };
    assert_eq!(id(&corpus).as_deref(), Some("x1"));
    let facts = corpus.file(file).unwrap().facts();
    corpus.insert(File::new(path.into(), facts, None));
    assert_eq!(id(&corpus).as_deref(), Some("x1"));
}

#[test]
fn whoever_asks_is_the_one_who_may_stop_waiting() {
    let cancellation = Cancellation::new();
    let corpus = corpus(&[("a.qm", "[x]{@ann}")]).asked_with(cancellation.clone());
    assert!(!corpus.cancellation().is_set());
    cancellation.set();
    assert!(corpus.cancellation().is_set());
}

#[test]
fn words_that_look_like_references_are_words() {
    let corpus = corpus(&[(
        "a.qm",
        "---\ntitle: @home\nsource: &paper\n---\n@ann: Ann\n    role: clerk of &city, #1 in rank\n    note: see @bob\n    also: @drann\n",
    )]);
    let file = corpus.find(Path::new("a.qm")).unwrap();
    let facts = &corpus.file(file).unwrap().facts();
    let named: Vec<String> = facts
        .occurrences
        .iter()
        .map(|occurrence| corpus.written(occurrence.entity).to_string())
        .collect();
    assert_eq!(named, ["&paper", "@ann", "&city"]);
}

#[test]
fn what_a_tag_cannot_mean_is_still_named_there() {
    let corpus = corpus(&[(
        "a.qm",
        "[x]{@a @b} [y]{by @a for &c by @d} [z]{more @e}\n\n::: @f\nq\n:::\n",
    )]);
    let facts = &corpus.files().next().unwrap().1.facts();
    let named = facts.occurrences.iter().map(|occurrence| {
        let broken = occurrence.kind == OccurrenceKind::Broken;
        (corpus.written(occurrence.entity).to_string(), broken)
    });
    let named: Vec<_> = named.collect();
    let named: Vec<_> = named
        .iter()
        .map(|(id, broken)| (id.as_str(), *broken))
        .collect();
    assert_eq!(
        named,
        [
            ("@a", false),
            ("@b", true),
            ("@a", false),
            ("&c", true),
            ("@d", true),
            ("@e", true),
            ("@f", true)
        ]
    );
}

/// That nothing is left over is told by a count, which must not fit by chance: a rename
/// would pass by the places that it hides.
#[test]
fn what_a_tag_cannot_mean_is_found_beside_whatever_it_means() {
    for (text, expected) in [
        ("[x]{for &c}", "&c"),
        ("[x]{by @a &c}", "@a &c"),
        ("[x]{@a &c}", "@a &c"),
        ("[x]{@a for &c}", "@a &c"),
        ("[x]{by @a for &c}", "@a &c"),
        ("[x]{by @a on #t for &c}", "@a #t &c"),
        ("[x]{by @a of &o on #t for &c}", "@a &o #t &c"),
        ("[x]{by @a, @b of &o on #t for &c}", "@a @b &o #t &c"),
        ("---\nsource: &p\n---\n[x]{@a @b @c}", "&p @a @b @c"),
        ("---\nsource: &p\n---\n[x]{by @a of &o}", "&p @a &o"),
    ] {
        let corpus = corpus(&[("a.qm", text)]);
        let facts = corpus.files().next().unwrap().1.facts();
        let mut named: Vec<_> = facts.occurrences.iter().collect();
        named.sort_by_key(|occurrence| occurrence.range.from());
        let named = named
            .iter()
            .map(|named| corpus.written(named.entity).to_string());
        assert_eq!(named.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}

/// A statement may come from an editor, of a text that was another then.
#[test]
fn a_statement_that_is_no_longer_there_is_none() {
    let corpus = corpus(&[("a.qm", "[x]{by @ann} [y]{by @ann}")]);
    let file = corpus.find(Path::new("a.qm")).unwrap();
    let quote = |quote| corpus.quote(Statement { file, quote });
    assert_eq!(quote(1).unwrap().fragments.len(), 1);
    assert!(quote(2).is_none());
    assert!(quote(3).is_none());
}

/// By this a server leaves the index and all reports as they are when a file is read
/// again, however its hash came about.
#[test]
fn a_file_says_the_same_only_with_all_of_it() {
    let file = |text: &str, ids: &Ids| {
        let source = Source::new(text);
        let facts = facts_of(&source.text, &source.document, ids);
        File::new(Path::new("a.qm").into(), Arc::new(facts), None)
    };
    let ids = Ids::default();
    let one = file("[x]{by @ann}", &ids);
    assert!(one.says_the_same(&file("[x]{by @ann}", &ids)));
    for other in ["[x]{by @bob}", "[y]{by @ann}", "[x]{@ann}", "[x]{by @ann} "] {
        assert!(!one.says_the_same(&file(other, &ids)), "{other}");
    }
}

/// A report says who did not yet or no longer exist; completion puts them last.
#[test]
fn an_entity_is_about_while_something_of_it_holds() {
    let corpus = corpus(&[(
        "cast.qm",
        "&o: O\n    active: 2000..2010\n@a: A\n    role: r of &o, 2000..2010\n@b: B\n    role: r of &o\n@c: C\n",
    )]);
    let is_about = |written| {
        let entity = corpus.entity(id(&corpus, written)).unwrap();
        ["1999", "2000", "2010", "2011"]
            .map(|date| entity.is_about(PartialDate::parse(date).unwrap()))
    };
    assert_eq!(is_about("&o"), [false, true, true, false]);
    assert_eq!(is_about("@a"), [false, true, true, false]);
    assert_eq!(is_about("@b"), [true; 4]);
    assert_eq!(is_about("@c"), [true; 4]);
}

#[test]
fn a_file_that_was_removed_is_named_nowhere() {
    let mut corpus = corpus(&[("a.qm", "[x]{by @ann}"), ("b.qm", "[y]{@bob}")]);
    let ann = id(&corpus, "@ann");
    assert!(!corpus.is_empty());
    corpus.remove(Path::new("a.qm"));
    assert_eq!((corpus.len(), corpus.find(Path::new("a.qm"))), (1, None));
    assert!(corpus.index().uses(ann).is_none());
    assert!(corpus.quotes_of(ann).is_empty());
    corpus.remove(Path::new("a.qm"));
    corpus.remove(Path::new("b.qm"));
    assert!(corpus.is_empty());
}

/// By how far a change reaches a server decides which reports it makes again: too near,
/// and an editor shows what is no longer true.
#[test]
fn a_change_reaches_as_far_as_it_may_be_told() {
    let before = [
        ("a.qm", "[x]{by @ann} [y]{@bob}"),
        ("cast.qm", "@ann: Ann\n@cy: Cy\n"),
    ];
    let corpus = corpus(&before);
    let reach = |path: &str, text: &str| {
        let said = |text: &str| {
            let source = Source::new(text);
            IndexFacts::Everything(Arc::new(facts_of(
                &source.text,
                &source.document,
                corpus.ids(),
            )))
        };
        let file = corpus.find(Path::new(path)).unwrap();
        let (_, old) = before.iter().find(|(other, _)| *other == path).unwrap();
        let mut index = corpus.index().clone();
        index.replace(corpus.ids(), file, Some(&said(old)), Some(&said(text)))
    };
    assert_eq!(reach("a.qm", "[z]{by @ann} words [y]{@bob}"), Reach::File);
    assert_eq!(
        reach("a.qm", "[x]{by @ann} [y]{@bob} [y]{@bob}"),
        Reach::Counts
    );
    assert_eq!(reach("a.qm", "[x]{by @ann}"), Reach::Counts);
    assert_eq!(
        reach("a.qm", "[x]{by @ann} [y]{@bob} [z]{@dan}"),
        Reach::Counts
    );
    // Whoever is declared is unused no longer, or is now.
    assert_eq!(
        reach("a.qm", "[x]{by @ann} [y]{@bob} [z]{@cy}"),
        Reach::Everywhere
    );
    assert_eq!(reach("a.qm", "[y]{@bob}"), Reach::Everywhere);
    assert_eq!(
        reach("a.qm", "[x]{by @ann} [y]{@bob}\n\n@bob: B\n"),
        Reach::Everywhere
    );
    assert_eq!(reach("cast.qm", "@ann: Anna\n@cy: Cy\n"), Reach::Everywhere);
}

#[test]
fn only_people_have_roles() {
    let corpus = corpus(&[(
        "cast.qm",
        "&o: O\n    role: r of &p\n@a: A\n    role: r of &p\n#t: T\n    role: r\n",
    )]);
    for (written, roles) in [("&o", 0), ("@a", 1), ("#t", 0)] {
        let entity = corpus.entity(id(&corpus, written)).unwrap();
        assert_eq!(entity.roles().count(), roles, "{written}");
    }
    assert_eq!(corpus.index().below(id(&corpus, "&p")).count(), 1);
}

/// What is the same before and after is left out, and has to be the same in all of which
/// the index is made.
#[test]
fn any_declaration_may_take_the_place_of_any_other() {
    let declarations = [
        "@a: A\n",
        "@a: B\n",
        "@a: A\n    also: B\n",
        "@a: A\n    role: r of &o\n",
        "@a: A\n    role: r of &p\n",
        "@b: A\n",
        "@b: A\n    role: r of &o\n",
        "&o: A\n    part of: &p\n",
        "&o: A\n    part of: &q\n",
    ];
    for before in declarations {
        for after in declarations {
            let (first, last) = ("@x: X\n", "@y: Y\n");
            let mut corpus = corpus(&[("a.qm", &format!("{first}{before}{last}"))]);
            let source = Source::new(format!("{first}{after}{last}"));
            corpus.insert_source(Path::new("a.qm"), source);
            assert!(*corpus.index() == corpus.rebuilt_index(), "{before}{after}");
            let below = |index: &Index| {
                ["&o", "&p", "&q"].map(|above| {
                    let above = corpus.ids().find(above);
                    above.map_or(0, |above| index.below(above).count())
                })
            };
            let expected = ["&o", "&p", "&q"].map(|above| {
                usize::from(
                    after.contains(&format!("of &{}", &above[1..]))
                        || after.contains(&format!("of: {above}")),
                )
            });
            assert_eq!(below(corpus.index()), expected, "{before}{after}");
        }
    }
}

/// A server compares these to know whether anything has changed at all.
#[test]
fn every_change_of_files_is_counted() {
    let mut corpus = corpus(&[]);
    let mut before = corpus.epochs().files;
    let mut has_grown = |corpus: &Corpus| {
        let now = corpus.epochs().files;
        std::mem::replace(&mut before, now) < now
    };
    for text in ["[x]{by @ann}", "[x]{by @ann}", "other [x]{by @ann}"] {
        corpus.insert_source(Path::new("a.qm"), Source::new(text));
        assert!(has_grown(&corpus), "{text}");
    }
    corpus.remove(Path::new("a.qm"));
    assert!(has_grown(&corpus));
}

/// Whoever is named twice as the speaker of one quote has said it once.
#[test]
fn a_speaker_who_is_named_twice_in_a_tag_speaks_once() {
    let corpus = corpus(&[("a.qm", "[x]{by @ann, ?, @bob, @ann, ?} [y]{by @ann}")]);
    let (_, file) = corpus.files().next().unwrap();
    let speakers = |quote: usize| file.facts().quotes[quote].speakers.to_vec();
    let [ann, bob] = ["@ann", "@bob"].map(|written| SpeakerFacts::Entity(id(&corpus, written)));
    let unknown = SpeakerFacts::Unknown;
    assert_eq!(speakers(0), [ann.clone(), unknown.clone(), bob, unknown]);
    assert_eq!(speakers(1), [ann]);
}

/// An article that declares somebody as well counts as one by its title, its date, a
/// mention or a quote; without any of them it is a cast.
#[test]
fn what_only_declares_is_no_article() {
    for (text, articles) in [
        ("@ann: Ann\n", 0),
        ("---\ntitle: T\n---\n\n@ann: Ann\n", 1),
        ("---\ndate: 2012\n---\n\n@ann: Ann\n", 1),
        ("@ann: Ann\n\n[Ann]{@ann}\n", 1),
        ("@ann: Ann\n\n[x]{by @ann}\n", 1),
        ("Words.\n", 1),
    ] {
        let corpus = corpus(&[("a.qm", text)]);
        assert_eq!(corpus.counts().articles, articles, "{text}");
    }
}

#[test]
fn other_names_are_each_given_once() {
    let corpus = corpus(&[
        ("a.qm", "@ann: Ann Lee\n    also: Ann; Lee; Ann Lee\n"),
        ("b.qm", "@ann: Ann Lee\n    also: Lee, 2012; Dr Lee\n"),
    ]);
    let entity = corpus.entity(id(&corpus, "@ann"));
    assert_eq!(entity.unwrap().aliases(), ["Ann", "Lee", "Dr Lee"]);
}

/// Ids that nothing names are let go of only where most are such.
#[test]
fn what_is_named_is_counted_by_kind_and_kept_under_new_numbers() {
    let cast = "@ann: Ann\n&b: B\n&c: C\n#t: T\n#u: U\n#v: V\n";
    let mut corpus = corpus(&[("cast.qm", cast), ("a.qm", "[x]{by @ann on #t}")]);
    assert_eq!(corpus.index().named_count(), 6);
    assert_eq!(corpus.index().named_count(), corpus.index().used().count());
    corpus.remove(Path::new("cast.qm"));
    assert_eq!(corpus.index().named_count(), 2);
    let corpus = corpus.partial(true);
    let renumbered = corpus.renumbered().unwrap();
    assert_eq!(renumbered.ids().len(), 2);
    let reported = |corpus: &Corpus| (corpus.epochs().reports, corpus.epochs().counts);
    assert_eq!(
        reported(&renumbered),
        reported(&corpus),
        "nothing that is reported changes"
    );
    assert!(renumbered.is_partial());
}

/// A declaration that gets another id leads its names to that one.
#[test]
fn names_follow_a_declaration_to_another_id() {
    let mut corpus = corpus(&[("cast.qm", "@ann: Ann\n\n@zoe: Zoe\n")]);
    corpus.insert_source(
        Path::new("cast.qm"),
        Source::new("@amy: Ann\n\n@zoe: Zoe\n"),
    );
    let file = corpus.find(Path::new("cast.qm")).unwrap();
    assert_eq!(corpus.bearers_in(file, "Ann"), [id(&corpus, "@amy")]);
    assert_eq!(*corpus.index(), corpus.rebuilt_index());
}

/// By these a server knows which of its answers are still true.
#[test]
fn epochs_go_on_where_a_change_reaches() {
    let mut corpus = corpus(&[("a.qm", "[x]{by @ann}"), ("cast.qm", "@ann: Ann\n")]);
    let mut changed = |path: &str, text: &str| {
        let before = corpus.epochs();
        corpus.insert_source(Path::new(path), Source::new(text));
        let after = corpus.epochs();
        (after.reports > before.reports, after.counts > before.counts)
    };
    assert_eq!(changed("a.qm", "other [x]{by @ann}"), (false, false));
    assert_eq!(changed("a.qm", "[x]{by @ann} [y]{@ann}"), (false, true));
    assert_eq!(changed("cast.qm", "@ann: Anna\n"), (true, true));
}

#[test]
fn files_that_come_in_any_order_are_found_in_that_of_their_numbers() {
    let texts = [
        "[x]{by @a}",
        "[x]{@a} [x]{@a}",
        "[x]{by @a of &o}",
        "[z]{&o}",
    ];
    let ids = Ids::default();
    let said = |text: &str| {
        let source = Source::new(text);
        IndexFacts::Everything(Arc::new(facts_of(&source.text, &source.document, &ids)))
    };
    let files = texts.iter().zip(0..);
    let files: Vec<_> = files
        .map(|(text, number)| (FileId::from_number(number), said(text)))
        .collect();
    let (mut in_order, mut reversed) = (Index::default(), Index::default());
    in_order.add_all(&ids, &files);
    reversed.add_all(&ids, &files.iter().rev().cloned().collect::<Vec<_>>());
    assert!(in_order == reversed);
    let uses = reversed.uses(ids.find("@a").unwrap()).unwrap();
    let numbers: Vec<u32> = uses.files().map(FileId::number).collect();
    assert_eq!(numbers, [0, 1, 2]);
}

/// What was changed on the disk is not taken for what the facts were drawn from: an edit
/// would go to places that are elsewhere now.
#[test]
fn a_closed_file_has_its_text_only_while_it_is_as_it_was() {
    struct Fixed(&'static str);
    impl Texts for Fixed {
        fn text(&self, path: &Path) -> Option<String> {
            (path == Path::new("a.qm")).then(|| self.0.to_owned())
        }
    }
    for (now, is_same) in [("[x]{by @ann}", true), ("[y]{by @ann}", false)] {
        let mut corpus = Corpus::new(Arc::new(Fixed(now)));
        let source = Source::new("[x]{by @ann}");
        let facts = facts_of(&source.text, &source.document, corpus.ids());
        let file = corpus.insert(File::new(Path::new("a.qm").into(), Arc::new(facts), None));
        assert_eq!(corpus.text_on_disk(file).as_deref(), Some(now));
        assert_eq!(corpus.text(file).as_deref(), is_same.then_some(now));
        assert_eq!(corpus.source(file).is_some(), is_same);
        let renumbered = corpus.renumbered().unwrap();
        assert_eq!(renumbered.text(file).as_deref(), is_same.then_some(now));
    }
}

/// For whom somebody spoke depends on when they did.
#[test]
fn another_date_of_a_quote_is_another_count() {
    let mut corpus = corpus(&[("cast.qm", "@a: A\n    role: r of &o, 2011\n&o: O\n")]);
    let mut put = |text: &str| {
        corpus.insert_source(Path::new("a.qm"), Source::new(text));
        let on_behalf = corpus.said(id(&corpus, "&o")).on_behalf;
        (corpus.epochs().counts, on_behalf)
    };
    let (first, on_behalf) = put("---\ndate: 2010\n---\n[x]{by @a} [y]{by @a}");
    assert_eq!(on_behalf, 0);
    assert_eq!(
        put("---\ndate: 2010\n---\n[x]{by @a} so [z]{by @a}"),
        (first, 0)
    );
    let (second, on_behalf) = put("---\ndate: 2011\n---\n[x]{by @a} [y]{by @a}");
    assert!(second > first && on_behalf == 2);
    let (third, on_behalf) = put("---\ndate: 2011\n---\n[x]{by @a at 2010} [y]{by @a}");
    assert!(third > second && on_behalf == 1);
}

/// The counts of the hover and of the lenses; that an index equals one built from scratch says
/// nothing of what both count.
#[test]
fn uses_are_counted_by_what_they_are() {
    let corpus = corpus(&[
        (
            "a.qm",
            "---\nsource: &o\n---\n[x]{by @a of &o} [y]{by @a} [z]{@a}",
        ),
        ("b.qm", "[z]{@a} [z]{&o}"),
        ("c.qm", "[x]{by @b to @a}"),
        ("d.qm", "[z]{@c}"),
        ("cast.qm", "@a: A\n    role: r of &o\n@e: E\n"),
    ]);
    let paths = |files: &mut dyn Iterator<Item = FileId>| {
        let paths = files.map(|file| corpus.file(file).unwrap().path.display().to_string());
        let mut paths: Vec<_> = paths.collect();
        paths.sort();
        paths.join(" ")
    };
    let uses = |written: &str| {
        let uses = corpus.index().uses(id(&corpus, written)).unwrap();
        (
            paths(&mut uses.files()),
            paths(&mut uses.files_with_quotes()),
            (
                uses.quotes(),
                uses.mentions(),
                uses.articles(),
                uses.is_used(),
            ),
        )
    };
    let expected = |files: &str, quotes: &str, counts| (files.into(), quotes.into(), counts);
    let all = "a.qm b.qm c.qm cast.qm";
    assert_eq!(uses("@a"), expected(all, "a.qm c.qm", (2, 2, 2, true)));
    let all = "a.qm b.qm cast.qm";
    assert_eq!(uses("&o"), expected(all, "a.qm cast.qm", (0, 1, 1, true)));
    assert_eq!(uses("@b"), expected("c.qm", "c.qm", (1, 0, 1, true)));
    assert_eq!(uses("@c"), expected("d.qm", "", (0, 1, 1, true)));
    assert_eq!(uses("@e"), expected("cast.qm", "", (0, 0, 0, false)));
}

#[test]
fn parents_are_followed_up_and_a_circle_ends() {
    let corpus = corpus(&[(
        "cast.qm",
        "&a: A\n    part of: &b\n&b: B\n    part of: &a\n    part of: &c\n&c: C\n",
    )]);
    let up = corpus.ancestors(id(&corpus, "&a"), None);
    let up: Vec<_> = up
        .into_iter()
        .map(|id| corpus.written(id).to_string())
        .collect();
    assert_eq!(up, ["&b", "&c"]);
}

#[test]
fn known_names_are_the_longest_whole_words_outside_tags() {
    let corpus = corpus(&[
        ("cast.qm", CAST),
        (
            "a.qm",
            "Ann Lee, Ann Leer, [Ann Lee]{@ann} [of The Paper.]{by @cy} Union’s {% Union %}",
        ),
    ]);
    let file = corpus.find(Path::new("a.qm")).unwrap();
    let source = corpus.source(file).unwrap();
    let found = known_names(&corpus, file, &source, TextRange::new(0, source.text.len()));
    let words: Vec<&str> = found.iter().map(|name| &source.text[name.range]).collect();
    assert_eq!(words, ["Ann Lee", "The Paper", "Union"]);
}

/// The known names of an article beside a cast, each with the id of the one whom it means.
fn referents(cast: &str, article: &str) -> Vec<String> {
    let corpus = corpus(&[("cast.qm", cast), ("a.qm", article)]);
    let file = corpus.find(Path::new("a.qm")).unwrap();
    let source = corpus.source(file).unwrap();
    let found = known_names(&corpus, file, &source, TextRange::new(0, source.text.len()));
    // Asked for alone, each of them means the same.
    for name in &found {
        let alone = known_names(&corpus, file, &source, name.range);
        assert!(alone.contains(name), "{article}");
    }
    let shown = found.iter().map(|name| {
        let who = name.settled.map(|id| corpus.written(id).to_string());
        format!(
            "{} {}",
            &source.text[name.range],
            who.as_deref().unwrap_or("?")
        )
    });
    shown.collect()
}

#[test]
fn names_are_known_however_their_apostrophes_hyphens_and_accents_are_typed() {
    let cast =
        "@o: Sean O’Neill\n@j: José García\n@d: Jean‑Pierre Dupont\n@k: 한국\n&g: GPs' Body\n";
    let (o, j, d) = ("Sean O’Neill", "José García", "Jean‑Pierre Dupont");
    for (words, who) in [
        ("Sean O'Neill", "@o"),
        ("Sean\nOʼNeill", "@o"),
        ("Jose\u{301} Garci\u{301}a", "@j"),
        ("Jean-Pierre Dupont", "@d"),
        ("Jean–Pierre Dupont", "@d"),
        ("GPs’ Body", "&g"),
        ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "@k"),
        (o, "@o"),
        (j, "@j"),
        (d, "@d"),
    ] {
        let article = format!("Later {words}, who left {words}’s house.\n");
        let found = referents(cast, &article);
        assert_eq!(found, vec![format!("{words} {who}"); 2], "{words}");
    }
    for words in [
        "Sean ONeill",
        "Sean O'Neills",
        "Jose Garcia",
        "Jean—Pierre Dupont",
        "José Garcíá",
    ] {
        assert_eq!(
            referents(cast, &format!("{words} left.\n")),
            [""; 0],
            "{words}"
        );
    }
}

#[test]
fn no_name_stands_in_an_address() {
    let found = referents(
        "&oms: World Body\n    also: OMS\n",
        "See https://a.org/OMS/x, info@OMS.int, @OMS, #OMS and OMS.int. The OMS [agreed (OMS)]{by &oms}.\n",
    );
    assert_eq!(found, ["OMS &oms", "OMS &oms"]);
}

#[test]
fn the_last_who_was_named_beyond_doubt_settles_a_shared_name() {
    let cast = "@ann: Ann Lee\n    also: Lee\n    role: mayor, 1990..2000\n@bob: Bob Lee\n    also: Lee\n    role: clerk, 1995..\n";
    for (article, expected) in [
        ("Lee spoke.", vec!["Lee ?"]),
        ("Ann Lee spoke. Lee left.", vec!["Ann Lee @ann", "Lee @ann"]),
        (
            "Ann Lee met Bob Lee. Lee left.\n\nLee and Ann Lee.\n\nLee.",
            vec![
                "Ann Lee @ann",
                "Bob Lee @bob",
                "Lee @bob",
                "Lee @bob",
                "Ann Lee @ann",
                "Lee @ann",
            ],
        ),
        ("Lee left. Ann Lee spoke.", vec!["Lee ?", "Ann Lee @ann"]),
        (
            "Ann Lee met [him]{@bob}. Lee left.",
            vec!["Ann Lee @ann", "Lee @bob"],
        ),
        (
            "[He]{@bob} met Ann Lee. Lee left.",
            vec!["Ann Lee @ann", "Lee @ann"],
        ),
        ("See a.org/Ann Lee spoke.", vec!["Lee ?"]),
        ("# Ann Lee\n\nLee spoke.", vec!["Ann Lee @ann", "Lee @ann"]),
        (
            "---\ndate: 1991\n---\n\nBob Lee met Lee.",
            vec!["Bob Lee @bob", "Lee @ann"],
        ),
    ] {
        assert_eq!(
            referents(cast, &format!("{article}\n")),
            expected,
            "{article}"
        );
    }
}

#[test]
fn a_name_is_one_only_at_its_time() {
    const CAST: &str = "\
@ann: Ann Lee
    also: Gov. Lee, 2010..2014-06; Ann Lee Park, ..2009
@bob: Bob Lee
    also: Gov. Lee, 2014-07..; Lee, Jr.
@old: Old Lee
    also: Gov. Lee, 1990..?
";
    let on =
        |date: &str, words: &str| referents(CAST, &format!("---\ndate: {date}\n---\n\n{words}\n"));
    assert_eq!(on("2011", "Gov. Lee came."), ["Gov. Lee ?"]);
    assert_eq!(on("1989", "Gov. Lee came."), [""; 0]);
    assert_eq!(on("1990", "Gov. Lee came."), ["Gov. Lee @old"]);
    // Within a year in which it went from one to the other it may mean both.
    assert_eq!(on("2014", "Gov. Lee came."), ["Gov. Lee ?"]);
    // Where the longest is no name, a shorter one may be.
    assert_eq!(on("2008", "Ann Lee Park came."), ["Ann Lee Park @ann"]);
    assert_eq!(on("2011", "Ann Lee Park came."), ["Ann Lee @ann"]);
    assert_eq!(on("2011", "Lee, Jr. came."), ["Lee, Jr. @bob"]);
    // Without a date only what is used at all times is a name.
    assert_eq!(
        referents(CAST, "Gov. Lee and Ann Lee Park.\n"),
        ["Ann Lee @ann"]
    );
    let corpus = corpus(&[("cast.qm", CAST)]);
    assert_eq!(corpus.bearers("Gov. Lee").len(), 3);
}

#[test]
fn an_id_that_comes_to_be_shared_changes_reports_elsewhere() {
    let article = |id: &str| format!("---\nid: {id}\n---\n\nwords\n");
    let mut corpus = corpus(&[("a.qm", &article("x")), ("b.qm", &article("y"))]);
    let reach = |corpus: &mut Corpus, text: &str| {
        let before = corpus.epochs().reports;
        corpus.insert_source(Path::new("b.qm"), Source::new(text));
        assert_eq!(*corpus.index(), corpus.rebuilt_index());
        corpus.epochs().reports != before
    };
    assert!(!reach(&mut corpus, &article("z")));
    assert!(reach(&mut corpus, &article("x")));
    assert!(!reach(&mut corpus, &format!("{}more\n", article("x"))));
    assert!(reach(&mut corpus, "words\n"));
    assert!(!reach(&mut corpus, &article("z")));
}

#[test]
fn who_changes_the_time_of_a_name_changes_reports_elsewhere() {
    let cast = |range: &str| format!("@ann: Ann Lee\n    also: Lee, {range}\n");
    let mut corpus = corpus(&[("cast.qm", &cast("2010..2014")), ("a.qm", "Lee\n")]);
    let before = corpus.epochs().reports;
    corpus.insert_source(Path::new("cast.qm"), Source::new(cast("2010..2015")));
    assert_ne!(corpus.epochs().reports, before);
    assert_eq!(*corpus.index(), corpus.rebuilt_index());
}

/// A short text made of pieces that name things.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[x]{@a} ",
        "[y]{by @a} ",
        "[y]{by @b of &o on #t} ",
        "[w]{by @a, ?, &o, @a for #t against #t} ",
        "[u]{by \"a man\", @a, \"a  man\" of &o on #t} ",
        "[z]{more} ",
        "\n\n",
        "\n",
        "@a: A B\n    role: r of &o, 2011..\n",
        "@b: A\n    also: B\n",
        "@b: A\n    also: B, 2010..2012; B\n",
        "@b: A\n    also: B, ~2010..2012; B, ~2011\n    role: r of &o, ~2011-12\n",
        "@a: A\n    also: A B, 2011..; A B, ..2009\n",
        "&o: O\n    part of: &p\n",
        "&p: O\n",
        "#t: T\n",
        "---\n",
        "---\nid: one\n---\n",
        "---\nid: two\ndate: 2011\n---\n",
        "[",
        "]{",
        "}",
        "::: by @a\n",
        ":::\n",
        "words ",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_index_equals_one_built_afresh(edits in prop::collection::vec((0usize..4, prop::option::of(text())), 1..25)) {
        let mut corpus = Corpus::default();
        for (file, text) in edits {
            let path = format!("{file}.qm");
            match text {
                Some(text) => { corpus.insert_source(Path::new(&path), Source::new(text)); }
                None => corpus.remove(Path::new(&path)),
            }
            let afresh = corpus.rebuilt_index();
            prop_assert!(*corpus.index() == afresh);
            // The order is kept from the first time that it is asked for.
            for kind in [EntityKind::Person, EntityKind::Topic] {
                let kept: Vec<_> = corpus.index().ranked(corpus.ids(), kind, None).collect();
                let made: Vec<_> = afresh.ranked(corpus.ids(), kind, None).collect();
                prop_assert_eq!(&kept, &made);
                prop_assert_eq!(corpus.index().count_ranked(corpus.ids(), kind), made.len());
                for (place, entity) in made.iter().enumerate() {
                    let behind = corpus.index().ranked(corpus.ids(), kind, Some(*entity));
                    prop_assert!(behind.eq(made[place + 1..].iter().copied()));
                }
            }
        }
    }

    #[test]
    fn what_all_files_hold_is_what_is_counted_in_them(texts in prop::collection::vec(text(), 1..6)) {
        let mut corpus = Corpus::default();
        for (number, text) in texts.iter().enumerate() {
            let path = format!("{number}.qm");
            corpus.insert_source(Path::new(&path), Source::new(text.as_str()));
        }
        let files: Vec<FileId> = corpus.files().map(|(file, _)| file).collect();
        let all = corpus.counts();
        for (entity, _) in corpus.index().used() {
            let found = corpus.quotes_of(entity).len();
            prop_assert_eq!(corpus.said(entity).quotes(), found, "{}", corpus.written(entity));
        }
        let statements = corpus.statements(&StatementFilter::default());
        prop_assert_eq!(all.quotes, statements.len());
        corpus.insert_source(Path::new("none.qm"), Source::new("@z: Z\n"));
        prop_assert_eq!(corpus.counts_in(&files), all);
    }

    /// Whether files are new or not, and even where one comes twice.
    #[test]
    fn files_put_in_together_are_as_those_put_in_one_by_one(
        batches in prop::collection::vec(prop::collection::vec((0usize..6, text()), 0..8), 1..5),
    ) {
        let (mut together, mut singly) = (Corpus::default(), Corpus::default());
        for batch in batches {
            let read = |(file, text): (usize, String)| {
                let path = format!("{file}.qm");
                let document = Source::new(text.as_str()).document;
                singly.insert_source(Path::new(&path), Source::new(text.as_str()));
                let facts = Arc::new(facts_of(&text, &document, together.ids()));
                let file = File::new(Path::new(&path).into(), facts.clone(), None);
                (file, IndexFacts::Everything(facts))
            };
            let files = batch.into_iter().map(read).collect();
            together.insert_all(files);
            prop_assert!(*together.index() == together.rebuilt_index());
        }
        prop_assert_eq!(together.len(), singly.len());
        for (number, file) in singly.files() {
            let other = together.file(number).unwrap();
            prop_assert_eq!(other.quotes().len(), file.quotes().len());
            prop_assert_eq!(other.last_said(), file.last_said());
        }
    }

    /// Lists of uses are kept in pieces when they are long.
    #[test]
    fn the_index_of_many_files_equals_one_built_afresh(edits in prop::collection::vec((0usize..700, 0usize..4), 700..1500)) {
        let mut corpus = Corpus::default();
        for (file, what) in edits {
            let path = format!("{file}.qm");
            match ["[x]{@a}", "[y]{by @a of &o}", "[z]{&o}"].get(what) {
                Some(text) => { corpus.insert_source(Path::new(&path), Source::new(*text)); }
                None => corpus.remove(Path::new(&path)),
            }
        }
        prop_assert!(*corpus.index() == corpus.rebuilt_index());
        prop_assert_eq!(corpus.len(), corpus.files().count());
    }

    #[test]
    fn packed_facts_are_the_same(text in text(), before in "(é|😀|中|a|\r\n|\n|\r){0,6}") {
        let text = before + "\n" + &text;
        let source = Source::new(text);
        let facts = facts_of(&source.text, &source.document, &Ids::default());
        let packed = packed::Packed::new(facts.clone());
        prop_assert_eq!(packed.occurrences(), facts.occurrences.clone());
        prop_assert_eq!(packed.lines(), facts.lines.clone());
        prop_assert_eq!(packed.quotes(), facts.quotes.clone());
        prop_assert_eq!(packed.unpack(), facts);
    }

    #[test]
    fn any_place_can_be_asked_for(text in text(), at in 0usize..200) {
        let corpus = corpus(&[("cast.qm", CAST), ("a.qm", &text)]);
        let file = corpus.find(Path::new("a.qm")).unwrap();
        let source = corpus.source(file).unwrap();
        let _ = target_at(&corpus, file, &source, at.min(text.len()));
    }

    #[test]
    fn what_has_changed_since_is_known(
        before in 0usize..150,
        changes in prop::collection::vec((0usize..200, prop::option::of(0usize..3)), 0..8),
    ) {
        let mut corpus = Corpus::default();
        for file in 0..before {
            corpus.insert_source(Path::new(&format!("{file}.qm")), Source::new("x"));
        }
        let old = corpus.clone();
        for (file, text) in changes {
            let path = format!("{file}.qm");
            match text {
                Some(text) => {
                    corpus.insert_source(Path::new(&path), Source::new("y".repeat(text)));
                }
                None => corpus.remove(Path::new(&path)),
            }
        }
        let is_new = |path: &Path| {
            let file = |corpus: &Corpus| corpus.find(path).and_then(|file| corpus.file(file).cloned());
            let (old, new) = (file(&old), file(&corpus));
            old.is_none_or(|old| new.is_some_and(|new| !std::sync::Arc::ptr_eq(&old, &new)))
        };
        let expected: Vec<FileId> = corpus
            .files()
            .filter(|(_, file)| is_new(&file.path))
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(corpus.changed_since(&old), expected);
    }

    #[test]
    fn the_last_statements_are_the_end_of_all(
        files in prop::collection::vec((0usize..4, prop::collection::vec((0usize..3, 0usize..5), 0..3)), 0..8),
        limit in 0usize..5,
    ) {
        let dates = ["", "2010", "2011", "2012-05"];
        let clauses = ["", " at 2009", " at 2011", " at 2011-03", " at 2013"];
        let mut corpus = corpus(&[("cast.qm", CAST)]);
        for (number, (date, quotes)) in files.into_iter().enumerate() {
            let mut text = match dates[date] {
                "" => String::new(),
                date => format!("---\ndate: {date}\n---\n\n"),
            };
            for (who, when) in quotes {
                let who = ["@ann", "@lee", "&paper"][who];
                text.push_str(&format!("[x]{{by {who} on #cuts{}}} ", clauses[when]));
            }
            let path = format!("{number}.qm");
            let source = Source::new(text);
            corpus.insert_source(Path::new(&path), source);
        }
        for written in ["@ann", "&paper", "#cuts"] {
            let filter = StatementFilter::of_entity(id(&corpus, written));
            let all = corpus.statements(&filter);
            let last: Vec<FoundStatement> = all.iter().rev().take(limit).copied().collect();
            prop_assert_eq!(corpus.last_statements(&filter, limit), last);
            prop_assert_eq!(corpus.said(id(&corpus, written)).quotes(), all.len());
        }
    }
}
