//! An article as TEI.

use quick_xml::escape::escape;
use quotemark_analysis::coded::{Article, EntityKind, Speaker, SpeakerKind, Statement};

use super::ids::{self, TEI};
use super::pieces::{Piece, nested, paragraphs};
use crate::error::Error;
use crate::form::{Kind, Losses};
use crate::xml::{Attribute, Xml, is_legal, legal};

const NO_WORDS: Kind = ("annotations without words", "were left out");
const OTHER_DAY: Kind = (
    "statements of another day than their article's",
    "have no date of their own",
);
const CAPACITY: Kind = (
    "statements in another capacity (`as`)",
    "are written without it",
);
const OWN_KEYS: Kind = (
    "articles with own keys in the header",
    "are written without these",
);
const ILLEGAL: Kind = (
    "articles with characters that XML has not",
    "have U+FFFD in their places",
);
const NO_TEXT: Kind = ("articles without a text", "have an empty paragraph");

/// What is marked.
enum Mark<'a> {
    Said(&'a Statement),
    Mention(&'a str),
    Noted(usize, &'a str),
}

/// Writes an article, which is that number of the corpus.
pub fn write(article: &Article, number: usize, losses: &mut Losses) -> Result<Vec<u8>, Error> {
    if !article.own.is_empty() {
        let keys = article.own.iter().map(|(key, _)| key.as_str());
        let keys: Vec<&str> = keys.collect();
        losses.at(OWN_KEYS, &article.path, 0, keys.join(", "));
    }
    if !article.text.chars().all(is_legal) {
        losses.at(ILLEGAL, &article.path, 0, "");
    }
    let id = format!("a{number}");
    let mut xml = Xml::begin(Vec::new())?;
    let mut attributes = vec![("xmlns", TEI), ("xml:id", &*id)];
    attributes.extend(article.language.as_deref().map(|tag| ("xml:lang", tag)));
    xml.open("TEI", &attributes)?;
    header(&mut xml, article, &id)?;
    xml.open("text", &[])?;
    xml.open("body", &[])?;
    xml.open("div", &[])?;
    body(&mut xml, article, &id, losses)?;
    for name in ["div", "body", "text", "TEI"] {
        xml.close(name)?;
    }
    Ok(xml.finish()?)
}

fn header(xml: &mut Xml<Vec<u8>>, article: &Article, id: &str) -> Result<(), Error> {
    let title = article.title.as_deref().unwrap_or(&article.key);
    xml.open("teiHeader", &[])?;
    xml.open("fileDesc", &[])?;
    xml.open("titleStmt", &[])?;
    xml.words("title", &[], title)?;
    xml.close("titleStmt")?;
    xml.open("publicationStmt", &[])?;
    xml.words("p", &[], "Written by Quotemark.")?;
    xml.close("publicationStmt")?;
    xml.open("sourceDesc", &[])?;
    xml.open("bibl", &[])?;
    xml.words("title", &[], title)?;
    for (element, of, words) in [
        ("author", &article.author_id, &article.author),
        ("publisher", &article.source_id, &article.source),
    ] {
        let Some(words) = words else { continue };
        xml.open(element, &[])?;
        match of {
            Some(of) => {
                let (name, reference) = (named(of), format!("#{}", ids::of(of)));
                xml.words(name, &[("ref", &*reference)], words)?;
            }
            None => xml.text(words)?,
        }
        xml.close(element)?;
    }
    if let (Some(_), Some(written)) = (article.date, &article.date_text) {
        xml.words("date", &[("when", &**written)], written)?;
    }
    xml.words("idno", &[("type", "quotemark")], &article.key)?;
    if let Some(url) = &article.url {
        xml.words("idno", &[("type", "URI")], url)?;
    }
    xml.close("bibl")?;
    xml.close("sourceDesc")?;
    xml.close("fileDesc")?;
    let unnamed = unnamed(article);
    if !unnamed.is_empty() {
        xml.open("profileDesc", &[])?;
        xml.open("particDesc", &[])?;
        xml.open("listPerson", &[])?;
        for (number, words) in unnamed.iter().enumerate() {
            let person = format!("{id}.p{}", number + 1);
            xml.open("person", &[("xml:id", &*person)])?;
            xml.words("persName", &[], words)?;
            xml.close("person")?;
        }
        xml.close("listPerson")?;
        xml.close("particDesc")?;
        xml.close("profileDesc")?;
    }
    xml.close("teiHeader")?;
    Ok(())
}

/// The element of the name of one of the cast.
fn named(id: &str) -> &'static str {
    match EntityKind::of_id(id) {
        EntityKind::Person => "persName",
        EntityKind::Organisation => "orgName",
        EntityKind::Topic => "rs",
    }
}

/// The speakers in words alone, each once.
fn unnamed(article: &Article) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    let speakers = article.statements.iter().flat_map(|one| &one.speakers);
    for speaker in speakers.filter(|one| one.kind == SpeakerKind::Unnamed) {
        let words = speaker.name.as_deref().unwrap_or_default();
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

fn body(
    xml: &mut Xml<Vec<u8>>,
    article: &Article,
    id: &str,
    losses: &mut Losses,
) -> Result<(), Error> {
    let points: Vec<char> = article.text.chars().collect();
    let unnamed = unnamed(article);
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut spans: Vec<Piece> = Vec::new();
    let mut push = |mark, all: &[quotemark_analysis::coded::Span]| {
        let number = marks.len();
        marks.push(mark);
        spans.extend(all.iter().map(|span| Piece {
            start: span.start,
            end: span.end,
            mark: number,
        }));
    };
    for statement in &article.statements {
        push(Mark::Said(statement), &statement.fragments);
        if statement.date != article.date {
            losses.at(OTHER_DAY, &article.path, statement.line, &statement.text);
        }
        if let Some(capacity) = &statement.capacity {
            losses.at(CAPACITY, &article.path, statement.line, capacity);
        }
    }
    for mention in &article.mentions {
        push(Mark::Mention(&mention.id), &[mention.span]);
    }
    for (number, note) in article.notes.iter().enumerate() {
        push(Mark::Noted(number, &note.note), &[note.span]);
    }
    let paragraphs = paragraphs(&points);
    let cut: Vec<Vec<Piece>> = paragraphs
        .iter()
        .map(|paragraph| nested(&spans, *paragraph))
        .collect();
    let mut counts = vec![0; marks.len()];
    cut.iter()
        .flatten()
        .for_each(|piece| counts[piece.mark] += 1);
    for (mark, _) in marks.iter().zip(&counts).filter(|(_, count)| **count == 0) {
        match mark {
            Mark::Said(one) => losses.at(NO_WORDS, &article.path, one.line, "a statement"),
            Mark::Mention(of) => losses.at(NO_WORDS, &article.path, 0, *of),
            Mark::Noted(_, note) => losses.at(NO_WORDS, &article.path, 0, *note),
        }
    }
    if paragraphs.is_empty() {
        losses.at(NO_TEXT, &article.path, 0, "");
        xml.empty("p", &[])?;
    }
    let mut words = Words {
        all: String::new(),
        points: &points,
        marks: &marks,
        counts: &counts,
        seen: vec![0; marks.len()],
        id,
        unnamed: &unnamed,
    };
    for (paragraph, pieces) in paragraphs.iter().zip(&cut) {
        words.all.clear();
        words.paragraph(*paragraph, pieces);
        xml.open("p", &[])?;
        xml.escaped(&words.all)?;
        xml.close("p")?;
    }
    Ok(())
}

/// The words of a paragraph with what is marked in them.
struct Words<'a> {
    all: String,
    points: &'a [char],
    marks: &'a [Mark<'a>],
    /// How many pieces each mark has.
    counts: &'a [usize],
    /// How many of them have begun.
    seen: Vec<usize>,
    id: &'a str,
    unnamed: &'a [&'a str],
}

impl Words<'_> {
    fn paragraph(&mut self, (start, end): (usize, usize), pieces: &[Piece]) {
        let mut at = start;
        let mut open: Vec<(Piece, usize)> = Vec::new();
        for piece in pieces {
            while let Some((around, number)) = open.pop_if(|(around, _)| around.end <= piece.start)
            {
                self.text(&mut at, around.end);
                self.end(around.mark, number);
            }
            self.text(&mut at, piece.start);
            self.seen[piece.mark] += 1;
            let number = self.seen[piece.mark];
            self.begin(piece.mark, number);
            open.push((*piece, number));
        }
        while let Some((around, number)) = open.pop() {
            self.text(&mut at, around.end);
            self.end(around.mark, number);
        }
        self.text(&mut at, end);
    }

    fn text(&mut self, at: &mut usize, to: usize) {
        if *at < to {
            let words: String = self.points[*at..to].iter().collect();
            self.all += &escape(&*legal(&words));
            *at = to;
        }
    }

    fn begin(&mut self, mark: usize, number: usize) {
        match &self.marks[mark] {
            Mark::Said(statement) => {
                let attributes = self.said(statement, number, self.counts[mark]);
                let borrowed: Vec<Attribute<'_>> = attributes
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                self.tag("said", &borrowed);
            }
            Mark::Mention(of) => {
                let reference = format!("#{}", ids::of(of));
                self.tag(named(of), &[("ref", &*reference)]);
            }
            Mark::Noted(note, _) => {
                let id = format!("{}.n{}.{number}", self.id, note + 1);
                self.tag("seg", &[("xml:id", &*id)]);
            }
        }
    }

    fn end(&mut self, mark: usize, number: usize) {
        match &self.marks[mark] {
            Mark::Said(..) => self.all += "</said>",
            Mark::Mention(of) => self.all += &format!("</{}>", named(of)),
            Mark::Noted(note, words) => {
                self.all += "</seg>";
                if number == self.counts[mark] {
                    let parts = 1..=number;
                    let parts = parts.map(|part| format!("#{}.n{}.{part}", self.id, note + 1));
                    let target = parts.collect::<Vec<_>>().join(" ");
                    self.tag("note", &[("target", &*target)]);
                    self.all += &escape(&*legal(words));
                    self.all += "</note>";
                }
            }
        }
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.all += &format!("<{name}");
        for (key, value) in attributes {
            let value = value.replace(['\n', '\r', '\t'], " ");
            self.all += &format!(" {key}=\"{}\"", escape(&*legal(&value)));
        }
        self.all.push('>');
    }

    fn said(
        &self,
        statement: &Statement,
        number: usize,
        count: usize,
    ) -> Vec<(&'static str, String)> {
        let part = |number: usize| match count {
            1 => format!("s.{}", statement.id),
            _ => format!("s.{}.{number}", statement.id),
        };
        let mut attributes = vec![("xml:id", part(number))];
        let who = statement.speakers.iter();
        let who: Vec<String> = who.filter_map(|speaker| self.who(speaker)).collect();
        let organisations = statement.speakers.iter().flat_map(|one| &one.organisations);
        let mut of: Vec<&str> = organisations.map(|one| one.id.as_str()).collect();
        of.sort_unstable();
        of.dedup();
        let topics = statement.topics.iter().map(|topic| {
            let side = match topic.stance {
                ..0 => "against",
                0 => "on",
                1.. => "for",
            };
            format!("#{}.{side}", ids::of(&topic.id))
        });
        let mut ana = vec![format!("#kind.{}", statement.kind)];
        ana.extend(topics);
        let to = statement.addressees.iter().map(|one| one.id.as_str());
        let direct = match &*statement.kind {
            "direct" => "true",
            "indirect" => "false",
            _ => "unknown",
        };
        for (name, value) in [
            ("who", who.join(" ")),
            ("toWhom", ids::references(to)),
            ("corresp", ids::references(of.into_iter())),
            ("ana", ana.join(" ")),
            ("direct", direct.to_owned()),
        ] {
            if !value.is_empty() {
                attributes.push((name, value));
            }
        }
        if number > 1 {
            attributes.push(("prev", format!("#{}", part(number - 1))));
        }
        if number < count {
            attributes.push(("next", format!("#{}", part(number + 1))));
        }
        attributes
    }

    fn who(&self, speaker: &Speaker) -> Option<String> {
        if speaker.kind == SpeakerKind::Unnamed {
            let words = speaker.name.as_deref().unwrap_or_default();
            let place = self.unnamed.iter().position(|other| *other == words)?;
            return Some(format!("#{}.p{}", self.id, place + 1));
        }
        let id = speaker.id.as_deref()?;
        Some(format!("#{}", ids::of(id)))
    }
}
