//! An editor for tests: it speaks to a server, in the same process or in one of
//! its own, through a pipe, and it is strict. A second answer to a request, an
//! answer to none, a message that is not what the protocol's types say, or a
//! request left open fails the test.

mod corpus;
mod dice;
mod editor;
mod message;

pub use corpus::Folder;
pub use dice::Dice;
pub use editor::{Begin, Editor, Manners};
pub use message::strictly;

/// Says why a test was not done. `cargo test` keeps what a test prints to itself
/// when it passes, but not this.
pub fn skipped(why: &str) {
    use std::io::Write;

    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
