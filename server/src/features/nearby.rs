//! Who probably spoke: those who are named around a quotation.

use std::collections::HashMap;

use crate::model::{Corpus, EntityId, FileId, Source, known_names};
use crate::syntax::{BlockKind, EntityKind, Speaker, Tag, TextRange};

/// How many paragraphs before that of a quotation are looked at.
const PARAGRAPHS: usize = 8;

/// Words beside a name that say that its bearer spoke. An article in another
/// language, or with another word, is judged by what is nearest.
const CUES: &[&str] = &[
    "according",
    "added",
    "adds",
    "agreed",
    "agrees",
    "announced",
    "argued",
    "argues",
    "asked",
    "asks",
    "believes",
    "called",
    "claimed",
    "claims",
    "concluded",
    "declared",
    "explained",
    "explains",
    "insisted",
    "insists",
    "replied",
    "replies",
    "said",
    "says",
    "stated",
    "states",
    "stressed",
    "suggested",
    "suggests",
    "told",
    "tells",
    "tweeted",
    "warned",
    "warns",
    "wrote",
    "writes",
];

/// Cues behind which stands who listens rather than who speaks.
const ADDRESSING: &[&str] = &["asked", "asks", "told", "tells", "warned", "warns"];

/// By how many bytes a cue brings a name nearer.
const CUE: usize = 120;

/// By how many bytes an organisation counts as farther off: it is more often
/// named for the sake of who speaks for it.
const ORGANISATION: usize = 60;

/// The people and organisations that probably said what stands in `range`, the
/// likeliest first: those that are tagged, that speak, or whose settled names
/// stand in the same paragraph, the nearest first, and those beside a word such
/// as `said` before others; then those of the paragraphs before, the latest
/// first. Whoever is only named inside `range` is left out.
pub fn speakers_near(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    range: TextRange,
) -> Vec<EntityId> {
    let blocks = &source.document.blocks;
    let paragraphs = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph))
        .map(|block| block.range);
    let mut before: Vec<TextRange> = paragraphs
        .take_while(|paragraph| paragraph.start <= range.end)
        .collect();
    let mut best: HashMap<EntityId, (usize, usize)> = HashMap::new();
    for steps in 0..PARAGRAPHS {
        let Some(paragraph) = before.pop() else {
            break;
        };
        // What stands before the first paragraph looked at is always earlier.
        for (entity, place) in named_in(corpus, file, source, paragraph) {
            if place.overlaps(range) {
                continue;
            }
            let gap = match place.end <= range.start {
                true => range.start - place.end,
                false => place.start.saturating_sub(range.end),
            };
            let mut distance = gap as usize + CUE;
            if entity.kind() == EntityKind::Organisation {
                distance += ORGANISATION;
            }
            if is_cued(&source.text, paragraph, place) {
                distance -= CUE;
            }
            let rank = (steps, distance);
            let known = best.entry(entity).or_insert(rank);
            *known = rank.min(*known);
        }
    }
    let mut found: Vec<EntityId> = best.keys().copied().collect();
    found.sort_by_key(|entity| (best[entity], corpus.written(*entity)));
    found
}

/// Who is tagged, speaks, or stands with a settled name in a paragraph, and where.
fn named_in(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    paragraph: TextRange,
) -> Vec<(EntityId, TextRange)> {
    let (text, document) = (&*source.text, &source.document);
    let first = document
        .spans
        .partition_point(|span| span.range.start < paragraph.start);
    let spans = document.spans[first..]
        .iter()
        .take_while(|span| span.range.start < paragraph.end);
    let mut named = Vec::new();
    for span in spans {
        match span.tag {
            Tag::Mention(reference) if reference.kind != EntityKind::Topic => {
                named.push((corpus.ids().of(reference, text), span.range));
            }
            Tag::Quote(quote) | Tag::More(Some(quote)) => {
                for speaker in &document.quotes[quote].clauses.speakers {
                    if let Speaker::Known(reference) = speaker {
                        named.push((corpus.ids().of(*reference, text), span.range));
                    }
                }
            }
            _ => {}
        }
    }
    let names = known_names(corpus, file, source, paragraph);
    named.extend(
        names
            .into_iter()
            .filter_map(|name| Some((name.settled?, name.range))),
    );
    named
}

/// Whether a cue stands directly before or behind a name, in its paragraph.
fn is_cued(text: &str, paragraph: TextRange, name: TextRange) -> bool {
    let word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_lowercase()
    };
    let behind = text.get(name.to()..paragraph.to()).unwrap_or_default();
    let before = text.get(paragraph.from()..name.from()).unwrap_or_default();
    let next = behind.split_whitespace().next().map(word);
    let mut previous = before.split_whitespace().rev().map(word);
    let (last, last_but_one) = (previous.next(), previous.next());
    let is_cue = |word: &String| CUES.contains(&word.as_str());
    let speaks = |word: &String| is_cue(word) && !ADDRESSING.contains(&word.as_str());
    next.as_ref().is_some_and(is_cue)
        || last.as_ref().is_some_and(speaks)
        || (last.as_deref() == Some("to") && last_but_one.as_deref() == Some("according"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// Who is near the quotation that begins at `$0` and ends with its line or
    /// with `”`.
    fn near(article: &str) -> Vec<String> {
        let cast = "@ann: Ann Lee\n    also: Lee\n@bob: Bob Ray\n&gpc: GPC\n";
        let fixture = format!("//- cast.qm\n{cast}//- a.qm\n{article}");
        let (corpus, file, start) = fixture::corpus_at(&fixture);
        let source = corpus.source(file).unwrap();
        let rest = &source.text[start..];
        let end = rest.find('”').map_or(rest.len(), |at| at + '”'.len_utf8());
        let range = TextRange::new(start, start + end);
        let near = speakers_near(&corpus, file, &source, range);
        near.iter()
            .map(|id| corpus.written(*id).to_string())
            .collect()
    }

    #[test]
    fn the_nearest_come_first_and_those_with_a_cue_before_them() {
        for (article, expected) in [
            ("$0“It is late,” Ann Lee said.\n", &["@ann"][..]),
            (
                "Bob Ray heard $0“it is late” and then Lee left.\n",
                &["@bob", "@ann"],
            ),
            (
                "Ann Lee said to Bob Ray: $0“It is late.”\n",
                &["@ann", "@bob"],
            ),
            (
                "$0“Late,” said Bob Ray of the GPC. Ann Lee left.\n",
                &["@bob", "@ann", "&gpc"],
            ),
            ("$0“Late,” the GPC wrote.\n\nAnn Lee left.\n", &["&gpc"]),
            (
                "[He]{@bob} came.\n\n[No]{by @ann}. She went.\n\n# Head\n\n$0“Late.”\n",
                &["@ann", "@bob"],
            ),
            ("$0“I saw Bob Ray,” [she]{@ann} said.\n", &["@ann"]),
            (
                "According to Bob Ray, with Ann Lee: $0“Late.”\n",
                &["@bob", "@ann"],
            ),
            ("$0“Late.”\n", &[]),
        ] {
            assert_eq!(near(article), expected, "{article}");
        }
    }
}
