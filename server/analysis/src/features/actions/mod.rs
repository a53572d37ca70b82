//! What can be done at a place: mends of what is reported there, and changes
//! that an annotator may want.
//!
//! Each subject has a file. Listing is quick, as an editor asks at every
//! movement of the cursor; what needs other files is worked out when an action
//! is chosen ([`resolve`]). No action changes what `strip` prints, but for fixes
//! of what is broken ([`What::Repair`]), which take markup from it.

mod allow;
mod cast;
mod clauses;
mod dates;
mod declarations;
mod fix_all;
mod form;
mod keys;
mod lines;
mod more;
mod names;
mod offered;
mod place;
mod quoting;
mod references;
mod roles;
mod seal;
mod tagging;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use fix_all::fix_all;

use super::diagnostics::{Diagnostic, diagnostics};
use super::edit::{CorpusEdit, Refusal, TextEdit, applied};
use super::rename::refuse_partial;
use super::shown::label;
use super::{lookup, merge};
use crate::model::{Corpus, Facts, FileId, Source};
use crate::reports::{Code, Fix, Severities};
use crate::syntax::{Document, EntityKind, Parser, TextRange};

/// Texts up to this many bytes are read again for each action that is listed,
/// so that none is offered that would be refused.
const TRIED: usize = 1 << 16;

/// Something that can be done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What is done, in a few words (see [`label`]).
    pub title: String,
    /// Of which kind it is.
    pub kind: ActionKind,
    /// Whether it is what most people would choose.
    pub is_preferred: bool,
    /// The reports that it mends.
    pub fixes: Vec<Diagnostic>,
    /// What is to be done.
    pub what: What,
}

/// The kinds of actions, by which an editor sorts and filters them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Mends a report.
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
    /// Mends all of a file that can be mended without a question. Editors do
    /// this on saving, if told to.
    FixAll,
    /// Tags the known names of a file. This is no part of [`FixAll`](Self::FixAll),
    /// nor of the kind above it: whether names are tagged is the annotator's
    /// choice, and saving a file must not make it.
    TagNames,
    /// Puts the declarations of a file in order. For the same reason this has
    /// a kind of its own.
    Organise,
}

impl ActionKind {
    /// All of them.
    pub const ALL: [ActionKind; 8] = [
        Self::QuickFix,
        Self::Rewrite,
        Self::Mention,
        Self::Quote,
        Self::Move,
        Self::FixAll,
        Self::TagNames,
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
            Self::Organise => "source.organizeDeclarations.quotemark",
        }
    }

    fn is_refactoring(self) -> bool {
        self != Self::QuickFix && !self.is_source()
    }

    /// Whether it is about a whole file rather than a place in it.
    pub fn is_source(self) -> bool {
        matches!(self, Self::FixAll | Self::TagNames | Self::Organise)
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
pub enum What {
    /// Changes of the file in which it was asked for.
    Changes(Vec<TextEdit>),
    /// Changes of that file that put right what is broken. They may take markup
    /// from what counts as words, and so are made only if chosen by their title
    /// (see [`CorpusEdit::checked_repair`]).
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
    /// Adds a role behind those that a person has.
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
    /// Tags the known names of the file of which it is settled whom they mean.
    TagNames,
    /// Mends what can be mended without a question.
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

/// What a corpus says that actions depend on.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Of its reports.
    pub diagnostics: &'a Severities,
    /// Of the file in which it keeps its declarations, if it names one (see
    /// [`declare`](super::declare::declare)).
    pub cast: Option<&'a Path>,
}

/// What an action is looked for with.
struct Asked<'a> {
    corpus: &'a Corpus,
    file: FileId,
    source: &'a Source,
    facts: &'a Facts,
    range: TextRange,
    cast: Option<&'a Path>,
}

impl<'a> Asked<'a> {
    fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Where the cursor is: the end of the selection.
    fn cursor(&self) -> usize {
        self.range.to()
    }
}

/// What can be done at `range` of a file (empty for a cursor), of the kinds
/// `only` (see [`ActionKind::is_among`]). Mends come first, and of those the
/// preferred ones.
pub fn actions(
    corpus: &Corpus,
    file: FileId,
    range: TextRange,
    only: &[impl AsRef<str>],
    rules: Rules,
) -> Vec<Action> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let is_inside = source.text.get(range.bytes()).is_some();
    if !is_inside {
        return Vec::new();
    }
    let asked = Asked {
        corpus,
        file,
        source: &source,
        facts: &entry.facts(),
        range,
        cast: rules.cast,
    };
    let mut found = Vec::new();
    if ActionKind::QuickFix.is_among(only) {
        let mut reports = diagnostics(corpus, file, rules.diagnostics);
        // While files are being read, nobody is called unknown for good.
        reports.retain(|report| !corpus.is_partial() || report.code.is_settled_by_its_file());
        let touching = reports
            .iter()
            .filter(|report| report.range.start <= range.end && range.start <= report.range.end);
        let touching: Vec<&Diagnostic> = touching.collect();
        for report in &touching {
            mends(&asked, report, &mut found);
        }
        for report in touching {
            found.extend(allow::here(&asked, report));
        }
    }
    if ActionKind::ALL
        .iter()
        .any(|kind| kind.is_refactoring() && kind.is_among(only))
    {
        tagging::offer(&asked, &mut found);
        quoting::offer(&asked, &mut found);
        names::offer(&asked, &mut found);
        more::offer(&asked, &mut found);
        clauses::offer(&asked, &mut found);
        roles::offer(&asked, &mut found);
        declarations::offer(&asked, &mut found);
    }
    if ActionKind::ALL
        .iter()
        .any(|kind| kind.is_source() && kind.is_among(only))
    {
        sources(&asked, &mut found);
    }
    found.retain(|action| action.kind.is_among(only));
    let mut found = joined(found);
    if source.text.len() <= TRIED {
        found.retain(|action| match &action.what {
            What::Changes(changes) | What::Declare { with: changes, .. } => {
                is_possible(&asked, changes, CorpusEdit::checked)
            }
            What::Repair(changes) => is_possible(&asked, changes, CorpusEdit::checked_repair),
            _ => true,
        });
    }
    // The order of what is equal here stays as it was.
    found.sort_by_key(|action| {
        let is_fix = action.kind == ActionKind::QuickFix;
        (!is_fix, !action.is_preferred, allow::is_last(action))
    });
    found
}

/// What an action comes to. `is_cancelled` is asked now and then.
///
/// # Errors
/// When the files are no longer such that it can be done.
pub fn resolve(
    corpus: &Corpus,
    file: FileId,
    what: &What,
    rules: Rules,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<CorpusEdit, Refusal> {
    let source = corpus.source(file).ok_or_else(gone)?;
    if !matches!(
        what,
        What::Changes(_) | What::Repair(_) | What::FixAll | What::SortDeclarations
    ) {
        refuse_partial(corpus)?;
    }
    let edit = match what {
        What::Changes(changes) => CorpusEdit::of(file, changes.iter().cloned()),
        What::Repair(changes) => {
            return CorpusEdit::of(file, changes.iter().cloned()).checked_repair(corpus);
        }
        What::Declare {
            id,
            name,
            here,
            with,
        } => {
            let path = corpus.file(file).map(|file| file.path.clone());
            let here = path.as_deref().filter(|_| *here);
            cast::declared(corpus, file, id, name, here.or(rules.cast), with)?
        }
        What::AddAlias { id, name } => cast::with_alias(corpus, id, name)?,
        What::AddRole { id, role } => cast::with_role(corpus, id, role)?,
        What::NextRole { id, date } => roles::next(corpus, id, date)?,
        What::TagInCorpus { name, id } => tagging::in_corpus(corpus, name, id, is_cancelled)?,
        What::TagNames => CorpusEdit::of(file, tagging::settled(corpus, file, &source)),
        What::FixAll => fix_all(corpus, file, rules.diagnostics)?,
        What::SortDeclarations => declarations::sorted(file, &source)?,
        What::MoveDeclaration { id } => declarations::moved(corpus, file, id, rules.cast)?,
        What::FoldDeclarations { id } => declarations::folded(corpus, id)?,
        What::Merge { from, into } => {
            let entity = |id: &str| lookup::entity(corpus, id, &EntityKind::ALL);
            merge::merge(corpus, entity(from)?, entity(into)?)?
        }
    };
    edit.checked(corpus)
}

/// What mends a report.
fn mends(asked: &Asked, report: &Diagnostic, found: &mut Vec<Action>) {
    if report.code.fix() == Fix::None {
        return;
    }
    match report.code {
        Code::UnknownPerson | Code::UnknownOrganisation | Code::UnknownTopic => {
            references::mend(asked, report, found);
        }
        Code::UnknownKey | Code::UnknownDiagnostic => keys::mend(asked, report, found),
        Code::NameAmbiguous | Code::NameUntagged => tagging::mend(asked, report, found),
        Code::NameUnlisted => names::mend(asked, report, found),
        Code::DeclarationDuplicate | Code::DeclarationUnused | Code::DeclarationCircle => {
            declarations::mend(asked, report, found);
        }
        Code::DateMalformed
        | Code::DateReversed
        | Code::DateRangeInWords
        | Code::DateMissing
        | Code::DateOverlappingRole => {
            dates::mend(asked, report, found);
        }
        Code::QuoteNoRole => roles::mend(asked, report, found),
        Code::QuoteUnattributed | Code::QuoteUnknownSpeaker => quoting::mend(asked, report, found),
        Code::QuoteDanglingMore => more::mend(asked, report, found),
        Code::SealBroken => found.extend(seal::renewed(asked, report)),
        _ => form::mend(asked, report, found),
    }
}

/// What is done with a whole file.
fn sources(asked: &Asked, found: &mut Vec<Action>) {
    found.push(Action {
        kind: ActionKind::FixAll,
        ..Action::rewrite(
            "Mend all that can be mended without a question",
            What::FixAll,
        )
    });
    found.push(Action {
        kind: ActionKind::TagNames,
        ..Action::rewrite("Tag all settled names in this file", What::TagNames)
    });
    if declarations::can_be_sorted(asked.source) {
        found.push(Action {
            kind: ActionKind::Organise,
            ..Action::rewrite("Sort the declarations", What::SortDeclarations)
        });
    }
}

/// The actions, those that do the same under one name made one.
fn joined(found: Vec<Action>) -> Vec<Action> {
    let mut joined: Vec<Action> = Vec::new();
    for action in found {
        let same = joined
            .iter_mut()
            .find(|other| other.title == action.title && other.what == action.what);
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

/// Whether changes keep the words and bring in no mistake of form.
fn is_possible(
    asked: &Asked,
    changes: &[TextEdit],
    checked: fn(CorpusEdit, &Corpus) -> Result<CorpusEdit, Refusal>,
) -> bool {
    let edit = CorpusEdit::of(asked.file, changes.iter().cloned());
    let Ok(edit) = checked(edit, asked.corpus) else {
        return false;
    };
    let changes = edit.changes.get(&asked.file);
    let Some(new) = changes.and_then(|changes| applied(asked.text(), changes)) else {
        return edit.is_empty();
    };
    let mistakes = |document: &Document| document.problems.len() + document.dangling.len();
    mistakes(&Parser::new().read(&new)) <= mistakes(&asked.source.document)
}

fn gone() -> Refusal {
    Refusal("the file has changed in the meantime; ask again".into())
}

impl Action {
    /// One that mends a report.
    fn fix(title: impl Into<String>, report: &Diagnostic, what: What) -> Self {
        Self {
            title: label(&title.into()),
            kind: ActionKind::QuickFix,
            is_preferred: false,
            fixes: vec![report.clone()],
            what,
        }
    }

    /// One that mends nothing.
    fn rewrite(title: impl Into<String>, what: What) -> Self {
        Self {
            title: label(&title.into()),
            kind: ActionKind::Rewrite,
            is_preferred: false,
            fixes: Vec::new(),
            what,
        }
    }

    /// The same as the one that most people would choose.
    fn preferred(self) -> Self {
        Self {
            is_preferred: true,
            ..self
        }
    }

    /// The same, of another kind.
    fn of_kind(self, kind: ActionKind) -> Self {
        Self { kind, ..self }
    }

    /// The same, preferred or not.
    fn preferred_if(self, is_preferred: bool) -> Self {
        Self {
            is_preferred,
            ..self
        }
    }
}
