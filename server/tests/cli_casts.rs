//! What corpora share: read from the command line, and never written by it.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;

use support::Corpus;

const SHARED: &str = "\
@ann: Ann Lee
    role: chair of &bma, 2010..2012
@dan: Dan
&bma: British Medical Association
[It is so]{by @ann}.
";

const ARTICLE: &str = "\
---
date: 2011-05
---

@cy: Cy

[She]{@ann} said [“No.”]{by @ann of &bma}, and [he]{@cy} left.
";

/// A repository in which a corpus reads the cast that stands beside it.
fn sharing() -> Corpus {
    let corpus = Corpus::empty();
    fs::create_dir(corpus.path(".git")).unwrap();
    corpus.write("shared/cast.qm", SHARED);
    corpus.write("c/quotemark.toml", "casts = [\"../shared\"]\n");
    corpus.write("c/a.qm", ARTICLE);
    corpus
}

#[test]
fn a_shared_cast_answers_and_is_not_counted() {
    let corpus = sharing();
    let out = corpus.good(&["check", "c"]);
    assert!(out.contains("1 article, 2 people"), "{out}");
    assert!(out.contains("1 quote: no errors, no warnings"), "{out}");
    // Nor is whom it alone names listed: `speakers` has as many rows as are counted.
    let rows = corpus.json(&["speakers", "--corpus", "c", "--format", "json"]);
    let ids: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["@ann", "@cy", "&bma"]);
    assert!(out.contains("2 people, 1 organisation,"), "{out}");
    let out = corpus.good(&["hover", "c/a.qm:7:9"]);
    assert!(out.contains("Ann Lee") && out.contains("chair of"), "{out}");
    let out = corpus.good(&["definition", "c/a.qm:7:9"]);
    let name = support::slashed("shared/cast.qm");
    assert!(out.contains(&format!("{name}:1:1")), "{out}");
    let out = corpus.good(&["quotes", "--corpus", "c", "--by", "@ann"]);
    assert!(out.contains("“No.”") && !out.contains("It is so"), "{out}");
    // Whose it is counts it.
    let out = corpus.good(&["quotes", "--corpus", "shared", "--by", "@ann"]);
    assert!(out.contains("It is so") && !out.contains("“No.”"), "{out}");
}

#[test]
fn what_is_declared_there_is_neither_renamed_nor_merged() {
    let corpus = sharing();
    for asked in [
        &["rename", "@ann", "@zoe"][..],
        &["merge", "@ann", "@cy"],
        &["merge", "@cy", "@ann"],
    ] {
        let ran = corpus.run(&[asked, &["--corpus", "c"]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{asked:?}");
        let name = support::slashed("shared/cast.qm");
        let said = format!("{name}, of the corpus in ");
        assert!(ran.err.contains("`@ann` is declared in"), "{}", ran.err);
        assert!(ran.err.contains(&said), "{}", ran.err);
        assert!(ran.err.contains("which this one only reads"), "{}", ran.err);
    }
    corpus.good(&["rename", "@cy", "@cyril", "--corpus", "c"]);
    corpus.good(&["fix", "c"]);
    assert_eq!(corpus.read("shared/cast.qm"), SHARED);
    assert!(corpus.read("c/a.qm").contains("@cyril: Cy"));
}

#[test]
fn a_corpus_reads_nothing_outside_of_its_repository() {
    let corpus = sharing();
    fs::remove_dir(corpus.path(".git")).unwrap();
    let ran = corpus.run(&["check", "c"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("counts only from your own settings"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("unknown/person"), "{}", ran.out);
    // The user may have it read all the same.
    for command in ["check", "fix"] {
        let ran = corpus.run(&[command, "c", "--casts", "shared/cast.qm"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
    let ran = corpus.run(&["hover", "c/a.qm:7:9", "--casts", "shared"]);
    assert!(ran.out.contains("Ann Lee"), "{}", ran.out);
    let ran = corpus.run(&["check", "c", "--casts", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("there is no file or folder nowhere"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_wrong_in_the_list_is_reported_in_it() {
    let corpus = sharing();
    corpus.write("c/quotemark.toml", "casts = [\"/etc\", \"../shared\"]\n");
    let ran = corpus.run(&["check", "c"]);
    assert!(ran.out.contains("config/wrong-value"), "{}", ran.out);
    assert!(
        ran.out.contains("may lead out of the repository"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("unknown/person"), "{}", ran.out);
}

#[test]
fn an_own_file_stays_its_own_however_it_is_listed() {
    let corpus = sharing();
    corpus.write("c/quotemark.toml", "casts = [\"..\", \".\", \"a.qm\"]\n");
    let own = corpus.path("c/a.qm");
    let own = own.to_str().unwrap();
    let asked = ["rename", "@cy", "@cyril", "--corpus", "c", "--casts", own];
    corpus.good(&asked);
    assert!(corpus.read("c/a.qm").contains("@cyril: Cy"));
}
