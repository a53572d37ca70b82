//! The codes of what is reported, each with a page in the reference.

/// How much a report matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is left unread or without meaning.
    Error,
    /// It is read, but is probably not what was meant.
    Warning,
    /// Something is still to be done.
    Information,
    /// A suggestion.
    Hint,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Severity; 4] = [Self::Error, Self::Warning, Self::Information, Self::Hint];

    /// Its name: `error`, `warning`, `information`, `hint`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $meaning:literal])* $code:ident = $name:literal, $severity:ident;)*) => {
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
                        "../../../../reference/diagnostics/",
                        $name,
                        ".md"
                    )),)*
                }
            }
        }
    };
}

codes! {
    /// A tag without its `}`.
    SyntaxUnclosedTag = "syntax/unclosed-tag", Error;
    /// `]{` that no bracket opens.
    SyntaxUnopenedTag = "syntax/unopened-tag", Error;
    /// A fence that no line closes.
    SyntaxUnclosedFence = "syntax/unclosed-fence", Error;
    /// A fence line that closes nothing.
    SyntaxUnopenedFence = "syntax/unopened-fence", Error;
    /// A fence closed by a line of another length.
    SyntaxFenceLength = "syntax/fence-length", Error;
    /// `{%` without `%}`.
    SyntaxUnclosedComment = "syntax/unclosed-comment", Error;
    /// A header without its second `---`.
    SyntaxUnclosedHeader = "syntax/unclosed-header", Error;
    /// `[words]{}`.
    SyntaxEmptyTag = "syntax/empty-tag", Error;
    /// `[]{@x}`.
    SyntaxTagWithoutWords = "syntax/tag-without-words", Error;
    /// A word that has no meaning in a tag.
    SyntaxUnknownWord = "syntax/unknown-word", Error;
    /// A clause given twice.
    SyntaxRepeatedClause = "syntax/repeated-clause", Error;
    /// A reference of a kind that does not fit its place.
    SyntaxWrongReference = "syntax/wrong-reference", Error;
    /// A span or a fence inside too many others.
    SyntaxTooDeep = "syntax/too-deep", Error;
    /// A clause or key with nothing behind it.
    SyntaxMissingValue = "syntax/missing-value", Error;
    /// A declaration without a display name.
    SyntaxMissingName = "syntax/missing-name", Error;
    /// A line that is no `key: value`.
    SyntaxBadLine = "syntax/bad-line", Error;
    /// A property that a blank line cuts off from its declaration.
    SyntaxStrayProperty = "syntax/stray-property", Error;
    /// Something that is no date.
    DateMalformed = "date/malformed", Error;
    /// A range that ends before it starts.
    DateReversed = "date/reversed", Error;
    /// The same role of one person in two spells that overlap.
    DateOverlappingRole = "date/overlapping-role", Warning;
    /// Words of a role that look like a range and are none.
    DateRangeInWords = "date/range-in-words", Warning;
    /// An article without a date, though a speaker's role depends on it.
    DateMissing = "date/missing", Warning;
    /// A person whom nobody declared.
    UnknownPerson = "unknown/person", Error;
    /// An organisation that nobody declared.
    UnknownOrganisation = "unknown/organisation", Error;
    /// A topic that nobody declared.
    UnknownTopic = "unknown/topic", Error;
    /// A key that is nearly a known one, or one of another kind.
    UnknownKey = "unknown/key", Warning;
    /// A comment that allows what does not exist.
    UnknownDiagnostic = "unknown/diagnostic", Warning;
    /// An id that is declared twice.
    DeclarationDuplicate = "declaration/duplicate", Error;
    /// What is part of itself.
    DeclarationCircle = "declaration/circle", Error;
    /// An id that looks like another one.
    DeclarationLookAlike = "declaration/look-alike", Warning;
    /// A declaration that nothing refers to.
    DeclarationUnused = "declaration/unused", Hint;
    /// An untagged name that may mean several.
    NameAmbiguous = "name/ambiguous", Warning;
    /// Words of a mention that look like a name and are not listed.
    NameUnlisted = "name/unlisted", Information;
    /// A known name without a tag. Off until a corpus turns it on.
    NameUntagged = "name/untagged", Hint;
    /// A speaker who had no role when the words were said.
    QuoteNoRole = "quote/no-role", Warning;
    /// An organisation for which somebody spoke when it was not active.
    QuoteNotActive = "quote/not-active", Warning;
    /// `{more}` that goes on with nothing.
    QuoteDanglingMore = "quote/dangling-more", Error;
    /// Quotation marks that do not pair inside a quote.
    QuoteUnpairedMarks = "quote/unpaired-marks", Warning;
    /// A quotation that nobody is said to have spoken.
    QuoteUnattributed = "quote/unattributed", Hint;
    /// A speaker still to be found.
    QuoteUnknownSpeaker = "quote/unknown-speaker", Information;
    /// Words that no longer match their seal.
    SealBroken = "seal/broken", Error;
    /// A file that the system does not hand over.
    FileUnreadable = "file/unreadable", Error;
    /// A file in another encoding.
    FileNotUtf8 = "file/not-utf-8", Error;
    /// A `quotemark.toml` that is no TOML.
    ConfigMalformed = "config/malformed", Error;
    /// A setting that does not exist.
    ConfigUnknownKey = "config/unknown-key", Warning;
    /// A setting with something that it does not take.
    ConfigWrongValue = "config/wrong-value", Error;
}

impl Code {
    /// The part of its name before the stroke, which it shares with others.
    pub fn family(self) -> &'static str {
        self.name().split('/').next().unwrap_or_default()
    }

    /// Whether no other file of the corpus could take such a report back.
    pub fn is_settled_by_its_file(self) -> bool {
        matches!(self.family(), "syntax" | "seal" | "file")
            || matches!(
                self,
                Self::DateMalformed
                    | Self::DateReversed
                    | Self::DateRangeInWords
                    | Self::UnknownKey
            )
    }

    /// The code of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
