//! Small corpora in folders of their own, and the real binary run on them.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The tables of an export, by their names.
pub const TABLES: [&str; 13] = [
    "aliases",
    "articles",
    "entities",
    "flat",
    "fragments",
    "mentions",
    "notes",
    "parents",
    "roles",
    "statement_addressees",
    "statement_speakers",
    "statement_topics",
    "statements",
];

pub const CAST: &str = "\
@ann-lee: Ann Lee
    also: Dr Lee
    role: chair of &bma, 2010..2012
    role: head of &nhs, 2013..

@bob: Bob
&bma: British Medical Association
&nhs: National Health Service
#cuts: Cuts
";

pub const ARTICLE: &str = "\
---
title: No cuts
date: 2011-05
---

‘😀’ [“No cuts,”]{by @ann-lee against #cuts} [she]{@ann-lee} said. [“Not now.”]{more}

[The BMA]{&bma} said [it agreed]{by &bma to @bob on #cuts}.
";

pub const LATER: &str = "\
---
date: 2014-05
---

[Dr Lee]{@ann-lee} said [=1+1 was two]{by @ann-lee at 2014-06-01}.
";

/// A folder with a corpus in it.
pub struct Corpus {
    pub folder: TempDir,
    /// In place of the user's own cache folder.
    pub cache: TempDir,
    /// In place of the user's own home and state folder.
    pub home: TempDir,
}

/// What a command came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Corpus {
    pub fn empty() -> Self {
        let folder = || tempfile::tempdir().expect("there is room for a folder");
        Self {
            folder: folder(),
            cache: folder(),
            home: folder(),
        }
    }

    pub fn sample() -> Self {
        let corpus = Self::empty();
        corpus.write("cast.qm", CAST);
        corpus.write("2011/a.qm", ARTICLE);
        corpus.write("b.qm", LATER);
        corpus
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotemark"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("XDG_CACHE_HOME", self.cache.path());
        command.env("HOME", self.home.path());
        command.env("XDG_STATE_HOME", self.home.path().join("state"));
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        for name in ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// What a command shows in a terminal.
    #[cfg(unix)]
    pub fn on_terminal(&self, arguments: &[&str]) -> String {
        self.on_terminal_with(arguments, b"")
    }

    /// The same, with an input that comes from a pipe.
    #[cfg(unix)]
    pub fn on_terminal_with(&self, arguments: &[&str], input: &[u8]) -> String {
        use std::io::Read;

        use rustix::fs::{Mode, OFlags, open};
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).expect("it can be used");
        unlockpt(&ours).expect("it can be used");
        let name = ptsname(&ours, Vec::new()).expect("its name");
        // It is to be nobody's own terminal, whose end would end a session.
        let theirs = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty());
        let mut command = self.command(arguments);
        command.env("TERM", "xterm").stdin(Stdio::piped());
        let mut child = command
            .stdout(theirs.expect("its other end"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input);
        // This side holds the other end no longer, so that reading comes to an end.
        drop(command);
        let mut ours = fs::File::from(ours);
        let (mut shown, mut bytes) = (Vec::new(), [0; 4096]);
        // Linux calls it an error when nobody writes any more.
        while let Ok(read @ 1..) = ours.read(&mut bytes) {
            shown.extend(&bytes[..read]);
        }
        child.wait().unwrap();
        let shown = String::from_utf8(shown).expect("output is UTF-8");
        // The terminal itself puts a carriage return before each line break.
        shown.replace("\r\n", "\n")
    }

    /// What a command prints when all is well.
    pub fn good(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(arguments);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
    }
}

/// A path as this system writes it.
pub fn slashed(path: &str) -> String {
    path.replace('/', std::path::MAIN_SEPARATOR_STR)
}
