//! What is reported, on small corpora, on the reference's pages and on the
//! examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::features::Location;
use crate::model::Corpus;
use crate::reports::Code;
use crate::reports::Severity;
use crate::settings;
use crate::syntax::text_of;

/// Checks a corpus of files that begin with `//- name` lines. Below a line
/// stand the reports that begin in it: `^^^^ code: message`, the range marked
/// as far as the line goes. Nobody needs a role here.
fn check(marked: &str) {
    let mut settings = Severities::default();
    settings.given.insert(Code::PersonNoRole, None);
    check_with(marked, &settings);
}

fn check_with(marked: &str, settings: &Severities) {
    let reported = marked.split_inclusive('\n');
    let plain: String = reported.filter(|line| !is_mark(line)).collect();
    let (found, expected) = (shown(&plain, settings), marked.trim_start());
    assert!(found == expected, "expected:\n{expected}\nfound:\n{found}");
}

#[test]
fn whoever_is_quoted_or_mentioned_has_a_role() {
    check_with(
        "
//- cast.qm
@ann: Ann
^^^^ person/no-role: `@ann` has no role; say below what they are or were, and when, as in `role: chair of &gpc, 2010..2012`
@bob: Bob
^^^^ person/no-role: `@bob` has no role; say below what they are or were, and when, as in `role: chair of &gpc, 2010..2012`
@cy: Cy
    role: clerk
@dee: Dee
@eve: Eve
^^^^ declaration/unused: nothing in the corpus refers to `@eve`; tag the words that mean it, or take it out
@fay: Fay
{% quotemark: allow person/no-role %}
@gil: Gil
&bma: BMA
//- a.qm
[So]{by @ann} [he]{@bob} [he]{@cy} [it]{@gil} [so]{by &bma to @dee} [she]{@fay}
//- more.qm
@fay: Fay
^^^^ declaration/duplicate: `@fay` is declared a second time; put the two together, or give this one another id
    role: editor
",
        &Severities::default(),
    );
}

#[test]
fn headers_have_the_values_that_their_keys_take() {
    check(
        "
//- a.qm
---
id: a b
    ^^^ header/wrong-value: an article’s `id` is one word without white space: `a-b`
language: english
          ^^^^^^^ header/wrong-value: `english` is no language’s tag; did you mean `en`?
coder: &nobody; @nobody
coded: yes
       ^^^ date/malformed: `yes` is no date: a date is written `2011`, `2011-11` or `2011-11-24`
reviewed:
---
//- b.qm
---
id:
^^ header/wrong-value: `id` is empty: write what the article is known by, or take the line out
language: e
          ^ header/wrong-value: `e` is no language’s tag; one is written `en`, `de-AT` or `zh-Hant`
languag: de-AT
^^^^^^^ unknown/key: `languag` is no known key; did you mean `language`?
Coder: A
^^^^^ unknown/key: `Coder` is no known key; did you mean `coder`?
ad: own
code: own
ID: x
^^ unknown/key: `ID` is no known key; did you mean `id`?
coded: 2012-05-01
reviewed: 2012
---
",
    );
}

#[test]
fn an_id_is_one_articles() {
    check(
        "
//- a.qm
---
id: josé
---
//- b/c.qm
---
id: jose\u{301}
    ^^^^^ header/duplicate-id: `josé` is also the id of a.qm; give each article its own, or delete the copy
---
//- d.qm
---
id: José
---

@x: X
^^ declaration/unused: nothing in the corpus refers to `@x`; tag the words that mean it, or take it out
//- e.qm
---
id: José
    ^^^^ header/duplicate-id: `José` is also the id of d.qm; give each article its own, or delete the copy
---
",
    );
    let many: String = (0..150)
        .map(|number| format!("//- {number}.qm\n---\nid: x\n---\n"))
        .collect();
    let found = shown(&many, &Severities::default());
    assert_eq!(found.matches("is the id of 150 articles").count(), 150);
}

#[test]
fn what_was_seen_is_perhaps_so_at_any_time() {
    check(
        "
//- cast.qm
@ann: Ann
    role: chair, ~2011-12-01
    role: chair, 2011..2012
                 ^^^^^^^^^^ date/overlapping-role: `2011..2012` overlaps `~2011-12-01` of the same role; correct one of the two, or make them one
    role: chair, ~2014
    role: clerk ~2014
                ^^^^^ date/range-in-words: `~2014` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`
    role: mayor, ~2011..
                 ^^^^^^^ date/malformed: `~2011..` is no date: `~` says on what date something was seen to hold, or from when to when: `~2011-12-01`, `~2011-12..2014-05`; a range with a known beginning or end has no `~`
@bob: Bob
    role: chair of &doh, ~2011-12-01
&doh: Department of Health
    active: ~1988
//- a.qm
---
date: 2020
---

[a]{by @bob} [b]{by @bob at 1950} [c]{by @ann}
",
    );
}

#[test]
fn a_speaker_without_a_name_is_neither_unknown_nor_without_a_role() {
    check(
        "
//- cast.qm
&doh: Department of Health
    active: 1988..2018
//- a.qm
---
date: 2020
---

[a]{by \"a spokesman\", “@nobody”} [b]{by \"a spokesman\" of &doh at 2012} [c]{by \"a man\" of &doj at 2012}
                                                                                         ^^^^ unknown/organisation: nobody declared the organisation `&doj`; did you mean `&doh`?
[d]{by \"a spokesman\" of &doh}
                        ^^^^ quote/not-active: `&doh` was not active on 2020 (but 1988 to 2018); correct the date, the organisation or its `active`
",
    );
}

fn is_mark(line: &str) -> bool {
    let marks = line.trim_start();
    marks.starts_with('^') && marks.contains(": ")
}

/// The files with their reports below the lines.
fn shown(fixture: &str, settings: &Severities) -> String {
    let (corpus, names) = corpus(fixture);
    let mut shown = String::new();
    for name in names {
        let file = corpus.find(Path::new(&name)).unwrap();
        let text = corpus.source(file).unwrap().text;
        let reports = diagnostics(&corpus, file, settings);
        shown.push_str(&format!("//- {name}\n"));
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            shown.push_str(line);
            for report in &reports {
                let Some(column) = report.range.from().checked_sub(start) else {
                    continue;
                };
                if column >= line.len() {
                    continue;
                }
                let end = (column + report.range.len()).min(line.trim_end().len());
                let before = line[..column].chars().count();
                let width = line[column..end].chars().count();
                shown.push_str(&" ".repeat(before));
                shown.push_str(&"^".repeat(width.max(1)));
                shown.push_str(&format!(" {}: {}\n", report.code.name(), report.message));
            }
            start += line.len();
        }
    }
    shown
}

fn corpus(fixture: &str) -> (Corpus, Vec<String>) {
    let mut corpus = Corpus::default();
    let mut names = Vec::new();
    for part in fixture.trim_start().split("//- ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        corpus.insert_source(Path::new(name), Source::new(text));
        names.push(name.to_owned());
    }
    (corpus, names)
}

#[test]
fn unknown_ids_are_compared_with_the_words_and_the_known_ones() {
    check(
        "
//- cast.qm
@ann-lee: Ann Lee
    also: Dr Lee
@bob-lee: Bob Lee
^^^^^^^^ declaration/unused: nothing in the corpus refers to `@bob-lee`; tag the words that mean it, or take it out
&gpc: The Committee
    part of: &bma
             ^^^^ unknown/organisation: nobody declared the organisation `&bma`; declare it with a line `&bma: Name`
#cuts: Cuts
//- a.qm
---
source: &pc
        ^^^ unknown/organisation: nobody declared the organisation `&pc`; did you mean `&gpc`?
---

[Dr Lee]{@lee-a} said [Ann-Lee]{@Ann-Lee} [of]{@gpc} [no]{by @bob_lee of &gpc on #cut to &gpcs}.
         ^^^^^^ unknown/person: nobody declared the person `@lee-a`; did you mean `@ann-lee`?
                                ^^^^^^^^ unknown/person: nobody declared the person `@Ann-Lee`; did you mean `@ann-lee`?
                                               ^^^^ unknown/person: nobody declared the person `@gpc`; did you mean `&gpc`?
                                                             ^^^^^^^^ unknown/person: nobody declared the person `@bob_lee`; did you mean `@bob-lee`?
                                                                                 ^^^^ unknown/topic: nobody declared the topic `#cut`; did you mean `#cuts`?
                                                                                         ^^^^^ unknown/organisation: nobody declared the organisation `&gpcs`; did you mean `&gpc`?
[It]{#cuts} is [she]{@ann-lee}, a @stranger, AT&T #1.
",
    );
}

#[test]
fn keys_are_slips_or_ones_own() {
    check(
        "
//- a.qm
---
titel: A
^^^^^ unknown/key: `titel` is no known key; did you mean `title`?
Date: 2011
^^^^ unknown/key: `Date` is no known key; did you mean `date`?
lang: en
source: @ann
        ^^^^ syntax/wrong-reference: `source` takes an &organisation or words, and `@ann` is a person
author: &bma
        ^^^^ syntax/wrong-reference: `author` takes a @person or words, and `&bma` is an organisation
---

@ann: Ann
    part of: &bma
    ^^^^^^^ unknown/key: `part of` is a key of an organisation or a topic, and this is a person; its keys are `also`, `role`, `link`, `note`
    active: 2011
    ^^^^^^ unknown/key: `active` is a key of an organisation, and this is a person; its keys are `also`, `role`, `link`, `note`
    born: 1950
    name: Annie
&bma: BMA
    role: a union
    ^^^^ unknown/key: `role` is a key of a person, and this is an organisation; its keys are `also`, `part of`, `active`, `link`, `note`
    partof: &bma
    ^^^^^^ unknown/key: `partof` is no known key; did you mean `part of`?
    part of: #cuts
             ^^^^^ syntax/wrong-reference: `part of` takes an &organisation, and `#cuts` is a topic
    part of: the doctors
             ^^^^^^^^^^^ syntax/missing-value: `part of` names what it is part of by its id: `part of: &id`
#cuts: Cuts
",
    );
}

#[test]
fn declarations_are_there_once_and_for_something() {
    check(
        "
//- a.qm
@ann: Ann
^^^^ declaration/unused: nothing in the corpus refers to `@ann`; tag the words that mean it, or take it out
#cuts: Cuts
    part of: #money
//- b.qm
#cuts: More cuts
^^^^^ declaration/duplicate: `#cuts` is declared a second time; put the two together, or give this one another id
#money: Money
#money: Money
^^^^^^ declaration/duplicate: `#money` is declared a second time; put the two together, or give this one another id

[Cuts]{#cuts}
",
    );
}

#[test]
fn a_circle_is_reported_once_where_its_first_id_enters_it() {
    check(
        "
//- a.qm
&c: C
    part of: &a
&b: B
    part of: &out; &c
&in: In
    part of: &b
//- b.qm
&a: A
    part of: &in
             ^^^ declaration/circle: `&a` is part of itself, by way of `&in`, `&b`, `&c`; take one of the `part of` lines out
    part of: &b
             ^^ declaration/circle: `&a` is part of itself, by way of `&b`, `&c`; take one of the `part of` lines out
&out: Out
#x: X
    part of: #x, 2011
             ^^ declaration/circle: `#x` is declared as part of itself; take this line out
#y: Y
    part of: #z
             ^^ declaration/circle: `#y` is part of `#z`, and that of `#y`; take one of the two lines out
#z: Z
    part of: #y
//- in turn.qm
&p: P
    part of: &q, ..2001
&q: Q
    part of: &p, 2002..
",
    );
}

#[test]
fn spells_of_a_role_follow_each_other() {
    check(
        "
//- a.qm
@ann: Ann
    role: chair of &bma, 2001..2005
    role: chair of &bma, 2005..2009
    role: chair of
        &bma, 2008..
              ^^^^^^ date/overlapping-role: `2008..` overlaps `2005..2009` of the same role; correct one of the two, or make them one
    role: editor, 2011
    role: editor, 2011
                  ^^^^ date/overlapping-role: `2011` overlaps `2011` of the same role; correct one of the two, or make them one
    role: clerk, 2001..?
    role: clerk, 2003..2004
    role: doctor
    role: doctor
&bma: BMA

[Ann]{@ann} spoke.
",
    );
}

#[test]
fn speakers_with_dated_roles_have_one_when_they_speak() {
    check(
        r#"
//- cast.qm
@ann: Ann
    role: chair of &bma, 2001..2005
    role: editor, 2011-02..
@bob: Bob
    role: clerk, 2001..?
@cy: Cy
    role: clerk, 2001..2002
    role: doctor
@deb: Deb
&bma: BMA
//- a.qm
---
date: 2008-03-01
---

[so]{by @ann, @bob, @cy, @deb} [and so]{by @ann as "guest"} [then]{by @ann at 2011}
        ^^^^ quote/no-role: no role of `@ann` covers 2008-03-01 (the nearest: chair of BMA (2001 to 2005) and editor (since 2011-02)); correct the date, add a role, or write `as "…"`

[before]{by @bob at 2000 of &bma} [who knows]{by @ann at 2011-13} [it?]{by ?}
            ^^^^ quote/no-role: no role of `@bob` covers 2000 (the nearest: clerk (from 2001, end unknown)); correct the date, add a role, or write `as "…"`
                                                         ^^^^^^^ date/malformed: `2011-13` is no date: there is no such month
                                                                           ^ quote/unknown-speaker: the speaker is unknown; write the `@id` in place of `?`

::: by @ann
       ^^^^ quote/no-role: no role of `@ann` covers 2008-03-01 (the nearest: chair of BMA (2001 to 2005) and editor (since 2011-02)); correct the date, add a role, or write `as "…"`
So it is.
:::
//- undated.qm
[so]{by @deb} [then]{by @ann at 2011} [when]{by @deb, @bob} [when]{by @ann}
                                            ^^^^^^^^^^^^^^^ date/missing: the article has no date, and what `@bob` was when speaking depends on it; write `date: …` into the header, or `at …` into the tag
//- broken.qm
---
date: last week
      ^^^^^^^^^ date/malformed: `last week` is no date: a date is written `2011`, `2011-11` or `2011-11-24`
---

[when]{by @ann}
//- allowed.qm
{% quotemark: allow date/missing %}

[so]{by @ann}

[when]{by @ann}
      ^^^^^^^^^ date/missing: the article has no date, and what `@ann` was when speaking depends on it; write `date: …` into the header, or `at …` into the tag
"#,
    );
}

#[test]
fn shared_names_are_settled_or_reported() {
    check(
        "
//- a.qm
@ann: Ann Lee
    also: Dr Lee
    role: clerk, 2001..2002
@bob: Bob Lee
    also: Dr Lee

# Dr Lee
  ^^^^^^ name/ambiguous: `Dr Lee` may mean `@ann` or `@bob`; tag it with the one that is meant

[So Dr
    ^^ name/ambiguous: `Dr Lee` may mean `@ann` or `@bob`; tag it with the one that is meant
Lee said]{by ?}, and [he]{@bob} left. Dr Lee!
             ^ quote/unknown-speaker: the speaker is unknown; write the `@id` in place of `?`

{% quotemark: allow declaration/unused %}

&lee: Lee Ltd
    also: Mr Lee
@cy: Mr Lee
^^^ declaration/unused: nothing in the corpus refers to `@cy`; tag the words that mean it, or take it out
@dan: Mr Lee
^^^^ declaration/unused: nothing in the corpus refers to `@dan`; tag the words that mean it, or take it out
//- b.qm
---
date: 2005
---

Ann Lee came, and so did [she]{@ann}. Dr Lee
//- c.qm
Neither Dr Leeds nor Ms Lee; Mr Lee
                             ^^^^^^ name/ambiguous: `Mr Lee` may mean `&lee`, `@cy` or `@dan`; tag it with the one that is meant
",
    );
}

#[test]
fn names_in_mentions_are_listed() {
    check(
        "
//- a.qm
@ann: Ann Lee
    also: Dr Lee
@bob: Bob Lee
&times: The Times
    also: Times Newspapers Ltd; LCC’s
#cuts: Cuts

[Ann
Lee’s]{@ann} [Dr Lee,]{@ann} [Mrs Lee]{@ann} [Bob Lee]{@ann} [She]{@ann} [the clerk]{@ann}
                              ^^^^^^^ name/unlisted: `Mrs Lee` is none of the names of `@ann`; add it under `also`, or correct the tag
                                              ^^^^^^^ name/unlisted: `Bob Lee` is a name of `@bob` and none of `@ann`; correct the tag, or list the name there too

[Editors]{&times} of the [Times]{&times} and [The Times’]{&times} [Big Cuts]{#cuts} [Editors]{&times}
                                                                                     ^^^^^^^ name/unlisted: `Editors` is none of the names of `&times`; add it under `also`, or correct the tag
“[Lee]{@bob} [LCC]{&times} [This Paper]{&times} [‘The Thunderer’]{&times} [Lee]{@nobody}
  ^^^ name/unlisted: `Lee` is none of the names of `@bob`; add it under `also`, or correct the tag
                                                                                ^^^^^^^ unknown/person: nobody declared the person `@nobody`; declare it with a line `@nobody: Name`
",
    );
}

#[test]
fn marks_in_quotes_pair() {
    check(
        r#"
//- a.qm
@ann: Ann

[“so]{by @ann}” [“it is,]{by @ann} she said, [and so on”]{more} [that’s [the ‘thing]{by @ann}]{by @ann} [‘tis]{by @ann}
 ^ quote/unpaired-marks: the quotation mark `“` has no partner in this quote; add it, or let the brackets hold both
                                                                             ^ quote/unpaired-marks: the quotation mark `‘` has no partner in this quote; add it, or let the brackets hold both

[“A long one]{by @ann}

[“and a longer one”]{more}

::: by @ann
“And so on
:::

# Heading

[so]{more} [{%x%}so \*”]{by @ann}
                      ^ quote/unpaired-marks: the quotation mark `”` has no partner in this quote; add it, or let the brackets hold both
//- b.qm
[so]{more}
    ^^^^^^ quote/dangling-more: no quote stands before this one that `more` could go on with; name the speaker: `{by @id}`
"#,
    );
}

#[test]
fn long_quotations_are_somebodys() {
    check(
        r#"
//- a.qm
@ann: Ann

She said “it is one two three” and “four”.
         ^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`

# “It is one two three”

Said [Ann]{@ann}: ‘it {% c %}is [Ann]{@ann}’s
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`
one two three.’ "It is one two three"
                ^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`

[“It is one two three”]{by @ann} “[it is one two three]{by @ann}” [“It is one two three”]{@ann}
[“It is one two three”]{note: a title} “it is [one two]{by @ann}, [three]{more} four five six”

{% “it is one two three” %} the ‘90s had been loud and the doctors’

{% quotemark: allow quote/unattributed %}

The sign: “It is one two three”.

::: by @ann
“It is one two three”
:::
"#,
    );
}

#[test]
fn quotations_that_run_on_or_are_shared_are_no_mistake() {
    check(
        r#"
//- a.qm
@ann: Ann

[“The gate is closed.]{by @ann}

[“It opens at noon.”]{more}

["We watch,"]{by @ann} she said. ["More of them come.]{more}

["I ask you all."]{more}

[“We must]{by @ann} [get this right,”]{by @ann} she said; [“we]{by @ann} must.”

“[We must get this right]{by @ann}” (‘[so]{by @ann}’)
"#,
    );
}

#[test]
fn each_paragraph_of_a_quotation_is_somebodys() {
    check(
        r#"
//- a.qm
“Nobody may pass this gate before noon.
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`

“The gate is closed to all of us.”
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`

The gate is closed." Then she went home. "Nobody may pass this gate before noon."
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ quote/unattributed: no tag says who spoke this; put it in brackets with `{by @id}` after them, or `{by ?}`

She read “The Gate of the Great Harbour” and left a “stray mark of which nothing comes.
"#,
    );
    let (corpus, _) = corpus("//- b.qm\n办事员说：“中午之前任何人都不得通过。”她说：“门很窄”。\n");
    let file = corpus.find(Path::new("b.qm")).unwrap();
    let reports = diagnostics(&corpus, file, &Severities::default());
    let text = corpus.source(file).unwrap().text;
    let reported: Vec<&str> = reports.iter().map(|report| &text[report.range]).collect();
    assert_eq!(reported, ["“中午之前任何人都不得通过。”"]);
}

#[test]
fn comments_allow_what_they_stand_before() {
    check(
        "
//- a.qm
{% quotemark: allow unknown/person , unknown/topic %}
{% another remark %}

[a]{@x} [b]{#y} [c]{&z}
                    ^^ unknown/organisation: nobody declared the organisation `&z`; declare it with a line `&z: Name`

[a]{@x} {% quotemark: allow unknown/topic %} [b]{#y}
    ^^ unknown/person: nobody declared the person `@x`; declare it with a line `@x: Name`

{% quotemark: allow unknown/topic %}

::: by ? on #y
       ^ quote/unknown-speaker: the speaker is unknown; write the `@id` in place of `?`
[b]{#y}

[b]{#y}
:::

{% quotemark: allow not-active, unknown/persons, sense %}
                    ^^^^^^^^^^ unknown/diagnostic: no report is named `not-active`; did you mean `quote/not-active`?
                                ^^^^^^^^^^^^^^^ unknown/diagnostic: no report is named `unknown/persons`; did you mean `unknown/person`?
                                                 ^^^^^ unknown/diagnostic: no report is named `sense`; the name stands beside each report, such as `quote/no-role`

{% quotemark: forbid quote/no-role %}
              ^^^^^^^^^^^^^^^^^^^^ unknown/diagnostic: `forbid quote/no-role` says nothing; write `allow` and the name of a report, or `no quote`

{% quotemark: allow unknown/diagnostic %}

{% quotemark: allow sense %}

[b]{#y}
    ^^ unknown/topic: nobody declared the topic `#y`; declare it with a line `#y: Name`
",
    );
}

#[test]
fn a_seal_holds_the_words_and_not_the_tags() {
    let sealed = |seal: &str| {
        let fixture = format!("//- a.qm\n---\nsealed: {seal}\n---\n\nIt [is]{{note: so}} late.\n");
        let (corpus, _) = corpus(&fixture);
        let file = corpus.find(Path::new("a.qm")).unwrap();
        let reports = diagnostics(&corpus, file, &Severities::default());
        reports
            .into_iter()
            .map(|report| report.range)
            .collect::<Vec<_>>()
    };
    let seal = crate::syntax::fingerprint("It is late.\n");
    assert_eq!(sealed(&seal), []);
    assert_eq!(sealed(&seal.to_uppercase()), []);
    assert_eq!(sealed("abc"), [TextRange::new(12, 15)]);
    assert_eq!(sealed(""), [TextRange::new(4, 10)]);
}

#[test]
fn related_places_are_named() {
    let (corpus, _) =
        corpus("//- a.qm\n@a: A\n    role: b, 2001\n//- b.qm\n[x]{by @a at 2002}\n\n@a: B\n");
    let file = corpus.find(Path::new("b.qm")).unwrap();
    let reports = diagnostics(&corpus, file, &Severities::default());
    let related = reports.iter().flat_map(|report| &report.related);
    let related: Vec<_> = related
        .map(|place| {
            let text = corpus.source(place.location.file).unwrap().text;
            (
                text[place.location.range].to_owned(),
                place.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        related,
        [
            ("b, 2001".into(), "the nearest role"),
            ("@a".into(), "`@a` is declared here first")
        ]
    );
}

#[test]
fn settings_change_severities_and_switch_off() {
    let (corpus, _) = corpus("//- a.qm\n[x]{@a} [y]{&b}\n");
    let file = corpus.find(Path::new("a.qm")).unwrap();
    let mut settings = Severities::default();
    settings.given.insert(Code::UnknownPerson, None);
    settings
        .given
        .insert(Code::UnknownOrganisation, Some(Severity::Hint));
    let reports = diagnostics(&corpus, file, &settings);
    let reports: Vec<_> = reports
        .iter()
        .map(|report| (report.code, report.severity))
        .collect();
    assert_eq!(reports, [(Code::UnknownOrganisation, Severity::Hint)]);
    settings.given.insert(Code::FileUnreadable, None);
    assert_eq!(unreadable("gone", &settings), None);
}

#[test]
fn a_file_in_another_encoding_is_reported_at_its_first_odd_byte() {
    let settings = Severities::default();
    assert!(text_of("é".into()).is_ok());
    let why = text_of(b"a\r\nb\rcaf\xe9".into()).unwrap_err();
    let (report, lines) = (not_utf_8(&why, &settings).unwrap(), why.before());
    assert_eq!(lines.line_of(report.range.from()), 2);
    assert_eq!(report.range, TextRange::new(8, 8));
    assert_eq!(
        report.message,
        "this file is not UTF-8: the byte 0xE9 on line 3 begins no character; save it as UTF-8, or \
         convert it: `iconv -f WINDOWS-1252 -t UTF-8` if it is Windows-1252"
    );
    assert_eq!(
        unreadable("permission denied", &settings).unwrap().message,
        "this file cannot be read (permission denied); what it declares is missing from the corpus"
    );
}

// ---- The reference and the examples ----------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The reports on a text of `quotemark.toml`.
fn setting_codes(text: &str) -> Vec<Code> {
    let (_, problems) = settings::read_file(text);
    problems.into_iter().map(|problem| problem.code).collect()
}

/// All reports on a folder's files, as `file: code`.
fn on_folder(folder: &str, settings: &Severities) -> Vec<(String, Code)> {
    let mut corpus = Corpus::default();
    let mut reports = Vec::new();
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        if name == settings::FILE_NAME {
            let codes = setting_codes(std::str::from_utf8(&bytes).unwrap()).into_iter();
            reports.extend(codes.map(|code| (name.clone(), code)));
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(text) => files.push((corpus.insert_source(&path, Source::new(text)), name)),
            Err(error) => {
                let why = text_of(error.into_bytes()).unwrap_err();
                let report = not_utf_8(&why, settings).unwrap();
                reports.push((name, report.code));
            }
        }
    }
    for (file, name) in files {
        let found = diagnostics(&corpus, file, settings);
        reports.extend(found.into_iter().map(|report| (name.clone(), report.code)));
    }
    reports
}

#[test]
fn the_example_is_clean_but_for_what_nobody_has_tagged() {
    let reports = on_folder("examples/commissioning", &Severities::default());
    let untagged = reports
        .iter()
        .filter(|report| report.1 == Code::QuoteUnattributed);
    assert!(untagged.count() > 5, "two articles show what is proposed");
    let others = reports
        .iter()
        .filter(|report| report.1 != Code::QuoteUnattributed);
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&(String, Code)>::new());
}

#[test]
fn what_looks_like_a_range_and_is_none_is_reported() {
    check(
        r#"
//- a.qm
@e: Eve Lark
    role: mayor 2010..2012
                ^^^^^^^^^^ date/range-in-words: `2010..2012` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`
    role: clerk, 2001..2003, 2005..2006
                 ^^^^^^^^^^ date/range-in-words: `2001..2003` counts as words, and only `2005..2006` as the range; write one range after the last comma, and a line for each
    role: author of 1984
    note: mayor since 2010
&o: O
    part of: &p since 2010
                ^^^^^^^^^^ date/range-in-words: `since 2010` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`
&p: P

[Eve Lark]{@e} and [O]{&o}.
"#,
    );
}

#[test]
fn a_name_at_another_time_is_none() {
    check(
        r#"
//- cast.qm
@ann: Ann Lee
    also: Gov. Lee, 2010..2014
@bob: Bob Lee
    also: Gov. Lee, 2015..
    also: Mr Lee 2010..2012
                 ^^^^^^^^^^ date/range-in-words: `2010..2012` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`
    also: Class of 1984; Lee, Jr.; Dr Lee, since 2010; 1984–85 strike
                                           ^^^^^^^^^^ date/range-in-words: `since 2010` counts as words, so that this holds at all times; write a range after the last comma: `2010..2012`, `2010..` or `..2012`
    also: Boss Lee, 2010..12
                    ^^^^^^^^ date/malformed: `2010..12` is no date: a date is written `2011`, `2011-11` or `2011-11-24`
//- a.qm
---
date: 2012
---

[Gov. Lee]{@ann}, [Gov. Lee’s]{@bob}
                   ^^^^^^^^^^ name/unlisted: `Gov. Lee` is a name of `@bob` at another time (since 2015), and the article is of 2012; correct the tag, the date, or the range under `also`
//- b.qm
[Gov. Lee]{@ann}, [Gov. Lee]{@bob}
"#,
    );
}

#[test]
fn who_speaks_for_what_was_not_active_is_reported() {
    check(
        r#"
//- cast.qm
&o: O
    active: ..2005
&p: P
    active: 2001..?
&q: Q
@a: A
    role: chair of &o
@b: B
    role: chair of &o, 1998..2004
    role: head of &q, 2004..
//- a.qm
---
date: 2010
---

[a]{by &o}
       ^^ quote/not-active: `&o` was not active on 2010 (but until 2005); correct the date, the organisation or its `active`
[b]{by &p, &q}
[c]{by @a}
       ^^ quote/not-active: `&o`, for which `@a` speaks here, was not active on 2010 (but until 2005); correct the date, the organisation or its `active`
[d]{by @a as "clerk"}
[e]{by @a of &q}
[f]{by @b}
[g]{by @b of &o}
             ^^ quote/not-active: `&o` was not active on 2010 (but until 2005); correct the date, the organisation or its `active`
[h]{by @a, &o at 2005}
[i]{by &p at 2000-12-31}
       ^^ quote/not-active: `&p` was not active on 2000-12-31 (but from 2001, end unknown); correct the date, the organisation or its `active`
"#,
    );
}

#[test]
fn every_mistake_is_shown_once() {
    let mut shown = on_folder("examples/mistakes", &Severities::default());
    shown.sort_by_key(|(_, code)| *code);
    let codes: Vec<Code> = shown.iter().map(|(_, code)| *code).collect();
    let unshown = [Code::FileUnreadable, Code::NameUntagged];
    let all = Code::ALL
        .iter()
        .copied()
        .filter(|code| !unshown.contains(code));
    assert_eq!(codes, all.collect::<Vec<_>>(), "{shown:#?}");
}

#[test]
fn every_code_has_a_page_with_an_example_and_a_mend() {
    let mut settings = Severities::default();
    settings
        .given
        .insert(Code::NameUntagged, Some(Severity::Hint));
    for &code in Code::ALL {
        let page = code.page();
        assert!(
            page.starts_with(&format!("# {}\n", code.name())),
            "{}",
            code.name()
        );
        let severity = format!("Severity: {}", code.default_severity().word());
        assert!(page.contains(&severity), "{}", code.name());
        let is_setting = code.family() == "config";
        let block = if is_setting { "toml" } else { "quotemark" };
        let blocks: Vec<&str> = page
            .split(&format!("```{block}\n"))
            .skip(1)
            .map(|block| block.split("```").next().unwrap())
            .collect();
        if code.family() == "file" {
            continue;
        }
        let [example, fixed] = blocks[..] else {
            panic!("{} has {} blocks", code.name(), blocks.len());
        };
        let codes = |text: &str| -> Vec<Code> {
            if is_setting {
                return setting_codes(text);
            }
            let mut corpus = Corpus::default();
            let file = corpus.insert_source(Path::new("a.qm"), Source::new(text));
            if code == Code::HeaderDuplicateId {
                corpus.insert_source(Path::new("0.qm"), Source::new(example));
            }
            let reports = diagnostics(&corpus, file, &settings);
            reports.into_iter().map(|report| report.code).collect()
        };
        assert_eq!(
            codes(example)
                .into_iter()
                .filter(|found| *found == code)
                .count(),
            1,
            "the example of {}",
            code.name()
        );
        assert!(!codes(fixed).contains(&code), "the fix of {}", code.name());
    }
}

#[test]
fn the_reference_lists_every_code_with_its_severity() {
    let table = fs::read_to_string(root().join("server/reference/diagnostics/README.md")).unwrap();
    for code in Code::ALL {
        let name = code.name();
        let line = format!("| [{name}]({name}.md) | {}", code.default_severity().word());
        assert!(table.contains(&line), "{line}");
        assert_eq!(Code::of_name(name), Some(*code));
    }
}

// ---- Any text ---------------------------------------------------------------

/// A text made of pieces that something can be said of.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[Äx ",
        "]{@a} ",
        "]{by @a, ? of &o at 2011} ",
        "]{by @b at 2011-13 for &o} ",
        "]{by “é man”, \"\" of &o} ",
        "]{more}",
        "]{note: x}",
        "]{",
        "} ",
        "[",
        "]",
        "Dr É ",
        "“Äh one two three ",
        "four five six” ",
        "‘",
        "’",
        "\"",
        "\n\n",
        "\n",
        "\r\n",
        "{% quotemark: allow quote/unattributed, é %}",
        "{% quotemark:",
        "%}",
        "\n\n@a: Dr É\n    role: é of &o, 2011..2012\n    role: é of &o, 2012..\n    role: é since 2010\n",
        "\n\n@b: Äx\n    also: Dr É\n    rolé: x\n    active: x\n",
        "\n\n&o: O\n    part of: &p, @a\n",
        "\n\n&p: O\n    part of: &o\n    active: é..\n",
        "\n\n@a: Dr É\n    role: é, ~2011..2012\n    role: é, ~2011..?\n    also: Äx, 2011..~2012\n",
        "\n\n&o: O\n    active: 1990..2010\n",
        "---\ndate: 2011\nsealed: é\nsource: @a\n---\n",
        "---\n",
        "::: by @a\n",
        ":::\n",
        "\\",
        "# ",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_reported_on(one in text(), other in text()) {
        let mut corpus = Corpus::default();
        let mut settings = Severities::default();
        settings.given.insert(Code::NameUntagged, Some(Severity::Hint));
        let files = [("a.qm", one), ("b.qm", other)]
            .map(|(path, text)| corpus.insert_source(Path::new(path), Source::new(text)));
        for file in files {
            let reports = diagnostics(&corpus, file, &settings);
            prop_assert!(reports.is_sorted_by_key(|report| report.range));
            for report in reports {
                let own = Location { file, range: report.range };
                let places = report.related.iter().map(|related| related.location);
                for place in places.chain([own]) {
                    let text = corpus.source(place.file).unwrap().text;
                    prop_assert!(text.get(place.range.bytes()).is_some(), "{report:?}");
                }
            }
        }
    }

    #[test]
    fn reports_change_only_with_the_file_or_the_epoch(
        edits in prop::collection::vec((0usize..3, prop::option::of(text())), 1..12),
    ) {
        let mut corpus = Corpus::default();
        let mut settings = Severities::default();
        settings.given.insert(Code::NameUntagged, Some(Severity::Hint));
        let mut before = BTreeMap::new();
        for (file, text) in edits {
            let path = format!("{file}.qm");
            match text {
                Some(text) => { corpus.insert_source(Path::new(&path), Source::new(text)); }
                None => corpus.remove(Path::new(&path)),
            }
            for (file, entry) in corpus.files() {
                let reports = diagnostics(&corpus, file, &settings);
                let key = (file, entry.hash(), corpus.epochs().reports);
                let known = before.entry(key).or_insert_with(|| reports.clone());
                prop_assert_eq!(&*known, &reports);
            }
        }
    }
}
