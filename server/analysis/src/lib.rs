//! What the texts of a corpus mean, and the answers about them.
//!
//! `reports` (what can be reported) → `syntax` (text to typed view) → `model` (what the corpus means) → `settings` (what a
//! corpus and an editor want of the answers) → `features` (the answers) and `tables` (the corpus as tables) and `coding` (they as plain values for
//! other tools' forms; `marking` makes documents of such values) →
//! `overview` (the corpus on one page) and `alone` (an article that is no file, against a cast). All of it is
//! functions of what they are given: nothing here knows files, a clock, threads of a
//! server, or a protocol. `clippy.toml` keeps the files and the clock out, and the
//! dependencies of this crate the protocol.
#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, reason = "tests read the examples")
)]

pub mod alone;
pub mod coded;
pub mod coding;
pub mod edit_distance;
pub mod features;
pub mod graph;
pub mod marking;
pub mod model;
pub mod network;
pub mod overview;
pub mod percent;
pub mod proposals;
pub mod reports;
pub mod settings;
pub mod syntax;
pub mod table;
pub mod tables;
