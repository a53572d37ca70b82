//! The roles of marks: the reading of a text that leaves least unexplained.
//!
//! The marks are read in order, with a few readings kept side by side: each is
//! what is open after the last mark, and the least that it can have cost to come
//! there. Two readings with the same things open are one, so that their number
//! stays small, and the work is linear in the number of marks.

use super::cost::{Costs, STRAY};
use super::kinds::{Cost, Kind, NEVER};
use super::marks::Mark;

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It opens a quotation.
    Open,
    /// It closes the one that opened last.
    Close,
    /// It has no partner, or needs none.
    Neither,
    /// It begins a paragraph, or a line, that goes on with an open quotation.
    Reopen,
    /// The same, and the quotation is never closed.
    ReopenLast,
}

/// The marks of a paragraph.
#[derive(Debug, Clone, Copy)]
pub struct ParagraphMarks {
    /// Where the paragraph begins in the words.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// The first of its marks, among all.
    pub first: usize,
    /// Whether no quotation can come from the paragraph before.
    pub is_apart: bool,
}

/// How deep quotations stand in one another.
pub const DEEPEST: usize = 4;

/// How many readings are kept.
const READINGS: usize = 12;

/// A reading that costs so much more than the best is given up.
const HOPELESS: Cost = 1500;

/// After so many steps the best reading is settled on, so that what is kept
/// stays small.
const SETTLED: usize = 8192;

/// What it costs to go on in the next paragraph, with a mark and without.
const TAKEN_UP: Cost = 50;
const RUN_ON: Cost = 250;

/// What it costs to go on in the next line with a mark.
const NEXT_LINE: Cost = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    /// What is open, the outermost first.
    open: [Option<Kind>; DEEPEST],
    depth: u8,
    /// How many of these the paragraph has still to take up with a mark.
    pending: u8,
    cost: Cost,
    /// Its last step, counted from 1; 0 is where it was settled last.
    step: u32,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    role: Role,
    before: u32,
}

/// What was made of the marks of a text.
pub struct Roles {
    /// The role of each mark.
    pub roles: Vec<Role>,
    /// How many steps it took, for tests to count.
    pub steps: usize,
}

/// The roles of `marks`, which stand in `stretches` in order.
pub fn roles(marks: &[Mark], stretches: &[ParagraphMarks]) -> Roles {
    read_all(marks, stretches, true)
}

/// The same; plain paragraphs are read by themselves if `with_plain` says so.
fn read_all(marks: &[Mark], stretches: &[ParagraphMarks], with_plain: bool) -> Roles {
    let mut pairing = Pairing {
        readings: vec![Reading {
            open: [None; DEEPEST],
            depth: 0,
            pending: 0,
            cost: 0,
            step: 0,
        }],
        next: Vec::new(),
        steps: Vec::new(),
        taken: 0,
        roles: Vec::with_capacity(marks.len()),
    };
    for (place, stretch) in stretches.iter().enumerate() {
        let end = stretches
            .get(place + 1)
            .map_or(marks.len(), |next| next.first);
        pairing.enter(*stretch, stretch.first == end);
        if with_plain && pairing.is_clear() && pairing.read_plain(&marks[stretch.first..end]) {
            continue;
        }
        let mut at = stretch.from;
        for mark in &marks[stretch.first..end] {
            pairing.read(mark, mark.from - at);
            at = mark.to;
        }
        pairing.leave(stretch.to.saturating_sub(at));
    }
    pairing.finish();
    Roles {
        roles: pairing.roles,
        steps: pairing.taken,
    }
}

struct Pairing {
    readings: Vec<Reading>,
    next: Vec<Reading>,
    /// The steps since the readings were settled last.
    steps: Vec<Step>,
    taken: usize,
    roles: Vec<Role>,
}

impl Pairing {
    /// Begins a paragraph.
    fn enter(&mut self, stretch: ParagraphMarks, is_empty: bool) {
        if stretch.is_apart || is_empty {
            self.close_all();
        }
        for reading in &mut self.readings {
            if reading.depth > 0 {
                reading.pending = reading.depth;
                reading.cost += TAKEN_UP;
            }
        }
        self.settle(false);
    }

    /// Ends a paragraph, `rest` bytes after the last mark.
    fn leave(&mut self, rest: u32) {
        for reading in &mut self.readings {
            if reading.depth > 0 {
                reading.cost += length(rest);
            }
        }
        // What is open where nothing need be open goes on nowhere, and more than
        // two marks are not taken up.
        let closed = self.readings.iter().find(|reading| reading.depth == 0);
        if let Some(limit) = closed.map(|closed| closed.cost + TAKEN_UP) {
            self.readings.retain(|reading| {
                reading.depth == 0 || (reading.depth <= 2 && reading.cost <= limit)
            });
        }
    }

    /// Gives up all readings that have something open. Those that have not are
    /// no worse: in them, the marks that opened are strays.
    fn close_all(&mut self) {
        if self.readings.iter().any(|reading| reading.depth == 0) {
            self.readings.retain(|reading| reading.depth == 0);
            return;
        }
        self.settle(true);
        for reading in &mut self.readings {
            reading.open = [None; DEEPEST];
            reading.depth = 0;
            reading.pending = 0;
        }
    }

    /// Whether there is one reading, and nothing is open.
    fn is_clear(&self) -> bool {
        self.steps.is_empty() && matches!(self.readings[..], [Reading { depth: 0, .. }])
    }

    /// Reads a paragraph in which each mark plainly opens or closes in turn, or is
    /// an apostrophe, as in nearly all: no other reading costs as little. Says
    /// whether it is such a paragraph.
    fn read_plain(&mut self, marks: &[Mark]) -> bool {
        let first = self.roles.len();
        let mut open: Option<&Mark> = None;
        for mark in marks {
            let Costs {
                open: opens,
                close: closes,
                neither,
            } = mark.costs;
            let role = match open {
                None if neither <= 30 && opens >= 200 => Role::Neither,
                None if opens == 0 && closes > 0 && neither >= 250 => {
                    open = Some(mark);
                    Role::Open
                }
                Some(opened)
                    if closes == 0
                        && opens > 0
                        && opened.kind.pair(mark.kind) <= 100
                        && opened.kind.pair(mark.kind) + length(mark.from - opened.to) + 100
                            < opened.costs.neither + neither =>
                {
                    open = None;
                    Role::Close
                }
                Some(opened)
                    if neither <= 30
                        && opens >= 200
                        && opened.kind.family() != mark.kind.family() =>
                {
                    Role::Neither
                }
                _ => {
                    self.roles.truncate(first);
                    return false;
                }
            };
            self.roles.push(role);
        }
        if open.is_some() {
            self.roles.truncate(first);
            return false;
        }
        self.taken += marks.len();
        true
    }

    /// Reads a mark, `gap` bytes after the one before.
    fn read(&mut self, mark: &Mark, gap: u32) {
        let readings = std::mem::take(&mut self.readings);
        for reading in &readings {
            self.taken += 1;
            let mut now = *reading;
            if now.depth > 0 {
                now.cost += length(gap);
            }
            self.go_on(now, mark);
        }
        let mut spare = readings;
        spare.clear();
        self.readings = std::mem::replace(&mut self.next, spare);
        let best = self.readings.iter().map(|reading| reading.cost).min();
        let limit = best.unwrap_or(0) + HOPELESS;
        self.readings
            .retain(|reading| reading.cost < limit || reading.depth == 0);
        while self.readings.len() > READINGS {
            let kept = |reading: &Reading| (reading.depth > 0, reading.cost);
            let worst = (0..self.readings.len()).max_by_key(|at| kept(&self.readings[*at]));
            self.readings.swap_remove(worst.unwrap_or(0));
        }
        if self.steps.len() >= SETTLED {
            self.settle(true);
        }
    }

    fn go_on(&mut self, mut now: Reading, mark: &Mark) {
        if now.pending > 0 {
            let first = now.depth - now.pending;
            let opened = now.open[usize::from(first)];
            if mark.place_in_line == first
                && opened.is_some_and(|opened| opened.is_taken_up_by(mark.kind))
            {
                let taken_up = Reading {
                    pending: now.pending - 1,
                    ..now
                };
                self.take(taken_up, Role::Reopen, 0);
                if first == 0 {
                    self.take(emptied(now), Role::ReopenLast, STRAY);
                }
            }
            now.cost += RUN_ON;
            now.pending = 0;
        } else if now.depth == 1
            && mark.place_in_line == 0
            && now.open[0].is_some_and(|opened| opened.is_taken_up_by(mark.kind))
        {
            self.take(now, Role::Reopen, NEXT_LINE);
        }
        let depth = usize::from(now.depth);
        if depth < DEEPEST && mark.costs.open < NEVER {
            let outer = depth.checked_sub(1).and_then(|top| now.open[top]);
            let nesting = outer.map_or(0, |outer| mark.kind.nesting(outer));
            let mut opened = now;
            opened.open[depth] = Some(mark.kind);
            opened.depth += 1;
            self.take(opened, Role::Open, mark.costs.open + nesting);
        }
        if let Some(top) = depth.checked_sub(1)
            && let Some(opened) = now.open[top]
            && mark.costs.close < NEVER
        {
            let pair = opened.pair(mark.kind);
            if pair < NEVER {
                let mut closed = now;
                closed.open[top] = None;
                closed.depth -= 1;
                self.take(closed, Role::Close, mark.costs.close + pair);
            }
        }
        self.take(now, Role::Neither, mark.costs.neither);
    }

    fn take(&mut self, mut reading: Reading, role: Role, cost: Cost) {
        reading.cost = reading.cost.saturating_add(cost);
        let same =
            |other: &&mut Reading| other.open == reading.open && other.pending == reading.pending;
        let known = self.next.iter_mut().find(same);
        if known
            .as_ref()
            .is_some_and(|known| known.cost <= reading.cost)
        {
            return;
        }
        self.steps.push(Step {
            role,
            before: reading.step,
        });
        reading.step = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        match known {
            Some(known) => *known = reading,
            None => self.next.push(reading),
        }
    }

    /// Writes down the roles where one reading is left, or of the best one where
    /// it must be. Nothing is forgotten otherwise.
    fn settle(&mut self, must: bool) {
        if must {
            let best = self.readings.iter().min_by_key(|reading| reading.cost);
            let best = best.copied();
            self.readings.clear();
            self.readings.extend(best);
        }
        let [reading] = &mut self.readings[..] else {
            return;
        };
        let first = self.roles.len();
        let mut step = reading.step;
        while let Some(taken) = step.checked_sub(1) {
            let taken = self.steps[taken as usize];
            self.roles.push(taken.role);
            step = taken.before;
        }
        self.roles[first..].reverse();
        self.steps.clear();
        reading.step = 0;
        reading.cost = 0;
    }

    fn finish(&mut self) {
        self.close_all();
        self.settle(true);
    }
}

fn emptied(reading: Reading) -> Reading {
    Reading {
        open: [None; DEEPEST],
        depth: 0,
        pending: 0,
        ..reading
    }
}

/// What it costs that something is open for so many bytes. Quotations have an
/// end; one mark without a partner must not take all up to the next.
fn length(bytes: u32) -> Cost {
    bytes / 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::words::plain;
    use super::*;

    /// Pieces of text; marks stand against words more often than they would by chance.
    fn piece() -> impl Strategy<Value = String> {
        let marks = || {
            select(vec![
                "“", "”", "“", "”", "\"", "\"", "'", "’", "‘", "’", "„", "«", "»", "‹", "›", "‚",
                "``", "''", "「", "」", "『", "』", "”", "“",
            ])
        };
        let words = || {
            select(vec![
                "he said",
                "I",
                "doctors",
                "rock",
                "n",
                "6",
                "tis",
                "1990s",
                "s",
                "go",
                "goin",
                "Yes",
                "…",
                "Paris is a town, and so on for ever and ever and ever and ever",
                "言う",
            ])
        };
        prop_oneof![
            3 => (marks(), words(), select(vec!["", ".", ",", "?", "!", ":"]), marks())
                .prop_map(|(open, words, stop, close)| format!("{open}{words}{stop}{close} ")),
            3 => (words(), select(vec!["’", "'", "’s ", "'s ", "’ ", "' ", "”", "\" ", ""]), words())
                .prop_map(|(one, mark, other)| format!("{one}{mark}{other} ")),
            3 => (words(), select(vec!["", " ", ". ", ", ", ": ", " – ", "—", " ("]))
                .prop_map(|(words, after)| format!("{words}{after}")),
            2 => marks().prop_map(str::to_owned),
            1 => (1..60_usize).prop_map(|count| format!("{}. ", " word".repeat(count * 4))),
            // Too far apart for the two marks of a quotation, or nearly so.
            1 => (marks(), 700..2000_usize, marks())
                .prop_map(|(open, count, close)| format!("{open}{}{close} ", "word ".repeat(count).trim_end())),
            1 => (select(vec!["言", ""]), select(vec!["\"", "“", "'", "＂"]), select(vec!["言", "–", ""]))
                .prop_map(|(before, mark, after)| format!("{before}{mark}{after}").repeat(4)),
            1 => select(vec!["\n", "\n\n", " ", "(", ")"]).prop_map(str::to_owned),
        ]
    }

    fn is_read_as_others_are(text: &str) {
        let (marks, stretches) = plain(text);
        let slow = read_all(&marks, &stretches, false);
        assert!(slow.steps >= marks.len(), "{text}");
        assert_eq!(roles(&marks, &stretches).roles, slow.roles, "{text}");
    }

    proptest! {
        #[test]
        fn plain_paragraphs_are_read_as_others_are(pieces in prop::collection::vec(piece(), 1..8)) {
            is_read_as_others_are(&pieces.concat());
        }
    }

    /// Marks of all kinds.
    const KINDS: [&str; 18] = [
        "“", "”", "„", "‘", "’", "‚", "«", "»", "‹", "›", "\"", "'", "``", "''", "「", "」", "『",
        "』",
    ];

    /// Two marks come too rarely by chance at the distance where they no longer are a pair.
    #[test]
    fn two_marks_are_read_as_others_are_near_and_far() {
        for count in [1, 300, 700, 900, 1_200] {
            let words = "word ".repeat(count);
            for first in KINDS {
                for last in KINDS {
                    is_read_as_others_are(&format!("{first}{}{last}", words.trim_end()));
                }
            }
        }
    }

    #[test]
    fn three_marks_are_read_as_others_are() {
        for first in KINDS {
            for second in KINDS {
                for third in KINDS {
                    for (one, other) in [("tis", " "), ("he said", "."), ("", "doctors")] {
                        let text = format!("{first}{one}{second}{other}{third} so");
                        is_read_as_others_are(&text);
                        is_read_as_others_are(&format!("so {text} word. {first}tis"));
                    }
                }
            }
        }
    }
}
