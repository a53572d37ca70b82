//! What is written: the editor makes the server's change, the program writes
//! into a copy of the corpus, and the files are then the same, byte for byte.

use std::collections::BTreeMap;
use std::fs;

use quotemark_tests::Folder;
use serde_json::{Value, json};

use super::Comparison;
use super::command_line::{Said, run, side_by_side};
use super::places::{id_places, positions};
use super::shape::list;

/// The bytes of all files by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// Makes every kind of change; of actions one at each `stride`th id.
pub async fn compare(comparison: &mut Comparison, stride: usize) {
    renames(comparison).await;
    merges(comparison).await;
    formatting(comparison).await;
    fixes(comparison).await;
    actions(comparison, stride).await;
}

// ---- Ids ----------------------------------------------------------------------

/// Everything that is declared, and where.
async fn declared(comparison: &Comparison) -> Vec<(String, Value)> {
    let speakers = comparison
        .command("quotemark.speakers", json!([]))
        .await
        .unwrap();
    let speakers = list(&speakers).iter();
    let speakers = speakers.filter(|row| !row["location"].is_null());
    let speakers = speakers.map(|row| (row["id"].clone(), row["location"].clone()));
    let mut all: Vec<(Value, Value)> = speakers.collect();
    let topics = comparison.command("quotemark.entities", json!([{ "matching": "#" }]));
    for topic in list(&topics.await.unwrap()) {
        let wanted = json!([{ "id": topic["id"] }]);
        let place = comparison.command("quotemark.declaration", wanted).await;
        all.push((topic["id"].clone(), place.unwrap()));
    }
    let all = all.into_iter();
    all.map(|(id, place)| (id.as_str().expect("an id").to_owned(), place))
        .collect()
}

async fn renames(comparison: &mut Comparison) {
    let declared = declared(comparison).await;
    let mut wanted: Vec<(String, Value, String)> = Vec::new();
    for (at, (id, place)) in declared.iter().enumerate() {
        let other = declared[(at + 1) % declared.len()].0.as_str();
        let new = match at % 6 {
            // Some are refused.
            4 => other.to_owned(),
            5 => id.to_uppercase(),
            _ => format!("{id}-\u{e9}"),
        };
        wanted.push((id.clone(), place.clone(), new));
    }
    let said = side_by_side(&wanted, |(id, _, new)| {
        written(comparison, &["rename", id, new, "--corpus", "."])
    });
    for ((id, place, new), (said, command_line)) in wanted.iter().zip(said) {
        let params = json!({
            "textDocument": { "uri": place["uri"] },
            "position": place["range"]["start"],
            "newName": new,
        });
        let edit = comparison.editor.ask("textDocument/rename", params).await;
        let what = format!("rename {id} {new}");
        outcome(comparison, &what, edit, &said, command_line);
    }
}

async fn merges(comparison: &mut Comparison) {
    let declared: Vec<String> = declared(comparison)
        .await
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let near = declared.windows(2).step_by(5);
    let far = declared.iter().zip(declared.iter().rev()).step_by(7);
    let pairs = near.map(|pair| (pair[0].clone(), pair[1].clone()));
    let pairs = pairs.chain(far.map(|(from, into)| (from.clone(), into.clone())));
    let bare = |id: &str| id[1..].to_owned();
    let last = declared.len() - 1;
    let slips = [
        (bare(&declared[0]), declared[1].clone()),
        (declared[last - 1].clone(), bare(&declared[last])),
        ("@nobody-at-all".to_owned(), declared[0].clone()),
        (bare("@here"), bare("&here")),
    ];
    let pairs: Vec<(String, String)> = pairs.chain(slips).collect();
    let said = side_by_side(&pairs, |(from, into)| {
        written(comparison, &["merge", from, into, "--corpus", "."])
    });
    for ((from, into), (said, command_line)) in pairs.iter().zip(said) {
        let seen = comparison.editor.times_asked("workspace/applyEdit");
        let answer = comparison
            .command("quotemark.merge", json!([from, into]))
            .await;
        let edit = match answer {
            Ok(_) => {
                let params = comparison.editor.until_asked("workspace/applyEdit", seen);
                Ok(params.await["edit"].clone())
            }
            Err(refused) => Err(refused),
        };
        let what = format!("merge {from} {into}");
        outcome(comparison, &what, edit, &said, command_line);
    }
}

// ---- Whole files ----------------------------------------------------------------

async fn formatting(comparison: &mut Comparison) {
    let mut server = files(&comparison.folder);
    for (name, text) in comparison.articles() {
        let params = json!({
            "textDocument": { "uri": comparison.folder.uri(&name) },
            "options": { "tabSize": 8, "insertSpaces": false },
        });
        let edits = comparison
            .editor
            .ask("textDocument/formatting", params)
            .await;
        let formatted = applied(&text, list(&edits.unwrap()));
        server.insert(name, formatted.into_bytes());
    }
    let (_, command_line) = written(comparison, &["fmt"]);
    same_files(comparison, "fmt", &server, &command_line);
}

async fn fixes(comparison: &mut Comparison) {
    let mut server = files(&comparison.folder);
    for (name, _) in comparison.articles() {
        let params = json!({
            "textDocument": { "uri": comparison.folder.uri(&name) },
            "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            "context": { "diagnostics": [], "only": ["source.fixAll"] },
        });
        let found = comparison
            .editor
            .ask("textDocument/codeAction", params)
            .await;
        for action in list(&found.unwrap()) {
            let resolved = comparison
                .editor
                .ask("codeAction/resolve", action.clone())
                .await;
            change(comparison, &mut server, &resolved.unwrap()["edit"]);
        }
    }
    let (_, command_line) = written(comparison, &["fix"]);
    same_files(comparison, "fix", &server, &command_line);
}

// ---- Actions --------------------------------------------------------------------

/// Does one of what is offered at each `stride`th id, not the same everywhere.
async fn actions(comparison: &mut Comparison, stride: usize) {
    let mut chosen: Vec<(String, usize, Value)> = Vec::new();
    for (name, text) in comparison.articles() {
        let at = positions(&text);
        for offset in id_places(&text).into_iter().step_by(stride) {
            let (line, column) = at[offset];
            let position = json!({ "line": line, "character": column });
            let params = json!({
                "textDocument": { "uri": comparison.folder.uri(&name) },
                "range": { "start": position, "end": position },
                "context": { "diagnostics": [] },
            });
            let found = comparison
                .editor
                .ask("textDocument/codeAction", params)
                .await;
            let found = found.unwrap();
            let count = list(&found).len();
            if count > 0 {
                let turn = chosen.len() % count;
                let place = format!("{name}:{}:{}", line + 1, column + 1);
                chosen.push((place, turn + 1, found[turn].clone()));
            }
        }
    }
    let said = side_by_side(&chosen, |(place, number, _)| {
        let number = number.to_string();
        written(
            comparison,
            &["actions", place, "--apply", &number, "--corpus", "."],
        )
    });
    for ((place, _, action), (said, command_line)) in chosen.iter().zip(said) {
        let resolved = comparison
            .editor
            .ask("codeAction/resolve", action.clone())
            .await;
        let edit = resolved.map(|resolved| resolved["edit"].clone());
        let what = format!("{} at {place}", action["title"]);
        outcome(comparison, &what, edit, &said, command_line);
    }
}

// ---- Comparing ------------------------------------------------------------------

/// Compares a change or its refusal.
fn outcome(
    comparison: &mut Comparison,
    what: &str,
    edit: Result<Value, Value>,
    said: &Said,
    command_line: Files,
) {
    let mut server = files(&comparison.folder);
    let refused = match &edit {
        Ok(edit) => {
            change(comparison, &mut server, edit);
            None
        }
        Err(refused) => Some(refused["message"].as_str().expect("a message")),
    };
    comparison.compare(what, &json!(refused), &json!(said.refusal()));
    same_files(comparison, what, &server, &command_line);
}

fn same_files(comparison: &mut Comparison, what: &str, server: &Files, command_line: &Files) {
    let shown = |files: &Files, name: &str| {
        let bytes = files.get(name);
        json!(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
    };
    for name in server.keys().chain(command_line.keys()) {
        if server.get(name) != command_line.get(name) {
            let what = format!("{what}: {name}");
            let (server, command_line) = (shown(server, name), shown(command_line, name));
            comparison.compare(&what, &server, &command_line);
        }
    }
}

/// What the program says, and the files after it has run in a copy of the corpus.
fn written(comparison: &Comparison, arguments: &[&str]) -> (Said, Files) {
    let copy = Folder::copy_of(comparison.folder.path());
    let mut said = run(copy.path(), arguments);
    // What is refused is told with the path in full.
    let path = |folder: &Folder| folder.path().display().to_string();
    said.error = said.error.replace(&path(&copy), &path(&comparison.folder));
    (said, files(&copy))
}

fn files(folder: &Folder) -> Files {
    let names = folder.names().into_iter();
    let read = |name: String| {
        let bytes = fs::read(folder.file(&name)).expect("the file is there");
        (name, bytes)
    };
    names.map(read).collect()
}

/// Makes a change as an editor does.
fn change(comparison: &Comparison, files: &mut Files, edit: &Value) {
    for step in list(&edit["documentChanges"]) {
        if step["kind"] == "create" {
            let name = comparison.name(step["uri"].as_str().expect("an address"));
            let before = files.insert(name, Vec::new());
            assert_eq!(before, None, "a new file is none that is there: {edit}");
            continue;
        }
        let uri = &step["textDocument"]["uri"];
        let name = comparison.name(uri.as_str().expect("an address"));
        let bytes = files.get_mut(&name).expect("a file of the corpus");
        let text = String::from_utf8(bytes.clone()).expect("a file in UTF-8");
        *bytes = applied(&text, list(&step["edits"])).into_bytes();
    }
}

/// A text with changes made, which all speak of the text as it was.
fn applied(text: &str, edits: &[Value]) -> String {
    // Of what begins at one place the first comes first.
    let characters = text.char_indices().map(|(at, _)| at);
    let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for (at, place) in characters.chain([text.len()]).zip(positions(text)) {
        // A line break of two characters is one place, before the first of them.
        places.entry(place).or_insert(at);
    }
    let edits = edits.iter().map(|edit| {
        let start = byte(&places, &edit["range"]["start"]);
        let end = byte(&places, &edit["range"]["end"]);
        (start, end, edit["newText"].as_str().expect("a text"))
    });
    let mut edits: Vec<(usize, usize, &str)> = edits.collect();
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut changed = String::new();
    let mut at = 0;
    for (start, end, new) in edits {
        assert!(at <= start && start <= end, "changes do not overlap");
        changed.push_str(&text[at..start]);
        changed.push_str(new);
        at = end;
    }
    changed + &text[at..]
}

/// The byte of a position, by all places of a text.
fn byte(places: &BTreeMap<(u32, u32), usize>, position: &Value) -> usize {
    let number = |what: &str| {
        let number = position[what].as_u64().expect("a number");
        u32::try_from(number).expect("a small number")
    };
    let found = places.get(&(number("line"), number("character")));
    *found.unwrap_or_else(|| panic!("{position} is no place"))
}
