//! Which articles are exported.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::partition::Shard;
use crate::cli::corpus::root;
use crate::cli::files;
use crate::cli::output::Failure;
use crate::cli::paths::{Paths, absolute};
use crate::model::{Corpus, FileId};
use crate::store::Root;
use crate::tables::{ArticleFile, Extraction};

/// Which articles are wanted. All conditions have to hold.
pub struct Wanted {
    /// In that folder and below, or that file.
    pub below: Option<PathBuf>,
    /// Those that a list names.
    pub listed: Option<HashSet<FileId>>,
    /// In that part.
    pub shard: Option<Shard>,
}

impl Wanted {
    /// Leaves out the articles that are not wanted.
    pub fn keep(&self, corpus: &Corpus, extraction: &mut Extraction<'_>) {
        extraction.retain(|article| {
            let file = corpus.file(article.number);
            let is_below = |below: &PathBuf| file.is_some_and(|file| file.path.starts_with(below));
            self.below.as_ref().is_none_or(is_below)
                && self
                    .listed
                    .as_ref()
                    .is_none_or(|listed| listed.contains(&article.number))
                && self.shard.is_none_or(|shard| shard.holds(article))
        });
    }
}

/// The corpus around a folder or a file.
pub fn root_around(path: &Path) -> Result<Root, Failure> {
    if !path.exists() {
        return Err(files::missing("folder or file", path));
    }
    let path = absolute(path)?;
    Ok(match path.is_dir() {
        true => root::of_folder(&path),
        false => root::of_file(&path),
    })
}

/// The articles that a file, or standard input, lists by their paths.
pub fn listed(corpus: &Corpus, list: &Path) -> Result<HashSet<FileId>, Failure> {
    let text = files::read_text(list)?;
    let lines = text.lines().enumerate();
    let paths = lines.filter(|(_, line)| !line.trim().is_empty());
    let found = paths.map(|(number, line)| {
        let path = absolute(Path::new(line))?;
        corpus.find_own(&path).ok_or_else(|| {
            let list = match files::is_stdin(list) {
                true => "standard input".to_owned(),
                false => Paths::here().shown(list),
            };
            Failure::new(format!(
                "line {} of {list} names {line}, which is no article of the corpus; paths are \
                 relative to the current folder, and PATH names the corpus",
                number + 1
            ))
        })
    });
    found.collect()
}

/// Makes sure that each article is known by a key of its own: rows of two with one would
/// be joined.
pub fn keys_are_single(articles: &[ArticleFile]) -> Result<(), Failure> {
    let mut seen: HashMap<&str, &ArticleFile> = HashMap::with_capacity(articles.len());
    for article in articles {
        if let Some(other) = seen.insert(&article.key, article) {
            return Err(Failure::new(format!(
                "{} and {} are both known by the id {}; give one of them another `id` in its header \
                 (`quotemark check` names all that share one)",
                other.path, article.path, article.key
            )));
        }
    }
    Ok(())
}
