//! Web Annotations of the W3C, in JSON-LD: a page of all statements, mentions and notes.
//!
//! Places are selected by their words with what stands around them, and by code points of
//! the plain text. Bodies are texts that every reader shows, and one in terms of our own
//! that says all.

use std::io::Write;

use quotemark_analysis::coded::{Article, Cast, Mention, Named, Note, Span, Speaker, SpeakerKind};
use quotemark_analysis::coded::{Statement, Topic};
use quotemark_analysis::percent;
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::form::{FormWriter, Kind, Loss, Losses};

/// What our ids and terms begin with.
const OURS: &str = "urn:x-quotemark:";

/// How many code points stand before and after words that are selected.
const AROUND: usize = 32;

const OWN_KEYS: Kind = (
    "articles with own keys in the header",
    "are written without these",
);

/// A page of annotations on its way.
pub struct Annotations<W: Write> {
    out: W,
    is_first: bool,
    names: std::collections::HashMap<String, String>,
    losses: Losses,
}

impl<W: Write + Send> Annotations<W> {
    /// Writes what stands before the first.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(mut out: W, cast: &Cast) -> Result<Self, Error> {
        let terms = json!({
            "qm": format!("{OURS}term:"),
            "kind": "qm:kind",
            "words": "qm:words",
            "date": "qm:date",
            "capacity": "qm:capacity",
            "speaker": "qm:speaker",
            "topic": "qm:topic",
            "addressee": "qm:addressee",
            "name": "qm:name",
            "stance": "qm:stance",
            "role": "qm:role",
            "organisation": "qm:organisation",
            "title": "qm:title",
            "inside": {"@id": "qm:inside", "@type": "@id"},
        });
        write!(
            out,
            "{{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{terms}],\n\
             \"id\":\"{OURS}annotations\",\"type\":\"AnnotationPage\",\n\"items\":["
        )?;
        let names = cast.entities.iter();
        let names = names.map(|one| (one.id.clone(), one.label().to_owned()));
        Ok(Self {
            out,
            is_first: true,
            names: names.collect(),
            losses: Losses::default(),
        })
    }

    fn push(&mut self, annotation: &Value) -> Result<(), Error> {
        let between = if self.is_first { "\n" } else { ",\n" };
        self.is_first = false;
        write!(self.out, "{between}{annotation}")?;
        Ok(())
    }

    fn article(&mut self, article: &Article) -> Result<(), Error> {
        if !article.own.is_empty() {
            let keys = article.own.iter().map(|(key, _)| key.as_str());
            let keys: Vec<&str> = keys.collect();
            self.losses.at(OWN_KEYS, &article.path, 0, keys.join(", "));
        }
        let text = Points::new(&article.text);
        for statement in &article.statements {
            self.push(&said(article, statement, &text))?;
        }
        for (number, mention) in article.mentions.iter().enumerate() {
            let name = self.names.get(&mention.id);
            let name = name.map_or(&*mention.id, String::as_str);
            let annotation = mentioned(article, number, mention, name, &text);
            self.push(&annotation)?;
        }
        for (number, note) in article.notes.iter().enumerate() {
            self.push(&noted(article, number, note, &text))?;
        }
        Ok(())
    }
}

impl<W: Write + Send> FormWriter for Annotations<W> {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        let mut articles = articles.iter();
        articles.try_for_each(|article| self.article(article))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        writeln!(self.out, "\n]}}")?;
        Ok(self.out.flush()?)
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.losses.take()
    }
}

/// A text whose code points are counted.
struct Points<'t> {
    text: &'t str,
    /// Where each code point begins, and the end; nothing where all are one byte.
    starts: Option<Vec<usize>>,
}

impl<'t> Points<'t> {
    fn new(text: &'t str) -> Self {
        let starts = (!text.is_ascii()).then(|| {
            let starts = text.char_indices().map(|(start, _)| start);
            starts.chain([text.len()]).collect()
        });
        Self { text, starts }
    }

    fn byte(&self, point: usize) -> usize {
        match &self.starts {
            Some(starts) => starts.get(point).copied().unwrap_or(self.text.len()),
            None => point.min(self.text.len()),
        }
    }

    fn between(&self, start: usize, end: usize) -> &'t str {
        &self.text[self.byte(start)..self.byte(end.max(start))]
    }
}

fn iri(of: &str, id: &str) -> String {
    format!(
        "{OURS}{of}:{}",
        percent::encoded(id.as_bytes(), |_, byte| is_plain(byte))
    )
}

/// Whether a byte stands for itself in an address.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
}

fn target(article: &Article, text: &Points<'_>, span: Span) -> Value {
    let Span { start, end, .. } = span;
    let mut target = json!({
        "type": "SpecificResource",
        "source": iri("article", &article.key),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text.between(start, end),
                "prefix": text.between(start.saturating_sub(AROUND), start),
                "suffix": text.between(end, end + AROUND),
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    });
    // A page of the web has other words around, so that places do not hold there.
    if let Some(url) = &article.url
        && url.contains("://")
        && !url.contains(char::is_whitespace)
    {
        target["scope"] = json!(url);
    }
    target
}

fn named(of: &Named) -> Value {
    json!({"id": iri("entity", &of.id), "name": of.name})
}

fn text_body(purpose: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value})
}

fn said(article: &Article, statement: &Statement, text: &Points<'_>) -> Value {
    let mut bodies: Vec<Value> = Vec::new();
    for speaker in &statement.speakers {
        let name = speaker.name.as_deref().unwrap_or("?");
        let words = match &speaker.role {
            Some(role) => format!("{name} ({role})"),
            None => name.to_owned(),
        };
        bodies.push(text_body("identifying", &words));
    }
    for topic in &statement.topics {
        let side = side(topic.stance);
        bodies.push(text_body("tagging", &format!("{side} {}", topic.name)));
    }
    let mut all = Map::new();
    all.insert("type".into(), json!("qm:Statement"));
    all.insert("purpose".into(), json!("describing"));
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            all.insert(key.into(), value);
        }
    };
    let text_of = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    put("kind", Some(json!(statement.kind)));
    put("words", Some(json!(statement.text)));
    put("date", text_of(&statement.date_text));
    put("title", text_of(&article.title));
    put("capacity", text_of(&statement.capacity));
    let inside = statement.inside.as_deref();
    put("inside", inside.map(|id| json!(iri("statement", id))));
    let speakers: Vec<Value> = statement.speakers.iter().map(speaker).collect();
    put("speaker", Some(speakers.into()));
    let topics: Vec<Value> = statement.topics.iter().map(topic).collect();
    put("topic", Some(topics.into()));
    let addressees: Vec<Value> = statement.addressees.iter().map(named).collect();
    put(
        "addressee",
        (!addressees.is_empty()).then(|| addressees.into()),
    );
    bodies.push(Value::Object(all));
    let targets = statement.fragments.iter();
    let targets: Vec<Value> = targets.map(|span| target(article, text, *span)).collect();
    json!({
        "id": iri("statement", &statement.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": bodies,
        "target": targets,
    })
}

fn side(stance: i32) -> &'static str {
    match stance {
        ..0 => "against",
        0 => "on",
        1.. => "for",
    }
}

fn topic(topic: &Topic) -> Value {
    json!({"id": iri("entity", &topic.id), "name": topic.name, "stance": side(topic.stance)})
}

fn speaker(speaker: &Speaker) -> Value {
    let mut value = Map::new();
    if let Some(id) = &speaker.id {
        value.insert("id".into(), json!(iri("entity", id)));
    }
    let kind = match speaker.kind {
        SpeakerKind::Person => "person",
        SpeakerKind::Organisation => "organisation",
        SpeakerKind::Unnamed => "unnamed",
        SpeakerKind::Unknown => "unknown",
    };
    value.insert("kind".into(), json!(kind));
    for (key, text) in [("name", &speaker.name), ("role", &speaker.role)] {
        if let Some(text) = text {
            value.insert(key.into(), json!(text));
        }
    }
    let organisations: Vec<Value> = speaker.organisations.iter().map(named).collect();
    if !organisations.is_empty() {
        value.insert("organisation".into(), organisations.into());
    }
    value.into()
}

fn mentioned(
    article: &Article,
    number: usize,
    mention: &Mention,
    name: &str,
    text: &Points<'_>,
) -> Value {
    json!({
        "id": format!("{}:{}", iri("mention", &article.key), number + 1),
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            text_body("identifying", name),
            {
                "type": "SpecificResource",
                "purpose": "identifying",
                "source": iri("entity", &mention.id),
            },
        ],
        "target": target(article, text, mention.span),
    })
}

fn noted(article: &Article, number: usize, note: &Note, text: &Points<'_>) -> Value {
    json!({
        "id": format!("{}:{}", iri("note", &article.key), number + 1),
        "type": "Annotation",
        "motivation": "commenting",
        "body": text_body("commenting", &note.note),
        "target": target(article, text, note.span),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{articles, cast, kinds, write};

    #[test]
    fn every_selector_selects_its_words() {
        let mut out = Vec::new();
        let losses = write(Box::new(Annotations::new(&mut out, &cast()).unwrap()));
        assert_eq!(kinds(&losses), ["articles with own keys in the header"]);
        let page: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(page["@context"][0], "http://www.w3.org/ns/anno.jsonld");
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 4);
        let text: Vec<char> = articles()[0].text.chars().collect();
        let mut selected = Vec::new();
        for item in items {
            let targets = match &item["target"] {
                Value::Array(targets) => targets.clone(),
                target => vec![target.clone()],
            };
            for target in targets {
                assert_eq!(target["source"], "urn:x-quotemark:article:2011/a%20b");
                let [quote, place] = &target["selector"].as_array().unwrap()[..] else {
                    panic!("{target}");
                };
                let place = |key: &str| place[key].as_u64().unwrap() as usize;
                let (start, end) = (place("start"), place("end"));
                let words = |from: usize, to: usize| text[from..to].iter().collect::<String>();
                assert_eq!(quote["exact"], words(start, end));
                assert_eq!(quote["prefix"], words(start.saturating_sub(32), start));
                assert_eq!(quote["suffix"], words(end, text.len().min(end + 32)));
                selected.push(words(start, end));
            }
        }
        assert_eq!(
            selected,
            ["<one>\r\ntwo", "four", "one", "\"three\"", "four"]
        );
        let statement = &items[0]["body"].as_array().unwrap()[4];
        assert_eq!(statement["type"], "qm:Statement");
        assert_eq!(statement["topic"][0]["stance"], "against");
        assert_eq!(statement["speaker"][1]["kind"], "unnamed");
        assert_eq!(
            items[1]["body"].as_array().unwrap().last().unwrap()["inside"],
            items[0]["id"]
        );
        assert_eq!(items[3]["body"]["value"], "sic\nor not");
    }
}
