//! No text is an error: every one has a tree without an error node, and the
//! tree after an edit is the tree of the text as it then stands.

mod support;

use std::{collections::BTreeSet, ops::ControlFlow};

use proptest::{collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence};
use support::{first_error, kinds, parse, parser, walk};
use tree_sitter::{InputEdit, Point, Tree};

/// What the markup is made of, what looks like it, and the characters that
/// parsers trip over.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "[", "]", "]{", "{", "}", "{%", "%}", "%", "\\", "\\]", "\\{", "\n", "\n", "\n\n", "\r\n",
    "\r", " ", "    ", "\t", "@a", "@a-", "#c---", "&b", "#c", "@josé-garcía", "@a: A", "@a:",
    "@", "&", "#", "# ", "## x", "####### ", "---", "--- ", "----", ":::", "::::", "::: by @x",
    "::: ", "::", "by ", "of ", "to ", "on ", "for ", "against ", "at ", "as ", "by", "note",
    "note: x", "more", ",", ";", ":", "?", "\"", "\"so\"", "“", "”", "“so”", "'", "‘", "’",
    "word", "key: value", "https://a.example/@b/2011", "http:", "://", "    also: B; C",
    "role: x of &b, 2011..", "2011", "2011-", "2011-11", "2011-11-24", "..", "..2", "..2011-",
    "..?", "2007..2013", "(", "/", "-", "_", "é", "e\u{301}", "\u{301}", "😀", "👩\u{200d}👧",
    "東京", "\0", "\u{a0}", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}", "\u{feff}",
    "\u{200e}", "\u{7f}", "\u{10ffff}",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(piece(), pieces).prop_map(|pieces| pieces.concat())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    fn no_text_has_an_error_node(source in text(0..16)) {
        prop_assert_eq!(first_error(&parse(&source)), None);
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn no_long_text_has_an_error_node(source in text(16..200)) {
        prop_assert_eq!(first_error(&parse(&source)), None);
    }

    #[test]
    fn an_edited_tree_is_the_tree_of_the_edited_text(
        source in text(0..60),
        edits in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), text(0..4)), 1..8),
    ) {
        let mut parser = parser();
        let mut source = source;
        let mut tree = parse(&source);
        for (from, to, inserted) in edits {
            let (from, to) = (from.index(source.len() + 1), to.index(source.len() + 1));
            // Most edits are short, so that something of the old tree is left.
            let (start, end) = (from.min(to), from.max(to).min(from.min(to) + 6));
            replace(&mut source, &mut tree, start, end, &inserted);
            // The library passes over a byte order mark only where it has always stood first.
            let old = (start >= '\u{feff}'.len_utf8()).then_some(&tree);
            tree = parser.parse(&source, old).unwrap();
            prop_assert_eq!(shape(&tree), shape(&parse(&source)), "{:?}", source);
        }
    }
}

/// Where a bracket stood on the fence line, what follows it is read in another
/// way, and so it must be when the bracket is gone.
#[test]
fn tokens_are_made_anew_where_others_become_possible() {
    for rest in [
        "@a-",
        "@a---b [",
        "..2011-",
        "2011-",
        "2011..2",
        "\"so",
        "“so",
        "https://a,",
        "note: x",
    ] {
        let mut source = format!("::: by [{rest} x\n");
        let mut tree = parse(&source);
        replace(&mut source, &mut tree, 7, 8, "");
        tree = parser().parse(&source, Some(&tree)).unwrap();
        assert_eq!(shape(&tree), shape(&parse(&source)), "{source:?}");
    }
}

#[test]
fn typing_a_document_makes_the_trees_of_its_beginnings() {
    let document = concat!(
        "---\ntitle: “Late”, he says\nurl: https://a.example/@b\n---\n\n# One\n\n",
        "[He]{@laurence-buckman} [said]{by @a-b of &c at 2011-11..2012-01 as \"d e\"} [f]{note: g}.\n",
        "::: by @x\nA \\]{ b {% c %}\n:::\n\n@x: X\n    role: chair of &y, ..2011-11\n",
    );
    let mut parser = parser();
    let mut source = String::new();
    let mut tree = parse("");
    for character in document.chars() {
        let end = source.len();
        replace(
            &mut source,
            &mut tree,
            end,
            end,
            character.encode_utf8(&mut [0; 4]),
        );
        tree = parser.parse(&source, Some(&tree)).unwrap();
        assert_eq!(first_error(&tree), None, "{source:?}");
        assert_eq!(shape(&tree), shape(&parse(&source)), "{source:?}");
    }
}

/// Node for node, with kinds, fields and places.
fn shape(tree: &Tree) -> Vec<(String, Option<String>, std::ops::Range<usize>)> {
    let mut shape = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        shape.push((
            node.kind().to_owned(),
            cursor.field_name().map(|name| name.to_string()),
            node.byte_range(),
        ));
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return shape;
            }
        }
    }
}

fn replace(source: &mut String, tree: &mut Tree, start: usize, end: usize, inserted: &str) {
    let start = floor(source, start);
    let end = floor(source, end).max(start);
    let start_position = point(source, start);
    let old_end_position = point(source, end);
    source.replace_range(start..end, inserted);
    let new_end_byte = start + inserted.len();
    tree.edit(&InputEdit {
        start_byte: start,
        old_end_byte: end,
        new_end_byte,
        start_position,
        old_end_position,
        new_end_position: point(source, new_end_byte),
    });
}

fn floor(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn point(source: &str, at: usize) -> Point {
    let before = &source[..at];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    Point::new(before.matches('\n').count(), at - line)
}

/// Lines as newspapers print them, with all that could be taken for markup.
const LINES: &[&str] = &[
    "Dr Charles Alessi said: ‘[What] we are seeing here is central control [sic].’",
    "“It is late,” she said (AT&T, a@b.org, #NHS) – 50% {more} or less; see [1] and [2].",
    "A bracket that is [open, and one that is closed] } ] {",
    "by 2011-11-24 of to \"on\" for: against, at; as more? note",
    "Tabs\there,\u{a0}a no-break space and “quotation marks”",
    "    An indented line: as in a letter",
    "- a list\u{2028}* of things",
    "",
    "",
];

/// The same, but each would be markup where it stands.
const MARKUP_LINES: &[&str] = &[
    "# 10 Downing Street",
    "@nhsengland: we are hiring",
    "#NHS: a thread",
    "::: a row of colons",
    ":::",
    "---",
    "a [footnote]{1} and {% a template %}",
    "an escape: \\* and \\]{",
];

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn an_article_is_plain_text(lines in vec(select(LINES), 0..20)) {
        let article = lines.join("\n");
        let tree = parse(&article);
        prop_assert!(only(&tree, &["document", "paragraph", "text"]), "{}", tree.root_node().to_sexp());
        prop_assert_eq!(words(&tree, &article), without_breaks(&article));
    }

    #[test]
    fn an_escaped_article_is_plain_text(
        lines in vec(prop_oneof![select(LINES), select(MARKUP_LINES)], 0..20),
    ) {
        let article = lines.join("\n");
        let escaped = escape(&article);
        let tree = parse(&escaped);
        prop_assert!(
            only(&tree, &["document", "paragraph", "text", "escape"]),
            "{}", tree.root_node().to_sexp(),
        );
        prop_assert_eq!(words(&tree, &escaped), without_breaks(&article));
    }

    #[test]
    fn a_heading_over_an_article_only_makes_a_section(lines in vec(select(LINES), 0..20)) {
        let tree = parse(&format!("# Heading\n\n{}", lines.join("\n")));
        prop_assert!(
            only(
                &tree,
                &["document", "section", "heading", "heading_marker", "title", "paragraph", "text"],
            ),
            "{}", tree.root_node().to_sexp(),
        );
    }
}

fn only(tree: &Tree, allowed: &[&str]) -> bool {
    kinds(tree).is_subset(
        &allowed
            .iter()
            .map(|kind| kind.to_string())
            .collect::<BTreeSet<_>>(),
    )
}

/// A backslash before all that could be read as markup.
fn escape(article: &str) -> String {
    let lines: Vec<_> = article
        .lines()
        .map(|line| {
            let line = line
                .replace('\\', "\\\\")
                .replace("]{", "\\]{")
                .replace("{%", "\\{%");
            if line.starts_with(['#', '@', '&', ':', '-']) {
                format!("\\{line}")
            } else {
                line
            }
        })
        .collect();
    lines.join("\n")
}

/// The texts of the tree, escapes undone.
fn words(tree: &Tree, source: &str) -> String {
    let mut words = String::new();
    walk(tree, |node| {
        match node.kind() {
            "text" => words.push_str(&source[node.byte_range()]),
            "escape" => words.push_str(&source[node.start_byte() + 1..node.end_byte()]),
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    words
}

fn without_breaks(article: &str) -> String {
    article.replace('\n', "")
}
