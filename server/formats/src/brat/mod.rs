//! brat: for each article its plain text and an `.ann` beside it, and `annotation.conf`.
//!
//! Offsets are code points. Words over several lines are fragments there, as brat has no
//! annotation that runs over the end of a line. [`reader`] reads such files, whoever wrote them.

pub mod reader;

#[cfg(test)]
mod reading_tests;

use std::fmt::Write;

use quotemark_analysis::coded::{Article, Cast, EntityKind, Span};

use crate::error::Error;
use crate::form::{Files, FormWriter, Kind, Loss, Losses};
use crate::names::Names;
use crate::said::{self, side};

/// The types that annotations have.
const CONFIGURATION: &str = "\
[entities]
Statement
Person
Organisation
Topic
Note

[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Kind Arg:Statement, Value:direct|mixed|indirect
Side Arg:Statement, Value:for|against|on
";

const NO_WORDS: Kind = (
    "annotations without words",
    "were left out, as brat has none",
);
const SIDES: Kind = (
    "statements on several topics",
    "have their sides in the annotator's note alone",
);
const HEADER: Kind = (
    "articles with a header",
    "are written without it, as brat has words alone",
);

/// A folder of brat on its way.
pub struct Brat<F> {
    files: F,
    names: Names,
    labels: std::collections::HashMap<String, String>,
    losses: Losses,
}

impl<F: Files> Brat<F> {
    /// Writes what the types are.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(mut files: F, cast: &Cast) -> Result<Self, Error> {
        files.write(&["annotation.conf"], CONFIGURATION.as_bytes())?;
        let labels = cast.entities.iter();
        let labels = labels.map(|one| (one.id.clone(), one.label().to_owned()));
        Ok(Self {
            files,
            names: Names::default(),
            labels: labels.collect(),
            losses: Losses::default(),
        })
    }

    fn article(&mut self, article: &Article) -> Result<(), Error> {
        let name = self.names.take(article);
        self.files
            .write(&[&format!("{name}.txt")], article.text.as_bytes())?;
        if article.title.is_some() || article.date.is_some() || !article.own.is_empty() {
            self.losses.at(HEADER, &article.path, 0, "");
        }
        let points: Vec<char> = article.text.chars().collect();
        let mut lines = Lines::default();
        for statement in &article.statements {
            let Some(number) = lines.span("Statement", &statement.fragments, &points) else {
                self.losses
                    .at(NO_WORDS, &article.path, statement.line, "a statement");
                continue;
            };
            lines.attribute("Kind", number, &statement.kind);
            match &statement.topics[..] {
                [] => {}
                [topic] => lines.attribute("Side", number, side(topic.stance)),
                _ => self
                    .losses
                    .at(SIDES, &article.path, statement.line, &statement.text),
            }
            let speakers = statement.speakers.iter();
            for (id, name) in
                speakers.filter_map(|one| Some((one.id.as_ref()?, one.name.as_ref()?)))
            {
                lines.reference(number, id, name);
            }
            for topic in &statement.topics {
                lines.reference(number, &topic.id, &topic.name);
            }
            lines.note(number, &said::written(statement));
        }
        for mention in &article.mentions {
            let kind = match EntityKind::of_id(&mention.id) {
                EntityKind::Person => "Person",
                EntityKind::Organisation => "Organisation",
                EntityKind::Topic => "Topic",
            };
            match lines.span(kind, &[mention.span], &points) {
                Some(number) => {
                    let name = self.labels.get(&mention.id);
                    let name = name.map_or(&*mention.id, String::as_str);
                    lines.reference(number, &mention.id, name);
                }
                None => self.losses.at(NO_WORDS, &article.path, 0, &mention.id),
            }
        }
        for note in &article.notes {
            match lines.span("Note", &[note.span], &points) {
                Some(number) => lines.note(number, &note.note),
                None => self.losses.at(NO_WORDS, &article.path, 0, &note.note),
            }
        }
        self.files
            .write(&[&format!("{name}.ann")], lines.all.as_bytes())
    }
}

impl<F: Files> FormWriter for Brat<F> {
    fn write(&mut self, articles: &[Article]) -> Result<(), Error> {
        let mut articles = articles.iter();
        articles.try_for_each(|article| self.article(article))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }

    fn take_losses(&mut self) -> Vec<Loss> {
        self.losses.take()
    }
}

/// The lines of an `.ann`.
#[derive(Default)]
struct Lines {
    all: String,
    spans: usize,
    attributes: usize,
    references: usize,
    notes: usize,
}

impl Lines {
    /// Marks words, and gives their number; nothing where there are none.
    fn span(&mut self, kind: &str, spans: &[Span], points: &[char]) -> Option<usize> {
        let pieces: Vec<(usize, usize)> = spans
            .iter()
            .flat_map(|span| on_lines(span.start, span.end, points))
            .collect();
        if pieces.is_empty() {
            return None;
        }
        self.spans += 1;
        let places = pieces.iter().map(|(start, end)| format!("{start} {end}"));
        let places: Vec<String> = places.collect();
        let words = pieces
            .iter()
            .map(|(start, end)| points[*start..*end].iter().collect::<String>());
        let words: Vec<String> = words.collect();
        let (places, words) = (places.join(";"), words.join(" "));
        let _ = writeln!(self.all, "T{}\t{kind} {places}\t{words}", self.spans);
        Some(self.spans)
    }

    fn attribute(&mut self, name: &str, of: usize, value: &str) {
        self.attributes += 1;
        let _ = writeln!(self.all, "A{}\t{name} T{of} {value}", self.attributes);
    }

    fn reference(&mut self, of: usize, id: &str, name: &str) {
        self.references += 1;
        let name = one_line(name);
        let _ = writeln!(
            self.all,
            "N{}\tReference T{of} Quotemark:{id}\t{name}",
            self.references
        );
    }

    fn note(&mut self, of: usize, words: &str) {
        self.notes += 1;
        let words = one_line(words);
        let _ = writeln!(self.all, "#{}\tAnnotatorNotes T{of}\t{words}", self.notes);
    }
}

/// A stretch of a text by its lines, without white space around.
fn on_lines(start: usize, end: usize, points: &[char]) -> Vec<(usize, usize)> {
    let end = end.min(points.len());
    let mut pieces = Vec::new();
    let mut at = start;
    while at < end {
        let line = points[at..end].iter().position(|c| is_break(*c));
        let stop = line.map_or(end, |line| at + line);
        let first = (at..stop).find(|place| !points[*place].is_whitespace());
        let last = (at..stop).rfind(|place| !points[*place].is_whitespace());
        if let (Some(first), Some(last)) = (first, last) {
            pieces.push((first, last + 1));
        }
        at = stop + 1;
    }
    pieces
}

/// What ends a line for one reader or another, or parts the columns of an `.ann`.
fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1c}'
            ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn one_line(words: &str) -> String {
    words
        .chars()
        .map(|c| if is_break(c) { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Kept, articles, cast, kinds, write};

    #[test]
    fn every_annotation_has_the_words_of_its_places() {
        let files = Kept::default();
        let losses = write(Box::new(Brat::new(files.clone(), &cast()).unwrap()));
        assert_eq!(
            kinds(&losses),
            ["articles with a header", "statements on several topics"]
        );
        assert_eq!(
            files.names(),
            [
                "annotation.conf",
                "2011_a_b.txt",
                "2011_a_b.ann",
                "2011_a_b-2.txt",
                "2011_a_b-2.ann"
            ]
        );
        let text = files.read("2011_a_b.txt");
        assert_eq!(text, articles()[0].text);
        let points: Vec<char> = text.chars().collect();
        let annotations = files.read("2011_a_b.ann");
        let mut found = Vec::new();
        for line in annotations.lines().filter(|line| line.starts_with('T')) {
            let [_, place, words] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            let (kind, places) = place.split_once(' ').unwrap();
            let pieces = places.split(';').map(|place| {
                let (start, end) = place.split_once(' ').unwrap();
                let (start, end) = (start.parse::<usize>().unwrap(), end.parse().unwrap());
                points[start..end].iter().collect::<String>()
            });
            assert_eq!(pieces.collect::<Vec<_>>().join(" "), words);
            found.push(format!("{kind} {words}"));
        }
        assert_eq!(
            found,
            [
                "Statement <one> two four",
                "Statement one",
                "Organisation \"three\"",
                "Note four"
            ]
        );
        assert!(annotations.contains("N1\tReference T1 Quotemark:@ann\tAnn <Lee> & \"Co\"\n"));
        assert!(annotations.contains(
            "#1\tAnnotatorNotes T1\tby @ann (chair of BMA) of &bma; \"a man\" to &nhs against #cuts \
             for #x at 2011-05 as \"a doctor\"\n"
        ));
        assert!(annotations.contains("A3\tSide T2 on\n"));
        assert!(annotations.contains("\tsic or not\n"));
    }
}
