//! Lists of nodes and edges in CSV, with the headings by which Gephi knows them.

use std::io::Write;

use quotemark_analysis::graph::Graph;

use crate::error::Error;

/// Writes the nodes of a network: `Id,Label,Kind,Statements`.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write_nodes(out: impl Write, graph: &Graph) -> Result<(), Error> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["Id", "Label", "Kind", "Statements"])
        .map_err(error)?;
    for node in &graph.nodes {
        let statements = node.statements.to_string();
        out.write_record([&*node.id, &node.name, node.kind, &statements])
            .map_err(error)?;
    }
    Ok(out.flush()?)
}

/// Writes the edges of a network: `Source,Target,Type,Weight`; of a bipartite one also
/// `For,Against,On`.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write_edges(out: impl Write, graph: &Graph) -> Result<(), Error> {
    let mut out = csv::Writer::from_writer(out);
    let headings = ["Source", "Target", "Type", "Weight", "For", "Against", "On"];
    let count = if graph.is_bipartite { 7 } else { 4 };
    out.write_record(&headings[..count]).map_err(error)?;
    for edge in &graph.edges {
        let ends = [edge.source, edge.target].map(|place| &*graph.nodes[place].id);
        let mut fields = vec![
            ends[0].to_owned(),
            ends[1].to_owned(),
            "Undirected".to_owned(),
            edge.weight.to_string(),
        ];
        fields.extend(edge.sides.iter().flatten().map(u32::to_string));
        out.write_record(&fields).map_err(error)?;
    }
    Ok(out.flush()?)
}

fn error(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::Io(error),
        other => Error::Library(format!("{other:?}")),
    }
}
