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
                // An id is of letters, digits and hyphens, with which a formula can do nothing.
                let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']);
                assert!(!begins || cell == "@ann", "{cell:?} in {out}");
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

/// Runs a command that must come to an end by itself: while its input stays open,
/// with little memory, and within some time.
#[cfg(target_os = "linux")]
fn bounded(corpus: &Corpus, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut plain = corpus.command(arguments);
    let mut command = std::process::Command::new("sh");
    // KiB of all memory, of which the program and its threads reserve much.
    command.args(["-c", "ulimit -v 4000000; exec timeout 60 \"$@\"", "sh"]);
    command.arg(plain.get_program()).args(plain.get_args());
    command.current_dir(corpus.folder.path());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    plain.stdin(std::process::Stdio::null());
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(input);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// What is no regular file, as a file that is named.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_told_wherever_a_file_is_named() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    let corpus = Corpus::sample();
    mknodat(CWD, corpus.path("pipe"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    drop(UnixListener::bind(corpus.path("socket")).unwrap());
    symlink("/dev/zero", corpus.path("link.qm")).unwrap();
    // Regular for the system, without a length, and without an end or with a wait.
    let no_files = [
        "pipe",
        "socket",
        "link.qm",
        "/dev/zero",
        "/dev/stdin",
        "/dev/tty",
    ];
    let commands: [&[&str]; 9] = [
        &["strip", "FILE"],
        &["check", "FILE"],
        &["fmt", "FILE"],
        &["fmt", "--check", "FILE"],
        &["seal", "--check", "FILE"],
        &["import", "--out", "-", "FILE"],
        &["hover", "FILE:1:1"],
        &["definition", "FILE:1:1"],
        &["actions", "FILE:1:1"],
    ];
    for arguments in commands {
        for file in no_files {
            let arguments: Vec<String> = arguments
                .iter()
                .map(|argument| argument.replace("FILE", file))
                .collect();
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let (code, out, err) = bounded(&corpus, &arguments);
            let is_wrong = matches!(code, Some(1 | 2));
            assert!(is_wrong, "{arguments:?}: {code:?} {err}");
            let output = format!("{out}{err}");
            // What is to be copied or written is reached through no link at all.
            let is_reported = output.contains("is no regular file") || output.contains("is a link");
            assert!(is_reported, "{arguments:?}: {output}");
            assert!(output.contains(file), "{arguments:?}: {output}");
        }
    }
    // A pattern or a folder that holds them reads the others.
    symlink("/dev/zero", corpus.path("2011/z.qm")).unwrap();
    let (code, out, err) = bounded(&corpus, &["strip", "*.qm"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(
        err.contains("link.qm cannot be read: it is no regular file"),
        "{err}"
    );
    assert!(out.contains("Dr Lee said"), "{out}");
    let (code, out, err) = bounded(&corpus, &["strip", "."]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("Dr Lee said"), "{out}");
}

/// Files without a length that go on for long, and standard input that does.
#[cfg(target_os = "linux")]
#[test]
fn what_is_too_large_is_told_at_once() {
    let corpus = Corpus::sample();
    let sparse = std::fs::File::create(corpus.path("big.qm")).unwrap();
    sparse.set_len(1 << 40).unwrap();
    let (code, _, err) = bounded(&corpus, &["strip", "big.qm"]);
    assert_eq!(code, Some(2));
    let expected = "error: big.qm cannot be read: it has 1048576 MiB, and `file-mib` under `[limits]` in \
                quotemark.toml allows 64\n";
    assert_eq!(err, expected);
    corpus.write("quotemark.toml", "[limits]\nfile-mib = 80\n");
    let zeros = std::fs::File::create(corpus.path("zeros.qm")).unwrap();
    zeros.set_len((80 << 20) + 1).unwrap();
    let (_, _, err) = bounded(&corpus, &["hover", "zeros.qm:1:1"]);
    assert!(err.contains("it has 81 MiB, and `file-mib`"), "{err}");
    assert!(err.contains("allows 80"), "{err}");
    // Standard input has no length either.
    for command in ["strip", "fmt", "import"] {
        let mut plain = corpus.command(&[command, "-"]);
        plain.stdin(std::fs::File::open("/dev/zero").unwrap());
        let output = plain.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}");
        let err = String::from_utf8(output.stderr).unwrap();
        let expected = "error: standard input has more than 80 MiB, which is what `file-mib` under \
                    `[limits]` in quotemark.toml allows\n";
        assert_eq!(err, expected, "{command}");
    }
}

/// Lists, settings and casts that are links to what is no file, or pipes.
#[cfg(target_os = "linux")]
#[test]
fn lists_and_settings_that_are_no_files_cost_nothing_but_themselves() {
    use std::os::unix::fs::symlink;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    let names = [
        ".gitignore",
        ".ignore",
        "2011/.gitignore",
        ".git/info/exclude",
        "quotemark.toml",
        "2011/quotemark.toml",
        "cast.qm",
        "2011/pipe.qm",
    ];
    for name in names {
        for target in ["/dev/zero", "/dev/stdin", "a pipe", "a folder"] {
            let corpus = Corpus::sample();
            std::fs::create_dir_all(corpus.path(".git/info")).unwrap();
            let path = corpus.path(name);
            let _ = std::fs::remove_file(&path);
            match target {
                "a pipe" => mknodat(CWD, &path, FileType::Fifo, Mode::RUSR, 0).unwrap(),
                "a folder" => std::fs::create_dir(&path).unwrap(),
                device => symlink(device, &path).unwrap(),
            }
            for arguments in [
                &["check"][..],
                &["strip", "."],
                &["hover", "2011/a.qm:6:20"],
                &["speakers"],
            ] {
                let about = format!("{name} {target} {arguments:?}");
                let (code, out, err) = bounded(&corpus, arguments);
                assert!(matches!(code, Some(0 | 1)), "{about}: {code:?} {err}");
                let is_list = name.ends_with("ignore") || name.ends_with("exclude");
                let walks_all = !arguments[0].starts_with("hover");
                if is_list && walks_all {
                    let expected = format!("note: {name} does not count: it is ");
                    assert!(err.contains(&expected), "{about}: {err}");
                }
                let is_settings = name.ends_with("quotemark.toml") && target != "a folder";
                if is_settings && arguments == ["check"] {
                    assert!(out.contains("config/malformed"), "{about}: {out}");
                }
            }
        }
    }
}

/// A settings file above a corpus, in the same repository.
#[cfg(target_os = "linux")]
#[test]
fn settings_above_are_read_from_no_link() {
    let corpus = Corpus::empty();
    std::fs::create_dir(corpus.path(".git")).unwrap();
    corpus.write("part/a.qm", "[x]{@nobody}\n");
    corpus.write("other.toml", "[diagnostics]\nunknown = \"off\"\n");
    for target in ["other.toml", "/dev/zero", "nowhere"] {
        let link = corpus.path("quotemark.toml");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(target, link).unwrap();
        let (code, out, err) = bounded(&corpus, &["check", "part"]);
        assert_eq!(code, Some(1), "{target}: {err}");
        assert!(out.contains("unknown/person"), "{target}: {out}");
        assert!(
            out.contains("it is a link, and in a corpus no link is followed"),
            "{target}: {out}"
        );
    }
    std::fs::remove_file(corpus.path("quotemark.toml")).unwrap();
    corpus.write("quotemark.toml", "#".repeat((1 << 20) + 1));
    let (_, out, _) = bounded(&corpus, &["check"]);
    assert!(out.contains("it has 2 MiB, and 1 is the most"), "{out}");
}

/// What the user's own git leaves out everywhere is the user's, link or not.
#[cfg(unix)]
#[test]
fn the_users_own_list_counts() {
    let corpus = Corpus::sample();
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("git")).unwrap();
    std::fs::write(home.path().join("mine"), "b.qm\n").unwrap();
    std::os::unix::fs::symlink("../mine", home.path().join("git/ignore")).unwrap();
    let count = |file: &str| {
        let mut command = corpus.command(&["check", "--format", "json"]);
        command.env("XDG_CONFIG_HOME", home.path());
        command
            .env("HOME", home.path())
            .env("GIT_CONFIG_SYSTEM", "");
        if !file.is_empty() {
            std::fs::write(home.path().join(".gitconfig"), file).unwrap();
        }
        // Nothing but the summary: how the user's own list is kept is no matter.
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(count("").starts_with("1 article,"));
    let device = |name| format!("[core]\nexcludesFile = /dev/{name}\n");
    assert!(count(&device("null")).starts_with("2 articles,"));
    assert!(count(&device("zero")).starts_with("2 articles,"));
}

#[test]
fn long_lists_of_what_is_ignored_are_told() {
    let corpus = Corpus::sample();
    corpus.write(".gitignore", "a*b?c.qm\n".repeat(100_000));
    let ran = corpus.run(&["check"]);
    let expected = "note: .gitignore counts only up to line 1001: in one folder 10000 patterns hold, \
                1000 of them with wildcards, and no more\n";
    assert_eq!(ran.err, expected);
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
