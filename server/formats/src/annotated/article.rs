//! One text as an article.

use std::collections::{BTreeMap, HashMap};

use quotemark_analysis::coded::{Article, EntityKind, Mention, Note, Span, Speaker, SpeakerKind};

use super::entities::Entities;
use super::meaning::{Mapping, Meaning};
use super::values::{Annotated, Group, Marked};
use crate::form::{Kind, Losses};
use crate::said;

const OTHER: Kind = (
    "annotations that are called as nothing that tags say",
    "were left out; --map NAME=MEANING says what they are",
);
const UNWANTED: Kind = (
    "annotations for which tags have no place, such as the words that tell that somebody speaks",
    "were left out",
);
const NO_STATEMENT: Kind = (
    "speakers, addressees and topics that no link joins with a statement",
    "were left out",
);
pub(super) const IN_WORDS: Kind = (
    "speakers in words alone",
    "stand in their tags in quotation marks, without their place; --map NAME=person makes people of them",
);
const JOINS_NOTHING: Kind = (
    "links and events without a statement and another part of its tag",
    "were left out",
);

pub(super) const FEATURES: Kind = (
    "features and attributes for which tags have no place",
    "were left out",
);
const MANY: Kind = (
    "links of more than 1,000 spans, and the further links of statements with as many",
    "were left out",
);

/// The most spans of a group, and the most that are said of a statement.
const MOST: usize = 1000;

/// What links say of a statement, by the spans' numbers.
#[derive(Default)]
pub(super) struct Linked {
    pub(super) speakers: Vec<usize>,
    pub(super) addressees: Vec<usize>,
    pub(super) topics: Vec<usize>,
    pub(super) notes: Vec<usize>,
}

/// An article on its way.
pub(super) struct Reading<'a> {
    pub(super) one: &'a Annotated,
    pub(super) mapping: &'a Mapping,
    pub(super) entities: &'a mut Entities,
    pub(super) losses: &'a mut Losses,
    /// Where each character of the text begins, and where the last ends.
    pub(super) starts: Vec<usize>,
    meanings: Vec<Option<Meaning>>,
    /// People and organisations by where they stand.
    named: BTreeMap<(usize, usize), usize>,
}

/// The article of a text, whose name is taken for nobody else.
pub(super) fn article(
    one: Annotated,
    name: String,
    mapping: &Mapping,
    entities: &mut Entities,
    losses: &mut Losses,
) -> Article {
    let starts = one.text.char_indices().map(|(at, _)| at);
    let starts = starts.chain([one.text.len()]).collect();
    let meanings: Vec<Option<Meaning>> = one
        .spans
        .iter()
        .map(|span| mapping.of_span(span).1)
        .collect();
    let named = one.spans.iter().enumerate().filter(|(number, _)| {
        matches!(
            meanings[*number],
            Some(Meaning::Person | Meaning::Organisation)
        )
    });
    let named = named.map(|(number, span)| (extent(span), number)).collect();
    let mut reading = Reading {
        one: &one,
        mapping,
        entities,
        losses,
        starts,
        meanings,
        named,
    };
    let mut article = reading.read();
    article.path = format!("{name}.qm");
    article.key = name;
    article.text = one.text;
    article
}

fn extent(span: &Marked) -> (usize, usize) {
    let first = span.fragments.first().map_or(0, |words| words.start);
    (first, span.fragments.last().map_or(0, |words| words.end))
}

impl Reading<'_> {
    fn read(&mut self) -> Article {
        let (linked, mut is_used) = self.linked();
        let mut article = Article::default();
        let mut unwanted: BTreeMap<String, usize> = BTreeMap::new();
        let one = self.one;
        for (number, span) in one.spans.iter().enumerate() {
            match self.meanings[number] {
                Some(Meaning::Statement) => {
                    let nothing = Linked::default();
                    let linked = linked.get(&number).unwrap_or(&nothing);
                    for other in &linked.notes {
                        article.notes.push(self.note_of(span, &self.words(*other)));
                    }
                    let statement = self.statement(number, linked, &mut article.notes);
                    article.statements.push(statement);
                    continue;
                }
                Some(meaning @ (Meaning::Person | Meaning::Organisation | Meaning::Topic)) => {
                    let kind = kind_of(meaning);
                    let id = self.entity(kind, number);
                    article
                        .mentions
                        .extend(span.fragments.iter().map(|words| Mention {
                            id: id.clone(),
                            span: *words,
                            text: self.text(*words).to_owned(),
                        }));
                    is_used[number] = true;
                }
                Some(Meaning::Note) if span.notes.is_empty() && !is_used[number] => {
                    let words = span.features.iter().map(|(_, value)| value.as_str());
                    let words: Vec<&str> = words.collect();
                    let note = self.note_of(span, &words.join("; "));
                    article.notes.push(note);
                    continue;
                }
                Some(Meaning::Note) => is_used[number] = true,
                Some(Meaning::Cue | Meaning::Nothing) => {
                    *unwanted.entry(span.kind.clone()).or_default() += 1;
                    is_used[number] = true;
                }
                Some(Meaning::Speaker | Meaning::Addressee) => {}
                // What it is in a link is said there.
                None if is_used[number] => {}
                None => {
                    is_used[number] = true;
                    let words = self.words(number);
                    self.losses
                        .of(OTHER, &span.place, format!("{}: {words}", span.kind));
                }
            }
            if !is_used[number] {
                let words = self.words(number);
                self.losses
                    .of(NO_STATEMENT, &span.place, format!("{}: {words}", span.kind));
            }
            for note in &span.notes {
                article.notes.push(self.note_of(span, note));
            }
            let is_named = matches!(
                self.meanings[number],
                Some(Meaning::Person | Meaning::Organisation | Meaning::Topic | Meaning::Speaker)
            );
            for (name, value) in span.features.iter().filter(|_| is_named) {
                if self.mapping.of(value).is_none() {
                    self.losses
                        .of(FEATURES, &span.place, format!("{name}: {value}"));
                }
            }
        }
        for (kind, count) in unwanted {
            self.losses
                .of(UNWANTED, &self.one.name, format!("{kind}: {count}"));
        }
        article
            .statements
            .sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
        article.mentions.sort_by_key(|one| one.span.start);
        article.notes.sort_by_key(|one| one.span.start);
        self.date(&mut article);
        article
    }

    /// What is said of each statement by links, and which spans that used.
    fn linked(&mut self) -> (HashMap<usize, Linked>, Vec<bool>) {
        let mut linked: HashMap<usize, Linked> = HashMap::new();
        let mut is_used = vec![false; self.one.spans.len()];
        for group in &self.one.groups {
            if group.members.len() > MOST {
                self.losses.of(MANY, &group.place, &*group.kind);
                continue;
            }
            let members = self.members(group);
            let statements = members
                .iter()
                .filter(|(_, one)| *one == Some(Meaning::Statement));
            let statements: Vec<usize> = statements.map(|(number, _)| *number).collect();
            let (mut joins_any, mut is_full) = (false, false);
            for (number, meaning) in members {
                let Some(meaning) = meaning.filter(|_| !statements.is_empty()) else {
                    continue;
                };
                let mut add = |to: fn(&mut Linked) -> &mut Vec<usize>,
                               linked: &mut HashMap<usize, Linked>| {
                    for statement in &statements {
                        let all = to(linked.entry(*statement).or_default());
                        if all.len() >= MOST {
                            is_full = true;
                        } else if !all.contains(&number) {
                            all.push(number);
                        }
                    }
                };
                match meaning {
                    Meaning::Speaker => add(|one| &mut one.speakers, &mut linked),
                    Meaning::Person | Meaning::Organisation => {
                        add(|one| &mut one.speakers, &mut linked);
                        // Whose name it is may be said by what it is in a link alone.
                        if matches!(self.meanings[number], None | Some(Meaning::Speaker)) {
                            self.meanings[number] = Some(meaning);
                        }
                    }
                    Meaning::Addressee => add(|one| &mut one.addressees, &mut linked),
                    Meaning::Topic => add(|one| &mut one.topics, &mut linked),
                    Meaning::Note => add(|one| &mut one.notes, &mut linked),
                    Meaning::Cue => {}
                    Meaning::Statement | Meaning::Nothing => continue,
                }
                is_used[number] = true;
                joins_any = true;
            }
            if is_full {
                self.losses.of(MANY, &group.place, &*group.kind);
            }
            if !joins_any {
                let words = group.members.iter();
                let words: Vec<String> = words.map(|(_, number)| self.words(*number)).collect();
                let detail = format!("{}: {}", group.kind, words.join(" | "));
                self.losses.of(JOINS_NOTHING, &group.place, detail);
            }
        }
        (linked, is_used)
    }

    /// What each span of a group is in it.
    fn members(&self, group: &Group) -> Vec<(usize, Option<Meaning>)> {
        let joins = self.mapping.of(&group.kind).filter(|meaning| {
            matches!(
                meaning,
                Meaning::Speaker | Meaning::Addressee | Meaning::Topic
            )
        });
        let members = group.members.iter().map(|(role, number)| {
            let own = self.meanings[*number];
            let meaning = match (own, self.mapping.of(role), joins) {
                (Some(Meaning::Nothing), ..) => own,
                // A relation is called as what its other end is.
                (own, None, Some(joins)) if own != Some(Meaning::Statement) => Some(joins),
                (own, role, _) => role.or(own),
            };
            (*number, meaning)
        });
        members.collect()
    }

    pub(super) fn text(&self, words: Span) -> &str {
        &self.one.text[self.starts[words.start]..self.starts[words.end]]
    }

    /// The words of a span on one line.
    pub(super) fn words(&self, number: usize) -> String {
        let fragments = self.one.spans[number].fragments.iter();
        let words: Vec<&str> = fragments.map(|words| self.text(*words)).collect();
        let words = words.join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn note_of(&self, span: &Marked, note: &str) -> Note {
        let words = span.fragments.first().copied().unwrap_or_default();
        Note {
            span: words,
            text: self.text(words).to_owned(),
            note: note.to_owned(),
        }
    }

    /// The id of what a span means.
    pub(super) fn entity(&mut self, kind: EntityKind, number: usize) -> String {
        let words = self.words(number);
        let span = &self.one.spans[number];
        match span.references.iter().find(|(id, _)| is_of(id, kind)) {
            Some(reference) => self.entities.referred(kind, reference, &words),
            None => self.entities.named(kind, &words),
        }
    }

    /// Who a span names: itself, or who stands at the same place; and whether it is an
    /// organisation. Nothing where nobody says.
    pub(super) fn who(&self, number: usize) -> Option<(usize, EntityKind)> {
        let span = &self.one.spans[number];
        let own = self.meanings[number]
            .filter(|meaning| matches!(meaning, Meaning::Person | Meaning::Organisation));
        if let Some(own) = own {
            return Some((number, kind_of(own)));
        }
        let ours = span.references.iter().find_map(|(id, _)| {
            let kind = said::id_kind(id.strip_prefix("Quotemark:")?)?;
            (kind != EntityKind::Topic).then_some(kind)
        });
        if let Some(kind) = ours.or((!span.references.is_empty()).then_some(EntityKind::Person)) {
            return Some((number, kind));
        }
        let other = *self.named.get(&extent(span))?;
        Some((other, kind_of(self.meanings[other]?)))
    }

    pub(super) fn speaker(&mut self, number: usize) -> Speaker {
        match self.who(number) {
            Some((who, kind)) => self.known(kind, who),
            None => {
                let words = self.words(number);
                let place = self.one.spans[number].place.clone();
                self.losses.of(IN_WORDS, place, &*words);
                in_words(words)
            }
        }
    }

    fn known(&mut self, kind: EntityKind, number: usize) -> Speaker {
        let id = self.entity(kind, number);
        Speaker {
            name: Some(self.entities.name(&id)),
            id: Some(id),
            kind: match kind {
                EntityKind::Organisation => SpeakerKind::Organisation,
                _ => SpeakerKind::Person,
            },
            ..Speaker::default()
        }
    }
}

pub(super) fn in_words(words: String) -> Speaker {
    Speaker {
        name: Some(words),
        kind: SpeakerKind::Unnamed,
        ..Speaker::default()
    }
}

pub(super) fn kind_of(meaning: Meaning) -> EntityKind {
    match meaning {
        Meaning::Organisation => EntityKind::Organisation,
        Meaning::Topic => EntityKind::Topic,
        _ => EntityKind::Person,
    }
}

/// Whether a reference may be one to somebody or something of a kind.
fn is_of(reference: &str, kind: EntityKind) -> bool {
    match reference.strip_prefix("Quotemark:") {
        Some(id) => said::id_kind(id) == Some(kind),
        None => true,
    }
}
