//! How a corpus begins: a cast and settings in a folder that belongs to none.

use std::path::{Path, PathBuf};

use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::cli::write::messages;
use crate::settings::{FILE_NAME, template};
use crate::store::writing::{Destination, FileError};
use crate::store::{may_be_root, root_of_folder};

/// The name of the file in which everybody is declared.
const CAST: &str = "cast.qm";

/// The cast with which a corpus begins: a comment that says how to declare.
const FIRST_CAST: &str = "\
{% Who is named and quoted in the articles of this folder. Editors write here what is declared
while tagging. A declaration begins at the left edge of a line, and what is said of it is indented:
    @ann-lee: Ann Lee
        also: Dr Lee
        role: chair of &union, 2010..2012
    &union: Union of Examples
        part of: &congress
    #fares: Fares and tickets
@ is a person, & an organisation, # a topic. %}

";

/// The corpus to which what lies in a folder belongs, if it has settings or a cast: a repository
/// alone does not say that it holds one. The folder need not be there yet.
pub fn corpus_around(folder: &Path) -> Option<PathBuf> {
    let folder = real(folder);
    let root = root_of_folder(&folder)?;
    let is_there = |name| root.join(name).symlink_metadata().is_ok();
    (is_there(FILE_NAME) || is_there(CAST)).then(|| root.to_owned())
}

/// Whether a folder may be a corpus. A home folder and those for temporary files hold more.
pub fn may_begin(folder: &Path) -> bool {
    may_be_root(&real(folder))
}

/// Makes the cast and the settings in a folder, which is made too where it is missing.
///
/// # Errors
/// When one of them is there, or cannot be written.
pub fn begin(folder: &Path) -> Result<(), Failure> {
    write(&folder.join(FILE_NAME), &template())
        .and_then(|()| write(&folder.join(CAST), FIRST_CAST))
        .map_err(|refused| {
            Failure::new(format!(
                "the corpus cannot begin in {}: {}",
                Paths::here().shown(folder),
                messages::refusal(&refused)
            ))
        })
}

fn write(path: &Path, text: &str) -> Result<(), FileError> {
    Destination::at(path, true)?.write(text.as_bytes(), false)
}

/// The folder without links and `..` in its path, as far as it is there.
fn real(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some(real.join(folder.strip_prefix(above).ok()?))
    });
    there.unwrap_or_else(|| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Corpus, Source};
    use crate::settings::Settings;

    #[test]
    fn the_first_cast_says_nothing_wrong_and_declares_nobody() {
        let mut corpus = Corpus::default();
        let file = corpus.insert_source(Path::new(CAST), Source::new(FIRST_CAST));
        let severities = Settings::default().severities;
        let found = crate::features::diagnostics::diagnostics(&corpus, file, &severities);
        assert!(found.is_empty());
        let counts = corpus.counts();
        assert_eq!((counts.people, counts.organisations), (0, 0));
        assert_eq!((counts.topics, counts.mentions), (0, 0));
    }
}
