//! Who somebody is, where the words do not say it.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Location;
use super::shared::sentences;
use super::shared::wording::{listed, one_line, role_then, shortened};
use crate::model::{Corpus, EntityId, Facts, FileId, OccurrenceKind, QuoteFacts, Source};
use crate::settings::Hints;
use crate::syntax::{BlockKind, EntityKind, PartialDate, PlacedWords, Tag, TextRange, plain_words};

/// How long a hint may be, in characters.
const LENGTH: usize = 40;

/// How many characters before words that name somebody, and as many after, are looked
/// at for the role.
const BESIDE: usize = 70;

/// Words to show between those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte before which they are shown.
    pub offset: usize,
    /// The words.
    pub label: String,
    /// Which kind it is.
    pub kind: HintKind,
    /// Whom it is about; nobody where several spoke together.
    pub entity: Option<EntityId>,
    /// As of when.
    pub date: Option<PartialDate>,
    /// The declaration of that entity.
    pub declaration: Option<Location>,
}

/// The kinds of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintKind {
    /// `Laurence Buckman` after a quote.
    Speaker,
    /// `, chair of GPC` after the first words that name somebody.
    Role,
}

/// The hints in a stretch of a file, by place.
pub fn inlay_hint(corpus: &Corpus, file: FileId, within: TextRange, settings: Hints) -> Vec<Hint> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let article = Article {
        corpus,
        source: &source,
        facts: &entry.facts(),
        within,
    };
    let mut hints = Vec::new();
    if settings.speakers {
        article.speakers(&mut hints);
    }
    if settings.roles {
        article.roles(&mut hints);
    }
    hints.sort_by_key(|hint| (hint.offset, hint.kind));
    hints
}

struct Article<'a> {
    corpus: &'a Corpus,
    source: &'a Source,
    facts: &'a Facts,
    within: TextRange,
}

impl Article<'_> {
    /// The role then after the tag that first names each person.
    fn roles(&self, hints: &mut Vec<Hint>) {
        let mut seen = HashSet::new();
        for occurrence in &self.facts.occurrences {
            let person = occurrence.entity;
            let names = matches!(
                occurrence.kind,
                OccurrenceKind::Mention | OccurrenceKind::Speaker
            );
            if !names || person.kind() != EntityKind::Person || !seen.insert(person) {
                continue;
            }
            // Tags stand after their words, so one after the stretch that is
            // asked for ends every search.
            if occurrence.range.from() > self.within.to() {
                break;
            }
            let Some((offset, quote)) = self.tag_around(occurrence.range) else {
                continue;
            };
            let quote = quote.filter(|_| occurrence.kind == OccurrenceKind::Speaker);
            let date = quote.and_then(|quote| quote.at).or(self.facts.date);
            let roles = match quote.and_then(|quote| quote.capacity.as_deref()) {
                // The tag says already as what they spoke.
                Some(_) => Vec::new(),
                None => self.unsaid_roles(person, date, occurrence.range),
            };
            if roles.is_empty() {
                continue;
            }
            let several = quote.is_some_and(|quote| quote.speakers.len() > 1);
            let whose = match several {
                true => format!("{}: ", self.corpus.name(person)),
                false => String::new(),
            };
            let words = format!("{whose}{}", listed(&roles));
            let label = format!(", {}", shortened(&words, LENGTH));
            self.add(hints, offset, label, HintKind::Role, Some(person), date);
        }
    }

    /// The roles of a person on a date that do not stand beside the words of the
    /// tag with that id, with the names that organisations have in this article.
    fn unsaid_roles(
        &self,
        person: EntityId,
        date: Option<PartialDate>,
        id: TextRange,
    ) -> Vec<String> {
        let Some(entity) = self.corpus.entity(person) else {
            return Vec::new();
        };
        let then = entity.roles_on(date);
        if then.holding.is_empty() {
            return Vec::new();
        }
        let span = self.source.document.tagged(id);
        let beside = span.map_or_else(String::new, |span| self.words_beside(span.words));
        let beside = folded(&beside);
        let holding = then.holding.iter();
        let unsaid = holding.filter(|then| !is_said(&then.role.words, &beside));
        let words = unsaid.map(|then| {
            let mut words = role_then(self.corpus, then);
            for organisation in &then.role.organisations {
                if let Some(short) = self.short_name(*organisation) {
                    words = words.replacen(&self.corpus.name(*organisation), &short, 1);
                }
            }
            words
        });
        words.collect()
    }

    /// The words of the same sentences just before and after a stretch.
    fn words_beside(&self, stretch: TextRange) -> String {
        let mut beside = String::new();
        self.with_sentences(stretch, |placed, sentence| {
            let words = placed.words();
            let here = placed.of_file(stretch);
            let before = &words[sentence.from()..here.from().clamp(sentence.from(), sentence.to())];
            let after = &words[here.to().clamp(sentence.from(), sentence.to())..sentence.to()];
            let skipped = before.chars().count().saturating_sub(BESIDE);
            beside.extend(before.chars().skip(skipped));
            beside.push(' ');
            beside.extend(after.chars().take(BESIDE));
            beside.push(' ');
        });
        beside
    }

    /// The shortest of the names of an organisation under which this article
    /// mentions it, where that is shorter than its own.
    fn short_name(&self, organisation: EntityId) -> Option<String> {
        let entity = self.corpus.entity(organisation)?;
        let aliases = entity.aliases();
        let text = &*self.source.text;
        let document = &self.source.document;
        let mentions = document.spans.iter().filter(|span| match span.tag {
            Tag::Mention(reference) => self.corpus.ids().of(reference, text) == organisation,
            _ => false,
        });
        let words = mentions.map(|span| one_line(&plain_words(text, span.words, document)));
        let names = words.filter(|words| aliases.contains(&&**words));
        let shortest = names.min_by_key(|name| name.chars().count())?;
        (shortest.chars().count() < entity.name().chars().count()).then_some(shortest)
    }

    /// The end of the tag or the fence line in which an id stands, and its quote.
    fn tag_around(&self, id: TextRange) -> Option<(usize, Option<&QuoteFacts>)> {
        let document = &self.source.document;
        let quote = |quote: usize| self.facts.quotes.get(quote);
        if let Some(span) = document.tagged(id) {
            return Some(match span.tag {
                Tag::Quote(at) => (span.range.to(), quote(at)),
                _ => (span.range.to(), None),
            });
        }
        let mut fences = document.fences.iter();
        let fence = fences.find(|fence| fence.start.covers(id))?;
        Some((fence.start.to(), fence.quote.and_then(quote)))
    }

    /// The speakers after the tags of quotes.
    fn speakers(&self, hints: &mut Vec<Hint>) {
        let document = &self.source.document;
        for span in &document.spans {
            let (Tag::Quote(quote) | Tag::More(Some(quote))) = span.tag else {
                continue;
            };
            let is_more = matches!(span.tag, Tag::More(_));
            self.speaker(hints, span.range, span.range.to(), quote, is_more);
        }
        for fence in &document.fences {
            if let Some(quote) = fence.quote {
                self.speaker(hints, fence.start, fence.start.to(), quote, false);
            }
        }
    }

    fn speaker(
        &self,
        hints: &mut Vec<Hint>,
        fragment: TextRange,
        offset: usize,
        quote: usize,
        is_more: bool,
    ) {
        let Some(quote) = self.facts.quotes.get(quote) else {
            return;
        };
        if !self.within.touches(offset) {
            return;
        }
        let unread: Vec<EntityId> = quote
            .known_speakers()
            .filter(|speaker| {
                let written = self.corpus.written(*speaker);
                let name = self.corpus.name(*speaker);
                let has_name = name != *written;
                has_name && (is_more || !is_readable(&written, &name))
            })
            .collect();
        let around = if unread.is_empty() {
            return;
        } else {
            self.sentences_around(fragment)
        };
        let unread = unread.into_iter();
        let unread: Vec<EntityId> = unread
            .filter(|speaker| !self.is_named(*speaker, &around))
            .collect();
        let names: Vec<String> = unread
            .iter()
            .map(|speaker| self.corpus.name(*speaker))
            .collect();
        if names.is_empty() {
            return;
        }
        let label = shortened(&listed(&names), LENGTH);
        let only = match unread[..] {
            [only] => Some(only),
            _ => None,
        };
        let date = quote.at.or(self.facts.date);
        self.add(hints, offset, label, HintKind::Speaker, only, date);
    }

    /// The plain words of the sentences in which a stretch stands.
    fn sentences_around(&self, stretch: TextRange) -> String {
        let mut found = Vec::new();
        self.with_sentences(stretch, |placed, sentence| {
            found.push(placed.words()[sentence].to_owned());
        });
        found.join(" ")
    }

    /// Shows each sentence in which a stretch stands, among the plain words of its
    /// paragraph or heading.
    fn with_sentences(&self, stretch: TextRange, mut show: impl FnMut(&PlacedWords, TextRange)) {
        let (document, text) = (&self.source.document, &*self.source.text);
        let at = document
            .blocks
            .partition_point(|block| block.range.from() <= stretch.from());
        let block = at.checked_sub(1).map(|at| document.blocks[at]);
        let words = match block.map(|block| (block.kind, block.range)) {
            Some((BlockKind::Paragraph, range)) => range,
            Some((BlockKind::Heading { title, .. }, _)) => title,
            _ => return,
        };
        let mut placed = PlacedWords::default();
        placed.push(text, words, document);
        for sentence in sentences(placed.words()) {
            if placed.in_file(sentence).overlaps(stretch) {
                show(&placed, sentence);
            }
        }
    }

    /// Whether one of the names of an entity, or the last word of its name,
    /// stands in words.
    fn is_named(&self, entity: EntityId, words: &str) -> bool {
        let Some(entity) = self.corpus.entity(entity) else {
            return false;
        };
        let name = entity.name();
        let last = name.split_whitespace().next_back();
        let last = last.filter(|_| entity.id.kind() == EntityKind::Person);
        let mut names = entity.aliases().into_iter().chain([name]).chain(last);
        let padded = format!(" {} ", folded(words).join(" "));
        names.any(|name| {
            let name = folded(name).join(" ");
            !name.is_empty() && padded.contains(&format!(" {name} "))
        })
    }

    fn add(
        &self,
        hints: &mut Vec<Hint>,
        offset: usize,
        label: String,
        kind: HintKind,
        entity: Option<EntityId>,
        date: Option<PartialDate>,
    ) {
        if !self.within.touches(offset) {
            return;
        }
        let declared = entity.and_then(|entity| self.corpus.entity(entity));
        let declaration = declared.and_then(|entity| {
            let (file, declaration) = entity.places().next()?;
            Some(Location {
                file,
                range: declaration.id_range,
            })
        });
        hints.push(Hint {
            offset,
            label,
            kind,
            entity,
            date,
            declaration,
        });
    }
}

/// Whether the title of a role, the words of it before the organisation or else those
/// after it (`&gpc chairman`), is among words: each of its words, or one that begins alike,
/// as `chair` and `chairman`.
fn is_said(role: &str, words: &[String]) -> bool {
    let counted = |words: &str| -> Vec<String> {
        let mut words = folded(words);
        words.retain(|word| {
            !matches!(
                &**word,
                "of" | "for" | "at" | "in" | "on" | "to" | "the" | "a"
            )
        });
        words
    };
    let (before, after) = role.split_once('&').unwrap_or((role, ""));
    let title = match counted(before) {
        before if before.is_empty() => {
            let after = after.split_once(char::is_whitespace);
            counted(after.map_or("", |(_, after)| after))
        }
        before => before,
    };
    let begin_alike = |one: &str, other: &str| {
        one == other
            || (one.len().min(other.len()) > 4
                && (one.starts_with(other) || other.starts_with(one)))
    };
    let mut title = title.iter();
    title.len() > 0 && title.all(|said| words.iter().any(|word| begin_alike(word, said)))
}

/// Whether an id says the name: every word of it is one of the name's.
fn is_readable(written: &str, name: &str) -> bool {
    let name = folded(name);
    let id = folded(written);
    !id.is_empty() && id.iter().all(|word| name.contains(word))
}

/// The words of a text in small letters without accents.
fn folded(text: &str) -> Vec<String> {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    let plain: String = plain.flat_map(char::to_lowercase).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const CAST: &str = "//- cast.qm
@cn: Chaand Nagpaul
    also: Dr Nagpaul
    role: chair of &gpc, 2013-07..2017-07
@ann-lee: Ann Lée
    role: GP in a very long street of a very small town
@x: Bo
    role: clerk, 2014
@cox: Ida Cox
    role: &gpc chairman
&gpc: GP Committee
    also: GPC
&b: British Medical Association
";

    /// The article with its hints in angle brackets.
    fn shown(article: &str, settings: Hints) -> String {
        let (corpus, file, _) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}$0"));
        let text = corpus.source(file).unwrap().text;
        let within = TextRange::new(0, text.len());
        let mut shown = text.to_string();
        for hint in inlay_hint(&corpus, file, within, settings)
            .into_iter()
            .rev()
        {
            shown.insert_str(hint.offset, &format!("<{}>", hint.label));
        }
        shown
            .split_once("---\n\n")
            .map_or(shown.clone(), |(_, body)| body.to_owned())
    }

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let article = format!("---\ndate: 2014-05\n---\n\n{body}");
        assert_eq!(shown(&article, Hints::default()), expected);
    }

    #[test]
    fn the_role_then_stands_where_a_person_is_first_named() {
        check(
            "[He]{@cn} met [her]{@ann-lee}. [He]{@cn} left.",
            "[He]{@cn}<, chair of GP Committee> met [her]{@ann-lee}<, GP in a very long street of a very…>. [He]{@cn} left.",
        );
        check(
            "[Then]{by @cn at 1999} [now]{by @cn}",
            "[Then]{by @cn at 1999}<Chaand Nagpaul> [now]{by @cn}<Chaand Nagpaul>",
        );
        check("[he]{@nobody} [it]{&gpc}", "[he]{@nobody} [it]{&gpc}");
    }

    #[test]
    fn a_role_that_the_sentence_says_is_not_said_again() {
        check(
            "[Dr Nagpaul]{@cn}, the chair of the committee, met GPC chairman [Dr Nagpaul]{@cn}.",
            "[Dr Nagpaul]{@cn}, the chair of the committee, met GPC chairman [Dr Nagpaul]{@cn}.",
        );
        check(
            "GPC chairman [Dr Nagpaul]{@cn} left.",
            "GPC chairman [Dr Nagpaul]{@cn} left.",
        );
        check(
            "[GPC]{&gpc} chairman [Dr Cox]{@cox} and [he]{@cox} left.",
            "[GPC]{&gpc} chairman [Dr Cox]{@cox} and [he]{@cox} left.",
        );
        check(
            "[Dr Cox]{@cox} left.",
            "[Dr Cox]{@cox}<, GP Committee chairman> left.",
        );
        check(
            "The chair stood. [He]{@cn} left. A chair fell.",
            "The chair stood. [He]{@cn}<, chair of GP Committee> left. A chair fell.",
        );
        let far = "and so on and on ".repeat(5);
        check(
            &format!("[He]{{@cn}} left {far}a chair."),
            &format!("[He]{{@cn}}<, chair of GP Committee> left {far}a chair."),
        );
    }

    #[test]
    fn an_organisation_has_the_name_of_the_article() {
        check(
            "[GPC]{&gpc}’s [Nagpaul]{@cn} left [the body]{&gpc}.",
            "[GPC]{&gpc}’s [Nagpaul]{@cn}<, chair of GPC> left [the body]{&gpc}.",
        );
        check(
            "[The GP body]{&gpc}’s [Nagpaul]{@cn} left.",
            "[The GP body]{&gpc}’s [Nagpaul]{@cn}<, chair of GP Committee> left.",
        );
    }

    #[test]
    fn the_speaker_stands_where_neither_id_nor_sentence_tells() {
        check(
            "[No]{by @cn as \"a doctor\"}, Dr Nagpaul said.",
            "[No]{by @cn as \"a doctor\"}, Dr Nagpaul said.",
        );
        check(
            "[“No”]{by &b} it said. [So]{more}",
            "[“No”]{by &b}<British Medical Association> it said. [So]{more}<British Medical Association>",
        );
        check(
            "[So]{by @ann-lee}. [It is]{more}.",
            "[So]{by @ann-lee}<, GP in a very long street of a very…>. [It is]{more}<Ann Lée>.",
        );
        check(
            "[So]{by @cn, @x, ?}",
            "[So]{by @cn, @x, ?}<Chaand Nagpaul and Bo><, Chaand Nagpaul: chair of GP Committee><, Bo: clerk>",
        );
        check(
            "::: by @cn\n[in]{@x}\n:::",
            "::: by @cn<Chaand Nagpaul><, chair of GP Committee>\n[in]{@x}<, clerk>\n:::",
        );
    }

    #[test]
    fn mentions_inside_a_quote_come_before_its_speaker() {
        check(
            "[A [he]{@x} and [I]{@cn} b]{by @cn}",
            "[A [he]{@x}<, clerk> and [I]{@cn}<, chair of GP Committee> b]{by @cn}<Chaand Nagpaul>",
        );
    }

    #[test]
    fn each_kind_can_be_switched_off_and_only_the_stretch_counts() {
        let text = "---\ndate: 2014-05\n---\n\n[So]{by @cn}";
        let only = |roles, speakers| {
            shown(
                text,
                Hints {
                    roles,
                    speakers,
                    proposals: false,
                },
            )
        };
        assert_eq!(only(true, false), "[So]{by @cn}<, chair of GP Committee>");
        assert_eq!(only(false, true), "[So]{by @cn}<Chaand Nagpaul>");
        assert_eq!(only(false, false), "[So]{by @cn}");
        let (corpus, file, offset) = fixture::corpus_at(&format!(
            "{CAST}//- a.qm\n---\ndate: 2014\n---\n\n[a]{{@cn}} $0[b]{{@cn}} [c]{{@x}}"
        ));
        let length = corpus.source(file).unwrap().text.len();
        let within = TextRange::new(offset, length);
        let hints = inlay_hint(&corpus, file, within, Hints::default());
        let labels: Vec<&str> = hints.iter().map(|hint| hint.label.as_str()).collect();
        assert_eq!(labels, [", clerk"]);
        let declared = hints[0].declaration.unwrap();
        assert_eq!(fixture::shown(&corpus, &[declared]), ["cast.qm:6: @x"]);
    }
}
