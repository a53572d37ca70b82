//! Changes of many files at once.

use std::fs;
use std::time::Instant;

use serde_json::json;

use super::{Bench, planted, say, settle, until_complete};
use crate::client::{Editor, uri_of};
use crate::document::Document;
use crate::failure::Outcome;
use crate::generate::Changed;

/// Measures how long it takes until references are exact again.
pub fn measure(bench: &mut Bench) -> Outcome<()> {
    say("changing a fifth of the files");
    for (watches, who) in [(true, "the editor"), (false, "the server")] {
        let mut editor = bench.begin(watches)?;
        let persons = Persons::open(bench, &mut editor)?;
        persons.until(&mut editor, 0, 0)?;
        settle(&editor)?;
        let name = format!("a fifth of the files changes, {who} watching");
        let there = bench.corpus.change(&bench.dir)?;
        let took = tell(bench, &mut editor, &there, watches, |editor| {
            persons.until(editor, there.most, there.median)
        });
        // The corpus is set right again also when the server is not.
        let back = bench.corpus.restore(&bench.dir)?;
        bench.size.took(&name, took?);
        let took = tell(bench, &mut editor, &back, watches, |editor| {
            persons.until(editor, 0, 0)
        });
        bench.size.took(&name, took?);
        match watches {
            true => a_folder_more(bench, &mut editor, &persons)?,
            false => more_than_the_queue_holds(bench, &mut editor, &persons)?,
        }
        editor.close()?;
    }
    Ok(())
}

/// Changes files after so many other events that the system tells of no more,
/// as it does when a checkout is faster than the server.
fn more_than_the_queue_holds(
    bench: &mut Bench,
    editor: &mut Editor,
    persons: &Persons,
) -> Outcome<()> {
    let most: usize = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events")?
        .trim()
        .parse()?;
    say("changing more files than the system tells of");
    let process = editor.process();
    process.pause()?;
    let scratch = bench.dir.join("scratch");
    let flooded = (0..most).try_for_each(|_| {
        fs::write(&scratch, "")?;
        fs::remove_file(&scratch)
    });
    let there = bench.corpus.change(&bench.dir);
    process.go_on()?;
    flooded?;
    let there = there?;
    let began = Instant::now();
    let exact = persons.until(editor, there.most, there.median);
    bench.corpus.restore(&bench.dir)?;
    bench.size.took(
        "a fifth of the files changes, the watch overflowing",
        exact? - began,
    );
    persons.until(editor, 0, 0)?;
    Ok(())
}

fn a_folder_more(bench: &mut Bench, editor: &mut Editor, persons: &Persons) -> Outcome<()> {
    say("adding a folder");
    let annex = bench.dir.with_extension("annex");
    if annex.exists() {
        fs::remove_dir_all(&annex)?;
    }
    let more = bench.corpus.annex(&annex, bench.size.articles / 10)?;
    let folder = json!([{ "uri": uri_of(&annex), "name": "annex" }]);
    let nothing = json!([]);
    for (name, added, removed, most, median) in [
        (
            "a folder with a tenth more is added",
            &folder,
            &nothing,
            more.most,
            more.median,
        ),
        ("it is removed", &nothing, &folder, 0, 0),
    ] {
        let began = Instant::now();
        let event = json!({ "event": { "added": added, "removed": removed } });
        editor.tell("workspace/didChangeWorkspaceFolders", event)?;
        let exact = persons.until(editor, most, median)?;
        bench.size.took(name, exact - began);
    }
    Ok(fs::remove_dir_all(&annex)?)
}

/// Tells of changes, if the editor watches, and waits until the answers follow.
fn tell(
    bench: &Bench,
    editor: &mut Editor,
    changed: &Changed,
    watches: bool,
    until: impl FnOnce(&mut Editor) -> Outcome<Instant>,
) -> Outcome<std::time::Duration> {
    let began = Instant::now();
    if watches {
        let changes = changed.files.iter().map(|(path, happened)| {
            json!({ "uri": uri_of(&bench.dir.join(path)), "type": *happened as u8 })
        });
        let changes: Vec<_> = changes.collect();
        editor.tell(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": changes }),
        )?;
    }
    Ok(until(editor)? - began)
}

/// The declarations of those whose references are known.
struct Persons {
    most: (Document, usize, i64),
    median: (Document, usize, i64),
}

impl Persons {
    fn open(bench: &Bench, editor: &mut Editor) -> Outcome<Self> {
        let mut open = |person: &crate::generate::Measured| {
            let document = Document::open(editor, &bench.dir.join(&person.file))?;
            let byte = document.after(&format!("@{}:", person.id))? - 2;
            Outcome::Ok((document, byte, planted(person)))
        };
        Ok(Self {
            most: open(&bench.manifest.most)?,
            median: open(&bench.manifest.median)?,
        })
    }

    /// Waits until so many more references are found than were planted.
    fn until(&self, editor: &mut Editor, most: i64, median: i64) -> Outcome<Instant> {
        let wanted = [
            (&self.median.0, self.median.1, self.median.2 + median),
            (&self.most.0, self.most.1, self.most.2 + most),
        ];
        until_complete(editor, wanted)
    }
}
