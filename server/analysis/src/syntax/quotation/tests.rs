use proptest::prelude::*;

use super::super::{Parser, strip};
use super::*;
use crate::syntax::TextRange;

/// The quotations of a text, each as it is written; `…` where a mark is missing,
/// `>` where one runs on.
pub(super) fn shown(text: &str) -> Vec<String> {
    let found = Quotations::of_words(text);
    let edge = |edge: Edge| match edge {
        Edge::Mark => "",
        Edge::RunsOn => ">",
        Edge::Missing => "…",
    };
    let found = found.outermost().iter();
    let found = found.map(|quotation| {
        format!(
            "{}{}{}",
            edge(quotation.begins),
            &text[quotation.range],
            edge(quotation.ends)
        )
    });
    found.collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, shown(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The forms of all quotes of a file.
fn forms(text: &str) -> Vec<QuoteForm> {
    let document = Parser::new().read(text);
    let quotations = Quotations::of(text, &document);
    let quotes = document.quotes.iter();
    quotes
        .map(|quote| quotations.form(quote, text, &document))
        .collect()
}

#[track_caller]
fn check_forms(cases: &[(&str, &[QuoteForm])]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, forms(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pairs_in_english() {
    check(&[
        ("“It is late,” she said. “Go.”", &["“It is late,”", "“Go.”"]),
        (
            "\"It is late,\" she said. \"Go.\"",
            &["\"It is late,\"", "\"Go.\""],
        ),
        ("‘It is late,’ she said. ‘Go.’", &["‘It is late,’", "‘Go.’"]),
        ("'It is late,' she said. 'Go.'", &["'It is late,'", "'Go.'"]),
        (
            "''It is late,'' he said. ''Go.''",
            &["''It is late,''", "''Go.''"],
        ),
        (
            "``It is late,'' he said. ``Go.''",
            &["``It is late,''", "``Go.''"],
        ),
        ("‘‘It is late,’’ he said.", &["‘‘It is late,’’"]),
        ("”It is late,” he said.", &["”It is late,”"]),
        ("“It is late\" he said.", &["“It is late\""]),
        ("“It is late“ he said, “so“.", &["“It is late“", "“so“"]),
        ("‘regress'", &["‘regress'"]),
        ("a ‘b “c” d’ e", &["‘b “c” d’"]),
        ("“He said, ‘Go.’”", &["“He said, ‘Go.’”"]),
        ("''He said 'go away'''", &["''He said 'go away'''"]),
        (
            "'''Go away' is what he said''",
            &["'''Go away' is what he said''"],
        ),
        (
            "\"'Go away' is what he said\"",
            &["\"'Go away' is what he said\""],
        ),
        (
            "(“so”) [“so”] —“so”— /“so”/ *“so”*",
            &["“so”", "“so”", "“so”", "“so”", "“so”"],
        ),
        (
            "(\"so\") [\"so\"] —\"so\"— *\"so\"* $\"so\"",
            &["\"so\"", "\"so\"", "\"so\"", "\"so\"", "\"so\""],
        ),
        ("she said:\"So it is.\"", &["\"So it is.\""]),
        (
            "said \" Nobody may pass. \" and left",
            &["\" Nobody may pass. \""],
        ),
        ("“… and so on …”", &["“… and so on …”"]),
        ("\"...and so on...\" she said", &["\"...and so on...\""]),
        ("“I was—” “No.”", &["“I was—”", "“No.”"]),
        ("“A.”“B.”", &["“A.”", "“B.”"]),
        ("", &[]),
        ("No mark at all.", &[]),
        ("“”", &["“”"]),
    ]);
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    let none: &[&str] = &[];
    for text in [
        "it's don’t l'eau rock'n'roll",
        "The U.S.'s leaders and all of the old doctors' wives were there.",
        "The U.S.’s leaders and all of the old doctors’ wives were there.",
        "The (GPC)'s leaders and the doctors' wives were all at the quay.",
        "The [GPC]'s leaders and the doctors' wives.",
        "Yahoo!'s shares and the doctors' wives.",
        "Yahoo!' shares and the doctors' wives.",
        "The A*'s owners and the doctors' wives.",
        "The 5%'s share and the doctors' wives.",
        "The 🚢's crew and the doctors' wives.",
        "The 👨‍👩‍👧's crew and the 👍🏽's and the doctors' wives.",
        "José's boat was older than all of the other crews' boats.",
        "Jose\u{301}'s boat was older than all of the other crews' boats.",
        "Jose\u{301}’s boat was older than all of the other crews’ boats.",
        "'Tis the season of the doctors' wives.",
        "’Tis the season of the doctors’ wives.",
        "‘Tis the season of the doctors’ wives.",
        "'Twas in the '90s, and the crews' boats",
        "back in the ‘90s the boats’ crews",
        "back in the ’90s the boats’ crews",
        "rock 'n' roll and the doctors' wives",
        "rock ‘n’ roll",
        "He is 5' 6\" tall and the door 6' 8\".",
        "a 12\" record and a 7\" single",
        "a 6” pipe and a 12” pipe",
        "nothin' doin', get 'em, the good ol' boys' club",
        "5'",
        "the GPs’",
        "Home » News » Quay",
        "′ and ″ are primes",
        "`code` and `more code`",
    ] {
        assert_eq!(shown(text), none, "{text}");
    }
    check(&[
        ("‘don’t’", &["‘don’t’"]),
        ("'don't'", &["'don't'"]),
        (
            "‘the GPs’ leaders said so’",
            &["‘the GPs’ leaders said so’"],
        ),
        (
            "'the GPs' leaders said so'",
            &["'the GPs' leaders said so'"],
        ),
        ("said ‘at the GPs’ and left", &["‘at the GPs’"]),
        (
            "'It was the doctors' view,' he said",
            &["'It was the doctors' view,'"],
        ),
        ("'Fine' and the crews' boats", &["'Fine'"]),
        ("the crews' boats were 'fine'", &["'fine'"]),
        ("'Tis the season,' he said", &["'Tis the season,'"]),
        ("“’Tis the ’90s,” he said", &["“’Tis the ’90s,”"]),
        ("\"I'm 5' 6\",\" he said", &["\"I'm 5' 6\",\""]),
        (
            "The U.S.'s view was \"late\" to the doctors' wives",
            &["\"late\""],
        ),
        ("“It was the crews’” view", &["“It was the crews’”"]),
        ("rock 'n' roll is 'fun'", &["'fun'"]),
    ]);
}

#[test]
fn pairs_in_other_languages() {
    check(&[
        ("„Gut“, sagte sie. „Ja.“", &["„Gut“", "„Ja.“"]),
        (
            "„Er sagte ‚gut‘ und ging“, so sie",
            &["„Er sagte ‚gut‘ und ging“"],
        ),
        ("‚Gut‘, sagte sie", &["‚Gut‘"]),
        ("„Dobrze”, powiedziała.", &["„Dobrze”"]),
        ("„Gut\", sagte sie", &["„Gut\""]),
        ("»Gut«, sagte sie. (»Ja«)", &["»Gut«", "»Ja«"]),
        ("»Er sagte ›gut‹ dazu«", &["»Er sagte ›gut‹ dazu«"]),
        ("›Gut‹, sagte sie", &["›Gut‹"]),
        ("« Bien », dit-elle. « Oui ! »", &["« Bien »", "« Oui ! »"]),
        ("«Bien», dit-elle. ‹Oui›", &["«Bien»", "‹Oui›"]),
        (
            "«\u{a0}Il a dit “non”.\u{a0}»",
            &["«\u{a0}Il a dit “non”.\u{a0}»"],
        ),
        ("”Bra”, sade hon. ”Ja.”", &["”Bra”", "”Ja.”"]),
        ("’Bra’, sade hon. ’Ja.’", &["’Bra’", "’Ja.’"]),
        ("»Bra», sade hon. »Ja.»", &["»Bra»", "»Ja.»"]),
        ("”Hän sanoi ’ei’ heti”", &["”Hän sanoi ’ei’ heti”"]),
        (
            "「門は狭い」と述べた。「はい」",
            &["「門は狭い」", "「はい」"],
        ),
        (
            "「彼は『いいえ』と言った」",
            &["「彼は『いいえ』と言った」"],
        ),
        ("『門は狭い』", &["『門は狭い』"]),
        ("｢門は狭い｣", &["｢門は狭い｣"]),
        ("〝門は狭い〞と〝門〟", &["〝門は狭い〞", "〝門〟"]),
        ("＂門は狭い＂と＇門＇", &["＂門は狭い＂", "＇門＇"]),
        (
            "办事员说：“中午之前不得通过。”李明离开。",
            &["“中午之前不得通过。”"],
        ),
        ("他说\"不\"然后走了", &["\"不\""]),
        ("그는 “아니”라고 말했다", &["“아니”"]),
        ("그는 \"아니\"라고 말했다", &["\"아니\""]),
        (
            "“Yes,” she said; „nein“, sagte er; « non », dit-il.",
            &["“Yes,”", "„nein“", "« non »"],
        ),
        ("‟So”, he said", &["‟So”"]),
        (
            "\u{202a}”So it is,” he said. \u{200f}\"So.\"\u{200f}",
            &["”So it is,”", "\"So.\""],
        ),
        ("l'eau « d’hier » et l'«eau»", &["« d’hier »", "«eau»"]),
    ]);
}

#[test]
fn a_stray_mark_hides_nothing() {
    check(&[
        (
            "The gate is closed.\" Then she went home. \"Nobody may pass.\"",
            &["…The gate is closed.\"", "\"Nobody may pass.\""],
        ),
        (
            "Der Steg bleibt heute zu“, sagte sie. „Niemand darf durch“, fügte er hinzu.",
            &["…Der Steg bleibt heute zu“", "„Niemand darf durch“"],
        ),
        ("“It is late. “Go,” she said.", &["“It is late.…", "“Go,”"]),
        (
            "‘It is late. “Go,” she said. ‘Now.’",
            &["‘It is late. “Go,” she said.…", "‘Now.’"],
        ),
        ("“So,” she said. “It is late.", &["“So,”", "“It is late.…"]),
        ("a \" b “c” d", &["“c”"]),
        ("It was late ” and “early”", &["…It was late ”", "“early”"]),
        ("an ‘odd one and “so” and ‘b’", &["“so”", "‘b’"]),
    ]);
    let long = "She went home by the last tram of the day. ".repeat(800);
    for stray in ["\"", "“", "„", "«", "''", "‘"] {
        let text = format!("So {stray}it is. {long} “Go,” she said. {long} “No.”");
        assert!(long.len() > 30_000);
        assert_eq!(shown(&text), ["“Go,”", "“No.”"], "{stray}");
        let text = format!("So {stray}it is. {long} He said it {stray}so.");
        assert_eq!(shown(&text), Vec::<String>::new(), "{stray}");
    }
}

#[test]
fn paragraphs_take_up_what_is_open() {
    check(&[
        ("“A b.\n\n“C d.”", &["“A b.>", "“C d.”"]),
        ("\"A b.\n\n\"C d.\"", &["\"A b.>", "\"C d.\""]),
        ("''A b.\n\n''C d.''", &["''A b.>", "''C d.''"]),
        ("‘A b.\n\n‘C d.’", &["‘A b.>", "‘C d.’"]),
        ("„A b.\n\n„C d.“", &["„A b.>", "„C d.“"]),
        ("« A b.\n\n« C d. »", &["« A b.>", "« C d. »"]),
        ("« A b.\n\n» C d. »", &["« A b.>", "» C d. »"]),
        ("»A b.\n\n»C d.«", &["»A b.>", "»C d.«"]),
        ("”A b.\n\n”C d.”", &["”A b.>", "”C d.”"]),
        ("「あ。\n\n「い。」", &["「あ。>", "「い。」"]),
        (
            "She said: “A b.\r\n\r\n“C d.\r\n\r\n“E f,” and “g”",
            &["“A b.>", "“C d.>", "“E f,”", "“g”"],
        ),
        ("“A ‘b.\n\n“‘C’ d.”", &["“A ‘b.>", "“‘C’ d.”"]),
        ("“A b.\n\nC d.”", &["“A b.>", ">C d.”"]),
        ("“A b.\n\n“C d.\n\nE f.", &["“A b.>", "“C d.…"]),
        ("“A b.\n\nNo.\n\n“C d.”", &["“A b.…", "“C d.”"]),
        ("“A.”\n\n“B.”", &["“A.”", "“B.”"]),
        ("“A b.\n“C d.”", &["“A b.>", "“C d.”"]),
        ("'Tis so.\n\n'Twas so.", &[]),
        ("So “a b.\nC d.\nE f.", &["“a b.…"]),
        ("So “a b\nc d", &["“a b\nc d…"]),
        ("A b.\nC d,” she said.\nE f.", &["…C d,”"]),
    ]);
}

/// Whoever asks for the quotations at a place is not to be given those beside it: an
/// action would be offered for words at which the cursor is not.
#[test]
fn those_near_a_range_share_a_byte_with_it() {
    let text = "“One”“two” “three”";
    let found = Quotations::of_words(text);
    let near = |range: &str| {
        let from = text.find(range).unwrap();
        let found = found.near(TextRange::new(from, from + range.len()));
        found
            .iter()
            .map(|near| &text[near.range])
            .collect::<Vec<_>>()
    };
    assert_eq!(near("“One”"), ["“One”"]);
    assert_eq!(near("“two” "), ["“two”"]);
    assert_eq!(near(" "), [""; 0]);
    assert_eq!(near("”“"), ["“One”", "“two”"]);
    assert_eq!(near("e”“two” “t"), ["“One”", "“two”", "“three”"]);
}

#[test]
fn tells_direct_mixed_and_indirect() {
    use QuoteForm::{Direct, Indirect, Mixed};
    check_forms(&[
        ("[“It is late.”]{by @x}", &[Direct]),
        ("“[It is late.]{by @x}”", &[Direct]),
        ("“[We must get this right]{by @x}” and more", &[Direct]),
        ("[“We must]{by @x} get this right”", &[Direct]),
        ("“We [must get]{by @x} this right”", &[Direct]),
        (
            "[“We must]{by @x} [get this right”]{by @y}",
            &[Direct, Direct],
        ),
        (
            "[“We must]{by @x} she said [“get this right.”]{more}",
            &[Direct],
        ),
        ("[“We must,” she said, “get this right.”]{by @x}", &[Mixed]),
        ("[‘Late’ and ‘thin’]{by @x}", &[Mixed]),
        ("[“Late”]{by @x}, [so]{more}", &[Mixed]),
        ("[the plan was ‘late’]{by @x}", &[Mixed]),
        ("[the plan was late]{by @x}, “so”", &[Indirect]),
        ("[the GPs’ plans wouldn't do]{by @x}", &[Indirect]),
        ("[]{by @x}", &[Indirect]),
        ("[“[What] {%c%}\\*we [Ann]{@a}]{by @x} see.”", &[Direct]),
        ("[“A b.]{by @x}\n\n[“C d.”]{more}", &[Direct]),
        ("[“A b.]{by @x}\n\n[“C d.”]{by @y}", &[Direct, Direct]),
        ("::: by @x\n“A b.\n\n“C d.”\n:::", &[Direct]),
        ("“A b.\n\n::: by @x\n“C d.\n:::\n\n[“E.”]{more}", &[Direct]),
        ("::: by @x\n“A b.”\n\nC d.\n:::", &[Mixed]),
        (
            "::: by @x\n“A b.”\n\n@y: Name\n    role: b\n\n{% c %}\n\n“C.”\n:::",
            &[Direct],
        ),
        ("::: by @x\nA b.\n\nC d.\n:::", &[Indirect]),
        ("[“A b.]{by @x}", &[Direct]),
        (
            "The gate.\" [Then she went home]{by @x} by tram.",
            &[Indirect],
        ),
        ("[“A b.]{by @x}\n\n@y: Name\n\n[“C d.”]{more}", &[Direct]),
        ("[「門は狭い」]{by @x}。", &[Direct]),
        ("''[We watch]{by @x},'' he said", &[Direct]),
        ("“[A [b]{by @y} c]{by @x}”", &[Direct, Direct]),
        ("# “[So]{by @x}” it is", &[Direct]),
    ]);
}

#[test]
fn marks_without_a_partner_are_told() {
    let strays = |text: &str| -> Vec<String> {
        let found = Quotations::of_words(text);
        let strays = found.strays().iter();
        strays.map(|stray| text[*stray].to_owned()).collect()
    };
    assert_eq!(strays("“It is late"), ["“"]);
    assert_eq!(strays("It is late”"), ["”"]);
    assert_eq!(strays("‘don’t"), ["‘"]);
    assert_eq!(strays("「門"), ["「"]);
    assert_eq!(strays("It is \"late"), ["\""]);
    assert_eq!(strays("“A.\n\n“B.\n\nC."), ["“"]);
    for fine in [
        "“A.\n\n“B.”",
        "don’t",
        "‘a “b” c’",
        "‘tis the year",
        "back in the ‘90s",
        "5' 6\"",
    ] {
        assert_eq!(strays(fine), Vec::<String>::new(), "{fine}");
    }
}

#[test]
fn words_are_counted_by_letters_where_nothing_parts_them() {
    assert_eq!(counted_words("one two, – three", 9), 3);
    assert_eq!(counted_words("one two three four", 3), 3);
    assert_eq!(counted_words("門は狭い", 9), 2);
    assert_eq!(counted_words("中午之前任何人都不得通过", 5), 5);
    assert_eq!(counted_words("ประตูปิดแล้ว", 9), 2);
    assert_eq!(counted_words("", 9), 0);
}

/// Odd texts in which many readings cost nearly the same: which of them are kept, and
/// for how long, decides.
#[test]
fn of_readings_that_cost_nearly_the_same_the_cheapest_is_found() {
    for (text, expected) in [
        ("『“rock n roll›\"\"", &[(3, 20)][..]),
        ("[\"and””‘”。”", &[(1, 5), (8, 14)]),
        ("‘“‘no…””6.", &[(3, 17)]),
    ] {
        let pairs = Quotations::of_words(text).pairs;
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.start, b.start)).collect();
        assert_eq!(pairs, expected, "{text}");
    }
}

#[test]
fn an_apostrophe_lacks_no_partner() {
    for text in [",’", ",'"] {
        assert_eq!(Quotations::of_words(text).strays, [], "{text}");
    }
    assert_eq!(Quotations::of_words(",”").strays, [TextRange::new(1, 4)]);
}

/// The steps to read a text.
fn steps(text: &str) -> usize {
    let (marks, stretches) = words::plain(text);
    read(text, &marks, &stretches).1
}

#[test]
fn the_work_grows_as_the_text_does() {
    for piece in [
        "\"",
        "“",
        "”",
        "'“",
        "“‘",
        "„“”",
        "'",
        "''",
        "' ",
        " '",
        "‘a’ ",
        "“\n\n",
        "\"a\n\n",
        "“‘«‹",
        "「『",
        "a\" ",
        " \"a",
        "\n\n",
        "“a” ",
        "\u{301}\"",
        "“a\n",
        "n' ",
        "'s ",
    ] {
        let small = steps(&piece.repeat(2_000));
        let large = steps(&piece.repeat(20_000));
        assert!(large <= small * 11 + 500, "{piece:?}: {small}, {large}");
        assert!(large <= 20_000 * 4 * 12, "{piece:?}: {large}");
    }
}

/// Texts of what marks depend on.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“", "”", "„", "\"", "‘", "’", "'", "«", "»", "‹", "›", "「", "」", "''", "``", "＂", "a",
        "s", "It", "said", " ", " ", " ", ".", ",", "\n", "\n\n", "5", "門", "é", "e\u{301}", "🚢",
        "(", ")", "…", "—", "n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn quotations_are_in_order_and_pairs_nest(text in text()) {
        let found = Quotations::of_words(&text);
        for quotation in found.outermost() {
            prop_assert!(text.get(quotation.range.bytes()).is_some());
            prop_assert!(text.get(quotation.inside.bytes()).is_some());
            prop_assert!(quotation.range.covers(quotation.inside) || quotation.inside.is_empty());
        }
        prop_assert!(found.outermost().windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        prop_assert!(found.strays().windows(2).all(|pair| pair[0].end <= pair[1].start));
        let pairs = found.pairs();
        for (place, (open, end)) in pairs.iter().enumerate() {
            prop_assert!(open.end <= end.start);
            for (other, other_end) in &pairs[place + 1..] {
                prop_assert!(end.end <= other_end.start);
                prop_assert!(end.end <= other.start || other.end <= open.start);
            }
        }
    }

    #[test]
    fn a_text_without_marks_has_none(text in "[a-zé .,!?門\n(){}—5-]{0,80}") {
        prop_assert_eq!(Quotations::of_words(&text), Quotations::default());
    }

    #[test]
    fn tags_change_no_quotation(
        pieces in prop::collection::vec((text(), prop::sample::select(vec![
            ("[", "]{by @x}"), ("[", "]{@x}"), ("[", "]{more}"), ("[", "]{note: so}"), ("", ""), ("", "{% c %}"),
        ])), 0..6),
    ) {
        let tagged: String = pieces.iter().map(|(words, (open, tag))| {
            // A span holds no blank line.
            let words = if open.is_empty() { words.clone() } else { words.replace('\n', " ") };
            format!("a {open}{words}{tag}")
        }).collect();
        let document = Parser::new().read(&tagged);
        let plain = strip(&tagged, &document);
        let bare = Parser::new().read(&plain);
        let show = |text: &str, document: &Document| -> Vec<String> {
            let found = Quotations::of(text, document);
            let outermost = found.outermost().iter();
            outermost.map(|quotation| super::super::plain_words(text, quotation.range, document)).collect()
        };
        prop_assert_eq!(show(&tagged, &document), show(&plain, &bare));
    }

    #[test]
    fn both_readers_give_the_same(pieces in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "\"", "'", "[", "]{by @x}", "]{more}", "word ", "\n\n", "\n", "::: by @x\n", ":::\n", "{% c %}", "@y: Y\n", "# ",
    ]), 0..30)) {
        let text = pieces.concat();
        let fast_path = Parser::new().read(&text);
        let tree = Parser::new().parse(&text);
        prop_assert_eq!(Quotations::of(&text, &fast_path), Quotations::of(&text, &tree));
    }
}

#[test]
fn a_quote_is_direct_whose_quotation_holds_no_word() {
    check_forms(&[
        ("[“—”]{by @x}", &[QuoteForm::Direct]),
        ("[“…”]{by @x}", &[QuoteForm::Direct]),
        ("[—]{by @x}", &[QuoteForm::Indirect]),
        ("::: by @x\n# “We go”\n:::\n", &[QuoteForm::Direct]),
        ("::: by @x\n# We go\n:::\n", &[QuoteForm::Indirect]),
    ]);
}

#[test]
fn a_plain_paragraph_takes_a_step_for_each_mark() {
    for text in [
        "“It is late,” she said. “Go.”",
        "The doctors’ wives said “no” to the girls’ school.",
        "“The doctors’ wives and the girls’ school,” she said.",
        "\"The doctors' wives and the girls' school,\" she said.",
    ] {
        let (marks, stretches) = words::plain(text);
        assert_eq!(read(text, &marks, &stretches).1, marks.len(), "{text}");
    }
}

/// So many doubtful marks that the reading has to be settled while a quotation is open: each
/// mark has a role all the same.
#[test]
fn a_quotation_that_is_open_too_long_is_settled() {
    for piece in ["“‘", "“‘«‹", "'“", "„“”"] {
        let text = format!("{}\n\nSo it is.", piece.repeat(4_000));
        let (marks, stretches) = words::plain(&text);
        let found = pairing::roles(&marks, &stretches).roles.len();
        assert_eq!(found, marks.len(), "{piece}");
    }
}

/// The quotations of a file as `shown` has them, by their places there.
fn shown_in_file(text: &str) -> Vec<String> {
    let document = Parser::new().read(text);
    let quotations = Quotations::of(text, &document);
    let everywhere = TextRange::new(0, text.len());
    let found = quotations.near(everywhere).iter();
    let edge = |edge: Edge| match edge {
        Edge::Mark => "",
        Edge::RunsOn => ">",
        Edge::Missing => "…",
    };
    let found = found.map(|quotation| {
        let words = &text[quotation.range];
        format!("{}{words}{}", edge(quotation.begins), edge(quotation.ends))
    });
    found.collect()
}

#[test]
fn nothing_runs_on_into_a_heading_or_out_of_one() {
    for (text, expected) in [
        ("“We go\n\n# “On\n", &["“We go…", "“On…"][..]),
        ("# “We go\n\n“on,” he said.\n", &["“We go…", "“on,”"]),
        ("“We go\n\n“on,” he said.\n", &["“We go>", "“on,”"]),
        // The next line belongs to a heading as little as the next paragraph.
        ("# “We go\non,” he said.\n", &["“We go…", "…on,”"]),
    ] {
        assert_eq!(shown_in_file(text), expected, "{text}");
    }
}

#[test]
fn a_comment_of_a_line_parts_no_paragraph() {
    let text = "“We go\n{% so %}\non,” he said.\n";
    assert_eq!(shown_in_file(text), ["“We go\n{% so %}\non,”"]);
}

#[test]
fn a_mark_that_closes_alone_begins_nothing_far_before_it() {
    let near = "we go on ".repeat(100);
    check(&[(
        &format!("{near}now.” He left."),
        &[&format!("…{near}now.”")],
    )]);
    let far = "we go on ".repeat(400);
    check(&[(&format!("{far}now.” He left."), &[])]);
}
