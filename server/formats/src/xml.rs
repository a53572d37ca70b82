//! XML that every reader takes, whatever the words are.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document on its way, indented by two spaces but for words.
pub(crate) struct Xml<W: Write> {
    out: Writer<W>,
}

/// An attribute: its name and value.
pub(crate) type Attribute<'a> = (&'a str, &'a str);

impl<W: Write> Xml<W> {
    /// Begins one, with its declaration.
    pub(crate) fn begin(out: W) -> io::Result<Self> {
        let mut out = Writer::new_with_indent(out, b' ', 2);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { out })
    }

    /// Begins an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.out
            .write_event(Event::Start(started(name, attributes)))
    }

    /// Ends it.
    pub(crate) fn close(&mut self, name: &str) -> io::Result<()> {
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.out
            .write_event(Event::Empty(started(name, attributes)))
    }

    /// An element that holds words alone.
    pub(crate) fn words(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        words: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        self.text(words)?;
        self.close(name)
    }

    /// Words.
    pub(crate) fn text(&mut self, words: &str) -> io::Result<()> {
        let words = legal(words);
        self.out.write_event(Event::Text(BytesText::new(&words)))
    }

    /// Words and elements that are escaped already.
    pub(crate) fn escaped(&mut self, words: &str) -> io::Result<()> {
        self.out
            .write_event(Event::Text(BytesText::from_escaped(words)))
    }

    /// Ends the document with a line feed.
    pub(crate) fn finish(self) -> io::Result<W> {
        let mut out = self.out.into_inner();
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(out)
    }
}

fn started<'a>(name: &'a str, attributes: &[Attribute<'_>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, &*on_one_line(&legal(value))));
    }
    start
}

/// A value on one line: readers make spaces of its breaks in any case.
fn on_one_line(value: &str) -> Cow<'_, str> {
    match value.contains(['\n', '\r', '\t']) {
        true => value.replace(['\n', '\r', '\t'], " ").into(),
        false => value.into(),
    }
}

/// Whether a character may stand in XML 1.0, escaped or not.
pub(crate) fn is_legal(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Words with U+FFFD for each character that XML cannot hold.
pub(crate) fn legal(words: &str) -> Cow<'_, str> {
    match words.chars().all(is_legal) {
        true => words.into(),
        false => words
            .chars()
            .map(|c| if is_legal(c) { c } else { '\u{fffd}' })
            .collect::<String>()
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_break_a_document() {
        let mut xml = Xml::begin(Vec::new()).unwrap();
        let odd = "<a b=\"c\">&amp;\u{0}\u{1f}]]>\n'\u{fffe}";
        xml.open("r", &[]).unwrap();
        xml.words("e", &[("a", odd)], odd).unwrap();
        xml.empty("f", &[]).unwrap();
        xml.close("r").unwrap();
        let text = String::from_utf8(xml.finish().unwrap()).unwrap();
        let words = "&lt;a b=&quot;c&quot;&gt;&amp;amp;\u{fffd}\u{fffd}]]&gt;";
        let value = format!("<e a=\"{words} &apos;\u{fffd}\">");
        assert!(text.contains(&value), "{text}");
        assert!(
            text.contains(&format!(">{words}\n&apos;\u{fffd}</e>")),
            "{text}"
        );
        assert!(text.ends_with("</r>\n"));
    }
}
