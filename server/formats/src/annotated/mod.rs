//! Texts with marked words and links between them, whatever program marked them, as coded
//! articles.
//!
//! Such a program knows spans that are called as its project calls them. Which of them are
//! statements and which their speakers is told [by names](meaning), or by whoever imports
//! them.

mod article;
mod entities;
pub mod meaning;
mod statement;
mod values;

use std::collections::BTreeMap;

use quotemark_analysis::coded::Cast;

use crate::error::Unreadable;
use crate::form::{CodedCorpus, Losses};
use crate::ids::Ids;
use entities::Entities;
pub use meaning::{Mapping, Meaning};
pub use values::{Annotated, Group, Marked};

/// What a kind of spans was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it is called.
    pub kind: String,
    /// What it was taken for; nothing where its name says nothing.
    pub meaning: Option<Meaning>,
    /// How many there are.
    pub count: usize,
}

/// The texts as a corpus, and what was taken for what.
///
/// # Errors
/// When nothing is taken for a statement.
pub fn corpus(
    all: Vec<Annotated>,
    mapping: &Mapping,
) -> Result<(CodedCorpus, Vec<Taken>), Unreadable> {
    let mut taken: BTreeMap<(String, Option<Meaning>), usize> = BTreeMap::new();
    for span in all.iter().flat_map(|one| &one.spans) {
        let (kind, meaning) = mapping.of_span(span);
        *taken.entry((kind, meaning)).or_default() += 1;
    }
    let taken: Vec<Taken> = taken
        .into_iter()
        .map(|((kind, meaning), count)| Taken {
            kind,
            meaning,
            count,
        })
        .collect();
    let is_statement = |one: &Taken| one.meaning == Some(Meaning::Statement);
    if !taken.is_empty() && !taken.iter().any(is_statement) {
        let kinds = taken
            .iter()
            .map(|one| format!("{} ({})", one.kind, one.count));
        let kinds: Vec<String> = kinds.collect();
        return Err(Unreadable(format!(
            "has nothing that is called as statements are: {}; `--map NAME=statement` says which they are",
            kinds.join(", ")
        )));
    }
    let mut losses = Losses::default();
    let mut entities = Entities::default();
    let mut names = Ids::default();
    // That of the cast.
    names.file("", "cast");
    let mut articles = Vec::with_capacity(all.len());
    for mut one in all {
        losses.extend(std::mem::take(&mut one.losses));
        let name = names.file("", &one.name);
        articles.push(article::article(
            one,
            name,
            mapping,
            &mut entities,
            &mut losses,
        ));
    }
    let corpus = CodedCorpus {
        cast: Cast {
            entities: entities.take(),
        },
        articles,
        losses: losses.take(),
    };
    Ok((corpus, taken))
}
