//! Who is named around a place of an article, as menus and actions list them.

use super::cast::Cast;
use super::nothing;
use super::words::Words;
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::proposals::{Near, ProposedSpeaker, TaggedName, near};
use crate::syntax::{EntityKind, Tag, TextRange};

/// How many bytes of an article on each side of a place are looked at.
const WINDOW: usize = 4000;

/// Who is named around a place of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedNear {
    /// The people and organisations with an id that probably said what stands there, each
    /// once, the likeliest first.
    pub speakers: Vec<EntityId>,
    /// Whether the article says that the first of these did, by the grammar of a sentence. Else
    /// they are only named nearest.
    pub is_said: bool,
    /// Whoever probably said it, where the article names somebody who is not declared: the
    /// name, and what it is probably the name of.
    pub undeclared: Option<(String, EntityKind)>,
    /// The people and organisations with an id by how near they are named.
    pub named: Vec<EntityId>,
}

/// Who is named around `place` of an article, in bytes. What is `hidden` are the parts of a tag
/// that is being written there. What is read does not grow with the article.
pub fn named_near(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    place: TextRange,
    hidden: &[TextRange],
) -> NamedNear {
    let start = place.from().saturating_sub(WINDOW);
    let end = (place.to() + WINDOW).min(source.text.len());
    let window = TextRange::new(start, end.max(start));
    let words = Words::within(source, window, hidden);
    let cast = Cast::within(corpus, file, source, &words, window);
    let tagged = tagged(corpus, source, &words, &cast, window, place);
    let language = nothing::language(source, &words);
    let at = words.of_file(place);
    let Near {
        speakers,
        is_said,
        named,
    } = near(language, words.text(), &cast.knowns, &tagged, at);
    let undeclared = match speakers.first() {
        Some(ProposedSpeaker::New {
            name,
            is_organisation,
        }) if is_said => {
            let kind = match is_organisation {
                true => EntityKind::Organisation,
                false => EntityKind::Person,
            };
            Some((name.clone(), kind))
        }
        _ => None,
    };
    let is_known = matches!(speakers.first(), Some(ProposedSpeaker::Known(_)));
    NamedNear {
        is_said: is_said && is_known,
        speakers: cast.known(&speakers),
        undeclared,
        named: cast.known(&named),
    }
}

/// Whom the tags in a window name, but for those inside the place.
fn tagged(
    corpus: &Corpus,
    source: &Source,
    words: &Words,
    cast: &Cast,
    window: TextRange,
    place: TextRange,
) -> Vec<TaggedName> {
    let (text, document) = (&source.text, &source.document);
    let mut found = Vec::new();
    for span in &document.spans {
        if !window.overlaps(span.range) || place.covers(span.range) {
            continue;
        }
        let mut add = |reference, range: TextRange, speaks| {
            let known = cast.number(corpus.ids().of(reference, text));
            let words = words.of_file(range);
            found.extend(known.map(|known| TaggedName {
                words,
                known,
                speaks,
            }));
        };
        match &span.tag {
            Tag::Mention(reference) => add(*reference, span.words, false),
            Tag::Quote(quote) => {
                for speaker in &document.quotes[*quote].clauses.speakers {
                    let end = TextRange::new(span.words.to(), span.words.to());
                    if let Some(reference) = speaker.reference() {
                        add(reference, end, true);
                    }
                }
            }
            _ => {}
        }
    }
    found
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
        let near = named_near(&corpus, file, &source, range, &[]).speakers;
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
                let near = named_near(&without, file, &source, words, &[]).speakers;
                first += usize::from(near.first() == Some(&said));
            }
        }
        assert!(quotes > 30, "{quotes}");
        assert!(first * 5 >= quotes * 4, "{first} of {quotes}");
    }
}
