//! What can be folded away: the header, sections, fenced quotes, declarations,
//! runs of comments.

use super::shared::sections;
use crate::model::{Corpus, FileId};
use crate::syntax::{BlockKind, Document, TextRange};

/// Something that can be folded away; it has more than one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the end of the line that stays to the end of the last line.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// The lines between `---` and `---`.
    Header,
    /// A heading with what stands under it.
    Section,
    /// A fenced quote.
    Fence,
    /// A declaration.
    Declaration,
    /// Comments that follow one another as blocks.
    Comments,
}

/// The folds of a file, by the lines that stay.
pub fn folding_range(corpus: &Corpus, file: FileId) -> Vec<Fold> {
    let (Some(source), Some(entry)) = (corpus.source(file), corpus.file(file)) else {
        return Vec::new();
    };
    let (document, text) = (&source.document, &*source.text);
    let lines = &entry.facts().lines;
    let header = document.header.iter().map(|header| header.range);
    let fences = document.fences.iter().map(|fence| fence.range);
    let declared = document.declarations.iter();
    let declared = declared.map(|declaration| declaration.range);
    let whole = [
        with_kind(header, FoldKind::Header),
        with_kind(sections(document, text), FoldKind::Section),
        with_kind(fences, FoldKind::Fence),
        with_kind(declared, FoldKind::Declaration),
        with_kind(comments(document), FoldKind::Comments),
    ];
    let folds = whole.into_iter().flatten().filter_map(|(range, kind)| {
        let range = range.trimmed(text);
        let first = lines.line_range(lines.line_of(range.from()));
        (first.to() < range.to()).then(|| Fold {
            range: TextRange::new(first.to(), range.to()),
            kind,
        })
    });
    let mut folds: Vec<Fold> = folds.collect();
    folds.sort_by_key(|fold| fold.range);
    folds
}

fn with_kind(
    ranges: impl IntoIterator<Item = TextRange>,
    kind: FoldKind,
) -> Vec<(TextRange, FoldKind)> {
    ranges.into_iter().map(|range| (range, kind)).collect()
}

/// The runs of comments between which no other block stands.
fn comments(document: &Document) -> Vec<TextRange> {
    let is_comment = |kind: BlockKind| matches!(kind, BlockKind::Comment(_));
    let runs = document
        .blocks
        .chunk_by(|before, after| is_comment(before.kind) && is_comment(after.kind));
    let runs = runs.filter(|run| run.iter().any(|block| is_comment(block.kind)));
    let ends = runs.filter_map(|run| Some((run.first()?.range, run.last()?.range)));
    ends.map(|(first, last)| TextRange::new(first.from(), last.to()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn check(text: &str, expected: &[(usize, usize, FoldKind)]) {
        let (corpus, file, _) = fixture::corpus_at(&format!("//- a.qm\n{text}$0"));
        let lines = &corpus.file(file).unwrap().facts().lines;
        let folds = folding_range(&corpus, file).into_iter().map(|fold| {
            let line = |offset| lines.line_of(offset) + 1;
            (line(fold.range.from()), line(fold.range.to()), fold.kind)
        });
        assert_eq!(folds.collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn folds_everything_of_several_lines() {
        check(
            "---\r\ntitle: T\r\n---\r\n\r\n# One\r\n\r\nwords\r\nof it\r\n\r\n## Two\r\n\r\n# Three\r\n",
            &[(1, 3, FoldKind::Header), (5, 10, FoldKind::Section)],
        );
        check(
            "::: by @x\nAll\n\nof it\n:::\n\n@a: A\n    also: B\n\n@b: B\n",
            &[(1, 5, FoldKind::Fence), (7, 8, FoldKind::Declaration)],
        );
        check(
            "{% one %}\n\n{% two\nof it %}\n\nwords\n\n{% three %}\n",
            &[(1, 4, FoldKind::Comments)],
        );
    }

    #[test]
    fn what_is_half_typed_folds_as_far_as_it_goes() {
        check("---\ntitle: T\n", &[(1, 2, FoldKind::Header)]);
        check("::: by @x\nopen\n", &[(1, 2, FoldKind::Fence)]);
        check("# Alone", &[]);
        check("", &[]);
    }
}
