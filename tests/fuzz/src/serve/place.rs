//! The corpus of a session, and where an editor may point.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::input::Choices;

/// What lies on the disk when a session begins.
const FILES: [(&str, &str); 4] = [
    (
        "a.qm",
        "---\ntitle: A \u{1F642} day\ndate: 2011-11-24\nsource: &gp\n---\n\n# Heading\n\n\
         [GPC]{&gpc} chairman [Dr Buckman]{@ann} \u{1F642}\u{1F642} said [the plans would fail]{by \
         @ann against #cuts}.\n\n[\u{201C}Choice is a myth\u{201D},]{by @ann of &gpc to &gp on \
         #cuts} [he]{@ann} added, [and so is fairness]{more}. Ann Lee and GPC again, @nobody.\n\n\
         > [Wrong]{by @missing at 2011-13}\n\n::: by @ann\nA whole block [of Bob]{@bob}.\n:::\n",
    ),
    (
        "sub/b.qm",
        "---\r\ndate: 2012-01-02\r\n---\r\n\r\n[Bob]{@bob} said [no \u{E9}\u{1F642}]{by @bob as \
         \"another\"}.\r\n\r\n[open {by @ann\r\n{% note %}\r\n@bob: Bob Roe\r\n    role: baker of \
         &gpc, 2010..2011\r\n    role: mayor, 2012..\r\n",
    ),
    (
        "cast.qm",
        "@ann: Ann Lee\n    also: Dr Buckman; Dr Lee\n    role: chair of &gpc, 2007-07..2013-07\n    \
         link: https://example.org/a\n&gpc: GPC\n    part of: &bma\n&bma: BMA\n    part of: \
         &gpc\n&gp: GP weekly\n#cuts: Cuts\n    part of: #money\n@spare: Spare\n",
    ),
    ("quotemark.toml", "cast = \"cast.qm\"\n"),
];

/// The places of a session.
pub struct Places {
    root: PathBuf,
    uris: Vec<String>,
}

impl Places {
    /// Those of a corpus in that folder.
    pub fn new(root: &Path) -> Self {
        let below = |name: &str| format!("file://{}/{name}", root.display());
        let uris = vec![
            below("a.qm"),
            below("sub/b.qm"),
            below("cast.qm"),
            below("new.qm"),
            below("quotemark.toml"),
            below("./sub/../a%2Eqm"),
            "untitled:1".into(),
            "file:///nowhere/else.qm".into(),
            below("sub"),
            below("a%00%FF.qm"),
            "http://example.org/a.qm".into(),
            format!("file://{}", root.display()),
        ];
        Self {
            root: root.to_owned(),
            uris,
        }
    }

    /// Writes what lies on the disk when a session begins.
    pub fn make(&self) {
        fs::create_dir(self.root.join("sub")).expect("a new folder takes another");
        for (name, text) in FILES {
            fs::write(self.root.join(name), text).expect("a new folder takes files");
        }
    }

    /// The address of the corpus.
    pub fn root_uri(&self) -> &str {
        self.uris.last().map_or("", String::as_str)
    }

    /// The address of a document: one of the first three mostly.
    pub fn uri(&self, choices: &mut Choices<'_>) -> Value {
        let number = usize::from(choices.byte());
        let number = match number {
            0..200 => number % 3,
            _ => number % self.uris.len(),
        };
        json!(self.uris[number])
    }

    /// An address of any kind, and at times one that is none.
    pub fn any_uri(&self, choices: &mut Choices<'_>) -> Value {
        let number = usize::from(choices.byte());
        let known = self.uris.get(number % (self.uris.len() + 1));
        known.map_or(json!("no address %%"), |uri| json!(uri))
    }

    /// A file of the corpus that may be there.
    pub fn path(&self, choices: &mut Choices<'_>) -> PathBuf {
        let names = ["a.qm", "sub/b.qm", "cast.qm", "new.qm", "quotemark.toml"];
        self.root.join(choices.one(&names))
    }
}

/// The text that a document begins with.
pub fn text(choices: &mut Choices<'_>) -> String {
    let number = usize::from(choices.byte());
    match FILES.get(number % (FILES.len() + 2)) {
        Some((_, text)) => (*text).to_owned(),
        None => crate::input::text(choices.bytes()),
    }
}

/// A position: mostly in the text, at times far after it.
pub fn position(choices: &mut Choices<'_>) -> Value {
    let line = match choices.byte() {
        255 => u32::MAX,
        254 => 1 << 31,
        line => u32::from(line % 32),
    };
    let column = match choices.byte() {
        255 => u32::MAX,
        254 => 1 << 31,
        column => u32::from(column),
    };
    json!({ "line": line, "character": column })
}

/// A range whose end may come before its start.
pub fn range(choices: &mut Choices<'_>) -> Value {
    json!({ "start": position(choices), "end": position(choices) })
}
