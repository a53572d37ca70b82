//! What an article can write into the log of a build: nothing that is obeyed.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::{Corpus, Ran};

/// Each begins a line of an article, or a name.
const COMMANDS: [&str; 7] = [
    "::stop-commands::token",
    "  ::add-mask::word",
    "\u{3000}::set-output name=a::b",
    "##[add-mask]word",
    "words ##vso[task.setvariable variable=a]b",
    "#\u{ad}#[group]",
    "##teamcity[buildStop comment='x' readdToQueue='false']",
];

/// What each system for builds sets.
const SYSTEMS: [&str; 4] = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "CI"];

/// A corpus that has commands wherever an author can write them.
fn hostile() -> Corpus {
    let corpus = Corpus::empty();
    let mut cast = String::new();
    for (number, command) in COMMANDS.iter().enumerate() {
        cast += &format!(
            "@p{number}: {command}\n    also: {command}\n    role: {command} of &o\n    note: {command}\n"
        );
    }
    cast += "&o: ##[o]\n#t: ::t::\n";
    corpus.write("cast.qm", cast);
    let mut article = "---\ntitle: ##[title]\ndate: 2011-05\n---\n\n".to_owned();
    for (number, command) in COMMANDS.iter().enumerate() {
        article += &format!(
            "{command} and\n{command}\n{command} and [{command}]{{by @p{number} on #t}}   \n\
             [{command}]{{@p{number}}} and [{command}]{{@unknown-{number}}}\r\n{command}\n\n"
        );
    }
    corpus.write("a.qm", article + "A lone\r::add-mask::word\rbreak\n");
    // Their names are not those of other systems.
    #[cfg(unix)]
    for name in ["::error::x.qm", "##[group]y.qm", "z\n::error::z.qm"] {
        corpus.write(name, "[x]{@nobody}   \n");
    }
    corpus
}

fn run_in_build(corpus: &Corpus, system: &str, arguments: &[&str], input: &str) -> Ran {
    use std::io::Write;
    let mut command = corpus.command(arguments);
    command.env(system, "true");
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The lines that a keeper of the log obeys, told in another way than the
/// program does: as people would read them.
fn obeyed(out: &str) -> Vec<&str> {
    let is_obeyed = |line: &&str| {
        let seen = line.replace('\u{ad}', "");
        let name = seen.trim_start().strip_prefix("::");
        let name = name.and_then(|words| words.split_once("::"));
        let github = name.is_some_and(|(name, _)| name.starts_with(|c: char| c.is_alphanumeric()));
        github
            || ["##[", "##vso[", "##teamcity["]
                .iter()
                .any(|it| seen.contains(it))
    };
    out.split(['\n', '\r']).filter(is_obeyed).collect()
}

#[test]
fn nothing_that_is_shown_is_obeyed() {
    let corpus = hostile();
    let place = |needle: &str| {
        let text = corpus.read("a.qm");
        let before = &text[..text.find(needle).unwrap() + needle.len()];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count();
        format!("a.qm:{line}:{column}")
    };
    let (person, unknown) = (place("{@p1"), place("{@unknown-2"));
    let mut without = 0;
    for system in ["NONE"].into_iter().chain(SYSTEMS) {
        for arguments in [
            &["check"][..],
            &["check", "--format", "json"],
            &["check", "--format", "sarif"],
            &["check", "--color", "always"],
            &["fmt", "--check", "."],
            &["fmt", "--check", "--color", "always", "."],
            &["fmt", "--check", "-"],
            &["fix", "--dry-run", "."],
            &["quotes"],
            &["quotes", "--format", "json"],
            &["quotes", "--format", "markdown"],
            &["quotes", "--format", "csv"],
            &["speakers"],
            &["speakers", "--format", "json"],
            &["speakers", "--format", "markdown"],
            &["speakers", "--format", "csv"],
            &["symbols", "a"],
            &["symbols", "a", "--format", "json"],
            &["hover", &person],
            &["hover", &person, "--format", "json"],
            &["definition", &person],
            &["references", &person],
            &["references", &person, "--format", "json"],
            &["complete", &person],
            &["complete", &person, "--format", "json"],
            &["actions", &unknown],
            &["actions", &unknown, "--format", "json"],
            &["actions", &unknown, "--apply", "1", "--dry-run"],
            &["rename", "@p1", "@renamed", "--dry-run"],
            &["merge", "@p1", "@p2", "--dry-run"],
            &["strip", "."],
            &["strip", "-"],
            &["fmt", "-"],
            &["import", "-"],
            &["import", "##[group]y.qm"],
            &["seal", "--check", "."],
            &["recover"],
            &["explain", "##[group]"],
            &["check", "--##[group]"],
            &["check", "--x\n::add-mask::y"],
            &["::add-mask::y"],
            &["strip", "no/\n::add-mask::y"],
            &["hover", "##[group]:1:1"],
            &["quotes", "--by", "##[group]"],
        ] {
            let ran = run_in_build(&corpus, system, arguments, &corpus.read("a.qm"));
            assert!(ran.code >= 0, "{arguments:?}");
            if system == "NONE" {
                let obeyed = obeyed(&ran.out).len() + obeyed(&ran.err).len();
                without += usize::from(obeyed > 0);
                continue;
            }
            assert_eq!(
                obeyed(&ran.out),
                [""; 0],
                "{system} {arguments:?}\n{}",
                ran.err
            );
            assert_eq!(obeyed(&ran.err), [""; 0], "{system} {arguments:?}");
        }
    }
    // The same is there to be obeyed, where nothing obeys it.
    assert!(without > 20, "{without}");
}

#[test]
fn what_writes_does_so_too() {
    for arguments in [&["fmt", "."][..], &["fix", "."], &["seal", "."]] {
        let corpus = hostile();
        let ran = run_in_build(&corpus, "GITHUB_ACTIONS", arguments, "");
        assert_eq!(obeyed(&(ran.out + &ran.err)), [""; 0], "{arguments:?}");
    }
}

#[test]
fn what_github_is_told_is_one_command_a_report() {
    let corpus = hostile();
    let ran = run_in_build(
        &corpus,
        "GITHUB_ACTIONS",
        &["check", "--format", "github"],
        "",
    );
    let count = ran.out.lines().count();
    assert!(count > COMMANDS.len(), "{}", ran.out);
    for line in ran.out.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        let (command, message) = line[2..].split_once("::").unwrap();
        let (name, properties) = command.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(known.contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(obeyed(message).is_empty(), "{line}");
    }
    assert_eq!(obeyed(&ran.err), [""; 0]);
}

#[test]
fn bytes_arrive_exactly_or_not_at_all() {
    let corpus = Corpus::empty();
    let sound = "Words.\r\n\r\n::: by Ann\n\n“Two ## words [here].”\n\n:::\n\nNo end";
    corpus.write("sound.qm", sound);
    corpus.write("hostile.qm", "First.\n\n::add-mask::word\n\nLast.\n");
    for arguments in [&["strip", "sound.qm"][..], &["fmt", "-"], &["import", "-"]] {
        let plainly = corpus.run_with(arguments, sound.as_bytes());
        let built = run_in_build(&corpus, "GITHUB_ACTIONS", arguments, sound);
        assert_eq!(
            (built.code, built.out),
            (plainly.code, plainly.out),
            "{arguments:?}"
        );
    }
    let hostile = corpus.read("hostile.qm");
    for arguments in [
        &["strip", "hostile.qm"][..],
        &["fmt", "-"],
        &["import", "-"],
    ] {
        let plainly = corpus.run_with(arguments, hostile.as_bytes());
        assert!(
            plainly.out.contains("\n::add-mask::word\n"),
            "{arguments:?}"
        );

        let ran = run_in_build(&corpus, "GITHUB_ACTIONS", arguments, &hostile);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("`\\::add-mask::word`"), "{}", ran.err);
        assert!(ran.err.contains("> FILE"), "{}", ran.err);

        // A file is no log.
        let path = corpus.path("out.txt");
        let mut command: Command = corpus.command(arguments);
        command.env("GITHUB_ACTIONS", "true");
        command.stdin(fs::File::open(corpus.path("hostile.qm")).unwrap());
        let status = command.stdout(fs::File::create(&path).unwrap()).status();
        assert!(status.unwrap().success(), "{arguments:?}");
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            plainly.out,
            "{arguments:?}"
        );
    }
}

#[test]
fn two_files_make_no_command_together() {
    let corpus = Corpus::empty();
    corpus.write("a.qm", "words #");
    corpus.write("b.qm", "#[add-mask]word\n");
    let ran = run_in_build(&corpus, "GITHUB_ACTIONS", &["strip", "a.qm", "b.qm"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn a_diff_that_is_not_as_it_is_cannot_be_applied() {
    let corpus = Corpus::empty();
    corpus.write(
        "a.qm",
        "[x]{ by   @ann }\n\n::add-mask::word\n\n##[group] [y]{ by  @ann }\n",
    );
    corpus.write("cast.qm", "@ann: Ann\n");
    let arguments = ["fmt", "--check", "a.qm"];
    let plain = corpus.run(&arguments);
    assert!(plain.out.contains("\n ::add-mask::word\n"), "{}", plain.out);
    let built = run_in_build(&corpus, "GITHUB_ACTIONS", &arguments, "");
    assert_eq!((built.code, plain.code), (1, 1));
    assert!(
        built.out.contains("\n! ::add-mask::word\n"),
        "{}",
        built.out
    );
    assert!(built.out.contains("\n!+#\\#[group] "), "{}", built.out);
    // All else is as it was.
    assert_eq!(built.out.replace(['!', '\\'], ""), plain.out);
}
