//! Cases by which a model is held to its editor: a file, edits, and what the
//! model makes of them.

use quotemark_tests::Dice;
use serde_json::{Value, json};

use crate::change::{Edit, Position};
use crate::models::{Editor, units};
use crate::texts;
use crate::wire::name_of;

/// Cases for an editor, each the same for the same seed. Bytes are written in
/// hexadecimal: no editor changes those on its way to them.
pub fn cases(editor: Editor, seed: u64, count: usize) -> Value {
    let mut cases = Vec::new();
    for seed in seed.. {
        if cases.len() == count {
            break;
        }
        cases.extend(case(editor, seed));
    }
    json!(cases)
}

/// The case of a seed; nothing where no editor would make such edits.
fn case(editor: Editor, seed: u64) -> Option<Value> {
    let mut dice = Dice::new(seed);
    let encodings = editor.encodings();
    let encoding = dice.one_of(encodings);
    let text = match dice.below(12) {
        0 => dice
            .one_of(&[
                "",
                "\n",
                "\r\n",
                "\r",
                "\u{feff}",
                "x",
                "\u{feff}\u{feff}x\n",
            ])
            .to_owned(),
        1..4 => texts::cast(&mut dice),
        _ => texts::article(&mut dice, &[]),
    };
    let Some(mut buffer) = editor.open(text.as_bytes()) else {
        return Some(json!({ "seed": seed, "before": hex(&text), "opens": false }));
    };
    let sent = buffer.sent();
    let lines = buffer.lines();
    // A few places are not in the text: editors take those for something too.
    let line = |dice: &mut Dice| {
        let below = usize::from(dice.once_in(4));
        dice.below(lines.len() + below)
    };
    let place = |dice: &mut Dice, line: usize| {
        let text = lines.get(line).map_or("", String::as_str);
        let count = text.chars().count();
        let before = if dice.once_in(12) {
            count
        } else {
            dice.below(count + 1)
        };
        let column: usize = text.chars().take(before).map(|c| units(c, encoding)).sum();
        let past = if before == count {
            dice.one_of(&[0, 0, 1, 3])
        } else {
            0
        };
        Position {
            line,
            column: column + past,
        }
    };
    let edits = (0..1 + dice.below(3)).map(|_| {
        let first = line(&mut dice);
        let last = match dice.below(3) {
            0 => line(&mut dice).max(first),
            _ => first,
        };
        let one = place(&mut dice, first);
        let other = match dice.once_in(3) {
            true => one,
            false => place(&mut dice, last),
        };
        let (start, end) = (one.min(other), other.max(one));
        let text = dice.one_of(&[
            "",
            "x",
            "@ann",
            "\n",
            "a\nb",
            "\n@x: X\n",
            "\r\n",
            "a\r\nb\r\n",
            "}",
            "😀",
            "é\n\n",
        ]);
        Edit {
            start,
            end,
            text: text.into(),
        }
    });
    let edits: Vec<Edit> = edits.collect();
    if touch(&edits, lines.len()) || buffer.apply(&edits, encoding).is_err() {
        return None;
    }
    let position = |place: Position| json!({ "line": place.line, "character": place.column });
    let written = edits.iter().map(|edit| {
        json!({
            "range": { "start": position(edit.start), "end": position(edit.end) },
            "newText": edit.text,
        })
    });
    Some(json!({
        "seed": seed,
        "before": hex(&text),
        "opens": true,
        "told": hex(&sent),
        "encoding": name_of(encoding),
        "edits": written.collect::<Vec<Value>>(),
        "after": hex(&buffer.saved()),
    }))
}

/// Whether two edits touch each other, so that editors may differ and no server asks for it.
fn touch(edits: &[Edit], lines: usize) -> bool {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.start, edit.end));
    sorted
        .windows(2)
        .any(|two| two[1].start.line.min(lines - 1) <= two[0].end.line)
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
