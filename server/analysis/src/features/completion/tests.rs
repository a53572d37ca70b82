use proptest::prelude::*;

use super::super::edit::applied;
use super::super::fixture;
use super::*;
use crate::features::edit::TextEdit;
use crate::syntax::TextRange;

const CAST: &str = "//- cast.qm
@laurence-buckman: Laurence Buckman
    also: Dr Laurence Buckman; Dr Buckman
    role: chairman of &gpc, 2007-07..2013-07
    role: GP in north London

@chaand-nagpaul: Chaand Nagpaul
    also: Dr Nagpaul
    role: chair of &gpc, 2013-07..2017-07

@jose: José García
    role: chairman of &bma, 2001..2004

&gpc: General Practitioners Committee
    also: GPC
    part of: &bma

&bma: British Medical Association
    also: BMA

&gp-weekly: GP Weekly

#outsourcing: Outsourcing
    also: private firms

#choice: Patient choice
";
const HEADER: &str = "---\ndate: 2011-11-24\nsource: &gp-weekly\n---\n\n";

fn answer(article: &str) -> Option<(Completion, String)> {
    let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
    let text = corpus.source(file)?.text.to_string();
    Some((completion(&corpus, file, offset, None)?, text))
}

/// The labels that are offered.
fn labels(article: &str) -> Vec<String> {
    let found = answer(article).map(|(found, _)| found.items);
    let items = found.into_iter().flatten();
    items.map(|item| item.label).collect()
}

/// Asserts which labels come first; none are meant to be none at all.
#[track_caller]
fn check(article: &str, expected: &[&str]) {
    let found = labels(article);
    let first = &found[..expected.len().min(found.len())];
    assert!(
        first == expected && (found.is_empty() == expected.is_empty()),
        "{article}\nwanted {expected:?}\nfound  {found:?}"
    );
}

/// The text after the item of that label is taken, up to the cast.
#[track_caller]
fn taken(article: &str, label: &str) -> String {
    let (found, text) = answer(article).expect("something is offered");
    let found = found.items.into_iter().find(|item| item.label == label);
    let item = found.unwrap_or_else(|| panic!("{label}: {:?}", labels(article)));
    let mut edits = item.additional_edits;
    edits.push(TextEdit::replace(item.replace_range, item.insert));
    edits.sort_by_key(|edit| edit.range);
    applied(&text, &edits).expect("the changes are apart")
}

#[test]
fn prose_is_silent() {
    for article in [
        "She said$0 so.",
        "She said $0",
        "[Dr Buckman$0]{@laurence-buckman}",
        "[Dr Buckman]{@laurence-buckman}$0",
        "a [sic$0] b",
        "{$0",
        "x ]{@$0",
        "mail a@$0b.org",
        "She wrote:\n@jo$0",
        "@jo$0 is not here.\n\nMore.",
        "[x]\\{@$0",
        "{% [x]{@$0} %}",
        "[x]{note: by @$0}",
        "[x]{@jose $0}",
        "[x]{more $0}",
        "[x]{by @jose, $0\n\n",
        "[x]{by @jose}$0 {",
        "::$0:",
    ] {
        let expected: &[&str] = match article.contains("by @jose, $0") {
            true => &["@laurence-buckman"],
            false => &[],
        };
        let found = labels(article);
        assert_eq!(
            found.is_empty(),
            expected.is_empty(),
            "{article}: {found:?}"
        );
    }
}

#[test]
fn the_words_of_a_mention_say_whom_they_name() {
    for (article, first) in [
        ("[Dr Buckman]{@$0}", "@laurence-buckman"),
        ("[Dr Buckman]{$0}", "@laurence-buckman"),
        ("[Buckman’s]{@$0}", "@laurence-buckman"),
        ("[Garcia]{@$0}", "@jose"),
        ("[the committee]{$0}", "&gpc"),
        ("[the BMA]{&$0}", "&bma"),
        ("[Dr Nagpol]{@$0}", "@chaand-nagpaul"),
        (
            "[GPC chairman Dr Laurence Buckman]{$0}",
            "@laurence-buckman",
        ),
        ("😀 [GPC]{$0 said", "&gpc"),
        ("[private firms]{#$0}", "#outsourcing"),
    ] {
        check(article, &[first]);
    }
}

#[test]
fn pronouns_mean_whoever_was_named_last() {
    let before = "Dr Buckman met the BMA. Dr Nagpaul spoke to the GPC. ";
    check(
        &format!("{before}[He]{{@$0}} met [José García]{{@jose}}."),
        &["@chaand-nagpaul", "@laurence-buckman", "@jose"],
    );
    check(
        &format!("{before}[He]{{$0}}"),
        &["@chaand-nagpaul", "@laurence-buckman"],
    );
    check(&format!("{before}[It]{{$0}}"), &["&gpc", "&bma"]);
    check(&format!("{before}[the body]{{&$0}}"), &["&gpc", "&bma"]);
}

#[test]
fn what_is_typed_finds_any_name() {
    for (article, first) in [
        ("[x]{@buck$0}", "@laurence-buckman"),
        ("[x]{buck$0}", "@laurence-buckman"),
        ("[x]{@garcia$0}", "@jose"),
        ("[x]{@GARCÍA$0}", "@jose"),
        ("[x]{@garci\u{301}a$0}", "@jose"),
        ("[x]{&prac$0}", "&gpc"),
        ("[x]{@l-b$0}", "@laurence-buckman"),
        ("[x]{@lbuck$0}", "@laurence-buckman"),
        ("[x]{by nag$0}", "@chaand-nagpaul"),
        ("[x]{by @jose, bma$0}", "&bma"),
        ("[x]{by @jose on priv$0}", "#outsourcing"),
    ] {
        check(article, &[first]);
    }
    check("[x]{@zz$0}", &[]);
}

#[test]
fn an_id_that_is_new_can_be_declared_whatever_the_words_are() {
    for (article, expected) in [
        ("[x]{@zoe-hale$0}", "declare @zoe-hale: Zoe Hale"),
        (
            "[x]{by @jose against ccg-size$0} for CCGs",
            "declare #ccg-size: CCG size",
        ),
        ("[x]{by @jose on #fees$0}", "declare #fees: Fees"),
        (
            "[The Board]{&harbour-board$0}",
            "declare &harbour-board: Harbour Board",
        ),
        ("[the board]{&harbo$0}", "declare &harbo: Harbo"),
        (
            "[the annual meeting of all the local bodies]{&meet$0}",
            "declare &meet: annual meeting of all the local bodies",
        ),
        (
            "[so it goes on]{#new-topic$0}",
            "declare #new-topic: so it goes on",
        ),
    ] {
        check(article, &[expected]);
    }
}

#[test]
fn what_begins_with_a_sigil_is_a_mention() {
    for words in ["the committee of the British GPs", "‘The committee.’"] {
        let found = labels(&format!("[{words}]{{&gp$0}}"));
        assert!(
            found.iter().all(|label| label.starts_with('&')),
            "{found:?}"
        );
    }
}

#[test]
fn the_nearest_speaker_comes_first() {
    for (article, first) in [
        (
            "Dr Buckman said [it is a bit of a myth]{by $0}.",
            "@laurence-buckman",
        ),
        (
            "Dr Nagpaul agreed. [‘A myth,’]{by $0} said Dr Buckman.",
            "@laurence-buckman",
        ),
        (
            "Dr Nagpaul agreed. [‘A myth,’]{by $0} Dr Buckman said.",
            "@laurence-buckman",
        ),
        (
            "Dr Nagpaul agreed. [‘A myth,’]{by $0} [the chairman]{@laurence-buckman} said.",
            "@laurence-buckman",
        ),
        (
            "Dr Buckman was there. [‘A myth,’]{by $0} he said. Dr Nagpaul agreed.",
            "@laurence-buckman",
        ),
        (
            "According to Dr Nagpaul, [it is late]{by $0}. Dr Buckman was there.",
            "@chaand-nagpaul",
        ),
        (
            "Dr Nagpaul came.\n\nDr Buckman, of the BMA, said: [‘It is late. Very.’]{by $0}",
            "@laurence-buckman",
        ),
        ("[‘A myth,’]{by $0}, the BMA said.", "&bma"),
    ] {
        check(article, &[first]);
    }
}

#[test]
fn whoever_spoke_and_is_not_declared_comes_first() {
    for (article, first) in [
        (
            "Dr Buckman came. [‘A myth,’]{by $0} said Fred Bloggs.",
            "declare @fred-bloggs: Fred Bloggs",
        ),
        (
            "Dr Buckman came. [‘It is late,’]{by @fr$0} said Fred Bloggs.",
            "declare @fred-bloggs: Fred Bloggs",
        ),
        (
            "Dr Buckman came. [‘It is late now,’]{$0 said Fred Bloggs.",
            "declare @fred-bloggs: Fred Bloggs",
        ),
        // Who is typed is somebody else.
        (
            "Dr Buckman came. [‘A myth,’]{by @lau$0} said Fred Bloggs.",
            "@laurence-buckman",
        ),
    ] {
        check(article, &[first]);
    }
}

#[test]
fn one_item_makes_a_quote() {
    let article = "Dr Buckman said. [‘It is late.’]{$0";
    check(article, &["by @laurence-buckman"]);
    assert_eq!(
        taken(article, "by @laurence-buckman"),
        "Dr Buckman said. [‘It is late.’]{by @laurence-buckman}"
    );
    check(
        "Dr Buckman said [the plans would hand it on]{$0}",
        &["by @laurence-buckman"],
    );
    check(
        "[‘It is late.’]{buck$0}",
        &["by @laurence-buckman", "@laurence-buckman"],
    );
    check("[‘It is late.’]{@buck$0}", &["by @laurence-buckman"]);
    check(
        "[‘Late,’]{by @jose} he said. [‘Very.’]{$0}",
        &["by @jose", "more"],
    );
    let name = labels("[Dr Buckman]{$0}");
    for keyword in ["by", "by ?", "note:"] {
        assert!(name.iter().any(|label| label == keyword), "{name:?}");
    }
    assert!(!name.contains(&"more".to_owned()));
    check("[x]{no$0}", &["note:"]);
}

#[test]
fn clauses_know_what_they_take() {
    let quote = |clauses: &str| {
        format!(
            "{HEADER}[‘No to private firms.’]{{by @laurence-buckman {clauses}}} Dr Nagpaul, of the BMA, heard."
        )
    };
    for (clauses, first) in [
        ("of $0", &["&gpc", "&bma"][..]),
        ("to $0", &["&gp-weekly"]),
        ("on $0", &["#outsourcing", "#choice"]),
        ("on #outsourcing, $0", &["#choice"]),
        ("against #o$0", &["#outsourcing"]),
        ("at $0", &["2011-11-24", "2011-11", "2011"]),
        ("at 2011-$0", &["2011-11-24", "2011-11"]),
        (
            "as \"$0",
            &[
                "chairman of General Practitioners Committee",
                "GP in north London",
            ],
        ),
        (
            "as $0",
            &["\"chairman of General Practitioners Committee\""],
        ),
        ("$0", &["of", "to", "on", "for", "against", "at", "as"]),
        ("of &bma $0", &["to", "on", "for", "against", "at", "as"]),
        ("$0 of &bma", &["to", "on", "for", "against", "at", "as"]),
        (
            "on #choice $0",
            &["of", "to", "for", "against", "at", "as", "on"],
        ),
        ("a$0", &["against", "at", "as"]),
    ] {
        check(&quote(clauses), first);
    }
    let by = labels("[x]{by $0}");
    assert_eq!(by.last().map(String::as_str), Some("?"));
    assert!(!labels("[x]{by @jose, $0}").contains(&"@jose".to_owned()));
}

#[test]
fn fences_take_what_quotes_take() {
    check("Dr Buckman said:\n\n::: $0\n", &["by @laurence-buckman"]);
    check(
        "Dr Buckman said:\n\n::: by $0\nIt is late.\n:::\n",
        &["@laurence-buckman"],
    );
    check("::: by @jose $0\nIt is late.\n:::\n", &["of", "to"]);
    check("::: by @jose on $0\nChoice\n:::\n", &["#choice"]);
    check("::: by @jose\nIt is late.\n::: $0\n", &[]);
}

#[test]
fn topics_of_the_article_come_first() {
    check(
        "[a]{by @jose on #choice} [b]{by @jose on $0}",
        &["#choice", "#outsourcing"],
    );
}

/// Articles whose quotes are coded, beside the one that is being tagged.
const CODED: &str = "//- b.qm
---
date: 2011-10
---

[Private companies will run the hospitals for profit]{by @jose against #outsourcing}, he said.

[Nobody asked the patients which doctor they want]{by @chaand-nagpaul on #choice}, she said.
";

#[test]
fn the_topics_of_the_nearest_coded_quotes_come_first() {
    for (words, first) in [
        ("a profitable company in every hospital", "#outsourcing"),
        ("the doctors were asked by a patient", "#choice"),
        ("companies, they say, run it", "#outsourcing"),
    ] {
        for article in [
            format!("[{words}]{{by @laurence-buckman on $0}}\n{CODED}"),
            format!("[{words}]{{by @laurence-buckman against #$0}}\n{CODED}"),
            format!("::: by @laurence-buckman for $0\n{words}\n:::\n{CODED}"),
            format!("It was about {words}: [so]{{by @laurence-buckman on $0}}\n{CODED}"),
        ] {
            check(&article, &[first]);
        }
    }
    // Of topics that are as near, that which the speaker spoke about.
    check(
        &format!("[x]{{by @jose on $0}}\n{CODED}"),
        &["#outsourcing"],
    );
    check(
        &format!("[x]{{by @chaand-nagpaul on $0}}\n{CODED}"),
        &["#choice"],
    );
}

#[test]
fn no_topic_and_no_side_is_taken_to_be_meant() {
    let quote = "[No to private firms]{by @jose against #outsourcing}. [No to private firms]";
    for tag in [
        "{by @jose on $0}",
        "{by @jose $0}",
        "{by @jose a$0}",
        "{by @jose priv$0}",
    ] {
        let (found, _) = answer(&format!("{quote}{tag}")).unwrap();
        assert!(found.items.iter().all(|item| !item.preselect), "{tag}");
    }
    let (found, _) = answer("[private firms]{#$0}").unwrap();
    assert!(found.items[0].preselect);
}

#[test]
fn letters_behind_the_speaker_find_topics_with_each_side() {
    check(
        "[x]{by @jose priv$0}",
        &[
            "on #outsourcing",
            "for #outsourcing",
            "against #outsourcing",
        ],
    );
    check("[x]{by @jose on #choice out$0}", &["on #outsourcing"]);
    check("[x]{by @jose on #outsourcing priv$0}", &[]);
    // The words of the markup go before.
    check("[x]{by @jose o$0}", &["of", "on", "on #outsourcing"]);
    check("::: by @jose patient$0\nx\n:::\n", &["on #choice"]);
    assert_eq!(
        taken("[x]{by @jose priv$0}", "against #outsourcing"),
        "[x]{by @jose against #outsourcing}"
    );
}

#[test]
fn all_clauses_of_the_speakers_quote_before_are_the_first_entry() {
    let clauses = "of &bma to &gp-weekly against #outsourcing, #choice at 2011-11 as \"an editor\"";
    let before = format!("[a]{{by @jose {clauses}}} [b]{{by &bma on #choice}} ");
    check(&format!("{before}[c]{{by @jose $0}}"), &[clauses, "of"]);
    check(&format!("{before}[c]{{by &bma $0}}"), &["on #choice", "of"]);
    assert_eq!(
        taken(&format!("{before}[c]{{by @jose $0}}"), clauses),
        format!("{before}[c]{{by @jose {clauses}}}")
    );
    for (quote, first) in [
        // What is typed begins it, or not.
        ("[c]{by @jose o$0}", clauses),
        ("[c]{by @jose a$0}", "against"),
        // Of clauses that there are already the rest is offered.
        (
            "[c]{by @jose $0 on #choice}",
            "of &bma to &gp-weekly at 2011-11 as \"an editor\"",
        ),
        (
            "[c]{by @jose to &bma $0}",
            "of &bma against #outsourcing, #choice at 2011-11 as \"an editor\"",
        ),
        // It is somebody else's.
        ("[c]{by @jose, &bma $0}", "of"),
        ("[c]{by @laurence-buckman $0}", "of"),
    ] {
        check(&format!("{before}{quote}"), &[first]);
    }
    // The one before is meant and not one after, nor one that says no more than who spoke.
    check("[c]{by @jose $0} [a]{by @jose on #choice}", &["of"]);
    check(
        "[a]{by @jose on #choice} [b]{by @jose} [c]{by @jose $0}",
        &["on #choice"],
    );
    check(
        "::: by @jose to &bma\na\n:::\n\n::: by @jose $0\nb\n:::\n",
        &["to &bma"],
    );
}

#[test]
fn who_was_addressed_in_the_article_comes_before_others() {
    let before = "[a]{by @jose to &bma} [b]{by @jose to &gpc} ";
    check(
        &format!("{HEADER}{before}[c]{{by @jose to $0}}"),
        &["&gpc", "&bma", "&gp-weekly"],
    );
}

#[test]
fn the_beginning_of_an_id_goes_before_what_stands_near() {
    let cast = "&lmc-conference: Annual conference\n&somerset-committee: Somerset committee\n    also: LMC\n\
                @ann-lee: Ann Lee\n@lee-park: Lee Park\n";
    let article =
        |tag: &str| format!("The LMC met Ann Lee. [x]{{by @jose {tag}}}\n//- c.qm\n{cast}");
    check(&article("to $0"), &["@ann-lee"]);
    check(
        &article("to &lmc$0"),
        &["&lmc-conference", "&somerset-committee"],
    );
    // Without a sigil it may as well be the name.
    check(
        &article("to lmc$0"),
        &["&somerset-committee", "&lmc-conference"],
    );
    // A last name is as good a beginning.
    check(&article("to lee$0"), &["@ann-lee", "@lee-park"]);
    // What words say whom they mean is asked first.
    check(
        &format!("[LMC]{{&lmc$0}}\n//- c.qm\n{cast}"),
        &["&somerset-committee", "&lmc-conference"],
    );
}

#[test]
fn headers_know_their_keys_and_values() {
    check(
        "---\n$0\n---\n",
        &["title", "date", "source", "author", "url"],
    );
    check("---\ndate: 2011\n$0", &["title", "source", "author", "url"]);
    check("---\nso$0\n---\n", &["source"]);
    check("---\nsource: &$0\n---\n", &["&bma"]);
    check("---\nsource: week$0\n---\n", &["&gp-weekly"]);
    check("---\nauthor: b$0\n---\n", &["@laurence-buckman"]);
    check(
        "---\nurl: https://example.org/2011/11/24/x\ndate: $0\n---\n",
        &["2011-11-24"],
    );
    check("---\ntitle: $0\n---\n", &[]);
    assert_eq!(
        taken("---\r\nda$0: x\r\n---\r\n", "date"),
        "---\r\ndate: x\r\n---\r\n"
    );
}

#[test]
fn declarations_know_their_keys_and_values() {
    check("@x: X\n    $0", &["also", "role", "link", "note"]);
    check("@x: X\n    also: Y\n    r$0\n    note: x\n", &["role"]);
    check(
        "&x: X\n    note: x\n    $0\n",
        &["also", "part of", "active", "link"],
    );
    check("&x: X\n    pa$0\n", &["part of"]);
    check(
        "@x: X\n    role: $0\n",
        &["chairman of", "GP in north London", "chair of"],
    );
    check("@x: X\n    role: chair$0 of &gpc\n", &["chair of"]);
    check("@x: X\n    role: chairman of &$0\n", &["&bma"]);
    check(
        "@x: X\n    role: chairman of &gp$0, 2011..\n",
        &["&gp-weekly", "&gpc"],
    );
    check("&x: X\n    part of: $0\n", &["&bma"]);
    check("#x: X\n    part of: #ch$0\n", &["#choice"]);
    check("#x: X\n    part of: ch$0\n", &["#choice"]);
    check("&x: X\n    part of: brit$0\n", &["&bma"]);
    check("@x: X\n    role: clerk of brit$0\n", &["&bma"]);
    assert_eq!(
        taken("@x: X\n    role: head clerk for brit$0, 2011\n", "&bma"),
        "@x: X\n    role: head clerk for &bma, 2011\n"
    );
    check("@x: X\n    role: chair of &gpc, $0\n", &[]);
    // What stands there whole is not offered again, as Enter would take it.
    check("@x: X\n    role: chair of &gpc$0\n", &[]);
    check("&x: X\n    part of: &bma$0\n", &[]);
    check("@x: X\n    also: $0\n", &[]);
    check("Words.\n    $0\n", &[]);
    assert_eq!(
        taken("@x: X\n    role: chairm$0\n", "chairman of"),
        "@x: X\n    role: chairman of \n"
    );
}

#[test]
fn a_byte_order_mark_hides_neither_the_header_nor_a_declaration() {
    for article in ["---\nda$0\n---\n", "@x: X\n    al$0"] {
        let marked = labels(&format!("\u{feff}{article}"));
        assert!(!marked.is_empty(), "{article}");
        assert_eq!(marked, labels(article), "{article}");
    }
}

#[test]
fn ids_that_are_used_can_be_declared() {
    check(
        "@$0\n//- b.qm\n[x]{by @bob} [y]{@bob} [z]{@al} [z]{&org}",
        &["@bob", "@al"],
    );
    check("@x: X\n\n@b$0\n//- b.qm\n[x]{by @bob} [z]{@al}", &["@bob"]);
    check("@x: X\n\n&$0\n//- b.qm\n[x]{by @bob}", &[]);
    assert_eq!(taken("@b$0\n//- b.qm\n[x]{@bob}", "@bob"), "@bob: \n");
    check("Words.\n\n@b$0\n//- b.qm\n[x]{@bob}", &[]);
}

#[test]
fn what_is_new_is_declared_along_with_it() {
    let found = |article: &str| {
        let items = answer(article)
            .map(|(found, _)| found.items)
            .unwrap_or_default();
        let new = items.into_iter().enumerate();
        let mut new = new.filter(|(_, item)| item.kind == ItemKind::New);
        new.next().map(|(at, item)| {
            let declared = item.declares.map(|new| (new.written, new.name));
            (at, item.insert, declared)
        })
    };
    let new = |at: usize, id: &str, name: &str| {
        Some((at, id.to_owned(), Some((id.to_owned(), name.to_owned()))))
    };
    assert_eq!(
        found("[Dr Anna Müller’s]{@$0}"),
        new(0, "@anna-müller", "Dr Anna Müller")
    );
    assert_eq!(found("[NHS]{$0}"), new(0, "&nhs", "NHS"));
    assert_eq!(
        found("[Dr Anna Müller]{@an$0}"),
        new(0, "@anna-müller", "Dr Anna Müller")
    );
    assert_eq!(
        found("[Dr Anna Müller]{@mü$0}"),
        new(0, "@anna-müller", "Dr Anna Müller")
    );
    assert_eq!(
        found("[x]{by @anna-lee$0}"),
        new(0, "@anna-lee", "Anna Lee")
    );
    assert_eq!(
        found("[x]{by @jose on #late-trains$0}"),
        new(0, "#late-trains", "Late trains")
    );
    assert_eq!(
        found("[Prof Buckman]{@$0}"),
        new(1, "@buckman", "Prof Buckman")
    );
    assert_eq!(found("[He]{@$0}"), None);
    assert_eq!(found("[Dr Buckman]{@$0}"), None);
    assert_eq!(found("[‘Late Trains’]{$0}"), None);
}

#[test]
fn a_file_without_a_cast_takes_the_declaration_itself() {
    let (corpus, file, offset) = fixture::corpus_at("//- a.qm\r\n[Ann Lee]{@$0 came.\r\n");
    let items = completion(&corpus, file, offset, None).unwrap().items;
    assert_eq!(items[0].label, "declare @ann-lee: Ann Lee");
    assert_eq!(items[0].insert, "@ann-lee}");
    assert_eq!(
        items[0].additional_edits[0].text,
        "\r\n@ann-lee: Ann Lee\r\n"
    );
    assert_eq!(items[0].declares, None);
    // At the end of the text both changes would be made in one place.
    let (corpus, file, offset) = fixture::corpus_at("//- a.qm\n[Ann Lee]{@$0");
    let items = completion(&corpus, file, offset, None).unwrap().items;
    assert!(items[0].declares.is_some() || items[0].additional_edits[0].range.to() == 0);
}

#[test]
fn ranges_cover_the_word_at_the_cursor() {
    for (article, label, expected) in [
        (
            "[x]{@la$0urence} y",
            "@laurence-buckman",
            "[x]{@laurence-buckman} y",
        ),
        (
            "[x]{$0@jose} y",
            "@laurence-buckman",
            "[x]{@laurence-buckman} y",
        ),
        (
            "[x]{by @la$0 said Ann",
            "@laurence-buckman",
            "[x]{by @laurence-buckman said Ann",
        ),
        ("[x]{@$0said", "@jose", "[x]{@jose}said"),
        ("[😀 x]{by @jose o$0} z", "on", "[😀 x]{by @jose on } z"),
        (
            "[a [x]{@bu$0} b]{by @jose}",
            "@laurence-buckman",
            "[a [x]{@laurence-buckman} b]{by @jose}",
        ),
        (
            "[x]{by @laurence-buckman as \"G$0P\"}",
            "GP in north London",
            "[x]{by @laurence-buckman as \"GP in north London\"}",
        ),
    ] {
        assert_eq!(taken(article, label), expected, "{article}");
    }
    let (found, _) = answer("[x]{@la$0urence}").unwrap();
    let item = &found.items[0];
    assert_eq!(
        (item.insert_range, item.replace_range),
        (TextRange::new(4, 7), TextRange::new(4, 13))
    );
    assert!(found.is_incomplete);
    assert!(item.preselect);
    assert_eq!(item.filter_text, "@la");
}

#[test]
fn values_of_the_header_are_offered() {
    check("---\nid: $0\n---\n", &["a"]);
    check("---\nlanguage: $0\n---\n", &["en", "de", "fr"]);
    check("---\nlanguage: ger$0\n---\n", &["de"]);
    check("---\nlanguage: por$0\n---\n", &["pt"]);
    check("---\nlanguage: ces$0\n---\n", &["cs"]);
    check(
        "---\ncoded: 2012-05-01\nreviewed: $0\n---\n",
        &["2012-05-01"],
    );
    check("---\ncoded: $0\n---\n", &[]);
    check("---\ncode$0\n---\n", &["coder", "coded"]);
    check("---\nsea$0\n---\n", &[]);
}

#[test]
fn ranges_have_the_articles_date() {
    let declared = |tail: &str| format!("{HEADER}@x: X\n    role: clerk of &bma,{tail}\n");
    check(
        &declared(" $0"),
        &["~2011-11-24", "2011-11-24..", "..2011-11-24"],
    );
    check(&declared("~20$0"), &["~2011-11-24"]);
    check(&declared("2012$0"), &[]);
    assert!(
        taken(&declared(" ~2$0"), "~2011-11-24").contains("    role: clerk of &bma, ~2011-11-24\n")
    );
    // Without a date nobody knows when.
    check("@x: X\n    role: clerk of &bma, $0\n", &[]);
}

#[test]
fn speakers_without_a_name_are_offered_again() {
    let others = "[a]{by \"a clerk\"} [b]{by “one  \"more\"”, @jose} ";
    check(
        &format!("{others}[x]{{by \"$0\"}} [c]{{by \"a man\"}}"),
        &["one  \\\"more\\\"", "a clerk", "a man"],
    );
    check(&format!("{others}[x]{{by \"A c$0"), &["a clerk"]);
    check(&format!("{others}[x]{{by \"q$0"), &[]);
    let found = labels(&format!("{others}[x]{{by $0}}"));
    assert!(found.contains(&"\"a clerk\"".into()), "{found:?}");
    assert!(found.contains(&"?".into()), "{found:?}");
    // Words in quotation marks stand nowhere else.
    check(&format!("{others}[x]{{by @jose of \"a$0"), &[]);
    check("[x]{by \"a clerk\" o$0}", &["of", "on"]);
    check("[x]{by \"a clerk\" of &gpc$0}", &["&gpc"]);
}

#[test]
fn items_tell_the_role_then() {
    let details = |date: &str| {
        let article = format!("---\ndate: {date}\n---\n\n[Dr Nagpaul]{{@$0}}");
        let item = answer(&article).unwrap().0.items.remove(0);
        (item.detail.unwrap(), item.description.unwrap())
    };
    let name = "Chaand Nagpaul".to_owned();
    assert_eq!(
        details("2014"),
        (
            name.clone(),
            "chair of General Practitioners Committee".into()
        )
    );
    assert_eq!(
        details("2011-11-24"),
        (name, "no role on 2011-11-24".into())
    );
}

#[test]
fn those_about_then_come_first() {
    let first = |date: &str| labels(&format!("---\ndate: {date}\n---\n\n[x]{{@$0}}"))[0].clone();
    assert_eq!(first("2014"), "@chaand-nagpaul");
    assert_eq!(first("2002"), "@jose");
}

#[test]
fn resolving_tells_what_is_known() {
    let corpus = fixture::corpus(CAST);
    let date = PartialDate::parse("2014").ok();
    let card = resolve(&corpus, "@chaand-nagpaul", date).unwrap().plain();
    assert!(card.contains("Role on 2014: chair of"), "{card}");
    assert_eq!(resolve(&corpus, "@nobody", date), None);
}

#[test]
fn nothing_goes_on_inside_a_line_break() {
    let (corpus, file, offset) = fixture::corpus_at("//- a.qm\n&\r$0\n");
    assert_eq!(completion(&corpus, file, offset, None), None);
}

proptest! {
    #[test]
    fn every_place_of_every_text_is_answered(
        text in "(\\[|\\]|\\{|\\}|@a|&|#|by |of |as \"|, |note:|:::? |---|\n|\r\n|    role: |x|é|😀|\u{301}|\\{%|%\\}| ){0,14}",
        place in 0usize..60,
    ) {
        let offset = text.char_indices().map(|(at, _)| at).nth(place).unwrap_or(text.len());
        let marked = format!("{CAST}//- a.qm\n{}$0{}", &text[..offset], &text[offset..]);
        let (corpus, file, offset) = fixture::corpus_at(&marked);
        if let Some(found) = completion(&corpus, file, offset, None) {
            for item in found.items {
                prop_assert!(item.replace_range.covers(item.insert_range));
                prop_assert!(item.insert_range.to() == offset);
                prop_assert!(item.replace_range.touches(offset));
                let source = corpus.source(file).unwrap().text;
                prop_assert!(!source[item.replace_range].contains(['\n', '\r']));
            }
        }
    }
}
