//! All writing of files, and the two ways in which a file to be written can be
//! named.
//!
//! Articles and repositories come from strangers: a clone can hold links,
//! pipes and folders with any name. So nothing is written by following a path.
//! A file is either *a name inside a corpus* ([`Inside`]), which is reached
//! from the corpus' open folder, or *a destination that the user typed*
//! ([`Destination`]). Both are walked folder by folder without following any
//! link from the outermost folder that is a corpus or a repository
//! ([`reached()`]); the links above that one are the user's own. What stands in
//! the user's own cache and state folders is written by [`OwnFolder`].
//!
//! Clippy forbids the writing functions of the standard library everywhere
//! else in this crate (`server/clippy.toml`).
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the place where files are written"
)]

mod begun;
mod begun_folder;
mod destination;
mod file_error;
mod folder;
mod inside;
mod journal;
mod own;
mod reached;

pub use begun::{Begun, NoneBegun, Put, remove_all_begun};
pub use begun_folder::BegunFolder;
pub use destination::{Destination, read_named};
pub use file_error::{FileError, Reason};
pub use folder::{FileAttributes, Folder};
pub use inside::{CorpusFolder, Inside, is_document, is_plain_name};
pub use journal::{Change, Interrupted, Journal, Lock, LockError, Records, State, Turn, unvouched};
pub use own::{HALF_WRITTEN, HalfWritten, OwnFolder, remove_own_file};
pub use reached::{can_be_made, reached, reached_file};

#[cfg(test)]
mod tests;
