//! `quotemark import` of annotations and projects of other programs: the real binary, and what
//! comes of it.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write where they like"
)]

mod support;

use support::Corpus;

const TEXT: &str =
    "No fees\n\n1 June 2011\n\n“We will not pay,” Ann Lee said. He told the BBC that fees rise.\n";

const ANNOTATIONS: &str = "\
T1\tContent 22 40\t“We will not pay,”
T2\tSource 41 48\tAnn Lee
T3\tCue 49 53\tsaid
E1\tCue:T3 Content:T1 Source:T2
T4\tOrganization 67 70\tBBC
";

const TSV: &str = "\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Quote|speaker|topic|side


#Text=So it is .
1-1\t0-2\tSo\tAnn[1]\tFees[1]\tfor[1]\t
1-2\t3-5\tit\tAnn[1]\tFees[1]\tfor[1]\t
1-3\t6-8\tis\t_\t_\t_\t
1-4\t9-10\t.\t_\t_\t_\t
";

fn imported(corpus: &Corpus, arguments: &[&str]) -> String {
    let ran = corpus.run(&[&["import"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (0, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

fn refused(corpus: &Corpus, arguments: &[&str]) -> String {
    let ran = corpus.run(&[&["import"], arguments].concat());
    assert_eq!((ran.code, &*ran.out), (2, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn a_folder_of_brat_becomes_a_corpus() {
    let corpus = Corpus::empty();
    corpus.write("b/one.txt", TEXT);
    corpus.write("b/one.ann", ANNOTATIONS);
    corpus.write("b/two.txt", "Nothing is annotated here.");
    corpus.write("b/annotation.conf", "[entities]\nContent\n");
    let said = imported(&corpus, &["b", "--losses", "lost.txt"]);
    assert!(
        said.contains("wrote 2 articles with 1 statement, and a cast of 1, to b.corpus;"),
        "{said}"
    );
    let took = "took Content (1) as statement; Source (1) as speaker; Organization (1) as organisation; Cue (1) as cue; \
                --map NAME=MEANING says otherwise";
    assert!(said.contains(took), "{said}");
    let article = corpus.read("b.corpus/one.qm");
    let (header, body) = article.split_once("\n---\n\n").unwrap();
    assert!(
        header.starts_with("---\ntitle: No fees\ndate: 2011-06-01\nid: one-"),
        "{header}"
    );
    assert_eq!(
        body,
        "No fees\n\n1 June 2011\n\n[“We will not pay,”]{by \"Ann Lee\"} Ann Lee said. He told the [BBC]{&bbc} that fees rise.\n"
    );
    let lost = corpus.read("lost.txt");
    assert!(
        lost.contains("one.ann:2\tspeakers in words alone stand in their tags"),
        "{lost}"
    );
    assert!(
        lost.contains("one\tannotations for which tags have no place"),
        "{lost}"
    );
    assert_eq!(
        corpus.good(&["strip", "b.corpus/two.qm"]),
        "Nothing is annotated here."
    );
    let checked = corpus.run(&["check", "b.corpus"]);
    assert!(checked.out.contains("no errors"), "{}", checked.out);
    // What they are is said, one file or all.
    let said = imported(
        &corpus,
        &["b/one.ann", "--out", "people", "--map", "Source=person"],
    );
    assert!(said.contains("Organization (1) as organisation"), "{said}");
    assert!(
        corpus
            .read("people/one.qm")
            .contains("pay,”]{by @ann-lee} [Ann Lee]{@ann-lee} said")
    );
    assert!(
        corpus
            .read("people/cast.qm")
            .contains("@ann-lee: Ann Lee\n")
    );
}

#[test]
fn files_of_webanno_become_one_corpus() {
    let corpus = Corpus::empty();
    corpus.write("a.txt/eve.tsv", TSV);
    corpus.write("b.txt/eve.tsv", TSV);
    let both = ["a.txt/eve.tsv", "b.txt/eve.tsv"];
    let why = refused(&corpus, &both);
    assert!(why.contains("name a new folder for it with --out"), "{why}");
    let said = imported(&corpus, &[&both[..], &["--out", "c"]].concat());
    assert!(
        said.contains("wrote 2 articles with 2 statements"),
        "{said}"
    );
    let article = corpus.read("c/b-txt-eve.qm");
    assert!(
        article.ends_with("\n[So it]{by \"Ann\" for #fees} is .\n")
            || article.ends_with("\n[So it]{by \"Ann\" for #fees} is ."),
        "{article}"
    );
    // By its folder; a table of another kind is none of it.
    corpus.write("a.txt/other.tsv", "a\tb\n");
    imported(&corpus, &["a.txt", "--out", "d", "--map", "speaker=person"]);
    assert!(corpus.read("d/eve.qm").contains("{by @ann for #fees}"));
}

#[test]
fn what_is_exported_is_imported_with_the_same_statements() {
    let corpus = Corpus::sample();
    let ran = corpus.run(&["export", "--out", "x.qdpx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = corpus.run(&["export", "--out", "x-brat", "--format", "brat"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    imported(&corpus, &["x.qdpx", "--out", "from-qdpx"]);
    imported(&corpus, &["x-brat", "--out", "from-brat"]);
    let rows = |folder: Option<&str>, columns: &[usize]| {
        let mut all = Vec::new();
        for table in [
            "statements",
            "statement_speakers",
            "statement_topics",
            "fragments",
        ] {
            let out = format!("{}-{table}.csv", folder.unwrap_or("own"));
            let mut arguments = vec!["export"];
            arguments.extend(folder);
            arguments.extend(["--out", &out, "--table", table, "--force"]);
            let ran = corpus.run(&arguments);
            assert_eq!(ran.code, 0, "{}", ran.err);
            let text = corpus.read(&out);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows = reader.records().map(Result::unwrap);
            // Ids of statements depend on the articles' keys.
            let of = |row: &csv::StringRecord| match table {
                "statements" => columns
                    .iter()
                    .map(|column| row[*column].to_owned())
                    .collect(),
                "statement_speakers" => {
                    vec![row[2].to_owned(), row[4].to_owned(), row[7].to_owned()]
                }
                "statement_topics" => vec![row[1].to_owned(), row[3].to_owned()],
                _ => row.iter().skip(1).map(str::to_owned).collect(),
            };
            let mut rows: Vec<String> = rows.map(|row| format!("{table} {:?}", of(&row))).collect();
            rows.sort();
            all.extend(rows);
        }
        all
    };
    // Kind, words, parts, places, date and capacity.
    let all = [3, 4, 5, 6, 7, 8, 9, 13, 14];
    assert_eq!(rows(Some("from-qdpx"), &all), rows(None, &all));
    assert_eq!(rows(Some("from-brat"), &all), rows(None, &all));
}

#[test]
fn what_cannot_be_imported_is_refused_with_its_file_and_place() {
    let corpus = Corpus::empty();
    corpus.write("b/one.ann", ANNOTATIONS);
    let why = refused(&corpus, &["b"]);
    assert!(why.contains("b/one.ann has no one.txt beside it"), "{why}");
    corpus.write("b/one.txt", "Short.");
    let why = refused(&corpus, &["b"]);
    assert!(
        why.contains("b/one.ann does not belong to one.txt: in line 1 T1 ends at 40"),
        "{why}"
    );
    corpus.write("b/one.txt", TEXT);
    corpus.write("p.qdpx", b"PK\x03\x04 and no more");
    let why = refused(&corpus, &["p.qdpx"]);
    assert!(
        why.contains("p.qdpx is damaged: it cannot be unpacked"),
        "{why}"
    );
    corpus.write("t.tsv", TSV.replace("0-2", "0-x"));
    let why = refused(&corpus, &["t.tsv"]);
    assert!(
        why.contains("t.tsv is no WebAnno TSV: line 6 is no token"),
        "{why}"
    );
    let why = refused(&corpus, &["b", "p.qdpx"]);
    assert!(
        why.contains("b and p.qdpx are of different programs"),
        "{why}"
    );
    let why = refused(&corpus, &["b", "--map", "Source=somebody"]);
    assert!(
        why.contains("--map: `somebody` is none of statement, speaker"),
        "{why}"
    );
    let why = refused(&corpus, &["p.qdpx", "--map", "a=topic"]);
    assert!(
        why.contains("--map is for annotations of brat and WebAnno"),
        "{why}"
    );
    corpus.write("a.txt", "Words.");
    let why = refused(&corpus, &["a.txt", "--map", "a=topic"]);
    assert!(why.contains("--map is for coded articles"), "{why}");
    corpus.write("b/one.ann", ANNOTATIONS.replace("Content", "Phrase"));
    let why = refused(&corpus, &["b"]);
    assert!(
        why.contains("Phrase (1), Source (1); `--map NAME=statement` says which they are"),
        "{why}"
    );
    for folder in ["b.corpus", "p", "t"] {
        assert!(!corpus.path(folder).exists(), "{folder}");
    }
}
