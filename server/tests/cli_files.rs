//! Files that cannot be read, or not as what they seem to be.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;
use std::time::{Duration, SystemTime};

use support::Corpus;

fn corpus() -> Corpus {
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n    role: clerk\n");
    corpus.write("a.qm", "[so]{by @ann}\n");
    corpus
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    let bytes = units.map(|unit| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    });
    bytes.flatten().collect()
}

#[test]
fn other_encodings_are_named_with_the_mend() {
    let corpus = corpus();
    corpus.write("le.qm", utf16("[x]{by @ann}\n", false));
    corpus.write("be.qm", utf16("[x]{by @ann}\n", true));
    corpus.write("u32.qm", b"\xff\xfe\0\0[\0\0\0");
    corpus.write("latin.qm", b"caf\xe9\n");
    let checked = corpus.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert_eq!(checked.out.matches("error[file/not-utf-8]").count(), 4);
    let utf16 = "this file is UTF-16, not UTF-8; save it as UTF-8, or convert it: `iconv -f UTF-16 -t UTF-8`";
    assert_eq!(checked.out.matches(utf16).count(), 2, "{}", checked.out);
    assert!(
        checked.out.contains("this file is UTF-32,"),
        "{}",
        checked.out
    );
    assert!(
        checked.out.contains("byte 0xE9 on line 1"),
        "{}",
        checked.out
    );
    // The others answer.
    let ran = corpus.run(&["quotes", "--by", "@ann"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("left out be.qm, which is UTF-16"),
        "{}",
        ran.err
    );
}

#[test]
fn nul_bytes_are_words_like_others() {
    let corpus = corpus();
    let text = "\0[a\0b]{by @ann} \0\u{1}\n";
    corpus.write("nul.qm", text);
    assert!(corpus.good(&["check"]).contains("2 quotes"));
    assert_eq!(corpus.good(&["strip", "nul.qm"]), "\0a\0b \0\u{1}\n");
    corpus.good(&["rename", "@ann", "@bob"]);
    assert_eq!(corpus.read("nul.qm"), text.replace("@ann", "@bob"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_out_or_told_and_never_waited_for() {
    let corpus = corpus();
    fs::create_dir(corpus.path("folder.qm")).unwrap();
    std::os::unix::fs::symlink("nowhere.qm", corpus.path("dangling.qm")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(corpus.path("fifo.qm"))
        .status();
    assert!(made.unwrap().success());
    let ran = corpus.run(&["check"]);
    assert!(ran.out.starts_with("1 article,"), "{}", ran.out);
    assert_eq!(ran.code, 0, "{}", ran.out);
    // A link is named, since somebody may miss what is behind it.
    assert!(ran.err.ends_with("followed: dangling.qm\n"), "{}", ran.err);
    for (arguments, said) in [
        (&["check", "fifo.qm"][..], "it is no regular file"),
        (&["fmt", "fifo.qm"], "it is no regular file"),
        (&["seal", "fifo.qm"], "it is no regular file"),
        (&["check", "dangling.qm"], "there is no file dangling.qm"),
        (&["fmt", "dangling.qm"], "there is no file dangling.qm"),
        (&["hover", "folder.qm:1:1"], "folder.qm is a folder"),
    ] {
        let ran = corpus.run(arguments);
        assert!(ran.code > 0, "{arguments:?}");
        assert!((ran.out + &ran.err).contains(said), "{arguments:?}");
    }
}

#[test]
fn a_folder_may_vanish_while_it_is_read() {
    let corpus = corpus();
    for number in 0..400 {
        corpus.write(
            &format!("sub/{}/{number}.qm", number % 20),
            "[x]{by @ann}\n",
        );
    }
    for round in 0..8 {
        let mut command = corpus.command(&["quotes", "--by", "@ann", "--format", "json"]);
        let child = command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null());
        let child = child.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round));
        let folder = corpus.path(&format!("sub/{round}"));
        fs::remove_dir_all(folder).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0));
        let rows: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        let rows = rows.as_array().unwrap().len();
        let left = 401 - 20 * usize::try_from(round).unwrap();
        assert!((left - 20..=left).contains(&rows), "{rows} of {left}");
    }
}

#[test]
fn a_file_may_grow_while_it_is_read() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};

    let corpus = corpus();
    let ends = AtomicBool::new(false);
    let answers: Vec<i32> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let path = corpus.path("a.qm");
            while !ends.load(Ordering::Relaxed) {
                let mut file = fs::File::options().append(true).open(&path).unwrap();
                file.write_all("[é]{by @ann}\n".repeat(50).as_bytes())
                    .unwrap();
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        // Whatever comes of it, the other thread has to be told to end.
        let ask = || corpus.run(&["quotes", "--by", "@ann"]).code;
        let answers = (0..8).map(|_| ask()).collect();
        ends.store(true, Ordering::Relaxed);
        answers
    });
    assert_eq!(answers, [0; 8]);
    let rows = corpus.json(&["quotes", "--by", "@ann", "--format", "json"]);
    let written = fs::read_to_string(corpus.path("a.qm")).unwrap();
    let written = written.matches("{by @ann}").count();
    assert!(rows.as_array().unwrap().len() >= written);
}

#[test]
fn clocks_that_are_wrong_hide_no_change() {
    let corpus = corpus();
    for number in 0..300 {
        corpus.write(&format!("{number}.qm"), "[x]{by @ann}\n");
    }
    let set = |time: SystemTime| {
        for number in 0..300 {
            let path = corpus.path(&format!("{number}.qm"));
            fs::File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(time)
                .unwrap();
        }
    };
    let count = || {
        let rows = corpus.json(&["quotes", "--by", "@ann", "--format", "json"]);
        rows.as_array().unwrap().len()
    };
    let day = Duration::from_secs(86_400);
    for time in [
        SystemTime::now() + day,
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - day,
    ] {
        set(time);
        // Long enough for what can be cached to be cached.
        std::thread::sleep(Duration::from_millis(3200));
        assert_eq!(count(), 301);
        // As long as before, and the same time: only the inode's own time tells.
        corpus.write("7.qm", "[x]{by @bob}\n");
        set(time);
        assert_eq!(count(), 300);
        corpus.write("7.qm", "[x]{by @ann}\n");
    }
}

#[test]
fn a_million_lines_are_read_and_written() {
    let corpus = corpus();
    corpus.write("long.qm", "[x]{by @ann} y\n".repeat(1_000_000));
    let out = corpus.good(&["rename", "@ann", "@bob"]);
    assert_eq!(out, "renamed @ann to @bob: 1000002 places in 3 files\n");
    assert_eq!(corpus.read("long.qm").matches("@bob").count(), 1_000_000);
}

#[test]
fn limits_that_are_met_are_told_with_the_setting() {
    let corpus = corpus();
    corpus.write("large.qm", "Words. ".repeat(200_000));
    corpus.write("quotemark.toml", "[limits]\nfile-mib = 1\n");
    let ran = corpus.run(&["quotes", "--by", "@ann"]);
    assert_eq!(ran.code, 0);
    let expected = "note: left out large.qm, which cannot be read: it has 2 MiB, and `file-mib` under `[limits]` in quotemark.toml allows 1\n";
    assert_eq!(ran.err, expected);
    let checked = corpus.run(&["check"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("error[file/unreadable]"),
        "{}",
        checked.out
    );
    corpus.write("quotemark.toml", "[limits]\nfiles = 2\n");
    let ran = corpus.run(&["symbols", "ann"]);
    let expected = "holds more than 2 files and folders, and no more of them were looked at; name what is no corpus in a .gitignore, or allow more by `files` under `[limits]` in quotemark.toml\n";
    assert!(ran.err.contains(expected), "{}", ran.err);
    corpus.write("quotemark.toml", "");
    assert_eq!(corpus.run(&["quotes", "--by", "@ann"]).err, "");
}

/// The same corpus with a byte order mark in every file, and without.
fn with_and_without_marks() -> [Corpus; 2] {
    ["\u{feff}", ""].map(|mark| {
        let corpus = Corpus::empty();
        let write = |name: &str, text: &str| corpus.write(name, format!("{mark}{text}"));
        write("cast.qm", "@ann: Ann\n");
        write("a.qm", "[é]{@ann} [‘so’]{by @nobody}\n\n[so]{by @ann}\n");
        write(
            "crlf.qm",
            "---\r\ndate: 2011-13\r\n---\r\n\r\n[x]{ @ann}\r\n",
        );
        write("broken.qm", "[x]{by @ann and so on\n");
        write("quotemark.toml", "colour = 1\n");
        corpus
    })
}

#[test]
fn a_byte_order_mark_has_no_column() {
    let [marked, plain] = with_and_without_marks();
    let latin = b"\xef\xbb\xbfcaf\xe9\n";
    marked.write("latin.qm", latin);
    plain.write("latin.qm", &latin[3..]);
    for ran in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["check", "a.qm"],
        &["quotes", "--by", "@ann"],
        &["quotes", "--format", "json"],
        &["quotes", "--format", "csv"],
        &["quotes", "a.qm:1:6"],
        &["quotes", "a.qm:1:5"],
        &["symbols", "ann"],
        &["speakers", "--format", "json"],
        &["references", "cast.qm:1:1", "--format", "json"],
        &["references", "a.qm:1:6"],
        &["definition", "a.qm:1:7", "--format", "json"],
        &["definition", "a.qm:1:1"],
        &["definition", "a.qm:1:10"],
        &["hover", "a.qm:1:1", "--format", "json"],
        &["hover", "a.qm:1:2"],
        &["complete", "a.qm:1:6", "--format", "json"],
        &["actions", "a.qm:1:7", "--format", "json"],
        &["hover", "a.qm:1:99"],
        &["hover", "a.qm:1:0"],
        &["strip", "a.qm"],
    ] {
        let [one, other] = [&marked, &plain].map(|corpus| {
            let ran = corpus.run(ran);
            let forget = |text: String| {
                let folder = corpus.folder.path().display().to_string();
                let text = text.replace(&folder, "").replace('\u{feff}', "");
                // Bytes are counted as they are.
                text.replace("at offset 6", "at offset 3")
            };
            (ran.code, forget(ran.out), forget(ran.err))
        });
        assert_eq!(one, other, "{ran:?}");
    }
    let text = marked.run(&["check"]).out;
    assert!(text.contains("a.qm:1:21"), "{text}");
    let shown = marked.run(&["references", "cast.qm:1:2"]).out;
    assert!(shown.contains("a.qm:1:5: [é]{@ann}"), "{shown}");
    let hover = marked.run(&["hover", "a.qm:1:7"]);
    assert!(
        hover.code == 0 && hover.out.contains("Ann"),
        "{}",
        hover.out
    );
    // From standard input too.
    let [one, other] = ["\u{feff}", ""].map(|mark| {
        let text = format!("{mark}[x]{{@nobody}}\n");
        plain.run_with(&["check", "-"], text.as_bytes()).out
    });
    assert_eq!(one, other);
}

#[test]
fn the_command_line_writes_files_with_any_line_ends_and_keeps_their_marks() {
    let corpus = Corpus::empty();
    let files = [
        ("cast.qm", "\u{feff}@ann: Ann\r\n@bob: Bob\r\n"),
        (
            "a.qm",
            "\u{feff}[Ann]{@ann} one\r[Ann]{@ann} two\n[Ann]{@ann}\r\n",
        ),
        ("mac.qm", "[Ann]{@ann}\r[Ann]{@ann}\r"),
        (
            "odd.qm",
            "\u{feff}\u{feff}a\u{2028}\u{85}\u{b}[Ann]{@ann}\u{2029}\n[Ann]{@ann}",
        ),
    ];
    for (name, text) in files {
        corpus.write(name, text);
    }
    let words = |name: &str| corpus.run(&["strip", name]).out;
    let before = files.map(|(name, _)| words(name));
    assert_eq!(corpus.run(&["rename", "@ann", "@anna"]).code, 0);
    for ((name, text), before) in files.iter().zip(before) {
        assert_eq!(corpus.read(name), text.replace("@ann", "@anna"));
        assert_eq!(words(name), before);
    }
}
