//! Corpora of any size, and what the language server does with them.

mod client;
mod document;
pub mod failure;
mod figures;
pub mod generate;
pub mod measure;
mod process;
mod ripgrep;
pub mod soak;
pub mod work;
