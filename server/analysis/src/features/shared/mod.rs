//! What several answers use: places, names, labels, words for people.
//!
//! Nothing here knows an answer.

pub mod allowed;
pub mod broken;
pub mod card;
pub mod header_keys;
mod label;
mod lines;
mod location;
pub mod name_of_id;
pub mod names;
pub mod node;
mod occurrences;
pub mod read_date;
mod sections;
mod sentences;
pub mod wording;

pub use label::{LONGEST_LABEL, harmless, harmless_lines, is_steering, label};
pub use location::{Location, LocationLink};
pub use occurrences::{places_of, references_to, unnamed_in};

pub(super) use lines::{line_end, line_start};
pub(super) use location::{declarations, target};
pub(super) use sections::sections;
pub(super) use sentences::sentences;
