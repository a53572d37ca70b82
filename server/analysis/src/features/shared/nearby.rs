//! Who is named near a place of an article.

use std::collections::HashSet;

use super::wording::one_line;
use crate::model::{Corpus, EntityId, FileId, Source, known_names};
use crate::syntax::{EntityKind, Tag, TextRange, plain_words};

/// How many bytes of an article around a place are looked at.
const WINDOW: usize = 4000;

/// What another sentence and another paragraph between count, in bytes.
const SENTENCE: usize = 150;
const PARAGRAPH: usize = 400;

/// Words with which articles say who speaks.
const SAYING: [&str; 48] = [
    "according",
    "accused",
    "added",
    "adds",
    "admitted",
    "admits",
    "agreed",
    "announced",
    "argued",
    "argues",
    "asked",
    "asks",
    "believes",
    "called",
    "claimed",
    "claims",
    "commented",
    "concluded",
    "continued",
    "described",
    "explained",
    "explains",
    "insisted",
    "insists",
    "noted",
    "promised",
    "recalled",
    "replied",
    "replies",
    "reported",
    "revealed",
    "said",
    "says",
    "spoke",
    "spokesman",
    "spokeswoman",
    "stated",
    "states",
    "stressed",
    "suggested",
    "suggests",
    "told",
    "tells",
    "urged",
    "warned",
    "warns",
    "wrote",
    "writes",
];

/// A person or an organisation that is named in an article.
#[derive(Debug, Clone, Copy)]
struct NamedEntity {
    entity: EntityId,
    /// The words, with their tag where they have one.
    range: TextRange,
    /// Whether it is named as the speaker of another quote.
    speaks: bool,
}

/// The people and organisations named around `place`, each once, the nearest
/// first. Those before it are nearer than those after it.
pub fn named_near(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    place: TextRange,
) -> Vec<EntityId> {
    let mut found = gathered(corpus, file, source, place);
    found.sort_by_key(|named| {
        let is_behind = named.range.from() >= place.to();
        (is_behind, distance(named.range, place))
    });
    in_order(found.into_iter().map(|named| named.entity))
}

/// The people and organisations that probably said what stands at `place`, each
/// once: those whom the article names as its speaker first, then by how near
/// they are. Whoever is only named inside `place` is left out.
pub fn speakers_near(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    place: TextRange,
) -> Vec<EntityId> {
    let mut found = gathered(corpus, file, source, place);
    let quote = Quote {
        place,
        is_back: refers_back(source, place),
        ends_sentence: ends_sentence(&source.text[place]),
        names: found.iter().map(|named| named.range).collect(),
    };
    found.sort_by_cached_key(|named| speaking_distance(source, *named, &quote));
    in_order(found.into_iter().map(|named| named.entity))
}

fn in_order(entities: impl Iterator<Item = EntityId>) -> Vec<EntityId> {
    let mut seen = HashSet::new();
    entities.filter(|entity| seen.insert(*entity)).collect()
}

fn gathered(corpus: &Corpus, file: FileId, source: &Source, place: TextRange) -> Vec<NamedEntity> {
    let (text, document) = (&source.text, &source.document);
    let start = place.from().saturating_sub(WINDOW);
    let end = (place.to() + WINDOW).min(text.len());
    let window = TextRange::new(start, end.max(start));
    let entity = |reference| corpus.ids().of(reference, text);
    let mut found = Vec::new();
    for span in &document.spans {
        // The words of the quote itself do not tell who says them.
        if !window.overlaps(span.range) || place.covers(span.range) {
            continue;
        }
        match &span.tag {
            Tag::Mention(reference) if reference.kind != EntityKind::Topic => {
                found.push(NamedEntity {
                    entity: entity(*reference),
                    range: span.range,
                    speaks: false,
                })
            }
            Tag::Quote(quote) => {
                let speakers = document.quotes[*quote].clauses.speakers.iter();
                let known = speakers.filter_map(|speaker| speaker.reference());
                found.extend(known.map(|reference| NamedEntity {
                    entity: entity(reference),
                    range: span.tag_range,
                    speaks: true,
                }));
            }
            _ => {}
        }
    }
    let names = known_names(corpus, file, source, window).into_iter();
    found.extend(names.filter_map(|name| {
        let is_outside = !place.overlaps(name.range);
        Some(NamedEntity {
            entity: name.settled.filter(|_| is_outside)?,
            range: name.range,
            speaks: false,
        })
    }));
    found
}

/// How many bytes lie between two stretches.
fn distance(one: TextRange, other: TextRange) -> usize {
    let after = other.from().saturating_sub(one.to());
    let before = one.from().saturating_sub(other.to());
    after.max(before)
}

/// What is known of a quote whose speaker is looked for.
struct Quote {
    place: TextRange,
    /// Whether the words after it give it to somebody named before.
    is_back: bool,
    /// Whether a sentence ends with it.
    ends_sentence: bool,
    /// All names around it.
    names: Vec<TextRange>,
}

/// How far a name is from being that of the quote's speaker.
fn speaking_distance(source: &Source, named: NamedEntity, quote: &Quote) -> usize {
    let (text, document) = (&source.text, &source.document);
    let place = quote.place;
    let is_behind = named.range.from() >= place.to();
    let gap = match is_behind {
        true => TextRange::new(place.to(), named.range.from()),
        false => TextRange::new(named.range.to().min(place.from()), place.from()),
    };
    let between = plain_words(text, gap, document);
    let paragraphs = breaks(&text[gap]);
    let sentences = sentence_ends(&between);
    let mut far = between.len() + SENTENCE * sentences + PARAGRAPH * paragraphs;
    let is_person = named.entity.kind() == EntityKind::Person;
    if named.speaks {
        // Who has just spoken often goes on, but a name says more.
        return far + SENTENCE / 2;
    }
    if sentences + paragraphs == 0 && says(&between) && !is_anothers(text, gap, quote) {
        far /= 8;
    } else if is_behind && sentences + paragraphs == 0 {
        let rest = TextRange::new(named.range.to(), sentence_end(text, named.range.to()));
        if says(&plain_words(text, rest, document)) {
            far /= 4;
        } else if quote.ends_sentence {
            far += SENTENCE;
        }
    } else if is_behind {
        far += if quote.is_back {
            4 * PARAGRAPH
        } else {
            SENTENCE
        };
    }
    if is_person { far } else { far + 60 + far / 2 }
}

/// Whether another name stands between one and the word of saying after it,
/// which then is that one's.
fn is_anothers(text: &str, gap: TextRange, quote: &Quote) -> bool {
    let mut at = 0;
    let is_letter = |c: char| c.is_alphabetic();
    let is_said = text[gap].split_inclusive(|c| !is_letter(c)).any(|word| {
        let says = SAYING.contains(&word.trim_end_matches(|c| !is_letter(c)));
        at += if says { 0 } else { word.len() };
        says
    });
    if !is_said {
        return false;
    }
    let before = TextRange::new(gap.from(), gap.from() + at);
    gap.to() == quote.place.from() && quote.names.iter().any(|name| before.covers(*name))
}

/// Whether words end with a full stop or the like, marks of quotation aside.
fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| c.is_whitespace() || "’”»“\"'".contains(c));
    words.ends_with(['.', '!', '?'])
}

/// Whether the words after a quote give it to somebody named before: `he said`.
fn refers_back(source: &Source, place: TextRange) -> bool {
    let text = &source.text;
    let rest = TextRange::new(place.to(), sentence_end(text, place.to()));
    if source
        .document
        .spans
        .iter()
        .any(|span| matches!(span.tag, Tag::Mention(_)) && rest.overlaps(span.range))
    {
        return false;
    }
    let rest = one_line(&plain_words(text, rest, &source.document));
    let words: Vec<&str> = rest
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    let is_pronoun = |word: &&str| matches!(*word, "he" | "she" | "they" | "He" | "She" | "They");
    words.iter().any(is_pronoun) && says(&rest)
}

fn says(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_alphabetic());
    words.any(|word| SAYING.contains(&word))
}

/// Blank lines in a text.
fn breaks(text: &str) -> usize {
    let lines = text.split('\n').collect::<Vec<_>>();
    let inner = lines.len().saturating_sub(1).max(1);
    lines[1..inner.max(1)]
        .iter()
        .filter(|line| line.trim().is_empty())
        .count()
}

fn sentence_ends(text: &str) -> usize {
    let mut ends = 0;
    let mut before = ' ';
    for c in text.chars() {
        // A title's full stop ends no sentence, nor does an initial's.
        if c.is_whitespace() && matches!(before, '.' | '!' | '?' | '”' | '’') {
            ends += 1;
        }
        if !matches!(c, '’' | '”') || matches!(before, '.' | '!' | '?') {
            before = c;
        }
    }
    ends
}

/// Where the sentence at `from` ends: at most the line's end.
fn sentence_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let stop = rest.char_indices().skip(1).find(|(at, c)| {
        let next = rest[at + c.len_utf8()..].chars().next();
        matches!(c, '\n' | '\r')
            || (matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace))
    });
    from + stop.map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::features::fixture;

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
                &["@bob", "&gpc", "@ann"],
            ),
            (
                "$0“Late,” the GPC wrote.\n\nAnn Lee left.\n",
                &["&gpc", "@ann"],
            ),
            (
                "[He]{@bob} came.\n\n[No]{by @ann}. She went.\n\n# Head\n\n$0“Late.”\n",
                &["@ann", "@bob"],
            ),
            ("$0“I saw Bob Ray,” [she]{@ann} said.\n", &["@ann"]),
            (
                "According to Bob Ray: $0“Late.” Ann Lee left.\n",
                &["@bob", "@ann"],
            ),
            ("$0“Late.”\n", &[]),
        ] {
            assert_eq!(near(article), expected, "{article}");
        }
    }

    /// Each quote of the example corpus, as if its tag were not there: whoever
    /// said it has to come first as often as they do now, or more.
    #[test]
    fn most_quotes_of_the_examples_are_given_to_whoever_said_them() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/commissioning");
        let mut corpus = Corpus::default();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            corpus.insert_source(&path, Source::new(text));
        }
        let (mut quotes, mut first) = (0, 0);
        let files: Vec<FileId> = corpus.files().map(|(file, _)| file).collect();
        for file in files {
            let path = corpus.file(file).unwrap().path.clone();
            let source = corpus.source(file).unwrap();
            for quote in &source.document.quotes {
                let ([crate::syntax::Speaker::Known(speaker)], false) =
                    (&quote.clauses.speakers[..], quote.fenced)
                else {
                    continue;
                };
                let said = corpus.ids().of(*speaker, &source.text);
                let words = quote.fragments[0];
                let tag = quote.tag_range;
                let blanked = [&source.text[..tag.from()], &source.text[tag.to()..]].concat();
                let mut without = corpus.clone();
                let file = without.insert_source(&path, Source::new(blanked));
                let source = without.source(file).unwrap();
                quotes += 1;
                let near = speakers_near(&without, file, &source, words);
                first += usize::from(near.first() == Some(&said));
            }
        }
        assert!(quotes > 30, "{quotes}");
        assert!(first * 5 >= quotes * 4, "{first} of {quotes}");
    }
}
