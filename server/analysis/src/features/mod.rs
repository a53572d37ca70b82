//! Answers: pure functions of one snapshot of the corpus, plain data out.
//!
//! The server and the command line both ask here, so they cannot disagree. Each
//! request has a file or a folder. What several of them use is in [`shared`] and
//! [`edit`], which know none of them.

pub mod actions;
pub mod by_role;
pub mod call_hierarchy;
pub mod code_lens;
pub mod completion;
pub mod declare;
pub mod definition;
pub mod diagnostics;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod edit;
pub mod entities;
pub mod folding_range;
pub mod formatting;
pub mod hover;
pub mod implementation;
pub mod inlay_hint;
pub mod linked_editing_range;
pub mod lookup;
pub mod merge;
pub mod preview;
pub mod quotes;
pub mod quotes_page;
pub mod references;
pub mod rename;
pub mod review;
pub mod selection_range;
pub mod semantic_tokens;
pub mod shared;
pub mod signature_help;
pub mod speakers;
pub mod tag_end;
pub mod type_definition;
pub mod type_hierarchy;
pub mod workspace_symbol;

#[cfg(test)]
mod tests;

pub use shared::{Location, LocationLink};

use shared::{declarations, references_to, target};
#[cfg(test)]
use tests::fixture;
