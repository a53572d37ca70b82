//! What the typed view says of broken and of sound documents.

use super::*;

/// The problems of a text, as `Kind "words"`.
fn problems(text: &str) -> Vec<String> {
    let document = Parser::new().read(text);
    let problems = document.problems.iter();
    problems
        .map(|problem| {
            let code = format!("{:?}", problem.code);
            let code = code.strip_prefix("Syntax").unwrap_or(&code);
            format!("{code} {:?}", &text[problem.range])
        })
        .collect()
}

#[test]
fn every_mistake_of_form_is_named_where_it_is() {
    for (text, expected) in [
        ("[a]{@x and so", "UnclosedTag \"{@x\""),
        ("[a]{by @x on the plan. [b]{@y}", "UnclosedTag \"{by @x\""),
        ("[a]{", "UnclosedTag \"{\""),
        ("a ]{@x} b", "UnopenedTag \"]{@x}\""),
        ("::: by @x\nwords\n", "UnclosedFence \"::: by @x\""),
        ("a\n:::\nb", "UnopenedFence \":::\""),
        ("::: by @x\na\n::::", "FenceLength \"::::\""),
        ("a {% b\n\nc", "UnclosedComment \"{%\""),
        ("---\ndate: 2011\n\nwords", "UnclosedHeader \"---\""),
        ("[a]{}", "EmptyTag \"{}\""),
        ("[]{@x}", "TagWithoutWords \"[]{@x}\""),
        ("[a]{bye @x}", "UnknownWord \"bye\""),
        ("[a]{@x now}", "UnknownWord \"now\""),
        ("[a]{?}", "UnknownWord \"?\""),
        ("[a]{of &b}", "UnknownWord \"of\""),
        ("[a]{by @x [b]{@y}", "UnclosedTag \"{by @x\""),
        ("[a]{by @x of &b of &c}", "RepeatedClause \"of\""),
        ("[a]{by @x at 2011 2012}", "RepeatedClause \"2012\""),
        ("[a]{by @x as “b” “c”}", "RepeatedClause \"“c”\""),
        ("[a]{by @x for &b}", "WrongReference \"&b\""),
        ("[a]{by #x}", "WrongReference \"#x\""),
        ("[a]{by}", "MissingValue \"by\""),
        ("[a]{by @x of}", "MissingValue \"of\""),
        ("[a]{by @x as chair}", "UnknownWord \"chair\""),
        ("[a]{by \"\"}", "MissingValue \"\\\"\\\"\""),
        ("[a]{by “ … ” of &b}", "MissingValue \"“ … ”\""),
        ("[a]{by \"x\" \"y\"}", "UnknownWord \"\\\"y\\\"\""),
        ("[a]{by @x, \"y\" “z”}", "UnknownWord \"“z”\""),
        ("[a]{by @x, “y}", "UnknownWord \"“y\""),
        ("[a]{by @x of \"y\"}", "UnknownWord \"\\\"y\\\"\""),
        ("[a]{by @x to “y”}", "UnknownWord \"“y”\""),
        ("[a]{by @x, spokesman}", "UnknownWord \"spokesman\""),
        ("[a]{by \"x\", “y\nz”}", "UnclosedTag \"{by \\\"x\\\"\""),
        ("[a]{note}", "MissingValue \"note\""),
        ("@x:\n", "MissingName \"@x\""),
        ("@x-: X\n", "UnknownWord \"@x-\""),
        ("@x: X\n    no colon\n", "BadLine \"no colon\""),
        ("@x: X\n\n    also: Y\n", "StrayProperty \"also\""),
        ("[a]{by @x at 2011-13}", "DateMalformed \"2011-13\""),
        ("[a]{by @x at 2011..2012}", "DateMalformed \"2011..2012\""),
        (
            "@x: X\n    also: Y, 2013..2011; Z\n",
            "DateReversed \"2013..2011\"",
        ),
        (
            "@x: X\n    also: Y; Z, 2010–2014\n",
            "DateMalformed \"2010–2014\"",
        ),
        (
            "@x: X\n    role: a, 2013..2011\n",
            "DateReversed \"2013..2011\"",
        ),
        (
            "&x: X\n    active: long ago\n",
            "DateMalformed \"long ago\"",
        ),
        ("@x: X\n    role: a, ~2011..\n", "DateMalformed \"~2011..\""),
        (
            "@x: X\n    also: Y, 2011..~2012\n",
            "DateMalformed \"2011..~2012\"",
        ),
        ("&x: X\n    active: ~..?\n", "DateMalformed \"~..?\""),
        (
            "@x: X\n    role: a, ~2013..2011\n",
            "DateReversed \"~2013..2011\"",
        ),
        ("[a]{by @x at ~2011}", "DateMalformed \"~2011\""),
        ("---\ndate: ~2011\n---\n", "DateMalformed \"~2011\""),
        ("---\ncoded: yes\n---\n", "DateMalformed \"yes\""),
        ("---\nreviewed: 2011-13\n---\n", "DateMalformed \"2011-13\""),
        ("---\ndate: yesterday\n---\n", "DateMalformed \"yesterday\""),
    ] {
        assert_eq!(problems(text), [expected], "{text:?}");
    }
}

#[test]
fn sound_documents_have_no_problems() {
    for text in [
        "",
        "AT&T [sic] a@b.org #NHS {x} ‘[What] we see’ \\]{ ] [\n\n@nhs and &c",
        "[a]{by \"x\"} [b]{by “y z”, @x, \"it \\\"is\\\"\", ? of &b}\n\n::: by \"x\"\nc\n:::\n",
        "[a [b]{@b} c\nd]{by @x, ? of &b to @y, &z on #t, #u for #v against #w at 2011-11 as \"chair\"}",
        "[a]{by @x} b [c]{more} [d]{note: so [it] is}",
        "---\nid: a\ncoder: A; B\ncoded:\nreviewed: 2011-11\nlanguage: en\n---\n",
        ":::: by @x\na\n\n::: by @y\nb\n:::\n\n::::\n",
        "@x: X\n    role: chair of &b,\n        2011..2012\n    role: a, ~2011-12-01\n    also: Y, ~2011..2012-05\n    odd key: kept: too\n    link: https://a.b/@c\n&b: B\n",
    ] {
        assert_eq!(problems(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_named() {
    let message = |text: &str| {
        let problems = Parser::new().read(text).problems;
        problems.into_iter().next().unwrap().message
    };
    let over_lines = message("[a]{by \"x\", “a senior\nofficial”} said");
    assert!(
        over_lines.contains("the quotation mark of `“a senior` is not closed"),
        "{over_lines}"
    );
    let in_tag = message("[a]{by “a senior official} said");
    assert!(in_tag.contains("no closing quotation mark"), "{in_tag}");
}

#[test]
fn words_of_speakers_have_the_escapes_of_the_article() {
    for (written, said) in [
        ("\"a  senior\t official \"", "a senior official"),
        ("\"it \\\"is\\\" so\"", "it \"is\" so"),
        ("“it \\”", "it \\"),
        ("\"a \\] b \\\\ c \\d\"", "a ] b \\ c \\d"),
    ] {
        let text = format!("[a]{{by {written}}}");
        let document = Parser::new().read(&text);
        let [Speaker::Unnamed(words)] = document.quotes[0].clauses.speakers[..] else {
            panic!("{text} has one speaker in words");
        };
        assert_eq!(string_words(words, &text), said, "{text}");
    }
}

#[test]
fn values_go_on_over_deeper_lines() {
    let text = "@x: X\n    role: chair of\n        &b: the body, 2011\n    also: Y\n";
    let document = Parser::new().read(text);
    let role = &document.declarations[0].properties[0];
    assert_eq!(role.value(text), "chair of &b: the body, 2011");
    assert_eq!(role.references.len(), 1);
    assert_eq!(document.declarations[0].properties.len(), 2);
}

#[test]
fn a_missing_name_stands_behind_the_id() {
    for text in ["@x:", "@x: \r", "@x:\t \u{a0}\n\nwords"] {
        let document = Parser::new().parse(text);
        let declaration = &document.declarations[0];
        assert_eq!(declaration.name, TextRange::new(2, 2), "{text:?}");
        assert!(declaration.range.covers(declaration.name), "{text:?}");
    }
    let document = Parser::new().parse("@x: X\n  k: \r");
    let declaration = &document.declarations[0];
    assert!(declaration.range.covers(declaration.properties[0].value));
}

#[test]
fn more_goes_on_with_the_quote_whose_tag_came_last() {
    let text = "[a [b]{by @y} c]{by @x} [d]{more}\n\n[e]{more}";
    let document = Parser::new().read(text);
    let fragments = |quote: usize| {
        document.quotes[quote]
            .fragments
            .iter()
            .map(|range| &text[*range])
            .collect::<Vec<_>>()
    };
    assert_eq!(fragments(0), ["a [b]{by @y} c", "d", "e"]);
    assert_eq!(fragments(1), ["b"]);
}

#[test]
fn a_byte_order_mark_that_comes_to_the_start_is_one() {
    let (before, after) = ("x\u{feff}# A\n", "\u{feff}# A\n");
    let mut parser = Parser::new();
    parser.read(before);
    parser.edit(Edit {
        start: 0,
        old_end: 1,
        new_end: 0,
        start_point: Point::default(),
        old_end_point: Point { row: 0, column: 1 },
        new_end_point: Point::default(),
    });
    assert_eq!(parser.read_again(after), Parser::new().read(after));
}
