//! TEI in the way of ParlaMint: `corpus.xml` with the cast and the topics, which includes a
//! file for each article.

mod article;
mod corpus;
mod ids;
mod pieces;

use quotemark_analysis::coded::{Article, Cast};

use crate::error::Error;
use crate::form::{Files, FormWriter, Loss, Losses};
use crate::names::Names;

/// A folder of TEI on its way.
pub struct Tei<F> {
    files: F,
    names: Names,
    written: Vec<String>,
    cast: Cast,
    losses: Losses,
}

impl<F: Files> Tei<F> {
    /// For the articles of a cast.
    ///
    /// # Errors
    /// None that happens.
    pub fn new(files: F, cast: &Cast) -> Result<Self, Error> {
        let mut losses = Losses::default();
        corpus::lose(cast, &mut losses);
        Ok(Self {
            files,
            names: Names::default(),
            written: Vec::new(),
            cast: cast.clone(),
            losses,
        })
    }
}

impl<F: Files> FormWriter for Tei<F> {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        for article in articles {
            // The file of the corpus has a name that none of these has.
            let name = format!("article-{}.xml", self.names.take(article));
            let number = self.written.len() + 1;
            let bytes = article::write(article, number, &mut self.losses)?;
            self.files.write(&[&name], &bytes)?;
            self.written.push(name);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let bytes = corpus::write(&self.cast, &self.written)?;
        self.files.write(&["corpus.xml"], &bytes)
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.losses.take()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sample::{Kept, articles, cast, write};

    /// What a reader sees of the paragraphs: the text without elements and notes.
    fn words(xml: &str) -> String {
        let mut found = String::new();
        for paragraph in xml.split("<p>").skip(1) {
            let paragraph = paragraph.split("</p>").next().unwrap();
            let mut rest = paragraph;
            while let Some(at) = rest.find('<') {
                found += &rest[..at];
                let behind = match rest[at..].starts_with("<note") {
                    true => rest[at..].find("</note>").unwrap() + "</note>".len(),
                    false => rest[at..].find('>').unwrap() + 1,
                };
                rest = &rest[at + behind..];
            }
            found += rest;
            found.push(' ');
        }
        for (written, read) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
            ("&#13;", "\r"),
            ("&amp;", "&"),
        ] {
            found = found.replace(written, read);
        }
        one_line(&found)
    }

    fn one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The values of an attribute.
    fn values<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
        let begin = format!(" {name}=\"");
        let parts = xml.split(&*begin).skip(1);
        parts.map(|part| part.split('"').next().unwrap()).collect()
    }

    #[test]
    fn articles_keep_their_words_and_every_reference_leads_somewhere() {
        let files = Kept::default();
        let losses = write(Box::new(Tei::new(files.clone(), &cast()).unwrap()));
        assert!(!losses.is_empty());
        let names = files.names();
        let corpus = files.read("corpus.xml");
        let mut ids: HashSet<&str> = values(&corpus, "xml:id").into_iter().collect();
        let texts: Vec<String> = names
            .iter()
            .filter(|name| name.starts_with("article-"))
            .map(|name| files.read(name))
            .collect();
        assert_eq!(texts.len(), articles().len());
        for (xml, article) in texts.iter().zip(articles()) {
            let body = xml.split("<body>").nth(1).unwrap();
            // What XML cannot hold at all is told by its replacement.
            let text = article.text.replace('\u{1}', "\u{fffd}");
            assert_eq!(words(body), one_line(&text));
            let own = values(xml, "xml:id");
            for id in &own {
                assert!(ids.insert(id), "{id} twice");
            }
        }
        let mut references = 0;
        for xml in texts.iter().chain([&corpus]) {
            for name in [
                "who", "toWhom", "corresp", "ana", "ref", "next", "prev", "target",
            ] {
                let all = values(xml, name).into_iter();
                for reference in all.flat_map(str::split_whitespace) {
                    if let Some(id) = reference.strip_prefix('#') {
                        assert!(ids.contains(id), "{name}={reference}");
                        references += 1;
                    }
                }
            }
        }
        assert!(references > 10, "{references}");
    }

    #[test]
    fn a_statement_says_who_and_what_and_its_pieces_lead_to_each_other() {
        let files = Kept::default();
        write(Box::new(Tei::new(files.clone(), &cast()).unwrap()));
        let article = files.read("article-2011_a_b.xml");
        let first = "<said xml:id=\"s.0000000000000001.1\" who=\"#person.ann #a1.p1\" \
                     toWhom=\"#org.nhs\" corresp=\"#org.bma\" ana=\"#kind.mixed #topic.cuts.against \
                     #topic.x.for\" direct=\"unknown\" next=\"#s.0000000000000001.2\">&lt;<said \
                     xml:id=\"s.0000000000000002\"";
        assert!(article.contains(first), "{article}");
        assert!(article.contains("<orgName ref=\"#org.nhs\">&quot;three&quot;</orgName>"));
        assert!(article.contains(
            "prev=\"#s.0000000000000001.1\"><seg xml:id=\"a1.n1.1\">four</seg><note \
             target=\"#a1.n1.1\">sic\nor not</note></said>\u{fffd}</p>"
        ));
        let corpus = files.read("corpus.xml");
        assert!(corpus.contains("<affiliation ref=\"#org.bma\" from=\"2010\" to=\"2012-12\">"));
        assert!(corpus.contains(
            "<relation name=\"partOf\" active=\"#org.bma\" passive=\"#org.unions\" from=\"2011\"/>"
        ));
    }
}
