//! GraphML: a network for igraph, networkx, Gephi, Cytoscape, visone.
//!
//! Every key is declared, `weight` is a double, and the node attribute `name`, by which
//! igraph knows nodes, is another for each.

use std::io::Write;

use quotemark_analysis::graph::Graph;

use crate::error::Error;
use crate::xml::Xml;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Keys: the id, what has it, the name, the type, whether only bipartite networks do.
const KEYS: [(&str, &str, &str, &str, bool); 9] = [
    ("d0", "node", "name", "string", false),
    ("d1", "node", "entity", "string", false),
    ("d2", "node", "kind", "string", false),
    ("d3", "node", "statements", "int", false),
    ("d4", "node", "bipartite", "int", true),
    ("d5", "edge", "weight", "double", false),
    ("d6", "edge", "for", "int", true),
    ("d7", "edge", "against", "int", true),
    ("d8", "edge", "on", "int", true),
];

/// Writes a network.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write(out: impl Write, graph: &Graph) -> Result<(), Error> {
    let mut xml = Xml::begin(out)?;
    xml.open("graphml", &[("xmlns", NAMESPACE)])?;
    for (id, of, name, kind, is_bipartite) in KEYS {
        if graph.is_bipartite || !is_bipartite {
            let attributes = [
                ("id", id),
                ("for", of),
                ("attr.name", name),
                ("attr.type", kind),
            ];
            xml.empty("key", &attributes)?;
        }
    }
    xml.open("graph", &[("id", "G"), ("edgedefault", "undirected")])?;
    for (number, node) in graph.nodes.iter().enumerate() {
        xml.open("node", &[("id", &*format!("n{number}"))])?;
        xml.words("data", &[("key", "d0")], &node.name)?;
        xml.words("data", &[("key", "d1")], &node.id)?;
        xml.words("data", &[("key", "d2")], node.kind)?;
        xml.words("data", &[("key", "d3")], &node.statements.to_string())?;
        if graph.is_bipartite {
            let mode = u8::from(node.is_second).to_string();
            xml.words("data", &[("key", "d4")], &mode)?;
        }
        xml.close("node")?;
    }
    for edge in &graph.edges {
        let (source, target) = (format!("n{}", edge.source), format!("n{}", edge.target));
        xml.open("edge", &[("source", &*source), ("target", &*target)])?;
        xml.words("data", &[("key", "d5")], &edge.weight.to_string())?;
        for (key, count) in ["d6", "d7", "d8"].iter().zip(edge.sides.iter().flatten()) {
            xml.words("data", &[("key", *key)], &count.to_string())?;
        }
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.finish()?;
    Ok(())
}
