//! What is offered, and what it comes to. Every action that is applied in
//! these tests keeps the words, breaks nothing and fixes what it says it fixes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::features::edit::applied;
use crate::features::review::ReviewRules;
use crate::model::Source;
use crate::reports::{Allow, Code, Fix, Severities, Severity};
use crate::syntax::{Parser, strip};

const ALL: [&str; 0] = [];

fn settings() -> Severities {
    let mut settings = Severities::default();
    settings
        .given
        .insert(Code::NameUntagged, Some(Severity::Hint));
    settings
}

static SETTINGS: LazyLock<Severities> = LazyLock::new(settings);

fn rules() -> Rules<'static> {
    Rules {
        diagnostics: &SETTINGS,
        cast: None,
        review: ReviewRules {
            is_on: true,
            refused: None,
        },
    }
}

/// A corpus of files that begin with `//- name` lines, with the cursor at `$0`
/// or the selection between `$<` and `$>`.
fn corpus_at(fixture: &str) -> (Corpus, FileId, TextRange) {
    let mut corpus = Corpus::default();
    let mut place = None;
    for part in fixture.trim_start().split("//- ").skip(1) {
        let (name, marked) = part.split_once('\n').unwrap_or((part, ""));
        let text = ["$0", "$<", "$>"]
            .iter()
            .fold(marked.to_owned(), |text, mark| text.replace(mark, ""));
        let file = corpus.insert_source(Path::new(name), Source::new(text));
        let from = marked.find("$0").or_else(|| marked.find("$<"));
        if let Some(from) = from {
            let to = marked.find("$>").map_or(from, |to| to - 2);
            place = Some((file, TextRange::new(from, to)));
        }
    }
    let (file, range) = place.expect("the fixture marks a place");
    (corpus, file, range)
}

fn offered(fixture: &str) -> Vec<Action> {
    let (corpus, file, range) = corpus_at(fixture);
    actions(&corpus, file, range, &ALL, rules())
}

/// The titles of what is offered, but for what is offered everywhere; a star
/// before those that are preferred.
fn titles(fixture: &str) -> Vec<String> {
    let offered = offered(fixture).into_iter();
    let offered = offered.filter(|action| !action.kind.is_source() && !allow::is_last(action));
    let shown = offered.map(|action| {
        let star = if action.is_preferred { "* " } else { "" };
        format!("{star}{}", action.title)
    });
    shown.collect()
}

/// The files that an action changes, each below a line with its name.
fn chosen(fixture: &str, title: &str) -> String {
    let (corpus, file, range) = corpus_at(fixture);
    let actions = actions(&corpus, file, range, &ALL, rules());
    let titles: Vec<&str> = actions.iter().map(|action| &*action.title).collect();
    let action = actions.iter().find(|action| action.title == title);
    let action = action.unwrap_or_else(|| panic!("{title} is not among {titles:#?}"));
    let edit = resolve(&corpus, file, &action.operation, rules(), &|| false)
        .unwrap_or_else(|refusal| panic!("{title}: {refusal}"));
    assert_sound(&corpus, file, action, &edit);
    shown(&corpus, &edit)
}

fn shown(corpus: &Corpus, edit: &CorpusEdit) -> String {
    let changed = edit.changes.iter().map(|(file, changes)| {
        let text = corpus.source(*file).unwrap().text;
        let path = corpus.file(*file).unwrap().path.display().to_string();
        (path, applied(&text, changes).unwrap())
    });
    let created = edit.created.iter();
    let created = created.map(|(path, text)| (path.display().to_string(), text.clone()));
    let files: BTreeMap<String, String> = changed.chain(created).collect();
    let files = files
        .iter()
        .map(|(path, text)| format!("//- {path}\n{text}"));
    files.collect()
}

/// Makes sure that an action keeps the words, unless it takes markup that is
/// broken from them, brings in no mistake of form, and fixes what it says it
/// fixes.
fn assert_sound(corpus: &Corpus, file: FileId, action: &Action, edit: &CorpusEdit) {
    let mut after = corpus.clone();
    let title = &action.title;
    for (changed, changes) in &edit.changes {
        let source = corpus.source(*changed).unwrap();
        let path = corpus.file(*changed).unwrap().path.clone();
        let new = applied(&source.text, changes).unwrap();
        if !matches!(action.operation, Operation::Repair(_)) {
            let document = Parser::new().read(&new);
            assert_eq!(
                strip(&new, &document),
                strip(&source.text, &source.document),
                "{title}"
            );
        }
        after.insert_source(&path, Source::new(new));
    }
    for (path, text) in &edit.created {
        after.insert_source(path, Source::new(&**text));
    }
    let changed: Vec<FileId> = edit.changes.keys().copied().collect();
    let before_counts = counts(corpus, &changed);
    let after_counts = counts(&after, &changed);
    for (code, count) in &after_counts {
        let is_form = code.name().starts_with("syntax/")
            || matches!(
                code,
                Code::DateMalformed
                    | Code::DateReversed
                    | Code::DeclarationDuplicate
                    | Code::QuoteDanglingMore
            );
        let before = before_counts.get(code).copied().unwrap_or(0);
        assert!(
            !is_form || *count <= before,
            "{title} brings in {}: {}",
            code.name(),
            self::shown(corpus, edit)
        );
    }
    let reports = diagnostics(&after, file, &settings());
    let before = diagnostics(corpus, file, &settings());
    for fixed in &action.fixes {
        let of_code = |reports: &[Diagnostic]| {
            reports
                .iter()
                .filter(|report| report.code == fixed.code)
                .count()
        };
        assert!(
            of_code(&reports) < of_code(&before),
            "{title} leaves {} at {:?}: {edit:?}",
            fixed.code.name(),
            fixed.range
        );
    }
}

fn counts(corpus: &Corpus, files: &[FileId]) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for file in files {
        for report in diagnostics(corpus, *file, &settings()) {
            *counts.entry(report.code).or_default() += 1;
        }
    }
    counts
}

// ---- The examples and the reference ------------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder(name: &str) -> Corpus {
    let mut corpus = Corpus::default();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("examples").join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "qm"))
        .collect();
    files.sort();
    for path in files {
        if let Ok(text) = fs::read_to_string(&path) {
            corpus.insert_source(&path, Source::new(text));
        }
    }
    corpus
}

#[test]
fn every_action_in_the_examples_keeps_the_words_and_mends_what_it_says() {
    let mut tried = 0;
    for name in ["commissioning", "mistakes"] {
        let corpus = folder(name);
        for (file, _) in corpus.files() {
            let source = corpus.source(file).unwrap();
            let reports = diagnostics(&corpus, file, &settings());
            let reported = reports.iter().map(|report| report.range);
            let spans = source.document.spans.iter();
            let tags = spans
                .clone()
                .map(|span| TextRange::new(span.tag_range.from() + 1, span.tag_range.from() + 1));
            let words = spans.map(|span| span.words);
            let declared = source.document.declarations.iter();
            let declared = declared.map(|declared| declared.reference.range);
            let places = reported.chain(tags).chain(words).chain(declared);
            let places: Vec<TextRange> = places.collect();
            for place in places {
                for action in actions(&corpus, file, place, &ALL, rules()) {
                    if action.kind.is_source()
                        || matches!(action.operation, Operation::TagInCorpus { .. })
                    {
                        continue;
                    }
                    let edit = resolve(&corpus, file, &action.operation, rules(), &|| false)
                        .unwrap_or_else(|refusal| panic!("{}: {refusal}", action.title));
                    assert!(!edit.is_empty(), "{}", action.title);
                    assert_sound(&corpus, file, &action, &edit);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 500, "only {tried} were tried");
}

/// The first example of a page, as a corpus of one file.
fn example(code: Code) -> Option<(Corpus, FileId, Diagnostic)> {
    let block = code.page().split("```quotemark\n").nth(1)?;
    let text = block.split("```").next()?;
    let mut corpus = Corpus::default();
    let file = corpus.insert_source(Path::new("a.qm"), Source::new(text));
    if code == Code::HeaderDuplicateId {
        corpus.insert_source(Path::new("0.qm"), Source::new(text));
    }
    let reports = diagnostics(&corpus, file, &settings());
    let report = reports.into_iter().find(|report| report.code == code)?;
    Some((corpus, file, report))
}

#[test]
fn each_page_names_what_is_offered_on_its_example() {
    for &code in Code::ALL {
        let Some((corpus, file, report)) = example(code) else {
            continue;
        };
        let offered = actions(&corpus, file, report.range, &["quickfix"], rules());
        let fixes = offered
            .iter()
            .filter(|action| action.fixes.contains(&report));
        let titles: Vec<String> = fixes
            .map(|action| match action.is_preferred {
                true => format!("{} (preferred)", action.title),
                false => action.title.clone(),
            })
            .collect();
        let page = code.page();
        let section = page.split("## In the editor\n").nth(1).unwrap_or_default();
        let section = section.split("\n## ").next().unwrap_or_default();
        let listed: Vec<&str> = section
            .lines()
            .filter_map(|line| line.strip_prefix("- "))
            .collect();
        assert_eq!(titles, listed, "{}", code.name());
        // What the row of the code says, and what is done.
        let allows = |title: &&String| title.starts_with("Ignore ");
        let has_fix = !titles.iter().all(|title| allows(&title));
        // Some are offered only where it is plain what was meant.
        assert!(!has_fix || code.fix() != Fix::None, "{}", code.name());
        let is_allowed = titles.iter().any(|title| allows(&title));
        assert_eq!(is_allowed, code.allow() == Allow::Here, "{}", code.name());
    }
}

// ---- Subject by subject ------------------------------------------------------

/// Each case is a fixture, what is chosen, and what it comes to.
fn check(cases: &[(&str, &str, &str)]) {
    for (fixture, title, expected) in cases {
        let came = chosen(fixture, title);
        assert!(
            came == *expected,
            "{title}\nexpected:\n{expected}\ncame:\n{came}"
        );
    }
}

#[test]
fn unknown_ids_are_declared_or_replaced() {
    let cast = "//- cast.qm\n@ann-lee: Ann Lee\n//- a.qm\n";
    check(&[
        (
            &format!("{cast}[She]{{@$0ida}} and [Ida Marlow’s]{{@ida}}.\n"),
            "Declare `@ida` as “Ida Marlow” in cast.qm",
            "//- cast.qm\n@ann-lee: Ann Lee\n\n@ida: Ida Marlow\n",
        ),
        (
            &format!("{cast}[It]{{&$0nhs}}.\r\n"),
            "Declare `&nhs` as “NHS” in this file",
            "//- a.qm\n[It]{&nhs}.\r\n\r\n&nhs: NHS\r\n",
        ),
        (
            &format!("{cast}[She]{{@an-le$0e}}, [no]{{by @an-lee}}.\n"),
            "Replace `@an-lee` by `@ann-lee`",
            "//- a.qm\n[She]{@ann-lee}, [no]{by @an-lee}.\n",
        ),
        (
            &format!("{cast}[She]{{@an-le$0e}}, [no]{{by @an-lee}}.\n"),
            "Replace all 2 `@an-lee` in this file by `@ann-lee`",
            "//- a.qm\n[She]{@ann-lee}, [no]{by @ann-lee}.\n",
        ),
    ]);
    let preferred = |fixture: &str| -> Vec<String> {
        let titles = titles(fixture).into_iter();
        titles.filter(|title| title.starts_with('*')).collect()
    };
    assert_eq!(
        preferred(&format!("{cast}[She]{{@an-le$0e}}\n")),
        ["* Replace `@an-lee` by `@ann-lee`"]
    );
    assert_eq!(
        preferred(&format!("{cast}[She]{{@zo$0e}}\n")),
        ["* Declare `@zoe` as “Zoe” in cast.qm"]
    );
    assert_eq!(
        preferred("//- cast.qm\n@a: Lee\n@b: Lee\n//- a.qm\n[Lee]{@zo$0e}\n"),
        [""; 0]
    );
}

#[test]
fn names_are_listed_tagged_and_left_alone() {
    let cast = "//- cast.qm\n@ann: Ann Lee\n    also: Lee\n@bob: Bob Ray\n//- a.qm\n";
    check(&[
        (
            &format!("{cast}[Dr $0Lee]{{@ann}} said.\n"),
            "Add “Dr Lee” to the names of `@ann`",
            "//- cast.qm\n@ann: Ann Lee\n    also: Lee; Dr Lee\n@bob: Bob Ray\n",
        ),
        (
            &format!("{cast}[Dr $0Ray]{{@bob}} said.\n"),
            "Add “Dr Ray” to the names of `@bob`",
            "//- cast.qm\n@ann: Ann Lee\n    also: Lee\n@bob: Bob Ray\n    also: Dr Ray\n",
        ),
        (
            &format!("{cast}[Bob $0Ray]{{@ann}} said.\n"),
            "Tag as `@bob` instead",
            "//- a.qm\n[Bob Ray]{@bob} said.\n",
        ),
        (
            &format!("{cast}So Ann$0\nLee said.\n"),
            "Tag “Ann Lee” as `@ann`",
            "//- a.qm\nSo [Ann\nLee]{@ann} said.\n",
        ),
        (
            &format!("{cast}Lee and L$0ee, [Lee]{{@ann}}.\n"),
            "Tag all 2 “Lee” in this article as `@ann`",
            "//- a.qm\n[Lee]{@ann} and [Lee]{@ann}, [Lee]{@ann}.\n",
        ),
        (
            &format!("{cast}L$0ee.\n//- b.qm\n🙂 ‘Lee’, Ann Lee, Leeds.\n"),
            "Tag “Lee” as `@ann` in the whole corpus",
            "//- a.qm\n[Lee]{@ann}.\n//- b.qm\n🙂 ‘[Lee]{@ann}’, Ann Lee, Leeds.\n",
        ),
        (
            &format!("{cast}$0Lee [saw Bob Ray]{{by ?}}.\n"),
            "Tag every unambiguous name in this file",
            "//- a.qm\n[Lee]{@ann} [saw [Bob Ray]{@bob}]{by ?}.\n",
        ),
        (
            &format!("{cast}[A [s$0he]{{@ann}} b]{{by ?}}\n"),
            "Remove this tag",
            "//- a.qm\n[A she b]{by ?}\n",
        ),
        (
            &format!("{cast}[A]{{by @bob}} [$0B]{{by @ann on #x}} [C]{{more}} [D]{{more}}\n"),
            "Remove this quote’s tag",
            "//- a.qm\n[A]{by @bob} B [C]{by @ann on #x} [D]{more}\n",
        ),
    ]);
    let she = titles(&format!("{cast}[$0She]{{@ann}} said.\n"));
    assert_eq!(she, ["Remove this tag"]);
}

#[test]
fn a_tag_for_the_whole_corpus_says_what_it_changes_and_can_be_stopped() {
    let fixture = "//- cast.qm\n@ann: Lee\n//- a.qm\n$0Lee, Lee\n//- b.qm\nLee\n";
    let (corpus, file, _) = corpus_at(fixture);
    let operation = Operation::TagInCorpus {
        name: "Lee".into(),
        id: "@ann".into(),
    };
    let resolved = |stop| resolve(&corpus, file, &operation, rules(), &|| stop);
    let summary = resolved(false).unwrap().summary.unwrap();
    assert_eq!(summary.description, "3 tags in 2 files");
    assert!(summary.needs_confirmation);
    assert!(resolved(true).unwrap_err().0.contains("stopped"));
}

#[test]
fn roles_are_added_from_the_words() {
    let begin = "//- cast.qm\n@ann: Ann Lee\n@bob: Bob Ray\n    role: mayor\n&gpc: GPC\n//- a.qm\n---\ndate: 2011-11-24\n---\n\n";
    let beside = format!("{begin}GPC chairman [Ann$0 Lee]{{@ann}} left.\n");
    let title = "Add the role “&gpc chairman” on 2011-11-24 to `@ann`";
    check(&[
        (
            &beside,
            title,
            "//- cast.qm\n@ann: Ann Lee\n    role: &gpc chairman, ~2011-11-24\n@bob: Bob Ray\n    role: mayor\n&gpc: GPC\n",
        ),
        (
            &format!("{begin}[Ann Lee]{{@ann}} left; she was a $<chair of the GPC$> once.\n"),
            "Add the role “chair of &gpc” on 2011-11-24 to `@ann`",
            "//- cast.qm\n@ann: Ann Lee\n    role: chair of &gpc, ~2011-11-24\n@bob: Bob Ray\n    role: mayor\n&gpc: GPC\n",
        ),
    ]);
    let has_one = format!("{begin}GPC chairman [Bob$0 Ray]{{@bob}} left.\n");
    assert!(!titles(&has_one).iter().any(|title| title.contains("role")));
    // Who has none is given one where they are declared, too.
    let declared = beside.replace("$0", "").replacen("@ann", "@a$0nn", 1);
    assert!(titles(&declared).iter().any(|offered| offered == title));
}

#[test]
fn what_takes_a_tag_away_comes_after_what_adds_to_it() {
    let quote = "//- cast.qm\n@ann: Ann Lee\n//- a.qm\n[So]{by @ann}. [It$0 is]{by @ann}.\n";
    let expected = [
        "Join to the quote before, as `more`",
        "Remove this quote’s tag",
    ];
    assert_eq!(titles(quote), expected);
}

#[test]
fn a_selection_becomes_a_mention_or_a_quote() {
    let cast = "//- cast.qm\n@ann: Ann Lee\n&gpc: The Committee\n//- a.qm\n";
    check(&[
        (
            &format!("{cast}$<The Committee $>met.\n"),
            "Tag the selection as `&gpc`",
            "//- a.qm\n[The Committee]{&gpc} met.\n",
        ),
        (
            &format!("{cast}Ann Lee left. $<She$> sang.\n"),
            "Tag the selection as `@ann`",
            "//- a.qm\nAnn Lee left. [She]{@ann} sang.\n",
        ),
        (
            &format!("{cast}Ann Lee left.\n\n$<He$> said The Committee had met.\n"),
            "Tag the selection as `@ann`",
            "//- a.qm\nAnn Lee left.\n\n[He]{@ann} said The Committee had met.\n",
        ),
        (
            &format!("{cast}Then $<Dr Zoe Hale$> sang.\n"),
            "Add “Dr Zoe Hale” as a new person, `@zoe-hale`, and tag it",
            "//- a.qm\nThen [Dr Zoe Hale]{@zoe-hale} sang.\n//- cast.qm\n@ann: Ann Lee\n&gpc: The Committee\n\n@zoe-hale: Zoe Hale\n    also: Dr Zoe Hale\n",
        ),
        (
            &format!("{cast}On $<the pay of doctors$>.\n"),
            "Add “pay of doctors” as a new topic, `#pay-of-doctors`, and tag it",
            "//- a.qm\nOn [the pay of doctors]{#pay-of-doctors}.\n//- cast.qm\n@ann: Ann Lee\n&gpc: The Committee\n\n#pay-of-doctors: pay of doctors\n",
        ),
        (
            &format!("{cast}Ann Lee said $<it was late $>and left.\n"),
            "Mark the selection as a quote by `@ann`",
            "//- a.qm\nAnn Lee said [it was late]{by @ann} and left.\n",
        ),
        (
            &format!("{cast}[A]{{by @ann}} $<b$> [c]{{more}}.\n"),
            "Mark the selection as a quote by an unknown speaker (`?`)",
            "//- a.qm\n[A]{by @ann} [b]{by ?} [c]{by @ann}.\n",
        ),
        (
            &format!("{cast}Lee.\n\nO$<ne.\n\nTw$>o.\n\nAnn Lee.\n"),
            "Mark these 2 paragraphs as a quote by an unknown speaker (`?`)",
            "//- a.qm\nLee.\n\n::: by ?\nOne.\n\nTwo.\n:::\n\nAnn Lee.\n",
        ),
        (
            &format!("{cast}Ann Lee:\r\n\r\n$<One.\r\n\r\nTwo.$>\r\n"),
            "Mark these 2 paragraphs as a quote by `@ann`",
            "//- a.qm\nAnn Lee:\r\n\r\n::: by @ann\r\nOne.\r\n\r\nTwo.\r\n:::\r\n",
        ),
    ]);
    for (article, first) in [
        (
            "$<The BMA$> met.\n",
            "Add “BMA” as a new organisation, `&bma`, and tag it",
        ),
        (
            "$<Zoe Hale$> met.\n",
            "Add “Zoe Hale” as a new person, `@zoe-hale`, and tag it",
        ),
        (
            "Ann Lee left.\n\n$<He$> said The Committee had met.\n",
            "* Tag the selection as `@ann`",
        ),
        // Whoever is new comes first, whoever is named beside it.
        (
            "Ann Lee and The Committee met the $<DoH$> there.\n",
            "Add “DoH” as a new organisation, `&doh`, and tag it",
        ),
        (
            "Ann Lee said the $<NHS England$> had met.\n",
            "Add “NHS England” as a new organisation, `&nhs-england`, and tag it",
        ),
        (
            "Ann Lee said the $<Nottinghamshire LMC$> had met.\n",
            "Add “Nottinghamshire LMC” as a new organisation, `&nottinghamshire-lmc`, and tag it",
        ),
        ("Ann Lee met $<Dr Lee$>.\n", "Tag the selection as `@ann`"),
        (
            "The Committee met the [BMA]{&bma}. Ann Lee left. $<It$> had met.\n",
            "Tag the selection as `&bma`",
        ),
        (
            "$<Committee Alliance$> met.\n",
            "Add “Committee Alliance” as a new organisation, `&committee-alliance`, and tag it",
        ),
        ("The $<GPC$> met.\n", "Tag the selection as `&gpc`"),
        // Initials are a likeness, and short ids.
        (
            "Ann Lee left the $<general practice committees$>.\n",
            "Tag the selection as `&gpc`",
        ),
        (
            "Ann Lee left the $<Nottinghamshire Local Medical Committee$>.\n",
            "Add “Nottinghamshire Local Medical Committee” as a new organisation, `&nlmc`, and tag it",
        ),
        // A body without capitals can be declared, and is nobody without a question.
        (
            "Ann Lee went to the $<local medical committees$>.\n",
            "Add “local medical committees” as a new organisation, `&local-medical-committees`, and tag it",
        ),
        (
            "Ann Lee went to $<the committee$>.\n",
            "Tag the selection as `@ann`",
        ),
        // Somebody who is only named nearest is asked about.
        (
            "Ann Lee left. $<It was late when the boats came in that day$>.\n",
            "Mark the selection as a quote by `@ann`",
        ),
        (
            "Ann Lee said $<it was late$>.\n",
            "* Mark the selection as a quote by `@ann`",
        ),
        (
            "The Committee met. Ann Lee left. $<It$> had met.\n",
            "* Tag the selection as `&gpc`",
        ),
    ] {
        assert_eq!(titles(&format!("{cast}{article}"))[0], first);
    }
    for crossing in [
        "a $<[b$> c]{by ?}",
        "[a $<b]{by ?} c$>",
        "[a]{b$<y ?$>}",
        "a $<   $> b",
        "# H$<ead\n\nA $>b\n",
        // A fence would put a line break after the last word.
        "$<One.\n\nTwo.$>",
    ] {
        let offered = titles(&format!("{cast}{crossing}"));
        let marks = offered
            .iter()
            .filter(|title| title.contains("selection") || title.contains("paragraphs"));
        assert_eq!(marks.count(), 0, "{crossing}: {offered:#?}");
    }
}

#[test]
fn a_quotation_becomes_a_quote() {
    let cast = "//- cast.qm\n@ann: Ann Lee\n@bob: Bob Ray\n//- a.qm\n";
    check(&[
        (
            &format!("{cast}😀 “It is la$0te,” Ann Lee said.\n"),
            "Mark this quotation as a quote by `@ann`",
            "//- a.qm\n😀 [“It is late,”]{by @ann} Ann Lee said.\n",
        ),
        (
            &format!("{cast}[“Late,”]{{by @bob}} he said. “Not t$0oo late.”\n"),
            "Mark this quotation as a continuation of the quote by `@bob` (`more`)",
            "//- a.qm\n[“Late,”]{by @bob} he said. [“Not too late.”]{more}\n",
        ),
        (
            &format!("{cast}Bob Ray: [“Late.”]{{by $0?}}\n"),
            "Name `@bob` as the speaker",
            "//- a.qm\nBob Ray: [“Late.”]{by @bob}\n",
        ),
        (
            &format!("{cast}Bob Ray: [“Late.”]{{m$0ore}}\n"),
            "Write `by @bob`",
            "//- a.qm\nBob Ray: [“Late.”]{by @bob}\n",
        ),
    ]);
    let reported = offered(&format!("{cast}“It is very very la$0te,” Ann Lee said.\n"));
    let fix = reported
        .iter()
        .find(|action| action.title == "Mark this quotation as a quote by `@ann`");
    assert_eq!(fix.unwrap().fixes[0].code, Code::QuoteUnattributed);
    for none in [
        "[“La$0te.”]{by ?}",
        "“Late.” No$0.",
        "::: by ?\n“La$0te.”\n:::",
    ] {
        let offered = titles(&format!("{cast}{none}\n"));
        let marks = offered.iter().filter(|title| title.contains("quotation"));
        assert_eq!(marks.count(), 0, "{none}: {offered:#?}");
    }
}

#[test]
fn quotes_are_joined_and_split() {
    check(&[
        (
            "//- a.qm\n[“A,”]{by @x of &y} he said. [“B$0.”]{by @x} [C]{more}\n",
            "Join to the quote before, as `more`",
            "//- a.qm\n[“A,”]{by @x of &y} he said. [“B.”]{more} [C]{more}\n",
        ),
        (
            "//- a.qm\n[“It is la$0te,” she said, “not too late.”]{by @x on #y}\n",
            "Split the quote around “she said,”",
            "//- a.qm\n[“It is late,”]{by @x on #y} she said, [“not too late.”]{more}\n",
        ),
        (
            "//- a.qm\n[“A,” he said. “B,” [she]{@y} sa$0id. “C.”]{by @x}\n",
            "Split the quote around “[she]{@y} said.”",
            "//- a.qm\n[“A,” he said. “B,”]{by @x} [she]{@y} said. [“C.”]{more}\n",
        ),
        (
            "//- a.qm\n[it was late, $<as she said,$> and cold]{by @x}\n",
            "Split the quote around “as she said,”",
            "//- a.qm\n[it was late,]{by @x} as she said, [and cold]{more}\n",
        ),
    ]);
    for none in [
        "[“A,”]{by @x} [“B$0.”]{by @y}",
        "[“A,”]{by @x}\n\n[“B$0.”]{by @x}",
        "[“A,”]{by @x} [“B$0.”]{by @x on #z}",
        "[the “A” and$0 the “B”]{by @x}",
        "[$<“A,”$> she]{by @x}",
    ] {
        let offered = titles(&format!("//- a.qm\n{none}\n"));
        let found = offered
            .iter()
            .filter(|title| title.starts_with("Join") || title.starts_with("Split"));
        assert_eq!(found.count(), 0, "{none}: {offered:#?}");
    }
}

#[test]
fn clauses_and_roles_are_added() {
    let cast = "//- cast.qm\n@ann: Ann Lee\n    role: chair of &gpc, 2007..\n    note: N\n&gpc: GPC\n&gpw: GP Weekly\n#cuts: Cuts\n#pay: Pay\n//- a.qm\n---\ndate: 2011-11\nsource: &gpw\n---\n\n";
    let head = "//- a.qm\n---\ndate: 2011-11\nsource: &gpw\n---\n\n";
    check(&[
        (
            &format!("{cast}[No]{{by @$0ann }}\n"),
            "Add `of &gpc`",
            &format!("{head}[No]{{by @ann of &gpc }}\n"),
        ),
        (
            &format!("{cast}[No]{{by @$0ann}}\n"),
            "Add `to &gpw`",
            &format!("{head}[No]{{by @ann to &gpw}}\n"),
        ),
        (
            &format!("{cast}[Pay]{{#pay}}\n\n::: by @$0ann on #cuts of &gpc\nNo\n:::\n"),
            "Add `#pay`",
            &format!("{head}[Pay]{{#pay}}\n\n::: by @ann on #cuts, #pay of &gpc\nNo\n:::\n"),
        ),
        (
            &format!("{cast}[No]{{by @$0ann}}\n"),
            "End the role “chair of GPC” of `@ann` on 2011-11 and begin the next",
            "//- cast.qm\n@ann: Ann Lee\n    role: chair of &gpc, 2007..2011-11\n    role: ?, 2011-11..\n    note: N\n&gpc: GPC\n&gpw: GP Weekly\n#cuts: Cuts\n#pay: Pay\n",
        ),
        (
            "//- a.qm\n---\ndate: 2011\n---\n\n@ann: Ann\n    role: nurse, 1998\n    note: N\n\n[No]{by @$0ann}\n",
            "Add the role “nurse” on 2011 to `@ann`",
            "//- a.qm\n---\ndate: 2011\n---\n\n@ann: Ann\n    role: nurse, 1998\n    role: nurse, ~2011\n    note: N\n\n[No]{by @ann}\n",
        ),
        (
            "//- a.qm\n---\ndate: 2011\n---\n\n@ann: Ann\n    role: nurse, 1998\n\n[No]{by @$0ann}\n",
            "Add `as \"nurse\"` to the tag",
            "//- a.qm\n---\ndate: 2011\n---\n\n@ann: Ann\n    role: nurse, 1998\n\n[No]{by @ann as \"nurse\"}\n",
        ),
    ]);
}

#[test]
fn two_that_may_be_one_can_be_merged() {
    let cast = "//- cast.qm\n@ann$0-lee: Ann Lee\n@an-lee: Anne\n@lee: A. Lee\n    also: Ann Lee\n@bob: Bob\n//- a.qm\n[So]{by @ann-lee}.\n";
    let merges: Vec<String> = titles(cast)
        .into_iter()
        .filter(|title| title.starts_with("Merge"))
        .collect();
    assert_eq!(
        merges,
        [
            "Merge `@ann-lee` into `@an-lee` in the whole corpus",
            "Merge `@ann-lee` into `@lee` in the whole corpus"
        ]
    );
    assert_eq!(
        chosen(cast, &merges[1]),
        "//- a.qm\n[So]{by @lee}.\n//- cast.qm\n@an-lee: Anne\n@lee: A. Lee\n    also: Ann Lee\n@bob: Bob\n"
    );
}

#[test]
fn declarations_are_put_elsewhere_together_and_in_order() {
    check(&[
        (
            "//- cast.qm\n@x: X\n//- a.qm\nA\n\n{% her %}\n@a$0nn: Ann\n    also: Lee\n\nB [she]{@ann}\n",
            "Move the declaration of `@ann` to cast.qm",
            "//- a.qm\nA\n\nB [she]{@ann}\n//- cast.qm\n@x: X\n\n{% her %}\n@ann: Ann\n    also: Lee\n",
        ),
        (
            "//- cast.qm\n@ann: Ann\n  also: Lee\n  role: nurse\n//- d.qm\n@an$0n: Ann Lee\n    also: Lee; Annie\n    role: nurse\n    role: poet,\n      2011\n\n@bob: Bob\n",
            "Put the declarations of `@ann` together",
            "//- cast.qm\n@ann: Ann\n  also: Lee\n  role: nurse\n  also: Ann Lee; Annie\n  role: poet, 2011\n//- d.qm\n@bob: Bob\n",
        ),
        (
            "//- a.qm\nA\n\n@an$0n: Ann\n",
            "Remove the declaration of `@ann`",
            "//- a.qm\nA\n",
        ),
        (
            "//- cast.qm\n#$0t: T\n@c: C\n    also: D\n\n{% of b %}\n@b: B\n\n# Others\n\n&z: Z\n\n{% alone %}\n\n&a: A",
            "Sort the declarations",
            "//- cast.qm\n{% of b %}\n@b: B\n@c: C\n    also: D\n\n#t: T\n\n# Others\n\n&z: Z\n\n{% alone %}\n\n&a: A",
        ),
        (
            "//- cast.qm\n&a: A\n    part of: &$0a\n    note: N\n",
            "Remove `part of: &a`",
            "//- cast.qm\n&a: A\n    note: N\n",
        ),
    ]);
    for none in ["@b: B\n@a: A\n\nWords.\n", "@a: A\n@b: B\n"] {
        let offered = offered(&format!("//- a.qm\n$0{none}"));
        let sorts = offered
            .iter()
            .filter(|action| action.kind == ActionKind::Organise);
        assert_eq!(sorts.count(), 0, "{none}");
    }
}

#[test]
fn the_cast_that_a_corpus_names_takes_what_is_new() {
    let (corpus, file, range) = corpus_at("//- cast.qm\n@x: X\n//- a.qm\n[A]{@ann}\n\n@a$0nn: A\n");
    for cast in ["cast.qm", "people.qm"] {
        let rules = Rules {
            cast: Some(Path::new(cast)),
            ..rules()
        };
        let actions = actions(&corpus, file, range, &["refactor.move"], rules);
        let [action] = &actions[..] else {
            panic!("{actions:#?}");
        };
        let edit = resolve(&corpus, file, &action.operation, rules, &|| false).unwrap();
        let shown = shown(&corpus, &edit);
        assert!(shown.contains(&format!("//- {cast}\n")), "{shown}");
        assert_eq!(edit.created.len(), usize::from(cast == "people.qm"));
    }
}

#[test]
fn slips_of_form_are_mended() {
    check(&[
        (
            "//- a.qm\nA [b]{by @x$0 and c\r\nd.\r\n",
            "Close the tag with `}`",
            "//- a.qm\nA [b]{by @x} and c\r\nd.\r\n",
        ),
        (
            "//- a.qm\nA b]{$0@x} c.\n",
            "Remove the tag: `]{@x}`",
            "//- a.qm\nA b c.\n",
        ),
        (
            "//- a.qm\n:::: by$0 @x\nA\n\nB\n",
            "Close the fence after its first paragraph",
            "//- a.qm\n:::: by @x\nA\n::::\n\nB\n",
        ),
        (
            "//- a.qm\n---$0\r\ndate: 2011\r\n\r\nA\r\n",
            "Close the header with `---`",
            "//- a.qm\n---\r\ndate: 2011\r\n---\r\n\r\nA\r\n",
        ),
        (
            "//- a.qm\n[a]{by @x as $0vice chair on #y}\n",
            "Put the capacity in quotation marks",
            "//- a.qm\n[a]{by @x as \"vice chair\" on #y}\n",
        ),
        (
            "//- a.qm\n[a]{by @x as $0'mayor' on #y}\n",
            "Write `\"` for `'` and `'`",
            "//- a.qm\n[a]{by @x as \"mayor\" on #y}\n",
        ),
        (
            "//- a.qm\n[a]{by @x as $0«chef de l’état»}\n",
            "Write `\"` for `«` and `»`",
            "//- a.qm\n[a]{by @x as \"chef de l’état\"}\n",
        ),
        (
            "//- a.qm\n[a]{by @x as $0the GPs' leader}\n",
            "Put the capacity in quotation marks",
            "//- a.qm\n[a]{by @x as \"the GPs' leader\"}\n",
        ),
        (
            "//- a.qm\n[a]{$0?}\n",
            "Write `by ?`",
            "//- a.qm\n[a]{by ?}\n",
        ),
        (
            "//- a.qm\n[a]{$0of &y}\n",
            "Mark the speaker as unknown: `by ?`",
            "//- a.qm\n[a]{by ? of &y}\n",
        ),
        (
            "//- a.qm\n[a]{by @x of &y on #z o$0f &y}\n",
            "Remove the second `of &y`",
            "//- a.qm\n[a]{by @x of &y on #z}\n",
        ),
        (
            "//- a.qm\n[a]{by @x to #$0z}\n",
            "Write `on #z`",
            "//- a.qm\n[a]{by @x on #z}\n",
        ),
        (
            "//- a.qm\n@y: Y\n\n[a]{by @x on @$0y}\n\n#y: Y\n",
            "Replace `@y` by `#y`",
            "//- a.qm\n@y: Y\n\n[a]{by @x on #y}\n\n#y: Y\n",
        ),
        (
            "//- a.qm\n---\nsource: @$0x\n---\n\n@x: X\n",
            "Write `author: @x`",
            "//- a.qm\n---\nauthor: @x\n---\n\n@x: X\n",
        ),
        (
            "//- a.qm\n::: @$0x\nA\n:::\n",
            "Write `by @x`",
            "//- a.qm\n::: by @x\nA\n:::\n",
        ),
        (
            "//- a.qm\n@x: X\n\n\n    als$0o: Y\n    note: N\n\nA\n",
            "Add `also` to the declaration above",
            "//- a.qm\n@x: X\n    also: Y\n    note: N\n\nA\n",
        ),
        (
            "//- a.qm\n@x: X\n    note: a\n    lo$0ose\n",
            "Let `note` go on with this line",
            "//- a.qm\n@x: X\n    note: a\n        loose\n",
        ),
        (
            "//- a.qm\nHe said “[a”$0]{by @x}.\n",
            "Let the brackets hold the `“` before them",
            "//- a.qm\nHe said [“a”]{by @x}.\n",
        ),
        (
            "//- 2011-11-24-talks.qm\n@x: X\n    role: y, 1998\n\n[a]{by$0 @x}\n",
            "Write `date: 2011-11-24` into the header, as in the file’s name",
            "//- 2011-11-24-talks.qm\n---\ndate: 2011-11-24\n---\n\n@x: X\n    role: y, 1998\n\n[a]{by @x}\n",
        ),
        (
            "//- a.qm\n---\ntitle: T\n---\n\n24 November 2011: [a]{by$0 @x}\n\n@x: X\n    role: y, 1998\n",
            "Write `date: 2011-11-24` into the header, as in the text",
            "//- a.qm\n---\ntitle: T\ndate: 2011-11-24\n---\n\n24 November 2011: [a]{by @x}\n\n@x: X\n    role: y, 1998\n",
        ),
        (
            "//- a.qm\n{% quotemark: $0quote/no-role %}\n\nA\n",
            "Write `allow quote/no-role`",
            "//- a.qm\n{% quotemark: allow quote/no-role %}\n\nA\n",
        ),
        (
            "//- a.qm\nA\n\n[b]{@$0x}\n",
            "Ignore `unknown/person` here",
            "//- a.qm\nA\n\n{% quotemark: allow unknown/person %}\n\n[b]{@x}\n",
        ),
        (
            "//- a.qm\n@a: A\n@$0b: B\n",
            "Ignore `declaration/unused` here",
            "//- a.qm\n@a: A\n{% quotemark: allow declaration/unused %}\n@b: B\n",
        ),
    ]);
}

#[test]
fn a_capacity_whose_marks_can_be_read_in_two_ways_is_left_alone() {
    for capacity in [
        "'mayor",
        "mayor'",
        "‘mayor’ and ‘clerk’",
        "'mayor' and 'clerk'",
        "‘mayor’ now",
        "the ‘mayor’",
        "«mayor",
        "„mayor",
        "mayor」",
        "''",
    ] {
        let titles = titles(&format!("//- a.qm\n[a]{{by @x as $0{capacity}}}\n"));
        let mut fixes = titles.iter();
        assert!(
            !fixes.any(|title| title.contains("capacity") || title.contains("Write `\"`")),
            "{capacity}: {titles:?}"
        );
        let text = format!("[a]{{by @bob as {capacity}}}\n");
        assert_eq!(all_fixed(&text), text);
    }
    for (capacity, marked) in [
        ("‘mayor’", "mayor"),
        ("„mayor“", "mayor"),
        ("「市長」", "市長"),
    ] {
        assert_eq!(
            all_fixed(&format!("[a]{{by @bob as {capacity}}}\n")),
            format!("[a]{{by @bob as \"{marked}\"}}\n")
        );
    }
}

// ---- All of a file -----------------------------------------------------------

fn all_fixed(text: &str) -> String {
    let mut corpus = Corpus::default();
    corpus.insert_source(
        Path::new("cast.qm"),
        Source::new("@ann-lee: Ann Lee\n@bob: Bob\n"),
    );
    let file = corpus.insert_source(Path::new("a.qm"), Source::new(text));
    let edit = fix_all(&corpus, file, &settings()).unwrap();
    let edit = edit.checked(&corpus).unwrap();
    let changes = edit.changes.get(&file).cloned().unwrap_or_default();
    applied(text, &changes).unwrap()
}

#[test]
fn only_what_is_beyond_question_is_mended_at_once() {
    for (text, expected) in [
        (
            "---\r\nDate: 2011/11/4\r\n---\r\n\r\n[a]{bye @ann-lee of &x of &x}\r\n[b]{by @bob\r\nc\r\n",
            "---\r\ndate: 2011-11-04\r\n---\r\n\r\n[a]{by @ann-lee of &x}\r\n[b]{by @bob\r\nc\r\n",
        ),
        ("[a]{@Ann-Lee} [b]{@Bob}\n", "[a]{@ann-lee} [b]{@bob}\n"),
        // Whom an id means, who spoke and what is declared is not decided.
        (
            "[a]{@an-lee} “It is late, too late, now.” [c]{more} [d]{@new} []{@bob}\n",
            "[a]{@an-lee} “It is late, too late, now.” [c]{more} [d]{@new} []{@bob}\n",
        ),
        ("Ann Lee said so.\n", "Ann Lee said so.\n"),
        ("", ""),
    ] {
        let fixed = all_fixed(text);
        assert_eq!(fixed, expected);
        assert_eq!(all_fixed(&fixed), fixed);
    }
}

#[test]
fn names_keep_the_time_at_which_they_are_used() {
    let cast = "@ann: Ann\n    also: Gov. Lee, 2010..2014; Ms Lee\n";
    let tagged = chosen(
        &format!(
            "//- cast.qm\n{cast}//- a.qm\n---\ndate: 2012\n---\n\nGov. $0Lee.\n//- b.qm\n---\ndate: 2020\n---\n\nGov. Lee.\n"
        ),
        "Tag “Gov. Lee” as `@ann` in the whole corpus",
    );
    assert_eq!(
        tagged,
        "//- a.qm\n---\ndate: 2012\n---\n\n[Gov. Lee]{@ann}.\n"
    );
    let folded = chosen(
        &format!("//- cast.qm\n{cast}\n@$0ann: Ann\n    also: Gov. Lee, 2015..; Ms Lee\n"),
        "Put the declarations of `@ann` together",
    );
    assert_eq!(
        folded,
        "//- cast.qm\n@ann: Ann\n    also: Gov. Lee, 2010..2014; Ms Lee\n    also: Gov. Lee, 2015..\n"
    );
    let (corpus, _, _) = corpus_at(&format!("//- cast.qm\n$0{cast}"));
    let refused = declared::with_alias(&corpus, "@ann", "Games, 2012").unwrap_err();
    assert!(refused.0.contains("after its comma"), "{refused}");
    assert!(declared::with_alias(&corpus, "@ann", "Ann, Jr.").is_ok());
    let put = chosen(
        "//- cast.qm\n@ann: Ann\n    also: Mr Lee 20$010..2012; Ann Lee\n",
        "Write `2010..2012` after a comma",
    );
    assert_eq!(
        put,
        "//- cast.qm\n@ann: Ann\n    also: Mr Lee, 2010..2012; Ann Lee\n"
    );
}

#[test]
fn a_tag_that_stands_apart_is_joined_to_its_words() {
    let title = |tag: &str| format!("Tag the words before it: `{tag}`");
    for (before, tag, after) in [
        ("[She] $0{by @ann}.\n", "{by @ann}", "[She]{by @ann}.\n"),
        ("[She]\u{200b}{@a$0nn}.\n", "{@ann}", "[She]{@ann}.\n"),
        (
            "［She］｛by$0 ＠ann｝。\n",
            "{by @ann}",
            "[She]{by @ann}。\n",
        ),
        ("[She]｛by$0 ＠ann｝。\n", "{by @ann}", "[She]{by @ann}。\n"),
        (
            "［a [She]{@ann} b］{by$0 @ann}.\n",
            "{by @ann}",
            "[a [She]{@ann} b]{by @ann}.\n",
        ),
        (
            "[a [b] c]\n{by$0 @ann} and on.\n",
            "{by @ann}",
            "[a [b] c]{by @ann} and on.\n",
        ),
    ] {
        let cast = "@ann: Ann\n\n";
        let after = format!("//- a.qm\n{cast}{after}");
        let fixture = format!("//- a.qm\n{cast}{before}");
        assert_eq!(chosen(&fixture, &title(tag)), after, "{before:?}");
    }
    let apart = titles("//- a.qm\n@ann: Ann\n\nShe {by$0 @ann} left.\n");
    assert_eq!(apart, ["Treat it as the article’s own words: `\\{`"]);
    let wide = titles("//- a.qm\n@ann: Ann\n\nShe ｛by$0 ＠ann｝ left.\n");
    assert_eq!(wide, [""; 0]);
}

#[test]
fn what_may_be_the_articles_own_is_left_to_a_question() {
    let own = |sign: &str| format!("Treat it as the article’s own words: `{sign}`");
    for (text, place, expected) in [
        ("---\nNobody may pass.\n\nB.\n", "---", vec![own("\\---")]),
        ("---\nTonight: nobody.\n\nB.\n", "---", vec![own("\\---")]),
        ("---\nOne [two]{@bob}.\n\nB.\n", "---", vec![own("\\---")]),
        ("One {% two\nthree.\n", "{%", vec![own("\\{%")]),
        (
            "Odd ]{ and words, of [Bob]{@bob}.\n",
            "]{",
            vec![own("\\]{")],
        ),
        ("Odd ]{by @bob and words.\n", "]{", vec![own("\\]{")]),
        ("a]{x y}b\n", "]{", vec![own("\\]{")]),
        ("a]{note: x}b\n", "]{", vec![own("\\]{")]),
        ("[a]{by the gate.\n", "{by", vec![own("\\]{")]),
        (
            "[a]{@bob b.\n",
            "{@",
            vec!["* Close the tag with `}`".into(), own("\\]{")],
        ),
        (
            "::: Note this well\nOne.\n",
            ":::",
            vec!["Treat it as the article’s own line: `\\:::`".into()],
        ),
        (
            "@w: W\n\n    also: so\n    and: on\n\nB.\n",
            "also",
            vec![own("also\\:")],
        ),
        (
            "@w: W\n\n  note: to self\n  and on.\n\nB.\n",
            "note",
            vec![own("note\\:")],
        ),
        (
            "@w: W\n\n    role: he sang\n\nB.\n",
            "role",
            vec![
                "* Add `role` to the declaration above".into(),
                own("role\\:"),
            ],
        ),
    ] {
        assert_eq!(all_fixed(text), text);
        let marked = text.replacen(place, &format!("$0{place}"), 1);
        let marked = format!("//- cast.qm\n@bob: Bob\n//- a.qm\n{marked}");
        let titles = titles(&marked).into_iter();
        let is_of_form = |title: &String| title.contains("Treat it") || title.starts_with('*');
        let offered: Vec<String> = titles.filter(is_of_form).collect();
        let mut sorted = offered.clone();
        let mut expected = expected;
        sorted.sort();
        expected.sort();
        assert_eq!(sorted, expected, "{text:?}");
        for title in offered.iter().filter(|title| title.starts_with("Treat it")) {
            let came = chosen(&marked, title);
            let new = came.trim_start_matches("//- a.qm\n");
            let words = |text: &str| strip(text, &Parser::new().read(text));
            if !text.contains("two]") {
                assert_eq!(words(new), words(text), "{title}");
            }
        }
    }
}

#[test]
fn declarations_of_one_id_in_two_files_are_put_together() {
    check(&[
        (
            "//- cast.qm\n@ann: Ann\n//- d.qm\n@ann: Lee\n\n@an$0n: Annie\n\n@bob: Bob\n",
            "Put the declarations of `@ann` together",
            "//- cast.qm\n@ann: Ann\n    also: Lee; Annie\n//- d.qm\n@bob: Bob\n",
        ),
        (
            "//- cast.qm\n@ann: Ann\r\n@an$0n: Lee\r\n//- d.qm\n@bob: Bob\r\n@ann: Annie",
            "Put the declarations of `@ann` together",
            "//- cast.qm\n@ann: Ann\r\n    also: Lee; Annie\r\n//- d.qm\n@bob: Bob\r\n",
        ),
    ]);
}

#[test]
fn the_mistakes_are_mended_as_far_as_can_be() {
    let corpus = folder("mistakes");
    let mut fixed = 0;
    for (file, entry) in corpus.files() {
        let edit = fix_all(&corpus, file, &settings()).unwrap();
        let edit = edit.checked(&corpus).unwrap();
        let Some(changes) = edit.changes.get(&file) else {
            continue;
        };
        let text = corpus.source(file).unwrap().text;
        let mut after = corpus.clone();
        after.insert_source(&entry.path, Source::new(applied(&text, changes).unwrap()));
        let before = diagnostics(&corpus, file, &settings()).len();
        fixed += before - diagnostics(&after, file, &settings()).len();
    }
    assert!(fixed >= 3, "only {fixed} were fixed");
}

// ---- Any text ----------------------------------------------------------------

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[",
        "]",
        "]{",
        "{",
        "}",
        "{@x}",
        "{by @x}",
        "{by \"x y\" of &z}",
        "{more}",
        "{%",
        "%}",
        "“",
        "”",
        "‘",
        "’",
        "@x: X",
        "@y: Lee",
        "    also: Lee; X",
        "    role: a of &z, 2011",
        "    role: a of &z, ~2011..",
        "::: by @x",
        ":::",
        "---",
        "date: 2011-1",
        "# ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "Lee",
        "it is late now",
        "by",
        "of &z",
        "on #t",
        "?",
        "as b",
        "😀",
        "{% quotemark: allow x %}",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_offered_keeps_the_words(text in text(), from in 0usize..200, length in 0usize..20) {
        let mut corpus = Corpus::default();
        corpus.insert_source(Path::new("cast.qm"), Source::new("@x: X\n\n&z: Z\n"));
        let file = corpus.insert_source(Path::new("2011.qm"), Source::new(&*text));
        let boundary = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let from = boundary(from % (text.len() + 1));
        let range = TextRange::new(from, boundary(from + length).max(from));
        for action in actions(&corpus, file, range, &ALL, rules()) {
            if let Ok(edit) = resolve(&corpus, file, &action.operation, rules(), &|| false) {
                for (changed, changes) in &edit.changes {
                    let text = corpus.source(*changed).unwrap().text;
                    prop_assert!(applied(&text, changes).is_some(), "{}", action.title);
                }
            } else {
                let is_lazy = !matches!(action.operation, Operation::Changes(_));
                prop_assert!(is_lazy, "{} is refused", action.title);
            }
            let data = serde_json::to_string(&action.operation).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Operation>(&data).unwrap(), &action.operation);
        }
    }
}

#[test]
fn a_quotation_is_marked_as_it_is_proposed() {
    let (corpus, file, range) = corpus_at(
        "//- cast.qm\n@bob: Bob Hale\n//- a.qm\nBob Hale was late.\n\n“It is $0too late to go,” said Ann Lee, chair of the board. “We all stay.”\n",
    );
    let found = actions(&corpus, file, range, &["refactor.rewrite.quote"], rules());
    let titles: Vec<&str> = found.iter().map(|action| &*action.title).collect();
    assert_eq!(
        titles,
        [
            "Mark this statement as a quote by “Ann Lee”, declared as `@ann-lee`",
            "Mark this quotation as a quote by `@bob`",
            "Mark this quotation as a quote by an unknown speaker (`?`)",
        ]
    );
    let preferred: Vec<bool> = found.iter().map(|action| action.is_preferred).collect();
    assert_eq!(preferred, [true, false, false]);
    let edit = resolve(&corpus, file, &found[0].operation, rules(), &|| false).unwrap();
    assert_eq!(edit.files(), 2);
    let edits = &edit.changes[&file];
    let new = applied(&corpus.source(file).unwrap().text, edits).unwrap();
    assert!(
        new.contains("[“It is too late to go,”]{by @ann-lee} said Ann Lee, chair of the board. [“We all stay.”]{more}"),
        "{new}"
    );
    let (text, at) = crate::features::edit::after_new_id(&edit, &corpus, file).unwrap();
    assert!(text[..at].ends_with("{by @ann-lee"));
}

#[test]
fn other_words_than_those_proposed_are_marked_alone() {
    let (corpus, file, range) = corpus_at("//- a.qm\n“It is $<too late$> to go,” said Ann Lee.\n");
    let found = actions(&corpus, file, range, &["refactor.rewrite.quote"], rules());
    assert_eq!(
        found[0].title,
        "Mark the selection as a quote by “Ann Lee”, declared as `@ann-lee`"
    );
    let edit = resolve(&corpus, file, &found[0].operation, rules(), &|| false).unwrap();
    let new = applied(&corpus.source(file).unwrap().text, &edit.changes[&file]).unwrap();
    assert!(
        new.starts_with("“It is [too late]{by @ann-lee} to go,”"),
        "{new}"
    );
}

#[test]
fn all_sure_quotes_of_a_file_are_marked_by_one_action() {
    let text = "“It is too late,” said Ann Lee.\n\n“We all stay,” said Bob Hale.\n\nHe said that it was late.$0\n";
    let (corpus, file, range) = corpus_at(&format!("//- a.qm\n{text}"));
    let found = actions(&corpus, file, range, &["source.tagQuotes"], rules());
    let [all] = &found[..] else {
        panic!("{found:#?}")
    };
    let edit = resolve(&corpus, file, &all.operation, rules(), &|| false).unwrap();
    let new = applied(&corpus.source(file).unwrap().text, &edit.changes[&file]).unwrap();
    assert!(new.contains("[“It is too late,”]{by @ann-lee}"), "{new}");
    assert!(new.contains("[“We all stay,”]{by @bob-hale}"), "{new}");
    assert!(new.contains("that it was late."), "{new}");
    assert!(
        new.ends_with("@ann-lee: Ann Lee\n\n@bob-hale: Bob Hale\n"),
        "{new}"
    );
    let off = Rules {
        review: ReviewRules {
            is_on: false,
            refused: None,
        },
        ..rules()
    };
    assert_eq!(
        actions(&corpus, file, range, &["source.tagQuotes"], off),
        []
    );
}

/// Whoever is only named near is asked about; whoever alone speaks in the sentence is not.
#[test]
fn the_one_who_speaks_in_the_sentence_is_taken_without_a_question() {
    for (article, is_taken) in [
        (
            "To [Dr Hale]{@bob}, the plan is $<a major worry$>, as [he]{@bob} has told the Comet.",
            true,
        ),
        (
            "Its chairman, [Bob Hale]{@bob}, spoke of $<a major worry$> when it came.",
            true,
        ),
        (
            "The plan is $<a major worry$>, and Bob Hale was there.",
            false,
        ),
        (
            "The plan is $<a major worry$>, as he has told Bob Hale.",
            false,
        ),
        (
            "Bob Hale said no, and Ann Lee told us that it is $<a major worry$> to her.",
            false,
        ),
    ] {
        let fixture = format!("//- cast.qm\n@bob: Bob Hale\n@ann: Ann Lee\n//- a.qm\n{article}\n");
        let (corpus, file, range) = corpus_at(&fixture);
        let found = actions(&corpus, file, range, &["refactor.rewrite.quote"], rules());
        let first = found.iter().find(|action| action.is_preferred);
        let by_bob = first.is_some_and(|action| action.title.contains("`@bob`"));
        assert_eq!(by_bob, is_taken, "{article}: {found:#?}");
    }
}
