//! Every place that names the entity that goes.

use super::Merged;
use super::declarations::{is_own_parent, meaning, value_after};
use crate::features::edit::TextEdit;
use crate::features::edit::removal::{removals, without_break};
use crate::features::formatting::{Broken, clauses_text, colons};
use crate::features::shared::{line_end, line_start};
use crate::model::{EntityId, FileId, Source};
use crate::syntax::{Clauses, Declaration, Reference, Speaker, TextRange};

/// What changes in a file that names the entity that goes.
pub(super) fn changes(merged: &Merged<'_>, file: FileId, source: &Source) -> Vec<TextEdit> {
    let text = &*source.text;
    let mut edits = Vec::new();
    let mut taken_out: Vec<TextRange> = Vec::new();
    let mut going: Vec<TextRange> = Vec::new();
    for declaration in &source.document.declarations {
        if entity(merged, text, declaration.reference) == merged.from {
            going.push(declaration.range);
        } else {
            taken_out.extend(repeated_lines(merged, text, declaration));
        }
    }
    taken_out.extend(removals(source, &going));
    let taken_out = joined(taken_out);
    edits.extend(taken_out.iter().copied().map(TextEdit::delete));
    let mut settled = taken_out;
    for change in tags_that_repeat(merged, source) {
        settled.push(change.range);
        edits.push(change);
    }
    settled.sort();
    let facts = merged.corpus.file(file).map(|file| file.facts());
    for occurrence in facts.iter().flat_map(|facts| &facts.occurrences) {
        let place = occurrence.range;
        let before = settled.partition_point(|range| range.start <= place.start);
        let is_settled = before > 0 && settled[before - 1].covers(place);
        if !is_settled && occurrence.entity == merged.from {
            let id = TextRange {
                start: place.start + 1,
                end: place.end,
            };
            edits.push(TextEdit::replace(id, &merged.written[1..]));
        }
    }
    edits
}

fn entity(merged: &Merged<'_>, text: &str, reference: Reference) -> EntityId {
    merged.corpus.ids().of(reference, text)
}

// ---- Declarations -----------------------------------------------------------

/// The lines of a declaration that would say again what another one says, or
/// that the entity is part of itself.
fn repeated_lines(merged: &Merged<'_>, text: &str, declaration: &Declaration) -> Vec<TextRange> {
    let is_into = entity(merged, text, declaration.reference) == merged.into;
    let names_from = |references: &[Reference]| {
        let mut references = references.iter();
        references.any(|reference| entity(merged, text, *reference) == merged.from)
    };
    let counts = |key: &str| matches!(key, "part of" | "role");
    let mut said = Vec::new();
    let mut repeated = Vec::new();
    let properties = declaration.properties.iter();
    let (changing, others): (Vec<_>, Vec<_>) = properties
        .filter(|property| counts(property.key(text)))
        .partition(|property| names_from(&property.references));
    for property in others {
        said.push(meaning(property.key(text), &property.value(text)));
    }
    for property in changing {
        let new = meaning(property.key(text), &value_after(merged, text, property));
        if (is_into && is_own_parent(merged, text, property)) || said.contains(&new) {
            let start = line_start(text, property.key.from());
            let end = line_end(text, property.value.to());
            repeated.push(TextRange::new(without_break(text, start), end));
        } else {
            said.push(new);
        }
    }
    repeated
}

/// Stretches in order, those that overlap joined.
fn joined(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort();
    let mut joined: Vec<TextRange> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

// ---- Tags -------------------------------------------------------------------

/// The tags that would name the entity twice in one clause, each with it once.
fn tags_that_repeat(merged: &Merged<'_>, source: &Source) -> Vec<TextEdit> {
    let (text, document) = (&*source.text, &*source.document);
    let broken = Broken::of(document);
    let quotes = document.quotes.iter();
    let changed = quotes.filter_map(|quote| {
        let once = named_once(merged, text, &quote.clauses)?;
        if broken.touches(quote.tag_range) {
            return None;
        }
        let said = clauses_text(text, &once, |reference| {
            match entity(merged, text, reference) == merged.from {
                true => merged.written,
                false => &text[reference.range],
            }
        });
        let new = match quote.fenced {
            true => format!("{} {said}", colons(&text[quote.tag_range])),
            false => format!("{{{said}}}"),
        };
        Some(TextEdit::replace(quote.tag_range, new))
    });
    changed.collect()
}

/// The clauses without what they would say again; nothing when there is none.
fn named_once(merged: &Merged<'_>, text: &str, clauses: &Clauses) -> Option<Clauses> {
    let is_meant = |reference: &Reference| {
        let entity = entity(merged, text, *reference);
        entity == merged.from || entity == merged.into
    };
    let is_from = |reference: &Reference| entity(merged, text, *reference) == merged.from;
    let mut once = clauses.clone();
    let mut first = true;
    let speakers = clauses.speakers.iter();
    let mut named = speakers.filter_map(|speaker| speaker.reference());
    let topics = clauses.topics.iter().map(|topic| &topic.reference);
    if !named.any(|reference| is_from(&reference))
        && !clauses.to.iter().any(is_from)
        && !topics.into_iter().any(is_from)
    {
        return None;
    }
    once.speakers.retain(|speaker| match speaker {
        Speaker::Known(reference) if is_meant(reference) => std::mem::take(&mut first),
        _ => true,
    });
    let mut first = true;
    once.to
        .retain(|reference| !is_meant(reference) || std::mem::take(&mut first));
    let mut sides = Vec::new();
    once.topics.retain(|topic| {
        if !is_meant(&topic.reference) {
            return true;
        }
        let is_new = !sides.contains(&topic.side);
        sides.push(topic.side);
        is_new
    });
    (once != *clauses).then_some(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two edits that overlap are none that an editor takes.
    #[test]
    fn stretches_that_overlap_are_joined() {
        let ranges = |all: &[(usize, usize)]| -> Vec<TextRange> {
            let all = all.iter();
            all.map(|(start, end)| TextRange::new(*start, *end))
                .collect()
        };
        let found = joined(ranges(&[(8, 9), (0, 4), (2, 6), (3, 5), (7, 9)]));
        assert_eq!(found, ranges(&[(0, 6), (7, 9)]));
    }
}
