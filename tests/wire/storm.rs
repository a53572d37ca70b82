//! Many edits, questions and cancellations at once; in the end the server
//! holds just what the editor holds.

use std::collections::BTreeMap;
use std::fs;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::json;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{notification, request};

use crate::support::{close, symbol_names, symbols_of};

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

/// Files are written, moved and removed while some of them are open and are
/// typed in, the folder is taken out and put back; in the end the server knows
/// just what is on the disk.
async fn disk_storm(editor: &Editor, folder: &Folder, tells: bool, seed: u64) {
    let name = |number: usize| format!("{}/{number}.qm", ["a", "b.c", "d/e"][number % 3]);
    let text = |number: usize, round: usize| format!("@p{number}: Name {number} of {round}\n");
    let tell = |number: usize, kind: lsp::FileChangeType| {
        if tells {
            let change = lsp::FileEvent::new(folder.uri(&name(number)), kind);
            let changes = vec![change];
            let params = lsp::DidChangeWatchedFilesParams { changes };
            editor.tell::<notification::DidChangeWatchedFiles>(params);
        }
    };
    let mut dice = Dice(seed);
    let mut disk: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open: BTreeMap<usize, i32> = BTreeMap::new();
    for round in 0..300 {
        let number = dice.below(12);
        let path = folder.file(&name(number));
        match dice.below(8) {
            0..=2 => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text(number, round)).unwrap();
                let kind = match disk.insert(number, round) {
                    Some(_) => lsp::FileChangeType::CHANGED,
                    None => lsp::FileChangeType::CREATED,
                };
                tell(number, kind);
            }
            3 if disk.remove(&number).is_some() => {
                fs::remove_file(&path).unwrap();
                tell(number, lsp::FileChangeType::DELETED);
            }
            4 if !open.contains_key(&number) => {
                editor.open_document(&folder.uri(&name(number)), &text(number, round));
                open.insert(number, 1);
            }
            5 if open.remove(&number).is_some() => close(editor, folder.uri(&name(number))),
            6 => {
                if let Some(version) = open.get_mut(&number) {
                    *version += 1;
                    let uri = folder.uri(&name(number));
                    editor.change(&uri, *version, None, &text(number, round));
                }
            }
            7 if dice.below(5) == 0 => {
                let folder = lsp::WorkspaceFolder {
                    uri: lsp::Uri::from_file_path(folder.path()).unwrap(),
                    name: "corpus".into(),
                };
                for (added, removed) in [(vec![], vec![folder.clone()]), (vec![folder], vec![])] {
                    let event = lsp::WorkspaceFoldersChangeEvent { added, removed };
                    let params = lsp::DidChangeWorkspaceFoldersParams { event };
                    editor.tell::<notification::DidChangeWorkspaceFolders>(params);
                }
            }
            _ => {
                editor
                    .request::<request::WorkspaceSymbolRequest>(symbols_of("Name"))
                    .await;
            }
        }
    }
    for number in open.into_keys() {
        close(editor, folder.uri(&name(number)));
    }
    let shown = |(number, round): (&usize, &usize)| format!("Name {number} of {round}");
    let mut wanted: Vec<String> = disk.iter().map(shown).collect();
    wanted.sort();
    editor
        .until_answer::<request::WorkspaceSymbolRequest>(symbols_of("Name"), |found| {
            let mut names = symbol_names(found);
            names.sort_unstable();
            names == wanted
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_ends_up_with_what_is_on_the_disk() {
    for seed in [0xD15C, 0xF11E] {
        let folder = Folder::new("//- cast.qm\n@ann: Ann\n");
        let editor = Editor::open(&folder).await;
        disk_storm(&editor, &folder, true, seed).await;
        editor.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_when_the_server_has_to_watch_itself() {
    for seed in [0xD15C, 0xF11E] {
        let folder = Folder::new("//- cast.qm\n@ann: Ann\n");
        let mut begin = Begin::with(&folder);
        begin.capabilities["workspace"] = json!({});
        let editor = Editor::begin(begin).await;
        disk_storm(&editor, &folder, false, seed).await;
        editor.close().await;
    }
}
