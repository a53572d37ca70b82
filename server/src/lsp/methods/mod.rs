//! One file a method, or a family of methods: convert, ask the feature, convert back.
//!
//! Each function sees the moment of the corpus at which its request came in.

pub mod code_action;
pub mod diagnostic;
pub mod document_highlight;
pub mod execute_command;
pub mod folding_range;
pub mod hover;
pub mod jump;
pub mod references;
pub mod rename;
pub mod selection_range;
pub mod symbols;
