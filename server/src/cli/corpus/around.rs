//! The corpora around what is named on the command line.

use std::path::{Path, PathBuf};

use super::{documents, root};
use crate::cli::files;
use crate::cli::output::{Failure, say_note};
use crate::cli::paths::{Paths, absolute};
use crate::store::{Leaving, Root};

/// The roots of the corpora around `paths`, or the one that is given, each with
/// the documents that were named of it. Names the links that lead elsewhere.
///
/// # Errors
/// When a path is not there or names no document.
pub fn corpora_around(
    paths: &[PathBuf],
    corpus: Option<&Path>,
) -> Result<Vec<(Root, Vec<PathBuf>)>, Failure> {
    let mut groups: Vec<(Root, Vec<PathBuf>)> = Vec::new();
    for path in files::expanded(paths)? {
        let is_stdin = files::is_stdin(&path);
        let path = if is_stdin { path } else { absolute(&path)? };
        let root = match corpus {
            Some(root) => root::named(root)?,
            None if is_stdin => root::of_folder(&absolute(Path::new("."))?),
            None if path.is_dir() => root::of_folder(&path),
            None => root::of_file(&path),
        };
        if !path.is_dir() {
            add_to(&mut groups, root, vec![path]);
            continue;
        }
        let (mut found, _) = documents::walk_below(&path)?;
        note_links(&found.leaving(&root.folder));
        if found.files.is_empty() {
            return Err(documents::none_in(&path));
        }
        // Corpora further down are looked at as what they are, unless one is named.
        let apart = match corpus {
            Some(_) => Vec::new(),
            None => found.take_apart(&path),
        };
        if !found.files.is_empty() {
            add_to(&mut groups, root, documents::as_paths(&found.files));
        }
        for (folder, files) in apart {
            let root = root::named(&folder)?;
            add_to(&mut groups, root, documents::as_paths(&files));
        }
    }
    Ok(groups)
}

fn add_to(groups: &mut Vec<(Root, Vec<PathBuf>)>, root: Root, mut documents: Vec<PathBuf>) {
    match groups.iter_mut().find(|(other, _)| *other == root) {
        Some((_, wanted)) => wanted.append(&mut documents),
        None => groups.push((root, documents)),
    }
}

/// Names some of the links that lead out of a corpus, and counts the rest.
fn note_links(links: &Leaving) {
    let paths = Paths::here();
    let named = links.named.iter().map(|link| paths.shown(link));
    let mut named: Vec<String> = named.collect();
    if links.more > 0 {
        named.push(format!("and {} more", links.more));
    }
    if !named.is_empty() {
        say_note(&format!(
            "{} out of the corpus or nowhere, and no link is followed: {}",
            match links.named.len() + links.more {
                1 => "1 link leads".into(),
                number => format!("{number} links lead"),
            },
            named.join(", ")
        ));
    }
}
