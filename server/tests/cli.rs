//! The command line as people and scripts meet it: the real binary on small
//! corpora in folders of their own.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};

use std::process::Stdio;

use serde_json::Value;
use support::{ARTICLE, Corpus, slashed};

// ---- check ------------------------------------------------------------------

#[test]
fn a_clean_corpus_is_counted() {
    let corpus = Corpus::sample();
    let out = corpus.good(&["check"]);
    assert_eq!(
        out,
        "2 articles, 2 people, 2 organisations, 3 quotes: no errors, no warnings\n"
    );
}

#[test]
fn the_corpus_of_a_list_can_be_named_without_an_option() {
    let corpus = Corpus::sample();
    for command in [
        vec!["quotes"],
        vec!["speakers"],
        vec!["count", "--by", "speaker"],
    ] {
        let here = corpus.run(&command).out;
        let mut named = command.clone();
        named.push(".");
        assert_eq!(corpus.run(&named).out, here, "{command:?}");
        let mut one = command.clone();
        one.push("2011");
        assert_ne!(corpus.run(&one).out, here, "{command:?}");
        named.extend(["--corpus", "."]);
        let ran = corpus.run(&named);
        assert_eq!(ran.code, 2, "{command:?}: {}", ran.err);
        assert!(ran.err.contains("--corpus"), "{}", ran.err);
    }
    let ran = corpus.run(&["quotes", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("or the folder of a corpus"), "{}", ran.err);
}

#[test]
fn what_is_wrong_is_shown_with_its_line_and_its_code() {
    let corpus = Corpus::sample();
    corpus.write("c.qm", "[He]{@nobody} left.\n");
    corpus.write("0.qm", "‘😀’ [He]{@ann-lee\n");
    let ran = corpus.run(&["check"]);
    assert_eq!(ran.code, 1);
    let unclosed = ran.out.find("error[syntax/unclosed-tag]").unwrap();
    let unknown = ran.out.find("error[unknown/person]").unwrap();
    assert!(unclosed < unknown, "by path: {}", ran.out);
    assert!(ran.out.contains("--> 0.qm:1:9"), "{}", ran.out);
    assert!(ran.out.contains("[He]{@nobody} left."), "{}", ran.out);
    assert!(ran.out.contains("`quotemark explain syntax/unclosed-tag`"));
    let last = ran.out.lines().last().unwrap();
    assert!(last.ends_with(": 2 errors, no warnings"), "{last}");
    assert_eq!(ran.err, "");
}

#[test]
fn only_what_is_named_is_reported_and_the_corpus_around_it_is_known() {
    let corpus = Corpus::sample();
    corpus.write("bad.qm", "[He]{@nobody}\n");
    for named in ["2011", "2011/a.qm", "20*", "b.qm"] {
        let ran = corpus.run(&["check", named]);
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (0, ""),
            "{named}: {}",
            ran.out
        );
        assert!(ran.out.starts_with("1 article,"), "{named}: {}", ran.out);
    }
    assert_eq!(corpus.run(&["check", "*.qm"]).code, 1);
    // A corpus of its own knows nobody of the others.
    let ran = corpus.run(&["check", "--corpus", "2011", "2011/a.qm"]);
    assert_eq!(ran.code, 1);
}

#[test]
fn standard_input_is_checked_with_the_corpus_around_the_current_folder() {
    let corpus = Corpus::sample();
    let ran = corpus.run_with(&["check", "-"], b"[He]{@nobody-at-all} spoke.\n");
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("error[unknown/person]"), "{}", ran.out);
    assert!(ran.out.contains("--> -:1:6"), "{}", ran.out);
}

#[test]
fn warnings_count_where_they_are_denied() {
    let corpus = Corpus::sample();
    corpus.write("w.qm", "---\ndate: 2000\n---\n\n[x]{by @ann-lee}\n");
    let ran = corpus.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("warning[quote/no-role]"), "{}", ran.out);
    assert_eq!(corpus.run(&["check", "--deny", "warnings"]).code, 1);
}

#[test]
fn what_the_corpus_sets_holds() {
    let corpus = Corpus::sample();
    let late = "---\ndate: 2000\n---\n\n[x]{by @ann-lee}\n";
    corpus.write("w.qm", late);
    corpus.write(
        "quotemark.toml",
        "[diagnostics]\n\"quote/no-role\" = \"error\"\n",
    );
    // What is set further down is that of another corpus.
    corpus.write(
        "in/w.qm",
        format!("{late}\n@ann-lee: Ann Lee\n    role: x, 2010..\n"),
    );
    corpus.write("in/quotemark.toml", "[diagnostics]\nquote = \"off\"\n");
    let found = corpus.json(&["check", "--format", "json"]);
    let found: Vec<_> = found["diagnostics"].as_array().unwrap().iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        [&found[0]["file"], &found[0]["severity"]],
        ["w.qm", "error"]
    );
    // Outside of every folder holds what is set at the root.
    let other = Corpus::empty();
    other.write("w.qm", late);
    let corpus_path = corpus.path("").display().to_string();
    let ran = other.run(&["check", "--corpus", &corpus_path, "w.qm"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let ran = corpus.run_with(&["check", "-"], late.as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.out);
}

#[test]
fn corpora_are_apart_wherever_they_are_asked() {
    let corpus = Corpus::empty();
    for name in ["one", "two"] {
        corpus.write(&format!("{name}/quotemark.toml"), "");
        corpus.write(
            &format!("{name}/cast.qm"),
            format!("@ann: Ann {name}\n    role: clerk\n"),
        );
        corpus.write(&format!("{name}/deep/a.qm"), "[so]{by @ann}\n");
    }
    corpus.write("rest.qm", "[he]{@ann}\n");
    // Nobody is declared twice, and what is in no corpus knows neither.
    let found = corpus.json(&["check", "--format", "json"]);
    let found = found["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["file"], "rest.qm");
    let ran = corpus.good(&["hover", "two/deep/a.qm:1:11"]);
    assert!(ran.contains("Ann two") && !ran.contains("Ann one"), "{ran}");
    let ran = corpus.good(&["references", "one/deep/a.qm:1:11"]);
    assert!(!ran.contains("two"), "{ran}");
    corpus.good(&["rename", "--corpus", "one", "@ann", "@eve"]);
    assert_eq!(corpus.read("one/deep/a.qm"), "[so]{by @eve}\n");
    assert_eq!(corpus.read("two/deep/a.qm"), "[so]{by @ann}\n");
    // The folder around them holds neither.
    let ran = corpus.run(&["rename", "@ann", "@zoe"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(corpus.read("rest.qm"), "[he]{@zoe}\n");
    assert_eq!(corpus.read("two/deep/a.qm"), "[so]{by @ann}\n");
    // Where that leaves nothing, it is said where to go.
    std::fs::remove_file(corpus.path("rest.qm")).unwrap();
    let ran = corpus.run(&["quotes"]);
    assert_eq!(ran.code, 2);
    let expected =
        "every .qm file in . belongs to 2 corpora of their own; name one, as `--corpus one` does";
    assert!(ran.err.contains(expected), "{}", ran.err);
}

#[test]
fn wrong_settings_are_reported_with_what_they_hold_for() {
    let corpus = Corpus::sample();
    corpus.write(
        "quotemark.toml",
        "[diagnostics]\nquote = off\ndates = \"hint\"\n",
    );
    for arguments in [&["check"][..], &["check", "b.qm"], &["check", "-"]] {
        let ran = corpus.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.out);
        assert!(ran.out.contains("error[config/malformed]"), "{}", ran.out);
        assert!(ran.out.contains("quotemark.toml:2:9"), "{}", ran.out);
        assert!(ran.out.contains("quote = off"), "{}", ran.out);
        assert!(ran.out.contains("did you mean `date`?"), "{}", ran.out);
    }
    // What holds for nothing that is named is not reported.
    corpus.write("2011/quotemark.toml", "");
    corpus.good(&["check", "--corpus", ".", "2011"]);
    corpus.write("2011/quotemark.toml", b"# caf\xe9");
    let ran = corpus.run(&["check", "2011"]);
    assert!(ran.out.contains("this file is not UTF-8"), "{}", ran.out);
}

#[test]
fn only_what_is_grave_enough_is_shown() {
    let corpus = Corpus::sample();
    corpus.write(
        "w.qm",
        "---\ndate: 2000\n---\n\n[x]{by @ann-lee}, “one two three four five six seven”\n",
    );
    let shown = |least: &str| {
        let ran = corpus.run(&["check", "--severity", least]);
        assert_eq!(ran.code, 0);
        let counts = "no errors, 1 warning, 1 remark\n";
        assert!(ran.out.ends_with(counts), "{}", ran.out);
        let codes = ["quote/no-role", "quote/unattributed"];
        codes.map(|code| ran.out.contains(&format!("[{code}]")))
    };
    assert_eq!(shown("hint"), [true, true]);
    assert_eq!(shown("information"), [true, false]);
    assert_eq!(shown("warning"), [true, false]);
    assert_eq!(shown("error"), [false, false]);
    // What is denied is denied, shown or not.
    let ran = corpus.run(&["check", "--severity", "error", "--deny", "warnings"]);
    assert_eq!(ran.code, 1);
}

#[test]
fn machines_get_what_they_can_read() {
    let corpus = Corpus::sample();
    corpus.write("d d.qm", "‘😀’ [He]{@nobody}\n");
    let found = corpus.json(&["check", "--format", "json"]);
    let first = &found["diagnostics"][0];
    assert_eq!(first["file"], "d d.qm");
    assert_eq!(
        [&first["line"], &first["column"], &first["end_column"]],
        [1, 10, 17]
    );
    assert_eq!(first["code"], "unknown/person");
    assert_eq!(first["severity"], "error");
    assert_eq!(found["counts"]["errors"], 1);

    let log = corpus.json(&["check", "--format", "sarif"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "unknown/person");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "d%20d.qm");
    assert_eq!(place["region"]["startColumn"], 10);

    let ran = corpus.run(&["check", "--format", "github"]);
    let command = "::error file=d d.qm,line=1,endLine=1,col=10,endColumn=17,title=unknown/person::";
    assert!(ran.out.starts_with(command), "{}", ran.out);
    assert!(ran.err.ends_with(": 1 error, no warnings\n"), "{}", ran.err);
    let clean = Corpus::sample();
    assert_eq!(
        clean.json(&["check", "--format", "sarif"])["runs"][0]["results"],
        Value::Array(vec![])
    );
    assert_eq!(
        clean.json(&["check", "--format", "json"])["counts"]["articles"],
        2
    );
}

#[test]
fn files_that_cannot_be_read_are_found_wrong() {
    let corpus = Corpus::sample();
    corpus.write("z.qm", b"caf\xE9");
    let ran = corpus.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("error[file/not-utf-8]"), "{}", ran.out);
    assert!(ran.out.contains("z.qm"), "{}", ran.out);
}

#[test]
fn the_index_is_what_it_would_be_afresh() {
    Corpus::sample().good(&["check", "--paranoid"]);
}

// ---- Places -----------------------------------------------------------------

#[test]
fn a_place_is_asked_in_characters() {
    let corpus = Corpus::sample();
    let card = corpus.good(&["hover", "2011/a.qm:6:47"]);
    assert!(card.contains("Ann Lee"), "{card}");
    assert!(
        card.contains("chair of British Medical Association"),
        "{card}"
    );
    let card = corpus.good(&["hover", "b.qm:5:2"]);
    assert!(card.contains("head of National Health Service"), "{card}");
    let json = corpus.json(&["hover", "b.qm:5:2", "--format", "json"]);
    assert_eq!(
        [&json["line"], &json["column"], &json["end_column"]],
        [5, 2, 8]
    );
    assert!(json["markdown"].as_str().unwrap().contains("**Ann Lee**"));
}

#[test]
fn places_print_as_grep_prints_them() {
    let corpus = Corpus::sample();
    assert_eq!(
        corpus.good(&["definition", "b.qm:5:2"]),
        "cast.qm:1:1: @ann-lee: Ann Lee\n"
    );
    let quote =
        "‘😀’ [“No cuts,”]{by @ann-lee against #cuts} [she]{@ann-lee} said. [“Not now.”]{more}";
    let later = "[Dr Lee]{@ann-lee} said [=1+1 was two]{by @ann-lee at 2014-06-01}.";
    let a = slashed("2011/a.qm");
    assert_eq!(
        corpus.good(&["quotes", "b.qm:5:2"]),
        format!("{a}:6:6: {quote}\nb.qm:5:26: {later}\n")
    );
    let references = corpus.good(&["references", "b.qm:5:2"]);
    assert_eq!(references.lines().count(), 5, "{references}");
    let others = corpus.good(&["references", "b.qm:5:2", "--no-declaration"]);
    assert_eq!(others.lines().count(), 4, "{others}");
    let json = corpus.json(&["definition", "b.qm:5:2", "--format", "json"]);
    assert_eq!(json[0]["text"], "@ann-lee: Ann Lee");
    assert_eq!(json[0]["end_column"], 9);
    // The same from elsewhere: the corpus is found from the file.
    let ran = corpus
        .command(&["definition", "a.qm:6:47"])
        .current_dir(corpus.path("2011"))
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(out.ends_with("cast.qm:1:1: @ann-lee: Ann Lee\n"), "{out}");
}

#[test]
fn nothing_found_is_exit_code_one() {
    let corpus = Corpus::sample();
    for command in ["hover", "definition", "references", "quotes"] {
        let ran = corpus.run(&[command, "2011/a.qm:6:4"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{command}");
        assert_eq!(ran.err.lines().count(), 1, "{command}: {}", ran.err);
        let json = corpus.json(&[command, "2011/a.qm:6:4", "--format", "json"]);
        assert!(json.is_null() || json == Value::Array(vec![]), "{command}");
    }
    assert_eq!(corpus.run(&["symbols", "zzz"]).code, 1);
    assert_eq!(corpus.run(&["quotes", "--from", "2030"]).code, 1);
}

// ---- Lists ------------------------------------------------------------------

#[test]
fn conditions_on_quotes_add_up() {
    let corpus = Corpus::sample();
    let words = |arguments: &[&str]| {
        let arguments = [&["quotes", "--format", "json"], arguments].concat();
        let found = corpus.json(&arguments);
        let found = found.as_array().unwrap().iter();
        let words = found.map(|quote| quote["words"].as_str().unwrap().to_owned());
        words.collect::<Vec<_>>().join(" | ")
    };
    let (cuts, agreed, two) = ("“No cuts,” … “Not now.”", "it agreed", "=1+1 was two");
    assert_eq!(words(&[]), format!("{cuts} | {agreed} | {two}"));
    assert_eq!(words(&["--by", "ann-lee"]), format!("{cuts} | {two}"));
    assert_eq!(words(&["--by", "@ann-lee", "--on", "cuts"]), cuts);
    assert_eq!(words(&["--of", "bma"]), format!("{cuts} | {agreed}"));
    assert_eq!(words(&["--by", "&bma"]), agreed);
    assert_eq!(words(&["--of", "nhs", "--from", "2014-06"]), two);
    assert_eq!(words(&["--to", "2011"]), format!("{cuts} | {agreed}"));
    assert_eq!(words(&["b.qm:5:2", "--to", "2011"]), cuts);
    assert_eq!(words(&["--against", "cuts"]), cuts);
    assert_eq!(words(&["--for", "cuts"]), "");
    assert_eq!(words(&["--against", "cuts", "--on", "#cuts"]), cuts);
    assert_eq!(words(&["--against", "cuts", "--by", "&bma"]), "");
}

#[test]
fn parts_count_with_the_whole_where_they_are_asked_for() {
    let corpus = Corpus::empty();
    corpus.write(
        "cast.qm",
        "@ann: Ann\n    role: chair of &gpc\n&gpc: GPC\n    part of: &bma, 2011..\n&bma: BMA\n#cuts: Cuts\n#pay: Pay\n    part of: #cuts\n#bins: Bins\n",
    );
    corpus.write(
        "a.qm",
        "---\ndate: 2011\n---\n[a]{by @ann against #pay} [b]{by &bma on #cuts for #bins} [c]{by &gpc at 2010} [d]{by @zoe of &gpc against #cuts for #bins}\n",
    );
    let words = |arguments: &[&str]| {
        let arguments = [&["quotes", "--format", "json"], arguments].concat();
        let found = corpus.json(&arguments);
        let found = found.as_array().unwrap().iter();
        found
            .map(|quote| quote["words"].as_str().unwrap().to_owned())
            .collect::<String>()
    };
    assert_eq!(words(&["--of", "bma"]), "b");
    assert_eq!(words(&["--of", "bma", "--with-parts"]), "abd");
    assert_eq!(words(&["--of", "gpc", "--with-parts"]), "cad");
    assert_eq!(words(&["--on", "cuts"]), "bd");
    assert_eq!(words(&["--on", "cuts", "--with-parts"]), "abd");
    assert_eq!(words(&["--against", "cuts", "--with-parts"]), "ad");
    assert_eq!(
        words(&["--against", "cuts", "--with-parts", "--of", "bma"]),
        "ad"
    );
    assert_eq!(words(&["--on", "cuts", "--for", "bins"]), "bd");
    assert_eq!(words(&["--on", "cuts", "--on", "pay"]), "");
    let refused = corpus.run(&["quotes", "--with-parts"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("--with-parts goes with --of"),
        "{}",
        refused.err
    );
    // Speakers are listed with what such a filter leaves, and no more.
    let rows = corpus.json(&[
        "speakers",
        "--against",
        "cuts",
        "--with-parts",
        "--format",
        "json",
    ]);
    let rows: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let id = row["id"].as_str().unwrap();
            format!(
                "{id} {} {} {}",
                row["quotes"], row["onBehalf"], row["withParts"]
            )
        })
        .collect();
    assert_eq!(rows, ["&gpc 0 2 2", "@ann 1 0 1", "@zoe 1 0 1"]);
}

#[test]
fn joint_quotes_have_the_roles_of_each_speaker() {
    let corpus = Corpus::empty();
    corpus.write(
        "a.qm",
        "---\ntitle: =Joint\nsource: &paper\ndate: 2011-05\n---\n\n[a]{by @ann, @dee, &b, @cy} [b]{by @cy at 2012}\n\n@ann: Ann\n    role: chair of &b, 2011\n    role: doctor\n@cy: Cy\n    role: clerk, 2011\n    role: mayor, 2012..\n@dee: Dee\n&b: Board\n&paper: Paper\n",
    );
    let csv = |arguments: &[&str]| -> Vec<Vec<String>> {
        let out = corpus.good(&[&["quotes", "--format", "csv"], arguments].concat());
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        let wanted = [
            "title",
            "source_id",
            "source_name",
            "published",
            "date_text",
            "speaker_id",
            "role_then",
        ];
        let headings = reader.headers().unwrap().clone();
        let place = |name: &&str| headings.iter().position(|heading| heading == *name);
        let places: Vec<usize> = wanted.iter().filter_map(place).collect();
        assert_eq!(places.len(), wanted.len(), "{headings:?}");
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| places.iter().map(|place| row[*place].to_owned()).collect())
            .collect()
    };
    let row = |date: &str, speakers: &str, roles: &str| {
        let row = [
            "'=Joint", "&paper", "Paper", "2011-05", date, speakers, roles,
        ];
        row.map(str::to_owned).to_vec()
    };
    assert_eq!(
        csv(&[]),
        [
            row(
                "2011-05",
                "@ann; @dee; &b; @cy",
                "chair of Board / doctor; ; ; clerk"
            ),
            row("2012", "@cy", "mayor"),
        ]
    );
    assert_eq!(
        csv(&["--per-speaker", "--to", "2011"]),
        [
            row("2011-05", "@ann", "chair of Board / doctor"),
            row("2011-05", "@dee", ""),
            row("2011-05", "&b", ""),
            row("2011-05", "@cy", "clerk"),
        ]
    );
    let table = corpus.good(&["quotes"]);
    let first = table.lines().nth(1).unwrap();
    // The board speaks for itself: nobody does on its behalf.
    let heads = table.lines().next().unwrap();
    assert!(
        heads.contains("ROLE THEN") && heads.contains("ON BEHALF OF"),
        "{table}"
    );
    assert!(
        first.contains("chair of Board / doctor; ; ; clerk  "),
        "{table}"
    );
    assert!(!first.contains("&b "), "{table}");
}

#[test]
fn who_speaks_in_different_roles_is_listed_by_role() {
    let corpus = Corpus::sample();
    let out = corpus.good(&["speakers", "--by-role", "--format", "csv"]);
    assert_eq!(
        out,
        "id,name,roles,from,to,quotes,articles\n\
         @ann-lee,Ann Lee,chair of British Medical Association,2011-05,2011-05,1,1\n\
         @ann-lee,Ann Lee,head of National Health Service,2014-06-01,2014-06-01,1,1\n"
    );
    let ran = corpus.run(&["speakers", "--by-role", "--to", "2011"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("nobody is quoted in several articles"),
        "{}",
        ran.err
    );
}

#[test]
fn a_statement_in_json_says_it_all() {
    let corpus = Corpus::sample();
    let found = corpus.json(&["quotes", "--on", "#cuts", "--format", "json"]);
    let expected = serde_json::json!([
        {
            "file": slashed("2011/a.qm"), "line": 6, "column": 6,
            "article_id": "2011/a.qm", "statement_id": "ffb69fd2f73e7965",
            "title": "No cuts", "source": null, "published": "2011-05", "date": "2011-05",
            "speakers": [{
                "id": "@ann-lee", "name": "Ann Lee", "kind": "person",
                "roles": ["chair of British Medical Association"]
            }],
            "roles": ["chair of British Medical Association"],
            "organisations": [{"id": "&bma", "name": "British Medical Association"}],
            "addressees": [],
            "topics": [{"side": "against", "id": "#cuts", "name": "Cuts"}],
            "kind": "direct", "words": "“No cuts,” … “Not now.”"
        },
        {
            "file": slashed("2011/a.qm"), "line": 8, "column": 23,
            "article_id": "2011/a.qm", "statement_id": "a86ae8d1bd388b59",
            "title": "No cuts", "source": null, "published": "2011-05", "date": "2011-05",
            "speakers": [{
                "id": "&bma", "name": "British Medical Association", "kind": "organisation",
                "roles": []
            }],
            "roles": [],
            "organisations": [{"id": "&bma", "name": "British Medical Association"}],
            "addressees": [{"id": "@bob", "name": "Bob"}],
            "topics": [{"side": "on", "id": "#cuts", "name": "Cuts"}],
            "kind": "indirect", "words": "it agreed"
        }
    ]);
    assert_eq!(found, expected);
}

#[test]
fn csv_holds_no_formula_and_keeps_its_ids() {
    let corpus = Corpus::sample();
    corpus.write(
        "=x.qm",
        "[-1, or so]{by @bob, \"=a clerk\", &nhs to @bob}\n",
    );
    let out = corpus.good(&["quotes", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    let cell = |row: usize, name: &str| {
        let column = headings.iter().position(|heading| heading == name).unwrap();
        rows[row][column].to_owned()
    };
    assert_eq!(cell(0, "speaker_id"), "@ann-lee");
    assert_eq!(cell(0, "topics"), "against #cuts");
    assert_eq!(cell(0, "org_ids"), "&bma");
    assert_eq!(cell(2, "words"), "'=1+1 was two");
    assert_eq!(cell(2, "date_text"), "2014-06-01");
    assert_eq!(cell(3, "speaker_id"), "@bob; ; &nhs");
    assert_eq!(
        cell(3, "speaker_name"),
        "Bob; =a clerk; National Health Service"
    );
    assert_eq!(cell(3, "speaker_kind"), "person; unnamed; organisation");
    assert_eq!(cell(0, "speaker_kind"), "person");
    assert_eq!(cell(3, "words"), "'-1, or so");
    assert_eq!(cell(3, "file"), "'=x.qm");
    // Ids are as they are everywhere, and cannot hold what makes a formula do anything.
    let is_id = |cell: &str| cell.starts_with("@ann-lee") || cell.starts_with("@bob");
    for row in &rows {
        let mut cells = row.iter().filter(|cell| !is_id(cell));
        assert!(cells.all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
    }
    assert!(
        corpus
            .good(&["speakers", "--format", "csv"])
            .contains("\n@ann-lee,Ann Lee,person,2,,,2,2,")
    );
}

#[test]
fn lists_are_tables_too() {
    let corpus = Corpus::sample();
    let table = corpus.good(&["quotes", "--by", "ann-lee"]);
    let mut lines = table.lines();
    assert!(
        lines.next().unwrap().starts_with("DATE        SPEAKER"),
        "{table}"
    );
    assert!(
        lines.next().unwrap().ends_with("“No cuts,” … “Not now.”"),
        "{table}"
    );
    let markdown = corpus.good(&["quotes", "--by", "ann-lee", "--format", "markdown"]);
    assert!(
        markdown.contains("\n| 2011-05 | Ann Lee | chair of British"),
        "{markdown}"
    );
    let speakers = corpus.good(&["speakers"]);
    assert!(speakers.contains("\n@ann-lee  Ann Lee "), "{speakers}");
    let json = corpus.json(&["speakers", "--format", "json"]);
    assert_eq!(json[0]["id"], "@ann-lee");
    assert_eq!(json[0]["quotes"], 2);
    assert_eq!(
        corpus.good(&["symbols", "ann lee"]),
        "cast.qm:1:1: @ann-lee: Ann Lee\n"
    );
    let json = corpus.json(&["symbols", "“not NOW", "--format", "json"]);
    assert_eq!(json[0]["kind"], "quote");
    assert_eq!(json[0]["line"], 6);
}

// ---- strip, import, seal ----------------------------------------------------

#[test]
fn strip_gives_the_words_back() {
    let corpus = Corpus::sample();
    let words = "‘😀’ “No cuts,” she said. “Not now.”\n\nThe BMA said it agreed.\n";
    assert_eq!(corpus.good(&["strip", "2011/a.qm"]), words);
    assert_eq!(corpus.good(&["strip", "2011"]), words);
    let ran = corpus.run_with(&["strip", "-"], ARTICLE.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, words));
    let ran = corpus.run_with(&["strip", "-", "--color", "always"], b"a \x1b[31mred\r\n\0");
    assert_eq!((ran.code, ran.out.as_str()), (0, "a \u{1b}[31mred\r\n\0"));
}

#[test]
fn strip_says_where_words_cannot_be_told() {
    let corpus = Corpus::empty();
    corpus.write("a.qm", "[Ann]{@ann} saw [Bob]{@bob\n");
    let ran = corpus.run(&["strip", "a.qm"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "Ann saw [Bob]{@bob\n"));
    assert!(
        ran.err
            .starts_with("error: a.qm:1:22: this tag is not closed"),
        "{}",
        ran.err
    );
}

#[test]
fn import_guesses_with_care_and_never_overwrites() {
    let corpus = Corpus::empty();
    let article = "CCGs ‘too stupid’\n\n1 December 2011\n\n# 10 Downing Street said no.\n";
    corpus.write("x.txt", article);
    let ran = corpus.run(&["import", "x.txt", "--source", "&gp"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("wrote x.qm (date 2011-12-01; title CCGs"),
        "{}",
        ran.err
    );
    let document = corpus.read("x.qm");
    // An article that is imported again has the same id, and another one has another.
    let id_of = |document: &str| {
        let mut lines = document.lines().map(str::to_owned);
        lines.find(|line| line.starts_with("id: ")).unwrap()
    };
    corpus.write("2/1 Dec. x.txt", format!("{article}More.\n"));
    assert_eq!(corpus.run(&["import", "2/1 Dec. x.txt"]).code, 0);
    let other = id_of(&corpus.read("2/1 Dec. x.qm"));
    assert!(other.starts_with("id: 1-Dec-x-"), "{other}");
    assert_ne!(id_of(&document), other);
    let header = "---\ntitle: CCGs ‘too stupid’\ndate: 2011-12-01\nsource: &gp\nid: x-";
    assert!(document.starts_with(header), "{document}");
    assert!(
        corpus
            .good(&["seal", "--check", "x.qm"])
            .contains("as sealed")
    );
    assert!(document.contains("\n\\# 10 Downing"), "{document}");
    assert_eq!(corpus.good(&["strip", "x.qm"]), article);

    let ran = corpus.run(&["import", "x.txt", "--title", "Other"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("x.qm is there already"), "{}", ran.err);
    assert_eq!(corpus.read("x.qm"), document);
    assert_eq!(
        corpus
            .run(&["import", "x.txt", "--title", "Other", "--force"])
            .code,
        0
    );
    assert!(corpus.read("x.qm").contains("title: Other\n"));

    let out = corpus.good(&["import", "x.txt", "--out", "-", "--date", "2012"]);
    assert!(out.contains("date: 2012\n"), "{out}");
    let ran = corpus.run_with(&["import", "-"], b"Only words.");
    let header = ran.out.strip_suffix("\n---\n\nOnly words.").unwrap();
    let header = header.strip_prefix("---\ntitle:\ndate:\nid: ").unwrap();
    let (id, seal) = header.split_once("\nsealed: ").unwrap();
    assert_eq!((ran.code, seal.len()), (0, 32), "{header}");
    // What is on standard input has no name.
    assert_eq!(id, &seal[..8]);
}

#[test]
fn import_takes_no_date_of_two_and_reads_front_matter() {
    let corpus = Corpus::empty();
    corpus.write(
        "a.txt",
        "Tuesday, 27th October, 1987 (contd)\n\nThe motion was read.\n\nWednesday, 28th October, 1987\n\nThe house met.\n",
    );
    let ran = corpus.run(&["import", "a.txt"]);
    assert_eq!(ran.code, 0);
    let expected = "different dates (1987-10-27 is the first), so none is taken";
    assert!(ran.err.contains(expected), "{}", ran.err);
    assert!(
        ran.err
            .contains("no date found, to be filled in; no title found, to be filled in"),
        "{}",
        ran.err
    );
    let document = corpus.read("a.qm");
    assert!(
        document.starts_with("---\ntitle:\ndate:\nid: a-"),
        "{document}"
    );
    // What is to be filled in is reported at once.
    let ran = corpus.run(&["check", "a.qm"]);
    assert!(ran.out.contains("warning[date/missing]"), "{}", ran.out);
    assert!(ran.out.contains("--> a.qm:3:1"), "{}", ran.out);
    // Whoever names the date is told nothing.
    let ran = corpus.run(&["import", "a.txt", "--force", "--date", "1987"]);
    assert!(!ran.err.contains("different dates"), "{}", ran.err);
    let text = "---\ntitle: 'Too stupid'\ndate: 2011-12-01 10:30\nauthor: Jo Bloggs\nsource: \"&gp\"\n---\n\nBody.\n";
    corpus.write("b.txt", text);
    assert_eq!(corpus.run(&["import", "b.txt", "--author", "@jo"]).code, 0);
    let document = corpus.read("b.qm");
    let header = "---\ntitle: Too stupid\ndate: 2011-12-01\nauthor: @jo\nid: b-";
    assert!(document.starts_with(header), "{document}");
    assert_eq!(corpus.good(&["strip", "b.qm"]), text);
}

#[test]
fn a_corpus_begins_with_one_command() {
    let corpus = Corpus::empty();
    std::fs::create_dir(corpus.path(".git")).unwrap();
    let ran = corpus.run(&["new", "own/corpus"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(
        ran.err
            .contains("next: `quotemark import article.txt --out "),
        "{}",
        ran.err
    );
    let out = corpus.good(&["check", "own/corpus"]);
    let expected = "no people, no organisations, no quotes: no errors, no warnings\n";
    assert!(out.ends_with(expected), "{out}");
    let settings = corpus.read("own/corpus/quotemark.toml");
    assert!(settings.contains("\n# seal = true\n"), "{settings}");
    // Neither there nor inside does another begin, and nothing is touched.
    for (folder, why) in [
        ("own/corpus", "corpus is a corpus already"),
        ("own/corpus/2011", "belongs to the corpus in"),
        ("own/corpus/../corpus/2011", "belongs to the corpus in"),
    ] {
        let ran = corpus.run(&["new", folder]);
        assert_eq!(ran.code, 2, "{folder}");
        assert!(ran.err.contains(why), "{}", ran.err);
        assert!(!corpus.path("own/corpus/2011").exists());
    }
    corpus.write("cast-only/cast.qm", "@ann: Ann\n");
    assert_eq!(corpus.run(&["new", "cast-only"]).code, 2);
    assert!(!corpus.path("cast-only/quotemark.toml").exists());
    corpus.write("file", "");
    let ran = corpus.run(&["new", "file"]);
    assert!(ran.err.contains("file is a file"), "{}", ran.err);
    // A repository alone is none yet.
    assert_eq!(corpus.run(&["new"]).code, 0);
    assert!(corpus.path("cast.qm").exists() && corpus.path("quotemark.toml").exists());
}

#[test]
fn a_date_that_is_to_be_filled_in_is_filled_in_where_it_stands() {
    let corpus = Corpus::sample();
    corpus.write("2014-05-01 x.qm", "---\ntitle:\ndate:\n---\n\nWords.\n");
    let at = "2014-05-01 x.qm:3:1";
    let listed = corpus.good(&["actions", at]);
    let title = "Write `date: 2014-05-01` into the header, as in the file’s name";
    assert!(listed.contains(title), "{listed}");
    corpus.good(&["actions", at, "--apply", "1"]);
    assert_eq!(
        corpus.read("2014-05-01 x.qm"),
        "---\ntitle:\ndate: 2014-05-01\n---\n\nWords.\n"
    );
    assert_eq!(corpus.run(&["check", "2014-05-01 x.qm"]).code, 0);
}

#[test]
fn a_home_folder_is_no_corpus() {
    let corpus = Corpus::empty();
    let home = corpus.home.path().to_str().unwrap().to_owned();
    let ran = corpus.run(&["new", &home]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("holds more than a corpus"), "{}", ran.err);
    let text = corpus.home.path().join("x.txt");
    std::fs::write(&text, "Words.\n").unwrap();
    let ran = corpus.run(&["import", text.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("no corpus begins in"), "{}", ran.err);
    assert!(corpus.home.path().join("x.qm").exists());
    assert!(!corpus.home.path().join("cast.qm").exists());
}

#[test]
fn the_first_import_begins_a_corpus() {
    let corpus = Corpus::empty();
    corpus.write("texts/2011/a.txt", "Words.\n");
    corpus.write("texts/2012/b.txt", "Words.\n");
    corpus.write("texts/2012/c.txt", "Words.\n");
    // In the folder that holds all of them.
    let ran = corpus.run(&["import", "texts/2011/a.txt", "texts/2012/b.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("a corpus begins in texts,"), "{}", ran.err);
    assert!(corpus.path("texts/quotemark.toml").exists());
    assert!(!corpus.path("texts/2011/cast.qm").exists());
    // What belongs to one begins no other, and is sealed as that one says.
    corpus.write("texts/quotemark.toml", "[import]\nseal = false\n");
    let ran = corpus.run(&["import", "texts/2012/c.txt", "--date", "2012"]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{}", ran.err);
    assert_eq!(
        corpus.read("texts/2012/c.qm"),
        "---\ntitle:\ndate: 2012\nid: c-4fd03600\n---\n\nWords.\n"
    );
    assert!(!corpus.path("texts/2012/cast.qm").exists());
    // It can be named; and a refused text begins none.
    corpus.write("more/2013/d.txt", "Words.\n");
    corpus.write("more/2013/e.txt", b"caf\xE9\n");
    let ran = corpus.run(&["import", "--corpus", "more", "more/2013/e.txt"]);
    assert_eq!(ran.code, 2);
    assert!(!corpus.path("more/cast.qm").exists());
    let ran = corpus.run(&["import", "--corpus", "texts", "more/2013/d.txt"]);
    assert!(ran.err.contains("does not hold"), "{}", ran.err);
    assert!(!corpus.path("more/2013/d.qm").exists());
    let ran = corpus.run(&["import", "--corpus", "more", "more/2013/d.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(corpus.path("more/cast.qm").exists() && !corpus.path("more/2013/cast.qm").exists());
}

#[test]
fn import_names_other_encodings() {
    let corpus = Corpus::empty();
    corpus.write("utf16.txt", b"\xFF\xFEa\0");
    corpus.write("latin.txt", b"line\ncaf\xE9\n");
    let ran = corpus.run(&["import", "utf16.txt"]);
    assert_eq!((ran.code, ran.err.lines().count()), (2, 1));
    assert!(ran.err.contains("is UTF-16, not UTF-8"), "{}", ran.err);
    let ran = corpus.run(&["import", "latin.txt"]);
    assert!(ran.err.contains("0xE9 on line 2"), "{}", ran.err);
    // The rest of a folder is imported all the same.
    corpus.write("good.txt", "Good.");
    assert_eq!(corpus.run(&["import", ".", "--out", "out"]).code, 2);
    let document = corpus.read("out/good.qm");
    assert!(document.ends_with("\n---\n\nGood."), "{document}");
}

#[test]
fn strip_undoes_import_of_any_file() {
    let corpus = Corpus::empty();
    let pieces = [
        "\u{feff}",
        "---\n",
        "---",
        "title: x\n",
        ":::",
        "::: by @x\n",
        "# ",
        "#x: y\n",
        "@x: Y\n",
        "&",
        "]{",
        "[a]{@b}",
        "[",
        "{%",
        "%}",
        "\\",
        "\\{",
        "\r\n",
        "\n",
        "\r",
        "\n\n",
        " ",
        "\t",
        "    also: z\n",
        "😀",
        "‘a’",
        "e\u{301}",
        "\0",
        "\u{2028}",
        "\u{85}",
        "1 May 2011\n",
        "By Jo\n",
        "Word",
        ".",
    ];
    // A small generator that repeats itself from run to run.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let articles: Vec<String> = (0..300)
        .map(|_| (0..next(40)).map(|_| pieces[next(pieces.len())]).collect())
        .collect();
    for (number, article) in articles.iter().enumerate() {
        corpus.write(&format!("in/{number}.txt"), article);
    }
    let ran = corpus.run(&["import", "in", "--out", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (number, article) in articles.iter().enumerate().step_by(7) {
        let document = format!("out/{number}.qm");
        let ran = corpus.run(&["strip", &document]);
        assert_eq!((ran.code, &ran.out), (0, article), "{number}");
    }
}

#[test]
fn a_seal_tells_changed_words() {
    let corpus = Corpus::empty();
    corpus.write("a.qm", "Ann said [no]{by @ann}.\r\n");
    corpus.write("b.qm", ARTICLE);
    assert_eq!(corpus.run(&["seal", "--check", "a.qm"]).code, 1);
    let words = corpus.good(&["strip", "a.qm", "b.qm"]);
    corpus.good(&["seal", "a.qm", "b.qm"]);
    assert_eq!(corpus.good(&["strip", "a.qm", "b.qm"]), words);
    assert!(corpus.read("a.qm").starts_with("---\r\nsealed: "));
    assert!(
        corpus
            .read("b.qm")
            .starts_with("---\ntitle: No cuts\ndate: 2011-05\nsealed: ")
    );
    assert_eq!(corpus.good(&["seal", "--check", "."]).lines().count(), 2);
    let sealed = corpus.read("a.qm");
    corpus.good(&["seal", "a.qm"]);
    assert_eq!(corpus.read("a.qm"), sealed);
    // Tags and line ends may change, words may not.
    corpus.write(
        "a.qm",
        sealed.replace("\r\n", "\n").replace("[no]{by @ann}", "no"),
    );
    corpus.good(&["seal", "--check", "a.qm"]);
    corpus.write("a.qm", sealed.replace("[no]", "[yes]"));
    let ran = corpus.run(&["seal", "--check", "a.qm", "b.qm"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("a.qm: the words were changed\n"),
        "{}",
        ran.out
    );
    // Nothing is left beside the files.
    assert_eq!(fs::read_dir(corpus.folder.path()).unwrap().count(), 2);
}

#[test]
fn what_cannot_be_told_from_markup_is_not_sealed() {
    let corpus = Corpus::empty();
    let text = "[Ann]{@ann\n";
    corpus.write("a.qm", text);
    assert_eq!(corpus.run(&["seal", "a.qm"]).code, 1);
    assert_eq!(corpus.read("a.qm"), text);
}

// ---- The rest ---------------------------------------------------------------

#[test]
fn codes_are_explained() {
    let corpus = Corpus::empty();
    let page = corpus.good(&["explain", "unknown/person"]);
    assert!(page.starts_with("# unknown/person\n"), "{page}");
    assert_eq!(
        corpus.good(&["explain", "unclosed-tag"]),
        corpus.good(&["explain", "syntax/unclosed-tag"])
    );
    let list = corpus.good(&["explain", "--list"]);
    assert!(
        list.lines().any(|line| line.starts_with("file/not-utf-8")),
        "{list}"
    );
    for code in list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        assert!(
            corpus
                .good(&["explain", code])
                .starts_with(&format!("# {code}\n")),
            "{code}"
        );
    }
}

#[test]
fn every_command_has_help_with_examples() {
    let corpus = Corpus::empty();
    let all = corpus.good(&["--help"]);
    let commands = all
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 15, "{all}");
    for command in commands.iter().filter(|command| **command != "help") {
        let help = corpus.good(&[command, "--help"]);
        assert!(help.contains("Examples:\n  "), "{command}");
        assert!(help.contains(&format!("quotemark {command}")), "{command}");
    }
    assert!(corpus.good(&["quotes", "--help"]).contains("apostrophe"));
    assert_eq!(
        corpus.good(&["--version"]),
        format!("quotemark {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn shells_and_man_are_served() {
    let corpus = Corpus::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            corpus.good(&["completions", shell]).contains("quotes"),
            "{shell}"
        );
    }
    assert!(corpus.good(&["man"]).contains(".TH quotemark 1"));
    corpus.good(&["man", "--out", "man1"]);
    assert!(corpus.read("man1/quotemark-check.1").contains("deny"));
    assert!(corpus.path("man1/quotemark.1").exists());
}

#[test]
fn colour_is_as_asked() {
    let corpus = Corpus::sample();
    corpus.write("bad.qm", "[He]{@nobody}\n");
    let escapes = |arguments: &[&str]| corpus.run(arguments).out.contains('\u{1b}');
    assert!(!escapes(&["check"]));
    assert!(!escapes(&["check", "--color", "never"]));
    assert!(escapes(&["check", "--color", "always"]));
    assert!(escapes(&["--color", "always", "symbols", "lee"]));
    assert!(!escapes(&[
        "check", "--color", "always", "--format", "json"
    ]));
}

#[test]
fn bad_input_is_one_line_and_exit_code_two() {
    let corpus = Corpus::sample();
    corpus.write("latin.qm", b"caf\xE9\n");
    fs::create_dir(corpus.path("none")).unwrap();
    for (arguments, said) in [
        (vec!["check", "no.qm"], "there is no file no.qm"),
        (vec!["check", "*.md"], "nothing matches *.md"),
        (vec!["check", "none"], "there is no .qm file in none"),
        (vec!["strip", "none"], "there is no .qm file in none"),
        (vec!["strip", "no.qm"], "there is no file no.qm"),
        (vec!["strip", "latin.qm"], "latin.qm is not UTF-8"),
        (vec!["hover", "latin.qm:1:1"], "latin.qm is not UTF-8"),
        (vec!["hover", "no.qm:1:1"], "there is no file no.qm"),
        (vec!["hover", "none:1:1"], "none is a folder"),
        (
            vec!["hover", "b.qm:99:1"],
            "b.qm has 6 lines, and 99 was asked for",
        ),
        (
            vec!["hover", "b.qm:5:900"],
            "line 5 of b.qm has 66 characters, and column 900",
        ),
        (
            vec!["hover", "b.qm:5:1", "--corpus", "no"],
            "there is no folder no",
        ),
        (
            vec!["quotes", "--by", "ann-le"],
            "no person or organisation ann-le; did you mean @ann-lee?",
        ),
        (
            vec!["quotes", "--by", "@lee"],
            "no person @lee; did you mean @ann-lee?",
        ),
        (
            vec!["quotes", "--of", "&bna"],
            "no organisation &bna; did you mean &bma?",
        ),
        (
            vec!["quotes", "--of", "@bob"],
            "--of: this takes an organisation, and @bob is a person",
        ),
        (
            vec!["quotes", "--corpus", "none"],
            "there is no .qm file in",
        ),
        (
            vec!["explain", "unknown/persn"],
            "there is no code unknown/persn; did you mean unknown/person?",
        ),
        (
            vec!["explain", "x"],
            "`quotemark explain --list` lists them",
        ),
        (vec!["import", "b.qm"], "b.qm is a document already"),
        (vec!["import", "none"], "there is no .txt file in none"),
        (vec!["seal", "-"], "standard input cannot be sealed"),
    ] {
        let ran = corpus.run(&arguments);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            ran.err
        );
        let own: Vec<&str> = ran
            .err
            .lines()
            .filter(|line| !line.starts_with("note: left out"))
            .collect();
        assert_eq!(own.len(), 1, "{arguments:?}: {}", ran.err);
        assert!(
            own[0].starts_with("error: ") && own[0].contains(said),
            "{arguments:?}: {}",
            ran.err
        );
    }
    for bad in [
        vec!["hover", "b.qm"],
        vec!["quotes", "--from", "1.5.2011"],
        vec!["check", "--format", "x"],
    ] {
        assert_eq!(corpus.run(&bad).code, 2, "{bad:?}");
    }
}

#[test]
fn the_server_ends_as_its_editor_asks() {
    let corpus = Corpus::sample();
    for (asks_first, code) in [(true, 0), (false, 1)] {
        let mut command = corpus.command(&["server", "--paranoid"]);
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let mut send = |body: &str| {
            write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        };
        // A client may not go on before the server has answered.
        send(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
        assert!(answer(&mut output, 1)["result"]["capabilities"].is_object());
        send(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
        if asks_first {
            send(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
            assert!(answer(&mut output, 2)["result"].is_null());
        }
        send(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        assert_eq!(server.wait().unwrap().code(), Some(code));
    }
}

/// The answer to the request of that number; what the server says of itself
/// before is passed over.
fn answer(output: &mut impl BufRead, id: u64) -> Value {
    loop {
        let mut header = String::new();
        output.read_line(&mut header).unwrap();
        let length = header.trim().strip_prefix("Content-Length: ").unwrap();
        let mut body = vec![0; length.parse::<usize>().unwrap() + 2];
        output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        if message["id"] == id && message.get("method").is_none() {
            return message;
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_is_no_panic() {
    let corpus = Corpus::empty();
    corpus.write("a.txt", "many words ".repeat(200_000));
    let mut child = corpus
        .command(&["import", "a.txt", "--out", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(141));
}
