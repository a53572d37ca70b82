//! The annotations of a text as brat has them (brat standoff format, brat.nlplab.org).

use std::collections::{HashMap, HashSet};

use crate::annotated::{Annotated, Group, Marked};
use crate::error::Unreadable;
use crate::form::{Kind, Losses};
use crate::places::Places;

const EQUAL: Kind = (
    "annotations that are said to mean the same",
    "are not joined, as each is known by its own words",
);
const NOT_THERE: Kind = ("lines on annotations that are not there", "were left out");
const NO_SPAN: Kind = (
    "attributes, references and remarks on links",
    "were left out, as a tag belongs to words",
);
const UNKNOWN: Kind = ("lines that brat does not know", "were left out");
const OTHER_WORDS: Kind = (
    "annotations whose words are not those at their place",
    "were left out",
);

/// Whether a line of an `.ann` is one of brat's, as far as it goes.
fn identifier(line: &str) -> Option<(char, &str, &str)> {
    let (id, rest) = line.split_once('\t')?;
    let first = id.chars().next()?;
    let number = id.strip_prefix(first)?;
    let is_one = number.starts_with(|c: char| c.is_ascii_digit()) || id == "*";
    is_one.then_some((first, id, rest))
}

/// A line with its number, from 1, that is looked at once all spans are known.
struct Later<'a> {
    number: usize,
    first: char,
    id: &'a str,
    rest: &'a str,
}

/// Reads the annotations of a text: `name` is what both files are called without their
/// endings.
///
/// # Errors
/// When a line is none of brat's, a place lies outside of the text, or most of the words are
/// others than the text has there. The reason goes on after the name of the `.ann`.
pub fn read(name: &str, text: &str, annotations: &str) -> Result<Annotated, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let annotations = annotations.strip_prefix('\u{feff}').unwrap_or(annotations);
    let mut reading = Reading {
        name,
        spans: Spans::default(),
        later: Vec::new(),
        losses: Losses::default(),
    };
    for (at, line) in annotations.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() {
            reading.line(at + 1, line)?;
        }
    }
    let mut one = Annotated {
        name: name.to_owned(),
        text: text.to_owned(),
        ..Annotated::default()
    };
    reading.place(&mut one)?;
    reading.join(&mut one);
    one.losses = reading.losses.take();
    Ok(one)
}

/// A span as its line has it.
struct Line<'a> {
    number: usize,
    id: &'a str,
    kind: &'a str,
    places: Vec<(usize, usize)>,
    /// The words, where it has them.
    words: Option<&'a str>,
}

#[derive(Default)]
struct Spans<'a> {
    lines: Vec<Line<'a>>,
    /// Which line each is.
    by_id: HashMap<&'a str, usize>,
}

struct Reading<'a> {
    name: &'a str,
    spans: Spans<'a>,
    later: Vec<Later<'a>>,
    losses: Losses,
}

impl<'a> Reading<'a> {
    fn at(&self, number: usize) -> String {
        format!("{}.ann:{number}", self.name)
    }

    fn line(&mut self, number: usize, line: &'a str) -> Result<(), Unreadable> {
        let Some((first, id, rest)) = identifier(line) else {
            return Err(Unreadable(format!(
                "is no file of brat: line {number} begins with no identifier such as T1 and a tab"
            )));
        };
        if first != 'T' {
            self.later.push(Later {
                number,
                first,
                id,
                rest,
            });
            return Ok(());
        }
        let wrong = || {
            Unreadable(format!(
                "is no file of brat: in line {number} {id} has no type and places, which are written \
                 `Type 0 5` or `Type 0 5;8 12`"
            ))
        };
        let (what, words) = match rest.split_once('\t') {
            Some((what, words)) => (what, Some(words)),
            None => (rest, None),
        };
        let (kind, places) = what.trim().split_once(' ').ok_or_else(wrong)?;
        let places = places.split(';').map(|place| {
            let (start, end) = place.trim().split_once(' ')?;
            let place = (start.trim().parse().ok()?, end.trim().parse().ok()?);
            (place.0 <= place.1).then_some(place)
        });
        let places: Option<Vec<(usize, usize)>> = places.collect();
        let places = places.ok_or_else(wrong)?;
        if self
            .spans
            .by_id
            .insert(id, self.spans.lines.len())
            .is_some()
        {
            return Err(Unreadable(format!(
                "has two annotations {id}, the second in line {number}; number one of them anew"
            )));
        }
        self.spans.lines.push(Line {
            number,
            id,
            kind,
            places,
            words,
        });
        Ok(())
    }

    /// Finds the words of all spans; those that have others than they say are left out, and
    /// their numbers with them.
    fn place(&mut self, one: &mut Annotated) -> Result<(), Unreadable> {
        let lines = std::mem::take(&mut self.spans.lines);
        let places = Places::of(&one.text);
        let (mut points, mut wrong) = (Counted::whole(&one.text), 0);
        wrong += lines.iter().filter(|line| !points.has(line)).count();
        // Programs that read a text line by line count one for each end of a line.
        if wrong > 0 && one.text.contains("\r\n") {
            let folded = Counted::lines(&one.text);
            let others = lines.iter().filter(|line| !folded.has(line)).count();
            if others < wrong {
                (points, wrong) = (folded, others);
            }
        }
        for line in &lines {
            if let Some((_, end)) = line.places.iter().find(|(_, end)| *end > points.length()) {
                return Err(Unreadable(format!(
                    "does not belong to {}.txt: in line {} {} ends at {end}, and the text has {} characters; \
                     the text was changed, or places are counted in bytes or UTF-16 units",
                    self.name,
                    line.number,
                    line.id,
                    points.length()
                )));
            }
        }
        if 2 * wrong > lines.len()
            && let Some(line) = lines.iter().find(|line| !points.has(line))
        {
            return Err(Unreadable(format!(
                "does not belong to {}.txt: in line {} {} has the words `{}`, and the text has `{}` there; the \
                 text was changed, or places are counted in bytes or UTF-16 units",
                self.name,
                line.number,
                line.id,
                line.words.unwrap_or_default(),
                points.words(line)
            )));
        }
        let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(lines.len());
        for line in &lines {
            let fragments = line.places.iter();
            let fragments = fragments.filter_map(|(start, end)| {
                places.of_points(points.point(*start), points.point(*end))
            });
            let mut fragments: Vec<_> = fragments.collect();
            fragments.sort_by_key(|words| words.start);
            if !points.has(line) || fragments.is_empty() {
                let detail = format!("{} {}", line.kind, line.words.unwrap_or_default());
                self.losses.of(OTHER_WORDS, self.at(line.number), detail);
                continue;
            }
            numbers.insert(line.id, one.spans.len());
            one.spans.push(Marked {
                kind: line.kind.to_owned(),
                place: self.at(line.number),
                fragments,
                ..Marked::default()
            });
        }
        self.spans.by_id = numbers;
        Ok(())
    }

    /// Takes in what other lines say of the spans.
    fn join(&mut self, one: &mut Annotated) {
        let later = std::mem::take(&mut self.later);
        let mut events: HashMap<&str, usize> = HashMap::new();
        for line in later.iter().filter(|line| line.first == 'E') {
            let trigger = line.rest.split_whitespace().next();
            let trigger = trigger.and_then(|trigger| trigger.split_once(':'));
            if let Some(trigger) = trigger.and_then(|(_, id)| self.spans.by_id.get(id)) {
                events.insert(line.id, *trigger);
            }
        }
        let known = self.spans.by_id.clone();
        let find = |id: &str| known.get(id).or(events.get(id)).copied();
        let links: HashSet<&str> = later
            .iter()
            .filter(|line| line.first == 'R')
            .map(|line| line.id)
            .collect();
        for line in &later {
            let place = self.at(line.number);
            let lost = |losses: &mut Losses, kind| {
                losses.of(kind, &*place, format!("{} {}", line.id, line.rest));
            };
            match line.first {
                'E' | 'R' => {
                    let mut words = line.rest.split_whitespace();
                    let first = words.next().unwrap_or_default();
                    let (kind, trigger) = first.split_once(':').unwrap_or((first, ""));
                    let mut group = Group {
                        kind: kind.to_owned(),
                        place: place.clone(),
                        members: Vec::new(),
                    };
                    group
                        .members
                        .extend(find(trigger).map(|number| (String::new(), number)));
                    let mut is_whole = line.first == 'R' || !group.members.is_empty();
                    for (role, id) in words.filter_map(|word| word.split_once(':')) {
                        match find(id) {
                            Some(number) => group.members.push((role.to_owned(), number)),
                            None => is_whole = false,
                        }
                    }
                    if !is_whole {
                        lost(&mut self.losses, NOT_THERE);
                    }
                    if !group.members.is_empty() {
                        one.groups.push(group);
                    }
                }
                'A' | 'M' | 'N' | '#' => {
                    let (what, words) = line.rest.split_once('\t').unwrap_or((line.rest, ""));
                    let mut parts = what.splitn(3, ' ');
                    let (kind, id) = (
                        parts.next().unwrap_or_default(),
                        parts.next().unwrap_or_default(),
                    );
                    let value = parts.next().unwrap_or_default();
                    let Some(number) = find(id) else {
                        let is_link = links.contains(id);
                        lost(&mut self.losses, if is_link { NO_SPAN } else { NOT_THERE });
                        continue;
                    };
                    let span = &mut one.spans[number];
                    match line.first {
                        'N' => span.references.push((value.to_owned(), words.to_owned())),
                        '#' => span.notes.push(words.to_owned()),
                        _ if value.is_empty() => {
                            span.features.push((kind.to_owned(), "yes".into()))
                        }
                        _ => span.features.push((kind.to_owned(), value.to_owned())),
                    }
                }
                '*' => lost(&mut self.losses, EQUAL),
                _ => lost(&mut self.losses, UNKNOWN),
            }
        }
    }
}

/// The characters of a text as places count them.
struct Counted {
    characters: Vec<char>,
    /// The code points at which those stand, where a CR before a LF is not counted.
    points: Option<Vec<usize>>,
}

impl Counted {
    fn whole(text: &str) -> Self {
        Self {
            characters: text.chars().collect(),
            points: None,
        }
    }

    fn lines(text: &str) -> Self {
        let mut all = text.chars().enumerate().peekable();
        let (mut characters, mut points) = (Vec::new(), Vec::new());
        while let Some((point, c)) = all.next() {
            if c == '\r' && all.peek().is_some_and(|(_, next)| *next == '\n') {
                continue;
            }
            characters.push(c);
            points.push(point);
        }
        points.push(text.chars().count());
        Self {
            characters,
            points: Some(points),
        }
    }

    fn length(&self) -> usize {
        self.characters.len()
    }

    fn point(&self, place: usize) -> usize {
        match &self.points {
            None => place,
            Some(points) => points.get(place).copied().unwrap_or(usize::MAX),
        }
    }

    fn words(&self, line: &Line<'_>) -> String {
        let pieces = line
            .places
            .iter()
            .filter_map(|(start, end)| self.characters.get(*start..*end));
        let pieces: Vec<String> = pieces.map(|piece| piece.iter().collect()).collect();
        pieces.join(" ")
    }

    /// Whether the text has the words of a line at its places, white space aside.
    fn has(&self, line: &Line<'_>) -> bool {
        let Some(words) = line.words else {
            return line.places.iter().all(|(_, end)| *end <= self.length());
        };
        let pieces = line
            .places
            .iter()
            .map(|(start, end)| self.characters.get(*start..*end));
        let Some(pieces) = pieces.collect::<Option<Vec<&[char]>>>() else {
            return false;
        };
        let found = pieces.into_iter().flatten().filter(|c| !c.is_whitespace());
        let words = words.chars().filter(|c| !c.is_whitespace());
        found.copied().eq(words)
    }
}
