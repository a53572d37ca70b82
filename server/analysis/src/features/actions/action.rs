//! An action: what it is called, of which kind it is, and what it does.

use serde::{Deserialize, Serialize};

use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::shared::label;
use crate::syntax::TextRange;

/// Something that can be done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What is done, in a few words (see [`label`]).
    pub title: String,
    /// Of which kind it is.
    pub kind: ActionKind,
    /// Whether it is what most people would choose.
    pub is_preferred: bool,
    /// The reports that it fixes.
    pub fixes: Vec<Diagnostic>,
    /// What is to be done.
    pub operation: Operation,
}

/// The kinds of actions, by which an editor sorts and filters them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Fixes a report.
    QuickFix,
    /// Writes something in another way, or adds to it.
    Rewrite,
    /// Tags words as a mention. A kind of [`Rewrite`](Self::Rewrite), so that an
    /// editor can put it on a key.
    Mention,
    /// Marks words as a quote, likewise.
    Quote,
    /// Puts something elsewhere.
    Move,
    /// Fixes all of a file that is safe to fix. Editors do
    /// this on saving, if told to.
    FixAll,
    /// Tags the known names of a file. This is no part of [`FixAll`](Self::FixAll),
    /// nor of the kind above it: whether names are tagged is the annotator's
    /// choice, and saving a file must not make it.
    TagNames,
    /// Tags the quotes of a file of which it is sure who spoke, likewise.
    TagQuotes,
    /// Puts the declarations of a file in order. For the same reason this has
    /// a kind of its own.
    Organise,
}

impl ActionKind {
    /// All of them.
    pub const ALL: [ActionKind; 9] = [
        Self::QuickFix,
        Self::Rewrite,
        Self::Mention,
        Self::Quote,
        Self::Move,
        Self::FixAll,
        Self::TagNames,
        Self::TagQuotes,
        Self::Organise,
    ];

    /// Its name, in parts from the general to the particular.
    pub fn name(self) -> &'static str {
        match self {
            Self::QuickFix => "quickfix",
            Self::Rewrite => "refactor.rewrite",
            Self::Mention => "refactor.rewrite.mention",
            Self::Quote => "refactor.rewrite.quote",
            Self::Move => "refactor.move",
            Self::FixAll => "source.fixAll.quotemark",
            Self::TagNames => "source.tagNames.quotemark",
            Self::TagQuotes => "source.tagQuotes.quotemark",
            Self::Organise => "source.organizeDeclarations.quotemark",
        }
    }

    pub(super) fn is_refactoring(self) -> bool {
        self != Self::QuickFix && !self.is_source()
    }

    /// Whether it is about a whole file rather than a place in it.
    pub fn is_source(self) -> bool {
        matches!(
            self,
            Self::FixAll | Self::TagNames | Self::TagQuotes | Self::Organise
        )
    }

    /// Whether it is of one of the kinds `only`, which stand for all kinds
    /// below them; no kinds stand for all.
    pub fn is_among(self, only: &[impl AsRef<str>]) -> bool {
        let below = |only: &str| {
            let rest = self.name().strip_prefix(only);
            rest.is_some_and(|rest| only.is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        only.is_empty() || only.iter().any(|only| below(only.as_ref()))
    }
}

/// What an action does: enough to work out its edit later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// Changes of the file in which it was asked for.
    Changes(Vec<TextEdit>),
    /// Changes of that file that put right what is broken. They may take markup
    /// from what counts as words, and so are made only if chosen by their title
    /// (see [`CorpusEdit::checked_repair`](crate::features::edit::CorpusEdit::checked_repair)).
    Repair(Vec<TextEdit>),
    /// Declares an id under a name, in the file itself where `here` is set,
    /// else where the corpus keeps its declarations; and makes changes with it.
    Declare {
        /// The id with its sigil.
        id: String,
        /// The name.
        name: String,
        /// Whether it is declared in the file in which the action was asked for.
        here: bool,
        /// What else is changed in that file.
        with: Vec<TextEdit>,
    },
    /// Adds a name under `also`.
    AddAlias {
        /// Whose name it is.
        id: String,
        /// The name.
        name: String,
    },
    /// Adds a role after those that a person has.
    AddRole {
        /// The person.
        id: String,
        /// The value of `role`.
        role: String,
    },
    /// Ends the roles that a person has on a date and begins another.
    NextRole {
        /// The person.
        id: String,
        /// The date.
        date: String,
    },
    /// Tags a name wherever it stands without a tag in the corpus.
    TagInCorpus {
        /// The name.
        name: String,
        /// Whom it means.
        id: String,
    },
    /// Marks words as a quote as it is proposed, and declares the speaker where that is
    /// part of it.
    Accept {
        /// What the proposal is known by.
        key: String,
        /// Which of its speakers.
        choice: usize,
        /// The words, where they are others than those that are proposed.
        words: Option<TextRange>,
    },
    /// Tags the known names of the file of which it is settled whom they mean.
    TagNames,
    /// Marks all quotes of the file as they are proposed of which it is sure who spoke.
    TagQuotes,
    /// Fixes what is safe to fix.
    FixAll,
    /// Puts the declarations of the file in order.
    SortDeclarations,
    /// Puts a declaration of the file where the corpus keeps its declarations.
    MoveDeclaration {
        /// Its id.
        id: String,
    },
    /// Merges one entity into another, in the whole corpus.
    Merge {
        /// The id that goes.
        from: String,
        /// The id that stays.
        into: String,
    },
    /// Puts what the declarations of an id say into the first of them.
    FoldDeclarations {
        /// The id.
        id: String,
    },
}

impl Action {
    /// One that fixes a report.
    pub(super) fn fix(title: impl Into<String>, report: &Diagnostic, operation: Operation) -> Self {
        Self {
            title: label(&title.into()),
            kind: ActionKind::QuickFix,
            is_preferred: false,
            fixes: vec![report.clone()],
            operation,
        }
    }

    /// One that fixes nothing.
    pub(super) fn rewrite(title: impl Into<String>, operation: Operation) -> Self {
        Self {
            title: label(&title.into()),
            kind: ActionKind::Rewrite,
            is_preferred: false,
            fixes: Vec::new(),
            operation,
        }
    }

    /// The same as the one that most people would choose.
    pub(super) fn preferred(self) -> Self {
        Self {
            is_preferred: true,
            ..self
        }
    }

    /// The same, of another kind.
    pub(super) fn of_kind(self, kind: ActionKind) -> Self {
        Self { kind, ..self }
    }

    /// The same, preferred or not.
    pub(super) fn preferred_if(self, is_preferred: bool) -> Self {
        Self {
            is_preferred,
            ..self
        }
    }
}

/// The actions, those that do the same under one name made one.
pub(super) fn joined(found: Vec<Action>) -> Vec<Action> {
    let mut joined: Vec<Action> = Vec::new();
    for action in found {
        let same = joined
            .iter_mut()
            .find(|other| other.title == action.title && other.operation == action.operation);
        match same {
            Some(same) => {
                for fixed in action.fixes {
                    if !same.fixes.contains(&fixed) {
                        same.fixes.push(fixed);
                    }
                }
            }
            None => joined.push(action),
        }
    }
    joined
}
