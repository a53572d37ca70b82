//! What the command line does to files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use quotemark_tests::{Dice, Folder};
use serde_json::Value;

use crate::check::{May, fault, words};
use crate::find::{Find, Tally};
use crate::texts;

/// How many commands are tried on one corpus, each on the files as they were.
const COMMANDS: usize = 12;

/// What the articles of a corpus hold, by their names.
type Files = BTreeMap<String, String>;

/// A corpus on the disk, and what is done to it.
struct Desk<'p> {
    seed: u64,
    program: &'p Path,
    folder: Folder,
    home: Folder,
    tally: Tally,
}

/// One round: a small corpus and a dozen commands.
pub fn round(seed: u64, examples: &[String], program: &Path) -> Tally {
    let mut dice = Dice::new(seed);
    let mut desk = Desk {
        seed,
        program,
        folder: Folder::new(""),
        home: Folder::new(""),
        tally: Tally::default(),
    };
    desk.tally.count("rounds: command line");
    let mut files = Files::new();
    files.insert("a.qm".into(), texts::article(&mut dice, examples));
    files.insert("b.qm".into(), texts::article(&mut dice, examples));
    files.insert("cast.qm".into(), texts::cast(&mut dice));
    for _ in 0..COMMANDS {
        desk.put(&files);
        match dice.below(12) {
            0 | 1 => desk.change(&["fmt"], &files),
            2 => desk.change(&["fmt", "a.qm"], &files),
            3 | 4 => desk.change(&["fix"], &files),
            5 => desk.change(
                &["seal", dice.one_of(&["a.qm", "b.qm", "cast.qm", "*.qm"])],
                &files,
            ),
            6 => {
                let new = texts::new_name(&mut dice);
                desk.change(&["rename", texts::id(&mut dice), new], &files);
            }
            7 => {
                let into = texts::id(&mut dice);
                desk.change(&["merge", texts::id(&mut dice), into], &files);
            }
            8 if dice.once_in(2) => desk.through(&files["a.qm"]),
            8 => desk.import(&mut dice),
            _ => desk.act(&mut dice, &files),
        }
    }
    desk.tally
}

impl Desk<'_> {
    /// Puts the files of a corpus in their place, and nothing else.
    fn put(&self, files: &Files) {
        for name in self.folder.names() {
            if !files.contains_key(&name) {
                fs::remove_file(self.folder.file(&name)).expect("it can be removed");
            }
        }
        for (name, text) in files {
            self.folder.write(name, text);
        }
    }

    /// A command in the folder of the corpus.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.home.path());
        command
    }

    /// Runs a command in the folder of the corpus.
    fn quotemark(&mut self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output();
        let output = output.expect("the program runs");
        if !matches!(output.status.code(), Some(0..=2)) {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            self.find(
                arguments,
                format!("it ended with {}: {why}", output.status),
                &Files::new(),
            );
        }
        output
    }

    /// Does something that must not change what `strip` prints of any file.
    fn change(&mut self, arguments: &[&str], before: &Files) {
        let output = self.quotemark(arguments);
        self.compare(arguments, &output, before, May::ChangeNothing);
    }

    /// Compares the files with what they were.
    fn compare(&mut self, arguments: &[&str], output: &Output, before: &Files, may: May) {
        let what = arguments[0];
        self.tally.count(format!("asked: quotemark {what}"));
        let is_refused = output.status.code() == Some(2);
        let mut changed = 0;
        for name in self.folder.names() {
            if !name.ends_with(".qm") {
                continue;
            }
            let new = self.folder.text(&name);
            let old = before.get(&name).map_or("", String::as_str);
            if new == old {
                continue;
            }
            changed += 1;
            if is_refused {
                let why = String::from_utf8_lossy(&output.stderr);
                self.find(
                    arguments,
                    format!("{name} was changed, though it said: {why}"),
                    before,
                );
            } else if let Some(why) = fault(old, &new, may, str::to_owned) {
                self.find(arguments, format!("{name}: {why}"), before);
            }
        }
        if let Some(gone) = before.keys().find(|name| !self.folder.file(name).exists()) {
            self.find(arguments, format!("{gone} is gone"), before);
        }
        match changed {
            0 => self
                .tally
                .count(format!("nothing changed: quotemark {what}")),
            _ => self.tally.edit(&format!("quotemark {what}")),
        }
    }

    /// Lists what can be done at a place, and does one of it.
    fn act(&mut self, dice: &mut Dice, before: &Files) {
        let names: Vec<&String> = before.keys().collect();
        let name = names[dice.below(names.len())];
        let text = &before[name];
        let breaks = text.split('\n').count();
        let line = 1 + dice.below(breaks);
        let length = text
            .split('\n')
            .nth(line - 1)
            .map_or(0, |line| line.chars().count());
        let place = format!("{name}:{line}:{}", 1 + dice.below(length + 1));
        let listed = self.quotemark(&["actions", &place, "--format", "json"]);
        let listed: Value = serde_json::from_slice(&listed.stdout).unwrap_or_default();
        let listed = listed.as_array().cloned().unwrap_or_default();
        if listed.is_empty() {
            return;
        }
        let number = dice.below(listed.len());
        let may = match listed[number]["kind"].as_str() {
            Some("quickfix") => May::TakeMarkup,
            _ => May::ChangeNothing,
        };
        let number = (number + 1).to_string();
        let arguments = ["actions", &place, "--apply", &number];
        let output = self.quotemark(&arguments);
        self.compare(&arguments, &output, before, may);
    }

    /// Formats a text that goes in and out.
    fn through(&mut self, text: &str) {
        self.folder.write("input.txt", text);
        let input = fs::File::open(self.folder.file("input.txt")).expect("it was written");
        let arguments = ["fmt", "-"];
        let output = self.command(&arguments).stdin(input).output();
        let output = output.expect("the program runs");
        self.tally.edit("quotemark fmt -");
        let new = String::from_utf8(output.stdout).expect("it prints UTF-8");
        let before = Files::from([("input.txt".to_owned(), text.to_owned())]);
        if output.status.code() == Some(2) {
            self.tally.count("refused: quotemark fmt -");
        } else if let Some(why) = fault(text, &new, May::ChangeNothing, str::to_owned) {
            self.find(&arguments, why, &before);
        }
    }

    /// Imports a text, and strips what came of it.
    fn import(&mut self, dice: &mut Dice) {
        let plain = texts::plain(dice);
        self.folder.write("plain.txt", &plain);
        let mut arguments = vec!["import", "plain.txt"];
        if dice.once_in(3) {
            arguments.extend([
                "--title",
                "A title: of [words]{@ann}",
                "--date",
                "2011-11-24",
            ]);
        }
        let output = self.quotemark(&arguments);
        self.tally.count("asked: quotemark import");
        if !output.status.success() {
            self.tally.count("refused: quotemark import");
            return;
        }
        self.tally.edit("quotemark import");
        let before = Files::from([("plain.txt".to_owned(), plain.clone())]);
        let stripped = self.quotemark(&["strip", "plain.qm"]);
        if stripped.stdout != plain.as_bytes() {
            let printed = String::from_utf8_lossy(&stripped.stdout);
            self.find(
                &arguments,
                format!("{plain:?} is stripped to {printed:?}"),
                &before,
            );
        }
        if words(&self.folder.text("plain.qm")) != plain {
            self.find(
                &arguments,
                "the library strips another text".into(),
                &before,
            );
        }
        for again in [
            &["fmt", "plain.qm"],
            &["seal", "plain.qm"],
            &["fix", "plain.qm"],
        ] {
            self.quotemark(again);
            let new = words(&self.folder.text("plain.qm"));
            if new != plain {
                self.find(again, format!("{plain:?} became {new:?}"), &before);
            }
        }
        fs::remove_file(self.folder.file("plain.txt")).expect("it can be removed");
    }

    /// Takes note of a find.
    fn find(&mut self, arguments: &[&str], why: String, before: &Files) {
        let before = before
            .iter()
            .map(|(name, text)| (format!("disk/{name}"), text.clone()));
        let mut files: Vec<(String, String)> = before.collect();
        for name in self.folder.names() {
            if name.ends_with(".qm") {
                files.push((format!("after/{name}"), self.folder.text(&name)));
            }
        }
        self.tally.finds.push(Find {
            seed: self.seed,
            what: format!("quotemark {}", arguments.join(" ")),
            why,
            files,
        });
    }
}
