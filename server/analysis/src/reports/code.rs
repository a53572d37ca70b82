//! The codes of what is reported: a row for each, and a page in the reference.
//!
//! All that is decided about a report before anybody looks at a text is in its row, and
//! nothing has a default: a new row does not compile until each column is filled in.

use super::Severity;

/// Which files a report depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Its own alone: no other file of the corpus could take it back.
    OwnFile,
    /// The corpus.
    Corpus,
}

/// What becomes of the article's words where this is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// They are as they were.
    Kept,
    /// Broken markup stays among them.
    Spoilt,
}

/// What can be done about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// Nothing that a program knows.
    None,
    /// Fixes are offered where it is plain what was meant; somebody chooses.
    Offered,
    /// The same, and it is only how something is written: a fix that is preferred is
    /// applied by “fix all” too.
    Sure,
    /// The same, where an id differs from a declared one in capital letters alone.
    SureInCase,
}

/// Whether a comment in the text can allow what is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allow {
    /// For the block that it stands before.
    Here,
    /// Never: it spoils the words, or there is no block that it belongs to.
    Never,
}

macro_rules! codes {
    ($($(#[doc = $meaning:literal])* $code:ident = $name:literal:
        $severity:ident $switch:ident, $scope:ident, $words:ident, $fix:ident, $allow:ident;)*) => {
        /// What can be reported. Names and meanings are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $meaning])* $code,)*
        }

        impl Code {
            /// All codes, family by family.
            pub const ALL: &'static [Code] = &[$(Self::$code),*];

            /// The name: its family, a slash, itself.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }

            /// The severity where a corpus does not say another.
            pub fn default_severity(self) -> Severity {
                match self {
                    $(Self::$code => Severity::$severity,)*
                }
            }

            /// Whether it is reported where a corpus says nothing of it.
            pub fn is_on(self) -> bool {
                match self {
                    $(Self::$code => matches!(Switch::$switch, Switch::On),)*
                }
            }

            /// Which files it depends on.
            pub fn scope(self) -> Scope {
                match self {
                    $(Self::$code => Scope::$scope,)*
                }
            }

            /// What becomes of the article's words.
            pub fn words(self) -> Words {
                match self {
                    $(Self::$code => Words::$words,)*
                }
            }

            /// What can be done about it.
            pub fn fix(self) -> Fix {
                match self {
                    $(Self::$code => Fix::$fix,)*
                }
            }

            /// Whether a comment can allow it.
            pub fn allow(self) -> Allow {
                match self {
                    $(Self::$code => Allow::$allow,)*
                }
            }

            /// What is reported, in a few words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$code => concat!($($meaning),*).trim_ascii(),)*
                }
            }

            /// Its page in the reference, in Markdown.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$code => include_str!(concat!(
                        "../../../reference/diagnostics/",
                        $name,
                        ".md"
                    )),)*
                }
            }
        }
    };
}

/// Whether something is reported without being asked for.
enum Switch {
    On,
    Off,
}

codes! {
    /// A tag without its `}`.
    SyntaxUnclosedTag = "syntax/unclosed-tag": Error On, OwnFile, Spoilt, Offered, Here;
    /// `]{` that no bracket opens.
    SyntaxUnopenedTag = "syntax/unopened-tag": Error On, OwnFile, Spoilt, Offered, Here;
    /// A fence that no line closes.
    SyntaxUnclosedFence = "syntax/unclosed-fence": Error On, OwnFile, Spoilt, Offered, Here;
    /// A fence line that closes nothing.
    SyntaxUnopenedFence = "syntax/unopened-fence": Error On, OwnFile, Spoilt, Offered, Here;
    /// A fence closed by a line of another length.
    SyntaxFenceLength = "syntax/fence-length": Error On, OwnFile, Spoilt, Sure, Here;
    /// `{%` without `%}`.
    SyntaxUnclosedComment = "syntax/unclosed-comment": Error On, OwnFile, Spoilt, Offered, Here;
    /// A header without its second `---`.
    SyntaxUnclosedHeader = "syntax/unclosed-header": Error On, OwnFile, Spoilt, Offered, Never;
    /// Braces that read as a tag and stand apart from any words in brackets.
    SyntaxLooseTag = "syntax/loose-tag": Warning On, OwnFile, Kept, Offered, Here;
    /// `[words]{}`.
    SyntaxEmptyTag = "syntax/empty-tag": Error On, OwnFile, Kept, Offered, Here;
    /// `[]{@x}`.
    SyntaxTagWithoutWords = "syntax/tag-without-words": Error On, OwnFile, Kept, Offered, Here;
    /// A word that has no meaning in a tag.
    SyntaxUnknownWord = "syntax/unknown-word": Error On, OwnFile, Kept, Sure, Here;
    /// A clause given twice.
    SyntaxRepeatedClause = "syntax/repeated-clause": Error On, OwnFile, Kept, Sure, Here;
    /// A reference of a kind that does not fit its place.
    SyntaxWrongReference = "syntax/wrong-reference": Error On, OwnFile, Kept, Offered, Here;
    /// A span or a fence inside too many others.
    SyntaxTooDeep = "syntax/too-deep": Error On, OwnFile, Kept, None, Here;
    /// A clause or key with nothing after it.
    SyntaxMissingValue = "syntax/missing-value": Error On, OwnFile, Kept, Offered, Here;
    /// A declaration without a display name.
    SyntaxMissingName = "syntax/missing-name": Error On, OwnFile, Kept, Offered, Here;
    /// A line that is no `key: value`.
    SyntaxBadLine = "syntax/bad-line": Error On, OwnFile, Kept, Offered, Here;
    /// A property that a blank line cuts off from its declaration.
    SyntaxStrayProperty = "syntax/stray-property": Error On, OwnFile, Spoilt, Offered, Here;
    /// Something that is no date.
    DateMalformed = "date/malformed": Error On, OwnFile, Kept, Sure, Here;
    /// A range that ends before it starts.
    DateReversed = "date/reversed": Error On, OwnFile, Kept, Offered, Here;
    /// The same role of one person with overlapping dates.
    DateOverlappingRole = "date/overlapping-role": Warning On, Corpus, Kept, Offered, Here;
    /// Words of a role that look like a range and are none.
    DateRangeInWords = "date/range-in-words": Warning On, OwnFile, Kept, Offered, Here;
    /// An article without a date, though a speaker's role depends on it.
    DateMissing = "date/missing": Warning On, Corpus, Kept, Offered, Here;
    /// A person whom nobody declared.
    UnknownPerson = "unknown/person": Error On, Corpus, Kept, SureInCase, Here;
    /// An organisation that nobody declared.
    UnknownOrganisation = "unknown/organisation": Error On, Corpus, Kept, SureInCase, Here;
    /// A topic that nobody declared.
    UnknownTopic = "unknown/topic": Error On, Corpus, Kept, SureInCase, Here;
    /// A key that is nearly a known one, or one of another kind.
    UnknownKey = "unknown/key": Warning On, OwnFile, Kept, Sure, Here;
    /// A comment that allows what does not exist.
    UnknownDiagnostic = "unknown/diagnostic": Warning On, Corpus, Kept, Sure, Never;
    /// An id that is declared twice.
    DeclarationDuplicate = "declaration/duplicate": Error On, Corpus, Kept, Offered, Here;
    /// What is part of itself.
    DeclarationCircle = "declaration/circle": Error On, Corpus, Kept, Offered, Here;
    /// An id that looks like another one.
    DeclarationLookAlike = "declaration/look-alike": Warning On, Corpus, Kept, None, Here;
    /// A declaration that nothing refers to.
    DeclarationUnused = "declaration/unused": Hint On, Corpus, Kept, Offered, Here;
    /// A person who speaks or is mentioned, of whom no role is declared.
    PersonNoRole = "person/no-role": Hint On, Corpus, Kept, Offered, Here;
    /// An untagged name that may mean several.
    NameAmbiguous = "name/ambiguous": Warning On, Corpus, Kept, Offered, Here;
    /// Words of a mention that look like a name and are not listed.
    NameUnlisted = "name/unlisted": Information On, Corpus, Kept, Offered, Here;
    /// A known name without a tag. Off until a corpus turns it on.
    NameUntagged = "name/untagged": Hint Off, Corpus, Kept, Offered, Here;
    /// A speaker who had no role when the words were said.
    QuoteNoRole = "quote/no-role": Warning On, Corpus, Kept, Offered, Here;
    /// An organisation for which somebody spoke when it was not active.
    QuoteNotActive = "quote/not-active": Warning On, Corpus, Kept, None, Here;
    /// `{more}` that goes on with nothing.
    QuoteDanglingMore = "quote/dangling-more": Error On, Corpus, Kept, Offered, Here;
    /// Quotation marks that do not pair inside a quote.
    QuoteUnpairedMarks = "quote/unpaired-marks": Warning On, Corpus, Kept, Offered, Here;
    /// A quotation without a speaker.
    QuoteUnattributed = "quote/unattributed": Hint On, Corpus, Kept, Offered, Here;
    /// An unknown speaker.
    QuoteUnknownSpeaker = "quote/unknown-speaker": Information On, Corpus, Kept, Offered, Here;
    /// An id that another article has.
    HeaderDuplicateId = "header/duplicate-id": Error On, Corpus, Kept, None, Never;
    /// A header's value that its key does not take.
    HeaderWrongValue = "header/wrong-value": Warning On, OwnFile, Kept, Offered, Never;
    /// Words that no longer match their seal.
    SealBroken = "seal/broken": Error On, OwnFile, Kept, Offered, Never;
    /// A file that the system does not hand over.
    FileUnreadable = "file/unreadable": Error On, OwnFile, Kept, None, Never;
    /// A file in another encoding.
    FileNotUtf8 = "file/not-utf-8": Error On, OwnFile, Kept, None, Never;
    /// A `quotemark.toml` that is no TOML.
    ConfigMalformed = "config/malformed": Error On, Corpus, Kept, None, Never;
    /// A setting that does not exist.
    ConfigUnknownKey = "config/unknown-key": Warning On, Corpus, Kept, None, Never;
    /// A setting with something that it does not take.
    ConfigWrongValue = "config/wrong-value": Error On, Corpus, Kept, None, Never;
}

impl Code {
    /// The part of its name before the stroke, which it shares with others.
    pub fn family(self) -> &'static str {
        self.name().split('/').next().unwrap_or_default()
    }

    /// The families, in the order of the codes.
    pub fn families() -> Vec<&'static str> {
        let mut families: Vec<_> = Self::ALL.iter().map(|code| code.family()).collect();
        families.dedup();
        families
    }

    /// The code of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether no other file of the corpus could take such a report back.
    pub fn is_settled_by_its_file(self) -> bool {
        self.scope() == Scope::OwnFile
    }

    /// Whether markup that is broken like this stays among the article's words.
    pub fn spoils_words(self) -> bool {
        self.words() == Words::Spoilt
    }
}
