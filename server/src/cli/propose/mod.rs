//! `quotemark propose`

mod args;
mod articles;
mod from;
mod plain;
mod writing;

pub use args::Args;

use super::files;
use super::output::{Ended, Failure};
use crate::store::is_article;

/// Prints what is proposed, or tags it.
pub fn run(args: &Args) -> Ended {
    if let Some(from) = &args.from {
        return from::run(from, args);
    }
    let plain = args.paths.iter().find(|path| is_plain(path));
    match (plain, &args.paths[..]) {
        (Some(_), _) if args.write || args.dry_run => Err(Failure::new(
            "a plain text has no tags; make an article of it by `quotemark import`",
        )),
        (Some(plain), [_]) => plain::run(plain, args.tier.into(), args.format, &args.corpus),
        (Some(_), _) => Err(Failure::new(
            "a plain text is read by itself; name one file",
        )),
        (None, _) => articles::run(args),
    }
}

/// Whether a path is that of a plain text.
fn is_plain(path: &std::path::Path) -> bool {
    files::is_stdin(path) || (path.is_file() && !is_article(path))
}
