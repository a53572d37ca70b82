//! Texts that have something to say to each other.

use quotemark_tests::Dice;

/// What is written and typed: people, organisations and topics that are
/// declared in some files and named in others, and what breaks.
const PIECES: [&str; 40] = [
    "Ann Lee said so. ",
    "Words, “and more words than five of them”, he said. ",
    "[Ann]{@ann} ",
    "[she]{@ann} ",
    "[Bob Lee]{@bob} and [the BMA]{&bma} ",
    "[‘so it is’]{by @ann on #cuts} ",
    "[‘yes’]{by @bob of &bma to @ann against #cuts at 2012} ",
    "[and on]{more} ",
    "[who]{by ?} ",
    "[x]{note: unsure} ",
    "[broken]{by @ann of ",
    "]{@bob} ",
    "[ ",
    "}",
    "{% a remark %} ",
    "{%",
    "\\]{ ",
    "😀 é ",
    "e\u{301} ‘中文’ ",
    "\n",
    "\n\n",
    "\r\n",
    "\n# A heading\n\n",
    "\n\n::: by @bob on #cuts\n\nOne.\n\n:::\n\n",
    ":::\n",
    "\n\n@ann: Ann Lee\n    also: Ann; Dr Lee\n    role: chair of &bma, 2010..2012\n\n",
    "\n\n@bob: Bob Lee\n    also: Lee\n    role: member of &nhs, 2011..?\n\n",
    "\n\n@ann: Ann Other\n\n",
    "\n\n&bma: BMA\n    part of: &nhs\n\n",
    "\n\n&nhs: National Health Service\n    also: NHS\n\n",
    "\n\n#cuts: Cuts\n    part of: #money\n\n",
    "\n\n#money: Money\n    note: of any kind\n\n",
    "@zo\u{308}e: Zoe\n",
    "[Zoe]{@zöe} ",
    "    also: Ann Lee\n",
    "    role: chair of &nhs, 2013-13\n",
    "NHS ",
    "https://example.org/a ",
    "{% quotemark: allow unknown/person %}\n",
    "[Cy]{@cy} ",
];

/// What may stand at the start of a file.
const HEADERS: [&str; 4] = [
    "",
    "---\ndate: 2011-11-24\nsource: &bma\n---\n\n",
    "---\ntitle: A title\ndate: 2012\nauthor: @ann\n---\n\n",
    "---\ndate: 2013-02-30\n",
];

/// Something to type; at times nothing.
pub fn piece(dice: &mut Dice) -> &'static str {
    if dice.once_in(6) {
        return "";
    }
    dice.one_of(&PIECES)
}

/// The text of a file.
pub fn text(dice: &mut Dice) -> String {
    let mut text = dice.one_of(&HEADERS).to_string();
    for _ in 0..dice.below(9) {
        text.push_str(dice.one_of(&PIECES));
    }
    text
}

/// The text of a `quotemark.toml`.
pub fn settings_file(dice: &mut Dice) -> &'static str {
    dice.one_of(&[
        "",
        "[diagnostics]\nquote = \"off\"\n",
        "[diagnostics]\n\"unknown/person\" = \"hint\"\n\"name/untagged\" = \"information\"\n",
        "cast = \"sub/d.qm\"\n[inlay-hints]\nroles = false\n",
        "[code-lens]\nenabled = false\n[diagnostics]\nunused = \"error\"\n",
        "x = 1\n[diagnostics\n",
    ])
}

/// What the editor sets.
pub fn editor_settings(dice: &mut Dice) -> serde_json::Value {
    use serde_json::json;
    dice.one_of(&[
        json!({ "quotemark": {} }),
        json!({ "quotemark": { "inlayHints": { "speakers": false } } }),
        json!({ "quotemark": { "diagnostics": { "quote": "error", "name/untagged": "hint" } } }),
        json!({ "quotemark": { "codeLens": { "enabled": false } } }),
        json!({ "quotemark": { "limits": { "reports": 2 } } }),
    ])
}
