//! Random sessions against a plain, slow model of the server.
//!
//! An editor types, saves, closes, moves and asks while files change under it.
//! The model is what anybody would keep of that: the text of each file on the
//! disk, the text of each open document, the folders, the settings. Whenever a
//! session comes to rest, the model is written to a new folder, a new server
//! reads it, and both have to answer every question alike.
//!
//! A session is repeated by its number, which is printed when it fails:
//!
//! ```sh
//! QUOTEMARK_SESSION=17 QUOTEMARK_SESSIONS=1 cargo test -p quotemark-tests --test sessions
//! QUOTEMARK_SESSIONS=500 cargo test -p quotemark-tests --test sessions
//! ```

mod dice;
mod model;
mod questions;
mod session;
mod texts;

use session::Session;

/// How many sessions there are when nobody says, and the number of the first.
const SESSIONS: u64 = 6;
const FIRST: u64 = 1;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_that_of_a_server_that_has_just_begun() {
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
