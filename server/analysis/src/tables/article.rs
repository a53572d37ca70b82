//! The rows of an article.

use std::borrow::Cow;
use std::collections::HashMap;

use super::key::statement_id;
use super::known::Known;
use super::nesting::Nesting;
use super::offsets::{PlainText, Stretch};
use super::schema::{Table, own_key};
use super::speaker::SpeakerRow;
use super::words::count_words;
use super::{ArticleFile, Part};
use crate::model::{Facts, QuoteFacts, SpeakerFacts};
use crate::syntax::{
    BlockKind, Document, Encoding, PartialDate, Side, Tag, TextRange, fingerprint, normalise_id,
};
use crate::table::Cell;

/// An article as it is read.
pub(super) struct Article<'a> {
    pub known: &'a Known<'a>,
    pub file: &'a ArticleFile,
    pub text: &'a str,
    pub document: &'a Document,
    pub facts: &'a Facts,
    /// Keys of the header and their values that are known from elsewhere: they go over
    /// those of the text.
    pub given: &'a [(&'a str, &'a str)],
}

/// What the header says, as far as rows need it more than once.
#[derive(Default)]
struct Header<'a> {
    /// Keys that the markup knows and their values; of a key the first counts.
    values: Vec<(&'a str, String)>,
    /// Own keys and their values, each key once.
    own: Vec<(String, String)>,
}

/// Somebody or something that a header names.
#[derive(Default)]
struct Named<'a> {
    id: Option<&'a str>,
    name: Option<&'a str>,
}

/// What the rows of several statements of an article have in common.
struct Around<'a> {
    plain: &'a PlainText<'a>,
    header: &'a Header<'a>,
    source: &'a Named<'a>,
    /// The paragraph of the statement before, and its words.
    paragraph: Option<(TextRange, String)>,
    /// How many bytes of paragraphs may still be told (see [`most_context`]).
    context_left: usize,
    /// How many bytes the rows of `flat` may still have, likewise.
    flat_left: usize,
}

/// A statement on its way to several tables.
struct Statement<'a> {
    quote: &'a QuoteFacts,
    /// Its place in the file.
    place: usize,
    id: &'a str,
    /// The id of the statement in whose words it stands.
    inside: Option<&'a str>,
}

/// A statement whose first rows are made.
struct Told<'a> {
    statement: &'a Statement<'a>,
    text: String,
    line: i32,
    said: Option<PartialDate>,
    said_text: Option<String>,
}

impl<'a> Article<'a> {
    /// Adds all its rows; of its statements those which are `chosen`, by their places in
    /// the file in order, or all.
    pub fn push_to(&self, part: &mut Part, chosen: Option<&[usize]>) {
        let quotes = &self.facts.quotes;
        part.count(chosen.map_or(quotes.len(), <[usize]>::len));
        let plain = PlainText::new(self.text, self.document, &self.facts.lines);
        let header = self.header();
        let source = self.named(header.get("source"));
        self.push_article(part, &header, &source, &plain);
        if !OF_STATEMENTS.iter().any(|table| part.wants(*table)) {
            return;
        }
        let nesting = Nesting::new(quotes);
        let ids = statement_ids(&self.file.key, quotes, &plain);
        let mut around = Around {
            plain: &plain,
            header: &header,
            source: &source,
            paragraph: None,
            context_left: most_context(self.text),
            flat_left: most_context(self.text),
        };
        for (place, quote) in quotes.iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen.binary_search(&place).is_err()) {
                continue;
            }
            let statement = Statement {
                quote,
                place,
                id: &ids[place],
                inside: nesting.around(place).map(|around| &*ids[around]),
            };
            self.push_statement(part, &statement, &mut around);
        }
        if part.wants(Table::Mentions) || part.wants(Table::Notes) {
            self.push_spans(part, &plain, &nesting, &ids);
        }
    }

    fn header(&self) -> Header<'a> {
        let mut header = Header::default();
        let given = self.given.iter();
        let given = given.map(|(key, value)| (*key, (*value).to_owned()));
        header.values.extend(given);
        let properties = self.document.header.iter();
        for property in properties.flat_map(|header| &header.properties) {
            let key = property.key(self.text);
            let value = property.value(self.text);
            if value.is_empty() {
                continue;
            }
            if crate::syntax::HEADER_KEYS.contains(&key) {
                header.values.push((key, value));
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
    fn named<'h>(&self, value: Option<&'h str>) -> Named<'h>
    where
        'a: 'h,
    {
        let Some(value) = value else {
            return Named::default();
        };
        match self.known.entity_named(value) {
            Some(entity) => {
                let one = self.known.of(entity);
                Named {
                    id: Some(&one.id),
                    name: Some(&one.name),
                }
            }
            None => Named {
                id: None,
                name: Some(value),
            },
        }
    }

    fn push_article(
        &self,
        part: &mut Part,
        header: &Header<'_>,
        source: &Named<'_>,
        plain: &PlainText<'_>,
    ) {
        if !part.wants(Table::Articles) {
            return;
        }
        let author = self.named(header.get("author"));
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
                Cell::text(source.id),
                Cell::text(source.name),
                Cell::text(author.id),
                Cell::text(author.name),
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

    fn push_statement(&self, part: &mut Part, statement: &Statement<'_>, around: &mut Around<'_>) {
        let (quote, plain) = (statement.quote, around.plain);
        let mut text = String::new();
        for (number, fragment) in quote.fragments.iter().enumerate() {
            if number > 0 {
                text.push_str(" … ");
            }
            let start = text.len();
            plain.push(*fragment, &mut text);
            if !part.wants(Table::Fragments) {
                continue;
            }
            let [from, to, from_utf16, to_utf16] = numbers(plain.stretch(*fragment));
            part.push(
                Table::Fragments,
                &[
                    Cell::Text(statement.id),
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
        let said = quote.at.or(self.facts.date);
        let told = Told {
            statement,
            text,
            line: i32::try_from(at.line + 1).unwrap_or(i32::MAX),
            said,
            said_text: said.map(|said| said.to_string()),
        };
        if part.wants(Table::Statements) {
            let context = self.paragraph(first).and_then(|paragraph| {
                let before = around.paragraph.take();
                let same = before.filter(|(before, _)| *before == paragraph);
                let found = same.unwrap_or_else(|| {
                    let mut words = String::new();
                    plain.push(paragraph, &mut words);
                    (paragraph, words)
                });
                let words = &*around.paragraph.insert(found).1;
                around.context_left = around.context_left.checked_sub(words.len())?;
                Some(words)
            });
            let is_unknown = |speaker: &SpeakerFacts| *speaker == SpeakerFacts::Unknown;
            let [from, to, from_utf16, to_utf16] = numbers(extent(plain, quote));
            let of = quote.of.map(|of| &*self.known.of(of).id);
            part.push(
                Table::Statements,
                &[
                    Cell::Text(statement.id),
                    Cell::Text(&self.file.key),
                    Cell::int(statement.place + 1),
                    Cell::Text(quote.form.word()),
                    Cell::Text(&told.text),
                    Cell::int(quote.fragments.len()),
                    from,
                    to,
                    from_utf16,
                    to_utf16,
                    Cell::Int(told.line),
                    Cell::int(at.column as usize + 1),
                    Cell::date(said.map(PartialDate::first_day)),
                    Cell::text(told.said_text.as_deref()),
                    Cell::text(quote.capacity.as_deref()),
                    Cell::text(of),
                    Cell::text(statement.inside),
                    Cell::Bool(quote.speakers.is_empty() || quote.speakers.iter().any(is_unknown)),
                    Cell::text(context),
                ],
            );
        }
        self.push_others(part, statement, said);
        if part.wants(Table::StatementSpeakers) || part.wants(Table::Flat) {
            let speakers = self.push_speakers(part, &told);
            self.push_flat(part, &told, &speakers, around);
        }
    }

    fn push_speakers<'s>(&'s self, part: &mut Part, told: &Told<'s>) -> Vec<SpeakerRow<'s>> {
        let quote = told.statement.quote;
        let speakers = quote.speakers.iter();
        let speakers: Vec<SpeakerRow<'_>> = speakers
            .map(|speaker| SpeakerRow::new(self.known, speaker, quote, told.said))
            .collect();
        for (number, speaker) in speakers.iter().enumerate() {
            part.push(
                Table::StatementSpeakers,
                &[
                    Cell::Text(told.statement.id),
                    Cell::int(number + 1),
                    Cell::text(speaker.id),
                    Cell::text(speaker.name),
                    Cell::Text(speaker.kind),
                    Cell::text(speaker.role.as_deref()),
                    speaker.is_certain.map_or(Cell::Null, Cell::Bool),
                    Cell::Texts(Cow::Borrowed(&speaker.org_ids)),
                    Cell::Texts(Cow::Borrowed(&speaker.org_names)),
                    Cell::text(speaker.org_from),
                    Cell::Texts(Cow::Owned(
                        self.known.within(&speaker.organisations, told.said),
                    )),
                ],
            );
        }
        speakers
    }

    fn push_others(&self, part: &mut Part, statement: &Statement<'_>, said: Option<PartialDate>) {
        for (side, topic) in &statement.quote.topics {
            let within = self.known.within(&[*topic], said);
            let topic = self.known.of(*topic);
            part.push(
                Table::StatementTopics,
                &[
                    Cell::Text(statement.id),
                    Cell::Text(&topic.id),
                    Cell::Text(&topic.name),
                    Cell::Int(stance(*side)),
                    Cell::Texts(Cow::Owned(within)),
                ],
            );
        }
        for (number, to) in statement.quote.to.iter().enumerate() {
            let to = self.known.of(*to);
            part.push(
                Table::StatementAddressees,
                &[
                    Cell::Text(statement.id),
                    Cell::int(number + 1),
                    Cell::Text(&to.id),
                    Cell::Text(&to.name),
                ],
            );
        }
    }

    fn push_flat(
        &self,
        part: &mut Part,
        told: &Told<'_>,
        speakers: &[SpeakerRow<'_>],
        around: &mut Around<'_>,
    ) {
        if !part.wants(Table::Flat) {
            return;
        }
        let quote = told.statement.quote;
        let nobody = [SpeakerRow::unknown()];
        let speakers = if speakers.is_empty() {
            &nobody
        } else {
            speakers
        };
        let topics = quote.topics.iter();
        let topics = topics.map(|(side, topic)| Some((self.known.of(*topic), stance(*side))));
        let mut topics: Vec<_> = topics.collect();
        if topics.is_empty() {
            topics.push(None);
        }
        let title = around.header.get("title");
        let bytes = told.text.len() + title.map_or(0, str::len) + FLAT_ROW;
        let (mut is_first, mut left_out) = (true, 0);
        for speaker in speakers {
            let org_ids = joined(&speaker.org_ids);
            let org_names = joined(&speaker.org_names);
            for topic in &topics {
                // Each statement has a row at least.
                let left = around.flat_left.checked_sub(bytes);
                if !std::mem::take(&mut is_first) && left.is_none() {
                    left_out += 1;
                    continue;
                }
                around.flat_left = left.unwrap_or_default();
                let topic = topic.as_ref();
                part.push(
                    Table::Flat,
                    &[
                        Cell::Text(told.statement.id),
                        Cell::Text(&self.file.key),
                        Cell::Text(&self.file.path),
                        Cell::text(title),
                        Cell::text(around.source.id),
                        Cell::text(around.source.name),
                        Cell::date(told.said.map(PartialDate::first_day)),
                        Cell::text(told.said_text.as_deref()),
                        Cell::Text(quote.form.word()),
                        Cell::Text(&told.text),
                        Cell::text(speaker.id),
                        Cell::text(speaker.name),
                        Cell::Text(speaker.kind),
                        Cell::text(speaker.role.as_deref()),
                        Cell::text(org_ids.as_deref()),
                        Cell::text(org_names.as_deref()),
                        Cell::text(topic.map(|(topic, _)| &*topic.id)),
                        Cell::text(topic.map(|(topic, _)| &*topic.name)),
                        topic.map_or(Cell::Null, |(_, stance)| Cell::Int(*stance)),
                        Cell::Int(told.line),
                    ],
                );
            }
        }
        part.leave_out(left_out);
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

/// How many bytes the paragraphs of all statements of an article may have together, and the rows of
/// `flat`: 64 times its text, of a long one less. A megabyte of statements in one paragraph would
/// give gigabytes, and so would a tag of a thousand speakers and a thousand topics.
fn most_context(text: &str) -> usize {
    64 * text.len().min(1 << 20) + 4 * text.len()
}

/// What a row of `flat` counts beside the words of the statement and the title.
const FLAT_ROW: usize = 64;

/// The tables that have rows for statements, or for what stands in one.
const OF_STATEMENTS: [Table; 8] = [
    Table::Statements,
    Table::StatementSpeakers,
    Table::StatementTopics,
    Table::StatementAddressees,
    Table::Fragments,
    Table::Mentions,
    Table::Notes,
    Table::Flat,
];

impl Header<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let value = self.values.iter().find(|(other, _)| *other == key);
        value.map(|(_, value)| value.as_str())
    }
}

/// The ids of all statements of an article, by their places in the file.
pub(super) fn statement_ids(
    article: &str,
    quotes: &[QuoteFacts],
    plain: &PlainText<'_>,
) -> Vec<String> {
    let mut seen: HashMap<(usize, usize), usize> = HashMap::new();
    let ids = quotes.iter().map(|quote| {
        let Stretch { start, end } = extent(plain, quote);
        let ordinal = seen.entry((start.points, end.points)).or_default();
        let id = statement_id(article, start.points, end.points, *ordinal);
        *ordinal += 1;
        id
    });
    ids.collect()
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

fn joined<'t>(texts: &[&'t str]) -> Option<Cow<'t, str>> {
    match texts {
        [] => None,
        [one] => Some(Cow::Borrowed(one)),
        several => Some(Cow::Owned(several.join("; "))),
    }
}

fn precision(date: PartialDate) -> &'static str {
    match date.to_string().len() {
        4 => "year",
        7 => "month",
        _ => "day",
    }
}

/// A side as a number.
pub(super) fn stance(side: Side) -> i32 {
    match side {
        Side::Against => -1,
        Side::On => 0,
        Side::For => 1,
    }
}
