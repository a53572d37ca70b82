//! The server over the wire, as an editor sees it.

mod answers;
mod changes;
mod clients;
mod commands;
mod completing;
mod disk;
mod faults;
mod life;
mod pulled;
mod recorded;
mod storm;
mod support;
