//! Offers that somebody takes, as changes of the article and the cast.

use std::collections::HashMap;
use std::path::Path;

use super::choice::Choice;
use super::offer::{Offer, Review};
use crate::features::declare::declare_lines;
use crate::features::edit::place::tagged;
use crate::features::edit::statements::{NewStatement, marked};
use crate::features::edit::{CorpusEdit, Refusal, Summary, TextEdit, applied};
use crate::features::shared::allowed::NO_QUOTE;
use crate::features::shared::label;
use crate::features::shared::wording::counted;
use crate::model::{Corpus, FileId};
use crate::proposals::Tier;
use crate::syntax::{Document, Parser, TextRange};

/// What taking an offer comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The changes.
    pub edit: CorpusEdit,
    /// The text of the article as it is then.
    pub text: String,
    /// The byte of that text after the speaker in the new tag, where more can be said.
    pub cursor: usize,
    /// The id of whoever is declared along with it.
    pub declared: Option<String>,
}

/// What of an offer is taken, by numbers in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Which of its choices.
    pub choice: usize,
    /// Which of its beginnings.
    pub start: usize,
    /// Which of its ends.
    pub end: usize,
}

/// Takes an offer of an article, with one of its choices, beginnings and ends. `cast` is as [`declare`](crate::features::declare::declare) takes it.
///
/// # Errors
/// When there is no such choice, beginning or end, when the words would begin after their end, and when the article or the cast does not let it be
/// done.
pub fn accept(
    corpus: &Corpus,
    file: FileId,
    offer: &Offer,
    taken: Taken,
    cast: Option<&Path>,
) -> Result<Accepted, Refusal> {
    let Taken { choice, start, end } = taken;
    let Some(choice) = offer.choices.get(choice) else {
        return Err(Refusal(format!(
            "this proposal has {}, and number {choice} is none of them",
            counted(offer.choices.len(), "speaker")
        )));
    };
    let Some(fragments) = offer.ends.get(end) else {
        return Err(Refusal(format!(
            "this proposal has {}, and number {end} is none of them",
            counted(offer.ends.len(), "end")
        )));
    };
    let Some(start) = offer.starts.get(start) else {
        return Err(Refusal(format!(
            "this proposal has {}, and number {start} is none of them",
            counted(offer.starts.len(), "beginning")
        )));
    };
    let mut fragments = fragments.clone();
    let first = fragments.first_mut().ok_or_else(gone)?;
    if taken.start > 0 && *start >= first.to() {
        return Err(Refusal(
            "these words would begin after their end; take another beginning or another end".into(),
        ));
    }
    if taken.start > 0 {
        *first = TextRange::new(*start, first.to());
    }
    let source = corpus.source(file).ok_or_else(gone)?;
    let statement = NewStatement {
        fragments: fragments.clone(),
        tag: choice.tag.clone(),
    };
    let declared = choice.declares.as_ref();
    let declarations = declared.map(|declared| declared.lines());
    let changes = match statement.tag.starts_with("by ") {
        true => marked(&source, std::slice::from_ref(&statement)),
        // Words that name somebody end no quote.
        false => tagged(statement.fragments[0], &statement.tag),
    };
    let edit = edit(
        corpus,
        file,
        &changes,
        declarations.as_deref(),
        &[choice],
        cast,
    )?;
    let edits = edit.changes.get(&file).map_or(&[][..], |edits| edits);
    let text = applied(&source.text, edits).ok_or_else(gone)?;
    let cursor = after_speaker(edits, fragments[0], &choice.tag).ok_or_else(gone)?;
    Ok(Accepted {
        edit,
        text,
        cursor,
        declared: declared.map(|declared| declared.id.clone()),
    })
}

/// Takes all offers of a tier and of those that are surer of which it is settled who spoke.
/// Answers the changes, and of each that was taken how sure it is.
///
/// # Errors
/// When the article or the cast does not let it be done.
pub fn accept_all(
    corpus: &Corpus,
    file: FileId,
    review: &Review,
    tier: Tier,
    cast: Option<&Path>,
) -> Result<(CorpusEdit, Vec<Tier>), Refusal> {
    let source = corpus.source(file).ok_or_else(gone)?;
    let mut statements = Vec::new();
    let mut taken = Vec::new();
    let mut declared: HashMap<&str, &str> = HashMap::new();
    let mut declarations: Vec<String> = Vec::new();
    let mut learning: Vec<&Choice> = Vec::new();
    for (offer, choice) in settled(review, tier) {
        if let Some(new) = &choice.declares {
            match declared.insert(&new.id, &new.name) {
                None => declarations.push(new.lines()),
                Some(name) if name == new.name => {}
                // Two people of whom one has to have another id: the second is offered
                // again when the first is declared.
                Some(name) => {
                    declared.insert(&new.id, name);
                    continue;
                }
            }
        }
        // What the article says of somebody is said once, whatever they say in it.
        let is_new = |known: &&Choice| known.speaker != choice.speaker;
        if choice.learns.is_some() && learning.iter().all(is_new) {
            learning.push(choice);
        }
        taken.push(offer.tier);
        statements.push(NewStatement {
            fragments: offer.fragments.clone(),
            tag: choice.tag.clone(),
        });
    }
    if taken.is_empty() {
        return Ok((CorpusEdit::default(), taken));
    }
    let lines = declarations.join("\n\n");
    let lines = (!lines.is_empty()).then_some(&*lines);
    let (quotes, names): (Vec<_>, Vec<_>) = statements
        .into_iter()
        .partition(|one| one.tag.starts_with("by "));
    let mut changes = marked(&source, &quotes);
    for name in &names {
        changes.extend(tagged(name.fragments[0], &name.tag));
    }
    let mut edit = edit(corpus, file, &changes, lines, &learning, cast)?;
    let what = match names.is_empty() {
        true => "quote",
        false => "place",
    };
    edit.summary = Some(Summary {
        label: label(&format!("Tag {}", counted(taken.len(), what))),
        description: edit.extent(),
        needs_confirmation: false,
    });
    Ok((edit, taken))
}

/// Says in the article that the words of an offer are no quote.
///
/// # Errors
/// When the article does not let it be done.
pub fn no_quote(corpus: &Corpus, file: FileId, offer: &Offer) -> Result<CorpusEdit, Refusal> {
    let comment = format!("{{% quotemark: {NO_QUOTE} %}}");
    let ends = offer.fragments.iter().map(|part| part.to());
    let changes: Vec<TextEdit> = ends
        .map(|end| TextEdit::insert(end, comment.clone()))
        .collect();
    edit(corpus, file, &changes, None, &[], None)
}

fn settled(review: &Review, tier: Tier) -> impl Iterator<Item = (&Offer, &Choice)> {
    let offers = review.offers.iter().filter(move |offer| offer.tier <= tier);
    offers.filter_map(|offer| Some((offer, offer.choices.get(offer.chosen?)?)))
}

/// Changes of an article together with declarations, if they keep its words and bring in no
/// mistake of form.
fn edit(
    corpus: &Corpus,
    file: FileId,
    changes: &[TextEdit],
    declarations: Option<&str>,
    choices: &[&Choice],
    cast: Option<&Path>,
) -> Result<CorpusEdit, Refusal> {
    let mut edit = match declarations {
        Some(lines) => declare_lines(corpus, file, lines, cast),
        None => CorpusEdit::default(),
    };
    for choice in choices {
        if let Some(learns) = &choice.learns {
            edit.extend(learns.edit(corpus)?);
        }
        if let Some(ends) = &choice.ends {
            edit.extend(ends.edit(corpus)?);
        }
    }
    for change in changes {
        edit.add(file, change.clone());
    }
    let edit = edit.checked(corpus)?;
    let source = corpus.source(file).ok_or_else(gone)?;
    let edits = edit.changes.get(&file).map_or(&[][..], |edits| edits);
    let new = applied(&source.text, edits).ok_or_else(gone)?;
    let mistakes = |document: &Document| document.problems.len() + document.dangling.len();
    if mistakes(&Parser::new().read(&new)) > mistakes(&source.document) {
        return Err(Refusal(
            "a tag here would not be read as one, because of brackets or braces beside it; \
             tag these words by hand"
                .into(),
        ));
    }
    Ok(edit)
}

/// Where the speaker of a tag ends that the edits of a file, which are in order, put after
/// some words, in the text after them.
fn after_speaker(edits: &[TextEdit], words: TextRange, tag: &str) -> Option<usize> {
    let tag = format!("]{{{tag}}}");
    let place = edits
        .iter()
        .position(|edit| edit.range.from() == words.to() && edit.text == tag)?;
    let before = edits[..place].iter();
    let grown: isize = before
        .map(|edit| edit.text.len().cast_signed() - edit.range.len().cast_signed())
        .sum();
    let start = words.to().checked_add_signed(grown)?;
    Some(start + tag.len() - 1)
}

fn gone() -> Refusal {
    Refusal("the article has changed in the meantime; ask again".into())
}
