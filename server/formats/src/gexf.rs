//! GEXF 1.3: a network for Gephi.

use std::io::Write;

use quotemark_analysis::graph::Graph;

use crate::error::Error;
use crate::xml::Xml;

/// Attributes of nodes: the name and the type.
const OF_NODES: [(&str, &str); 3] = [
    ("entity", "string"),
    ("kind", "string"),
    ("statements", "integer"),
];

/// Attributes of the edges of bipartite networks.
const OF_EDGES: [&str; 3] = ["for", "against", "on"];

/// Writes a network.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write(out: impl Write, graph: &Graph) -> Result<(), Error> {
    let mut xml = Xml::begin(out)?;
    xml.open(
        "gexf",
        &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")],
    )?;
    xml.open("meta", &[])?;
    xml.words("creator", &[], "Quotemark")?;
    xml.words("description", &[], &graph.title)?;
    xml.close("meta")?;
    xml.open(
        "graph",
        &[("defaultedgetype", "undirected"), ("mode", "static")],
    )?;
    xml.open("attributes", &[("class", "node")])?;
    for (number, (title, kind)) in OF_NODES.iter().enumerate() {
        declare(&mut xml, number, title, kind)?;
    }
    xml.close("attributes")?;
    if graph.is_bipartite {
        xml.open("attributes", &[("class", "edge")])?;
        for (number, title) in OF_EDGES.iter().enumerate() {
            declare(&mut xml, number, title, "integer")?;
        }
        xml.close("attributes")?;
    }
    xml.open("nodes", &[])?;
    for (number, node) in graph.nodes.iter().enumerate() {
        xml.open(
            "node",
            &[("id", &*format!("n{number}")), ("label", &node.name)],
        )?;
        let statements = node.statements.to_string();
        values(&mut xml, &[&node.id, node.kind, &statements])?;
        xml.close("node")?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for (number, edge) in graph.edges.iter().enumerate() {
        let (id, weight) = (format!("e{number}"), edge.weight.to_string());
        let (source, target) = (format!("n{}", edge.source), format!("n{}", edge.target));
        let attributes = [
            ("id", &*id),
            ("source", &source),
            ("target", &target),
            ("weight", &weight),
        ];
        match edge.sides {
            None => xml.empty("edge", &attributes)?,
            Some(sides) => {
                xml.open("edge", &attributes)?;
                let sides = sides.map(|count| count.to_string());
                values(&mut xml, &[&*sides[0], &*sides[1], &*sides[2]])?;
                xml.close("edge")?;
            }
        }
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.finish()?;
    Ok(())
}

fn declare<W: Write>(
    xml: &mut Xml<W>,
    number: usize,
    title: &str,
    kind: &str,
) -> std::io::Result<()> {
    let id = number.to_string();
    xml.empty(
        "attribute",
        &[("id", &*id), ("title", title), ("type", kind)],
    )
}

/// The values of attributes, which are declared in that order.
fn values<W: Write>(xml: &mut Xml<W>, values: &[&str]) -> std::io::Result<()> {
    xml.open("attvalues", &[])?;
    for (number, value) in values.iter().enumerate() {
        let number = number.to_string();
        xml.empty("attvalue", &[("for", &*number), ("value", value)])?;
    }
    xml.close("attvalues")
}
