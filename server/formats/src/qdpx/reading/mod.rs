//! A project of REFI-QDA as coded articles, whichever program wrote it.

mod archive;
mod cast;
mod kinds;
mod sources;

#[cfg(test)]
mod tests;

use quotemark_analysis::coded::Cast;

use crate::error::Unreadable;
use crate::form::{CodedCorpus, Losses};
use archive::Archive;
use cast::Members;
use kinds::{OTHER, place};

/// Whether bytes begin as an archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a project: its sources are articles, codes topics, and cases people.
///
/// # Errors
/// When it is no project, is damaged, or unpacks to more than anybody codes. The reason goes
/// on after the name of the file.
pub fn read(bytes: &[u8]) -> Result<CodedCorpus, Unreadable> {
    let mut archive = Archive::open(bytes)?;
    let root = archive.project()?;
    if root.name != "Project" {
        return Err(Unreadable(format!(
            "is no REFI-QDA project: its project.qde begins with `{}`; a codebook alone has no statements",
            root.name
        )));
    }
    let mut losses = Losses::default();
    for (name, of) in [("Sets", "Set"), ("Graphs", "Graph")] {
        for one in root.all(name).flat_map(|all| all.all(of)) {
            losses.of(OTHER, place(one), format!("{of} {}", one.attribute("name")));
        }
    }
    let mut members = Members::of(&root, &mut losses);
    let articles = sources::articles(&root, &mut archive, &mut members, &mut losses)?;
    Ok(CodedCorpus {
        cast: Cast {
            entities: members.take(),
        },
        articles,
        losses: losses.take(),
    })
}
