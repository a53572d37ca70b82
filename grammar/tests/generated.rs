//! The committed parser is the one that `grammar.js` makes.

use std::{fs, path::Path};

use tree_sitter_generate::{ABI_VERSION_MAX, OptLevel, generate_parser_in_directory};

#[test]
fn the_parser_is_that_of_the_grammar() {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    fs::create_dir_all(&fresh).unwrap();
    for name in ["grammar.js", "tree-sitter.json"] {
        fs::copy(grammar.join(name), fresh.join(name)).unwrap();
    }
    generate_parser_in_directory(
        fresh.as_path(),
        None::<&Path>,
        None::<&Path>,
        ABI_VERSION_MAX,
        None,
        Some("native"),
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )
    .expect("grammar.js makes a parser");
    for name in ["parser.c", "grammar.json", "node-types.json"] {
        let read = |folder: &Path| {
            fs::read_to_string(folder.join("src").join(name))
                .unwrap()
                .replace("\r\n", "\n")
        };
        assert!(
            read(grammar) == read(&fresh),
            "src/{name} is not what grammar.js makes; run `cargo run -p tree-sitter-quotemark --example regenerate`",
        );
    }
}
