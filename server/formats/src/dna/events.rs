//! DNA's event list: a line of CSV for each statement, with its document's fields.
//!
//! Words are in quotation marks and doubled there, as every reader of CSV takes them; DNA
//! itself writes `,` for `;` and `'` for `"`.

use std::io::Write;

use quotemark_analysis::coded::{Article, Cast};

use super::rows::{Coded, Neutral, Place, Rows};
use crate::error::Error;
use crate::form::{FormWriter, Loss};

const HEADINGS: [&str; 16] = [
    "statement_id",
    "time",
    "person",
    "organization",
    "concept",
    "agreement",
    "start_position",
    "stop_position",
    "text",
    "coder",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
];

/// An event list on its way.
pub struct EventList<W: Write> {
    out: W,
    rows: Rows,
    coders: Vec<String>,
}

impl<W: Write + Send> EventList<W> {
    /// Writes the headings.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(mut out: W, cast: &Cast, neutral: Neutral) -> Result<Self, Error> {
        let headings = HEADINGS.map(quoted).join(";");
        writeln!(out, "{headings}")?;
        Ok(Self {
            out,
            rows: Rows::new(cast, neutral, Place::List),
            coders: vec![String::new()],
        })
    }

    /// The number of a coder, from 1, which is for nobody.
    fn coder(&mut self, name: &str) -> usize {
        let known = self.coders.iter().position(|other| other == name);
        known.unwrap_or_else(|| {
            self.coders.push(name.to_owned());
            self.coders.len() - 1
        }) + 1
    }
}

impl<W: Write + Send> EventList<W> {
    fn write_article(&mut self, article: &Article) -> Result<(), Error> {
        let (document, events) = self.rows.article(article);
        let coder = self.coder(&document.coder);
        let units: Vec<u16> = document.text.encode_utf16().collect();
        for event in events {
            let Coded::Statement {
                person,
                organization,
                concept,
                agreement,
            } = event.coded
            else {
                continue;
            };
            let words = String::from_utf16_lossy(&units[event.start..event.stop]);
            let fields = [
                event.id.to_string(),
                format!("{} 00:00:00", document.day),
                quoted(&person),
                quoted(&organization),
                quoted(&concept),
                u8::from(agreement).to_string(),
                event.start.to_string(),
                event.stop.to_string(),
                quoted(&words),
                coder.to_string(),
                document.id.to_string(),
                quoted(&document.title),
                quoted(&document.author),
                quoted(&document.source),
                quoted(&document.section),
                quoted(&document.kind),
            ];
            writeln!(self.out, "{}", fields.join(";"))?;
        }
        Ok(())
    }
}

impl<W: Write + Send> FormWriter for EventList<W> {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        let mut articles = articles.iter();
        articles.try_for_each(|article| self.write_article(article))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.rows.losses.take()
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
