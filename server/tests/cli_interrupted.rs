//! Commands that write many files and are stopped in the middle, get in each
//! other's way, or run out of room.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use support::Corpus;

const FILES: usize = 600;

/// How often it is tried to stop a command in the middle. It is a matter of a
/// few milliseconds, and mostly done at once.
const TRIES: usize = 40;

/// Whether a command has written down what it is about to do.
fn is_written_down(corpus: &Corpus) -> bool {
    let entries = fs::read_dir(corpus.home.path().join("state/quotemark/edits"));
    let mut entries = entries.into_iter().flatten();
    entries.any(|entry| {
        let path = entry.unwrap().path();
        path.extension().is_some_and(|ending| ending == "json")
    })
}

fn name(number: usize) -> String {
    format!("{}/{number:03}.qm", number % 7)
}

/// A corpus in which both commands change every file.
fn corpus() -> Corpus {
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n@bob: Bob\n");
    for number in 0..FILES {
        corpus.write(&name(number), before());
    }
    corpus
}

fn before() -> &'static str {
    "---\nDate: 2011\n---\n\nShe [said]{by @ann} [so]{@ann}.\n"
}

fn started(corpus: &Corpus, arguments: &[&str]) -> Child {
    let mut command = corpus.command(arguments);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("the command starts")
}

/// The number of files that are as they were and as they are to be. One that is
/// neither fails the test.
fn counted(corpus: &Corpus, after: &str) -> (usize, usize) {
    let mut counts = (0, 0);
    for number in 0..FILES {
        match corpus.read(&name(number)) {
            text if text == before() => counts.0 += 1,
            text if text == after => counts.1 += 1,
            other => panic!("{} is neither old nor new: {other:?}", name(number)),
        }
    }
    counts
}

/// No file but those of the corpus, hidden ones among them.
fn is_tidy(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().all(|entry| {
        let entry = entry.unwrap();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        !is_hidden && (!entry.path().is_dir() || is_tidy(&entry.path()))
    })
}

/// Runs a command that changes every file until it was stopped in the middle.
fn stopped_in_the_middle(arguments: &[&str], after: &str, signal: Signal) -> Corpus {
    for _ in 0..TRIES {
        let corpus = corpus();
        let mut child = started(&corpus, arguments);
        let first = corpus.path(&name(0));
        while child.try_wait().unwrap().is_none() {
            let text = fs::read_to_string(&first);
            if text.is_ok_and(|text| text != before()) {
                let pid = Pid::from_child(&child);
                // It may have ended just now.
                let _ = kill_process(pid, signal);
                break;
            }
        }
        child.wait().unwrap();
        let (old, new) = counted(&corpus, after);
        if old > 0 && new > 0 {
            return corpus;
        }
    }
    panic!("{arguments:?} was never stopped in the middle in {TRIES} tries");
}

fn an_interrupted_edit_says_so_and_is_ended(arguments: &[&str], after: &str, signal: Signal) {
    for finish in [true, false] {
        let corpus = stopped_in_the_middle(arguments, after, signal);
        assert!(is_written_down(&corpus));
        let quotes = corpus.run(&["quotes", "--by", "@bob"]);
        assert!(quotes.err.contains("was interrupted"), "{}", quotes.err);
        let refused = corpus.run(&["rename", "@bob", "@rob"]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.err.contains("`quotemark recover"),
            "{}",
            refused.err
        );
        let (old, new) = counted(&corpus, after);
        let ran = corpus.run(&["recover"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let command = format!("`quotemark {}` was interrupted", arguments.join(" "));
        assert!(ran.out.contains(&command), "{}", ran.out);
        assert!(ran.out.contains(": not yet changed\n"), "{}", ran.out);
        let how = if finish { "--finish" } else { "--undo" };
        // That is interrupted too, and begun again.
        let mut child = started(&corpus, &["recover", how]);
        sleep(Duration::from_millis(5));
        child.kill().unwrap();
        child.wait().unwrap();
        let ended = corpus.run(&["recover", how]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let all = if finish { (0, FILES) } else { (FILES, 0) };
        assert_eq!(
            counted(&corpus, after),
            all,
            "{how} from {old} old, {new} new"
        );
        assert!(is_tidy(corpus.folder.path()), "something was left behind");
        assert_eq!(corpus.run(&["recover"]).code, 0);
        assert_eq!(corpus.run(&["rename", "@bob", "@rob"]).code, 0);
    }
}

#[test]
fn a_rename_that_is_killed_is_finished_or_undone() {
    let after = before().replace("@ann", "@ann-lee");
    let rename = ["rename", "@ann", "@ann-lee"];
    an_interrupted_edit_says_so_and_is_ended(&rename, &after, Signal::KILL);
}

#[test]
fn a_fix_that_is_killed_is_finished_or_undone() {
    let after = before().replace("Date", "date");
    an_interrupted_edit_says_so_and_is_ended(&["fix"], &after, Signal::KILL);
}

#[test]
fn a_rename_that_is_asked_to_end_is_finished_or_undone() {
    let after = before().replace("@ann", "@ann-lee");
    let rename = ["rename", "@ann", "@ann-lee"];
    an_interrupted_edit_says_so_and_is_ended(&rename, &after, Signal::TERM);
}

#[test]
fn whenever_a_rename_is_killed_there_is_a_list_or_nothing_has_changed() {
    let after = before().replace("@ann", "@ann-lee");
    for round in 0..12 {
        let corpus = corpus();
        let mut child = started(&corpus, &["rename", "@ann", "@ann-lee"]);
        sleep(Duration::from_millis(round * 15));
        child.kill().unwrap();
        child.wait().unwrap();
        let counts = counted(&corpus, &after);
        if !is_written_down(&corpus) {
            assert!(counts.0 == 0 || counts.1 == 0, "{counts:?}");
        }
        // Whatever was left behind is in nobody's way.
        corpus.run(&["recover", "--undo"]);
        corpus.run(&["rename", "@ann", "@ann-lee"]);
        assert_eq!(counted(&corpus, &after), (0, FILES));
        assert!(is_tidy(corpus.folder.path()), "something was left behind");
    }
}

#[test]
fn of_two_commands_at_once_one_is_refused_or_both_are_done() {
    for _ in 0..4 {
        let corpus = corpus();
        let rename = |new: &str| corpus.command(&["rename", "@ann", new]);
        let start = |new: &str| {
            let mut command = rename(new);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let (one, other) = (start("@one"), start("@other"));
        let ended = [one, other].map(|child| child.wait_with_output().unwrap());
        let done = ended.iter().filter(|ended| ended.status.success()).count();
        assert_eq!(done, 1, "the id is gone for the other");
        for ended in ended.iter().filter(|ended| !ended.status.success()) {
            let said = String::from_utf8_lossy(&ended.stderr);
            let reasons = [
                "another command is changing",
                "in the meantime",
                "was interrupted",
                // The first has ended before the other began to read.
                "names no person @ann",
            ];
            assert!(reasons.iter().any(|reason| said.contains(reason)), "{said}");
        }
        let new = if ended[0].status.success() {
            "@one"
        } else {
            "@other"
        };
        let after = before().replace("@ann", new);
        assert_eq!(counted(&corpus, &after), (0, FILES));
        assert!(is_tidy(corpus.folder.path()), "something was left behind");
    }
}

// ---- No room ------------------------------------------------------------------

const LONG: usize = 300_000;

/// A command under a shell's limits.
fn limited(corpus: &Corpus, limits: &str, arguments: &[&str]) -> std::process::Output {
    let plain = corpus.command(&[]);
    let mut command = std::process::Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{limits}; exec \"$@\""))
        .arg("sh");
    command.arg(plain.get_program()).args(arguments);
    command.current_dir(corpus.folder.path());
    for (name, value) in plain.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.output().unwrap()
}

#[test]
fn what_finds_no_room_changes_nothing() {
    let corpus = Corpus::empty();
    let long = format!("[x]{{@ann}} {}\n", "w ".repeat(LONG));
    corpus.write("a.qm", "@ann: Ann\n");
    corpus.write("b.qm", &long);
    // Writing past the limit is then an error and not a signal.
    let limits = "trap '' XFSZ; ulimit -f 200";
    for arguments in [&["rename", "@ann", "@bob"][..], &["seal", "b.qm"], &["fmt"]] {
        if arguments[0] == "fmt" {
            corpus.write("b.qm", long.replace("{@ann}", "{ @ann }"));
        }
        let text = corpus.read("b.qm");
        let ended = limited(&corpus, limits, arguments);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains("b.qm cannot be written"), "{said}");
        assert!(said.contains("nothing was changed"), "{said}");
        assert_eq!(corpus.read("b.qm"), text);
        assert_eq!(corpus.read("a.qm"), "@ann: Ann\n");
        assert!(is_tidy(corpus.folder.path()), "something was left behind");
    }
}

#[test]
fn an_import_that_finds_no_room_leaves_no_half_document() {
    let corpus = Corpus::empty();
    corpus.write("a.txt", "w ".repeat(LONG));
    let limits = "trap '' XFSZ; ulimit -f 200";
    let ended = limited(&corpus, limits, &["import", "a.txt"]);
    assert_eq!(ended.status.code(), Some(2));
    assert!(!corpus.path("a.qm").exists());
    assert!(is_tidy(corpus.folder.path()), "something was left behind");
}

#[test]
fn a_cache_that_finds_no_room_costs_nothing_but_itself() {
    let corpus = Corpus::empty();
    corpus.write("cast.qm", "@ann: Ann\n");
    for number in 0..300 {
        corpus.write(&name(number), "[x]{by @ann} ".repeat(20));
    }
    let old = std::time::SystemTime::now() - Duration::from_secs(3600);
    for number in 0..300 {
        let file = fs::File::options()
            .write(true)
            .open(corpus.path(&name(number)));
        file.unwrap().set_modified(old).unwrap();
    }
    // Only files that were left alone for a while are cached.
    sleep(Duration::from_secs(4));
    let ask = ["quotes", "--by", "@ann", "--format", "json"];
    for limits in ["trap '' XFSZ; ulimit -f 8", "ulimit -f 8"] {
        let ended = limited(&corpus, limits, &["check"]);
        // Without the trap the system ends the command, and must find no half cache either.
        let is_whole = ended.status.code() == Some(0);
        assert!(is_whole || !limits.starts_with("trap"), "{ended:?}");
        let caches = corpus.cache.path().join("quotemark/corpora");
        let whole = fs::read_dir(caches).unwrap().filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            path.extension().is_some_and(|ending| ending == "cache")
        });
        assert_eq!(whole.count(), 0);
    }
    let without = corpus.good(&ask);
    assert!(corpus.good(&["cache"]).contains(" kB"), "it was cached now");
    assert_eq!(corpus.good(&ask), without);
    // A folder that cannot be made is no reason to fail either.
    fs::remove_dir_all(corpus.cache.path()).unwrap();
    fs::write(corpus.cache.path(), "in the way").unwrap();
    assert_eq!(corpus.good(&ask), without);
    fs::remove_file(corpus.cache.path()).unwrap();
    fs::create_dir(corpus.cache.path()).unwrap();
}

#[test]
fn a_full_disk_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // In a name space of its own a small disk can be mounted, where that is allowed.
    let script = format!(
        "mount -t tmpfs -o size=64k none {0} 2>/dev/null || exit 77; cd {0}; \
         printf '@ann: Ann\\n' > a.qm; \
         (printf '[x]{{@ann}} '; head -c 40000 /dev/zero | tr '\\0' w) > b.qm; cp b.qm {1}/before; \
         \"$@\" rename @ann @bob 2> {1}/said; echo $? > {1}/code; \
         cp b.qm {1}/after; ls -A > {1}/names",
        folder.path().join("disk").display(),
        folder.path().display(),
    );
    fs::create_dir(folder.path().join("disk")).unwrap();
    let ended = std::process::Command::new("unshare")
        .args([
            "--mount",
            "sh",
            "-c",
            &script,
            "sh",
            env!("CARGO_BIN_EXE_quotemark"),
        ])
        .status();
    if !ended.is_ok_and(|ended| ended.success()) {
        // `cargo test` keeps what a test prints to itself when it passes, but not this.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no small disk can be mounted here"
        );
        return;
    }
    let kept = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(
        kept("said").contains("nothing was changed"),
        "{}",
        kept("said")
    );
    assert_eq!(kept("code").trim(), "2");
    assert_eq!(kept("after"), kept("before"));
    assert_eq!(kept("names"), "a.qm\nb.qm\n");
}
