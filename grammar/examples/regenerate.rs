//! Makes `src/` anew from `grammar.js`: `cargo run -p tree-sitter-quotemark --example regenerate`.
//! Needs neither Node nor the tree-sitter command.

use std::path::Path;

use tree_sitter_generate::{ABI_VERSION_MAX, OptLevel, generate_parser_in_directory};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut diagnostics = Vec::new();
    let done = generate_parser_in_directory(
        folder,
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
        std::process::exit(1);
    }
}
