//! Words that are selected, and quotations that nobody is said to have spoken:
//! marked as mentions and quotes.

use super::offered::{OFFERED, likely_speakers};
use super::{Action, ActionKind, ActionRequest, Operation, more};
use crate::features::declare::{proposed_id, proposed_name};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::features::edit::place::{can_be_tagged, paragraph_around, selected, span_at, tagged};
use crate::features::edit::statements::{NewStatement, marked};
use crate::features::review::{Offer, named_near};
use crate::features::shared::allowed::NO_QUOTE;
use crate::features::shared::names::{bare_name, looks_like_name};
use crate::features::shared::wording::one_line;
use crate::features::workspace_symbol::first_fitting;
use crate::model::EntityId;
use crate::reports::Code;
use crate::syntax::{Block, BlockKind, EntityKind, Quotations, Tag, TextRange, plain_words};

/// How many words a mention has at most.
const MENTION: usize = 6;

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    // Who spoke is the annotator's to say: nothing does this without being asked.
    let fixes = |action: Action| Action {
        kind: ActionKind::QuickFix,
        fixes: vec![report.clone()],
        is_preferred: false,
        ..action
    };
    if report.code == Code::QuoteUnattributed {
        let marks = quotes(request, report.range, "this quotation");
        found.extend(marks.into_iter().map(fixes));
        let comment = format!("{{% quotemark: {NO_QUOTE} %}}");
        let change = vec![TextEdit::insert(report.range.to(), comment)];
        let title = "Say that this quotation is no quote";
        found.push(Action::fix(title, report, Operation::Changes(change)));
        return;
    }
    // The `?` of somebody who is still to be found.
    let quotes = &request.source.document.quotes;
    let quote = quotes
        .iter()
        .find(|quote| quote.tag_range.covers(report.range));
    let Some(words) = quote.and_then(|quote| quote.ranges.first()) else {
        return;
    };
    for speaker in likely_speakers(request, *words) {
        let written = request.corpus.written(speaker);
        let change = vec![TextEdit::replace(report.range, &*written)];
        let title = format!("Name `{written}` as the speaker");
        found.push(Action::fix(title, report, Operation::Changes(change)));
    }
}

pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    if !request.range.is_empty() {
        selection(request, found);
        return;
    }
    let is_reported = |action: &Action| {
        found
            .iter()
            .any(|other| other.operation == action.operation)
    };
    if let Some(quotation) = quotation_at(request) {
        let marks = quotes(request, quotation, "this quotation");
        let marks: Vec<Action> = marks
            .into_iter()
            .filter(|mark| !is_reported(mark))
            .collect();
        found.extend(marks);
    }
}

/// What can be made of the selection.
fn selection(request: &ActionRequest, found: &mut Vec<Action>) {
    let document = &request.source.document;
    let Some(range) = selected(request.source, request.range) else {
        return;
    };
    if paragraph_around(document, range).is_none() {
        fence(request, range, found);
        return;
    }
    let around = span_at(document, range.from()).filter(|(_, span)| span.words.covers(range));
    let in_mention = around.is_some_and(|(_, span)| matches!(span.tag, Tag::Mention(_)));
    let is_a_quote = around.is_some_and(|(_, span)| {
        span.words.trimmed(request.text()) == range
            && matches!(span.tag, Tag::Quote(_) | Tag::More(_))
    });
    if in_mention || !can_be_tagged(document, range) {
        return;
    }
    mentions(request, range, found);
    if !is_a_quote {
        found.extend(quotes(request, range, "the selection"));
    }
}

/// The selection as a mention: of those who have the words, of those whose
/// names are like them, of those who are named nearby; or of somebody new.
/// Preferred is the only bearer; for words that are no name, such as `he`, the
/// one who is named nearest.
fn mentions(request: &ActionRequest, range: TextRange, found: &mut Vec<Action>) {
    let words = one_line(&plain_words(
        request.text(),
        range,
        &request.source.document,
    ));
    if words.split(' ').count() > MENTION {
        return;
    }
    let corpus = request.corpus;
    let names = corpus.index().names();
    let date = request.facts.date;
    let mut bearers = names.bearers_on(&words, date);
    bearers.extend(names.bearers_on(bare_name(&words), date));
    bearers.sort_by_key(|id| corpus.written(*id));
    bearers.dedup();
    let mut candidates = bearers.clone();
    let is_name = looks_like_name(&words);
    if is_name {
        let similar = first_fitting(corpus, &proposed_name(&words), OFFERED, &|| false);
        candidates.extend(similar);
    }
    candidates.extend(if is_name {
        likely_speakers(request, range)
    } else {
        referents(request, range, &words)
    });
    for (place, id) in first_of_each(candidates).into_iter().enumerate() {
        let written = corpus.written(id);
        let title = format!("Tag the selection as `{written}`");
        let is_clear = bearers.len() == 1 || (bearers.is_empty() && !is_name);
        found.push(
            Action::rewrite(title, Operation::Changes(tagged(range, &written)))
                .of_kind(ActionKind::Mention)
                .preferred_if(place == 0 && is_clear),
        );
    }
    if !bearers.is_empty() {
        return;
    }
    for kind in kinds_of(&words) {
        let id = proposed_id(&words, kind, corpus);
        let name = proposed_name(&words);
        if name.is_empty() {
            continue;
        }
        let title = format!("Declare “{name}” as the {} `{id}` and tag it", kind.word());
        let operation = Operation::Declare {
            with: tagged(range, &id),
            id,
            name,
            here: false,
        };
        found.push(Action::rewrite(title, operation).of_kind(ActionKind::Mention));
    }
}

/// What words can be a new name of, the likeliest first.
fn kinds_of(words: &str) -> Vec<EntityKind> {
    use EntityKind::{Organisation, Person, Topic};
    let name = proposed_name(words);
    if !looks_like_name(&name) {
        return vec![Topic];
    }
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let is_acronym = !name.contains(' ') && capitals * 2 >= name.chars().count();
    if is_acronym || words.to_lowercase().starts_with("the ") {
        vec![Organisation, Person]
    } else {
        vec![Person, Organisation]
    }
}

/// Whom words that are no name probably stand for: those who are named before
/// them, the nearest first; people before organisations, but for `it`.
fn referents(request: &ActionRequest, range: TextRange, words: &str) -> Vec<EntityId> {
    let kind = match &*words.to_lowercase() {
        "it" | "its" | "itself" => EntityKind::Organisation,
        _ => EntityKind::Person,
    };
    let mut near = named_near(request.corpus, request.file, request.source, range, &[]).named;
    near.sort_by_key(|id| id.kind() != kind);
    near
}

/// Words as a quote by those who are named nearby, as the rest of the quote
/// before, or by somebody who is still to be found. Preferred is whoever is proposed
/// without a question, and where nobody is proposed, whoever is named nearest.
fn quotes(request: &ActionRequest, range: TextRange, operation: &str) -> Vec<Action> {
    let mark = |title: String, tag: &str| {
        let changes = match tag {
            "more" => tagged(range, tag),
            // A new quote must not take over what goes on with the one before.
            _ => marked(
                request.source,
                &[NewStatement {
                    fragments: vec![range],
                    tag: tag.to_owned(),
                }],
            ),
        };
        Action::rewrite(title, Operation::Changes(changes)).of_kind(ActionKind::Quote)
    };
    let mut marks = Vec::new();
    if let Some(speaker) = more::speaker_before(request, range) {
        let title = format!("Mark {operation} as the rest of what {speaker} said (`more`)");
        marks.push(mark(title, "more"));
    }
    let offer = request.proposed().overlapping(range);
    let mut offered: Vec<&str> = Vec::new();
    if let Some(offer) = offer {
        marks.extend(proposed(offer, range, operation));
        offered.extend(offer.choices.iter().map(|choice| &*choice.speaker));
    }
    for (place, speaker) in likely_speakers(request, range).into_iter().enumerate() {
        let written = request.corpus.written(speaker);
        if offered.contains(&&*written) {
            continue;
        }
        let title = format!("Mark {operation} as a quote by `{written}`");
        let is_preferred = place == 0 && offer.is_none();
        marks.push(mark(title, &format!("by {written}")).preferred_if(is_preferred));
    }
    let title = format!("Mark {operation} as a quote by somebody still to be found (`?`)");
    marks.push(mark(title, "by ?"));
    marks
}

/// What is proposed for words: the whole statement where they are a part of it, else they
/// alone. Preferred is whoever can be taken without a question.
fn proposed(offer: &Offer, range: TextRange, operation: &str) -> Vec<Action> {
    let is_part = offer.fragments.contains(&range);
    let (operation, words) = match is_part {
        true if offer.fragments.len() > 1 => ("this statement", None),
        true => (operation, None),
        false => (operation, Some(range)),
    };
    let choices = offer.choices.iter().enumerate();
    let choices = choices.filter(|(_, choice)| choice.speaker != "?");
    let actions = choices.map(|(number, choice)| {
        let who = match &choice.declares {
            Some(new) => format!("“{}”, declared as `{}`", new.name, new.id),
            None => format!("`{}`", choice.tag.trim_start_matches("by ")),
        };
        let take = Operation::Accept {
            key: offer.key.clone(),
            choice: number,
            words,
        };
        Action::rewrite(format!("Mark {operation} as a quote by {who}"), take)
            .of_kind(ActionKind::Quote)
            .preferred_if(offer.chosen == Some(number))
    });
    actions.collect()
}

/// Whole paragraphs as one fenced quote.
fn fence(request: &ActionRequest, range: TextRange, found: &mut Vec<Action>) {
    let document = &request.source.document;
    let touched = document
        .blocks
        .iter()
        .filter(|block| block.range.overlaps(range));
    let touched: Vec<&Block> = touched.collect();
    let are_paragraphs = touched
        .iter()
        .all(|block| block.kind == BlockKind::Paragraph);
    let ([first, ..], [.., last]) = (&touched[..], &touched[..]) else {
        return;
    };
    if !are_paragraphs || touched.len() < 2 {
        return;
    }
    let text = request.text();
    let line_break = line_break(text);
    let whole = TextRange::new(first.range.from(), last.range.to()).trimmed(text);
    let start = first.range.from();
    let mut offer = |title: String, speaker: &str| {
        let changes = vec![
            TextEdit::insert(start, format!("::: by {speaker}{line_break}")),
            TextEdit::insert(whole.to(), format!("{line_break}:::")),
        ];
        let mark = Action::rewrite(title, Operation::Changes(changes));
        found.push(mark.of_kind(ActionKind::Quote));
    };
    for speaker in likely_speakers(request, whole) {
        let written = request.corpus.written(speaker);
        let title = format!(
            "Mark these {} paragraphs as a quote by `{written}`",
            touched.len()
        );
        offer(title, &written);
    }
    let title = format!(
        "Mark these {} paragraphs as a quote by somebody still to be found (`?`)",
        touched.len()
    );
    offer(title, "?");
}

/// The quotation around the cursor, its marks included, if it is no quote yet.
fn quotation_at(request: &ActionRequest) -> Option<TextRange> {
    let (document, text) = (&request.source.document, request.text());
    let cursor = TextRange::new(request.cursor(), request.cursor());
    let paragraph = paragraph_around(document, cursor)?;
    let mut fences = document.fences.iter();
    if fences.any(|fence| fence.range.covers(paragraph)) {
        return None;
    }
    let quotations = Quotations::of(text, document);
    let mut found = quotations.near(paragraph).iter();
    let found = found.find(|found| found.is_whole() && found.range.touches(request.cursor()))?;
    let quotation = found.range;
    let is_tagged = document
        .spans
        .iter()
        .filter(|span| matches!(span.tag, Tag::Quote(_) | Tag::More(_)))
        .any(|span| span.range.overlaps(quotation));
    (!is_tagged && can_be_tagged(document, quotation)).then_some(quotation)
}

fn first_of_each(ids: Vec<EntityId>) -> Vec<EntityId> {
    let mut kept: Vec<EntityId> = Vec::new();
    for id in ids {
        if kept.len() < OFFERED && !kept.contains(&id) {
            kept.push(id);
        }
    }
    kept
}
