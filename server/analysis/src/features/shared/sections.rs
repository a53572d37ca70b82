//! Sections: a heading with what stands under it.

use crate::syntax::{BlockKind, Document, TextRange};

/// The sections of a document by their headings: each from its heading to the
/// next one of its level or a higher one, without the white space at its end. One
/// in a fence ends with the fence at the latest, and ends none outside of it.
pub fn sections(document: &Document, text: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut fences: Vec<TextRange> = Vec::new();
    for block in &document.blocks {
        let start = block.range.from();
        while let Some(fence) = fences.pop_if(|fence| fence.to() <= start) {
            close(
                &mut open,
                &mut found,
                |section| section.depth > fences.len(),
                fence.to(),
            );
        }
        match block.kind {
            BlockKind::Fence(index) => fences.push(document.fences[index].words),
            BlockKind::Heading { level, .. } => {
                let depth = fences.len();
                close(
                    &mut open,
                    &mut found,
                    |section| section.depth == depth && section.level >= level,
                    start,
                );
                open.push(Open {
                    start,
                    level,
                    depth,
                });
            }
            _ => {}
        }
    }
    while let Some(fence) = fences.pop() {
        close(
            &mut open,
            &mut found,
            |section| section.depth > fences.len(),
            fence.to(),
        );
    }
    close(&mut open, &mut found, |_| true, text.len());
    found.sort_by_key(|section| section.start);
    found
        .into_iter()
        .map(|section| section.trimmed(text))
        .collect()
}

struct Open {
    start: usize,
    level: u8,
    /// How many fences there are around it.
    depth: usize,
}

/// Ends the innermost sections of which `ends` is true, at byte `end`.
fn close(
    open: &mut Vec<Open>,
    found: &mut Vec<TextRange>,
    ends: impl Fn(&Open) -> bool,
    end: usize,
) {
    while let Some(section) = open.pop_if(|section| ends(section)) {
        found.push(TextRange::new(section.start, end.max(section.start)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parser;

    #[test]
    fn end_at_the_next_heading_that_is_no_deeper() {
        for (text, expected) in [
            (
                "# A\na\n\n## B\nb\n\n# C\nc\n",
                &["# A\na\n\n## B\nb", "## B\nb", "# C\nc"][..],
            ),
            (
                "### Deep\n\n## Less\n\n# C\n",
                &["### Deep", "## Less", "# C"],
            ),
            (
                "# A\n\n::: by @x\n# In\nfence\n:::\n\nafter\n",
                &["# A\n\n::: by @x\n# In\nfence\n:::\n\nafter", "# In\nfence"],
            ),
            ("no heading\n", &[]),
        ] {
            let found = sections(&Parser::new().read(text), text);
            let found: Vec<&str> = found.into_iter().map(|section| &text[section]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
