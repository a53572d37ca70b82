//! The system watches so many folders and no more.
//!
//! The limits are those of a user name space of its own, so that no other
//! program runs short. Where none can be made, that is said aloud.

use std::fs;
use std::process::Command;

use quotemark_tests::{Begin, Editor, Folder, skipped};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{notification, request};

use crate::support::{at, close, hover_at, words};

const CORPUS: &str = "//- cast.qm
@ann: Ann Lee
//- one/a.qm
[So]{by @a$0nn}
//- two/b.qm
[So]{by @ann}
//- three/deep/c.qm
[So]{by @ann}
";

/// The program where one of the user's limits is `number`.
fn limited(limit: &str, number: usize) -> Option<Command> {
    let script = format!("echo {number} >/proc/sys/user/{limit} || exit 77; exec \"$@\"");
    let within = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        let sandbox = ["--user", "--map-root-user", "sh", "-c", &script, "sh"];
        command.args(sandbox).args(arguments);
        command
    };
    let tried = within(&["true"]).output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        skipped("no user name space with limits of its own can be made here");
        return None;
    }
    let binary = env!("CARGO_BIN_EXE_quotemark-for-tests");
    Some(within(&[binary, "server", "--paranoid"]))
}

/// An editor that leaves it to the server to watch the disk.
async fn blind(folder: &Folder, command: Command) -> Editor {
    let mut begin = Begin::with(folder);
    begin.capabilities["workspace"] = serde_json::json!({});
    Editor::begin_process(begin, command).await
}

async fn until_hover(editor: &Editor, folder: &Folder, said: &str) {
    editor
        .until_answer::<request::HoverRequest>(hover_at(at(folder)), |hover| {
            words(hover).contains(said)
        })
        .await;
}

/// What an editor goes through with its documents while the disk is not
/// watched, or in part.
async fn documents_work(editor: &Editor, folder: &Folder) {
    let article = folder.uri("two/b.qm");
    editor.open_document(&article, &folder.text("two/b.qm"));
    editor.change(
        &article,
        2,
        None,
        "[So]{by @ann} [no]{by @ann} [x]{@nobody}\n",
    );
    editor.until_codes(&article, &["unknown/person"]).await;
    until_hover(editor, folder, "4 quotes").await;
    // Closed without having been saved: the file counts again.
    close(editor, article);
    until_hover(editor, folder, "3 quotes").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn watches_that_are_used_up_are_told_of_once() {
    let folder = Folder::new(CORPUS);
    let Some(command) = limited("max_inotify_watches", 2) else {
        return;
    };
    let editor = blind(&folder, command).await;
    until_hover(&editor, &folder, "3 quotes").await;
    editor
        .until_message("Changes on the disk will not be noticed in")
        .await;
    documents_work(&editor, &folder).await;
    // More folders that cannot be watched, of which an editor tells after all.
    fs::create_dir_all(folder.file("four/deep")).unwrap();
    folder.write("four/deep/d.qm", "[So]{by @ann}\n");
    editor.tell::<notification::DidChangeWatchedFiles>(lsp::DidChangeWatchedFilesParams {
        changes: vec![lsp::FileEvent::new(
            folder.uri("four"),
            lsp::FileChangeType::CREATED,
        )],
    });
    until_hover(&editor, &folder, "4 quotes").await;
    assert_eq!(editor.times_shown("will not be noticed"), 1);
    assert_eq!(editor.times_shown("sysctl fs.inotify.max_user_watches"), 1);
    editor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_that_watches_nothing_is_told_of_once() {
    let folder = Folder::new(CORPUS);
    let Some(command) = limited("max_inotify_instances", 0) else {
        return;
    };
    let editor = blind(&folder, command).await;
    until_hover(&editor, &folder, "3 quotes").await;
    editor
        .until_message("Changes on the disk will not be noticed")
        .await;
    documents_work(&editor, &folder).await;
    assert_eq!(editor.times_shown("will not be noticed"), 1);
    let fix = "sysctl fs.inotify.max_user_instances";
    assert_eq!(editor.times_shown(fix), 1);
    editor.close().await;
}
