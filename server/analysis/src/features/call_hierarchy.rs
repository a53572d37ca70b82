//! Who speaks of whom: the quotes of an entity "call" whom and what they mention.
//!
//! An entity speaks in many files, and the protocol wants the places of a call
//! in the file of the caller. So a caller is an entity in one article: where it
//! speaks there. Asked of an entity elsewhere, the calls of all its articles are
//! listed, each leading to the words.

use std::collections::{BTreeMap, HashMap};

use super::shared::node::{Node, node, node_in_article};
use super::{Location, target};
use crate::model::{
    Corpus, EntityId, Facts, FileId, OccurrenceKind, QuoteFacts, Source, Statement,
};
use crate::syntax::{EntityKind, Tag, TextRange};

/// A caller or a called one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who mentions, or is mentioned.
    pub node: Node,
    /// The words and ids that mention, in the file of the caller; none where they
    /// stand in another file than the caller that was asked about.
    pub ranges: Vec<TextRange>,
}

/// What stands at byte `offset`: an entity that speaks in this file, where it
/// does so first; any other at its declaration. Of a quote's words, its speakers.
pub fn prepare(corpus: &Corpus, file: FileId, offset: usize) -> Option<Vec<Node>> {
    let entities = target(corpus, file, offset)?.entities(corpus);
    let nodes = entities.into_iter().filter_map(|entity| {
        let mut statements = statements(corpus, entity).into_iter();
        let here = statements.find(|statement| statement.file == file);
        match here.and_then(|statement| corpus.quote(statement)) {
            Some(quote) => Some(speaking(corpus, entity, file, &quote)),
            None => node(corpus, entity, None),
        }
    });
    let nodes: Vec<Node> = nodes.collect();
    (!nodes.is_empty()).then_some(nodes)
}

/// Whom and what the quotes of an entity mention: first in `file`, then in all
/// others by date, each entity once a file.
pub fn outgoing(corpus: &Corpus, entity: EntityId, file: FileId) -> Vec<Call> {
    let mut files: Vec<(FileId, Vec<usize>)> = Vec::new();
    let mut places: HashMap<FileId, usize> = HashMap::new();
    for Statement { file, quote } in statements(corpus, entity) {
        let place = *places.entry(file).or_insert(files.len());
        match files.get_mut(place) {
            Some((_, quotes)) => quotes.push(quote),
            None => files.push((file, vec![quote])),
        }
    }
    files.sort_by_key(|(other, _)| *other != file);
    let mut calls = Vec::new();
    for (article, quotes) in files {
        let Some(entry) = corpus.file(article) else {
            continue;
        };
        let facts = &entry.facts();
        let quotes = quotes.iter().filter_map(|quote| facts.quotes.get(*quote));
        let named = quotes.flat_map(|quote| mentions(facts, quote));
        let words = words_of(corpus, article, named.collect());
        for (called, ranges) in words {
            let Some(first) = ranges.first().copied() else {
                continue;
            };
            let place = Location {
                file: article,
                range: first,
            };
            let in_article = || Some(node_in_article(corpus, called, place, first));
            let (node, ranges) = match article == file {
                true => (node(corpus, called, None), ranges),
                false => (in_article(), Vec::new()),
            };
            calls.extend(node.map(|node| Call { node, ranges }));
        }
    }
    calls
}

/// Who mentions an entity in quotes, each once an article, oldest first.
pub fn incoming(corpus: &Corpus, entity: EntityId) -> Vec<Call> {
    let files = corpus.index().uses(entity).into_iter();
    let mut files: Vec<FileId> = files
        .flat_map(|uses| uses.files().collect::<Vec<_>>())
        .collect();
    files.sort_by_cached_key(|file| {
        let date = corpus.date(*file);
        let path = corpus.file(*file).map(|file| file.path.clone());
        (date.is_none(), date.map(|date| date.first_day()), path)
    });
    let mut calls = Vec::new();
    for article in files {
        let Some(entry) = corpus.file(article) else {
            continue;
        };
        let facts = &entry.facts();
        // In the order in which they first speak.
        let mut callers: Vec<(EntityId, (usize, Vec<TextRange>))> = Vec::new();
        for (index, quote) in facts.quotes.iter().enumerate() {
            let named = mentions(facts, quote).into_iter();
            let named: Vec<_> = named.filter(|(named, _)| *named == entity).collect();
            if named.is_empty() {
                continue;
            }
            for speaker in quote.known_speakers() {
                let known = callers.iter().position(|(caller, _)| *caller == speaker);
                let at = known.unwrap_or_else(|| {
                    callers.push((speaker, (index, Vec::new())));
                    callers.len() - 1
                });
                let (_, (_, ranges)) = &mut callers[at];
                ranges.extend(named.iter().map(|(_, range)| *range));
            }
        }
        let source = (!callers.is_empty())
            .then(|| corpus.source(article))
            .flatten();
        for (caller, (first, ids)) in callers {
            calls.push(Call {
                node: speaking(corpus, caller, article, &facts.quotes[first]),
                ranges: in_words(source.as_ref(), ids),
            });
        }
    }
    calls
}

/// What an entity says, or others for it; a topic says nothing.
fn statements(corpus: &Corpus, entity: EntityId) -> Vec<Statement> {
    match entity.kind() {
        EntityKind::Topic => Vec::new(),
        _ => {
            let found = corpus.quotes_of(entity).into_iter();
            found.map(|found| found.statement).collect()
        }
    }
}

/// An entity in an article, at one of its quotes.
fn speaking(corpus: &Corpus, entity: EntityId, file: FileId, quote: &QuoteFacts) -> Node {
    let words = quote.fragments.first().copied().unwrap_or(quote.tag);
    let range = TextRange {
        start: words.start.min(quote.tag.start),
        end: words.end.max(quote.tag.end),
    };
    node_in_article(corpus, entity, Location { file, range }, words)
}

/// The ids that a quote mentions: inside its words, and in its tag to whom and
/// on what it was said.
fn mentions(facts: &Facts, quote: &QuoteFacts) -> Vec<(EntityId, TextRange)> {
    let mut found = Vec::new();
    let mut add = |within: TextRange, is_one: fn(OccurrenceKind) -> bool| {
        let first = facts
            .occurrences
            .partition_point(|occurrence| occurrence.range.start < within.start);
        let inside = facts.occurrences[first..].iter();
        let inside = inside.take_while(|occurrence| occurrence.range.end <= within.end);
        let inside = inside.filter(|occurrence| is_one(occurrence.kind));
        found.extend(inside.map(|occurrence| (occurrence.entity, occurrence.range)));
    };
    for words in &quote.fragments {
        add(*words, |kind| kind == OccurrenceKind::Mention);
    }
    add(quote.tag, |kind| {
        matches!(kind, OccurrenceKind::Addressee | OccurrenceKind::Topic(_))
    });
    found
}

/// Who is mentioned where, in the order of the first places.
fn words_of(
    corpus: &Corpus,
    file: FileId,
    named: Vec<(EntityId, TextRange)>,
) -> Vec<(EntityId, Vec<TextRange>)> {
    let mut by_entity: BTreeMap<EntityId, Vec<TextRange>> = BTreeMap::new();
    for (entity, range) in named {
        by_entity.entry(entity).or_default().push(range);
    }
    let source = (!by_entity.is_empty())
        .then(|| corpus.source(file))
        .flatten();
    let words = by_entity.into_iter();
    let words = words.map(|(entity, ids)| (entity, in_words(source.as_ref(), ids)));
    let mut words: Vec<(EntityId, Vec<TextRange>)> = words.collect();
    words.sort_by_key(|(_, ranges)| ranges.first().copied());
    words
}

/// Ids in the tags of mentions become the words that mention; those of a file
/// that can no longer be read stay.
fn in_words(source: Option<&Source>, ids: Vec<TextRange>) -> Vec<TextRange> {
    let words = ids.into_iter().map(|id| {
        let span = source.and_then(|source| source.document.tagged(id));
        let mention = span.filter(|span| matches!(span.tag, Tag::Mention(_)));
        mention.map_or(id, |span| span.words)
    });
    let mut words: Vec<TextRange> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const CORPUS: &str = "//- cast.qm
@ann: Ann
    role: chair of &bma, 2010..2014
@bob: Bob
&bma: BMA
#cuts: Cuts
//- 2012.qm
---
date: 2012
title: Twelve
---

[No [she]{@bob} and [Bo]{@bob} say]{by @ann to &bma on #cuts} [he]{@bob} [nor [it]{&gp}]{more}
//- 2011.qm
---
date: 2011
---

[I met [Bob]{@bob}]{by @ann} [me]{by @bob against #cuts}

::: by &bma
Of [Ann]{@ann}.
:::
";

    fn shown(corpus: &Corpus, calls: &[Call], own: Option<FileId>) -> Vec<String> {
        let calls = calls.iter().map(|call| {
            let file = own.unwrap_or(call.node.file);
            let text = corpus.source(file).unwrap().text;
            let words: Vec<&str> = call.ranges.iter().map(|range| &text[*range]).collect();
            let place = Location {
                file: call.node.file,
                range: call.node.focus,
            };
            let place = fixture::shown(corpus, &[place]).remove(0);
            format!("{} ({place}) {}", call.node.name, words.join(", "))
        });
        calls.collect()
    }

    fn at(place: &str) -> (Corpus, FileId, Vec<Node>) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CORPUS}//- a.qm\n{place}"));
        let nodes = prepare(&corpus, file, offset).unwrap();
        (corpus, file, nodes)
    }

    #[test]
    fn outgoing_calls_are_whom_and_what_quotes_mention() {
        let (corpus, _, nodes) = at("[x]{@an$0n}\n");
        assert_eq!(nodes.len(), 1);
        assert_eq!(
            corpus.file(nodes[0].file).unwrap().path.to_str(),
            Some("cast.qm")
        );
        let calls = outgoing(&corpus, nodes[0].entity, nodes[0].file);
        assert_eq!(
            shown(&corpus, &calls, None),
            [
                "Bob (2011.qm:5: Bob) ",
                "Bob (2012.qm:6: she) ",
                "BMA (2012.qm:6: &bma) ",
                "Cuts (2012.qm:6: #cuts) ",
                "&gp (2012.qm:6: it) ",
            ]
        );
        assert_eq!(calls[1].node.detail.as_deref(), Some("2012 · Twelve"));
        assert_eq!(calls[0].node.detail.as_deref(), Some("2011 · 2011.qm"));
    }

    #[test]
    fn a_caller_in_an_article_has_its_exact_words() {
        let (corpus, file, nodes) = at("[We [two]{@bob} and [he]{@bob}]{by @an$0n to &gp}\n");
        assert_eq!((nodes.len(), nodes[0].file), (1, file));
        let calls = outgoing(&corpus, nodes[0].entity, file);
        assert_eq!(
            shown(&corpus, &calls[..2], Some(file)),
            ["Bob (cast.qm:3: @bob) two, he", "&gp (2012.qm:6: &gp) &gp"]
        );
        assert_eq!(calls.len(), 7);
    }

    #[test]
    fn incoming_calls_are_who_mentions_in_quotes() {
        let (corpus, _, nodes) = at("[x]{@bo$0b}\n");
        let calls = incoming(&corpus, nodes[0].entity);
        assert_eq!(
            shown(&corpus, &calls, None),
            [
                "Ann (2011.qm:5: I met [Bob]{@bob}) Bob",
                "Ann (2012.qm:6: No [she]{@bob} and [Bo]{@bob} say) she, Bo",
            ]
        );
        for call in &calls {
            assert!(call.node.full.covers(call.node.focus));
        }
        let (corpus, _, nodes) = at("[x]{#cu$0ts}\n");
        let calls = incoming(&corpus, nodes[0].entity);
        assert_eq!(
            shown(&corpus, &calls, None),
            [
                "Bob (2011.qm:5: me) #cuts",
                "Ann (2012.qm:6: No [she]{@bob} and [Bo]{@bob} say) #cuts"
            ]
        );
        assert!(outgoing(&corpus, nodes[0].entity, nodes[0].file).is_empty());
    }
}
