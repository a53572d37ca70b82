//! From marks and the roles that they have to quotations.

use super::cost::MISTAKE;
use super::found::{Edge, Quotation, Quotations};
use super::kinds;
use super::marks::Mark;
use super::pairing::{ParagraphMarks, Role, roles};
use crate::syntax::TextRange;

/// A quotation whose mark is missing reaches so many bytes at most.
const LONGEST_LOST: u32 = 2000;

/// Reads marks; says also how many steps that took.
pub(super) fn read(
    words: &str,
    marks: &[Mark],
    stretches: &[ParagraphMarks],
) -> (Quotations, usize) {
    let found = roles(marks, stretches);
    let mut reader = QuotationReader {
        words,
        open: Vec::new(),
        begins: Edge::Mark,
        start: 0,
        inside: 0,
        found: Quotations::default(),
    };
    for (place, stretch) in stretches.iter().enumerate() {
        let end = stretches
            .get(place + 1)
            .map_or(marks.len(), |next| next.first);
        if place > 0 {
            reader.go_on(stretches[place - 1], *stretch, stretch.first == end);
        }
        reader.paragraph(
            *stretch,
            &marks[stretch.first..end],
            &found.roles[stretch.first..end],
        );
    }
    reader.found.strays.sort_unstable();
    (reader.found, found.steps)
}

/// Makes quotations of roles.
struct QuotationReader<'w> {
    words: &'w str,
    /// The marks that are open.
    open: Vec<Mark>,
    /// How the outermost of them began in this paragraph, and where.
    begins: Edge,
    start: u32,
    /// Where its words begin in this paragraph.
    inside: u32,
    found: Quotations,
}

impl QuotationReader<'_> {
    /// Comes to the next paragraph.
    fn go_on(&mut self, last: ParagraphMarks, next: ParagraphMarks, is_empty: bool) {
        if self.open.is_empty() {
            return;
        }
        if next.is_apart || is_empty {
            let lost: Vec<Mark> = self.open.drain(..).collect();
            self.found.strays.extend(lost.iter().map(range));
            return;
        }
        self.part(last.to, Edge::RunsOn);
        self.begins = Edge::RunsOn;
        self.start = next.from;
        self.inside = next.from;
    }

    /// Adds the open quotation as far as it reaches in this paragraph.
    fn part(&mut self, end: u32, ends: Edge) {
        let to = end.max(self.start);
        self.add(self.start, to, self.inside, to, ends);
    }

    fn add(&mut self, from: u32, to: u32, inside_from: u32, inside_to: u32, ends: Edge) {
        let whole = TextRange {
            start: from,
            end: to,
        };
        let whole = whole.trimmed(self.words);
        if whole.is_empty() {
            return;
        }
        let inside_to = inside_to.min(whole.end);
        let inside = TextRange {
            start: inside_from.max(whole.start).min(inside_to),
            end: inside_to,
        };
        self.found.outermost.push(Quotation {
            range: whole,
            inside,
            begins: self.begins,
            ends,
        });
    }

    fn paragraph(&mut self, stretch: ParagraphMarks, marks: &[Mark], roles: &[Role]) {
        // How far the quotations reach that are found already.
        let mut lost: Option<Mark> = None;
        let first = self.found.outermost.len();
        for (mark, role) in marks.iter().zip(roles) {
            match role {
                Role::Open => {
                    if self.open.is_empty() {
                        if let Some(opened) = lost
                            && opened.kind.family() == mark.kind.family()
                        {
                            self.lose(opened, mark.from, first);
                            lost = None;
                        }
                        self.begins = Edge::Mark;
                        self.start = mark.from;
                        self.inside = mark.to;
                    }
                    self.open.push(*mark);
                }
                Role::Close => self.close(mark),
                Role::Reopen => self.reopen(mark),
                Role::ReopenLast => {
                    self.open.clear();
                    self.found.strays.push(range(mark));
                    lost = Some(*mark);
                }
                Role::Neither => {
                    if mark.costs.neither >= MISTAKE && !mark.kind.is_apostrophe() {
                        self.found.strays.push(range(mark));
                    }
                    if !self.open.is_empty() {
                        continue;
                    }
                    match lack(mark) {
                        Some(MissingPartner::End) if lost.is_none() => lost = Some(*mark),
                        Some(MissingPartner::Start) if lost.is_none() => {
                            self.lack_start(mark, stretch)
                        }
                        _ => {}
                    }
                }
            }
        }
        if let Some(opened) = lost {
            // What runs on into the next paragraph is no part of it.
            let end = match self.open.is_empty() {
                true => stretch.to,
                false => self.start.max(opened.to),
            };
            self.lose(opened, end, first);
        }
    }

    fn close(&mut self, mark: &Mark) {
        let Some(opened) = self.open.pop() else {
            return;
        };
        self.found.pairs.push((range(&opened), range(mark)));
        if !self.open.is_empty() {
            return;
        }
        self.add(self.start, mark.to, self.inside, mark.from, Edge::Mark);
    }

    /// A mark at the start of a paragraph or a line that takes up what is open.
    fn reopen(&mut self, mark: &Mark) {
        // Of several, the first takes up the outermost.
        if mark.place_in_line == 0 {
            self.part(mark.from, Edge::RunsOn);
            self.begins = Edge::Mark;
            self.start = mark.from;
            self.inside = mark.to;
        }
    }

    /// A quotation that nothing closes: it reaches to `end`, and holds the
    /// quotations that are found after its mark.
    fn lose(&mut self, opened: Mark, end: u32, first: usize) {
        let reach = opened.to.saturating_add(LONGEST_LOST).min(end);
        let end = match sentence_line(self.words, opened.to, reach) {
            Some(line) => line,
            None if reach < end => return,
            None => end,
        };
        let behind = |quotation: &Quotation| quotation.range.start < opened.from;
        let kept = self.found.outermost[first..].partition_point(behind);
        self.found.outermost.truncate(first + kept);
        let begins = std::mem::replace(&mut self.begins, Edge::Mark);
        self.add(opened.from, end, opened.to, end, Edge::Missing);
        self.begins = begins;
    }

    /// A quotation that nothing opens: it begins where the paragraph does, if no
    /// other stands between.
    fn lack_start(&mut self, mark: &Mark, stretch: ParagraphMarks) {
        let last = self.found.outermost.last();
        let last = last.map_or(0, |last| last.range.end);
        let reach = stretch.from.max(mark.from.saturating_sub(LONGEST_LOST));
        let start = match sentence_above(self.words, reach, mark.from) {
            Some(line) => Some(line),
            None if reach > stretch.from => None,
            None => Some(stretch.from),
        };
        if let Some(start) = start.filter(|start| last <= *start) {
            self.begins = Edge::Missing;
            self.add(start, mark.to, start, mark.from, Edge::Mark);
        }
    }
}

/// How many lines are looked at for the end of a sentence.
const LINES: usize = 40;

/// Where the first line begins, from `from` up to `to`, that stands under the
/// end of a sentence: such lines are paragraphs, as others are not.
fn sentence_line(words: &str, from: u32, to: u32) -> Option<u32> {
    let bytes = &words.as_bytes()[from as usize..to as usize];
    let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes).take(LINES);
    line_after(breaks, bytes, from)
}

/// Where the last such line begins.
fn sentence_above(words: &str, from: u32, to: u32) -> Option<u32> {
    let bytes = &words.as_bytes()[from as usize..to as usize];
    let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes).rev().take(LINES);
    line_after(breaks, bytes, from)
}

fn line_after(mut breaks: impl Iterator<Item = usize>, bytes: &[u8], from: u32) -> Option<u32> {
    let ends = |at: &usize| {
        let line = bytes[..*at].trim_ascii_end();
        line.last().is_some_and(|last| b".?!:".contains(last))
    };
    let found = breaks.find(ends)?;
    u32::try_from(found + 1).ok().map(|after| from + after)
}

/// What a mark without a partner lacks.
enum MissingPartner {
    /// One that opens.
    Start,
    /// One that closes.
    End,
}

fn lack(mark: &Mark) -> Option<MissingPartner> {
    if mark.costs.neither < MISTAKE {
        return None;
    }
    let (open, close) = (mark.costs.open, mark.costs.close);
    if mark.kind.family() == kinds::Family::Single {
        // Nearly all of them are apostrophes.
        return (open == 0 && mark.place_in_line == 0).then_some(MissingPartner::End);
    }
    match open.cmp(&close) {
        std::cmp::Ordering::Less if open < 200 => Some(MissingPartner::End),
        std::cmp::Ordering::Greater if close < 200 => Some(MissingPartner::Start),
        _ => None,
    }
}

fn range(mark: &Mark) -> TextRange {
    TextRange {
        start: mark.from,
        end: mark.to,
    }
}
