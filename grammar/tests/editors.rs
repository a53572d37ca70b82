//! Holds the queries of Helix and of Zed to the grammar: each compiles, uses
//! only captures that its editor knows, and colours the corpora as
//! `queries/highlights.scm` does.

mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use support::parse;
use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};
use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};
use tree_sitter_quotemark::{HIGHLIGHTS_QUERY, LANGUAGE};

struct Editor {
    folder: &'static str,
    /// Captures of highlights.scm that themes know, in part: those that could come into question.
    colours: &'static [&'static str],
    /// What the grammar's captures are called here; no name is no colour.
    renamed: &'static [(&'static str, Option<&'static str>)],
    /// The other queries, with the captures that the editor knows.
    queries: &'static [(&'static str, &'static [&'static str])],
}

/// Captures as Helix documents them: colours in book/src/themes.md (`error` among those of the
/// interface), the others in book/src/guides/ (textobject.md, tags.md, injection.md,
/// rainbow_bracket_queries.md).
const HELIX: Editor = Editor {
    folder: "../editors/helix/queries/quotemark",
    colours: &[
        "attribute",
        "comment",
        "comment.block",
        "constant",
        "constant.character.escape",
        "constant.numeric",
        "error",
        "keyword",
        "label",
        "markup.bold",
        "markup.heading",
        "markup.heading.marker",
        "markup.italic",
        "markup.link.label",
        "markup.link.text",
        "markup.link.url",
        "markup.quote",
        "namespace",
        "punctuation.bracket",
        "punctuation.delimiter",
        "punctuation.special",
        "special",
        "string",
        "string.special",
        "string.special.url",
        "tag",
        "type",
        "variable.other.member",
    ],
    renamed: &[
        ("markup.strong", Some("markup.bold")),
        ("property", Some("variable.other.member")),
        ("spell", None),
        ("string.escape", Some("constant.character.escape")),
    ],
    queries: &[
        ("injections", &["injection.content", "injection.language"]),
        ("rainbows", &["rainbow.bracket", "rainbow.scope"]),
        (
            "tags",
            &[
                "definition.class",
                "definition.constant",
                "definition.function",
                "definition.interface",
                "definition.macro",
                "definition.module",
                "definition.struct",
                "definition.type",
                "name",
            ],
        ),
        (
            "textobjects",
            &[
                "class.around",
                "class.inside",
                "comment.around",
                "comment.inside",
                "entry.around",
                "entry.inside",
                "function.around",
                "function.inside",
                "parameter.around",
                "parameter.inside",
            ],
        ),
    ],
};

/// Captures as Zed documents them in docs/src/extensions/languages.md.
const ZED: Editor = Editor {
    folder: "../editors/zed/languages/quotemark",
    colours: &[
        "attribute",
        "comment",
        "constant",
        "emphasis",
        "emphasis.strong",
        "hint",
        "keyword",
        "label",
        "link_text",
        "link_uri",
        "number",
        "property",
        "punctuation",
        "punctuation.bracket",
        "punctuation.delimiter",
        "punctuation.list_marker",
        "punctuation.special",
        "string",
        "string.escape",
        "string.special",
        "tag",
        "text.literal",
        "title",
        "type",
        "variable",
    ],
    renamed: &[
        ("error", None),
        ("markup.heading", Some("title")),
        ("markup.heading.marker", Some("punctuation.special")),
        ("markup.link.label", Some("link_text")),
        ("markup.quote", Some("emphasis")),
        ("markup.strong", Some("emphasis.strong")),
        ("spell", None),
        ("string.special.url", Some("link_uri")),
    ],
    queries: &[
        ("brackets", &["close", "open"]),
        ("injections", &["injection.content", "injection.language"]),
        (
            "outline",
            &["annotation", "context", "context.extra", "item", "name"],
        ),
        (
            "textobjects",
            &[
                "class.around",
                "class.inside",
                "comment.around",
                "comment.inside",
                "function.around",
                "function.inside",
            ],
        ),
    ],
};

const TEXT: &str = "\
---
title: x
---

# One [and [two]{#c}]{note: x}

[the [ferry]{#c} stays]{by @a of &b} [he]{@a} said, [for now]{more}. {% Is it so? %}

::: by @a
Text.

More.
:::

## Inside

@a: Ada Lamb
    also: Lamb

&b: Board
";

#[test]
fn helix_knows_every_query_and_capture() {
    check_queries(&HELIX);
}

#[test]
fn zed_knows_every_query_and_capture() {
    check_queries(&ZED);
}

#[test]
fn helix_colours_as_the_grammar_does() {
    check_colours(&HELIX);
}

#[test]
fn zed_colours_as_the_grammar_does() {
    check_colours(&ZED);
}

#[test]
fn helix_goes_from_quote_to_quote() {
    let query = read(&HELIX, "textobjects");
    assert_eq!(
        captured(&query, "function.around"),
        [
            "[the [ferry]{#c} stays]{by @a of &b}",
            "[for now]{more}",
            "::: by @a"
        ]
    );
    assert_eq!(
        captured(&query, "function.inside"),
        ["the [ferry]{#c} stays", "for now", "Text.", "More."]
    );
    assert_eq!(
        captured(&query, "class.around"),
        ["# One [and [two]{#c}]{note: x}", "## Inside"]
    );
    assert_eq!(
        captured(&query, "entry.around"),
        ["@a: Ada Lamb", "&b: Board"]
    );
    assert_eq!(captured(&query, "parameter.inside"), ["@a", "&b", "@a"]);
    assert_eq!(captured(&query, "comment.around"), ["{% Is it so? %}"]);
}

#[test]
fn helix_lists_declarations_by_name() {
    let query = read(&HELIX, "tags");
    assert_eq!(captured(&query, "name"), ["Ada Lamb", "Board"]);
    assert_eq!(captured(&query, "definition.constant"), ["@a: Ada Lamb"]);
    assert_eq!(captured(&query, "definition.type"), ["&b: Board"]);
}

#[test]
fn helix_paints_the_brackets_of_spans() {
    let query = read(&HELIX, "rainbows");
    // Three for each of the six spans.
    assert_eq!(captured(&query, "rainbow.scope").len(), 6);
    assert_eq!(captured(&query, "rainbow.bracket").len(), 18);
}

#[test]
fn zed_goes_from_quote_to_quote() {
    let query = read(&ZED, "textobjects");
    assert_eq!(
        captured(&query, "function.around"),
        [
            "[the [ferry]{#c} stays]{by @a of &b}",
            "[for now]{more}",
            "::: by @a"
        ]
    );
}

#[test]
fn zed_outlines_sections_and_declarations() {
    let query = read(&ZED, "outline");
    assert_eq!(
        captured(&query, "name"),
        [
            "One [and [two]{#c}]{note: x}",
            "Inside",
            "Ada Lamb",
            "Board"
        ]
    );
    assert_eq!(captured(&query, "context"), ["# ", "## ", "@a", "&b"]);
}

#[test]
fn zed_pairs_brackets_and_braces() {
    let query = read(&ZED, "brackets");
    assert_eq!(captured(&query, "open").len(), 12);
    assert_eq!(captured(&query, "close").len(), 12);
}

fn check_queries(editor: &Editor) {
    let mut names: Vec<_> = editor.queries.iter().map(|(name, _)| *name).collect();
    names.push("highlights");
    names.sort_unstable();
    assert_eq!(files(editor.folder, "scm"), names, "{}", editor.folder);

    let highlights = ("highlights", editor.colours);
    for (name, allowed) in editor.queries.iter().chain([&highlights]) {
        let query = compile(&read(editor, name));
        for capture in query.capture_names() {
            assert!(
                capture.starts_with('_') || allowed.contains(capture),
                "{}/{name}.scm captures @{capture}",
                editor.folder,
            );
        }
    }
}

/// Every byte of every example has the colours of the grammar's own query, by
/// this editor's names.
fn check_colours(editor: &Editor) {
    let own = read(editor, "highlights");
    let mut seen = BTreeSet::new();
    for folder in [
        "test/highlight",
        "../examples/commissioning",
        "../examples/mistakes",
    ] {
        for name in files(folder, "qm") {
            let Ok(source) = fs::read_to_string(path(folder).join(format!("{name}.qm"))) else {
                continue; // One of the mistakes is a file that is not UTF-8.
            };
            let expected = colours(HIGHLIGHTS_QUERY, &source).into_iter().map(|names| {
                let names = names.into_iter().filter_map(|name| {
                    match editor.renamed.iter().find(|(old, _)| **old == name) {
                        Some((_, new)) => new.map(str::to_owned),
                        None => Some(name),
                    }
                });
                names.collect::<Vec<_>>()
            });
            for ((offset, expected), actual) in expected.enumerate().zip(colours(&own, &source)) {
                assert_eq!(
                    actual,
                    expected,
                    "{folder}/{name}.qm, line {}, in {}",
                    source.as_bytes()[..offset]
                        .split(|byte| *byte == b'\n')
                        .count(),
                    editor.folder,
                );
                seen.extend(actual);
            }
        }
    }
    for capture in compile(&own).capture_names() {
        assert!(seen.contains(*capture), "nothing has the colour @{capture}");
    }
}

/// The colours of every byte, the outermost first.
fn colours(query: &str, source: &str) -> Vec<Vec<String>> {
    let mut configuration =
        HighlightConfiguration::new(LANGUAGE.into(), "quotemark", query, "", "").unwrap();
    let names: Vec<_> = configuration
        .names()
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    configuration.configure(&names);
    let mut colours = vec![Vec::new(); source.len()];
    let mut open = Vec::new();
    let mut highlighter = Highlighter::new();
    for event in highlighter
        .highlight(&configuration, source.as_bytes(), None, None, |_| None)
        .unwrap()
    {
        match event.unwrap() {
            HighlightEvent::HighlightStart(highlight) => open.push(names[highlight.0].clone()),
            HighlightEvent::HighlightEnd => drop(open.pop()),
            HighlightEvent::Source { start, end } => colours[start..end].fill(open.clone()),
        }
    }
    colours
}

/// The first lines of what `capture` finds in `TEXT`, in the order of the text.
fn captured(query: &str, capture: &str) -> Vec<&'static str> {
    let query = compile(query);
    let tree = parse(TEXT);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), TEXT.as_bytes());
    let mut found = BTreeSet::new();
    while let Some((matched, index)) = captures.next() {
        let one = matched.captures()[*index];
        if query.capture_names()[one.index as usize] == capture {
            found.insert((one.node.start_byte(), one.node.end_byte()));
        }
    }
    found
        .into_iter()
        .map(|(start, end)| TEXT[start..end].lines().next().unwrap_or_default())
        .collect()
}

fn compile(query: &str) -> Query {
    let language: Language = LANGUAGE.into();
    Query::new(&language, query).unwrap_or_else(|error| panic!("{error}\n{query}"))
}

fn read(editor: &Editor, query: &str) -> String {
    fs::read_to_string(path(editor.folder).join(format!("{query}.scm"))).unwrap()
}

/// The names of a folder's files with this extension, without it, in order.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn path(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}
