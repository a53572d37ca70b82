//! Makes `src/` again from `grammar.js`, with neither Node nor the tree-sitter
//! command: `cargo run -p tree-sitter-quotemark --example regenerate`.

use std::{path::Path, process::ExitCode};

use tree_sitter_generate::{ABI_VERSION_MAX, OptLevel, generate_parser_in_directory};

fn main() -> ExitCode {
    let mut diagnostics = Vec::new();
    let done = generate_parser_in_directory(
        env!("CARGO_MANIFEST_DIR"),
        None::<&Path>,
        None::<&Path>,
        ABI_VERSION_MAX,
        None,
        Some("native"),
        true,
        OptLevel::default(),
        &mut diagnostics,
    );
    for diagnostic in diagnostics {
        eprintln!("{diagnostic:?}");
    }
    if let Err(error) = done {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
