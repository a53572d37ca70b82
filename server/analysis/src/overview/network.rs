//! Where speakers and topics stand in the picture of who speaks on what.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::shown::{Overview, Ranked};
use crate::model::EntityId;

/// How many of each are drawn.
const SPEAKERS: usize = 16;
const TOPICS: usize = 10;
const EDGES: usize = 48;

/// How many characters of a name are drawn.
pub const NODE_NAME: usize = 28;

/// The size of the picture.
pub const WIDTH: f64 = 960.0;
/// Its height.
pub const HEIGHT: f64 = 640.0;

/// What stays free at the edges for names.
const LEFT: f64 = 120.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 40.0;

/// How often everything moves.
const STEPS: u32 = 600;

/// Somebody or something in the picture.
pub struct Node<'o> {
    /// Who or what it is.
    pub one: &'o Ranked,
    /// Whether it is a topic.
    pub is_topic: bool,
    /// Where its middle is.
    pub at: (f64, f64),
    /// How far it reaches from there.
    pub radius: f64,
}

/// A speaker who speaks on a topic.
pub struct Edge {
    /// The places of both among the nodes.
    pub ends: (usize, usize),
    /// How often they are against it, on it and for it.
    pub sides: [usize; 3],
}

/// The picture of the speakers and the topics that come most.
pub fn network(page: &Overview) -> (Vec<Node<'_>>, Vec<Edge>) {
    let speakers = page.speakers.iter().take(SPEAKERS).map(|one| (one, false));
    let topics = page
        .topics
        .iter()
        .take(TOPICS)
        .map(|topic| (&topic.topic, true));
    let all: Vec<(&Ranked, bool)> = speakers.chain(topics).collect();
    let rank: HashMap<EntityId, usize> = (0..)
        .zip(&all)
        .map(|(rank, (one, _))| (one.entity, rank))
        .collect();
    let pairs = page.pairs.iter().filter_map(|((speaker, topic), sides)| {
        Some(((*rank.get(speaker)?, *rank.get(topic)?), *sides))
    });
    // Where nearly all speak on everything, only the strongest lines tell something.
    let mut pairs: Vec<((usize, usize), [usize; 3])> = pairs.collect();
    pairs.sort_by_key(|(ends, sides)| (Reverse(sides.iter().sum::<usize>()), *ends));
    pairs.truncate(EDGES);
    let has_line = |rank: usize| {
        pairs
            .iter()
            .any(|((one, other), _)| *one == rank || *other == rank)
    };
    let bound = (0..).zip(&all).filter(|(rank, _)| has_line(*rank));
    let bound: Vec<(&Ranked, bool)> = bound.map(|(_, one)| *one).collect();
    let most = bound.iter().map(|(one, _)| one.count).max().unwrap_or(1);
    let mut nodes: Vec<Node<'_>> = bound
        .iter()
        .enumerate()
        .map(|(number, (one, is_topic))| {
            let angle = float(number) / float(bound.len()) * std::f64::consts::TAU;
            let far = if *is_topic { 0.2 } else { 0.42 };
            Node {
                one,
                is_topic: *is_topic,
                at: (
                    WIDTH * (0.5 + far * angle.cos()),
                    HEIGHT * (0.5 + far * angle.sin()),
                ),
                radius: 5.0 + 15.0 * (float(one.count) / float(most)).sqrt(),
            }
        })
        .collect();
    let places: HashMap<EntityId, usize> = nodes
        .iter()
        .enumerate()
        .map(|(place, node)| (node.one.entity, place))
        .collect();
    let edges = pairs.into_iter().filter_map(|((speaker, topic), sides)| {
        let place = |rank: usize| places.get(&all[rank].0.entity).copied();
        Some(Edge {
            ends: (place(speaker)?, place(topic)?),
            sides,
        })
    });
    let edges: Vec<Edge> = edges.collect();
    place(&mut nodes, &edges);
    (nodes, edges)
}

/// Nodes push each other away, and edges pull theirs together (Fruchterman and Reingold),
/// from where they stand at first, so that the same corpus gives the same picture; then all
/// of it is fitted into the picture.
fn place(nodes: &mut [Node<'_>], edges: &[Edge]) {
    let apart = (WIDTH * HEIGHT / float(nodes.len().max(1))).sqrt();
    let heaviest = edges.iter().map(|edge| edge.sides.iter().sum::<usize>());
    let heaviest = float(heaviest.max().unwrap_or(1).max(1));
    for step in 0..STEPS {
        let mut moves = vec![(0.0, 0.0); nodes.len()];
        for one in 0..nodes.len() {
            for other in 0..one {
                let (x, y) = between(nodes, one, other);
                let far = (x * x + y * y).sqrt().max(1.0);
                let push = apart * apart / far;
                shift(&mut moves, one, other, (x / far * push, y / far * push));
            }
        }
        for edge in edges {
            let (x, y) = between(nodes, edge.ends.0, edge.ends.1);
            let far = (x * x + y * y).sqrt().max(1.0);
            let weight = (float(edge.sides.iter().sum()) / heaviest).sqrt();
            let pull = -far * far / apart * (0.5 + 0.5 * weight);
            shift(
                &mut moves,
                edge.ends.0,
                edge.ends.1,
                (x / far * pull, y / far * pull),
            );
        }
        let most = 0.1 * WIDTH * (1.0 - f64::from(step) / f64::from(STEPS)) + 0.5;
        for (node, (x, y)) in nodes.iter_mut().zip(moves) {
            // All is drawn to the middle, so that what hangs together with nothing stays near.
            let x = x + (WIDTH / 2.0 - node.at.0) * 0.9;
            let y = y + (HEIGHT / 2.0 - node.at.1) * 0.9;
            let far = (x * x + y * y).sqrt().max(0.01);
            let moved = far.min(most);
            node.at = (node.at.0 + x / far * moved, node.at.1 + y / far * moved);
        }
    }
    fit(nodes);
    part_names(nodes);
}

/// Stretches all of it over the picture.
fn fit(nodes: &mut [Node<'_>]) {
    let all = |axis: fn(&Node<'_>) -> f64| {
        let values = nodes.iter().map(axis);
        values.fold((f64::MAX, f64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    };
    let (left, right) = all(|node| node.at.0);
    let (top, bottom) = all(|node| node.at.1);
    for node in nodes {
        let x = (node.at.0 - left) / (right - left).max(1.0);
        let y = (node.at.1 - top) / (bottom - top).max(1.0);
        node.at = (
            LEFT + x * (WIDTH - 2.0 * LEFT),
            TOP + y * (HEIGHT - TOP - BOTTOM),
        );
    }
}

/// Moves nodes up and down until no name stands on another.
fn part_names(nodes: &mut [Node<'_>]) {
    for _ in 0..300 {
        let mut is_moved = false;
        for one in 0..nodes.len() {
            for other in 0..one {
                let (x, y) = between(nodes, one, other);
                let wide = (width(&nodes[one]) + width(&nodes[other])) / 2.0;
                // The name of the one above stands between the two.
                let high = 19.0 + nodes[one].radius + nodes[other].radius;
                if x.abs() < wide && y.abs() < high {
                    let by = (high - y.abs()) / 2.0 + 0.5;
                    let by = if y < 0.0 { -by } else { by };
                    nodes[one].at.1 = (nodes[one].at.1 + by).clamp(TOP, HEIGHT - BOTTOM);
                    nodes[other].at.1 = (nodes[other].at.1 - by).clamp(TOP, HEIGHT - BOTTOM);
                    is_moved = true;
                }
            }
        }
        if !is_moved {
            return;
        }
    }
}

/// How wide a node is with its name.
fn width(node: &Node<'_>) -> f64 {
    (float(node.one.name.chars().count().min(NODE_NAME)) * 6.6).max(2.0 * node.radius)
}

fn between(nodes: &[Node<'_>], one: usize, other: usize) -> (f64, f64) {
    let (one, other) = (nodes[one].at, nodes[other].at);
    (one.0 - other.0, one.1 - other.1)
}

fn shift(moves: &mut [(f64, f64)], one: usize, other: usize, by: (f64, f64)) {
    moves[one].0 += by.0;
    moves[one].1 += by.1;
    moves[other].0 -= by.0;
    moves[other].1 -= by.1;
}

/// A count as a number to draw with.
pub fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
