//! An article as one reads it: its words without markup, and what is known of them.

use super::quotes::{EntityLabel, QuoteRow, named, table};
use super::shared::wording::roles_on;
use crate::model::{Corpus, FileId, Source};
use crate::syntax::{
    BlockKind, Document, Fence, PartialDate, PlacedWords, PlainPiece, Span, Tag, TextRange,
};

/// An article without its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The header's title.
    pub title: Option<String>,
    /// The header's date.
    pub date: Option<PartialDate>,
    /// The article's statements; spans name them by their places here.
    pub quotes: Vec<QuoteRow>,
    /// Headings and paragraphs, in order.
    pub blocks: Vec<PreviewBlock>,
}

/// A heading or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewBlock {
    /// From 1 to 6 for a heading, 0 for a paragraph.
    pub level: u8,
    /// Its words; line breaks are as in the file.
    pub words: String,
    /// Where stretches of the words stand in the file: both beginnings, in
    /// bytes. A stretch ends with its line at the latest.
    pub pieces: Vec<(usize, usize)>,
    /// What is known of the words: outer spans before inner ones.
    pub spans: Vec<PreviewSpan>,
}

/// Words of which something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewSpan {
    /// Which words of the block, in bytes.
    pub range: TextRange,
    /// What is known of them.
    pub what: PreviewWhat,
}

/// What is known of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewWhat {
    /// Somebody said them.
    Quote {
        /// Which of the article's statements they belong to.
        quote: usize,
    },
    /// They mean somebody or something.
    Mention {
        /// Whom or what.
        entity: EntityLabel,
        /// The roles on the date of the article.
        roles: Vec<String>,
    },
    /// They have a remark.
    Note {
        /// The remark.
        note: String,
    },
}

/// The article of a file; nothing when its text cannot be had.
pub fn preview(corpus: &Corpus, file: FileId) -> Option<Preview> {
    let source = corpus.source(file)?;
    let facts = &corpus.file(file)?.facts();
    let builder = PreviewBuilder {
        corpus,
        file,
        source: &source,
    };
    Some(Preview {
        title: facts.title.as_deref().map(str::to_owned),
        date: facts.date,
        quotes: table(corpus, &corpus.quotes_in(file)),
        blocks: builder.blocks(),
    })
}

struct PreviewBuilder<'a> {
    corpus: &'a Corpus,
    file: FileId,
    source: &'a Source,
}

impl PreviewBuilder<'_> {
    fn document(&self) -> &Document {
        &self.source.document
    }

    fn blocks(&self) -> Vec<PreviewBlock> {
        let blocks = self.document().blocks.iter();
        let mut fences = Fences::new(&self.document().fences);
        let shown = blocks.filter_map(|block| match block.kind {
            BlockKind::Heading { level, title } => Some(self.block(level, title, &mut fences)),
            BlockKind::Paragraph | BlockKind::StrayFence => {
                Some(self.block(0, block.range, &mut fences))
            }
            _ => None,
        });
        // A paragraph of nothing but comments is none.
        shown
            .filter(|block| !block.words.trim().is_empty())
            .collect()
    }

    fn block(&self, level: u8, range: TextRange, fences: &mut Fences) -> PreviewBlock {
        let text = &self.source.text;
        // A paragraph that the file or a fence ends has the line break too.
        let length = text[range].trim_end().len();
        let range = TextRange::new(range.from(), range.from() + length);
        let mut placed = PlacedWords::default();
        placed.push(text, range, self.document());
        let around = fences.around(range).iter();
        let fenced = around.filter_map(|fence| fenced(fence, placed.words().len()));
        let spans = &self.document().spans;
        let first = spans.partition_point(|span| span.range.from() < range.from());
        let inside = spans[first..].iter();
        let inside = inside.take_while(|span| span.range.from() < range.to());
        let spans = inside.filter_map(|span| {
            Some(PreviewSpan {
                range: placed.of_file(span.words),
                what: self.what(span)?,
            })
        });
        PreviewBlock {
            level,
            spans: fenced.chain(spans).collect(),
            pieces: lines_of(&placed),
            words: placed.words().to_owned(),
        }
    }

    fn what(&self, span: &Span) -> Option<PreviewWhat> {
        let text = &self.source.text;
        Some(match &span.tag {
            Tag::Quote(quote) | Tag::More(Some(quote)) => PreviewWhat::Quote { quote: *quote },
            Tag::Mention(reference) => {
                let entity = self.corpus.ids().of(*reference, text);
                PreviewWhat::Mention {
                    entity: named(self.corpus, entity),
                    roles: roles_on(self.corpus, entity, self.corpus.date(self.file)),
                }
            }
            Tag::Note(note) => PreviewWhat::Note {
                note: text[*note].trim().to_owned(),
            },
            Tag::More(None) | Tag::Broken => return None,
        })
    }
}

fn fenced(fence: &Fence, length: usize) -> Option<PreviewSpan> {
    Some(PreviewSpan {
        range: TextRange::new(0, length),
        what: PreviewWhat::Quote {
            quote: fence.quote?,
        },
    })
}

/// The fences around one block after the other, outer ones first. Each fence is
/// looked at once, however many blocks there are.
struct Fences<'d> {
    next: std::slice::Iter<'d, Fence>,
    open: Vec<&'d Fence>,
}

impl<'d> Fences<'d> {
    fn new(fences: &'d [Fence]) -> Self {
        Self {
            next: fences.iter(),
            open: Vec::new(),
        }
    }

    /// The fences around a block, which stands after those asked for before.
    fn around(&mut self, block: TextRange) -> &[&'d Fence] {
        while let Some(fence) = self.next.as_slice().first() {
            if fence.words.from() > block.from() {
                break;
            }
            self.leave(fence.words);
            self.open.push(fence);
            self.next.next();
        }
        self.leave(block);
        &self.open
    }

    /// Forgets those that end before something does.
    fn leave(&mut self, inner: TextRange) {
        while self
            .open
            .pop_if(|fence| !fence.words.covers(inner))
            .is_some()
        {}
    }
}

/// The pieces of placed words, cut where their lines end.
fn lines_of(placed: &PlacedWords) -> Vec<(usize, usize)> {
    let words = placed.words();
    let mut lines = Vec::new();
    for PlainPiece { words: at, file } in placed.pieces() {
        lines.push((at.from(), file));
        let piece = &words[at];
        let ends = piece.match_indices('\n').map(|(end, _)| end + 1);
        let begins = ends.filter(|begin| *begin < piece.len());
        lines.extend(begins.map(|begin| (at.from() + begin, file + begin)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn preview_of(fixture: &str) -> Preview {
        let (corpus, file, _) = fixture::corpus_at(fixture);
        preview(&corpus, file).unwrap()
    }

    fn shown(preview: &Preview) -> Vec<String> {
        let blocks = preview.blocks.iter();
        blocks
            .map(|block| {
                let spans = block.spans.iter().map(|span| {
                    let words = &block.words.as_str()[span.range];
                    match &span.what {
                        PreviewWhat::Quote { quote } => format!("{words:?} quote {quote}"),
                        PreviewWhat::Mention { entity, roles } => {
                            format!("{words:?} is {} {roles:?}", entity.name)
                        }
                        PreviewWhat::Note { note } => format!("{words:?} note {note}"),
                    }
                });
                let spans: Vec<String> = spans.collect();
                format!("{} {:?} {}", block.level, block.words, spans.join(" + "))
            })
            .collect()
    }

    const CAST: &str =
        "//- cast.qm\n@ann: Ann Lee\n    role: chair of &bma, 2011..2012\n&bma: BMA\n#cuts: Cuts\n";

    #[test]
    fn an_article_is_its_words_and_what_is_known_of_them() {
        let preview = preview_of(&format!(
            "{CAST}//- a.qm\n---\ntitle: No cuts\ndate: 2011-05\n---\n\n# On [cuts]{{#cuts}}\n\n[Ann]{{@ann}} said [“no [cuts]{{#cuts}}”]{{by @ann against #cuts}}{{% a %}} today [\\*now]{{more}}.\n\n{{% remark %}}\n\n[Seven]{{note: of ten}} $0🙂\n"
        ));
        assert_eq!(preview.title.as_deref(), Some("No cuts"));
        assert_eq!(preview.quotes.len(), 1);
        assert_eq!(
            shown(&preview),
            [
                r#"1 "On cuts" "cuts" is Cuts []"#,
                r#"0 "Ann said “no cuts” today *now." "Ann" is Ann Lee ["chair of BMA"] + "“no cuts”" quote 0 + "cuts" is Cuts [] + "*now" quote 0"#,
                r#"0 "Seven 🙂" "Seven" note of ten"#,
            ]
        );
    }

    #[test]
    fn a_fence_is_a_quote_around_its_paragraphs() {
        let preview = preview_of(&format!(
            "{CAST}//- a.qm\nBefore\n\n::: by @ann\nOne\n\n[Two]{{by ?}}\n:::\n\nAfter $0\n"
        ));
        assert_eq!(
            shown(&preview),
            [
                r#"0 "Before" "#,
                r#"0 "One" "One" quote 0"#,
                r#"0 "Two" "Two" quote 0 + "Two" quote 1"#,
                r#"0 "After" "#,
            ]
        );
    }

    #[test]
    fn fences_are_around_what_they_hold_and_nothing_else() {
        let preview = preview_of(&format!(
            "{CAST}//- a.qm\n::: by @ann\nOne\n\n:::: by ?\n# Two\n\nThree\n::::\n\nFour\n:::\n\n::: by @ann\n:::\n\nFive\n\n::: by ?\nSix $0\n"
        ));
        assert_eq!(
            shown(&preview),
            [
                r#"0 "One" "One" quote 0"#,
                r#"1 "Two" "Two" quote 0 + "Two" quote 1"#,
                r#"0 "Three" "Three" quote 0 + "Three" quote 1"#,
                r#"0 "Four" "Four" quote 0"#,
                r#"0 "Five" "#,
                r#"0 "Six" "Six" quote 3"#,
            ]
        );
    }

    #[test]
    fn each_fence_is_looked_at_once() {
        let pieces = [
            "::: by @a\n",
            ":::: by @a\n",
            ":::\n",
            "x\n",
            "\n",
            "# y\n",
            "{% z %}\n",
        ];
        for seed in 0..300_usize {
            let mut state = seed;
            let words = (0..30).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005) + 1;
                pieces[(state >> 33) % pieces.len()]
            });
            let (corpus, file, _) =
                fixture::corpus_at(&format!("//- a.qm\n{}$0", words.collect::<String>()));
            let source = corpus.source(file).unwrap();
            let all = &source.document.fences;
            let mut fences = Fences::new(all);
            for block in &source.document.blocks {
                if !matches!(block.kind, BlockKind::Paragraph | BlockKind::StrayFence) {
                    continue;
                }
                let length = source.text[block.range].trim_end().len();
                let range = TextRange::new(block.range.from(), block.range.from() + length);
                let around = fences.around(range).iter().map(|fence| fence.range);
                let expected = all.iter().filter(|fence| fence.words.covers(range));
                let expected: Vec<TextRange> = expected.map(|fence| fence.range).collect();
                assert_eq!(around.collect::<Vec<_>>(), expected, "{}", source.text);
            }
        }
    }

    #[test]
    fn every_piece_knows_its_place() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- a.qm\r\nOne [tw\u{f6}\r\nthree]{@a} \\[four\r\nfive$0\r\n\r\n# Six [x]{by\r\n",
        );
        let text = corpus.source(file).unwrap().text;
        for block in preview(&corpus, file).unwrap().blocks {
            let ends = block.pieces.iter().skip(1).map(|(words, _)| *words);
            let ends = ends.chain([block.words.len()]);
            for ((words, place), end) in block.pieces.iter().zip(ends) {
                let piece = &block.words[*words..end];
                assert!(text[*place..].starts_with(piece), "{piece:?}");
                assert!(!piece.trim_end().contains('\n'), "{piece:?}");
            }
        }
    }

    #[test]
    fn broken_markup_stays_in_the_words() {
        let preview = preview_of("//- a.qm\nAn [open]{by @x and ]{@a} $0\n\n::: by @x\nrest\n");
        assert!(preview.blocks[0].words.contains("An [open"), "{preview:?}");
        assert!(preview_of("//- a.qm\n$0").blocks.is_empty());
    }
}
