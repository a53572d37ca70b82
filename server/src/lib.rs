//! Quotemark: a markup for who said what, its server and its command line.
//!
//! One way through the house: `store` (files) → `syntax` (text to typed view) →
//! `model` (what the corpus means) → `features` (answers) and `tables` → `lsp` or `cli`, which know
//! nothing of each other and meet in [`main`].
//! `settings` says what a corpus and an editor want of the answers. What knows no file
//! is a crate of its own, `quotemark-analysis`; what makes bytes of tables is `quotemark-formats`.
#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "tests write where they like"
    )
)]

pub use quotemark_analysis::{
    alone, coded, coding, edit_distance, features, graph, marking, model, network, overview,
    percent, proposals, reports, settings, syntax, table, tables,
};

pub mod cli;
pub mod lsp;
pub mod store;

/// The program: the command line, and the server that it can start.
pub fn main() -> std::process::ExitCode {
    cli::main(|args| {
        lsp::run(lsp::ServerOptions {
            tcp: args.tcp,
            paranoid: args.paranoid,
            refusals: store::Refusals::of_user(),
            ..lsp::ServerOptions::default()
        })
    })
}
