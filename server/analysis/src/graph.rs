//! Networks as plain values: who or what is joined to whom or what, and how strongly.

/// A network without direction.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// What it is, in words.
    pub title: String,
    /// Whether each edge joins a node of the first mode to one of the second.
    pub is_bipartite: bool,
    /// The nodes, in the order of their modes and ids.
    pub nodes: Vec<Node>,
    /// The edges, in the order of their ends; no two have the same.
    pub edges: Vec<Edge>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// The id with its mark; of a speaker in words alone the words and the article's key.
    pub id: String,
    /// The display name; the id stands after it where several have the same, so that no
    /// two nodes of a network have one name.
    pub name: String,
    /// `person`, `organisation`, `unnamed` or `topic`.
    pub kind: &'static str,
    /// Whether it is of the second mode.
    pub is_second: bool,
    /// How many statements there are of or on it.
    pub statements: u32,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edge {
    /// One end, by its place among the nodes.
    pub source: usize,
    /// The other, which stands after it.
    pub target: usize,
    /// How strong it is; never 0.
    pub weight: f64,
    /// How many statements are for, against and on; of bipartite networks alone.
    pub sides: Option<[u32; 3]>,
}
