//! Merging on small corpora.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::features::edit::applied;
use crate::features::fixture;
use crate::features::formatting::formatting;
use crate::model::Source;
use crate::syntax::{Parser, strip};

/// The files that change, after merging `from` into `into`.
fn merged(files: &str, from: &str, into: &str) -> Result<String, String> {
    let corpus = fixture::corpus(files);
    let id = |written: &str| corpus.ids().find(written).unwrap();
    let edit = merge(&corpus, id(from), id(into)).map_err(|refusal| refusal.0)?;
    assert!(edit.summary.as_ref().unwrap().needs_confirmation);
    let mut texts = String::new();
    for (number, edits) in &edit.changes {
        let old = corpus.source(*number).unwrap();
        let new = applied(&old.text, edits).unwrap();
        let document = Parser::new().read(&new);
        assert!(
            document.problems.len() <= old.document.problems.len(),
            "{new}"
        );
        let path = corpus.file(*number).unwrap().path.display();
        texts.push_str(&format!("//- {path}\n{new}"));
    }
    Ok(texts)
}

/// What is lost here nobody misses before it is too late: the declaration that said it
/// is gone, and nothing marks the place.
#[test]
fn roles_of_one_time_are_two_when_their_words_are() {
    let files = "\
//- cast.qm
@a: A
    role: chair of &bma, 2007..2013
    role: GP
@b: A
    role: clerk of &bma, 2007..2013
    role: clerk of &bma
";
    let texts = merged(files, "@a", "@b").unwrap();
    assert_eq!(
        texts,
        "\
//- cast.qm
@b: A
    role: clerk of &bma, 2007..2013
    role: clerk of &bma
    role: chair of &bma, 2007..2013
    role: GP
"
    );
}

/// Only one `active` counts. Every other one is kept as a note, and nothing else is.
#[test]
fn of_several_times_of_being_active_the_first_counts() {
    let files = |into: &str| {
        format!(
            "\
//- cast.qm
&x: X
    link: https://x.org
    active: 1990..2000
&x: X
    active: 1995..2005
&y: X
{into}"
        )
    };
    assert_eq!(
        merged(&files("    active: 1980..\n"), "&x", "&y").unwrap(),
        "\
//- cast.qm
&y: X
    active: 1980..
    link: https://x.org
    note: &x was active 1990..2000
    note: &x was active 1995..2005
"
    );
    assert_eq!(
        merged(&files("    note: n\n"), "&x", "&y").unwrap(),
        "\
//- cast.qm
&y: X
    note: n
    link: https://x.org
    active: 1990..2000
    note: &x was active 1995..2005
"
    );
}

/// What is above the two, below them and beside them: only a `part of` by which the one
/// that stays would be above itself goes.
#[test]
fn only_what_would_be_said_again_or_of_itself_goes() {
    let files = "\
//- a.qm
[x]{by @p,  @p} [y]{by &x,&y} [z]{by @p  of &q} [w]{by &x, &x}
//- cast.qm
&x: X
    part of: &top
    role: branch of &y
&y: X
    part of: &x
    part of: &other
&z: Z
    part of: &x, 2001..2003
    part of: &y
@p: P
    role: chair of &x, 2001..2003
    role: chair of &y, 2001..2003
    role: clerk of &x
";
    assert_eq!(
        merged(files, "&x", "&y").unwrap(),
        "\
//- a.qm
[x]{by @p,  @p} [y]{by &y} [z]{by @p  of &q} [w]{by &y}
//- cast.qm
&y: X
    part of: &other
    part of: &top
    role: branch of &y
&z: Z
    part of: &y, 2001..2003
    part of: &y
@p: P
    role: chair of &y, 2001..2003
    role: clerk of &y
"
    );
}

#[test]
fn two_people_become_one() {
    let files = "\
//- a.qm
---
author: @l-buckman
---

[He]{@l-buckman} and [so]{by @l-buckman,@buckman as \"x\" of &bma} 😀 [it]{by @y to @buckman, @l-buckman}
[two]{by @l-buckman, @y} [odd]{by @buckman for @l-buckman}

::: by @buckman, @l-buckman
x
:::
//- cast.qm
@y: Y

@l-buckman: L Buckman
    also: Dr Buckman; Buckman
    role: chair of  &bma , 2007 .. 2013
    role: GP
    link: https://a.b
    note: went
        home
    born: 1950

@buckman: Laurence Buckman
    also: Buckman
    role: chair of &bma, 2007..2013
    link: https://c.d

@z: Z
";
    let expected = "\
//- a.qm
---
author: @buckman
---

[He]{@buckman} and [so]{by @buckman of &bma as \"x\"} 😀 [it]{by @y to @buckman}
[two]{by @buckman, @y} [odd]{by @buckman for @buckman}

::: by @buckman
x
:::
//- cast.qm
@y: Y

@buckman: Laurence Buckman
    also: Buckman
    also: L Buckman; Dr Buckman
    role: chair of &bma, 2007..2013
    role: GP
    link: https://c.d
    link: https://a.b
    note: went home
    born: 1950

@z: Z
";
    assert_eq!(merged(files, "@l-buckman", "@buckman").unwrap(), expected);
}

#[test]
fn two_organisations_become_one_in_the_roles_and_parents_of_others() {
    let files = "\
//- cast.qm\r
&gpc: GPC\r
  part of: &gp-committee\r
  part of: &bma\r
  active: 1948..\r
&gp-committee: GP Committee\r
    part of: &bma\r
    part of: &gpc, 2011\r
    active: 1950..\r
@ann: Ann\r
    role: chair of &gp-committee, 2011\r
    role: chair of &gpc, 2011\r
    role: clerk of &gp-committee\r
&sub: Sub\r
    part of: &gpc\r
    part of: &gp-committee\r
&bma: BMA\r
";
    let expected = "\
//- cast.qm\r
&gpc: GPC\r
  also: GP Committee\r
  part of: &bma\r
  active: 1948..\r
  note: &gp-committee was active 1950..\r
@ann: Ann\r
    role: chair of &gpc, 2011\r
    role: clerk of &gpc\r
&sub: Sub\r
    part of: &gpc\r
&bma: BMA\r
";
    let files = files.replacen("\r", "", 1);
    let expected = expected.replacen("\r", "", 1);
    assert_eq!(merged(&files, "&gp-committee", "&gpc").unwrap(), expected);
}

#[test]
fn topics_keep_their_sides() {
    let files = "//- a.qm\n#a: A\n\n#b: B\n\n[x]{by @y on #b, #a for #b against #a}\n[z]{#b}\n";
    assert_eq!(
        merged(files, "#b", "#a").unwrap(),
        "//- a.qm\n#a: A\n    also: B\n\n[x]{by @y on #a for #a against #a}\n[z]{#a}\n"
    );
}

#[test]
fn declarations_go_with_what_separates_them() {
    for (file, expected) in [
        ("@a: A\n\n@b: B\n", "@a: A\n    also: B\n"),
        ("@b: B\n\n@a: A\n", "@a: A\n    also: B\n"),
        ("@b: B\n@a: A", "@a: A\n    also: B"),
        ("@a: A\n@b: B", "@a: A\n    also: B\n"),
        ("@a: A\n\n@b: B", "@a: A\n    also: B\n"),
        (
            "Words\n\n@b: B\n\nMore\n\n@a: A\n",
            "Words\n\nMore\n\n@a: A\n    also: B\n",
        ),
        ("@a: A\n\n@b: B\n\n@b: C\n", "@a: A\n    also: B; C\n"),
        (
            "@a: A\n    also: C, 2010; D\n\n@b: B\n    also: C, 2010; C , ..2009; D, 2011; A, 2012; E, Jr.\n",
            "@a: A\n    also: C, 2010; D\n    also: B; C , ..2009; E, Jr.\n",
        ),
        (
            "@a: A\n    also: C, 2010\n\n@b: Games, 2012\n    also: C\n",
            "@a: A\n    also: C, 2010\n    also: C\n    note: Games, 2012\n",
        ),
        ("@a: A\n\nx\n\n@b: B\n\n", "@a: A\n    also: B\n\nx\n\n"),
        (
            "@a: A\n  role: chair\n      note: N\n\n@b: B\n",
            "@a: A\n  also: B\n  role: chair\n      note: N\n",
        ),
        ("@b: A\n\n@a: A\n\n", "@a: A\n\n"),
    ] {
        let after = merged(&format!("//- c.qm\n{file}"), "@b", "@a").unwrap();
        assert_eq!(after, format!("//- c.qm\n{expected}"));
    }
    let undeclared = merged("//- c.qm\n@a: A\n//- d.qm\n[x]{@b}\n", "@b", "@a").unwrap();
    assert_eq!(undeclared, "//- d.qm\n[x]{@a}\n");
}

#[test]
fn what_cannot_be_one_is_refused() {
    let files = "\
//- a.qm
&a: A
    part of: &m
&m: M
    part of: &b
&b: B
&c: C
    nonsense
@a: Ann
[x]{&d} [y]{&a}
";
    for (from, into, reason) in [
        ("&a", "&a", "is one already"),
        ("&a", "@a", "only two of a kind"),
        ("&a", "&b", "`&m` would be part of itself"),
        ("&b", "&a", "`&m` would be part of itself"),
        ("&c", "&a", "no `key: value`"),
        ("&a", "&d", "nobody declared `&d`"),
    ] {
        let files = files.replace("[x]{&d}", "\n[x]{&d}");
        let refused = merged(&files, from, into).unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }
    let open = merged("//- a.qm\n@a: A\n\n[x]{@b said\n", "@b", "@a").unwrap_err();
    assert!(open.contains("a.qm, line 3"), "{open}");
}

#[test]
fn other_names_are_indented_as_what_stands_first() {
    let new = merged(
        "//- a.qm\n@a: A\n  role: clerk\n      note: late\n\n@b: B\n",
        "@b",
        "@a",
    )
    .unwrap();
    assert!(new.contains("\n  also: B\n"), "{new}");
}

/// A text made of pieces that name two people and two organisations.
fn text() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "\n@a: A B\n    role: r of &o, 2011..\n",
        "\n\n@b: A\n    also: B\n  part of: &o\n",
        "@b: C; D\n",
        "&o: O\n    part of: &p\n",
        "&p: O\n    active: 2011\n",
        "[x]{@a} ",
        "[x]{ by @b, @a of &p to @a,@b }",
        "[y]{by @b @c of &o} ",
        "[u]{by \"@b\", @b, @a, “a man” of &o} ",
        "[z]{by @a at @b} ",
        "::: by @b, @a\n",
        ":::\n",
        "words ",
        "\n\n",
        "\n",
        "\r\n",
        "[",
        "]{@b",
        "    note: n\n",
        "    role: r of &p, 2011..\n",
        "    role: r of &p, ~2011\n",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_names_the_one_that_went(one in text(), two in text(), people in any::<bool>()) {
        let files = format!("//- 1.qm\n{one}\n//- 2.qm\n@a: A\n&o: O\n\n[x]{{@b}} [y]{{&p}}\n{two}");
        let mut corpus = fixture::corpus(&files);
        let (from, into) = if people { ("@b", "@a") } else { ("&p", "&o") };
        let id = |corpus: &Corpus, written: &str| corpus.ids().find(written).unwrap();
        let edit = match merge(&corpus, id(&corpus, from), id(&corpus, into)) {
            Ok(edit) => edit,
            Err(refusal) => {
                prop_assert!(!refusal.0.contains("report"), "{}", refusal);
                return Ok(());
            }
        };
        // A line that is broken may move to another file.
        let (mut before, mut after) = (0, 0);
        for (number, edits) in &edit.changes {
            let old = corpus.source(*number).unwrap();
            let new = Source::new(applied(&old.text, edits).unwrap());
            prop_assert_eq!(strip(&new.text, &new.document), strip(&old.text, &old.document));
            before += old.document.problems.len();
            after += new.document.problems.len();
            let path = corpus.file(*number).unwrap().path.clone();
            // What was in form stays in form.
            if formatting(&old).is_empty() {
                prop_assert!(formatting(&new).is_empty(), "{}", new.text);
            }
            corpus.insert_source(&path, new);
        }
        prop_assert!(after <= before, "{} > {}", after, before);
        prop_assert!(corpus.index().uses(id(&corpus, from)).is_none());
        prop_assert!(corpus.index().is_declared(id(&corpus, into)));
    }
}

#[test]
fn other_names_are_indented_as_the_first_line_and_all_else_as_the_last() {
    let files = "//- cast.qm\n@a: A\n    also: C\n    note: n\n@b: B\n    role: GP\n  link: https://b.org\n";
    assert_eq!(
        merged(files, "@a", "@b").unwrap(),
        "//- cast.qm\n@b: B\n    also: A; C\n    role: GP\n  link: https://b.org\n  note: n\n"
    );
}
