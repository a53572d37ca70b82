//! Random sessions against a plain, slow model of the server.
//!
//! An editor types, saves, closes, moves and asks while files change under it.
//! The model is what anybody would keep of that: the text of each file on the
//! disk, the text of each open document, the folders, the settings. Whenever a
//! session comes to rest, the model is written to a new folder, a new server
//! reads it, and both have to answer every question alike.
//!
//! Every fourth session begins with more files than a cache needs, and with a
//! cache of them; its server is replaced now and then by one that reads the
//! cache, after files have changed that nobody watched.
//!
//! A session is repeated by its number, which is printed when it fails:
//!
//! ```sh
//! QUOTEMARK_SESSION=17 QUOTEMARK_SESSIONS=1 cargo test -p quotemark-tests --test sessions
//! QUOTEMARK_SESSIONS=500 cargo test -p quotemark-tests --test sessions
//! ```

mod cached;
mod model;
mod questions;
mod session;
mod texts;

use std::process::Command;

use session::Session;

/// How many sessions there are when nobody says, and the number of the first.
const SESSIONS: u64 = 6;
const FIRST: u64 = 1;

/// The variable that tells the program that it is the one with the cache folder.
const INSIDE: &str = "QUOTEMARK_SESSIONS_INSIDE";

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_that_of_a_server_that_has_just_begun() {
    if std::env::var_os(INSIDE).is_none() {
        return again_with_a_cache_folder();
    }
    let number = |name: &str, otherwise| match std::env::var(name) {
        Ok(number) => number.parse().expect("a number"),
        Err(_) => otherwise,
    };
    let first = number("QUOTEMARK_SESSION", FIRST);
    let mut total = session::Done::default();
    for seed in first..first + number("QUOTEMARK_SESSIONS", SESSIONS) {
        println!("session {seed}");
        total += Session::begin(seed).await.run().await;
    }
    println!("{total}");
    assert!(total.compared > 0, "nothing was compared");
}

/// Runs this program once more, with a cache folder that is not the user's: a
/// process cannot safely give itself one.
fn again_with_a_cache_folder() {
    let caches = tempfile::tempdir().expect("a temporary folder");
    // Where caches are to be: most systems look at the first, macOS at the second.
    let folders = [
        ("XDG_CACHE_HOME", true),
        ("HOME", cfg!(target_os = "macos")),
    ];
    let folders = folders.into_iter().filter(|(_, is_used)| *is_used);
    let ended = Command::new(std::env::current_exe().expect("this program"))
        .args(["--nocapture", "--test-threads=1"])
        .envs(folders.map(|(name, _)| (name, caches.path())))
        .env_remove("QUOTEMARK_CACHE")
        .env(INSIDE, "1")
        .output()
        .expect("it starts");
    let (out, err) = (&ended.stdout, &ended.stderr);
    print!("{}", String::from_utf8_lossy(out));
    eprint!("{}", String::from_utf8_lossy(err));
    assert!(ended.status.success(), "{}", ended.status);
}
