//! Prints how the highlight query colours documents, for editors that colour
//! by other means and want to know whether they agree.
//!
//! ```text
//! cargo run -p tree-sitter-quotemark --example captures -- FILE...
//! ```
//!
//! A line of JSON for each file: `{"file", "colours": [[start, end, colour, wide]]}` with
//! offsets in bytes, in the order in which the colours are painted. `wide` says
//! that it belongs to a span whose words run over lines, and is one of its
//! opening bracket or of the words as a whole.

use std::{env, error::Error, fs};

use tree_sitter::{Node, Parser, Query, QueryCursor, StreamingIterator};
use tree_sitter_quotemark::{HIGHLIGHTS_QUERY, LANGUAGE};

fn main() -> Result<(), Box<dyn Error>> {
    let language = LANGUAGE.into();
    let query = Query::new(&language, HIGHLIGHTS_QUERY)?;
    let mut parser = Parser::new();
    parser.set_language(&language)?;
    for file in env::args().skip(1) {
        let source = fs::read_to_string(&file)?;
        let tree = parser.parse(&source, None).ok_or("nothing was parsed")?;
        let mut cursor = QueryCursor::new();
        let mut captures = cursor.captures(&query, tree.root_node(), source.as_bytes());
        let mut colours = Vec::new();
        while let Some((found, index)) = captures.next() {
            let capture = found.captures()[*index];
            let range = capture.node.byte_range();
            let colour = query.capture_names()[capture.index as usize];
            let wide = is_wide(capture.node, &source);
            colours.push(format!("[{},{},{colour:?},{wide}]", range.start, range.end));
        }
        println!("{{\"file\":{file:?},\"colours\":[{}]}}", colours.join(","));
    }
    Ok(())
}

fn is_wide(node: Node<'_>, source: &str) -> bool {
    let Some(span) = node.parent().filter(|parent| parent.kind() == "span") else {
        return false;
    };
    let words = (0..span.child_count()).filter_map(|index| span.child(index));
    let mut words = words.filter(|child| child.kind() == "words");
    words.any(|words| source[words.byte_range()].contains(['\n', '\r']))
}
