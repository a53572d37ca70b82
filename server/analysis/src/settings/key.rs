//! The keys that there are.

/// A key of `quotemark.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name, after the table that it stands in: `inlay-hints.roles`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it means: sentences for people.
    pub meaning: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A path of a `.qm` file.
    Path,
    /// A list of paths of files and folders.
    Paths,
    /// Yes or no, and what holds where nothing is said.
    Flag(bool),
    /// A table of severities.
    Severities,
    /// A whole number from 1 on.
    Number {
        /// What holds where nothing is said.
        default: u32,
        /// The most that it may be.
        most: u32,
    },
}

/// All keys, in the order of the reference.
pub const KEYS: &[Key] = &[
    Key {
        name: "cast",
        kind: Kind::Path,
        meaning: "The file that takes new declarations: its path from the folder of this one, in \
                  which it lies or below. Without it, the nearest `cast.qm` does.",
    },
    Key {
        name: "casts",
        kind: Kind::Paths,
        meaning: "Files and folders of which the declarations are read and never written: their \
                  paths from the folder of this file, which stay in its repository.",
    },
    Key {
        name: "proposals",
        kind: Kind::Flag(true),
        meaning: "Whether quotes are proposed. Off, nothing is, so that two people code without \
                  the same hints: what an editor sets cannot turn it on.",
    },
    Key {
        name: "diagnostics",
        kind: Kind::Severities,
        meaning: "The severity of each check. A key is a report's code, or a family for \
                  all its reports; a code goes before its family.",
    },
    Key {
        name: "inlay-hints.roles",
        kind: Kind::Flag(true),
        meaning: "Whether editors show the role that a person had then where an article first names them.",
    },
    Key {
        name: "inlay-hints.speakers",
        kind: Kind::Flag(true),
        meaning: "Whether editors show the speaker of a quote where neither the id nor the sentence tells it.",
    },
    Key {
        name: "inlay-hints.proposals",
        kind: Kind::Flag(false),
        meaning: "Whether editors show what is proposed as hints, each of which can be taken where an \
                  editor lets one: only quotes whose speaker is certain and declared.",
    },
    Key {
        name: "code-lens.enabled",
        kind: Kind::Flag(true),
        meaning: "Whether editors show counts above declarations.",
    },
    Key {
        name: "import.seal",
        kind: Kind::Flag(true),
        meaning: "Whether `quotemark import` writes a fingerprint of the words into the header, so that a \
                  changed word shows.",
    },
    Key {
        name: "limits.file-mib",
        kind: Kind::Number {
            default: 64,
            most: 1_024,
        },
        meaning: "The largest file of a corpus that is read, in MiB (1,048,576 bytes).",
    },
    Key {
        name: "limits.files",
        kind: Kind::Number {
            default: 500_000,
            most: 100_000_000,
        },
        meaning: "How many files and folders are looked at below the folder that is opened.",
    },
    Key {
        name: "limits.reports",
        kind: Kind::Number {
            default: 1_000,
            most: 100_000,
        },
        meaning: "How many reports on one file editors show, the most serious first.",
    },
];

impl Key {
    /// The key of that name.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The table that it stands in, and its own name.
    pub fn parts(&self) -> (Option<&'static str>, &'static str) {
        match self.name.split_once('.') {
            Some((table, own)) => (Some(table), own),
            None => (None, self.name),
        }
    }
}

/// The tables that hold keys, in the order of the keys.
pub fn tables() -> Vec<&'static str> {
    let mut tables: Vec<_> = KEYS.iter().filter_map(|key| key.parts().0).collect();
    tables.dedup();
    tables
}
