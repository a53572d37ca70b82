//! The canonical form on single texts, and what it keeps on any text.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::model::{Facts, Ids, OccurrenceKind, SpeakerFacts, facts_of};
use crate::syntax::Side;

fn formatted(text: &str) -> String {
    let source = Source::new(text);
    applied(&source.text, &formatting(&source)).expect("changes are in order")
}

#[test]
fn tags_have_one_form() {
    for (tag, expected) in [
        ("{ @a }", "{@a}"),
        ("{@a,}", "{@a}"),
        ("{\tmore }", "{more}"),
        ("{note:x  y }", "{note: x  y}"),
        ("{by  @a,@b  ,  ?}", "{by @a, @b, ?}"),
        ("{by @a @b}", "{by @a, @b}"),
        ("{by  \"a  b\",“c” ,@a}", "{by \"a  b\", “c”, @a}"),
        (
            "{of &c by \"it \\\"is\\\"\"  on #e}",
            "{by \"it \\\"is\\\"\" of &c on #e}",
        ),
        (
            "{as “vice  chair” at 2011-11 against #h for #g on #f on #e to &d,@c of &c by @a}",
            "{by @a of &c to &d, @c on #f, #e for #g against #h at 2011-11 as “vice  chair”}",
        ),
        (
            "{of &c by @a as \"it \\\" is\"}",
            "{by @a of &c as \"it \\\" is\"}",
        ),
        ("{by @jose\u{301}  on #e}", "{by @jose\u{301} on #e}"),
    ] {
        for (before, after) in [("", ""), ("😀 ", "  x\r\n"), ("# ", "")] {
            let quote = |tag: &str| format!("[q]{{by @z}} {before}[w  w]{tag}{after}");
            // A heading may not stand after words.
            let quote = |tag: &str| match before {
                "# " => format!("# [q]{{by @z}} [w  w]{tag}"),
                _ => quote(tag),
            };
            assert_eq!(formatted(&quote(tag)), quote(expected));
        }
    }
}

#[test]
fn fence_lines_have_the_form_of_tags() {
    assert_eq!(
        formatted(":::to @b  by @a \r\n  Words  {@x}  \r\n\r\n[y]{ @a }\r\n:::\t\r\n"),
        "::: by @a to @b\r\n  Words  {@x}  \r\n\r\n[y]{@a}\r\n:::\r\n"
    );
    assert_eq!(formatted("::::  by  ?\nx\n::::"), ":::: by ?\nx\n::::");
    assert_eq!(
        formatted("::: of &b by “a  spokesman” ,@c\nx\n:::"),
        "::: by “a  spokesman”, @c of &b\nx\n:::"
    );
}

#[test]
fn declarations_and_headers_have_one_form() {
    for (text, expected) in [
        (
            "@a:Ann  Lee  \n  also:Lee ;Dr Lee;  \n\trole :  chair of &b\n\t\tnote: more  \n\tpart of:&b,..2011\n",
            "@a: Ann  Lee\n    also: Lee; Dr Lee;\n    role: chair of &b\n        note: more\n    part of: &b, ..2011\n",
        ),
        (
            "&b:\t B\r\n part of: &x ,  2007 ..\r\n active : 2001.. ?\t\r\n\r\n\r\n@c: C  ",
            "&b: B\r\n    part of: &x, 2007..\r\n    active: 2001..?\r\n\r\n\r\n@c: C",
        ),
        (
            "@a: A\r  note:\r      one \r       ; two\r",
            "@a: A\r    note:\r        one\r        ; two\r",
        ),
        (
            "@a: A\n  also: B ,2010 .. 2012 ; C, Jr. ;D,..2009\n",
            "@a: A\n    also: B, 2010..2012; C, Jr.; D, ..2009\n",
        ),
        (
            "@a: A\n  also: B ; \n     C;D ;; E\n",
            "@a: A\n    also: B;\n        C; D; ; E\n",
        ),
        (
            "--- \n  title :A  b \nsource:2011\n   x: y\n--- \n\nA  b  \n",
            "---\ntitle: A  b\nsource: 2011\n    x: y\n---\n\nA  b  \n",
        ),
        (
            "@a: A\n  link:https://a.b \n",
            "@a: A\n    link: https://a.b\n",
        ),
    ] {
        assert_eq!(formatted(text), expected);
    }
}

#[test]
fn what_is_broken_stays_as_it_is() {
    for text in [
        "[x]{by  @a  and}",
        "[x]{ by  @a",
        "[]{ @a }",
        "[x]{by @a at  2011-13}",
        "[x]{by @a at 2011 2012}",
        "[x]{by @a as \"b\" \"c\"}",
        "[x]{ }",
        "]{ @a }",
        "::: by  @a \nx\n",
        ":::  more \nx\n:::",
        "::: by @a \u{c}\nx\n:::\n",
        "@a: A\n  also: B\n  nonsense \n",
        "---\ntitle:  x\n\ny",
        "{%  by  @a %}  \\]{ @a }",
        "@a: A\n    active: 2011 .. 2010\n",
    ] {
        assert_eq!(formatted(text), text);
    }
    assert_eq!(
        formatted("[x]{ @a } [y]{by  @a  and} [z]{ @b }"),
        "[x]{@a} [y]{by  @a  and} [z]{@b}"
    );
}

#[test]
fn changes_are_small() {
    let source = Source::new("[é]{by  @a of &b} and\n@x: X\n");
    let edits = formatting(&source);
    assert_eq!(edits, [TextEdit::delete(TextRange::new(8, 9))]);
}

#[test]
fn a_range_is_formatted_with_all_that_it_touches() {
    let text = "[x]{ @a } [y]{ @b }\n\n@c:C\n  also:D\n  note:E\n";
    let source = Source::new(text);
    let within = |from, to| {
        let edits = range_formatting(&source, TextRange::new(from, to));
        applied(text, &edits).unwrap()
    };
    assert_eq!(within(4, 4), text.replace("{ @a }", "{@a}"));
    assert_eq!(within(10, 12), text);
    let declaration = text.find("also").unwrap();
    let expected = text
        .replace("@c:C", "@c: C")
        .replace("  also:", "    also: ")
        .replace("  note:", "    note: ");
    assert_eq!(within(declaration, declaration), expected);
}

#[test]
fn nothing_is_broken() {
    // White space that is none of markup's, and indented deeper than the key.
    let text = "#c: C\n also:A\n  \u{85}";
    assert_eq!(formatted(text), text);
}

#[test]
fn typing_formats_what_was_ended() {
    let typed = |marked: &str, typed: &str| {
        let offset = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let source = Source::new(text.as_str());
        applied(&text, &on_type(&source, offset, typed)).unwrap()
    };
    assert_eq!(
        typed("[x]{ @a } [y]{by @b,@c}| [z]{ @c }", "}"),
        "[x]{ @a } [y]{by @b, @c} [z]{ @c }"
    );
    for (marked, expected) in [
        ("@a: A\n|", "@a: A\n    "),
        ("@a:A \r\n|\r\n\r\nx", "@a: A\r\n    \r\n\r\nx"),
        ("@a: A\n  |\n    role: b", "@a: A\n    \n    role: b"),
        ("@a: A\n  also:B\n|", "@a: A\n    also: B\n    "),
        ("@a: A\n    also: B\n    \n|", "@a: A\n    also: B\n    \n"),
        ("@a: A\n\n|", "@a: A\n\n"),
        ("words\n|", "words\n"),
        ("@a:\r|\n\r\n", "@a:\r\n\r\n"),
        // The blank line below is the article's own.
        (":::\n@a: A\n   |\nb", ":::\n@a: A\n   \nb"),
        ("|", ""),
    ] {
        assert_eq!(typed(marked, "\n"), expected, "{marked:?}");
    }
}

// ---- Any text ---------------------------------------------------------------

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "[", "]", "]{", "{", "}", "}", "{%", "%}", "\\", "\\]", "\n", "\n", "\n\n", "\r\n", "\r", " ",
    "  ", "\t", "    ", "@a", "@a-", "&b", "#c", "@josé", "@a: A", "&b:B", "@a:", "# ", "## x", "---",
    "---\n", ":::", "::::", "\n::: by @x\n", "\n:::\n", "by ", "of ", "to ", "on ", "for ",
    "against ", "at ", "as ", "by", "note", "note: x", "note:  y ", "more", ",", ";", ":", "?", "\"so\"",
    "“so”", "’", "word", "key: value", "\n  also: B; C", "\n  also: B ,2010 .. ;C, 20", "\n\talso:B ;", "\n    role: x of &b , 2011 ..", "\n  role: y ,~ 2011 .. 2012 ", "\n also: B,~2011; C ,2011..~2", "~",
    "\n  part of: &b,2011", "\n active: 2001 .. 2003 ", "\n      deeper", "2011", "2011-11", "..", "2007..2013",
    "by \"so\" ", "[u]{by“ a \u{a0} man ”,  ? of &b}", "\"it \\\"is\\\"\"",
    "[x]{ @a }", "[y]{by  @a,&b on #c}", "[y]{of &b by @a as “x”}", "[z]{more }", "é", "😀", "\u{a0}", "\u{2028}", "\0",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// What a text says, without where.
#[derive(Debug, PartialEq)]
struct Says {
    words: String,
    named: Vec<(String, OccurrenceKind)>,
    quotes: Vec<String>,
    declared: Vec<String>,
    title: String,
    problems: usize,
}

fn says(text: &str) -> Says {
    let source = Source::new(text);
    let ids = Ids::default();
    let facts: Facts = facts_of(text, &source.document, &ids);
    let mut named: Vec<(String, OccurrenceKind)> = facts
        .occurrences
        .iter()
        .map(|occurrence| (ids.written(occurrence.entity).to_string(), occurrence.kind))
        .collect();
    named.sort();
    let quotes = facts.quotes.iter().map(|quote| {
        let topics = [Side::On, Side::For, Side::Against].map(|side| {
            let topics = quote.topics.iter().filter(|topic| topic.0 == side);
            topics.map(|topic| ids.written(topic.1)).collect::<Vec<_>>()
        });
        let written = |ids_of: &[_]| ids_of.iter().map(|id| ids.written(*id)).collect::<Vec<_>>();
        let speakers = quote.speakers.iter().map(|speaker| match speaker {
            SpeakerFacts::Entity(id) => ids.written(*id).to_string(),
            other => format!("{other:?}"),
        });
        format!(
            "{:?} {:?} {:?} {topics:?} {:?} {:?} {:?} {}",
            speakers.collect::<Vec<_>>(),
            quote.of.map(|of| ids.written(of)),
            written(&quote.to),
            quote.at,
            quote.capacity,
            quote.form,
            quote.fragments.len(),
        )
    });
    let declared = facts.declarations.iter().map(|declared| {
        let names = declared.aliases.iter().map(|name| &*name.text);
        let roles = declared
            .roles
            .iter()
            .map(|role| (&*role.words, role.period));
        let parents = declared
            .parents
            .iter()
            .map(|(id, period)| (ids.written(*id), *period));
        format!(
            "{} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            ids.written(declared.entity),
            declared.name.text,
            names.collect::<Vec<_>>(),
            roles.collect::<Vec<_>>(),
            parents.collect::<Vec<_>>(),
            declared.active,
            declared.links,
            declared.notes,
            declared.others,
        )
    });
    Says {
        words: strip(text, &source.document),
        named,
        quotes: quotes.collect(),
        declared: declared.collect(),
        title: format!("{:?} {:?}", facts.title, facts.date),
        problems: source.document.problems.len(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_says_the_same_and_is_done_at_once(text in text()) {
        let once = formatted(&text);
        prop_assert_eq!(says(&once), says(&text), "{:?}", once);
        prop_assert_eq!(formatted(&once), once);
    }

    #[test]
    fn what_formatting_would_do_needs_no_guard(text in text()) {
        let source = Source::new(text.as_str());
        let edits: usize = pieces(&source).iter().map(|piece| piece.edits.len()).sum();
        prop_assert_eq!(formatting(&source).len(), edits);
    }

    #[test]
    fn any_place_can_be_typed_at(text in text(), at in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (at, to) = (*at.get(&boundaries), *to.get(&boundaries));
        let source = Source::new(text.as_str());
        for edits in [
            on_type(&source, at, "}"),
            on_type(&source, at, "\n"),
            range_formatting(&source, TextRange::new(at.min(to), at.max(to))),
        ] {
            let new = applied(&text, &edits);
            prop_assert!(new.is_some());
            let words = |text: &str| strip(text, &Parser::new().read(text));
            prop_assert_eq!(words(&new.unwrap_or_default()), words(&text));
        }
    }
}
