//! A file as a text with spans and links.

use std::collections::{BTreeMap, HashMap};

use quotemark_analysis::coded::Span;

use super::cells::{self, numbered, parts, stacked, unescaped};
use super::columns::{Column, FORMAT, Layer, LayerKind, layer};
use crate::annotated::{Annotated, Group, Marked};
use crate::error::Unreadable;
use crate::form::{Kind, Losses};
use crate::places::Places;

const BUILT_IN: Kind = (
    "layers of tokens and sentences",
    "were left out, as tags say nothing of grammar",
);
const CHAINS: Kind = (
    "chains of words that mean the same",
    "were left out, as each is known by its own words",
);
const NOT_THERE: Kind = ("links to annotations that are not there", "were left out");
const EMPTY: Kind = (
    "annotations without words",
    "were left out, as a tag has some",
);
const BETWEEN: Kind = (
    "white space between sentences",
    "is line feeds, as many as there were characters: the format does not say which they were",
);

/// Layers of grammar that come with WebAnno; their names follow these.
const GRAMMAR: [&str; 6] = [
    ".api.lexmorph.",
    ".api.segmentation.",
    ".api.syntax.",
    ".api.transform.",
    ".api.pdf.",
    ".api.coref.",
];

/// Whether bytes begin as a file of WebAnno TSV does.
pub fn is_webanno(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.starts_with(FORMAT.as_bytes())
}

/// Reads a file; `name` is what it is called without its ending.
///
/// # Errors
/// When it is no WebAnno TSV 3, a line has other columns than its head says, or a token is not
/// what the text has at its place. The reason goes on after the name of the file.
pub fn read(name: &str, text: &str) -> Result<Annotated, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading {
        name,
        layers: Vec::new(),
        text: String::new(),
        units: 0,
        sentence: Vec::new(),
        is_in_tokens: false,
        rows: Vec::new(),
        gaps: 0,
    };
    let mut lines = text.split('\n').enumerate();
    let head = lines
        .next()
        .map_or("", |(_, line)| line.trim_end_matches('\r'));
    let version = head.strip_prefix(FORMAT).ok_or_else(|| {
        Unreadable("is no WebAnno TSV: it does not begin with `#FORMAT=WebAnno TSV 3`".into())
    })?;
    if !version.trim().starts_with('3') {
        return Err(Unreadable(format!(
            "is WebAnno TSV {}; export it anew as WebAnno TSV 3",
            version.trim()
        )));
    }
    for (at, line) in lines {
        reading.line(at + 1, line.trim_end_matches('\r'))?;
    }
    reading.finish()
}

/// A token or a part of one.
struct Row<'a> {
    number: usize,
    unit: &'a str,
    /// In UTF-16 units.
    start: usize,
    end: usize,
    form: &'a str,
    cells: Vec<&'a str>,
}

struct Reading<'a> {
    name: &'a str,
    layers: Vec<Layer>,
    text: String,
    /// How many UTF-16 units the text has.
    units: usize,
    /// The lines of the sentence that begins.
    sentence: Vec<String>,
    is_in_tokens: bool,
    rows: Vec<Row<'a>>,
    gaps: usize,
}

impl<'a> Reading<'a> {
    fn line(&mut self, number: usize, line: &'a str) -> Result<(), Unreadable> {
        if self.rows.is_empty()
            && self.sentence.is_empty()
            && let Some(layer) = layer(number, line)?
        {
            self.layers.push(layer);
            return Ok(());
        }
        if line.is_empty() {
            self.is_in_tokens = false;
            return Ok(());
        }
        // A token may be a number sign, but its line begins with a number.
        if let Some(comment) = line.strip_prefix('#') {
            if self.is_in_tokens {
                self.is_in_tokens = false;
            }
            if let Some(words) = comment.strip_prefix("Text=") {
                self.sentence.push(unescaped(words));
            }
            return Ok(());
        }
        let row = self.row(number, line)?;
        if !self.sentence.is_empty() {
            self.begin(&row)?;
        }
        self.is_in_tokens = true;
        self.rows.push(row);
        Ok(())
    }

    fn row(&self, number: usize, line: &'a str) -> Result<Row<'a>, Unreadable> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (unit, place, form) = (next(), next(), next());
        let place = place.split_once('-');
        let place = place.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        let is_unit = unit.starts_with(|c: char| c.is_ascii_digit()) && unit.contains('-');
        let Some((start, end)) = place.filter(|(start, end)| is_unit && start <= end) else {
            return Err(Unreadable(format!(
                "is no WebAnno TSV: line {number} is no token, which is written `1-2`, `4-8` and the word \
                 with tabs between"
            )));
        };
        let mut cells: Vec<&str> = fields.collect();
        let wanted: usize = self.layers.iter().map(|layer| layer.columns.len()).sum();
        // Each line ends in a tab, and no cell is empty.
        while cells.last() == Some(&"") {
            cells.pop();
        }
        if cells.len() != wanted {
            return Err(Unreadable(format!(
                "is damaged: line {number} has {} columns after the word, and its head names {wanted}; \
                 export it again",
                cells.len()
            )));
        }
        Ok(Row {
            number,
            unit,
            start,
            end,
            form,
            cells,
        })
    }

    /// Adds a sentence to the text where its first token says.
    fn begin(&mut self, row: &Row<'_>) -> Result<(), Unreadable> {
        let sentence = std::mem::take(&mut self.sentence).join("\n");
        let units = |text: &str| text.encode_utf16().count();
        if row.start < self.units {
            return Err(Unreadable(format!(
                "is damaged: the sentence in line {} begins at {}, and that before it ends at {}; places \
                 are UTF-16 units",
                row.number, row.start, self.units
            )));
        }
        let gap = row.start - self.units;
        // No sentences are further apart than this, and a file must not say how much memory is
        // taken.
        if gap > 10_000 {
            return Err(Unreadable(format!(
                "is damaged: the sentence in line {} begins {gap} characters after that before it",
                row.number
            )));
        }
        self.gaps += usize::from(gap > 0 && self.units > 0);
        self.text.extend(std::iter::repeat_n('\n', gap));
        self.text.push_str(&sentence);
        self.units = row.start + units(&sentence);
        Ok(())
    }

    fn finish(self) -> Result<Annotated, Unreadable> {
        let places = Places::of(&self.text);
        let mut starts: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        starts.push(self.text.len());
        let words = |span: Span| &self.text[starts[span.start]..starts[span.end]];
        let mut spans: Vec<Option<Span>> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let span = places.of_units(row.start, row.end).map(|(span, _)| span);
            let found = span.map_or("", words);
            if found != unescaped(row.form) && row.start < row.end {
                return Err(Unreadable(format!(
                    "is damaged: line {} has `{}` at {}–{}, and the text has `{found}` there; places are UTF-16 \
                     units",
                    row.number, row.form, row.start, row.end
                )));
            }
            spans.push(span);
        }
        let mut annotated = Annotated {
            name: self.name.to_owned(),
            ..Annotated::default()
        };
        let mut losses = Losses::default();
        if self.gaps > 0 {
            losses.of(BETWEEN, self.name, self.gaps.to_string());
        }
        let mut found = Found {
            name: self.name,
            rows: &self.rows,
            words: &spans,
            annotated: &mut annotated,
            losses: &mut losses,
            at: HashMap::new(),
            slots: Vec::new(),
            relations: Vec::new(),
        };
        let mut first = 0;
        for layer in &self.layers {
            found.layer(layer, first);
            first += layer.columns.len();
        }
        found.links();
        annotated.losses = losses.take();
        annotated.text = self.text;
        Ok(annotated)
    }
}

/// Which annotation of a unit is meant: its layer, the unit, and its number or place there.
type Key<'a> = (&'a str, &'a str, Option<u64>);

/// A slot: the span that has it, its name, and its target with its layer.
struct Slot<'a> {
    place: String,
    host: usize,
    role: String,
    layer: &'a str,
    target: &'a str,
}

/// A relation between the spans of a layer.
struct Relation<'a> {
    place: String,
    kind: String,
    layer: &'a str,
    unit: &'a str,
    from: &'a str,
}

struct Found<'a, 'f> {
    name: &'a str,
    rows: &'a [Row<'a>],
    words: &'a [Option<Span>],
    annotated: &'f mut Annotated,
    losses: &'f mut Losses,
    /// The spans in each unit.
    at: HashMap<Key<'a>, usize>,
    slots: Vec<Slot<'a>>,
    relations: Vec<Relation<'a>>,
}

impl<'a> Found<'a, '_> {
    fn place(&self, row: &Row<'_>) -> String {
        format!("{}.tsv:{}", self.name, row.number)
    }

    /// Takes in a layer, whose columns begin with the `first`.
    fn layer(&mut self, layer: &'a Layer, first: usize) {
        let is_grammar = GRAMMAR.iter().any(|part| layer.name.contains(part));
        let is_chain = layer.kind == LayerKind::Chain;
        if is_grammar || is_chain {
            let cells = self.rows.iter().map(|row| row.cells[first]);
            let count = cells.filter(|cell| !matches!(*cell, "_" | "")).count();
            if count > 0 {
                let kind = if is_chain { CHAINS } else { BUILT_IN };
                let detail = format!("{}: {count} lines", layer.name);
                self.losses.of(kind, self.name, detail);
            }
            return;
        }
        // Spans that go on over several units, by their numbers.
        let mut open: HashMap<u64, usize> = HashMap::new();
        for (place, row) in self.rows.iter().enumerate() {
            let cells = &row.cells[first..first + layer.columns.len()];
            match layer.kind {
                LayerKind::Relation => self.relations_of(layer, row, cells),
                _ => self.spans_of(layer, place, cells, &mut open),
            }
        }
    }

    fn spans_of(
        &mut self,
        layer: &'a Layer,
        at: usize,
        cells: &[&'a str],
        open: &mut HashMap<u64, usize>,
    ) {
        let row = &self.rows[at];
        let stacks: Vec<Vec<cells::Value>> = layer
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| match column {
                // What targets a slot has is said slot by slot.
                Column::Targets(_) => Vec::new(),
                _ => stacked(cell),
            })
            .collect();
        // Of slots the parts by their columns.
        let slots: Vec<Vec<&'a str>> = layer
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| match column {
                Column::Roles(_) | Column::Targets(_) => parts(cell, '|'),
                _ => Vec::new(),
            })
            .collect();
        let count = stacks.iter().map(Vec::len).max().unwrap_or_default();
        for stack in 0..count {
            let number = stacks.iter().find_map(|all| all.get(stack)?.number);
            if let Some(span) = number.and_then(|number| open.get(&number)) {
                if let Some(words) = self.words[at] {
                    let whole = &mut self.annotated.spans[*span].fragments[0];
                    whole.end = whole.end.max(words.end);
                    whole.end_utf16 = whole.end_utf16.max(words.end_utf16);
                }
                self.at.insert((&layer.name, row.unit, number), *span);
                continue;
            }
            let values = stacks
                .iter()
                .map(|all| all.get(stack).and_then(|one| one.value.clone()));
            let values: Vec<Option<String>> = values.collect();
            let Some(words) = self.words[at] else {
                let values: Vec<String> = values.into_iter().flatten().collect();
                let detail = format!("{}: {}", layer.name, values.join("; "));
                self.losses.of(EMPTY, self.place(row), detail);
                continue;
            };
            let host = self.annotated.spans.len();
            let mut span = Marked {
                kind: layer.name.clone(),
                place: self.place(row),
                fragments: vec![words],
                ..Marked::default()
            };
            for (place, column) in layer.columns.iter().enumerate() {
                let value = values[place].clone();
                match column {
                    Column::Feature(name) => {
                        let Some(value) = value else { continue };
                        // What a collection of knowledge calls it.
                        match name.as_str() {
                            "identifier" => span.references.push((value, String::new())),
                            _ => span.features.push((name.clone(), value)),
                        }
                    }
                    Column::Roles(name) => {
                        let part = |column: usize| {
                            let part = slots.get(column).and_then(|parts| parts.get(stack));
                            part.copied().unwrap_or_default()
                        };
                        let (roles, targets) = (part(place), part(place + 1));
                        let layer = match layer.columns.get(place + 1) {
                            Some(Column::Targets(layer)) => layer.as_str(),
                            _ => "",
                        };
                        self.slots(host, row, name, numbered(roles).0, layer, targets);
                    }
                    Column::Mark | Column::Targets(_) | Column::From(_) => {}
                }
            }
            self.annotated.spans.push(span);
            self.at.insert((&layer.name, row.unit, number), host);
            // Links that name no number mean the first.
            self.at.entry((&layer.name, row.unit, None)).or_insert(host);
            if let Some(number) = number {
                open.insert(number, host);
                // Slots may have targets of any layer, which the number tells.
                self.at.insert(("", row.unit, Some(number)), host);
            }
        }
    }

    fn slots(
        &mut self,
        host: usize,
        row: &Row<'_>,
        name: &str,
        roles: &'a str,
        layer: &'a str,
        targets: &'a str,
    ) {
        if matches!(targets, "" | "_" | "*") {
            return;
        }
        let roles = parts(roles, ';');
        for (number, target) in parts(targets, ';').into_iter().enumerate() {
            let role = roles.get(number).copied().unwrap_or_default();
            let role = match role {
                "" | "*" | "_" => name.to_owned(),
                role => unescaped(role),
            };
            self.slots.push(Slot {
                place: self.place(row),
                host,
                role,
                layer,
                target,
            });
        }
    }

    fn relations_of(&mut self, layer: &'a Layer, row: &Row<'a>, cells: &[&'a str]) {
        let Some((from, Column::From(base))) = cells.last().zip(layer.columns.last()) else {
            return;
        };
        if matches!(*from, "" | "_" | "*") {
            return;
        }
        let features = layer.columns.iter().zip(cells);
        let features = features.filter(|(column, _)| matches!(column, Column::Feature(_)));
        let features: Vec<Vec<cells::Value>> = features.map(|(_, cell)| stacked(cell)).collect();
        for (stack, from) in parts(from, '|').into_iter().enumerate() {
            // A relation is called by its first feature, else as its layer is.
            let mut values = features
                .iter()
                .filter_map(|all| all.get(stack)?.value.as_ref());
            let kind = values.next().unwrap_or(&layer.name);
            self.relations.push(Relation {
                place: self.place(row),
                kind: kind.clone(),
                layer: base,
                unit: row.unit,
                from,
            });
        }
    }

    /// The span of a layer in a unit, by its number.
    fn span(&self, layer: &'a str, unit: &'a str, number: Option<u64>) -> Option<usize> {
        let number = number.filter(|number| *number > 0);
        let found = self.at.get(&(layer, unit, number));
        let found = found.or_else(|| self.at.get(&("", unit, Some(number?))));
        found.copied()
    }

    /// Finds what slots and relations join.
    fn links(&mut self) {
        let mut hosts: BTreeMap<usize, Group> = BTreeMap::new();
        for slot in std::mem::take(&mut self.slots) {
            let (unit, number) = numbered(slot.target);
            let number = number.and_then(|number| number.parse().ok());
            match self.span(slot.layer, unit, number) {
                Some(target) => {
                    let group = hosts.entry(slot.host).or_insert_with(|| Group {
                        kind: self.annotated.spans[slot.host].kind.clone(),
                        place: slot.place.clone(),
                        members: vec![(String::new(), slot.host)],
                    });
                    group.members.push((slot.role, target));
                }
                None => {
                    let detail = format!("{}: {}", slot.role, slot.target);
                    self.losses.of(NOT_THERE, slot.place, detail);
                }
            }
        }
        self.annotated.groups.extend(hosts.into_values());
        for relation in std::mem::take(&mut self.relations) {
            let (unit, numbers) = numbered(relation.from);
            let (from, to) = numbers
                .and_then(|both| both.split_once('_'))
                .unwrap_or(("", ""));
            let from = self.span(relation.layer, unit, from.parse().ok());
            let to = self.span(relation.layer, relation.unit, to.parse().ok());
            match from.zip(to) {
                Some((from, to)) => self.annotated.groups.push(Group {
                    kind: relation.kind,
                    place: relation.place,
                    members: vec![(String::new(), from), (String::new(), to)],
                }),
                None => {
                    let detail = format!("{}: {}", relation.kind, relation.from);
                    self.losses.of(NOT_THERE, relation.place, detail);
                }
            }
        }
    }
}
