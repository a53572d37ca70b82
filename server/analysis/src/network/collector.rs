//! From articles to the statements that a network counts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::arithmetic::{Counts, edges};
use super::duplicates::Kept;
use super::{AGAINST, Actor, FOR, Kind, NO_SIDE, Neutral, Options, TooLarge, Weight};
use crate::coded::{Article, EntityKind, Speaker, SpeakerKind, Statement, Topic};
use crate::graph::{Edge, Graph, Node};

/// What an actor says on a topic once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    day: Option<Date>,
    document: u32,
    actor: u32,
    topic: u32,
    side: u8,
}

/// A node on its way.
#[derive(Debug, Clone)]
struct Known {
    id: String,
    name: String,
    kind: &'static str,
}

/// Those that have been seen, by their ids.
#[derive(Debug, Default)]
struct Seen {
    places: HashMap<String, u32>,
    all: Vec<Known>,
}

impl Seen {
    fn place(&mut self, id: &str, name: &str, kind: &'static str) -> u32 {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let place = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.places.insert(id.to_owned(), place);
        self.all.push(Known {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
        });
        place
    }
}

/// Collects what articles say.
#[derive(Debug)]
pub struct Collector {
    options: Options,
    actors: Seen,
    topics: Seen,
    events: Vec<Event>,
    documents: u32,
    without_actor: usize,
    without_topic: usize,
    without_side: usize,
}

/// The networks, and what is not in them.
#[derive(Debug, Default)]
pub struct Collected {
    /// The networks by the names of their slices, in order; one without a name where time
    /// is not parted.
    pub graphs: Vec<(Option<String>, Graph)>,
    /// Statements of which no actor is known: no organisation then, or `?`.
    pub without_actor: usize,
    /// Statements on no topic.
    pub without_topic: usize,
    /// Statements that take no side and are left out, each topic for itself.
    pub without_side: usize,
    /// Of each actor and topic, those without a date, where time is parted.
    pub without_date: usize,
    /// Of each actor and topic, those that repeat another.
    pub repeats: usize,
    /// Pairs whose weight comes to 0.
    pub zero: usize,
    /// Edges that are weaker than is asked for.
    pub weak: usize,
    /// Nodes without an edge that are left out.
    pub isolates: usize,
}

impl Collector {
    /// Nothing yet of such a network.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            actors: Seen::default(),
            topics: Seen::default(),
            events: Vec::new(),
            documents: 0,
            without_actor: 0,
            without_topic: 0,
            without_side: 0,
        }
    }

    /// Adds what an article says.
    pub fn add(&mut self, article: &Article) {
        self.documents += 1;
        for statement in &article.statements {
            self.add_statement(article, statement);
        }
    }

    fn add_statement(&mut self, article: &Article, statement: &Statement) {
        let speakers = statement.speakers.iter();
        let actors: BTreeSet<u32> = speakers
            .flat_map(|speaker| self.actors_of(article, speaker))
            .collect();
        if actors.is_empty() {
            self.without_actor += 1;
            return;
        }
        if statement.topics.is_empty() {
            self.without_topic += 1;
            return;
        }
        let day = match self.options.as_dna {
            true => article.date,
            false => statement.date,
        };
        for topic in &statement.topics {
            let Some((topic, side)) = self.topic_of(topic) else {
                self.without_side += 1;
                continue;
            };
            let document = self.documents;
            self.events.extend(actors.iter().map(|actor| Event {
                day,
                document,
                actor: *actor,
                topic,
                side,
            }));
        }
    }

    fn actors_of(&mut self, article: &Article, speaker: &Speaker) -> Vec<u32> {
        if self.options.actor == Actor::Organisation {
            let organisations = speaker.organisations.iter();
            return organisations
                .map(|one| self.actors.place(&one.id, &one.name, "organisation"))
                .collect();
        }
        let name = speaker.name.as_deref().unwrap_or_default();
        match (speaker.kind, &speaker.id) {
            (SpeakerKind::Unnamed, _) => {
                // Those of two articles are not the same.
                let id = format!("{name} [{}]", article.key);
                vec![self.actors.place(&id, name, "unnamed")]
            }
            (_, Some(id)) => {
                let kind = match EntityKind::of_id(id) {
                    EntityKind::Organisation => "organisation",
                    _ => "person",
                };
                vec![self.actors.place(id, name, kind)]
            }
            (_, None) => Vec::new(),
        }
    }

    /// The topic and the side that a statement takes on it; nothing where it does not count.
    fn topic_of(&mut self, topic: &Topic) -> Option<(u32, u8)> {
        let Topic { id, name, stance } = topic;
        let side = match stance {
            ..0 => AGAINST,
            0 => NO_SIDE,
            1.. => FOR,
        };
        let is_apart = self.options.neutral == Neutral::Apart;
        if side != NO_SIDE {
            return Some((self.topics.place(id, name, "topic"), side));
        }
        match self.options.neutral {
            _ if is_apart => {
                let (id, name) = (format!("{id} (no side)"), format!("{name} (no side)"));
                Some((self.topics.place(&id, &name, "topic"), FOR))
            }
            Neutral::Agree => Some((self.topics.place(id, name, "topic"), FOR)),
            // Where sides make no difference, it counts as any other.
            _ if self.options.weight == Weight::Ignore => {
                Some((self.topics.place(id, name, "topic"), NO_SIDE))
            }
            _ => None,
        }
    }

    /// The networks of what has been added.
    ///
    /// # Errors
    /// When there are more pairs than are counted.
    pub fn finish(mut self) -> Result<Collected, TooLarge> {
        let mut collected = Collected {
            without_actor: self.without_actor,
            without_topic: self.without_topic,
            without_side: self.without_side,
            ..Collected::default()
        };
        // Of repeats the first counts.
        self.events.sort_by_key(|event| (event.day, event.document));
        let mut kept = Kept::new(self.options.duplicates, self.options.as_dna);
        let before = self.events.len();
        let sides_matter = self.options.weight != Weight::Ignore;
        self.events.retain(|event| {
            let Event {
                day,
                document,
                actor,
                topic,
                side,
            } = *event;
            kept.is_new(actor, topic, sides_matter.then_some(side), document, day)
        });
        collected.repeats = before - self.events.len();
        let mut slices: BTreeMap<Option<String>, Vec<Event>> = BTreeMap::new();
        for event in &self.events {
            let name = match (self.options.slice, event.day) {
                (None, _) => None,
                (Some(slice), Some(day)) => Some(slice.name(day)),
                (Some(_), None) => {
                    collected.without_date += 1;
                    continue;
                }
            };
            slices.entry(name).or_default().push(*event);
        }
        if slices.is_empty() && self.options.slice.is_none() {
            slices.insert(None, Vec::new());
        }
        let names = names([&self.actors.all, &self.topics.all]);
        for (slice, events) in slices {
            let graph = self.graph(slice.as_deref(), &events, &names, &mut collected)?;
            collected.graphs.push((slice, graph));
        }
        Ok(collected)
    }

    fn graph(
        &self,
        slice: Option<&str>,
        events: &[Event],
        names: &[Vec<String>; 2],
        collected: &mut Collected,
    ) -> Result<Graph, TooLarge> {
        let kind = self.options.kind;
        // Of topics by actors, topics stand where actors do.
        let is_turned = kind == Kind::TopicTopic;
        let mut counts: Counts = BTreeMap::new();
        for event in events {
            let key = match is_turned {
                true => (event.topic, event.actor),
                false => (event.actor, event.topic),
            };
            counts.entry(key).or_default()[usize::from(event.side)] += 1;
        }
        let edges = edges(&counts, &self.options)?;
        collected.zero += edges.zero;
        collected.weak += edges.weak;
        let mut statements: [BTreeMap<u32, u32>; 2] = Default::default();
        for ((first, second), sides) in &counts {
            let sum: u32 = sides.iter().sum();
            *statements[0].entry(*first).or_default() += sum;
            if kind == Kind::ActorTopic {
                *statements[1].entry(*second).or_default() += sum;
            }
        }
        let has_edge: [HashSet<u32>; 2] = {
            let mut sets: [HashSet<u32>; 2] = Default::default();
            for edge in &edges.edges {
                sets[0].insert(edge.source);
                let second = usize::from(kind == Kind::ActorTopic);
                sets[second].insert(edge.target);
            }
            sets
        };
        let mut nodes: Vec<(u32, Node)> = Vec::new();
        for mode in 0..2 {
            let of_actors = (mode == 0) != is_turned;
            let (seen, names) = match of_actors {
                true => (&self.actors, &names[0]),
                false => (&self.topics, &names[1]),
            };
            for (place, statements) in &statements[mode] {
                if !self.options.isolates && !has_edge[mode].contains(place) {
                    collected.isolates += 1;
                    continue;
                }
                let known = &seen.all[*place as usize];
                let node = Node {
                    id: known.id.clone(),
                    name: names[*place as usize].clone(),
                    kind: known.kind,
                    is_second: mode == 1,
                    statements: *statements,
                };
                nodes.push((*place, node));
            }
        }
        nodes.sort_by(|(_, one), (_, other)| {
            (one.is_second, &one.id).cmp(&(other.is_second, &other.id))
        });
        let places = nodes.iter().enumerate();
        let places: HashMap<(bool, u32), usize> = places
            .map(|(number, (place, node))| ((node.is_second, *place), number))
            .collect();
        let is_bipartite = kind == Kind::ActorTopic;
        let ends = edges.edges.into_iter().map(|edge| {
            let one = places[&(false, edge.source)];
            let other = places[&(is_bipartite, edge.target)];
            Edge {
                source: one.min(other),
                target: one.max(other),
                weight: edge.weight,
                sides: edge.sides,
            }
        });
        let mut ends: Vec<Edge> = ends.collect();
        ends.sort_by_key(|edge| (edge.source, edge.target));
        Ok(Graph {
            title: title(&self.options, slice),
            is_bipartite,
            nodes: nodes.into_iter().map(|(_, node)| node).collect(),
            edges: ends,
        })
    }
}

/// The names of nodes, with the id after each that several have, of whichever mode.
fn names(modes: [&[Known]; 2]) -> [Vec<String>; 2] {
    let mut bearers: HashMap<&str, usize> = HashMap::new();
    for known in modes.into_iter().flatten() {
        *bearers.entry(&known.name).or_default() += 1;
    }
    let mut used: HashSet<String> = HashSet::new();
    modes.map(|all| {
        let names = all.iter().map(|known| {
            let is_single = bearers[&*known.name] == 1 && !known.name.is_empty();
            let mut name = match is_single {
                true => known.name.clone(),
                // That of a speaker in words says the words already.
                false if known.kind == "unnamed" => known.id.clone(),
                false => format!("{} [{}]", known.name, known.id),
            };
            while !used.insert(name.clone()) {
                name += &format!(" [{}]", known.id);
            }
            name
        });
        names.collect()
    })
}

fn title(options: &Options, slice: Option<&str>) -> String {
    let what = match options.kind {
        Kind::ActorTopic => "actors and topics",
        Kind::ActorActor => "actors",
        Kind::TopicTopic => "topics",
    };
    let weight = match options.weight {
        Weight::Ignore => "statements",
        Weight::Congruence => "congruence",
        Weight::Conflict => "conflict",
        Weight::Subtract => "subtract",
    };
    let slice = slice.map_or_else(String::new, |slice| format!(", {slice}"));
    format!("{what} by {weight}{slice}")
}
