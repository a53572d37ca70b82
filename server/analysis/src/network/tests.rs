//! Networks of small corpora, and of random ones against sums over all.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::coded::{Article, Named, Speaker, SpeakerKind, Statement, Topic};
use crate::graph::Graph;

fn speaker(id: &str, organisations: &[&str]) -> Speaker {
    Speaker {
        id: Some(id.into()),
        name: Some(id[1..].to_uppercase()),
        kind: SpeakerKind::Person,
        role: None,
        organisations: organisations
            .iter()
            .map(|id| Named {
                id: (*id).into(),
                name: id[1..].to_uppercase(),
            })
            .collect(),
    }
}

fn said(speakers: Vec<Speaker>, topics: &[(&str, i32)], day: Option<&str>) -> Statement {
    Statement {
        speakers,
        topics: topics
            .iter()
            .map(|(id, stance)| Topic {
                id: (*id).into(),
                name: id[1..].to_uppercase(),
                stance: *stance,
            })
            .collect(),
        date: day.map(|day| day.parse().unwrap()),
        ..Statement::default()
    }
}

fn article(key: &str, day: Option<&str>, statements: Vec<Statement>) -> Article {
    Article {
        key: key.into(),
        date: day.map(|day| day.parse().unwrap()),
        statements,
        ..Article::default()
    }
}

fn collected(articles: &[Article], options: Options) -> Collected {
    let mut collector = Collector::new(options);
    articles.iter().for_each(|article| collector.add(article));
    collector.finish().unwrap()
}

fn edges(graph: &Graph) -> Vec<(String, String, f64)> {
    let name = |place: usize| graph.nodes[place].name.clone();
    let edges = graph.edges.iter();
    edges
        .map(|edge| (name(edge.source), name(edge.target), edge.weight))
        .collect()
}

fn shown(graph: &Graph) -> Vec<String> {
    let edges = edges(graph).into_iter();
    edges
        .map(|(one, other, weight)| format!("{one} {other} {weight}"))
        .collect()
}

fn by_speaker(kind: Kind, weight: Weight) -> Options {
    Options {
        kind,
        weight,
        actor: Actor::Speaker,
        ..Options::default()
    }
}

fn one(collected: Collected) -> Graph {
    assert_eq!(collected.graphs.len(), 1);
    collected.graphs.into_iter().next().unwrap().1
}

/// Ann is twice for x and once against y, Bob once for x and for y, Cy once on x.
fn sample() -> Vec<Article> {
    let (ann, bob, cy) = (
        || vec![speaker("@ann", &["&a", "&b"])],
        || vec![speaker("@bob", &["&b"])],
        || vec![speaker("@cy", &[])],
    );
    vec![
        article(
            "1",
            Some("2010-11-01"),
            vec![
                said(ann(), &[("#x", 1)], Some("2010-11-01")),
                said(ann(), &[("#x", 1), ("#y", -1)], Some("2010-11-01")),
                said(bob(), &[("#x", 1)], Some("2010-11-01")),
            ],
        ),
        article(
            "2",
            Some("2011-11-01"),
            vec![
                said(bob(), &[("#y", 1)], Some("2011-11-01")),
                said(cy(), &[("#x", 0)], None),
                said(vec![Speaker::default()], &[("#x", 1)], None),
                said(bob(), &[], None),
            ],
        ),
    ]
}

#[test]
fn actors_are_joined_to_topics() {
    let options = by_speaker(Kind::ActorTopic, Weight::Ignore);
    let found = collected(&sample(), options);
    assert_eq!((found.without_actor, found.without_topic), (1, 1));
    let graph = one(found);
    assert_eq!(
        shown(&graph),
        ["ANN X 2", "ANN Y 1", "BOB X 1", "BOB Y 1", "CY X 1"]
    );
    assert_eq!(graph.edges[0].sides, Some([2, 0, 0]));
    assert_eq!(graph.edges[4].sides, Some([0, 0, 1]));
    let nodes: Vec<_> = graph
        .nodes
        .iter()
        .map(|node| (&*node.name, node.is_second, node.statements))
        .collect();
    assert_eq!(
        nodes,
        [
            ("ANN", false, 3),
            ("BOB", false, 2),
            ("CY", false, 1),
            ("X", true, 4),
            ("Y", true, 2)
        ]
    );
    let options = by_speaker(Kind::ActorTopic, Weight::Subtract);
    let found = collected(&sample(), options);
    assert_eq!((found.without_side, found.isolates), (1, 0));
    assert_eq!(
        shown(&one(found)),
        ["ANN X 2", "ANN Y -1", "BOB X 1", "BOB Y 1"]
    );
    let shares = |normalise| {
        let options = Options {
            normalise,
            ..by_speaker(Kind::ActorTopic, Weight::Ignore)
        };
        let graph = one(collected(&sample(), options));
        graph.edges[0].weight
    };
    assert_eq!(shares(Normalise::Activity), 2.0 / 3.0);
    assert_eq!(shares(Normalise::Prominence), 2.0 / 4.0);
}

#[test]
fn actors_are_joined_by_the_sides_they_take() {
    let weights = |weight, neutral| {
        let options = Options {
            neutral,
            ..by_speaker(Kind::ActorActor, weight)
        };
        shown(&one(collected(&sample(), options)))
    };
    let out = Neutral::LeaveOut;
    assert_eq!(weights(Weight::Congruence, out), ["ANN BOB 2"]);
    assert_eq!(weights(Weight::Conflict, out), ["ANN BOB 1"]);
    assert_eq!(weights(Weight::Subtract, out), ["ANN BOB 1"]);
    assert_eq!(
        weights(Weight::Ignore, out),
        ["ANN BOB 3", "ANN CY 2", "BOB CY 1"]
    );
    assert_eq!(
        weights(Weight::Congruence, Neutral::Agree),
        ["ANN BOB 2", "ANN CY 2", "BOB CY 1"]
    );
    assert_eq!(weights(Weight::Congruence, Neutral::Apart), ["ANN BOB 2"]);
    let topics = by_speaker(Kind::TopicTopic, Weight::Subtract);
    // Ann is for x and against y, Bob for both: −2 and 1.
    assert_eq!(shown(&one(collected(&sample(), topics))), ["X Y -1"]);
    let organisations = Options {
        actor: Actor::Organisation,
        ..by_speaker(Kind::ActorActor, Weight::Congruence)
    };
    // A says x twice; B says it by Ann and by Bob.
    let found = one(collected(&sample(), organisations));
    assert_eq!(shown(&found), ["A B 7"]);
}

#[test]
fn a_repeat_of_the_same_month_of_another_year_is_none() {
    let ann = || vec![speaker("@ann", &[])];
    let articles: Vec<Article> = ["2010-11-01", "2010-11-29", "2011-11-01", "2011-01-01"]
        .iter()
        .map(|day| article(day, Some(day), vec![said(ann(), &[("#x", 1)], Some(day))]))
        .collect();
    let count = |duplicates, as_dna| {
        let options = Options {
            duplicates,
            as_dna,
            ..by_speaker(Kind::ActorTopic, Weight::Ignore)
        };
        let found = collected(&articles, options);
        let repeats = found.repeats;
        (one(found).edges[0].weight, repeats)
    };
    assert_eq!(count(Duplicates::Include, false), (4.0, 0));
    assert_eq!(count(Duplicates::Document, false), (4.0, 0));
    assert_eq!(count(Duplicates::Month, false), (3.0, 1));
    assert_eq!(count(Duplicates::Month, true), (2.0, 2));
    // Weeks 44, 48, 44 and the 52nd of the year before.
    assert_eq!(count(Duplicates::Week, false), (4.0, 0));
    assert_eq!(count(Duplicates::Week, true), (3.0, 1));
    assert_eq!(count(Duplicates::Year, true), (2.0, 2));
    assert_eq!(count(Duplicates::Range, false), (1.0, 3));
}

#[test]
fn the_other_side_is_no_repeat_where_sides_matter() {
    let ann = || vec![speaker("@ann", &[])];
    let articles = [article(
        "1",
        None,
        vec![
            said(ann(), &[("#x", 1)], None),
            said(ann(), &[("#x", -1)], None),
            said(ann(), &[("#x", 1)], None),
        ],
    )];
    let found = |weight| {
        let options = Options {
            duplicates: Duplicates::Document,
            ..by_speaker(Kind::ActorTopic, weight)
        };
        collected(&articles, options)
    };
    let ignore = found(Weight::Ignore);
    assert_eq!(ignore.repeats, 2);
    assert_eq!(shown(&one(ignore)), ["ANN X 1"]);
    // For and against come to 0, which is no edge.
    let subtract = found(Weight::Subtract);
    assert_eq!(
        (subtract.repeats, subtract.zero, subtract.isolates),
        (1, 1, 2)
    );
    assert!(one(subtract).nodes.is_empty());
}

#[test]
fn time_is_parted_by_the_calendar() {
    let slices = |slice| {
        let options = Options {
            slice: Some(slice),
            ..by_speaker(Kind::ActorTopic, Weight::Ignore)
        };
        let found = collected(&sample(), options);
        assert_eq!(found.without_date, 1);
        let names = found.graphs.into_iter().map(|(name, _)| name.unwrap());
        names.collect::<Vec<_>>()
    };
    assert_eq!(slices(Slice::Year), ["2010", "2011"]);
    assert_eq!(slices(Slice::Quarter), ["2010-Q4", "2011-Q4"]);
    assert_eq!(slices(Slice::Month), ["2010-11", "2011-11"]);
    assert_eq!(slices(Slice::Week), ["2010-W44", "2011-W44"]);
    assert_eq!(Slice::Week.name("2011-01-01".parse().unwrap()), "2010-W52");
}

#[test]
fn no_two_nodes_have_one_name() {
    let mut twin = speaker("@ann-2", &[]);
    twin.name = Some("ANN".into());
    let words = |key: &str| {
        let man = Speaker {
            name: Some("a man".into()),
            kind: SpeakerKind::Unnamed,
            ..Speaker::default()
        };
        article(key, None, vec![said(vec![man], &[("#x", 1)], None)])
    };
    let articles = [
        article(
            "1",
            None,
            vec![said(
                vec![speaker("@ann", &[]), twin],
                &[("#x", 1), ("#ann", 1)],
                None,
            )],
        ),
        words("2"),
        words("3"),
    ];
    let graph = one(collected(
        &articles,
        by_speaker(Kind::ActorActor, Weight::Ignore),
    ));
    let names: Vec<&str> = graph.nodes.iter().map(|node| &*node.name).collect();
    assert_eq!(
        names,
        ["ANN [@ann]", "ANN [@ann-2]", "a man [2]", "a man [3]"]
    );
    // Nor do an actor and a topic.
    let article = article(
        "1",
        None,
        vec![said(vec![speaker("@ann", &[])], &[("#ann", 1)], None)],
    );
    let graph = one(collected(
        &[article],
        by_speaker(Kind::ActorTopic, Weight::Ignore),
    ));
    assert_eq!(shown(&graph), ["ANN [@ann] ANN [#ann] 1"]);
}

#[test]
fn weak_edges_go_and_their_nodes_unless_these_are_wanted() {
    let found = |isolates| {
        let options = Options {
            at_least: 2.0,
            isolates,
            ..by_speaker(Kind::ActorTopic, Weight::Ignore)
        };
        collected(&sample(), options)
    };
    let without = found(false);
    assert_eq!((without.weak, without.isolates), (4, 3));
    assert_eq!(one(without).nodes.len(), 2);
    assert_eq!(one(found(true)).nodes.len(), 5);
}

/// The weights of actors as DNA counts them: sums over all topics and sides, of a
/// matrix that holds every zero.
fn in_full(events: &[(u8, u8, bool)], options: &Options) -> BTreeMap<(u8, u8), f64> {
    let mut a = [[[0.0f64; 2]; 4]; 5];
    for (actor, topic, agrees) in events {
        a[usize::from(*actor)][usize::from(*topic)][usize::from(*agrees)] += 1.0;
    }
    let mut found = BTreeMap::new();
    for one in 0..5 {
        for other in one + 1..5 {
            let mut weight = 0.0;
            let (mut m10, mut m01, mut m11) = (0.0, 0.0, 0.0);
            let (mut n1, mut n2, mut s1, mut s2) = (0.0f64, 0.0f64, 0.0f64, 0.0f64);
            for (x, y) in a[one].iter().zip(a[other]) {
                let congruence = x[0] * y[0] + x[1] * y[1];
                let conflict = x[0] * y[1] + x[1] * y[0];
                weight += match options.weight {
                    Weight::Ignore => (x[0] + x[1]) * (y[0] + y[1]),
                    Weight::Congruence => congruence,
                    Weight::Conflict => conflict,
                    Weight::Subtract => congruence - conflict,
                };
                for side in 0..2 {
                    let (x, y) = (x[side], y[side]);
                    if y == 0.0 {
                        m10 += x;
                    }
                    if x == 0.0 {
                        m01 += y;
                    }
                    m11 += x * y;
                    n1 += x;
                    n2 += y;
                    s1 += x * x;
                    s2 += y * y;
                }
            }
            let by = match options.normalise {
                Normalise::Average => (n1 + n2) / 2.0,
                Normalise::Jaccard => m10 + m01 + m11,
                Normalise::Cosine if options.as_dna => n1 * n2,
                Normalise::Cosine => s1.sqrt() * s2.sqrt(),
                _ => 1.0,
            };
            if weight != 0.0 && by != 0.0 {
                found.insert((one as u8, other as u8), weight / by);
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn sparse_sums_are_those_over_all(
        events in prop::collection::vec((0u8..5, 0u8..4, any::<bool>()), 0..60),
        weight in prop::sample::select(vec![
            Weight::Ignore, Weight::Congruence, Weight::Conflict, Weight::Subtract,
        ]),
        normalise in prop::sample::select(vec![
            Normalise::No, Normalise::Average, Normalise::Jaccard, Normalise::Cosine,
        ]),
        as_dna in any::<bool>(),
    ) {
        // Without regard to sides our divisors do not part them, DNA's do.
        prop_assume!(weight != Weight::Ignore || as_dna);
        let options = Options { normalise, as_dna, ..by_speaker(Kind::ActorActor, weight) };
        let statements = events.iter().map(|(actor, topic, agrees)| {
            let stance = if *agrees { 1 } else { -1 };
            let topic = format!("#t{topic}");
            said(vec![speaker(&format!("@{actor}"), &[])], &[(&topic, stance)], None)
        });
        let article = article("1", None, statements.collect());
        let graph = one(collected(&[article], options));
        let found: BTreeMap<(u8, u8), f64> = edges(&graph)
            .into_iter()
            .map(|(one, other, weight)| ((one.parse().unwrap(), other.parse().unwrap()), weight))
            .collect();
        let expected = in_full(&events, &options);
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (ends, weight) in &expected {
            prop_assert!((found[ends] - weight).abs() < 1e-9, "{:?}", ends);
        }
    }
}
