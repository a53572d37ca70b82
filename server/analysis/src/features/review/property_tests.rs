//! Random articles, with tags and broken markup in them: whatever is offered can be taken,
//! and leaves the words and what was said before as they were.

use proptest::prelude::*;

use super::*;
use crate::features::edit::applied;
use crate::features::fixture;
use crate::model::{Corpus, FileId, Source};
use crate::proposals::Tier;
use crate::syntax::{Document, Parser, Quotations, QuoteForm, strip};

const PIECES: [&str; 48] = [
    "“We have to act now,” said Dr Ann Gordon. ",
    "“The plan,” Ann Gordon said, “will fail.” ",
    "“It is late,” he said. “It is not too late.” ",
    "‘It is late,’ said Ann Gordon, chair of the BMA. ",
    "Bob Lee said that the plan would fail. ",
    "Bob Lee said: “We have to act.” ",
    "The plan would fail, Bob Lee said. ",
    "A spokesman for the BMA said: “We cannot say.” ",
    "According to the ministry, the plan has failed. ",
    "She added that nobody had read it, and left. ",
    "“And then",
    "nobody came.” ",
    "“",
    "”",
    "[",
    "]",
    "[Ann Gordon]{@ann}",
    "[He]{@x}",
    "[he]{by @x}",
    "[So it goes]{by @x on #t} ",
    "[and goes]{more} ",
    "{more}",
    "]{by @x}",
    "]{",
    "{% who %}",
    "{%",
    "%}",
    "\\*",
    "\\",
    "\\[",
    "{",
    "}",
    "said",
    ", she said, ",
    "Ann Gordon",
    "# Head\n",
    "::: by @x\n",
    ":::\n",
    "@ann: Ann Gordon\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n\r\n",
    "\r\r",
    " ",
    "😀",
    "\u{feff}",
];

const GERMAN: [&str; 32] = [
    "„Wir bleiben hier“, sagte Ministerin Anna Gordon. ",
    "„Der Plan“, sagte Anna Gordon, „wird scheitern.“ ",
    "„Es ist spät“, sagte er. „Es ist nicht zu spät.“ ",
    "Anna Gordon, die Leiterin der BMA, sagte: »Wir bleiben hier.« ",
    "Bob Lee sagte, dass der Plan scheitern werde. ",
    "Bob Lee sagte, der Plan sei gescheitert. Das Haus müsse geräumt werden. ",
    "Der Plan sei gescheitert, so Bob Lee. ",
    "Nach Angaben der BMA ist der Plan gescheitert. ",
    "Der Plan ist nach Angaben der Polizei gescheitert. ",
    "Wie die Polizei mitteilte, ist der Plan gescheitert. ",
    "Bob Lee sprach von einem „guten Tag für alle“. ",
    "„Und dann",
    "kam niemand.“ ",
    "„",
    "“",
    "[",
    "]",
    "[Anna Gordon]{@ann}",
    "[So ist es]{by @x on #t} ",
    "[und bleibt]{more} ",
    "]{",
    "{% wer %}",
    "\\[",
    "}",
    "sagte",
    ", sagte sie, ",
    "# Kopf\n",
    "::: by @x\n",
    ":::\n",
    "\n\n",
    "\n\n",
    "😀",
];

fn article() -> impl Strategy<Value = String> {
    let starts = vec!["", "", "---\ndate: 2011-12-01\n---\n\n", "\u{feff}"];
    article_of(starts, &PIECES)
}

fn german_article() -> impl Strategy<Value = String> {
    article_of(vec!["---\nlanguage: de\n---\n\n", ""], &GERMAN)
}

fn article_of(
    starts: Vec<&'static str>,
    pieces: &'static [&'static str],
) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(pieces);
    let start = prop::sample::select(starts);
    let pieces = prop::collection::vec(piece, 0..16);
    (start, pieces).prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

fn corpus_of(text: &str, with_cast: bool) -> (Corpus, FileId) {
    let cast = match with_cast {
        true => "//- cast.qm\n@bob: Bob Lee\n\n&bma: British Medical Association\n    also: BMA\n",
        false => "",
    };
    let (mut corpus, _, _) = fixture::corpus_at(&format!("{cast}//- none.qm\n$0"));
    let file = corpus.insert_source(std::path::Path::new("b/a.qm"), Source::new(text));
    (corpus, file)
}

/// The statements of a text but for fences by the words of their parts, without markup.
fn statements(text: &str, document: &Document) -> Vec<(String, Vec<String>)> {
    let quotes = document.quotes.iter().filter(|quote| !quote.fenced);
    let said = quotes.map(|quote| {
        let parts = quote.fragments.iter();
        let words = parts.map(|part| crate::syntax::plain_words(text, *part, document));
        (text[quote.tag_range].to_owned(), words.collect())
    });
    said.collect()
}

/// Whether what was said before is said still: each part by the same tag, in as many
/// statements or more, and the new parts by theirs.
fn is_kept(old: &[(String, Vec<String>)], new: &[(String, Vec<String>)]) -> bool {
    let parts = |all: &[(String, Vec<String>)]| {
        let mut parts: Vec<(String, String)> = all
            .iter()
            .flat_map(|(tag, parts)| parts.iter().map(move |part| (tag.clone(), part.clone())))
            .collect();
        parts.sort_unstable();
        parts
    };
    let mut new = parts(new);
    parts(old).iter().all(|part| {
        let at = new.iter().position(|other| other == part);
        at.map(|at| new.swap_remove(at)).is_some()
    })
}

/// Whether the quote that was just written, in whose tag the cursor stands, is direct, mixed
/// or indirect.
fn written_form(accepted: &Accepted) -> Option<QuoteForm> {
    let text = &accepted.text;
    let document = Parser::new().read(text);
    let mut quotes = document.quotes.iter();
    let quote = quotes.find(|quote| quote.tag_range.touches(accepted.cursor))?;
    Some(Quotations::of(text, &document).form(quote, text, &document))
}

proptest! {
    #[test]
    fn taking_offers_keeps_the_words_and_what_was_said(
        text in prop_oneof![2 => article(), 1 => german_article()],
        with_cast in any::<bool>(),
    ) {
        let (corpus, file) = corpus_of(&text, with_cast);
        let source = corpus.source(file).unwrap();
        let words = strip(&source.text, &source.document);
        let before = statements(&source.text, &source.document);
        let mistakes = |document: &Document| document.problems.len() + document.dangling.len();
        let refused = Refused::default();
        let found = review(&corpus, file, ReviewRules { is_on: true, refused: Some(&refused) });
        // Where a declaration may find no place.
        let is_broken = mistakes(&source.document) > 0 || text.starts_with('\u{feff}');
        let mut keys: Vec<&str> = found.offers.iter().map(|offer| &*offer.key).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), found.offers.len());
        let mut end = 0;
        for offer in &found.offers {
            prop_assert!(!offer.choices.is_empty());
            prop_assert!(offer.chosen.is_some() != offer.question.is_some());
            prop_assert_eq!(&offer.ends[0], &offer.fragments);
            for part in &offer.fragments {
                prop_assert!(part.from() >= end && !part.is_empty());
                end = part.to();
            }
        }
        let judge = |edits: &[crate::features::edit::TextEdit], tags: usize| {
            let new = applied(&source.text, edits).unwrap();
            let document = Parser::new().read(&new);
            prop_assert_eq!(&strip(&new, &document), &words);
            prop_assert!(mistakes(&document) <= mistakes(&source.document), "{new}");
            let after = statements(&new, &document);
            prop_assert!(is_kept(&before, &after), "{new}");
            let parts = |all: &[(String, Vec<String>)]| -> usize {
                all.iter().map(|(_, parts)| parts.len()).sum()
            };
            prop_assert_eq!(parts(&after), parts(&before) + tags, "{}", new);
            Ok(())
        };
        for offer in &found.offers {
            for choice in 0..offer.choices.len() {
                let starts = (0..offer.starts.len()).map(|start| (start, 0));
                let bounds = (1..offer.ends.len()).map(|end| (0, end)).chain(starts);
                for (start, end) in bounds {
                    let taken = Taken { choice, start, end };
                    let accepted = accept(&corpus, file, offer, taken, None);
                    let Ok(accepted) = accepted else {
                        let declares = offer.choices[choice].declares.is_some();
                        prop_assert!(declares && is_broken, "{:?} of {:?}", accepted, offer);
                        continue;
                    };
                    judge(&accepted.edit.changes[&file], offer.ends[end].len())?;
                    // Parts with a tag of another quote between them become quotes of their own.
                    let goes_on = |text: &str| text.matches("{more}").count();
                    let is_one = goes_on(&accepted.text) == goes_on(&text) + offer.fragments.len() - 1;
                    if (start, end) == (0, 0) && is_one {
                        prop_assert_eq!(written_form(&accepted), Some(offer.form), "{}", accepted.text);
                    }
                    let tag = &offer.choices[choice].tag;
                    prop_assert!(accepted.text[..accepted.cursor].ends_with(&**tag));
                }
            }
        }
        for tier in [Tier::Sure, Tier::Likely, Tier::Possible] {
            let taken = accept_all(&corpus, file, &found, tier, None);
            let Ok((edit, taken)) = taken else {
                prop_assert!(is_broken, "{taken:?}");
                continue;
            };
            let edits = edit.changes.get(&file).map_or(&[][..], |edits| edits);
            let new = applied(&source.text, edits).unwrap();
            let document = Parser::new().read(&new);
            prop_assert_eq!(&strip(&new, &document), &words);
            prop_assert!(mistakes(&document) <= mistakes(&source.document), "{new}");
            prop_assert!(is_kept(&before, &statements(&new, &document)), "{new}");
            prop_assert!(document.quotes.len() >= source.document.quotes.len() + taken.len());
        }
    }
}
