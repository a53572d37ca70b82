//! What has to hold for any input.
//!
//! Each function here takes bytes and panics when something does not hold. The
//! fuzzers in `targets` call them with bytes that they make up; the tests call
//! them with the inputs in `seeds`, from which the fuzzers begin.

#![forbid(unsafe_code)]

mod answers;
mod cache;
mod coded;
mod dates;
mod edits;
mod frame;
mod input;
mod parse;
mod positions;
mod protocol;
mod rename;
mod serve;
mod settings;
mod tags;
mod words;

pub use answers::answers;
pub use cache::cache;
pub use coded::{brat, qdpx, webanno};
pub use dates::dates;
pub use edits::edits;
pub use parse::parse;
pub use positions::positions;
pub use protocol::protocol;
pub use rename::rename;
pub use serve::serve;
pub use settings::settings;
pub use tags::tags;
pub use words::words;

/// Fails by a panic where something does not hold of the input.
pub type Target = fn(&[u8]);

/// Every target with its name, which is that of its folder in `seeds`.
pub const TARGETS: [(&str, Target); 15] = [
    ("parse", parse),
    ("edits", edits),
    ("positions", positions),
    ("words", words),
    ("rename", rename),
    ("answers", answers),
    ("tags", tags),
    ("dates", dates),
    ("protocol", protocol),
    ("settings", settings),
    ("cache", cache),
    ("serve", serve),
    ("brat", brat),
    ("webanno", webanno),
    ("qdpx", qdpx),
];
