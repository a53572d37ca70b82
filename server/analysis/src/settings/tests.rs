//! What is read of settings, and what is wrong with them.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::reports::Code;

/// Checks a `quotemark.toml`. Below a line stand the reports that begin in it:
/// `#^ what is wrong | code: message`.
fn check(marked: &str) -> Layer {
    let marked = marked.trim_start();
    let plain = marked.split_inclusive('\n');
    let plain: String = plain.filter(|line| !line.starts_with("#^")).collect();
    let (layer, problems) = read_file(&plain);
    let mut found = String::new();
    let mut start = 0;
    for line in plain.split_inclusive('\n') {
        found.push_str(line);
        for problem in &problems {
            let Some(column) = problem.range.from().checked_sub(start) else {
                continue;
            };
            if column < line.len() {
                let words = &plain[problem.range.bytes()];
                let (code, message) = (problem.code.name(), &problem.message);
                found.push_str(&format!("#^ {words} | {code}: {message}\n"));
            }
        }
        start += line.len();
    }
    assert!(found == marked, "expected:\n{marked}\nfound:\n{found}");
    layer
}

#[test]
fn everything_is_read() {
    let layer = check(
        r#"
cast = "people/cast.qm"
proposals = false
[diagnostics]
"quote/no-role" = "error"
quote = "off"
"name/untagged" = "hint"
name = "warning"
[inlay-hints]
roles = false
speakers = true
[code-lens]
enabled = false
[limits]
file-mib = 8
files = 2_000_000
reports = 0x10
"#,
    );
    let settings = Settings::default().under(&layer, Path::new("/x/y"));
    assert_eq!(
        settings.cast.as_deref(),
        Some(Path::new("/x/y/people/cast.qm"))
    );
    let of = |code| settings.severities.of(code);
    assert_eq!(of(Code::QuoteNoRole), Some(Severity::Error));
    assert_eq!(of(Code::QuoteUnattributed), None);
    assert_eq!(of(Code::NameUntagged), Some(Severity::Hint));
    assert_eq!(of(Code::NameUnlisted), Some(Severity::Warning));
    assert_eq!(of(Code::DateMissing), Some(Severity::Warning));
    assert!(!settings.hints.roles && settings.hints.speakers && !settings.lenses);
    assert!(!settings.proposals);
    // An editor turns them off and not on.
    let (editor, _) = read_editor(&json!({ "proposals": true }));
    let both = settings.clone().under(&editor, Path::new("/x"));
    assert!(!both.proposals);
    let (editor, _) = read_editor(&json!({ "proposals": false }));
    let off = Settings::default().under(&editor, Path::new("/x"));
    assert!(!off.proposals);
    let Limits {
        file_mib,
        files,
        reports,
    } = settings.limits;
    assert_eq!((file_mib, files, reports), (8, 2_000_000, 16));
}

#[test]
fn limits_are_whole_numbers_within_bounds() {
    let layer = check(
        r#"
[limits]
file-mib = 1025
#^ 1025 | config/wrong-value: `file-mib` takes a whole number from 1 to 1024, and this is `1025`
files = 0
#^ 0 | config/wrong-value: `files` takes a whole number from 1 to 100000000, and this is `0`
reports = 1.5
#^ 1.5 | config/wrong-value: `reports` takes a whole number from 1 to 100000, and this is a number
"#,
    );
    assert_eq!(layer, Layer::default());
    let layer = check(
        r#"
[limits]
files = 99999999999999999999
#^ 99999999999999999999 | config/wrong-value: `files` takes a whole number from 1 to 100000000, and this is a number
reports = "5"
#^ "5" | config/wrong-value: `reports` takes a whole number from 1 to 100000, and this is `"5"`
"#,
    );
    assert_eq!(layer, Layer::default());
}

#[test]
fn the_table_of_keys_has_the_default_limits() {
    let defaults = Limits::default();
    for (name, limit) in [
        ("limits.file-mib", defaults.file_mib),
        ("limits.files", defaults.files),
        ("limits.reports", defaults.reports),
    ] {
        let kind = Key::of_name(name).map(|key| key.kind);
        assert!(
            matches!(kind, Some(Kind::Number { default, most }) if default == limit && limit <= most),
            "{name}"
        );
    }
}

#[test]
fn a_family_leaves_off_what_is_off_by_default() {
    let layer = check("[diagnostics]\nname = \"error\"\n");
    assert_eq!(
        layer.severities.get(&Code::NameAmbiguous),
        Some(&Some(Severity::Error))
    );
    assert_eq!(layer.severities.get(&Code::NameUntagged), None);
}

#[test]
fn what_is_wrong_costs_nothing_else() {
    let layer = check(
        r#"
cats = "cast.qm"
#^ cats | config/unknown-key: there is no setting `cats`; did you mean `cast`?
roles = true
#^ roles | config/unknown-key: there is no setting `roles`; it belongs under `[inlay-hints]`
"quote/no-role" = "off"
#^ "quote/no-role" | config/unknown-key: there is no setting `quote/no-role`; it belongs under `[diagnostics]`
code-lens = true
#^ true | config/wrong-value: `code-lens` is a table; write `[code-lens]` on a line of its own and its keys below
[diagnostics]
"quote/no-rol" = "off"
#^ "quote/no-rol" | config/unknown-key: no report or family is named `quote/no-rol`; did you mean `quote/no-role`?
untagged = "hint"
#^ untagged | config/unknown-key: no report or family is named `untagged`; did you mean `name/untagged`?
meteorology = "off"
#^ meteorology | config/unknown-key: no report or family is named `meteorology`; `quotemark explain --list` lists them
"date/missing" = "info"
#^ "info" | config/wrong-value: `"info"` is no severity; did you mean `"information"`?
"date/reversed" = "fatal"
#^ "fatal" | config/wrong-value: `"fatal"` is no severity; write `"error"`, `"warning"`, `"information"`, `"hint"` or `"off"`
"seal/broken" = false
#^ false | config/wrong-value: `false` is no severity; write `"error"`, `"warning"`, `"information"`, `"hint"` or `"off"`
quote.no-role = "off"
#^ quote | config/wrong-value: a table is no severity; write `"quote/no-role"` in quotation marks
date = "hint"
[inlay-hints]
role = false
#^ role | config/unknown-key: there is no setting `role`; did you mean `roles`?
speakers = "no"
#^ "no" | config/wrong-value: `speakers` takes `true` or `false`, and this is `"no"`
enabled = true
#^ enabled | config/unknown-key: there is no setting `enabled`; it belongs under `[code-lens]`
colour = "red"
#^ colour | config/unknown-key: there is no setting `colour`; here there are `roles`, `speakers`, `proposals`
roles = false
"#,
    );
    assert_eq!(layer.roles, Some(false));
    assert_eq!(
        layer.severities.get(&Code::DateMissing),
        Some(&Some(Severity::Hint))
    );
}

#[test]
fn a_path_leads_to_an_article() {
    for (cast, is_good) in [
        ("cast.qm", true),
        ("./people/cast.qm", true),
        ("../people/cast.qm", false),
        ("people/../../cast.qm", false),
        ("people/../cast.qm", false),
        (".git/refs/heads/cast.qm", false),
        ("people/.drafts/cast.qm", false),
        (".qm", false),
        ("/cast.qm", false),
        ("cast.md", false),
        ("", false),
    ] {
        let (layer, problems) = read_file(&format!("cast = \"{cast}\""));
        assert_eq!(
            (layer.cast.is_some(), problems.is_empty()),
            (is_good, is_good),
            "{cast}"
        );
    }
    let layer = read_file("cast = \"./b/./c.qm\"").0;
    let settings = Settings::default().under(&layer, Path::new("/x/a"));
    assert_eq!(settings.cast.as_deref(), Some(Path::new("/x/a/b/c.qm")));
}

#[test]
fn what_is_no_toml_is_told_in_plain_words() {
    let layer = check(
        r#"
cast = cast.qm
#^ cast.qm | config/malformed: `cast.qm` wants quotation marks; write `"cast.qm"`
[diagnostics]
quote/no-role = "off"
#^ quote/no-role | config/malformed: `quote/no-role` wants quotation marks; write `"quote/no-role"`
é-x = fatal
#^ é-x | config/malformed: `é-x` wants quotation marks; write `"é-x"`
date = "hint"
date = "error"
#^ date | config/malformed: `date` stands here a second time; keep one of them
[inlay-hints]
roles = False
#^ False | config/malformed: `False` is written in small letters; write `false`
speakers =
#^  | config/malformed: there is nothing after `=`; write a value, or take the line out
[code-lens
#^  | config/malformed: this is not TOML: unclosed table, expected `]`
"#,
    );
    assert_eq!(layer.cast.as_deref(), Some(Path::new("cast.qm")));
    assert_eq!(layer.severities.get(&Code::QuoteNoRole), Some(&None));
    assert_eq!(
        layer.severities.get(&Code::DateMissing),
        Some(&Some(Severity::Hint))
    );
}

#[test]
fn an_editor_says_the_same_in_its_own_spelling() {
    let all = json!({
        "cast": "cast.qm",
        "diagnostics": { "name/untagged": "hint", "quote": "off", "date": null },
        "inlayHints": { "roles": false, "speakers": null },
        "codeLens": { "enabled": false },
        "server": { "path": "x" },
        "trace": { "server": "off" },
    });
    let (layer, problems) = read_editor(&all);
    assert_eq!(problems, []);
    assert_eq!(layer.cast.as_deref(), Some(Path::new("cast.qm")));
    assert_eq!(
        layer.severities.get(&Code::NameUntagged),
        Some(&Some(Severity::Hint))
    );
    assert_eq!(layer.severities.get(&Code::QuoteNoRole), Some(&None));
    assert_eq!(
        (layer.roles, layer.speakers, layer.lenses),
        (Some(false), None, Some(false))
    );
    assert_eq!(
        read_editor(&json!({ "quotemark": all })),
        (layer, Vec::new())
    );
    let messages = |settings| {
        let problems = read_editor(&settings).1.into_iter();
        let messages = problems.map(|problem| format!("{}: {}", problem.key, problem.message));
        // The keys of JSON have an order or none, as the library was built.
        messages
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        messages(
            json!({ "inlayHint": {}, "codeLens": true, "diagnostics": { "quote/no-role": 1 } })
        ),
        [
            "codeLens: `codeLens` takes an object with its keys, and this is `true`",
            "diagnostics.quote/no-role: a number is no severity; write `\"error\"`, `\"warning\"`, \
             `\"information\"`, `\"hint\"` or `\"off\"`",
            "inlayHint: there is no setting `inlayHint`; did you mean `inlayHints`?",
        ]
    );
    for nothing in [
        json!(null),
        json!(3),
        json!([]),
        json!({}),
        json!({ "quotemark": null }),
    ] {
        assert_eq!(read_editor(&nothing), Reading::default());
    }
}

#[test]
fn the_nearest_file_holds_and_the_editor_goes_over_it() {
    let layer = |text: &str| {
        let (layer, problems) = read_file(text);
        assert_eq!(problems, []);
        layer
    };
    let outer = layer("cast = \"cast.qm\"\n[inlay-hints]\nroles = false\nspeakers = false\n");
    let inner = layer("[diagnostics]\nquote = \"off\"\n");
    let editor = read_editor(&json!({ "inlayHints": { "speakers": true } })).0;
    let files = [(Path::new("/x"), &outer), (Path::new("/x/a/in"), &inner)];
    let tree = |editor: &Layer| SettingsTree::new(files, editor, &[Path::new("/x/a")]);
    let shown = |editor: &Layer, file: &str| {
        let settings = tree(editor).of(Path::new(file));
        let is_off = settings.severities.of(Code::QuoteNoRole).is_none();
        let cast = settings
            .cast
            .as_ref()
            .map(|cast| cast.display().to_string());
        (cast, settings.hints.roles, settings.hints.speakers, is_off)
    };
    let cast = Some("/x/cast.qm".to_owned());
    let none = Layer::default();
    assert_eq!(
        shown(&none, "/x/a/b/c.qm"),
        (cast.clone(), false, false, false)
    );
    assert_eq!(shown(&editor, "/x/a/b/c.qm"), (cast, false, true, false));
    assert_eq!(shown(&none, "/x/a/in/c.qm"), (None, true, true, true));
    assert_eq!(shown(&none, "/y/c.qm"), (None, true, true, false));
    let elsewhere = tree(&none).elsewhere_as_in(Path::new("/x"));
    assert!(!elsewhere.of(Path::new("-")).hints.roles);
    let own = read_editor(&json!({ "cast": "own.qm" })).0;
    let cast = Some("/x/a/own.qm".to_owned());
    assert_eq!(shown(&own, "/x/a/in/c.qm"), (cast, true, true, true));
}

// ---- The schema and the reference -------------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// To write it again: `cargo run -p quotemark --example schema > editors/quotemark.schema.json`.
#[test]
fn the_schema_is_the_one_that_editors_get() {
    let written = fs::read_to_string(root().join("editors/quotemark.schema.json")).unwrap();
    let written: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert!(written == schema(), "run the example `schema` again");
}

#[test]
fn the_reference_has_every_key_with_its_default() {
    let page = fs::read_to_string(root().join("server/reference/configuration.md")).unwrap();
    for key in KEYS {
        let default = match key.kind {
            Kind::Flag(default) => format!("`{default}`"),
            Kind::Number { default, .. } => format!("`{default}`"),
            Kind::Path | Kind::Paths | Kind::Severities => String::new(),
        };
        let row = format!("| `{}` | {default}", key.name);
        // Numbers are grouped there, as TOML can be.
        assert!(page.replace('_', "").contains(&row), "{row}");
    }
    let defaults = Settings::default();
    let flags = [
        ("proposals", defaults.proposals),
        ("inlay-hints.roles", defaults.hints.roles),
        ("inlay-hints.speakers", defaults.hints.speakers),
        ("inlay-hints.proposals", defaults.hints.proposals),
        ("code-lens.enabled", defaults.lenses),
        ("import.seal", defaults.seals_imports),
    ];
    for (name, default) in flags {
        assert_eq!(
            Key::of_name(name).map(|key| key.kind),
            Some(Kind::Flag(default))
        );
    }
    // Each example of the page is without a mistake.
    let blocks = page.split("```toml\n").skip(1);
    for block in blocks.map(|block| block.split("```").next().unwrap()) {
        assert_eq!(read_file(block).1, [], "{block}");
    }
}

// ---- Any text ---------------------------------------------------------------

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "cast",
        " = ",
        "=",
        "\"",
        "'",
        "\"\"\"",
        "é",
        "😀",
        "[",
        "]",
        "[[",
        "{",
        "}",
        ",",
        ".",
        "\\",
        "\\u",
        "\n",
        "\r\n",
        "\r",
        "#",
        "1",
        "1979-05-27",
        "true",
        "[diagnostics]\n",
        "\"quote/no-role\" = \"off\"\n",
        "quote/no-role",
        "quote = \"hint\"\n",
        "[inlay-hints]\n",
        "roles = false\n",
        "\u{feff}",
        "\0",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in text()) {
        for problem in read_file(&text).1 {
            prop_assert!(text.get(problem.range.bytes()).is_some(), "{problem:?}");
        }
    }
}

#[test]
fn casts_of_a_file_stay_in_its_repository_and_those_of_the_user_need_not() {
    let layer = check(
        r#"
casts = ["../shared/./cast.qm", "/etc/x.qm", "a/.git/x.qm", 7, "", "people"]
#^ "/etc/x.qm" | config/wrong-value: `"/etc/x.qm"` may lead out of the repository, where only your own settings may; write the path from the folder of this file, such as `"../shared/cast.qm"`
#^ "a/.git/x.qm" | config/wrong-value: `"a/.git/x.qm"` leads into what is hidden, which is no part of a corpus; take it out, or rename what begins with a full stop
#^ 7 | config/wrong-value: `casts` takes paths, such as `"../shared/cast.qm"`, and this is `7`
#^ "" | config/wrong-value: `casts` takes paths, such as `"../shared/cast.qm"`, and this is `""`
"#,
    );
    check(
        r#"
casts = "../shared/cast.qm"
#^ "../shared/cast.qm" | config/wrong-value: `casts` takes a list of paths, such as `["../shared/cast.qm"]`, and this is `"../shared/cast.qm"`
"#,
    );
    let own = json!({ "casts": ["/home/me/cast.qm", "mine.qm", ".x/cast.qm", null] });
    let (editor, problems) = read_editor(&own);
    assert_eq!(problems.len(), 1, "{problems:?}");
    let settings = Settings::default().under(&layer, Path::new("/x/y"));
    let settings = settings.under(&editor, Path::new("/x"));
    let casts = settings.casts.iter();
    let casts: Vec<_> = casts
        .map(|cast| (cast.path.to_str().unwrap(), cast.is_users))
        .collect();
    let expected = [
        ("/x/y/../shared/cast.qm", false),
        ("/x/y/people", false),
        ("/home/me/cast.qm", true),
        ("/x/mine.qm", true),
        ("/x/.x/cast.qm", true),
    ];
    assert_eq!(casts, expected);
}
