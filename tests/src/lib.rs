//! An editor for tests: it speaks to a server in the same process through a
//! pipe, and it is strict. A second answer to a request, an answer to none, a
//! message that is not what the protocol's types say, or a request left open
//! fails the test.

mod corpus;
mod editor;
mod message;

pub use corpus::Folder;
pub use editor::{Begin, Editor, Manners};
pub use message::strictly;
