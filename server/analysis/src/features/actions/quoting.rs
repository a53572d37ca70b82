//! Words that are selected, and quotations that nobody is said to have spoken:
//! marked as mentions and quotes.

use super::offered::{OFFERED, likely_speakers};
use super::{Action, ActionKind, ActionRequest, Operation, more};
use crate::features::declare::{bare_person, proposed_id, proposed_name};
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::TextEdit;
use crate::features::edit::place::line_break;
use crate::features::edit::place::{can_be_tagged, paragraph_around, selected, span_at, tagged};
use crate::features::edit::statements::{NewStatement, marked};
use crate::features::review::{Offer, named_near};
use crate::features::shared::allowed::NO_QUOTE;
use crate::features::shared::names::{
    bare_name, initials, is_description, is_pronoun, looks_like_body, looks_like_name,
};
use crate::features::shared::wording::one_line;
use crate::features::workspace_symbol::first_fitting;
use crate::model::{Corpus, EntityId, fold};
use crate::proposals::is_body_word;
use crate::reports::Code;
use crate::syntax::{Block, BlockKind, EntityKind, Quotations, Tag, TextRange, plain_words};

/// How many words a mention has at most.
const MENTION: usize = 6;

/// Names of organisations with more letters get their initials as an id.
const LONG: usize = 24;

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
        let words = one_line(&plain_words(request.text(), range, document));
        // A name is rather named than said.
        let is_name = looks_like_name(&words);
        let quotes = quotes(request, range, "the selection").into_iter();
        found.extend(quotes.map(|action| Action {
            is_preferred: action.is_preferred && !is_name,
            ..action
        }));
    }
}

/// The selection as a mention: of those who have the words, of those whose names share a word
/// with them; of somebody new; of those whose names are like them and those who are named
/// nearby. These come before somebody new where the words point back, as `he` and `the union`
/// do. Preferred is the only bearer, and for a pronoun the one who is named nearest: words
/// that resemble none of somebody's names never mean them without a question.
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
    let is_name = looks_like_name(&words);
    let (mut first, mut last) = (bearers.clone(), Vec::new());
    // `clinical commissioning groups`, of which CCGs are declared.
    let acronym = bare_name(&words).to_owned();
    let acronym = Some(acronym).filter(|name| is_name && !name.contains(' '));
    if let Some(initials) = initials(&words).or(acronym) {
        first.extend(names.bearers_on(&initials, date));
        first.extend(names.bearers_on(&format!("{initials}s"), date));
        let of_id = corpus.ids().find(&format!("&{}", initials.to_lowercase()));
        first.extend(of_id.filter(|id| corpus.index().is_declared(*id)));
    }
    if is_name {
        let name = proposed_name(&words);
        let similar = first_fitting(corpus, bare_person(&name), OFFERED, &|| false);
        let (same, others): (Vec<_>, Vec<_>) = similar
            .into_iter()
            .partition(|id| shares_word(corpus, *id, &words));
        first.extend(same);
        last.extend(others);
        last.extend(likely_speakers(request, range));
    } else {
        let named = referents(request, range, &words);
        match is_pronoun(&words) || is_description(&words) {
            true => first.extend(named),
            false => last.extend(named),
        }
    }
    let first = first_of_each(first);
    let last = first_of_each(last).into_iter();
    let last: Vec<EntityId> = last.filter(|id| !first.contains(id)).collect();
    // `He` is whoever was named last; of several bodies `it` may be another one.
    let bodies = first
        .iter()
        .filter(|id| id.kind() == EntityKind::Organisation);
    let is_person = first
        .first()
        .is_some_and(|id| id.kind() == EntityKind::Person);
    let is_clear = match &bearers[..] {
        [] => is_pronoun(&words) && (is_person || bodies.count() == 1),
        bearers => bearers.len() == 1,
    };
    let tag = |place: usize, id: EntityId| {
        let written = corpus.written(id);
        let title = format!("Tag the selection as `{written}`");
        Action::rewrite(title, Operation::Changes(tagged(range, &written)))
            .of_kind(ActionKind::Mention)
            .preferred_if(place == 0 && is_clear)
    };
    let mut tags = first.iter().enumerate();
    found.extend(tags.by_ref().map(|(place, id)| tag(place, *id)));
    if bearers.is_empty() {
        declare_new(corpus, range, &words, found);
    }
    let tags = last.into_iter().enumerate();
    found.extend(tags.map(|(place, id)| tag(first.len() + place, id)));
}

/// The selection as a mention of somebody or something new, which is declared.
fn declare_new(corpus: &Corpus, range: TextRange, words: &str, found: &mut Vec<Action>) {
    for kind in kinds_of(words) {
        let name = proposed_name(words);
        // A long id drowns the text.
        let short = initials(words)
            .filter(|_| kind == EntityKind::Organisation && name.chars().count() > LONG);
        let id = proposed_id(short.as_deref().unwrap_or(words), kind, corpus);
        if name.is_empty() {
            continue;
        }
        let title = format!("Add “{name}” as a new {}, `{id}`, and tag it", kind.word());
        let operation = Operation::Declare {
            with: tagged(range, &id),
            id,
            name,
            here: false,
        };
        found.push(Action::rewrite(title, operation).of_kind(ActionKind::Mention));
    }
}

/// Whether a name of somebody ends with the last of the words, which tells people apart: `NHS`
/// is another body than `NHS Alliance`.
fn shares_word(corpus: &Corpus, id: EntityId, words: &str) -> bool {
    let name = fold(&proposed_name(words));
    let Some(entity) = corpus.entity(id) else {
        return false;
    };
    let last = name.rsplit(' ').next().unwrap_or(&name);
    // Many have a committee.
    if is_body_word(last) {
        return false;
    }
    let mut names = std::iter::once(entity.name())
        .chain(entity.aliases())
        .map(fold);
    names.any(|known| known.rsplit(' ').next() == Some(last))
}

/// What words can be a new name of, the likeliest first.
fn kinds_of(words: &str) -> Vec<EntityKind> {
    use EntityKind::{Organisation, Person, Topic};
    let name = proposed_name(words);
    let is_body = looks_like_body(&name);
    match looks_like_name(&name) {
        false if is_body => vec![Organisation, Topic],
        false if is_pronoun(&name) => Vec::new(),
        false => vec![Topic, Organisation],
        true if is_body || words.to_lowercase().starts_with("the ") => vec![Organisation, Person],
        true => vec![Person, Organisation],
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
/// without a question, and where nobody is proposed, whoever the grammar of the sentence says:
/// somebody who is only named nearest is never taken without a question.
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
        let title =
            format!("Mark {operation} as a continuation of the quote by {speaker} (`more`)");
        marks.push(mark(title, "more"));
    }
    let offer = request.proposed().overlapping(range);
    let mut offered: Vec<&str> = Vec::new();
    if let Some(offer) = offer {
        marks.extend(proposed(offer, range, operation));
        offered.extend(offer.choices.iter().map(|choice| &*choice.speaker));
    }
    let near = named_near(request.corpus, request.file, request.source, range, &[]);
    for (place, speaker) in near.speakers.into_iter().take(OFFERED).enumerate() {
        let written = request.corpus.written(speaker);
        if offered.contains(&&*written) {
            continue;
        }
        let title = format!("Mark {operation} as a quote by `{written}`");
        let is_preferred = place == 0 && offer.is_none() && near.is_said;
        marks.push(mark(title, &format!("by {written}")).preferred_if(is_preferred));
    }
    let title = format!("Mark {operation} as a quote by an unknown speaker (`?`)");
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
        "Mark these {} paragraphs as a quote by an unknown speaker (`?`)",
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
