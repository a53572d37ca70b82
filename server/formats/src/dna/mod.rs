//! The forms of Discourse Network Analyzer: its database (`.dna`, SQLite) and its event
//! list in CSV.
//!
//! DNA holds one person, organisation, concept and agreement a statement, so that a
//! statement of several of these is several there. [`rows`] says how; the others write it.

pub mod database;
pub mod events;
mod labels;
pub mod rows;
mod schema;

pub use database::DnaDatabase;
pub use events::EventList;
pub use rows::Neutral;

#[cfg(test)]
mod tests;
