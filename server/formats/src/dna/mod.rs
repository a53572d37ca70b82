//! The forms of Discourse Network Analyzer: its database (`.dna`, SQLite) and its event
//! list in CSV.
//!
//! DNA holds one person, organisation, concept and agreement a statement, so that a
//! statement of several of these is several there. [`rows`] says how; the others write it.
//! [`reader`] reads a database, and makes one statement of those that say the same of the same
//! words.

pub mod database;
pub mod events;
mod found;
mod labels;
pub mod reader;
pub mod rows;
mod schema;
mod statements;

pub use database::DnaDatabase;
pub use events::EventList;
pub use rows::Neutral;

#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod test_database;
#[cfg(test)]
mod tests;
