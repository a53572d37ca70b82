//! The command line: one file a subcommand.
//!
//! Nothing here knows what a corpus means. Every answer comes from `features`,
//! as the server's do.

pub mod actions;
pub mod args;
pub mod check;
pub mod completions;
pub mod definition;
pub mod diff;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod hover;
pub mod import;
pub mod load;
pub mod man;
pub mod merge;
pub mod output;
pub mod place;
pub mod quotes;
pub mod references;
pub mod rename;
pub mod seal;
pub mod server;
pub mod speakers;
pub mod strip;
pub mod symbols;
pub mod write;

mod cells;
mod files;
mod guess;
mod locations;
mod progress;
mod report;
mod table;
