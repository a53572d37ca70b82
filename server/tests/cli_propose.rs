//! `quotemark propose`, as people and scripts meet it.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use serde_json::{Value, json};
use support::Corpus;

const CAST: &str = "@ann: Ann Gordon\n\n&bma: British Medical Association\n    also: BMA\n";

const FIRST: &str = "---\ndate: 2011-12-01\n---\n\n“We have to act now,” said Dr Ann Gordon. “It is late.”\n\n“The plan will fail,” said Richard Vautrey, deputy chair of the BMA.\n";

const SECOND: &str = "Dr Richard Vautrey said that nobody had read the plan.\n";

fn corpus() -> Corpus {
    let corpus = Corpus::empty();
    corpus.write("cast.qm", CAST);
    corpus.write("a.qm", FIRST);
    corpus.write("b.qm", SECOND);
    corpus
}

#[test]
fn what_is_proposed_is_shown_and_nothing_is_written() {
    let corpus = corpus();
    assert_eq!(
        corpus.good(&["propose"]),
        "a.qm:5:1: sure: by @ann: “We have to act now,” … “It is late.”\n\
         a.qm:7:1: sure: by @richard-vautrey: “The plan will fail,”\n\
         b.qm:1:30: likely: by @richard-vautrey: nobody had read the plan\n"
    );
    assert_eq!(corpus.good(&["propose", "--tier", "sure", "b.qm"]), "");
    let rows = corpus.json(&["propose", "--format", "json", "a.qm"]);
    assert_eq!(rows[0]["article"], "a.qm");
    assert_eq!(rows[0]["spans"], json!([[0, 21], [42, 55]]));
    assert_eq!(
        rows[0]["words"],
        json!(["“We have to act now,”", "“It is late.”"])
    );
    assert_eq!(
        (&rows[0]["tag"], &rows[0]["kind"]),
        (&json!("by @ann"), &json!("direct"))
    );
    assert_eq!(rows[0]["hash"].as_str().unwrap().len(), 32);
    assert_eq!(corpus.read("a.qm"), FIRST);
}

#[test]
fn a_plain_text_is_read_by_itself() {
    let corpus = corpus();
    corpus.write("c.txt", "“We have to act now,” said Ann Gordon.\n");
    assert_eq!(
        corpus.good(&["propose", "c.txt"]),
        "sure: Ann Gordon: “We have to act now,”\n"
    );
    let rows = corpus.json(&["propose", "--format", "json", "c.txt"]);
    assert_eq!(rows[0]["fragments"], json!([[0, 21]]));
    for arguments in [
        &["propose", "--write", "c.txt"][..],
        &["propose", "c.txt", "a.qm"],
    ] {
        let ran = corpus.run(arguments);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("plain text"), "{}", ran.err);
    }
}

#[test]
fn what_is_settled_is_written_and_marked_as_not_reviewed() {
    let corpus = corpus();
    let diff = corpus.good(&["propose", "--dry-run"]);
    assert!(
        diff.contains("+[“The plan will fail,”]{by @richard-vautrey} said"),
        "{diff}"
    );
    assert_eq!(corpus.read("a.qm"), FIRST);
    let words: Vec<String> = ["a.qm", "b.qm"]
        .map(|name| corpus.good(&["strip", name]))
        .into();
    assert_eq!(
        corpus.good(&["propose", "--write"]),
        "tagged 2 quotes that are sure: of such, 3 in 100 are wrong\n\
         tagged 1 quote that is likely: of such, 17 in 100 are wrong\n\
         2 articles not reviewed: see `reviewed` in the header\n"
    );
    let first = corpus.read("a.qm");
    assert!(
        first.starts_with("---\ndate: 2011-12-01\nreviewed:\n---\n\n[“We"),
        "{first}"
    );
    assert!(
        first.contains("{by @ann} said Dr Ann Gordon. [“It is late.”]{more}"),
        "{first}"
    );
    let second = corpus.read("b.qm");
    assert!(
        second.starts_with("---\nreviewed:\n---\n\nDr Richard"),
        "{second}"
    );
    assert!(
        second.contains("[nobody had read the plan]{by @richard-vautrey}."),
        "{second}"
    );
    let cast = corpus.read("cast.qm");
    assert_eq!(cast.matches("@richard-vautrey:").count(), 1, "{cast}");
    assert!(
        cast.contains("    role: deputy chair of &bma, ~2011-12-01\n"),
        "{cast}"
    );
    let after: Vec<String> = ["a.qm", "b.qm"]
        .map(|name| corpus.good(&["strip", name]))
        .into();
    assert_eq!(words, after);
    assert!(corpus.good(&["check"]).contains("no errors"));
    assert_eq!(
        corpus.good(&["propose", "--write"]),
        "nothing to tag for which the speaker is certain\n"
    );
}

#[test]
fn a_corpus_keeps_proposals_off() {
    let corpus = corpus();
    corpus.write("quotemark.toml", "proposals = false\n");
    let ran = corpus.run(&["propose", "--write"]);
    assert_eq!(ran.out, "nothing to tag for which the speaker is certain\n");
    assert!(
        ran.err.contains("proposals are off in this corpus"),
        "{}",
        ran.err
    );
    assert_eq!(corpus.read("a.qm"), FIRST);
}

#[test]
fn quotes_of_another_program_are_taken() {
    let corpus = corpus();
    let hash = |name: &str| -> Value {
        corpus.json(&["propose", "--format", "json", name])[0]["hash"].clone()
    };
    let line = |article: &str, hash: &Value, speaker: &str| {
        let line = json!({
            "article": article, "hash": hash, "spans": [[0, 21], [42, 55]], "speaker": speaker,
            "clauses": "to &bma",
        });
        format!("{line}\n")
    };
    let (a, other) = (hash("a.qm"), json!("0"));
    let wrong = [
        line("a.qm", &other, "@ann"),
        line("none.qm", &a, "@ann"),
        line("a.qm", &a, "@eve"),
        "{}\n".to_owned(),
    ];
    corpus.write("wrong.jsonl", wrong.concat());
    let ran = corpus.run(&["propose", "--from", "wrong.jsonl", "--write"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for said in [
        "wrong.jsonl:1: its spans are of another text than that of a.qm",
        "wrong.jsonl:2: there is no article `none.qm`",
        "wrong.jsonl:3: nobody is declared as `@eve`",
        "wrong.jsonl:4: this line makes no sense: missing field `article`",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert_eq!(corpus.read("a.qm"), FIRST);

    corpus.write("right.jsonl", line("a.qm", &a, "Ann Gordon"));
    corpus.run(&["propose", "--from", "right.jsonl"]);
    assert_eq!(corpus.read("a.qm"), FIRST);
    assert_eq!(
        corpus.good(&["propose", "--from", "right.jsonl", "--write"]),
        "tagged 1 quote\n1 article not reviewed: see `reviewed` in the header\n"
    );
    let first = corpus.read("a.qm");
    assert!(
        first.contains("[“We have to act now,”]{by @ann to &bma} said"),
        "{first}"
    );
    assert!(first.contains("Gordon. [“It is late.”]{more}"), "{first}");
}
