//! What single steps cost: `cargo bench -p quotemark --bench micro`, with a part
//! of a name after it to choose. What a server answers is measured by
//! `tests/load/run`.

#![allow(clippy::disallowed_methods, reason = "tests write where they like")]

use criterion::{criterion_group, criterion_main};

mod corpus;
mod model;
mod proposals;
mod syntax;

criterion_group!(
    micro,
    syntax::reading,
    syntax::reading_again,
    syntax::positions,
    model::extraction,
    model::index,
    model::resolution,
    proposals::proposing,
);
criterion_main!(micro);
