//! Runs `test/highlight/*.qm` against `queries/highlights.scm`, and looks at
//! the other queries.
//!
//! The files are Quotemark with marker lines in between. A marker line is a
//! comment, `{% … %}`, whose carets stand under the characters of the last
//! line before it that is no marker line, with the colour that they should
//! have after them:
//!
//! ```text
//! [he]{@ruiz} said
//!  {% ^^^^^ constant %}
//! # Heading
//! {% <- markup.heading.marker %}
//! ```
//!
//! `<-` points at the character over the line's start, `none` is no colour at
//! all. Marker lines are taken out before the rest is parsed, as a header or a
//! declaration cannot hold a comment; so unlike those of `tree-sitter test` they
//! may stand everywhere, and they may be indented without changing the document.

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use support::parse;
use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};
use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};
use tree_sitter_quotemark::{
    FOLDS_QUERY, HIGHLIGHTS_QUERY, INJECTIONS_QUERY, LANGUAGE, LOCALS_QUERY, TAGS_QUERY,
};

/// Captures that themes know in Neovim, in Helix, or in both.
const COLOURS: &[&str] = &[
    "comment",
    "constant",
    "error",
    "keyword",
    "label",
    "markup.heading",
    "markup.heading.marker",
    "markup.link.label",
    "markup.quote",
    "markup.strong",
    "property",
    "punctuation.bracket",
    "punctuation.delimiter",
    "punctuation.special",
    "spell",
    "string",
    "string.escape",
    "string.special",
    "string.special.url",
    "type",
];

#[test]
fn every_marker_finds_its_colour() {
    let mut wrong = String::new();
    let mut seen = BTreeSet::new();
    for path in files("test/highlight", "qm") {
        let (source, markers) = read(&fs::read_to_string(&path).unwrap());
        assert!(!markers.is_empty(), "{} holds no marker", path.display());
        let colours = colours(&source);
        let lines: Vec<_> = source.split('\n').collect();
        for Marker {
            place,
            line,
            column,
            colour,
        } in markers
        {
            let start: usize = lines[..line].iter().map(|line| line.len() + 1).sum();
            let Some((offset, character)) = lines[line].char_indices().nth(column) else {
                writeln!(wrong, "{}:{place}: a caret under nothing", path.display()).unwrap();
                continue;
            };
            let actual = colours[start + offset].as_deref().unwrap_or("none");
            if actual != colour {
                writeln!(
                    wrong,
                    "{}:{place}: {character:?} in column {column} should be {colour} and is {actual}",
                    path.display(),
                )
                .unwrap();
            }
            seen.insert(colour);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let unseen: Vec<_> = COLOURS
        .iter()
        .filter(|colour| **colour != "spell" && !seen.contains(**colour))
        .collect();
    assert!(unseen.is_empty(), "no marker has {unseen:?}");
}

#[test]
fn every_query_compiles_and_uses_known_captures() {
    let tags = [
        "name",
        "definition.constant",
        "definition.module",
        "definition.type",
        "reference.constant",
        "reference.module",
        "reference.type",
    ];
    for (name, query, allowed) in [
        ("highlights", HIGHLIGHTS_QUERY, COLOURS),
        ("folds", FOLDS_QUERY, &["fold"]),
        ("injections", INJECTIONS_QUERY, &["injection.content"]),
        (
            "locals",
            LOCALS_QUERY,
            &["local.scope", "local.definition", "local.reference"],
        ),
        ("tags", TAGS_QUERY, &tags),
    ] {
        let query = compile(query);
        for capture in query.capture_names() {
            assert!(
                capture.starts_with('_') || allowed.contains(capture),
                "{name}.scm captures @{capture}",
            );
        }
    }
}

/// The promises at the top of highlights.scm.
#[test]
fn the_order_of_the_patterns_is_safe() {
    let query = compile(HIGHLIGHTS_QUERY);
    for source in sources() {
        let mut captures = BTreeMap::<usize, Vec<Capture>>::new();
        each_capture(&query, &source, |name, node, pattern| {
            captures
                .entry(node.start_byte())
                .or_default()
                .push(Capture {
                    name: name.to_owned(),
                    node: node.id(),
                    depth: std::iter::successors(node.parent(), |node| node.parent()).count(),
                    pattern,
                });
        });
        for (start, captures) in captures {
            let place = source[start..].lines().next();
            for outer in &captures {
                for inner in &captures {
                    assert!(
                        outer.node != inner.node || outer.name == inner.name,
                        "both @{} and @{} at {place:?} in\n{source}",
                        outer.name,
                        inner.name,
                    );
                    assert!(
                        outer.depth >= inner.depth || outer.pattern < inner.pattern,
                        "@{} paints over @{} at {place:?} in\n{source}",
                        outer.name,
                        inner.name,
                    );
                }
            }
        }
    }
}

struct Capture {
    name: String,
    node: usize,
    depth: usize,
    pattern: usize,
}

#[test]
fn folds_are_blocks_of_several_lines() {
    let source =
        "---\ntitle: x\n---\n\n# One\n\n@a: A\n  also: B\n\n::: by @a\nText.\n:::\n\n# Two\n";
    let mut folds = Vec::new();
    each_capture(&compile(FOLDS_QUERY), source, |_, node, _| {
        folds.push((
            node.kind().to_owned(),
            node.start_position().row,
            node.end_position().row,
        ));
    });
    let expected = [
        ("header", 0, 2),
        ("section", 4, 13),
        ("declaration", 6, 7),
        ("fence", 9, 11),
        ("section", 13, 14),
    ];
    assert_eq!(
        folds,
        expected.map(|(kind, from, to)| (kind.to_owned(), from, to))
    );
}

#[test]
fn tags_are_declarations_and_references() {
    let source =
        "@a: A\n    role: chair of &b\n\n[x]{by @a of &b on #c}\n\n::: by @a\n[y]{#c}\n:::\n";
    let mut tags = Vec::new();
    each_capture(&compile(TAGS_QUERY), source, |name, node, _| {
        if name != "name" {
            let words = source[node.byte_range()].lines().next().unwrap();
            tags.push(format!("{name} {words}"));
        }
    });
    let expected = [
        "definition.constant @a: A",
        "reference.type &b",
        "reference.constant @a",
        "reference.type &b",
        "reference.module #c",
        "reference.constant @a",
        "reference.module #c",
    ];
    assert_eq!(tags, expected);
}

struct Marker {
    /// The marker's own line in its file, counted from 1.
    place: usize,
    /// The line that it speaks of, in the document without markers.
    line: usize,
    column: usize,
    colour: String,
}

fn read(file: &str) -> (String, Vec<Marker>) {
    let mut lines: Vec<&str> = Vec::new();
    let mut markers = Vec::new();
    for (place, line) in file.split('\n').enumerate() {
        let Some((columns, colour)) = marker(line) else {
            lines.push(line);
            continue;
        };
        let above = lines
            .len()
            .checked_sub(1)
            .expect("a marker line stands under another line");
        markers.extend(columns.into_iter().map(|column| Marker {
            place: place + 1,
            line: above,
            column,
            colour: colour.clone(),
        }));
    }
    (lines.join("\n"), markers)
}

fn marker(line: &str) -> Option<(Vec<usize>, String)> {
    let inside = line.trim().strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let colour = inside.strip_prefix("<-").or_else(|| {
        inside
            .starts_with('^')
            .then(|| inside.trim_start_matches(['^', ' ']))
    })?;
    let carets: Vec<_> = line
        .chars()
        .enumerate()
        .filter(|(_, c)| *c == '^')
        .map(|(column, _)| column)
        .collect();
    let columns = if carets.is_empty() {
        vec![line.chars().take_while(|c| *c == ' ').count()]
    } else {
        carets
    };
    Some((columns, colour.trim().to_owned()))
}

/// The colour of every byte.
fn colours(source: &str) -> Vec<Option<String>> {
    let mut configuration = HighlightConfiguration::new(
        LANGUAGE.into(),
        "quotemark",
        HIGHLIGHTS_QUERY,
        INJECTIONS_QUERY,
        LOCALS_QUERY,
    )
    .unwrap();
    let names: Vec<_> = COLOURS.iter().filter(|name| **name != "spell").collect();
    configuration.configure(&names);
    let mut highlighter = Highlighter::new();
    let events = highlighter
        .highlight(&configuration, source.as_bytes(), None, None, |_| None)
        .unwrap();
    let mut colours = vec![None; source.len()];
    let mut open = Vec::new();
    for event in events {
        match event.unwrap() {
            HighlightEvent::HighlightStart(highlight) => open.push(names[highlight.0].to_string()),
            HighlightEvent::HighlightEnd => drop(open.pop()),
            HighlightEvent::Source { start, end } => colours[start..end].fill(open.last().cloned()),
        }
    }
    colours
}

fn compile(query: &str) -> Query {
    let language: Language = LANGUAGE.into();
    Query::new(&language, query).unwrap_or_else(|error| panic!("{error}\n{query}"))
}

fn each_capture(
    query: &Query,
    source: &str,
    mut visit: impl FnMut(&str, tree_sitter::Node, usize),
) {
    let tree = parse(source);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(query, tree.root_node(), source.as_bytes());
    while let Some((found, index)) = captures.next() {
        let capture = found.captures()[*index];
        let name = query.capture_names()[capture.index as usize];
        visit(name, capture.node, found.pattern_index);
    }
}

/// Everything that the tests of the grammar hold, a block at a time.
fn sources() -> Vec<String> {
    files("test/highlight", "qm")
        .into_iter()
        .chain(files("test/corpus", "txt"))
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.split("==================")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|text| text.trim_start().to_owned())
        .collect()
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}
