//! Many edits, questions and cancellations at once; in the end the server
//! holds just what the editor holds.

use quotemark_tests::{Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;

const FILES: usize = 4;
const STEPS: u32 = 1500;

/// A small generator of numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// The model: a text edited by UTF-16 positions.
fn replace(text: &mut Vec<u16>, start: usize, end: usize, new: &str) -> lsp::Range {
    let position = |offset: usize| {
        let before = &text[..offset];
        let line = before.iter().filter(|unit| **unit == 10).count();
        let column = before.iter().rev().take_while(|unit| **unit != 10).count();
        lsp::Position::new(u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
    };
    let range = lsp::Range::new(position(start), position(end));
    text.splice(start..end, new.encode_utf16());
    range
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_ends_up_with_what_the_editor_has() {
    let folder = Folder::new("//- cast.qm\n@ann: Ann\n@bob: Bob\n");
    let editor = Editor::open(&folder).await;
    let uris: Vec<lsp::Uri> = (0..FILES)
        .map(|number| folder.uri(&format!("{number}.qm")))
        .collect();
    let mut texts: Vec<Vec<u16>> = vec![Vec::new(); FILES];
    for uri in &uris {
        editor.open_document(uri, "");
    }
    let pieces = [
        "[x]{@ann} ",
        "[‘y’]{by @bob} ",
        "😀",
        "\n",
        "\n\n",
        "]{",
        "}",
        "[",
        "word ",
        "中 ",
        "@zed: Zed\n",
        "{%",
        "",
    ];
    let mut dice = Dice(0x5EED);
    let mut waiting = Vec::new();
    let mut version = 1;
    for step in 0..STEPS {
        let file = dice.below(FILES);
        let text = &mut texts[file];
        // Never inside the two halves of the emoji.
        let boundary = |text: &[u16], at: usize| {
            if at < text.len() && (0xDC00..0xE000).contains(&text[at]) {
                at - 1
            } else {
                at
            }
        };
        let start = boundary(text, dice.below(text.len() + 1));
        let end = boundary(text, (start + dice.below(6)).min(text.len())).max(start);
        let piece = pieces[dice.below(pieces.len())];
        let range = replace(text, start, end, piece);
        version += 1;
        editor.change(&uris[file], version, Some(range), piece);
        if step % 3 == 0 {
            let line = u32::try_from(dice.below(20)).unwrap();
            let place = json!({ "textDocument": { "uri": uris[dice.below(FILES)] }, "position": { "line": line, "character": 3 } });
            let method = [
                "textDocument/hover",
                "textDocument/implementation",
                "textDocument/documentHighlight",
            ][dice.below(3)];
            let (id, answer) = editor.start(method, place);
            if dice.below(3) == 0 {
                editor.cancel(id);
            }
            waiting.push(answer);
        }
    }
    for answer in waiting {
        let answer = answer.await.expect("every request is answered");
        let cancelled = answer["error"]["code"] == -32800;
        assert!(cancelled || answer.get("error").is_none(), "{answer}");
    }
    for (uri, text) in uris.iter().zip(texts) {
        let held = editor
            .ask("quotemark/test/text", json!({ "uri": uri }))
            .await
            .expect("an open document has a text");
        assert_eq!(
            held,
            json!(String::from_utf16(&text).expect("whole characters"))
        );
    }
    editor.close().await;
}
