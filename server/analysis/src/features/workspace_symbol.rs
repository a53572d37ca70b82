//! People, organisations and topics by name, alias or id; quotes by their words.

use std::cmp::Reverse;
use std::path::Path;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;

use super::Location;
use super::document_symbol::SymbolKind;
use super::shared::wording::{
    listed, name_of, one_line, plain_words_in, quote_words, shortened, speaker_name,
};
use crate::model::{Corpus, Entity, EntityId, FileId, Letters, QuoteFacts, fold_name};

/// How many files are read before it is seen whether there are hits enough.
const READ: usize = 512;

/// A hit of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The name, or a quote's words.
    pub name: String,
    /// What is shown beside it: the id, or who said it.
    pub container: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Where it is.
    pub location: Location,
}

/// At most `limit` hits, the best first. A query that begins with a quotation
/// mark searches the words of quotes, whatever their case; any other matches
/// names, aliases and ids fuzzily. How apostrophes, hyphens and accents are typed
/// does not matter. Stops early when `cancelled` says so.
pub fn workspace_symbol(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<WorkspaceSymbol> {
    match query
        .trim_start()
        .strip_prefix(['"', '\'', '‘', '“', '«', '„'])
    {
        Some(words) => {
            let words = words.trim_end_matches(['"', '\'', '’', '”', '»', '“']);
            quotes_with(corpus, words, limit, cancelled)
        }
        None => entities(corpus, query, limit, cancelled),
    }
}

/// Whoever is declared and whose id or one of whose names fits a query, the
/// best first, then by their ids. Stops early when `cancelled` says so.
pub fn best_fitting(corpus: &Corpus, query: &str, cancelled: &dyn Fn() -> bool) -> Vec<EntityId> {
    let found = fitting(corpus, query, cancelled).into_iter();
    let mut found: Vec<_> = found
        .map(|(score, id)| (Reverse(score), corpus.written(id), id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, id)| id).collect()
}

/// At most `limit` of those who are declared and whose id or one of whose names fits a
/// query, in the order in which [`workspace_symbol`] has them. Stops early when
/// `cancelled` says so.
pub fn first_fitting(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<EntityId> {
    let found = named_fitting(corpus, query, limit, cancelled).into_iter();
    found.map(|(_, entity)| entity.id).collect()
}

/// Whoever fits a query, and how well.
fn fitting(corpus: &Corpus, query: &str, cancelled: &dyn Fn() -> bool) -> Vec<(u32, EntityId)> {
    let pattern = Pattern::parse(&fold_name(query), CaseMatching::Smart, Normalization::Smart);
    let mut found: Vec<(u32, EntityId)> = scores(corpus, &pattern, cancelled);
    if cancelled() {
        return Vec::new();
    }
    // Letters strewn over a long name match too, but nobody means them when
    // something matches well.
    let best = found.iter().map(|(score, _)| *score).max().unwrap_or(0);
    found.retain(|(score, _)| score * 2 >= best);
    found
}

fn entities(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<WorkspaceSymbol> {
    let found = named_fitting(corpus, query, limit, cancelled).into_iter();
    let found = found.filter_map(|(name, entity)| {
        Some(WorkspaceSymbol {
            name,
            container: Some(corpus.written(entity.id).to_string()),
            kind: entity.id.kind().into(),
            location: declared_at(&entity)?,
        })
    });
    found.collect()
}

/// At most `limit` of those who fit a query, with their names: the best first, then by
/// names and ids.
fn named_fitting(
    corpus: &Corpus,
    query: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<(String, Entity)> {
    let found = fitting(corpus, query, cancelled).into_iter();
    let mut found: Vec<_> = found
        .map(|(score, id)| (Reverse(score), corpus.written(id), id))
        .collect();
    // Of those that fit as well as the last that is shown, the first by their
    // ids are.
    if found.len() > limit {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    let found = found.into_iter().filter_map(|(score, written, id)| {
        let entity = corpus.entity(id)?;
        let name = name_of(corpus, &entity);
        Some((score, name, written, entity))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|(score_a, name_a, id_a, _), (score_b, name_b, id_b, _)| {
        (score_a, name_a, id_a).cmp(&(score_b, name_b, id_b))
    });
    let found = found.into_iter();
    found.map(|(_, name, _, entity)| (name, entity)).collect()
}

/// How well the best of the ids and names of each entity fits that has one
/// which fits at all. All of them are gone through; the letters tell most apart.
fn scores(
    corpus: &Corpus,
    pattern: &Pattern,
    cancelled: &dyn Fn() -> bool,
) -> Vec<(u32, EntityId)> {
    let search = corpus.index().search();
    let wanted = pattern.atoms.iter().filter(|atom| !atom.negative);
    let needed = Letters::needed(wanted.flat_map(|atom| atom.needle_text().chars()));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scores: Vec<(EntityId, u32)> = Vec::new();
    // Everything fits where nothing is asked, and everybody has an id.
    let names = search.names().take_while(|_| !pattern.atoms.is_empty());
    let texts = search.ids().chain(names);
    for (number, searched) in texts.enumerate() {
        if number % 1024 == 0 && cancelled() {
            return Vec::new();
        }
        if needed.missing_from(searched.letters) > 0 {
            continue;
        }
        let folded = fold_name(searched.text);
        let text = Utf32Str::new(&folded, &mut buffer);
        if let Some(score) = pattern.score(text, &mut matcher) {
            scores.push((searched.entity, score));
        }
    }
    scores.sort_unstable_by_key(|(entity, score)| (*entity, Reverse(*score)));
    scores.dedup_by_key(|(entity, _)| *entity);
    scores
        .into_iter()
        .map(|(entity, score)| (score, entity))
        .collect()
}

fn declared_at(entity: &Entity) -> Option<Location> {
    let (file, declaration) = entity.places().next()?;
    Some(Location {
        file,
        range: declaration.id_range,
    })
}

/// The quotes in whose words some stand, by path and place. The words of closed
/// files are read from where they lie, so this takes as long as that does: some
/// files at a time, on all cores, until there are enough hits.
fn quotes_with(
    corpus: &Corpus,
    words: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<WorkspaceSymbol> {
    let wanted = fold_name(&one_line(words)).to_lowercase();
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let with_quotes = corpus
        .files()
        .filter(|(_, file)| file.last_said().is_some());
    let mut files: Vec<(&Path, FileId)> = with_quotes
        .map(|(number, file)| (&*file.path, number))
        .collect();
    files.sort_unstable();
    for files in files.chunks(READ) {
        if cancelled() || found.len() >= limit {
            break;
        }
        let hits = files.par_iter();
        let hits = hits.flat_map_iter(|(_, file)| hits_in(corpus, *file, &wanted));
        found.par_extend(hits);
    }
    found.truncate(limit);
    found
}

/// The quotes of a file in whose words some stand.
fn hits_in(corpus: &Corpus, number: FileId, wanted: &str) -> Vec<WorkspaceSymbol> {
    let Some(file) = corpus.file(number) else {
        return Vec::new();
    };
    let quotes = file.quotes();
    if file.open.is_none() {
        // Whether that is the text that the facts are of matters only where it hits.
        let text = corpus.text_on_disk(number).unwrap_or_default();
        let mut quotes = quotes.iter();
        let may_hit = |quote: &QuoteFacts| {
            let words = plain_words_in(&text, quote);
            words.is_none_or(|words| is_in(&words, wanted))
        };
        if !quotes.any(may_hit) {
            return Vec::new();
        }
    }
    let Some(source) = corpus.source(number) else {
        return Vec::new();
    };
    let hits = quotes.iter().filter_map(|quote| {
        let said = quote_words(&source, quote);
        let speakers = quote.speakers.iter();
        let names = speakers.filter_map(|speaker| speaker_name(corpus, speaker));
        let speakers: Vec<String> = is_in(&said, wanted).then(|| names.collect())?;
        Some(WorkspaceSymbol {
            name: shortened(&said, 80),
            container: Some(listed(&speakers)).filter(|speakers| !speakers.is_empty()),
            kind: SymbolKind::Quote,
            location: Location {
                file: number,
                range: *quote.fragments.first()?,
            },
        })
    });
    hits.collect()
}

/// Whether folded words in lower case stand in others, whatever the case of those.
fn is_in(words: &str, wanted: &str) -> bool {
    fold_name(words).to_lowercase().contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn search(query: &str) -> Vec<String> {
        let corpus = fixture::corpus(
            "//- cast.qm\n@laurence-buckman: Laurence Buckman\n    also: Dr Buckman\n&bma: British Medical Association\n    also: BMA\n#buck: Passing the buck\n//- a.qm\n[‘It is [a myth]{#buck}\nnow’]{by @laurence-buckman}\n",
        );
        let found = workspace_symbol(&corpus, query, 10, &|| false);
        found
            .into_iter()
            .map(|hit| format!("{} <{}>", hit.name, hit.container.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn finds_by_name_alias_and_id() {
        assert_eq!(search("drbuck"), ["Laurence Buckman <@laurence-buckman>"]);
        assert_eq!(search("BMA"), ["British Medical Association <&bma>"]);
        assert_eq!(search("@laur"), ["Laurence Buckman <@laurence-buckman>"]);
        assert_eq!(search("buck").len(), 2);
        assert_eq!(search("").len(), 3);
        assert_eq!(search("zzz"), Vec::<String>::new());
        // The letters are strewn over another name too, which comes after.
        assert_eq!(search("bma")[0], "British Medical Association <&bma>");
    }

    #[test]
    fn apostrophes_hyphens_and_accents_are_found_however_they_are_typed() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@o: Sean O’Neill\n@j: Jose\u{301} Garci\u{301}a\n@d: Jean‑Pierre Dupont\n@p: Pat O'Brien\n//- a.qm\n[I don’t know the re‑election, Jose\u{301}]{by @o}\n[it isn't so]{by @p}\n",
        );
        for (query, found) in [
            ("O'Neill", "Sean O’Neill"),
            ("OʼNeill", "Sean O’Neill"),
            ("O’Brien", "Pat O'Brien"),
            ("José García", "Jose\u{301} Garci\u{301}a"),
            ("Jean-Pierre", "Jean‑Pierre Dupont"),
            ("Jean–Pierre", "Jean‑Pierre Dupont"),
            ("\"don't know", "I don’t know the re‑election, Jose\u{301}"),
            ("\"DONʼT", "I don’t know the re‑election, Jose\u{301}"),
            ("\"re-election", "I don’t know the re‑election, Jose\u{301}"),
            ("\"josé", "I don’t know the re‑election, Jose\u{301}"),
            ("\"isn’t", "it isn't so"),
        ] {
            let hits = workspace_symbol(&corpus, query, 10, &|| false);
            let names: Vec<&str> = hits.iter().map(|hit| &*hit.name).collect();
            assert_eq!(names, [found], "{query}");
        }
    }

    #[test]
    fn a_quotation_mark_searches_the_words_of_quotes() {
        assert_eq!(
            search("\"a myth now"),
            ["‘It is a myth now’ <Laurence Buckman>"]
        );
        assert_eq!(search("‘IT IS"), ["‘It is a myth now’ <Laurence Buckman>"]);
        assert_eq!(search("\"nothing"), Vec::<String>::new());
        assert_eq!(search("\""), Vec::<String>::new());
    }
}
