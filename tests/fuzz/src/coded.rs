use std::io::{Cursor, Write};

use quotemark::coded::Article;
use quotemark::marking::document;
use quotemark::syntax::{Parser, strip};
use quotemark_formats::annotated::{Annotated, Mapping, corpus};
use quotemark_formats::{CodedCorpus, brat as format, qdpx as projects, webanno as tables};

use crate::input::{pieces, text};

/// Any text with any annotations of brat is read or refused, and what is read can be written. The
/// first piece is the text.
pub fn brat(data: &[u8]) {
    let mut pieces = pieces(data);
    let words = text(pieces.next().unwrap_or_default());
    let annotations = text(pieces.next().unwrap_or_default());
    if let Ok(read) = format::reader::read("a", &words, &annotations) {
        assert_eq!(read.text, words.strip_prefix('\u{feff}').unwrap_or(&words));
        annotated(read);
    }
}

/// So is any file of WebAnno TSV.
pub fn webanno(data: &[u8]) {
    if let Ok(read) = tables::read("a", &text(data)) {
        annotated(read);
    }
}

/// So is any project of REFI-QDA. The first piece is the project, the second a text of it; what
/// begins as an archive is one.
pub fn qdpx(data: &[u8]) {
    if projects::reading::is_archive(data) {
        let _ = projects::reading::read(data);
        return;
    }
    let mut pieces = pieces(data);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::DEFAULT.compression_method(zip::CompressionMethod::Stored);
    for name in ["project.qde", "sources/a.txt"] {
        let bytes = pieces.next().unwrap_or_default();
        zip.start_file(name, options).expect("a file begins");
        zip.write_all(bytes).expect("it is written");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    if let Ok(read) = projects::reading::read(&bytes) {
        written(&read);
    }
}

fn annotated(read: Annotated) {
    let spans = read.spans.len();
    if let Ok((read, taken)) = corpus(vec![read], &Mapping::default()) {
        assert_eq!(taken.iter().map(|one| one.count).sum::<usize>(), spans);
        written(&read);
    }
}

/// No word is lost, and every statement is there or told.
fn written(read: &CodedCorpus) {
    for article in &read.articles {
        words(article);
    }
}

fn words(article: &Article) {
    let marked = document(article, false);
    let parsed = Parser::new().read(&marked.text);
    assert_eq!(strip(&marked.text, &parsed), article.text);
    let lost = marked.losses.len();
    assert!(
        parsed.quotes.len() + lost >= article.statements.len(),
        "{}",
        marked.text
    );
}
