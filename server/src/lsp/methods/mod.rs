//! One file a method, or a family of methods: convert, ask the feature, convert back.
//!
//! Each function sees the moment of the corpus at which its request came in.

pub mod completion;
pub mod diagnostic;
pub mod document_highlight;
pub mod execute_command;
pub mod hover;
pub mod jump;
pub mod references;
pub mod signature_help;
pub mod symbols;
