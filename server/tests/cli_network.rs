//! `quotemark network`: the real binary, and what it leaves on the disk.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use std::fs;

use support::Corpus;

/// Two who agree on one topic and differ on another.
fn corpus() -> Corpus {
    let corpus = Corpus::empty();
    corpus.write(
        "cast.qm",
        "@ann: Ann \"A\" <Lee>\n    role: chair of &bma, 2010..\n@bob: Bob\n    role: head of &nhs, 2010..\n\
         &bma: BMA\n&nhs: NHS\n#x: X\n#y: Y\n",
    );
    corpus.write(
        "a.qm",
        "---\ndate: 2011-05-02\n---\n[a]{by @ann for #x} [b]{by @bob for #x} [c]{by @bob on #y}\n",
    );
    corpus.write(
        "b.qm",
        "---\ndate: 2012-05-02\n---\n[a]{by @ann against #y} [b]{by @bob for #y} [c]{by @ann for #x}\n",
    );
    corpus
}

fn written(corpus: &Corpus, arguments: &[&str]) -> String {
    let ran = corpus.run(&[&["network"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (0, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

fn refused(corpus: &Corpus, arguments: &[&str]) -> String {
    let ran = corpus.run(&[&["network"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn actors_and_topics_are_a_file_of_graphml() {
    let corpus = corpus();
    let said = written(
        &corpus,
        &[
            "--out",
            "n.graphml",
            "--actor",
            "speaker",
            "--weight",
            "subtract",
        ],
    );
    assert!(
        said.contains("wrote 4 nodes and 4 edges to n.graphml"),
        "{said}"
    );
    assert!(said.contains("do not count (--neutral): 1"), "{said}");
    let graph = corpus.read("n.graphml");
    assert!(graph.contains("<data key=\"d0\">Ann &quot;A&quot; &lt;Lee&gt;</data>"));
    assert!(graph.contains("<data key=\"d5\">-1</data>"));
    assert_eq!(graph.matches("<edge ").count(), 4);
    let keys = graph.matches("<key ").count();
    assert_eq!(keys, 9, "{graph}");
    let again = refused(&corpus, &["--out", "n.graphml"]);
    assert!(again.contains("--force writes over it"), "{again}");
    written(&corpus, &["--out", "n.graphml", "--force"]);
}

#[test]
fn a_slice_of_time_is_a_file_of_a_folder() {
    let corpus = corpus();
    written(
        &corpus,
        &["--out", "years", "--format", "gexf", "--slice", "year"],
    );
    let mut names: Vec<_> = fs::read_dir(corpus.path("years"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["2011.gexf", "2012.gexf"]);
    assert!(corpus.read("years/2011.gexf").contains("label=\"BMA\""));
    let said = refused(
        &corpus,
        &["--out", "years", "--format", "gexf", "--slice", "year"],
    );
    assert!(said.contains("name a new folder"), "{said}");
}

#[test]
fn lists_have_the_headings_that_gephi_knows() {
    let corpus = corpus();
    let lists = |arguments: &[&str]| {
        let _ = fs::remove_dir_all(corpus.path("lists"));
        let all = [&["--out", "lists", "--format", "csv"], arguments].concat();
        written(&corpus, &all);
        (
            corpus.read("lists/nodes.csv"),
            corpus.read("lists/edges.csv"),
        )
    };
    let (nodes, edges) = lists(&["--kind", "actor-actor"]);
    assert_eq!(
        nodes,
        "Id,Label,Kind,Statements\n&bma,BMA,organisation,3\n&nhs,NHS,organisation,2\n"
    );
    assert_eq!(edges, "Source,Target,Type,Weight\n&bma,&nhs,Undirected,2\n");
    let (_, edges) = lists(&["--kind", "actor-actor", "--duplicates", "range"]);
    assert!(edges.ends_with("&bma,&nhs,Undirected,1\n"), "{edges}");
    let (_, edges) = lists(&["--at-least", "2"]);
    assert_eq!(
        edges,
        "Source,Target,Type,Weight,For,Against,On\n&bma,#x,Undirected,2,2,0,0\n&nhs,#y,Undirected,2,1,0,1\n"
    );
    let (_, edges) = lists(&["--on", "#x", "--to", "2011"]);
    assert_eq!(edges.lines().count(), 3);
}

#[test]
fn what_makes_no_network_is_said_before_anything_is_read() {
    let corpus = corpus();
    for (arguments, expected) in [
        (
            &["--out", "x.graphml", "--weight", "conflict"][..],
            "of actors and topics it is ignore or subtract",
        ),
        (
            &["--out", "x.graphml", "--normalise", "cosine"],
            "it is activity or prominence",
        ),
        (
            &[
                "--out",
                "x.gexf",
                "--kind",
                "actor-actor",
                "--normalise",
                "activity",
            ],
            "are for --kind actor-topic",
        ),
        (&["--out", "x"], "add --format graphml, gexf or csv"),
        (
            &["--out", "x.gexf", "--format", "csv"],
            "--format does not go with",
        ),
        (&["--out", "x.gexf", "--at-least=-1"], "is a number from 0"),
        (&["--out", "cast.qm", "--format", "csv"], "cast.qm"),
    ] {
        let said = refused(&corpus, arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    // Nobody agrees with anybody: nothing was found, and an empty network was written.
    let ran = corpus.run(&[
        "network",
        "--out",
        "e.gexf",
        "--by",
        "@ann",
        "--kind",
        "actor-actor",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}
