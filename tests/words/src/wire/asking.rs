//! The questions that an edit answers.

use quotemark_tests::Dice;
use serde_json::{Value, json};

use super::desk::Desk;
use crate::change::{Edit, Position, edit, edits, operations};
use crate::check::May;
use crate::texts;

/// How many of the actions of one place are tried.
const ACTIONS: usize = 6;

/// How many of the completions of one place are.
const ITEMS: usize = 4;

/// Asks for something at random, and tries what comes.
pub async fn ask(desk: &mut Desk, dice: &mut Dice) {
    let Some(name) = desk.any(dice) else {
        return command(desk, dice, None).await;
    };
    match dice.below(100) {
        0..36 => actions(desk, dice, &name).await,
        36..48 => rename(desk, dice, &name).await,
        48..56 => formatting(desk, dice, &name).await,
        56..64 => range_formatting(desk, dice, &name).await,
        64..80 => on_type(desk, dice, &name).await,
        80..86 => linked(desk, dice, &name).await,
        86..93 => command(desk, dice, Some(&name)).await,
        _ => completion(desk, dice, &name).await,
    }
}

async fn actions(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let start = desk.place(name, dice);
    let end = match dice.below(4) {
        0 => desk.place(name, dice),
        1 => desk.end(name),
        _ => start,
    };
    let start = if dice.once_in(4) { place(0, 0) } else { start };
    let mut context = json!({ "diagnostics": [] });
    if dice.below(10) < 3 {
        let only = dice.one_of(&[
            "source",
            "source.fixAll",
            "source.tagNames",
            "source.organizeDeclarations",
            "quickfix",
            "refactor",
            "refactor.rewrite",
            "refactor.move",
        ]);
        context["only"] = json!([only]);
    }
    let params = json!({
        "textDocument": { "uri": desk.uri(name) },
        "range": { "start": written(start.min(end)), "end": written(end.max(start)) },
        "context": context,
    });
    desk.count("asked: actions");
    let offered = desk.ask("textDocument/codeAction", params.clone()).await;
    let mut offered = match offered {
        Ok(Value::Array(offered)) => offered,
        _ => return,
    };
    while offered.len() > ACTIONS {
        offered.swap_remove(dice.below(offered.len()));
    }
    for action in offered {
        let title = action["title"].as_str().unwrap_or_default().to_owned();
        let request = json!({ "textDocument/codeAction": params, "action": action });
        if title.contains(char::is_control) {
            let why = format!("the title holds a line break or the like: {title:?}");
            desk.find("an action", why, &request, &action, &[]);
        }
        let kind = action["kind"].as_str().unwrap_or("of a command");
        let may = match kind {
            "quickfix" | "of a command" => May::TakeMarkup,
            _ => May::ChangeNothing,
        };
        let command = match &action["command"] {
            Value::String(_) => &action,
            other => other,
        };
        if command.is_object() {
            command_of(desk, command, may, &request).await;
            continue;
        }
        let resolved = match action.get("edit") {
            Some(_) => action.clone(),
            None => match desk.ask("codeAction/resolve", action.clone()).await {
                Ok(resolved) => resolved,
                Err(_) => {
                    desk.count("refused: actions");
                    continue;
                }
            },
        };
        try_workspace_edit(
            desk,
            &format!("action {kind}"),
            may,
            &request,
            &resolved["edit"],
        );
    }
}

async fn rename(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let mut params = at(desk, name, desk.place(name, dice));
    desk.count("asked: rename");
    let prepared = desk.ask("textDocument/prepareRename", params.clone()).await;
    if prepared.is_err() || prepared.is_ok_and(|prepared| prepared.is_null()) {
        return;
    }
    params["newName"] = json!(texts::new_name(dice));
    let request = json!({ "textDocument/rename": params });
    match desk.ask("textDocument/rename", params).await {
        Ok(answer) => try_workspace_edit(desk, "rename", May::ChangeNothing, &request, &answer),
        Err(_) => desk.count("refused: rename"),
    }
}

async fn formatting(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let params = json!({ "textDocument": { "uri": desk.uri(name) }, "options": options(dice) });
    text_edits(desk, "textDocument/formatting", name, params).await;
}

async fn range_formatting(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let (one, other) = (desk.place(name, dice), desk.place(name, dice));
    let params = json!({
        "textDocument": { "uri": desk.uri(name) },
        "range": { "start": written(one.min(other)), "end": written(other.max(one)) },
        "options": options(dice),
    });
    text_edits(desk, "textDocument/rangeFormatting", name, params).await;
}

async fn on_type(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let typed = dice.one_of(&['}', '\n', '\n', ':']);
    let place = desk.typed(name, typed, dice);
    let mut params = at(desk, name, place);
    params["ch"] = json!(typed);
    params["options"] = options(dice);
    text_edits(desk, "textDocument/onTypeFormatting", name, params).await;
}

/// Asks for edits of one file that are made without a question.
async fn text_edits(desk: &mut Desk, method: &str, name: &str, params: Value) {
    let request = json!({ method: params });
    let what = method.trim_start_matches("textDocument/");
    desk.count(format!("asked: {what}"));
    let Ok(answer) = desk.ask(method, params).await else {
        return;
    };
    match edits(&answer) {
        Ok(edits) => desk.try_edits(what, May::ChangeNothing, name, &request, edits),
        Err(why) => desk.find(what, why, &request, &answer, &[]),
    }
}

async fn linked(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let params = at(desk, name, desk.place(name, dice));
    let request = json!({ "textDocument/linkedEditingRange": params });
    desk.count("asked: linkedEditingRange");
    let answer = desk.ask("textDocument/linkedEditingRange", params).await;
    let Ok(answer) = answer else { return };
    let new = dice.one_of(&["zz", "山", "a-b", "e\u{301}"]);
    let ranges = answer["ranges"].as_array().cloned().unwrap_or_default();
    let typed = ranges
        .iter()
        .map(|range| edit(&json!({ "range": range, "newText": new })));
    match typed.collect::<Result<Vec<Edit>, String>>() {
        Ok(edits) => desk.try_edits(
            "linkedEditingRange",
            May::ChangeNothing,
            name,
            &request,
            edits,
        ),
        Err(why) => desk.find("linkedEditingRange", why, &request, &answer, &[]),
    }
}

async fn command(desk: &mut Desk, dice: &mut Dice, name: Option<&str>) {
    let command = match name {
        Some(name) if dice.once_in(3) => json!({
            "command": "quotemark.declare",
            "arguments": [dice.one_of(&["@new1", "&nn", "#t-3"]), texts::name(dice), desk.uri(name)],
        }),
        _ => json!({
            "command": "quotemark.merge",
            "arguments": [texts::id(dice), texts::id(dice)],
        }),
    };
    command_of(
        desk,
        &command,
        May::ChangeNothing,
        &json!({ "workspace/executeCommand": command }),
    )
    .await;
}

/// Has a command done, and tries the edit that the server asks for.
async fn command_of(desk: &mut Desk, command: &Value, may: May, request: &Value) {
    let name = command["command"].as_str().unwrap_or_default().to_owned();
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    let seen = desk.client.times_asked("workspace/applyEdit");
    desk.count(format!("asked: {name}"));
    if desk.ask("workspace/executeCommand", params).await.is_err() {
        desk.count(format!("refused: {name}"));
        return;
    }
    if desk.client.times_asked("workspace/applyEdit") == seen {
        desk.count(format!("nothing to do: {name}"));
        return;
    }
    let asked = desk.client.until_asked("workspace/applyEdit", seen).await;
    try_workspace_edit(desk, &name, may, request, &asked["edit"]);
}

async fn completion(desk: &mut Desk, dice: &mut Dice, name: &str) {
    let params = at(desk, name, desk.place(name, dice));
    desk.count("asked: completion");
    let Ok(answer) = desk.ask("textDocument/completion", params.clone()).await else {
        return;
    };
    let items = if answer.is_array() {
        answer
    } else {
        answer["items"].clone()
    };
    let items = items.as_array().cloned().unwrap_or_default();
    for _ in 0..ITEMS.min(items.len()) {
        let mut item = dice.one_of(&items);
        let request = json!({ "textDocument/completion": params, "item": item });
        if item.get("additionalTextEdits").is_none() && item.get("data").is_some() {
            match desk.ask("completionItem/resolve", item.clone()).await {
                Ok(resolved) => item = resolved,
                Err(_) => continue,
            }
        }
        match edits(&item["additionalTextEdits"]) {
            Ok(more) => desk.try_edits(
                "completion, what else",
                May::ChangeNothing,
                name,
                &request,
                more,
            ),
            Err(why) => desk.find("completion", why, &request, &item, &[]),
        }
    }
}

fn try_workspace_edit(desk: &mut Desk, what: &str, may: May, request: &Value, edit: &Value) {
    match operations(edit) {
        Ok(operations) => desk.try_edit(what, may, request, operations),
        Err(why) => desk.find(what, why, request, edit, &[]),
    }
}

fn at(desk: &Desk, name: &str, place: Position) -> Value {
    json!({ "textDocument": { "uri": desk.uri(name) }, "position": written(place) })
}

fn place(line: usize, column: usize) -> Position {
    Position { line, column }
}

fn written(place: Position) -> Value {
    json!({ "line": place.line, "character": place.column })
}

fn options(dice: &mut Dice) -> Value {
    json!({
        "tabSize": dice.one_of(&[0, 2, 4, 8]),
        "insertSpaces": dice.once_in(2),
        "trimTrailingWhitespace": true,
        "insertFinalNewline": true,
        "trimFinalNewlines": true,
    })
}
