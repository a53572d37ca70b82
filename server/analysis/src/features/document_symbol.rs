//! The outline of a file: headings, the quotes under them, declarations.

use super::shared::wording::{one_line, quote_words, shortened, speaker_name};
use crate::model::{Corpus, FileId, QuoteFacts, Source};
use crate::syntax::{BlockKind, EntityKind, TextRange, plain_words};

/// How much of a quote's words an outline shows, in characters.
const WORDS: usize = 60;

/// An entry of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it shows.
    pub name: String,
    /// What it adds in smaller letters.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it; of a heading, its section.
    pub range: TextRange,
    /// What the cursor lands on; inside `range`.
    pub selection: TextRange,
    /// What stands under it.
    pub children: Vec<Symbol>,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A heading with its section.
    Heading,
    /// A statement.
    Quote,
    /// A declared person.
    Person,
    /// A declared organisation.
    Organisation,
    /// A declared topic.
    Topic,
}

impl From<EntityKind> for SymbolKind {
    fn from(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organisation => Self::Organisation,
            EntityKind::Topic => Self::Topic,
        }
    }
}

/// The outline of a file, in the order of its text.
pub fn document_symbol(corpus: &Corpus, file: FileId) -> Vec<Symbol> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let mut flat: Vec<(u8, Symbol)> = Vec::new();
    for block in &source.document.blocks {
        if let BlockKind::Heading { level, title } = block.kind {
            let name = one_line(&plain_words(&source.text, title, &source.document));
            flat.push((
                level,
                symbol(name, None, SymbolKind::Heading, block.range, title),
            ));
        }
    }
    for (facts, quote) in entry.facts().quotes.iter().zip(&source.document.quotes) {
        let name = quote_name(corpus, &source, facts);
        let detail = Some(facts.form.word().to_owned());
        flat.push((
            u8::MAX,
            symbol(
                name,
                detail,
                SymbolKind::Quote,
                quote.ranges[0],
                facts.fragments[0],
            ),
        ));
    }
    for declaration in &entry.facts().declarations {
        let id = corpus.written(declaration.entity).to_string();
        let (name, detail) = match &*declaration.name.text {
            "" => (id, None),
            name => (name.to_owned(), Some(id)),
        };
        let kind = declaration.entity.kind().into();
        flat.push((
            u8::MAX,
            symbol(name, detail, kind, declaration.range, declaration.id_range),
        ));
    }
    flat.sort_by_key(|(_, symbol)| symbol.range.start);
    nested(flat, TextRange::new(0, source.text.len()))
}

fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    range: TextRange,
    selection: TextRange,
) -> Symbol {
    let selection = if range.covers(selection) {
        selection
    } else {
        range
    };
    Symbol {
        name: if name.is_empty() { "…".into() } else { name },
        detail,
        kind,
        range,
        selection,
        children: Vec::new(),
    }
}

fn quote_name(corpus: &Corpus, source: &Source, quote: &QuoteFacts) -> String {
    let speakers = quote.speakers.iter().map(|speaker| {
        let name = speaker_name(corpus, speaker);
        name.unwrap_or_else(|| "?".into())
    });
    let speakers: Vec<String> = speakers.collect();
    let words = shortened(&quote_words(source, quote), WORDS);
    format!("{}: {words}", speakers.join(", "))
}

/// Puts entries under the headings above them; a section reaches to the next
/// heading of its level or a higher one.
fn nested(flat: Vec<(u8, Symbol)>, whole: TextRange) -> Vec<Symbol> {
    let mut top = Vec::new();
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let close = |open: &mut Vec<(u8, Symbol)>, top: &mut Vec<Symbol>, level: u8, end: u32| {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            let Some((_, mut section)) = open.pop() else {
                break;
            };
            section.range.end = end.max(section.range.end);
            match open.last_mut() {
                Some((_, above)) => above.children.push(section),
                None => top.push(section),
            }
        }
    };
    for (level, symbol) in flat {
        if symbol.kind == SymbolKind::Heading {
            close(&mut open, &mut top, level, symbol.range.start);
            open.push((level, symbol));
        } else if let Some((_, section)) = open.last_mut() {
            section.children.push(symbol);
        } else {
            top.push(symbol);
        }
    }
    close(&mut open, &mut top, 0, whole.end);
    top
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn outline(symbols: &[Symbol], depth: usize, shown: &mut String) {
        for symbol in symbols {
            let detail = symbol.detail.as_deref().unwrap_or("-");
            *shown += &format!(
                "{}{} ({detail}) {:?}\n",
                "  ".repeat(depth),
                symbol.name,
                symbol.kind
            );
            outline(&symbol.children, depth + 1, shown);
        }
    }

    #[test]
    fn quotes_stand_under_their_headings() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- a.qm\n$0[First]{by @ann}\n\n# One [x]{@ann}\n\n[“Said”]{by @ann, ?}\n\n## Deeper\n\n::: by @zed\nAll\nof it.\n:::\n\n# Two\n\n@ann: Ann Lee\n",
        );
        let mut shown = String::new();
        let symbols = document_symbol(&corpus, file);
        outline(&symbols, 0, &mut shown);
        assert_eq!(
            shown,
            "Ann Lee: First (indirect) Quote
One x (-) Heading
  Ann Lee, ?: “Said” (direct) Quote
  Deeper (-) Heading
    @zed: All of it. (indirect) Quote
Two (-) Heading
  Ann Lee (@ann) Person
"
        );
        let text = corpus.source(file).unwrap().text;
        assert!(text[symbols[1].range].ends_with("\n:::\n\n"));
    }
}
