//! What the tests share: a parser, and a sweep over a tree's nodes.
//! Each test file is a crate of its own and uses only some of it.
#![allow(dead_code)]

use std::{collections::BTreeSet, ops::ControlFlow};

use tree_sitter::{Node, Parser, Tree};

pub fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_quotemark::LANGUAGE.into())
        .expect("the grammar fits the library");
    parser
}

pub fn parse(source: &str) -> Tree {
    parser()
        .parse(source, None)
        .expect("a parse without a limit ends")
}

/// Calls `visit` for every node, parents first, until it breaks.
pub fn walk<'tree, B>(
    tree: &'tree Tree,
    mut visit: impl FnMut(Node<'tree>) -> ControlFlow<B>,
) -> Option<B> {
    let mut cursor = tree.walk();
    loop {
        if let ControlFlow::Break(found) = visit(cursor.node()) {
            return Some(found);
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
    }
}

/// The kinds of nodes that a tree has.
pub fn kinds(tree: &Tree) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    walk(tree, |node| {
        kinds.insert(node.kind().to_owned());
        ControlFlow::<()>::Continue(())
    });
    kinds
}

/// An error node or a missing one, which no text should have.
pub fn first_error(tree: &Tree) -> Option<String> {
    walk(tree, |node| {
        if node.is_error() || node.is_missing() {
            ControlFlow::Break(format!("{} at {:?}", node.kind(), node.byte_range()))
        } else {
            ControlFlow::Continue(())
        }
    })
}
