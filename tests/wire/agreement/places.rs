//! What is asked of a place: hover, definition, references, quotes, completion,
//! actions.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Comparison;
use super::command_line::{run, side_by_side};
use super::shape::{PLACE, list, location, only, place, range, with};

/// Questions at a place, by the command line's words for them.
const QUESTIONS: [&[&str]; 7] = [
    &["hover"],
    &["actions"],
    &["references"],
    &["complete"],
    &["quotes"],
    &["definition"],
    &["references", "--no-declaration"],
];

/// A place in a file, as an editor counts.
struct FilePosition {
    file: String,
    line: u32,
    column: u32,
}

/// Asks where each id first stands in each file and at every `stride`th
/// character, one question after the other.
pub async fn compare(comparison: &mut Comparison, stride: usize) {
    let mut questions: Vec<(&[&str], FilePosition)> = Vec::new();
    let mut turns = QUESTIONS.iter().cycle();
    let mut turn = || *turns.next().expect("questions go round");
    for (file, text) in comparison.articles() {
        let place = |(line, column)| FilePosition {
            file: file.clone(),
            line,
            column,
        };
        let at = positions(&text);
        for offset in id_places(&text) {
            questions.push((turn(), place(at[offset])));
        }
        for position in at.iter().step_by(stride) {
            questions.push((turn(), place(*position)));
        }
    }
    let folder = comparison.folder.path();
    let said = side_by_side(&questions, |(question, place)| {
        let mut arguments: Vec<String> = question.iter().map(|word| word.to_string()).collect();
        let FilePosition { file, line, column } = place;
        arguments.push(format!("{file}:{}:{}", line + 1, column + 1));
        arguments.extend(["--corpus", ".", "--format", "json"].map(Into::into));
        run(folder, &arguments).json()
    });
    for ((question, place), said) in questions.iter().zip(said) {
        let server = answer(comparison, question, place).await;
        let FilePosition { file, line, column } = place;
        let (line, column) = (line + 1, column + 1);
        let what = format!("{} {file}:{line}:{column}", question.join(" "));
        let command_line = match question[0] {
            "definition" | "references" => only(&said, &PLACE),
            "quotes" => only(&said, &["file", "line", "column"]),
            "hover" => only(&said, &[&PLACE[..], &["text"]].concat()),
            _ => said,
        };
        comparison.compare(&what, &server, &command_line);
    }
}

/// The positions of all characters and of the end. None stands inside a line break.
pub fn positions(text: &str) -> Vec<(u32, u32)> {
    let mut positions = Vec::new();
    let (mut line, mut column) = (0, 0);
    let mut before = '\0';
    for c in text.chars() {
        if before == '\r' && c == '\n' {
            let of_break = *positions.last().expect("a character before");
            positions.push(of_break);
            before = c;
            continue;
        }
        if before == '\r' || before == '\n' {
            (line, column) = (line + 1, 0);
        }
        positions.push((line, column));
        column += 1;
        before = c;
    }
    if before == '\r' || before == '\n' {
        (line, column) = (line + 1, 0);
    }
    positions.push((line, column));
    positions
}

/// The first character of each id's name where it first stands in a text, as
/// numbers of characters.
pub fn id_places(text: &str) -> Vec<usize> {
    let characters: Vec<char> = text.chars().collect();
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for (at, c) in characters.iter().enumerate() {
        let name: String = characters[at + 1..]
            .iter()
            .take_while(|c| !c.is_whitespace() && !",:;}.".contains(**c))
            .collect();
        if "@&#".contains(*c) && !name.is_empty() && seen.insert((*c, name)) {
            places.push(at + 1);
        }
    }
    places
}

/// What the server says.
async fn answer(comparison: &Comparison, question: &[&str], place_asked: &FilePosition) -> Value {
    let uri = comparison.folder.uri(&place_asked.file);
    let position = json!({ "line": place_asked.line, "character": place_asked.column });
    let at = json!({ "textDocument": { "uri": uri }, "position": position });
    let ask = async |method: &str, more: Value| {
        let answer = comparison.editor.ask(method, with(&at, &more)).await;
        answer.unwrap_or_else(|error| panic!("{method} failed at {at}: {error}"))
    };
    match question {
        ["hover"] => {
            let hover = ask("textDocument/hover", json!({})).await;
            if hover.is_null() {
                return hover;
            }
            let uri = json!(uri.as_str());
            let text = json!({ "text": hover["contents"]["value"] });
            with(&place(comparison, &uri, &hover["range"]), &text)
        }
        ["definition"] => {
            let links = ask("textDocument/definition", json!({})).await;
            let links = list(&links).iter();
            links
                .map(|link| {
                    place(
                        comparison,
                        &link["targetUri"],
                        &link["targetSelectionRange"],
                    )
                })
                .collect()
        }
        ["references", ..] => {
            let declaration = question.len() == 1;
            let context = json!({ "context": { "includeDeclaration": declaration } });
            let found = ask("textDocument/references", context).await;
            let found = list(&found).iter();
            found.map(|found| location(comparison, found)).collect()
        }
        ["quotes"] => {
            let found = ask("textDocument/implementation", json!({})).await;
            let found = list(&found).iter().map(|found| location(comparison, found));
            only(&found.collect(), &["file", "line", "column"])
        }
        ["complete"] => {
            let found = ask("textDocument/completion", json!({})).await;
            list(&found["items"]).iter().map(item).collect()
        }
        ["actions"] => {
            let params = json!({
                "range": { "start": position, "end": position },
                "context": { "diagnostics": [] },
            });
            let found = ask("textDocument/codeAction", params).await;
            let found = list(&found).iter().enumerate();
            found.map(|(at, action)| row(at + 1, action)).collect()
        }
        other => panic!("{other:?} is no question"),
    }
}

fn item(item: &Value) -> Value {
    let details = &item["labelDetails"];
    // Editors put the detail directly after the label.
    let detail = details["detail"].as_str().map(|detail| &detail[1..]);
    let new = &item["command"]["arguments"];
    let declares = match new {
        Value::Null => Value::Null,
        new => json!({ "id": new[0], "name": new[1] }),
    };
    let described = json!({
        "label": item["label"],
        "detail": detail,
        "description": details["description"],
        "insert": item["textEdit"]["newText"],
        "declares": declares,
    });
    with(&described, &range(&item["textEdit"]["range"]))
}

fn row(number: usize, action: &Value) -> Value {
    let fixes = list(&action["diagnostics"]).iter();
    let fixes: Vec<&Value> = fixes.map(|report| &report["code"]).collect();
    json!({
        "number": number,
        "title": action["title"],
        "kind": action["kind"],
        "preferred": action["isPreferred"] == true,
        "fixes": fixes,
    })
}
