//! No edit that is offered costs a word.
//!
//! `WORDS_EDITS` says how many edits are tried (1500), `WORDS_SEED` with which
//! seed the first round begins (1). A hundred thousand:
//!
//!     cargo build --release -p quotemark -p quotemark-words
//!     target/release/quotemark-words edits
//!
//! One round again, by the seed that it said: `quotemark-words edits --one SEED`.

use std::env;
use std::path::Path;

use quotemark_words::run::{Plan, run, written};

#[test]
fn no_edit_costs_a_word() {
    let number = |name: &str, usual: u64| -> u64 {
        let said = env::var(name).ok();
        said.map_or(usual, |said| {
            said.parse()
                .unwrap_or_else(|_| panic!("{name} is a number, not {said}"))
        })
    };
    let tally = run(&Plan {
        seed: number("WORDS_SEED", 1),
        edits: number("WORDS_EDITS", 1500)
            .try_into()
            .expect("a small number"),
        threads: 2,
        program: env!("CARGO_BIN_EXE_quotemark-for-words").into(),
    });
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("words");
    let finds = written(&tally, &folder);
    assert!(finds.is_empty(), "{tally}\n\n{}", finds.join("\n\n"));
    // A tester that makes no edits would find nothing either.
    for what in [
        "action quickfix",
        "rename",
        "formatting",
        "quotemark actions",
    ] {
        let count = tally.counts.get(&format!("edits: {what}"));
        assert!(count.is_some(), "no edit was made by {what}\n{tally}");
    }
}
