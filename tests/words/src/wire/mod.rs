//! What is offered over the wire, as an editor applies it.

mod asking;
mod desk;

use quotemark::lsp::ServerOptions;
use quotemark::syntax::Encoding;
use quotemark_tests::{Begin, Dice, Editor as Client, Folder};
use serde_json::{Value, json};

use crate::find::Tally;
use crate::models::Editor;
use crate::texts;
use desk::Desk;

/// How many things are asked for in one round.
const QUESTIONS: usize = 24;

/// One round: a small corpus, some of it open in an editor, and a server that
/// is asked for edits.
pub async fn round(seed: u64, examples: &[String]) -> Tally {
    let mut dice = Dice::new(seed);
    let editor = dice.one_of(&Editor::ALL);
    let encoding = dice.one_of(editor.encodings());
    let folder = Folder::new("");
    for (name, text) in corpus(&mut dice, examples) {
        folder.write(&name, &text);
    }
    let client = Client::begin(begin(&folder, editor, encoding, &mut dice)).await;
    client.until_read().await;
    let mut desk = Desk::new(seed, editor, encoding, folder, client);
    for name in desk.names() {
        if !dice.once_in(3) {
            desk.open(&name);
        }
    }
    for _ in 0..QUESTIONS {
        asking::ask(&mut desk, &mut dice).await;
    }
    desk.close().await
}

/// The files of a corpus.
fn corpus(dice: &mut Dice, examples: &[String]) -> Vec<(String, String)> {
    let mut files = vec![
        ("a.qm".to_owned(), texts::article(dice, examples)),
        ("cast.qm".to_owned(), texts::cast(dice)),
    ];
    if !dice.once_in(3) {
        files.push(("b.qm".to_owned(), texts::article(dice, examples)));
    }
    match dice.below(6) {
        0 => files.push((
            "quotemark.toml".to_owned(),
            "cast = \"people.qm\"\n".to_owned(),
        )),
        1 => files.push((
            "quotemark.toml".to_owned(),
            "cast = \"cast.qm\"\n".to_owned(),
        )),
        2 => files.push(("z.qm".to_owned(), texts::cast(dice))),
        _ => {}
    }
    files
}

/// How an editor introduces itself.
fn begin(folder: &Folder, editor: Editor, encoding: Encoding, dice: &mut Dice) -> Begin {
    let mut begin = Begin::with(folder);
    begin.client = editor.client();
    begin.options = ServerOptions::default();
    begin.capabilities["general"]["positionEncodings"] = json!([name_of(encoding)]);
    let text = &mut begin.capabilities["textDocument"];
    text["codeAction"] = json!({
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } },
        "isPreferredSupport": true,
    });
    text["completion"] = json!({
        "completionItem": { "resolveSupport": { "properties": ["additionalTextEdits"] } },
    });
    let mut edits = json!({ "documentChanges": true });
    if editor != Editor::Emacs {
        text["codeAction"]["dataSupport"] = json!(true);
        text["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
        edits["resourceOperations"] = json!(["create", "rename", "delete"]);
    }
    // What is able to do little is offered other things.
    if editor == Editor::Strict && dice.once_in(3) {
        text["codeAction"] = json!({});
        edits = json!({});
    }
    begin.initialization = editor.initialization();
    begin.capabilities["workspace"]["workspaceEdit"] = edits;
    begin.capabilities["workspace"]["applyEdit"] = json!(true);
    begin
}

/// The encoding's name in the protocol.
pub fn name_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    }
}

/// Lines of a value for somebody to read.
fn shown(value: &Value) -> String {
    format!("{value:#}\n")
}
