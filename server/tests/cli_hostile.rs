//! Corpora that come from strangers: names, notes and file names that are meant
//! to steer whoever shows them.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use support::Corpus;

/// Terminal escapes in both spellings, a bell, a carriage return, overrides of
/// the direction of writing, Markdown, HTML, a link that runs a command.
const NASTY: &str = "A\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m \u{202e}nnA\u{2066}\u{2028}\u{8} \
    <script>alert(1)</script> [x](command:evil) `b` *c* | =1+1";

fn hostile() -> Corpus {
    let corpus = Corpus::empty();
    corpus.write(
        "cast.qm",
        format!("@ann: {NASTY}\n    role: {NASTY}\n    note: {NASTY}\n    link: command:evil\n&o: {NASTY}\n"),
    );
    corpus.write(
        "a.qm",
        format!(
            "---\ntitle: {NASTY}\ndate: 2011\n---\n\n[{NASTY} said]{{by @ann of &o}} [{NASTY}]{{@nobody}} \
             [x]{{note: {NASTY}}}\n"
        ),
    );
    corpus
}

/// Every command that shows words of a corpus to people.
const SHOWN: [&[&str]; 14] = [
    &["check"],
    &["check", "--format", "github"],
    &["hover", "a.qm:6:3"],
    &["quotes", "--by", "@ann"],
    &["quotes", "--by", "@ann", "--format", "json"],
    &["quotes", "--by", "@ann", "--format", "markdown"],
    &["speakers"],
    &["symbols", "A"],
    &["references", "cast.qm:1:2"],
    &["references", "cast.qm:1:2", "--format", "json"],
    &["definition", "a.qm:6:3"],
    &["actions", "a.qm:6:3"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
];

fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_words_of_a_corpus_steer_the_terminal() {
    let corpus = hostile();
    for arguments in SHOWN {
        let ran = corpus.run(arguments);
        assert!(ran.code < 2, "{arguments:?}: {}", ran.err);
        assert!(!ran.out.is_empty(), "{arguments:?}");
        for text in [&ran.out, &ran.err] {
            assert_eq!(text.find(steers), None, "{arguments:?}: {text:?}");
        }
        // With colours the only escapes are those that colour.
        let coloured = [&["--color", "always"], arguments].concat();
        let ran = corpus.run(&coloured);
        for escape in ran.out.split('\u{1b}').skip(1) {
            let end = escape.find(|c: char| !matches!(c, '[' | ';' | '0'..='9'));
            let is_colour = end.is_some_and(|end| escape[end..].starts_with('m'));
            assert!(is_colour, "{arguments:?}: {escape:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_terminal_is_not_steered_by_csv_and_a_program_gets_the_words() {
    let corpus = hostile();
    for arguments in [
        &["quotes", "--format", "csv"][..],
        &["speakers", "--format", "csv"],
    ] {
        let shown = corpus.on_terminal(arguments);
        assert_eq!(shown.find(steers), None, "{shown:?}");
        assert!(shown.contains("A\u{fffd}[2J"), "{shown:?}");
        let piped = corpus.good(arguments);
        assert!(piped.contains("A\u{1b}[2J\u{1b}]0;x\u{7}"), "{piped:?}");
        // Nothing else differs.
        assert_eq!(shown, piped.replace(steers, "\u{fffd}"));
    }
}

/// What prints the text of an article itself, with the input that it reads.
#[cfg(unix)]
#[test]
fn a_terminal_is_not_steered_by_texts_and_a_program_gets_them() {
    let corpus = hostile();
    corpus.write("words.txt", format!("{NASTY}\r\n"));
    let broken = format!("{NASTY} [x]{{ by @ann }}\r\n");
    corpus.write("esc\u{1b}[2J.qm", &broken);
    for (arguments, input) in [
        (&["strip", "esc\u{1b}[2J.qm"][..], ""),
        (&["strip", "-"], broken.as_str()),
        (&["fmt", "-"], broken.as_str()),
        (&["import", "words.txt", "--out", "-"], ""),
        (&["import", "-"], broken.as_str()),
        (&["fmt", "--check", "-"], broken.as_str()),
        (&["fmt", "--check", "esc\u{1b}[2J.qm"], ""),
        (&["rename", "--dry-run", "@ann", "@bob"], ""),
    ] {
        let piped = corpus.run_with(arguments, input.as_bytes());
        assert!(piped.out.contains(NASTY), "{arguments:?}: {}", piped.out);
        for colour in ["auto", "never", "always"] {
            let coloured = [&["--color", colour], arguments].concat();
            let shown = corpus.on_terminal_with(&coloured, input.as_bytes());
            let shown = without_colours(&shown);
            assert_eq!(shown.find(steers), None, "{coloured:?}: {shown:?}");
            // Nothing else differs.
            let same = piped.out.replace("\r\n", "\n");
            let same = same.replace(|c| steers(c) || c == '\u{2028}', "\u{fffd}");
            assert_eq!(shown, same, "{coloured:?}");
        }
    }
}

/// The names of files that were written, or looked at.
#[cfg(unix)]
#[test]
fn names_of_files_steer_no_terminal() {
    let corpus = Corpus::empty();
    let name = "esc\u{1b}[2J.qm";
    corpus.write(name, "[x]{ by @ann }\n");
    for arguments in [
        &["fmt", name][..],
        &["seal", name],
        &["seal", "--check", name],
        &["cache"],
    ] {
        let shown = corpus.on_terminal(arguments);
        let shown = without_colours(&shown);
        assert_eq!(shown.find(steers), None, "{arguments:?}: {shown:?}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_but_colours_reaches_a_terminal() {
    let corpus = hostile();
    for arguments in SHOWN {
        let shown = corpus.on_terminal(arguments);
        assert!(!shown.is_empty(), "{arguments:?}");
        let plain = without_colours(&shown);
        assert_eq!(plain.find(steers), None, "{arguments:?}: {shown:?}");
    }
}

/// A text without what colours it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !matches!(c, ';' | '0'..='9'));
        match end.map(|end| part.split_at(end)) {
            Some((_, rest)) if rest.starts_with('m') => plain.push_str(&rest[1..]),
            _ => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}

#[test]
fn what_is_escaped_in_json_is_still_the_words() {
    let corpus = hostile();
    let rows = corpus.json(&["quotes", "--by", "@ann", "--format", "json"]);
    let text = rows[0].to_string();
    let escaped = serde_json::to_string("\u{202e}nnA").unwrap();
    assert!(text.contains(escaped.trim_matches('"')), "{text}");
}

#[test]
fn no_cell_begins_a_formula() {
    let corpus = Corpus::empty();
    corpus.write(
        "cast.qm",
        "@ann: =HYPERLINK(\"http://x\")\n&o: +1\n#t: -1\n",
    );
    for words in ["=1+1", "+1", "-1", "@SUM(A1)", "\u{ff1d}1"] {
        corpus.write(
            "a.qm",
            format!("---\ntitle: {words}\n---\n\n[{words}]{{by @ann of &o on #t}}\n"),
        );
        let out = corpus.good(&["quotes", "--by", "@ann", "--format", "csv"]);
        for row in csv::Reader::from_reader(out.as_bytes()).records() {
            for cell in row.unwrap().iter() {
                let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']);
                assert!(!begins, "{cell:?} in {out}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn file_names_of_any_bytes_are_read_shown_and_written() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let names: [&[u8]; 6] = [
        b"a b.qm",
        b"100%25 #1?.qm",
        b"two\nlines.qm",
        b"esc\x1b[2J.qm",
        b"caf\xe9.qm",
        b"-rf 'x\" $(y).qm",
    ];
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n");
    let path = |name: &[u8]| corpus.folder.path().join(OsStr::from_bytes(name));
    for name in names {
        std::fs::write(path(name), "[so]{by @ann} [x]{@nobody}\n").unwrap();
    }
    let checked = corpus.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("6 articles"), "{}", checked.out);
    assert_eq!(checked.out.find(steers), None, "{}", checked.out);
    let rows = corpus.json(&["quotes", "--by", "@ann", "--format", "json"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(6));
    let out = corpus.good(&["rename", "@ann", "@ann-lee"]);
    assert_eq!(out, "renamed @ann to @ann-lee: 7 places in 7 files\n");
    for name in names {
        let text = std::fs::read_to_string(path(name)).unwrap();
        assert_eq!(text, "[so]{by @ann-lee} [x]{@nobody}\n");
    }
}

#[cfg(unix)]
#[test]
fn links_are_never_followed_out_of_the_corpus() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.qm"), "[secret]{by @ann}\n").unwrap();
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n");
    let link = |to: &std::path::Path, name: &str| {
        std::os::unix::fs::symlink(to, corpus.path(name)).unwrap();
    };
    link(&outside.path().join("secret.qm"), "file.qm");
    link(outside.path(), "folder");
    link(std::path::Path::new("."), "loop");
    let ran = corpus.run(&["quotes", "--by", "@ann"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let renamed = corpus.good(&["rename", "@ann", "@bob"]);
    assert_eq!(renamed, "renamed @ann to @bob: 1 place in 1 file\n");
    let secret = std::fs::read_to_string(outside.path().join("secret.qm")).unwrap();
    assert_eq!(secret, "[secret]{by @ann}\n");
}

#[cfg(unix)]
#[test]
fn links_that_are_not_followed_are_named() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("a.qm"), "@ann: Ann\n").unwrap();
    let corpus = Corpus::empty();
    let link = |name: &str| {
        let target = outside.path().join("a.qm");
        std::os::unix::fs::symlink(target, corpus.path(name)).unwrap();
    };
    link("out\u{1b}[2J.qm");
    // Nothing else is there, which the links explain.
    let ran = corpus.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "note: 1 link leads out of the corpus or nowhere, and no link is followed: out\u{fffd}[2J.qm\n\
         error: there is no .qm file in .\n"
    );
    corpus.write("cast.qm", "@ann: Ann\n\n[x]{@ann}\n");
    std::os::unix::fs::symlink(outside.path(), corpus.path("all")).unwrap();
    for number in 1..=5 {
        link(&format!("p{number}.qm"));
    }
    // One that leads to another place in the corpus costs nobody anything.
    std::os::unix::fs::symlink("cast.qm", corpus.path("again.qm")).unwrap();
    let ran = corpus.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let named = "note: 7 links lead out of the corpus or nowhere, and no link is followed: all, \
        out\u{fffd}[2J.qm, p1.qm, p2.qm, p3.qm, and 2 more\n";
    assert!(ran.err.starts_with(named), "{}", ran.err);
    // One that is itself named is read: there are two of the id now.
    let ran = corpus.run(&["check", "p1.qm"]);
    assert!(ran.out.contains("declaration/duplicate"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn ids_that_look_alike_are_reported() {
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n\n[x]{@ann} [y]{@\u{430}nn}\n");
    corpus.write("z.qm", "@\u{430}nn: Ann too\n");
    let ran = corpus.run(&["check"]);
    assert!(ran.out.contains("declaration/look-alike"), "{}", ran.out);
    assert!(ran.out.contains("U+0430"), "{}", ran.out);
}
