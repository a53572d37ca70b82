//! Commands that write files, as people and scripts meet them.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;

use support::{ARTICLE, CAST, Corpus};

// ---- rename -----------------------------------------------------------------

#[test]
fn an_id_is_renamed_in_every_file() {
    let corpus = Corpus::sample();
    let out = corpus.good(&["rename", "@ann-lee", "ann-smith"]);
    assert_eq!(out, "renamed @ann-lee to @ann-smith: 5 places in 3 files\n");
    let renamed = |text: &str| text.replace("@ann-lee", "@ann-smith");
    assert_eq!(corpus.read("cast.qm"), renamed(CAST));
    assert_eq!(corpus.read("2011/a.qm"), renamed(ARTICLE));
    assert!(corpus.good(&["check"]).contains("no errors"));
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let corpus = Corpus::sample();
    let out = corpus.good(&["rename", "#cuts", "#savings", "--dry-run"]);
    let name = support::slashed("2011/a.qm");
    assert!(
        out.contains(&format!("--- a/{name}\n+++ b/{name}\n@@ ")),
        "{out}"
    );
    assert!(out.contains("\n-#cuts: Cuts\n+#savings: Cuts\n"), "{out}");
    assert_eq!(corpus.read("cast.qm"), CAST);
    let colours = corpus.good(&["--color", "always", "rename", "#cuts", "#savings", "-n"]);
    assert!(
        colours.contains("\u{1b}[32m+#savings: Cuts\u{1b}[0m"),
        "{colours}"
    );
}

#[test]
fn what_cannot_be_renamed_is_told() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", "[It]{@nhs} was late.\n");
    for (old, new, said) in [
        ("@ann-le", "@x", "did you mean @ann-lee?"),
        (
            "@ann-lee",
            "@bob",
            "merge them: `quotemark merge @ann-lee @bob`",
        ),
        ("@ann-lee", "&x", "write `@x`"),
        ("nhs", "x", "nhs may be @nhs or &nhs; write which"),
    ] {
        let ran = corpus.run(&["rename", old, new]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{old} {new}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert_eq!(corpus.read("cast.qm"), CAST);
}

#[test]
fn one_file_that_cannot_be_written_keeps_all_as_they_were() {
    let corpus = Corpus::sample();
    let path = corpus.path("b.qm");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let ran = corpus.run(&["rename", "@ann-lee", "@ann"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("b.qm may not be written; nothing was changed"),
        "{}",
        ran.err
    );
    assert_eq!(corpus.read("cast.qm"), CAST);
    assert_eq!(corpus.read("2011/a.qm"), ARTICLE);
}

// ---- merge ------------------------------------------------------------------

#[test]
fn two_that_are_one_are_merged() {
    let corpus = Corpus::sample();
    corpus.write(
        "c.qm",
        "@anne: Anne Lee\n\n[She]{@anne} and [so]{by @anne, @ann-lee}.\n",
    );
    let shown = corpus.good(&["merge", "@anne", "ann-lee", "--dry-run"]);
    assert!(shown.contains("-@anne: Anne Lee\n"), "{shown}");
    assert!(shown.contains("+    also: Anne Lee\n"), "{shown}");
    let before = corpus.read("c.qm");
    assert_eq!(
        corpus.good(&["merge", "@anne", "ann-lee"]),
        "merged @anne into @ann-lee: 4 places in 2 files\n"
    );
    assert_ne!(corpus.read("c.qm"), before);
    assert_eq!(
        corpus.read("c.qm"),
        "[She]{@ann-lee} and [so]{by @ann-lee}.\n"
    );
    let alias = "    also: Dr Lee\n    also: Anne Lee\n";
    assert_eq!(
        corpus.read("cast.qm"),
        CAST.replace("    also: Dr Lee\n", alias)
    );
    assert_eq!(corpus.good(&["fmt", "--check"]), "");
    for (from, into, said) in [
        ("@bob", "&bma", "only two of a kind can be merged"),
        ("@bob", "@bob", "is one already"),
        ("@bobb", "@ann-lee", "did you mean @bob?"),
    ] {
        let ran = corpus.run(&["merge", from, into]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{from} {into}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

// ---- fix and actions ----------------------------------------------------------

#[test]
fn what_is_beyond_question_is_mended() {
    let corpus = Corpus::sample();
    let broken = "---\nDate: 2011/11/4\n---\n\n[She]{@Ann-Lee} said [no]{bye @ann-le}.\n";
    corpus.write("c.qm", broken);
    let diff = corpus.good(&["fix", "--dry-run"]);
    assert!(
        diff.contains("\n-Date: 2011/11/4\n+date: 2011-11-04\n"),
        "{diff}"
    );
    assert!(
        diff.contains("+[She]{@ann-lee} said [no]{by @ann-le}."),
        "{diff}"
    );
    assert_eq!(corpus.read("c.qm"), broken);
    let out = corpus.good(&["fix"]);
    assert_eq!(out, "fixed 2 places in 1 file\n");
    assert_eq!(
        corpus.read("c.qm"),
        "---\ndate: 2011-11-04\n---\n\n[She]{@ann-lee} said [no]{by @ann-le}.\n"
    );
    assert_eq!(
        corpus.good(&["fix", "c.qm"]),
        "nothing to fix without a question\n"
    );
    let dry = corpus.run(&["fix", "--dry-run"]);
    assert_eq!(dry.out, "");
    assert_eq!(dry.err, "note: nothing to fix without a question\n");
    assert_eq!(dry.code, 0);
    assert_eq!(corpus.run(&["fix", "-"]).code, 2);
}

#[test]
fn actions_are_listed_and_done() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", "‘😀’ [Ann Lee]{@ann-le} said.\n");
    let list = corpus.good(&["actions", "c.qm:1:18"]);
    let first = "Replace `@ann-le` by `@ann-lee`";
    assert!(
        list.starts_with(&format!("1  {first}  [unknown/person]\n")),
        "{list}"
    );
    let rows = corpus.json(&["actions", "c.qm:1:18", "--format", "json"]);
    assert_eq!(rows[0]["title"], first);
    assert_eq!(rows[0]["kind"], "quickfix");
    assert_eq!(rows[0]["preferred"], true);
    let dry = corpus.good(&["actions", "c.qm:1:18", "--apply", "1", "-n"]);
    assert!(dry.contains("+‘😀’ [Ann Lee]{@ann-lee} said."), "{dry}");
    let done = corpus.good(&["actions", "c.qm:1:18", "--apply", "1"]);
    assert_eq!(done, format!("{first}: 1 place in 1 file\n"));
    assert_eq!(corpus.read("c.qm"), "‘😀’ [Ann Lee]{@ann-lee} said.\n");
    assert_eq!(
        corpus.run(&["actions", "c.qm:1:18", "--apply", "90"]).code,
        2
    );
}

// ---- fmt --------------------------------------------------------------------

const LOOSE: &str = "---\r\ntitle:A\r\n---\r\n\r\nTwo  words  [x]{ @a }.\r\n";
const NEAT: &str = "---\r\ntitle: A\r\n---\r\n\r\nTwo  words  [x]{@a}.\r\n";

#[test]
fn files_are_brought_into_form() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", LOOSE);
    let check = corpus.run(&["fmt", "--check"]);
    assert_eq!(check.code, 1);
    assert!(
        check.out.contains("--- a/c.qm\n+++ b/c.qm\n"),
        "{}",
        check.out
    );
    assert!(
        check.out.contains("-title:A\r\n+title: A\r\n"),
        "{}",
        check.out
    );
    assert!(
        check.err.contains("1 of 4 files would change"),
        "{}",
        check.err
    );
    assert_eq!(corpus.read("c.qm"), LOOSE);
    assert_eq!(
        corpus.good(&["fmt"]),
        "formatted c.qm\n1 of 4 files changed\n"
    );
    assert_eq!(corpus.read("c.qm"), NEAT);
    assert_eq!(corpus.read("cast.qm"), CAST);
    assert_eq!(corpus.good(&["fmt", "."]), "none of 4 files changed\n");
    assert_eq!(corpus.good(&["fmt", "--check"]), "");
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let corpus = Corpus::empty();
    let ran = corpus.run_with(&["fmt", "-"], LOOSE.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, NEAT));
    let ran = corpus.run_with(&["fmt", "-", "--check"], LOOSE.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("--- a/stdin\n"), "{}", ran.out);
    let ran = corpus.run_with(&["fmt", "-", "--check"], NEAT.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn a_file_that_is_not_utf_8_is_named_and_left_alone() {
    let corpus = Corpus::empty();
    corpus.write("a.qm", LOOSE);
    corpus.write("b.qm", b"caf\xe9 [x]{ @a }\n");
    let ran = corpus.run(&["fmt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("b.qm is not UTF-8"), "{}", ran.err);
    assert_eq!(corpus.read("a.qm"), NEAT);
}
