//! The rows of an article.

use std::collections::HashMap;
use std::sync::Arc;

use super::key::statement_id;
use super::nesting::Nesting;
use super::offsets::{PlainText, Stretch};
use super::schema::{Table, own_key};
use super::then::{Then, ThenCache};
use super::{ArticleFile, Part};
use crate::model::{Corpus, Facts, QuoteFacts, SpeakerFacts};
use crate::syntax::{
    BlockKind, Document, Encoding, EntityKind, PartialDate, Side, Tag, TextRange, fingerprint,
    normalise_id,
};
use crate::table::Cell;

/// An article as it is read.
pub(super) struct Article<'a> {
    pub corpus: &'a Corpus,
    pub file: &'a ArticleFile,
    pub text: &'a str,
    pub document: &'a Document,
    pub facts: &'a Facts,
}

/// What the header says, as far as rows need it more than once.
#[derive(Default)]
struct Header {
    values: HashMap<String, String>,
    /// Own keys and their values, each key once.
    own: Vec<(String, String)>,
}

/// Somebody or something that a header names.
#[derive(Default)]
struct Named {
    id: Option<String>,
    name: Option<String>,
}

/// A statement on its way to several tables.
struct Statement<'a> {
    quote: &'a QuoteFacts,
    id: &'a str,
    text: String,
    line: i32,
    said: Option<PartialDate>,
    said_text: Option<String>,
}

/// A speaker on their way to two tables.
struct SpeakerRow {
    id: Option<Arc<str>>,
    name: Option<String>,
    kind: &'static str,
    role: Option<String>,
    is_certain: Option<bool>,
    org_ids: Vec<Arc<str>>,
    org_names: Vec<String>,
    org_from: Option<&'static str>,
}

impl Article<'_> {
    /// Adds all its rows; of its statements those which are `chosen`, by their places in
    /// the file, or all.
    pub fn push_to(&self, part: &mut Part, chosen: Option<&[usize]>, cache: &mut ThenCache<'_>) {
        let plain = PlainText::new(self.text, self.document);
        let header = self.header();
        let source = self.named(header.get("source"), cache);
        self.push_article(part, &header, &source, &plain, cache);
        let nesting = Nesting::new(&self.facts.quotes);
        let ids = self.statement_ids(&plain);
        let places = 0..self.facts.quotes.len();
        for place in places.filter(|place| chosen.is_none_or(|chosen| chosen.contains(place))) {
            let quote = &self.facts.quotes[place];
            let around = nesting.around(place).map(|around| &*ids[around]);
            self.push_statement(
                part,
                (place, quote),
                &ids[place],
                around,
                &plain,
                &header,
                &source,
                cache,
            );
        }
        self.push_spans(part, &plain, &nesting, &ids);
    }

    fn header(&self) -> Header {
        let mut header = Header::default();
        let properties = self.document.header.iter();
        for property in properties.flat_map(|header| &header.properties) {
            let key = property.key(self.text);
            let value = property.value(self.text);
            if value.is_empty() {
                continue;
            }
            if crate::syntax::HEADER_KEYS.contains(&key) {
                header.values.entry(key.to_owned()).or_insert(value);
                continue;
            }
            let key = own_key(key);
            if header.own.iter().all(|(other, _)| *other != key) {
                header.own.push((key, value));
            }
        }
        header
    }

    /// Whom a value of the header names: an id and its name, or words.
    fn named(&self, value: Option<&str>, cache: &mut ThenCache<'_>) -> Named {
        let Some(value) = value else {
            return Named::default();
        };
        let written = normalise_id(value);
        let is_reference = !value.contains(char::is_whitespace)
            && value
                .chars()
                .next()
                .and_then(EntityKind::of_sigil)
                .is_some();
        let entity = is_reference.then(|| self.corpus.ids().find(&written));
        match entity.flatten() {
            Some(entity) => Named {
                name: Some(cache.name(entity).to_owned()),
                id: Some(written.into_owned()),
            },
            None => Named {
                id: None,
                name: Some(value.to_owned()),
            },
        }
    }

    fn push_article(
        &self,
        part: &mut Part,
        header: &Header,
        source: &Named,
        plain: &PlainText<'_>,
        cache: &mut ThenCache<'_>,
    ) {
        let author = self.named(header.get("author"), cache);
        let whole = plain.whole();
        let seal = header.get("sealed");
        let date = self.facts.date;
        part.push(
            Table::Articles,
            &[
                Cell::Text(&self.file.key),
                Cell::Text(&self.file.path),
                Cell::text(header.get("title")),
                Cell::date(date.map(PartialDate::first_day)),
                Cell::text(header.get("date")),
                Cell::text(date.map(precision)),
                Cell::text(source.id.as_deref()),
                Cell::text(source.name.as_deref()),
                Cell::text(author.id.as_deref()),
                Cell::text(author.name.as_deref()),
                Cell::text(header.get("url")),
                Cell::text(header.get("language")),
                Cell::text(header.get("coder")),
                Cell::text(header.get("coded")),
                Cell::text(header.get("reviewed")),
                seal.map_or(Cell::Null, |seal| Cell::Bool(fingerprint(&whole) == seal)),
                Cell::int(count_words(&whole)),
            ],
        );
        part.push_own_keys(&header.own);
    }

    /// The ids of all statements, by their places in the file.
    pub(super) fn statement_ids(&self, plain: &PlainText<'_>) -> Vec<String> {
        let mut seen: HashMap<(usize, usize), usize> = HashMap::new();
        let quotes = self.facts.quotes.iter();
        let ids = quotes.map(|quote| {
            let Stretch { start, end } = extent(plain, quote);
            let ordinal = seen.entry((start.points, end.points)).or_default();
            let id = statement_id(&self.file.key, start.points, end.points, *ordinal);
            *ordinal += 1;
            id
        });
        ids.collect()
    }

    #[allow(clippy::too_many_arguments, reason = "each stands for something else")]
    fn push_statement(
        &self,
        part: &mut Part,
        (place, quote): (usize, &QuoteFacts),
        id: &str,
        around: Option<&str>,
        plain: &PlainText<'_>,
        header: &Header,
        source: &Named,
        cache: &mut ThenCache<'_>,
    ) {
        let mut text = String::new();
        for (number, fragment) in quote.fragments.iter().enumerate() {
            if number > 0 {
                text.push_str(" … ");
            }
            let start = text.len();
            plain.push(*fragment, &mut text);
            let stretch = plain.stretch(*fragment);
            let [from, to, from_utf16, to_utf16] = numbers(stretch);
            part.push(
                Table::Fragments,
                &[
                    Cell::Text(id),
                    Cell::int(number + 1),
                    from,
                    to,
                    from_utf16,
                    to_utf16,
                    Cell::Text(&text[start..]),
                ],
            );
        }
        let first = quote.fragments.first().map_or(0, |words| words.from());
        let at = self.facts.lines.position(first, Encoding::Utf32);
        let count = |number: u32| Cell::int(number as usize + 1);
        let said = quote.at.or(self.facts.date);
        let said_text = said.map(|said| said.to_string());
        let context = self.paragraph(first).map(|paragraph| {
            let mut words = String::new();
            plain.push(paragraph, &mut words);
            words
        });
        let is_unknown = |speaker: &SpeakerFacts| *speaker == SpeakerFacts::Unknown;
        let [from, to, from_utf16, to_utf16] = numbers(extent(plain, quote));
        let of = quote.of.map(|of| cache.id(of));
        part.push(
            Table::Statements,
            &[
                Cell::Text(id),
                Cell::Text(&self.file.key),
                Cell::int(place + 1),
                Cell::Text(quote.form.word()),
                Cell::Text(&text),
                Cell::int(quote.fragments.len()),
                from,
                to,
                from_utf16,
                to_utf16,
                count(at.line),
                count(at.column),
                Cell::date(said.map(PartialDate::first_day)),
                Cell::text(said_text.as_deref()),
                Cell::text(quote.capacity.as_deref()),
                Cell::text(of.as_deref()),
                Cell::text(around),
                Cell::Bool(quote.speakers.is_empty() || quote.speakers.iter().any(is_unknown)),
                Cell::text(context.as_deref()),
            ],
        );
        let statement = Statement {
            quote,
            id,
            text,
            line: i32::try_from(at.line + 1).unwrap_or(i32::MAX),
            said,
            said_text,
        };
        let speakers = self.push_speakers(part, &statement, cache);
        self.push_others(part, &statement, cache);
        self.push_flat(part, &statement, &speakers, header, source, cache);
    }

    fn push_speakers(
        &self,
        part: &mut Part,
        statement: &Statement<'_>,
        cache: &mut ThenCache<'_>,
    ) -> Vec<SpeakerRow> {
        let quote = statement.quote;
        let speakers = quote.speakers.iter();
        let speakers: Vec<SpeakerRow> = speakers
            .map(|speaker| speaker_row(speaker, quote, statement.said, cache))
            .collect();
        for (number, speaker) in speakers.iter().enumerate() {
            let ids: Vec<&str> = speaker.org_ids.iter().map(|id| &**id).collect();
            let names: Vec<&str> = speaker.org_names.iter().map(String::as_str).collect();
            part.push(
                Table::StatementSpeakers,
                &[
                    Cell::Text(statement.id),
                    Cell::int(number + 1),
                    Cell::text(speaker.id.as_deref()),
                    Cell::text(speaker.name.as_deref()),
                    Cell::Text(speaker.kind),
                    Cell::text(speaker.role.as_deref()),
                    speaker.is_certain.map_or(Cell::Null, Cell::Bool),
                    Cell::Texts(ids),
                    Cell::Texts(names),
                    Cell::text(speaker.org_from),
                ],
            );
        }
        speakers
    }

    fn push_others(&self, part: &mut Part, statement: &Statement<'_>, cache: &mut ThenCache<'_>) {
        for (side, topic) in &statement.quote.topics {
            let id = cache.id(*topic);
            part.push(
                Table::StatementTopics,
                &[
                    Cell::Text(statement.id),
                    Cell::Text(&id),
                    Cell::Text(cache.name(*topic)),
                    Cell::Int(stance(*side)),
                ],
            );
        }
        for (number, to) in statement.quote.to.iter().enumerate() {
            let id = cache.id(*to);
            part.push(
                Table::StatementAddressees,
                &[
                    Cell::Text(statement.id),
                    Cell::int(number + 1),
                    Cell::Text(&id),
                    Cell::Text(cache.name(*to)),
                ],
            );
        }
    }

    fn push_flat(
        &self,
        part: &mut Part,
        statement: &Statement<'_>,
        speakers: &[SpeakerRow],
        header: &Header,
        source: &Named,
        cache: &mut ThenCache<'_>,
    ) {
        let nobody = [SpeakerRow::unknown()];
        let speakers = if speakers.is_empty() {
            &nobody
        } else {
            speakers
        };
        let topics = statement.quote.topics.iter();
        let mut topics: Vec<_> = topics
            .map(|(side, topic)| {
                let name = cache.name(*topic).to_owned();
                Some((cache.id(*topic), name, stance(*side)))
            })
            .collect();
        if topics.is_empty() {
            topics.push(None);
        }
        for speaker in speakers {
            let org_ids = joined(&speaker.org_ids);
            let org_names = joined(&speaker.org_names);
            for topic in &topics {
                let topic = topic.as_ref();
                part.push(
                    Table::Flat,
                    &[
                        Cell::Text(statement.id),
                        Cell::Text(&self.file.key),
                        Cell::Text(&self.file.path),
                        Cell::text(header.get("title")),
                        Cell::text(source.id.as_deref()),
                        Cell::text(source.name.as_deref()),
                        Cell::date(statement.said.map(PartialDate::first_day)),
                        Cell::text(statement.said_text.as_deref()),
                        Cell::Text(statement.quote.form.word()),
                        Cell::Text(&statement.text),
                        Cell::text(speaker.id.as_deref()),
                        Cell::text(speaker.name.as_deref()),
                        Cell::Text(speaker.kind),
                        Cell::text(speaker.role.as_deref()),
                        Cell::text(org_ids.as_deref()),
                        Cell::text(org_names.as_deref()),
                        Cell::text(topic.map(|(id, ..)| &**id)),
                        Cell::text(topic.map(|(_, name, _)| name.as_str())),
                        topic.map_or(Cell::Null, |(.., stance)| Cell::Int(*stance)),
                        Cell::Int(statement.line),
                    ],
                );
            }
        }
    }

    /// The rows of mentions and notes.
    fn push_spans(
        &self,
        part: &mut Part,
        plain: &PlainText<'_>,
        nesting: &Nesting,
        ids: &[String],
    ) {
        let (mut mentions, mut notes) = (0, 0);
        let mut words = String::new();
        for span in &self.document.spans {
            if !matches!(span.tag, Tag::Mention(_) | Tag::Note(_)) {
                continue;
            }
            words.clear();
            plain.push(span.words, &mut words);
            let [from, to, from_utf16, to_utf16] = numbers(plain.stretch(span.words));
            let around = nesting.at(span.words).map(|around| &*ids[around]);
            let (article, around) = (Cell::Text(&self.file.key), Cell::text(around));
            match &span.tag {
                Tag::Mention(reference) => {
                    mentions += 1;
                    let entity = normalise_id(&self.text[reference.range]);
                    part.push(
                        Table::Mentions,
                        &[
                            article,
                            Cell::Int(mentions),
                            Cell::Text(&entity),
                            around,
                            from,
                            to,
                            from_utf16,
                            to_utf16,
                            Cell::Text(&words),
                        ],
                    );
                }
                Tag::Note(note) => {
                    notes += 1;
                    part.push(
                        Table::Notes,
                        &[
                            article,
                            Cell::Int(notes),
                            around,
                            from,
                            to,
                            from_utf16,
                            to_utf16,
                            Cell::Text(&words),
                            Cell::Text(&self.text[*note]),
                        ],
                    );
                }
                _ => {}
            }
        }
    }

    /// The paragraph or the heading in which a byte of the file stands.
    fn paragraph(&self, place: usize) -> Option<TextRange> {
        let blocks = &self.document.blocks;
        let before = blocks.partition_point(|block| block.range.from() <= place);
        let mut before = blocks[..before].iter().rev();
        let found = before.find(|block| {
            let is_words = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. });
            is_words && block.range.touches(place)
        });
        found.map(|block| block.range.trimmed(self.text))
    }
}

impl Header {
    fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }
}

impl SpeakerRow {
    fn unknown() -> Self {
        Self {
            id: None,
            name: None,
            kind: "unknown",
            role: None,
            is_certain: None,
            org_ids: Vec::new(),
            org_names: Vec::new(),
            org_from: None,
        }
    }
}

fn speaker_row(
    speaker: &SpeakerFacts,
    quote: &QuoteFacts,
    said: Option<PartialDate>,
    cache: &mut ThenCache<'_>,
) -> SpeakerRow {
    let mut row = SpeakerRow::unknown();
    let mut organisations = Vec::new();
    match speaker {
        SpeakerFacts::Unknown => {}
        SpeakerFacts::Unnamed(words) => {
            row.kind = "unnamed";
            row.name = Some(words.to_string());
        }
        SpeakerFacts::Entity(entity) => {
            row.kind = entity.kind().word();
            row.id = Some(cache.id(*entity));
            row.name = Some(cache.name(*entity).to_owned());
            let then: Arc<Then> = cache.then(*entity, said);
            row.role = then.roles.clone();
            row.is_certain = then.is_certain;
            organisations.clone_from(&then.organisations);
            if !organisations.is_empty() {
                let is_self = entity.kind() == EntityKind::Organisation;
                row.org_from = Some(if is_self { "self" } else { "role" });
            }
        }
    }
    if let Some(capacity) = &quote.capacity {
        row.role = Some(capacity.to_string());
        row.is_certain = Some(true);
    }
    if let Some(of) = quote.of {
        organisations = vec![of];
        row.org_from = Some("of");
    }
    for organisation in organisations {
        row.org_ids.push(cache.id(organisation));
        row.org_names.push(cache.name(organisation).to_owned());
    }
    row
}

/// From where its first fragment begins to where its last one ends.
fn extent(plain: &PlainText<'_>, quote: &QuoteFacts) -> Stretch {
    let stretches = quote.fragments.iter().map(|words| plain.stretch(*words));
    let both = stretches.reduce(|one, other| Stretch {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
    });
    both.unwrap_or_default()
}

fn numbers<'a>(stretch: Stretch) -> [Cell<'a>; 4] {
    let Stretch { start, end } = stretch;
    [start.points, end.points, start.utf16, end.utf16].map(Cell::int)
}

fn joined(texts: &[impl AsRef<str>]) -> Option<String> {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// How many words stand in a text with white space between them.
fn count_words(text: &str) -> usize {
    let (mut count, mut is_inside) = (0, false);
    for c in text.chars() {
        // Nearly all are ASCII, for which no table is looked into.
        let is_space = match c {
            ' ' | '\t'..='\r' => true,
            _ => !c.is_ascii() && c.is_whitespace(),
        };
        count += usize::from(!is_space && !is_inside);
        is_inside = !is_space;
    }
    count
}

fn precision(date: PartialDate) -> &'static str {
    match date.to_string().len() {
        4 => "year",
        7 => "month",
        _ => "day",
    }
}

fn stance(side: Side) -> i32 {
    match side {
        Side::Against => -1,
        Side::On => 0,
        Side::For => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_stand_between_white_space() {
        for text in ["", " ", "a", " a  b\r\nc\u{a0}d\u{2003}“e”, f\u{b}g\u{c}h "] {
            assert_eq!(
                count_words(text),
                text.split_whitespace().count(),
                "{text:?}"
            );
        }
    }
}
