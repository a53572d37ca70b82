//! An article as a document.

use std::ops::Range;

use super::brackets;
use super::pieces::{Mark, Piece, Placed, paragraphs, placed};
use super::tags::{self, on_one_line};
use crate::coded::{Article, Loss, Span};
use crate::syntax::{Parser, fingerprint, plain_words, strip, tagged};

/// A document, and what it does not hold of its article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The document.
    pub text: String,
    /// What it does not hold, the article's path being the place.
    pub losses: Vec<Loss>,
}

type Kind = (&'static str, &'static str);

const OUTSIDE: Kind = (
    "statements, mentions and notes at places that the text does not have",
    "were left out",
);
const NO_WORDS: Kind = (
    "statements, mentions and notes without words",
    "were left out, as a tag has some",
);
const CUT: Kind = (
    "statements, mentions and notes that cross others or reach into blank lines",
    "have fewer words than they had",
);
const GONE: Kind = (
    "statements, mentions and notes that cross others or lie in too many others",
    "were left out",
);
const HEADER: Kind = (
    "values of headers that begin like a reference",
    "stand in quotation marks",
);

/// The document of an article: its header, with a seal where it `is_sealed`, and its text with
/// tags. [`strip`](crate::syntax::strip) gives the text back, byte for byte.
pub fn document(article: &Article, is_sealed: bool) -> Marked {
    let mut losses = Losses {
        path: &article.path,
        all: Vec::new(),
    };
    let header = header(article, is_sealed, &mut losses);
    let marks = Marks::of(article, &mut losses);
    let paragraphs = paragraphs(&article.text);
    let mut found = placed(&marks.marks, &article.text, &paragraphs);
    let plain = brackets::plain(&article.text, &found.pieces, &paragraphs);
    let mut text = written(&header, article, &marks, &found, &plain);
    if !is_read_back(&text, article, &marks, &found) {
        let plain = brackets::all(&article.text, &found.pieces, &paragraphs);
        text = written(&header, article, &marks, &found, &plain);
        // What nobody has thought of costs the tags, and never a word.
        if !is_read_back(&text, article, &marks, &found) {
            found = Placed::default();
            text = written(&header, article, &marks, &found, &[]);
        }
    }
    let mut has_words = vec![false; marks.marks.len()];
    for piece in &found.pieces {
        has_words[piece.mark] = true;
    }
    for (number, has_words) in has_words.into_iter().enumerate() {
        let fragments = &marks.marks[number].fragments;
        let is_blank = |words: &Range<usize>| article.text[words.clone()].trim().is_empty();
        let kind = match (has_words, fragments.iter().all(is_blank)) {
            (true, _) if found.cut.contains(&number) => CUT,
            (true, _) => continue,
            (false, true) => NO_WORDS,
            (false, false) => GONE,
        };
        losses.push(kind, marks.told(number, &article.text));
    }
    Marked {
        text,
        losses: losses.all,
    }
}

struct Losses<'a> {
    path: &'a str,
    all: Vec<Loss>,
}

impl Losses<'_> {
    fn push(&mut self, (what, done): Kind, detail: String) {
        self.all.push(Loss {
            what,
            done,
            place: self.path.to_owned(),
            detail,
        });
    }
}

/// All that is to be marked, with the tags.
struct Marks {
    marks: Vec<Mark>,
    tags: Vec<String>,
    /// Where the first and the last word stand, as it was said.
    spans: Vec<Span>,
}

impl Marks {
    fn of(article: &Article, losses: &mut Losses<'_>) -> Self {
        let starts = article.text.char_indices().map(|(at, _)| at);
        let starts: Vec<usize> = starts.chain([article.text.len()]).collect();
        let mut marks = Self {
            marks: Vec::new(),
            tags: Vec::new(),
            spans: Vec::new(),
        };
        let mut add = |is_quote: bool, fragments: &[Span], span: Span, tag: String| {
            let bytes = |span: &Span| {
                let range = *starts.get(span.start)?..*starts.get(span.end)?;
                (range.start < range.end).then_some(range)
            };
            let found: Option<Vec<Range<usize>>> = fragments.iter().map(bytes).collect();
            match found.filter(|found| !found.is_empty()) {
                Some(fragments) => {
                    marks.marks.push(Mark {
                        is_quote,
                        fragments,
                    });
                    marks.tags.push(tag);
                    marks.spans.push(span);
                }
                None => losses.push(OUTSIDE, format!("{}–{} {tag}", span.start, span.end)),
            }
        };
        for statement in &article.statements {
            let tag = tags::quote(statement, article.date_text.as_deref());
            add(true, &statement.fragments, statement.span, tag);
        }
        for mention in &article.mentions {
            add(false, &[mention.span], mention.span, mention.id.clone());
        }
        for note in &article.notes {
            add(false, &[note.span], note.span, tags::note(&note.note));
        }
        marks
    }

    /// What a list says of one.
    fn told(&self, number: usize, text: &str) -> String {
        let (span, tag) = (self.spans[number], &self.tags[number]);
        let fragments = &self.marks[number].fragments;
        let words: Vec<&str> = fragments.iter().map(|words| &text[words.clone()]).collect();
        let words = on_one_line(&words.join(" … "));
        format!("{}–{} {{{tag}}} {words}", span.start, span.end)
    }
}

/// The header with the text and its tags below it.
fn written(
    header: &str,
    article: &Article,
    marks: &Marks,
    found: &Placed,
    plain: &[usize],
) -> String {
    // At one place what ends comes first.
    let mut ends = found.closing.iter().peekable();
    let mut markup: Vec<(usize, String)> = Vec::with_capacity(2 * found.pieces.len());
    let end = |piece: &Piece| {
        let tag = match (piece.is_first, &marks.tags[piece.mark]) {
            (true, tag) => tag,
            (false, _) => "more",
        };
        (piece.end, format!("]{{{tag}}}"))
    };
    for piece in &found.pieces {
        while let Some(ended) = ends.next_if(|ended| found.pieces[**ended].end <= piece.start) {
            markup.push(end(&found.pieces[*ended]));
        }
        markup.push((piece.start, "[".into()));
    }
    markup.extend(ends.map(|ended| end(&found.pieces[*ended])));
    format!("{header}{}", tagged(&article.text, &markup, plain))
}

/// Whether a document says what it was to say, and no word is lost.
fn is_read_back(text: &str, article: &Article, marks: &Marks, found: &Placed) -> bool {
    let document = Parser::new().read(text);
    if strip(text, &document) != article.text || document.spans.len() != found.pieces.len() {
        return false;
    }
    let mut expected: Vec<usize> = Vec::new();
    let mut words: Vec<Vec<&str>> = vec![Vec::new(); marks.marks.len()];
    let quotes = found.pieces.iter();
    for piece in quotes.filter(|piece| marks.marks[piece.mark].is_quote) {
        words[piece.mark].push(&article.text[piece.start..piece.end]);
        if piece.is_first {
            expected.push(piece.mark);
        }
    }
    expected.len() == document.quotes.len()
        && expected.iter().zip(&document.quotes).all(|(mark, quote)| {
            let fragments = quote.fragments.iter();
            let fragments = fragments.map(|words| plain_words(text, *words, &document));
            text[quote.tag_range].trim_matches(['{', '}']) == marks.tags[*mark]
                && words[*mark].iter().copied().eq(fragments)
        })
}

fn header(article: &Article, is_sealed: bool, losses: &mut Losses<'_>) -> String {
    // The header's own breaks must not join with a break of the article.
    let eol = match article.text.contains("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    let mut header = format!("---{eol}");
    let mut line = |key: &str, value: Option<&str>, is_reference: bool| {
        let value = on_one_line(value.unwrap_or_default());
        let is_wrong = value.starts_with(['@', '&', '#']) && !is_reference;
        let value = match is_wrong {
            true => {
                losses.push(HEADER, format!("{key}: {value}"));
                format!("“{value}”")
            }
            false => value,
        };
        match value.is_empty() {
            false => header += &format!("{key}: {value}{eol}"),
            // These are there to be filled in.
            true if matches!(key, "title" | "date") => header += &format!("{key}:{eol}"),
            true => {}
        }
    };
    line("title", article.title.as_deref(), true);
    line("date", article.date_text.as_deref(), false);
    let named = |id: &Option<String>, words: &Option<String>| id.clone().or(words.clone());
    let source = named(&article.source_id, &article.source);
    line("source", source.as_deref(), article.source_id.is_some());
    let author = named(&article.author_id, &article.author);
    line("author", author.as_deref(), article.author_id.is_some());
    line("url", article.url.as_deref(), false);
    line("id", Some(&article.key), true);
    line("language", article.language.as_deref(), true);
    line("coder", article.coder.as_deref(), true);
    for (key, value) in &article.own {
        line(key, Some(value), false);
    }
    if is_sealed {
        line("sealed", Some(&fingerprint(&article.text)), true);
    }
    header + "---" + eol + eol
}
