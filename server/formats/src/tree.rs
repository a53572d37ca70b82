//! XML that strangers wrote, as a tree.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Unreadable;

/// How many elements may stand one in the other.
const DEEPEST: usize = 500;

/// How many elements there may be, each of which takes many times what it has in the file.
const MOST: usize = 5_000_000;

/// How many attributes an element may have.
const MOST_ATTRIBUTES: usize = 100;

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    /// Those in it.
    pub(crate) children: Vec<Element>,
    /// Its own words.
    pub(crate) words: String,
    /// Where it begins, in bytes of the document.
    pub(crate) at: u64,
}

impl Element {
    /// Reads a document: nothing that it names is fetched, and it may declare nothing.
    ///
    /// # Errors
    /// When it is no XML, declares entities, or is too deep. The reason goes on after the name
    /// of the file.
    pub(crate) fn read(xml: &str) -> Result<Self, Unreadable> {
        let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        let mut count = 0;
        loop {
            let at = reader.buffer_position();
            let wrong =
                |what: &str| Unreadable(format!("is no XML that can be read: at byte {at} {what}"));
            let event = reader.read_event().map_err(|why| wrong(&why.to_string()))?;
            let Some(last) = open.last_mut() else {
                return Err(wrong("something ends that did not begin"));
            };
            count += usize::from(matches!(event, Event::Start(_) | Event::Empty(_)));
            if count > MOST {
                return Err(wrong(&format!("there are more than {MOST} elements")));
            }
            match event {
                Event::Start(start) => {
                    let element = Self::begin(&start, at).map_err(|why| wrong(&why))?;
                    if open.len() > DEEPEST {
                        return Err(wrong(&format!(
                            "more than {DEEPEST} elements stand one in the other"
                        )));
                    }
                    open.push(element);
                }
                Event::Empty(start) => {
                    let element = Self::begin(&start, at).map_err(|why| wrong(&why))?;
                    last.children.push(element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    let last = open.last_mut();
                    let last = last.ok_or_else(|| wrong("something ends that did not begin"))?;
                    last.children.push(element);
                }
                Event::Text(text) => last.words += &text,
                Event::CData(text) => last.words += &text,
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", &*reference);
                    let words = quick_xml::escape::unescape(&written)
                        .map_err(|_| wrong(&format!("`{written}` is declared nowhere")))?;
                    last.words += &words;
                }
                Event::DocType(_) => {
                    return Err(wrong(
                        "it declares a type of documents, by which entities could stand for anything; save it \
                         without that",
                    ));
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        let mut top = open.pop().unwrap_or_default();
        match (open.is_empty(), top.children.pop()) {
            (true, Some(root)) => Ok(root),
            _ => Err(Unreadable(
                "is no XML that can be read: it is cut off or empty".into(),
            )),
        }
    }

    fn begin(start: &BytesStart<'_>, at: u64) -> Result<Self, String> {
        let mut attributes = Vec::new();
        let mut all = start.attributes();
        // Whether two have one name takes as long as there are pairs of them.
        for attribute in all.with_checks(false) {
            if attributes.len() >= MOST_ATTRIBUTES {
                return Err(format!(
                    "an element has more than {MOST_ATTRIBUTES} attributes"
                ));
            }
            let attribute = attribute.map_err(|why| why.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|why| why.to_string())?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Self {
            name: start.local_name().as_ref().to_owned(),
            attributes,
            at,
            ..Self::default()
        })
    }

    /// The value of an attribute; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let mut all = self.attributes.iter();
        let found = all.find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The elements of a name in it.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first of these.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The words of the first element of a name in it.
    pub(crate) fn words_of(&self, name: &str) -> &str {
        self.first(name).map_or("", |found| found.words.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_a_tree() {
        let xml = "\u{feff}<?xml version=\"1.0\"?><!-- c --><a:r xmlns:a=\"x\" b='1 &lt; 2'>one &amp; \
                   &#x1F600;<c/><c>two<![CDATA[<3>]]></c></a:r>";
        let root = Element::read(xml).unwrap();
        assert_eq!((&*root.name, root.attribute("b")), ("r", "1 < 2"));
        assert_eq!(root.words, "one & 😀");
        assert_eq!(root.all("c").count(), 2);
        assert_eq!(root.children[1].words, "two<3>");
        assert_eq!(root.words_of("d"), "");
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let why = |xml: &str| Element::read(xml).unwrap_err().to_string();
        assert!(why("<a><b></a>").contains("at byte"));
        assert!(why("<a>").contains("cut off"));
        assert!(why("").contains("cut off or empty"));
        assert!(why("</a>").contains("at byte"));
        assert!(why("<a>&x;</a>").contains("`&x;` is declared nowhere"));
        assert!(why("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>").contains("declares a type"));
        assert!(why(&"<a>".repeat(100_000)).contains("more than 500"));
        assert!(why("<a b='&x;'/>").contains("at byte"));
        assert!(why(&format!("<a {}/>", "b='c' ".repeat(101))).contains("more than 100"));
    }
}
