//! From counts to edges.

use std::collections::{BTreeMap, HashMap};

use super::{AGAINST, FOR, Kind, NO_SIDE, Normalise, Options, TooLarge, Weight};

/// How many pairs of nodes are counted at most.
const MOST_PAIRS: usize = 20_000_000;

/// How often two nodes may meet at a third, which is what takes the time.
const MOST_MEETINGS: usize = 500_000_000;

/// How many statements of a first are on a second: against, for, on no side.
pub(super) type Counts = BTreeMap<(u32, u32), [u32; 3]>;

/// Edges, and how many are none.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub edges: Vec<RawEdge>,
    pub zero: usize,
    pub weak: usize,
}

/// An edge between places of nodes.
#[derive(Debug)]
pub(super) struct RawEdge {
    pub source: u32,
    pub target: u32,
    pub weight: f64,
    pub sides: Option<[u32; 3]>,
}

/// What two nodes have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    weight: f64,
    /// Statements of the one, and of the other, on sides that both take.
    both: [f64; 2],
    /// Those of the one times those of the other.
    product: f64,
}

/// What a node says in all.
#[derive(Debug, Clone, Copy, Default)]
struct Total {
    statements: f64,
    /// The sum of the squares of its counts.
    squares: f64,
}

pub(super) fn edges(counts: &Counts, options: &Options) -> Result<Edges, TooLarge> {
    match options.kind {
        Kind::ActorTopic => Ok(bipartite(counts, options)),
        Kind::ActorActor | Kind::TopicTopic => projected(counts, options),
    }
}

/// Adds an edge, if it is one.
fn push(edges: &mut Edges, edge: RawEdge, options: &Options) {
    if edge.weight == 0.0 || !edge.weight.is_finite() {
        edges.zero += 1;
    } else if edge.weight.abs() < options.at_least {
        edges.weak += 1;
    } else {
        edges.edges.push(edge);
    }
}

fn bipartite(counts: &Counts, options: &Options) -> Edges {
    let (mut rows, mut columns) = (HashMap::new(), HashMap::new());
    for ((row, column), sides) in counts {
        *rows.entry(*row).or_insert(0.0) += sum(sides);
        *columns.entry(*column).or_insert(0.0) += sum(sides);
    }
    let mut edges = Edges::default();
    for ((row, column), sides) in counts {
        let weight = match options.weight {
            Weight::Subtract => {
                f64::from(sides[usize::from(FOR)]) - f64::from(sides[usize::from(AGAINST)])
            }
            _ => sum(sides),
        };
        let by: f64 = match options.normalise {
            Normalise::Activity => rows[row],
            Normalise::Prominence => columns[column],
            _ => 1.0,
        };
        let edge = RawEdge {
            source: *row,
            target: *column,
            weight: weight / by,
            sides: Some([
                sides[usize::from(FOR)],
                sides[usize::from(AGAINST)],
                sides[usize::from(NO_SIDE)],
            ]),
        };
        push(&mut edges, edge, options);
    }
    edges
}

fn projected(counts: &Counts, options: &Options) -> Result<Edges, TooLarge> {
    let mut totals: HashMap<u32, Total> = HashMap::new();
    let mut by_second: BTreeMap<u32, Vec<(u32, [u32; 3])>> = BTreeMap::new();
    for ((first, second), sides) in counts {
        // Without regard to sides, a count is one; DNA divides by sides all the same.
        let sides = match options.weight {
            Weight::Ignore if !options.as_dna => [0, sides.iter().sum(), 0],
            _ => *sides,
        };
        by_second.entry(*second).or_default().push((*first, sides));
        let total = totals.entry(*first).or_default();
        total.statements += sum(&sides);
        let squares = sides.iter().map(|count| f64::from(*count).powi(2));
        total.squares += squares.sum::<f64>();
    }
    let meetings = by_second.values().map(|firsts| firsts.len().pow(2) / 2);
    if meetings.sum::<usize>() > MOST_MEETINGS {
        return Err(TooLarge {
            most: MOST_MEETINGS,
        });
    }
    let mut pairs: HashMap<(u32, u32), Pair> = HashMap::new();
    for firsts in by_second.values() {
        for (number, (one, sides)) in firsts.iter().enumerate() {
            for (other, others) in &firsts[number + 1..] {
                pairs
                    .entry((*one, *other))
                    .or_default()
                    .meet(sides, others, options.weight);
            }
        }
        if pairs.len() > MOST_PAIRS {
            return Err(TooLarge { most: MOST_PAIRS });
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable_by_key(|(ends, _)| *ends);
    let mut edges = Edges::default();
    for ((one, other), pair) in pairs {
        let by = pair.divisor(totals[&one], totals[&other], options);
        let edge = RawEdge {
            source: one,
            target: other,
            weight: pair.weight / by,
            sides: None,
        };
        push(&mut edges, edge, options);
    }
    Ok(edges)
}

impl Pair {
    /// Adds what two say on the same.
    fn meet(&mut self, one: &[u32; 3], other: &[u32; 3], weight: Weight) {
        let [one, other] = [one, other].map(|sides| sides.map(f64::from));
        let same: f64 = one.iter().zip(other).map(|(one, other)| one * other).sum();
        let (no, yes) = (usize::from(AGAINST), usize::from(FOR));
        let different = one[no] * other[yes] + one[yes] * other[no];
        self.weight += match weight {
            Weight::Ignore => one.iter().sum::<f64>() * other.iter().sum::<f64>(),
            Weight::Congruence => same,
            Weight::Conflict => different,
            Weight::Subtract => same - different,
        };
        self.product += same;
        for (one, other) in one.iter().zip(other) {
            if *one > 0.0 && other > 0.0 {
                self.both[0] += one;
                self.both[1] += other;
            }
        }
    }

    fn divisor(self, one: Total, other: Total, options: &Options) -> f64 {
        match options.normalise {
            Normalise::Average => f64::midpoint(one.statements, other.statements),
            Normalise::Jaccard => {
                let alone = one.statements - self.both[0];
                let other_alone = other.statements - self.both[1];
                alone + other_alone + self.product
            }
            Normalise::Cosine if options.as_dna => one.statements * other.statements,
            Normalise::Cosine => (one.squares * other.squares).sqrt(),
            _ => 1.0,
        }
    }
}

fn sum(sides: &[u32; 3]) -> f64 {
    sides.iter().map(|count| f64::from(*count)).sum()
}
