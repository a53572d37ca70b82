//! The two readers say the same.

use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::read;
use crate::syntax::Parser;

/// Texts of the forms that are known, of those that are not, and of both.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => prop::sample::select(vec![
            "words ", "“so” ", "é 😀", "\n", "\n\n", "[he]{@a}", "[so]{by @a of &b on #c}",
            "[a [b]{@b} c]{by @a, &b at 2011-11}", "[too]{more}", "[x]{note: unsure}", "[1] ",
            "\\[", "{% c %}", "\n{% c %}\n", "\n{% c\n d [e]{@f}\n g %}\n", "\n# Title\n", "\n\n## [A]{&a} b\n\n",
            "\n\n@a: A B\n    also: C; D\n    role: chair of &b, 2011..\n\n",
            "\n\n@s: S\n    also: T, ~2011-12-01\n    role: chair of &b, ~2011..2014-05\n\n",
            "      and &d, x: 2012..\n", "  role: a\n    b: &c\n   @d: e\n",
            "\n#t: T\n", "\n&o-1: Ö\n  link: https://x.org/@y/#z.\n  note: see \"@q\" &r.\n",
            "\n::: by @a as \"x\"\n", "\n:::\n", "\n\n::: by “c’s … d”, @a\nHe said.\n:::\n",
            "by @a at 2011", "[s]{by ? to &b as “chair”}", "[u]{by \"a b\" of &c}",
            "[v]{by @a, “no one” on #t}",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "[", "]", "{", "}", "]{", "{%", "%}", "\\", ":::", "---", "# ", "@a", "@a: ", "&", "#",
            "    ", " ", "\t", "\r\n", "\u{feff}", ":", ",", "?", "\"", "“", "”", "..", "2011..?",
            "..2013@b", "...2013@b", "\n@k: K\n  x 2011-12: &v\n", "\n@k: K\n  h2: &v\n  p 2: @w\n", "\n@k: K\n  by 3: &v\n  a -b: &c\n", "more", "note:", "role: ", "://", "-", "_", "\u{301}", "\n    ", "\n\n  ",
            "x", "ª", "²", "\u{a0}", "\0", "\n---\n", "{@a @b}", "{by by @a}", "]{}", "[]{@a}",
        ]).prop_map(str::to_owned),
        // Anything, in prose, in a value, in a tag.
        1 => "[a-c01@&#:;,.?!\"“”’%/(){}\\[\\]\\\\ \t_é×²-]{1,7}",
        1 => "\n@v: V\n  note: [a-c01@&#:;,.?!\"“”’%/(){}\\[\\]\\\\ _é×²~-]{1,9}\n",
        1 => "\n@v: V\n  role: a,? ?~?(2011|1|&b|-1|-12|\\.\\.|\\?|x|@c|~| ){1,6}\n",
        1 => "\\[w\\]\\{(by |of |at |as |to |on |more|note:|@a|&b|#c|2011(-11(-2)?)?|\\.\\.|\\?|,|\"x\"|“y”|\"\"|“| |[a-c01é:;%-]){1,6}\\}",
    ];
    let header = prop_oneof![
        2 => Just(String::new()),
        4 => Just("---\ntitle: A “b” @c, https://x.y/@z\ndate: 2011-11\nsource: &d\n---\n\n".to_owned()),
        1 => "---\n((date|title|part of|x|h2|a 2011|on 2|b 2011-12):( (2011|a@b|&a|@a\\.b|..2011@c|\"&x\"|\"|’s|“))*\n){0,3}---( |\n|\n\n)?",
    ];
    let pieces = prop::collection::vec(piece, 0..14);
    (header, pieces, any::<bool>()).prop_map(|(header, pieces, is_crlf)| {
        let text = header + &pieces.concat();
        match is_crlf {
            true => text.replace('\n', "\r\n"),
            false => text,
        }
    })
}

/// A test of random texts says something only if many of them are read here.
#[test]
fn a_third_of_the_random_texts_is_read_without_the_parser() {
    let mut runner = TestRunner::deterministic();
    let drawn = (0..1_000).map(|_| texts().new_tree(&mut runner).unwrap().current());
    let read_here = drawn.filter(|text| read(text).is_some()).count();
    assert!(read_here > 333, "{read_here} of 1000");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_is_what_the_parser_reads(text in texts()) {
        if let Some(document) = read(&text) {
            prop_assert_eq!(document, Parser::new().parse(&text));
        }
    }
}

#[test]
fn articles_whose_lines_end_with_crlf_are_read_here() {
    let text = "---\ntitle: T\n---\n\n# H\n\n[A]{@a} said\n[so]{by @a}.\n\n@a: A\n    role: x\n\n\
                ::: by @a\nYes.\n:::\n{% c\n d %}\nE\n";
    for text in [text.replace('\n', "\r\n"), text.replace("H\n", "H\r\n")] {
        assert_eq!(read(&text), Some(Parser::new().parse(&text)), "{text:?}");
    }
}

#[test]
fn the_full_stops_before_a_range_are_no_part_of_it() {
    for stops in 1..8 {
        let stops = ".".repeat(stops);
        let text = format!("@k: K\n    role: a {stops}2013&b {stops} &c{stops}&d\n");
        assert_eq!(read(&text), Some(Parser::new().parse(&text)), "{text:?}");
    }
}

#[test]
fn the_example_corpus_is_read_without_the_parser() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/commissioning");
    let mut left = Vec::new();
    let mut read_here = 0;
    for entry in std::fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "qm") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        match read(&text) {
            Some(document) => {
                assert_eq!(document, Parser::new().parse(&text), "{}", path.display());
                read_here += 1;
            }
            None => left.push(path),
        }
    }
    assert!(left.len() * 10 < read_here, "left to the parser: {left:?}");
}
