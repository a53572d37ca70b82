//! Runs `test/corpus/*.txt`, in the form that `tree-sitter test` reads too:
//!
//! ```text
//! ==================
//! The name of a test
//! ==================
//! the source
//! ------------------
//!
//! (the tree)
//! ```
//!
//! The source is everything between the two lines, without its last line
//! break. A header needs lines of three dashes, so the line before the tree is
//! the longest of its test. `UPDATE=1 cargo test -p tree-sitter-quotemark
//! --test corpus` writes the trees again; read the difference before you keep it.

mod support;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use support::{first_error, kinds, parse};

const DIVIDER: &str = "------------------";
const BORDER: &str = "==================";

struct Example {
    name: String,
    source: String,
    tree: String,
}

#[test]
fn every_example_has_its_tree() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    let mut names = BTreeSet::new();
    for path in corpus_files() {
        let mut examples = read(&path);
        assert!(!examples.is_empty(), "{} holds no example", path.display());
        for example in &mut examples {
            assert!(
                names.insert(example.name.clone()),
                "two examples are called {}",
                example.name
            );
            let tree = parse(&example.source);
            if let Some(error) = first_error(&tree) {
                writeln!(wrong, "\n{}: an error node, {error}", example.name).unwrap();
            }
            let actual = pretty(&tree.root_node().to_sexp());
            if update {
                example.tree = actual;
            } else if pretty(&example.tree) != actual {
                writeln!(
                    wrong,
                    "\n{}, in {}\n--- expected\n{}\n--- actual\n{actual}",
                    example.name,
                    path.display(),
                    pretty(&example.tree),
                )
                .unwrap();
            }
        }
        if update {
            fs::write(&path, write(&examples)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A construct that no example shows would be one that nobody has looked at.
#[test]
fn every_kind_of_node_has_an_example() {
    let language: tree_sitter::Language = tree_sitter_quotemark::LANGUAGE.into();
    let seen: BTreeSet<_> = corpus_files()
        .iter()
        .flat_map(|path| read(path))
        .flat_map(|example| kinds(&parse(&example.source)))
        .collect();
    let missing: BTreeSet<_> = (0..language.node_kind_count() as u16)
        .filter(|&id| language.node_kind_is_visible(id))
        .filter_map(|id| language.node_kind_for_id(id))
        .filter(|kind| !seen.contains(*kind) && *kind != "end")
        .collect();
    assert!(missing.is_empty(), "no example has {missing:?}");
}

fn corpus_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Vec<Example> {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let is_border = |line: usize| {
        lines.get(line).is_some_and(|line| {
            let line = line.trim_end();
            line.len() >= 3 && line.bytes().all(|byte| byte == b'=')
        })
    };
    let starts: Vec<_> = (0..lines.len())
        .filter(|&line| is_border(line) && is_border(line + 2))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| {
            let name = lines[start + 1].trim().to_owned();
            let body = &lines[start + 3..end];
            let (divider, _) = body
                .iter()
                .enumerate()
                .filter(|(_, line)| {
                    line.trim_end().len() >= 3 && line.trim_end().bytes().all(|byte| byte == b'-')
                })
                .max_by_key(|(_, line)| line.trim_end().len())
                .unwrap_or_else(|| panic!("{name}: no line of dashes before the tree"));
            let mut source = body[..divider].concat();
            if source.ends_with('\n') {
                source.pop();
            }
            Example {
                name,
                source,
                tree: body[divider + 1..].concat(),
            }
        })
        .collect()
}

fn write(examples: &[Example]) -> String {
    let texts: Vec<_> = examples
        .iter()
        .map(|Example { name, source, tree }| {
            format!("{BORDER}\n{name}\n{BORDER}\n{source}\n{DIVIDER}\n\n{tree}\n")
        })
        .collect();
    texts.join("\n")
}

/// One node a line, whatever the spacing was.
fn pretty(tree: &str) -> String {
    let mut lines = String::new();
    let mut depth = 0;
    let mut field = "";
    for word in tree
        .replace('(', " (")
        .replace(')', " ) ")
        .split_whitespace()
        .collect::<Vec<_>>()
    {
        if word == ")" {
            depth -= 1;
            lines.push(')');
        } else if word.ends_with(':') {
            field = word;
        } else {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.extend(std::iter::repeat_n("  ", depth));
            if !field.is_empty() {
                lines.push_str(field);
                lines.push(' ');
                field = "";
            }
            lines.push_str(word);
            depth += 1;
        }
    }
    lines
}
