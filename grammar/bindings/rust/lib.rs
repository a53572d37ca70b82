//! The tree-sitter grammar of Quotemark.
//!
//! [`LANGUAGE`] is what a `tree_sitter::Parser` takes; the other constants are
//! the query files that editors use.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_quotemark() -> *const ();
}

/// The grammar, for `Parser::set_language(&LANGUAGE.into())`.
// SAFETY: the function is the one that the generator wrote into `src/parser.c`.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_quotemark) };

/// The kinds of nodes, as JSON, as the generator describes them.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Colours, with the capture names that Neovim, Helix and `tree-sitter
/// highlight` share.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What can be folded: the header, sections, fenced quotes, declarations, comments.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// Other languages inside a document: there is only that of comments.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// Declared ids and the references to them, as far as one file goes.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// Declarations as definitions, references as references, for code navigation.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
