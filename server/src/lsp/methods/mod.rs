//! One file a method, or a family of methods: convert, ask the feature, convert back.
//!
//! Each function sees the corpus as it was when its request came in.

mod arguments;
pub mod call_hierarchy;
pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod diagnostic;
pub mod document_highlight;
pub mod document_link;
mod entities;
pub mod execute_command;
pub mod folding_range;
pub mod formatting;
pub mod hover;
pub mod inlay_hint;
pub mod jump;
pub mod linked_editing_range;
pub mod lists;
pub mod preview;
mod quote_table;
pub mod references;
pub mod rename;
pub mod report;
pub mod review;
pub mod selection_range;
pub mod semantic_tokens;
pub mod signature_help;
pub mod symbols;
pub mod type_hierarchy;
pub mod workspace_diagnostic;
