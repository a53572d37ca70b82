//! The server over the wire, as an editor sees it.

mod acting;
mod agreement;
mod answers;
mod casts;
mod changes;
mod clients;
mod columns;
mod commands;
mod completing;
mod corpora;
mod disk;
mod faults;
mod hostile;
mod life;
mod limits;
mod pulled;
mod reading;
mod recorded;
mod reviewing;
mod settings;
mod silence;
mod storm;
mod support;
#[cfg(target_os = "linux")]
mod uris;
mod watches;
mod writing;
