//! What a hover shows.

use super::super::fixture;
use super::*;

const CAST: &str = "//- cast.qm
@cn: Chaand Nagpaul
    also: Dr Nagpaul
    role: negotiator for &gpc, 2010..2013-06
    role: chair of &gpc, 2013-07..2017-07
    link: https://example.org/cn
@al: Al
    also: Lee
    role: chair of &napc
    role: GP in Kingston
@zo: Zo
    also: Lee
&gpc: GP Committee
    part of: &bma
    also: GPC
&bma: BMA
&napc: NAPC
    active: 1998..
#cuts: Cuts
//- 2013.qm
---
date: 2013-09
---

[‘Not *now*’]{by @cn against #cuts to &napc} [‘ever’]{more}
";

fn check(article: &str, expected: &str) {
    let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
    let card = hover(&corpus, file, offset)
        .map(|hover| hover.card.plain())
        .unwrap_or_default();
    assert_eq!(card.trim(), expected.trim(), "{article}");
}

#[test]
fn names_are_shown_with_their_time() {
    check(
        "@x: Xi\n    also: Gov. Xi, 2010..2014; Xi, Jr.; Mr Xi, ..?\n\n[He]{@$0x}",
        "
Xi · person @x

Also: Gov. Xi (2010 to 2014); Xi, Jr.; Mr Xi

0 quotes · 1 mention · 1 article",
    );
    check(
        "---\ndate: 2015\n---\n\n@x: Xi\n    also: Gov. Oz, 2010..2014\n\nGov. O$0z",
        "",
    );
}

#[test]
fn known_keys_of_the_header_are_told() {
    check(
        "---\ntitle: x\nco$0ded: 2011\n---\n",
        "
coded · key of the header

On which date the article was coded to its end. Empty, or left out, it still has to be.",
    );
    check("---\now$0n: x\n---\n", "");
    check("---\ncoded: 20$011\n---\n", "");
}

#[test]
fn a_role_that_was_only_seen_says_so() {
    let cast = "@ida: Ida\n    role: chair of &gpc, ~2011-12-01\n    also: Dr Ida, ~2011..2012-05\n&x: X\n    active: ~2011-12\n    part of: &bma, ~2011\n";
    let on = |date: &str, expected: &str| {
        let article = format!("---\ndate: {date}\n---\n\n{cast}\n[She]{{@i$0da}}");
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
        let card = hover(&corpus, file, offset).unwrap().card.plain();
        assert_eq!(card.split("\n\n").nth(1), Some(expected), "{date}");
        assert!(
            card.contains("Also: Dr Ida (seen 2011 to 2012-05)"),
            "{card}"
        );
    };
    on(
        "2011-12",
        "Role on 2011-12: chair of GP Committee (seen on 2011-12-01)",
    );
    let uncertain = "not certain; seen as chair of GP Committee on 1 December 2011";
    on("2011-12-02", &format!("Role on 2011-12-02: {uncertain}"));
    on("1950", &format!("Role on 1950: {uncertain}"));
    check(
        &format!("---\ndate: 1950\n---\n\n{cast}\n[It]{{&x$0}} [x]{{by @ida}}"),
        "
X · organisation &x

X is part of BMA.

Active: seen in 2011-12

0 quotes · 1 mention · 1 article",
    );
    check(
        "---\ndate: 2010\n---\n\n@ida: Ida\n    role: a, ~2011-12\n    role: b, ~2012..2014-05\n\n[She]{@id$0a}",
        "
Ida · person @ida

Roles on 2010:

  • not certain; seen as a in December 2011
  • not certain; seen as b from 2012 to May 2014

0 quotes · 1 mention · 1 article",
    );
}

#[test]
fn a_speaker_without_a_name_is_told_by_the_words() {
    let article = "[a]{by \"a $0clerk\" of &gpc} [b]{by “a  clerk”, @al} [c]{by \"A clerk\"}";
    check(
        article,
        "
a clerk · a speaker without a name, on behalf of GP Committee

2 quotes by the same words in this article. In another article they may be somebody else’s.",
    );
    check(
        &article
            .replace("a $0clerk", "a clerk")
            .replace("[a]", "[$0a]"),
        "
a clerk · a speaker without a name, on behalf of GP Committee

2 quotes by the same words in this article. In another article they may be somebody else’s.

Indirect quote, on behalf of GP Committee",
    );
    // A quote in the words of nobody known is one of the body's.
    let (corpus, file, offset) = fixture::corpus_at(&format!(
        "{CAST}//- a.qm\n[a]{{by \"a clerk\" of &g$0pc}} [b]{{by ?, \"a man\" of &gpc}}\n"
    ));
    let card = hover(&corpus, file, offset).unwrap().card.plain();
    assert!(card.contains("undated: a clerk: a"), "{card}");
    assert!(card.contains("undated: somebody and a man: b"), "{card}");
}

#[test]
fn the_role_is_that_of_the_articles_date() {
    check(
        "---\ndate: 2012-06-28\n---\n\nDr $0Nagpaul",
        "
Chaand Nagpaul · person @cn

Role on 2012-06-28: negotiator for GP Committee (2010 to 2013-06)

GP Committee is part of BMA.

Also: Dr Nagpaul

https://example.org/cn

1 quote · 0 mentions · 1 article

  • 2013-09: ‘Not *now*’ … ‘ever’",
    );
    check(
        "---\ndate: 2020\n---\n\n[a]{by @c$0n}",
        "
Chaand Nagpaul · person @cn

No role on 2020 that is known.

  • Before: chair of GP Committee (2013-07 to 2017-07)

Also: Dr Nagpaul

https://example.org/cn

2 quotes · 0 mentions · 2 articles

  • 2020: a
  • 2013-09: ‘Not *now*’ … ‘ever’",
    );
}

#[test]
fn a_quote_tells_of_speaker_topics_and_sides() {
    check(
        "---\ndate: 2014-05\n---\n\n[we $0see]{by @cn of &bma for #cuts as \"a doctor\"}",
        "
Chaand Nagpaul · person @cn

Role on 2014-05: chair of GP Committee (2013-07 to 2017-07)

GP Committee is part of BMA.

Indirect quote, as “a doctor”, on behalf of BMA

  • For Cuts",
    );
}

#[test]
fn two_roles_at_once() {
    check(
        "---\ndate: 2011\n---\n\n[x]{@a$0l}",
        "
Al · person @al

Roles on 2011:

  • chair of NAPC
  • GP in Kingston

Also: Lee

0 quotes · 1 mention · 1 article",
    );
}

#[test]
fn an_organisation_shows_its_members_then() {
    check(
        "---\ndate: 2014\n---\n\n[x]{&gp$0c}",
        "
GP Committee · organisation &gpc

GP Committee is part of BMA.

Also: GPC

Members on 2014:

  • Chaand Nagpaul: chair of GP Committee

1 quote (0 its own, 1 on its behalf) · 1 mention · 2 articles

  • 2013-09: Chaand Nagpaul: ‘Not *now*’ … ‘ever’",
    );
}

#[test]
fn what_is_not_settled_or_not_declared_says_so() {
    check(
        "L$0ee",
        "
Several people have this name, and neither the date nor a tag before it says who is meant:

  • Al @al, chair of NAPC and GP in Kingston
  • Zo @zo",
    );
    check(
        "[x]{@no$0body}",
        "
@nobody is a person that nobody has declared yet. Write @nobody: Name at the start of a line.

0 quotes · 1 mention · 1 article",
    );
    check("[odd]{note: so $0it was}", "Note: so it was");
}

#[test]
fn while_files_are_missing_nobody_is_called_undeclared() {
    let (corpus, file, offset) = fixture::corpus_at("//- a.qm\n[x]{@no$0body}");
    let card = hover(&corpus.partial(true), file, offset).unwrap().card;
    assert_eq!(
        card.plain(),
        "@nobody is not found yet: the corpus is still being read."
    );
}

#[test]
fn markdown_is_escaped_and_links_to_the_quotes() {
    let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n[x]{{@c$0n}}"));
    let card = hover(&corpus, file, offset).unwrap().card;
    let shown = card.markdown(&|place| {
        let path = corpus.file(place.file)?.path.display().to_string();
        Some(format!("file:///{path}#L5"))
    });
    assert!(
        shown.contains("- [2013-09](<file:///2013.qm#L5>): ‘Not \\*now\\*’ … ‘ever’"),
        "{shown}"
    );
    assert!(
        shown.starts_with("**Chaand Nagpaul** · person `@cn`"),
        "{shown}"
    );
}
