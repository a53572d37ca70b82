//! Articles and declarations, ordinary and hostile, sound and broken.

use quotemark_tests::Dice;

const IDS: [&str; 14] = [
    "@ann",
    "@bob-lee",
    "@josé",
    "@ann-hale",
    "&bma",
    "&oms",
    "#topic",
    "#x",
    "@山田",
    "@a",
    "&b_c",
    "@unknown",
    "@jose\u{301}",
    "#cuts",
];

const NAMES: [&str; 12] = [
    "Ann Hale",
    "Dr Hale",
    "Ann",
    "Bob Lee",
    "BMA",
    "British Medical Association",
    "OMS",
    "José",
    "Jose\u{301}",
    "山田",
    "Sean O’Neill",
    "Ships",
];

const WORDS: [&str; 62] = [
    "the",
    "plan",
    "she said",
    "He",
    "a",
    "ships have grown",
    "no",
    "said so",
    "Words of the day",
    "e\u{301}",
    "\u{301}",
    "😀",
    "👨\u{200d}👩\u{200d}👧",
    "\u{200b}",
    "\u{202e}",
    "\u{2066}x\u{2069}",
    "\u{0}",
    "\u{c}",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\u{feff}",
    "\t",
    "שלום",
    "\u{10ffff}",
    "١٢",
    "ﬀ",
    "İ",
    "ß",
    "-",
    "—",
    "2011",
    "2011-11-24",
    "https://a.b/c_(d)",
    "a@b.c",
    "don't",
    "'",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "also: Dr Hale",
    "note: see below",
    "date: 2011",
    "role: chair",
    "    indented verse",
    "    also: more verse",
    "𝒜𝓃𝓃",
    "１２３",
    "\u{1f1ec}\u{1f1e7}",
    "x\u{fe0f}",
    "\u{3000}",
    "\u{ad}",
    "한국어",
    "ข้อความ",
    "…",
];

const MARKS: [&str; 27] = [
    "[", "]", "{", "}", "]{", "{%", "%}", "\\", "\\\\", ":::", "::::", "#", "# ", "@", "&", ":",
    ";", ",", "..", "?", "---", "%", "`", "<b>", "*", "_", "|",
];

const TAGS: [&str; 50] = [
    "@ann",
    "&bma",
    "#topic",
    "by @ann",
    "by &bma",
    "by @ann, @bob-lee",
    "by ?",
    "more",
    "note: see",
    "by @ann of &bma to &oms on #topic at 2011-11",
    "of &bma by @ann",
    "by  @ann   on #topic on #x",
    "by @ann as \"x y\"",
    "by @ann as “x y”",
    "by @ann as 'x'",
    "by @ann as x",
    "",
    " ",
    "by",
    "by by @a",
    "@ann @bob",
    "ann",
    "@an",
    "by @ann on topic",
    "by @ann at 24 November 2011",
    "by Ann Hale",
    "more more",
    "note:",
    "note",
    "@",
    "by @ann,",
    "by @ann for &bma",
    "by @ann to",
    "@unknown",
    "by @unknown on #new",
    "by @ann {",
    "by @ann [",
    "@ann{% c %}",
    "by\t@ann",
    "by\u{a0}@ann",
    "@jose\u{301}",
    "by @josé",
    "@ann.",
    "BY @ann",
    "by @ann of &bma of &oms",
    "by @ann at 2011..2012",
    "by @ann at 24/11/2011",
    "ships and men",
    "by @ann against #cuts",
    "by\n@ann",
];

const PROPERTIES: [&str; 26] = [
    "also: Dr Hale; Ann",
    "also:Ann;;Ann ",
    "role: chair of &bma, 2010..2012",
    "role: mayor 2010..12",
    "role: x, May 2010..",
    "part of: &oms",
    "part of: #x, 2011",
    "active: 2010..",
    "link: https://a.b",
    "note: n",
    "alo: x",
    "foo: bar",
    "nokey",
    "  deeper",
    "role : y",
    "role: chair of &unknown, 2010",
    ":",
    "part of: bma",
    "the ships have grown",
    "also: é; 山",
    "role: chair, 2009",
    "role: chair of &bma, 2008..2011",
    "note: a ]{ b",
    "also: [x]{@ann}",
    "active: 2012..2010",
    "and also: more",
];

const HEADER_LINES: [&str; 21] = [
    "title: T",
    "date: 2011-11-24",
    "date: 24 November 2011",
    "date:2011",
    "source: &bma",
    "author: @ann",
    "sealed: 12",
    "sealed:",
    "titel: x",
    " date: 2011",
    "x",
    "url: https://a/b",
    "date: 2011-13-45",
    "date: 1.2.2011",
    "title:  a   b ",
    "",
    "author: Ann Hale",
    "He said: the ships have grown.",
    "The first paragraph",
    "notes: é",
    "date: 2012",
];

const COMMENTS: [&str; 7] = [
    " c",
    " a ]{ b",
    " quotemark: allow quote/unattributed",
    " %",
    " [x]{@ann}",
    " é",
    " two\nlines",
];

/// A text in which line ends are LF.
fn words(dice: &mut Dice, depth: usize) -> String {
    let chance = dice.below(100);
    match chance {
        0..40 => dice.one_of(&WORDS).into(),
        40..58 => dice.one_of(&NAMES).into(),
        58..68 => dice.one_of(&MARKS).into(),
        68..93 if depth < 4 => {
            let inside = sentence(dice, depth + 1);
            let tag = dice.one_of(&TAGS);
            let end = match dice.below(16) {
                0 => "",
                1 => " }",
                2 => "}}",
                _ => "}",
            };
            format!("[{inside}]{{{tag}{end}")
        }
        93..96 => {
            let comment = dice.one_of(&COMMENTS);
            let end = dice.one_of(&[" %}", "%}", " %}", ""]);
            format!("{{%{comment}{end}")
        }
        _ if depth < 4 => format!("“{}”", sentence(dice, depth + 1)),
        _ => "x".into(),
    }
}

fn sentence(dice: &mut Dice, depth: usize) -> String {
    let between = dice.one_of(&[" ", " ", " ", "", "  "]);
    let pieces: Vec<String> = (0..dice.below(5)).map(|_| words(dice, depth)).collect();
    pieces.join(between)
}

fn paragraph(dice: &mut Dice) -> String {
    let between = dice.one_of(&["\n", "\n", "\n ", "\n\t", " \n"]);
    let lines = 1 + dice.below(3);
    let lines: Vec<String> = (0..lines).map(|_| sentence(dice, 0)).collect();
    lines.join(between)
}

/// A declaration, or what looks like one.
pub fn declaration(dice: &mut Dice) -> String {
    let id = dice.one_of(&IDS);
    let colon = dice.one_of(&[": ", ": ", ": ", ":", " : ", ":   "]);
    let name = match dice.below(14) {
        0 => "",
        1 => " ",
        _ => dice.one_of(&NAMES),
    };
    let mut text = format!("{id}{colon}{name}");
    for _ in 0..dice.below(5) {
        text.push('\n');
        text.push_str(dice.one_of(&["    ", "    ", "    ", " ", "\t", "  \t", ""]));
        text.push_str(dice.one_of(&PROPERTIES));
        text.push_str(dice.one_of(&["", "", "", " ", "\t"]));
        if dice.once_in(12) {
            text.push('\n');
        }
    }
    text
}

fn header(dice: &mut Dice) -> String {
    let mut text = String::from(dice.one_of(&["---", "---", "---", "--- "]));
    for _ in 0..dice.below(5) {
        text.push('\n');
        text.push_str(dice.one_of(&HEADER_LINES));
    }
    text.push('\n');
    text.push_str(dice.one_of(&["---", "---", "---", "---", "--- ", "", "----"]));
    text
}

fn heading(dice: &mut Dice) -> String {
    format!("{} {}", "#".repeat(1 + dice.below(7)), sentence(dice, 0))
}

fn fence(dice: &mut Dice, depth: usize) -> String {
    let colons = dice.one_of(&[":::", ":::", ":::", "::::"]);
    let gap = dice.one_of(&[" ", " ", " ", "", "  "]);
    let tag = dice.one_of(&TAGS);
    let blank = dice.one_of(&["", "\n"]);
    let inside = part(dice, depth + 1);
    let end = match dice.below(10) {
        0 => "".into(),
        1 => format!("{colons} "),
        2 => format!(" {colons}"),
        3 => ":::".into(),
        _ => colons.to_owned(),
    };
    format!("{colons}{gap}{tag}\n{blank}{inside}\n{blank}{end}")
}

fn part(dice: &mut Dice, depth: usize) -> String {
    match dice.below(10) {
        0..5 => paragraph(dice),
        5 | 6 => declaration(dice),
        7 if depth < 4 => fence(dice, depth),
        8 => heading(dice),
        _ => sentence(dice, 0),
    }
}

/// The text of an article. `examples` are texts that at times are taken, with
/// a few changes, instead of a new one.
pub fn article(dice: &mut Dice, examples: &[String]) -> String {
    let mut text = String::new();
    if !examples.is_empty() && dice.once_in(6) {
        let example = dice.below(examples.len());
        let example: String = examples[example].chars().take(4000).collect();
        text.push_str(&changed(dice, &example));
    } else {
        if dice.below(10) < 4 {
            text.push_str(&header(dice));
            text.push_str(gap(dice));
        }
        for _ in 0..1 + dice.below(6) {
            text.push_str(&part(dice, 0));
            text.push_str(gap(dice));
        }
    }
    finished(dice, text)
}

/// The text of a file that holds declarations alone.
pub fn cast(dice: &mut Dice) -> String {
    let many = 1 + dice.below(6);
    let declarations: Vec<String> = (0..many).map(|_| declaration(dice)).collect();
    let mut text = declarations.join("\n\n");
    text.push_str(dice.one_of(&["", "\n", "\n", "\n\n", "\n    "]));
    finished(dice, text)
}

fn gap(dice: &mut Dice) -> &'static str {
    dice.one_of(&["\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", ""])
}

/// A text with some stretches of it replaced.
fn changed(dice: &mut Dice, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..dice.below(7) {
        let from = dice.below(characters.len() + 1);
        let to = from + dice.one_of(&[0, 0, 1, 2, 5, 30]);
        let to = to.min(characters.len());
        let new = match dice.below(5) {
            0 => sentence(dice, 0),
            1 => dice.one_of(&MARKS).into(),
            2 => "\n".into(),
            3 => String::new(),
            _ => dice.one_of(&WORDS).into(),
        };
        characters.splice(from..to, new.chars());
    }
    characters.into_iter().collect()
}

/// A text with the line ends, and the end, of some editor or other.
fn finished(dice: &mut Dice, mut text: String) -> String {
    if dice.below(10) < 3 {
        text.truncate(text.trim_end_matches('\n').len());
    }
    let text = match dice.below(20) {
        0..4 => text.replace('\n', "\r\n"),
        4 | 5 => text.replace('\n', "\r"),
        6 | 7 => {
            let ends = text.chars().map(|c| match c {
                '\n' => dice.one_of(&["\n", "\r\n", "\r"]).to_owned(),
                other => other.to_string(),
            });
            ends.collect()
        }
        // Mostly of one kind: what an editor takes a file for hangs on few lines.
        8 => {
            let usual = dice.one_of(&["\n", "\r\n"]);
            let ends = text.chars().map(|c| match c {
                '\n' if dice.once_in(6) => dice.one_of(&["\n", "\r\n", "\r"]).to_owned(),
                '\n' => usual.to_owned(),
                other => other.to_string(),
            });
            ends.collect()
        }
        _ => text,
    };
    // Never two marks: Visual Studio Code takes both off, and everybody else one.
    let text = text.trim_start_matches('\u{feff}');
    match dice.once_in(9) {
        true => format!("\u{feff}{text}"),
        false => text.to_owned(),
    }
}

/// Ids that something may be renamed to, some of them none.
pub fn new_name(dice: &mut Dice) -> &'static str {
    dice.one_of(&[
        "@zoë-9",
        "@ann2",
        "q",
        "@山",
        "@e\u{301}a",
        "&new",
        "#n_n",
        "bob-lee",
        "@ann",
        "x y",
        "@a.",
        "\u{301}",
        "@\u{661}",
    ])
}

/// An id with its sigil.
pub fn id(dice: &mut Dice) -> &'static str {
    dice.one_of(&IDS)
}

/// A name, or words that somebody may give for one.
pub fn name(dice: &mut Dice) -> &'static str {
    match dice.once_in(3) {
        true => dice.one_of(&WORDS),
        false => dice.one_of(&NAMES),
    }
}

/// Plain words without markup, as they are imported.
pub fn plain(dice: &mut Dice) -> String {
    let text = paragraph(dice) + gap(dice) + &part(dice, 0) + gap(dice) + &paragraph(dice);
    finished(dice, text)
}
