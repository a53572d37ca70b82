//! The whole server, fed by an editor that does as the input says.

mod answer;
mod editor;
mod manners;
mod pipe;
mod place;
mod question;
mod script;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::time::{Duration, Instant};

use quotemark::lsp::{self, ServerOptions};

use crate::input::Choices;
use editor::Editor;
use manners::{End, Manners};
use pipe::{read, write};
use place::Places;
use script::Step;

/// How many steps of one input are taken, so that none lasts long.
const MOST_STEPS: usize = 120;

/// How long one input may last, by the clock on the wall.
const PATIENCE: Duration = Duration::from_secs(15);

/// Panics of any thread since the start: the server catches most of its own.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Until when the input has to be done with.
static DEADLINE: Mutex<Option<Instant>> = Mutex::new(None);

/// Whatever an editor sends, in any order, nothing panics, every request is
/// answered once and well, the index stays exact, and the server ends when it
/// is told to, when its input ends, and when the editor is gone.
pub fn serve(data: &[u8]) {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(watch);
    let before = PANICS.load(Ordering::SeqCst);
    set_deadline(Some(Instant::now() + PATIENCE));
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let places = Places::new(folder.path());
    places.make();
    let (mut choices, _) = Choices::before(data, data.len());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .max_blocking_threads(2)
        .build();
    let runtime = runtime.expect("a runtime without anything needs nothing");
    runtime.block_on(session(&places, &mut choices));
    // It waits for the questions that are still worked on.
    drop(runtime);
    set_deadline(None);
    let panics = PANICS.load(Ordering::SeqCst) - before;
    assert_eq!(panics, 0, "something panicked inside the server");
}

/// One session, from the pipe to the end of the server.
async fn session(places: &Places, choices: &mut Choices<'_>) {
    let manners = Manners::of(choices);
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let (input, output) = tokio::io::split(theirs);
    let (from_server, to_server) = tokio::io::split(ours);
    let (editor, queue) = Editor::new(manners);
    let options = ServerOptions {
        paranoid: true,
        ..ServerOptions::default()
    };
    let playing = async {
        play(&editor, places, choices).await;
        goodbye(&editor).await;
    };
    let (is_clean, (), (), ()) = tokio::join!(
        lsp::serve(input, output, options),
        read(&editor, from_server),
        write(to_server, queue),
        playing,
    );
    if manners.end != End::Cut {
        editor.assert_all_answered();
    }
    if manners.end == End::Goodbye && editor.is_shut_down() {
        assert!(is_clean, "the server knows of `shutdown` and `exit`");
    }
}

/// Does what the input says.
async fn play(editor: &Editor, places: &Places, choices: &mut Choices<'_>) {
    if editor.manners.initializes {
        editor.ask("initialize", editor.manners.initialize(places));
        editor.rest().await;
        editor.tell("initialized", serde_json::json!({}));
        if editor.manners.waits {
            editor.until_read().await;
        }
    }
    for _ in 0..MOST_STEPS {
        if choices.is_over() || editor.is_over_early() {
            return;
        }
        match script::step(choices, places, editor) {
            Step::Ask(method, params) => editor.ask(method, params),
            Step::AskAs(id, method, params) => editor.ask_as(id, method, params),
            Step::Tell(method, params) => editor.tell(method, params),
            Step::Raw(bytes) => editor.send_raw(bytes),
            Step::Rest => {
                editor.rest().await;
                // Nobody waits: the clock goes on by itself when all is quiet.
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Step::FollowUp(kind, number, spoilt) => {
                editor.rest().await;
                let (method, params) = editor.follow_up(kind, number, spoilt, places);
                editor.ask(method, params);
            }
            Step::Write(path, text) => write_file(&path, text.as_deref()),
        }
    }
}

async fn goodbye(editor: &Editor) {
    match editor.manners.end {
        End::Goodbye => {
            editor.ask("shutdown", serde_json::Value::Null);
            editor.until_all_answered().await;
            editor.tell("exit", serde_json::Value::Null);
            editor.end();
        }
        End::Exit => {
            editor.tell("exit", serde_json::Value::Null);
            editor.end();
        }
        End::InputEnds => editor.end_input(),
        End::Cut => editor.cut(),
    }
}

/// Writes a file of the corpus, or removes it.
fn write_file(path: &Path, text: Option<&[u8]>) {
    // What stands in the way is no matter of the server's.
    let _ = match text {
        Some(text) => fs::write(path, text),
        None => fs::remove_file(path),
    };
}

fn set_deadline(deadline: Option<Instant>) {
    *DEADLINE.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
}

/// Counts panics, and ends the process when an input takes too long: a server
/// that hangs cannot be asked to stop.
fn watch() {
    let known = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        known(panic);
    }));
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let deadline = *DEADLINE.lock().unwrap_or_else(PoisonError::into_inner);
            if deadline.is_some_and(|deadline| Instant::now() > deadline) {
                eprintln!("the server neither answers nor ends");
                std::process::abort();
            }
        }
    });
}
