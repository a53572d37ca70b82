//! Proposals for review: what is offered for an article and its corpus, and what saying yes
//! to it comes to.
//!
//! The proposer ([`proposals`](crate::proposals)) reads words and knows names by a list. Here
//! its proposals get a place in the file, where nothing else stands, and speakers as a tag
//! names them, with their declarations. Nothing is written without a yes.

mod accept;
mod cast;
mod choice;
mod chooser;
mod declaration;
mod fit;
mod foreign;
mod foreign_file;
mod german_role;
mod hints;
mod introduced;
mod key;
mod learned;
mod near;
mod nothing;
mod offer;
mod people;
mod refused;
mod role;
mod role_words;
mod spokesman;
mod undated;
mod unreviewed;
mod words;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use accept::{Accepted, Taken, accept, accept_all, no_quote};
pub use choice::Choice;
pub use declaration::NewEntity;
pub use foreign::{Foreign, ForeignQuote, foreign};
pub use foreign_file::{ForeignLine, foreign_lines, other_text};
pub use hints::{ProposedHint, proposed_hints};
pub use introduced::{introduced, roles_beside};
pub use learned::LearnedRole;
pub use near::{NamedNear, named_near};
pub use offer::{Offer, Review, ReviewRules, review};
pub use people::people;
pub use refused::Refused;
pub use role::roles as roles_in_words;
pub use undated::set_date;
pub use unreviewed::unreviewed;
